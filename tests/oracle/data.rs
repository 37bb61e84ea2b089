//! Data for the programs: records of every kind, whole and broken, with values at the ends of what they may be.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::dice::Dice;
use crate::schema::{Field, Kind, Schema, Type};

/// A record as it is written: kind, and names with values in TOML.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    pub kind: String,
    pub entries: Vec<(String, String)>,
}

/// A data file.
#[derive(Clone, Debug, PartialEq)]
pub struct File {
    pub name: String,
    pub body: String,
    pub year: i64,
    pub records: Vec<Record>,
}

/// Data files in the order of their names.
pub type Data = Vec<File>;

/// The text of a file.
pub fn text(file: &File) -> String {
    let mut text = format!("body = \"{}\"\nyear = {}\n", file.body, file.year);
    for record in &file.records {
        let _ = writeln!(text, "\n[[{}]]", key(&record.kind));
        for (name, value) in &record.entries {
            let _ = writeln!(text, "{} = {value}", key(name));
        }
    }
    text
}

fn key(name: &str) -> String {
    if name.is_ascii() { name.to_owned() } else { format!("\"{name}\"") }
}

/// A text as TOML writes it.
pub fn quoted(text: impl AsRef<str>) -> String {
    let mut out = String::from("\"");
    for c in text.as_ref().chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Texts at the ends of what a text may be.
pub const TEXTS: [&str; 14] =
    ["", "a", "B", "visit", "走访", "履职，议政", "😀", "é", " 前后 ", "a b", "ａ", "A-1", "x\ny", "\"引\""];
/// Whole numbers of the same sort.
pub const WHOLES: [&str; 16] = [
    "0",
    "1",
    "2",
    "3",
    "5",
    "7",
    "10",
    "12",
    "-1",
    "-3",
    "100",
    "2026",
    "4294967296",
    "9223372036854775807",
    "-9223372036854775808",
    "-9223372036854775807",
];
/// Decimals.
pub const DECIMALS: [&str; 14] = [
    "0.0",
    "0.5",
    "1.0",
    "1.5",
    "2.25",
    "-0.5",
    "-2.75",
    "3.3333333",
    "0.0000001",
    "100.01",
    "12.5",
    "0.1234567890123456789012345678",
    "7922816251426433759354395.5",
    "7",
];
/// Days.
pub const DAYS: [&str; 10] = [
    "2026-01-01",
    "2026-02-28",
    "2026-03-01",
    "2026-06-30",
    "2026-12-31",
    "2025-11-30",
    "2024-02-29",
    "1999-12-31",
    "2027-01-04",
    "2026-07-15",
];
const TIMES: [&str; 5] = ["09:30:00", "00:00:00", "23:59:59", "12:00:00", "09:30:00.5"];
/// Periods.
pub const PERIODS: [&str; 8] =
    ["\"2026\"", "\"2026-Q1\"", "\"2026-03\"", "\"2026-03-01\"", "2026-03-31", "2025", "\"2026Q4\"", "\"2026-12\""];

/// Which keys there are, by body, year (0 for kinds of all years) and kind.
type Keys = BTreeMap<(String, i64, String), Vec<String>>;

/// Something to make data with.
struct Maker<'d> {
    dice: &'d mut Dice,
    schema: &'d Schema,
    keys: Keys,
    /// Percent of values that are broken, and whether keys may be given twice.
    broken: usize,
    /// Whether nothing is broken, and no number large.
    whole: bool,
}

/// Data of a seed; whole, if that is asked.
pub fn data(dice: &mut Dice, schema: &Schema, whole: bool) -> Data {
    let broken = if dice.chance(50) || whole { 0 } else { 4 };
    let mut maker = Maker { dice, schema, keys: Keys::new(), broken, whole };
    let bodies: &[&str] = if maker.dice.chance(60) { &["alpha"] } else { &["alpha", "beta"] };
    let years: &[i64] = if maker.dice.chance(60) { &[2026] } else { &[2026, 2025] };
    let mut counts = Vec::new();
    for body in bodies {
        for year in years {
            for kind in &schema.kinds {
                let count = maker.count(kind);
                if count > 0 {
                    maker.name_all(body, *year, kind, count);
                    counts.push((*body, *year, kind, count));
                }
            }
        }
    }
    let mut files: Data = Vec::new();
    for (body, year, kind, count) in counts {
        for at in 0..count {
            let record = maker.record(body, year, kind, at);
            let parts = 1 + maker.dice.roll(2);
            let name = format!("{body}-{year}-{parts}.toml");
            match files.iter_mut().find(|file| file.name == name) {
                Some(file) => file.records.push(record),
                None => files.push(File { name, body: body.to_owned(), year, records: vec![record] }),
            }
        }
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    files
}

impl Maker<'_> {
    fn count(&mut self, kind: &Kind) -> usize {
        let most = match kind.fields.len() {
            18.. => 5,
            _ if kind.yearly => 6,
            _ => 3,
        };
        if self.dice.chance(4) && !self.whole { 0 } else { 1 + self.dice.roll(most) }
    }

    /// Where a kind's keys are kept: those of kinds of all years together.
    fn place(&self, body: &str, year: i64, kind: &str) -> (String, i64, String) {
        let year = if self.schema.kind(kind).yearly { year } else { 0 };
        (body.to_owned(), year, kind.to_owned())
    }

    fn name_all(&mut self, body: &str, year: i64, kind: &Kind, count: usize) {
        let letter = kind.name.chars().next().unwrap_or('x').to_ascii_uppercase();
        let before = if kind.yearly { 0 } else { 10 * (year - 2020) };
        let place = self.place(body, year, &kind.name);
        for at in 0..count {
            let twice = self.broken > 0 && at > 0 && self.dice.chance(8);
            let number = before + i64::try_from(at).unwrap_or(0) + i64::from(!twice);
            let numbered = kind.key.len() > 1;
            let key = if numbered { number.to_string() } else { format!("{letter}{number}") };
            self.keys.entry(place.clone()).or_default().push(key);
        }
    }

    fn record(&mut self, body: &str, year: i64, kind: &Kind, at: usize) -> Record {
        let place = self.place(body, year, &kind.name);
        let all = &self.keys[&place];
        // Kinds of all years are named once for each year: the keys of this one are the last.
        let own = all[at.min(all.len() - 1)].clone();
        let own = if kind.yearly { own } else { self.own_of_year(&place, year, at).unwrap_or(own) };
        let mut entries = Vec::new();
        for field in &kind.fields {
            let lacking = if field.optional { 30 } else { self.broken / 2 };
            if self.dice.chance(lacking) {
                continue;
            }
            let value = if kind.key.first() == Some(&field.name) && !self.dice.chance(self.broken / 2) {
                if kind.key.len() > 1 { own.clone() } else { quoted(&own) }
            } else {
                self.field(field, (body, year))
            };
            let name = if self.dice.chance(10) { &field.label } else { &field.name };
            entries.push((name.clone(), value));
        }
        let name = if self.dice.chance(10) { &kind.label } else { &kind.name };
        Record { kind: name.clone(), entries }
    }

    fn own_of_year(&self, place: &(String, i64, String), year: i64, at: usize) -> Option<String> {
        let begins = 10 * (year - 2020);
        let number = |key: &String| key.get(1..).and_then(|n| n.parse::<i64>().ok()).unwrap_or(0);
        self.keys[place].iter().filter(|key| number(key) / 10 == begins / 10).nth(at).cloned()
    }

    fn field(&mut self, field: &Field, whose: (&str, i64)) -> String {
        if self.dice.chance(self.broken) {
            return self.dice.pick(&["\"?\"", "12", "1.5", "true", "[]", "{}", "2026-01-02", "[1, \"x\"]"]).to_string();
        }
        self.value(&field.ty, whose)
    }

    fn value(&mut self, ty: &Type, whose: (&str, i64)) -> String {
        match ty {
            Type::Str => quoted(self.dice.pick(&TEXTS)),
            Type::Int => {
                let most = if self.dice.chance(20) && !self.whole { WHOLES.len() } else { 12 };
                WHOLES[self.dice.roll(most)].into()
            }
            Type::Dec => {
                let most = if self.dice.chance(20) { DECIMALS.len() } else { 10 };
                DECIMALS[self.dice.roll(most)].into()
            }
            Type::Bool => self.dice.chance(50).to_string(),
            Type::Date => self.dice.pick(&DAYS).to_string(),
            Type::Time => self.dice.pick(&TIMES).to_string(),
            Type::Period => self.dice.pick(&PERIODS).to_string(),
            Type::Enum(values) => {
                let (name, label) = self.dice.pick(values).clone();
                quoted(if self.dice.chance(30) { &label } else { &name })
            }
            Type::Ref(kind) => self.reference(kind, whose),
            Type::List(of) => {
                let count = self.dice.roll(4);
                let items: Vec<String> = (0..count).map(|_| self.value(of, whose)).collect();
                format!("[{}]", items.join(", "))
            }
            Type::Table(fields) => {
                let mut entries = Vec::new();
                for field in fields {
                    if !(field.optional && self.dice.chance(40)) {
                        entries.push(format!("{} = {}", field.name, self.field(field, whose)));
                    }
                }
                format!("{{ {} }}", entries.join(", "))
            }
        }
    }

    fn reference(&mut self, kind: &str, (body, year): (&str, i64)) -> String {
        let known = self.keys.get(&self.place(body, year, kind)).cloned().unwrap_or_default();
        match self.dice.any(&known) {
            Some(key) if !self.dice.chance(self.broken) => quoted(&key),
            _ => "\"none\"".into(),
        }
    }
}
