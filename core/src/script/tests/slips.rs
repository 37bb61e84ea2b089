//! What is said of slips, and where.

use super::show::read;
use crate::Lang;

/// Scripts with slips, each between `‹` and `›`; `⏎` is the end of a line. Below each what is said of them, in Chinese and
/// English, with what to do.
const TABLE: &str = include_str!("slips.txt");

/// A text without its marks, and the ranges that they stood around.
fn unmarked(line: &str) -> (String, Vec<(usize, usize)>) {
    let (mut text, mut starts, mut places) = (String::new(), Vec::new(), Vec::new());
    for letter in line.chars() {
        match letter {
            '‹' => starts.push(text.len()),
            '›' => places.push((starts.pop().expect("begun"), text.len())),
            '⏎' => text.push('\n'),
            letter => text.push(letter),
        }
    }
    (text, places)
}

/// What is said of a text, and where.
fn said(text: &str) -> (Vec<String>, Vec<(usize, usize)>) {
    let (mut said, mut places) = (Vec::new(), Vec::new());
    for finding in read(text).findings {
        for lang in [Lang::Zh, Lang::En] {
            let help = finding.help.as_ref().map_or("", |help| help.get(lang));
            said.push(format!("{}｜{help}", finding.message.get(lang)));
        }
        let span = finding.place.expect("a place").span;
        places.push((span.start as usize, span.end as usize));
    }
    (said, places)
}

#[test]
fn slips_are_named_where_they_are() {
    let mut lines = TABLE.lines().peekable();
    let mut count = 0;
    while let Some(line) = lines.next() {
        let (text, places) = unmarked(line);
        let mut wanted = Vec::new();
        while let Some(message) = lines.next_if(|line| line.starts_with("    ")) {
            wanted.push(message.trim_start().to_owned());
        }
        assert_eq!(said(&text), (wanted, places), "{line}");
        count += 1;
    }
    assert!(count > 100, "{count}");
}

#[test]
fn english_says_nothing_in_chinese() {
    for line in TABLE.lines().skip_while(|line| !line.starts_with("    ")) {
        let (text, _) = unmarked(line);
        if line.starts_with("    ") {
            continue;
        }
        for finding in read(&text).findings {
            let english = [Some(&finding.message), finding.help.as_ref()];
            for english in english.into_iter().flatten().map(|text| text.get(Lang::En)) {
                let foreign = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c) && !text.contains(c);
                assert!(!english.contains(foreign), "{english}");
            }
        }
    }
}
