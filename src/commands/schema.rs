//! `yize schema`: prints the JSON Schema of what yize reads or writes.

use crate::args::common::request;
use crate::args::{Builder, Command, Given, action};
use crate::report::text::clean_line;
use crate::schemas::{FIXED, data};
use crate::terminal::{Terminal, USAGE};
use yize_core::catalogue::{KindInfo, governing, inventory, kinds_of};
use yize_core::check::Request;
use yize_core::files::Disk;
use yize_core::language::{Lang, Text, did_you_mean};
use yize_core::{nearest, say};

/// The word for all kinds of a file of data.
const DATA: &str = "data";

/// The command.
pub(super) const COMMAND: Command = Command {
    word: "schema",
    about: (
        "输出 JSON Schema，供程序核对和编辑器提示：报告、设置、规则包的各种文件、数据",
        "Print a JSON Schema of reports, settings, files of packs or data",
    ),
    usage: ("yize schema [选项] <名称>", "yize schema [OPTIONS] <NAME>"),
    arguments,
    prepare: |given| Ok(action(read(given)?, run)),
};

fn arguments(command: clap::Command, b: Builder) -> clap::Command {
    let help = say!(
        "report：yize check --format json 的报告；events：yize watch --format jsonl 的事件；settings：yize.toml；pack、kinds、views：规则包的 pack.toml、kinds.toml、views.toml；cases：用例；data：这里的数据文件；或一个记录类别，如 member，重名的写 kind:data",
        "report: what yize check --format json gives; events: the lines of yize watch --format jsonl; settings: yize.toml; pack, kinds, views: pack.toml, kinds.toml, views.toml of packs; cases: cases; data: files of data as they are here; or a kind such as member, kind:data where it is called as one of these"
    );
    command.arg(b.positional("name", &say!("名称", "NAME"), &help).required(true))
}

/// Arguments of the command.
#[derive(Debug)]
struct Args {
    /// Packs and projects.
    request: Request,
    /// What is asked for.
    name: String,
}

fn read(given: Given<'_>) -> Result<Args, Text> {
    Ok(Args { request: request(given)?, name: given.one("name").unwrap_or_default().to_owned() })
}

/// Prints the schema.
fn run(args: &Args, terminal: Terminal) -> u8 {
    if let Some((_, schema)) = FIXED.iter().find(|(word, _)| *word == args.name) {
        return terminal.printed(terminal.print(false, |out| out.write_all(schema.as_bytes())), 0);
    }
    let kinds = kinds_here(&args.request);
    let asked = args.name.strip_prefix("kind:").unwrap_or(&args.name);
    let only = kinds.iter().find(|kind| kind.name == asked || kind.label.get(Lang::Zh) == asked);
    let only = if args.name == DATA { None } else { only };
    if only.is_none() && args.name != DATA {
        unknown(asked, &kinds, terminal);
        return USAGE;
    }
    let schema = data(&kinds, only.map(|kind| kind.name.as_str()));
    terminal.printed(terminal.print(false, |out| writeln!(out, "{schema:#}")), 0)
}

/// The kinds that data may have here: those of the packs that govern the bodies of the project's data; where there are none, those of
/// the project's own packs, or of all.
fn kinds_here(request: &Request) -> Vec<KindInfo> {
    let listing = governing(&Disk, request);
    let rules = listing.rules.iter().flat_map(|rule| &rule.bodies);
    let mut bodies: Vec<&str> =
        rules.chain(listing.schemes.iter().flat_map(|scheme| &scheme.bodies)).map(String::as_str).collect();
    bodies.sort_unstable();
    bodies.dedup();
    let kinds = kinds_of(&Disk, request, &bodies);
    if !kinds.is_empty() {
        return kinds;
    }
    let all = inventory(&Disk, request).kinds;
    let any_own = all.iter().any(|entry| entry.own);
    let mut kinds: Vec<KindInfo> = Vec::new();
    for entry in all.into_iter().filter(|entry| entry.own || !any_own) {
        if !kinds.contains(&entry.kind) {
            kinds.push(entry.kind);
        }
    }
    kinds
}

fn unknown(name: &str, kinds: &[KindInfo], terminal: Terminal) {
    let fixed = FIXED.iter().map(|(word, _)| *word).chain([DATA]);
    let known = fixed.clone().chain(kinds.iter().flat_map(|kind| [kind.name.as_str(), kind.label.get(Lang::Zh)]));
    let (shown, near) = (clean_line(name), nearest(name, known));
    terminal.complain(&match near.map(|near| did_you_mean(near).capitalized()) {
        Some(question) => {
            say!("没有“{shown}”的 JSON Schema。{question}", "there is no schema of `{shown}`. {question}"; question)
        }
        None => {
            let words: Vec<&str> = fixed.collect();
            let (zh, en) = (words.join("、"), words.join(", "));
            say!(
                "没有“{shown}”的 JSON Schema。可以写 {zh}，或一个记录类别，如 member。",
                "there is no schema of `{shown}`. Write one of {en}, or a kind such as member."
            )
        }
    });
}
