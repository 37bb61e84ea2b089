//! Letters: for each person or unit what is wrong and what is due, and a member's card for the file. Each is a page of its own,
//! from a template that a pack may replace.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use minijinja::value::Serde;
use minijinja::{Environment, Error, Value, context};
use serde::Serialize;

use crate::report::escape::{html, html_templates};
use crate::report::row;
use crate::report::scores::card::{self, Evidence};
use crate::report::scores::html::called;
use crate::report::scores::table::standing;
use crate::report::shape::Sort;
use crate::report::subject;
use crate::report::text::clean_line;
use yize_core::check::Outcome;
use yize_core::finding::{Actor, Finding};
use yize_core::language::{Lang, Text};
use yize_core::ranking::Ranking;
use yize_core::say;

/// The usual template of a notice.
const NOTICE: &str = include_str!("letters/notice.html");
/// The usual template of a card.
const CARD: &str = include_str!("letters/card.html");
/// What a template may do, in steps of its engine: it is a pack's, and ends.
const FUEL: u64 = 5_000_000;
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
    /// The page.
    pub page: String,
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

/// A template, made ready.
struct Pages(Environment<'static>);

/// The name by which it is known; its ending is what turns on the escaping.
const TEMPLATE: &str = "letter.html";

impl Pages {
    fn of(template: &str) -> Result<Self, Text> {
        let mut environment = html_templates();
        environment.set_fuel(Some(FUEL));
        environment.add_template_owned(TEMPLATE, template.to_owned()).map_err(|error| broken(&error))?;
        Ok(Self(environment))
    }

    fn page(&self, values: &Value) -> Result<String, Text> {
        let page = self.0.get_template(TEMPLATE).and_then(|template| template.render(values));
        page.map_err(|error| broken(&error))
    }
}

/// What is said of a template that does not work.
fn broken(error: &Error) -> Text {
    let (line, why) = (error.line().unwrap_or(1), clean_line(&error.to_string()));
    say!("模板第 {line} 行有错：{why}", "the template is wrong at line {line}: {why}")
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

/// Whom a letter addresses, within a body.
type Addressee<'a> = (&'a str, &'a Actor);

/// The notices of an outcome, by body and name; and how many findings go to the others.
///
/// # Errors
/// What the template does wrong.
pub(crate) fn notices(
    outcome: &Outcome,
    to: To,
    template: Option<&str>,
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
    let pages = Pages::of(template.unwrap_or(NOTICE))?;
    let mut names = names();
    let mut letters = Vec::new();
    for ((_, who), mut findings) in all {
        findings.sort_by_key(|own| (Sort::of(own), own.due));
        let items = |sorts: &[Sort]| -> Vec<Item> {
            let of = findings.iter().filter(|own| sorts.contains(&Sort::of(own)));
            of.map(|own| item(own, outcome, lang)).collect()
        };
        let body = findings[0].address.body.as_deref().or(findings[0].body.as_deref()).unwrap_or_default();
        let values = context! {
            zh => lang == Lang::Zh,
            as_of => outcome.as_of.to_string(),
            name => clean_line(&who.name),
            key => clean_line(&who.key),
            is_person => who.is_person,
            unit => clean_line(body),
            wrong => Serde(items(&[Sort::Fault, Sort::Violation, Sort::Warning])),
            pending => Serde(items(&[Sort::Pending])),
        };
        letters.push(Letter {
            file: file(&[&who.name, &who.key], &mut names),
            to: clean_line(&who.name),
            told: findings.len(),
            page: pages.page(&values)?,
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

/// The cards of rankings, each with what is open for its member.
///
/// # Errors
/// What the template does wrong.
pub(crate) fn cards(
    rankings: &[Ranking<'_>],
    outcome: &Outcome,
    template: Option<&str>,
    lang: Lang,
) -> Result<Vec<Letter>, Text> {
    let mut open: BTreeMap<(&str, &str), Vec<&Finding>> = BTreeMap::new();
    for finding in outcome.findings.iter().filter(|own| Sort::of(own).counts()) {
        let body = finding.body.as_deref().unwrap_or_default();
        finding.address.who.iter().for_each(|who| open.entry((body, &who.key)).or_default().push(finding));
    }
    let pages = Pages::of(template.unwrap_or(CARD))?;
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
            let values = context! {
                zh => lang == Lang::Zh,
                as_of => outcome.as_of.to_string(),
                heading => heading.as_str(),
                standing => standing.as_str(),
                basis => clean_line(&ranking.table.scheme.basis),
                name => clean_line(&name),
                key => clean_line(&key),
                rank => Ranking::rank(own),
                points => clean_line(&Ranking::points(own, lang)),
                grade => clean_line(ranking.table.grade(own).unwrap_or_default()),
                complete => own.is_complete(),
                remarks => ranking.remarks(own, lang).iter().map(|text| clean_line(text)).collect::<Vec<_>>(),
                lines => Serde(lines.collect::<Vec<_>>()),
                open => Serde(items),
            };
            letters.push(Letter {
                file: file(&[&name, &key, &ranking.table.year.to_string()], &mut names),
                to: clean_line(&name),
                told,
                page: pages.page(&values)?,
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
fn file(parts: &[&str], taken: &mut BTreeSet<String>) -> String {
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
    format!("{name}.html")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_are_plain_and_each_its_own() {
        let mut taken = BTreeSet::new();
        assert_eq!(file(&["张三", "YH/010"], &mut taken), "张三-YH_010.html");
        assert_eq!(file(&["张三", "yh/010"], &mut taken), "张三-yh_010-2.html");
        assert_eq!(file(&["经济委", "经济委"], &mut taken), "经济委.html");
        assert_eq!(file(&["../..", ""], &mut taken), "_____.html");
        assert!(file(&[&"长".repeat(500)], &mut taken).chars().count() < 80);
    }
}
