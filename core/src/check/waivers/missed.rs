//! What a waiver that excuses nothing speaks of and is not there: a kind, a record, a field, a body.
//!
//! Records are looked for only where it is of one body: among those of many there would be too many near ones, and a shard
//! does not have them all.

use std::cell::OnceCell;
use std::collections::HashSet;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::check::filters;
use crate::data::{Body, Store};
use crate::finding::key_in_brackets;
use crate::language::{Lang, Text, did_you_mean, say};
use crate::project::waivers::Terms;
use crate::schema::{Kind, Schema};
use crate::spelling::{Words, nearest};

/// So many records are looked through for near keys.
const KEYS: usize = 20_000;

/// What waivers may speak of: looked up once for all of them.
pub(super) struct Lookup<'s> {
    store: &'s Store,
    /// The schemas of all bodies, each once.
    schemas: Vec<&'s Arc<Schema>>,
    /// The bodies, for near names.
    bodies: OnceCell<Words<'s>>,
    /// The keys of kinds, by the body and the name of the kind, likewise.
    keys: FxHashMap<(&'s str, &'s str), Words<'s>>,
}

impl<'s> Lookup<'s> {
    pub(super) fn new(store: &'s Store) -> Self {
        let mut seen = HashSet::new();
        let schemas = store.known.iter().map(|body| &body.schema);
        let schemas = schemas.filter(|schema| seen.insert(Arc::as_ptr(schema))).collect();
        Self { store, schemas, bodies: OnceCell::new(), keys: FxHashMap::default() }
    }

    /// The one body that a waiver may be of, if there is no other.
    pub(super) fn one_of(&self, terms: &Terms) -> Option<Arc<str>> {
        let own = |id: &str| terms.body.as_ref().is_none_or(|body| filters::matches_any(body, [id]));
        let mut bodies = self.store.known.iter().filter(|known| own(&known.id));
        let one = bodies.next()?;
        bodies.next().is_none().then(|| one.id.clone())
    }

    /// What of the terms is not there, if anything; `one` is the only body that they may be of.
    pub(super) fn missed(&mut self, terms: &Terms, one: Option<&str>) -> Option<Text> {
        let bodies = &self.store.known;
        if let Some(body) = &terms.body
            && !filters::matches_any(body, bodies.iter().map(|own| &*own.id))
        {
            let few = bodies.len() <= KEYS;
            let words = || Words::new(bodies.iter().filter(|_| few).map(|own| &*own.id));
            let near = self.bodies.get_or_init(words).nearest(body);
            let message = say!("数据里没有单位“{body}”", "the data have no body `{body}`");
            return Some(message.and_ask(near.map(did_you_mean)));
        }
        let at = terms.at.as_ref()?;
        let (kind, key) = at.split_once(['/', ' '])?;
        let key = key_in_brackets(key).unwrap_or(key.trim_start());
        let is_kind = |own: &&Kind| own.name == kind || own.label.get(Lang::Zh) == kind;
        let Some(known) = self.kinds().find(is_kind) else { return Some(self.no_kind(kind)) };
        let one = one.and_then(|id| self.store.bodies.iter().find(|body| *body.id == *id));
        if let Some(body) = one.filter(|body| !holds(self.store, body, &known.name, key)) {
            return Some(self.no_record(body, known, key));
        }
        let field = terms.field.as_ref()?;
        if known.field(field).is_some() {
            return None;
        }
        let (label, kind) = (known.label.get(Lang::Zh), &known.name);
        let fields = known.fields.iter().map(|own| own.name.as_str());
        let message = say!("“{label}”没有字段“{field}”", "`{kind}` has no field `{field}`");
        Some(message.and_ask(nearest(field, fields).map(did_you_mean)))
    }

    fn kinds(&self) -> impl Iterator<Item = &'s Kind> + use<'s, '_> {
        self.schemas.iter().flat_map(|schema| &schema.kinds)
    }

    fn no_kind(&self, kind: &str) -> Text {
        let near = nearest(kind, self.kinds().flat_map(|own| [own.name.as_str(), own.label.get(Lang::Zh)]));
        let message = say!("没有“{kind}”这类记录", "there is no kind `{kind}`");
        message.and_ask(near.map(did_you_mean))
    }

    fn no_record(&mut self, body: &'s Body, kind: &'s Kind, key: &str) -> Text {
        let (name, label, store) = (kind.name.as_str(), kind.label.get(Lang::Zh), self.store);
        let words = self.keys.entry((&body.id, name)).or_insert_with(|| {
            let table = body.schema.index(name).map(|kind| body.table(kind));
            let keys = table.filter(|table| table.keys.len() <= KEYS).into_iter().flat_map(|table| table.keys.iter());
            Words::new(keys.flatten().map(|id| store.string(*id)))
        });
        let message = say!("没有{label}“{key}”", "there is no {name} `{key}`");
        message.and_ask(words.nearest(key).map(|near| did_you_mean(&format!("{name}/{near}"))))
    }
}

/// Whether a body has a record of that kind and key.
fn holds(store: &Store, body: &Body, kind: &str, key: &str) -> bool {
    let (Some(kind), Some(id)) = (body.schema.index(kind), store.string_id(key)) else { return false };
    let years = body.years.iter().copied().chain([0]);
    let table = body.table(kind);
    years.into_iter().any(|year| table.row_of(year, id).is_some())
}
