//! How values are sent from one process of a check to another, and kept for the next, where serde has no way of its own without
//! further features.

use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserializer, Serializer};

/// Texts that are shared.
pub(crate) mod text {
    use super::{Arc, Deserializer, Serializer};

    pub(crate) fn serialize<S: Serializer>(text: &Arc<str>, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(text)
    }

    pub(crate) fn deserialize<'d, D: Deserializer<'d>>(from: D) -> Result<Arc<str>, D::Error> {
        use serde::Deserialize as _;
        String::deserialize(from).map(Arc::from)
    }
}

/// The same that may be none.
#[expect(clippy::ref_option, reason = "as serde calls them")]
pub(crate) mod some_text {
    use super::{Arc, Deserializer, Serializer};

    pub(crate) fn serialize<S: Serializer>(text: &Option<Arc<str>>, to: S) -> Result<S::Ok, S::Error> {
        use serde::Serialize as _;
        text.as_deref().serialize(to)
    }

    pub(crate) fn deserialize<'d, D: Deserializer<'d>>(from: D) -> Result<Option<Arc<str>>, D::Error> {
        use serde::Deserialize as _;
        Option::<String>::deserialize(from).map(|text| text.map(Arc::from))
    }
}

/// Days.
pub(crate) mod day {
    use super::{Date, Deserializer, Serializer};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
    pub(crate) fn serialize<S: Serializer>(day: &Date, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(day)
    }

    pub(crate) fn deserialize<'d, D: Deserializer<'d>>(from: D) -> Result<Date, D::Error> {
        use serde::Deserialize as _;
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Days that may be none.
#[expect(clippy::ref_option, reason = "as serde calls them")]
pub(crate) mod some_day {
    use super::{Date, Deserializer, Serializer};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
    pub(crate) fn serialize<S: Serializer>(day: &Option<Date>, to: S) -> Result<S::Ok, S::Error> {
        use serde::Serialize as _;
        day.map(|day| day.to_string()).serialize(to)
    }

    pub(crate) fn deserialize<'d, D: Deserializer<'d>>(from: D) -> Result<Option<Date>, D::Error> {
        use serde::Deserialize as _;
        let text = Option::<String>::deserialize(from)?;
        text.map(|text| text.parse().map_err(serde::de::Error::custom)).transpose()
    }
}

/// Days as three numbers, for what nobody reads.
pub(crate) mod packed_day {
    use super::{Date, Deserializer, Serializer};
    use serde::{Deserialize as _, Serialize as _, de::Error as _};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
    pub(crate) fn serialize<S: Serializer>(day: &Date, to: S) -> Result<S::Ok, S::Error> {
        (day.year(), day.month(), day.day()).serialize(to)
    }

    pub(crate) fn deserialize<'d, D: Deserializer<'d>>(from: D) -> Result<Date, D::Error> {
        let (year, month, day) = <(i16, i8, i8)>::deserialize(from)?;
        Date::new(year, month, day).map_err(D::Error::custom)
    }
}

/// Times of day as four numbers.
pub(crate) mod packed_time {
    use super::{Deserializer, Serializer};
    use jiff::civil::Time;
    use serde::{Deserialize as _, Serialize as _, de::Error as _};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
    pub(crate) fn serialize<S: Serializer>(time: &Time, to: S) -> Result<S::Ok, S::Error> {
        (time.hour(), time.minute(), time.second(), time.subsec_nanosecond()).serialize(to)
    }

    pub(crate) fn deserialize<'d, D: Deserializer<'d>>(from: D) -> Result<Time, D::Error> {
        let (hour, minute, second, nanosecond) = <(i8, i8, i8, i32)>::deserialize(from)?;
        Time::new(hour, minute, second, nanosecond).map_err(D::Error::custom)
    }
}

/// Decimals as their own bytes.
pub(crate) mod packed_decimal {
    use super::{Deserializer, Serializer};
    use rust_decimal::Decimal;
    use serde::{Deserialize as _, Serialize as _};

    pub(crate) fn serialize<S: Serializer>(number: &Decimal, to: S) -> Result<S::Ok, S::Error> {
        // A method of serde's has the same name.
        Decimal::serialize(number).serialize(to)
    }

    pub(crate) fn deserialize<'d, D: Deserializer<'d>>(from: D) -> Result<Decimal, D::Error> {
        Ok(Decimal::deserialize(<[u8; 16]>::deserialize(from)?))
    }
}
