//! Writes the table of `rules/README.md`: which rules and cases show each clause of each city's systems.
//!
//! `cargo run --example systems` rewrites the table in place, from `rules/systems.toml` and the packs themselves.

mod table;

use std::path::Path;

use yize_core::files::{Disk, write_beside};

fn main() {
    let path = Path::new("rules/README.md");
    let text = Disk.read_text(path).expect("rules/README.md");
    let systems = Disk.read_text(Path::new("rules/systems.toml")).expect("rules/systems.toml");
    let table = table::render(&table::read(&systems), &table::rules());
    write_beside(path, table::replace(&text, &table).as_bytes()).expect("rules/README.md can be written");
}
