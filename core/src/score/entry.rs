//! One item of one card: from the records that were read to points, with what counted for nothing and why.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use crate::score::points::{Points, TooLarge};
use crate::score::scheme::{Each, Item, Per};
use crate::source::Place;
use crate::value::RowId;

/// A record that an item's closure gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Claim {
    /// The record.
    pub row: RowId,
    /// How many it counts for.
    pub units: Points,
    /// Points for one, before sponsors share.
    pub each: Points,
    /// The member's place among the sponsors (from 0), and how many sponsors there are.
    pub sponsor: (usize, usize),
    /// The record's day.
    pub date: Option<Date>,
    /// Which thing it is about.
    pub thing: Thing,
}

/// What is counted once.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Thing {
    /// A record.
    Record(RowId),
    /// Something that records name.
    Named(String),
}

/// What is counted: a record, or a value in it, such as one of the days in a list.
#[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Proof {
    /// The record.
    pub row: RowId,
    /// The value, where it is one in the record that is counted.
    pub value: Option<Quoted>,
}

impl Claim {
    /// About how many bytes it takes.
    #[must_use]
    pub(crate) fn weight(&self) -> usize {
        let name = if let Thing::Named(name) = &self.thing { name.len() } else { 0 };
        size_of::<Self>() + name
    }
}

impl Quoted {
    fn weight(&self) -> usize {
        self.text.len()
    }
}

impl Proof {
    /// About how many bytes some take.
    #[must_use]
    pub(crate) fn weights(proofs: &[Self]) -> usize {
        proofs.iter().map(|proof| size_of::<Self>() + proof.value.as_ref().map_or(0, Quoted::weight)).sum()
    }
}

impl Earned {
    /// About how many bytes it takes.
    #[must_use]
    pub(crate) fn weight(&self) -> usize {
        size_of::<Self>() + self.value.as_ref().map_or(0, Quoted::weight)
    }
}

impl From<RowId> for Proof {
    fn from(row: RowId) -> Self {
        Self { row, value: None }
    }
}

/// A value of the data, as people read it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Quoted {
    /// The value.
    #[serde(with = "crate::wire::text")]
    pub text: Arc<str>,
    /// Where it stands.
    pub place: Place,
}

/// What a record earned.
#[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Earned {
    /// The record.
    pub row: RowId,
    /// The value, where it is one in the record that counts.
    pub value: Option<Quoted>,
    /// Its points, before the item's cap and floor.
    pub points: Points,
    /// Whether and why it counts.
    pub why: Why,
}

/// Whether a record counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Why {
    /// It does.
    Counts,
    /// It is one of those before the first that counts.
    Before,
    /// As many as may count already do.
    Beyond,
    /// The same thing counts under the line of that number, where it gives no less.
    Elsewhere(usize),
    /// The member is not a sponsor who shares in it.
    NotAmong,
    /// The member was asked for it, and it is not done: the required part of a ratio.
    Required,
}

/// What an item's limits left in a stretch of the year.
#[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Period {
    /// Year.
    pub year: i16,
    /// How long it is.
    pub per: Per,
    /// Which of the year's it is, from 1.
    pub number: i8,
    /// What the cap cut off; less than nothing where the floor lifted.
    pub over: Points,
    /// Points in the end.
    pub points: Points,
}

/// An item's points on a card.
#[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Entry {
    /// Number of the scheme's line.
    pub line: usize,
    /// What each record earned.
    pub earned: Vec<Earned>,
    /// The stretches of the year that have limits of their own; none where the limits hold for all of it.
    pub periods: Vec<Period>,
    /// What the cap cut off; less than nothing where the floor lifted.
    pub over: Points,
    /// Points in the end: those earned, less `over`.
    pub points: Points,
    /// Done and required, of a ratio.
    pub ratio: Option<(Points, Points)>,
}

/// The claims of one item with their points, before the item's own limits.
pub(crate) struct Worked<'a> {
    /// Number of the scheme's line.
    pub line: usize,
    /// The item.
    pub item: &'a Item,
    /// What each claim earns.
    pub worth: Vec<(&'a Claim, Earned)>,
}

/// Works out what each claim of an item earns by itself.
///
/// # Errors
/// When a number is out of range.
pub(crate) fn work<'a>(line: usize, item: &'a Item, claims: &'a [Claim]) -> Result<Worked<'a>, TooLarge> {
    let mut worth = Vec::with_capacity(claims.len());
    for claim in claims {
        let (place, all) = claim.sponsor;
        let sharing = item.at_most.map_or(all, |most| all.min(most as usize));
        let earned = if place >= sharing {
            Earned { row: claim.row, value: None, points: Points::ZERO, why: Why::NotAmong }
        } else {
            let share = item.share.of(claim.each, place, sharing)?;
            let nothing = share.is_zero() && item.each != Each::Fixed(Points::ZERO);
            let why = if nothing && place > 0 { Why::NotAmong } else { Why::Counts };
            Earned { row: claim.row, value: None, points: share.times(claim.units)?, why }
        };
        worth.push((claim, earned));
    }
    // The order of the files decides nothing: by day, then the smaller points first.
    worth.sort_by_key(|(claim, earned)| (claim.date, earned.points, claim.row));
    Ok(Worked { line, item, worth })
}

/// Lets each thing count once among the items of one label: where it gives most, the first written line among equals.
pub(crate) fn count_once(items: &mut [Worked<'_>]) {
    let mut best: BTreeMap<(String, Thing), (Points, usize, usize)> = BTreeMap::new();
    for (number, worked) in items.iter().enumerate() {
        let Some(label) = &worked.item.once else { continue };
        for (index, (claim, earned)) in worked.worth.iter().enumerate() {
            let size = if earned.points.is_negative() {
                Points::ZERO.minus(earned.points).unwrap_or(earned.points)
            } else {
                earned.points
            };
            let place = best.entry((label.clone(), claim.thing.clone())).or_insert((size, number, index));
            if size > place.0 {
                *place = (size, number, index);
            }
        }
    }
    let lines: Vec<usize> = items.iter().map(|w| w.line).collect();
    for (number, worked) in items.iter_mut().enumerate() {
        let Some(label) = worked.item.once.clone() else { continue };
        for (index, (claim, earned)) in worked.worth.iter_mut().enumerate() {
            if let Some((_, line, at)) = best.get(&(label.clone(), claim.thing.clone()))
                && (*line, *at) != (number, index)
                && earned.why == Why::Counts
            {
                earned.points = Points::ZERO;
                earned.why = Why::Elsewhere(lines[*line]);
            }
        }
    }
}

/// Counts from the first that counts, at most as many as may; then cap and floor: of each stretch of the year where the item
/// says so, else of all of it, scaled for a part of a year.
///
/// # Errors
/// When a number is out of range.
pub(crate) fn limit(worked: Worked<'_>, scale: Points) -> Result<Entry, TooLarge> {
    let Worked { line, item, worth } = worked;
    let mut entry =
        Entry { line, earned: Vec::new(), periods: Vec::new(), over: Points::ZERO, points: Points::ZERO, ratio: None };
    let Some(per) = item.per else {
        entry.earned = worth.into_iter().map(|(_, earned)| earned).collect();
        (entry.points, entry.over) = limited(item, &mut entry.earned, scale)?;
        return Ok(entry);
    };
    let mut parts: BTreeMap<(i16, i8), Vec<Earned>> = BTreeMap::new();
    for (claim, earned) in worth {
        // Where a day is wanted, what has none is refused when it is read.
        let (year, number) = claim.date.map_or((0, 0), |day| per.of(day));
        parts.entry((year, number)).or_default().push(earned);
    }
    for ((year, number), mut earned) in parts {
        // A cap of a quarter is the same for whoever was in office for a quarter only.
        let (points, over) = limited(item, &mut earned, Points::ONE)?;
        entry.periods.push(Period { year, per, number, over, points });
        entry.earned.extend(earned);
        (entry.points, entry.over) = (entry.points.plus(points)?, entry.over.plus(over)?);
    }
    Ok(entry)
}

/// The points that an item's limits leave of what records earned, and what they cut off.
fn limited(item: &Item, earned: &mut [Earned], scale: Points) -> Result<(Points, Points), TooLarge> {
    let drop = |earned: &mut Earned, why| (earned.points, earned.why) = (Points::ZERO, why);
    let before = item.from.saturating_sub(1) as usize;
    for one in earned.iter_mut().filter(|e| e.why == Why::Counts).take(before) {
        drop(one, Why::Before);
    }
    if let Some(most) = item.most {
        // Those that give most count.
        let mut counting: Vec<usize> = (0..earned.len()).filter(|i| earned[*i].why == Why::Counts).collect();
        counting.sort_by(|a, b| earned[*b].points.cmp(&earned[*a].points).then(a.cmp(b)));
        for index in counting.into_iter().skip(most as usize) {
            drop(&mut earned[index], Why::Beyond);
        }
    }
    let sum = Points::sum(earned.iter().map(|e| e.points))?;
    let scaled = |limit: Option<Points>| limit.map(|limit| limit.times(scale)).transpose();
    let points = sum.within(scaled(item.min)?, scaled(item.max)?);
    Ok((points, sum.minus(points)?))
}
