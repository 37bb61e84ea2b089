//! Text on a terminal: what may be printed, how wide it is, and where a paragraph breaks.

use std::io;
use std::ops::Range;

use unicode_width::UnicodeWidthChar;

use yize_core::escape::{commands, is_hidden};

/// Marks an origin while a diagnostic is rendered; never let through from data.
pub(crate) const MARK: char = '\u{F8FF}';

/// A character that can do no harm: controls become their pictures, invisible and direction-changing characters
/// become `�`, so that what is printed is what stands in the file. One character stays one; tabs and line ends pass.
#[must_use]
pub(crate) fn clean(c: char) -> char {
    match c {
        '\t' | '\n' => c,
        // A line break in a cell.
        '\x0b' => '⏎',
        '\0'..='\x1f' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{FFFD}'),
        '\x7f' => '␡',
        MARK => '\u{FFFD}',
        c if is_hidden(c) => '\u{FFFD}',
        c => c,
    }
}

/// A text that can do no harm, its line ends kept.
#[must_use]
pub(crate) fn clean_text(text: &str) -> String {
    disarm(text.chars().map(clean).collect())
}

/// A text that can do no harm, on one line.
#[must_use]
pub(crate) fn clean_line(text: &str) -> String {
    disarm(text.trim_end().chars().map(|c| if matches!(c, '\n' | '\t') { ' ' } else { clean(c) }).collect())
}

/// A text in which no line is a command to a CI server that reads what is printed: `::` that begins one, and `##[`
/// anywhere, have one of their signs in full width.
fn disarm(mut text: String) -> String {
    let is_command = |line: &str| line.trim_start().starts_with("::");
    if text.lines().any(is_command) {
        let lines =
            text.split('\n').map(|line| if is_command(line) { line.replacen(':', "：", 1) } else { line.to_owned() });
        text = lines.collect::<Vec<_>>().join("\n");
    }
    disarm_around(&mut text, &mut (0..0));
    text
}

/// Takes `##[` out of a text and keeps a range of it where it was.
pub(crate) fn disarm_around(text: &mut String, range: &mut Range<usize>) {
    let signs: Vec<usize> = commands(text).collect();
    for at in signs.into_iter().rev() {
        text.replace_range(at..=at, "＃");
        for end in [&mut range.start, &mut range.end] {
            *end += if at < *end { '＃'.len_utf8() - 1 } else { 0 };
        }
    }
}

/// Columns of a cleaned text on a terminal.
#[must_use]
pub(crate) fn width(text: &str) -> usize {
    text.chars().map(|c| c.width().unwrap_or(1)).sum()
}

/// The text followed by blanks up to so many columns.
#[must_use]
pub(crate) fn pad(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// What of a line without colours fits, with `...` where something does not.
#[must_use]
pub(crate) fn crop(line: &str, columns: usize) -> String {
    if width(line) <= columns {
        return line.to_owned();
    }
    let mut text = String::new();
    for c in line.chars() {
        if width(&text) + width(c.encode_utf8(&mut [0; 4])) + 3 > columns {
            break;
        }
        text.push(c);
    }
    text + "..."
}

/// Breaks each line of a text at so many columns: between words, and between Chinese characters, but with no
/// closing punctuation at the beginning of a line.
#[must_use]
pub(crate) fn wrap(text: &str, columns: usize) -> Vec<String> {
    text.trim_end().lines().flat_map(|line| wrap_line(&clean_line(line), columns)).collect()
}

fn wrap_line(line: &str, columns: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for piece in pieces(line) {
        let wide = width(piece.trim_end());
        if used > 0 && used + wide > columns {
            let full = lines.last_mut().expect("there is a line");
            full.truncate(full.trim_end().len());
            lines.push(String::new());
            used = 0;
        }
        lines.last_mut().expect("there is a line").push_str(piece);
        used += width(piece);
    }
    lines
}

/// Writes rows in straight columns, the first of them as headings.
///
/// # Errors
/// As the writer reports them.
pub(crate) fn table(rows: Vec<Vec<String>>, indent: &str, out: &mut dyn io::Write) -> io::Result<()> {
    let most = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widest = |at: usize| rows.iter().filter_map(|row| row.get(at)).map(|cell| width(cell)).max().unwrap_or(0);
    let columns: Vec<usize> = (0..most).map(widest).collect();
    for (n, row) in rows.iter().enumerate() {
        let cells: Vec<String> = row.iter().zip(&columns).map(|(cell, columns)| pad(cell, *columns)).collect();
        let style = if n == 0 { anstyle::Style::new().bold() } else { anstyle::Style::new() };
        writeln!(out, "{indent}{style}{}{style:#}", cells.join("  ").trim_end())?;
    }
    Ok(())
}

/// Cuts a line where it may break: after blanks, and around wide characters.
fn pieces(line: &str) -> Vec<&str> {
    let closing = |c: char| "，。、；：？！”’）》】〉」』…,.;:?!)".contains(c);
    let opening = |c: char| "“‘（《【〈「『(".contains(c);
    let wide = |c: char| c.width() == Some(2);
    let mut cuts = vec![0];
    let mut before: Option<char> = None;
    for (i, c) in line.char_indices() {
        if let Some(b) = before
            && !closing(c)
            && !opening(b)
            && ((b == ' ' && c != ' ') || wide(c) || wide(b))
            && c != ' '
        {
            cuts.push(i);
        }
        before = Some(c);
    }
    let ends = cuts.iter().skip(1).copied().chain([line.len()]);
    cuts.iter().zip(ends).map(|(start, end)| &line[*start..end]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_character_reaches_the_terminal_as_a_command() {
        let hostile = "a\x1b[31mb\u{9b}c\u{202e}d\r\u{7}e\u{7f}f\u{200b}g";
        let cleaned = clean_line(hostile);
        assert_eq!(cleaned, "a␛[31mb\u{FFFD}c\u{FFFD}d␍␇e␡f\u{FFFD}g");
        assert!((0..=0x10_FFFF).filter_map(char::from_u32).all(|c| matches!(c, '\n' | '\t') || !clean(c).is_control()));
    }

    #[test]
    fn no_line_is_a_command_to_a_ci_server() {
        assert_eq!(clean_text("::error::a\n \u{3000}::b\nc::d"), "：:error::a\n \u{3000}：:b\nc::d");
        assert_eq!(clean_line("::a\n::b"), "：:a ::b");
        assert_eq!(clean_text("# ##[x] ##vso[y] ### z"), "# #＃[x] #＃vso[y] ### z");
        let (mut text, mut range) = ("##[a] b ##[c]".to_owned(), 6..7);
        disarm_around(&mut text, &mut range);
        assert_eq!((text.as_str(), &text[range]), ("#＃[a] b #＃[c]", "b"));
    }

    #[test]
    fn chinese_paragraphs_break_before_the_margin_and_never_before_punctuation() {
        let text = "每年召开1次全体会议、2次专题议政性常委会会议，其余协商活动按照年度协商计划（经党委批准）组织实施。";
        for columns in 6..60 {
            let lines = wrap(text, columns);
            assert_eq!(lines.concat(), text);
            assert!(lines.iter().all(|l| !l.starts_with(['，', '。', '、', '）'])), "{lines:?}");
            // A closing mark may stand with the character that it follows.
            assert!(lines.iter().all(|l| width(l) <= columns.max(8)), "{columns}: {lines:?}");
        }
        assert_eq!(wrap("one two three", 8), ["one two", "three"]);
        assert_eq!(wrap("甲\n\n乙", 10), ["甲", "", "乙"]);
    }
}
