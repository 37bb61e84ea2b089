//! The chapters of a document: one for each document on which rules rest, with rules, constraints and schemes in the order of its
//! articles.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::report::booklet::basis::{Basis, chinese};
use crate::report::booklet::examples::{Example, examples};
use crate::report::booklet::values::{Parameter, Words};
use crate::report::explain::dates;
use crate::report::severity_word;
use crate::report::text::{clean_line, clean_text};
use yize_core::cases::Case;
use yize_core::catalogue::{PackInfo, SchemeInfo};
use yize_core::language::{Lang, Text};
use yize_core::pack::{On, RuleInfo};
use yize_core::say;

/// What rests on one document.
#[derive(Debug, Serialize)]
pub(super) struct Chapter {
    /// Its number, as headings have it.
    pub number: String,
    /// The document.
    pub name: String,
    pub rules: Vec<Rule>,
    pub constraints: Vec<Rule>,
    pub schemes: Vec<Scheme>,
}

/// A rule, or a constraint.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Rule {
    pub number: String,
    pub name: String,
    pub title: String,
    /// What of the document it rests on.
    pub article: String,
    /// Level, days and the records that it looks at, in a line.
    pub about: String,
    /// What people call its records.
    pub on: String,
    /// What it asks, a paragraph each.
    pub asks: Vec<String>,
    pub local: String,
    /// The pack from which it comes, where that is another.
    pub from: String,
    pub parameters: Vec<Parameter>,
    pub examples: Vec<Example>,
}

/// A scheme of scores.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Scheme {
    pub number: String,
    pub name: String,
    pub title: String,
    pub article: String,
    pub about: String,
    pub asks: Vec<String>,
    pub from: String,
    pub facts: Vec<(String, String)>,
    pub lines: Vec<Line>,
}

/// A line of a scheme.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Line {
    pub depth: usize,
    pub name: String,
    pub says: String,
}

/// What stands in chapters.
enum Item<'a> {
    Rule(&'a RuleInfo),
    Constraint(&'a RuleInfo),
    Scheme(&'a SchemeInfo),
}

impl Item<'_> {
    fn basis(&self) -> &str {
        match self {
            Self::Rule(rule) | Self::Constraint(rule) => &rule.basis,
            Self::Scheme(scheme) => &scheme.basis,
        }
    }
}

/// The chapters of a pack: documents in the order in which its own rules name them, then those of the packs that it extends.
pub(super) fn chapters(pack: &PackInfo, cases: &[Case], words: &Words, lang: Lang) -> Vec<Chapter> {
    let told = Telling { pack, words, examples: examples(cases, lang), lang };
    let mut documents: Vec<String> = Vec::new();
    let mut all: BTreeMap<usize, Vec<(Basis, Item<'_>)>> = BTreeMap::new();
    for item in items(pack) {
        let basis = Basis::of(item.basis());
        let at = documents.iter().position(|own| *own == basis.document).unwrap_or_else(|| {
            documents.push(basis.document.clone());
            documents.len() - 1
        });
        all.entry(at).or_default().push((basis, item));
    }
    all.into_iter().map(|(at, items)| told.chapter(at + 1, &documents[at], items)).collect()
}

/// All that is in force, the pack's own first, as it is written.
fn items(pack: &PackInfo) -> Vec<Item<'_>> {
    let place = |place: yize_core::source::Place| (place.source, place.span.start);
    let mut rules: Vec<&RuleInfo> = pack.rules.iter().collect();
    rules.sort_by_key(|rule| place(rule.place));
    let mut schemes: Vec<&SchemeInfo> = pack.schemes.iter().collect();
    schemes.sort_by_key(|scheme| place(scheme.place));
    let is_constraint = |rule: &RuleInfo| pack.constraints.contains_key(&rule.name);
    let mut items = Vec::new();
    for own in [true, false] {
        let of = |from: &str| (from == pack.id) == own;
        let here = || rules.iter().copied().filter(|rule| of(&rule.pack));
        items.extend(here().filter(|rule| !is_constraint(rule)).map(Item::Rule));
        items.extend(schemes.iter().copied().filter(|scheme| of(&scheme.pack)).map(Item::Scheme));
        items.extend(here().filter(|rule| is_constraint(rule)).map(Item::Constraint));
    }
    items
}

/// With what chapters are told.
struct Telling<'a> {
    pack: &'a PackInfo,
    words: &'a Words,
    examples: BTreeMap<&'a str, Vec<Example>>,
    lang: Lang,
}

impl Telling<'_> {
    fn chapter(&self, number: usize, name: &str, mut items: Vec<(Basis, Item<'_>)>) -> Chapter {
        // What rests on one article stands together, where the first of it stands; what names no article comes last.
        let mut first: Vec<String> = Vec::new();
        for (basis, _) in &items {
            if !first.contains(&basis.article) {
                first.push(basis.article.clone());
            }
        }
        let rank = |basis: &Basis| first.iter().position(|own| *own == basis.article);
        items.sort_by_cached_key(|(basis, _)| (basis.order.is_empty(), basis.order.clone(), rank(basis)));
        let zh = self.lang == Lang::Zh;
        let mut chapter = Chapter {
            number: if zh { chinese(number) } else { number.to_string() },
            name: if name.is_empty() {
                say!("没有写明依据", "no basis").get(self.lang).to_owned()
            } else {
                clean_line(name)
            },
            rules: Vec::new(),
            constraints: Vec::new(),
            schemes: Vec::new(),
        };
        for (basis, item) in items {
            // Rules first, then schemes, then constraints: each is numbered where it stands.
            match item {
                Item::Rule(rule) => chapter.rules.push(self.rule(rule, &basis)),
                Item::Scheme(scheme) => chapter.schemes.push(self.scheme(scheme, &basis)),
                Item::Constraint(rule) => chapter.constraints.push(self.rule(rule, &basis)),
            }
        }
        let rules = chapter.rules.iter_mut().map(|own| &mut own.number);
        let schemes = chapter.schemes.iter_mut().map(|own| &mut own.number);
        let numbered = rules.chain(schemes).chain(chapter.constraints.iter_mut().map(|own| &mut own.number));
        numbered.enumerate().for_each(|(at, own)| *own = format!("{number}.{}", at + 1));
        chapter
    }

    fn rule(&self, rule: &RuleInfo, basis: &Basis) -> Rule {
        let lang = self.lang;
        let severity = severity_word(rule.severity);
        let (level, days) = (severity.get(lang), dates(rule.since, rule.until));
        let on = match (&rule.on, self.pack.constraints.get(&rule.name)) {
            (_, Some(kind)) | (On::Kind(kind), _) => self.kind(kind),
            (On::Body, _) => say!("单位", "each body").get(lang).to_owned(),
            (On::Network, _) => say!("全网", "all bodies together").get(lang).to_owned(),
        };
        let (zh, en) = (days.get(Lang::Zh), days.get(Lang::En));
        let about = say!("对象：{on}；级别：{level}；施行：{zh}", "on: {on}; severity: {level}; in force: {en}");
        let parameters = rule.parameters.keys().filter_map(|name| Some((name, self.pack.parameters.get(name)?)));
        Rule {
            number: String::new(),
            name: clean_line(&rule.name),
            title: clean_line(&rule.title),
            article: clean_line(&basis.article),
            about: about.get(lang).to_owned(),
            on,
            asks: paragraphs(&rule.explain),
            local: clean_line(rule.local.as_deref().unwrap_or_default()),
            from: self.from(&rule.pack),
            parameters: parameters.map(|(name, values)| self.words.parameter(name, values, lang)).collect(),
            examples: self.examples.get(&*rule.name).cloned().unwrap_or_default(),
        }
    }

    fn scheme(&self, scheme: &SchemeInfo, basis: &Basis) -> Scheme {
        let lang = self.lang;
        let (on, days) = (clean_line(scheme.kind.get(lang)), dates(scheme.since, scheme.until));
        let (zh, en) = (days.get(Lang::Zh), days.get(Lang::En));
        let about = say!("给{on}计分；施行：{zh}", "scores {on}; in force: {en}");
        let facts = scheme.facts.iter().map(|(about, fact)| [about, fact].map(|text| clean_line(text.get(lang))));
        let off = scheme.off.as_deref().map(|why| [say!("停用", "switched off").get(lang).to_owned(), clean_line(why)]);
        let between = if lang == Lang::Zh { "；" } else { "; " };
        let says = |says: &[Text]| says.iter().map(|text| clean_line(text.get(lang))).collect::<Vec<_>>().join(between);
        let line = |own: &yize_core::catalogue::Clause| Line {
            depth: own.depth,
            name: clean_line(&own.name),
            says: says(&own.says),
        };
        Scheme {
            number: String::new(),
            name: clean_line(&scheme.name),
            title: clean_line(&scheme.title),
            article: clean_line(&basis.article),
            about: about.get(lang).to_owned(),
            asks: paragraphs(&scheme.explain),
            from: self.from(&scheme.pack),
            facts: off.into_iter().chain(facts).map(|[about, fact]| (about, fact)).collect(),
            lines: scheme.lines.iter().map(line).collect(),
        }
    }

    /// What people call a kind.
    fn kind(&self, name: &str) -> String {
        let known = self.pack.kinds.iter().find(|kind| kind.name == name);
        clean_line(known.map_or(name, |kind| kind.label.get(self.lang)))
    }

    /// The title of another pack.
    fn from(&self, pack: &str) -> String {
        let other = self.pack.extended.iter().find(|(id, ..)| id == pack);
        other.map(|(id, title, _)| clean_line(&format!("{title}（{id}）"))).unwrap_or_default()
    }
}

/// The paragraphs of an explanation, which scripts break as they please.
fn paragraphs(text: &str) -> Vec<String> {
    let text = clean_text(text).replace("\r\n", "\n");
    let paragraph = |own: &str| {
        let mut joined = String::new();
        for line in own.lines().map(str::trim).filter(|line| !line.is_empty()) {
            // Words of Latin letters are kept apart; Chinese needs no blank.
            let apart = joined.ends_with(|c: char| c.is_ascii()) && line.starts_with(|c: char| c.is_ascii());
            joined.push_str(if apart { " " } else { "" });
            joined.push_str(line);
        }
        joined
    };
    text.split("\n\n").map(paragraph).filter(|own| !own.is_empty()).collect()
}
