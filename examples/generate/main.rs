//! Writes the example data of the five cities: `cargo run --example generate`, from the repository's root.
//!
//! The same bytes every time: no clock, no randomness, only fixed arithmetic. All persons are invented.

mod baoding;
mod calendar;
mod city;
mod grids;
mod handan;
mod hengshui;
mod langfang;
mod tangshan;
mod toml;
mod words;

use std::io;
use std::path::Path;

fn main() -> io::Result<()> {
    let mut files = Vec::new();
    files.extend(under("tangshan", tangshan::files()));
    files.extend(under("tangshan", grids::files()));
    files.extend(under("baoding", baoding::files()));
    for (city, made) in [("langfang", langfang::files()), ("handan", handan::files()), ("hengshui", hengshui::files())]
    {
        files.extend(cases(city, made.clone()));
        files.extend(under(city, made));
    }
    for (path, text) in files {
        write(&path, &text)?;
    }
    Ok(())
}

/// Places files in a city's data folder.
fn under(city: &str, files: Vec<(String, String)>) -> impl Iterator<Item = (String, String)> {
    files.into_iter().map(move |(path, text)| (format!("examples/{city}/data/{path}"), text))
}

/// Places the same files beside a pack's cases, which change copies of them.
fn cases(city: &str, files: Vec<(String, String)>) -> impl Iterator<Item = (String, String)> {
    files.into_iter().map(move |(path, text)| (format!("rules/{city}/tests/data/{path}"), text))
}

#[expect(clippy::disallowed_methods, reason = "a tool of the repository, outside the product")]
fn write(path: &str, text: &str) -> io::Result<()> {
    let path = Path::new(path);
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(path, text)
}
