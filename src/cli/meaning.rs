//! What a well-formed command line means: typed arguments, defaults, and what only the values can get wrong.

use std::path::{Path, PathBuf};

use clap::ArgMatches;
use jiff::civil::Date;

use crate::cli::{Answer, grammar, live, shard};
use crate::commands::{Command, Invocation, check, diff, explain, lock, merge, rules, schema, scores, test};
use crate::packs::built_in;
use crate::report::text::clean_line;
use crate::report::{self, FORMATS, Format};
use crate::terminal::Terminal;
use yize_core::check::cases::Selection;
use yize_core::check::filters;
use yize_core::check::part::Scope;
use yize_core::check::waivers::Honour;
use yize_core::check::{FailOn, Request};
use yize_core::language::Text;
use yize_core::pack::load::PackSource;
use yize_core::say;

pub(super) mod watch;

/// The name of data from stdin without `--stdin-path`.
const STDIN: &str = "stdin";

/// Gives a command line its meaning.
pub(super) fn answer(root: &ArgMatches, terminal: Terminal, today: Date) -> Result<Answer, Text> {
    let Some((name, sub)) = root.subcommand() else {
        return Ok(help(None, terminal));
    };
    let both = Both { root, sub };
    let command = match name {
        "check" => Command::Check(check(both, today)?),
        "watch" => Command::Watch(watch::watch(both, today)?),
        "test" => Command::Test(test(both, today)?),
        "rules" => Command::Rules(rules(both, today)?),
        "lock" => Command::Lock(lock(both, today)?),
        "explain" => Command::Explain(explain(both, today)?),
        "diff" => Command::Diff(diff(both, today)?),
        "merge" => Command::Merge(merge(both)),
        "scores" => Command::Scores(scores(both, today)?),
        "serve" => Command::Serve(live::serve(both, today)?),
        "schema" => Command::Schema(schema(both)),
        _ => return Ok(help(sub.get_one::<String>("command").map(String::as_str), terminal)),
    };
    Ok(Answer::Run(Box::new(Invocation { terminal, command })))
}

fn help(command: Option<&str>, terminal: Terminal) -> Answer {
    let mut yize = grammar::yize(terminal.lang);
    let page = match command.and_then(|name| yize.find_subcommand_mut(name)) {
        Some(command) => command.render_help(),
        None => yize.render_help(),
    };
    Answer::Show(page.ansi().to_string())
}

/// Options before the command's name and after it.
#[derive(Clone, Copy)]
pub(super) struct Both<'a> {
    pub(super) root: &'a ArgMatches,
    pub(super) sub: &'a ArgMatches,
}

fn check(both: Both<'_>, today: Date) -> Result<check::Args, Text> {
    let sub = both.sub;
    let named = sub.get_one::<String>("stdin-path");
    let mut request = request(both, today)?;
    let before = request.paths.len();
    request.paths.retain(|path| path != Path::new("-"));
    let stdin = request.paths.len() < before;
    if let (Some(name), false) = (named, stdin) {
        let name = clean_line(name);
        return Err(say!(
            "--stdin-path {name} 没有用处，因为没有读标准输入。读标准输入时路径写 -。",
            "--stdin-path {name} does nothing, for stdin is not read. Give - as PATH to read it."
        ));
    }
    filters(sub, &mut request)?;
    if let Some(word) = one(sub, "shard") {
        request.scope = Scope::Shard(shard::read(word)?);
    }
    let changed_since = one(sub, "changed-since").map(str::to_owned);
    if stdin && changed_since.is_some() {
        return Err(say!(
            "--changed-since 不能用于标准输入，因为仓库里没有它的先前状态。",
            "--changed-since cannot be used with stdin, which has no earlier state."
        ));
    }
    let policy = policy(sub, &mut request)?;
    Ok(check::Args {
        changed_since,
        trust_new_waivers: sub.get_flag("trust-new-waivers"),
        request,
        policy,
        stdin: stdin.then(|| named.map_or(STDIN, String::as_str).to_owned()),
        format: one(sub, "format").and_then(Format::find).unwrap_or_default(),
        outputs: outputs(sub)?,
        fail_on: fail_on(sub),
    })
}

fn fail_on(sub: &ArgMatches) -> FailOn {
    match one(sub, "fail-on") {
        Some("warning") => FailOn::Warning,
        Some("never") => FailOn::Never,
        _ => FailOn::Error,
    }
}

/// Waivers, baseline and lock.
fn policy(sub: &ArgMatches, request: &mut Request) -> Result<check::Policy, Text> {
    let write_baseline = sub.get_one::<PathBuf>("write-baseline").cloned();
    let (fix, dry_run, no_waivers) = (sub.get_flag("fix"), sub.get_flag("dry-run"), sub.get_flag("no-waivers"));
    if dry_run && !fix {
        return Err(say!("--dry-run 要与 --fix 同用。", "--dry-run goes with --fix."));
    }
    if fix && no_waivers {
        return Err(say!(
            "--fix 和 --no-waivers 不能同用：不理会豁免，就不知道哪些没有用处。",
            "--fix and --no-waivers exclude each other: without waivers there is no telling which are needed."
        ));
    }
    if write_baseline.is_some() && !filters::unfiltered(request) {
        return Err(say!(
            "--write-baseline 不能与 --only、--skip、--body 同用，否则基线会漏掉没有检查的问题。",
            "--write-baseline excludes --only, --skip and --body: the baseline would lack what they leave out."
        ));
    }
    request.baseline = sub.get_one::<PathBuf>("baseline").cloned();
    request.locked = sub.get_flag("locked");
    request.waivers = if no_waivers { Honour::Nothing } else { Honour::All };
    Ok(check::Policy { write_baseline, fix, dry_run })
}

fn lock(both: Both<'_>, today: Date) -> Result<lock::Args, Text> {
    let request = request(both, today)?;
    if request.paths.iter().any(|path| path == Path::new("-")) {
        return Err(say!(
            "yize lock 不读标准输入；请写项目或文件夹。",
            "yize lock does not read stdin; name a project or folder."
        ));
    }
    Ok(lock::Args { request, verify: both.sub.get_flag("verify") })
}

fn rules(both: Both<'_>, today: Date) -> Result<rules::Args, Text> {
    let request = request(both, today)?;
    if request.paths.iter().any(|path| path == Path::new("-")) {
        return Err(say!(
            "yize rules 不读标准输入；请写项目或文件夹。",
            "yize rules does not read stdin; name a project or folder."
        ));
    }
    Ok(rules::Args { request, json: one(both.sub, "format") == Some("json") })
}

fn test(both: Both<'_>, today: Date) -> Result<test::Args, Text> {
    let selection = Selection { packs: words(both.sub, "pack"), name: one(both.sub, "case").map(str::to_owned) };
    let json = one(both.sub, "format") == Some("json");
    Ok(test::Args { request: request(both, today)?, selection, json, bless: both.sub.get_flag("bless") })
}

fn explain(both: Both<'_>, today: Date) -> Result<explain::Args, Text> {
    let rule = one(both.sub, "rule").unwrap_or_default().to_owned();
    Ok(explain::Args { request: request(both, today)?, rule })
}

fn diff(both: Both<'_>, today: Date) -> Result<diff::Args, Text> {
    let two = |name| -> Option<(PathBuf, PathBuf)> {
        let mut paths = both.sub.get_many::<PathBuf>(name)?.cloned();
        Some((paths.next()?, paths.next()?))
    };
    let mut request = request(both, today)?;
    // The two folders are no packs of both sides; those named before the command are.
    request.packs = packs(&[both.root]);
    let versions = match (two("rules"), two("data")) {
        (Some((old, new)), _) => diff::Versions::Rules(old, new),
        (None, Some((old, new))) => diff::Versions::Data(old, new),
        (None, None) => {
            return Err(say!(
                "yize diff 要写 --rules 旧 新 或 --data 旧 新。",
                "yize diff needs --rules OLD NEW or --data OLD NEW."
            ));
        }
    };
    if matches!(versions, diff::Versions::Data(..)) && both.sub.contains_id("path") {
        return Err(say!("比较数据时不写别的路径。", "there are no other paths when data are compared."));
    }
    Ok(diff::Args { request, versions, json: one(both.sub, "format") == Some("json") })
}

fn merge(both: Both<'_>) -> merge::Args {
    let reports = both.sub.get_many::<PathBuf>("report").unwrap_or_default().cloned().collect();
    merge::Args { reports, short: one(both.sub, "format") == Some("short") }
}

fn scores(both: Both<'_>, today: Date) -> Result<scores::Args, Text> {
    let sub = both.sub;
    let mut request = request(both, today)?;
    if request.paths.iter().any(|path| path == Path::new("-")) {
        return Err(say!(
            "yize scores 不读标准输入；请写文件、文件夹或项目。",
            "yize scores does not read stdin; name a file, folder or project."
        ));
    }
    request.bodies = words(sub, "body");
    request.jobs = jobs(sub)?;
    request.scores_only = true;
    let year = one(sub, "year").map(year).transpose()?;
    let choice = report::scores::Choice { member: one(sub, "member").map(str::to_owned), year };
    let format = one(sub, "format").and_then(report::scores::Format::parse).unwrap_or_default();
    Ok(scores::Args { request, format, choice })
}

fn year(word: &str) -> Result<i16, Text> {
    word.parse().ok().filter(|year| (1949..=9999).contains(year)).ok_or_else(|| {
        let word = clean_line(word);
        say!("--year 的值“{word}”不是年份，如 2026。", "`{word}` of --year is no year, such as 2026.")
    })
}

fn schema(both: Both<'_>) -> schema::Args {
    let name = one(both.sub, "name").unwrap_or_default();
    schema::Args { schema: schema::ALL.iter().find(|(known, _)| *known == name).map_or("", |(_, schema)| schema) }
}

/// What all commands ask alike.
pub(super) fn request(both: Both<'_>, today: Date) -> Result<Request, Text> {
    let named = both.sub.try_get_many::<PathBuf>("path").ok().flatten();
    let paths = named.map_or_else(|| vec![PathBuf::from(".")], |paths| paths.cloned().collect());
    let as_of = match one(both.sub, "as-of").or_else(|| one(both.root, "as-of")) {
        Some(day) => date(day)?,
        None => today,
    };
    Ok(Request { packs: packs(&[both.root, both.sub]), jobs: processors(), ..Request::new(paths, as_of) })
}

/// The packs that come with the program, and those in the folders that are named.
fn packs(matches: &[&ArgMatches]) -> Vec<PackSource> {
    let named = matches.iter().flat_map(|m| m.get_many::<PathBuf>("rules").unwrap_or_default());
    let folders = named.cloned().map(PackSource::Folder);
    std::iter::once(built_in()).chain(folders).collect()
}

/// What `check` and `watch` leave out, and on how many threads they run.
fn filters(sub: &ArgMatches, request: &mut Request) -> Result<(), Text> {
    request.only = words(sub, "only");
    request.skip = words(sub, "skip");
    request.bodies = words(sub, "body");
    request.allow_empty = sub.get_flag("allow-empty");
    request.jobs = jobs(sub)?;
    Ok(())
}

pub(super) fn one<'a>(matches: &'a ArgMatches, name: &str) -> Option<&'a str> {
    matches.get_one::<String>(name).map(String::as_str)
}

fn words(matches: &ArgMatches, name: &str) -> Vec<String> {
    matches.get_many::<String>(name).unwrap_or_default().cloned().collect()
}

/// Reads a day written year-month-day, and nothing else that the library would take.
fn date(word: &str) -> Result<Date, Text> {
    let shape = word.len() == 10
        && word.bytes().enumerate().all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() });
    word.parse().ok().filter(|_| shape).ok_or_else(|| {
        let word = clean_line(word);
        say!(
            "--as-of 的值“{word}”不是有效的日期。请按年-月-日书写，如 2026-03-05。",
            "`{word}` of --as-of is not a date. Write year-month-day, such as 2026-03-05."
        )
    })
}

fn jobs(matches: &ArgMatches) -> Result<usize, Text> {
    let Some(word) = one(matches, "jobs") else { return Ok(processors()) };
    word.parse().ok().filter(|jobs| (1..=1024).contains(jobs)).ok_or_else(|| {
        let word = clean_line(word);
        say!(
            "--jobs 的值“{word}”应为 1 至 1024 的整数。",
            "`{word}` of --jobs should be a whole number from 1 to 1024."
        )
    })
}

fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

fn outputs(matches: &ArgMatches) -> Result<Vec<(Format, PathBuf)>, Text> {
    let mut outputs: Vec<(Format, PathBuf)> = Vec::new();
    for word in words(matches, "output") {
        let shown = clean_line(&word);
        let output = word.split_once('=').filter(|(_, file)| !file.is_empty());
        let Some((format, file)) = output.and_then(|(format, file)| Some((Format::find(format)?, PathBuf::from(file))))
        else {
            let formats: Vec<&str> = FORMATS.iter().map(|format| format.word).collect();
            let (zh, en) = (formats.join("、"), formats.join(", "));
            return Err(say!(
                "--output 的值“{shown}”应写成 格式=文件，如 json=报告.json；格式有 {zh}。",
                "`{shown}` of --output should be FORMAT=FILE, such as json=report.json; formats are {en}."
            ));
        };
        if outputs.iter().any(|(_, other)| *other == file) {
            let file = file.display();
            return Err(say!("两个 --output 写到同一个文件 {file}。", "two --output go to the same file {file}."));
        }
        outputs.push((format, file));
    }
    Ok(outputs)
}
