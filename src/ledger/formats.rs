//! What a number format makes of a number: a percentage, a day, a month, a time of day.

/// How a number is shown, as far as it tells what the number is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Shape {
    /// A plain number.
    #[default]
    Number,
    /// A number of so many digits at least, with zeros before the others, and nothing beside them.
    Padded(u8),
    /// A percentage.
    Percent,
    /// A day, perhaps with a time of it.
    Day,
    /// A year and a month.
    Month,
    /// A time of day.
    Time,
    /// Hours, minutes or seconds that may be more than a day has.
    Span,
}

impl Shape {
    /// Of a format that has a number of its own, and no code in the file (ECMA-376, 18.8.30). Those that hang on the
    /// language are the Chinese ones.
    pub(super) fn of_id(id: u32) -> Self {
        match id {
            9 | 10 => Self::Percent,
            14..=16 | 22 | 28..=31 | 51 | 53 | 54 | 58 => Self::Day,
            17 | 27 | 36 | 50 | 52 | 57 => Self::Month,
            18..=21 | 32..=35 | 45 | 47 | 55 | 56 => Self::Time,
            46 => Self::Span,
            _ => Self::Number,
        }
    }

    /// Of a format's code, by its first section.
    pub(super) fn of_code(code: &str) -> Self {
        let first = code.split(';').next().unwrap_or_default();
        if let Ok(digits @ 2..) = u8::try_from(first.len())
            && first.bytes().all(|sign| sign == b'0')
        {
            return Self::Padded(digits);
        }
        let mut parts = Parts::default();
        let mut signs = code.chars().peekable();
        while let Some(sign) = signs.next() {
            match sign {
                ';' => break,
                '"' => while signs.next().is_some_and(|sign| sign != '"') {},
                // What stands behind them is shown, stretched, or as wide as a blank.
                '\\' | '_' | '*' => {
                    signs.next();
                }
                '[' => {
                    let inside: String = signs.by_ref().take_while(|sign| *sign != ']').collect();
                    // `[h]`, as against `[Red]`, `[$-804]`, `[DBNum1]`, `[>=100]`.
                    let mut letters = inside.chars().map(|letter| letter.to_ascii_lowercase());
                    if let Some(first @ ('h' | 'm' | 's')) = letters.next() {
                        parts.span |= letters.all(|letter| letter == first);
                    }
                }
                'a' | 'A' if signs.peek().is_some_and(|next| matches!(next, 'M' | 'm' | '/')) => {
                    // `AM/PM` and `A/P`.
                    while signs.next_if(|next| matches!(next, 'A' | 'a' | 'P' | 'p' | 'M' | 'm' | '/')).is_some() {}
                    parts.clock('h');
                }
                'G' | 'g' if signs.clone().take(6).collect::<String>().eq_ignore_ascii_case("eneral") => {
                    signs.nth(5);
                }
                'E' | 'e' if signs.peek().is_some_and(|next| matches!(next, '+' | '-')) => {}
                '%' => parts.percent = true,
                letter => parts.letter(letter.to_ascii_lowercase()),
            }
        }
        parts.shape()
    }
}

/// What a format shows.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a thing that is shown or not")]
struct Parts {
    percent: bool,
    year: bool,
    month: bool,
    day: bool,
    time: bool,
    span: bool,
    /// Letters of `m` that are months or minutes, as what comes next shows.
    open: bool,
    /// The last letter that stands for something.
    last: char,
}

impl Parts {
    fn letter(&mut self, letter: char) {
        match letter {
            // An `m` behind hours or before seconds is a minute.
            'm' if self.last == 'h' => self.time = true,
            'm' if self.last != 'm' => {
                self.open = true;
                self.last = 'm';
            }
            'h' | 's' => self.clock(letter),
            // `e` is a year of an era, or of ours.
            'y' | 'e' | 'd' => {
                self.close();
                self.year |= letter != 'd';
                self.day |= letter == 'd';
                self.last = letter;
            }
            _ => {}
        }
    }

    fn clock(&mut self, letter: char) {
        if letter == 's' {
            self.open = false;
        }
        self.close();
        self.time = true;
        self.last = letter;
    }

    fn close(&mut self) {
        self.month |= std::mem::take(&mut self.open);
    }

    fn shape(mut self) -> Shape {
        self.close();
        // A year alone is of a day; `e` alone is a letter.
        self.day |= self.year && !self.month && self.last == 'y';
        match self {
            Self { span: true, .. } => Shape::Span,
            Self { day: true, .. } | Self { month: true, time: true, .. } | Self { year: true, time: true, .. } => {
                Shape::Day
            }
            Self { month: true, .. } => Shape::Month,
            Self { time: true, .. } => Shape::Time,
            Self { percent: true, .. } => Shape::Percent,
            _ => Shape::Number,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_tells_what_a_number_is() {
        for (code, shape) in [
            ("General", Shape::Number),
            ("G/通用格式", Shape::Number),
            ("0.00E+00", Shape::Number),
            ("#,##0.00\"元\"", Shape::Number),
            ("0\"年\"", Shape::Number),
            ("\"y\"0", Shape::Number),
            ("\\y0", Shape::Number),
            ("0_y", Shape::Number),
            ("0", Shape::Number),
            ("00.0", Shape::Number),
            ("0000", Shape::Padded(4)),
            ("000;-000;@", Shape::Padded(3)),
            ("[Red]0;[Blue]yyyy", Shape::Number),
            ("[$¥-804]#,##0.00", Shape::Number),
            ("@", Shape::Number),
            ("0%", Shape::Percent),
            ("0.00\\%", Shape::Number),
            ("[Red]0.0%;-0.0%", Shape::Percent),
            ("yyyy-mm-dd", Shape::Day),
            ("yyyy/m/d;@", Shape::Day),
            ("[$-804]yyyy\"年\"m\"月\"d\"日\";@", Shape::Day),
            ("[DBNum1][$-804]yyyy\"年\"m\"月\"d\"日\";@", Shape::Day),
            ("m\"月\"d\"日\"", Shape::Day),
            ("yyyy-mm-dd hh:mm:ss", Shape::Day),
            ("m/d/yy h:mm AM/PM", Shape::Day),
            ("[$-404]e\"年\"m\"月\"d\"日\"", Shape::Day),
            ("yyyy", Shape::Day),
            ("yyyy\"年\"m\"月\"", Shape::Month),
            ("yyyy\\-mm", Shape::Month),
            ("yyyy-mm", Shape::Month),
            ("[$-804]yyyy\"年\"m\"月\";@", Shape::Month),
            ("[DBNum1][$-804]yyyy\"年\"m\"月\";@", Shape::Month),
            ("mmm-yy", Shape::Month),
            ("[$-404]e\"年\"m\"月\"", Shape::Month),
            ("h:mm", Shape::Time),
            ("mm:ss", Shape::Time),
            ("h\"时\"mm\"分\"ss\"秒\"", Shape::Time),
            ("上午/下午h\"时\"mm\"分\"", Shape::Time),
            ("h:mm AM/PM", Shape::Time),
            ("[h]:mm:ss", Shape::Span),
            ("[mm]:ss", Shape::Span),
        ] {
            assert_eq!(Shape::of_code(code), shape, "{code}");
        }
        assert_eq!(
            [27, 31, 32, 57, 58, 14, 17, 10, 0].map(Shape::of_id),
            [
                Shape::Month,
                Shape::Day,
                Shape::Time,
                Shape::Month,
                Shape::Day,
                Shape::Day,
                Shape::Month,
                Shape::Percent,
                Shape::Number
            ]
        );
    }
}
