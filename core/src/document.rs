//! TOML with places: parsing that reports every syntax error, and typed look-ups for the files of settings.

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::finding::Finding;
use crate::host::HostRule;
use crate::language::{Text, did_you_mean, say};
use crate::source::{Place, SourceId, Span};
use crate::spelling::nearest;

/// A table of a parsed text.
pub(crate) type Table<'t> = DeTable<'t>;
/// A value of a parsed text, with its span.
pub(crate) type Value<'t> = Spanned<DeValue<'t>>;

/// Parses a text, keeping spans. Syntax errors are findings of the given rule, in the order of the text;
/// the table holds what could be read all the same.
#[must_use]
pub(crate) fn parse<'t>(text: &'t str, source: SourceId, rule: &HostRule) -> (Table<'t>, Vec<Finding>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut findings: Vec<Finding> = errors
        .into_iter()
        .map(|error| {
            let span = error.span().map_or_else(|| Span::new(text.len(), text.len()), Span::from);
            rule.finding(syntax_message(error.message(), span)).at(Place { source, span })
        })
        .collect();
    findings.sort_by_key(|f| f.place);
    findings.dedup_by_key(|f| f.place);
    (table.into_inner(), findings)
}

/// The parser's sentences in Chinese; one that is not listed keeps its English words behind a Chinese opening.
/// What it says it expected follows a comma, and is of use to those who know its grammar.
fn syntax_message(english: &str, span: Span) -> Text {
    const SENTENCES: &[(&str, &str)] = &[
        ("duplicate key", "键重复"),
        ("string values must be quoted", "文字要放在引号里"),
        ("invalid unquoted key", "键名不合规：中文键名要加引号（半角 \"\"）"),
        ("unquoted keys cannot be empty", "等号前缺少键名"),
        ("key with no value", "键没有值：缺少“=”和值"),
        ("missing value for key", "等号后缺少值"),
        ("missing value", "缺少值"),
        ("missing opening quote", "缺少左引号"),
        ("unclosed array table", "表头缺少“]]”"),
        ("unclosed table", "表头缺少“]”"),
        ("unclosed array", "数组缺少“]”"),
        ("unclosed inline table", "内联表缺少“}”"),
        ("extra `=`", "多了一个“=”"),
        ("extra comma in array", "数组里多了一个逗号"),
        ("extra comma in inline table", "内联表里多了一个逗号"),
        ("missing comma between array elements", "数组元素之间缺少逗号"),
        ("missing comma between key-value pairs", "键值之间缺少逗号"),
        ("missing assignment between key-value pairs", "键和值之间缺少“=”"),
        ("missing key for inline table element", "内联表里缺少键名"),
        ("missing array opening", "缺少“[”"),
        ("missing inline table opening", "缺少“{”"),
        ("missing table open", "缺少“[”"),
        ("invalid value", "值不合规"),
        ("invalid key-value pair", "这一行不是“键 = 值”"),
        ("unexpected content", "这里有多余的内容"),
        ("unexpected key or value", "一行只能写一个“键 = 值”"),
        ("unexpected leading zero", "数字不能以 0 开头"),
        ("carriage return must be followed by newline", "换行符不完整（单独的 CR）"),
        ("invalid comment character", "注释里有不允许的控制字符"),
        ("cannot recurse further; max recursion depth met", "嵌套过深"),
        ("recursion limit", "嵌套过深"),
        ("invalid date", "日期不合规，要写成 2026-03-01"),
        ("invalid time", "时刻不合规，要写成 09:30:00"),
        ("invalid datetime", "日期或时刻不合规"),
        ("invalid date-time", "日期或时刻不合规"),
        ("invalid integer number", "整数不合规"),
        ("invalid float", "小数不合规"),
        ("invalid multi-line basic string", "多行文字缺少右引号，或含有不允许的字符"),
        ("invalid multi-line literal string", "多行文字缺少右引号，或含有不允许的字符"),
        ("extra assignment between key-value pairs", "多了一个“=”"),
        ("invalid basic string", "文字缺少右引号，或含有不允许的字符"),
        ("invalid literal string", "文字缺少右引号，或含有不允许的字符"),
        ("`_` may only go between digits", "“_”只能写在数字之间"),
    ];
    let english = english.trim();
    let what = english.split_once(", expected").map_or(english, |(what, _)| what);
    if what == "string values must be quoted" && span.start == span.end {
        // The parser takes nothing at all for a string without quotes.
        return Text::new("等号后缺少值", "missing value for key");
    }
    match SENTENCES.iter().find(|(en, _)| *en == what) {
        Some((_, zh)) => Text::new(*zh, english),
        None => Text::new(format!("不符合 TOML 语法（{english}）"), english),
    }
}

/// The word for a value's type, as messages show it.
#[must_use]
pub(crate) fn type_name(value: &DeValue<'_>) -> Text {
    let (zh, en) = match value {
        DeValue::String(_) => ("文字", "a string"),
        DeValue::Integer(_) => ("整数", "an integer"),
        DeValue::Float(_) => ("小数", "a decimal"),
        DeValue::Boolean(_) => ("是非值（true/false）", "a boolean"),
        DeValue::Datetime(d) => match (d.date, d.time) {
            (Some(_), None) => ("日期", "a date"),
            (None, Some(_)) => ("时刻", "a time"),
            _ => ("日期时间", "a date-time"),
        },
        DeValue::Array(_) => ("列表", "a list"),
        DeValue::Table(_) => ("表", "a table"),
    };
    Text::new(zh, en)
}

/// The calendar day of a TOML date without a time.
#[must_use]
pub(crate) fn as_date(value: &DeValue<'_>) -> Option<Date> {
    let DeValue::Datetime(toml::value::Datetime { date: Some(date), time: None, offset: None }) = value else {
        return None;
    };
    Date::new(i16::try_from(date.year).ok()?, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?).ok()
}

/// A whole number that fits 64 bits.
#[must_use]
pub(crate) fn as_integer(value: &DeValue<'_>) -> Option<i64> {
    let number = value.as_integer()?;
    i64::from_str_radix(&number.as_str().replace('_', ""), number.radix()).ok()
}

/// An exact decimal from a whole number or a number with a fraction.
#[must_use]
pub(crate) fn as_decimal(value: &DeValue<'_>) -> Option<rust_decimal::Decimal> {
    match value {
        DeValue::Integer(_) => as_integer(value).map(Into::into),
        DeValue::Float(float) => {
            let text = float.as_str().replace('_', "");
            let text = text.strip_prefix('+').unwrap_or(&text);
            rust_decimal::Decimal::from_str_exact(&plain(text)?).ok()
        }
        _ => None,
    }
}

/// A number without exponent, digit for digit. `None` when it would be absurdly long.
fn plain(text: &str) -> Option<String> {
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else { return Some(text.to_owned()) };
    let exponent: i64 = exponent.parse().ok().filter(|e: &i64| e.abs() <= 64)?;
    let (sign, digits) = mantissa.strip_prefix('-').map_or(("", mantissa), |rest| ("-", rest));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all = format!("{whole}{fraction}");
    let point = i64::try_from(whole.len()).ok()? + exponent;
    let len = i64::try_from(all.len()).ok()?;
    Some(match usize::try_from(point) {
        Ok(at) if point < len && at > 0 => format!("{sign}{}.{}", &all[..at], &all[at..]),
        Ok(_) if point >= len => format!("{sign}{all}{}", "0".repeat(usize::try_from(point - len).ok()?)),
        _ => format!("{sign}0.{}{all}", "0".repeat(usize::try_from(-point).ok()?)),
    })
}

/// Reads a file of settings; what is wrong becomes findings at its place.
pub(crate) struct Reader<'f> {
    source: SourceId,
    rule: &'static HostRule,
    findings: &'f mut Vec<Finding>,
}

impl<'f> Reader<'f> {
    /// A reader of one text.
    pub(crate) fn new(source: SourceId, rule: &'static HostRule, findings: &'f mut Vec<Finding>) -> Self {
        Self { source, rule, findings }
    }

    /// A place in the text.
    #[must_use]
    pub(crate) fn place(&self, span: std::ops::Range<usize>) -> Place {
        Place { source: self.source, span: span.into() }
    }

    /// Reports what is wrong at a span; the caller may add help.
    pub(crate) fn wrong(&mut self, span: std::ops::Range<usize>, message: Text) -> &mut Finding {
        let finding = self.rule.finding(message).at(self.place(span));
        self.findings.push(finding);
        let last = self.findings.len() - 1;
        &mut self.findings[last]
    }

    /// Reports keys that are not among those known.
    pub(crate) fn only(&mut self, table: &Table<'_>, known: &[&str]) {
        for key in table.keys().filter(|k| !known.contains(&k.get_ref().as_ref())) {
            let name = key.get_ref();
            let help = match nearest(name, known.iter().copied()) {
                Some(near) => did_you_mean(near),
                None => say!("可用的键：{}", "known keys: {}", known.join(" ")),
            };
            self.wrong(key.span(), say!("没有“{name}”这个键", "unknown key `{name}`")).help = Some(help);
        }
    }

    /// The value of a required key; its absence is reported at `header`.
    pub(crate) fn required<'a, 't>(
        &mut self,
        table: &'a Table<'t>,
        key: &str,
        header: std::ops::Range<usize>,
    ) -> Option<&'a Value<'t>> {
        let value = table.get(key);
        if value.is_none() {
            self.wrong(header, say!("缺少“{key}”", "`{key}` is missing"));
        }
        value
    }

    fn typed<T>(
        &mut self,
        value: &Value<'_>,
        want: (&str, &str),
        read: impl Fn(&DeValue<'_>) -> Option<T>,
    ) -> Option<T> {
        let read = read(value.get_ref());
        if read.is_none() {
            let have = type_name(value.get_ref());
            self.wrong(
                value.span(),
                say!("这里应当是{want}，写的是{have}", "expected {want}, found {have}"; want, have),
            );
        }
        read
    }

    /// A string.
    pub(crate) fn string(&mut self, value: &Value<'_>) -> Option<String> {
        self.typed(value, ("文字", "a string"), |v| v.as_str().map(str::to_owned))
    }

    /// true or false.
    pub(crate) fn bool(&mut self, value: &Value<'_>) -> Option<bool> {
        self.typed(value, ("true 或 false", "a boolean"), |v| match v {
            DeValue::Boolean(b) => Some(*b),
            _ => None,
        })
    }

    /// A date, written as a TOML date or as a string.
    pub(crate) fn date(&mut self, value: &Value<'_>) -> Option<Date> {
        self.typed(value, ("日期（如 2026-01-01）", "a date such as 2026-01-01"), |v| {
            as_date(v).or_else(|| v.as_str()?.parse().ok())
        })
    }

    /// A table.
    pub(crate) fn table<'a, 't>(&mut self, value: &'a Value<'t>) -> Option<&'a Table<'t>> {
        if value.get_ref().is_table() {
            return value.get_ref().as_table();
        }
        self.typed(value, ("表", "a table"), |_| None::<()>);
        None
    }

    /// A list of strings with their places; a single string counts as a list of one.
    pub(crate) fn strings(&mut self, value: &Value<'_>) -> Vec<(String, Place)> {
        match value.get_ref() {
            DeValue::Array(items) => {
                items.iter().filter_map(|item| Some((self.string(item)?, self.place(item.span())))).collect()
            }
            _ => self.string(value).map(|s| (s, self.place(value.span()))).into_iter().collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Lang;

    #[test]
    fn one_run_tells_every_error_in_the_order_of_the_text_and_in_both_languages() {
        let text = "a = \n甲 = 1\nb = 01\nc = [1,,2]\nd = \"x\nb = 2\n[e]\ng = 2026-13-01\nok = 7\n[f\n";
        let (table, findings) = parse(text, SourceId(0), &crate::host::SYNTAX);
        let lines: Vec<usize> =
            findings.iter().map(|f| text[..f.place.unwrap().span.start as usize].matches('\n').count() + 1).collect();
        assert_eq!(lines, [1, 2, 3, 4, 5, 6, 8, 10]);
        for finding in &findings {
            let (zh, en) = (finding.message.get(Lang::Zh), finding.message.get(Lang::En));
            assert!(en.is_ascii() && !zh.chars().any(|c| c.is_ascii_lowercase()), "{zh} / {en}");
        }
        assert_eq!(findings[0].message.get(Lang::Zh), "等号后缺少值");
        // What can be read is there all the same.
        let e = table["e"].get_ref().as_table().unwrap();
        assert_eq!(as_integer(e["ok"].get_ref()), Some(7));
    }

    #[test]
    fn numbers_are_exact_or_refused() {
        let (table, findings) = parse(
            "a = 89.5\nb = 1e3\nc = 0xff\nd = 1_000\ne = 9223372036854775808\nf = nan\ng = 0.1000000000000000000000000000001\nh = +1.50",
            SourceId(0),
            &crate::host::SYNTAX,
        );
        assert!(findings.is_empty(), "{findings:?}");
        let decimal = |key: &str| as_decimal(table[key].get_ref()).map(|d| d.to_string());
        let read: Vec<Option<String>> = ["a", "b", "c", "d", "e", "f", "g", "h"].map(decimal).into();
        let want = [Some("89.5"), Some("1000"), Some("255"), Some("1000"), None, None, None, Some("1.50")];
        assert_eq!(read, want.map(|w| w.map(str::to_owned)));
    }
}
