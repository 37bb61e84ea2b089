//! Full-width signs, and signs of other languages, where TOML has its own.

use super::{Open, Scanner};
use crate::document::slip::Slip;
use crate::language::{Text, say};

/// The plain sign for a full-width one that means something in TOML.
fn twin(sign: char) -> Option<char> {
    Some(match sign {
        '＝' => '=',
        '，' | '、' | '；' => ',',
        '［' | '【' => '[',
        '］' | '】' => ']',
        '｛' => '{',
        '｝' => '}',
        '．' => '.',
        _ => return None,
    })
}

fn is_blank(sign: char) -> bool {
    matches!(sign, '\u{3000}' | '\u{a0}' | '\u{2002}' | '\u{2003}' | '\u{200b}' | '\u{feff}')
}

/// The mark of a comment in another language with which a line begins.
pub(super) fn comment(line: &str) -> Option<&'static str> {
    ["//", "--", "＃", ";", "；", "<!--", "%"].into_iter().find(|mark| line.starts_with(mark))
}

impl Scanner<'_> {
    /// Says that comments are written otherwise.
    pub(super) fn wrong_comment(&mut self, at: usize, mark: &str) {
        let span = at..at + mark.len();
        let message = say!("说明不能用“{mark}”开头", "a comment does not begin with `{mark}`");
        self.told.push(Slip::new(span, message).help(say!("写成 # ……", "write # …")).local());
        self.blot(at..self.line.end, "#");
        self.at = self.line.end;
    }

    /// A sign that is not ASCII, outside texts and comments; whether it was told of.
    pub(super) fn wide(&mut self) -> bool {
        let rest = &self.text[self.at..self.line.end];
        let Some(sign) = rest.chars().next() else { return false };
        let span = |pick: &dyn Fn(char) -> bool| {
            let run = rest.find(|c: char| !pick(c)).unwrap_or(rest.len());
            self.at..self.at + run
        };
        if is_blank(sign) {
            // Within a word, or behind all, it is of the text that lacks quotes.
            if self.equals > self.line.start
                && self.open.is_empty()
                && !self.text[self.equals..self.at].trim().is_empty()
            {
                return false;
            }
            let span = span(&is_blank);
            self.replace(span.clone(), "");
            self.told.push(
                Slip::new(span.clone(), blank(sign)).help(say!("改用普通的半角空格", "write plain spaces")).local(),
            );
            self.at = span.end;
            return true;
        }
        if sign == '：' && self.keyed && !self.header {
            self.colon(self.at..self.at + sign.len_utf8());
            self.at += sign.len_utf8();
            self.filled = self.at;
            return true;
        }
        if matches!(sign, '“' | '”' | '‘' | '’' | '「' | '＂' | '＇') {
            return self.wide_quotes();
        }
        if twin(sign).is_none() || (twin(sign) == Some(',') && self.open.is_empty()) {
            return false;
        }
        self.wide_signs(span(&|c| twin(c).is_some()));
        true
    }

    /// A run of full-width signs: told once, and read as what they stand for.
    fn wide_signs(&mut self, span: std::ops::Range<usize>) {
        let wide = &self.text[span.clone()];
        let plain: String = wide.chars().filter_map(twin).collect();
        let message = say!("这里用了全角符号“{wide}”", "full-width `{wide}`");
        self.told.push(
            Slip::new(span.clone(), message)
                .help(say!("请改用半角的“{plain}”", "write the half-width `{plain}`"))
                .local(),
        );
        self.replace(span.clone(), &plain);
        for sign in plain.chars() {
            match sign {
                '=' => self.equal(span.end),
                '[' | '{' if !self.header => {
                    self.open.push(Open { sign, at: span.start, beside: true });
                    self.keyed = sign == '{';
                }
                ']' | '}' if !self.header => self.close(sign),
                ',' => self.keyed = self.open.last().is_some_and(|open| open.sign == '{'),
                _ => {}
            }
        }
        self.at = span.end;
        self.filled = span.end;
    }
}

fn blank(sign: char) -> Text {
    match sign {
        '\u{3000}' => say!("这里有全角空格", "full-width spaces"),
        '\u{a0}' => say!("这里有不间断空格", "no-break spaces"),
        _ => say!("这里有看不见的字符（U+{:04X}）", "invisible characters (U+{:04X})", u32::from(sign)),
    }
}
