//! All that is known of a function, method or property that scripts may call, be it built in or of a library.

use std::io;

use crate::report::explain::{facts, head, section, title, written_at};
use crate::report::text::clean_line;
use yize_core::catalogue::LibraryFunction;
use yize_core::language::Lang;
use yize_core::reference::FunctionInfo;
use yize_core::say;
use yize_core::source::Sources;

/// So many of the places are listed at which a function is called.
const MOST: usize = 8;

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

/// Explains a function of a pack's library.
///
/// # Errors
/// As the writer reports them.
pub(crate) fn library(own: &LibraryFunction, sources: &Sources, lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    let LibraryFunction { name, parameters, does, pack, library, place, calls } = own;
    let alias = library.rsplit('/').next().unwrap_or(library);
    let written = format!("{alias}::{name}({})", parameters.join(", "));
    head(&format!("{library}::{name}"), say!("规则包里的函数", "a function of a pack").get(lang), out)?;
    let all = [
        (say!("写法", "written"), clean_line(&written)),
        (say!("先写", "imported by"), clean_line(&format!("import \"{library}\" as {alias};"))),
        (say!("规则包", "pack"), clean_line(pack)),
        (say!("出处", "at"), written_at(*place, sources)),
    ];
    facts(&all, lang, out)?;
    section(&say!("作用", "what it does"), does, lang, out)?;
    title(&say!("别的文件里的用处", "called in other files at"), lang, out)?;
    if calls.is_empty() {
        writeln!(out, "  {}", say!("没有", "none").get(lang))?;
    }
    calls.iter().take(MOST).try_for_each(|call| writeln!(out, "  {}", written_at(*call, sources)))?;
    match calls.len().saturating_sub(MOST) {
        0 => Ok(()),
        more => writeln!(out, "  {}", say!("另有 {more} 处", "and {more} more").get(lang)),
    }
}
