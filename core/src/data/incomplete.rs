//! Of which kinds records are missing, because of what could not be read.

use std::cell::LazyCell;
use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::data::broken::Broken;
use crate::data::{Body, Store};
use crate::schema::Schema;
use crate::spelling::Words;
use crate::value::KindId;

/// Marks the kinds of which a broken file may hold records.
pub(super) fn mark_incomplete(store: &mut Store, mut broken: Vec<Broken>) {
    let places: FxHashMap<Arc<str>, usize> =
        store.bodies.iter().enumerate().map(|(at, body)| (body.id.clone(), at)).collect();
    {
        // A body that nobody governs concerns only the one that it may be, misspelt.
        let words = LazyCell::new(|| Words::new(store.known.iter().map(|body| &*body.id)));
        broken.retain_mut(|file| {
            let near = |id: &String| words.nearest(id).map(str::to_owned);
            if let Some(bodies) = file.bodies.as_mut().filter(|_| file.like) {
                *bodies = bodies.iter().filter_map(near).collect();
            }
            !file.like || file.bodies.as_ref().is_some_and(|bodies| !bodies.is_empty())
        });
    }
    for file in &broken {
        let known = |bodies: &Vec<String>| bodies.iter().all(|id| places.contains_key(id.as_str()));
        if !file.bodies.as_ref().is_some_and(known) {
            store.lost.add(file.kinds.as_ref());
        }
    }
    // What may concern any body is gathered first: there may be as many broken files as bodies.
    let (named, any): (Vec<&Broken>, Vec<&Broken>) = broken.iter().partition(|doubt| doubt.bodies.is_some());
    if !any.is_empty() {
        let kinds: Option<Vec<&[String]>> = any.iter().map(|doubt| doubt.kinds.as_deref()).collect();
        let kinds: Option<BTreeSet<&String>> = kinds.map(|kinds| kinds.into_iter().flatten().collect());
        doubt(&mut store.bodies, 0..places.len(), kinds.as_ref());
    }
    for broken in named {
        let bodies = broken.bodies.iter().flatten().filter_map(|id| places.get(id.as_str()).copied());
        let kinds: Option<BTreeSet<&String>> = broken.kinds.as_ref().map(|kinds| kinds.iter().collect());
        doubt(&mut store.bodies, bodies, kinds.as_ref());
    }
}

/// Marks these kinds of some bodies, or all kinds where they are not known. What they are in a schema is looked up once.
fn doubt(bodies: &mut [Body], concerned: impl Iterator<Item = usize>, kinds: Option<&BTreeSet<&String>>) {
    let mut meant: FxHashMap<*const Schema, Option<Vec<KindId>>> = FxHashMap::default();
    for at in concerned {
        let Body { schema, incomplete, .. } = &mut bodies[at];
        let Some(kinds) = kinds else {
            incomplete.fill(true);
            continue;
        };
        // A name that is none of a kind may be any of them misspelt.
        let look_up = || kinds.iter().map(|name| schema.index(name)).collect();
        let meant: &Option<Vec<KindId>> = meant.entry(Arc::as_ptr(schema)).or_insert_with(look_up);
        match meant {
            Some(kinds) => kinds.iter().for_each(|kind| incomplete[kind.at()] = true),
            None => incomplete.fill(true),
        }
    }
}
