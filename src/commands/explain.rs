//! `yize explain`: tells all about a rule, or a field of a kind.

use crate::args::common::request;
use crate::args::{Builder, Command, Given, action};
use crate::commands::rules::complain;
use crate::report::explain;
use crate::report::text::clean_line;
use crate::terminal::{Terminal, USAGE};
use yize_core::catalogue::{fields, rules};
use yize_core::check::Request;
use yize_core::files::Disk;
use yize_core::host;
use yize_core::language::{Text, did_you_mean};
use yize_core::nearest;
use yize_core::pack::RuleInfo;
use yize_core::say;

/// The command.
pub(super) const COMMAND: Command = Command {
    word: "explain",
    about: (
        "解释一条规则（依据、说明、参数、出处）或一个字段",
        "Explain a rule (basis, text, parameters, where it is written) or a field",
    ),
    usage: ("yize explain [选项] <规则>", "yize explain [OPTIONS] <RULE>"),
    arguments,
    prepare: |given| Ok(action(read(given)?, run)),
};

fn arguments(command: clap::Command, b: Builder) -> clap::Command {
    let rule = say!(
        "规则名，如 host/syntax，用 yize rules 列出；或字段，如 member.cpc",
        "A rule, such as host/syntax (see yize rules), or a field, such as member.cpc"
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

/// Explains the rule.
fn run(args: &Args, terminal: Terminal) -> u8 {
    if let Some(rule) = host::ALL.iter().find(|rule| rule.name == args.rule) {
        let printed = terminal.print(true, |out| explain::host(rule, terminal.lang, out));
        return terminal.printed(printed, 0);
    }
    let listing = rules(&Disk, &args.request);
    let code = complain(&listing, &args.request, terminal);
    match find(&listing.rules, &args.rule)[..] {
        [] if args.rule.contains('.') => explain_field(args, terminal),
        [] => {
            unknown(&args.rule, &listing.rules, terminal);
            USAGE
        }
        [rule] => {
            let printed = terminal.print(true, |out| explain::rule(rule, &listing.sources, terminal.lang, out));
            terminal.printed(printed, code)
        }
        ref several => {
            let names: Vec<_> = several.iter().map(|rule| clean_line(&rule.name)).collect();
            let (zh, en) = (names.join("、"), names.join(", "));
            terminal.complain(&say!(
                "有几条规则叫这个名字，请写全名：{zh}",
                "several rules have this name, write one in full: {en}"
            ));
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

/// The rule of that full name, or all whose name is that without their pack.
fn find<'a>(rules: &'a [RuleInfo], name: &str) -> Vec<&'a RuleInfo> {
    if let Some(rule) = rules.iter().find(|rule| &*rule.name == name) {
        return vec![rule];
    }
    rules
        .iter()
        .filter(|rule| rule.name.strip_prefix(&*rule.pack).is_some_and(|id| id.trim_start_matches('/') == name))
        .collect()
}

fn unknown(name: &str, rules: &[RuleInfo], terminal: Terminal) {
    let all = rules.iter().map(|rule| &*rule.name).chain(host::ALL.iter().map(|rule| rule.name));
    let name_shown = clean_line(name);
    terminal.complain(&match nearest(name, all).map(|near| did_you_mean(near).capitalized()) {
        Some(question) => {
            say!("没有规则“{name_shown}”。{question}", "there is no rule `{name_shown}`. {question}"; question)
        }
        None => say!(
            "没有规则“{name_shown}”。用 yize rules 列出全部规则。",
            "there is no rule `{name_shown}`. `yize rules` lists all rules."
        ),
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::explain::tests::listing;

    #[test]
    fn a_rule_is_found_by_its_full_name_or_the_part_after_its_pack() {
        let rules = listing().rules;
        let names = |name| find(&rules, name).iter().map(|r| &*r.name).collect::<Vec<_>>();
        assert_eq!(names("baoding/plan/scheme"), ["baoding/plan/scheme"]);
        assert_eq!(names("plan/scheme"), ["baoding/plan/scheme"]);
        assert!(names("scheme").is_empty());
    }
}
