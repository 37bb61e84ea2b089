//! To whom a finding is addressed: what people call that of which it speaks, and who must act.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::finding::Finding;
use crate::language::Text;

/// So many of those who must act are named, by name.
pub(crate) const NAMED: usize = 20;

/// What people call that of which a finding speaks, and who must act. Empty until a check has settled its findings.
///
/// ```
/// use yize_core::Lang;
/// use yize_core::finding::{Actor, Address};
///
/// # let outcome = yize_core::example::scored();
/// // A finding at a member of a committee, who answers for himself.
/// let found = outcome.findings.iter().find(|own| &*own.rule == "committee/deeds").expect("a finding");
/// let Address { kind, name, body, who, more, .. } = &*found.address;
/// assert_eq!(kind.as_ref().map(|kind| kind.get(Lang::Zh)), Some("委员"));
/// assert_eq!((name.as_deref(), body.as_deref(), *more), (Some("委员丙"), Some("示例单位"), 0));
/// let Actor { key, name, is_person, .. } = &who[0];
/// assert_eq!((key.as_str(), name.as_str(), *is_person), ("C", "委员丙", true));
/// // So many days are left as of a day; fewer than none once it is over.
/// assert_eq!(found.days(outcome.as_of), None);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// What people call the kind of its record.
    pub kind: Option<Text>,
    /// What people call its record, where that is not its key.
    pub name: Option<String>,
    /// What people call its field.
    pub field: Option<Text>,
    /// What people call its body, where that is not its id.
    pub body: Option<String>,
    /// Who must act.
    pub who: Vec<Actor>,
    /// How many more there are than are named.
    pub more: usize,
}

/// A person or a unit that must act.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Actor {
    /// Kind of its record; none for one who is only named, and for a body without record of its own.
    pub kind: Option<String>,
    /// Key of its record, or the body's id; empty for one who is only named.
    pub key: String,
    /// What people call it.
    pub name: String,
    /// Whether it is a person.
    pub is_person: bool,
}

impl Address {
    /// Adds one who must act, once; so many at most are kept by name.
    pub(crate) fn add(&mut self, actor: Actor) {
        if self.who.contains(&actor) {
        } else if self.who.len() < NAMED {
            self.who.push(actor);
        } else {
            self.more += 1;
        }
    }
}

impl Finding {
    /// Days left until a duty is due, negative when that is over; none without such a day.
    #[must_use]
    pub fn days(&self, as_of: Date) -> Option<i32> {
        Some((self.due? - as_of).get_days())
    }
}
