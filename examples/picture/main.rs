//! Draws the pictures of reports in `docs/images`: `cargo run --example picture`, from the repository's root, after
//! `cargo build`. That they show what yize prints today, `tests/it/generated.rs` proves.

mod svg;

use std::process::Command;

#[expect(clippy::disallowed_methods, reason = "a tool of the repository, outside the product")]
fn main() -> std::io::Result<()> {
    let own = std::env::current_exe()?;
    let built = own.parent().and_then(|examples| examples.parent()).expect("a folder of cargo's");
    for picture in &svg::PICTURES {
        let output = Command::new(built.join("yize")).args(picture.words()).output()?;
        let text = String::from_utf8(output.stdout).expect("reports are UTF-8");
        std::fs::write(picture.file, picture.draw(&text))?;
    }
    Ok(())
}
