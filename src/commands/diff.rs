//! `yize diff`: what two versions of rules or data find, compared.

use std::path::PathBuf;

use clap::{ArgAction, value_parser};

use crate::args::common::{packs_before, request};
use crate::args::{Builder, Command, Given, Paths, action, format};
use crate::report::{View, diff, human};
use crate::terminal::Terminal;
use yize_core::PackSource;
use yize_core::changed::hides;
use yize_core::check::{FailOn, Outcome, Request, check};
use yize_core::compare::{Difference, cards, compare};
use yize_core::files::Disk;
use yize_core::language::Text;
use yize_core::say;
use yize_core::score::Card;

/// The command.
pub(super) const COMMAND: Command = Command {
    word: "diff",
    about: ("比较两版规则或数据查出的问题和得分", "Compare findings and scores of two versions of rules or data"),
    usage: (
        "yize diff --rules <旧> <新> [路径]...\n      yize diff --data <旧> <新>",
        "yize diff --rules <OLD> <NEW> [PATH]...\n       yize diff --data <OLD> <NEW>",
    ),
    arguments,
    prepare: |given| Ok(action(read(given)?, run)),
};

fn arguments(command: clap::Command, b: Builder) -> clap::Command {
    let after = say!(
        "比较数据时，规则包的文件夹写在命令之前：yize --rules 文件夹 diff --data 旧 新\n\n退出码：\n  0  没有差别\n  1  有差别\n  2  有一版没有检查\n  3  有一版检查不完整",
        "To compare data, name folders of packs before the command: yize --rules DIR diff --data OLD NEW\n\nExit status:\n  0  no difference\n  1  differences\n  2  one of the two was not checked\n  3  one of the two is incomplete"
    );
    let versions = [say!("旧", "OLD"), say!("新", "NEW")].map(|version| b.text(&version));
    let two = |name, help: &Text| {
        let option = b.option(name, help).value_names(versions.clone()).num_args(2).action(ArgAction::Set);
        option.value_parser(value_parser!(PathBuf))
    };
    command
        .after_help(b.text(&after))
        .arg(Paths::Data.argument(b))
        .arg(two("rules", &say!("两版规则包的文件夹", "Folders of two versions of packs")))
        .arg(two("data", &say!("两版数据", "Two versions of data")).conflicts_with("rules"))
        .arg(format::human_or_json(b))
}

/// What has two versions.
#[derive(Debug)]
enum Versions {
    /// Folders of packs.
    Rules(PathBuf, PathBuf),
    /// Data files, projects or folders.
    Data(PathBuf, PathBuf),
}

/// Arguments of the command.
#[derive(Debug)]
struct Args {
    /// What both checks have in common.
    request: Request,
    /// What is compared.
    versions: Versions,
    /// For programs instead of people.
    json: bool,
}

fn read(given: Given<'_>) -> Result<Args, Text> {
    let two = |name| -> Option<(PathBuf, PathBuf)> {
        let mut paths = given.paths(name)?.into_iter();
        Some((paths.next()?, paths.next()?))
    };
    // The two folders are no packs of both sides; those named before the command are.
    let request = Request { packs: packs_before(given), ..request(given)? };
    let versions = match (two("rules"), two("data")) {
        (Some((old, new)), _) => Versions::Rules(old, new),
        (None, Some((old, new))) => Versions::Data(old, new),
        (None, None) => {
            return Err(say!(
                "yize diff 要写 --rules 旧 新 或 --data 旧 新。",
                "yize diff needs --rules OLD NEW or --data OLD NEW."
            ));
        }
    };
    if matches!(versions, Versions::Data(..)) && given.paths("path").is_some() {
        return Err(say!("比较数据时不写别的路径。", "there are no other paths when data are compared."));
    }
    Ok(Args { request, versions, json: format::is_json(given) })
}

/// Checks both and shows the differences: 0 when there is none, 1 when there are some, 2 or 3 when one of the two could
/// not be checked to the end.
fn run(args: &Args, terminal: Terminal) -> u8 {
    let request = &args.request;
    let with = |path: &PathBuf| match args.versions {
        Versions::Rules(..) => {
            let own = vec![PackSource::Folder(path.clone())];
            Request { packs: [request.packs.clone(), own].concat(), ..request.clone() }
        }
        Versions::Data(..) => Request { paths: vec![path.clone()], ..request.clone() },
    };
    let (Versions::Rules(old, new) | Versions::Data(old, new)) = &args.versions;
    let (before, after) = (check(&Disk, &with(old), &()), check(&Disk, &with(new), &()));
    let roots = matches!(args.versions, Versions::Data(..)).then_some((old.as_path(), new.as_path()));
    let cards = cards::compare(&before, &after);
    let difference = Difference { cards, ..compare(&before, &after, roots) };
    let code = match unchecked(&before).max(unchecked(&after)) {
        None => u8::from(!difference.is_empty()),
        // 2 wins over 3.
        Some(_) if [&before, &after].iter().any(|o| unchecked(o) == Some(2)) => 2,
        Some(code) => code,
    };
    let view = View::new(terminal.lang, code);
    for outcome in [&before, &after].into_iter().filter(|o| unchecked(o).is_some()) {
        let blind: Vec<_> = outcome.findings.iter().filter(|f| hides(f)).cloned().collect();
        terminal.print_aside(|err| human::findings(&blind, &outcome.sources, outcome.as_of, view, err));
    }
    let printed = terminal.print(!args.json, |out| {
        if args.json {
            diff::json(&difference, &before, &after, view, out)
        } else {
            diff::human(&difference, &before, &after, view, out)
        }
    });
    terminal.printed(printed, code)
}

/// The exit status of a check that was not done to its end: where something may hide differences, that there are none is
/// not known.
fn unchecked(outcome: &Outcome) -> Option<u8> {
    let mut cards = outcome.scores.iter().flat_map(|table| table.cards.iter());
    match outcome.exit_code(FailOn::Never) {
        code @ 2.. => Some(code),
        _ if outcome.findings.iter().any(hides) || !cards.all(Card::is_complete) => Some(3),
        _ => None,
    }
}
