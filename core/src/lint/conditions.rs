//! Conditions that data cannot change, and defaults that are never used.

use std::collections::BTreeMap;

use super::condition::Within;
use super::found::Found;
use super::subject::Subject;
use super::values::Names;
use super::world::{World, exprs, ty};
use crate::host::lints::{CONSTANT_CONDITION, UNUSED_DEFAULT};
use crate::language::{Text, say};
use crate::pack::On;
use crate::script::check::{Code, Instance};
use crate::script::tree::{Expr, Logic, Name, Unary, What};
use crate::script::types::Ty;
use crate::source::{Place, SourceId};

/// What is the same wherever some code runs; `None` where it is not.
type Verdicts<T> = BTreeMap<Place, Option<T>>;

pub(super) fn look(subject: &Subject<'_>, found: &mut Found<'_>) {
    let files = subject.files();
    let (mut conditions, mut defaults) = (Verdicts::new(), Verdicts::new());
    for world in &subject.worlds {
        for instance in world.running(&files) {
            let within = Within { world, instance, yearly: yearly(world, instance) };
            for expr in exprs(instance) {
                let at = |own: &Expr| Place { source: instance.file, span: own.span };
                if asks(expr) {
                    note(&mut conditions, at(expr), within.constant(expr));
                }
                if let What::If { condition, .. } = &expr.what
                    && let What::Bool(value) = condition.what
                {
                    note(&mut conditions, at(condition), Some(value));
                }
                if let Some((default, unused)) = default(&within, expr) {
                    note(&mut defaults, at(default), unused.then_some(()));
                }
            }
        }
    }
    tell(subject, &conditions, &files, found);
    for (place, _) in defaults.iter().filter(|(_, own)| own.is_some()) {
        let message = say!(
            "前面的值总是有的，这个默认值用不上",
            "what stands before is always there: this default is never used"
        );
        found.tell(&UNUSED_DEFAULT, *place, message, say!("直接读字段", "read the field itself"));
    }
}

/// Notes what came in one place: what comes otherwise elsewhere is not the same.
fn note<T: PartialEq>(verdicts: &mut Verdicts<T>, place: Place, came: Option<T>) {
    match verdicts.entry(place) {
        std::collections::btree_map::Entry::Vacant(entry) => _ = entry.insert(came),
        std::collections::btree_map::Entry::Occupied(mut entry) => {
            if *entry.get() != came {
                entry.insert(None);
            }
        }
    }
}

/// Tells of conditions that come to the same; of one within another the inner one.
fn tell(subject: &Subject<'_>, conditions: &Verdicts<bool>, files: &[SourceId], found: &mut Found<'_>) {
    let known: Vec<(Place, bool)> = conditions
        .iter()
        .filter(|(at, _)| files.contains(&at.source))
        .filter_map(|(at, own)| Some((*at, (*own)?)))
        .collect();
    let holds = |outer: &Place, inner: &Place| {
        outer.source == inner.source
            && outer.span != inner.span
            && outer.span.start <= inner.span.start
            && inner.span.end <= outer.span.end
    };
    for (place, value) in known.iter().filter(|(outer, _)| !known.iter().any(|(inner, _)| holds(outer, inner))) {
        let written = shown(subject.sources.slice(*place));
        let message = if *value {
            say!("条件“{written}”总是成立", "the condition `{written}` is always yes")
        } else {
            say!("条件“{written}”总不成立", "the condition `{written}` is always no")
        };
        found.tell(&CONSTANT_CONDITION, *place, message, reason(written));
    }
}

/// What is written, in one line of bounded length.
fn shown(text: &str) -> String {
    let line: Vec<&str> = text.split_whitespace().collect();
    let line = line.join(" ");
    if line.chars().count() <= 60 { line } else { line.chars().take(59).chain(['…']).collect() }
}

fn reason(written: String) -> Text {
    if written.contains(".has(") {
        return say!(
            "字段是必填的；删去条件，或在 kinds.toml 里写 optional = true",
            "the field is required: delete the condition, or write optional = true in kinds.toml"
        );
    }
    say!(
        "按类型、上下限和枚举的值，结果与数据无关；改正或删去",
        "by types, limits and values of enums it does not depend on the data: correct or delete it"
    )
}

/// Whether an expression asks something, so that it comes to yes or no.
fn asks(expr: &Expr) -> bool {
    match &expr.what {
        What::Binary { op, .. } => op.asks(),
        What::Logic { op, .. } => *op != Logic::Else,
        What::Unary { op, .. } => *op == Unary::Not,
        What::Method { name, arguments, .. } => &*name.text == "has" && arguments.len() == 1,
        _ => false,
    }
}

/// A default value, and whether it is never used as far as types tell.
fn default<'e>(within: &Within<'_>, expr: &'e Expr) -> Option<(&'e Expr, bool)> {
    match &expr.what {
        What::Method { of, name, arguments, .. } => match (&*name.text, arguments.as_slice()) {
            ("get", [field, default]) => Some((default, within.is_required(of, field))),
            _ => None,
        },
        What::Logic { op: Logic::Else, parts } => {
            let [first, default, ..] = parts.as_slice() else { return None };
            let ty = ty(within.instance, first);
            Some((default, ty.is_known() && !matches!(ty, Ty::Unit | Ty::Maybe(_))))
        }
        _ => None,
    }
}

/// The record and `ctx` of a rule on yearly records, where nothing else bears their names.
fn yearly<'w>(world: &'w World, instance: &'w Instance) -> Option<(&'w Name, &'w Name)> {
    let Code::Closure(closure) = &instance.what else { return None };
    let [record, ctx] = closure.parameters.as_slice() else { return None };
    let own = world.typed.rules.iter().find(|rule| {
        let code = &world.typed.instance(rule.instance).what;
        matches!(code, Code::Closure(other) if std::ptr::eq(&raw const **other, &raw const **closure))
    })?;
    let On::Kind(kind) = &own.meta.on else { return None };
    let is_yearly = world.schema.kind(kind).is_some_and(|kind| kind.yearly && kind.field("year").is_none());
    let names = Names::of(instance);
    (is_yearly && names.binds_once(&record.text) && names.binds_once(&ctx.text)).then_some((record, ctx))
}
