//! Where calls could not see all that they asked for, in names that outlast the run.

use std::sync::Arc;

use crate::native::state::{Gap, State};
use crate::run::Run;
use crate::value::{BodyId, KindId, RowId};

/// Something that the host has told of, and that has silenced a call, or may have misled one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub(crate) struct Unseen {
    /// The body whose data are broken there.
    #[serde(with = "crate::wire::text")]
    pub body: Arc<str>,
    /// The kind of the records; none where any may be.
    pub kind: Option<String>,
    /// The key of the record; none where any may be.
    pub key: Option<String>,
    /// The field; none where any may be.
    pub field: Option<String>,
    /// Whether whole records are missing.
    pub records: bool,
    /// Whether the call went on, since there may be no gap at all.
    pub perhaps: bool,
    /// Whether it is a call on the network, which bodies may be lost to of which nothing was read.
    pub network: bool,
}

impl Unseen {
    /// Whether it is the card of a record.
    #[must_use]
    pub(crate) fn is_card(&self) -> bool {
        self.key.is_some() && self.field.is_none()
    }
}

/// What the calls of a task could not see, each once. The records concerned are noted as read.
pub(super) fn unseen(run: &Run<'_>, state: &mut State<'_>) -> Vec<Unseen> {
    if state.gaps.is_empty() {
        return Vec::new();
    }
    state.notes.rest(false);
    let gaps = std::mem::take(&mut state.gaps);
    let mut all: Vec<Unseen> = gaps.into_iter().flat_map(|gap| named(run, state, gap)).collect();
    all.sort_unstable();
    all.dedup();
    all
}

fn named(run: &Run<'_>, state: &mut State<'_>, gap: Gap) -> Vec<Unseen> {
    let network = state.scope.network;
    let of = |body: BodyId| Unseen {
        body: run.store.body(body).id.clone(),
        kind: None,
        key: None,
        field: None,
        records: false,
        perhaps: false,
        network,
    };
    let declared = |body: BodyId, kind: KindId| run.store.body(body).schema.get(kind).name.clone();
    let mut record = |row: RowId| {
        state.notes.record(&run.store, row);
        Unseen { kind: Some(declared(row.body, row.kind)), key: Some(run.store.key(row)), ..of(row.body) }
    };
    let one = match gap {
        Gap::Keys(body, kind) => {
            let key = |field: &String| Unseen {
                kind: Some(declared(body, kind)),
                field: Some(field.clone()),
                perhaps: true,
                ..of(body)
            };
            return run.store.body(body).schema.get(kind).key.iter().map(key).collect();
        }
        Gap::Table(body, kind) => Unseen { kind: Some(declared(body, kind)), records: true, perhaps: true, ..of(body) },
        Gap::Body(body) => of(body),
        Gap::Kind(body, kind) => Unseen { kind: Some(declared(body, kind)), records: true, ..of(body) },
        Gap::Card(row) => record(row),
        Gap::Cell(row, column) => {
            Unseen { field: Some(run.store.kind(row).fields[column].name.clone()), ..record(row) }
        }
        Gap::Link(body, kind, link) => {
            let link = &run.store.body(body).schema.get(kind).links[usize::from(link)];
            Unseen { kind: Some(link.kind.clone()), field: Some(link.field.clone()), ..of(body) }
        }
    };
    vec![one]
}
