//! How a scheme's scores are spread: by grade, by what those scored belong to, and in ten steps from the least to the greatest.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use serde::Serialize;

use yize_core::check::Outcome;
use yize_core::language::Lang;
use yize_core::ranking::{self, Choice, Group, Ranking, rankings};
use yize_core::score::{Card, Points, Table};

/// How many steps a spread has.
const STEPS: usize = 10;

/// The scores of a scheme, body and year.
#[derive(Debug, Serialize)]
pub(crate) struct Picture<'a> {
    scheme: &'a str,
    title: &'a str,
    basis: &'a str,
    body: &'a str,
    year: i16,
    /// The Chinese word with which the cards are counted.
    counter: String,
    /// What the result still waits for; empty when it is final.
    open: Vec<String>,
    cards: usize,
    /// Best first; empty where the scheme grades nobody.
    grades: Vec<Grade<'a>>,
    /// Outside the ranking.
    unranked: usize,
    /// Cards that could not be worked out.
    incomplete: usize,
    min: Option<String>,
    median: Option<String>,
    max: Option<String>,
    steps: Vec<Step>,
    groups: Vec<Field>,
}

/// A field by which cards can be grouped.
#[derive(Debug, Serialize)]
struct Field {
    #[serde(rename = "field")]
    name: String,
    label: String,
    values: Vec<Share>,
}

/// Those who have a value in a field.
#[derive(Debug, Serialize)]
struct Share {
    value: String,
    count: usize,
    /// How many have each grade, as the scheme's grades stand.
    grades: Vec<usize>,
    /// The middle score of those that could be worked out.
    median: Option<String>,
}

/// A grade.
#[derive(Debug, Serialize)]
struct Grade<'a> {
    #[serde(rename = "grade")]
    name: &'a str,
    count: usize,
    /// From how many points on.
    from: String,
}

/// Cards from one score up to, and without, another.
#[derive(Debug, Serialize)]
struct Step {
    from: String,
    to: String,
    count: usize,
}

/// The spreads of all schemes.
#[must_use]
pub(crate) fn pictures(outcome: &Outcome, lang: Lang) -> Vec<Picture<'_>> {
    let years: BTreeSet<i16> = outcome.scores.iter().map(|table| table.year).collect();
    let of = |year| rankings(outcome, &Choice { member: None, year: Some(year) });
    let mut all: Vec<Ranking<'_>> = years.into_iter().rev().flat_map(of).collect();
    all.retain(|ranking| !ranking.cards.is_empty());
    all.iter().map(|ranking| picture(ranking, lang)).collect()
}

/// Why schemes give no card, where there are none at all.
#[must_use]
pub(crate) fn unscored(outcome: &Outcome, lang: Lang) -> Vec<String> {
    if outcome.scores.iter().any(|table| !table.cards.is_empty()) {
        return Vec::new();
    }
    ranking::unscored(outcome, None).iter().map(|text| text.get(lang).to_owned()).collect()
}

/// How those scored are spread over what they belong to.
fn groups(ranking: &Ranking<'_>, lang: Lang) -> Vec<Field> {
    let field = |group: &Group| {
        let mut values: BTreeMap<String, Vec<&Card>> = BTreeMap::new();
        for card in &ranking.cards {
            for value in ranking.grouped(card, &group.field, lang) {
                values.entry(value).or_default().push(card);
            }
        }
        let mut values: Vec<Share> = values.into_iter().map(|(value, cards)| share(ranking, value, &cards)).collect();
        values.sort_by_key(|share| std::cmp::Reverse(share.count));
        Field { name: group.field.clone(), label: group.label.get(lang).to_owned(), values }
    };
    ranking.groups.iter().map(field).collect()
}

fn share(ranking: &Ranking<'_>, value: String, cards: &[&Card]) -> Share {
    let mut points: Vec<Points> = cards.iter().filter(|card| card.is_complete()).map(|card| card.points).collect();
    points.sort_unstable();
    let bands = 0..ranking.table.scheme.bands.len();
    let grades = bands.map(|band| cards.iter().filter(|card| card.grade == Some(band)).count());
    let median = points.get(points.len() / 2).map(|points| points.short());
    Share { value, count: cards.len(), grades: grades.collect(), median }
}

fn picture<'a>(ranking: &Ranking<'a>, lang: Lang) -> Picture<'a> {
    let table: &'a Table = ranking.table;
    let scheme = &table.scheme;
    let sound = table.cards.iter().filter(|card| card.broken.is_empty());
    let mut points: Vec<Decimal> = sound.map(|card| card.points.decimal().round_dp(2).normalize()).collect();
    points.sort_unstable();
    let at = |n: usize| points.get(n).map(ToString::to_string);
    let grades = table.grades().into_iter().zip(&scheme.bands);
    Picture {
        scheme: &scheme.name,
        title: &scheme.title,
        basis: &scheme.basis,
        body: table.body(),
        year: table.year,
        counter: ranking.counter.clone(),
        open: ranking.open.iter().map(|text| text.get(lang).to_owned()).collect(),
        cards: table.cards.len(),
        grades: grades.map(|((name, count), band)| Grade { name, count, from: band.min.to_string() }).collect(),
        unranked: table.cards.iter().filter(|card| card.unranked).count(),
        incomplete: table.cards.len() - points.len(),
        min: at(0),
        median: at(points.len() / 2),
        max: at(points.len().saturating_sub(1)),
        steps: steps(&points),
        groups: groups(ranking, lang),
    }
}

fn ten(zeros: u32) -> Decimal {
    Decimal::from(10_i128.pow(zeros))
}

/// The spread of sorted scores, in steps of 1, 2 or 5 times a power of ten.
fn steps(points: &[Decimal]) -> Vec<Step> {
    let (Some(min), Some(max)) = (points.first(), points.last()) else { return Vec::new() };
    let widths = (0..20).flat_map(|zeros| [1, 2, 5].map(|first| Decimal::from(first) * ten(zeros)));
    let few = |width: &Decimal| (max / width).floor() - (min / width).floor() < Decimal::from(STEPS);
    let width = widths.into_iter().find(few).unwrap_or(Decimal::MAX);
    let start = (min / width).floor() * width;
    let place = |point: Decimal| ((point - start) / width).floor().to_usize().unwrap_or(0);
    let edge = |n: usize| (start + width * Decimal::from(n)).normalize().to_string();
    let mut steps: Vec<Step> = (0..=place(*max)).map(|n| Step { from: edge(n), to: edge(n + 1), count: 0 }).collect();
    for point in points {
        steps[place(*point)].count += 1;
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_score_is_in_one_step() {
        let spread = |points: &[i64]| {
            let points: Vec<Decimal> = points.iter().map(|p| Decimal::from(*p)).collect();
            steps(&points).iter().map(|s| (s.from.clone(), s.count)).collect::<Vec<_>>()
        };
        assert_eq!(spread(&[]), []);
        assert_eq!(spread(&[6, 6, 6]), [("6".to_owned(), 3)]);
        let wide = spread(&[-3, 0, 9, 19, 20, 55, 99, 101]);
        let count: usize = wide.iter().map(|(_, count)| count).sum();
        assert_eq!((wide.len(), wide[0].clone(), wide[1].1, count), (7, ("-20".to_owned(), 1), 3, 8));
    }
}
