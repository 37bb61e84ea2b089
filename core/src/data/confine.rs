//! Whom what is wrong in a file may concern: where the file tells whose records it holds, those bodies and no other.
//!
//! So a body that has a file to itself is in no doubt because of another's, and a shard need not read what belongs to others.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::data::broken::Broken;
use crate::data::glance::{self, Size};
use crate::data::governance::{Governance, Governed, Known};
use crate::data::read::Typed;
use crate::data::{Body, Store};
use crate::finding::Finding;

/// The bodies that a file holds records of; `None` when that cannot be told, or packs do not govern them all as they should.
#[must_use]
pub(crate) fn known(bodies: Option<&BTreeMap<String, Size>>, governance: &Governance<'_>) -> Option<Vec<Known>> {
    let bodies = bodies?;
    let governed = governance.of(bodies.keys().map(String::as_str));
    let known = |id: &String| match &**governed.get(id)? {
        Governed::By { packs, schema } => {
            Some(Known { id: Arc::from(id.as_str()), packs: packs.clone(), schema: schema.clone() })
        }
        Governed::Nobody { .. } | Governed::Broken(_) | Governed::Conflict { .. } => None,
    };
    bodies.keys().map(known).collect()
}

/// Confines what is wrong in a file to the bodies that it is of. `decoded` tells whether its bytes were a text.
pub(super) fn confine(typed: &mut Typed, text: &str, decoded: bool, governance: &Governance<'_>) {
    let nobodys = |finding: &&Finding| finding.body.is_none();
    let of_nobody = typed.findings.iter().chain(&typed.records.findings).find(nobodys);
    if typed.reading.is_some() || typed.broken.is_none() && !typed.records.more_strays && of_nobody.is_none() {
        return;
    }
    // What stands in the place of bytes that are no text is none here either.
    let bytes = if decoded { text.as_bytes().to_vec() } else { undecoded(text) };
    let Some(known) = known(glance::behind_mark(&bytes, false).as_ref(), governance) else { return };
    let ids: Vec<String> = known.iter().map(|body| body.id.to_string()).collect();
    if let Some(Broken { bodies: bodies @ None, .. }) = &mut typed.broken {
        *bodies = Some(ids);
    }
    let whose: Arc<[Arc<str>]> = known.iter().map(|body| body.id.clone()).collect();
    let findings = typed.findings.iter_mut().chain(&mut typed.records.findings);
    findings.filter(|finding| finding.body.is_none()).for_each(|finding| finding.whose = whose.clone());
    typed.whose = known.into();
}

fn undecoded(text: &str) -> Vec<u8> {
    let mut parts = text.split('\u{fffd}');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        bytes.push(0xff);
        bytes.extend(part.as_bytes());
    }
    bytes
}

impl Store {
    /// Notes which bodies files name: those whose records are here, and others.
    pub(super) fn know(&mut self, others: Vec<Known>) {
        let own = |body: &Body| Known {
            id: body.id.clone(),
            packs: body.packs.as_slice().into(),
            schema: body.schema.clone(),
        };
        self.known = self.bodies.iter().map(own).chain(others).collect();
        self.known.sort_by(|a, b| a.id.cmp(&b.id));
        self.known.dedup_by(|a, b| a.id == b.id);
    }
}
