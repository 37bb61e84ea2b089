//! Why nothing is scored: which schemes there are, and what keeps each of them from being asked.

use jiff::civil::{Date, date};

use crate::check::{Examined, Outcome};
use crate::data::Body;
use crate::language::{Text, say};
use crate::run::compile::Compiled;
use crate::run::schemes::SchemeInForce;

/// Why schemes give no card for the data of a year, or of any: nothing where no pack has a scheme.
///
/// ```
/// use yize_core::Lang;
/// use yize_core::ranking::unscored;
///
/// # let outcome = yize_core::example::scored();
/// assert!(unscored(&outcome, None).is_empty(), "all is scored");
/// let why = unscored(&outcome, Some(2020));
/// assert_eq!(why[0].get(Lang::En), "履职计分 (committee/duty) holds since 2026-01-01, after the data's 2020");
/// ```
#[must_use]
pub fn unscored(outcome: &Outcome, year: Option<i16>) -> Vec<Text> {
    let mut all: Vec<Text> = Vec::new();
    for project in &outcome.projects {
        for compiled in project.compiled.iter().filter(|compiled| !compiled.is_broken()) {
            for scheme in &compiled.schemes {
                for body in &project.store.bodies {
                    all.extend(why(outcome, (project, compiled, scheme), body, year));
                }
            }
        }
    }
    let mut told: Vec<Text> = Vec::new();
    for text in all {
        if !told.contains(&text) {
            told.push(text);
        }
    }
    told
}

/// Why a scheme gives no card for a body.
fn why(
    outcome: &Outcome,
    (project, compiled, own): (&Examined, &Compiled, &SchemeInForce),
    body: &Body,
    year: Option<i16>,
) -> Option<Text> {
    let scheme = &own.scheme;
    let of_body = |table: &&std::sync::Arc<crate::score::Table>| {
        *table.body() == body.id && table.scheme.name == scheme.name && year.is_none_or(|year| year == table.year)
    };
    if !body.packs.contains(&compiled.in_force.pack) || outcome.scores.iter().any(|table| of_body(&table)) {
        return None;
    }
    let (title, name) = (&scheme.title, &scheme.name);
    if let Some(reason) = &own.off {
        return Some(say!("“{title}”（{name}）已停用：{reason}", "{title} ({name}) is switched off: {reason}"));
    }
    let year = year.or(body.years.last().copied()).unwrap_or(outcome.as_of.year());
    let (first, last) = (date(year, 1, 1), date(year, 12, 31));
    let (since, until) = span(compiled, own);
    if since > last {
        return Some(say!(
            "“{title}”（{name}）自 {since} 起施行，数据是 {year} 年的",
            "{title} ({name}) holds since {since}, after the data's {year}"
        ));
    }
    if since > outcome.as_of {
        let as_of = outcome.as_of;
        return Some(say!(
            "“{title}”（{name}）自 {since} 起施行，截至日是 {as_of}",
            "{title} ({name}) holds since {since}, after the as-of date {as_of}"
        ));
    }
    if let Some(until) = until.filter(|until| *until < first) {
        return Some(say!(
            "“{title}”（{name}）到 {until} 为止，数据是 {year} 年的",
            "{title} ({name}) held until {until}, before the data's {year}"
        ));
    }
    let kind = body.schema.kind(&scheme.on)?;
    let (label, store) = (&kind.label, &project.store);
    let none = store.record_count() > 0 && body.schema.index(&scheme.on).is_some_and(|kind| {
        let of_year = if body.schema.get(kind).yearly { year } else { 0 };
        !body.table(kind).by_year.contains_key(&of_year)
    });
    none.then(|| {
        let (body, year) = (&body.id, year);
        say!(
            "“{title}”（{name}）计{label}的分，{body} {year} 年没有{label}的记录",
            "{title} ({name}) scores records of the kind {label}, of which {body} has none in {year}";
            label
        )
    })
}

/// First and last day on which a scheme holds, by its own dates and those of its packs.
fn span(compiled: &Compiled, own: &SchemeInForce) -> (Date, Option<Date>) {
    let packs = &compiled.in_force.spans;
    let of = |name: &String| *name == own.scheme.pack || *name == compiled.in_force.pack;
    let spans = packs.iter().filter(|(name, _)| of(name)).map(|(_, span)| *span);
    let own = (own.scheme.since, own.scheme.until);
    spans.fold(own, |(since, until), (from, to)| {
        (from.map_or(since, |from| since.max(from)), until.into_iter().chain(to).min())
    })
}
