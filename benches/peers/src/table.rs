//! The tables, in Markdown: what each program took on each set, the ratios, and how both grow.

use std::fmt::Write as _;

use crate::gauge::{Cost, Measured, Spread};
use crate::programs::Program;

/// What was measured on one set.
#[derive(Debug)]
pub struct Column {
    members: usize,
    /// Bytes of its data.
    size: usize,
    rows: [(&'static str, Option<Spread>); 15],
}

impl Column {
    /// From what was measured on a set of so many members and bytes.
    pub fn new(members: usize, size: usize, measured: &[(Program, Measured)]) -> Self {
        let of = |program| measured.iter().find(|(that, _)| *that == program).map(|(_, measured)| measured);
        let whole = |program| of(program).map(|measured| measured.whole);
        let phase = |program, phase: &str| of(program)?.phases.get(phase).copied();
        let alone = whole(Program::Yize).zip(whole(Program::Idle)).map(|(ten, idle)| ten.less(idle));
        let rows = [
            (PARSE, whole(Program::Parse)),
            (YIZE, whole(Program::Yize)),
            (TWO, whole(Program::Two)),
            (CACHED, whole(Program::Cached)),
            ("— with a rule that does nothing", whole(Program::Idle)),
            (ALONE, alone),
            (RUST, whole(Program::Rust)),
            ("— its rules, once", phase(Program::Rust, "rules")),
            (RUST_ALONE, phase(Program::RustRules, "rules")),
            (REGO, whole(Program::Rego)),
            ("— load", phase(Program::Rego, "load")),
            (EVALUATE, phase(Program::Rego, "evaluate")),
            (PYTHON, whole(Program::Python)),
            ("— `tomllib`", phase(Program::Python, "load")),
            (PYTHON_RULES, phase(Program::Python, "rules")),
        ];
        Self { members, size, rows }
    }

    fn row(&self, name: &str) -> Option<Spread> {
        self.rows.iter().find(|(own, _)| *own == name)?.1
    }

    /// Its data in MiB.
    fn mebibytes(&self) -> f64 {
        mebibytes(self.size)
    }
}

const PARSE: &str = "one bare `DeTable::parse`";
const YIZE: &str = "yize, one thread";
const TWO: &str = "yize, two threads";
const CACHED: &str = "yize, nothing changed since the last run";
const ALONE: &str = "— its rules alone: the difference";
const RUST: &str = "Rust over borrowed structures";
const RUST_ALONE: &str = "— its rules alone, the best of seven";
const REGO: &str = "regorus, from JSON";
const EVALUATE: &str = "— evaluate";
const PYTHON: &str = "Python, `tomllib`";
const PYTHON_RULES: &str = "— rules";

/// A figure of a run.
type Figure = fn(&Cost) -> Option<f64>;
const WALL: Figure = |cost| Some(cost.wall);
const CPU: Figure = |cost| Some(cost.cpu);

/// What is held against what, by which figure, and what was asked for at 35,000 members.
const RATIOS: [(&str, &str, &str, Figure, &str); 10] = [
    ("whole run: yize / one parse", YIZE, PARSE, CPU, "≤ 1.0"),
    ("the same by the clock", YIZE, PARSE, WALL, ""),
    ("whole run: regorus / yize", REGO, YIZE, CPU, "≥ 5"),
    ("whole run: Python / yize", PYTHON, YIZE, CPU, ""),
    ("whole run: yize / Rust", YIZE, RUST, CPU, ""),
    ("rules alone: yize / Rust", ALONE, RUST_ALONE, CPU, ""),
    ("rules alone: regorus / yize", EVALUATE, ALONE, CPU, ""),
    ("rules alone: Python / yize", PYTHON_RULES, ALONE, CPU, ""),
    ("one thread / two, by the clock", YIZE, TWO, WALL, "≥ 1.7"),
    ("nothing changed / a whole run, by the clock", CACHED, YIZE, WALL, "≤ 0.2"),
];

/// Bytes in MiB.
pub fn mebibytes(bytes: usize) -> f64 {
    f64::from(u32::try_from(bytes).unwrap_or(u32::MAX)) / f64::from(1 << 20)
}

/// A number with its thousands apart.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> = digits.as_bytes().rchunks(3).rev().filter_map(|group| str::from_utf8(group).ok()).collect();
    groups.join(",")
}

/// A row of a table.
pub fn line(out: &mut String, cells: impl IntoIterator<Item = String>) {
    let cells: Vec<String> = cells.into_iter().collect();
    let _ = writeln!(out, "| {} |", cells.join(" | "));
}

/// The head of a table: its columns, the first to the left and the others to the right.
pub fn head(out: &mut String, columns: impl IntoIterator<Item = String>) {
    let columns: Vec<String> = columns.into_iter().collect();
    let rule: Vec<&str> = columns.iter().enumerate().map(|(at, _)| if at == 0 { "---" } else { "--:" }).collect();
    let _ = writeln!(out, "| {} |\n|{}|", columns.join(" | "), rule.join("|"));
}

/// The tables of what was measured.
pub fn tables(columns: &[Column]) -> String {
    let mut out = String::new();
    for column in columns {
        let (members, size) = (grouped(column.members), column.mebibytes());
        let _ = writeln!(out, "### {members} members, {size:.1} MiB\n");
        let heads = ["least / median", "wall, s", "processor, s", "peak, MiB"];
        head(&mut out, heads.map(str::to_owned));
        // Of a large set yize alone is measured; elsewhere what could not be is told.
        let alone = column.row(PARSE).is_none();
        for (name, spread) in column.rows.iter().filter(|(_, spread)| !alone || spread.is_some()) {
            let mut cells = vec![(*name).to_owned()];
            cells.extend(figures(*spread));
            line(&mut out, cells);
        }
        out.push('\n');
    }
    ratios(&mut out, columns);
    growth(&mut out, columns);
    out
}

fn figures(spread: Option<Spread>) -> [String; 3] {
    let Some(Spread { least, median }) = spread else { return ["NOT MEASURED", "", ""].map(str::to_owned) };
    let time = |of: f64| if of.abs() < 0.1 { format!("{of:.4}") } else { format!("{of:.2}") };
    let memory = least.memory.zip(median.memory);
    [
        format!("{} / {}", time(least.wall), time(median.wall)),
        format!("{} / {}", time(least.cpu), time(median.cpu)),
        memory.map_or_else(String::new, |(least, median)| format!("{least:.0} / {median:.0}")),
    ]
}

fn ratios(out: &mut String, columns: &[Column]) {
    let _ = writeln!(out, "### Ratios\n\nOf the least of each; of processor time where nothing else is said.\n");
    let heads = [String::new()].into_iter().chain(columns.iter().map(|column| grouped(column.members)));
    head(out, heads.chain(["asked at 35,000".to_owned()]));
    let or_not = |ratio: Option<f64>| ratio.map_or_else(|| "—".to_owned(), |ratio| format!("{ratio:.2}"));
    for (name, over, under, figure, asked) in RATIOS {
        // A difference of two runs may come out as nothing where it is less than their noise.
        let of =
            |column: &Column, name| column.row(name).and_then(|spread| figure(&spread.least)).filter(|of| *of > 0.0);
        let ratio = |column| Some(of(column, over)? / of(column, under)?);
        let ratios = columns.iter().map(|column| or_not(ratio(column)));
        line(out, [name.to_owned()].into_iter().chain(ratios).chain([asked.to_owned()]));
    }
    for (name, row) in [("peak / bytes: yize, one thread", YIZE), ("peak / bytes: yize, two threads", TWO)] {
        let ratio = |column: &Column| Some(column.row(row)?.least.memory? / column.mebibytes());
        let ratios = columns.iter().map(|column| or_not(ratio(column)));
        line(out, [name.to_owned()].into_iter().chain(ratios).chain(["≤ 2.5".to_owned()]));
    }
    out.push('\n');
}

fn growth(out: &mut String, columns: &[Column]) {
    let _ = writeln!(out, "### Growth of yize, one thread\n");
    head(out, ["members", "bytes", "wall", "processor", "peak"].map(str::to_owned));
    for pair in columns.windows(2) {
        let Some((fewer, more)) = pair[0].row(YIZE).zip(pair[1].row(YIZE)) else { continue };
        let times = |of: Figure| {
            let of = of(&more.least).zip(of(&fewer.least));
            of.map_or_else(String::new, |(more, fewer)| format!("× {:.2}", more / fewer))
        };
        let members = format!("{} → {}", grouped(pair[0].members), grouped(pair[1].members));
        let bytes = format!("× {:.2}", pair[1].mebibytes() / pair[0].mebibytes());
        line(out, [members, bytes, times(WALL), times(CPU), times(|cost| cost.memory)]);
    }
    out.push('\n');
}
