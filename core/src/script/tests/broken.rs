//! Scripts with slips at random: a finding stands wherever Rhai refuses the file, and nowhere else; nothing panics.

use super::random::Dice;
use super::show::{check, read};
use crate::script::items;
use crate::script::parse::Parser;

/// What is put into scripts.
const SIGNS: [&str; 46] = [
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "#{",
    ";",
    ",",
    ":",
    "\"",
    "`",
    "'",
    "${",
    "=",
    "==",
    "=>",
    "|",
    "||",
    "&&",
    "!",
    ".",
    "..",
    "?.",
    "//",
    "/*",
    "*/",
    "///",
    "\n",
    " ",
    "，",
    "（",
    "“",
    "；",
    "\u{3000}",
    "if ",
    "else ",
    "fn ",
    "let ",
    "rule(",
    "\nrule(",
    "\nconst A = ",
    "5",
    "\\",
    "::",
    "#",
];

/// Findings for what Rhai takes and we do not.
fn is_ours(message: &str) -> bool {
    ["comment does not end", "no `!` may follow", "wants a path", "no type", "full-width letters", "nothing follows"]
        .iter()
        .any(|ours| message.contains(ours))
}

fn spoil(text: &str, dice: &mut Dice) -> String {
    let mut text = text.to_owned();
    for _ in 0..=dice.roll(3) {
        let mut at = usize::try_from(dice.roll(text.len() as u64 + 1)).expect("short");
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        match dice.roll(3) {
            0 => {
                let end = text[at..]
                    .char_indices()
                    .nth(1 + usize::try_from(dice.roll(2)).expect("few"))
                    .map_or(text.len(), |(i, _)| at + i);
                text.replace_range(at..end, "");
            }
            1 => text.insert_str(at, dice.pick(&SIGNS)),
            _ => {
                // A sign that matters, more often than not.
                let next = text[at..].find(['(', ')', '{', '}', ';', ',', '"', '`', '|']).map_or(at, |i| at + i);
                let end = text[next..].chars().next().map_or(next, |c| next + c.len_utf8());
                let sign = if dice.roll(2) == 0 { "" } else { dice.pick(&SIGNS) };
                text.replace_range(next..end, sign);
            }
        }
    }
    text
}

/// Reads a text, and compares what is said with what Rhai says of the whole.
fn compare(engine: &Parser, text: &str) {
    let reading = read(text);
    check(&reading, text);
    let english = reading.findings.iter().map(|finding| finding.message.get(crate::Lang::En));
    let said: Vec<_> = english.filter(|message| !is_ours(message)).collect();
    assert!(!said.iter().any(|said| said.contains("make sense")), "{text}");
    let bodiless = text.split('|').skip(1).any(|rest| rest.trim_start().starts_with(';'));
    match engine.whole(text) {
        // Where only its line tells that an item begins, the one before it may be taken for half of an expression; so may
        // a closure without a body.
        Ok(_) if items::cut(text).items.iter().any(|item| item.open_ended) || bodiless => {}
        Ok(_) => assert!(said.is_empty(), "Rhai takes it, we say {said:?}\n{text}"),
        Err(error) if reading.findings.is_empty() => panic!("Rhai says {error}\n{text}"),
        Err(_) => {}
    }
}

#[test]
fn a_finding_stands_where_rhai_refuses_the_file() {
    let mut dice = Dice(0x0123_4567_89AB_CDEF);
    let scripts: Vec<String> =
        super::house::scripts().into_iter().map(|(_, text)| text).filter(|text| text.len() < 6000).collect();
    let engine = Parser::new();
    for round in 0..1500 {
        compare(&engine, &spoil(&scripts[round % scripts.len()], &mut dice));
    }
}

#[test]
fn words_and_signs_in_any_order_are_read_as_rhai_reads_them() {
    let mut dice = Dice(0x0BAD_CAFE_0BAD_CAFE);
    let engine = Parser::new();
    let words = [
        "a", "b", "x", "1", "2.5", "\"t\"", "`u`", "()", "true", "(", ")", "(", ")", "{", "}", "[", "]", "#{", ";",
        ",", ":", ".", "?.", "?[", "+", "-", "*", "==", "=", "=>", "|", "||", "&&", "!", "in", "!in", "..", "..=",
        "if", "else", "switch", "_", "for", "while", "loop", "do", "let", "const", "fn", "return", "break", "continue",
        "throw", "try", "catch", "import", "as", "this", "|x|", "f(", "`${", "}`",
    ];
    for round in 0..4000 {
        let mut text =
            String::from(["", "fn f(a) {", "const X = ", "rule(", "fn f() { loop { ", "let y = |x| "][round % 6]);
        for _ in 0..=dice.roll(12) {
            text += dice.pick(&words);
            text += dice.pick(&[" ", " ", " ", "", "\n"]);
        }
        text += ["", "}", ";", ");", "} }", ";"][round % 6];
        compare(&engine, &text);
    }
}
