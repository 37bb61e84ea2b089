//! Grade bands: every score falls into exactly one, which is checked when a pack is loaded.

use crate::language::{Text, say};
use crate::score::points::Points;

/// A grade and the scores that have it.
///
/// ```
/// use yize_core::score::Band;
///
/// # let outcome = yize_core::example::scored();
/// let bands = outcome.scores[0].scheme.bands.iter();
/// let grades = bands.map(|Band { grade, min, .. }| (grade.as_str(), min.to_string()));
/// let expected = [("优秀", "8"), ("合格", "2"), ("不合格", "0")].map(|(grade, min)| (grade, min.to_owned()));
/// assert_eq!(grades.collect::<Vec<_>>(), expected);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Band {
    /// The grade.
    pub grade: String,
    /// Least score.
    pub min: Points,
    /// Greatest score, where the scheme publishes one; else everything up to the next band.
    pub max: Option<Points>,
}

/// Which scores a scheme can come to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Range {
    /// Least.
    pub min: Option<Points>,
    /// Greatest.
    pub max: Option<Points>,
    /// Decimals that scores are rounded to.
    pub round: Option<u32>,
}

/// What is wrong with a band.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Flaw {
    /// Which band, as written.
    pub band: usize,
    /// What is wrong.
    pub message: Text,
    /// What to do.
    pub help: Text,
}

impl Range {
    /// The score next above another; `None` where there is none because scores are not rounded.
    fn next(self, score: Points) -> Option<Points> {
        let step = Points::fraction(1, 10_i128.checked_pow(self.round?)?)?;
        score.plus(step).ok()
    }

    /// A score between two, and not either of them; one that people would think of first.
    fn between(self, low: Points, high: Points) -> Option<Points> {
        let middle = low.plus(high).ok()?.over(Points::from(2)).ok()?;
        match self.round {
            None => Some(middle),
            Some(_) => self.next(low).filter(|next| *next < high),
        }
    }
}

/// Finds gaps and overlaps. Bands may be written in any order. One of which there are so many places may begin where the next one
/// does: whoever gets no place has that.
#[must_use]
pub(crate) fn check(bands: &[Band], range: Range, limited: &[usize]) -> Vec<Flaw> {
    let mut order: Vec<usize> = (0..bands.len()).collect();
    order.sort_by_key(|i| (bands[*i].min, *i));
    let mut flaws = Vec::new();
    for pair in order.windows(2) {
        if bands[pair[0]].min == bands[pair[1]].min && limited.contains(&pair[0]) {
            continue;
        }
        flaws.extend(meet(pair[1], &bands[pair[0]], &bands[pair[1]], range));
    }
    for (i, band) in bands.iter().enumerate() {
        if bands[..i].iter().any(|b| b.grade == band.grade) {
            let grade = &band.grade;
            let help = say!("一个等次只写一次", "write a grade once");
            flaws.push(Flaw {
                band: i,
                message: say!("等次“{grade}”重复", "grade \"{grade}\" is written twice"),
                help,
            });
        }
        if let Some(max) = band.max.filter(|max| *max < band.min) {
            let (min, grade) = (band.min, &band.grade);
            let message = say!(
                "“{grade}”的最高分 {max} 低于最低分 {min}",
                "\"{grade}\" ends at {max}, before it begins at {min}"
            );
            flaws.push(Flaw { band: i, message, help: say!("对调两个分数", "exchange the two") });
        }
    }
    flaws.extend(order.first().and_then(|i| below(*i, &bands[*i], range)));
    flaws.extend(order.last().and_then(|i| above(*i, &bands[*i], range)));
    flaws
}

/// How two bands that follow one another meet.
fn meet(band: usize, low: &Band, high: &Band, range: Range) -> Option<Flaw> {
    let (a, b, min) = (&low.grade, &high.grade, high.min);
    let help = say!(
        "改写等次的分数线，使每个分数恰属一个等次；只凭名额、不另设分数线的等次，写在前面，并在 quota 中给它名额",
        "move the bounds so that each score has one grade; one that goes by places alone stands first, and has them in quota"
    );
    if low.min == high.min {
        let message = say!("{min} 分既是“{a}”又是“{b}”", "{min} is both \"{a}\" and \"{b}\"");
        return Some(Flaw { band, message, help });
    }
    let end = low.max?;
    if min <= end {
        let scores = if min == end { format!("{min}") } else { format!("{min}—{end}") };
        let message = say!("{scores} 分既是“{a}”又是“{b}”", "{scores} is both \"{a}\" and \"{b}\"");
        return Some(Flaw { band, message, help });
    }
    let lost = range.between(end, min)?;
    let message = say!(
        "“{a}”到 {end} 分，“{b}”从 {min} 分起：其间的分数（如 {lost}）没有等次",
        "\"{a}\" ends at {end} and \"{b}\" begins at {min}: scores between them ({lost}, say) have no grade"
    );
    let help = say!(
        "分数取整的，写 round: 0；否则只写每个等次的最低分：[\"{b}\", {min}]",
        "where scores are whole numbers, write round: 0; else give each grade its least score only: [\"{b}\", {min}]"
    );
    Some(Flaw { band, message, help })
}

/// Scores under the lowest band.
fn below(band: usize, lowest: &Band, range: Range) -> Option<Flaw> {
    let (min, grade) = (lowest.min, &lowest.grade);
    if range.min.is_some_and(|least| least >= min) {
        return None;
    }
    let message = say!("低于 {min} 分（“{grade}”）的分数没有等次", "scores under {min} (\"{grade}\") have no grade");
    let help = match range.min {
        Some(least) => say!("把最低的等次写到 {least} 分", "let the lowest grade begin at {least}"),
        None => say!("写明总分的下限，如 min: {min}", "give the score a floor, such as min: {min}"),
    };
    Some(Flaw { band, message, help })
}

/// Scores over the highest band.
fn above(band: usize, highest: &Band, range: Range) -> Option<Flaw> {
    let (max, grade) = (highest.max?, &highest.grade);
    if range.max.is_some_and(|greatest| greatest <= max) {
        return None;
    }
    let message = say!("高于 {max} 分（“{grade}”）的分数没有等次", "scores over {max} (\"{grade}\") have no grade");
    let help = say!("最高的等次不写最高分，或写明总分的上限", "leave out its upper end, or give the score a cap");
    Some(Flaw { band, message, help })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Lang;

    fn band(grade: &str, min: i64, max: Option<i64>) -> Band {
        Band { grade: grade.into(), min: min.into(), max: max.map(Points::from) }
    }

    fn told(bands: &[Band], round: Option<u32>) -> Vec<String> {
        let range = Range { min: Some(Points::ZERO), max: Some(Points::from(100)), round };
        check(bands, range, &[]).into_iter().map(|f| f.message.get(Lang::Zh).to_owned()).collect()
    }

    #[test]
    fn a_gap_is_named_by_a_score_that_falls_into_it() {
        let published = [
            band("优秀", 90, Some(100)),
            band("良好", 80, Some(89)),
            band("称职", 60, Some(79)),
            band("不称职", 0, Some(59)),
        ];
        let gaps = told(&published, None);
        assert_eq!(gaps.len(), 3, "{gaps:?}");
        assert_eq!(gaps[2], "“良好”到 89 分，“优秀”从 90 分起：其间的分数（如 89.5）没有等次");
        assert!(told(&published, Some(0)).is_empty());
        let tenths = told(&published, Some(1));
        assert!(tenths[2].contains("（如 89.1）"), "{tenths:?}");
    }

    #[test]
    fn overlaps_and_open_ends_are_refused() {
        assert_eq!(told(&[band("甲", 90, None), band("乙", 0, Some(90))], None), ["90 分既是“乙”又是“甲”"]);
        assert_eq!(told(&[band("甲", 90, None), band("乙", 90, None), band("丙", 0, None)], None).len(), 1);
        assert_eq!(told(&[band("甲", 60, None)], None), ["低于 60 分（“甲”）的分数没有等次"]);
        assert_eq!(told(&[band("甲", 0, Some(99))], None), ["高于 99 分（“甲”）的分数没有等次"]);
        assert!(told(&[band("甲", 90, None), band("乙", 0, None)], None).is_empty());
    }
}
