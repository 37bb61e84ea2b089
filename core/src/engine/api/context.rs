//! `ctx`: parameters, body, year, the as-of date, and the records that a rule may see; and `rule(…)` itself.

use std::sync::Arc;

use rhai::{Dynamic, Engine, FnPtr, ImmutableString, Map, NativeCallContext};

use crate::engine::api::compare::Atom;
use crate::engine::api::views::View;
use crate::engine::shared::{Declared, Outcome, Record, Shared, complaint};
use crate::language::say;

/// `ctx` as scripts hold it; what it gives depends on the current call.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Context;

/// `ctx.params`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Parameters;

/// Registers them.
pub(crate) fn register(engine: &mut Engine, shared: &Arc<Shared>) {
    engine.register_type_with_name::<Context>("ctx").register_type_with_name::<Parameters>("params");
    engine.register_get("params", |_: &mut Context| Parameters);
    let own = shared.clone();
    engine.register_get("today", move |_: &mut Context| own.today);
    let own = shared.clone();
    engine.register_get("year", move |_: &mut Context| i64::from(own.year()));
    let own = shared.clone();
    engine.register_get("body", move |_: &mut Context| -> Outcome<ImmutableString> {
        let body =
            own.body().ok_or_else(|| complaint(say!("全网规则没有单一的单位", "a network rule has no single body")))?;
        Ok(own.store.body(body).id.as_ref().into())
    });
    let own = shared.clone();
    engine.register_fn("all", move |_: &mut Context, kind: ImmutableString| View::all(&own, &kind));
    let own = shared.clone();
    engine.register_fn("all", move |_: &mut Context, kind: ImmutableString, year: i64| {
        View::of_year(&own, &kind, i16::try_from(year).unwrap_or(i16::MIN))
    });
    let own = shared.clone();
    engine.register_fn("find", move |_: &mut Context, kind: ImmutableString, key: Dynamic| find(&own, &kind, &key));
    register_parameters(engine, shared);
    let own = shared.clone();
    engine.register_fn("rule", move |context: NativeCallContext, id: ImmutableString, meta: Map, call: FnPtr| {
        own.declare(Declared { id: id.to_string(), meta, call, position: context.call_position() });
    });
}

fn find(shared: &Shared, kind: &str, key: &Dynamic) -> Outcome<Dynamic> {
    // Asking for all of them first makes sure that none is missing.
    View::all(shared, kind)?;
    let key = match Atom::of(key) {
        Some(Atom::Text(text)) => text.to_string(),
        Some(Atom::Number(n)) => n.to_string(),
        _ => return Err(complaint(say!("键须是文字或整数", "a key is a string or an integer"))),
    };
    let found = shared.bodies().iter().find_map(|body| {
        let schema = &shared.store.body(*body).schema;
        let kind = schema.index(kind)?;
        let year = if schema.get(kind).yearly { shared.year() } else { 0 };
        shared.store.find(*body, kind, year, &key)
    });
    Ok(found.map_or(Dynamic::UNIT, |row| Dynamic::from(Record { row, from: 0 })))
}

fn register_parameters(engine: &mut Engine, shared: &Arc<Shared>) {
    let own = shared.clone();
    engine.register_indexer_get(move |_: &mut Parameters, name: ImmutableString| -> Outcome<Dynamic> {
        let parameters = own.parameters();
        let value = parameters.iter().find(|(n, _)| *n == *name).map(|(_, value)| value.clone());
        value.ok_or_else(|| complaint(say!("没有参数“{name}”", "no parameter `{name}`")))
    });
}

/// Gives scripts a property of `ctx.params` for each parameter, which is much quicker than the indexer.
pub(crate) fn register_parameter_names<'a>(
    engine: &mut Engine,
    shared: &Arc<Shared>,
    names: impl Iterator<Item = &'a str>,
) {
    for name in names {
        let own = shared.clone();
        let name = name.to_owned();
        engine.register_get(name.clone(), move |_: &mut Parameters| -> Outcome<Dynamic> {
            let parameters = own.parameters();
            let value = parameters.iter().find(|(n, _)| *n == name).map(|(_, value)| value.clone());
            value.ok_or_else(|| complaint(say!("没有参数“{name}”", "no parameter `{name}`")))
        });
    }
}
