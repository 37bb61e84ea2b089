//! The state of a worker: the data, the scope of the present call, what it may still use, what it has reported and read.

use std::rc::Rc;
use std::sync::Arc;

use jiff::civil::Date;
use rustc_hash::FxHashSet;

use crate::calendar::Calendar;
use crate::data::doubts::Doubts;
use crate::data::{CellPlace, Store};
use crate::finding::{Finding, Measure};
use crate::function::Function;
use crate::language::{Text, say};
use crate::native::budget::{Budget, Held, Paid, TEXT};
use crate::native::cards::Cards;
use crate::native::notes::Notes;
use crate::native::speech::{self, Key, Letters, Piece, Said};
use crate::native::stop::{Answer, Stop, Why};
use crate::native::value::{Data, Origin, Value};
use crate::schema::Kind;
use crate::source::Place;
use crate::value::{BodyId, KindId, RowId, StrId};

/// One worker's state.
pub(crate) struct State<'s> {
    /// The data.
    pub store: &'s Store,
    /// The cards that rules may ask for.
    pub cards: &'s Cards,
    /// Functions of the host.
    pub lent: &'s [Function],
    /// The as-of date.
    pub today: Date,
    /// The scope of the current call.
    pub scope: Scope,
    /// What the current call may still use.
    pub budget: Budget,
    /// What the calls read.
    pub notes: Notes,
    /// Findings of the current call.
    pub drafts: Vec<Draft>,
    /// A link that the current call has read and of which perhaps some records are missing.
    pub doubt: Option<(RowId, u16)>,
    /// What the data may lack or have twice, where that leaves an answer unknown: in schemes.
    pub doubts: Option<&'s Doubts>,
    /// Where something stands that leaves the answer of the present call unknown.
    pub unsure: Option<Place>,
    /// What of the data the calls of a task have met that is broken or may lack something.
    pub gaps: FxHashSet<Gap>,
    /// Where the function that is being called was called: for findings.
    pub here: Place,
    /// Variables of all functions being called, the innermost last.
    pub slots: Vec<Value>,
    /// Where those of the innermost begin.
    pub base: usize,
    /// How deep calls are nested.
    pub depth: u32,
    /// What `return` gives.
    pub returned: Value,
    /// The texts of the program at hand as values.
    pub texts: Rc<[Value]>,
    /// The parameters that the program at hand names; none where the pack has none of that name.
    pub parameters: Rc<[Option<Value>]>,
    /// What the properties of the program at hand were found to be, each for the kind met last.
    pub sites: Vec<crate::native::access::Site<'s>>,
}

/// What a call could not see, since the data are broken there. The host has told of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Gap {
    /// A value of a record.
    Cell(RowId, usize),
    /// Records of a kind, of which some could not be read.
    Kind(BodyId, KindId),
    /// References by a link of a kind, of which some lead nowhere.
    Link(BodyId, KindId, u16),
    /// All records of a kind: some may have been left out that the host could not place. The call goes on.
    Table(BodyId, KindId),
    /// Keys of a kind, which some records may lack or share. The call goes on.
    Keys(BodyId, KindId),
    /// The card of a record, which is incomplete.
    Card(RowId),
    /// Something of a body.
    Body(BodyId),
}

/// Values by the days from which they hold.
pub(crate) type Dated = Vec<(Date, Value)>;

/// Parameters in force, by name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Parameters {
    /// What holds for the data of the year of the call.
    pub values: Rc<[(Arc<str>, Value)]>,
    /// Of those that change with time what holds from which day, the earliest foremost.
    pub dated: Rc<[(Arc<str>, Dated)]>,
}

impl Parameters {
    /// So many are looked through at most.
    #[must_use]
    pub(crate) fn most(&self) -> usize {
        self.values.len() + self.dated.iter().map(|(_, values)| 1 + values.len()).sum::<usize>()
    }

    /// The value of a parameter: for the data of the year of the call, or on a day.
    #[must_use]
    pub(crate) fn get(&self, name: &str, on: Option<Date>) -> Option<&Value> {
        if let Some(day) = on
            && let Some((_, values)) = self.dated.iter().find(|(own, _)| **own == *name)
        {
            return values.iter().rfind(|(since, _)| *since <= day).map(|(_, value)| value);
        }
        self.values.iter().find(|(own, _)| **own == *name).map(|(_, value)| value)
    }
}

/// The scope of a call.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scope {
    /// Bodies that the rule sees: one, or all that its pack governs.
    pub bodies: Arc<[BodyId]>,
    /// Whether the rule is of the network: called once for all bodies.
    pub network: bool,
    /// Year.
    pub year: i16,
    /// Parameters in force.
    pub parameters: Parameters,
    /// Working days known.
    pub calendar: Arc<Calendar>,
    /// How many years before this one links reach back.
    pub back: i16,
    /// Whether cards are worked out.
    pub scoring: bool,
    /// The days of which alone records are seen: what is to come does not count yet. Records without a day are always seen.
    pub days: Option<(Date, Date)>,
}

/// A finding as a script reports it.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    /// Where.
    pub target: Target,
    /// What is wrong.
    pub message: Text,
    /// The values that a script's message speaks of; those of the host tell them themselves.
    pub said: Option<Vec<Said>>,
    /// A figure by which it is told how bad it is, and what it should be.
    pub measure: Option<Measure>,
    /// Second places.
    pub see: Vec<(Target, Text)>,
    /// Next step.
    pub help: Option<Text>,
    /// For duties: the last day, and whether it is still to come.
    pub due: Option<(Date, bool)>,
    /// Whether the script makes it a warning.
    pub warning: bool,
    /// Where the script reports it.
    pub place: Place,
    /// A link that was read before, of which perhaps some records are missing.
    pub doubt: Option<(RowId, u16)>,
    /// A value that is the more likely slip where many findings go by it.
    pub common: Option<Target>,
    /// What its texts cost.
    pub bill: Rc<Paid>,
}

/// What a finding points at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// The body: its record, or what names it.
    Body,
    /// A record's header.
    Record(RowId),
    /// A value.
    Value(CellPlace),
    /// The year that the file of a record gives for all of its records.
    Year(RowId, i16),
}

impl<'s> State<'s> {
    /// Whether the rule sees a kind of that body: all of its own body, the shared ones of the network.
    ///
    /// # Errors
    /// When it does not.
    pub(crate) fn may_see(&self, kind: &Kind) -> Answer<()> {
        if kind.shared || !self.scope.network {
            return Ok(());
        }
        let name = &kind.name;
        Err(Stop::failed(say!(
            "{name} 没有声明 shared = true，全网规则不能读取",
            "{name} is not declared `shared = true`, so network rules may not read it"
        )))
    }

    /// The one body of the current call; `None` for rules of the network.
    #[must_use]
    pub(crate) fn body(&self) -> Option<BodyId> {
        if self.scope.network { None } else { self.scope.bodies.first().copied() }
    }

    /// The years whose records links give: first and last.
    #[must_use]
    pub(crate) fn link_years(&self) -> (i16, i16) {
        (self.scope.year - self.scope.back, self.scope.year)
    }

    /// What a value points at: a record, a place, or the cell that it was read from.
    #[must_use]
    pub(crate) fn target(&self, value: &Value) -> Option<Target> {
        if value.from.is_some()
            && let Some(place) = self.store.cell_at(value.from.0)
        {
            return Some(Target::Value(place));
        }
        match &value.data {
            Data::Record(row) | Data::Place(row) => Some(Target::Record(*row)),
            Data::Ctx => Some(Target::Body),
            _ => None,
        }
    }

    /// Ends a call at a gap in the data.
    #[cold]
    #[must_use]
    pub(crate) fn blocked(&mut self, gap: Gap) -> Stop {
        self.gaps.insert(gap);
        let place = match gap {
            Gap::Cell(row, column) => Some(self.store.field_place(row, column)),
            Gap::Card(row) => Some(self.store.header(row)),
            _ => None,
        };
        self.unsure = self.unsure.or(place);
        Stop::new(Why::Blocked)
    }

    /// What people call a record.
    #[must_use]
    pub(crate) fn name(&mut self, row: RowId) -> String {
        let mut named = row;
        for _ in 0..3 {
            self.notes.record(self.store, named);
            let Some((column, by)) = self.store.named_by(named) else { break };
            self.notes.field(self.store, named, column);
            named = by;
        }
        self.store.name(row)
    }

    /// A record's key.
    #[must_use]
    pub(crate) fn key(&mut self, row: RowId) -> String {
        self.notes.record(self.store, row);
        self.store.key(row)
    }

    /// The letters of a text; `None` for any other value.
    #[must_use]
    pub(crate) fn text<'v>(&'v self, value: &'v Value) -> Option<&'v str> {
        match &value.data {
            Data::Str(id) => Some(self.store.string(*id)),
            Data::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The letters of a text that a function was given.
    ///
    /// # Errors
    /// When it is no text.
    pub(crate) fn letters<'v>(&self, value: &'v Value) -> Answer<&'v str>
    where
        's: 'v,
    {
        let store: &'v Store = self.store;
        match &value.data {
            Data::Str(id) => Ok(store.string(*id)),
            Data::Text(text) => Ok(text),
            _ => Err(crate::native::stop::mismatch()),
        }
    }

    /// A text of the data.
    #[must_use]
    pub(crate) fn interned(id: StrId) -> Value {
        Value::of(Data::Str(id))
    }

    /// A new text.
    ///
    /// # Errors
    /// When it is too long, or memory is used up.
    pub(crate) fn new_text(&mut self, text: impl Into<Box<str>> + AsRef<str>) -> Answer {
        let letters = text.as_ref().len();
        if letters > TEXT {
            return Err(Stop::too_large());
        }
        let paid = self.budget.pay(size_of::<Held<Letters>>() + letters)?;
        Ok(Value::of(Data::Text(paid.holding(Letters::whole(text.into())))))
    }

    /// A new text with values in it.
    ///
    /// # Errors
    /// As [`Self::new_text`].
    pub(crate) fn new_words(&mut self, text: impl Into<Box<str>> + AsRef<str>, pieces: Vec<Piece>) -> Answer {
        let letters = text.as_ref().len();
        if letters > TEXT {
            return Err(Stop::too_large());
        }
        let paid = self.budget.pay(size_of::<Held<Letters>>() + letters + size_of_val(&*pieces))?;
        Ok(Value::of(Data::Text(paid.holding(Letters::with(text.into(), pieces)))))
    }

    /// Adds a value to those of a text that is being written: it stands there from a byte up to its end.
    pub(crate) fn say(
        &mut self,
        value: &Value,
        key: Key,
        range: (usize, usize),
        pieces: &mut Vec<Piece>,
    ) -> Answer<()> {
        let (from, to) = range;
        let is = match &value.data {
            Data::Text(own) => {
                if let Some(inner) = own.pieces() {
                    self.budget.spend_on_bytes(size_of_val(inner))?;
                    pieces.extend(inner.iter().map(|piece| piece.within(key, from)));
                    return Ok(());
                }
                None
            }
            Data::Record(row) if self.store.key_id(*row).is_none() && self.store.name(*row).starts_with('#') => {
                self.budget.spend_on_bytes(self.store.content_size(*row))?;
                self.content(*row).map(speech::short)
            }
            _ => None,
        };
        pieces.push(Piece::value(key, from, to, is));
        Ok(())
    }

    /// What a record is told by that has no key.
    #[must_use]
    pub(crate) fn content(&mut self, row: RowId) -> Option<[u8; 32]> {
        if self.store.key_id(row).is_some() {
            return None;
        }
        self.notes.record(self.store, row);
        for column in 0..self.store.kind(row).fields.len() {
            self.notes.field(self.store, row, column);
        }
        self.store.content(row)
    }

    /// Does work whose values are kept for later calls, and so are paid for by none: whichever call comes first on a thread
    /// would pay, and the answer would depend on the number of threads.
    pub(crate) fn apart<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> T {
        let counted = self.budget.counted();
        self.budget.start(0);
        let own = self.budget.other_purse(Rc::default());
        let result = work(self);
        let _ = self.budget.other_purse(own);
        self.budget.uncounted(counted);
        result
    }

    /// Adds a finding whose texts have so many bytes, and returns its number.
    ///
    /// # Errors
    /// When the call has reported too many, or memory is used up.
    pub(crate) fn report(&mut self, bytes: usize, draft: impl FnOnce(Rc<Paid>) -> Draft) -> Answer<usize> {
        let bill = Rc::new(self.budget.pay(2 * size_of::<Draft>() + bytes)?);
        let doubt = self.doubt;
        let draft = Draft { doubt, ..draft(bill) };
        // What it is called by is told with it.
        let key = match draft.target {
            Target::Record(row) | Target::Year(row, _) => self.store.key_len(row),
            Target::Value(place) => self.store.key_len(place.row),
            Target::Body => 0,
        };
        self.budget.spend_on_bytes(key)?;
        self.budget.report(size_of::<Finding>() + bytes + key)?;
        self.drafts.push(draft);
        Ok(self.drafts.len() - 1)
    }

    /// The number by which a value read from a cell finds its way back.
    #[must_use]
    pub(crate) fn origin(&self, row: RowId, column: usize) -> Origin {
        Origin(self.store.cell_count_to(row, column))
    }
}
