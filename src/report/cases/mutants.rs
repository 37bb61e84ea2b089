//! The mutants that no case notices: the line as it is and as it is then, and a case that would notice.

use std::io;

use serde_json::{Value, json};

use super::coverage::Share;
use crate::report::text::clean_line;
use yize_core::cases::{Fate, Mutant, Report};
use yize_core::language::{Lang, Text};
use yize_core::say;
use yize_core::source::Sources;

/// How many of those that cases could notice are noticed.
pub(crate) fn share(mutants: &[Mutant]) -> Share {
    let killed = mutants.iter().filter(|mutant| mutant.fate == Fate::Killed).count();
    Share { reached: killed, all: mutants.len() }
}

/// Writes those that are not noticed, and how many are.
///
/// # Errors
/// As the writer's.
pub(super) fn human(report: &Report, lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    let Some(mutants) = &report.mutants else { return Ok(()) };
    for mutant in mutants.iter().filter(|mutant| mutant.fate != Fate::Killed) {
        survivor(mutant, &report.sources, lang, out)?;
    }
    let all = share(mutants);
    let (killed, number, shown) = (all.reached, all.all, all.shown());
    let unreached = mutants.iter().filter(|mutant| mutant.fate == Fate::Unreached).count();
    let line = say!(
        "变异：{number} 处，用例察觉 {killed} 处（{shown}），没有用例触及 {unreached} 处",
        "mutants: {killed} of {number} noticed ({shown}), {unreached} reached by no case"
    );
    writeln!(out, "{}", line.get(lang))
}

fn survivor(mutant: &Mutant, sources: &Sources, lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    let style = anstyle::AnsiColor::Yellow.on_default().bold();
    let source = sources.get(mutant.place.source);
    let position = source.position(mutant.cut.start);
    let (word, name) = (fate(mutant.fate), clean_line(&source.name));
    writeln!(out, "{style}{}{style:#}: {name}:{}:{}", word.get(lang), position.line, position.column)?;
    let (before, after) = lines(mutant, sources);
    before.lines().try_for_each(|line| writeln!(out, "  - {}", clean_line(line.trim_end())))?;
    after
        .lines()
        .filter(|line| !line.trim().is_empty())
        .try_for_each(|line| writeln!(out, "  + {}", clean_line(line.trim_end())))?;
    if let Some(killer) = &mutant.killer {
        let like = clean_line(&killer.like);
        let head = if killer.changed {
            say!(
                "  这个用例察觉得到，由“{like}”改一处得来，核对 expect 后可以加上：",
                "  this case would notice, made from `{like}` by one change; look at `expect` and add it:"
            )
        } else {
            say!(
                "  用例“{like}”的 expect 写全了就察觉得到，核对后换成：",
                "  the case `{like}` would notice if its `expect` said all that comes; look at it, and put in its place:"
            )
        };
        writeln!(out, "{}", head.get(lang))?;
        killer.text.lines().try_for_each(|line| writeln!(out, "    {}", clean_line(line)))?;
    }
    Ok(())
}

fn fate(fate: Fate) -> Text {
    match fate {
        Fate::Killed => say!("已察觉", "noticed"),
        Fate::Survived => say!("没有察觉", "not noticed"),
        Fate::Unreached => say!("没有触及", "not reached"),
    }
}

/// The lines that are changed, as they are and as they are then. What takes many lines is shown by its first.
fn lines(mutant: &Mutant, sources: &Sources) -> (String, String) {
    const MOST: usize = 3;
    let text = sources.get(mutant.place.source).text();
    let cut = mutant.cut.range();
    let start = text[..cut.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[cut.end..].find('\n').map_or(text.len(), |at| cut.end + at);
    let first = |text: &str| {
        let mut lines: Vec<&str> = text.lines().take(MOST + 1).collect();
        if lines.len() > MOST {
            lines[MOST] = "…";
        }
        lines.join("\n")
    };
    let after = format!("{}{}{}", &text[start..cut.start], mutant.put, &text[cut.end..end]);
    (first(&text[start..end]), first(&after))
}

/// For programs.
pub(super) fn json(report: &Report) -> Option<Value> {
    let mutants = report.mutants.as_ref()?;
    let word = |fate: Fate| match fate {
        Fate::Killed => "noticed",
        Fate::Survived => "unnoticed",
        Fate::Unreached => "unreached",
    };
    let one = |mutant: &Mutant| {
        let source = report.sources.get(mutant.place.source);
        let position = source.position(mutant.cut.start);
        let killer = mutant
            .killer
            .as_ref()
            .map(|killer| json!({ "like": killer.like, "changed": killer.changed, "case": killer.text }));
        json!({ "file": source.name, "line": position.line, "column": position.column,
                "cut": source.text().get(mutant.cut.range()), "put": mutant.put, "fate": word(mutant.fate), "killer": killer })
    };
    let all = share(mutants);
    Some(json!({ "mutants": mutants.iter().map(one).collect::<Vec<_>>(),
                 "summary": { "noticed": all.reached, "all": all.all } }))
}
