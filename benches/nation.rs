//! Many bodies, whole and in shards. `cargo bench --bench nation` measures what docs/scale.md tells and writes it there; with
//! `-- write FOLDER BODIES MEMBERS` it only writes such a project, with `-- measure FOLDER SHARDS` it measures one that is there.

#![expect(clippy::disallowed_methods, reason = "a benchmark writes its data, starts programs and reads the clock")]

mod gauge;
mod set;

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use gauge::{Cost, Result, WORD, gauge, least};

const YIZE: &str = env!("CARGO_BIN_EXE_yize");
/// Bodies, members of each, and shards, where nothing else is asked for.
const USUAL: (usize, usize, usize) = (200, 175, 8);
/// The whole nation: bodies and members of each.
const NATION: (usize, usize) = (3_000, 233);
/// The pages that tell of it, and between which lines.
const PAGES: [&str; 2] = ["docs/scale.md", "docs/scale.zh-CN.md"];
const MARKS: (&str, &str) = ("<!-- measured -->\n", "<!-- end of what was measured -->\n");

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [WORD, program, ref arguments @ ..] => gauge(program, arguments),
        ["write", folder, bodies, members] => write(Path::new(folder), bodies.parse()?, members.parse()?).map(drop),
        ["measure", folder, shards] => {
            let mut measured = String::new();
            measure(Path::new(folder), shards.parse()?, &mut measured)?;
            print!("{measured}");
            Ok(())
        }
        // What `cargo test --benches` asks: that it starts.
        ref other if other.contains(&"--test") => Ok(()),
        [] => pages(),
        ref other => Err(format!("what is {other:?}?").into()),
    }
}

/// Writes a project of so many bodies, each with so many members and twelve activities for each of these; gives its bytes.
fn write(folder: &Path, bodies: usize, members: usize) -> Result<usize> {
    std::fs::create_dir_all(folder.join("data"))?;
    for (path, text) in set::PACK {
        let path = folder.join("rules").join(path);
        std::fs::create_dir_all(path.parent().ok_or("a path has a folder")?)?;
        std::fs::write(path, text.replace("bodies  = [\"bench\"]", "bodies  = [\"nation/*\"]"))?;
    }
    std::fs::write(folder.join("yize.toml"), "rules = [\"rules\"]\n")?;
    // All bodies have the same records: a file with the members, and one with what they have done.
    let (mut people, mut deeds) = (String::new(), String::new());
    for (name, text) in set::files(members) {
        let into = if name.starts_with('2') { &mut deeds } else { &mut people };
        into.push_str(text.strip_prefix(set::HEAD).unwrap_or(&text));
    }
    let mut bytes = 0;
    for number in 1..=bodies {
        let head = format!("body = \"nation/{number:04}\"\nyear = 2026\n");
        for (name, records) in [("members", &people), ("activities", &deeds)] {
            let text = format!("{head}{records}");
            bytes += text.len();
            std::fs::write(folder.join(format!("data/{number:04}-{name}.toml")), text)?;
        }
    }
    Ok(bytes)
}

/// Runs a check and gives what it prints.
fn printed(arguments: &[&str]) -> Result<Vec<u8>> {
    let output = Command::new(YIZE).args(arguments).env("YIZE_CACHE", "off").output()?;
    if matches!(output.status.code(), Some(0 | 1)) {
        return Ok(output.stdout);
    }
    Err(String::from_utf8_lossy(&output.stderr).into_owned().into())
}

/// Measures a project whole, and each shard of it; and compares the shards, joined, with the whole.
fn measure(folder: &Path, shards: usize, table: &mut String) -> Result<()> {
    let folder_name = folder.to_str().ok_or("the folder's name is text")?;
    let asked = ["check", folder_name, "--as-of", "2026-12-31", "--format", "json"];
    let reports = folder.join("reports");
    std::fs::create_dir_all(&reports)?;
    let whole = least(YIZE, &[&asked[..], &["--jobs", "1"]].concat())?;
    let two = least(YIZE, &[&asked[..], &["--jobs", "2"]].concat())?;
    let mut each: Vec<Cost> = Vec::new();
    let mut names: Vec<String> = Vec::new();
    for index in 1..=shards {
        let shard = format!("{index}/{shards}");
        let own = [&asked[..], &["--jobs", "1", "--shard", &shard]].concat();
        each.push(least(YIZE, &own)?);
        let name = reports.join(format!("{index}.json"));
        std::fs::write(&name, printed(&own)?)?;
        names.push(name.to_str().ok_or("a name is text")?.to_owned());
    }
    let merge: Vec<&str> = std::iter::once("merge").chain(names.iter().map(String::as_str)).collect();
    let joined = least(YIZE, &merge)?;
    if printed(&merge)? != printed(&asked)? {
        return Err("the shards, joined, are not the whole".into());
    }
    std::fs::remove_dir_all(&reports)?;
    let most = each.iter().copied().reduce(|a, b| a.with(b, f64::max)).ok_or("a shard")?;
    writeln!(table, "| | wall, s | processor, s | memory, MiB | processor × N / whole |\n|---|---:|---:|---:|---:|")?;
    let mut line = |what: &str, Cost { wall, cpu, memory }: Cost, share: String| {
        writeln!(table, "| {what} | {wall:.2} | {cpu:.2} | {memory:.0} | {share} |")
    };
    line("whole, `--jobs 1`", whole, String::new())?;
    line("whole, `--jobs 2`", two, String::new())?;
    let times = f64::from(u32::try_from(shards)?);
    line(&format!("the dearest of {shards} shards, `--jobs 1`"), most, format!("{:.2}", most.cpu * times / whole.cpu))?;
    line("`merge`", joined, String::new())?;
    Ok(())
}

/// What the machine is, as far as it tells.
fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    format!("{}, {cores} × {}", std::env::consts::OS, model.map_or("?", |(_, name)| name))
}

/// Measures the usual set and the nation, and writes what comes of it into the pages.
fn pages() -> Result<()> {
    let folder = std::env::temp_dir().join(format!("yize-nation-{}", std::process::id()));
    let (bodies, members, shards) = USUAL;
    let mut measured = format!("yize {}, {}\n", env!("CARGO_PKG_VERSION"), machine());
    for (bodies, members, shards) in [(bodies, members, shards), (NATION.0, NATION.1, shards)] {
        let bytes = write(&folder, bodies, members)?;
        let (people, deeds, mib) = (bodies * members, bodies * members * 12, bytes >> 20);
        writeln!(measured, "\n{bodies} × {members} = {people}, × 12 = {deeds}; {mib} MiB:\n")?;
        let done = measure(&folder, shards, &mut measured);
        std::fs::remove_dir_all(&folder)?;
        done?;
    }
    print!("{measured}");
    for page in PAGES {
        let text = std::fs::read_to_string(page)?;
        let (before, rest) = text.split_once(MARKS.0).ok_or("the page says where")?;
        let (_, after) = rest.split_once(MARKS.1).ok_or("the page says where it ends")?;
        std::fs::write(page, format!("{before}{}\n{measured}\n{}{after}", MARKS.0, MARKS.1))?;
    }
    Ok(())
}
