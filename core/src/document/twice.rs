//! Keys that are written twice, and where they were written before.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::Table;
use super::slip::Slip;
use crate::language::say;

/// Looks for earlier keys.
pub(super) struct Twice<'a> {
    text: &'a str,
    /// Keys of the text as they are read, by name: where they stand.
    keys: Vec<(String, usize)>,
    /// Headers, as they are written: where the first of each begins its line.
    headers: FxHashMap<&'a str, usize>,
    /// Where the header that stands twice is followed by the next: what it holds is not told of as well.
    quiet: usize,
}

impl<'a> Twice<'a> {
    /// Looks among the keys of that table.
    pub(super) fn new(table: &Table<'_>, text: &'a str) -> Self {
        let mut keys = Vec::new();
        collect(table, &mut keys);
        keys.sort_unstable();
        let mut headers = FxHashMap::default();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            if line.trim_start().starts_with('[') {
                headers.entry(line.trim()).or_insert(start);
            }
            start += line.len();
        }
        Self { text, keys, headers, quiet: 0 }
    }

    /// What is to be said of a key that is there already.
    pub(super) fn told(&mut self, span: Range<usize>) -> Option<Slip> {
        if span.start < self.quiet {
            return None;
        }
        let text = self.text;
        let name = text[span.clone()].trim_matches(['"', '\'']);
        let line = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
        let header = text[line..].trim_start().starts_with('[');
        if header {
            let next = text[span.end..].find("\n[").map_or(text.len(), |at| span.end + at);
            self.quiet = next;
        }
        let whole = text[line..].lines().next().unwrap_or_default().trim();
        let before = |at: usize| self.keys.partition_point(|(key, place)| (key.as_str(), *place) < (name, at));
        let same = self.keys[before(0)..before(span.start)].last();
        let earlier = match self.headers.get(whole).copied().filter(|at| header && *at < line) {
            Some(at) => Some(at + (span.start - line)),
            // A table whose header reads otherwise is none of the others of that name.
            None if header && whole.contains('.') => None,
            None => same.map(|(_, at)| *at),
        };
        let single = |at: usize| text[..at].ends_with('[') && !text[..at].ends_with("[[");
        let message = say!("“{name}”写了两次", "`{name}` is written twice");
        let slip = match earlier {
            Some(at) if header && single(at) && text[line..].trim_start().starts_with("[[") => {
                let message = say!(
                    "“{name}”前面写成了 [{name}]，这里写成 [[{name}]]",
                    "`{name}` was [{name}] before and is [[{name}]] here"
                );
                Slip::new(span, message)
                    .help(say!("有多条的，每条都写 [[{name}]]", "where there are several, each is [[{name}]]"))
            }
            Some(at) if header && text[..at].ends_with("[[") && single(span.start) => {
                let message = say!(
                    "“{name}”前面写成了 [[{name}]]，这里写成 [{name}]",
                    "`{name}` was [[{name}]] before and is [{name}] here"
                );
                Slip::new(span, message)
                    .help(say!("有多条的，每条都写 [[{name}]]", "where there are several, each is [[{name}]]"))
            }
            _ => Slip::new(span, message)
                .help(say!("只留一处，把内容写在一起", "keep one, and what belongs to it together")),
        };
        Some(match earlier {
            Some(at) => {
                let length = text[at..].find(['\n', '=', ']', ' ', '.']).unwrap_or(0);
                slip.see(at..at + length, say!("先在这里", "first here"))
            }
            None => slip,
        })
    }
}

/// All keys below a table, and where they begin.
fn collect(table: &Table<'_>, keys: &mut Vec<(String, usize)>) {
    for (key, value) in table {
        keys.push((key.get_ref().to_string(), key.span().start));
        match value.get_ref() {
            toml::de::DeValue::Table(table) => collect(table, keys),
            toml::de::DeValue::Array(items) => {
                items.iter().filter_map(|item| item.get_ref().as_table()).for_each(|table| collect(table, keys));
            }
            _ => {}
        }
    }
}
