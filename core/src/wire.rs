//! How values are sent from one process of a check to another, where serde has no way of its own without further features.

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
