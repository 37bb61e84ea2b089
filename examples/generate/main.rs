//! Writes the example data of the five cities: `cargo run --example generate`, from the repository's root.
//!
//! The same bytes every time: no clock, no randomness, only fixed arithmetic. All persons are invented. That what is
//! committed is what comes of it, `tests/it/generated.rs` proves.

mod baoding;
mod calendar;
mod city;
mod draw;
mod grids;
mod handan;
mod handan_words;
mod hengshui;
mod hengshui_words;
mod langfang;
mod tangshan;
mod toml;
mod words;

use std::io;
use std::path::Path;

fn main() -> io::Result<()> {
    files().iter().try_for_each(|(path, text)| write(path, text))
}

/// All files that are written, as paths from the repository's root and texts.
pub fn files() -> Vec<(String, String)> {
    let cities = [
        ("tangshan", tangshan::files()),
        ("tangshan", grids::files()),
        ("baoding", baoding::files()),
        ("langfang", langfang::files()),
        ("handan", handan::files()),
        ("hengshui", hengshui::files()),
    ];
    let mut files = Vec::new();
    for (city, made) in cities {
        for (path, text) in made {
            if let Some((pack, name)) = for_cases(city, &path) {
                files.push((format!("rules/{pack}/tests/data/{name}"), text.clone()));
            }
            files.push((format!("examples/{city}/data/{path}"), text));
        }
    }
    files
}

/// The pack whose cases start from that file of a city, and the file's name there. What else lies there is small, made by
/// hand, and its own source.
fn for_cases<'p>(city: &'p str, path: &'p str) -> Option<(&'p str, &'p str)> {
    let name = path.rsplit('/').next().unwrap_or(path);
    match (city, path) {
        // A waiver excuses what is in it, and cases know none.
        ("langfang", "proposals.toml") => None,
        ("langfang" | "handan" | "hengshui", _) | ("tangshan", "homes.toml" | "plan.toml") => Some((city, path)),
        ("tangshan", "counties/lubei.toml") => Some(("tangshan-county", "station.toml")),
        ("baoding", "counties/zhuozhou.toml") => Some(("baoding-county", name)),
        ("baoding", _) if path.starts_with("counties/") => None,
        ("baoding", _) => Some((city, name)),
        _ => None,
    }
}

#[expect(clippy::disallowed_methods, reason = "a tool of the repository, outside the product")]
fn write(path: &str, text: &str) -> io::Result<()> {
    let path = Path::new(path);
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(path, text)
}
