//! The rule that was perhaps meant: names are compared part by part, with and without their pack, and by title.
//!
//! A name is `pack/topic/…/rule`. Who writes one leaves out the pack, knows the topic but not the rule, or what it is called. A
//! word is therefore looked for as a whole, then among the rules of its topic, then as the last part of another topic's, then
//! among titles; each time what is nearest is found as in [`nearest`], so that many names cost little more than few.

use std::collections::BTreeMap;

use crate::language::{Text, did_you_mean, say};
use crate::spelling::nearest;

/// What to write instead of a rule that there is not: the name that was perhaps meant, or where the names are found.
#[must_use]
pub(crate) fn another_rule(near: Option<&str>) -> Text {
    match near {
        Some(near) => did_you_mean(near),
        None => say!("规则的全名用 yize rules 查看", "`yize rules` lists the full names of rules"),
    }
}

/// The full name of a rule, or a pattern of rules, that was perhaps meant. Rules are given by full name and title, which may be
/// empty.
///
/// ```
/// use yize_core::nearest_rule;
///
/// let rules = [("baoding/plan/scheme", "年度协商计划"), ("baoding/session/held", "会议如期举行")];
/// let near = |word| nearest_rule(word, rules);
/// assert_eq!(near("plan/schem").as_deref(), Some("baoding/plan/scheme"));
/// assert_eq!(near("session/foo").as_deref(), Some("baoding/session/held"));
/// assert_eq!(near("会议如期召开").as_deref(), Some("baoding/session/held"));
/// assert_eq!(near("sesion/*").as_deref(), Some("*/session/*"));
/// ```
#[must_use]
pub fn nearest_rule<'a>(word: &str, rules: impl IntoIterator<Item = (&'a str, &'a str)>) -> Option<String> {
    let rules: Vec<(&str, &str)> = rules.into_iter().collect();
    let names = Names::of(rules.iter().map(|(name, _)| *name));
    match word.trim_matches('/') {
        "" => None,
        pattern if pattern.contains(['*', '?', '[', '{']) => names.pattern(pattern),
        word => names.rule(word).or_else(|| titled(word, &rules)),
    }
}

/// Names, and what they are made of.
struct Names<'a> {
    /// In full.
    full: Vec<&'a str>,
    /// The full name, by the name without its pack: the first, where several packs have it.
    short: BTreeMap<&'a str, &'a str>,
}

impl<'a> Names<'a> {
    fn of(names: impl Iterator<Item = &'a str>) -> Self {
        let mut full: Vec<&str> = names.collect();
        full.sort_unstable();
        let mut short = BTreeMap::new();
        for name in &full {
            if let Some((_, own)) = name.split_once('/') {
                short.entry(own).or_insert(*name);
            }
        }
        Self { full, short }
    }

    /// The rule that a word without wildcards means.
    fn rule(&self, word: &str) -> Option<String> {
        let ending = self.full.iter().find(|name| name.strip_suffix(word).is_some_and(|before| before.ends_with('/')));
        let near = |word| {
            let full = nearest(word, self.full.iter().copied()).map(|name| (name, name));
            full.or_else(|| nearest(word, self.short.keys().copied()).map(|own| (own, self.short[own])))
        };
        let found = ending.copied().or_else(|| near(word).map(|(_, full)| full));
        found.or_else(|| self.of_topic(word)).or_else(|| self.elsewhere(word)).map(str::to_owned)
    }

    /// Of the rules of a word's topic, that whose last part is nearest; where none is near, that which begins most alike.
    fn of_topic(&self, word: &str) -> Option<&'a str> {
        let (topic, last) = word.rsplit_once('/')?;
        let known = self.topics();
        let topic = if known.contains_key(topic) { topic } else { nearest(topic, known.keys().copied())? };
        let own = known.get(topic)?;
        let near = nearest(last, own.keys().copied());
        let alike = |own: &&&str| own.chars().zip(last.chars()).take_while(|(a, b)| a == b).count();
        // Of those that begin equally alike, the first.
        let most = || own.keys().rev().max_by_key(alike).copied();
        own.get(near.or_else(most)?).copied()
    }

    /// The only rule of another topic whose last part is that of a word.
    fn elsewhere(&self, word: &str) -> Option<&'a str> {
        let (_, last) = word.rsplit_once('/')?;
        let mut found = self.short.iter().filter(|(own, _)| own.rsplit('/').next() == Some(last));
        let (_, full) = found.next()?;
        found.next().is_none().then_some(*full)
    }

    /// Topics, with and without their pack, and of each the last parts of its rules with their full names.
    fn topics(&self) -> BTreeMap<&'a str, BTreeMap<&'a str, &'a str>> {
        let mut topics: BTreeMap<&str, BTreeMap<&str, &str>> = BTreeMap::new();
        let short = self.short.iter().map(|(own, full)| (*own, *full));
        for (name, full) in self.full.iter().map(|full| (*full, *full)).chain(short) {
            if let Some((topic, last)) = name.rsplit_once('/') {
                topics.entry(topic).or_default().insert(last, full);
            }
        }
        topics
    }

    /// The pattern that one which ends in wildcards means: all rules of a topic.
    fn pattern(&self, pattern: &str) -> Option<String> {
        let (topic, last) = pattern.rsplit_once('/')?;
        let topic = topic.trim_start_matches(['*', '/']);
        if topic.is_empty() || topic.contains(['*', '?', '[', '{']) {
            return None;
        }
        let packs = self.full.iter().filter_map(|name| name.split_once('/').map(|(pack, _)| pack));
        let topics = self.topics();
        let known = || topics.keys().copied().chain(packs.clone());
        let topic = known().find(|known| *known == topic).or_else(|| nearest(topic, known()))?;
        let whole = packs.clone().any(|pack| topic == pack || topic.starts_with(&format!("{pack}/")));
        Some(if whole { format!("{topic}/{last}") } else { format!("*/{topic}/{last}") })
    }
}

/// The rule whose title is nearest to a word, or the only one whose title has the word in it.
fn titled(word: &str, rules: &[(&str, &str)]) -> Option<String> {
    let of = |title: &str| rules.iter().find(|(_, own)| *own == title).map(|(name, _)| (*name).to_owned());
    let titles = || rules.iter().map(|(_, title)| *title).filter(|title| !title.is_empty());
    if let Some(name) = of(word).filter(|_| !word.is_empty()) {
        return Some(name);
    }
    let mut holding = rules.iter().filter(|(_, title)| title.contains(word));
    match (holding.next(), holding.next()) {
        (Some((name, _)), None) => Some((*name).to_owned()),
        _ => nearest(word, titles()).and_then(of),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: [(&str, &str); 7] = [
        ("baoding/plan/items", "列入计划的次数"),
        ("baoding/plan/scheme", "年度协商计划符合体系"),
        ("base/session/clash", "一天不开两次会"),
        ("base/session/form", "会议的形式"),
        ("base/session/held", "会议如期举行"),
        ("tangshan/plan/scheme", "年度协商安排"),
        ("host/syntax", "TOML 语法错误"),
    ];

    #[test]
    fn a_name_is_compared_by_its_parts_with_and_without_its_pack() {
        let cases = [
            // The pack is left out, and something is misspelt.
            ("plan/schem", "baoding/plan/scheme"),
            ("plan/item", "baoding/plan/items"),
            ("sesion/held", "base/session/held"),
            ("session/held", "base/session/held"),
            ("baodin/plan/items", "baoding/plan/items"),
            // Another pack, the right rule.
            ("handan/session/held", "base/session/held"),
            // The topic is right, the rule is none of it: the nearest of the topic and no other name.
            ("session/foo", "base/session/form"),
            ("session/clashes-with-another", "base/session/clash"),
            ("base/session/zzz", "base/session/form"),
            // The rule is right, the topic is none.
            ("meetings/clash", "base/session/clash"),
            ("syntx", "host/syntax"),
            // Titles.
            ("会议如期召开", "base/session/held"),
            ("不开两次会", "base/session/clash"),
            ("年度协商安排", "tangshan/plan/scheme"),
        ];
        for (word, expected) in cases {
            assert_eq!(nearest_rule(word, RULES).as_deref(), Some(expected), "{word}");
        }
        for word in ["", "/", "whatever", "会议", "a/b/c"] {
            assert_eq!(nearest_rule(word, RULES), None, "{word}");
        }
    }

    #[test]
    fn a_pattern_that_lacks_its_pack_or_misspells_its_topic_gets_one() {
        let cases = [
            ("session/*", Some("*/session/*")),
            ("sesion/*", Some("*/session/*")),
            ("base/sesion/*", Some("base/session/*")),
            ("baodin/*", Some("baoding/*")),
            ("*/sesion/*", Some("*/session/*")),
            ("plan/s*", Some("*/plan/s*")),
            ("*", None),
            ("{a,b}/*", None),
            ("whatever/*", None),
        ];
        for (pattern, expected) in cases {
            assert_eq!(nearest_rule(pattern, RULES).as_deref(), expected, "{pattern}");
        }
    }
}
