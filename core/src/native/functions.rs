//! What scripts call: every function, method and property, a file a topic.

pub(crate) mod elements;
pub(crate) mod words;
pub(crate) mod fields;
pub(crate) mod context;
pub(crate) mod records;
pub(crate) mod maps;
pub(crate) mod seen;
pub(crate) mod collections;
pub(crate) mod averages;
pub(crate) mod whole;
pub(crate) mod arrays;
pub(crate) mod groups;
pub(crate) mod findings;
pub(crate) mod schemes;
pub(crate) mod cards;
pub(crate) mod dates;
pub(crate) mod periods;
pub(crate) mod calendar;
pub(crate) mod labels;
pub(crate) mod texts;
pub(crate) mod numbers;

use crate::native::entry::Entry;
use crate::native::shape::{Form, Shape};

/// What the reference tells together.
#[derive(Clone, Copy)]
pub(crate) struct Topic {
    /// Its title, Chinese and English.
    pub title: (&'static str, &'static str),
    /// Its entries.
    pub entries: &'static [Entry],
}

/// Every topic, in the order of the reference; neighbours of one title are told in one table.
pub(crate) const TOPICS: [Topic; 18] = [
    topic("`ctx`", "`ctx`", context::TABLE),
    topic("记录", "Records", records::TABLE),
    topic("表", "Maps", maps::TABLE),
    topic("一组记录和列表", "Views and arrays", collections::TABLE),
    topic("一组记录和列表", "Views and arrays", averages::TABLE),
    topic("一组记录和列表", "Views and arrays", whole::TABLE),
    topic("列表", "Arrays", arrays::TABLE),
    topic("分组和区间", "Groups and ranges", groups::TABLE),
    topic("报告问题", "Findings", findings::TABLE),
    topic("日期和时刻", "Dates and times of day", dates::TABLE),
    topic("时段", "Periods", periods::TABLE),
    topic("工作日", "Working days", calendar::TABLE),
    topic("文字", "Texts", labels::TABLE),
    topic("文字", "Texts", texts::TABLE),
    topic("数", "Numbers", numbers::TABLE),
    topic("数", "Numbers", numbers::TEXTS),
    topic("计分办法", "Schemes of scores", schemes::TABLE),
    topic("积分卡", "Score cards", cards::TABLE),
];

const fn topic(zh: &'static str, en: &'static str, entries: &'static [Entry]) -> Topic {
    Topic { title: (zh, en), entries }
}

/// How many entries there are.
const MOST: usize = {
    let (mut count, mut table) = (0, 0);
    while table < TOPICS.len() {
        count += TOPICS[table].entries.len();
        table += 1;
    }
    count
};

/// Names of the language that stand in no table and that nobody else may take.
pub(crate) const RESERVED: [&str; 8] = ["rule", "print", "debug", "eval", "call", "curry", "type_of", "is_shared"];

/// Words of the language, which name nothing.
pub(crate) const WORDS: [&str; 61] = [
    "Fn",
    "as",
    "async",
    "await",
    "break",
    "call",
    "case",
    "catch",
    "const",
    "continue",
    "curry",
    "debug",
    "default",
    "do",
    "else",
    "eval",
    "export",
    "false",
    "fn",
    "for",
    "go",
    "goto",
    "if",
    "import",
    "in",
    "is",
    "is_def_fn",
    "is_def_var",
    "is_shared",
    "let",
    "loop",
    "match",
    "module",
    "new",
    "nil",
    "null",
    "package",
    "print",
    "private",
    "protected",
    "public",
    "return",
    "shared",
    "spawn",
    "static",
    "super",
    "switch",
    "sync",
    "this",
    "thread",
    "throw",
    "true",
    "try",
    "type_of",
    "until",
    "use",
    "var",
    "void",
    "while",
    "with",
    "yield",
];

/// Where each entry stands, table and place in it, by name.
const BY_NAME: [(u8, u8); MOST] = by_name();

#[expect(clippy::cast_possible_truncation, reason = "there are few tables, and all are short")]
const fn by_name() -> [(u8, u8); MOST] {
    let mut places = [(0, 0); MOST];
    let (mut filled, mut table) = (0, 0);
    while table < TOPICS.len() {
        let mut at = 0;
        while at < TOPICS[table].entries.len() {
            // Sorted in from the end; those of one name stay in their order.
            let mut free = filled;
            while free > 0 && is_less(TOPICS[table].entries[at].name, entry(places[free - 1]).name) {
                places[free] = places[free - 1];
                free -= 1;
            }
            places[free] = (table as u8, at as u8);
            filled += 1;
            at += 1;
        }
        table += 1;
    }
    places
}

const fn entry((table, at): (u8, u8)) -> &'static Entry {
    &TOPICS[table as usize].entries[at as usize]
}

const fn is_less(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut at = 0;
    while at < a.len() && at < b.len() {
        if a[at] != b[at] {
            return a[at] < b[at];
        }
        at += 1;
    }
    a.len() < b.len()
}

/// Every entry, by receiver, in the order of the reference.
pub(crate) fn all() -> impl Iterator<Item = &'static Entry> {
    TOPICS.into_iter().flat_map(|topic| topic.entries)
}

/// Everything that a value of that shape has, for lists; to find one of them, [`member`] is quicker.
pub(crate) fn of(shape: Shape) -> impl Iterator<Item = &'static Entry> {
    all().filter(move |entry| entry.on.is_some_and(|on| on.covers(shape)))
}

/// Every entry of that name, whatever its receiver.
pub(crate) fn named(name: &str) -> impl Iterator<Item = &'static Entry> {
    let places: &'static [(u8, u8)] = &BY_NAME;
    let first = places.partition_point(|place| entry(*place).name < name);
    let count = places[first..].partition_point(|place| entry(*place).name == name);
    places[first..first + count].iter().map(|place| entry(*place))
}

/// The methods or properties of that name that a value of that shape has.
pub(crate) fn member(shape: Shape, form: Form, name: &str) -> impl Iterator<Item = &'static Entry> {
    named(name).filter(move |entry| entry.form == form && entry.on.is_some_and(|on| on.covers(shape)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_entry_is_written_twice_and_each_says_what_it_is() {
        let entries: Vec<&Entry> = all().collect();
        assert_eq!(entries.len(), MOST);
        for (i, a) in entries.iter().enumerate() {
            assert!(a.on.is_some() == (a.form != Form::Function), "{}", a.name);
            for text in [a.zh, a.en, a.example] {
                assert!(!text.is_empty() && text.trim() == text, "{}", a.name);
            }
            assert!(!a.zh.is_ascii() && a.en.is_ascii() && !a.en.ends_with('.'), "{}", a.name);
            for b in &entries[i + 1..] {
                let same = a.name == b.name && a.form == b.form && a.on == b.on;
                assert!(!same || a.parameters != b.parameters, "{}", a.name);
            }
        }
    }

    #[test]
    fn a_name_finds_its_entries_in_their_order() {
        for entry in all() {
            let found: Vec<usize> = named(entry.name).map(|e| e.parameters.len()).collect();
            let all: Vec<usize> = all().filter(|e| e.name == entry.name).map(|e| e.parameters.len()).collect();
            assert_eq!(found, all, "{}", entry.name);
        }
        assert_eq!(named("whre").count() + named("").count() + named("~").count(), 0);
        assert_eq!(named("where").next().map(Entry::usage).as_deref(), Some("where(field, value)"));
    }

    #[test]
    fn views_and_arrays_share_the_functions_of_collections() {
        let names = |shape| of(shape).map(|s| s.name).collect::<Vec<_>>();
        assert!(names(Shape::View).contains(&"filter") && !names(Shape::View).contains(&"join"));
        assert!(names(Shape::Array).contains(&"filter") && names(Shape::Array).contains(&"join"));
        assert_eq!(member(Shape::View, Form::Method, "count").count(), 2);
        assert_eq!(member(Shape::View, Form::Property, "count").count(), 0);
    }
}
