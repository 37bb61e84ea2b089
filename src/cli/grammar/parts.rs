//! Parts of a check, and the commands that put results together: `--shard`, `--changed-since`, `diff`, `merge`.

use std::path::PathBuf;

use clap::{Arg, ArgAction, Command, value_parser};

use super::Grammar;
use yize_core::language::Text;
use yize_core::say;

/// The part of a check that is to be run.
pub(super) fn options(g: Grammar) -> [Arg; 3] {
    let shard = say!(
        "只检查这一片的单位，如 2/3；auto 按 CI 的环境变量",
        "Check the bodies of this shard only, such as 2/3; auto goes by CI's variables"
    );
    let since = say!("只报告相对于这个 git 提交新出现的问题", "Report only what is new against this commit of git");
    let trust = say!(
        "与 --changed-since 同用：本次修改新增的豁免也算数",
        "With --changed-since: waivers that the change adds count too"
    );
    [
        g.value("shard", &say!("片/共", "I/N"), &shard),
        g.value("changed-since", &say!("提交", "REF"), &since).conflicts_with("shard"),
        g.flag("trust-new-waivers", &trust).action(ArgAction::SetTrue).requires("changed-since"),
    ]
}

/// `yize diff`.
pub(super) fn diff(g: Grammar) -> Command {
    let about =
        say!("比较两版规则或数据查出的问题和得分", "Compare findings and scores of two versions of rules or data");
    let usage = say!(
        "yize diff --rules <旧> <新> [路径]...\n      yize diff --data <旧> <新>",
        "yize diff --rules <OLD> <NEW> [PATH]...\n       yize diff --data <OLD> <NEW>"
    );
    let after = say!(
        "比较数据时，规则包的文件夹写在命令之前：yize --rules 文件夹 diff --data 旧 新\n\n退出码：\n  0  没有差别\n  1  有差别\n  2  有一版没有检查\n  3  有一版检查不完整",
        "To compare data, name folders of packs before the command: yize --rules DIR diff --data OLD NEW\n\nExit status:\n  0  no difference\n  1  differences\n  2  one of the two was not checked\n  3  one of the two is incomplete"
    );
    let versions = [("旧", "OLD"), ("新", "NEW")].map(|(zh, en)| g.t(&Text::new(zh, en)));
    let two = |name, help: &Text| {
        let arg = g.flag(name, help).value_names(versions.clone()).num_args(2).action(ArgAction::Set);
        arg.value_parser(value_parser!(PathBuf))
    };
    let rules = say!("两版规则包的文件夹", "Folders of two versions of packs");
    let data = say!("两版数据", "Two versions of data");
    let format = say!("格式：human（默认）或 json", "Format: human (default) or json");
    let paths = say!(
        "数据文件、文件夹或项目（默认为当前文件夹）",
        "Data files, folders or projects (default: the current folder)"
    );
    let [_, common @ ..] = g.common();
    g.command("diff", &about, &usage)
        .after_help(g.t(&after))
        .arg(g.paths(&paths))
        .arg(two("rules", &rules))
        .arg(two("data", &data).conflicts_with("rules"))
        .arg(g.choice("format", &say!("格式", "FORMAT"), &format, ["human", "json"]))
        .args(common)
}

/// `yize merge`.
pub(super) fn merge(g: Grammar) -> Command {
    let about = say!("合并各分片的 JSON 报告", "Join the JSON reports of shards");
    let usage = say!("yize merge [选项] <报告>...", "yize merge [OPTIONS] <REPORT>...");
    let reports = say!("check --shard 写的 JSON 报告，每片一份", "JSON reports of check --shard, one of each shard");
    let format = say!("格式：json（默认）或 short", "Format: json (default) or short");
    let reports = g.positional("report", &say!("报告", "REPORT"), &reports).num_args(1..).required(true);
    g.command("merge", &about, &usage)
        .arg(reports.value_parser(value_parser!(PathBuf)))
        .arg(g.choice("format", &say!("格式", "FORMAT"), &format, ["json", "short"]))
        .args(g.common())
}
