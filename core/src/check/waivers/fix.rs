//! `--fix`: takes waivers that excuse nothing out of the text of their file, and leaves every other byte as it is.

use std::ops::Range;

use crate::check::Outcome;
use crate::document::{self, Reader};
use crate::finding::Finding;
use crate::host;
use crate::project::waivers;
use crate::source::{Source, SourceId};
use crate::texts::own_lines;

/// A file to be written anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// Its path, as reports show it.
    pub name: String,
    /// Its text as it was read, without a byte order mark.
    pub old: String,
    /// Its text without the waivers.
    pub new: String,
    /// What is taken out, in order.
    pub removed: Vec<String>,
}

/// The files with waivers that excuse nothing, without them.
#[must_use]
pub fn fixes(outcome: &Outcome) -> Vec<Fix> {
    let unused = |f: &&Finding| &*f.rule == host::UNUSED_WAIVER.name;
    let mut places: Vec<_> = outcome.findings.iter().filter(unused).filter_map(|f| f.place).collect();
    places.sort_unstable();
    let files = places.chunk_by(|a, b| a.source == b.source);
    files
        .filter_map(|places| {
            let headers: Vec<usize> = places.iter().map(|p| p.span.start as usize).collect();
            without(outcome.sources.get(places[0].source), &headers)
        })
        .collect()
}

/// A text without the waivers whose headers begin there; `None` where that would change anything else.
fn without(source: &Source, headers: &[usize]) -> Option<Fix> {
    let text = source.text();
    let all = extents(text)?;
    let gone: Vec<Range<usize>> =
        all.iter().filter(|r| headers.contains(&r.start)).map(|r| own_lines(text, r, "#")).collect();
    let mut new = String::with_capacity(text.len());
    let mut at = 0;
    for range in &gone {
        new.push_str(&text[at..range.start.max(at)]);
        at = range.end;
    }
    new.push_str(&text[at..]);
    // What is left must be read as the other waivers and nothing else.
    (gone.len() == headers.len() && extents(&new)?.len() == all.len() - gone.len()).then(|| Fix {
        name: source.name.clone(),
        old: text.to_owned(),
        removed: gone.into_iter().map(|r| text[r].trim().to_owned()).collect(),
        new,
    })
}

/// Of each waiver, the bytes from its header to its last value.
pub(super) fn extents(text: &str) -> Option<Vec<Range<usize>>> {
    let id = SourceId(0);
    let (table, errors) = document::parse(text, id, &host::PROJECT);
    let mut findings = Vec::new();
    let read = waivers::read(&mut Reader::new(id, &host::PROJECT, &mut findings), &table, true, text).len();
    let items = table.get("waiver").and_then(|v| v.get_ref().as_array());
    let extents: Vec<Range<usize>> = items
        .into_iter()
        .flat_map(|items| items.iter())
        .filter_map(|item| {
            let values = item.get_ref().as_table()?.values().map(|v| v.span().end);
            Some(item.span().start..values.max().unwrap_or(0).max(item.span().end))
        })
        .collect();
    (errors.is_empty() && findings.is_empty() && read == extents.len()).then_some(extents)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A waiver of that rule.
    fn one(rule: &str) -> String {
        format!(
            "[[waiver]]\nrule = \"{rule}\" # 注\nat = \"k\"\nreason = \"\"\"\n[[waiver]]\n\"\"\"\napproved_by = \"甲\"\nuntil = 2027-01-01 # 末\n"
        )
    }

    fn removed(text: &str, which: usize) -> String {
        let headers: Vec<usize> = extents(text).expect("sound").iter().map(|e| e.start).collect();
        without(&Source::new("yize.toml", text), &[headers[which]]).expect("a fix").new
    }

    #[test]
    fn a_waiver_goes_with_its_comment_and_nothing_else_does() {
        let (a, b) = (one("p/a"), one("p/b"));
        let text = format!("# 头\n\n# 甲项\n# 续\n{a}\n# 乙项\n{b}# 尾\n[severities]\n");
        assert_eq!(removed(&text, 0), format!("# 头\n\n# 乙项\n{b}# 尾\n[severities]\n"));
        assert_eq!(removed(&text, 1), format!("# 头\n\n# 甲项\n# 续\n{a}\n# 尾\n[severities]\n"));
        let crlf = text.replace('\n', "\r\n");
        assert_eq!(removed(&crlf, 1), removed(&text, 1).replace('\n', "\r\n"));
        assert_eq!(removed(&format!("# 头\n# 续\n{a}"), 0), "# 头\n# 续\n");
        assert_eq!(removed(&a, 0), "");
        assert_eq!(removed(a.trim_end(), 0), "");
    }
}
