//! Sums of many numbers.

use crate::native::number::{Exactly, Number, Wrong};
use crate::score::Points;
use crate::value::Cell;

/// A sum that is being made. Whole numbers and decimals are added as they are written, which is many times quicker than as
/// fractions, and the same.
#[derive(Clone, Debug)]
pub(crate) enum Total {
    /// Whole numbers only.
    Whole(i64),
    /// Decimals, too: the digits, and how many of them stand behind the point.
    Decimal(i128, u32),
    /// Any other.
    Exact(Number),
}

impl Default for Total {
    fn default() -> Self {
        Self::Whole(0)
    }
}

/// Decimals whose digits behind the point are no more than so many are added as they are written.
const DIGITS: u32 = 18;

impl Total {
    /// Adds the number in a cell; says whether that is done.
    #[inline]
    pub(crate) fn take(&mut self, cell: Cell) -> bool {
        match (cell, &mut *self) {
            (Cell::Int(n), Self::Whole(sum)) => match sum.checked_add(n) {
                Some(more) => {
                    *sum = more;
                    true
                }
                None => false,
            },
            (Cell::Int(n), _) => self.take_digits((n).into(), 0),
            (Cell::Decimal(decimal), _) => self.take_digits(decimal.mantissa(), decimal.scale()),
            _ => false,
        }
    }

    fn take_digits(&mut self, digits: i128, scale: u32) -> bool {
        let (sum, own) = match self {
            Self::Whole(n) => (i128::from(*n), 0),
            Self::Decimal(sum, own) => (*sum, *own),
            Self::Exact(_) => return false,
        };
        if scale > DIGITS {
            return false;
        }
        let wide = own.max(scale);
        let at = |digits: i128, scale: u32| match wide - scale {
            0 => Some(digits),
            more => digits.checked_mul(10_i128.pow(more)),
        };
        let Some(sum) = at(sum, own).zip(at(digits, scale)).and_then(|(a, b)| a.checked_add(b)) else { return false };
        *self = Self::Decimal(sum, wide);
        true
    }

    /// Operations that it is worth to add to it, by [`Self::add`].
    pub(crate) fn cost(&self) -> i64 {
        match self {
            Self::Whole(_) | Self::Decimal(..) => 1,
            Self::Exact(number) => number.cost(),
        }
    }

    /// Adds any number.
    pub(crate) fn add(&mut self, number: Number) -> Exactly<()> {
        *self = match (&*self, number) {
            (Self::Whole(sum), Number::Int(n)) => Self::Whole(sum.checked_add(n).ok_or(Wrong::TooLarge)?),
            (_, number) => Self::Exact(self.number()?.plus(&number)?),
        };
        Ok(())
    }

    /// What it comes to.
    pub(crate) fn number(&self) -> Exactly {
        match self {
            Self::Whole(sum) => Ok(Number::Int(*sum)),
            Self::Decimal(sum, scale) => {
                Points::fraction(*sum, 10_i128.pow(*scale)).map(Number::Exact).ok_or(Wrong::TooLarge)
            }
            Self::Exact(number) => Ok(number.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;

    #[test]
    fn a_sum_of_cells_is_that_of_their_numbers() {
        let numbers: [&[&str]; 7] = [
            &["1", "2", "3"],
            &["0.1", "0.2", "7", "-0.30"],
            &["1", "0.5", "2"],
            &["0.0000000000000000001", "1"],
            &["9999999999999999999.5", "0.000000000000000001", "9999999999999999999.5"],
            &["9223372036854775807", "0.5", "9223372036854775807"],
            &[],
        ];
        for own in numbers {
            let (mut total, mut sum) = (Total::default(), Number::Int(0));
            for text in own {
                let (cell, number) = match text.parse::<i64>() {
                    Ok(n) => (Cell::Int(n), Number::Int(n)),
                    Err(_) => {
                        let decimal: Decimal = text.parse().unwrap();
                        (Cell::Decimal(decimal), Number::from(decimal))
                    }
                };
                if !total.take(cell) {
                    total.add(number.clone()).unwrap();
                }
                sum = sum.plus(&number).unwrap();
            }
            let (total, whole) = (total.number().unwrap(), |n: &Number| matches!(n, Number::Int(_)));
            assert_eq!((&total, whole(&total)), (&sum, whole(&sum)), "{own:?}");
        }
    }

    #[test]
    fn a_sum_of_whole_numbers_is_no_larger_than_they_may_be() {
        let mut total = Total::default();
        assert!(total.take(Cell::Int(i64::MAX)) && !total.take(Cell::Int(1)));
        assert_eq!(total.add(Number::Int(1)), Err(Wrong::TooLarge));
    }
}
