//! `yize new`: begins a pack or a project, with cases, data, CI and settings of editors.

mod asked;

use std::path::{Path, PathBuf};

use crate::args::common::request;
use crate::args::{Builder, Command, Given, action};
use crate::report::text::clean_line;
use crate::templates::{LIKES, New, Plan};
use crate::terminal::{FAILED, Terminal, USAGE, reason};
use asked::{Answers, Asked};
use yize_core::catalogue::inventory;
use yize_core::check::Request;
use yize_core::files::{Disk, Files as _, make_folder, write_beside};
use yize_core::language::Text;
use yize_core::{say, show_path};

/// The command.
pub(super) const COMMAND: Command = Command {
    word: "new",
    about: (
        "新建规则包或项目，带用例、示例数据和自动检查的设置",
        "Begin a pack or a project, with cases, sample data and CI",
    ),
    usage: ("yize new [选项] <pack 编号|project 文件夹>", "yize new [OPTIONS] <pack ID|project DIR>"),
    arguments,
    prepare: |given| Ok(action(read(given)?, run)),
};

fn arguments(command: clap::Command, b: Builder) -> clap::Command {
    let what = say!(
        "pack：在这里的 rules/编号 新建规则包，这里还不是项目的一并建成项目；project：在文件夹里新建项目和它的规则包",
        "pack: a pack in rules/ID here, which is made a project where it is none; project: a project with a pack in a folder"
    );
    let name = say!(
        "规则包的编号（小写字母、数字和“-”），或项目的文件夹",
        "Id of the pack (a-z, 0-9 and `-`), or folder of the project"
    );
    let (zh, en): (Vec<String>, Vec<String>) =
        LIKES.iter().map(|(word, (zh, en))| (format!("{word}（{zh}）"), format!("{word} ({en})"))).unzip();
    let like = Text::new(
        format!("从哪一种开始：{}；默认 blank", zh.join("、")),
        format!("What to begin with: {}; default blank", en.join(", ")),
    );
    let pack = say!(
        "project 的规则包的编号（默认用文件夹的名称）",
        "Id of the pack of a project (default: the folder's name)"
    );
    let body = say!(
        "规则包管辖的单位的编号（默认同规则包的编号）",
        "Id of the body that the pack governs (default: the pack's)"
    );
    let city = say!("城市或单位的名称，如 新市（默认 示例市）", "What the city or body is called");
    let yes = say!("不提问，没有写的用默认值", "Asks nothing; what is not given is as by default");
    let like = b.choice("like", &say!("样式", "LIKE"), &like, LIKES.map(|(word, _)| word));
    command
        .arg(
            b.positional("what", &say!("类型", "WHAT"), &what)
                .required(true)
                .value_parser(["pack", "project"])
                .hide_possible_values(true),
        )
        .arg(b.positional("name", &say!("名称", "NAME"), &name))
        .arg(like)
        .arg(b.value("pack", &say!("编号", "ID"), &pack))
        .arg(b.value("body", &say!("编号", "ID"), &body))
        .arg(b.value("city", &say!("名称", "NAME"), &city))
        .arg(b.flag("yes", &yes).short('y'))
}

/// What is begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Pack,
    Project,
}

/// Arguments of the command.
#[derive(Debug)]
struct Args {
    request: Request,
    what: What,
    answers: Answers,
    /// Whether nothing is asked.
    yes: bool,
}

fn read(given: Given<'_>) -> Result<Args, Text> {
    let what = if given.one("what") == Some("project") { What::Project } else { What::Pack };
    let one = |name: &str| given.one(name).map(str::to_owned);
    let (name, pack) = (one("name"), one("pack"));
    if what == What::Pack && pack.is_some() {
        return Err(say!("--pack 只用于 yize new project", "--pack is for `yize new project`"));
    }
    let (folder, id) = if what == What::Project { (name, pack) } else { (None, name) };
    let answers = Answers { folder, id, like: one("like"), body: one("body"), city: one("city") };
    Ok(Args { request: request(given)?, what, answers, yes: given.flag("yes") })
}

/// Asks what is not given, and writes the files.
fn run(args: &Args, terminal: Terminal) -> u8 {
    let asked = match asked::ask(&args.answers, args.what == What::Project, args.yes, terminal) {
        Ok(asked) => asked,
        Err(why) => {
            terminal.complain(&why);
            return USAGE;
        }
    };
    let Asked { folder, like, id, body, city } = asked;
    let plan = Plan { like, id, city, body, year: args.request.as_of.year() - 1 };
    let within = args.what == What::Pack && Disk.kind(Path::new("yize.toml")).is_ok();
    let mut files = plan.pack();
    if !within {
        files.extend(plan.around());
    }
    let schemas = plan.schemas(args.request.as_of);
    // In a project, schemas that are there stay: they are made from what is there.
    let new = |file: &New| !within || Disk.kind(&folder.join(&file.0)).is_err();
    files.extend(schemas.into_iter().filter(new));
    files.sort();
    if let Some(why) = in_the_way(&folder, &files, &plan.id) {
        terminal.complain(&why);
        return USAGE;
    }
    if let Err(why) = write(&folder, &files) {
        terminal.complain(&why);
        return FAILED;
    }
    let unread = within && !inventory(&Disk, &args.request).kinds.iter().any(|own| own.pack == plan.id);
    let unasked = args.what == What::Project && args.answers.id.is_none();
    let other = (unasked && !folder.ends_with(&plan.id)).then_some(plan.id.as_str());
    let text = told(&folder, &files, unread, other);
    terminal.printed(terminal.print(false, |out| writeln!(out, "{}", text.get(terminal.lang))), 0)
}

/// Says what is there already; nothing is written over.
fn in_the_way(folder: &Path, files: &[New], id: &str) -> Option<Text> {
    let pack = PathBuf::from("rules").join(id);
    let names = std::iter::once(&pack).chain(files.iter().map(|(path, _)| path));
    let mut there: Vec<String> = Vec::new();
    for path in names.map(|path| folder.join(path)).filter(|path| Disk.kind(path).is_ok()) {
        there.push(clean_line(&show_path(&path)));
    }
    if there.is_empty() {
        return None;
    }
    let (zh, en) = (there.join("、"), there.join(", "));
    Some(say!(
        "已经有 {zh}，没有写任何文件。换一个名称或文件夹，或先移走它们。",
        "there already: {en}. Nothing was written. Choose another name or folder, or move them away."
    ))
}

fn write(folder: &Path, files: &[New]) -> Result<(), Text> {
    for (path, text) in files {
        let path = folder.join(path);
        let made = path.parent().map_or(Ok(()), make_folder);
        made.and_then(|()| write_beside(&path, text)).map_err(|error| {
            let (name, why) = (clean_line(&show_path(&path)), reason(&error));
            say!("无法写入 {name}：{why}", "cannot write {name}: {why}"; why)
        })?;
    }
    Ok(())
}

/// What was written, which id the pack got where the folder's name could be none, and what comes next.
fn told(folder: &Path, files: &[New], unread: bool, other: Option<&str>) -> Text {
    let list: Vec<String> =
        files.iter().map(|(path, _)| format!("  {}", clean_line(&show_path(&folder.join(path))))).collect();
    let (list, n) = (list.join("\n"), files.len());
    let stand =
        if folder == Path::new("") { String::new() } else { format!("cd {} && ", clean_line(&show_path(folder))) };
    let next = if unread {
        say!(
            "yize.toml 没有写到它：在 rules 里加上 \"rules\"，再运行 yize test",
            "yize.toml does not name it: add \"rules\" to its `rules`, then run yize test"
        )
    } else {
        say!("接下来：{stand}yize test && yize check", "Next: {stand}yize test && yize check")
    };
    let id = other.map_or_else(
        || say!("", ""),
        |id| {
            say!(
                "文件夹的名称不能作规则包的编号，用了 {id}；另用编号的写 --pack\n",
                "the pack is called {id}: the folder's name can be no id; --pack gives another\n"
            )
        },
    );
    let of = |lang| format!("{}{}", id.get(lang), next.get(lang));
    let (zh, en) = (of(yize_core::Lang::Zh), of(yize_core::Lang::En));
    Text::new(format!("已写 {n} 个文件：\n{list}\n\n{zh}"), format!("{n} files written:\n{list}\n\n{en}"))
}
