//! References: keys, and names where sheets write them, turned into the rows that they mean.

use std::cell::OnceCell;

use rustc_hash::FxHashMap;

use crate::alike;
use crate::data::by_name::{Names, names};
use crate::data::footprint::refers;
use crate::data::links::Torn;
use crate::data::repeats::record;
use crate::data::told::Told;
use crate::data::{Body, RowHead, Store};
use crate::finding::Finding;
use crate::host;
use crate::language::{Lang, count, did_you_mean, say};
use crate::schema::Type;
use crate::source::{Place, SourceId, Span};
use crate::spelling::{Words, nearest};
use crate::texts::listed;
use crate::value::{BodyId, Cell, KindId, Row, RowId, StrId};

/// The records of one body, in which its references are looked up.
struct Targets<'s, 'b> {
    store: &'s Store,
    /// The body, whose number is `index`. Values are taken out of it while they are resolved.
    body: &'b mut Body,
    index: BodyId,
    /// The keys of each table, sorted for near spellings when the first reference to nothing is met.
    keys: Vec<OnceCell<Words<'s>>>,
    /// For each table, the first record without a key, likewise.
    unkeyed: Vec<OnceCell<Option<Place>>>,
    /// The records of each kind by name, found when the first name is met.
    names: Vec<OnceCell<Names>>,
    /// Where a name was read as a key: the sheet, and the label of the field.
    named: Vec<(SourceId, String)>,
    /// References to nothing, by what is one slip: the finding of the first, and how many more there are.
    told: FxHashMap<Slip, (usize, usize)>,
    /// The name of a kind that was looked up last, and its number.
    to: Option<((*const u8, usize), Option<KindId>)>,
}

/// What references to nothing have in common that is one slip.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Slip {
    /// A name that no record has.
    Name(KindId, StrId),
    /// No record of the kind is there.
    Kind(KindId),
    /// The records are in another year than those that refer to them: these, those.
    Year(KindId, i16, i16),
}

/// A value that may hold references, and where it stands.
struct Referring<'k> {
    /// Kind, row and column of its record.
    owner: (usize, usize, usize),
    /// What it holds.
    ty: &'k Type,
    /// Its bytes.
    span: Span,
}

/// Turns the keys in reference fields into rows, also those in lists and tables.
pub(super) fn resolve(
    store: &Store,
    body: &mut Body,
    index: BodyId,
    findings: &mut Told,
) -> (Torn, Vec<(SourceId, String)>) {
    let schema = body.schema.clone();
    let keys = body.tables.iter().map(|_| OnceCell::new()).collect();
    let unkeyed = body.tables.iter().map(|_| OnceCell::new()).collect();
    let names = body.tables.iter().map(|_| OnceCell::new()).collect();
    let told = FxHashMap::default();
    let mut targets = Targets { store, body, index, keys, unkeyed, names, named: Vec::new(), told, to: None };
    let mut torn = Torn::default();
    for (kind_index, kind) in schema.kinds.iter().enumerate() {
        for (column, field) in kind.fields.iter().enumerate().filter(|(_, f)| refers(&f.ty)) {
            for row in 0..targets.body.tables[kind_index].rows.len() {
                let table = &targets.body.tables[kind_index];
                let (cell, span) = (table.columns[column].cell(row), table.span(column, row));
                if matches!(cell, Cell::Absent | Cell::Invalid) {
                    continue;
                }
                let value = Referring { owner: (kind_index, row, column), ty: &field.ty, span };
                let list = match &cell {
                    Cell::Nested(elements) => Some(*elements),
                    _ => None,
                };
                let cell = targets.resolve(&value, cell, findings);
                if cell == Cell::Invalid {
                    torn.extend(list.map(|elements| (value.owner, elements)));
                }
                targets.body.tables[kind_index].columns[column].cells.set(row, cell);
            }
        }
    }
    for (at, more) in std::mem::take(&mut targets.told).into_values().filter(|(_, more)| *more > 0) {
        let Some(finding) = findings.at(at) else { continue };
        let (own, places) = (&finding.message, count(more, "more place", "more places"));
        finding.message = say!("{own}；另有{more}处也这样写", "{own}; so in {places}"; own).aside("more");
        finding.stands_for(more);
    }
    (torn, targets.named)
}

impl Targets<'_, '_> {
    /// One value with its references resolved; broken when one of them is.
    fn resolve(&mut self, value: &Referring<'_>, cell: Cell, findings: &mut Told) -> Cell {
        match (value.ty, cell) {
            (Type::Ref(to), Cell::Str(key)) => {
                let Some(to) = self.kind(to) else { return Cell::Invalid };
                let found = match self.find(value, to, key) {
                    Some(row) => Some(row),
                    None => match self.by_name(value, to, key) {
                        Ok(row) => row,
                        Err(several) => {
                            findings.push(*several);
                            return Cell::Invalid;
                        }
                    },
                };
                let Some(row) = found else {
                    self.tell(value, (to, key), findings);
                    return Cell::Invalid;
                };
                Cell::Ref(RowId { body: self.index, kind: to, row })
            }
            (Type::List(_) | Type::Table(_), Cell::Nested(elements)) if refers(value.ty) => {
                let mut broken = false;
                for (offset, at) in elements.range().enumerate() {
                    let ty = match value.ty {
                        Type::List(of) => of,
                        Type::Table(fields) => &fields[offset].ty,
                        _ => continue,
                    };
                    let nested = &mut self.body.nested[at];
                    let (cell, span) = (std::mem::take(&mut nested.cell), nested.span);
                    let cell = self.resolve(&Referring { ty, span, ..*value }, cell, findings);
                    broken |= cell == Cell::Invalid;
                    self.body.nested[at].cell = cell;
                }
                if broken { Cell::Invalid } else { Cell::Nested(elements) }
            }
            (_, cell) => cell,
        }
    }

    /// The number of a kind to which a field refers; the same field asks again and again.
    fn kind(&mut self, to: &str) -> Option<KindId> {
        let own = (to.as_ptr(), to.len());
        match self.to {
            Some((known, kind)) if known == own => kind,
            _ => self.to.insert((own, self.body.schema.index(to))).1,
        }
    }

    /// The row of that kind and key that a value means.
    fn find(&self, value: &Referring<'_>, to: KindId, key: StrId) -> Option<Row> {
        let table = self.body.table(to);
        let (kind, row, _) = value.owner;
        let year = self.body.tables[kind].rows[row].year;
        if !self.body.schema.get(to).yearly {
            table.row_of(0, key)
        } else if year != 0 {
            table.row_of(year, key)
        } else if self.body.incomplete[to.at()] {
            // The latest of that key may be among those that were not read.
            None
        } else {
            // A record that holds in every year refers to the latest of that key.
            self.body.years.iter().rev().find_map(|y| table.row_of(*y, key))
        }
    }

    /// The record that a sheet calls by its name. Where several are called so, that is told.
    fn by_name(&mut self, value: &Referring<'_>, to: KindId, name: StrId) -> Result<Option<Row>, Box<Finding>> {
        let (kind, row, column) = value.owner;
        let head = self.body.tables[kind].rows[row];
        if !self.store.sheets.contains(&head.source) || self.body.incomplete[to.at()] {
            return Ok(None);
        }
        let names = self.names[to.at()].get_or_init(|| names(self.store, self.body, to));
        let text = alike::plain(self.store.string(name));
        let called = names.get(&text).map(Vec::as_slice).unwrap_or_default();
        // A record that holds in every year refers to the latest of that name.
        let year = match (self.body.schema.get(to).yearly, head.year) {
            (false, _) => Some(0),
            (true, 0) => called.iter().map(|(year, _)| *year).max(),
            (true, year) => Some(year),
        };
        let rows = called.iter().filter(|(own, _)| Some(*own) == year).map(|(_, row)| *row);
        let label = || self.body.schema.kinds[kind].fields[column].label.get(Lang::Zh).to_owned();
        match rows.collect::<Vec<Row>>().as_slice() {
            [] => Ok(None),
            [one] => {
                let (one, label) = (*one, label());
                self.named.push((head.source, label));
                Ok(Some(one))
            }
            several => Err(Box::new(self.ambiguous(value, (to, name), several))),
        }
    }

    /// What is to be said of a name that several records have.
    fn ambiguous(&self, value: &Referring<'_>, (to, name): (KindId, StrId), rows: &[Row]) -> Finding {
        let (kind, row, column) = value.owner;
        let (target, table) = (self.body.schema.get(to), self.body.table(to));
        let key = |row: &Row| table.keys.get(row.at()).copied().flatten().map(|key| self.store.string(key));
        let list = listed(rows.iter().filter_map(key), "、");
        let (text, label, english) = (self.store.string(name), target.label.get(Lang::Zh), &target.name);
        let number = rows.len();
        let message = say!(
            "有{number}个{label}叫“{text}”，不能确定指哪一个",
            "there are {number} of {english} called `{text}`: it is not certain which is meant"
        );
        let mut finding = host::REFERENCE.finding(message);
        finding.place = Some(Place { source: self.body.tables[kind].rows[row].source, span: value.span });
        finding.help = Some(say!("写编号：{list}", "write the key: {list}"));
        finding.body = Some(self.body.id.clone());
        (finding.record, finding.identity.content) = record(self.store, self.body, kind, row);
        finding.field = Some(self.body.schema.kinds[kind].fields[column].name.clone());
        finding
    }

    /// Tells of a reference to nothing, once for each slip, however often it is written.
    fn tell(&mut self, value: &Referring<'_>, to: (KindId, StrId), findings: &mut Told) {
        // The record that is meant may be among those that were not read.
        if self.body.incomplete[to.0.at()] {
            return;
        }
        let (kind, row, _) = value.owner;
        let table = self.body.table(to.0);
        let RowHead { year, source, .. } = self.body.tables[kind].rows[row];
        let years = self.body.years.iter().rev().filter(|_| year != 0);
        let other = years.copied().find(|other| table.row_of(*other, to.1).is_some());
        let slip = match other {
            Some(other) => Slip::Year(to.0, year, other),
            None if table.rows.is_empty() => Slip::Kind(to.0),
            None => Slip::Name(to.0, to.1),
        };
        if let Some((at, more)) = self.told.get_mut(&slip) {
            *more += 1;
            // Who mends a sheet looks at cells.
            if self.store.sheets.contains(&source) {
                findings.also(*at, Place { source, span: value.span });
            }
            return;
        }
        if findings.is_full() {
            return findings.leave(1);
        }
        let finding = match slip {
            Slip::Year(_, year, other) => self.in_another_year(value, to, (year, other)),
            Slip::Kind(_) => self.of_no_kind(value, to),
            Slip::Name(..) => self.dangling(value, to.0, to.1),
        };
        self.told.insert(slip, (findings.len(), 0));
        findings.push(finding);
    }

    /// What is to be said of a reference to a kind of which there is no record at all.
    fn of_no_kind(&self, value: &Referring<'_>, to: (KindId, StrId)) -> Finding {
        let mut finding = self.dangling(value, to.0, to.1);
        let (text, target) = (self.store.string(to.1), self.body.schema.get(to.0));
        let (name, label) = (&target.name, target.label.get(Lang::Zh));
        finding.message = say!(
            "没有{label}“{text}”：一条{label}记录也没有登记",
            "no {name} `{text}`: there is no record of {name} at all"
        );
        finding
    }

    /// What is to be said of a reference to what another year has: one of the two files gives the wrong year.
    fn in_another_year(&self, value: &Referring<'_>, to: (KindId, StrId), (year, other): (i16, i16)) -> Finding {
        let mut finding = self.dangling(value, to.0, to.1);
        let (text, target) = (self.store.string(to.1), self.body.schema.get(to.0));
        let (name, label) = (&target.name, target.label.get(Lang::Zh));
        finding.message = say!(
            "{year}年没有{label}“{text}”，它登记在{other}年",
            "no {name} `{text}` in {year}; there is one in {other}"
        );
        finding.help = Some(say!(
            "核对两处文件开头的 year（年度），哪一处写错了",
            "look at `year` at the top of both files: one of them is wrong"
        ));
        finding
    }

    /// What is to be said of a reference to nothing.
    fn dangling(&self, value: &Referring<'_>, to: KindId, key: StrId) -> Finding {
        let Self { store, body, keys, .. } = self;
        let (kind, row, column) = value.owner;
        let source = body.tables[kind].rows[row].source;
        let (text, target) = (store.string(key), body.schema.get(to));
        let (name, label) = (&target.name, target.label.get(Lang::Zh));
        let known = || Words::new(body.table(to).keys.iter().flatten().map(|id| store.string(*id)));
        let near = keys[to.at()].get_or_init(known).nearest(text);
        // In sheets names are written too.
        let names = self.names[to.at()].get().into_iter().flatten().map(|(name, _)| name.as_str());
        let plain = alike::plain(text);
        // Another family name is another person.
        let akin = |near: &&str| near.chars().next() == plain.chars().next();
        let near = near.or_else(|| nearest(&plain, names).filter(akin));
        let mut finding = host::REFERENCE
            .finding(say!("没有{label}“{text}”", "no {name} `{text}`"))
            .at(Place { source, span: value.span });
        finding.help = Some(match near {
            Some(near) if alike::plain(near) == alike::plain(text) => say!(
                "与“{near}”只差空白、全角半角或看不见的字符：写成一样",
                "it differs from `{near}` only in blanks, width or signs that are not seen: write it alike"
            ),
            Some(near) => did_you_mean(near),
            None if store.sheets.contains(&source) => {
                say!(
                    "核对名称或编号，或先登记这条{label}记录",
                    "check the name or the key, or add the {name} record first"
                )
            }
            None => say!("核对编号，或先登记这条{label}记录", "check the key, or add the {name} record first"),
        });
        if let Some(place) = self.unkeyed(to) {
            finding = finding
                .see(place, say!("这条{label}记录的编号没有读出", "the key of this {name} record could not be read"));
        }
        finding.body = Some(body.id.clone());
        (finding.record, finding.identity.content) = record(store, body, kind, row);
        finding.field = Some(body.schema.kinds[kind].fields[column].name.clone());
        finding
    }

    /// The first record of a kind whose key could not be read: it may be the one that is meant.
    fn unkeyed(&self, kind: KindId) -> Option<Place> {
        let first = || {
            let table = self.body.table(kind);
            let row = table.keys.iter().position(Option::is_none)?;
            let RowHead { source, header, .. } = table.rows[row];
            Some(Place { source, span: header })
        };
        *self.unkeyed[kind.at()].get_or_init(first)
    }
}
