//! `--trace`: a rule followed through its calls, in the place of the report.

use clap::Arg;

use crate::args::{Builder, Given};
use crate::report::text::clean_line;
use crate::report::trace::human;
use crate::terminal::{Terminal, USAGE};
use yize_core::check::Outcome;
use yize_core::language::{Text, did_you_mean};
use yize_core::nearest_rule;
use yize_core::pack::RuleInfo;
use yize_core::say;
use yize_core::trace::trace;

/// The options.
pub(super) fn options(b: Builder) -> [Arg; 2] {
    let rule = say!(
        "不列报告，列出这条规则怎样运行：遇到的记录、读到的值、走的分支",
        "In place of the report, tell how this rule runs: the records it meets, the values it reads, the ways it takes"
    );
    let record = say!(
        "与 --trace 同用：只看这条记录（编号、名称或 类别/编号）",
        "With --trace: follow this record (key, name or KIND/KEY)"
    );
    let (word, key) = (say!("规则", "RULE"), say!("记录", "KEY"));
    [
        b.value("trace", &word, &rule).conflicts_with_all(["format", "output", "fix", "shard", "changed-since"]),
        b.value("record", &key, &record).requires("trace"),
    ]
}

/// What is followed.
#[derive(Clone, Debug)]
pub(super) struct Followed {
    rule: String,
    record: Option<String>,
}

impl Followed {
    /// What was given.
    pub(super) fn read(given: Given<'_>) -> Option<Self> {
        let rule = given.one("trace")?.to_owned();
        Some(Self { rule, record: given.one("record").map(str::to_owned) })
    }

    /// Prints it and gives the exit status, which was the check's.
    pub(super) fn write(&self, outcome: &Outcome, code: u8, terminal: Terminal) -> u8 {
        let rule = match self.rule_of(outcome) {
            Ok(rule) => rule,
            Err(why) => {
                terminal.complain(&why);
                return code.max(USAGE);
            }
        };
        let trace = trace(outcome, &rule.name, self.record.as_deref());
        if trace.calls.is_empty() {
            let (name, met) = (clean_line(&rule.name), trace.met);
            terminal.complain(&match self.record.as_deref().map(clean_line) {
                Some(key) => say!(
                    "规则“{name}”调用 {met} 次，没有一次是记录“{key}”的；核对编号，以及记录是否属于它的类别",
                    "`{name}` was called {met} times, and never with the record `{key}`: look at the key, and whether it is of the rule's kind"
                ),
                None => say!("规则“{name}”没有可以调用的记录", "there is nothing that `{name}` would be called with"),
            });
            return code.max(USAGE);
        }
        let printed = terminal.print(true, |out| human(&trace, (outcome, rule), terminal.lang, out));
        terminal.printed(printed, code)
    }

    /// The rule that is meant: by its full name, the end of it, or its title.
    fn rule_of<'o>(&self, outcome: &'o Outcome) -> Result<&'o RuleInfo, Text> {
        let word = clean_line(&self.rule);
        let fits = |rule: &&RuleInfo| {
            let end = rule.name.strip_suffix(&*self.rule);
            end.is_some_and(|end| end.is_empty() || end.ends_with('/')) || rule.title == self.rule
        };
        let found: Vec<&RuleInfo> = outcome.rules.values().filter(fits).collect();
        match found.as_slice() {
            [rule] => Ok(rule),
            [] => {
                let known = outcome.rules.values().map(|rule| (&*rule.name, rule.title.as_str()));
                let near =
                    nearest_rule(&self.rule, known).map_or(Text::same(""), |near| did_you_mean(&near).capitalized());
                Err(say!(
                    "没有运行过规则“{word}”。{near}",
                    "no rule `{word}` was run. {near}"; near
                ))
            }
            several => {
                let names: Vec<String> = several.iter().map(|rule| clean_line(&rule.name)).collect();
                let (zh, en) = (names.join("、"), names.join(", "));
                Err(say!("“{word}”可以指：{zh}；写出全名", "`{word}` may be {en}: write the full name"))
            }
        }
    }
}
