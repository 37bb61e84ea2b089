//! What a rule says about itself.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use crate::finding::Severity;
use crate::pack::manifest::{Parameter, Valued};
use crate::source::Place;

/// What a rule is called for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum On {
    /// Each record of a kind.
    Kind(String),
    /// Once for a body and year.
    Body,
    /// Once for all bodies and a year.
    Network,
}

impl On {
    /// Reads the word of a rule's `on`.
    #[must_use]
    pub fn parse(word: &str) -> Self {
        match word {
            "body" => Self::Body,
            "network" => Self::Network,
            kind => Self::Kind(kind.to_owned()),
        }
    }

    /// The word of a rule's `on`.
    #[must_use]
    pub fn word(&self) -> &str {
        match self {
            Self::Kind(kind) => kind,
            Self::Body => "body",
            Self::Network => "network",
        }
    }
}

/// A declared rule: its metadata, and where it is written.
///
/// ```
/// use yize_core::Check;
/// use yize_core::pack::{On, ParameterInfo, RuleInfo};
/// # use yize_core::example::{DAY, committee};
///
/// # let (packs, day) = (committee(), DAY);
/// let listing = Check::as_of(day).pack(packs).rules();
/// let RuleInfo { name, title, on, parameters, .. } = &listing.rules[0];
/// assert_eq!((&**name, title.as_str()), ("committee/deeds", "参加活动"));
/// assert_eq!((on, on.word()), (&On::parse("member"), "member"));
/// // The parameters that the rule reads, as they hold in each pack.
/// let ParameterInfo { pack, label, value, .. } = &parameters["deeds"][0];
/// assert_eq!((pack.as_str(), label.as_str(), value.as_str()), ("committee", "活动次数", "1"));
/// ```
#[derive(Clone, Debug)]
pub struct RuleInfo {
    /// Full name: `<pack>/<id>`.
    pub name: Arc<str>,
    /// Pack that declares it.
    pub pack: String,
    /// What it asks, in one line.
    pub title: String,
    /// The document it rests on.
    pub basis: Arc<str>,
    /// First day it holds.
    pub since: Date,
    /// Last day it holds.
    pub until: Option<Date>,
    /// Weight, before packs and projects change it.
    pub severity: Severity,
    /// What it is called for.
    pub on: On,
    /// What it asks, at length.
    pub explain: String,
    /// What of it the source does not say and the pack reads into it.
    pub local: Option<String>,
    /// Its `rule(` call.
    pub place: Place,
    /// Bodies (ids or globs) whose packs have it in force.
    pub bodies: Vec<String>,
    /// Parameters it may read, by pack in force and then by time: name, then label, value and remarks.
    pub parameters: BTreeMap<String, Vec<ParameterInfo>>,
}

/// A parameter as it holds in one pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParameterInfo {
    /// Pack in which this value is in force.
    pub pack: String,
    /// First day on which this value holds, where another held before or may come after.
    pub since: Option<Date>,
    /// What people call it.
    pub label: String,
    /// Its value, as TOML.
    pub value: String,
    /// Where the value comes from.
    pub basis: Option<String>,
    /// Whether it is a plain default of the pack, not the source's rule.
    pub local: bool,
    /// A remark.
    pub note: Option<String>,
}

impl ParameterInfo {
    /// A value of a parameter, as it holds in a pack.
    pub(crate) fn of(pack: &str, parameter: &Parameter, value: &Valued) -> Self {
        Self {
            pack: pack.to_owned(),
            since: value.since,
            label: parameter.label.clone().unwrap_or_default(),
            value: value.value.to_string(),
            basis: value.basis.clone(),
            local: value.local,
            note: value.note.clone(),
        }
    }
}
