//! All that is known of one scheme, or of one of its lines: as an official would read it.

use std::io;

use crate::report::explain::{MEASURE, dates, facts, head, section, title};
use crate::report::text::{clean_line, width, wrap};
use yize_core::catalogue::{Clause, SchemeInfo};
use yize_core::language::Lang;
use yize_core::say;
use yize_core::source::Sources;

/// Explains a scheme.
///
/// # Errors
/// As the writer reports them.
pub(crate) fn scheme(scheme: &SchemeInfo, sources: &Sources, lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    about(scheme, sources, lang, out)?;
    section(&say!("说明", "explanation"), &scheme.explain, lang, out)?;
    title(&say!("各行", "lines"), lang, out)?;
    scheme.lines.iter().try_for_each(|line| clause(line, lang, out))
}

/// Explains one line of a scheme.
///
/// # Errors
/// As the writer reports them.
pub(crate) fn line(
    scheme: &SchemeInfo,
    line: &Clause,
    sources: &Sources,
    lang: Lang,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    about(scheme, sources, lang, out)?;
    title(&say!("这一行", "the line"), lang, out)?;
    let at = scheme.lines.iter().position(|own| own.name == line.name).unwrap_or(0);
    // The part that it belongs to says how far its points go.
    let part = scheme.lines[..at].iter().rfind(|own| own.depth == 0).filter(|_| line.depth > 0);
    part.into_iter().chain([line]).try_for_each(|line| clause(line, lang, out))
}

fn about(scheme: &SchemeInfo, sources: &Sources, lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    head(&scheme.name, &scheme.title, out)?;
    let at = sources.positions(scheme.place).0.line;
    let (kind, on) = (clean_line(scheme.kind.get(lang)), clean_line(&scheme.on));
    let between = if lang == Lang::Zh { "、" } else { ", " };
    let mut all = vec![
        (say!("种类", "what it is"), say!("计分办法", "a scheme of scores").get(lang).to_owned()),
        (say!("依据", "basis"), clean_line(&scheme.basis)),
        (say!("对象", "on"), say!("{kind}（{on}）", "{kind} ({on})").get(lang).to_owned()),
        (say!("施行", "in force"), dates(scheme.since, scheme.until).get(lang).to_owned()),
        (say!("单位", "bodies"), clean_line(&scheme.bodies.join(between))),
        (say!("停用", "switched off"), scheme.off.as_deref().map(clean_line).unwrap_or_default()),
        (say!("出处", "written at"), format!("{}:{at}", clean_line(&sources.get(scheme.place.source).name))),
    ];
    all.extend(scheme.facts.iter().map(|(about, fact)| (about.clone(), clean_line(fact.get(lang)))));
    facts(&all, lang, out)
}

/// One line: its name, and what it asks beside it or, where that is long, below it.
fn clause(line: &Clause, lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    let indent = " ".repeat(2 + 2 * line.depth);
    let says: Vec<String> = line.says.iter().map(|text| clean_line(text.get(lang))).collect();
    let says = says.join(if lang == Lang::Zh { "；" } else { "; " });
    let name = format!("{indent}{}", clean_line(&line.name));
    if width(&name) + 2 + width(&says) <= MEASURE {
        return writeln!(out, "{}", format!("{name}  {says}").trim_end());
    }
    writeln!(out, "{name}")?;
    let below = format!("{indent}    ");
    wrap(&says, MEASURE - width(&below)).iter().try_for_each(|text| writeln!(out, "{below}{text}"))
}
