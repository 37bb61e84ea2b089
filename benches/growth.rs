//! How the host's own work grows with the data: `cargo bench --bench growth`.
//!
//! For each kind of finding of the host, and for what else the host does to each body, record or file, a check of n, 2n and
//! 4n of them. Where the work is linear the last two columns are about 2 and 4; 4 and 16 tell that something is looked for
//! among all the others each time.

#![expect(clippy::disallowed_methods, reason = "a benchmark takes words of its command line")]

use std::collections::BTreeSet;
use std::hint::black_box;
use std::path::PathBuf;
use std::time::Duration;

use jiff::civil::date;
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike as _;
use yize_core::PackSource;
use yize_core::check::{Outcome, Request, check};
use yize_core::files::Memory;
use yize_core::session::Session;

mod words;

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Of each measurement the least of so many counts. Time of the processor is taken, since others use the machine too.
const TURNS: usize = 3;

const PACK: &str = "id = \"p\"\ntitle = \"包\"\nversion = \"1\"\nbodies = [\"a\", \"b*\"]\n";

const KINDS: &str = "[thing]\nlabel = \"物\"\nkey = \"id\"\nyearly = false\n[thing.fields]\n\
    id = { type = \"string\", label = \"号\" }\n\
    size = { type = \"integer\", label = \"大小\", optional = true, min = 1 }\n\
    state = { type = \"enum\", label = \"状态\", optional = true, values = [\"new\", \"old\"] }\n\
    seal = { type = \"string\", label = \"印\", optional = true, unique = true }\n\
    [note]\nlabel = \"记\"\n[note.fields]\ntext = { type = \"string\", label = \"文\" }\n";

const RULE: &str = "rule(\"size\", #{ title: \"大小\", basis: \"试\", since: \"2022-01-01\", on: \"thing\", explain: `十以下。` },\n\
    |thing, ctx| { if thing.has(\"size\") && thing.size > 10 { fail(thing.size, \"过大\"); } });\n";

/// A row of the table: what there is much of, how much at first, the files with so many of it, and the rule of the host
/// that has to say something (none where all is well).
struct Row {
    name: &'static str,
    n: usize,
    files: fn(usize) -> Memory,
    says: &'static str,
}

const fn row(name: &'static str, n: usize, says: &'static str, files: fn(usize) -> Memory) -> Row {
    Row { name, n, files, says }
}

const ROWS: &[Row] = &[
    row("bodies with a record each", 8000, "host/type", |n| {
        one(n, |i, n| {
            format!("[[thing]]\nbody = \"b{i}\"\nid = \"1\"\nsize = {}\n", if i + 1 == n { "\"\"" } else { "1" })
        })
    }),
    row("bodies that no pack governs", 8000, "host/no-pack", |n| {
        one(n, |i, _| format!("[[thing]]\nbody = \"x{i}\"\nid = \"1\"\n"))
    }),
    row("unknown kinds", 4000, "host/unknown-kind", |n| one(n, |i, _| format!("[[kind{i}]]\nid = \"1\"\n"))),
    row("bodies with an unknown kind", 8000, "host/unknown-kind", |n| {
        one(n, |i, _| format!("[[other]]\nbody = \"b{i}\"\nid = \"1\"\n"))
    }),
    row("records with an unknown key", 4000, "host/unknown-key", |n| {
        one(n, |i, _| format!("[[thing]]\nid = \"{i}\"\nsise = 1\n"))
    }),
    row("unknown keys of one record", 4000, "host/unknown-key", |n| {
        let keys = |i, _| format!("{}key{i} = 1\n", if i == 0 { "[[thing]]\nid = \"1\"\n" } else { "" });
        one(n, keys)
    }),
    row("missing fields", 8000, "host/missing-field", |n| one(n, |_, _| "[[thing]]\nsize = 1\n".to_owned())),
    row("wrong types", 8000, "host/type", |n| one(n, |i, _| format!("[[thing]]\nid = \"{i}\"\nsize = \"1\"\n"))),
    row("words that are no value", 8000, "host/type", |n| {
        one(n, |i, _| format!("[[thing]]\nid = \"{i}\"\nstate = \"odd{i}\"\n"))
    }),
    row("fields given twice", 8000, "host/duplicate-field", |n| {
        one(n, |i, _| format!("[[thing]]\nid = \"{i}\"\nsize = 1\n\"大小\" = 1\n"))
    }),
    row("duplicate keys", 8000, "host/duplicate-key", |n| one(n, |_, _| "[[thing]]\nid = \"1\"\n".to_owned())),
    row("repeated unique values", 8000, "host/limits", |n| {
        one(n, |i, _| format!("[[thing]]\nid = \"{i}\"\nseal = \"s\"\n"))
    }),
    row("values outside limits", 8000, "host/limits", |n| {
        one(n, |i, _| format!("[[thing]]\nid = \"{i}\"\nsize = 0\n"))
    }),
    row("mistakes of syntax", 8000, "host/syntax", |n| one(n, |i, _| format!("[[thing]]\nid{i} =\n"))),
    row("bodies without a rule", 8000, "host/no-rule", |n| {
        one(n, |i, _| format!("[[note]]\nbody = \"b{i}\"\nyear = 2026\ntext = \"\"\n"))
    }),
    row("broken files beside as many sound ones", 1000, "host/syntax", |n| {
        (0..n).fold(packs(), |files, i| {
            let sound = format!("body = \"b{i}\"\n[[thing]]\nid = \"1\"\n");
            let broken = format!("body = \"b{i}\"\n[[thing]]\nid = \n");
            files.with(format!("data/{i}.toml"), sound).with(format!("data/{i}-2.toml"), broken)
        })
    }),
    row("projects in one folder", 100, "", |n| {
        (0..n).fold(packs(), |files, i| {
            let thing = "body = \"a\"\n[[thing]]\nid = \"1\"\n";
            files.with(format!("data/{i}/yize.toml"), "").with(format!("data/{i}/data/a.toml"), thing)
        })
    }),
    row("waivers of as many findings", 1000, "p/size", |n| {
        let waiver = |i| {
            format!(
                "[[waiver]]\nrule = \"p/size\"\nat = \"thing/{i}\"\nreason = \"试\"\napproved_by = \"办\"\nuntil = 2026-12-31\n"
            )
        };
        let things: Vec<String> = (0..n).map(|i| format!("[[thing]]\nid = \"{i}\"\nsize = 11\n")).collect();
        packs()
            .with("data/yize.toml", (0..n).map(waiver).collect::<Vec<_>>().concat())
            .with("data/data/a.toml", format!("body = \"a\"\n{}", things.concat()))
    }),
];

/// The pack, to which data are added.
fn packs() -> Memory {
    let pack = Memory::default().with("rules/p/pack.toml", PACK).with("rules/p/kinds.toml", KINDS);
    pack.with("rules/p/thing.rhai", RULE)
}

/// One file of so many parts.
fn one(n: usize, part: impl Fn(usize, usize) -> String) -> Memory {
    let mut text = String::from("body = \"a\"\n");
    (0..n).for_each(|i| text += &part(i, n));
    packs().with("data/a.toml", text)
}

/// A file for each of so many bodies.
fn bodies(n: usize) -> Memory {
    let file = |i| format!("body = \"b{i}\"\n[[thing]]\nid = \"1\"\nsize = 1\n");
    (0..n).fold(packs(), |files, i| files.with(format!("data/{i:06}.toml"), file(i)))
}

fn main() {
    // What `cargo test --benches` asks: that it starts. Each row has to find what it is about.
    let test = std::env::args().any(|word| word == "--test");
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let chosen = |name: &str| words.is_empty() || words.iter().any(|word| name.contains(word.as_str()));
    if test {
        return ROWS.iter().chain(words::ROWS).for_each(|row| about(row, &check(&(row.files)(2), &request(), &())));
    }
    println!("| kind of finding, or of work | n | ms | ×2 | ×4 |\n|---|---:|---:|---:|---:|");
    for row in ROWS.iter().chain(words::ROWS).filter(|row| chosen(row.name)) {
        print(row.name, row.n, &|n| {
            let files = (row.files)(n);
            least(|| timed(|| check(&files, &request(), &())), |outcome| about(row, outcome))
        });
    }
    let name = "a file is saved beside those of other bodies";
    if chosen(name) {
        print(name, 2000, &round);
    }
}

/// A round of a session after one file was saved.
fn round(n: usize) -> Duration {
    let mut session = Session::new(request());
    session.round(&bodies(n), request().as_of, &());
    let mut turn = 0;
    let save = || {
        turn += 1;
        let files =
            bodies(n).with("data/000001.toml", format!("body = \"b1\"\n[[thing]]\nid = \"{turn}\"\nsize = 1\n"));
        timed(|| session.round(&files, request().as_of, &()))
    };
    least(save, |_| ())
}

fn request() -> Request {
    let packs = vec![PackSource::Folder(PathBuf::from("rules"))];
    Request { packs, ..Request::new(vec![PathBuf::from("data")], date(2026, 6, 30)) }
}

/// Fails unless the outcome has what the row is about.
fn about(row: &Row, outcome: &Outcome) {
    let rules: BTreeSet<&str> = outcome.findings.iter().map(|finding| &*finding.rule).collect();
    let expected = if row.says.is_empty() { rules.is_empty() } else { rules.contains(row.says) };
    assert!(expected, "{}: {rules:?}", row.name);
}

fn print(name: &str, n: usize, time: &dyn Fn(usize) -> Duration) {
    let [once, twice, four] = [n, 2 * n, 4 * n].map(|n| time(n).as_secs_f64());
    println!("| {name} | {n} | {:.0} | {:.1} | {:.1} |", once * 1000.0, twice / once, four / once);
}

fn least<T>(mut work: impl FnMut() -> (Duration, T), about: impl Fn(&T)) -> Duration {
    let turn = |_| {
        let (time, result) = work();
        about(&result);
        time
    };
    (0..TURNS).map(turn).min().unwrap_or_default()
}

/// How much of the processor it takes until the result is there, not until it is thrown away.
fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let used = || {
        let time = getrusage(UsageWho::RUSAGE_SELF).expect("the system tells").user_time();
        Duration::from_micros(time.num_microseconds().unsigned_abs())
    };
    let before = used();
    let result = black_box(work());
    (used().saturating_sub(before), result)
}
