//! The table: what each program took on each set, and the ratios.

use crate::gauge::{Cost, Measured};
use crate::programs::Program;

/// A set's part of the table.
#[derive(Debug)]
pub struct Column {
    head: String,
    rows: Vec<Option<Cost>>,
    ratios: Vec<Option<[Option<f64>; 3]>>,
}

const ROWS: [&str; 13] = [
    "one DeTable::parse",
    "Rust, whole run",
    "  rules, once",
    "Rust, rules alone",
    "yize, ten rules",
    "yize, idle rule",
    "yize, rules alone",
    "regorus, whole run",
    "  load",
    "  evaluate",
    "Python, whole run",
    "  load",
    "  rules",
];

const RATIOS: [&str; 7] = [
    "rules alone, yize / Rust",
    "rules alone, regorus / yize",
    "rules alone, Python / yize",
    "whole run, yize / Rust",
    "whole run, yize / one parse",
    "whole run, regorus / yize",
    "whole run, Python / yize",
];

impl Column {
    /// From what was measured on a set of so many members.
    pub fn new(members: usize, size: usize, measured: &[(Program, Measured)]) -> Self {
        let of = |program| measured.iter().find(|(that, _)| *that == program).map(|(_, measured)| measured);
        let whole = |program| of(program).map(|measured| measured.whole);
        let phase = |program, phase: &str| of(program)?.phases.get(phase).copied();
        let [parse, rust, yize] = [Program::Parse, Program::Rust, Program::Yize].map(whole);
        let [rego, python] = [Program::Rego, Program::Python].map(whole);
        let idle = whole(Program::Idle);
        let alone = yize.zip(idle).map(|(ten, idle)| ten.less(idle));
        let rust_alone = phase(Program::RustRules, "rules");
        let evaluate = phase(Program::Rego, "evaluate");
        let python_alone = phase(Program::Python, "rules");
        let rows = vec![
            parse,
            rust,
            phase(Program::Rust, "rules"),
            rust_alone,
            yize,
            idle,
            alone,
            rego,
            phase(Program::Rego, "load"),
            evaluate,
            python,
            phase(Program::Python, "load"),
            python_alone,
        ];
        let wholes = [(yize, rust), (yize, parse), (rego, yize), (python, yize)];
        let alones = [(alone, rust_alone), (evaluate, alone), (python_alone, alone)];
        let ratios = alones.into_iter().chain(wholes).map(|(over, under)| Some(ratio(over?, under?)));
        let head = format!("{members} members, {:.1} MiB", mebibytes(size));
        Self { head, rows, ratios: ratios.collect() }
    }
}

fn mebibytes(bytes: usize) -> f64 {
    f64::from(u32::try_from(bytes).unwrap_or(u32::MAX)) / f64::from(1 << 20)
}

/// Wall, processor and memory of one over those of another.
fn ratio(over: Cost, under: Cost) -> [Option<f64>; 3] {
    // A difference of two runs may come out as nothing where it is less than their noise.
    let of = |over: f64, under: f64| (over > 0.0 && under > 0.0).then(|| over / under);
    let memory = over.memory.zip(under.memory).and_then(|(over, under)| of(over, under));
    [of(over.wall, under.wall), of(over.cpu, under.cpu), memory]
}

/// Prints the table.
pub fn print(columns: &[Column]) {
    println!();
    line("", columns.iter().map(|column| format!("{:^26}", column.head)));
    line("", columns.iter().map(|_| format!("{:>8} {:>8} {:>8}", "wall s", "cpu s", "MiB")));
    for (at, name) in ROWS.into_iter().enumerate() {
        line(name, columns.iter().map(|column| cost(column.rows[at])));
    }
    println!();
    line("ratios", columns.iter().map(|_| format!("{:>8} {:>8} {:>8}", "wall", "cpu", "memory")));
    for (at, name) in RATIOS.into_iter().enumerate() {
        line(name, columns.iter().map(|column| ratios(column.ratios[at])));
    }
}

fn line(name: &str, cells: impl Iterator<Item = String>) {
    let cells: Vec<String> = cells.collect();
    println!("{name:<32} │ {}", cells.join(" │ "));
}

fn cost(cost: Option<Cost>) -> String {
    let Some(Cost { wall, cpu, memory }) = cost else { return format!("{:^26}", "NOT MEASURED") };
    let memory = memory.map_or_else(|| "—".to_owned(), |memory| format!("{memory:.1}"));
    format!("{wall:>8.4} {cpu:>8.4} {memory:>8}")
}

fn ratios(ratios: Option<[Option<f64>; 3]>) -> String {
    let Some(ratios) = ratios else { return format!("{:^26}", "NOT MEASURED") };
    let [wall, cpu, memory] = ratios.map(|of| of.map_or_else(|| "—".to_owned(), |of| format!("{of:.2}")));
    format!("{wall:>8} {cpu:>8} {memory:>8}")
}
