//! `yize watch`.

use clap::builder::Resettable;
use clap::{Arg, ArgAction, Command};

use super::{Grammar, filter_options, policy_options, report_options};
use crate::commands::watch::Format;
use yize_core::say;

/// Options of `yize check` that a repeated check has too.
const SHARED: [&str; 8] = ["only", "skip", "body", "jobs", "allow-empty", "baseline", "no-waivers", "fail-on"];

/// `yize watch`.
pub(super) fn watch(g: Grammar) -> Command {
    let about = say!("检查，此后数据或规则一有改动就重新检查", "Check, and again on every change of data or rules");
    let usage = say!("yize watch [选项] [路径]...", "yize watch [OPTIONS] [PATH]...");
    let after = say!(
        "读过的文件和列过的文件夹（包括 yize.toml、规则包和尚不存在的路径）有改动即重新检查；以 Ctrl-C 结束。\n\n退出码：\n  0  由用户结束\n  2  用法错误\n  4  yize 本身失败，或无法输出",
        "Whatever was read is watched: data, packs, yize.toml, folders, and paths that are not there yet. Ctrl-C ends it.\n\nExit status:\n  0  ended by the user\n  2  usage\n  4  yize itself failed, or could not print"
    );
    let paths = say!(
        "数据文件、文件夹或项目（默认为当前文件夹）",
        "Data files, folders or projects (default: the current folder)"
    );
    let format = say!(
        "格式：human（默认）、short（增减的问题各一行）、jsonl（每行一个事件）",
        "Format: human (default), short (a line for what is new or gone), jsonl (an event a line)"
    );
    let all = report_options(g).into_iter().chain(filter_options(g)).chain(policy_options(g));
    let shared = all.filter(|arg| SHARED.contains(&arg.get_id().as_str()));
    // There are no parts here that an option could be at odds with.
    let shared = shared.map(|arg| arg.conflicts_with(Resettable::Reset));
    g.command("watch", &about, &usage)
        .after_help(g.t(&after))
        .arg(g.paths(&paths))
        .arg(g.choice("format", &say!("格式", "FORMAT"), &format, Format::ALL.iter().map(|(name, _)| *name)))
        .args(shared)
        .arg(poll(g))
        .args(g.common())
}

/// `--poll[=SECONDS]`.
pub(super) fn poll(g: Grammar) -> Arg {
    let poll = say!(
        "每隔几秒（默认1秒）比较内容，用于不通知改动的文件系统，如 --poll=2",
        "Compare contents every so many seconds (1 unless said), for file systems without notices, such as --poll=2"
    );
    let poll = g.value("poll", &say!("秒", "SECONDS"), &poll).action(ArgAction::Set);
    poll.num_args(0..=1).require_equals(true).default_missing_value("1")
}
