//! A card: one record's score, with every point and where it comes from.
//!
//! It adds up: an entry's points are those earned less what is over its cap; a part's are its start and its entries less
//! what is over and what is cleared; the score is the base and the parts, less what is over and what is cleared, and what
//! rounding adds or takes.

use crate::score::demand::{self, Minimum, Rate};
use crate::score::entry::{self, Claim, Earned, Entry, Proof, Why};
use crate::score::places::First;
use crate::score::points::{Points, TooLarge};
use crate::score::reading::{Count, Reading, Term};
use crate::score::review::{self, Decision};
use crate::score::scheme::{Does, Part, Scheme};
use crate::source::Place;
use crate::value::RowId;

/// One record's score.
#[derive(Clone, Debug, Hash, serde::Serialize, serde::Deserialize)]
pub struct Card {
    /// The record.
    pub row: RowId,
    /// Points that everyone begins with.
    pub base: Points,
    /// Parts, and the lines outside any part.
    pub sections: Vec<Section>,
    /// What the score's cap cut off; less than nothing where its floor lifted.
    pub over: Points,
    /// What was taken away from all points together.
    pub cleared: Points,
    /// What rounding added.
    pub rounding: Points,
    /// The score.
    pub points: Points,
    /// Months in office, of a part of a year.
    pub months: Option<u32>,
    /// The score as for a whole year, by which it is graded and ranked.
    pub whole: Points,
    /// What was asked at least.
    pub minimums: Vec<Minimum>,
    /// Rates.
    pub(crate) rates: Vec<Rate>,
    /// Lines that took points away, and what that rests on.
    pub clears: Vec<(usize, Vec<Proof>)>,
    /// Lines that give a grade whatever the score, and what it rests on.
    pub vetoes: Vec<(usize, Vec<Proof>)>,
    /// The grade: index of its band.
    pub grade: Option<usize>,
    /// Why the grade is not the one that the score would have.
    pub held: Option<Held>,
    /// Place in the ranking.
    pub rank: Option<u32>,
    /// The record's values in the fields that tell groups apart, in their order.
    pub(crate) values: Vec<Option<String>>,
    /// Place within its group.
    pub(crate) group_rank: Option<u32>,
    /// Whether it is among the first of its group.
    pub(crate) first: Option<First>,
    /// What people have decided.
    pub(crate) decided: Option<Decision>,
    /// How many of its records have not come to the stage of their review that settles them.
    pub(crate) unsettled: usize,
    /// Whether it is outside the ranking.
    pub unranked: bool,
    /// Lines that could not be worked out: then points, grade and rank are not the answer.
    pub broken: Vec<usize>,
    /// Where in the data something stands that leaves them unknown; empty where it has no place, or a scheme failed.
    pub(crate) blame: Vec<Place>,
}

/// A part of a card.
#[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Section {
    /// Number of the part's line; `None` for lines outside any part.
    pub part: Option<usize>,
    /// Whether it applies to this record.
    pub applies: bool,
    /// Whether its points come on top of the score's cap.
    pub bonus: bool,
    /// Points that it begins with.
    pub start: Points,
    /// Its lines.
    pub entries: Vec<Entry>,
    /// What its cap cut off; less than nothing where its floor lifted.
    pub over: Points,
    /// What was taken away from it.
    pub cleared: Points,
    /// Points in the end.
    pub points: Points,
}

impl Card {
    /// About how many bytes it takes.
    #[must_use]
    pub(crate) fn weight(&self) -> usize {
        let entry = |entry: &Entry| size_of::<Entry>() + entry.earned.iter().map(Earned::weight).sum::<usize>();
        let section = |own: &Section| size_of::<Section>() + own.entries.iter().map(entry).sum::<usize>();
        let minimum = |own: &Minimum| size_of::<Minimum>() + Proof::weights(&own.proofs);
        let rate = |own: &Rate| size_of::<Rate>() + Proof::weights(&own.proofs) + Proof::weights(&own.open);
        let named = self.vetoes.iter().chain(&self.clears).map(|(_, proofs)| 32 + Proof::weights(proofs));
        let value = |own: &Option<String>| size_of::<Option<String>>() + own.as_ref().map_or(0, String::len);
        size_of::<Self>()
            + self.sections.iter().map(section).sum::<usize>()
            + self.minimums.iter().map(minimum).sum::<usize>()
            + self.rates.iter().map(rate).sum::<usize>()
            + named.sum::<usize>()
            + self.values.iter().map(value).sum::<usize>()
            + self.broken.len() * size_of::<usize>()
    }

    /// The records that it names.
    pub(crate) fn rows(&self) -> impl Iterator<Item = RowId> {
        let earned = self.sections.iter().flat_map(|s| &s.entries).flat_map(|e| &e.earned).map(|earned| earned.row);
        let named = self.vetoes.iter().chain(&self.clears).flat_map(|(_, proofs)| proofs);
        let rated = self.rates.iter().flat_map(|rate| rate.proofs.iter().chain(&rate.open));
        let counted = self.minimums.iter().flat_map(|m| &m.proofs).chain(rated).chain(named).map(|proof| proof.row);
        let decided = self.decided.iter().map(|own| own.proof.row);
        std::iter::once(self.row).chain(earned).chain(counted).chain(decided)
    }

    /// The same card with its records' rows elsewhere; `None` when one of them has no place any more.
    #[must_use]
    pub(crate) fn moved(mut self, to: &dyn Fn(RowId) -> Option<RowId>) -> Option<Self> {
        self.row = to(self.row)?;
        let earned = self.sections.iter_mut().flat_map(|s| &mut s.entries).flat_map(|e| &mut e.earned);
        let rows = earned.map(|earned| &mut earned.row);
        let named = self.vetoes.iter_mut().chain(&mut self.clears).flat_map(|(_, proofs)| proofs);
        let rated = self.rates.iter_mut().flat_map(|rate| rate.proofs.iter_mut().chain(&mut rate.open));
        let counted = self.minimums.iter_mut().flat_map(|m| &mut m.proofs).chain(rated).chain(named);
        let decided = self.decided.iter_mut().map(|own| &mut own.proof.row);
        for row in decided.chain(rows).chain(counted.map(|proof| &mut proof.row)) {
            *row = to(*row)?;
        }
        Some(self)
    }
}

/// Why a grade is not the one that the score would have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Held {
    /// The line of that number vetoes it.
    Veto(usize),
    /// The minimum of that line is missed.
    Minimum(usize),
    /// The quota is used up by better ones.
    Quota,
    /// Several are level at the last place of the quota: someone has to decide.
    Tied(usize),
    /// People have decided so, as the records of that line say.
    Decided(usize),
    /// It is one of the last, who have that grade.
    Last,
    /// Several are level at the first place of the last: the grade stands until someone has decided.
    LastTied(usize),
}

impl Card {
    /// Whether every line was worked out.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.broken.is_empty()
    }

    /// The minimums that are missed.
    pub(crate) fn short(&self) -> impl Iterator<Item = &Minimum> {
        self.minimums.iter().filter(|m| m.is_short())
    }

    /// The minimums that are not reached, and need not be yet.
    pub(crate) fn pending(&self) -> impl Iterator<Item = &Minimum> {
        self.minimums.iter().filter(|m| m.is_pending())
    }

    /// The entry of a line.
    #[must_use]
    pub fn entry(&self, line: usize) -> Option<&Entry> {
        self.sections.iter().flat_map(|s| &s.entries).find(|e| e.line == line)
    }

    /// What a line comes to: the points of an item, a ratio or a part, the figure of a rate.
    pub(crate) fn amount(&self, line: usize) -> Option<Points> {
        let part = || self.sections.iter().find(|s| s.part == Some(line)).map(|section| section.points);
        let rate = || self.rates.iter().find(|rate| rate.line == line).and_then(|rate| rate.figure);
        self.entry(line).map(|entry| entry.points).or_else(part).or_else(rate)
    }
}

/// Works out a card.
///
/// # Errors
/// When a number is out of range.
pub(crate) fn work_out(scheme: &Scheme, row: RowId, readings: &[Reading], term: Term) -> Result<Card, TooLarge> {
    let months = term.months;
    let scale = months.map_or(Ok(Points::ONE), |months| Points::from(i64::from(months)).over(12.into()))?;
    let mut entries = entries(scheme, row, readings, scale)?;
    let mut card = Card {
        row,
        base: scheme.base.times(scale)?,
        sections: Vec::new(),
        over: Points::ZERO,
        cleared: Points::ZERO,
        rounding: Points::ZERO,
        points: Points::ZERO,
        months,
        whole: Points::ZERO,
        minimums: demand::minimums(scheme, readings, scale, term)?,
        rates: demand::rates(scheme, row, readings)?,
        clears: Vec::new(),
        vetoes: Vec::new(),
        grade: None,
        held: None,
        rank: None,
        values: Vec::new(),
        group_rank: None,
        first: None,
        decided: None,
        unsettled: unsettled(readings),
        unranked: false,
        broken: (0..readings.len()).filter(|line| readings[*line] == Reading::Broken).collect(),
        blame: Vec::new(),
    };
    for (line, (written, reading)) in scheme.lines.iter().zip(readings).enumerate() {
        match (&written.does, reading) {
            (Does::Part(part), reading) => {
                let applies = *reading == Reading::Holds(true);
                card.sections.push(section(Some(line), part, applies, scale)?);
            }
            (Does::Veto { .. }, Reading::Count(count)) if !count.proofs.is_empty() => {
                card.vetoes.push((line, count.proofs.clone()));
            }
            (Does::Clear { .. }, Reading::Count(count)) if !count.proofs.is_empty() => {
                card.clears.push((line, count.proofs.clone()));
            }
            (Does::Decide(_), Reading::Decided(Some(decided))) => card.decided = Some(decided.clone()),
            (Does::Unranked, Reading::Holds(holds)) => card.unranked |= *holds,
            _ => {}
        }
        if let Some(entry) = entries.remove(&line) {
            if card.sections.is_empty() {
                card.sections.push(section(None, &Part::default(), true, scale)?);
            }
            if let Some(section) = card.sections.last_mut() {
                section.entries.push(entry);
            }
        }
    }
    total(scheme, &mut card, scale)?;
    grade(scheme, &mut card);
    Ok(card)
}

/// The entries of all items and ratios, by line.
fn entries(
    scheme: &Scheme,
    row: RowId,
    readings: &[Reading],
    scale: Points,
) -> Result<std::collections::BTreeMap<usize, Entry>, TooLarge> {
    let mut worked = Vec::new();
    let mut entries = std::collections::BTreeMap::new();
    for (line, (written, reading)) in scheme.lines.iter().zip(readings).enumerate() {
        match (&written.does, reading) {
            (Does::Item(item), Reading::Claims(claims)) => worked.push(entry::work(line, item, claims)?),
            (Does::Ratio { points }, Reading::Ratio(done, required)) => {
                entries.insert(line, ratio(line, row, points.times(scale)?, done, required)?);
            }
            _ => {}
        }
    }
    entry::count_once(&mut worked);
    for item in worked {
        entries.insert(item.line, entry::limit(item, scale)?);
    }
    for (line, reading) in readings.iter().enumerate() {
        let Reading::Adjusted(all) = reading else { continue };
        entries.insert(line, review::nothing(line));
        for own in all {
            // What adjusts a line of a part that does not apply stands by itself.
            let at = own.line.filter(|at| entries.contains_key(at)).unwrap_or(line);
            if let Some(entry) = entries.get_mut(&at) {
                review::adjust(entry, own, line)?;
            }
        }
    }
    Ok(entries)
}

/// How many claims are not settled.
fn unsettled(readings: &[Reading]) -> usize {
    let open = |claim: &&Claim| matches!(claim.reviewed, Some((_, false)));
    let of = |reading: &Reading| match reading {
        Reading::Claims(claims) => claims.iter().filter(open).count(),
        _ => 0,
    };
    readings.iter().map(of).sum()
}

/// Points × done ÷ required: nothing where nothing is required, and no more than all for more than is required.
fn ratio(line: usize, row: RowId, points: Points, done: &Count, required: &Count) -> Result<Entry, TooLarge> {
    let share = match required.number {
        none if none <= Points::ZERO => Points::ZERO,
        some => done.number.over(some)?.within(Some(Points::ZERO), Some(Points::ONE)),
    };
    let points = points.times(share)?;
    let proofs = if done.proofs.is_empty() { vec![Proof::from(row)] } else { done.proofs.clone() };
    let each = points.over(i64::try_from(proofs.len()).unwrap_or(i64::MAX).into())?;
    let earn = |proof: &Proof, points, why| Earned { row: proof.row, value: proof.value.clone(), points, why };
    let mut earned: Vec<Earned> = proofs.iter().map(|proof| earn(proof, each, Why::Counts)).collect();
    let missed = demand::missed(row, &proofs, required);
    earned.extend(missed.iter().map(|proof| earn(proof, Points::ZERO, Why::Required)));
    let ratio = Some((done.number, required.number));
    Ok(Entry { line, earned, periods: Vec::new(), over: Points::ZERO, points, ratio })
}

fn section(line: Option<usize>, part: &Part, applies: bool, scale: Points) -> Result<Section, TooLarge> {
    let start = if applies { part.start.times(scale)? } else { Points::ZERO };
    Ok(Section {
        part: line,
        applies,
        bonus: part.bonus,
        start,
        entries: Vec::new(),
        over: Points::ZERO,
        cleared: Points::ZERO,
        points: start,
    })
}

/// Adds everything up, with caps and floors of the parts and of the score, and takes away what is cleared.
fn total(scheme: &Scheme, card: &mut Card, scale: Points) -> Result<(), TooLarge> {
    let scaled = |limit: Option<Points>| limit.map(|limit| limit.times(scale)).transpose();
    let cleared: Vec<&Does> = card.clears.iter().map(|(line, _)| &scheme.lines[*line].does).collect();
    let clears = |of: Option<usize>| cleared.iter().any(|does| matches!(does, Does::Clear { part } if *part == of));
    for section in card.sections.iter_mut().filter(|s| s.applies) {
        let sum = section.start.plus(Points::sum(section.entries.iter().map(|e| e.points))?)?;
        let (min, max) = match section.part.map(|line| &scheme.lines[line].does) {
            Some(Does::Part(part)) => (scaled(part.min)?, scaled(part.max)?),
            _ => (None, None),
        };
        section.points = sum.within(min, max);
        section.over = sum.minus(section.points)?;
        if section.part.is_some_and(|part| clears(Some(part))) {
            // What is taken away are points: a deduction stays.
            section.cleared = section.points.max(Points::ZERO);
            section.points = section.points.minus(section.cleared)?;
        }
    }
    let of = |bonus: bool| Points::sum(card.sections.iter().filter(|s| s.bonus == bonus).map(|s| s.points));
    let (ordinary, bonus) = (card.base.plus(of(false)?)?, of(true)?);
    let sum = ordinary.plus(bonus)?;
    let limited = ordinary.within(None, scaled(scheme.max)?).plus(bonus)?.within(scaled(scheme.min)?, None);
    card.over = sum.minus(limited)?;
    if clears(None) {
        card.cleared = limited.minus(limited.min(scheme.min.unwrap_or(Points::ZERO).max(Points::ZERO)))?;
    }
    let limited = limited.minus(card.cleared)?;
    let round = |points: Points| scheme.round.map_or(Ok(points), |digits| points.round(digits));
    card.points = round(limited)?;
    card.rounding = card.points.minus(limited)?;
    card.whole = if scale.is_zero() { card.points } else { round(limited.over(scale)?)? };
    Ok(())
}

/// The grade by the score, held back by missed minimums and vetoes.
fn grade(scheme: &Scheme, card: &mut Card) {
    if !card.is_complete() {
        return;
    }
    card.grade = scheme.bands.iter().position(|band| card.whole >= band.min);
    for minimum in card.minimums.iter().filter(|m| m.is_short()) {
        if let Does::Minimum { at_best: Some(best), .. } | Does::Rate { at_best: Some(best), .. } =
            scheme.lines[minimum.line].does
            && card.grade.is_some_and(|grade| grade < best)
        {
            (card.grade, card.held) = (Some(best), Some(Held::Minimum(minimum.line)));
        }
    }
    for (line, _) in &card.vetoes {
        if let Does::Veto { band } = scheme.lines[*line].does
            && (card.grade.is_none_or(|grade| grade < band) || !matches!(card.held, Some(Held::Veto(_))))
        {
            (card.grade, card.held) = (Some(band), Some(Held::Veto(*line)));
        }
    }
    // What people have decided stands whatever was worked out.
    if let Some(Decision { line, grade: Some(grade), .. }) = &card.decided {
        (card.grade, card.held) = (Some(*grade), Some(Held::Decided(*line)));
    }
}
