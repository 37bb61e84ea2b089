//! By how much a finding has become worse.

use std::cmp::Ordering;

use crate::finding::Measure;
use crate::language::{Text, say};
use crate::score::Points;

/// How far it is from what should be: below or above, and by how much.
fn off(measure: &Measure) -> Option<(Ordering, Points)> {
    let (have, want) = (Points::read(&measure.have)?, Points::read(&measure.want)?);
    let off = if have < want { want.minus(have) } else { have.minus(want) };
    Some((have.cmp(&want), off.ok()?))
}

/// Whether both are numbers.
pub(super) fn is_sound(measure: &Measure) -> bool {
    Points::read(&measure.have).is_some() && Points::read(&measure.want).is_some()
}

/// What is said of a finding that is further off than it was, or on the other side; and where one of the two is not known, that
/// it cannot be told. `None` where it is no worse.
pub(super) fn worse(was: Option<&Measure>, now: Option<&Measure>) -> Option<Text> {
    let (was, now) = match (was, now) {
        (None, None) => return None,
        (Some(was), Some(now)) => (was, now),
        (None, Some(_)) | (Some(_), None) => {
            return Some(say!(
                "基线和现在只有一边写明程度，看不出是否加重",
                "only one of baseline and finding says how bad it is, so it cannot be told whether it is worse"
            ));
        }
    };
    let (had, have, want) = (shown(&was.have), shown(&now.have), shown(&now.want));
    let before = shown(&was.want);
    let by = match (off(was), off(now)) {
        (Some(_), Some((_, now))) if now.is_zero() => return None,
        (Some((side, was)), Some((other, now))) if side == other => {
            if now <= was {
                return None;
            }
            now.minus(was).ok().map(|by| by.to_string())
        }
        // On the other side nothing of it is what it was.
        (Some(_), Some((_, now))) => Some(now.to_string()),
        _ => None,
    };
    Some(match by {
        Some(by) => say!(
            "基线里是{had}（应为{before}），现在是{have}（应为{want}），加重了{by}",
            "the baseline has {had} (should be {before}), now it is {have} (should be {want}): worse by {by}"
        ),
        None => say!(
            "基线里是{had}（应为{before}），现在是{have}（应为{want}），差多少算不出来",
            "the baseline has {had} (should be {before}), now it is {have} (should be {want}); by how much is too large a number"
        ),
    })
}

/// A number as people read it.
fn shown(exact: &str) -> String {
    Points::read(exact).map_or_else(|| exact.to_owned(), |points| points.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worse_is_further_off_or_on_the_other_side() {
        let measure = |have: &str, want: &str| Measure { have: have.to_owned(), want: want.to_owned() };
        let told =
            |was: &Measure, now: &Measure| worse(Some(was), Some(now)).map(|text| text.get(crate::Lang::En).to_owned());
        let was = measure("3", "6");
        for fine in [measure("3", "6"), measure("4", "6"), measure("6", "6"), measure("2", "5"), measure("7/2", "13/2")]
        {
            assert_eq!(told(&was, &fine), None, "{fine:?}");
        }
        for (now, by) in [(measure("2", "6"), "1"), (measure("3", "13/2"), "0.5"), (measure("7", "6"), "1")] {
            assert!(told(&was, &now).is_some_and(|text| text.ends_with(&format!("worse by {by}"))), "{now:?}");
        }
        assert!(worse(None, Some(&was)).is_some() && worse(Some(&was), None).is_some());
        assert_eq!(worse(None, None), None);
        assert!(!is_sound(&measure("3", "x")) && !is_sound(&measure("1/0", "2")) && is_sound(&measure("-1/3", "2")));
    }
}
