//! What a waiver that excuses nothing speaks of and is not there: a kind, a record, a field, a body.

use std::collections::HashSet;
use std::sync::Arc;

use crate::check::filters;
use crate::data::{Body, Store};
use crate::language::{Lang, Text, did_you_mean, say};
use crate::project::waivers::Terms;
use crate::schema::{Kind, Schema};
use crate::spelling::nearest;
use crate::value::KindId;

/// So many records are looked through for near keys.
const KEYS: usize = 20_000;

/// What of the terms is not there, if anything.
pub(super) fn missed(terms: &Terms, store: &Store) -> Option<Text> {
    if let Some(body) = &terms.body
        && !filters::matches_any(body, store.bodies.iter().map(|own| &*own.id))
    {
        let few = store.bodies.len() <= KEYS;
        let near = nearest(body, store.bodies.iter().filter(|_| few).map(|own| &*own.id));
        let message = say!("数据里没有单位“{body}”", "the data have no body `{body}`");
        return Some(message.and_ask(near.map(did_you_mean)));
    }
    let at = terms.at.as_ref()?;
    let (kind, key) = at.split_once('/')?;
    let schemas = schemas(store);
    let kinds = || schemas.iter().flat_map(|schema| &schema.kinds);
    let Some(known) = kinds().find(|own| own.name == kind) else {
        let labelled = kinds().find(|own| own.label.get(Lang::Zh) == kind);
        let near = || nearest(kind, kinds().flat_map(|own| [own.name.as_str(), own.label.get(Lang::Zh)]));
        if let Some(own) = labelled {
            let name = &own.name;
            return Some(say!("写成 at = \"{name}/{key}\"", "write at = \"{name}/{key}\""));
        }
        let message = say!("没有“{kind}”这类记录", "there is no kind `{kind}`");
        return Some(message.and_ask(near().map(did_you_mean)));
    };
    if !store.bodies.iter().any(|body| holds(store, body, kind, key)) {
        return Some(no_record(store, known, key));
    }
    let field = terms.field.as_ref()?;
    if known.fields.iter().any(|own| own.name == *field) {
        return None;
    }
    let (label, fields) = (known.label.get(Lang::Zh), known.fields.iter().map(|own| own.name.as_str()));
    let message = say!("“{label}”没有字段“{field}”", "`{kind}` has no field `{field}`");
    Some(message.and_ask(nearest(field, fields).map(did_you_mean)))
}

/// The schemas of all bodies, each once.
fn schemas(store: &Store) -> Vec<&Arc<Schema>> {
    let mut seen = HashSet::new();
    store.bodies.iter().map(|body| &body.schema).filter(|schema| seen.insert(Arc::as_ptr(schema))).collect()
}

/// Whether a body has a record of that kind and key.
fn holds(store: &Store, body: &Body, kind: &str, key: &str) -> bool {
    let (Some(kind), Some(id)) = (body.schema.index(kind), store.string_id(key)) else { return false };
    let years = body.years.iter().copied().chain([0]);
    let table = body.table(kind);
    years.into_iter().any(|year| table.row_of(year, id).is_some())
}

fn no_record(store: &Store, kind: &Kind, key: &str) -> Text {
    let (name, label) = (&kind.name, kind.label.get(Lang::Zh));
    let tables = || {
        let of = |body: &'_ Body| body.schema.index(name).map(|kind: KindId| kind.at());
        store.bodies.iter().filter_map(move |body| Some(&body.tables[of(body)?]))
    };
    let few = tables().map(|table| table.keys.len()).sum::<usize>() <= KEYS;
    let keys = tables().filter(|_| few).flat_map(|table| table.keys.iter().flatten());
    let near = nearest(key, keys.map(|id| store.string(*id)));
    let message = say!("没有{label}“{key}”", "there is no {name} `{key}`");
    message.and_ask(near.map(|near| did_you_mean(&format!("{name}/{near}"))))
}
