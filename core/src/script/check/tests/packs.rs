//! The packs of this repository: nothing is wrong with them, and nearly everything in them has a type.

use std::path::Path;

use super::super::table::Instance;
use super::kept::each;
use super::*;
use crate::files::Disk;
use crate::files::fence::Fence;
use crate::pack::{PackSource, Packs, load, schemas};
use crate::script::library::Library;
use crate::script::tree::What;

/// Folders of packs, from the root of the repository.
const FOLDERS: [&[&str]; 5] = [
    &["rules"],
    &["rules", "examples/first/rules"],
    &["rules", "examples/time/rules"],
    &["rules", "examples/real/weihai-2023/rules", "examples/real/counts/rules", "examples/real/nanhu-2017/rules"],
    &[
        "rules",
        "examples/schemes/model/rules",
        "examples/schemes/anqing/rules",
        "examples/schemes/hefei/rules",
        "examples/schemes/yanbian/rules",
        "examples/schemes/xuanwei/rules",
        "examples/schemes/aa/rules",
        "examples/schemes/hongkou/rules",
        "examples/schemes/district/rules",
        "examples/schemes/guangshui/rules",
        "examples/schemes/jintai/rules",
        "examples/schemes/dongcheng/rules",
    ],
];

/// What was counted: expressions and reads of properties, all and those with a known type.
#[derive(Debug, Default)]
struct Counted {
    exprs: (usize, usize),
    reads: (usize, usize),
    instances: usize,
}

impl Counted {
    fn add(&mut self, instance: &Instance) {
        // A function of which nothing is known says little; what runs is called with types.
        let known = |ty: &Ty| *ty != Ty::Unknown;
        if !instance.parameters.iter().all(known) {
            return;
        }
        self.instances += 1;
        each(instance, &mut |expr| {
            let Some(ty) = instance.table.types.get(&expr.id) else { return };
            let known = usize::from(known(ty));
            self.exprs = (self.exprs.0 + 1, self.exprs.1 + known);
            if matches!(expr.what, What::Property { .. }) {
                self.reads = (self.reads.0 + 1, self.reads.1 + known);
            }
        });
    }
}

/// Checks the files of each pack of a chain as they are where a pack governs.
fn check_chain(packs: &Packs, id: &str, library: &Library, counted: &mut Counted) -> Vec<Finding> {
    let in_force = packs.in_force(id);
    let (schema, mut findings) = schemas::merge(packs, in_force.chain.iter().map(String::as_str), false);
    let typed = Parameter::of;
    let parameters = in_force.parameters.iter().map(|(name, p)| (name.clone(), typed(p))).collect();
    let tree = |source: SourceId| library.get(source).map(|reading| reading.file.clone());
    for pack in in_force.chain.iter().filter_map(|id| packs.get(id)) {
        let libraries: Vec<String> = library.paths(&pack.manifest.id).map(str::to_owned).collect();
        let imports =
            |from: SourceId, path: &str| library.pack_of(from).and_then(|pack| library.find(pack, path)).and_then(tree);
        let world = World {
            pack: &in_force.pack,
            schema: &schema,
            parameters: &parameters,
            imports: &imports,
            broken: &|_, _| false,
            libraries: &libraries,
            partial: false,
            lent: &Lent::default(),
            language: true,
        };
        let own = pack.scripts.values().map(|source| (*source, false));
        let files = own.chain(pack.libraries.values().map(|source| (*source, true)));
        let files: Vec<_> = files.filter_map(|(source, library)| Some((tree(source)?, library))).collect();
        let typed = check(&files, &world);
        findings.extend(typed.findings);
        typed.instances.iter().for_each(|instance| counted.add(instance));
    }
    findings
}

#[test]
fn nothing_is_wrong_and_nearly_everything_has_a_type() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let (mut counted, mut found) = (Counted::default(), Vec::new());
    for folders in FOLDERS {
        let mut sources = Sources::default();
        let from: Vec<_> = folders.iter().map(|folder| PackSource::Folder(root.join(folder))).collect();
        let (packs, wrong) = load::load(&load::read(&Disk, &from, &Fence::default(), &mut sources), &sources);
        assert_eq!(wrong, []);
        let chains: Vec<_> = packs.iter().map(|pack| packs.in_force(&pack.manifest.id).chain).collect();
        let library = Library::new(&packs, chains.iter().map(Vec::as_slice), &sources, None);
        let mut findings: Vec<Finding> = library
            .files()
            .into_iter()
            .filter_map(|source| library.get(source))
            .flat_map(|reading| reading.findings.clone())
            .collect();
        for pack in packs.iter() {
            findings.extend(check_chain(&packs, &pack.manifest.id, &library, &mut counted));
        }
        // Until the packs write `quotient` where they mean whole numbers.
        findings.retain(|f| !f.message.get(Lang::Zh).ends_with("整数，这里是小数"));
        let show = |f: &Finding| format!("{}: {}", sources.show(f.place.unwrap()), f.message.get(Lang::Zh));
        found.extend(findings.iter().map(show));
    }
    found.sort();
    found.dedup();
    println!("{counted:?}");
    assert_eq!(found, Vec::<String>::new());
    let share = |(all, known): (usize, usize)| known * 1000 / all;
    assert!(share(counted.reads) > 900 && share(counted.exprs) > 900, "{counted:?}");
}
