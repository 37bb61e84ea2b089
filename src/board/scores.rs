//! How a scheme's scores are spread: by grade, and in ten steps from the least to the greatest.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use serde::Serialize;

use yize_core::check::Outcome;
use yize_core::score::Table;

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
pub(crate) fn pictures(outcome: &Outcome) -> Vec<Picture<'_>> {
    outcome.scores.iter().map(|table| picture(table)).collect()
}

fn picture(table: &Table) -> Picture<'_> {
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
        cards: table.cards.len(),
        grades: grades.map(|((name, count), band)| Grade { name, count, from: band.min.to_string() }).collect(),
        unranked: table.cards.iter().filter(|card| card.unranked).count(),
        incomplete: table.cards.len() - points.len(),
        min: at(0),
        median: at(points.len() / 2),
        max: at(points.len().saturating_sub(1)),
        steps: steps(&points),
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
