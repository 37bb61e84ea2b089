//! To whom findings are addressed: what people call their records, and who must act. Looked up once all are there, so that one
//! that is kept from an earlier round bears today's names.

use rustc_hash::FxHashMap;

use crate::check::outcome::Examined;
use crate::data::Store;
use crate::finding::{Actor, Address, Finding, RecordName};
use crate::host;
use crate::schema::{Acting, Kind, Type};
use crate::source::{Place, SourceId};
use crate::value::{BodyId, Cell, KindId, Row, RowId};

/// Addresses the findings of a project.
pub(super) fn fill<'f>(findings: impl Iterator<Item = &'f mut Finding>, examined: &Examined) {
    let mut book = Book { examined, starts: FxHashMap::default(), bodies: FxHashMap::default() };
    for finding in findings {
        *finding.address = book.address(finding);
    }
}

/// The first bytes of records of a kind, file by file, ascending.
type Starts = FxHashMap<SourceId, Vec<(usize, Row)>>;

/// What is looked up once for all findings.
struct Book<'a> {
    examined: &'a Examined,
    starts: FxHashMap<(BodyId, KindId), Starts>,
    bodies: FxHashMap<BodyId, Actor>,
}

impl Book<'_> {
    fn store(&self) -> &Store {
        &self.examined.store
    }

    fn address(&mut self, finding: &Finding) -> Address {
        let mut address = Address::default();
        let Some(id) = &finding.body else { return address };
        let at = self.store().bodies.binary_search_by(|body| body.id.cmp(id));
        let Some(body) = at.ok().and_then(BodyId::new) else { return address };
        let actor = self.body(body).clone();
        address.body = (actor.name != **id).then(|| actor.name.clone());
        if let Some(record) = &finding.record {
            self.of_record(body, record, finding, &mut address);
        }
        if address.who.is_empty() {
            address.who.push(actor);
        }
        address
    }

    /// What is known of a record by its name, and of the record itself where it is found.
    fn of_record(&mut self, body: BodyId, name: &RecordName, finding: &Finding, address: &mut Address) {
        let examined = self.examined;
        let Some((number, kind)) = examined.store.body(body).schema.iter().find(|(_, kind)| kind.name == name.kind)
        else {
            return;
        };
        address.kind = Some(kind.label.clone());
        address.field = finding.field.as_ref().and_then(|field| Some(kind.field(field)?.label.clone()));
        let Some(row) = self.row(body, number, name, finding) else { return };
        address.name = Some(examined.store.name(row)).filter(|called| *called != examined.store.key(row));
        who(&examined.store, row, STEPS, address);
    }

    /// The record: by its key, else by where it stands. Of two that have one key it is the one that stands there.
    fn row(&mut self, body: BodyId, kind: KindId, name: &RecordName, finding: &Finding) -> Option<RowId> {
        let store = &*self.examined.store;
        let by_key = store.find(body, kind, finding.identity.year, &name.key);
        if by_key.is_some() && *finding.rule != *host::DUPLICATE_KEY.name {
            return by_key;
        }
        let mut by_place = || {
            let Place { source, span } = finding.place?;
            let starts = self.starts.entry((body, kind)).or_insert_with(|| starts(store, body, kind));
            let own = starts.get(&source)?;
            let after = own.partition_point(|(start, _)| *start <= span.range().start);
            Some(RowId { body, kind, row: own[after.checked_sub(1)?].1 })
        };
        by_place().or(by_key)
    }

    /// The body as one who acts.
    fn body(&mut self, body: BodyId) -> &Actor {
        let examined = self.examined;
        self.bodies.entry(body).or_insert_with(|| {
            let data = examined.store.body(body);
            let called = named(examined, body);
            let kind = called.as_ref().map(|(kind, _)| kind.clone());
            let name = called.map_or_else(|| data.id.to_string(), |(_, name)| name);
            Actor { kind, key: data.id.to_string(), name, is_person: false }
        })
    }
}

/// The kind and the name of the record that says what a body is called.
pub(crate) fn named(examined: &Examined, body: BodyId) -> Option<(String, String)> {
    let (store, data) = (&examined.store, examined.store.body(body));
    let governing = |pack: &String| examined.compiled.iter().find(|compiled| compiled.in_force.pack == *pack);
    let names = data.packs.iter().filter_map(governing).find_map(|compiled| compiled.in_force.views.body.as_ref())?;
    let kind = data.schema.index(&names.kind.text)?;
    // What is true of a body every year, or said of it last.
    let mut years = std::iter::once(0).chain(data.years.iter().rev().copied());
    let row = years.find_map(|year| store.find(body, kind, year, &data.id))?;
    let declared = data.schema.get(kind);
    let name = match store.cell(row, declared.column(&names.name.text)?) {
        Cell::Str(id) => store.string(id).to_owned(),
        _ => return None,
    };
    Some((declared.name.clone(), name))
}

fn starts(store: &Store, body: BodyId, kind: KindId) -> Starts {
    let rows = &store.body(body).table(kind).rows;
    let mut starts = Starts::default();
    for (row, head) in Row::all(rows.len()).zip(rows) {
        starts.entry(head.source).or_default().push((head.header.range().start, row));
    }
    for own in starts.values_mut() {
        own.sort_unstable();
    }
    starts
}

/// So many references are followed to somebody who answers.
const STEPS: u8 = 3;

/// Adds who answers for a record: whom its kind names, else itself, else the persons that it refers to, else the units, else
/// those who answer for what it refers to.
fn who(store: &Store, row: RowId, steps: u8, address: &mut Address) {
    let kind = store.kind(row);
    for column in kind.who.iter().filter_map(|field| kind.column(field)) {
        each(store, row, store.cell(row, column), &mut |cell| {
            if let Some(actor) = actor(store, cell) {
                address.add(actor);
            }
        });
    }
    if !kind.who.is_empty() {
        return;
    }
    if kind.actor.is_some() {
        return address.add(record(store, row));
    }
    let columns = kind.fields.iter().enumerate().filter(|(_, field)| matches!(field.ty, Type::Ref(_)));
    let referred = columns.filter_map(|(column, _)| match store.cell(row, column) {
        Cell::Ref(to) => Some(to),
        _ => None,
    });
    let referred: Vec<RowId> = referred.collect();
    for acting in [Acting::Person, Acting::Unit] {
        let of = referred.iter().filter(|to| store.kind(**to).actor == Some(acting));
        of.for_each(|to| address.add(record(store, *to)));
        if !address.who.is_empty() {
            return;
        }
    }
    if steps > 0 {
        for to in referred {
            who(store, to, steps - 1, address);
        }
    }
}

/// Goes through a value, or the elements of a list.
fn each(store: &Store, row: RowId, cell: Cell, then: &mut dyn FnMut(Cell)) {
    match cell {
        Cell::Nested(elements) => {
            store.body(row.body).nested[elements.range()].iter().for_each(|nested| then(nested.cell));
        }
        cell => then(cell),
    }
}

/// Who a value names.
fn actor(store: &Store, cell: Cell) -> Option<Actor> {
    match cell {
        Cell::Ref(to) => Some(record(store, to)),
        Cell::Str(id) => {
            let name = store.string(id).trim().to_owned();
            (!name.is_empty()).then(|| Actor { kind: None, key: String::new(), name, is_person: true })
        }
        _ => None,
    }
}

fn record(store: &Store, row: RowId) -> Actor {
    let kind: &Kind = store.kind(row);
    let is_person = kind.actor == Some(Acting::Person);
    Actor { kind: Some(kind.name.clone()), key: store.key(row), name: store.name(row), is_person }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::embed::Check;
    use crate::finding::Status;
    use crate::language::Lang;

    const KINDS: &str = r#"
[organization]
label = "单位"
key = "id"
yearly = false
[organization.fields]
id = { type = "string", label = "编号" }
name = { type = "string", label = "名称" }
[member]
label = "委员"
key = "id"
actor = "person"
[member.fields]
id = { type = "string", label = "编号" }
name = { type = "string", label = "姓名" }
[committee]
label = "专委会"
key = "name"
actor = "unit"
[committee.fields]
name = { type = "string", label = "名称" }
[session]
label = "会议"
key = "n"
who = ["lead", "units", "people"]
[session.fields]
lead = { type = "string", label = "牵头", optional = true }
units = { type = "list", of = "ref", to = "committee", label = "承办", optional = true }
people = { type = "list", of = "ref", to = "member", label = "参加", optional = true }
n = { type = "integer", label = "次数" }
[part]
label = "环节"
[part.fields]
session = { type = "ref", to = "session", label = "会议" }
n = { type = "integer", label = "次数" }
[visit]
label = "走访"
[visit.fields]
member = { type = "ref", to = "member", label = "委员", optional = true }
committee = { type = "ref", to = "committee", label = "专委会", optional = true }
n = { type = "integer", label = "次数" }
"#;

    const RULES: &str = r#"
rule("m", #{ title: "人", basis: "例", since: "2026-01-01", on: "member", explain: `例` }, |m, ctx| { fail(m.name, "人"); });
rule("s", #{ title: "会", basis: "例", since: "2026-01-01", on: "session", explain: `例` }, |s, ctx| { fail(s.n, "会"); });
rule("v", #{ title: "访", basis: "例", since: "2026-01-01", on: "visit", explain: `例` }, |v, ctx| {
    due(date("2026-07-01"), false, v.n, "访");
});
rule("p", #{ title: "节", basis: "例", since: "2026-01-01", on: "part", explain: `例` }, |p, ctx| { fail(p.n, "节"); });
"#;

    fn check(data: &str) -> Vec<Finding> {
        let pack = crate::Memory::default()
            .with("p/pack.toml", "id = \"p\"\ntitle = \"例\"\nversion = \"1\"\nbodies = [\"x\"]\n")
            .with("p/views.toml", "[body]\nkind = \"organization\"\nname = \"name\"\n")
            .with("p/kinds.toml", KINDS)
            .with("p/r.rhai", RULES);
        let check = Check::as_of(jiff::civil::date(2026, 6, 1)).pack(pack);
        check.data("a.toml", format!("body = \"x\"\nyear = 2026\n{data}")).run().findings
    }

    fn told(finding: &Finding) -> String {
        let Address { kind, name, field, body, who, more } = &*finding.address;
        let zh = |text: &Option<crate::Text>| text.as_ref().map_or("-", |text| text.get(Lang::Zh)).to_owned();
        let who: Vec<String> =
            who.iter().map(|who| format!("{}{}", who.name, if who.is_person { "人" } else { "" })).collect();
        let (name, body) = (name.as_deref().unwrap_or("-"), body.as_deref().unwrap_or("-"));
        format!("{} {name} {} {body}: {} +{more}", zh(kind), zh(field), who.join(" "))
    }

    const PEOPLE: &str = "[[organization]]\nid = \"x\"\nname = \"某市政协\"\n[[committee]]\nname = \"经济委\"\n\
        [[member]]\nid = \"1\"\nname = \"张三\"\n";

    #[test]
    fn who_must_act_is_whom_the_kind_names_or_the_person_or_unit_that_a_record_refers_to() {
        let data = format!(
            "{PEOPLE}[[session]]\nn = 1\nlead = \"李主席\"\nunits = [\"经济委\"]\npeople = [\"1\"]\n[[session]]\nn = 2\n\
             [[visit]]\nn = 1\nmember = \"1\"\ncommittee = \"经济委\"\n[[visit]]\nn = 2\ncommittee = \"经济委\"\n[[visit]]\nn = 3\n\
             [[part]]\nn = 1\nsession = 1\n"
        );
        let found: Vec<String> = check(&data).iter().map(told).collect();
        assert_eq!(
            found,
            [
                "委员 张三 姓名 某市政协: 张三人 +0",
                "会议 - 次数 某市政协: 李主席人 经济委 张三人 +0",
                "会议 - 次数 某市政协: 某市政协 +0",
                "走访 - 次数 某市政协: 张三人 +0",
                "走访 - 次数 某市政协: 经济委 +0",
                "走访 - 次数 某市政协: 某市政协 +0",
                "环节 - 次数 某市政协: 李主席人 经济委 张三人 +0",
            ]
        );
    }

    #[test]
    fn days_are_told_and_what_the_host_says_is_addressed_too() {
        let found = check(&format!("{PEOPLE}[[visit]]\nn = 1\nmember = \"1\"\n[[visit]]\nn = \"x\"\nmember = \"1\"\n"));
        let pending = found.iter().find(|own| own.status == Status::Pending).expect("a duty");
        assert_eq!(pending.days(jiff::civil::date(2026, 6, 1)), Some(30));
        let broken = found.iter().find(|own| &*own.rule == "host/type").expect("a slip");
        assert_eq!(told(broken), "走访 - 次数 某市政协: 张三人 +0");
    }

    #[test]
    fn so_many_are_named_and_the_rest_counted() {
        let ids: Vec<String> = (2..40).map(|at| format!("\"{at}\"")).collect();
        let people: Vec<String> = ids.iter().map(|id| format!("[[member]]\nid = {id}\nname = {id}\n")).collect();
        let people = people.concat();
        let data = format!("{PEOPLE}{people}[[session]]\nn = 1\npeople = [{}]\n", ids.join(", "));
        let found = check(&data);
        let session = found.iter().find(|own| &*own.rule == "p/s").expect("a finding");
        assert_eq!((session.address.who.len(), session.address.more), (20, 18));
    }
}
