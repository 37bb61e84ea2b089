//! How a scheme's scores are spread: by grade, and in ten steps from the least to the greatest.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use serde::Serialize;

use crate::check::Outcome;
use crate::score::Table;

/// How many steps a spread has.
const STEPS: usize = 10;

/// The scores of a scheme, body and year.
#[derive(Debug, Serialize)]
pub struct Picture<'a> {
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

/// Cards between two scores; the last step has its upper end too.
#[derive(Debug, Serialize)]
struct Step {
    from: String,
    to: String,
    count: usize,
}

/// The spreads of all schemes.
#[must_use]
pub fn pictures(outcome: &Outcome) -> Vec<Picture<'_>> {
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

/// The spread of sorted scores.
fn steps(points: &[Decimal]) -> Vec<Step> {
    let (Some(min), Some(max)) = (points.first().map(Decimal::floor), points.last().map(Decimal::ceil)) else {
        return Vec::new();
    };
    // Whole numbers where there is room for them.
    let width = ((max - min) / Decimal::from(STEPS)).ceil().max(Decimal::ONE);
    let number = ((max - min) / width).ceil().to_usize().unwrap_or(STEPS).clamp(1, STEPS);
    let edge = |n: usize| min + width * Decimal::from(n);
    let mut steps: Vec<Step> = (0..number)
        .map(|n| Step { from: edge(n).normalize().to_string(), to: edge(n + 1).normalize().to_string(), count: 0 })
        .collect();
    for point in points {
        let step = ((point - min) / width).floor().to_usize().unwrap_or(0).min(number - 1);
        steps[step].count += 1;
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
        let wide = spread(&[0, 9, 10, 55, 99, 100]);
        assert_eq!((wide.len(), wide[0].1, wide[1].1, wide[9].1), (10, 2, 1, 2));
    }
}
