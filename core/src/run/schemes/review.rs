//! From the options of lines that speak of a review to data.

use crate::language::say;
use crate::run::schemes::plain::{Read, mistake, word, words};
use crate::run::schemes::written::Options;
use crate::score::scheme::{Review, Stages};

/// The stages that an item's points come through.
///
/// # Errors
/// When the one that settles is none of them.
pub(super) fn stages(options: &Options) -> Read<Option<Stages>> {
    let (fields, settled) = (words(options, "stages")?, word(options, "settled")?);
    if fields.is_empty() {
        return match settled {
            None => Ok(None),
            Some(_) => mistake(
                "settled",
                say!("没有 stages，settled 没有用处", "without stages, `settled` is of no use"),
                say!(
                    "写明各步的字段，如 stages: [\"own\", \"verified\"]",
                    "name the fields, as stages: [\"own\", \"verified\"]"
                ),
            ),
        };
    }
    if let Some(word) = settled.as_ref().filter(|word| !fields.contains(word)) {
        let list = fields.join("、");
        return mistake(
            "settled",
            say!("“{word}”不在 stages 里", "`{word}` is none of the stages"),
            say!("stages 有：{list}", "the stages are: {list}"),
        );
    }
    Ok(Some(Stages { fields, settled }))
}

/// What a line of adjustments names.
///
/// # Errors
/// When it does not name the points.
pub(super) fn adjust(options: &Options) -> Read<Review> {
    let review = read(options)?;
    if review.points.is_none() {
        return mistake(
            "points",
            say!("没有写明调整多少分的字段", "the field with the points is not named"),
            say!("写成 points: \"points\"", "write points: \"points\""),
        );
    }
    Ok(review)
}

/// What a line of decisions names.
///
/// # Errors
/// When it names nothing that is decided.
pub(super) fn decide(options: &Options, grades: bool) -> Read<Review> {
    let review = read(options)?;
    if review.grade.is_none() && review.seat.is_none() {
        return mistake(
            "grade",
            say!("没有写明决定等次或名额的字段", "neither the field of the grade nor that of the place is named"),
            say!("写成 grade: \"grade\" 或 seat: \"seat\"", "write grade: \"grade\" or seat: \"seat\""),
        );
    }
    if review.grade.is_some() && !grades {
        return mistake(
            "grade",
            say!("计分办法没有等次，不能决定等次", "the scheme has no grades to decide"),
            say!("先在 bands 里写明等次", "write the grades in bands first"),
        );
    }
    Ok(review)
}

fn read(options: &Options) -> Read<Review> {
    Ok(Review {
        points: word(options, "points")?,
        line: word(options, "line")?,
        grade: word(options, "grade")?,
        seat: word(options, "seat")?,
        note: words(options, "note")?,
    })
}
