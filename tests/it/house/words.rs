//! One thing has one word: what the glossary of the guides calls it, and nothing else in what people read.

use super::none;
use super::tree::code;
use crate::support::{Workdir, read, root, tree};

/// The rows of the glossary of a guide: Chinese and English words.
fn glossary(guide: &str, heading: &str, chinese_first: bool) -> Vec<(String, String)> {
    let text = read(guide);
    let section = text.split(&format!("\n{heading}\n")).nth(1).expect("the heading");
    let rows = section.lines().skip_while(|line| !line.starts_with("|---")).skip(1);
    let rows = rows.take_while(|line| line.starts_with('|')).map(|line| {
        let mut cells = line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned());
        let (one, other) = (cells.next().expect("a word"), cells.next().expect("a word"));
        if chinese_first { (one, other) } else { (other, one) }
    });
    rows.collect()
}

fn words() -> Vec<(String, String)> {
    glossary("docs/guide.zh-CN.md", "### 用语", true)
}

#[test]
fn both_guides_have_the_same_words() {
    let chinese = words();
    assert_eq!(chinese, glossary("docs/guide.md", "### Words", false));
    assert!(chinese.len() >= 10);
    let of_findings: Vec<(&str, &str)> = chinese[1..5].iter().map(|(zh, en)| (zh.as_str(), en.as_str())).collect();
    assert_eq!(of_findings, [("违规", "violation"), ("警告", "warning"), ("待办", "pending"), ("故障", "fault")]);
}

/// A member for each of the four words: too few points; no status; no day of joining; and what a rule cannot divide.
fn four() -> Workdir {
    let member = "body = \"demo\"\nyear = 2026\n[[member]]\nid = \"M-1\"\nname = \"甲\"\npoints = 1\n";
    Workdir::new().with("data/a.toml", member).rule("fail(member, `${1 / (member.name.len() - 1)}`);")
}

#[test]
fn what_is_found_is_called_as_in_the_glossary_in_every_report_for_people() {
    let dir = four();
    for (lang, pick) in [("zh", 0), ("en", 1)] {
        let words = words()[1..5].to_vec();
        let words: Vec<&str> =
            words.iter().map(|pair| if pick == 0 { pair.0.as_str() } else { pair.1.as_str() }).collect();
        let report = |format: &str| {
            let line = format!("check data --rules rules --as-of 2026-06-30 --lang {lang} --format {format}");
            dir.yize(&line).exits(3).stdout
        };
        let short = report("short");
        for word in &words {
            assert!(short.contains(&format!(": {word} ")), "{word} in\n{short}");
        }
        for format in ["human", "markdown", "html", "csv"] {
            let (text, missing) =
                (report(format), |text: &str| words.iter().find(|word| !text.contains(**word)).copied());
            assert_eq!(missing(&text), None, "{format}:\n{text}");
        }
        // The page says the same.
        let page = read("src/serve/page/words.js");
        for (key, (zh, en)) in ["violation", "warning", "pending", "fault"].iter().zip(&self::words()[1..5]) {
            assert!(page.contains(&format!("{key}: [\"{zh}\", \"{en}\"]")), "{key}");
        }
    }
}

/// Words that stand for one of the glossary, and do not belong: what is found is no error, what is pending is not called by
/// what it is not yet.
const CHINESE: [(&str, &str); 14] = [
    ("错误[", "违规["),
    ("算作错误", "算作违规"),
    ("报“错误”", "报“违规”"),
    ("项错误", "项违规"),
    ("处错误", "处问题"),
    ("为错误", "为违规"),
    ("为问题", "为违规"),
    ("报问题", "报违规"),
    ("项未到期", "项待办"),
    ("是未到期", "是待办"),
    ("'未到期'", "'待办'"),
    ("\"未到期\"", "\"待办\""),
    ("未到期的任务", "待办"),
    ("未到期的事项", "待办"),
];
const ENGLISH: [(&str, &str); 8] = [
    ("error[", "violation["),
    ("errors in this", "findings in this"),
    ("more errors", "more findings"),
    ("is an error (`host", "is a violation (`host"),
    ("are errors of the data", "are violations of the data"),
    ("problem", "finding"),
    ("an issue", "a finding"),
    ("duties not yet due", "what is pending"),
];

/// What people read: sentences of the program, the page, the documents, and the packs.
fn texts() -> Vec<(String, String)> {
    let all = ["core/src", "src", "docs", "rules", "examples"];
    let files =
        all.iter().flat_map(|folder| tree(&root().join(folder)).into_iter().map(move |f| format!("{folder}/{f}")));
    let files = files.chain(["README.md".to_owned(), "README.zh-CN.md".to_owned()]).filter(|file| {
        let read = [".rs", ".rhai", ".md", ".html", ".js", "kinds.toml"].iter().any(|ending| file.ends_with(ending));
        // The reference is made of what is read here where it is declared.
        let made = file.contains("docs/reference/");
        let ours = made || file.contains("/tests") || file.contains("/data/") || file.contains("core/src/script/");
        read && !ours
    });
    files.map(|file| (file.clone(), if file.ends_with(".rs") { code(&read(&file)) } else { read(&file) })).collect()
}

/// Lines that speak of something else: errors of others, and of yize itself.
fn is_of_others(line: &str) -> bool {
    ["GitHub", "JSON Schema", "`()`", "identity", "认为问题"].iter().any(|word| line.contains(word))
}

/// Whether a word stands in a line, and not within a longer word or a name.
fn stands(line: &str, word: &str) -> bool {
    let goes_on = |c: char| c.is_ascii_alphanumeric() || "_-/".contains(c);
    line.match_indices(word).any(|(at, _)| {
        let (before, after) = (&line[..at], line[at + word.len()..].trim_start_matches('s'));
        !(word.starts_with(goes_on) && before.ends_with(goes_on)
            || word.ends_with(goes_on) && after.starts_with(goes_on))
    })
}

#[test]
fn no_other_word_stands_for_one_of_the_glossary() {
    let mut wrong = Vec::new();
    let texts = texts();
    assert!(texts.len() > 300, "{}", texts.len());
    for (file, text) in &texts {
        let prose = file.ends_with(".md") || file.ends_with(".js") || file.ends_with(".html");
        for (at, line) in text.lines().enumerate().filter(|(_, line)| !is_of_others(line)) {
            let said = prose || line.contains("say!") || line.contains('"') || line.contains('`');
            let own = |(word, _): &&(&str, &str)| said && stands(line, word);
            let english = ENGLISH.iter().filter(|_| file.ends_with(".md") || line.contains("say!(") || prose);
            for (word, instead) in CHINESE.iter().chain(english).filter(own) {
                wrong.push(format!("{file}:{}: {word}, not {instead}: {}", at + 1, line.trim()));
            }
        }
    }
    none(&wrong);
}
