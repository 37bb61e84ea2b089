//! The words of findings: plain Chinese, plain English, and a next step.

use std::sync::LazyLock;

use yize_core::{Finding, Lang, Memory, Text};

use crate::support::read;

/// What the pages for the users of packs say. Names that stand there may be spoken of.
static PAGES: LazyLock<String> = LazyLock::new(|| {
    ["guide", "usage", "ledgers", "programs", "scripts"].map(|page| read(format!("docs/{page}.zh-CN.md"))).concat()
});

/// What is wrong with the words of a finding.
pub fn wrong(finding: &Finding, files: &Memory) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut own = String::new();
    for (name, text) in &files.0 {
        own.push_str(&name.to_string_lossy());
        own.push_str(&String::from_utf8_lossy(text));
    }
    // What a rule says in the project's words is quoted in both languages.
    let quotes = |text: &&Text| text.get(Lang::En).starts_with("perhaps because of it: ");
    let related = finding.related.iter().map(|related| &related.message).filter(|text| !quotes(text));
    for text in [&finding.message].into_iter().chain(&finding.help).chain(related) {
        wrong.extend(foreign_words(text, &own));
        wrong.extend(chinese_in_english(text, &own));
    }
    let asks = finding.message.get(Lang::Zh).contains("您是不是");
    if finding.rule.starts_with("host/") && finding.help.is_none() && !asks {
        wrong.push(format!("“{}” gives no next step", finding.message.get(Lang::Zh)));
    }
    wrong
}

/// English words in a Chinese text that stand neither in the project nor on the pages.
fn foreign_words(text: &Text, own: &str) -> Vec<String> {
    let text = text.get(Lang::Zh);
    let letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let words = text.split(|c: char| !letter(c)).filter(|word| word.starts_with(|c: char| c.is_ascii_alphabetic()));
    let strange = words.map(|word| word.trim_end_matches('.')).filter(|word| word.len() > 1);
    // Of a path, each part is explained for itself; `x` stands for whatever is meant.
    let known = |part: &str| part == "x" || own.contains(part) || PAGES.contains(part);
    let strange = strange.filter(|word| !own.contains(word) && !word.split('.').all(known));
    strange.map(|word| format!("“{text}” speaks of {word}, which no page explains")).collect()
}

/// Chinese in an English text that does not stand in the project.
fn chinese_in_english(text: &Text, own: &str) -> Vec<String> {
    let text = text.get(Lang::En);
    let chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let words = text.split(|c: char| !chinese(c)).filter(|word| !word.is_empty());
    let strange = words.filter(|word| !own.contains(word));
    let mut wrong: Vec<String> = strange.map(|word| format!("`{text}` has {word} in it")).collect();
    if text.trim().is_empty() {
        wrong.push("no English".to_owned());
    }
    wrong
}
