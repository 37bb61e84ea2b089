//! What the functions that scripts call can reach: the data, the present record's body and year, and the findings so far.

mod declared;
mod errors;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::civil::Date;
use rhai::{Dynamic, EvalAltResult, ImmutableString, NativeCallContext, Position};

use crate::calendar::Calendar;
use crate::data::{CellPlace, Store};
use crate::engine::limits::Budget;
use crate::engine::memory::Metering;
use crate::engine::reads::Notes;
use crate::engine::scores::Scores;
use crate::language::Text;
use crate::schema::{Kind, Type};
use crate::value::{BodyId, Cell, Elements, RowId, StrId};

pub(crate) use declared::{Declared, DeclaredLine, DeclaredScheme};
pub(crate) use errors::{blocked, complaint, unknown_day};

/// A script's error, as the interpreter passes it on.
pub(crate) type Error = Box<EvalAltResult>;

/// Result of a function that scripts call.
pub(crate) type Outcome<T> = Result<T, Error>;

/// One worker's state, shared by all functions registered with its engine.
pub(crate) struct Shared {
    /// The data.
    pub store: Arc<Store>,
    /// The as-of date.
    pub today: Date,
    /// What the current call has used.
    pub budget: Arc<Budget>,
    /// The scope of the current call.
    now: Mutex<Now>,
    /// Findings of the current call.
    drafts: Mutex<Vec<Draft>>,
    /// Rules declared while a script is loaded.
    declared: Mutex<Vec<Declared>>,
    /// Schemes declared while a script is loaded.
    schemes: Mutex<Vec<DeclaredScheme>>,
    /// The cards that rules may ask for.
    scores: Arc<Scores>,
    /// What the calls read.
    pub notes: Notes,
    /// The store's strings as scripts hold them; each worker has its own, so that no count is shared between threads.
    strings: Mutex<Vec<Option<ImmutableString>>>,
}

/// The scope of a call.
#[derive(Clone, Debug, Default)]
pub(crate) struct Now {
    /// Bodies that the rule sees: one, or all that its pack governs.
    pub bodies: Arc<[BodyId]>,
    /// Whether the rule is of the network: called once for all bodies.
    pub network: bool,
    /// Year.
    pub year: i16,
    /// Parameters in force.
    pub parameters: Arc<Vec<(String, Dynamic)>>,
    /// Working days known.
    pub calendar: Arc<Calendar>,
    /// How many years before this one links reach back.
    pub back: i16,
}

/// A finding as a script reports it.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    /// Where.
    pub target: Target,
    /// What is wrong.
    pub message: String,
    /// Second places.
    pub see: Vec<(Target, String)>,
    /// Next step.
    pub help: Option<String>,
    /// For duties: the last day, and whether it is still to come.
    pub due: Option<(Date, bool)>,
    /// File of the call, by the number of its source.
    pub source: Option<String>,
    /// Line and column of the call.
    pub position: Position,
}

/// What a finding points at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// A record's header.
    Record(RowId),
    /// A value.
    Value(CellPlace),
}

impl Target {
    /// The record that it is, or is in.
    #[must_use]
    pub(crate) fn row(&self) -> RowId {
        match self {
            Self::Record(row) => *row,
            Self::Value(cell) => cell.row,
        }
    }
}

/// A record as scripts hold it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Record {
    /// Which.
    pub row: RowId,
    /// Number of the value that it was read from, or 0.
    pub from: i32,
}

/// A place as scripts hold it: `record.at("field")`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mark(pub Target);

/// A value was read that the host has already reported as broken; the rule's call ends without a further word.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Blocked;

/// What a function complains of, in both languages.
#[derive(Clone, Debug)]
pub(crate) struct Complaint(pub Text);

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shared {
    /// The state of a worker.
    #[must_use]
    pub(crate) fn new(store: Arc<Store>, today: Date, metering: Metering) -> Self {
        let strings = Mutex::new(vec![None; store.strings.len()]);
        Self {
            store,
            today,
            strings,
            budget: Arc::new(Budget::new(metering)),
            now: Mutex::default(),
            drafts: Mutex::default(),
            declared: Mutex::default(),
            schemes: Mutex::default(),
            scores: Arc::default(),
            notes: Notes::default(),
        }
    }

    /// The same, noting what the calls read of so many files.
    #[must_use]
    pub(crate) fn noting(mut self, files: usize) -> Self {
        self.notes = Notes::new(&self.store, files);
        self
    }

    /// The same, with cards that rules may ask for.
    #[must_use]
    pub(crate) fn with_scores(mut self, scores: Arc<Scores>) -> Self {
        self.scores = scores;
        self
    }

    /// The cards, for a rule that asks for them.
    #[must_use]
    pub(crate) fn scores(&self) -> &Scores {
        self.notes.cards();
        &self.scores
    }

    /// Lets links of the calls to come reach back so many years.
    pub(crate) fn look_back(&self, years: i16) {
        lock(&self.now).back = years;
    }

    /// The years whose records links give: first and last.
    #[must_use]
    pub(crate) fn link_years(&self) -> (i16, i16) {
        let now = lock(&self.now);
        (now.year - now.back, now.year)
    }

    /// Sets the scope of the calls to come.
    pub(crate) fn enter(&self, now: Now) {
        *lock(&self.now) = now;
    }

    /// The year of the current call.
    #[must_use]
    pub(crate) fn year(&self) -> i16 {
        lock(&self.now).year
    }

    /// The bodies that the current call sees.
    #[must_use]
    pub(crate) fn bodies(&self) -> Arc<[BodyId]> {
        lock(&self.now).bodies.clone()
    }

    /// The one body of the current call; `None` for rules of the network.
    #[must_use]
    pub(crate) fn body(&self) -> Option<BodyId> {
        let now = lock(&self.now);
        if now.network { None } else { now.bodies.first().copied() }
    }

    /// Parameters in force.
    #[must_use]
    pub(crate) fn parameters(&self) -> Arc<Vec<(String, Dynamic)>> {
        lock(&self.now).parameters.clone()
    }

    /// Working days known.
    #[must_use]
    pub(crate) fn calendar(&self) -> Arc<Calendar> {
        lock(&self.now).calendar.clone()
    }

    /// Whether the rule sees a kind of that body: all of its own body, the shared ones of the network.
    ///
    /// # Errors
    /// When it does not.
    pub(crate) fn may_see(&self, kind: &Kind) -> Outcome<()> {
        if kind.shared || !lock(&self.now).network {
            return Ok(());
        }
        let name = &kind.name;
        Err(complaint(crate::language::say!(
            "{name} 没有声明 shared = true，全网规则不能读取",
            "{name} is not declared `shared = true`, so network rules may not read it"
        )))
    }

    /// Adds a finding and returns its number.
    pub(crate) fn report(&self, draft: Draft) -> usize {
        let mut drafts = lock(&self.drafts);
        drafts.push(draft);
        drafts.len() - 1
    }

    /// Changes a finding of the current call.
    pub(crate) fn amend(&self, number: usize, change: impl FnOnce(&mut Draft)) {
        if let Some(draft) = lock(&self.drafts).get_mut(number) {
            change(draft);
        }
    }

    /// Takes the findings of the current call.
    pub(crate) fn take_drafts(&self) -> Vec<Draft> {
        std::mem::take(&mut lock(&self.drafts))
    }

    /// Notes a declared rule.
    pub(crate) fn declare(&self, declared: Declared) {
        lock(&self.declared).push(declared);
    }

    /// Takes the declared rules.
    pub(crate) fn take_declared(&self) -> Vec<Declared> {
        std::mem::take(&mut lock(&self.declared))
    }

    /// Notes a declared scheme.
    pub(crate) fn declare_scheme(&self, scheme: DeclaredScheme) {
        lock(&self.schemes).push(scheme);
    }

    /// Takes the declared schemes.
    pub(crate) fn take_schemes(&self) -> Vec<DeclaredScheme> {
        std::mem::take(&mut lock(&self.schemes))
    }

    /// What people call a record.
    #[must_use]
    pub(crate) fn name(&self, row: RowId) -> String {
        self.notes.record(&self.store, row);
        self.store.name(row)
    }

    /// A record's key.
    #[must_use]
    pub(crate) fn key(&self, row: RowId) -> String {
        self.notes.record(&self.store, row);
        self.store.key(row)
    }

    /// A string of the store.
    #[must_use]
    pub(crate) fn string(&self, id: StrId) -> ImmutableString {
        let make = || self.budget.free(|| self.store.string(id).into());
        lock(&self.strings)[id.at()].get_or_insert_with(make).clone()
    }

    /// A record's value in a column.
    ///
    /// # Errors
    /// When the field is absent, or known to be broken.
    pub(crate) fn value(&self, row: RowId, column: usize) -> Outcome<Dynamic> {
        self.notes.field(&self.store, row, column);
        let number = self.store.cell_number(row, column).unwrap_or(0);
        let cell = self.store.cell(row, column);
        if *cell == Cell::Absent {
            let field = &self.store.kind(row).fields[column].name;
            return Err(complaint(crate::language::say!(
                "字段“{field}”没有填写；先用 has(\"{field}\") 判断，或用 get(\"{field}\", 默认值) 读取",
                "field `{field}` is absent; ask has(\"{field}\") first, or read it by get(\"{field}\", default)"
            )));
        }
        self.cell(row.body, cell, &self.store.kind(row).fields[column].ty, number)
    }

    /// A cell as a script's value, carrying the number of its place.
    fn cell(&self, body: BodyId, cell: &Cell, ty: &Type, number: i32) -> Outcome<Dynamic> {
        let mut value: Dynamic = match cell {
            Cell::Absent => Dynamic::UNIT,
            Cell::Invalid => return Err(blocked()),
            Cell::Bool(b) => (*b).into(),
            Cell::Int(n) => (*n).into(),
            Cell::Decimal(d) => Dynamic::from_decimal(**d),
            Cell::Str(id) => self.string(*id).into(),
            Cell::Date(d) => Dynamic::from(*d),
            Cell::Time(t) => Dynamic::from(**t),
            Cell::Period(p) => Dynamic::from(*p),
            Cell::Ref(row) => {
                self.may_see(self.store.kind(**row))?;
                Dynamic::from(Record { row: **row, from: number })
            }
            Cell::Nested(elements) => self.nested(body, *elements, ty)?,
        };
        value.set_tag(number);
        Ok(value)
    }

    /// A list as an array, a table as a map of the fields given.
    fn nested(&self, body: BodyId, elements: Elements, ty: &Type) -> Outcome<Dynamic> {
        self.budget.charge(elements.len())?;
        let nested = &self.store.body(body).nested;
        let value = |at: usize, ty: &Type| {
            let number = self.store.nested_number(body, at).unwrap_or(0);
            self.cell(body, &nested[at].cell, ty, number)
        };
        match ty {
            Type::Table(fields) => {
                let mut map = rhai::Map::new();
                for (at, field) in elements.range().zip(fields) {
                    if nested[at].cell != Cell::Absent {
                        map.insert(field.name.as_str().into(), value(at, &field.ty)?);
                    }
                }
                Ok(map.into())
            }
            Type::List(of) => {
                let items: Outcome<rhai::Array> = elements.range().map(|at| value(at, of)).collect();
                items.map(Into::into)
            }
            _ => Ok(Dynamic::UNIT),
        }
    }

    /// What a script's value points at: a record, a mark, or a value that was read from a record.
    #[must_use]
    pub(crate) fn target(&self, value: &Dynamic) -> Option<Target> {
        // A captured variable is shared; its value and the value's place are inside.
        let value = &value.flatten_clone();
        if let Some(mark) = value.read_lock::<Mark>() {
            return Some(mark.0);
        }
        if let Some(record) = value.read_lock::<Record>() {
            return match self.store.cell_place(record.from) {
                Some(place) => Some(Target::Value(place)),
                None => Some(Target::Record(record.row)),
            };
        }
        self.store.cell_place(value.tag()).map(Target::Value)
    }
}

/// Where a host function was called: the source's number and the position in it.
#[must_use]
pub(crate) fn call_place(context: &NativeCallContext<'_>) -> (Option<String>, Position) {
    (context.call_source().map(str::to_owned), context.call_position())
}
