//! Points: exact fractions. A third of ten points is a third of ten points until a scheme says how it is rounded.

use std::cmp::Ordering;
use std::fmt;

use rust_decimal::Decimal;

/// An exact number of points.
///
/// ```
/// use yize_core::score::Points;
///
/// let points = Points::from(12).within(None, Some(Points::from(10)));
/// assert_eq!((points.to_string(), points.decimal(), points.is_zero()), ("10".to_owned(), 10.into(), false));
/// assert!(points < Points::from(12));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Points {
    /// Numerator.
    num: i128,
    /// Denominator, greater than 0; the fraction is reduced.
    den: i128,
}

/// A sum that no number of points can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooLarge;

/// The result of a calculation.
pub(crate) type Exact = Result<Points, TooLarge>;

/// Decimals that are shown of points that have no end.
const SHOWN: u32 = 4;

impl Points {
    /// No points.
    pub(crate) const ZERO: Self = Self { num: 0, den: 1 };
    /// One point.
    pub(crate) const ONE: Self = Self { num: 1, den: 1 };

    /// `num / den`; `None` when `den` is 0 or the numbers are out of range.
    #[must_use]
    pub(crate) fn fraction(num: i128, den: i128) -> Option<Self> {
        match den {
            0 => return None,
            1 => return Some(Self { num, den }),
            _ => {}
        }
        // Most numbers are short, and 64 bits divide many times as fast.
        if let (Ok(num), Ok(den)) = (i64::try_from(num), u32::try_from(den)) {
            let divisor = short_gcd(num.unsigned_abs(), den.into());
            // No wider than the numbers that it divides.
            let (by, den) = (i64::try_from(divisor).ok()?, u64::from(den) / divisor);
            return Some(Self { num: (num / by).into(), den: den.into() });
        }
        let divisor = i128::try_from(gcd(num.unsigned_abs(), den.unsigned_abs())).ok()?;
        let (num, den) = (num / divisor, den / divisor);
        if den < 0 { Some(Self { num: num.checked_neg()?, den: den.checked_neg()? }) } else { Some(Self { num, den }) }
    }

    /// A fraction that is reduced already, with a denominator greater than 0.
    #[must_use]
    pub(crate) fn reduced(num: i64, den: u32) -> Self {
        Self { num: num.into(), den: den.into() }
    }

    /// `mantissa / 10^scale`, reduced, where both are short: only twos and fives can be common.
    fn of_short(mantissa: i128, scale: u32) -> Option<Self> {
        let (mut num, mut twos, mut fives) = (i64::try_from(mantissa).ok()?, scale, scale);
        if scale > 18 {
            return None;
        }
        if num == 0 {
            return Some(Self::ZERO);
        }
        let common = num.trailing_zeros().min(twos);
        (num, twos) = (num >> common, twos - common);
        while fives > 0 && num % 5 == 0 {
            (num, fives) = (num / 5, fives - 1);
        }
        Some(Self { num: num.into(), den: i128::from(5_i64.pow(fives) << twos) })
    }

    /// All of it: a whole number, or a fraction `5/3`.
    #[must_use]
    pub(crate) fn exact(self) -> String {
        if self.den == 1 { self.num.to_string() } else { format!("{}/{}", self.num, self.den) }
    }

    /// Reads what [`Self::exact`] has written.
    #[must_use]
    pub(crate) fn read(text: &str) -> Option<Self> {
        let (num, den) = text.split_once('/').unwrap_or((text, "1"));
        let (num, den) = (num.parse().ok()?, den.parse().ok()?);
        Self::fraction(num, den).filter(|points| points.den > 0)
    }

    /// As people write it: two decimals of what has no end, with a sign before it that says so.
    ///
    /// ```
    /// use yize_core::score::Points;
    /// assert_eq!(Points::from(10).short(), "10");
    /// assert!(!Points::from(10).is_endless());
    /// ```
    #[must_use]
    pub fn short(self) -> String {
        if !self.is_endless() {
            return self.to_string();
        }
        self.round(2).map_or_else(|_| self.to_string(), |rounded| format!("≈{rounded}"))
    }

    /// Whether it has more decimals than are shown.
    #[must_use]
    pub fn is_endless(self) -> bool {
        self.as_decimal().is_some_and(|decimal| Self::from(decimal) != self || decimal.scale() > 6)
    }

    /// All of it as people write it: `33 1/3`.
    ///
    /// ```
    /// use yize_core::score::Points;
    /// assert_eq!(Points::from(10).mixed(), "10");
    /// ```
    #[must_use]
    pub fn mixed(self) -> String {
        if self.den == 1 {
            return self.num.to_string();
        }
        let (sign, num) = (if self.num < 0 { "-" } else { "" }, self.num.unsigned_abs());
        let den = self.den.unsigned_abs();
        format!("{sign}{} {}/{den}", num / den, num % den)
    }

    /// Numerator and denominator, where they are small.
    #[must_use]
    pub(crate) fn small(self) -> Option<(i64, u32)> {
        Some((self.num.try_into().ok()?, self.den.try_into().ok()?))
    }

    /// Both together.
    pub(crate) fn plus(self, other: Self) -> Exact {
        if self.den == other.den {
            let num = self.num.checked_add(other.num).ok_or(TooLarge)?;
            return Self::fraction(num, self.den).ok_or(TooLarge);
        }
        let sum = || {
            let left = self.num.checked_mul(other.den)?;
            let right = other.num.checked_mul(self.den)?;
            Self::fraction(left.checked_add(right)?, self.den.checked_mul(other.den)?)
        };
        sum().ok_or(TooLarge)
    }

    /// What is left of `self` after `other`.
    pub(crate) fn minus(self, other: Self) -> Exact {
        self.plus(Self { num: other.num.checked_neg().ok_or(TooLarge)?, den: other.den })
    }

    /// `self` times `other`.
    pub(crate) fn times(self, other: Self) -> Exact {
        let product = || Self::fraction(self.num.checked_mul(other.num)?, self.den.checked_mul(other.den)?);
        product().ok_or(TooLarge)
    }

    /// `self` divided by `other`, which must not be 0.
    pub(crate) fn over(self, other: Self) -> Exact {
        let quotient = || Self::fraction(self.num.checked_mul(other.den)?, self.den.checked_mul(other.num)?);
        quotient().ok_or(TooLarge)
    }

    /// The sum of many.
    pub(crate) fn sum(all: impl IntoIterator<Item = Self>) -> Exact {
        all.into_iter().try_fold(Self::ZERO, Self::plus)
    }

    /// No less than `min` and no more than `max`, where there are such; `max` wins.
    #[must_use]
    pub fn within(self, min: Option<Self>, max: Option<Self>) -> Self {
        let least = min.map_or(self, |min| self.max(min));
        max.map_or(least, |max| least.min(max))
    }

    /// Whether it is nothing.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.num == 0
    }

    /// Whether it is less than nothing.
    #[must_use]
    pub(crate) fn is_negative(self) -> bool {
        self.num < 0
    }

    /// Rounded to so many decimals, halves away from zero.
    pub(crate) fn round(self, digits: u32) -> Exact {
        let rounded = || {
            let scale = 10_i128.checked_pow(digits)?;
            let scaled = self.num.checked_mul(scale)?;
            let (whole, rest) = (scaled / self.den, scaled % self.den);
            let up = rest.checked_abs()?.checked_mul(2)? >= self.den;
            Self::fraction(whole + if up { scaled.signum() } else { 0 }, scale)
        };
        rounded().ok_or(TooLarge)
    }

    /// The least whole number that is no less.
    #[must_use]
    pub(crate) fn ceiling(self) -> i128 {
        self.num.div_euclid(self.den) + i128::from(self.num.rem_euclid(self.den) != 0)
    }

    /// The greatest whole number that is no more.
    #[must_use]
    pub(crate) fn floor(self) -> i128 {
        self.num.div_euclid(self.den)
    }

    /// As a decimal: exact where it has an end, else with as many decimals as one holds.
    #[must_use]
    pub fn decimal(self) -> Decimal {
        self.as_decimal().unwrap_or(Decimal::MAX)
    }

    /// The same; `None` for a number that is too large for any decimal.
    #[must_use]
    pub(crate) fn as_decimal(self) -> Option<Decimal> {
        let whole = |n: i128| Decimal::try_from_i128_with_scale(n, 0).ok();
        let quotient = match (whole(self.num), whole(self.den)) {
            (Some(num), Some(den)) => num.checked_div(den),
            _ => {
                // The rest below the whole part; of what has more digits than a decimal the last ones do not matter.
                let (mut rest, mut den) = (self.num % self.den, self.den);
                while whole(den).is_none() {
                    (rest, den) = (rest / 2, den / 2);
                }
                let fraction = whole(rest)?.checked_div(whole(den)?)?;
                whole(self.num / self.den)?.checked_add(fraction)
            }
        };
        quotient.map(|d| d.normalize())
    }
}

impl From<Decimal> for Points {
    fn from(decimal: Decimal) -> Self {
        if let Some(points) = Self::of_short(decimal.mantissa(), decimal.scale()) {
            return points;
        }
        let decimal = decimal.normalize();
        // A decimal's mantissa has 96 bits and its scale is at most 28: both fit.
        Self::fraction(decimal.mantissa(), 10_i128.pow(decimal.scale())).unwrap_or(Self::ZERO)
    }
}

impl From<i64> for Points {
    fn from(n: i64) -> Self {
        Self { num: n.into(), den: 1 }
    }
}

impl PartialOrd for Points {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Points {
    fn cmp(&self, other: &Self) -> Ordering {
        if let (Some(left), Some(right)) = (self.num.checked_mul(other.den), other.num.checked_mul(self.den)) {
            return left.cmp(&right);
        }
        // Whole parts first, then the turned-round rests, as Euclid would.
        let rest = |p: &Self| (p.num.div_euclid(p.den), p.num.rem_euclid(p.den));
        let ((a, left), (b, right)) = (rest(self), rest(other));
        a.cmp(&b).then_with(|| match (left, right) {
            (0, 0) => Ordering::Equal,
            (0, _) => Ordering::Less,
            (_, 0) => Ordering::Greater,
            _ => Self { num: other.den, den: right }.cmp(&Self { num: self.den, den: left }),
        })
    }
}

/// All decimals where there are few; else as many as are shown of what has no end.
impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(decimal) = self.as_decimal() else { return write!(f, "{}", self.num / self.den) };
        let shown = if self.is_endless() { self.round(SHOWN).map_or(decimal, Self::decimal) } else { decimal };
        write!(f, "{shown}")
    }
}

fn short_gcd(a: u64, b: u64) -> u64 {
    let (mut a, mut b) = (a, b);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.max(1)
}

fn gcd(a: u128, b: u128) -> u128 {
    let (mut a, mut b) = (a, b);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(text: &str) -> Points {
        text.parse::<Decimal>().unwrap().into()
    }

    #[test]
    fn three_thirds_are_a_whole() {
        let third = Points::from(5).over(Points::from(3)).unwrap();
        assert_eq!(third.to_string(), "1.6667");
        assert_eq!(Points::sum([third, third, third]).unwrap(), Points::from(5));
        assert_eq!(points("89.50").to_string(), "89.5");
        assert_eq!(points("-0.25").to_string(), "-0.25");
    }

    #[test]
    fn short_numbers_are_reduced_like_long_ones() {
        for text in ["0", "-0.00", "12.50", "-3.125", "0.000000000000000001", "9223372036854775807", "-0.4000"] {
            let decimal: Decimal = text.parse().unwrap();
            let long = Points::fraction(decimal.mantissa(), 10_i128.pow(decimal.scale())).unwrap();
            assert_eq!(Points::of_short(decimal.mantissa(), decimal.scale()), Some(long), "{text}");
        }
        assert_eq!(points("0.75").plus(points("0.25")).unwrap(), Points::ONE);
        assert_eq!(Points::fraction(i64::MIN.into(), 2).unwrap(), Points::from(i64::MIN / 2));
    }

    #[test]
    fn people_read_two_decimals_of_what_has_no_end_and_can_see_that_it_was_shortened() {
        for (num, den, short, mixed) in
            [(100, 3, "≈33.33", "33 1/3"), (-2, 3, "≈-0.67", "-0 2/3"), (1, 8, "0.125", "0 1/8"), (7, 1, "7", "7")]
        {
            let points = Points::fraction(num, den).expect("a number");
            assert_eq!((points.short().as_str(), points.mixed().as_str()), (short, mixed));
        }
    }

    #[test]
    fn halves_are_rounded_away_from_zero() {
        for (from, digits, to) in
            [("89.5", 0, "90"), ("89.49", 0, "89"), ("-0.5", 0, "-1"), ("1.005", 2, "1.01"), ("7", 3, "7")]
        {
            assert_eq!(points(from).round(digits).unwrap(), points(to), "{from}");
        }
        assert_eq!((points("2.1").ceiling(), points("2").ceiling(), points("-0.5").ceiling()), (3, 2, 0));
    }

    #[test]
    fn numbers_with_many_digits_are_shown_as_they_are() {
        let large = |num: i128, den: i128| Points::fraction(num, den).unwrap();
        let (ten, most) = (10_i128.pow(30), i128::MAX);
        assert_eq!(large(ten, 1).to_string(), ten.to_string());
        assert_eq!(large(-ten, 3).to_string(), format!("-{}", "3".repeat(30)));
        assert_eq!(large(ten + 1, 1001).to_string(), "999000999000999000999000999");
        assert_eq!(large(most, most - 1).to_string(), "1");
        assert_eq!(large(most, 1 << 126).to_string(), "2");
        assert_eq!((large(ten, 1).as_decimal(), large(ten, 1).decimal()), (None, Decimal::MAX));
    }

    #[test]
    fn order_holds_where_products_do_not_fit() {
        let (big, one) = (i128::MAX / 3, 1_i128 << 100);
        let a = Points::fraction(big, one - 1).unwrap();
        let b = Points::fraction(big, one + 1).unwrap();
        assert_eq!((a.cmp(&b), b.cmp(&a)), (Ordering::Greater, Ordering::Less));
        assert_eq!(Points::fraction(big, 1).unwrap().times(Points::from(9)), Err(TooLarge));
        assert_eq!(Points::ONE.over(Points::ZERO), Err(TooLarge));
    }
}
