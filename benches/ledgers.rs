//! How long ledgers take to read, and how much memory: `cargo bench --bench ledgers`.
//!
//! A sheet of 35,000 members with nine columns, read by us and by `calamine` alone, whose time ours is measured by. With the word
//! `memory`, 420,000 activities with six columns are read once, and it is told what the whole process has taken at most
//! beside what the sheet's XML unpacks to.

#![expect(clippy::disallowed_methods, reason = "a benchmark takes words of its command line")]

use std::hint::black_box;
use std::io::{Cursor, Read as _};
use std::path::Path;
use std::time::Duration;

use calamine::Reader as _;
use criterion::Criterion;
use nix::sys::resource::{UsageWho, getrusage};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use yize::ledger::Ledgers;
use yize_core::sheet::Workbooks as _;

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A sheet of so many rows and columns: ids, names, a day, a number, and words that repeat.
fn ledger(rows: u32, columns: u16) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let day = Format::new().set_num_format("yyyy-mm-dd");
    for row in 0..rows {
        for column in 0..columns {
            let cell = match column {
                0 => sheet.write_string(row, column, format!("{row:06}")),
                1 => sheet.write_string(row, column, format!("委员{}", row % 9000)),
                2 => {
                    let date =
                        ExcelDateTime::from_ymd(2026, 1 + (row % 12) as u8, 1 + (row % 28) as u8).expect("a day");
                    sheet.write_datetime_with_format(row, column, &date, &day)
                }
                3 => sheet.write_number(row, column, f64::from(row % 1000) / 10.0),
                _ => sheet.write_string(
                    row,
                    column,
                    ["经济", "教育", "文化文史和学习", "社会和法制"][(row as usize + usize::from(column)) % 4],
                ),
            };
            cell.expect("a cell");
        }
    }
    book.save_to_buffer().expect("a workbook")
}

fn ours(bytes: &[u8]) -> usize {
    Ledgers.read(Path::new("委员.xlsx"), bytes).expect("read").sheets[0].text.len()
}

fn theirs(bytes: &[u8]) -> usize {
    let mut book = calamine::Xlsx::new(Cursor::new(bytes)).expect("opened");
    book.worksheet_range("Sheet1").expect("read").get_size().0
}

/// What the process has taken at most, in MiB.
fn most() -> i64 {
    getrusage(UsageWho::RUSAGE_SELF).expect("usage").max_rss() / 1024
}

fn memory() {
    // Made by a process of its own, or making it would be what is measured.
    let path = std::env::temp_dir().join("yize-activities.xlsx");
    if std::env::args().any(|word| word == "make") {
        std::fs::write(&path, ledger(420_000, 6)).expect("written");
        return;
    }
    let made = std::process::Command::new(std::env::current_exe().expect("itself")).args(["memory", "make"]).status();
    assert!(made.expect("it runs").success());
    let bytes = std::fs::read(&path).expect("a file");
    let mut archive = zip::ZipArchive::new(Cursor::new(&bytes)).expect("an archive");
    let mut sheet = archive.by_name("xl/worksheets/sheet1.xml").expect("a sheet");
    let (mut buffer, mut xml) = (vec![0; 1 << 16], 0);
    while let Ok(read @ 1..) = sheet.read(&mut buffer) {
        xml += read;
    }
    drop(sheet);
    let before = most();
    let text = ours(&bytes);
    println!(
        "420,000 × 6: XML {} MiB, file {} MiB, text {} MiB; process {} MiB before, {} MiB at most",
        xml >> 20,
        bytes.len() >> 20,
        text >> 20,
        before,
        most()
    );
}

fn main() {
    if std::env::args().any(|word| word == "memory") {
        return memory();
    }
    let bytes = ledger(35_000, 9);
    let mut criterion =
        Criterion::default().configure_from_args().sample_size(20).measurement_time(Duration::from_secs(10));
    let mut group = criterion.benchmark_group("35,000 × 9");
    group.bench_function("ours", |bencher| bencher.iter(|| ours(black_box(&bytes))));
    group.bench_function("calamine", |bencher| bencher.iter(|| theirs(black_box(&bytes))));
    group.finish();
    criterion.final_summary();
}
