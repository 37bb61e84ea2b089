//! `yize explain`: tells all about a rule, a scheme or a line of one, or a field of a kind.

use crate::args::common::request;
use crate::args::{Builder, Command, Given, action};
use crate::commands::rules::complain;
use crate::report::explain;
use crate::report::text::clean_line;
use crate::terminal::{Terminal, USAGE};
use yize_core::catalogue::{Clause, Listing, SchemeInfo, fields, rules};
use yize_core::check::Request;
use yize_core::files::Disk;
use yize_core::host;
use yize_core::language::{Lang, Text, did_you_mean};
use yize_core::pack::RuleInfo;
use yize_core::say;
use yize_core::{nearest, nearest_rule};

/// The command.
pub(super) const COMMAND: Command = Command {
    word: "explain",
    about: (
        "解释一条规则、一个计分办法或一个字段：依据、说明、出处",
        "Explain a rule, a scheme or a field: basis, text, where it is written",
    ),
    usage: ("yize explain [选项] <规则>", "yize explain [OPTIONS] <RULE>"),
    arguments,
    prepare: |given| Ok(action(read(given)?, run)),
};

fn arguments(command: clap::Command, b: Builder) -> clap::Command {
    let rule = say!(
        "规则或计分办法的名称，如 host/syntax，用 yize rules 列出；计分办法的一行写成“办法#行”；字段写成 member.cpc",
        "A rule or scheme, such as host/syntax (see yize rules); a line of a scheme is scheme#line; a field is member.cpc"
    );
    command.arg(b.positional("rule", &say!("规则", "RULE"), &rule).required(true))
}

/// Arguments of the command.
#[derive(Debug)]
struct Args {
    /// Packs and projects.
    request: Request,
    /// Full name of the rule, or its name without the pack where one rule alone has it.
    rule: String,
}

fn read(given: Given<'_>) -> Result<Args, Text> {
    let rule = given.one("rule").unwrap_or_default().to_owned();
    Ok(Args { request: request(given)?, rule })
}

/// Explains what is asked for.
fn run(args: &Args, terminal: Terminal) -> u8 {
    if let Some(rule) = host::ALL.iter().find(|rule| rule.name == args.rule) {
        let printed = terminal.print(true, |out| explain::host(rule, terminal.lang, out));
        return terminal.printed(printed, 0);
    }
    let listing = rules(&Disk, &args.request);
    let code = complain(&listing, &args.request, terminal);
    let found = find(&listing, &args.rule);
    match found[..] {
        [] if args.rule.contains('.') => explain_field(args, terminal),
        [] => {
            unknown(&args.rule, &listing, terminal);
            USAGE
        }
        [one] => {
            let (sources, lang) = (&listing.sources, terminal.lang);
            let printed = terminal.print(true, |out| match one {
                Found::Rule(rule) => explain::rule(rule, sources, lang, out),
                Found::Scheme(scheme) => explain::scheme(scheme, sources, lang, out),
                Found::Line(scheme, line) => explain::line(scheme, line, sources, lang, out),
            });
            terminal.printed(printed, code)
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

/// Explains a field, once for each way in which packs have it.
fn explain_field(args: &Args, terminal: Terminal) -> u8 {
    match fields(&Disk, &args.request, &args.rule) {
        Ok((found, sources)) => {
            let printed = terminal.print(true, |out| {
                found.iter().enumerate().try_for_each(|(at, field)| {
                    if at > 0 {
                        writeln!(out)?;
                    }
                    explain::field(field, &sources, terminal.lang, out)
                })
            });
            terminal.printed(printed, 0)
        }
        Err(near) => {
            let name = clean_line(&args.rule);
            terminal.complain(&match near.map(|near| did_you_mean(&near).capitalized()) {
                Some(question) => {
                    say!("没有字段“{name}”。{question}", "there is no field `{name}`. {question}"; question)
                }
                None => say!(
                    "没有字段“{name}”。写成 类别.字段，如 member.cpc。",
                    "there is no field `{name}`. Write kind.field, such as member.cpc."
                ),
            });
            USAGE
        }
    }
}

/// What a name means.
#[derive(Clone, Copy)]
enum Found<'a> {
    Rule(&'a RuleInfo),
    Scheme(&'a SchemeInfo),
    Line(&'a SchemeInfo, &'a Clause),
}

impl Found<'_> {
    /// Its full name.
    fn name(self) -> String {
        match self {
            Self::Rule(rule) => rule.name.to_string(),
            Self::Scheme(scheme) => scheme.name.to_string(),
            Self::Line(scheme, line) => format!("{}#{}", scheme.name, line.name),
        }
    }
}

/// What has that full name; or all whose name is that without their pack; or the lines of schemes that are called so.
fn find<'a>(listing: &'a Listing, name: &str) -> Vec<Found<'a>> {
    let rules = || listing.rules.iter().map(Found::Rule);
    let schemes = || listing.schemes.iter().map(Found::Scheme);
    if let Some(found) = rules().chain(schemes()).find(|found| found.name() == name) {
        return vec![found];
    }
    let short = |found: &Found<'_>| match found {
        Found::Rule(RuleInfo { name: full, pack, .. }) | Found::Scheme(SchemeInfo { name: full, pack, .. }) => {
            full.strip_prefix(pack.as_str()).is_some_and(|id| id.trim_start_matches('/') == name)
        }
        Found::Line(..) => false,
    };
    let found: Vec<Found<'_>> = rules().chain(schemes()).filter(short).collect();
    if !found.is_empty() {
        return found;
    }
    let (of, line) = name.split_once('#').map_or((None, name), |(of, line)| (Some(of), line));
    let own = |scheme: &&SchemeInfo| {
        of.is_none_or(|of| *scheme.name == *of || scheme.name.strip_prefix(&*scheme.pack) == Some(&format!("/{of}")))
    };
    let lines = |scheme: &'a SchemeInfo| {
        let called = scheme.lines.iter().filter(move |own| *own.name == *line);
        called.map(move |line| Found::Line(scheme, line))
    };
    listing.schemes.iter().filter(own).flat_map(lines).collect()
}

fn unknown(name: &str, listing: &Listing, terminal: Terminal) {
    let rules = listing.rules.iter().map(|rule| (&*rule.name, rule.title.as_str()));
    let schemes = listing.schemes.iter().map(|scheme| (&*scheme.name, scheme.title.as_str()));
    let own =
        host::ALL.iter().map(|rule| (rule.name, if terminal.lang == Lang::Zh { rule.title.0 } else { rule.title.1 }));
    let lines = listing.schemes.iter().flat_map(|scheme| &scheme.lines).map(|line| &*line.name);
    let name_shown = clean_line(name);
    // Of a line in a scheme, the line is what was perhaps misspelt.
    let near = match name.split_once('#') {
        Some((_, line)) => nearest(line, lines).map(str::to_owned),
        None => nearest_rule(name, rules.chain(schemes).chain(own)).or_else(|| nearest(name, lines).map(str::to_owned)),
    };
    terminal.complain(&match near.map(|near| did_you_mean(&near).capitalized()) {
        Some(question) => {
            say!("没有规则或计分办法“{name_shown}”。{question}", "there is no rule or scheme `{name_shown}`. {question}"; question)
        }
        None => say!(
            "没有规则或计分办法“{name_shown}”。用 yize rules 列出全部。",
            "there is no rule or scheme `{name_shown}`. `yize rules` lists all."
        ),
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::explain::tests::listing;

    #[test]
    fn a_rule_is_found_by_its_full_name_or_the_part_after_its_pack() {
        let listing = listing();
        let names = |name| find(&listing, name).iter().map(|found| found.name()).collect::<Vec<_>>();
        assert_eq!(names("baoding/plan/scheme"), ["baoding/plan/scheme"]);
        assert_eq!(names("plan/scheme"), ["baoding/plan/scheme"]);
        assert!(names("scheme").is_empty());
    }
}
