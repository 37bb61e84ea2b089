//! The table of signatures against what the engine really has.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;

use crate::data::Store;
use crate::engine::library::Library;
use crate::engine::memory::Metering;
use crate::engine::shared::Shared;
use crate::engine::signatures::{self, Form};
use crate::engine::worker;

/// Names with their number of arguments, the receiver included; a property takes its receiver alone.
fn registered() -> BTreeSet<(String, usize)> {
    let shared = Arc::new(Shared::new(Arc::new(Store::default()), Date::ZERO, Metering::Unlimited));
    let engine = worker::engine(&shared, &Arc::new(Library::default()), &[]);
    let signatures = engine.gen_fn_signatures(true).into_iter();
    signatures
        .filter_map(|signature| {
            let (name, rest) = signature.split_once('(')?;
            let arguments = rest.rsplit_once(')').map_or(rest, |(inside, _)| inside);
            let depth = arguments.chars().scan(0_i32, |depth, c| {
                *depth += i32::from(matches!(c, '<' | '(')) - i32::from(matches!(c, '>' | ')'));
                Some((*depth, c))
            });
            let count =
                depth.filter(|(depth, c)| *depth == 0 && *c == ',').count() + usize::from(!arguments.is_empty());
            Some((name.trim_start_matches("get$").trim().to_owned(), count))
        })
        .collect()
}

#[test]
fn every_signature_is_registered() {
    let registered = registered();
    let missing: Vec<_> = signatures::all()
        .iter()
        .map(|s| {
            let receiver = usize::from(s.on.is_some());
            match s.form {
                Form::Property => (s.name.to_owned(), 1),
                _ => (s.name.to_owned(), s.parameters.len() + receiver),
            }
        })
        // The machine that replaces this engine has them.
        .filter(|(name, _)| !matches!(name.as_str(), "warn" | "quotient"))
        .filter(|wanted| !registered.contains(wanted))
        .collect();
    assert!(missing.is_empty(), "{missing:?}\n{registered:?}");
}
