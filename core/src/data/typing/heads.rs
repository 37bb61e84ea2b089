//! Heads: of which body and year the records of a file are. What a whole file lacks is said once.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::Typer;
use crate::document::{Datum, Entries, Item};
use crate::finding::Finding;
use crate::host;
use crate::language::{Text, did_you_mean, say};
use crate::source::{Place, Span};
use crate::spelling::nearest;
use crate::value::YEARS;

/// What a file says for all of its records.
#[derive(Clone, Default)]
pub(super) struct Heads {
    /// The body, and where it stands.
    pub body: Option<(Arc<str>, Span)>,
    /// The year.
    pub year: Option<i16>,
    /// What is wrong with the body and with the year that the file gives.
    wrong: [Option<Finding>; 2],
    /// Whether something stands there that was perhaps meant to be the body or the year.
    meant: [bool; 2],
    /// The records that need a body, by their headers.
    no_body: Vec<Span>,
    /// The records that need a year, and their bodies.
    no_year: Vec<(Arc<str>, Span)>,
}

impl Heads {
    /// Whether nothing is wrong with them, and no record lacks one.
    pub(super) fn are_plain(&self) -> bool {
        let wrong = self.wrong.iter().any(Option::is_some) || self.meant.contains(&true);
        !wrong && self.no_body.is_empty() && self.no_year.is_empty()
    }
}

/// Whether a key is none of a field or a kind, but says of which body or year records are.
pub(super) fn is_head(name: &str) -> bool {
    matches!(name, "body" | "year")
}

impl Typer<'_> {
    /// Reads what the file says for all of its records.
    pub(super) fn read_heads(&mut self, table: &Entries<'_>) {
        if let Some(value) = table.get("body") {
            match value.datum.as_str() {
                Some(id) => self.heads.body = Some((id.into(), value.span)),
                None => self.heads.wrong[0] = Some(self.wrong_head(value, &body_wanted(), None)),
            }
        }
        if let Some(value) = table.get("year") {
            let (year, finding) = self.year_value(value);
            self.heads.year = year;
            self.out.year = year.map(|year| (year, value.span));
            match finding {
                Some(finding) if year.is_some() => _ = self.tell(finding),
                finding => self.heads.wrong[1] = finding,
            }
        }
    }

    /// Something at the top of a file that is neither head nor record.
    pub(super) fn no_record(&mut self, name: &str, span: Span, value: &Item<'_>) {
        let near = nearest(name, ["body", "year"]);
        for (meant, head) in self.heads.meant.iter_mut().zip(["body", "year"]) {
            *meant |= near == Some(head);
        }
        let message = say!("“{name}”不是记录", "`{name}` is no record");
        let help = near.map_or_else(
            || {
                if matches!(&value.datum, Datum::Array(items) if items.is_empty()) {
                    return say!("没有记录的，删去这一行", "where there is no record, delete this line");
                }
                say!(
                    "文件顶层只写 body、year 和记录，如 [[member]]",
                    "the top of a file has body, year, and records such as [[member]]"
                )
            },
            did_you_mean,
        );
        self.report(&host::UNKNOWN_KIND, span, message, Some(help));
    }

    /// The body of a record: its own, or that of the file. A record without is told of later.
    pub(super) fn body_of(&mut self, own: Option<&Item<'_>>, header: Span) -> Option<(Arc<str>, Span)> {
        let Some(value) = own else {
            if self.heads.body.is_none() {
                self.heads.no_body.push(header);
            }
            return self.heads.body.clone();
        };
        let id = value.datum.as_str().map(Arc::from);
        if id.is_none() {
            let finding = self.wrong_head(value, &body_wanted(), None);
            self.tell(Finding { unread: true, ..finding });
        }
        id.map(|id| (id, value.span))
    }

    /// The year of a record of a kind that has years: its own, or that of the file. A record without is told of later.
    pub(super) fn year_of(&mut self, own: Option<&Item<'_>>, header: Span, body: &str) -> Option<i16> {
        let Some(value) = own else {
            if self.heads.year.is_none() {
                self.heads.no_year.push((body.into(), header));
            }
            return self.heads.year;
        };
        let (year, finding) = self.year_value(value);
        if let Some(finding) = finding {
            self.tell(Finding { unread: year.is_none(), ..finding });
        }
        year
    }

    /// A year; one in quotes is told of and understood.
    fn year_value(&self, value: &Item<'_>) -> (Option<i16>, Option<Finding>) {
        let (first, last) = YEARS;
        let known = |year: i64| i16::try_from(year).ok().filter(|y| (first..=last).contains(y));
        match &value.datum {
            Datum::Integer(_) => {
                if let Some(year) = value.datum.as_integer().and_then(known) {
                    return (Some(year), None);
                }
                let message = say!("年份应在{first}至{last}之间", "years go from {first} to {last}");
                let help = say!("写四位的年份，如 year = 2026", "write the year with four digits, as year = 2026");
                let mut finding = host::LIMITS.finding(message).at(Place { source: self.source, span: value.span });
                finding.help = Some(help);
                finding.body.clone_from(&self.current);
                return (None, Some(finding));
            }
            Datum::String(text) => {
                let digits = text.trim().trim_end_matches('年');
                let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
                if let Some(year) = digits.parse().ok().and_then(known).filter(|_| plain) {
                    let help = say!("写成 year = {year}，不加引号", "write year = {year}, without quotes");
                    return (Some(year), Some(self.wrong_head(value, &year_wanted(), Some(help))));
                }
            }
            _ => {}
        }
        let help = say!("写四位的年份，如 year = 2026", "write the year with four digits, as year = 2026");
        (None, Some(self.wrong_head(value, &year_wanted(), Some(help))))
    }

    fn wrong_head(&self, value: &Item<'_>, want: &Text, help: Option<Text>) -> Finding {
        let have = value.datum.type_name();
        let message = say!("这里应当是{want}，写的是{have}", "expected {want}, found {have}"; want, have);
        let mut finding = host::TYPE.finding(message).at(Place { source: self.source, span: value.span });
        finding.help = help.or_else(|| Some(say!("写成 body = \"单位编号\"", "write body = \"…\"")));
        finding.body.clone_from(&self.current);
        finding
    }

    /// Says of which body or year records are missing, in one finding each.
    pub(super) fn tell_of_heads(&mut self) {
        let Heads { body, wrong: [wrong_body, wrong_year], meant, no_body, no_year, .. } =
            std::mem::take(&mut self.heads);
        self.current = None;
        let help = say!("在文件顶部写 body = \"单位编号\"", "write body = \"…\" at the top of the file");
        self.lacking(wrong_body, meant[0], &no_body, (&say!("单位（body）", "the body"), help));
        let mut years: Vec<(Arc<str>, Vec<Span>)> = Vec::new();
        let mut places: FxHashMap<Arc<str>, usize> = FxHashMap::default();
        for (body, header) in no_year {
            let place = *places.entry(body.clone()).or_insert(years.len());
            match years.get_mut(place) {
                Some((_, headers)) => headers.push(header),
                None => years.push((body, vec![header])),
            }
        }
        if years.is_empty()
            && let Some(finding) = wrong_year
        {
            self.out.findings.push(finding);
            return;
        }
        let file_body = body.map(|(id, _)| id);
        for (body, headers) in years {
            let whole = file_body.as_deref() == Some(&*body);
            self.current = Some(body);
            let help = say!("在文件顶部写 year = 2026", "write year = 2026 at the top of the file");
            let wrong = wrong_year.clone().filter(|_| whole || file_body.is_none());
            self.lacking(wrong, meant[1], &headers, (&say!("年度（year）", "the year"), help));
        }
    }

    /// Says that records lack a head; where the file gives one that cannot be read, that is what is wrong.
    fn lacking(&mut self, wrong: Option<Finding>, meant: bool, headers: &[Span], (what, help): (&Text, Text)) {
        let number = headers.len();
        let words = in_words(number);
        if let Some(mut finding) = wrong {
            if number > 0 {
                let message = &finding.message;
                finding.message = say!(
                    "{message}；这个文件有{words}条记录因此没有检查",
                    "{message}; {number} record(s) of this file are not checked for it"; message
                );
            }
            finding.unread = number > 0;
            self.out.findings.push(finding);
        } else if let Some(first) = headers.first().filter(|_| !meant) {
            let message = match number {
                1 => say!("没有写明{what}", "{what} is not given"; what),
                _ => say!("有{words}条记录没有写明{what}", "{what} is not given for {number} records"; what),
            };
            self.report(&host::MISSING_FIELD, *first, message, Some(help)).unread = true;
        }
    }
}

fn body_wanted() -> Text {
    say!("文字（单位的编号）", "a string, the body's id")
}

fn year_wanted() -> Text {
    say!("年份（如 2026）", "a year such as 2026")
}

/// A number of things in Chinese words. What is known of a finding leaves its digits out: with words, one more is new.
fn in_words(number: usize) -> String {
    match number {
        2 => "两".to_owned(),
        10..20 => spelled(number).trim_start_matches('一').to_owned(),
        _ => spelled(number),
    }
}

fn spelled(number: usize) -> String {
    for (unit, word) in [(10_000, "万"), (1_000, "千"), (100, "百"), (10, "十")] {
        if number >= unit {
            let (many, rest) = (spelled(number / unit), number % unit);
            let gap = if rest > 0 && rest < unit / 10 { "零" } else { "" };
            let rest = if rest > 0 { spelled(rest) } else { String::new() };
            return format!("{many}{word}{gap}{rest}");
        }
    }
    ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"].get(number).copied().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_spelled_as_they_are_read() {
        let words = [1, 2, 10, 12, 20, 101, 110, 234, 1002, 20_010].map(in_words);
        let wanted = ["一", "两", "十", "十二", "二十", "一百零一", "一百一十", "二百三十四", "一千零二", "二万零一十"];
        assert_eq!(words, wanted);
    }
}
