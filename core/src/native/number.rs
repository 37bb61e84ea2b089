//! Numbers of scripts: whole ones, and exact fractions, of the same kind as points. A third times three is one; nothing is
//! rounded but where a script says so.

use std::cmp::Ordering;
use std::fmt;
use std::rc::Rc;

use rust_decimal::Decimal;

use crate::language::say;
use crate::native::stop::Stop;
use crate::native::value::Data;
use crate::score::Points;
use crate::score::points::TooLarge;

/// A number.
#[derive(Clone, Debug)]
pub(crate) enum Number {
    /// A whole number, which may be an index.
    Int(i64),
    /// A number that may have a fraction, and is no index even where it has none.
    Exact(Points),
}

/// The result of a calculation.
pub(crate) type Exactly<T = Number> = Result<T, Wrong>;

/// Why there is no result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wrong {
    /// It is too large, or too fine, to be held.
    TooLarge,
    /// Something was to be divided by nothing.
    ByZero,
    /// A power whose exponent is no whole number, or is negative for 0.
    Power,
}

impl From<TooLarge> for Wrong {
    fn from(_: TooLarge) -> Self {
        Self::TooLarge
    }
}

impl From<Wrong> for Stop {
    #[cold]
    fn from(wrong: Wrong) -> Self {
        Self::failed(match wrong {
            Wrong::TooLarge => {
                say!("算术错误：结果超出范围", "arithmetic error: the result is out of range")
            }
            Wrong::ByZero => say!("除数是 0；先判断它是不是 0", "division by zero; ask first whether it is 0"),
            Wrong::Power => {
                say!(
                    "算术错误：指数应当是整数，底数为零时不能为负",
                    "arithmetic error: an exponent is a whole number, and not negative where the base is 0"
                )
            }
        })
    }
}

impl From<Decimal> for Number {
    fn from(decimal: Decimal) -> Self {
        Self::Exact(decimal.into())
    }
}

impl Number {
    /// The number that a value is; `None` for one that is none.
    #[inline]
    #[must_use]
    pub(crate) fn of(data: &Data) -> Option<Self> {
        match data {
            Data::Int(n) => Some(Self::Int(*n)),
            Data::Ratio(num, den) => Some(Self::Exact(Points::reduced(*num, *den))),
            Data::Exact(points) => Some(Self::Exact(**points)),
            _ => None,
        }
    }

    /// As a value.
    #[must_use]
    pub(crate) fn data(self) -> Data {
        match self {
            Self::Int(n) => Data::Int(n),
            Self::Exact(points) => match points.small() {
                Some((num, den)) => Data::Ratio(num, den),
                None => Data::Exact(Rc::new(points)),
            },
        }
    }

    /// Operations that a calculation with it is worth: fractions are reduced, and long ones by long divisions.
    #[must_use]
    pub(crate) fn cost(&self) -> i64 {
        match self {
            Self::Int(_) => 0,
            Self::Exact(points) => match points.small() {
                Some((_, 1)) => 1,
                Some(_) => 4,
                None => 48,
            },
        }
    }

    /// As points.
    #[must_use]
    pub(crate) fn points(&self) -> Points {
        match self {
            Self::Int(n) => Points::from(*n),
            Self::Exact(points) => *points,
        }
    }

    /// All of it, as a whole number or a fraction: `5`, `5/3`.
    #[must_use]
    pub(crate) fn exact(&self) -> String {
        match self {
            Self::Int(n) => n.to_string(),
            Self::Exact(points) => points.exact(),
        }
    }

    /// `a + b`
    pub(crate) fn plus(&self, other: &Self) -> Exactly {
        match (self, other) {
            (Self::Int(a), Self::Int(b)) => a.checked_add(*b).map(Self::Int).ok_or(Wrong::TooLarge),
            _ => Ok(Self::Exact(self.points().plus(other.points())?)),
        }
    }

    /// `a - b`
    pub(crate) fn minus(&self, other: &Self) -> Exactly {
        match (self, other) {
            (Self::Int(a), Self::Int(b)) => a.checked_sub(*b).map(Self::Int).ok_or(Wrong::TooLarge),
            _ => Ok(Self::Exact(self.points().minus(other.points())?)),
        }
    }

    /// `a * b`
    pub(crate) fn times(&self, other: &Self) -> Exactly {
        match (self, other) {
            (Self::Int(a), Self::Int(b)) => a.checked_mul(*b).map(Self::Int).ok_or(Wrong::TooLarge),
            _ => Ok(Self::Exact(self.points().times(other.points())?)),
        }
    }

    /// `a / b`: exact, and never an index.
    pub(crate) fn over(&self, other: &Self) -> Exactly {
        let by = other.points();
        if by.is_zero() {
            return Err(Wrong::ByZero);
        }
        Ok(Self::Exact(self.points().over(by)?))
    }

    /// `quotient(a, b)`: how often `b` goes into `a`, cut towards zero.
    pub(crate) fn quotient(&self, other: &Self) -> Exactly {
        if let (Self::Int(a), Self::Int(b)) = (self, other) {
            return match b {
                0 => Err(Wrong::ByZero),
                b => a.checked_div(*b).map(Self::Int).ok_or(Wrong::TooLarge),
            };
        }
        let exact = self.over(other)?.points();
        let whole = if exact.is_negative() { exact.ceiling() } else { exact.floor() };
        int(whole)
    }

    /// `a % b`: what is left of `a` when `b` is taken as often as it goes in; of the sign of `a`.
    pub(crate) fn remainder(&self, other: &Self) -> Exactly {
        if let (Self::Int(a), Self::Int(b)) = (self, other) {
            return match b {
                0 => Err(Wrong::ByZero),
                b => Ok(Self::Int(a.checked_rem(*b).unwrap_or(0))),
            };
        }
        // Whole numbers of which one is too large for an index are subtracted as fractions.
        let times = Self::Exact(self.quotient(other)?.points());
        self.minus(&times.times(other)?)
    }

    /// `a ** b`: the exponent is a whole number.
    pub(crate) fn power(&self, exponent: &Self) -> Exactly {
        let Self::Int(n) = exponent else { return Err(Wrong::Power) };
        if let Self::Int(base) = self
            && let Ok(n) = u32::try_from(*n)
        {
            return base.checked_pow(n).map(Self::Int).ok_or(Wrong::TooLarge);
        }
        let base = self.points();
        let (base, mut left) = if *n < 0 {
            let turned = if base.is_zero() { Err(Wrong::Power) } else { Ok(Points::ONE.over(base)?) };
            (turned?, n.unsigned_abs())
        } else {
            (base, n.unsigned_abs())
        };
        let (mut result, mut square) = (Points::ONE, base);
        while left > 0 {
            if left & 1 == 1 {
                result = result.times(square)?;
            }
            left >>= 1;
            if left > 0 {
                square = square.times(square)?;
            }
        }
        Ok(Self::Exact(result))
    }

    /// `-a`
    pub(crate) fn negated(&self) -> Exactly {
        Self::Int(0).minus(self)
    }

    /// Without its sign.
    pub(crate) fn abs(self) -> Exactly {
        if self.cmp(&Self::Int(0)).is_lt() { self.negated() } else { Ok(self) }
    }

    /// Rounded to a whole number, halves away from zero.
    pub(crate) fn rounded(&self) -> Exactly {
        match self {
            Self::Int(n) => Ok(Self::Int(*n)),
            Self::Exact(points) => int(points.round(0)?.floor()),
        }
    }

    /// Rounded to so many decimals, halves away from zero.
    pub(crate) fn round(&self, digits: u32) -> Exactly {
        let points = self.points();
        match points.round(digits) {
            Ok(rounded) => Ok(Self::Exact(rounded)),
            // So large that its decimals have no room: well, if it has no more than are wanted.
            Err(_) if points.decimal().scale() <= digits && Points::from(points.decimal()) == points => {
                Ok(Self::Exact(points))
            }
            Err(wrong) => Err(wrong.into()),
        }
    }

    /// The greatest whole number that is no more.
    pub(crate) fn floor(&self) -> Exactly {
        match self {
            Self::Int(n) => Ok(Self::Int(*n)),
            Self::Exact(points) => int(points.floor()),
        }
    }

    /// The least whole number that is no less.
    pub(crate) fn ceiling(&self) -> Exactly {
        match self {
            Self::Int(n) => Ok(Self::Int(*n)),
            Self::Exact(points) => int(points.ceiling()),
        }
    }
}

fn int(whole: i128) -> Exactly {
    i64::try_from(whole).map(Number::Int).map_err(|_| Wrong::TooLarge)
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Number {}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Int(a), Self::Int(b)) => a.cmp(b),
            _ => self.points().cmp(&other.points()),
        }
    }
}

/// All decimals where there are few; four of what has no end.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Int(n) => write!(f, "{n}"),
            Self::Exact(points) => write!(f, "{points}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Number {
        text.parse::<Decimal>().unwrap().into()
    }

    #[test]
    fn a_third_times_three_is_one() {
        let third = Number::Int(1).over(&Number::Int(3)).unwrap();
        assert_eq!(third.times(&Number::Int(3)).unwrap(), Number::Int(1));
        assert_eq!(third.to_string(), "0.3333");
        assert!(matches!(Number::Int(4).over(&Number::Int(2)).unwrap(), Number::Exact(_)));
        let two_thirds = Number::Int(487 * 2).over(&Number::Int(3)).unwrap();
        assert!(Number::Int(324) < two_thirds);
    }

    #[test]
    fn whole_numbers_are_asked_for() {
        assert!(matches!(Number::Int(7).quotient(&Number::Int(2)), Ok(Number::Int(3))));
        assert!(matches!(Number::Int(-7).quotient(&Number::Int(2)), Ok(Number::Int(-3))));
        assert!(matches!(decimal("-7.5").quotient(&Number::Int(2)), Ok(Number::Int(-3))));
        assert_eq!(decimal("7.5").remainder(&Number::Int(2)).unwrap(), decimal("1.5"));
        let (large, index) = (decimal("7922816251426433759354395.5"), Number::Int(i64::MAX));
        assert_eq!(large.remainder(&index).unwrap(), decimal("4235372439324572044.5"));
        assert!(matches!(decimal("2.5").rounded(), Ok(Number::Int(3))));
        assert!(matches!(decimal("-2.5").floor(), Ok(Number::Int(-3))));
        assert!(matches!(decimal("-2.5").ceiling(), Ok(Number::Int(-2))));
    }

    #[test]
    fn what_has_no_more_decimals_than_wanted_stays() {
        let (many, large) = (decimal("1234567890123456789.5"), decimal("0.25"));
        assert_eq!((many.round(28).unwrap(), large.round(28).unwrap()), (many, large));
        assert_eq!(decimal("2.345").round(2).unwrap(), decimal("2.35"));
    }

    #[test]
    fn what_cannot_be_held_is_no_number() {
        assert_eq!(Number::Int(i64::MAX).plus(&Number::Int(1)).unwrap_err(), Wrong::TooLarge);
        assert_eq!(Number::Int(i64::MIN).quotient(&Number::Int(-1)).unwrap_err(), Wrong::TooLarge);
        assert_eq!(Number::Int(1).over(&Number::Int(0)).unwrap_err(), Wrong::ByZero);
        assert_eq!(Number::Int(2).power(&Number::Int(-1)).unwrap(), decimal("0.5"));
        assert_eq!(Number::Int(0).power(&Number::Int(-1)).unwrap_err(), Wrong::Power);
        assert_eq!(decimal("1.5").power(&Number::Int(i64::MAX)).unwrap_err(), Wrong::TooLarge);
    }
}
