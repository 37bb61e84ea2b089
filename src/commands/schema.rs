//! `yize schema`: prints the JSON Schema of what yize reads or writes.

use crate::terminal::Terminal;

/// What there are schemas of, by the word of the command line, with the schema.
pub const ALL: &[(&str, &str)] = &[
    ("report", include_str!("../report/report.schema.json")),
    ("events", include_str!("../report/live/events.schema.json")),
];

/// Arguments of the command.
#[derive(Debug)]
pub struct Args {
    /// The schema to print.
    pub schema: &'static str,
}

/// Prints the schema.
#[must_use]
pub fn run(args: &Args, terminal: Terminal) -> u8 {
    terminal.printed(terminal.print(false, |out| out.write_all(args.schema.as_bytes())), 0)
}
