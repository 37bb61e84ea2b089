//! Places that are counted: quotas of grades and the first of each group, and what becomes of those who are level at the
//! last of them.

use crate::score::points::Points;

/// How many have a grade.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Quota {
    /// Index of the grade's band.
    pub band: usize,
    /// How many.
    pub seats: Seats,
    /// Whether the last get the grade; else no more than the first may have it.
    pub bottom: bool,
    /// Which of the scheme's fields make groups of their own, each with its own places.
    pub within: Vec<usize>,
    /// Who of those level at the last place has it.
    pub level: Level,
}

/// A number of places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Seats {
    /// So many.
    Count(u32),
    /// That share of those assessed, rounded down.
    Share(Points),
}

/// The first of each group, who are marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Top {
    /// How many.
    pub count: u32,
    /// Who of those level at the last place is among them.
    pub level: Level,
}

/// How it is settled who of those level at the last place has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Level {
    /// Lines whose points come first, one after the other.
    pub by: Vec<usize>,
    /// What becomes of those who are level even so.
    pub ties: Ties,
}

/// What becomes of those who are level at the last place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Ties {
    /// All have it.
    In,
    /// None has it.
    Out,
    /// None has it, and they are marked: people decide.
    #[default]
    Decide,
}

/// Whether one is among the first of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum First {
    /// It is.
    Among,
    /// So many are level at the last place: someone has to decide.
    Tied(usize),
}

impl Seats {
    /// How many places there are, of so many who are assessed.
    #[must_use]
    pub(crate) fn of(self, assessed: usize) -> usize {
        match self {
            Self::Count(count) => count as usize,
            Self::Share(share) => {
                let all = Points::from(i64::try_from(assessed).unwrap_or(i64::MAX));
                all.times(share).map_or(0, |seats| usize::try_from(seats.floor()).unwrap_or(0))
            }
        }
    }
}

/// Who of a row, best first, has one of so many places: the first so many, and how many after them are undecided.
#[must_use]
pub(crate) fn share_out<S: PartialEq>(standings: &[S], seats: usize, ties: Ties) -> (usize, usize) {
    let last = seats.checked_sub(1).and_then(|last| standings.get(last));
    let (Some(last), Some(next)) = (last, standings.get(seats)) else { return (seats.min(standings.len()), 0) };
    if last != next {
        return (seats, 0);
    }
    let first = standings.iter().position(|one| one == last).unwrap_or(seats);
    let level = standings[first..].iter().take_while(|one| *one == last).count();
    match ties {
        Ties::In => (first + level, 0),
        Ties::Out => (first, 0),
        Ties::Decide => (first, level),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_level_at_the_last_place_have_it_or_not_or_are_undecided() {
        let row = [9, 8, 8, 8, 5];
        for seats in [2, 3] {
            assert_eq!(share_out(&row, seats, Ties::In), (4, 0));
            assert_eq!(share_out(&row, seats, Ties::Out), (1, 0));
            assert_eq!(share_out(&row, seats, Ties::Decide), (1, 3));
        }
        for ties in [Ties::In, Ties::Out, Ties::Decide] {
            assert_eq!(share_out(&row, 0, ties), (0, 0));
            assert_eq!(share_out(&row, 1, ties), (1, 0));
            assert_eq!(share_out(&row, 4, ties), (4, 0));
            assert_eq!(share_out(&row, 9, ties), (5, 0));
        }
    }
}
