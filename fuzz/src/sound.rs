//! What holds of every outcome and of every report, whatever was read.

use std::io::Cursor;

use serde_json::Value;
use yize::report::{FORMATS, Format, Hosting, View};
use yize_core::finding::{Effect, Status};
use yize_core::{FailOn, Lang, Outcome};

/// Panics unless places lie in their texts, what is told agrees with the exit status, and the usual report and that for
/// programs can be written.
pub fn outcome(outcome: &Outcome) -> u8 {
    let code = outcome.exit_code(FailOn::Error);
    for finding in &outcome.findings {
        let related = finding.related.iter().map(|related| related.place);
        for place in related.chain(finding.place).chain(finding.rule_place) {
            let text = outcome.sources.get(place.source).text();
            assert!(text.get(place.span.range()).is_some(), "{finding:?} stands at no place of its text");
        }
        assert!(!finding.message.get(Lang::Zh).is_empty() && !finding.message.get(Lang::En).is_empty(), "{finding:?}");
        assert_eq!(finding.status == Status::Fault, finding.effect > Effect::Violation, "{finding:?}");
    }
    let open = outcome.findings.iter().filter(|finding| finding.suppressed.is_none());
    if open.clone().any(|finding| finding.effect == Effect::NotChecked) {
        assert_eq!(code, 2, "what was not checked is exit status 2");
    }
    if code == 0 {
        assert_eq!((outcome.summary.faults, outcome.summary.violations), (0, 0), "a pass has neither");
    }
    for word in ["human", "json"] {
        report(outcome, Format::find(word).expect("a format"), Lang::Zh, code);
    }
    code
}

/// Panics unless every format can be written in both languages, and be read again.
pub fn reports(outcome: &Outcome) {
    let code = outcome.exit_code(FailOn::Error);
    for format in FORMATS {
        for lang in [Lang::Zh, Lang::En] {
            report(outcome, *format, lang, code);
        }
    }
}

fn report(outcome: &Outcome, format: Format, lang: Lang, code: u8) {
    let mut bytes = Vec::new();
    format
        .write(outcome, View::new(lang, code), &Hosting::default(), &mut bytes)
        .expect("nothing is wrong with memory");
    let text = String::from_utf8(bytes).expect("reports are UTF-8");
    let text = if format.is_coloured { without_colours(&text) } else { text };
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    for c in text.chars() {
        assert!(!is_hidden(c) || (format.word == "csv" && c == '\r'), "{} has {c:?} raw", format.word);
    }
    match format.word {
        "json" | "sarif" | "gitlab" => drop(json(text)),
        "jsonl" => text.lines().for_each(|line| drop(json(line))),
        "junit" | "checkstyle" => xml(text),
        "csv" => table(text),
        // A line that begins so is a command to a runner of GitHub's; only that format gives any. The arrow to a second file has a
        // colon more, which is the beginning of no command's name.
        "github" => {}
        word => {
            let is_command =
                |line: &str| line.trim_start().strip_prefix("::").is_some_and(|rest| !rest.starts_with(':'));
            assert!(!text.lines().any(is_command), "{word} forges a command");
        }
    }
}

/// What a terminal or an editor does not show, or obeys: nothing of it belongs in a report, but for ends of lines and tabs.
fn is_hidden(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        '\u{200c}' | '\u{200d}' => false, // join letters of some scripts
        '\u{ad}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' => true,
        '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}' => true,
        c => c.is_control(),
    }
}

/// The text without the sequences that colour it.
fn without_colours(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |whole, part| {
        let (colour, rest) = part.split_once('m').expect("a sequence ends");
        assert!(colour.bytes().all(|b| b.is_ascii_digit() || b == b';'), "a sequence that is no colour");
        whole + rest
    })
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn xml(text: &str) {
    let mut reader = quick_xml::Reader::from_str(text);
    let noncharacter =
        |c: char| matches!(c, '\0'..='\x08' | '\x0b' | '\x0c' | '\x0e'..='\x1f' | '\u{fffe}' | '\u{ffff}');
    assert!(!text.contains(noncharacter), "XML has no such character");
    loop {
        match reader.read_event() {
            Ok(quick_xml::events::Event::Eof) => break,
            Ok(_) => {}
            Err(error) => panic!("{error}: {text}"),
        }
    }
}

fn table(text: &str) {
    let mut reader = csv::ReaderBuilder::new().from_reader(Cursor::new(text));
    let columns = reader.headers().expect("a head").len();
    for row in reader.records() {
        let row = row.expect("a row");
        assert_eq!(row.len(), columns);
        for cell in &row {
            let starts = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
            assert!(!starts || cell.parse::<f64>().is_ok() || is_kept(cell), "{cell:?} is a formula");
        }
    }
}

/// A key that a spreadsheet would read as a number or a day, such as a fingerprint of digits and one `e`: a formula that is but
/// that text.
fn is_kept(cell: &str) -> bool {
    let text = cell.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
    text.is_some_and(|text| text.chars().all(|c| c.is_ascii_alphanumeric() || "-+/.:, %".contains(c)))
}
