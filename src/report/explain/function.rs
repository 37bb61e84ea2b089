//! All that is known of a function, method or property that scripts may call.

use std::io;

use crate::report::explain::{facts, head, title};
use crate::report::text::clean_line;
use yize_core::language::Lang;
use yize_core::reference::FunctionInfo;
use yize_core::say;

/// Explains a function: each of the ways in which it is called.
///
/// # Errors
/// As the writer reports them.
pub(crate) fn function(ways: &[&FunctionInfo], lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    let Some(first) = ways.first() else { return Ok(()) };
    head(first.name, say!("规则脚本里的函数", "a function of rule scripts").get(lang), out)?;
    for (at, FunctionInfo { written, gives, does, example, topic, .. }) in ways.iter().enumerate() {
        if at > 0 {
            writeln!(out)?;
        }
        let all = [
            (say!("写法", "written"), written.clone()),
            (say!("作用", "does"), clean_line(does.get(lang))),
            (say!("给出", "gives"), clean_line(gives.get(lang))),
            (say!("属于", "belongs to"), clean_line(&topic.get(lang).replace('`', ""))),
        ];
        facts(&all, lang, out)?;
        title(&say!("例子（成立的条件）", "an example, a condition that holds"), lang, out)?;
        writeln!(out, "  {example}")?;
    }
    Ok(())
}
