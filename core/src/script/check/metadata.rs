//! What rules and schemes say of themselves: literals, each looked at.

use std::sync::Arc;

use jiff::civil::Date;

use super::checker::Checker;
use super::report::{suggest, unquoted};
use crate::finding::Severity;
use crate::language::say;
use crate::pack::rule::On;
use crate::script::tree::{Expr, Name, What};
use crate::source::Span;

/// The keys of a rule's metadata, and whether a rule must have them.
const KEYS: [(&str, bool); 8] = [
    ("title", true),
    ("basis", true),
    ("since", true),
    ("until", false),
    ("severity", false),
    ("on", true),
    ("explain", true),
    ("may_warn", false),
];

/// A day written `2026-03-01`.
pub(super) fn day(text: &str) -> Option<Date> {
    (text.len() == 10).then(|| text.parse().ok()).flatten()
}

/// What a rule or scheme says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Meta {
    /// Its id within its pack.
    pub id: Arc<str>,
    /// What it asks, in one line.
    pub title: Arc<str>,
    /// The document it rests on.
    pub basis: Arc<str>,
    /// First day it holds.
    pub since: Date,
    /// Last day it holds.
    pub until: Option<Date>,
    /// Weight, before packs and projects change it.
    pub severity: Severity,
    /// What it is called for.
    pub on: On,
    /// What it asks, at length.
    pub explain: Arc<str>,
    /// Whether it may weaken its findings to warnings.
    pub may_warn: bool,
}

/// What was read of metadata so far.
#[derive(Default)]
pub(super) struct Read {
    /// The texts that are right, by key.
    texts: Vec<(Arc<str>, Arc<str>)>,
    /// What it is called for, where that is known.
    pub on: Option<On>,
    /// Where that is written.
    pub on_at: Option<Span>,
    /// Whether it may weaken its findings.
    may_warn: bool,
    /// Whether something is missing or wrong.
    broken: bool,
}

impl Read {
    /// The metadata with that id; `None` where something is missing or wrong.
    pub(super) fn meta(&self, id: Option<Arc<str>>) -> Option<Meta> {
        let text = |key: &str| self.texts.iter().find(|(name, _)| **name == *key).map(|(_, text)| text.clone());
        let date = |key: &str| text(key).map(|text| day(&text));
        if self.broken {
            return None;
        }
        Some(Meta {
            id: id?,
            title: text("title")?,
            basis: text("basis")?,
            since: date("since")??,
            until: date("until").flatten(),
            severity: text("severity").map_or(Some(Severity::Error), |word| Severity::parse(&word))?,
            on: self.on.clone()?,
            explain: text("explain")?,
            may_warn: self.may_warn,
        })
    }
}

impl Checker<'_> {
    /// Checks a rule's metadata.
    pub(super) fn rule_metadata(&mut self, metadata: &Expr) -> Read {
        let mut read = Read::default();
        let What::Map(entries) = &metadata.what else {
            self.report(
                metadata.span,
                say!("rule 的第2个参数应当是 #{{ … }}", "the second argument of rule is #{{ … }}"),
            );
            return Read { broken: true, ..read };
        };
        for (key, value) in entries {
            let name = &*key.text;
            if !KEYS.iter().any(|(known, _)| *known == name) {
                let message = say!("规则没有“{name}”一项", "a rule has no \"{name}\"");
                let list = KEYS.map(|(name, _)| name).join("、");
                let help = say!("可用的：{list}", "it has: {list}");
                self.report_with(key.span, suggest(&message, name, KEYS.map(|(name, _)| name)), Some(help));
                read.broken = true;
            } else if name == "may_warn" {
                self.may_warn(value, &mut read);
            } else {
                self.metadata_text(key, value, &mut read);
            }
        }
        let missing = missing(&KEYS, entries);
        if !missing.is_empty() {
            self.report(
                super::report::first(metadata.span, 2),
                say!("规则缺少：{missing}", "the rule lacks: {missing}"),
            );
        }
        read
    }

    fn may_warn(&mut self, value: &Expr, read: &mut Read) {
        match value.what {
            What::Bool(may_warn) => read.may_warn = may_warn,
            _ => {
                let message = say!("“may_warn”应当写 true 或 false", "\"may_warn\" is true or false");
                self.report(value.span, message);
                read.broken = true;
            }
        }
    }

    /// Checks an entry that is a literal text, and takes it down.
    pub(super) fn metadata_text(&mut self, key: &Name, value: &Expr, read: &mut Read) {
        let key = &key.text;
        let What::Text(text) = &value.what else {
            read.broken = true;
            return self.report(value.span, say!("“{key}”应当是写定的文字", "\"{key}\" is a literal text"));
        };
        let before = self.typed.findings.len();
        self.metadata_word(key, text, unquoted(value), read);
        read.broken |= self.typed.findings.len() > before;
        read.texts.push((key.clone(), text.clone()));
    }

    fn metadata_word(&mut self, key: &str, text: &str, span: Span, read: &mut Read) {
        match key {
            "since" | "until" => {
                let other = if key == "since" { "until" } else { "since" };
                let other = read.texts.iter().find(|(name, _)| **name == *other).and_then(|(_, text)| day(text));
                match (day(text), other) {
                    (None, _) => {
                        let message = say!("“{key}”应当是日期，如 2022-01-01", "\"{key}\" is a day, like 2022-01-01");
                        self.report(span, message);
                    }
                    (Some(day), Some(other)) if (key == "since" && other < day) || (key == "until" && day < other) => {
                        self.report(span, say!("截止日期早于起始日期", "until is before since"));
                    }
                    _ => {}
                }
            }
            "severity" if Severity::parse(text).is_none() => {
                let message = say!("没有“{text}”这个级别", "there is no severity \"{text}\"");
                let help = say!("写 error 或 warning", "write error or warning");
                self.report_with(span, suggest(&message, text, ["error", "warning"]), Some(help));
            }
            "on" => {
                read.on_at = Some(span);
                match On::parse(text) {
                    On::Kind(kind) if self.world.schema.index(&kind).is_none() => {
                        self.unknown_kind(text, span, &["body", "network"]);
                    }
                    found => read.on = Some(found),
                }
            }
            "title" if text.contains('\n') => self.report(span, say!("“title”只能有一行", "\"title\" is one line")),
            "title" | "basis" | "explain" if text.trim().is_empty() => {
                self.report(span, say!("“{key}”不能为空", "\"{key}\" must not be empty"));
            }
            _ => {}
        }
    }
}

/// The keys that must be there and are not.
pub(super) fn missing(keys: &[(&str, bool)], entries: &[(Name, Expr)]) -> String {
    let missing = keys.iter().filter(|(name, wanted)| *wanted && !entries.iter().any(|(key, _)| *key.text == **name));
    missing.map(|(name, _)| *name).collect::<Vec<_>>().join("、")
}
