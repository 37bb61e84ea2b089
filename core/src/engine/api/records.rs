//! Records: their fields by name or Chinese label, their links, and places in them.

use std::collections::BTreeSet;
use std::sync::Arc;

use rhai::{Dynamic, Engine, ImmutableString};

use crate::data::CellPlace;
use crate::engine::api::views::View;
use crate::engine::shared::{Error, Mark, Outcome, Record, Shared, Target, blocked, complaint};
use crate::language::{Lang, did_you_mean, say};
use crate::schema::Kind;
use crate::spelling::nearest;
use crate::value::Cell;

impl Shared {
    /// A record's property: a field, a link, or one of `key kind body year`.
    ///
    /// # Errors
    /// When there is none of that name, the field is absent, or the value is known to be broken.
    pub(crate) fn property(&self, record: &Record, name: &str) -> Outcome<Dynamic> {
        let kind = self.store.kind(record.row);
        if let Some(column) = kind.column(name) {
            return self.value(record.row, column);
        }
        match name {
            "key" => return Ok(self.key(record.row).into()),
            "kind" => return Ok(kind.name.clone().into()),
            "body" => return Ok(self.store.body(record.row.body).id.as_ref().into()),
            "year" => {
                self.notes.record(&self.store, record.row);
                return Ok(i64::from(self.store.head(record.row).year).into());
            }
            _ => {}
        }
        let link = kind.links.iter().position(|l| l.name == name || l.label.get(Lang::Zh) == name);
        match link {
            Some(link) => View::linked(self, record.row, link).map(Dynamic::from),
            None => Err(unknown(kind, name)),
        }
    }

    /// The column of a field, by name or Chinese label.
    ///
    /// # Errors
    /// When there is none.
    pub(crate) fn column(kind: &Kind, name: &str) -> Outcome<usize> {
        kind.column(name).ok_or_else(|| unknown(kind, name))
    }

    /// Whether a field is given.
    ///
    /// # Errors
    /// When there is no such field, or its value is known to be broken.
    pub(crate) fn has(&self, record: &Record, name: &str) -> Outcome<bool> {
        let column = Self::column(self.store.kind(record.row), name)?;
        self.notes.field(&self.store, record.row, column);
        match self.store.cell(record.row, column) {
            Cell::Invalid => Err(blocked()),
            cell => Ok(*cell != Cell::Absent),
        }
    }

    fn mark(&self, record: &Record, name: &str) -> Outcome<Mark> {
        let column = Self::column(self.store.kind(record.row), name)?;
        self.notes.record(&self.store, record.row);
        let place = self.store.field_place(record.row, column);
        Ok(Mark(Target::Value(CellPlace { row: record.row, column, place })))
    }
}

fn unknown(kind: &Kind, name: &str) -> Error {
    let known = kind.fields.iter().map(|f| f.name.as_str()).chain(kind.links.iter().map(|l| l.name.as_str()));
    let kind_name = &kind.name;
    let message = say!("{kind_name} 没有字段“{name}”", "{kind_name} has no field `{name}`");
    complaint(message.and_ask(nearest(name, known).map(did_you_mean)))
}

/// Every name by which some record has a property.
fn names(shared: &Shared) -> BTreeSet<String> {
    let mut names: BTreeSet<String> = ["key", "kind", "body", "year"].map(str::to_owned).into();
    let mut seen = Vec::new();
    for body in &shared.store.bodies {
        if seen.iter().any(|s| Arc::ptr_eq(s, &body.schema)) {
            continue;
        }
        seen.push(body.schema.clone());
        for kind in &body.schema.kinds {
            let fields = kind.fields.iter().map(|f| (&f.name, &f.label));
            for (name, label) in fields.chain(kind.links.iter().map(|l| (&l.name, &l.label))) {
                names.insert(name.clone());
                names.insert(label.get(Lang::Zh).to_owned());
            }
        }
    }
    names
}

/// Registers the properties and functions of records.
pub(crate) fn register(engine: &mut Engine, shared: &Arc<Shared>) {
    engine.register_type_with_name::<Record>("record").register_type_with_name::<Mark>("place");
    for name in names(shared) {
        let own = shared.clone();
        engine.register_get(name.clone(), move |record: &mut Record| own.property(record, &name));
    }
    let own = shared.clone();
    engine.register_indexer_get(move |record: &mut Record, name: ImmutableString| own.property(record, &name));
    let own = shared.clone();
    engine.register_fn("has", move |record: &mut Record, name: ImmutableString| own.has(record, &name));
    let own = shared.clone();
    engine.register_fn(
        "get",
        move |record: &mut Record, name: ImmutableString, default: Dynamic| {
            if own.has(record, &name)? { own.property(record, &name) } else { Ok(default) }
        },
    );
    let own = shared.clone();
    engine.register_fn("at", move |record: &mut Record, name: ImmutableString| own.mark(record, &name));
    let own = shared.clone();
    engine.register_fn("to_string", move |record: &mut Record| own.name(record.row));
}
