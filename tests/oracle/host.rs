//! The oracle: Rhai's evaluator over the data, by an own and plain implementation of the reference.

mod calendar;
mod collections;
mod engine;
mod findings;
mod number;
mod operators;
mod period;
mod records;
mod stop;
mod store;
mod texts;
mod value;

use std::sync::Arc;

use jiff::civil::Date;
use rhai::{AST, CallFnOptions, Dynamic, Engine, Scope};

use crate::data::Data;
use crate::judge::Row;
use crate::schema::{Schema, Type};
use crate::tree::Program;

use records::{At, Call, Draft};
use stop::Stop;
use store::{Store, World};
use value::{Own, own};

/// What became of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    Done,
    /// Silent: what it read is broken.
    Blocked,
    Fault(String),
    /// Nothing can be said of it.
    Unsure,
}

/// One call of a rule.
#[derive(Clone, Debug)]
pub struct Called {
    pub rule: String,
    /// The record, as reports name it: kind, key, and where its header stands.
    pub record: Option<(String, String, String)>,
    /// What it reported before it ended.
    pub rows: Vec<Row>,
    pub ending: Ending,
}

/// The evaluator, made once a thread.
pub struct Oracle {
    engine: Engine,
}

impl Oracle {
    pub fn new() -> Self {
        Self { engine: engine::engine() }
    }

    /// All calls of a program's rules on some data.
    ///
    /// # Errors
    /// When Rhai cannot parse the program.
    pub fn calls(
        &self,
        text: &str,
        program: &Program,
        schema: &Schema,
        data: &Data,
        today: Date,
    ) -> Result<Vec<Called>, String> {
        let ast = self.engine.compile(text).map_err(|error| error.to_string())?;
        let world = World { store: Arc::new(Store::of(data, schema)), schema: Arc::new(schema.clone()) };
        let mut calls = Vec::new();
        for (number, rule) in program.rules.iter().enumerate() {
            for (bodies, year, rec) in subjects(&world, &rule.on, today) {
                let body = world.store.bodies[bodies[0]].clone();
                let (ending, drafts) = self.one(&ast, number, rec, call(&world, today, bodies, &rule.on, year));
                let rows = drafts.into_iter().map(|draft| row(&world, &rule.id, &body, draft)).collect();
                let record = rec.map(|rec| named(&world, rec));
                calls.push(Called { rule: rule.id.clone(), record, rows, ending });
            }
        }
        Ok(calls)
    }

    fn one(&self, ast: &AST, number: usize, rec: Option<usize>, call: Call) -> (Ending, Vec<Draft>) {
        records::set(Some(call));
        let arguments: Vec<Dynamic> = rec.map(|rec| own(Own::Rec(rec))).into_iter().chain([own(Own::Ctx)]).collect();
        let options = CallFnOptions::new().eval_ast(false);
        let name = format!("rule_{number}");
        let answer = self.engine.call_fn_with_options::<Dynamic>(options, &mut Scope::new(), ast, name, arguments);
        let drafts = records::set(None).map(|call| call.drafts).unwrap_or_default();
        let ending = match answer.map_err(Stop::from) {
            Ok(_) => Ending::Done,
            Err(Stop::Blocked) => Ending::Blocked,
            Err(Stop::Fault(why)) => Ending::Fault(why),
            Err(Stop::Unsure) => Ending::Unsure,
        };
        (ending, drafts)
    }
}

/// What a rule is called for: bodies, year, and record, unless it is one on the body or the network.
fn subjects(world: &World, on: &str, today: Date) -> Vec<(Vec<usize>, i16, Option<usize>)> {
    let years = |body: usize| {
        let years = world.store.years(body);
        if years.is_empty() { vec![today.year()] } else { years }
    };
    let bodies = 0..world.store.bodies.len();
    if on == "network" {
        let mut all: Vec<i16> = bodies.clone().flat_map(years).collect();
        all.sort_unstable();
        all.dedup();
        return all.into_iter().map(|year| (bodies.clone().collect(), year, None)).collect();
    }
    let kind = world.schema.kinds.iter().position(|kind| kind.name == on);
    let mut subjects = Vec::new();
    for body in bodies {
        for year in years(body) {
            match kind {
                None => subjects.push((vec![body], year, None)),
                Some(kind) => {
                    let of = if world.schema.kinds[kind].yearly { year } else { 0 };
                    let rows = world.store.of_kind(body, kind);
                    let rows = rows.into_iter().filter(|rec| world.store.recs[*rec].year == of);
                    subjects.extend(rows.map(|rec| (vec![body], year, Some(rec))));
                }
            }
        }
    }
    subjects
}

fn call(world: &World, today: Date, bodies: Vec<usize>, on: &str, year: i16) -> Call {
    let parameters = world.schema.parameters.iter().map(|(name, ty, text)| (name.clone(), parameter(ty, text)));
    let (parameters, network) = (parameters.collect(), on == "network");
    Call { world: world.clone(), today, bodies, network, year, parameters, drafts: Vec::new() }
}

fn parameter(ty: &Type, text: &str) -> Dynamic {
    match ty {
        Type::Int => Dynamic::from_int(text.parse().expect("a number")),
        Type::Dec => own(Own::Num(number::Q::of(text.parse().expect("a number")))),
        Type::Bool => (text == "true").into(),
        Type::Date => own(Own::Date(text.parse().expect("a day"))),
        Type::List(_) => {
            let items = text.trim_matches(['[', ']']).split(", ");
            items.map(|item| parameter(&Type::Int, item)).collect::<rhai::Array>().into()
        }
        _ => text.trim_matches('"').to_owned().into(),
    }
}

/// Kind, key and header of a record.
fn named(world: &World, rec: usize) -> (String, String, String) {
    let own = &world.store.recs[rec];
    let place = format!("{}:{:?}", world.store.files[own.file], own.header);
    (world.schema.kinds[own.kind].name.clone(), own.key.clone(), place)
}

fn row(world: &World, rule: &str, body: &str, draft: Draft) -> Row {
    // A body stands at the top of the first file with records of it.
    let top = || {
        let of = world.store.recs.iter().filter(|rec| world.store.bodies[rec.body] == body).map(|rec| rec.file);
        format!("{}:0..0", of.min().map_or("", |file| &world.store.files[file]))
    };
    let at = |at: &At| match at {
        At::Body => (None, None, top()),
        At::Rec(rec) => (Some(*rec), None, named(world, *rec).2),
        At::Cell(tag) => {
            let spot = &world.store.spots[usize::try_from(*tag).expect("positive") - 1];
            let own = &world.store.recs[spot.rec];
            let field = world.schema.kinds[own.kind].fields[spot.field].name.clone();
            let span = spot.span.clone().unwrap_or_else(|| own.header.clone());
            (Some(spot.rec), Some(field), format!("{}:{span:?}", world.store.files[own.file]))
        }
    };
    let (rec, field, place) = at(&draft.at);
    let status = match draft.due {
        Some((_, true)) => "pending",
        _ => "violation",
    };
    Row {
        rule: rule.to_owned(),
        body: Some(rec.map_or(body, |rec| &world.store.bodies[world.store.recs[rec].body]).to_owned()),
        status,
        record: rec.map(|rec| named(world, rec)).map(|(kind, key, _)| (kind, key)),
        field,
        place,
        message: draft.message,
        help: draft.help,
        see: draft.see.iter().map(|(other, note)| (at(other).2, note.clone())).collect(),
        due: draft.due.map(|(day, _)| day.to_string()),
        warning: draft.warning,
    }
}
