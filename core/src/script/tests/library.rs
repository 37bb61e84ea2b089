//! The files of packs, and their imports.

use std::path::Path;
use std::sync::Arc;

use crate::Lang;
use crate::files::Memory;
use crate::files::fence::Fence;
use crate::pack::{InForce, PackSource, load};
use crate::script::library::Library;
use crate::source::Sources;

/// The library of packs in memory.
fn library(files: Memory, sources: &mut Sources, earlier: Option<&Library>) -> Library {
    let shelf = load::read(&Memory::default(), &[PackSource::Memory(Arc::new(files))], &Fence::default(), sources);
    let (packs, findings) = load::load(&shelf, sources);
    assert!(findings.is_empty(), "{findings:?}");
    let chains: Vec<InForce> = packs.iter().map(|pack| packs.in_force(&pack.manifest.id)).collect();
    Library::new(&packs, chains.iter().map(|chain| chain.chain.as_slice()), sources, earlier)
}

fn pack(id: &str, extends: &str) -> String {
    format!("id = \"{id}\"\ntitle = \"{id}\"\nversion = \"1\"\nbodies = [\"{id}\"]\nextends = [{extends}]\n")
}

/// The file and line of each place of each loop.
fn loops(library: &Library, sources: &Sources) -> Vec<Vec<String>> {
    let shown = |finding: &crate::Finding| {
        let first = finding.place.into_iter().chain(finding.related.iter().map(|related| related.place));
        first.map(|place| format!("{} {}", sources.show(place), sources.slice(place))).collect()
    };
    library.loops(&library.files()).iter().map(shown).collect()
}

#[test]
fn a_loop_of_imports_names_each_station_once() {
    let mut sources = Sources::default();
    let files = Memory::default()
        .with("p/pack.toml", pack("p", ""))
        .with("p/lib/a.rhai", "import \"lib/b\" as b;\nfn x() { b::y() }\n")
        .with("p/lib/b.rhai", "import \"lib/d\" as d;\nimport \"lib/c\" as c;\nfn y() { c::z() }\n")
        .with("p/lib/c.rhai", "\nimport \"lib/a\" as a;\nfn z() { a::x() }\n")
        .with("p/lib/d.rhai", "fn w() { 1 }\n")
        .with("p/lib/e.rhai", "import \"lib/e\" as e;\nimport \"lib/none\" as none;\n")
        .with("p/rules.rhai", "import \"lib/a\" as a;\nimport \"lib/c\" as c;\n");
    let library = library(files, &mut sources, None);
    assert_eq!(
        loops(&library, &sources),
        [
            vec!["p/lib/c.rhai:2:9 lib/a", "p/lib/a.rhai:1:9 lib/b", "p/lib/b.rhai:2:9 lib/c"],
            vec!["p/lib/e.rhai:1:9 lib/e"],
        ]
    );
    let first = &library.loops(&library.files())[0];
    assert_eq!(first.message.get(Lang::Zh), "引入成了循环：“lib/a”又引入了本文件");
    assert_eq!(first.related[0].message.get(Lang::Zh), "这里引入“lib/b”");
}

#[test]
fn a_pack_imports_its_own_files_and_those_of_the_packs_it_extends() {
    let mut sources = Sources::default();
    let files = Memory::default()
        .with("base/pack.toml", pack("base", ""))
        .with("base/lib/a.rhai", "fn a() { 1 }\n")
        .with("base/lib/b.rhai", "import \"lib/a\" as a;\n")
        .with("city/pack.toml", pack("city", "\"base\""))
        .with("city/lib/a.rhai", "import \"lib/b\" as b;\nfn a() { 2 }\n")
        .with("city/rules.rhai", "import \"lib/a\" as a;\nimport \"lib/b\" as b;\n");
    let first = library(files.clone(), &mut sources, None);
    let name = |library: &Library, pack: &str, path: &str| {
        library.find(pack, path).map(|source| sources.get(source).name.clone())
    };
    assert_eq!(name(&first, "city", "lib/a").as_deref(), Some("city/lib/a.rhai"));
    assert_eq!(name(&first, "city", "lib/b").as_deref(), Some("base/lib/b.rhai"));
    assert_eq!(name(&first, "base", "lib/a").as_deref(), Some("base/lib/a.rhai"));
    assert_eq!(first.paths("city").collect::<Vec<_>>(), ["lib/a", "lib/b"]);
    // The base's own files see the base only, so that this is no loop.
    assert!(loops(&first, &sources).is_empty(), "{:?}", loops(&first, &sources));
    assert_eq!(first.files().len(), 4);
    let changed = files.with("city/rules.rhai", "import \"lib/a\" as a;\n");
    let again = library(changed, &mut sources, Some(&first));
    let same = |path: &str| {
        let of = |library: &Library| library.find("city", path).and_then(|source| library.get(source).cloned());
        Arc::ptr_eq(&of(&first).expect("read"), &of(&again).expect("read"))
    };
    assert!(same("lib/a") && same("lib/b"));
    let imports = again.files().into_iter().filter_map(|source| again.get(source)).map(|read| read.file.imports.len());
    assert_eq!(imports.sum::<usize>(), 3);
    assert!(sources.iter().any(|(_, source)| Path::new(&source.name).ends_with("rules.rhai")));
}
