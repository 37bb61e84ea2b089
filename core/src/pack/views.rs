//! `views.toml`: the pictures that a pack asks for, and the areas that its rules belong to.
//!
//! The host knows no kind and no city: which records are sessions, what assigns a member to a committee and what bounds it
//! is said here. An entry without `title` changes the inherited one of the same id, key by key.
//!
//! ```
//! use yize_core::pack::views::{Area, Assignment, Calendar, Counts, Head, Limit, Names, Together, Views, Word, numbers};
//!
//! # let outcome = yize_core::example::scored();
//! let body = outcome.bodies().next().expect("a body");
//! let Together { body: named, areas, calendars, assignments } = body.views();
//!
//! // A body is called what the record of this kind with the body's id is called.
//! let Names { kind: Word { text: kind, .. }, name } = named.expect("a name");
//! let record = body.kind(kind).and_then(|kind| kind.find(0, body.id())).expect("a record");
//! assert_eq!(record.name(), "示例单位");
//! assert_eq!(record.get(&name.text), Some(yize_core::records::Value::Text("示例单位")));
//!
//! let (_, Area { head: Head { id, .. }, rules, .. }) = areas[0];
//! assert_eq!((id.as_str(), rules[0].text.as_str()), ("duty", "committee/*"));
//!
//! // How many sessions there should be says a parameter, of the pack that asks for the picture.
//! let (governing, Calendar { expected, .. }) = calendars[0];
//! let counts: &Counts = expected.as_ref().expect("a parameter's name");
//! let value = body.parameter(governing, &counts.of.text, 2026).expect("a parameter");
//! assert_eq!(numbers(value, counts), Some(vec![(vec!["plenary".to_owned()], 1)]));
//!
//! let (_, Assignment { to, limits, .. }) = assignments[0];
//! let Limit { max, .. } = &limits[0];
//! assert_eq!([to, max].map(|word| word.as_ref().map(|word| word.text.as_str())), [Some("group"); 2]);
//!
//! // The same, pack by pack.
//! let packs: Vec<&Views> = body.views_by_pack().collect();
//! assert_eq!((packs.len(), packs[0].areas.len()), (1, 1));
//! ```

mod check;
mod read;

pub(crate) use check::check;
pub use check::numbers;
pub(crate) use read::read;

use crate::finding::Finding;
use crate::host;
use crate::language::{Text, did_you_mean, say};
use crate::pack::manifest::Literal;
use crate::source::Place;
use crate::spelling::nearest;

/// The name of a pack's file of views.
pub(crate) const FILE: &str = "views.toml";

/// What one pack declares; or, merged, what holds for a chain of packs.
#[derive(Clone, Debug, Default)]
pub struct Views {
    /// Areas of work, in their order.
    pub areas: Vec<Area>,
    /// Calendars.
    pub calendars: Vec<Calendar>,
    /// Assignments.
    pub assignments: Vec<Assignment>,
    /// What bodies are called.
    pub body: Option<Names>,
}

/// Where the names of bodies stand: in the records of a kind whose key is the body's id.
#[derive(Clone, Debug)]
pub struct Names {
    /// The kind.
    pub kind: Word,
    /// The field.
    pub name: Word,
}

/// A name that a view gives, and where.
#[derive(Clone, Debug)]
pub struct Word {
    /// The name.
    pub text: String,
    /// Where it stands.
    pub place: Place,
}

/// What every entry has.
#[derive(Clone, Debug)]
pub struct Head {
    /// Its id.
    pub id: String,
    /// What people call it; `None` for a change of an inherited entry.
    pub title: Option<Text>,
    /// Its header.
    pub place: Place,
    /// How many packs have a say in it: among packs that govern one body, the one that says most is gone by.
    pub layers: usize,
}

/// An area of work that rules belong to.
#[derive(Clone, Debug)]
pub struct Area {
    /// Id and title.
    pub head: Head,
    /// Globs over full names of rules.
    pub rules: Vec<Word>,
    /// Kinds whose broken records belong to it.
    pub kinds: Vec<Word>,
}

/// A year's calendar.
#[derive(Clone, Debug)]
pub struct Calendar {
    /// Id and title.
    pub head: Head,
    /// Kind of the sessions.
    pub kind: Option<Word>,
    /// Their date or period.
    pub when: Option<Word>,
    /// The day on which they were held, or whether they were.
    pub held: Option<Word>,
    /// Their form: the rows of the picture.
    pub form: Option<Word>,
    /// What to call a session.
    pub name: Option<Word>,
    /// Whether two on one day are worth a look; so they are unless a pack says otherwise.
    pub clashes: Option<bool>,
    /// The parameter that says how many there should be.
    pub expected: Option<Counts>,
    /// The record that says how many are declared.
    pub declared: Option<Counts>,
}

/// Where numbers for forms stand: a list of tables with forms and a count each.
#[derive(Clone, Debug)]
pub struct Counts {
    /// Name of the parameter, or kind of the record.
    pub of: Word,
    /// The record's field.
    pub field: Option<Word>,
    /// Key of the forms.
    pub forms: String,
    /// Key of the number.
    pub count: String,
}

/// Who belongs where.
#[derive(Clone, Debug)]
pub struct Assignment {
    /// Id and title.
    pub head: Head,
    /// Kind of those who are assigned.
    pub kind: Option<Word>,
    /// The field that assigns them: a reference, an enum, or a list of these.
    pub to: Option<Word>,
    /// Fields by which they are mixed.
    pub mix: Vec<Word>,
    /// First day in office.
    pub entered: Option<Word>,
    /// Last day in office.
    pub left: Option<Word>,
    /// What bounds them.
    pub limits: Vec<Limit>,
}

/// A bound of an assignment. Its numbers are parameters of the pack.
#[derive(Clone, Debug)]
pub struct Limit {
    /// What people call it.
    pub title: Option<Text>,
    /// Which members are counted: fields and their values.
    pub who: Vec<(Word, Literal)>,
    /// Where it applies: fields of the records assigned to, and their values.
    pub at: Vec<(Word, Literal)>,
    /// The field whose different values are counted in place of members.
    pub count: Option<Word>,
    /// Least number.
    pub min: Option<Word>,
    /// Greatest number.
    pub max: Option<Word>,
    /// The number that it should be about.
    pub about: Option<Word>,
    /// How far from it, in percent.
    pub within: Option<Word>,
    /// Whether the numbers are percentages of those assigned.
    pub share: bool,
    /// Where it is declared.
    pub place: Place,
}

impl Views {
    /// Lays what a pack declares over what it inherits. A change of what is not there is reported.
    pub(crate) fn extend(&mut self, own: &Self, findings: &mut Vec<Finding>) {
        self.body = own.body.clone().or(self.body.take());
        lay(&mut self.areas, &own.areas, |area| &mut area.head, Area::add, findings);
        lay(&mut self.calendars, &own.calendars, |view| &mut view.head, Calendar::change, findings);
        lay(&mut self.assignments, &own.assignments, |view| &mut view.head, Assignment::change, findings);
    }

    /// The views of several packs that govern one body: of the same id, the one that most packs have a say in.
    #[must_use]
    pub(crate) fn together<'a>(all: impl IntoIterator<Item = (usize, &'a Self)>) -> Together<'a> {
        let mut together = Together::default();
        for (governing, views) in all {
            together.body = together.body.or(views.body.as_ref());
            keep(&mut together.areas, governing, &views.areas, |area| &area.head);
            keep(&mut together.calendars, governing, &views.calendars, |view| &view.head);
            keep(&mut together.assignments, governing, &views.assignments, |view| &view.head);
        }
        together
    }
}

/// The views of a body, each with the number of the governing pack whose parameters hold for it.
#[derive(Clone, Debug, Default)]
pub struct Together<'a> {
    /// What bodies are called.
    pub body: Option<&'a Names>,
    /// Areas.
    pub areas: Vec<(usize, &'a Area)>,
    /// Calendars.
    pub calendars: Vec<(usize, &'a Calendar)>,
    /// Assignments.
    pub assignments: Vec<(usize, &'a Assignment)>,
}

fn keep<'a, T>(into: &mut Vec<(usize, &'a T)>, governing: usize, views: &'a [T], head: impl Fn(&T) -> &Head) {
    for view in views {
        match into.iter_mut().find(|(_, known)| head(known).id == head(view).id) {
            Some(known) if head(known.1).layers < head(view).layers => *known = (governing, view),
            Some(_) => {}
            None => into.push((governing, view)),
        }
    }
}

fn lay<T: Clone>(
    into: &mut Vec<T>,
    own: &[T],
    head: impl Fn(&mut T) -> &mut Head,
    change: impl Fn(&mut T, &T),
    findings: &mut Vec<Finding>,
) {
    for entry in own {
        let mut entry = entry.clone();
        let own = head(&mut entry).clone();
        let ids: Vec<String> = into.iter_mut().map(|known| head(known).id.clone()).collect();
        match (ids.iter().position(|id| *id == own.id), own.title.is_some()) {
            (Some(at), true) => {
                head(&mut entry).layers += head(&mut into[at]).layers;
                into[at] = entry;
            }
            (Some(at), false) => {
                head(&mut into[at]).layers += 1;
                change(&mut into[at], &entry);
            }
            (None, true) => into.push(entry),
            (None, false) => {
                let id = &own.id;
                let message = say!("没有可以改动的视图“{id}”", "no inherited view `{id}` to change");
                let mut finding = host::PACK.finding(message).at(own.place);
                finding.help = Some(match nearest(id, ids.iter().map(String::as_str)) {
                    Some(near) => did_you_mean(near),
                    None => say!("新的视图要写 title", "a new view needs a `title`"),
                });
                findings.push(finding);
            }
        }
    }
}

impl Area {
    fn add(&mut self, more: &Self) {
        self.rules.extend(more.rules.iter().cloned());
        self.kinds.extend(more.kinds.iter().cloned());
    }
}

impl Calendar {
    fn change(&mut self, own: &Self) {
        let Self { head: _, kind, when, held, form, name, clashes, expected, declared } = own.clone();
        for (into, own) in [
            (&mut self.kind, kind),
            (&mut self.when, when),
            (&mut self.held, held),
            (&mut self.form, form),
            (&mut self.name, name),
        ] {
            *into = own.or(into.take());
        }
        self.clashes = clashes.or(self.clashes);
        self.expected = expected.or(self.expected.take());
        self.declared = declared.or(self.declared.take());
    }
}

impl Assignment {
    fn change(&mut self, own: &Self) {
        let Self { head: _, kind, to, mix, entered, left, limits } = own.clone();
        let all = [(&mut self.kind, kind), (&mut self.to, to), (&mut self.entered, entered), (&mut self.left, left)];
        for (into, own) in all {
            *into = own.or(into.take());
        }
        if !mix.is_empty() {
            self.mix = mix;
        }
        if !limits.is_empty() {
            self.limits = limits;
        }
    }
}
