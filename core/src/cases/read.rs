//! Reading a pack's case files (`tests/*.toml`).

mod change;
mod expect;
mod cards;
mod outside;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use crate::cases::Case;
use crate::cases::known::Known;
use crate::check::filters::idle;
use crate::document::{self, Reader, Table, Value};
use crate::files::Files;
use crate::files::fence::Fence;
use crate::finding::Finding;
use crate::host;
use crate::keys;
use crate::language::{Text, did_you_mean, say};
use crate::pack::manifest::{Literal, literal};
use crate::pack::{Pack, Packs};
use crate::source::{Place, Source, SourceId, Sources, Span};
use crate::spelling::{another_rule, nearest, nearest_rule};

/// What the cases of a file start from.
#[derive(Default)]
struct Start {
    data: Texts,
    as_of: Option<Date>,
    only: Only,
    parameters: BTreeMap<String, Literal>,
    /// Whether some of it could not be read, so that a case which lacks it is not to blame.
    broken: bool,
}

/// The rules that cases run.
#[derive(Clone, Default)]
struct Only {
    /// Patterns of full names; all rules where there are none.
    patterns: Vec<String>,
    /// Whether each of them matches some rule.
    sound: bool,
}

/// With what cases are read.
#[derive(Clone, Copy)]
pub(crate) struct Packed<'a> {
    /// All packs.
    pub packs: &'a Packs,
    /// The pack whose cases they are.
    pub pack: &'a Pack,
    /// What they may speak of.
    pub known: &'a Known,
    /// The texts.
    pub sources: &'a Sources,
    /// The project around it.
    pub around: Around<'a>,
}

/// What of a project cases may read besides the pack.
#[derive(Clone, Copy)]
pub(crate) struct Around<'a> {
    /// Its files, and others.
    pub files: &'a dyn Files,
    /// What is within it.
    pub fence: &'a Fence,
}

/// Texts of data with their names.
pub(crate) type Texts = Vec<(Arc<str>, Arc<str>)>;

/// The cases of a pack, by file, and the texts that those of a file start from. What is wrong with the files is added to `findings`.
pub(crate) fn cases(packed: Packed<'_>, findings: &mut Vec<Finding>) -> (Vec<Case>, Texts) {
    let (mut cases, mut starts): (Vec<Case>, Texts) = (Vec::new(), Vec::new());
    for (path, source) in &packed.pack.cases {
        let text = packed.sources.get(*source).shared();
        // Files in folders below tests/ are data.
        if path.matches('/').count() > 1 {
            findings.extend(no_place_for_cases(&text, *source));
            continue;
        }
        let (table, errors) = document::parse(&text, *source, &host::PACK);
        if !errors.is_empty() {
            findings.extend(errors);
            continue;
        }
        let mut reader = Reader::new(*source, &host::PACK, findings);
        starts.extend(File { packed, source: *source }.read(&mut reader, &table, &mut cases));
    }
    (cases, starts)
}

/// Says of a file of data that it holds cases, which nobody would run.
fn no_place_for_cases(text: &str, source: SourceId) -> Option<Finding> {
    let (table, errors) = document::parse(text, source, &host::PACK);
    let (key, value) = table.get_key_value("case").filter(|_| errors.is_empty())?;
    let array = value.get_ref().as_array()?;
    let expects = |item: &Value<'_>| item.get_ref().as_table().is_some_and(|table| table.contains_key("expect"));
    if !array.iter().any(expects) {
        return None;
    }
    let message = say!(
        "tests/ 的子文件夹里只放数据，其中的用例不运行",
        "folders below tests/ hold data: cases in them are not run"
    );
    let help = say!("把这个文件移到 tests/ 下面", "move this file to tests/");
    Some(host::PACK.finding(message).at(Place { source, span: Span::from(key.span()) }).help(help))
}

struct File<'a> {
    packed: Packed<'a>,
    source: SourceId,
}

impl File<'_> {
    fn read(&self, reader: &mut Reader<'_>, table: &Table<'_>, cases: &mut Vec<Case>) -> Texts {
        reader.only(table, keys::CASES);
        let start = self.start(reader, table);
        let entries = match table.get_key_value("case") {
            Some((_, value)) if value.get_ref().is_array() => value.get_ref().as_array().into_iter().flatten(),
            Some((key, _)) => {
                let message = say!("用例要写成 [[case]]", "cases are written as [[case]]");
                reader.wrong(key.span(), message).help = Some(say!("写两层方括号", "with two brackets on either side"));
                return start.data;
            }
            None if reader.misspells(table, "case") => return start.data,
            None => {
                let message = say!("文件里没有用例", "there is no case in this file");
                let help = say!("每个用例写成一个 [[case]]", "write each as a [[case]]");
                reader.wrong(0..0, message).help = Some(help);
                return start.data;
            }
        };
        let mut undated = false;
        for (index, entry) in entries.enumerate() {
            let Some(case) = self.case(reader, entry, &start, (index, &mut undated)) else { continue };
            let same = cases.iter().find(|c| c.place.source == self.source && c.name == case.name);
            if let Some(earlier) = same.map(|same| same.place) {
                let name = &case.name;
                let finding = reader.wrong(name_of(entry), say!("用例“{name}”重名", "case `{name}` is there twice"));
                finding.help = Some(say!("换一个名称", "choose another name"));
                finding
                    .related
                    .push(crate::finding::Related { place: earlier, message: say!("先在这里", "first here") });
            }
            cases.push(case);
        }
        start.data
    }

    fn start(&self, reader: &mut Reader<'_>, table: &Table<'_>) -> Start {
        let mut start = Start::default();
        let Some(value) = table.get("data") else {
            start.broken = reader.misspells(table, "data");
            return start;
        };
        let Some(data) = reader.table(value) else { return Start { broken: true, ..start } };
        reader.only(data, keys::CASE_DATA);
        start.as_of = data.get("as_of").and_then(|v| reader.date(v));
        start.only = data.get("only").map(|v| self.rules(reader, v)).unwrap_or_default();
        start.parameters = self.parameters(reader, data);
        let keys = ["file", "text", "as_of"];
        start.broken =
            keys.iter().any(|key| reader.misspells(data, key)) || (data.contains_key("as_of") && start.as_of.is_none());
        for (path, place) in data.get("file").map(|v| reader.strings(v)).unwrap_or_default() {
            match self.packed.pack.cases.get(&format!("tests/{path}")) {
                Some(source) => {
                    let source = self.packed.sources.get(*source);
                    start.data.push((source.name.as_str().into(), source.shared()));
                }
                None if path.starts_with("..") => match self.outside(reader, &path, place) {
                    Some(data) => start.data.push(data),
                    None => start.broken = true,
                },
                None => {
                    self.no_data(reader, &path, place);
                    start.broken = true;
                }
            }
        }
        if let Some(text) = data.get("text").and_then(|v| reader.string(v)) {
            start.data.push((self.own("data").into(), text.into()));
        }
        start
    }

    fn no_data(&self, reader: &mut Reader<'_>, path: &str, place: Place) {
        let files = self.packed.pack.cases.keys().filter_map(|path| path.strip_prefix("tests/"));
        let files: Vec<&str> = files.filter(|path| path.contains('/')).collect();
        let help = if path.starts_with('/') {
            say!("路径从 tests/ 算起，如 data/a.toml", "paths count from tests/, such as data/a.toml")
        } else if let Some(inside) = path.strip_prefix("tests/").filter(|inside| files.contains(inside)) {
            did_you_mean(inside)
        } else {
            match nearest(path, files.iter().copied()) {
                Some(near) => did_you_mean(near),
                None => say!("路径从 tests/ 算起，如 data/a.toml", "paths count from tests/, such as data/a.toml"),
            }
        };
        let message = say!("tests/ 里没有“{path}”", "no `{path}` in tests/");
        reader.wrong(place.span.range(), message).help = Some(help);
    }

    /// A name for a text that is written in the case file.
    fn own(&self, what: &str) -> String {
        format!("{}#{what}", self.packed.sources.get(self.source).name)
    }

    /// Patterns of rules; one without a pack's name is of this pack. One that matches no rule is reported.
    fn rules(&self, reader: &mut Reader<'_>, value: &Value<'_>) -> Only {
        let rules = &self.packed.known.rules;
        let (mut patterns, mut sound) = (Vec::new(), true);
        for (pattern, place) in reader.strings(value) {
            let full = self.full(&pattern);
            if let Some(idle) = idle(&full, || rules.iter().map(String::as_str)) {
                // Where all of it matches nothing, it is told as it is written.
                let shown = if idle == full { &pattern } else { &idle };
                let message = say!("没有规则合于“{shown}”", "no rule matches `{shown}`");
                reader.wrong(place.span.range(), message).help = Some(self.another_rule(&pattern, &full));
                sound = false;
            }
            patterns.push(full);
        }
        Only { patterns, sound }
    }

    /// What to write instead of a rule that there is not; `full` is its full name.
    fn another_rule(&self, written: &str, full: &str) -> Text {
        let own = format!("{}/", self.packed.pack.manifest.id);
        let known = self.packed.known;
        let titled = known.titles.get(written).cloned();
        let near = titled.or_else(|| nearest_rule(full, known.rules.iter().map(|name| (name.as_str(), ""))));
        another_rule(near.as_deref().map(|name| name.strip_prefix(&*own).unwrap_or(name)))
    }

    fn full(&self, rule: &str) -> String {
        let id = &self.packed.pack.manifest.id;
        // A single word is a rule or scheme of the pack, whatever other packs are called.
        let Some((first, _)) = rule.split_once('/') else { return format!("{id}/{rule}") };
        if first == "host" || self.packed.packs.get(first).is_some() { rule.to_owned() } else { format!("{id}/{rule}") }
    }

    fn case(
        &self,
        reader: &mut Reader<'_>,
        entry: &Value<'_>,
        start: &Start,
        (index, undated): (usize, &mut bool),
    ) -> Option<Case> {
        let table = reader.table(entry)?;
        reader.only(table, keys::CASE);
        let name = reader.required(table, "name", entry.span()).and_then(|v| reader.string(v))?;
        // Where cards are expected, that nothing is found need not be said.
        let expect = match table.get("cards") {
            Some(_) => table.get("expect"),
            None => Some(reader.required(table, "expect", entry.span())?),
        };
        let as_of = match table.get("as_of") {
            Some(value) => Some(reader.date(value)?),
            None => start.as_of,
        };
        let Some(as_of) = as_of else {
            if !start.broken && !std::mem::replace(undated, true) && !reader.misspells(table, "as_of") {
                let message = say!("没有写明截至日期（as_of）", "the as-of date is not given (`as_of`)");
                let help = say!("在 [data] 下面写 as_of = 2026-12-31", "write as_of = 2026-12-31 under [data]");
                reader.wrong(entry.span(), message).help = Some(help);
            }
            return None;
        };
        let data = self.data(reader, (entry, table), start, &name);
        let mut parameters = start.parameters.clone();
        parameters.extend(self.parameters(reader, table));
        let only = table.get("only").map_or_else(|| start.only.clone(), |v| self.rules(reader, v));
        let empty = match table.get("empty") {
            Some(value) => reader.bool(value)?,
            None => false,
        };
        let covers = table.get("covers").map(|v| reader.strings(v)).unwrap_or_default();
        let expect = expect.map(|value| self.expectations(reader, value, &only)).unwrap_or_default();
        let cards = table.get("cards").map(|value| self.cards(reader, value)).unwrap_or_default();
        let only = only.patterns;
        let covers = covers.into_iter().map(|(row, _)| row).collect();
        let place = reader.place(entry.span());
        Some(Case { name, covers, as_of, only, data, parameters, empty, expect, cards, place, index })
    }

    /// The data of a case, its edits made.
    fn data(
        &self,
        reader: &mut Reader<'_>,
        (entry, table): (&Value<'_>, &Table<'_>),
        start: &Start,
        name: &str,
    ) -> Texts {
        let mut data = match table.get("data").and_then(|v| reader.string(v)) {
            Some(text) => vec![(self.own(name).into(), text.into())],
            None => start.data.clone(),
        };
        change::changes(reader, table, &mut data, start.broken);
        if let Some(text) = table.get("add").and_then(|v| reader.string(v)) {
            data.push((self.own(name).into(), with_head(&text, &data).into()));
        }
        if data.is_empty() && !start.broken {
            let message = say!("用例没有数据", "the case has no data");
            let help = say!(
                "在 [data] 下面写 file = \"data/……\" 或 text，或者在用例里写 add",
                "write file = \"data/…\" or text under [data], or add in the case"
            );
            reader.wrong(entry.span(), message).help = Some(help);
        }
        data
    }

    /// Other values for parameters, of all cases of the file or of one; one that no pack has, or of another type, is reported.
    fn parameters(&self, reader: &mut Reader<'_>, table: &Table<'_>) -> BTreeMap<String, Literal> {
        let mut parameters = BTreeMap::new();
        let known = &self.packed.known.parameters;
        for (key, value) in table.get("parameters").and_then(|v| reader.table(v)).into_iter().flatten() {
            let name = key.get_ref().as_ref();
            let Some(other) = literal(reader, value) else { continue };
            match known.get(name) {
                Some(parameter) if parameter.latest().value.is_like(&other) => {
                    parameters.insert(name.to_owned(), other);
                }
                Some(parameter) => {
                    let (message, help) = other.unlike(&parameter.latest().value, name);
                    let finding = reader.wrong(value.span(), message);
                    finding.help = Some(help);
                    let note = say!("参数在这里声明", "the parameter is declared here");
                    finding.related.push(crate::finding::Related { place: parameter.latest().place, message: note });
                }
                None => {
                    let message = say!("没有参数“{name}”", "no parameter `{name}`");
                    let all = known.keys().map(String::as_str);
                    reader.wrong(key.span(), message).help = Some(match nearest(name, all) {
                        Some(near) => did_you_mean(near),
                        None => {
                            say!("参数在规则包的 pack.toml 中声明", "parameters are declared in a pack's pack.toml")
                        }
                    });
                }
            }
        }
        parameters
    }
}

/// Where the name of a case stands.
fn name_of(entry: &Value<'_>) -> std::ops::Range<usize> {
    let name = entry.get_ref().as_table().and_then(|table| table.get("name"));
    name.map_or(entry.span(), toml::Spanned::span)
}

/// Gives an added text the body and year of the first data file, unless it has its own.
fn with_head(text: &str, data: &[(Arc<str>, Arc<str>)]) -> String {
    let head = |key: &str, text: &str| {
        let source = Source::new("", text);
        let lines = (1..=source.line_count()).map(|n| text[source.line_range(n)].to_owned());
        lines
            .take_while(|line| !line.trim_start().starts_with('['))
            .find(|line| line.trim_start().strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('=')))
    };
    let first = data.first().map_or("", |(_, text)| text);
    let mut whole = String::new();
    for key in ["body", "year"] {
        if head(key, text).is_none()
            && let Some(line) = head(key, first)
        {
            whole += &line;
            whole.push('\n');
        }
    }
    whole + text
}
