//! Records made at random from what kinds declare, as TOML that is without an error.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;

use proptest::strategy::{Strategy, ValueTree};
use proptest::string::string_regex;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use yize_core::catalogue::KindInfo;
use yize_core::escape::{toml_basic, toml_key};
use yize_core::schema::{Bound, Field, Limits, Type};
use yize_core::{Date, Decimal};

/// The years of records.
const YEARS: [i16; 2] = [2025, 2026];
/// So many records of a kind and year are tried for.
const RECORDS: usize = 3;
/// So often another value is tried where one is there already.
const TRIES: usize = 40;

/// Texts that mean something to spreadsheets, to CSV, to TOML or to what reads cells.
const TEXTS: &[&str] = &[
    "委员甲",
    "a, b",
    "甲/乙",
    "\"引\"号",
    "=1+1",
    "[草]案",
    "{x = 1}",
    "-5",
    "@x",
    "+8",
    "007",
    "'单",
    "'=x",
    "2026-03-05",
    "3月5日",
    "3/5",
    "是",
    "1.50",
    "1e5",
    "100%",
    "甲、乙；丙",
    "a  b",
    "行一\n行二",
    "true",
    "＝全角，。",
    "#REF!",
    "12345678901234567890",
    "\\u0041",
    "合计",
];

/// The same for keys and what refers to them.
const KEYS: &[&str] =
    &["BD", "甲", "007", "a/b", "=k", "1.50", "3月5日", "[k]", "-1", "\"k\"", "甲、乙", "'k", "2026-03-05"];

/// Makes records, the same for the same seed.
pub(super) struct Random {
    state: u64,
    runner: TestRunner,
    /// The records, by kind and year: what their fields have.
    rows: BTreeMap<(String, i16), Vec<Row>>,
}

/// A record: its key as references have it, and its fields as TOML.
#[derive(Clone, Default)]
struct Row {
    key: String,
    fields: BTreeMap<String, String>,
}

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
        let runner = TestRunner::new_with_rng(Config::default(), rng);
        Self { state: (seed + 1).wrapping_mul(0xd134_2543_de82_ef95), runner, rows: BTreeMap::new() }
    }

    /// A number below `end`.
    fn below(&mut self, end: usize) -> usize {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % end.max(1) as u64).expect("small")
    }

    /// The records of all kinds, and how many there are.
    pub(super) fn records(mut self, body: &str, kinds: &[KindInfo]) -> (String, usize) {
        for kind in kinds {
            for year in years(kind) {
                self.keys(body, kinds, kind, year);
            }
        }
        let (mut text, mut made) = (format!("body = {}\n", toml_basic(body)), 0);
        for kind in kinds {
            for year in years(kind) {
                self.fill(kinds, kind, year);
                for row in &self.rows[&(kind.name.clone(), year)] {
                    let _ = writeln!(text, "[[{}]]", toml_key(&kind.name));
                    if kind.yearly {
                        let _ = writeln!(text, "year = {year}");
                    }
                    for (name, value) in &row.fields {
                        let _ = writeln!(text, "{} = {value}", toml_key(name));
                    }
                    made += 1;
                }
            }
        }
        (text, made)
    }

    /// Makes the keys of the records of a kind, after those that they refer to.
    fn keys(&mut self, body: &str, kinds: &[KindInfo], kind: &KindInfo, year: i16) {
        if self.rows.contains_key(&(kind.name.clone(), year)) {
            return;
        }
        self.rows.insert((kind.name.clone(), year), Vec::new());
        let parts: Vec<&Field> = kind.fields.iter().filter(|field| kind.key.contains(&field.name)).collect();
        for field in &parts {
            if let Type::Ref(to) = &field.ty
                && let Some(to) = kinds.iter().find(|kind| kind.name == *to)
            {
                for year in years(to) {
                    self.keys(body, kinds, to, year);
                }
            }
        }
        let (mut rows, mut taken): (Vec<Row>, HashSet<String>) = (Vec::new(), HashSet::new());
        for _ in 0..TRIES {
            let mut row = Row::default();
            let mut texts = BTreeMap::new();
            for field in &parts {
                let Some((value, text)) = self.part(kinds, field, year) else { continue };
                row.fields.insert(field.name.clone(), value);
                texts.insert(field.name.as_str(), text);
            }
            let part = |name: &String| match name.as_str() {
                "body" => body.to_owned(),
                "year" => year.to_string(),
                name => texts.get(name).cloned().unwrap_or_default(),
            };
            row.key = kind.key.iter().map(part).collect::<Vec<_>>().join("/");
            // Keys that differ in little are told of, and lengthen what is said of a failure.
            if rows.len() < RECORDS && (kind.key.is_empty() || taken.insert(row.key.clone())) {
                rows.push(row);
            }
        }
        self.rows.insert((kind.name.clone(), year), rows);
    }

    /// A part of a key: as TOML, and as it stands in the key.
    fn part(&mut self, kinds: &[KindInfo], field: &Field, year: i16) -> Option<(String, String)> {
        match &field.ty {
            Type::String => {
                let text = self.text(&field.limits, KEYS, true);
                Some((toml_basic(&text), text))
            }
            Type::Ref(to) => {
                let key = self.target(kinds, to, year)?;
                Some((toml_basic(&key), key))
            }
            ty => {
                let value = self.value(kinds, ty, &field.limits, year)?;
                let text = value.trim_matches('"').to_owned();
                Some((value, text))
            }
        }
    }

    /// Gives the records of a kind their other fields.
    fn fill(&mut self, kinds: &[KindInfo], kind: &KindInfo, year: i16) {
        let at = (kind.name.clone(), year);
        let mut rows = self.rows[&at].clone();
        for field in kind.fields.iter().filter(|field| !kind.key.contains(&field.name)) {
            let mut taken = HashSet::new();
            for row in &mut rows {
                if field.optional && self.below(3) == 0 {
                    continue;
                }
                for _ in 0..TRIES {
                    let Some(value) = self.value(kinds, &field.ty, &field.limits, year) else { break };
                    if !field.limits.unique || taken.insert(value.clone()) {
                        row.fields.insert(field.name.clone(), value);
                        break;
                    }
                }
            }
        }
        self.rows.insert(at, rows);
    }

    /// The key of a record to which one of a year may refer.
    fn target(&mut self, kinds: &[KindInfo], to: &str, year: i16) -> Option<String> {
        let yearly = kinds.iter().find(|kind| kind.name == to)?.yearly;
        let year = match (yearly, year) {
            (false, _) => 0,
            (true, 0) => YEARS[1],
            (true, year) => year,
        };
        let keys: Vec<String> = self.rows.get(&(to.to_owned(), year))?.iter().map(|row| row.key.clone()).collect();
        (!keys.is_empty()).then(|| keys[self.below(keys.len())].clone())
    }

    /// A value as TOML.
    fn value(&mut self, kinds: &[KindInfo], ty: &Type, limits: &Limits, year: i16) -> Option<String> {
        Some(match ty {
            Type::String => toml_basic(&self.text(limits, TEXTS, false)),
            Type::Integer => self.number(limits, 0).to_string(),
            Type::Decimal => {
                let places = u32::try_from(self.below(4)).expect("small");
                let number = self.number(limits, places).to_string();
                if number.contains('.') { number } else { number + ".0" }
            }
            Type::Bool => (self.below(2) == 0).to_string(),
            Type::Date => self.day(limits).to_string(),
            Type::Time => format!("{:02}:{:02}:{:02}", self.below(24), self.below(60), self.below(2) * 30),
            Type::Period => {
                let day = self.day(limits);
                match self.below(4) {
                    0 if limits.min.is_none() => format!("\"{}\"", day.year()),
                    1 if limits.min.is_none() => format!("\"{}-{:02}\"", day.year(), day.month()),
                    2 if limits.min.is_none() => format!("\"{}-Q{}\"", day.year(), (day.month() + 2) / 3),
                    _ => format!("\"{day}\""),
                }
            }
            Type::Enum(values) => toml_basic(&values[self.below(values.len())].name),
            Type::Ref(to) => toml_basic(&self.target(kinds, to, year)?),
            Type::List(of) => {
                let size = |bound: Option<Bound>, other: usize| match bound {
                    Some(Bound::Number(number)) => number.to_string().parse().unwrap_or(other),
                    _ => other,
                };
                let (least, most) = (size(limits.min, 0), size(limits.max, 4));
                let count = least + self.below((most.max(least) - least + 1).min(4));
                let free = Limits { min: None, max: None, ..limits.clone() };
                let items: Option<Vec<String>> = (0..count).map(|_| self.value(kinds, of, &free, year)).collect();
                format!("[{}]", items?.join(", "))
            }
            Type::Table(fields) => {
                let mut given = Vec::new();
                for field in fields {
                    if field.optional && self.below(2) == 0 {
                        continue;
                    }
                    let value = self.value(kinds, &field.ty, &field.limits, year)?;
                    given.push(format!("{} = {value}", toml_key(&field.name)));
                }
                format!("{{ {} }}", given.join(", "))
            }
        })
    }

    /// A text within its limits.
    fn text(&mut self, limits: &Limits, pool: &[&str], key: bool) -> String {
        if let Some(pattern) = &limits.pattern {
            let texts = string_regex(pattern.as_str()).expect("a pattern");
            return texts.new_tree(&mut self.runner).expect("a text").current();
        }
        let mut text = pool[self.below(pool.len())].to_owned();
        if key || self.below(2) == 0 {
            text += &self.below(100).to_string();
        }
        let bound = |bound: Option<Bound>| match bound {
            Some(Bound::Number(number)) => number.to_string().parse::<usize>().ok(),
            _ => None,
        };
        while bound(limits.min).is_some_and(|min| text.chars().count() < min) {
            text.push('字');
        }
        match bound(limits.max) {
            Some(max) => text.chars().take(max).collect::<String>().trim().to_owned(),
            None => text,
        }
    }

    /// A number within its limits, of so many places.
    fn number(&mut self, limits: &Limits, places: u32) -> Decimal {
        let bound = |bound: Option<Bound>| match bound {
            Some(Bound::Number(number)) => Some(number),
            _ => None,
        };
        let unit = Decimal::new(1, places);
        let least = bound(limits.min).unwrap_or_else(|| Decimal::from(if limits.max.is_none() { -50 } else { 0 }));
        let least = (least / unit).ceil();
        let most = bound(limits.max).map_or(least + Decimal::from(100_000), |max| (max / unit).floor());
        let room = (most - least).to_string().parse::<usize>().unwrap_or(0).min(1_000_000);
        (least + Decimal::from(self.below(room + 1))) * unit
    }

    /// A day within its limits.
    fn day(&mut self, limits: &Limits) -> Date {
        let bound = |bound: Option<Bound>| match bound {
            Some(Bound::Day(day)) => Some(day),
            _ => None,
        };
        let first = bound(limits.min).unwrap_or(Date::constant(1985, 1, 1));
        let last = bound(limits.max).unwrap_or(Date::constant(2030, 12, 31));
        let days = first.until(last).expect("days").get_days().max(0);
        let days = self.below(usize::try_from(days).expect("days") + 1);
        first.saturating_add(jiff::Span::new().days(i64::try_from(days).expect("small")))
    }
}

/// The years of a kind's records; 0 stands for every year.
fn years(kind: &KindInfo) -> Vec<i16> {
    if kind.yearly { YEARS.to_vec() } else { vec![0] }
}
