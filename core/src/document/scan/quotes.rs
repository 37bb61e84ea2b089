//! Texts in quotes: full-width quotes, and quotes without their match.

use std::ops::Range;

use super::{Open, Scanner};
use crate::document::slip::Slip;
use crate::document::values;
use crate::language::say;

impl Scanner<'_> {
    /// A text that begins here with a plain quote.
    pub(super) fn quoted(&mut self, quote: char) {
        let triple: String = std::iter::repeat_n(quote, 3).collect();
        let rest = &self.text[self.at..];
        if rest.starts_with(&triple) {
            match rest[3..].find(&triple) {
                Some(end) => self.at += end + 6,
                None => self.open_end(&triple),
            }
            self.filled = self.at;
            return;
        }
        let line = &self.text[self.at..self.line.end];
        match closing(&line[1..], quote) {
            Some(end) => {
                self.at += end + 2;
                self.filled = self.at;
            }
            None => self.unmatched(quote),
        }
    }

    /// A text of several lines that does not end: nothing is known of what follows.
    fn open_end(&mut self, quotes: &str) {
        let message = say!(
            "这里的文字没有结束，缺少右边的“{quotes}”",
            "this text does not end: its closing `{quotes}` is missing"
        );
        let help = say!(
            "在文字的末尾补上“{quotes}”；只有一行的，两边各写一个引号",
            "write `{quotes}` where the text ends; a text of one line has one quote on either side"
        );
        self.told.push(Slip::new(self.at..self.at + 3, message).help(help));
        self.blot(self.at..self.text.len(), "0");
        self.at = self.text.len();
        self.open.clear();
    }

    /// A quote without its match on the line: the line is told of once, and left.
    fn unmatched(&mut self, quote: char) {
        let (start, line) = (self.at, self.line.clone());
        let text = self.text[start..line.end].trim_end();
        let before = self.text[self.equals.max(line.start)..start].trim_start();
        let first = !self.text[line.start..start].contains(['"', '\'']);
        let inner = text.trim_end_matches([',', ']', '}', ' ']);
        let wide = inner.chars().next_back().filter(|c| matches!(c, '”' | '’' | '＂' | '“'));
        let slip = if let Some(wide) = wide {
            let end = start + inner.len();
            let message = say!("文字的结尾用了全角引号“{wide}”", "the text ends in a full-width quote `{wide}`");
            Slip::new(start..end, message).help(say!("请改用半角的“{quote}”", "write the half-width `{quote}`"))
        } else if first && text.len() == 1 && !before.is_empty() {
            let begin = start - before.len();
            let message =
                say!("这里的文字缺少左边的引号“{quote}”", "the opening quote `{quote}` of this text is missing");
            Slip::new(begin..start + 1, message).help(values::quoted(before.trim_end()))
        } else if first && self.goes_on(quote) {
            let message = say!("文字不能换行", "a text does not go on in the next line");
            let help = say!(
                "写在一行里；要分行的，两边各写三个引号",
                "write it in one line, or put three quotes on either side"
            );
            Slip::new(start..start + text.len(), message).help(help)
        } else if first {
            let end = start + text.trim_end_matches([',', ' ']).len();
            let message = say!(
                "这里的文字没有结束，缺少右边的引号“{quote}”",
                "this text does not end: its closing quote `{quote}` is missing"
            );
            Slip::new(start..end, message)
                .help(say!("在文字的末尾补上“{quote}”", "write `{quote}` where the text ends"))
        } else {
            let begin = line.start + self.text[line.clone()].find(['"', '\'']).unwrap_or_default();
            let message = say!("这一行的引号不成对", "the quotes of this line do not match");
            let help = say!("每段文字的左右各写一个引号", "each text has a quote before it and one behind it");
            Slip::new(begin..start + text.len(), message).help(help)
        };
        self.told.push(slip);
        let goes_on = first && self.goes_on(quote);
        self.leave_line();
        if goes_on {
            let next = self.next_line();
            self.blot(next.clone(), "");
            self.at = next.end;
        }
    }

    /// The line behind the one at hand.
    fn next_line(&self) -> Range<usize> {
        let start = (self.line.end + 1).min(self.text.len());
        start..self.text[start..].find('\n').map_or(self.text.len(), |end| start + end)
    }

    /// Whether the next line ends a text that begins on this one.
    fn goes_on(&self, quote: char) -> bool {
        let next = self.text[self.next_line()].trim_end().trim_end_matches([',', ']', '}']);
        next.matches(quote).count() == 1 && next.ends_with(quote) && !next.contains('=')
    }

    /// Blots out the value that the line holds, or its part of a list.
    fn leave_line(&mut self) {
        let line = self.line.clone();
        self.open.retain(|open| open.at < line.start);
        if !self.open.is_empty() {
            let list = self.open.last().is_some_and(|open| open.sign == '[');
            self.blot(line.clone(), if list { "0," } else { "" });
        } else if self.equals > line.start {
            let text = &self.text[line.clone()];
            let list = text.matches('[').count() > text.matches(']').count();
            self.blot(self.equals..line.end, if list { "[0," } else { "0" });
            if list {
                self.open.push(Open { sign: '[', at: self.equals, beside: true });
            }
        } else {
            self.blot(line.clone(), "");
        }
        self.at = line.end;
        self.filled = line.end;
    }

    /// A text in full-width quotes, or a stray one of them.
    pub(super) fn wide_quotes(&mut self) -> bool {
        let rest = &self.text[self.at..self.line.end];
        let Some(sign) = rest.chars().next() else { return false };
        let inner = &rest[sign.len_utf8()..];
        let Some(end) = inner.find(['”', '“', '’', '‘', '」', '＂', '＇', '"']) else { return false };
        let close = inner[end..].chars().next().map_or(1, char::len_utf8);
        let span = self.at..self.at + sign.len_utf8() + end + close;
        let message = say!("文字用了全角的引号", "the text stands in full-width quotes");
        self.told.push(Slip::new(span.clone(), message).help(values::quoted(&inner[..end])).local());
        self.blot(span.clone(), "0");
        self.at = span.end;
        self.filled = span.end;
        true
    }
}

/// Where the closing quote stands in what follows the opening one.
fn closing(text: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (at, sign) in text.char_indices() {
        if escaped {
            escaped = false;
        } else if sign == '\\' && quote == '"' {
            escaped = true;
        } else if sign == quote {
            return Some(at);
        }
    }
    None
}
