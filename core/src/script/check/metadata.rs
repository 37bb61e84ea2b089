//! What rules and schemes say of themselves: literals, each looked at.

use std::sync::Arc;

use jiff::civil::Date;

use super::checker::Checker;
use super::hints::day_without_quotes;
use super::report::{suggest, unquoted};
use crate::document::meant_day;
use crate::finding::Severity;
use crate::keys;
use crate::language::{Text, did_you_mean_quoted, say};
use crate::pack::rule::On;
use crate::script::tree::{Expr, Name, What};
use crate::source::Span;
use crate::spelling::nearest;

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
    /// What of it the source does not say and the pack reads into it.
    pub local: Option<Arc<str>>,
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
            local: text("local"),
            may_warn: self.may_warn,
        })
    }
}

impl Checker<'_> {
    /// Checks a rule's metadata.
    pub(super) fn rule_metadata(&mut self, metadata: &Expr) -> Read {
        let mut read = Read::default();
        let What::Map(entries) = &metadata.what else {
            let message = say!("rule 的第2个参数应当是 #{{ … }}", "the second argument of rule is #{{ … }}");
            let help = say!("写成 #{{ title: \"……\", … }}", "write #{{ title: \"…\", … }}");
            self.report_with(metadata.span, message, Some(help));
            return Read { broken: true, ..read };
        };
        for (key, value) in entries {
            let name = &*key.text;
            if !keys::RULE.iter().any(|(known, _)| *known == name) {
                let message = say!("规则没有“{name}”一项", "a rule has no \"{name}\"");
                let list = keys::RULE.map(|(name, _)| name).join("、");
                let help = say!("可用的：{list}", "it has: {list}");
                self.report_with(key.span, suggest(&message, name, keys::RULE.map(|(name, _)| name)), Some(help));
                read.broken = true;
            } else if name == "may_warn" {
                self.may_warn(value, &mut read);
            } else {
                self.metadata_text(key, value, &mut read);
            }
        }
        let missing = missing(&keys::RULE, entries);
        if !missing.is_empty() {
            let (list, help) = (missing.join("、"), to_add(&missing));
            let message = say!("规则缺少：{list}", "the rule lacks: {list}");
            self.report_with(super::report::first(metadata.span, 2), message, Some(help));
        }
        read
    }

    fn may_warn(&mut self, value: &Expr, read: &mut Read) {
        match value.what {
            What::Bool(may_warn) => read.may_warn = may_warn,
            _ => {
                let message = say!("“may_warn”应当写 true 或 false", "\"may_warn\" is true or false");
                let help = say!("不加引号", "without quotes");
                self.report_with(value.span, message, Some(help));
                read.broken = true;
            }
        }
    }

    /// Checks an entry that is a literal text, and takes it down.
    pub(super) fn metadata_text(&mut self, key: &Name, value: &Expr, read: &mut Read) {
        let key = &key.text;
        let What::Text(text) = &value.what else {
            read.broken = true;
            let message = say!("“{key}”应当是写定的文字", "\"{key}\" is a literal text");
            return self.report_with(value.span, message, Some(as_a_text(key, value)));
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
                        let help = match meant_day(text) {
                            Some(day) => say!("写成 {key}: \"{day}\"", "write {key}: \"{day}\""),
                            None => say!("年写四位，月、日各写两位", "four digits for the year, two for month and day"),
                        };
                        self.report_with(span, message, Some(help));
                    }
                    (Some(day), Some(other)) if (key == "since" && other < day) || (key == "until" && day < other) => {
                        let help = say!("核对 since 和 until", "look at since and until");
                        self.report_with(span, say!("截止日期早于起始日期", "until is before since"), Some(help));
                    }
                    _ => {}
                }
            }
            "severity" if Severity::parse(text).is_none() => {
                let message = say!("没有“{text}”这个级别", "there is no severity \"{text}\"");
                let help = say!("写 error（错误）或 warning（警告）", "write error or warning");
                let near = Severity::meant(text).map(|near| did_you_mean_quoted(near.word()));
                self.report_with(span, message.and_ask(near), Some(help));
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
            "title" if text.contains('\n') => {
                let help = say!("详细的说明写在 explain 里", "what is to be said at length is explain");
                self.report_with(span, say!("“title”只能有一行", "\"title\" is one line"), Some(help));
            }
            "title" | "basis" | "explain" | "local" if text.trim().is_empty() => {
                let help = match key {
                    "title" => say!("用一句话写明要求", "say what is asked in one line"),
                    "basis" => say!("写明依据的文件和条款", "name the document and the article"),
                    "local" => say!("写明哪一点是本地的理解", "say what of it is a local reading"),
                    _ => say!("用平常的话写明要求什么", "say in plain words what is asked"),
                };
                self.report_with(span, say!("“{key}”不能为空", "\"{key}\" must not be empty"), Some(help));
            }
            _ => {}
        }
    }
}

/// The keys that must be there and are not; one that seems to be misspelt is told of as such.
pub(super) fn missing<'k>(keys: &[(&'k str, bool)], entries: &[(Name, Expr)]) -> Vec<&'k str> {
    let known = |word: &str| keys.iter().any(|(name, _)| *name == word);
    let misspelt: Vec<&str> = entries
        .iter()
        .filter(|(key, _)| !known(&key.text))
        .filter_map(|(key, _)| nearest(&key.text, keys.iter().map(|(name, _)| *name)))
        .collect();
    let missing = keys.iter().filter(|(name, wanted)| *wanted && !entries.iter().any(|(key, _)| *key.text == **name));
    missing.map(|(name, _)| *name).filter(|name| !misspelt.contains(name)).collect()
}

/// What to write where keys are missing.
pub(super) fn to_add(missing: &[&str]) -> Text {
    let example = |key: &&str| match *key {
        "since" => "since: \"2022-01-01\"".to_owned(),
        "on" => "on: \"member\"".to_owned(),
        "explain" => "explain: `…`".to_owned(),
        key => format!("{key}: \"…\""),
    };
    let list = missing.iter().map(example).collect::<Vec<_>>().join(", ");
    say!("补上 {list}", "add {list}")
}

/// How a value is written that is no literal text.
fn as_a_text(key: &str, value: &Expr) -> Text {
    if let Some(day) = day_without_quotes(value) {
        return say!("加上引号：{key}: \"{day}\"", "in quotes: {key}: \"{day}\"");
    }
    match &value.what {
        What::Name(word) => say!("加上引号：{key}: \"{word}\"", "in quotes: {key}: \"{word}\""),
        What::Call { name, arguments } if &*name.text == "date" => match arguments.as_slice() {
            [Expr { what: What::Text(day), .. }] => {
                say!("只写文字：{key}: \"{day}\"", "the text alone: {key}: \"{day}\"")
            }
            _ => say!("写成 {key}: \"2022-01-01\"", "write {key}: \"2022-01-01\""),
        },
        What::Template(_) => say!("这里不能用 ${{…}}，写成不变的文字", "no ${{…}} here: write the text as it is"),
        What::Array(items) if items.len() == 1 => say!("不写方括号，只写一个", "one alone, without brackets"),
        _ => say!("写在引号里，不能拼接或计算", "in quotes, neither put together nor worked out"),
    }
}
