//! How a text goes into a format: one way for each family of formats, which all its writers share. Whatever goes in,
//! nothing hidden comes out, and nothing that means something to the format. JSON is written by [`yize_core::escape`].

use minijinja::value::ValueKind;
use minijinja::{Environment, Value};

use crate::report::text::{clean_line, clean_text};

/// A text of XML, without the characters that XML forbids however they are written; its marks are escaped by whoever
/// writes the elements.
pub(crate) fn xml(text: &str) -> String {
    clean_text(text)
}

/// A text of XML on one line.
pub(crate) fn xml_line(text: &str) -> String {
    clean_line(text)
}

/// A text of HTML, on one line.
pub(crate) fn html(text: &str) -> String {
    let mut safe = String::new();
    for c in clean_line(text).chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#x27;"),
            c => safe.push(c),
        }
    }
    safe
}

/// Templates of HTML, in which every value is cleaned and escaped, wherever it stands.
pub(crate) fn html_templates() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_formatter(|out, state, value| match value.as_str() {
        Some(text) if value.kind() == ValueKind::String && !value.is_safe() => {
            minijinja::escape_formatter(out, state, &Value::from(clean_text(text)))
        }
        _ => minijinja::escape_formatter(out, state, value),
    });
    environment
}

/// Text that Markdown shows as it stands, on one line: no markup, no HTML, no list, no mention of a user or an issue.
pub(crate) fn markdown(text: &str) -> String {
    let text = clean_line(text);
    // What would begin a list: a dash, or a number with a full stop.
    let begins = text.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
    let at = (text.len() - begins.len(), begins.starts_with(['-', '.']));
    let mut escaped = String::new();
    for (n, c) in text.char_indices() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            // An empty comment keeps the host from making a link of a mention, an issue or an address.
            '@' | '#' | ':' => escaped.extend([c.to_string().as_str(), "<!-- -->"]),
            '.' | '-' if at == (n, true) => escaped.extend(['\\', c]),
            '.' | '/' | '-' | ',' => escaped.push(c),
            _ if c.is_ascii_punctuation() => escaped.extend(['\\', c]),
            _ => escaped.push(c),
        }
    }
    escaped
}

/// The same for pages of Markdown that are files and no comments: nobody is mentioned there, so that words stay as they can be read.
pub(crate) fn markdown_words(text: &str) -> String {
    let text = clean_line(text);
    let begins = text.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
    let at = (text.len() - begins.len(), begins.starts_with(['-', '.', '+', '#', ')']));
    let mut escaped = String::new();
    for (n, c) in text.char_indices() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '!' => escaped.extend(['\\', c]),
            _ if at == (n, true) => escaped.extend(['\\', c]),
            _ => escaped.push(c),
        }
    }
    escaped
}

/// A cell that no spreadsheet takes for a formula: an apostrophe goes before what could begin one, also where one is there already,
/// so that whoever takes it off again has the text.
pub(crate) fn cell(text: &str) -> String {
    let text = clean_text(text);
    let formula = text.trim_start_matches('\'').trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    if formula || text.starts_with(['\t', '\n']) { format!("'{text}") } else { text }
}

/// A cell with a key, which stays as it is written: what a spreadsheet would read as another number, a day, a time or a fraction
/// is given as a formula that is that text, which all spreadsheets keep.
pub(crate) fn key_cell(text: &str) -> String {
    // A whole number of few digits that does not begin with a zero reads as itself.
    let plain = text.len() <= 15 && text.bytes().all(|b| b.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    let number = text.parse::<f64>().is_ok() && !plain;
    let digits = text.contains(|c: char| c.is_ascii_digit());
    let day = digits && !plain && text.chars().all(|c| c.is_ascii_digit() || "-/.:, %+".contains(c));
    let rest = MONTHS.iter().find_map(|month| text.get(month.len()..).filter(|_| begins(text, month)));
    let month =
        rest.is_some_and(|rest| !rest.is_empty() && rest.chars().all(|c| c.is_ascii_digit() || "-/ ".contains(c)));
    if number || day || month { format!("=\"{text}\"") } else { cell(text) }
}

/// Words with which a day begins where English is read.
const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

fn begins(text: &str, word: &str) -> bool {
    text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}

/// The text of a workflow command of GitHub.
pub(crate) fn github(text: &str) -> String {
    clean_text(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property of a workflow command.
pub(crate) fn github_property(text: &str) -> String {
    github(&clean_line(text)).replace(':', "%3A").replace(',', "%2C")
}

/// A description of TAP: one line, with what begins a directive escaped.
pub(crate) fn tap(text: &str) -> String {
    clean_line(text).replace('\\', "\\\\").replace('#', "\\#")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn keys_stay_as_they_are_written() {
        for kept in [
            "2026-03",
            "00123456",
            "1234567890123456",
            "3/5",
            "1E5",
            "12:30",
            "-1",
            "1.50",
            "MAR1",
            "dec-25",
            "5%",
            "inf",
        ] {
            assert_eq!(key_cell(kept), format!("=\"{kept}\""));
        }
        for plain in
            ["123", "0", "YH-010", "baoding/anguo", "32ce9b216377526f", "第一季度", "2026-03/1甲", "MARS-1", ""]
        {
            assert_eq!(key_cell(plain), plain);
        }
        assert_eq!(key_cell("=cmd()"), "'=cmd()");
    }
    use yize_core::escape::{commands, is_hidden};

    type Escaper = (&'static str, fn(&str) -> String, bool);

    /// Every one, and whether its lines stay.
    const ALL: &[Escaper] = &[
        ("plain", clean_text, true),
        ("plain line", clean_line, false),
        ("xml", xml, true),
        ("xml line", xml_line, false),
        ("html", html, false),
        ("markdown", markdown, false),
        ("cell", cell, true),
        ("github", github, false),
        ("github property", github_property, false),
        ("tap", tap, false),
    ];

    fn sound((name, escape, lines): &Escaper, text: &str) -> Result<(), String> {
        let shown = escape(text);
        let hidden = shown.chars().find(|c| is_hidden(*c) && !(*lines && matches!(c, '\n' | '\t')));
        let forged = shown.lines().any(|line| line.trim_start().starts_with("::"));
        match (hidden, forged || commands(&shown).next().is_some()) {
            (None, false) => Ok(()),
            (hidden, _) => Err(format!("{name}: {text:?} becomes {shown:?}, {hidden:?}")),
        }
    }

    #[test]
    fn no_character_of_unicode_goes_through_that_is_hidden() {
        for escaper in ALL {
            for c in (0..=0x0010_ffff).filter_map(char::from_u32).filter(|c| is_hidden(*c) || u32::from(*c) < 0x100) {
                for text in [format!("{c}"), format!("a{c}b"), format!("{c}::x::y"), format!("a\n{c}::x::\n{c}##[x]")] {
                    // A tab in one line of GitHub's is none that ends it.
                    if let Err(wrong) = sound(escaper, &text.replace('\t', "")) {
                        panic!("{wrong}");
                    }
                }
            }
        }
    }

    proptest! {
        #[test]
        fn nothing_hidden_and_no_command_comes_out(text in "(?s)[\n :#\\[a=+@\u{80}-\u{ff}\u{200b}-\u{202f}.]{0,30}|.{0,20}") {
            for escaper in ALL {
                prop_assert_eq!(sound(escaper, &text.replace('\t', "")), Ok(()));
            }
        }
    }

    #[test]
    fn nothing_in_a_text_is_markup() {
        assert_eq!(markdown("a|b`c`\n<b>*[x](y)"), "a\\|b\\`c\\` &lt;b&gt;\\*\\[x\\]\\(y\\)");
        assert_eq!(markdown("@甲 #1"), "@<!-- -->甲 #<!-- -->1");
        assert_eq!(
            (markdown("- a"), markdown("12. a"), markdown("a-1.5")),
            ("\\- a".into(), "12\\. a".into(), "a-1.5".into())
        );
        assert_eq!(html("<a b='\"&"), "&lt;a b=&#x27;&quot;&amp;");
        assert_eq!(github_property("a:b,c%\nd"), "a%3Ab%2Cc%25 d");
        assert_eq!((github("a\nb"), tap("a # b\\")), ("a%0Ab".into(), "a \\# b\\\\".into()));
    }

    #[test]
    fn cells_never_run() {
        for formula in ["=1+1", " =1", "＝1", "+1", "-1", "@a", "\t1", "\n=", "\u{3000}＠"] {
            assert!(cell(formula).starts_with('\''), "{formula:?}");
        }
        assert_eq!(cell("甲"), "甲");
    }
}
