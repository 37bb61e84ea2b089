//! A small world for tests: the pack and the data on which the examples of the reference hold.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

use jiff::civil::{Date, date};
use rustc_hash::FxHashSet;

use crate::calendar::Calendar;
use crate::data::Store;
use crate::data::gather::{TypedFiles, With, gather};
use crate::data::governance::Governance;
use crate::data::read::Given;
use crate::files::Memory;
use crate::files::fence::Fence;
use crate::function::Function;
use crate::native::budget::Budget;
use crate::native::cards::Cards;
use crate::native::entry::Entry;
use crate::native::notes::Notes;
use crate::native::shape::Gives;
use crate::native::shape::Shape;
use crate::native::state::{Parameters, Scope, State};
use crate::native::value::{Data, Value};
use crate::pack::load::{self, PackSource};
use crate::project::Input;
use crate::score::bands::Band;
use crate::score::card::work_out;
use crate::score::entry::{Claim, Thing};
use crate::score::reading::{Reading, Term};
use crate::score::scheme::{Does, Each, Item, Line, Part, Scheme};
use crate::score::{Points, Table};
use crate::source::{Place, SourceId, Sources, Span};
use crate::value::{BodyId, RowId};

/// The day as of which the examples are checked.
pub(crate) const DAY: Date = date(2026, 12, 31);

/// The data of the examples.
pub(crate) const DATA: &str = r#"body = "shili"
year = 2026
[[committee]]
id = "economy"
name = "经济委"
[[member]]
id = "A"
name = "委员甲"
sector = "business"
age = 45
joined_on = 2024-03-01
arrives = 09:30:00
committee = "economy"
tags = ["new", "local"]
contact = { phone = "100" }
[[member]]
id = "B"
name = "委员乙"
sector = "farming"
joined_on = 2026-01-15
committee = "economy"
[[activity]]
id = "1"
title = "走访企业"
member = "A"
date = 2026-03-01
form = "visit"
hours = 2.5
[[activity]]
id = "2"
title = "座谈会"
member = "A"
date = 2026-05-20
form = "meeting"
hours = 1.0
[[activity]]
id = "3"
title = "走访社区"
member = "A"
date = 2026-11-22
form = "visit"
hours = 2.0
"#;

const PACK: &str = r#"id = "club"
title = "示例"
version = "1"
yize = "0.2"
bodies = ["*"]
[parameters.visits]
label = "走访次数"
value = 2
basis = "示例办法"
"#;

const KINDS: &str = r#"[committee]
label = "专委会"
key = "id"
yearly = false
[committee.fields]
id = { type = "string", label = "编号" }
name = { type = "string", label = "名称" }
[committee.links]
members = { kind = "member", field = "committee", label = "成员" }
[member]
label = "委员"
key = "id"
[member.fields]
id = { type = "string", label = "编号" }
name = { type = "string", label = "姓名" }
sector = { type = "enum", label = "界别", values = { business = "工商联", farming = "农业" } }
age = { type = "integer", label = "年龄", optional = true }
joined_on = { type = "date", label = "任职日期" }
arrives = { type = "time", label = "到会时刻", optional = true }
committee = { type = "ref", to = "committee", label = "专委会" }
tags = { type = "list", of = "string", label = "标签", optional = true }
contact = { type = "table", label = "联系", optional = true, fields = { phone = { type = "string", label = "电话" }, email = { type = "string", label = "邮箱", optional = true } } }
[member.links]
activities = { kind = "activity", field = "member", label = "活动" }
[activity]
label = "活动"
key = "id"
[activity.fields]
id = { type = "string", label = "编号" }
title = { type = "string", label = "名称" }
member = { type = "ref", to = "member", label = "委员" }
date = { type = "date", label = "日期" }
form = { type = "enum", label = "形式", values = { visit = "走访", meeting = "会议", study = "学习" } }
hours = { type = "decimal", label = "时长", optional = true }
"#;

const HOLIDAYS: &str = r#"[2026]
notice = "示例"
off = { "2026-10-01" = "国庆节", "2026-10-02" = "国庆节" }
work = ["2026-10-10"]
"#;

/// The scheme of the examples.
const SCORES: &str = r#"score("duty", #{ title: "履职计分", basis: "示例办法", since: "2026-01-01", on: "member", min: 0, max: 10,
    bands: [["优秀", 8], ["合格", 2], ["不合格", 0]], explain: `参加活动每次4分，最多10分，一次也没有的不合格。` }, |s| {
    s.part("活动", #{ max: 10 });
    s.item("参加活动", #{ each: 4, unit: "次" }, |m, ctx| m.activities);
});
"#;

/// The files of the pack, without rules.
#[must_use]
pub(crate) fn pack() -> Memory {
    Memory::default()
        .with("rules/club/pack.toml", PACK)
        .with("rules/club/kinds.toml", KINDS)
        .with("rules/club/holidays.toml", HOLIDAYS)
}

/// Metadata that rules and schemes need.
const META: &str = "basis: \"示例办法\", since: \"2026-01-01\", on: \"member\", explain: `例子成立。`";

/// A script with the scheme of the examples and a rule for each entry, called as its number, about the member A. Where the
/// entry's example is a condition, the rule reports that it does not hold; else it reports what the example does.
#[must_use]
pub(crate) fn rules<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> String {
    let mut text = SCORES.to_owned();
    for (number, entry) in entries.into_iter().enumerate().filter(|(_, entry)| !entry.example.starts_with("s.")) {
        let Entry { name, example, .. } = entry;
        let body = if reports(entry) {
            format!("{example};")
        } else {
            format!("let holds = {{ {example} }};\n        if !holds {{ fail(member, \"不成立\"); }}")
        };
        let may_warn = if example.contains(".warn()") { "may_warn: true, " } else { "" };
        text.extend([format!(
            "rule(\"{number}\", #{{ title: \"{name}\", {may_warn}{META} }}, |member, ctx| {{\n    \
             if member.id == \"A\" {{\n        {body}\n    }}\n}});\n"
        )]);
    }
    text
}

/// A script with a scheme for each entry whose example is a line of one, after one that they may extend.
#[must_use]
pub(crate) fn schemes<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> String {
    let mut text = format!(
        "score(\"base\", #{{ title: \"base\", {META} }}, |s| {{ s.item(\"建议\", #{{ each: 1 }}, |m, ctx| m.activities); \
         s.part(\"活动\", #{{}}); s.item(\"参加活动\", #{{ each: 1 }}, |m, ctx| m.activities); }});\n"
    );
    for (number, entry) in entries.into_iter().enumerate().filter(|(_, entry)| entry.example.starts_with("s.")) {
        let Entry { name, example, .. } = entry;
        // A line that speaks of inherited ones stands in a scheme that extends the first one.
        let inherits = *name == "drop" || (*name == "part" && entry.parameters.len() == 1);
        let extends = if inherits { "extends: \"base\", " } else { "" };
        text.extend([format!(
            "score(\"{number}\", #{{ title: \"{name}\", {extends}min: 0, bands: [[\"合格\", 2], [\"不合格\", 0]], {META} }}, |s| {{ {example}; }});\n"
        )]);
    }
    text
}

/// Whether an entry's example reports something, and is no condition.
#[must_use]
pub(crate) fn reports(entry: &Entry) -> bool {
    entry.gives == Gives::Is(Shape::Finding) || entry.example.starts_with("fail(")
}

/// The world of a test.
pub(crate) struct World {
    /// The data.
    pub store: Arc<Store>,
    /// The cards of the scheme of the examples.
    pub cards: Cards,
    /// Functions of the host.
    pub lent: Vec<Function>,
    calendar: Arc<Calendar>,
}

impl World {
    /// That of the examples, and of further records.
    #[must_use]
    pub(crate) fn new(more: &str) -> Self {
        let files = pack().with("data.toml", format!("{DATA}{more}"));
        let mut sources = Sources::default();
        let shelf = load::read(&files, &[PackSource::Folder(PathBuf::from("rules"))], &Fence::default(), &mut sources);
        let (packs, wrong) = load::load(&shelf, &sources);
        assert!(wrong.is_empty(), "{wrong:?}");
        let broken = BTreeMap::new();
        let governance = Governance::new(&packs, &broken);
        let (input, kept) = (Input::File("data.toml".into()), TypedFiles::default());
        let (inputs, jobs) = ([input], 1);
        let given = Given::texts(&inputs);
        let with =
            With { files: &files, given, governance: &governance, jobs, frugal: false, kept: &kept, progress: &() };
        let gathered = gather(with, &mut sources);
        assert!(gathered.findings.is_empty(), "{:?}", gathered.findings);
        let store = gathered.store;
        let calendar = packs.in_force("club").calendar;
        Self { cards: Cards::new(vec![Arc::new(table(&store))]), store, lent: Vec::new(), calendar }
    }

    /// A state in which a rule on the only body is called.
    #[must_use]
    pub(crate) fn state(&self) -> State<'_> {
        State {
            doubt: None,
            doubts: None,
            unsure: None,
            gaps: FxHashSet::default(),
            store: &self.store,
            cards: &self.cards,
            lent: &self.lent,
            today: DAY,
            scope: Scope {
                bodies: BodyId::all(self.store.bodies.len()).collect(),
                network: false,
                year: 2026,
                parameters: Parameters {
                    values: Rc::from([("visits".into(), Value::int(2))]),
                    ..Parameters::default()
                },
                calendar: self.calendar.clone(),
                back: 0,
                scoring: false,
                days: None,
            },
            budget: Budget::new(None),
            notes: Notes::new(&self.store, 0),
            drafts: Vec::new(),
            here: Place { source: SourceId::NONE, span: Span::default() },
            slots: Vec::new(),
            base: 0,
            depth: 0,
            returned: Value::UNIT,
            texts: Rc::from([]),
            parameters: Rc::from([]),
            sites: Vec::new(),
        }
    }

    /// A record.
    #[must_use]
    pub(crate) fn row(&self, kind: &str, key: &str) -> RowId {
        let body = BodyId::default();
        let schema = &self.store.body(body).schema;
        let number = schema.index(kind).expect("a kind");
        let year = if schema.get(number).yearly { 2026 } else { 0 };
        self.store.find(body, number, year, key).expect("a record")
    }

    /// A record as a value.
    #[must_use]
    pub(crate) fn record(&self, kind: &str, key: &str) -> Value {
        Value::of(Data::Record(self.row(kind, key)))
    }
}

/// The examples' scheme.
fn scheme() -> Scheme {
    let part = Part { max: Some(10.into()), ..Part::default() };
    let item = Item::new(Each::Fixed(4.into()));
    let line = |name: &str, does| Line { name: name.into(), does };
    let band = |grade: &str, min: i64| Band { grade: grade.to_owned(), min: min.into(), max: None };
    Scheme {
        name: "club/duty".into(),
        pack: "club".into(),
        title: "履职计分".into(),
        basis: "示例办法".into(),
        since: date(2026, 1, 1),
        until: None,
        explain: String::new(),
        on: "member".into(),
        place: Place { source: SourceId::NONE, span: Span::default() },
        base: Points::ZERO,
        min: Some(Points::ZERO),
        max: Some(10.into()),
        round: None,
        bands: vec![band("优秀", 8), band("合格", 2), band("不合格", 0)],
        quotas: Vec::new(),
        fields: Vec::new(),
        groups: Vec::new(),
        top: None,
        rank_by: None,
        prorata: None,
        lines: vec![line("活动", Does::Part(part)), line("参加活动", Does::Item(Box::new(item)))],
    }
}

/// The cards of the examples' scheme, worked out by hand.
fn table(store: &Arc<Store>) -> Table {
    let scheme = scheme();
    let body = BodyId::default();
    let kind = |name: &str| store.body(body).schema.index(name).expect("a kind");
    let rows = |name: &str| {
        let kind = kind(name);
        crate::value::Row::all(store.body(body).table(kind).rows.len()).map(move |row| RowId { body, kind, row })
    };
    let claim = |row: RowId| Claim {
        row,
        units: 1.into(),
        each: 4.into(),
        sponsor: (0, 1),
        date: None,
        thing: Thing::Record(row),
        reviewed: None,
    };
    let term = Term { year: 2026, as_of: jiff::civil::date(2027, 1, 1), months: None, period: None };
    let mut cards: Vec<_> = rows("member")
        .map(|member| {
            let linked = store.linked(member, 0).1.len();
            let claims = rows("activity").take(linked).map(claim).collect();
            let readings = [Reading::Holds(true), Reading::Claims(claims)];
            work_out(&scheme, member, &readings, term).expect("points that fit")
        })
        .collect();
    crate::score::rank::rank(&scheme, &mut cards, &|card| store.key(card.row));
    Table {
        scheme: Arc::new(scheme),
        body,
        year: 2026,
        store: store.clone(),
        cards: Arc::new(cards),
        period: None,
        provisional: false,
    }
}
