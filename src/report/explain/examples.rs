//! What the cases of a pack say of a rule, as examples: one in which it reports something, one in which it is silent.

use std::io;

use crate::report::View;
use crate::report::explain::title;
use crate::report::human;
use crate::report::text::clean_line;
use yize_core::cases::Tested;
use yize_core::language::Lang;
use yize_core::say;

/// Shows cases: their names, what is in their data, and what comes of it. `more` is the number of those that are not shown.
///
/// # Errors
/// As the writer reports them.
pub(crate) fn examples(
    rule: &str,
    tested: &[Tested],
    more: usize,
    lang: Lang,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    if tested.is_empty() {
        return Ok(());
    }
    title(&say!("例子（规则包的用例）", "examples, from the cases of the pack"), lang, out)?;
    for own in tested {
        let (name, day) = (clean_line(&own.case.name), own.case.as_of);
        let (says, view) = (say!("“{name}”，截至 {day}：", "\"{name}\", as of {day}:"), View::new(lang, 1));
        writeln!(out, "  {}\n", says.get(lang))?;
        let mut found: Vec<_> = own.findings.iter().filter(|finding| *finding.rule == *rule).cloned().collect();
        // One shows how it is told.
        found.truncate(1);
        human::findings(&found, &own.sources, day, view, out)?;
    }
    if more > 0 {
        let text = say!("另有 {more} 个用例：在规则包的 tests/ 里", "{more} more case(s) stand in the pack's tests/");
        writeln!(out, "  {}", text.get(lang))?;
    }
    Ok(())
}
