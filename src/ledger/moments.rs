//! Days and times as spreadsheets keep them: numbers of days since an epoch, and ISO 8601.

use jiff::civil::{Date, DateTime, Time};
use jiff::{SignedDuration, Span};
use yize_core::sheet::Value;

use super::formats::Shape;

/// What a number is by its format. What is no day of the calendar stays a number.
pub(super) fn number(number: f64, shape: Shape, from_1904: bool) -> Value<'static> {
    let plain = Value::Number(number);
    match shape {
        _ if !number.is_finite() => Value::Error("#NUM!"),
        Shape::Percent => Value::Percent(number),
        Shape::Span | Shape::Time if (0.0..1.0).contains(&number) => match moment(number, true) {
            // Without its last half second it would be the next day.
            Some((_, time)) => Value::Time(time),
            None => plain,
        },
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole, and of few digits")]
        Shape::Padded(digits) if number.fract() == 0.0 && (0.0..1e15).contains(&number) => {
            let whole = number as u64;
            let shorter = whole.checked_ilog10().map_or(1, |log| log + 1) < u32::from(digits);
            if shorter { Value::Padded(whole, digits) } else { plain }
        }
        Shape::Number | Shape::Span | Shape::Padded(_) => plain,
        Shape::Day | Shape::Month | Shape::Time => match moment(number, from_1904) {
            Some((day, time)) if time != Time::midnight() => Value::Day(day, Some(time)),
            Some((day, _)) if shape == Shape::Month => Value::Month(day),
            Some((day, _)) => Value::Day(day, None),
            // Of the epoch that begins with day 1, 0.5 is noon of no day.
            None if (0.0..1.0).contains(&number) => match moment(number, true) {
                Some((_, time)) if number > 0.0 => Value::Time(time),
                _ => plain,
            },
            None => plain,
        },
    }
}

/// The day and time, to the second, of so many days since the epoch: 1900, with the day that Excel counts though it never was, or 1904.
fn moment(number: f64, from_1904: bool) -> Option<(Date, Time)> {
    if !(0.0..3_000_000.0).contains(&number) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "bounded above")]
    let seconds = (number * 86_400.0).round() as i64;
    let (days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let first = match days {
        _ if from_1904 => Date::constant(1904, 1, 1),
        0 | 60 => return None,
        1..=59 => Date::constant(1899, 12, 31),
        _ => Date::constant(1899, 12, 30),
    };
    let day = first.checked_add(Span::new().try_days(days).ok()?).ok()?;
    let time = Time::midnight().checked_add(SignedDuration::from_secs(rest)).ok()?;
    (day.year() <= 9999).then_some((day, time))
}

/// A day, a day with a time, or a time, as ISO 8601 writes it; `None` when it is none.
pub(super) fn iso(text: &str, shape: Shape) -> Option<Value<'static>> {
    let text = text.trim();
    if text.len() > 64 {
        return None;
    }
    if let Ok(at) = text.trim_end_matches('Z').parse::<DateTime>() {
        let at = at.round(jiff::Unit::Second).ok()?;
        return Some(match (at.time() == Time::midnight(), shape) {
            (true, Shape::Month) => Value::Month(at.date()),
            (true, _) => Value::Day(at.date(), None),
            (false, _) => Value::Day(at.date(), Some(at.time())),
        });
    }
    text.parse::<Time>().ok().map(Value::Time)
}

/// A span of time as ISO 8601 writes it (`PT09H30M00S`): a time of day, or else days, as spreadsheets count them.
pub(super) fn span(text: &str) -> Option<Value<'static>> {
    if text.len() > 64 {
        return None;
    }
    let span: SignedDuration = text.trim().parse().ok()?;
    let days = span.as_secs_f64() / 86_400.0;
    Some(match Time::midnight().checked_add(span) {
        Ok(time) if (0.0..1.0).contains(&days) => Value::Time(time.round(jiff::Unit::Second).unwrap_or(time)),
        _ => Value::Number(days),
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::*;

    #[test]
    fn days_are_counted_from_either_epoch() {
        let day = |number_: f64, from_1904| number(number_, Shape::Day, from_1904);
        assert_eq!(day(46086.0, false), Value::Day(date(2026, 3, 5), None));
        assert_eq!(day(44624.0, true), Value::Day(date(2026, 3, 5), None));
        assert_eq!(day(59.0, false), Value::Day(date(1900, 2, 28), None));
        assert_eq!(day(60.0, false), Value::Number(60.0));
        assert_eq!(day(61.0, false), Value::Day(date(1900, 3, 1), None));
        assert_eq!(day(46_086.395_833_333_3, false), Value::Day(date(2026, 3, 5), Some(time(9, 30, 0, 0))));
        assert_eq!(day(46_086.999_999_999, false), Value::Day(date(2026, 3, 6), None));
        assert_eq!(day(-1.0, false), Value::Number(-1.0));
        assert_eq!(day(1e300, false), Value::Number(1e300));
        assert_eq!(day(0.5, false), Value::Time(time(12, 0, 0, 0)));
        assert_eq!(day(f64::NAN, false), Value::Error("#NUM!"));
        assert_eq!(number(46082.0, Shape::Month, false), Value::Month(date(2026, 3, 1)));
        assert_eq!(number(0.395_833_333_3, Shape::Time, false), Value::Time(time(9, 30, 0, 0)));
        assert_eq!(number(1.5, Shape::Span, false), Value::Number(1.5));
        let padded = |number_| number(number_, Shape::Padded(4), false);
        assert_eq!([12.0, 0.0].map(padded), [Value::Padded(12, 4), Value::Padded(0, 4)]);
        assert_eq!([1234.0, 99999.0, -1.0, 1.5].map(padded), [1234.0, 99999.0, -1.0, 1.5].map(Value::Number));
        assert_eq!(number(0.5, Shape::Span, false), Value::Time(time(12, 0, 0, 0)));
    }

    #[test]
    fn iso_is_read() {
        assert_eq!(iso("2026-03-05", Shape::Number), Some(Value::Day(date(2026, 3, 5), None)));
        assert_eq!(iso("2026-03-05T00:00:00.000Z", Shape::Month), Some(Value::Month(date(2026, 3, 5))));
        assert_eq!(iso("2026-03-05T09:30:00", Shape::Day), Some(Value::Day(date(2026, 3, 5), Some(time(9, 30, 0, 0)))));
        assert_eq!(iso("2026-13-05", Shape::Day), None);
        assert_eq!(span("PT09H30M00S"), Some(Value::Time(time(9, 30, 0, 0))));
        assert_eq!(span("PT36H"), Some(Value::Number(1.5)));
        assert_eq!(span("-PT1H"), Some(Value::Number(-1.0 / 24.0)));
    }
}
