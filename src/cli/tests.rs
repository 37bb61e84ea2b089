//! Tests of the command line.

use std::ffi::OsString;

use super::*;

fn answered(line: &str, lang: Lang) -> Result<Answer, Text> {
    let args: Vec<OsString> = std::iter::once("yize").chain(line.split_whitespace()).map(OsString::from).collect();
    answer(&args, lang)
}

fn mistake(line: &str, lang: Lang) -> String {
    match answered(line, lang) {
        Err(mistake) => mistake.get(lang).to_owned(),
        Ok(_) => panic!("{line} is no mistake"),
    }
}

fn shown(line: &str, lang: Lang) -> String {
    match answered(line, lang) {
        Ok(Answer::Show(text)) => anstream::adapter::strip_str(&text).to_string(),
        _ => panic!("{line} shows nothing"),
    }
}

#[test]
fn the_grammar_is_sound_in_both_languages() {
    grammar::yize(Lang::Zh).debug_assert();
    grammar::yize(Lang::En).debug_assert();
}

#[test]
fn help_lists_every_command_and_each_has_its_own() {
    let page = shown("--help", Lang::En);
    let listed: Vec<&str> = page
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .map_while(|line| line.split_whitespace().next())
        .collect();
    // One is for the page's server alone.
    let all = commands::ALL.iter().map(|command| command.word).filter(|word| *word != "document");
    assert_eq!(listed, all.collect::<Vec<_>>());
    for command in commands::ALL {
        let (zh, en) = (format!("help {}", command.word), format!("{} --help", command.word));
        assert!(shown(&zh, Lang::Zh).starts_with(command.about.0), "{zh}");
        assert!(shown(&en, Lang::En).starts_with(command.about.1), "{en}");
    }
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
        ("explain", "缺少 <名称>。", "<NAME> is missing."),
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
