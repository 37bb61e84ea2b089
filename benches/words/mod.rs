//! Words that are not known: how the search for near spellings grows.
//!
//! Where the work is linear the last two columns are about 2 and 4; 4 and 16 tell that every word is compared with all that
//! are known.

use yize_core::Memory;

use super::{Row, row};

const PACK: &str = "id = \"p\"\ntitle = \"包\"\nversion = \"1\"\nbodies = [\"a\"]\n";

const KINDS: &str = "[thing]\nlabel = \"物\"\nkey = \"id\"\nyearly = false\n[thing.fields]\n\
    id = { type = \"string\", label = \"号\" }\n\
    [note]\nlabel = \"记\"\nyearly = false\n[note.fields]\n\
    thing = { type = \"ref\", to = \"thing\", label = \"物\", optional = true }\n\
    size = { type = \"integer\", label = \"大小\", optional = true }\n\
    state = { type = \"enum\", label = \"状态\", optional = true, values = [";

/// Rules of the pack, and values of its enum.
const DECLARED: usize = 100;

/// The rows about words.
pub const ROWS: &[Row] = &[
    row("references with one slip among as many keys", 2000, "host/reference", |n| {
        one(n, |i| format!("[[thing]]\nid = \"thing-{i:06}\"\n[[note]]\nthing = \"thing-{i:06}x\"\n"))
    }),
    row("references with two slips among as many numbers", 2000, "host/reference", |n| {
        one(n, |i| {
            let id = format!("{:018}", scatter(i) % 1_000_000_000_000_000_000);
            format!("[[thing]]\nid = \"{id}\"\n[[note]]\nthing = \"{}x{}x{}\"\n", &id[..5], &id[6..12], &id[13..])
        })
    }),
    row("references unlike as many numbers", 2000, "host/reference", |n| {
        one(n, |i| {
            format!("[[thing]]\nid = \"{:018}\"\n[[note]]\nthing = \"{:018}\"\n", scatter(i), scatter(i + (1 << 30)))
        })
    }),
    row("references with one slip among as many keys of 300 letters", 100, "host/reference", |n| {
        one(n, |i| format!("[[thing]]\nid = \"{0}\"\n[[note]]\nthing = \"{0}x\"\n", long(i)))
    }),
    row("references unlike as many keys of 300 letters", 100, "host/reference", |n| {
        one(n, |i| format!("[[thing]]\nid = \"{}\"\n[[note]]\nthing = \"{}\"\n", long(i), long(i + (1 << 30))))
    }),
    row("references that differ at the end of 300 letters", 100, "host/reference", |n| {
        let start = "x".repeat(290);
        one(n, |i| format!("[[thing]]\nid = \"{start}{i:010}\"\n[[note]]\nthing = \"{start}{i:010}yyyyy\"\n"))
    }),
    row("words that are near to a value", 2000, "host/type", |n| {
        one(n, |i| format!("[[note]]\nstate = \"state-{}x\"\n", i % DECLARED))
    }),
    row("unknown keys of a record each", 2000, "host/unknown-key", |n| one(n, |i| format!("[[note]]\nsise{i} = 1\n"))),
    row("unknown kinds", 2000, "host/unknown-kind", |n| one(n, |i| format!("[[notte{i}]]\nsize = 1\n"))),
    row("severities of unknown rules", 500, "host/project", |n| {
        let lines = |start: String, i| format!("{start}\"p/rul-{i}\" = \"warning\"\n");
        let settings = (0..n).fold("[severities]\n".to_owned(), lines);
        one(1, |_| "[[note]]\nsize = 1\n".to_owned()).with("data/yize.toml", settings)
    }),
    row("waivers of unknown rules", 500, "host/unused-waiver", |n| {
        let waiver = |i| {
            format!(
                "[[waiver]]\nrule = \"p/rul-{i}\"\nbody = \"a\"\nreason = \"试\"\napproved_by = \"办\"\nuntil = 2026-12-31\n"
            )
        };
        let settings = (0..n).map(waiver).collect::<String>();
        one(1, |_| "[[note]]\nsize = 1\n".to_owned()).with("data/yize.toml", settings)
    }),
];

/// A number that is unlike its neighbours.
fn scatter(i: usize) -> u64 {
    let mut x = (i as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (x ^ (x >> 27)) % 1_000_000_000_000_000_000
}

/// A key of 300 letters that is unlike the others.
fn long(i: usize) -> String {
    let parts: Vec<String> = (0..50).map(|part| format!("{:06x}", scatter(i * 50 + part) & 0x00ff_ffff)).collect();
    parts.concat()
}

/// One file of so many parts, and a pack with rules and values.
fn one(n: usize, part: impl Fn(usize) -> String) -> Memory {
    let data = (0..n).fold("body = \"a\"\n".to_owned(), |text, i| text + part(i).as_str());
    let values: Vec<String> = (0..DECLARED).map(|i| format!("\"state-{i}\"")).collect();
    let rule = |i| {
        format!(
            "rule(\"rule-{i}\", #{{ title: \"试\", basis: \"试\", since: \"2022-01-01\", on: \"note\", explain: `试。` }},\n\
             |note, ctx| {{ if note.has(\"size\") && note.size > {i} + 10 {{ fail(note.size, \"过大\"); }} }});\n"
        )
    };
    Memory::default()
        .with("rules/p/pack.toml", PACK)
        .with("rules/p/kinds.toml", format!("{KINDS}{}] }}\n", values.join(", ")))
        .with("rules/p/note.rhai", (0..DECLARED).map(rule).collect::<String>())
        .with("data/data/a.toml", data)
}
