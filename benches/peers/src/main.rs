//! The ten rules of the benchmarks in plain Rust, in Rego and in Python, measured beside yize on the same records.
//!
//! `cargo run --release --manifest-path benches/peers/Cargo.toml -- --yize PROGRAM [--page FILE] [SIZE]…` compares, and puts
//! what it measures into a page. With another first word this program is one of the things that it measures, each in a
//! process of its own.

#![expect(clippy::disallowed_methods, reason = "a benchmark writes its data, starts programs and reads the clock")]

#[path = "../../set/mod.rs"]
mod set;
mod slips;
mod records;
mod written;
mod finding;
mod rules;
mod gauge;
mod peers;
mod rego;
mod programs;
mod table;
mod start;
mod saves;
mod reports;
mod page;
mod compare;

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

/// As in yize.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const USAGE: &str = "usage: peers --yize PROGRAM [--page FILE] [SIZE]...";
/// Of the last, yize alone is measured.
const SIZES: [usize; 4] = [600, 6_000, 35_000, 700_000];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments.iter().map(String::as_str).collect::<Vec<_>>()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("peers: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[&str]) -> Result<()> {
    match *arguments {
        ["--yize", program, ref rest @ ..] => {
            let (page, sizes) = match rest {
                ["--page", page, sizes @ ..] => (Some(Path::new(*page)), sizes),
                sizes => (None, sizes),
            };
            let sizes = sizes.iter().map(|size| size.parse()).collect::<std::result::Result<Vec<usize>, _>>();
            let sizes = sizes.map_err(|_| USAGE)?;
            compare::compare(Path::new(program), if sizes.is_empty() { &SIZES } else { &sizes }, page)
        }
        ["--gauge", program, ref arguments @ ..] => gauge::gauge(program, arguments),
        ["--nothing"] => Ok(()),
        ["--parse", file] => peers::parse(Path::new(file)),
        ["--rust", pack, data, today] => peers::whole(Path::new(pack), Path::new(data), today),
        ["--rust-rules", pack, data, today] => peers::rules(Path::new(pack), Path::new(data), today),
        ["--rego", policy, json] => rego::evaluate(Path::new(policy), Path::new(json)),
        _ => Err(USAGE.into()),
    }
}
