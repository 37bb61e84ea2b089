//! Governance: which packs govern a body, and which kinds of records they know together.
//!
//! The answer hangs on the packs alone. It is found for all bodies of a file before its records are typed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;

use crate::finding::Finding;
use crate::host;
use crate::language::say;
use crate::memo::{Digest, Digester};
use crate::pack::{Pack, Packs, Patterns, schemas};
use crate::schema::Schema;
use crate::source::{SourceId, Sources};

/// What governs a body. Bodies of the same packs share one.
#[derive(Debug)]
pub(crate) enum Governed {
    /// No pack does.
    Nobody {
        /// The bodies that packs of the user's own do govern.
        own: Arc<[String]>,
        /// Those that any pack governs.
        all: Arc<[String]>,
    },
    /// These packs, which know these kinds together.
    By {
        /// The packs, by id.
        packs: Arc<[String]>,
        /// The kinds.
        schema: Arc<Schema>,
    },
    /// Packs do, of which these are broken, and say so themselves.
    Broken(Vec<String>),
    /// Packs do that cannot go together.
    Conflict {
        /// The packs, by id.
        packs: Arc<[String]>,
        /// Where they declare things that do not agree.
        findings: Vec<Finding>,
    },
}

/// A body that packs govern.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    /// Its id.
    pub id: Arc<str>,
    /// The packs.
    pub packs: Arc<[String]>,
    /// The kinds that they know.
    pub schema: Arc<Schema>,
}

/// What governs each body that a file names.
pub(crate) type ByBody = FxHashMap<String, Arc<Governed>>;

/// The packs of a check, ready to be asked what governs a body.
pub(crate) struct Governance<'p> {
    packs: &'p Packs,
    /// Packs whose chain is broken, with what is wrong.
    broken: &'p BTreeMap<String, Vec<Finding>>,
    /// For each pack the bodies that it governs.
    patterns: Vec<(&'p str, Patterns)>,
    /// What follows for each set of packs that was asked for, by their places in `patterns`: the kinds of a set are merged
    /// once. What was asked before changes no answer.
    settled: Mutex<FxHashMap<Vec<usize>, Arc<Governed>>>,
    /// Digest of all that settles what governs which body, and the kinds.
    shape: Digest,
}

impl<'p> Governance<'p> {
    /// The governance of packs, those named being broken.
    #[must_use]
    pub(crate) fn new(packs: &'p Packs, broken: &'p BTreeMap<String, Vec<Finding>>) -> Self {
        let (shape, patterns) = (shape(packs, broken, |digest, source| digest.number(source.0)), packs.governed());
        Self { packs, broken, patterns, settled: Mutex::default(), shape }
    }

    /// Digest of all that settles what governs which body, and the kinds.
    #[must_use]
    pub(crate) fn shape(&self) -> Digest {
        self.shape
    }

    /// The same in another run, where texts have other numbers: by what they say.
    #[must_use]
    pub(crate) fn says(&self, sources: &Sources) -> Digest {
        let text = |source: SourceId| Digester::new("text").text(sources.get(source).text()).done();
        shape(self.packs, self.broken, |digest, source| digest.with(text(source)))
    }

    /// What governs each of these bodies.
    #[must_use]
    pub(crate) fn of<'b>(&self, bodies: impl IntoIterator<Item = &'b str>) -> ByBody {
        let mut by_body = ByBody::default();
        for body in bodies {
            if !by_body.contains_key(body) {
                by_body.insert(body.to_owned(), self.governed(body));
            }
        }
        by_body
    }

    /// Whether some pack knows a kind by that name or label.
    #[must_use]
    pub(crate) fn knows_kind(&self, word: &str) -> bool {
        self.packs.iter().any(|pack| {
            let chain = self.packs.in_force(&pack.manifest.id).chain;
            schemas::merge(self.packs, chain.iter().map(String::as_str), false).0.index(word).is_some()
        })
    }

    /// What governs a body.
    #[must_use]
    pub(crate) fn governed(&self, body: &str) -> Arc<Governed> {
        let governs = self.patterns.iter().enumerate().filter(|(_, (_, patterns))| patterns.match_body(body));
        let set: Vec<usize> = governs.map(|(at, _)| at).collect();
        let mut settled = self.settled.lock().unwrap_or_else(PoisonError::into_inner);
        settled.entry(set).or_insert_with_key(|set| Arc::new(self.settle(set))).clone()
    }

    /// What follows where no pack governs. Where it is not known of every pack what it governs, that is said of the pack; and a
    /// pack of rules that says of no body is more likely to be to blame than the data.
    fn ungoverned(&self) -> Governed {
        if !self.packs.know_bodies() {
            return Governed::Broken(Vec::new());
        }
        let idle: Vec<Finding> = self.packs.idle().map(says_of_no_body).collect();
        if !idle.is_empty() {
            return Governed::Conflict { packs: Arc::new([]), findings: idle };
        }
        let bodies = |pack: &'p Pack| pack.manifest.bodies.iter().map(|(body, _)| body.clone());
        let own = self.packs.iter().filter(|pack| !pack.embedded);
        Governed::Nobody { own: own.flat_map(bodies).collect(), all: self.packs.iter().flat_map(bodies).collect() }
    }

    /// What follows where just these packs govern.
    fn settle(&self, set: &[usize]) -> Governed {
        if set.is_empty() {
            return self.ungoverned();
        }
        let packs: Vec<String> = set.iter().map(|at| self.patterns[*at].0.to_owned()).collect();
        let broken: Vec<String> = packs.iter().filter(|id| self.broken.contains_key(*id)).cloned().collect();
        if !broken.is_empty() {
            return Governed::Broken(broken);
        }
        let chains: Vec<String> = packs.iter().flat_map(|id| self.packs.in_force(id).chain).collect();
        let (schema, findings) = schemas::merge(self.packs, chains.iter().map(String::as_str), false);
        let packs = packs.into();
        if findings.is_empty() {
            Governed::By { packs, schema: Arc::new(schema) }
        } else {
            Governed::Conflict { packs, findings }
        }
    }
}

/// Says of a pack that it governs nothing.
fn says_of_no_body(pack: &Pack) -> Finding {
    let id = &pack.manifest.id;
    let message =
        say!("规则包“{id}”没有写明管辖哪些单位（bodies）", "the pack `{id}` does not say which bodies it governs");
    let help =
        say!("写上 bodies = [\"单位编号\"]，与数据里的 body 相同", "write bodies = [\"…\"], the `body` of the data");
    host::PACK.finding(message).at(pack.manifest.place).help(help)
}

/// The digest of packs. How a text is put into it is said.
fn shape(
    packs: &Packs,
    broken: &BTreeMap<String, Vec<Finding>>,
    with: impl Fn(Digester, SourceId) -> Digester,
) -> Digest {
    let mut digest = Digester::new("shape").number(packs.know_bodies());
    for pack in packs.idle() {
        digest = with(digest.text(&pack.manifest.id), pack.manifest.place.source);
    }
    for pack in packs.iter() {
        let manifest = &pack.manifest;
        digest = digest.text(&manifest.id).number(broken.contains_key(&manifest.id)).number(pack.embedded);
        digest = manifest.extends.iter().fold(digest.text("extends"), |digest, (id, _)| digest.text(id));
        digest = manifest.bodies.iter().fold(digest.text("bodies"), |digest, (body, _)| digest.text(body));
        digest = match pack.texts.get("kinds.toml") {
            Some(source) => with(digest.text("kinds"), *source),
            None => digest.text("no kinds"),
        };
    }
    digest.done()
}

/// What is wrong with the packs that govern the bodies met in the data.
#[derive(Clone, Debug, Default)]
pub(crate) struct Met {
    /// The broken ones, by id.
    pub broken: Vec<String>,
    /// Where packs that govern one body together do not agree.
    pub conflicts: Vec<Finding>,
}

impl Met {
    /// What is wrong with those that govern some bodies, each pack and each set of packs once.
    pub(crate) fn of<'g>(governed: impl IntoIterator<Item = &'g Arc<Governed>>) -> Self {
        let (mut all, mut sets) = (BTreeSet::new(), BTreeMap::new());
        for governed in governed {
            match &**governed {
                Governed::Nobody { .. } | Governed::By { .. } => {}
                Governed::Broken(broken) => all.extend(broken),
                Governed::Conflict { packs, findings } => _ = sets.insert(packs, findings),
            }
        }
        Self { broken: all.into_iter().cloned().collect(), conflicts: sets.into_values().flatten().cloned().collect() }
    }
}

/// What governs some bodies, each answer once.
#[must_use]
pub(crate) fn distinct(by_body: &ByBody) -> Vec<Arc<Governed>> {
    let each: FxHashMap<*const Governed, &Arc<Governed>> = by_body.values().map(|g| (Arc::as_ptr(g), g)).collect();
    each.into_values().cloned().collect()
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::files::Memory;
    use crate::files::fence::Fence;
    use crate::pack::load::{self, PackSource};

    /// Packs `p`, `q`, `r` and `s`: `q` declares a kind of `p` otherwise, and `s` is to be broken.
    fn packs() -> Packs {
        let mut files = Memory::default();
        for (id, bodies, key) in [
            ("p", "[\"a\", \"b*\"]", "id"),
            ("q", "[\"b*\"]", "no"),
            ("r", "[\"c\"]", "id"),
            ("s", "[\"c\", \"d\"]", "id"),
        ] {
            let pack = format!("id = \"{id}\"\ntitle = \"包\"\nversion = \"1\"\nbodies = {bodies}\n");
            let fields = "[thing.fields]\nid = { type = \"string\", label = \"号\" }\nno = { type = \"string\", label = \"码\" }";
            let kinds = format!("[thing]\nlabel = \"物\"\nkey = \"{key}\"\nyearly = false\n{fields}\n");
            files = files.with(format!("rules/{id}/pack.toml"), pack).with(format!("rules/{id}/kinds.toml"), kinds);
        }
        let mut sources = Sources::default();
        let shelf = load::read(&files, &[PackSource::Folder(PathBuf::from("rules"))], &Fence::default(), &mut sources);
        let (packs, wrong) = load::load(&shelf, &sources);
        assert!(wrong.is_empty(), "{wrong:?}");
        packs
    }

    fn told(governed: &Governed) -> String {
        match governed {
            Governed::Nobody { .. } => "nobody".to_owned(),
            Governed::By { packs, schema } => format!("{packs:?} {}", schema.kinds.len()),
            Governed::Broken(broken) => format!("broken {broken:?}"),
            Governed::Conflict { packs, findings } => format!("conflict {packs:?} {}", findings.len()),
        }
    }

    #[test]
    fn the_answer_for_a_body_hangs_on_the_packs_alone() {
        let (packs, broken) = (packs(), BTreeMap::from([("s".to_owned(), Vec::new())]));
        let expected = [
            ("a", "[\"p\"] 1"),
            ("b1", "conflict [\"p\", \"q\"] 1"),
            ("b2", "conflict [\"p\", \"q\"] 1"),
            ("c", "broken [\"s\"]"),
            ("d", "broken [\"s\"]"),
            ("x", "nobody"),
        ];
        let governance = Governance::new(&packs, &broken);
        for _ in 0..2 {
            for (body, answer) in expected.iter().rev() {
                let alone = Governance::new(&packs, &broken).of([*body]);
                assert_eq!(told(&alone[*body]), *answer, "{body}");
                assert_eq!(told(&governance.of([*body, *body])[*body]), *answer, "{body}");
            }
        }
        let all = governance.of(expected.map(|(body, _)| body));
        assert_eq!((all.len(), distinct(&all).len()), (6, 5));
        // Another round gives the same answers anew; each is told once.
        let again = Governance::new(&packs, &broken).of(["b1", "d"]);
        let met = Met::of(distinct(&all).iter().chain(again.values()));
        assert_eq!((met.broken, met.conflicts.len()), (vec!["s".to_owned()], 1));
        let met = Met::of(governance.of(["a", "x"]).values());
        assert!(met.broken.is_empty() && met.conflicts.is_empty());
    }
}
