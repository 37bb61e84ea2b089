//! Tests of the command line.

use std::ffi::OsString;
use std::path::Path;

use jiff::civil::date;

use super::*;
use crate::commands::{Command, check, watch};
use crate::rounds::Day;
use yize_core::check::FailOn;
use yize_core::pack::load::PackSource;

fn parsed(line: &str, lang: Lang) -> Result<Answer, Text> {
    let args: Vec<OsString> = std::iter::once("yize").chain(line.split_whitespace()).map(OsString::from).collect();
    parse(&args, Terminal { lang, color: ColorChoice::Never }, date(2026, 11, 22))
}

fn check_args(line: &str) -> check::Args {
    match parsed(line, Lang::Zh).unwrap() {
        Answer::Run(invocation) => match invocation.command {
            Command::Check(args) => args,
            other => panic!("{other:?}"),
        },
        Answer::Show(text) => panic!("{text}"),
    }
}

fn mistake(line: &str, lang: Lang) -> String {
    parsed(line, lang).unwrap_err().get(lang).to_owned()
}

fn shown(line: &str, lang: Lang) -> String {
    match parsed(line, lang).unwrap() {
        Answer::Show(text) => anstream::adapter::strip_str(&text).to_string(),
        Answer::Run(invocation) => panic!("{invocation:?}"),
    }
}

#[test]
fn the_grammar_is_sound_in_both_languages() {
    grammar::yize(Lang::Zh).debug_assert();
    grammar::yize(Lang::En).debug_assert();
}

#[test]
fn help_is_whole_in_the_chosen_language() {
    let pages = ["", "--help", "check --help", "rules -h", "explain --help", "help", "help check", "watch -h"];
    for page in pages {
        let chinese = shown(page, Lang::Zh);
        for word in ["Usage", "OPTIONS", "Options", "Print", "default", "possible values", "COMMAND", "Arguments"] {
            assert!(!chinese.contains(word), "{word} in `yize {page}`:\n{chinese}");
        }
        assert!(chinese.contains("用法: yize") && chinese.contains("选项:"), "{chinese}");
        let english = shown(page, Lang::En);
        assert!(english.is_ascii(), "{english}");
    }
    assert_eq!(shown("help check", Lang::Zh), shown("check --help", Lang::Zh));
    assert_eq!(shown("--version", Lang::Zh), format!("yize {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn options_mean_what_they_say_before_and_after_the_command() {
    let args = check_args(
        "--rules a --as-of 2026-01-31 check --rules b x.toml - --only p/* --skip q --body c/* -j 3 --format short --output json=o.json --fail-on never --allow-empty --stdin-path n.toml",
    );
    let folder = |from: &PackSource| matches!(from, PackSource::Folder(_)).then(|| format!("{from:?}"));
    let folders: Vec<String> = args.request.packs.iter().filter_map(folder).collect();
    assert_eq!(folders, ["Folder(\"a\")", "Folder(\"b\")"]);
    assert_eq!(args.request.as_of, date(2026, 1, 31));
    assert_eq!(args.request.paths, [Path::new("x.toml")]);
    assert_eq!(args.stdin.as_deref(), Some("n.toml"));
    assert_eq!(
        (args.request.only, args.request.skip, args.request.bodies),
        (vec!["p/*".into()], vec!["q".into()], vec!["c/*".into()])
    );
    assert_eq!(
        (args.request.jobs, args.request.allow_empty, args.format.word, args.fail_on),
        (3, true, "short", FailOn::Never)
    );
    let outputs: Vec<_> = args.outputs.iter().map(|(format, file)| (format.word, file.as_path())).collect();
    assert_eq!(outputs, [("json", Path::new("o.json"))]);

    let plain = check_args("check");
    assert_eq!(plain.request.paths, [Path::new(".")]);
    assert_eq!((plain.request.as_of, plain.stdin, plain.fail_on), (date(2026, 11, 22), None, FailOn::Error));
    assert!(plain.request.jobs >= 1);
    assert!(check_args("check -").request.paths.is_empty());
}

#[test]
fn a_repeated_check_takes_the_options_of_a_check_and_today_anew_each_round() {
    let args = |line: &str| match parsed(line, Lang::Zh).unwrap() {
        Answer::Run(invocation) => match invocation.command {
            Command::Watch(args) => args,
            other => panic!("{other:?}"),
        },
        Answer::Show(text) => panic!("{text}"),
    };
    let plain = args("watch");
    assert!(matches!(plain.repeated.day, Day::Today(_)) && plain.repeated.poll.is_none());
    assert_eq!(plain.format, watch::Format::Human);
    let full = args(
        "--as-of 2026-01-31 watch --rules r a --poll --only p/* --skip q --body c/* -j 3 --format jsonl --fail-on warning --allow-empty --baseline b --no-waivers",
    );
    assert!(matches!(full.repeated.day, Day::Fixed(day) if day == date(2026, 1, 31)));
    assert_eq!(full.repeated.request.paths, [Path::new("a")]);
    assert_eq!(
        (full.repeated.request.jobs, full.repeated.request.allow_empty, full.fail_on),
        (3, true, FailOn::Warning)
    );
    assert_eq!(
        (full.repeated.request.only.len(), full.repeated.request.baseline.as_deref()),
        (1, Some(Path::new("b")))
    );
    assert_eq!((full.format, full.repeated.poll.map(|poll| poll.as_millis())), (watch::Format::Jsonl, Some(1000)));
    assert_eq!(args("watch --poll=2.5").repeated.poll.map(|poll| poll.as_millis()), Some(2500));
}

#[test]
fn mistakes_are_told_in_the_users_language_with_a_next_step() {
    for (line, zh, en) in [
        (
            "chekc",
            "没有命令“chekc”。您是不是想写“check”？\n用 yize --help",
            "no command `chekc`. Did you mean `check`?",
        ),
        (
            "check --fromat json",
            "“--fromat”。您是不是想写“--format”？\n用 yize check --help",
            "`--fromat`. Did you mean `--format`?",
        ),
        (
            "check --format 0000",
            "--format <格式> 的值“0000”不对。可以写：human、short、json、",
            "Possible values: human, short, json, ",
        ),
        ("check --format", "--format <格式> 后面缺少值。", "--format <FORMAT> lacks its value."),
        ("check --format json --format short", "只能写一次", "only once"),
        ("check --allow-empty=1", "--allow-empty 不带值", "takes no value"),
        ("explain", "缺少 <规则>。", "<RULE> is missing."),
        ("check --as-of 2026-02-30", "“2026-02-30”不是有效的日期。请按年-月-日", "is not a date. Write"),
        ("check --as-of 20260201", "不是有效的日期", "is not a date"),
        ("check --jobs 0", "应为 1 至 1024", "from 1 to 1024"),
        ("check --output json", "应写成 格式=文件", "should be FORMAT=FILE"),
        ("check --output json=a --output short=a", "同一个文件 a", "same file a"),
        ("check --stdin-path a", "没有用处", "does nothing"),
        ("rules -", "不读标准输入", "does not read stdin"),
        ("watch -", "不读标准输入", "does not read stdin"),
        ("watch --poll=0", "0.05 至 3600", "from 0.05 to 3600"),
        ("watch --write-baseline x", "--write-baseline", "--write-baseline"),
    ] {
        let (chinese, english) = (mistake(line, Lang::Zh), mistake(line, Lang::En));
        assert!(chinese.contains(zh), "{line}: {chinese}");
        assert!(english.contains(en) && english.is_ascii(), "{line}: {english}");
    }
}

#[test]
fn the_language_is_known_before_the_command_line_is_read() {
    let lang = |line: &str| {
        let args: Vec<OsString> = line.split_whitespace().map(OsString::from).collect();
        last_value(&args, "--lang").map(str::to_owned)
    };
    assert_eq!(lang("yize check --lang en x"), Some("en".into()));
    assert_eq!(lang("yize --lang=zh check --lang=en"), Some("en".into()));
    assert_eq!(lang("yize --lang=en check --lang zh"), Some("zh".into()));
    assert_eq!(lang("yize check -- --lang en"), None);
    assert_eq!(lang("yize check --lang"), None);
}
