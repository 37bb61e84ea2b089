//! `yize schema`: prints the JSON Schema of what yize reads or writes.

use clap::builder::PossibleValuesParser;

use crate::args::{Builder, Command, Given, action};
use crate::terminal::Terminal;
use yize_core::say;

/// What there are schemas of, by the word of the command line, with the schema.
const ALL: &[(&str, &str)] = &[
    ("report", include_str!("../report/report.schema.json")),
    ("events", include_str!("../report/news/events.schema.json")),
];

/// The command.
pub(super) const COMMAND: Command = Command {
    word: "schema",
    about: (
        "输出报告或事件的 JSON Schema，供程序核对和编辑器提示",
        "Print the JSON Schema of reports or events, for programs and editors",
    ),
    usage: ("yize schema [选项] <名称>", "yize schema [OPTIONS] <NAME>"),
    arguments,
    prepare: |given| Ok(action(read(given), run)),
};

fn arguments(command: clap::Command, b: Builder) -> clap::Command {
    let help = say!(
        "report：yize check --format json 的报告；events：yize watch --format jsonl 的事件",
        "report: what yize check --format json gives; events: the lines of yize watch --format jsonl"
    );
    let name = b.positional("name", &say!("名称", "NAME"), &help).required(true);
    let names = PossibleValuesParser::new(ALL.iter().map(|(name, _)| *name));
    command.arg(name.value_parser(names).hide_possible_values(true))
}

/// Arguments of the command.
#[derive(Debug)]
struct Args {
    /// The schema to print.
    schema: &'static str,
}

fn read(given: Given<'_>) -> Args {
    let name = given.one("name").unwrap_or_default();
    Args { schema: ALL.iter().find(|(known, _)| *known == name).map_or("", |(_, schema)| schema) }
}

/// Prints the schema.
fn run(args: &Args, terminal: Terminal) -> u8 {
    terminal.printed(terminal.print(false, |out| out.write_all(args.schema.as_bytes())), 0)
}
