//! What can be written on the command line, built in the user's language.

use std::path::PathBuf;

use anstream::ColorChoice;
use clap::builder::{PossibleValuesParser, Styles};
use clap::{Arg, ArgAction, Command, value_parser};

use crate::report::{self, FORMATS};
use yize_core::language::{Lang, Text};
use yize_core::say;

mod live;
mod parts;
mod watch;

/// Words of `--color`.
pub(super) const COLORS: [(&str, ColorChoice); 3] =
    [("auto", ColorChoice::Auto), ("always", ColorChoice::Always), ("never", ColorChoice::Never)];

/// Reads the word of `--color`.
pub(super) fn color(word: &str) -> Option<ColorChoice> {
    COLORS.iter().find(|(name, _)| *name == word).map(|(_, choice)| *choice)
}

/// The whole command line.
pub(super) fn yize(lang: Lang) -> Command {
    let about = say!(
        "议则：按各级政协的规则包检查 TOML 数据，逐处指出问题和依据",
        "Checks TOML data against the rule packs of consultative committees"
    );
    let after = say!(
        "用 yize <命令> --help 看各命令的选项。例如：\n  yize check data/          检查一个文件夹\n  yize explain host/syntax  解释一条规则",
        "See yize <COMMAND> --help for a command's options. To begin:\n  yize check data/          check a folder\n  yize explain host/syntax  explain a rule"
    );
    let g = Grammar(lang);
    g.command("yize", &about, &say!("yize [选项] <命令>", "yize [OPTIONS] <COMMAND>"))
        .version(env!("CARGO_PKG_VERSION"))
        .disable_help_subcommand(true)
        .subcommand_help_heading(g.t(&say!("命令", "Commands")))
        .subcommands([
            check(g),
            watch::watch(g),
            test(g),
            rules(g),
            explain(g),
            scores(g),
            live::serve(g),
            schema(g),
            lock(g),
            parts::diff(g),
            parts::merge(g),
            help(g),
        ])
        .after_help(g.t(&after))
        .args(g.common())
        .arg(g.flag("version", &say!("显示版本", "Print the version")).short('V').action(ArgAction::Version))
}

fn check(g: Grammar) -> Command {
    let about = say!("检查数据文件、文件夹或项目", "Check data files, folders or projects");
    let usage = say!("yize check [选项] [路径]...", "yize check [OPTIONS] [PATH]...");
    let after = say!(
        "退出码：\n  0  已检查，没有达到失败级别的问题\n  1  发现违规（包括数据本身有错）\n  2  没有检查：用法错误、路径不存在、规则包有错等\n  3  检查不完整：规则出错或超限\n  4  yize 本身失败，或报告无法写出",
        "Exit status:\n  0  checked, nothing at or above the failing level\n  1  violations, broken data included\n  2  not checked: usage, a missing path, a broken pack and the like\n  3  incomplete: a rule faulted or hit a limit\n  4  yize itself failed, or a report could not be written"
    );
    let paths = say!(
        "数据文件、文件夹或项目；- 为标准输入（默认为当前文件夹）",
        "Data files, folders or projects; - is stdin (default: the current folder)"
    );
    g.command("check", &about, &usage)
        .after_help(g.t(&after))
        .arg(g.paths(&paths))
        .args(report_options(g))
        .args(filter_options(g))
        .args(policy_options(g))
        .args(parts::options(g))
        .args(g.common())
}

fn test(g: Grammar) -> Command {
    let about = say!("运行规则包的用例", "Run the packs' cases");
    let usage = say!("yize test [选项] [规则包]...", "yize test [OPTIONS] [PACK]...");
    let packs = say!(
        "规则包名（默认为 --rules 中的全部；没有 --rules 时为内置的全部）",
        "Packs (default: all of --rules; without it, all that are built in)"
    );
    let case = say!("只运行名称含有这段文字的用例", "Run the cases whose names contain this text");
    let bless = say!("把实际结果写进没有通过的用例", "Write what came into the cases that did not pass");
    let format = say!("格式：human（默认）或 json", "Format: human (default) or json");
    g.command("test", &about, &usage)
        .arg(g.positional("pack", &say!("规则包", "PACK"), &packs).num_args(0..))
        .arg(g.value("case", &say!("文字", "TEXT"), &case))
        .arg(g.flag("bless", &bless).action(ArgAction::SetTrue))
        .arg(g.choice("format", &say!("格式", "FORMAT"), &format, ["human", "json"]))
        .args(g.common())
}

fn rules(g: Grammar) -> Command {
    let about = say!("列出现行规则", "List the rules in force");
    let usage = say!("yize rules [选项] [路径]...", "yize rules [OPTIONS] [PATH]...");
    let paths = say!("项目或文件夹（默认为当前文件夹）", "Projects or folders (default: the current folder)");
    let format = say!("格式：human（默认）或 json", "Format: human (default) or json");
    g.command("rules", &about, &usage)
        .arg(g.paths(&paths))
        .arg(g.choice("format", &say!("格式", "FORMAT"), &format, ["human", "json"]))
        .args(g.common())
}

fn explain(g: Grammar) -> Command {
    let about =
        say!("解释一条规则：依据、说明、参数、出处", "Explain a rule: basis, text, parameters, where it is written");
    let usage = say!("yize explain [选项] <规则>", "yize explain [OPTIONS] <RULE>");
    let rule =
        say!("规则名，如 host/syntax；用 yize rules 列出", "Name of the rule, such as host/syntax; see yize rules");
    g.command("explain", &about, &usage)
        .arg(g.positional("rule", &say!("规则", "RULE"), &rule).required(true))
        .args(g.common())
}

fn schema(g: Grammar) -> Command {
    let about = say!(
        "输出报告或事件的 JSON Schema，供程序核对和编辑器提示",
        "Print the JSON Schema of reports or events, for programs and editors"
    );
    let usage = say!("yize schema [选项] <名称>", "yize schema [OPTIONS] <NAME>");
    let name = say!(
        "report：yize check --format json 的报告；events：yize watch --format jsonl 的事件",
        "report: what yize check --format json gives; events: the lines of yize watch --format jsonl"
    );
    let names = PossibleValuesParser::new(crate::commands::schema::ALL.iter().map(|(name, _)| *name));
    g.command("schema", &about, &usage)
        .arg(
            g.positional("name", &say!("名称", "NAME"), &name)
                .required(true)
                .value_parser(names)
                .hide_possible_values(true),
        )
        .args(g.common())
}

fn lock(g: Grammar) -> Command {
    let about = say!("把所用规则包的摘要写进 yize.lock", "Write the digests of the packs in use to yize.lock");
    let usage = say!("yize lock [选项] [路径]...", "yize lock [OPTIONS] [PATH]...");
    let paths = say!("项目或文件夹（默认为当前文件夹）", "Projects or folders (default: the current folder)");
    let verify = say!("只核对，不写；不符时退出码为2", "Compare and write nothing; exit status 2 where they differ");
    g.command("lock", &about, &usage)
        .arg(g.paths(&paths))
        .arg(g.flag("verify", &verify).action(ArgAction::SetTrue))
        .args(g.common())
}

fn scores(g: Grammar) -> Command {
    let about = say!(
        "计算积分：排名、等次、未达要求者；--member 看一人的积分卡",
        "Work out scores: ranks, grades, shortfalls; --member shows one card"
    );
    let usage = say!("yize scores [选项] [路径]...", "yize scores [OPTIONS] [PATH]...");
    let paths = say!(
        "数据文件、文件夹或项目（默认为当前文件夹）",
        "Data files, folders or projects (default: the current folder)"
    );
    let format =
        say!("格式：human（默认）、csv、json、markdown、html", "Format: human (default), csv, json, markdown, html");
    let body = say!("只算这些单位，如 'baoding/*'；可重复", "These bodies only, such as 'baoding/*'; repeatable");
    let member =
        say!("只看一人的积分卡，逐分列出记录；写编号或姓名", "One card, each point with its records; a key or a name");
    let year = say!("年度（默认为数据中最近的一年）", "Year (default: the latest of the data)");
    g.command("scores", &about, &usage)
        .arg(g.paths(&paths))
        .arg(g.choice(
            "format",
            &say!("格式", "FORMAT"),
            &format,
            report::scores::Format::ALL.iter().map(|(name, _)| *name),
        ))
        .arg(g.many("body", &say!("式样", "GLOB"), &body))
        .arg(g.value("member", &say!("编号", "ID"), &member))
        .arg(g.value("year", &say!("年", "YEAR"), &year))
        .arg(
            g.value(
                "jobs",
                &say!("数", "N"),
                &say!("线程数（默认按处理器数）", "Threads (default: as many as processors)"),
            )
            .short('j'),
        )
        .args(g.common())
}

/// `yize help check`, which people try.
fn help(g: Grammar) -> Command {
    let name = Arg::new("command").value_parser(PossibleValuesParser::new([
        "check", "watch", "serve", "test", "rules", "explain", "scores", "schema", "lock", "diff", "merge",
    ]));
    g.command("help", &say!("显示帮助", "Print help"), &say!("yize help [命令]", "yize help [COMMAND]"))
        .hide(true)
        .arg(name.value_name(g.t(&say!("命令", "COMMAND"))))
        .args(g.common())
}

fn report_options(g: Grammar) -> [Arg; 3] {
    let format = say!(
        "报告格式：human（默认）、short、json、jsonl、sarif、junit、github、gitlab、tap、markdown、html、csv",
        "Report format: human (default), short, json, jsonl, sarif, junit, github, gitlab, tap, markdown, html, csv"
    );
    let output = say!(
        "另写一份报告到文件，如 json=报告.json；可重复",
        "Write a further report, such as json=report.json; repeatable"
    );
    let fail_on = say!("失败级别：error（默认）、warning、never", "Failing level: error (default), warning, never");
    [
        g.choice("format", &say!("格式", "FORMAT"), &format, FORMATS.iter().map(|format| format.word)),
        g.many("output", &say!("格式=文件", "FORMAT=FILE"), &output),
        g.choice("fail-on", &say!("级别", "LEVEL"), &fail_on, ["error", "warning", "never"]),
    ]
}

fn filter_options(g: Grammar) -> [Arg; 6] {
    let glob = say!("式样", "GLOB");
    let only = say!(
        "只运行这些规则，如 'baoding/plan/*'；可重复",
        "Run these rules only, such as 'baoding/plan/*'; repeatable"
    );
    let skip = say!("不运行这些规则；可重复", "Leave out these rules; repeatable");
    let body =
        say!("只检查这些单位，如 'baoding/*'；可重复", "Check these bodies only, such as 'baoding/*'; repeatable");
    let stdin_path = say!("标准输入（路径 -）在报告中的文件名", "Name that data from stdin (PATH -) go by in reports");
    [
        g.many("only", &glob, &only),
        g.many("skip", &glob, &skip),
        g.many("body", &glob, &body),
        g.value(
            "jobs",
            &say!("数", "N"),
            &say!("线程数（默认按处理器数）", "Threads (default: as many as processors)"),
        )
        .short('j'),
        g.flag("allow-empty", &say!("没有数据时也算通过", "Accept that there is no data")).action(ArgAction::SetTrue),
        g.value("stdin-path", &say!("名称", "NAME"), &stdin_path),
    ]
}

/// Options that run part of a check. What is to be written or forgiven as a whole cannot be told from a part.
const PARTS: [&str; 2] = ["shard", "changed-since"];

fn policy_options(g: Grammar) -> [Arg; 6] {
    let file = say!("文件", "FILE");
    let baseline = say!("基线：其中已有的问题不算", "Baseline: findings that it knows do not count");
    let write =
        say!("把现有问题写成基线，此后只算新的", "Write what is found as a baseline; only what is new counts then");
    let waivers = say!("不理会 yize.toml 中的豁免", "Take no notice of waivers in yize.toml");
    let fix = say!("删去没有用处的豁免", "Remove waivers that waive nothing");
    let dry = say!("与 --fix 同用：只显示，不改动", "With --fix: show what would change and change nothing");
    let locked = say!("规则包与 yize.lock 不符时不检查", "Refuse packs that differ from yize.lock");
    [
        g.value("baseline", &file, &baseline).value_parser(value_parser!(PathBuf)).conflicts_with_all(PARTS),
        g.value("write-baseline", &file, &write).value_parser(value_parser!(PathBuf)).conflicts_with_all(PARTS),
        g.flag("no-waivers", &waivers).action(ArgAction::SetTrue),
        g.flag("fix", &fix).action(ArgAction::SetTrue).conflicts_with_all(PARTS),
        g.flag("dry-run", &dry).action(ArgAction::SetTrue),
        g.flag("locked", &locked).action(ArgAction::SetTrue),
    ]
}

/// Builds commands and arguments in one language.
#[derive(Clone, Copy)]
struct Grammar(Lang);

impl Grammar {
    fn t(self, text: &Text) -> String {
        text.get(self.0).to_owned()
    }

    /// A command with the page's layout; clap's own help flag and headings are English.
    fn command(self, name: &'static str, about: &Text, usage: &Text) -> Command {
        let header = Styles::styled().get_header().to_owned();
        let heading = self.t(&say!("用法:", "Usage:"));
        Command::new(name)
            .about(self.t(about))
            .override_usage(self.t(usage))
            .disable_help_flag(true)
            .disable_version_flag(true)
            .help_template(format!(
                "{{about-with-newline}}\n{header}{heading}{header:#} {{usage}}\n\n{{all-args}}{{after-help}}"
            ))
    }

    /// The options of every command, which may stand before its name too.
    fn common(self) -> [Arg; 5] {
        let rules = say!(
            "增加或替换规则包的文件夹；可重复",
            "Folder of packs that add to or replace the built-in ones; repeatable"
        );
        let as_of = say!(
            "截至日期，如 2026-03-05（默认今天）",
            "Day that duties are judged by, such as 2026-03-05 (default: today)"
        );
        let lang = say!("语言：zh 或 en（默认按系统）", "Language: zh or en (default: the locale's)");
        let color = say!("颜色：auto（默认）、always、never", "Colour: auto (default), always, never");
        [
            self.many("rules", &say!("文件夹", "DIR"), &rules).value_parser(value_parser!(PathBuf)),
            self.value("as-of", &say!("日期", "DATE"), &as_of),
            self.choice("lang", &say!("语言", "LANG"), &lang, ["zh", "en"]),
            self.choice("color", &say!("何时", "WHEN"), &color, COLORS.map(|(name, _)| name)),
            self.flag("help", &say!("显示帮助", "Print help")).short('h').action(ArgAction::Help),
        ]
    }

    fn flag(self, name: &'static str, help: &Text) -> Arg {
        Arg::new(name).long(name).help(self.t(help)).help_heading(self.t(&say!("选项", "Options")))
    }

    fn value(self, name: &'static str, value: &Text, help: &Text) -> Arg {
        self.flag(name, help).value_name(self.t(value)).action(ArgAction::Set)
    }

    fn many(self, name: &'static str, value: &Text, help: &Text) -> Arg {
        self.value(name, value, help).action(ArgAction::Append)
    }

    /// One of a few words, which the help text names.
    fn choice(
        self,
        name: &'static str,
        value: &Text,
        help: &Text,
        words: impl IntoIterator<Item = &'static str>,
    ) -> Arg {
        self.value(name, value, help).value_parser(PossibleValuesParser::new(words)).hide_possible_values(true)
    }

    fn positional(self, name: &'static str, value: &Text, help: &Text) -> Arg {
        Arg::new(name).value_name(self.t(value)).help(self.t(help)).help_heading(self.t(&say!("参数", "Arguments")))
    }

    fn paths(self, help: &Text) -> Arg {
        self.positional("path", &say!("路径", "PATH"), help).num_args(0..).value_parser(value_parser!(PathBuf))
    }
}
