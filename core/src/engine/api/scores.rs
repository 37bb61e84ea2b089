//! `score(…)`, the lines of a scheme, and the cards that rules ask for.

use std::sync::{Arc, Mutex, PoisonError};

use rhai::{Array, Dynamic, Engine, FnPtr, ImmutableString, Map, NativeCallContext};
use rust_decimal::Decimal;

use crate::engine::api::context::Context;
use crate::engine::shared::{DeclaredLine, DeclaredScheme, Outcome, Record, Shared, blocked, complaint};
use crate::language::say;
use crate::score::card::Card;
use crate::score::points::Points;

/// `s` of a scheme's closure: takes down its lines.
#[derive(Clone, Default)]
pub(crate) struct Builder(Arc<Mutex<Vec<DeclaredLine>>>);

impl Builder {
    /// The lines so far.
    #[must_use]
    pub(crate) fn take(&self) -> Vec<DeclaredLine> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn add(&self, context: &NativeCallContext<'_>, verb: &'static str, name: &str, options: Map, closures: Vec<FnPtr>) {
        let line = DeclaredLine { verb, name: name.to_owned(), options, closures, position: context.call_position() };
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(line);
    }
}

/// A record that counts for another number than one: `award(record, units)`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Award {
    /// The record.
    pub record: Record,
    /// How many it counts for.
    pub units: Points,
}

/// A card as rules hold it: its table and its place there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CardRef {
    /// Number of the table.
    pub table: usize,
    /// Number of the card.
    pub card: usize,
}

/// The number that a script's value is.
#[must_use]
pub(crate) fn number(value: &Dynamic) -> Option<Points> {
    value.as_int().map(Points::from).or_else(|_| value.as_decimal().map(Points::from)).ok()
}

/// Registers everything.
pub(crate) fn register(engine: &mut Engine, shared: &Arc<Shared>) {
    engine
        .register_type_with_name::<Builder>("scheme")
        .register_type_with_name::<Award>("award")
        .register_type_with_name::<CardRef>("card");
    let own = shared.clone();
    engine.register_fn("score", move |context: NativeCallContext, id: ImmutableString, meta: Map, build: FnPtr| {
        let position = context.call_position();
        own.declare_scheme(DeclaredScheme { id: id.to_string(), meta, build, lines: Vec::new(), position });
    });
    engine.register_fn("award", |record: Record, units: Dynamic| -> Outcome<Award> {
        let units = number(&units).ok_or_else(|| {
            complaint(say!("award 的第2个参数应当是数", "award wants a number as its second argument"))
        })?;
        Ok(Award { record, units })
    });
    // Parameters are in force before a file is loaded, so that a scheme's literals can take values from them.
    let own = shared.clone();
    engine.register_fn("param", move |name: ImmutableString| -> Outcome<Dynamic> {
        let parameters = own.parameters();
        let value = parameters.iter().find(|(n, _)| *n == *name).map(|(_, value)| value.clone());
        value.ok_or_else(|| complaint(say!("没有参数“{name}”", "no parameter `{name}`")))
    });
    lines(engine);
    cards(engine, shared);
}

/// The functions that write lines.
fn lines(engine: &mut Engine) {
    type Name = ImmutableString;
    engine
        .register_fn("part", |c: NativeCallContext, s: &mut Builder, name: Name, options: Map| {
            s.add(&c, "part", &name, options, Vec::new());
        })
        .register_fn("part", |c: NativeCallContext, s: &mut Builder, name: Name, options: Map, whom: FnPtr| {
            s.add(&c, "part", &name, options, vec![whom]);
        })
        .register_fn("item", |c: NativeCallContext, s: &mut Builder, name: Name, options: Map, records: FnPtr| {
            s.add(&c, "item", &name, options, vec![records]);
        })
        .register_fn(
            "ratio",
            |c: NativeCallContext, s: &mut Builder, name: Name, options: Map, done: FnPtr, required: FnPtr| {
                s.add(&c, "ratio", &name, options, vec![done, required]);
            },
        )
        .register_fn("minimum", |c: NativeCallContext, s: &mut Builder, name: Name, need: Dynamic, count: FnPtr| {
            s.add(&c, "minimum", &name, [("need".into(), need)].into(), vec![count]);
        })
        .register_fn(
            "minimum",
            |c: NativeCallContext, s: &mut Builder, name: Name, need: Dynamic, mut options: Map, count: FnPtr| {
                options.insert("need".into(), need);
                s.add(&c, "minimum", &name, options, vec![count]);
            },
        )
        .register_fn("veto", |c: NativeCallContext, s: &mut Builder, name: Name, grade: Name, records: FnPtr| {
            s.add(&c, "veto", &name, [("grade".into(), grade.into())].into(), vec![records]);
        })
        .register_fn("unranked", |c: NativeCallContext, s: &mut Builder, whom: FnPtr| {
            s.add(&c, "unranked", "", Map::new(), vec![whom]);
        });
}

/// Cards: how rules find them, and what they have.
fn cards(engine: &mut Engine, shared: &Arc<Shared>) {
    let own = shared.clone();
    engine.register_fn("score", move |_: &mut Context, record: Record| find(&own, None, record));
    let own = shared.clone();
    engine.register_fn("score", move |_: &mut Context, scheme: ImmutableString, record: Record| {
        find(&own, Some(&scheme), record)
    });
    let own = shared.clone();
    engine.register_get("complete", move |card: &mut CardRef| own.card(*card).is_complete());
    macro_rules! property {
        ($name:literal, |$shared:ident, $at:ident, $card:ident| $body:expr) => {
            let own = shared.clone();
            engine.register_get($name, move |at: &mut CardRef| -> Outcome<Dynamic> {
                let ($shared, $at) = (&*own, *at);
                let $card = $shared.card($at);
                // What is not known is no number: the incomplete card has been reported.
                if !$card.is_complete() {
                    return Err(blocked());
                }
                Ok($body)
            });
        };
    }
    property!("points", |_shared, _at, card| Dynamic::from_decimal(card.points.decimal()));
    property!("whole", |_shared, _at, card| Dynamic::from_decimal(card.whole.decimal()));
    property!("rank", |_shared, _at, card| card.rank.map_or(Dynamic::UNIT, |rank| i64::from(rank).into()));
    property!("grade", |shared, at, card| {
        let table = &shared.scores().tables[at.table];
        table.grade(card).map_or(Dynamic::UNIT, |grade| grade.to_owned().into())
    });
    property!("short", |shared, at, card| {
        let lines = &shared.scores().tables[at.table].scheme.lines;
        card.short().map(|m| Dynamic::from(lines[m.line].name.to_string())).collect::<Array>().into()
    });
    let own = shared.clone();
    engine.register_fn("points_of", move |at: &mut CardRef, name: ImmutableString| points_of(&own, *at, &name));
}

/// The points of an item or a part.
fn points_of(shared: &Shared, at: CardRef, name: &str) -> Outcome<Decimal> {
    let card = shared.card(at);
    if !card.is_complete() {
        return Err(blocked());
    }
    let lines = &shared.scores().tables[at.table].scheme.lines;
    let named = |line: usize| *lines[line].name == *name;
    let part = card.sections.iter().find(|s| s.part.is_some_and(named)).map(|s| s.points);
    let entry = || card.sections.iter().flat_map(|s| &s.entries).find(|e| named(e.line)).map(|e| e.points);
    match part.or_else(entry) {
        Some(points) => Ok(points.decimal()),
        None if lines.iter().any(|line| *line.name == *name) => Ok(Decimal::ZERO),
        None => Err(complaint(say!("计分办法里没有“{name}”", "the scheme has no \"{name}\""))),
    }
}

impl Shared {
    fn card(&self, at: CardRef) -> &Card {
        &self.scores().tables[at.table].cards[at.card]
    }
}

/// The card of a record in the current year, or `()`.
fn find(shared: &Shared, scheme: Option<&str>, record: Record) -> Outcome<Dynamic> {
    let all = shared.scores().of(record.row, shared.year());
    let name = |at: &CardRef| &*shared.scores().tables[at.table].scheme.name;
    let found: Vec<CardRef> = all.iter().copied().filter(|at| scheme.is_none_or(|scheme| name(at) == scheme)).collect();
    match *found.as_slice() {
        [] => Ok(Dynamic::UNIT),
        [one] => Ok(Dynamic::from(one)),
        _ => {
            let names = found.iter().map(name).collect::<Vec<_>>().join("、");
            Err(complaint(say!(
                "有几种计分办法：{names}；写成 ctx.score(\"名称\", 记录)",
                "there are several schemes, {names}: write ctx.score(\"name\", record)"
            )))
        }
    }
}
