//! Ranking: places by score, ties stated, and a quota that cuts a grade.

use crate::score::card::{Card, Held};
use crate::score::points::Points;
use crate::score::scheme::{Scheme, Seats};

/// Ranks the cards of one scheme, body and year, and lets the quota cut. `key` names a card's record.
pub(crate) fn rank(scheme: &Scheme, cards: &mut [Card], key: &dyn Fn(&Card) -> String) {
    // A veto takes one out of the ranking, though not out of the number that a share is taken of.
    cards.sort_by_cached_key(|card| {
        let outside = (!card.is_complete(), card.unranked, !card.vetoes.is_empty());
        (outside, std::cmp::Reverse(card.whole), key(card))
    });
    let assessed = cards.iter().take_while(|card| card.is_complete() && !card.unranked).count();
    let ranked = cards[..assessed].iter().take_while(|card| card.vetoes.is_empty()).count();
    let mut place = (0, 0);
    for index in 0..ranked {
        if index == 0 || cards[index].whole != cards[index - 1].whole {
            // Never more than there are rows of a table, which is what a rank can tell apart.
            place = (u32::try_from(index + 1).unwrap_or(u32::MAX), index);
        }
        cards[index].rank = Some(place.0);
    }
    cut(scheme, &mut cards[..ranked], assessed);
}

/// How many may have the grade, of so many who are assessed.
#[must_use]
pub(crate) fn seats(seats: Seats, assessed: usize) -> usize {
    match seats {
        Seats::Count(count) => count as usize,
        Seats::Share(share) => {
            let all = Points::from(i64::try_from(assessed).unwrap_or(i64::MAX));
            all.times(share).map_or(0, |seats| usize::try_from(seats.floor()).unwrap_or(0))
        }
    }
}

/// Moves those for whom the quota has no place to the next grade. Those level at its last place are all moved and
/// marked: the scheme does not say whom to prefer, so people decide.
fn cut(scheme: &Scheme, cards: &mut [Card], assessed: usize) {
    let Some(quota) = &scheme.quota else { return };
    let seats = seats(quota.seats, assessed);
    let candidates: Vec<usize> = (0..cards.len()).filter(|i| cards[*i].grade == Some(quota.band)).collect();
    let Some(first_out) = candidates.get(seats) else { return };
    let last_score = cards[*first_out].whole;
    let level = candidates.iter().filter(|i| cards[**i].whole == last_score).count();
    let cuts_a_tie = seats > 0 && cards[candidates[seats - 1]].whole == last_score;
    let next = (quota.band + 1 < scheme.bands.len()).then_some(quota.band + 1);
    let out: Vec<usize> = candidates.into_iter().filter(|i| cards[*i].whole <= last_score).collect();
    for index in out {
        let tied = cuts_a_tie && cards[index].whole == last_score;
        cards[index].held = Some(if tied { Held::Tied(level) } else { Held::Quota });
        cards[index].grade = next;
    }
}
