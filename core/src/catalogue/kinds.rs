//! Kinds as a body's packs have them, whether the body has records or not.

use crate::catalogue::load;
use crate::check::Request;
use crate::check::memos::Memos;
use crate::check::prepare::Context;
use crate::data::governance::{Governance, Governed};
use crate::files::Files;
use crate::language::Text;
use crate::schema::{Field, Kind};
use crate::source::Sources;

/// A kind of record.
#[derive(Clone, Debug, PartialEq)]
pub struct KindInfo {
    /// Name in TOML and scripts.
    pub name: String,
    /// What people call it.
    pub label: Text,
    /// Names of the fields that identify a record, `year` and `body` maybe among them.
    pub key: Vec<String>,
    /// Whether its records belong to a year.
    pub yearly: bool,
    /// Its fields, in the order of their declaration.
    pub fields: Vec<Field>,
}

impl KindInfo {
    pub(crate) fn of(kind: &Kind) -> Self {
        let Kind { name, label, key, yearly, fields, .. } = kind;
        Self { name: name.clone(), label: label.clone(), key: key.clone(), yearly: *yearly, fields: fields.clone() }
    }
}

/// The kinds that records of a body may be of; none where no sound packs govern it.
#[must_use]
pub fn kinds(files: &dyn Files, request: &Request, body: &str) -> Vec<KindInfo> {
    kinds_of(files, request, &[body])
}

/// The kinds that records of some bodies may be of: a kind once for each way in which bodies have it.
#[must_use]
pub fn kinds_of(files: &dyn Files, request: &Request, bodies: &[&str]) -> Vec<KindInfo> {
    let (mut sources, memos) = (Sources::default(), Memos::default());
    let request = &Request { allow_empty: true, ..request.clone() };
    let (rules, _) = load(Context { files, request, memos: &memos, progress: &() }, &mut sources);
    let governed = Governance::new(&rules.packs, &rules.errors).of(bodies.iter().copied());
    let (mut all, mut known): (Vec<KindInfo>, Vec<*const Governed>) = (Vec::new(), Vec::new());
    for governed in bodies.iter().filter_map(|body| governed.get(*body)) {
        // Bodies of the same packs share what governs them.
        if let Governed::By { schema, .. } = &**governed
            && !known.contains(&std::ptr::from_ref(&**governed))
        {
            known.push(std::ptr::from_ref(&**governed));
            let kinds = schema.kinds.iter().map(KindInfo::of);
            let new: Vec<KindInfo> = kinds.filter(|kind| !all.contains(kind)).collect();
            all.extend(new);
        }
    }
    all
}
