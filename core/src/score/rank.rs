//! Ranking: places by score or by a rate, of all and of each group, ties stated, and quotas of grades.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::score::card::{Card, Held};
use crate::score::places::{First, Level, Quota, Top, share_out};
use crate::score::points::Points;
use crate::score::scheme::Scheme;

/// Ranks the cards of one scheme, body and year, and lets the quotas cut. `key` names a card's record.
pub(crate) fn rank(scheme: &Scheme, cards: &mut [Card], key: &dyn Fn(&Card) -> String) {
    // A veto takes one out of the ranking, though not out of the number that a share is taken of. Who had nothing to do is
    // neither good nor bad.
    cards.sort_by_cached_key(|card| {
        let standing = measure(scheme, card);
        let outside = (!card.is_complete(), card.unranked, standing.is_none(), !card.vetoes.is_empty());
        (outside, Reverse(standing), key(card))
    });
    let takes_part = |card: &&Card| card.is_complete() && !card.unranked && measure(scheme, card).is_some();
    let assessed = cards.iter().take_while(takes_part).count();
    let ranked = cards[..assessed].iter().take_while(|card| card.vetoes.is_empty()).count();
    for (index, place) in places(scheme, cards, &(0..ranked).collect::<Vec<_>>()) {
        cards[index].rank = Some(place);
    }
    if !scheme.groups.is_empty() {
        for group in groups(cards, &scheme.groups, ranked).values() {
            for (index, place) in places(scheme, cards, group) {
                cards[index].group_rank = Some(place);
            }
            if let Some(top) = &scheme.top {
                mark(scheme, cards, group, top);
            }
        }
    }
    for quota in &scheme.quotas {
        let all = groups(cards, &quota.within, assessed);
        for group in all.values() {
            let seats = quota.seats.of(group.len());
            let ranked: Vec<usize> = group.iter().copied().filter(|index| *index < ranked).collect();
            if quota.bottom {
                lower(scheme, cards, quota, &ranked, seats);
            } else {
                cut(scheme, cards, quota, &ranked, seats);
            }
        }
        if by_places_alone(scheme, quota) {
            for card in &mut cards[ranked..] {
                if card.grade == Some(quota.band) && !matches!(card.held, Some(Held::Decided(_))) {
                    card.grade = Some(quota.band + 1);
                }
            }
        }
    }
}

/// Whether no score gives the grade of a quota, for the next one begins at the same: who stands outside the ranking has the next.
fn by_places_alone(scheme: &Scheme, quota: &Quota) -> bool {
    let min = |band: usize| scheme.bands.get(band).map(|band| band.min);
    !quota.bottom && min(quota.band) == min(quota.band + 1)
}

/// What one is ranked by: the score, or the rate that the scheme names, which is nothing where there was nothing to do.
fn measure(scheme: &Scheme, card: &Card) -> Option<Points> {
    scheme.rank_by.map_or(Some(card.whole), |line| card.amount(line))
}

/// The places of some cards that stand best first; equals share one.
fn places(scheme: &Scheme, cards: &[Card], order: &[usize]) -> Vec<(usize, u32)> {
    let mut places: Vec<(usize, u32)> = Vec::with_capacity(order.len());
    for (number, index) in order.iter().enumerate() {
        let before =
            places.last().filter(|(before, _)| measure(scheme, &cards[*before]) == measure(scheme, &cards[*index]));
        // Never more than there are rows of a table, which is what a rank can tell apart.
        let place = before.map_or_else(|| u32::try_from(number + 1).unwrap_or(u32::MAX), |(_, place)| *place);
        places.push((*index, place));
    }
    places
}

/// The first so many cards by their values in some fields: what has none is a group of its own.
fn groups(cards: &[Card], fields: &[usize], count: usize) -> BTreeMap<Vec<Option<String>>, Vec<usize>> {
    let mut groups: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (index, card) in cards[..count].iter().enumerate() {
        let values = fields.iter().map(|field| card.values.get(*field).cloned().flatten()).collect();
        groups.entry(values).or_default().push(index);
    }
    groups
}

/// By what cards are put in a row where places are few.
type Standing = (Option<Points>, Vec<Option<Points>>);

/// Some cards best first, with what they stand by: what ranks them, then further lines.
fn row(scheme: &Scheme, cards: &[Card], level: &Level, order: &[usize]) -> Vec<(usize, Standing)> {
    let standing = |index: &usize| {
        let card = &cards[*index];
        (*index, (measure(scheme, card), level.by.iter().map(|line| card.amount(*line)).collect()))
    };
    let mut row: Vec<(usize, Standing)> = order.iter().map(standing).collect();
    row.sort_by(|(_, a), (_, b)| b.cmp(a));
    row
}

/// Who of a row has one of so many places, and who is undecided.
fn chosen(row: Vec<(usize, Standing)>, seats: usize, level: &Level) -> (Vec<usize>, Vec<usize>, Vec<usize>) {
    let (mut order, standings): (Vec<usize>, Vec<Standing>) = row.into_iter().unzip();
    let (inside, tied) = share_out(&standings, seats, level.ties);
    let mut rest = order.split_off(inside);
    let out = rest.split_off(tied);
    (order, rest, out)
}

/// Moves those for whom the quota has no place to the next grade. Where the scheme does not say whom of those level at its
/// last place to prefer, all are moved and marked: people decide.
fn cut(scheme: &Scheme, cards: &mut [Card], quota: &Quota, group: &[usize], seats: usize) {
    let has = |index: &usize| cards[*index].grade == Some(quota.band);
    // Who was given the grade has one of the places.
    let (given, candidates): (Vec<usize>, Vec<usize>) =
        group.iter().copied().filter(has).partition(|index| matches!(cards[*index].held, Some(Held::Decided(_))));
    let seats = seats.saturating_sub(given.len());
    let (_, tied, out) = chosen(row(scheme, cards, &quota.level, &candidates), seats, &quota.level);
    let next = (quota.band + 1 < scheme.bands.len()).then_some(quota.band + 1);
    let level = tied.len();
    for index in tied {
        let decided = cards[index].decided.as_ref().and_then(|own| Some((own.line, own.seat?)));
        (cards[index].grade, cards[index].held) = match decided {
            Some((line, true)) => (cards[index].grade, Some(Held::Decided(line))),
            Some((line, false)) => (next, Some(Held::Decided(line))),
            None => (next, Some(Held::Tied(level))),
        };
    }
    for index in out {
        (cards[index].grade, cards[index].held) = (next, Some(Held::Quota));
    }
}

/// Gives the last of a group the quota's grade, where theirs is better.
fn lower(scheme: &Scheme, cards: &mut [Card], quota: &Quota, group: &[usize], seats: usize) {
    let mut row = row(scheme, cards, &quota.level, group);
    row.reverse();
    let decided = |card: &Card| matches!(card.held, Some(Held::Decided(_)));
    let better = |card: &Card| !decided(card) && card.grade.is_none_or(|grade| grade < quota.band);
    let (last, tied, _) = chosen(row, seats, &quota.level);
    for index in last.into_iter().filter(|index| better(&cards[*index])).collect::<Vec<_>>() {
        (cards[index].grade, cards[index].held) = (Some(quota.band), Some(Held::Last));
    }
    let level = tied.len();
    for index in tied.into_iter().filter(|index| better(&cards[*index])).collect::<Vec<_>>() {
        cards[index].held = Some(Held::LastTied(level));
    }
}

/// Marks the first of a group.
fn mark(scheme: &Scheme, cards: &mut [Card], group: &[usize], top: &Top) {
    let (first, tied, _) = chosen(row(scheme, cards, &top.level, group), top.count as usize, &top.level);
    let level = tied.len();
    for index in first {
        cards[index].first = Some(First::Among);
    }
    for index in tied {
        cards[index].first = match cards[index].decided.as_ref().and_then(|own| own.seat) {
            Some(true) => Some(First::Among),
            Some(false) => None,
            None => Some(First::Tied(level)),
        };
    }
}
