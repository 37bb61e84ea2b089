//! `yize rules`: lists the rules and schemes in force.

use crate::args::{Command, Given, Paths, action, format};
use crate::report::{View, human, listing};
use crate::terminal::Terminal;
use yize_core::catalogue::{Listing, rules};
use yize_core::check::{FailOn, Outcome, Request};
use yize_core::files::Disk;
use yize_core::language::Text;

/// The command.
pub(super) const COMMAND: Command = Command {
    word: "rules",
    about: ("列出现行的规则和计分办法", "List the rules and schemes in force"),
    usage: ("yize rules [选项] [路径]...", "yize rules [OPTIONS] [PATH]..."),
    arguments: |command, b| command.arg(Paths::Projects.argument(b)).arg(format::human_or_json(b)),
    prepare: |given| Ok(action(read(given)?, run)),
};

/// Arguments of the command.
#[derive(Debug)]
struct Args {
    /// Packs and projects.
    request: Request,
    /// For programs instead of people.
    json: bool,
}

fn read(given: Given<'_>) -> Result<Args, Text> {
    Ok(Args { request: Paths::Projects.request(given)?, json: format::is_json(given) })
}

/// Lists the rules and schemes. What is wrong with the packs goes to stderr, and into the exit status.
fn run(args: &Args, terminal: Terminal) -> u8 {
    let listing = rules(&Disk, &args.request);
    let code = complain(&listing, &args.request, terminal);
    let printed = if args.json {
        terminal.print(false, |out| listing::json(&listing, terminal.lang, out))
    } else {
        terminal.print(true, |out| listing::human(&listing, terminal.lang, out))
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
