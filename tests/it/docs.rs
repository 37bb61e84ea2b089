//! `yize docs`: the reference as a site and as Markdown, and packs as documents for review.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::OnceLock;

use yize_core::catalogue::{PackInfo, inventory, packs};
use yize_core::{Check, Memory, host, ide, reference};

use crate::support::{AS_OF, Workdir, read, root, tree};

/// The files of a folder by name.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    tree(folder).into_iter().map(|name| (name.clone(), std::fs::read(folder.join(name)).expect("readable"))).collect()
}

/// The site, written once for all tests.
fn site() -> &'static BTreeMap<String, String> {
    static SITE: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    SITE.get_or_init(|| {
        let dir = Workdir::bare();
        dir.yize("docs --out site --lang zh").exits(0);
        // Templates write a slash as a reference.
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8").replace("&#x2f;", "/");
        files(&dir.path("site")).into_iter().map(|(name, bytes)| (name, text(bytes))).collect()
    })
}

/// The pages of a language.
fn pages(chinese: bool) -> impl Iterator<Item = (&'static str, &'static str)> {
    let all = site().iter().map(|(name, text)| (name.as_str(), text.as_str()));
    all.filter(move |(name, _)| name.ends_with(".html") && name.starts_with("en/") != chinese)
}

/// The values of an attribute.
fn attributes<'t>(text: &'t str, name: &str) -> Vec<&'t str> {
    let begin = format!(" {name}=\"");
    text.split(&*begin).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// What an address says, percent signs read.
fn decoded(address: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = address.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = (*first == b'%').then(|| after.get(..2)).flatten().and_then(|two| std::str::from_utf8(two).ok());
        match code.and_then(|two| u8::from_str_radix(two, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).expect("UTF-8").replace("&amp;", "&")
}

/// What the program comes with.
fn built_in() -> Vec<PackInfo> {
    let day = AS_OF.parse().expect("a day");
    packs(&Memory::default(), Check::as_of(day).pack(yize::packs::built_in()).request(), None).packs
}

#[test]
fn every_link_of_the_site_leads_to_a_page_and_a_place_on_it() {
    let (site, mut wrong, mut met) = (site(), Vec::new(), 0);
    let places = site.iter().map(|(name, text)| (name.clone(), attributes(text, "id").into_iter().collect()));
    let places: BTreeMap<String, BTreeSet<&str>> = places.collect();
    for (name, text) in site.iter().filter(|(name, _)| name.ends_with(".html")) {
        let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
        for link in attributes(text, "href").into_iter().chain(attributes(text, "src")) {
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = match file.strip_prefix("../") {
                _ if file.is_empty() => name.clone(),
                Some(above) => above.to_owned(),
                None if folder.is_empty() => file.to_owned(),
                None => format!("{folder}/{file}"),
            };
            let anchor = decoded(anchor);
            let there = places.get(&decoded(&target));
            let leads = there.is_some_and(|ids| anchor.is_empty() || ids.contains(anchor.as_str()));
            met += 1;
            if !leads {
                wrong.push(format!("{name}: {link}"));
            }
        }
    }
    assert!(wrong.is_empty() && met > 1000, "{met} links; {wrong:#?}");
    // What a search finds is there, too.
    for name in ["search.js", "en/search.js"] {
        let text = site[name].strip_prefix("window.yizeIndex=").and_then(|text| text.trim_end().strip_suffix(';'));
        let index: serde_json::Value = serde_json::from_str(text.expect("an index")).expect("JSON");
        let found = index["found"].as_array().expect("entries");
        assert!(found.len() > 500, "{}", found.len());
        let folder = if name.starts_with("en/") { "en/" } else { "" };
        for entry in found {
            let page = entry[0].as_u64().and_then(|at| index["pages"].get(usize::try_from(at).ok()?)).expect("a page");
            let (file, anchor) = (page[0].as_str().expect("a file"), entry[1].as_str().expect("an anchor"));
            let there =
                places.get(&format!("{folder}{file}")).is_some_and(|ids| anchor.is_empty() || ids.contains(anchor));
            assert!(there, "{name}: {file}#{anchor}");
        }
    }
}

#[test]
fn it_asks_for_nothing_outside_and_is_the_same_each_time() {
    for (name, text) in site() {
        for link in attributes(text, "href").into_iter().chain(attributes(text, "src")) {
            assert!(!link.contains("//") && !link.contains(':'), "{name}: {link}");
        }
        if !name.ends_with("search.js") && !name.ends_with(".html") && !name.ends_with(".txt") {
            for word in ["url(", "@import", "fetch(", "XMLHttpRequest", "WebSocket", "import("] {
                assert!(!text.contains(word), "{name} has {word}");
            }
        }
        assert!(!text.contains("<img") && !text.contains("<iframe"), "{name}");
    }
    let dir = Workdir::bare();
    // Another language of the terminal changes nothing: both are written.
    dir.yize("docs --out again --lang en").exits(0);
    let again = files(&dir.path("again"));
    assert_eq!(again.keys().collect::<Vec<_>>(), site().keys().collect::<Vec<_>>());
    for (name, bytes) in &again {
        let again = String::from_utf8_lossy(bytes).replace("&#x2f;", "/");
        assert!(again == site()[name], "{name} differs");
    }
}

#[test]
fn everything_that_is_declared_is_in_it_in_both_languages() {
    let mut wanted: BTreeSet<String> = host::ALL.iter().map(|rule| rule.name.to_owned()).collect();
    let html = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    wanted.extend(reference::all().iter().map(|own| html(&own.written)));
    wanted.extend(ide::tables().iter().flat_map(|table| &table.keys).map(|key| format!("<code>{}</code>", key.key)));
    wanted.extend(ide::checks().iter().map(|(word, ..)| format!("<code>{word}</code>")));
    let day = AS_OF.parse().expect("a day");
    let check = Check::as_of(day).pack(yize::packs::built_in());
    let inventory = inventory(&Memory::default(), check.request());
    for own in &inventory.kinds {
        wanted.insert(format!("<code>{}</code>", own.kind.name));
        wanted.extend(own.kind.fields.iter().map(|field| format!("<code>{}</code>", field.name)));
    }
    wanted.extend(inventory.parameters.iter().map(|own| format!("<code>{}</code>", own.name)));
    let help = Workdir::bare().yize("--help --lang en").exits(0).stdout;
    let commands = help.split("Commands:").nth(1).expect("commands").lines().skip(1);
    for word in commands.take_while(|line| !line.is_empty()).filter_map(|line| line.split_whitespace().next()) {
        wanted.insert(format!("yize {word}"));
    }
    wanted.extend(["--as-of", "--fail-on", "--pack", "--color"].map(str::to_owned));
    for chinese in [true, false] {
        let all: String = pages(chinese).map(|(_, text)| text).collect();
        let missing: Vec<&String> = wanted.iter().filter(|word| !all.contains(*word)).collect();
        assert!(missing.is_empty(), "Chinese: {chinese}: {missing:#?}");
        // The language itself: its sections are pages and headings of them.
        for id in ["id=\"if\"", "id=\"switch\""] {
            assert!(all.contains(id), "{id}");
        }
    }
}

#[test]
fn the_pages_of_the_repository_are_current() {
    let dir = Workdir::bare();
    dir.yize("docs --out reference --format markdown --lang zh").exits(0);
    let (made, kept) = (files(&dir.path("reference")), files(&root().join("docs/reference")));
    let names = |all: &BTreeMap<String, Vec<u8>>| all.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&made), names(&kept), "run `cargo run --example reference`");
    for (name, bytes) in &made {
        let kept = String::from_utf8_lossy(&kept[name]).replace("\r\n", "\n");
        assert!(*bytes == kept.as_bytes(), "docs/reference/{name}: run `cargo run --example reference`");
    }
    // Links lead to files that are there.
    for (name, bytes) in made.iter().filter(|(name, _)| name.ends_with(".md")) {
        let text = String::from_utf8(bytes.clone()).expect("UTF-8");
        for link in text.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next()) {
            let there = made.contains_key(link) || root().join("docs/reference").join(link).is_file();
            assert!(link.is_empty() || there, "{name}: {link}");
        }
    }
    assert!(read("docs/reference/commands.zh-CN.md").contains("`yize docs`"));
}

#[test]
fn a_pack_s_document_names_every_rule_and_scheme_in_force() {
    let all = built_in();
    for id in ["baoding", "tangshan", "duty"] {
        let pack = all.iter().find(|pack| pack.id == id).expect("a pack");
        for (lang, words) in [
            ("zh", ["审核人", "签字", "日期", "地方口径"]),
            ("en", ["Reviewed by", "Signature", "Date", "local reading"]),
        ] {
            let dir = Workdir::bare();
            let page = dir.yize(&format!("docs --pack {id} --as-of {AS_OF} --lang {lang}")).exits(0).stdout;
            let page = page.replace("&#x2f;", "/");
            let rules = pack.rules.iter().map(|rule| &rule.name);
            let missing: Vec<_> = rules
                .chain(pack.schemes.iter().map(|scheme| &scheme.name))
                .filter(|name| !page.contains(&format!("<code>{name}</code>")))
                .collect();
            assert!(missing.is_empty(), "{id}: {missing:?}");
            assert!(page.contains(&pack.digest) && page.contains(&pack.version), "{id}");
            assert!(words.iter().all(|word| page.contains(word)), "{id} {lang}");
            assert!(!page.contains("://"), "{id}");
        }
    }
    let dir = Workdir::bare();
    for file in ["a.docx", "b.docx"] {
        dir.yize(&format!("docs --pack hengshui --format docx --output {file} --as-of {AS_OF} --lang zh")).exits(0);
    }
    let bytes = std::fs::read(dir.path("a.docx")).expect("a document");
    assert!(bytes.starts_with(b"PK") && bytes == std::fs::read(dir.path("b.docx")).expect("a document"));
}

#[test]
fn a_digest_is_that_of_the_lock() {
    // A project whose pack extends none: the lock lists it alone.
    let dir = Workdir::bare();
    dir.yize("new project p --yes --as-of 2026-06-30").exits(0);
    let page = dir.yize_in("p", "docs --pack p --as-of 2026-06-30 --lang zh").exits(0).stdout;
    dir.yize_in("p", "lock --as-of 2026-06-30").exits(0);
    let digest = blake3::hash(dir.read("p/yize.lock").as_bytes()).to_hex().to_string();
    assert!(page.contains(&digest), "{digest}");
    // The project's own pack is in the site, too.
    dir.yize_in("p", "docs --out site").exits(0);
    assert!(dir.path("p/site/pack-p.html").exists());
}

#[test]
fn nothing_of_others_is_written_over() {
    let dir = Workdir::bare().with("mine/notes.txt", "甲").with("site/x.txt", "");
    let said = dir.yize("docs --out mine --lang zh").exits(2).stderr;
    assert!(said.contains("没有写任何文件"), "{said}");
    assert_eq!(files(&dir.path("mine")).len(), 1);
    // A file of ours may be written anew; one that somebody put into the folder stays.
    dir.yize("docs --out ours --format markdown --lang zh").exits(0);
    let dir = dir.with("ours/commands.md", "old");
    dir.yize("docs --out ours --format markdown --lang zh").exits(0);
    assert!(dir.read("ours/commands.md").contains("yize check"));
    let dir = dir.with("ours/index.html", "乙");
    let said = dir.yize("docs --out ours --lang zh").exits(2).stderr;
    assert!(said.contains("index.html") && dir.read("ours/index.html") == "乙", "{said}");
    for (line, wanted) in [
        ("docs --lang zh", "--pack"),
        ("docs --out x --format docx --lang zh", "html 或 markdown"),
        ("docs --pack baoding --format markdown --lang zh", "html 或 docx"),
        ("docs --pack baodin --lang zh", "您是不是想写“baoding”"),
        ("docs --pack baoding --out x --lang zh", "--out"),
    ] {
        let said = dir.yize(line).exits(2).stderr;
        assert!(said.contains(wanted), "{line}: {said}");
    }
}
