//! Exact fractions, written anew. What does not fit is said not to be known, so that nothing is compared there.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::stop::Stop;

/// A fraction: reduced, its denominator greater than 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Q {
    num: i128,
    den: i128,
}

fn gcd(a: i128, b: i128) -> i128 {
    if b == 0 { a.abs() } else { gcd(b, a % b) }
}

fn known<T>(value: Option<T>) -> Result<T, Stop> {
    value.ok_or(Stop::Unsure)
}

impl Q {
    pub fn whole(n: i64) -> Self {
        Self { num: n.into(), den: 1 }
    }

    pub fn of(decimal: Decimal) -> Self {
        let den = 10_i128.pow(decimal.scale());
        Self::new(decimal.mantissa(), den).unwrap_or(Self { num: 0, den: 1 })
    }

    fn new(num: i128, den: i128) -> Option<Self> {
        let by = gcd(num.checked_abs()?, den.checked_abs()?).max(1);
        let sign = if den < 0 { -1 } else { 1 };
        Some(Self { num: (num / by).checked_mul(sign)?, den: (den / by).checked_mul(sign)? })
    }

    pub fn is_zero(self) -> bool {
        self.num == 0
    }

    pub fn plus(self, other: Self) -> Result<Self, Stop> {
        let sum = || {
            let (a, b) = (self.num.checked_mul(other.den)?, other.num.checked_mul(self.den)?);
            Self::new(a.checked_add(b)?, self.den.checked_mul(other.den)?)
        };
        known(sum())
    }

    pub fn negated(self) -> Result<Self, Stop> {
        known(self.num.checked_neg().map(|num| Self { num, den: self.den }))
    }

    pub fn times(self, other: Self) -> Result<Self, Stop> {
        let product = || Self::new(self.num.checked_mul(other.num)?, self.den.checked_mul(other.den)?);
        known(product())
    }

    pub fn over(self, other: Self) -> Result<Self, Stop> {
        if other.is_zero() {
            return Err(Stop::fault("division by zero"));
        }
        let quotient = || Self::new(self.num.checked_mul(other.den)?, self.den.checked_mul(other.num)?);
        known(quotient())
    }

    pub fn order(self, other: Self) -> Result<Ordering, Stop> {
        let both = || Some((self.num.checked_mul(other.den)?, other.num.checked_mul(self.den)?));
        known(both()).map(|(a, b)| a.cmp(&b))
    }

    pub fn floor(self) -> i128 {
        self.num.div_euclid(self.den)
    }

    pub fn ceiling(self) -> i128 {
        -((-self.num).div_euclid(self.den))
    }

    /// Cut towards zero.
    pub fn cut(self) -> i128 {
        self.num / self.den
    }

    /// To so many decimals, halves away from zero.
    pub fn rounded(self, digits: u32) -> Result<Self, Stop> {
        let rounded = || {
            let scale = 10_i128.checked_pow(digits)?;
            let twice = self.num.checked_abs()?.checked_mul(scale)?.checked_mul(2)?;
            let up = twice.checked_add(self.den)? / self.den.checked_mul(2)?;
            Self::new(if self.num < 0 { -up } else { up }, scale)
        };
        known(rounded())
    }

    /// How many decimals it has, where they have an end.
    fn decimals(self) -> Option<u32> {
        (0..=28).find(|digits| 10_i128.pow(*digits) % self.den == 0)
    }

    /// As keys are written: a number that no decimal is fits none.
    pub fn key(self) -> Result<String, Stop> {
        let Some(digits) = self.decimals() else { return Err(Stop::fault("no key")) };
        if digits <= 6 { self.shown() } else { Err(Stop::Unsure) }
    }

    /// All decimals where there are no more than six; else four.
    pub fn shown(self) -> Result<String, Stop> {
        let (value, digits) = match self.decimals() {
            Some(digits) if digits <= 6 => (self, digits),
            _ => (self.rounded(4)?, 4),
        };
        let digits = value.decimals().unwrap_or(digits);
        let scaled = known(value.num.checked_mul(10_i128.pow(digits)))? / value.den;
        if digits == 0 {
            return Ok(scaled.to_string());
        }
        let (sign, text) = (if scaled < 0 { "-" } else { "" }, scaled.unsigned_abs().to_string());
        let text = format!("{text:0>width$}", width = digits as usize + 1);
        let (whole, rest) = text.split_at(text.len() - digits as usize);
        // A decimal has no more than 28 digits; what does not fit is shown in some other way.
        if whole.len() + rest.len() > 28 { Err(Stop::Unsure) } else { Ok(format!("{sign}{whole}.{rest}")) }
    }

    /// Numerator and denominator.
    pub fn parts(self) -> (i128, i128) {
        (self.num, self.den)
    }
}
