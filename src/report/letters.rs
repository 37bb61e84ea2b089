//! Letters: for each person or unit what is wrong and what is due, and a member's card for the file. Each is a page of its own,
//! as a page from a template that a pack may replace, or as a document or a workbook.

mod pages;
mod word;
mod sheets;

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use serde::Serialize;

use crate::report::escape::html;
use crate::report::row;
use crate::report::scores::card::{self, Evidence};
use crate::report::scores::html::called;
use crate::report::scores::table::standing;
use crate::report::shape::Sort;
use crate::report::subject;
use crate::report::text::clean_line;
use crate::workbook::{Document, Table, Workbook, document, workbook};
use pages::Pages;
use yize_core::check::Outcome;
use yize_core::finding::{Actor, Finding};
use yize_core::language::{Lang, Text};
use yize_core::ranking::Ranking;
use yize_core::say;

/// Letters of a file's name, at most.
const NAME: usize = 60;

/// A letter.
pub(crate) struct Letter {
    /// The name of its file.
    pub file: String,
    /// To whom it goes.
    pub to: String,
    /// How many findings it tells of.
    pub told: usize,
    /// What is in the file.
    pub bytes: Vec<u8>,
}

/// What a letter is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// A page, from a template.
    Html,
    /// A document for Word.
    Docx,
    /// A workbook for Excel.
    Xlsx,
}

impl Form {
    /// All, each with its word on the command line, the usual one first.
    pub(crate) const ALL: [(&str, Self); 3] = [("html", Self::Html), ("docx", Self::Docx), ("xlsx", Self::Xlsx)];

    /// The ending of its files.
    fn ending(self) -> &'static str {
        Self::ALL.iter().find(|(_, form)| *form == self).map_or("", |(word, _)| word)
    }
}

/// What makes letters of facts.
pub(crate) struct Maker {
    form: Form,
    lang: Lang,
    /// The pages, where that is what they are.
    pages: Option<Pages>,
}

impl Maker {
    fn of(form: Form, template: &str, lang: Lang) -> Result<Self, Text> {
        let pages = (form == Form::Html).then(|| Pages::of(template)).transpose()?;
        Ok(Self { form, lang, pages })
    }

    fn made(&self, facts: &impl Facts) -> Result<Vec<u8>, Text> {
        match (&self.pages, self.form) {
            (Some(pages), _) => pages.page(facts).map(String::into_bytes),
            (None, Form::Xlsx) => workbook(&Workbook { tables: &facts.tables(self.lang), lang: self.lang }),
            (None, _) => document(&facts.document(self.lang)),
        }
    }
}

/// What stands in a letter, whatever it is written as.
trait Facts: Serialize {
    /// As a document.
    fn document(&self, lang: Lang) -> Document;
    /// As tables.
    fn tables(&self, lang: Lang) -> Vec<Table>;
}

/// To whom notices go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum To {
    /// Persons.
    Person,
    /// Units.
    Unit,
}

impl To {
    /// All, each with its word on the command line.
    pub(crate) const ALL: [(&str, Self); 2] = [("person", Self::Person), ("unit", Self::Unit)];
}

/// A finding in a letter.
#[derive(Debug, Serialize)]
struct Item {
    sort: &'static str,
    title: String,
    message: String,
    record: String,
    field: String,
    due: String,
    days: Option<i32>,
    basis: String,
    help: String,
}

/// What stands in a notice.
#[derive(Debug, Serialize)]
struct Notice {
    zh: bool,
    as_of: String,
    name: String,
    key: String,
    is_person: bool,
    unit: String,
    wrong: Vec<Item>,
    pending: Vec<Item>,
}

impl Facts for Notice {
    fn document(&self, lang: Lang) -> Document {
        word::notice(self, lang)
    }
    fn tables(&self, lang: Lang) -> Vec<Table> {
        sheets::notice(self, lang)
    }
}

/// Whom a letter addresses, within a body.
type Addressee<'a> = (&'a str, &'a Actor);

/// The notices of an outcome, by body and name; and how many findings go to the others.
///
/// # Errors
/// What the template does wrong.
pub(crate) fn notices(
    outcome: &Outcome,
    to: To,
    (form, template): (Form, Option<&str>),
    lang: Lang,
) -> Result<(Vec<Letter>, usize), Text> {
    let mut all: BTreeMap<Addressee<'_>, Vec<&Finding>> = BTreeMap::new();
    let mut others = 0;
    for finding in outcome.findings.iter().filter(|own| Sort::of(own).counts()) {
        let body = finding.body.as_deref().unwrap_or_default();
        let own = finding.address.who.iter().filter(|who| who.is_person == (to == To::Person));
        let mut met = false;
        for who in own {
            all.entry((body, who)).or_default().push(finding);
            met = true;
        }
        others += usize::from(!met);
    }
    let maker = Maker::of(form, template.unwrap_or(pages::NOTICE), lang)?;
    let mut names = names();
    let mut letters = Vec::new();
    for ((_, who), mut findings) in all {
        findings.sort_by_key(|own| (Sort::of(own), own.due));
        let items = |sorts: &[Sort]| -> Vec<Item> {
            let of = findings.iter().filter(|own| sorts.contains(&Sort::of(own)));
            of.map(|own| item(own, outcome, lang)).collect()
        };
        let body = findings[0].address.body.as_deref().or(findings[0].body.as_deref()).unwrap_or_default();
        let notice = Notice {
            zh: lang == Lang::Zh,
            as_of: outcome.as_of.to_string(),
            name: clean_line(&who.name),
            key: clean_line(&who.key),
            is_person: who.is_person,
            unit: clean_line(body),
            wrong: items(&[Sort::Fault, Sort::Violation, Sort::Warning]),
            pending: items(&[Sort::Pending]),
        };
        letters.push(Letter {
            file: file(&[&who.name, &who.key], form, &mut names),
            to: clean_line(&who.name),
            told: findings.len(),
            bytes: maker.made(&notice)?,
        });
    }
    Ok((letters, others))
}

fn item(finding: &Finding, outcome: &Outcome, lang: Lang) -> Item {
    let about = row::about(outcome, &finding.rule, lang);
    Item {
        sort: Sort::of(finding).word(),
        title: clean_line(about.map_or("", |about| about.title)),
        message: clean_line(finding.message.get(lang)),
        record: clean_line(&subject::record(finding, lang)),
        field: clean_line(subject::field(finding, lang)),
        due: finding.due.map(|day| day.to_string()).unwrap_or_default(),
        days: finding.days(outcome.as_of),
        basis: clean_line(finding.basis.as_deref().unwrap_or_default()),
        help: clean_line(finding.help.as_ref().map_or("", |help| help.get(lang))),
    }
}

/// A line of a card in a letter.
#[derive(Debug, Serialize)]
struct Line {
    depth: usize,
    text: String,
    points: String,
    /// The day of the record that earns it, where it is of one.
    day: String,
}

/// What stands in a card.
#[derive(Debug, Serialize)]
struct Paper {
    zh: bool,
    as_of: String,
    heading: String,
    standing: String,
    basis: String,
    name: String,
    key: String,
    rank: String,
    points: String,
    grade: String,
    complete: bool,
    remarks: Vec<String>,
    lines: Vec<Line>,
    open: Vec<Item>,
}

impl Facts for Paper {
    fn document(&self, lang: Lang) -> Document {
        word::card(self, lang)
    }
    fn tables(&self, lang: Lang) -> Vec<Table> {
        sheets::card(self, lang)
    }
}

/// The cards of rankings, each with what is open for its member.
///
/// # Errors
/// What the template does wrong.
pub(crate) fn cards(
    rankings: &[Ranking<'_>],
    outcome: &Outcome,
    (form, template): (Form, Option<&str>),
    lang: Lang,
) -> Result<Vec<Letter>, Text> {
    let mut open: BTreeMap<(&str, &str), Vec<&Finding>> = BTreeMap::new();
    for finding in outcome.findings.iter().filter(|own| Sort::of(own).counts()) {
        let body = finding.body.as_deref().unwrap_or_default();
        finding.address.who.iter().for_each(|who| open.entry((body, &who.key)).or_default().push(finding));
    }
    let maker = Maker::of(form, template.unwrap_or(pages::CARD), lang)?;
    let mut names = names();
    let mut letters = Vec::new();
    for ranking in rankings {
        let heading = clean_line(&ranking.heading(&called(outcome, ranking), lang));
        let standing = clean_line(&standing(ranking, &outcome.as_of.to_string(), lang));
        for own in &ranking.cards {
            let (key, name) = (ranking.key(own.row), ranking.name(own.row));
            let findings = open.get(&(&**ranking.table.body(), key.as_str()));
            let items: Vec<Item> = findings.into_iter().flatten().map(|finding| item(finding, outcome, lang)).collect();
            let lines = card::rows(ranking, own, lang).into_iter().map(|row| Line {
                depth: row.depth,
                text: words(&row, lang),
                day: row.record.as_ref().map(|Evidence { date, .. }| clean_line(date)).unwrap_or_default(),
                points: clean_line(&row.points),
            });
            let told = items.len();
            let paper = Paper {
                zh: lang == Lang::Zh,
                as_of: outcome.as_of.to_string(),
                heading: heading.clone(),
                standing: standing.clone(),
                basis: clean_line(&ranking.table.scheme.basis),
                name: clean_line(&name),
                key: clean_line(&key),
                rank: Ranking::rank(own),
                points: clean_line(&Ranking::points(own, lang)),
                grade: clean_line(ranking.table.grade(own).unwrap_or_default()),
                complete: own.is_complete(),
                remarks: ranking.remarks(own, lang).iter().map(|text| clean_line(text)).collect(),
                lines: lines.collect(),
                open: items,
            };
            letters.push(Letter {
                file: file(&[&name, &key, &ranking.table.year.to_string()], form, &mut names),
                to: clean_line(&name),
                told,
                bytes: maker.made(&paper)?,
            });
        }
    }
    Ok(letters)
}

/// What a line of a card says, without the file in which its record stands.
fn words(row: &card::Row, lang: Lang) -> String {
    let Some(Evidence { kind, title, .. }) = &row.record else { return row.text(lang) };
    let note = if row.note.is_empty() { String::new() } else { format!("，{}", row.note) };
    clean_line(&format!("{kind} {title}{note}"))
}

/// The page that lists them all, with a link to each.
#[must_use]
pub(crate) fn index(letters: &[Letter], lang: Lang) -> String {
    let title = say!("目录", "Contents");
    let (code, title) = (if lang == Lang::Zh { "zh-CN" } else { "en" }, title.get(lang));
    let line = |letter: &Letter| {
        let (file, to, told) = (html(&letter.file), html(&letter.to), letter.told);
        let told = say!("{told} 项", "{told}").get(lang).to_owned();
        format!("<tr><td><a href=\"{file}\">{to}</a></td><td>{told}</td></tr>\n")
    };
    let lines: String = letters.iter().map(line).collect();
    format!(
        "<!doctype html>\n<html lang=\"{code}\">\n<meta charset=\"utf-8\">\n<title>{title}</title>\n\
         <h1>{title}</h1>\n<table>\n{lines}</table>\n</html>\n"
    )
}

/// The names of files that letters cannot bear: the page that lists them has one.
fn names() -> BTreeSet<String> {
    BTreeSet::from(["index".to_owned()])
}

/// A name that every system takes, of these parts; one that is taken is numbered.
fn file(parts: &[&str], form: Form, taken: &mut BTreeSet<String>) -> String {
    let mut words: Vec<String> = Vec::new();
    for part in parts.iter().map(|part| clean_line(part)).filter(|part| !part.is_empty()) {
        if !words.contains(&part) {
            words.push(part);
        }
    }
    let plain = |c: char| if c.is_control() || "<>:\"/\\|?*.\u{FFFD} ".contains(c) { '_' } else { c };
    let stem: String = words.join("-").chars().map(plain).take(NAME).collect();
    let stem = if stem.is_empty() { "_".to_owned() } else { stem };
    // Systems that do not tell capitals from small letters take two such names for one.
    let free = (1_usize..).map(|n| if n == 1 { stem.clone() } else { format!("{stem}-{n}") });
    let name = free.into_iter().find(|name| taken.insert(name.to_lowercase())).unwrap_or(stem);
    format!("{name}.{}", form.ending())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_are_plain_and_each_its_own() {
        let mut taken = BTreeSet::new();
        assert_eq!(file(&["张三", "YH/010"], Form::Html, &mut taken), "张三-YH_010.html");
        assert_eq!(file(&["张三", "yh/010"], Form::Html, &mut taken), "张三-yh_010-2.html");
        assert_eq!(file(&["经济委", "经济委"], Form::Html, &mut taken), "经济委.html");
        assert_eq!(file(&["../..", ""], Form::Html, &mut taken), "_____.html");
        assert!(file(&[&"长".repeat(500)], Form::Html, &mut taken).chars().count() < 80);
    }
}
