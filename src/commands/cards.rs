//! `yize cards`: a page for each card of a scheme, for the file: every point with the record that earned it, what is open, and
//! lines to sign.

use crate::args::{Builder, Command, Given, Paths, action, jobs};
use crate::commands::letters::{self, Folder};
use crate::commands::scores;
use crate::commands::unanswered::unanswered;
use crate::report::letters::cards;
use crate::terminal::{Terminal, USAGE};
use yize_core::check::{Request, check};
use yize_core::files::{Disk, Recorder};
use yize_core::language::Text;
use yize_core::ranking::{Choice, rankings};
use yize_core::say;

/// The command.
pub(super) const COMMAND: Command = Command {
    word: "cards",
    about: (
        "给每名委员写一张积分卡，存档用：逐分列出记录，附未办事项和签字处",
        "Write a card for each member, for the file: each point with its record",
    ),
    usage: ("yize cards --out 文件夹 [选项] [路径]...", "yize cards --out DIR [OPTIONS] [PATH]..."),
    arguments,
    prepare: |given| Ok(action(read(given)?, run)),
};

/// The name of the template.
const FILE: &str = "card.html";

fn arguments(command: clap::Command, b: Builder) -> clap::Command {
    let member = say!("只写一人的；写编号或姓名", "Of one only; a key or a name");
    let body = say!("只写这些单位的，如 'baoding/*'；可重复", "Of these bodies only, such as 'baoding/*'; repeatable");
    let year = say!("年度（默认为数据中最近的一年）", "Year (default: the latest of the data)");
    command
        .arg(Paths::Data.argument(b))
        .arg(b.value("member", &say!("编号", "ID"), &member))
        .arg(b.many("body", &say!("式样", "GLOB"), &body))
        .arg(b.value("year", &say!("年", "YEAR"), &year).value_parser(clap::value_parser!(i16).range(1949..)))
        .args(letters::options(b, FILE))
        .arg(jobs::option(b))
}

/// Arguments of the command.
#[derive(Debug)]
struct Args {
    request: Request,
    choice: Choice,
    folder: Folder,
}

fn read(given: Given<'_>) -> Result<Args, Text> {
    let request = Paths::Data.request(given)?;
    let year = given.own.get_one::<i16>("year").copied();
    let request = Request { bodies: given.words("body"), jobs: jobs::read(given)?, scores: true, ..request };
    let choice = Choice { member: given.one("member").map(str::to_owned), year };
    Ok(Args { request, choice, folder: Folder::of(given, FILE)? })
}

/// Checks, works out the cards and writes them. The exit status is that of `yize scores`.
fn run(args: &Args, terminal: Terminal) -> u8 {
    let files = Recorder::new(&Disk);
    let outcome = check(&files, &args.request, &());
    let code = unanswered(&outcome, terminal);
    let rankings = rankings(&outcome, &args.choice);
    let incomplete = rankings.iter().flat_map(|ranking| &ranking.cards).any(|card| !card.is_complete());
    let made = args.folder.made(&outcome, terminal, |how| cards(&rankings, &outcome, how, terminal.lang));
    let pages = match made {
        Ok(pages) => pages,
        Err(code) => return code,
    };
    if pages.is_empty() {
        terminal.complain(&match &args.choice.member {
            Some(member) => scores::no_card(member),
            None => say!("没有积分卡；yize scores 说明原因", "there are no cards; `yize scores` says why"),
        });
        if code == 0 { USAGE } else { code }
    } else {
        let code = if code != USAGE && incomplete { 3 } else { code };
        args.folder.write(&pages, files.asked(), terminal, code)
    }
}
