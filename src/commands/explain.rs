//! `yize explain`: tells all about a rule, a scheme or a line of one, a kind, a field, a parameter, a function, a finding of the host, or a lint.

mod find;

use crate::args::common::request;
use crate::args::{Builder, Command, Given, action};
use crate::commands::rules::complain;
use crate::report::explain::{self, same_kind};
use crate::report::text::clean_line;
use crate::terminal::{Terminal, USAGE};
use find::{Found, Names};
use yize_core::cases::{Case, Selection, Tested, test, written};
use yize_core::catalogue::{Inventory, KindEntry, fields, inventory};
use yize_core::check::Request;
use yize_core::files::Disk;
use yize_core::finding::Status;
use yize_core::language::Text;
use yize_core::pack::RuleInfo;
use yize_core::reference;
use yize_core::say;

/// The command.
pub(super) const COMMAND: Command = Command {
    word: "explain",
    about: (
        "解释规则、计分办法、记录类别、字段、参数或函数：依据、说明、例子、出处",
        "Explain a rule, scheme, kind, field, parameter or function",
    ),
    usage: ("yize explain [选项] <名称>", "yize explain [OPTIONS] <NAME>"),
    arguments,
    prepare: |given| Ok(action(read(given)?, run)),
};

fn arguments(command: clap::Command, b: Builder) -> clap::Command {
    let name = say!(
        "编号或中文名称：规则（plan/scheme）、约束、计分办法及其一行（办法#行）、记录类别（member）、字段（member.cpc）、参数、函数（规则包 lib/ 里的也可以，如 lib/time::has_come）、host/syntax 这样的问题、lint/no-case 这样的审查；重名时在前面写 rule:、scheme:、line:、kind:、field:、parameter:、function:、host: 或 lint:",
        "An id or a label: a rule (plan/scheme), a constraint, a scheme or a line of one (scheme#line), a kind (member), a field (member.cpc), a parameter, a function (of a pack's lib/, too: lib/time::has_come), a finding such as host/syntax, a lint such as lint/no-case; where several have the name, with rule:, scheme:, line:, kind:, field:, parameter:, function:, host: or lint: before it"
    );
    let without = say!(
        "不举用例为例，解释规则时不必运行用例，更快",
        "Without an example from the cases, of which none has to be run then"
    );
    let name = b.positional("name", &say!("名称", "NAME"), &name).required(true);
    command.arg(name).arg(b.flag("no-examples", &without))
}

/// Arguments of the command.
#[derive(Debug)]
struct Args {
    /// Packs and projects.
    request: Request,
    /// What is asked about.
    name: String,
    /// Whether a rule is shown at work.
    examples: bool,
}

fn read(given: Given<'_>) -> Result<Args, Text> {
    let name = given.one("name").unwrap_or_default().to_owned();
    Ok(Args { request: request(given)?, name, examples: !given.flag("no-examples") })
}

/// Explains what is asked for.
fn run(args: &Args, terminal: Terminal) -> u8 {
    let (inventory, functions) = (inventory(&Disk, &args.request), reference::all());
    let names = Names::of(&inventory, &functions);
    match names.find(&args.name)[..] {
        [] => {
            complain(&inventory.listing, &args.request, terminal);
            unknown(&args.name, &names, terminal);
            USAGE
        }
        [found] => {
            // What is wrong with packs is no matter of what the host has.
            let code = match found {
                Found::Host(_) | Found::Lint(_) | Found::Function(_) => 0,
                _ => complain(&inventory.listing, &args.request, terminal),
            };
            terminal.printed(show(found, args, &inventory, terminal), code)
        }
        ref several => {
            let names: Vec<_> = several.iter().map(|found| clean_line(&found.name())).collect();
            let (zh, en) = (names.join("、"), names.join(", "));
            terminal
                .complain(&say!("有几个叫这个名字，请写全名：{zh}", "several have this name, write one in full: {en}"));
            USAGE
        }
    }
}

/// Prints all about what was found.
fn show(found: &Found<'_>, args: &Args, inventory: &Inventory, terminal: Terminal) -> std::io::Result<()> {
    let (sources, lang) = (&inventory.listing.sources, terminal.lang);
    terminal.print(true, |out| match found {
        Found::Host(rule) => explain::host(rule, lang, out),
        Found::Lint(lint) => explain::lint(lint, lang, out),
        Found::Rule(rule) => {
            explain::rule(rule, sources, lang, out)?;
            if !args.examples {
                return Ok(());
            }
            let (tested, more) = examples(rule, &args.request);
            explain::examples(&rule.name, &tested, more, lang, out)
        }
        Found::Scheme(scheme) => explain::scheme(scheme, sources, lang, out),
        Found::Line(scheme, line) => explain::line(scheme, line, sources, lang, out),
        Found::Kind(own) => {
            let others: Vec<&KindEntry> =
                inventory.kinds.iter().filter(|other| same_kind(own, other) && other.pack != own.pack).collect();
            explain::kind(own, &others, inventory, lang, out)
        }
        Found::Field(name) => {
            let found = fields(&Disk, &args.request, name);
            let (found, sources) = found.as_ref().map_or((&[][..], sources), |(found, sources)| (&found[..], sources));
            found.iter().enumerate().try_for_each(|(at, field)| {
                if at > 0 {
                    writeln!(out)?;
                }
                explain::field(field, sources, lang, out)
            })
        }
        Found::Parameter(own) => explain::parameter(own, inventory, lang, out),
        Found::Function(ways) => explain::function(ways, lang, out),
        Found::Library(own) => explain::library(own, sources, lang, out),
    })
}

/// The smallest case of its pack in which a rule reports something, run; and how many more there are.
fn examples(rule: &RuleInfo, request: &Request) -> (Vec<Tested>, usize) {
    let cases = written(&Disk, request, &rule.pack);
    let reports = |case: &&Case| {
        case.expect.iter().any(|expected| expected.rule == *rule.name && expected.status != Status::Pending)
    };
    let mut reporting: Vec<&Case> = cases.iter().filter(reports).collect();
    // One that is about this rule alone, with little data.
    reporting.sort_by_key(|case| (case.expect.len(), case.data.iter().map(|(_, text)| text.len()).sum::<usize>()));
    let Some(least) = reporting.first() else { return (Vec::new(), 0) };
    let selection =
        Selection { packs: vec![rule.pack.clone()], name: Some(least.name.clone()), ..Selection::default() };
    let mut tested = test(&Disk, request, &selection, &()).tested;
    tested.retain(|own| own.case.name == least.name && own.findings.iter().any(|finding| *finding.rule == *rule.name));
    tested.truncate(1);
    let more = reporting.len() - tested.len();
    (tested, more)
}

fn unknown(name: &str, names: &Names<'_>, terminal: Terminal) {
    let shown = clean_line(name);
    terminal.complain(&match names.meant(name) {
        Some(question) => {
            say!("没有叫“{shown}”的规则、计分办法、类别、字段、参数或函数。{question}", "there is no rule, scheme, kind, field, parameter or function `{shown}`. {question}"; question)
        }
        None => say!(
            "没有叫“{shown}”的规则、计分办法、类别、字段、参数或函数。用 yize rules 列出规则；字段写成 类别.字段，如 member.cpc。",
            "there is no rule, scheme, kind, field, parameter or function `{shown}`. `yize rules` lists rules; a field is kind.field, such as member.cpc."
        ),
    });
}
