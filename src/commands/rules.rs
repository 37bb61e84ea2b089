//! `yize rules`: lists the rules and schemes in force; with paths, those that govern the data there.

use crate::args::{Builder, Command, Given, Paths, action, format};
use crate::report::listing::{self, Of};
use crate::report::{View, human};
use crate::terminal::Terminal;
use yize_core::catalogue::{Listing, governing, rules};
use yize_core::check::{FailOn, Outcome, Request};
use yize_core::files::Disk;
use yize_core::language::Text;
use yize_core::say;

/// The command.
pub(super) const COMMAND: Command = Command {
    word: "rules",
    about: (
        "列出现行的规则和计分办法；写了路径时，只列管到那里的数据的",
        "List the rules and schemes in force; of paths, those that govern the data there",
    ),
    usage: ("yize rules [选项] [路径]...", "yize rules [OPTIONS] [PATH]..."),
    arguments,
    prepare: |given| Ok(action(read(given)?, run)),
};

fn arguments(command: clap::Command, b: Builder) -> clap::Command {
    let paths = say!(
        "数据文件、文件夹或项目：只列管到这些数据的；不写时列出全部规则包的",
        "Data files, folders or projects, of which what governs them is listed; without any, what all packs have"
    );
    command.arg(Paths::described(b, &paths)).arg(format::human_or_json(b))
}

/// Arguments of the command.
#[derive(Debug)]
struct Args {
    /// Packs and projects.
    request: Request,
    /// What is listed.
    of: Of,
    /// For programs instead of people.
    json: bool,
}

fn read(given: Given<'_>) -> Result<Args, Text> {
    let of = if given.paths("path").is_some() { Of::Data } else { Of::Packs };
    Ok(Args { request: Paths::Data.request(given)?, of, json: format::is_json(given) })
}

/// Lists the rules and schemes. What is wrong with the packs goes to stderr, and into the exit status.
fn run(args: &Args, terminal: Terminal) -> u8 {
    let listing = match args.of {
        Of::Packs => rules(&Disk, &args.request),
        Of::Data => governing(&Disk, &args.request),
    };
    let code = complain(&listing, &args.request, terminal);
    let printed = if args.json {
        terminal.print(false, |out| listing::json(&listing, terminal.lang, out))
    } else {
        terminal.print(true, |out| listing::human(&listing, args.of, terminal.lang, out))
    };
    terminal.printed(printed, code)
}

/// Prints what is wrong with the packs on stderr and gives the exit status that it stands for.
pub(crate) fn complain(listing: &Listing, request: &Request, terminal: Terminal) -> u8 {
    let outcome = Outcome {
        as_of: request.as_of,
        findings: listing.findings.clone(),
        sources: listing.sources.clone(),
        ..Outcome::default()
    };
    let code = outcome.exit_code(FailOn::Error);
    let view = View::new(terminal.lang, code);
    terminal.print_aside(|err| human::findings(&outcome.findings, &outcome.sources, outcome.as_of, view, err));
    code
}
