//! Records: their fields, their links, and what every record has.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::language::{did_you_mean, say};
use crate::native::access::{Access, Found, Site};
use crate::native::budget::Held;
use crate::native::number::Number;
use crate::native::speech::{Piece, short};
use crate::native::state::{Gap, State};
use crate::native::stop::{Answer, Stop};
use crate::native::value::{Array, Data, Map, Origin, Value};
use crate::schema::{Kind, Type};
use crate::spelling::nearest;
use crate::value::{BodyId, Cell, Elements, Row, RowId};

/// The mistake of a name that records of a kind do not have.
#[cold]
pub(crate) fn unknown(kind: &Kind, name: &str) -> Stop {
    let known = kind.fields.iter().map(|f| f.name.as_str()).chain(kind.links.iter().map(|l| l.name.as_str()));
    let kind_name = &kind.name;
    let message = say!("{kind_name} 没有字段“{name}”", "{kind_name} has no field `{name}`");
    Stop::failed(message.and_ask(nearest(name, known).map(did_you_mean)))
}

impl<'s> State<'s> {
    /// A field's value where it is known already which field a name is, and nobody notes what is read: the common case, on its
    /// own, is twice as quick.
    #[inline]
    pub(crate) fn known(&self, site: usize, row: RowId) -> Option<(Cell, Origin)> {
        let site = &self.sites[site];
        if site.knows(row) && !self.notes.takes() { site.cell(row) } else { None }
    }

    /// What a name is on a record, remembered at the site where it is read. A value that is found is noted as read.
    ///
    /// # Errors
    /// When the record has nothing of that name.
    pub(crate) fn found(&mut self, site: usize, row: RowId, name: &str) -> Answer<Found> {
        if !self.sites[site].knows(row) {
            self.sites[site] = self.find_access(row, name)?;
        }
        let known = &self.sites[site];
        match (known.access, known.cell(row)) {
            (Some(Access::Column(column)), Some((cell, from))) => {
                self.notes.field(self.store, row, column as usize);
                Ok(Found::Cell(cell, column, from))
            }
            (Some(other), _) => Ok(Found::Other(other)),
            (None, _) => Err(unknown(self.store.kind(row), name)),
        }
    }

    #[cold]
    fn find_access(&self, row: RowId, name: &str) -> Answer<Site<'s>> {
        let kind = self.store.kind(row);
        self.pay_for_search(kind, name)?;
        let access = Access::find(kind, name).ok_or_else(|| unknown(kind, name))?;
        let mut values = Default::default();
        if let Access::Column(column) = access {
            let columns = &self.store.table(row).columns;
            let first = RowId { row: Row::default(), ..row };
            let numbers = (self.store.cell_count_to(first, column as usize), columns.len() as u64);
            values = (Some(&columns[column as usize].cells), numbers);
        }
        Ok(Site::of(row, access, values))
    }

    /// A property, remembered at the site where it is read.
    ///
    /// # Errors
    /// When there is nothing of that name, the field is absent, or the value is known to be broken.
    #[inline]
    pub(crate) fn read(&mut self, site: usize, row: RowId, name: &str) -> Answer {
        match self.known(site, row) {
            Some((Cell::Int(n), from)) => Ok(Value { data: Data::Int(n), from }),
            Some((Cell::Str(id), from)) => Ok(Value { data: Data::Str(id), from }),
            Some((Cell::Date(date), from)) => Ok(Value { data: Data::Date(date), from }),
            Some((Cell::Ref(to), from)) if !self.scope.network => Ok(Value { data: Data::Record(to), from }),
            _ => self.read_any(site, row, name),
        }
    }

    fn read_any(&mut self, site: usize, row: RowId, name: &str) -> Answer {
        match self.found(site, row, name)? {
            Found::Cell(cell, column, from) => match self.plain(cell) {
                Some(data) => Ok(Value { data, from }),
                None => self.rare(row, column as usize),
            },
            Found::Other(access) => self.property(row, access),
        }
    }

    /// Whether a field is given, remembered at the site where it is asked.
    ///
    /// # Errors
    /// When there is no such field, or its value is known to be broken.
    #[inline]
    pub(crate) fn gives(&mut self, site: usize, row: RowId, name: &str) -> Answer<bool> {
        if let Some((cell, _)) = self.known(site, row)
            && cell != Cell::Invalid
        {
            return Ok(cell != Cell::Absent);
        }
        match self.found(site, row, name)? {
            Found::Cell(Cell::Invalid, column, _) => Err(self.blocked(Gap::Cell(row, column as usize))),
            Found::Cell(cell, ..) => Ok(cell != Cell::Absent),
            Found::Other(_) => Err(unknown(self.store.kind(row), name)),
        }
    }

    /// A record's property.
    ///
    /// # Errors
    /// When the field is absent, or the value is known to be broken.
    #[inline]
    pub(crate) fn property(&mut self, row: RowId, access: Access) -> Answer {
        match access {
            Access::Column(column) => self.field(row, column as usize),
            Access::Link(link) => self.link(row, link),
            other => self.built_in(row, other),
        }
    }

    fn built_in(&mut self, row: RowId, access: Access) -> Answer {
        match access {
            Access::Key => {
                self.notes.record(self.store, row);
                match self.store.key_id(row) {
                    Some(id) => Ok(Self::interned(id)),
                    None => {
                        let (key, is) = (self.store.key(row), self.content(row).map(short));
                        let pieces = vec![Piece::value(0, 0, key.len(), is)];
                        self.new_words(key, pieces)
                    }
                }
            }
            Access::Kind => self.known_text(&self.store.kind(row).name),
            Access::Body => self.known_text(&self.store.body(row.body).id),
            _ => {
                self.notes.record(self.store, row);
                Ok(Value::int(self.store.head(row).year.into()))
            }
        }
    }

    /// A text that the data may have, too.
    ///
    /// # Errors
    /// When memory is used up.
    pub(crate) fn known_text(&mut self, text: &str) -> Answer {
        self.budget.spend_on_bytes(text.len())?;
        match self.store.string_id(text) {
            Some(id) => Ok(Self::interned(id)),
            None => self.new_text(text),
        }
    }

    /// A property by its name.
    ///
    /// # Errors
    /// When there is none of that name, the field is absent, or the value is known to be broken.
    pub(crate) fn property_named(&mut self, row: RowId, name: &str) -> Answer {
        let kind = self.store.kind(row);
        self.pay_for_search(kind, name)?;
        let access = Access::find(kind, name).ok_or_else(|| unknown(kind, name))?;
        self.property(row, access)
    }

    /// Pays for looking through the fields and links of a kind for a name.
    pub(crate) fn pay_for_search(&self, kind: &Kind, name: &str) -> Answer<()> {
        self.budget.spend_on_bytes(name.len())?;
        Ok(self.budget.spend_on((kind.fields.len() + kind.links.len()) >> 3)?)
    }

    /// The column of a field of a record's kind, by name or Chinese label.
    ///
    /// # Errors
    /// When there is none.
    pub(crate) fn column(&self, row: RowId, name: &str) -> Answer<usize> {
        let kind = self.store.kind(row);
        self.pay_for_search(kind, name)?;
        kind.column(name).ok_or_else(|| unknown(kind, name))
    }

    /// The value of a field.
    ///
    /// # Errors
    /// When it is absent, or known to be broken.
    #[inline]
    pub(crate) fn field(&mut self, row: RowId, column: usize) -> Answer {
        self.notes.field(self.store, row, column);
        let from = self.origin(row, column);
        match self.plain(self.store.cell(row, column)) {
            Some(data) => Ok(Value { data, from }),
            None => self.rare(row, column),
        }
    }

    /// What most cells are.
    #[inline]
    fn plain(&self, cell: Cell) -> Option<Data> {
        match cell {
            Cell::Int(n) => Some(Data::Int(n)),
            Cell::Str(id) => Some(Data::Str(id)),
            Cell::Bool(yes) => Some(Data::Bool(yes)),
            Cell::Date(date) => Some(Data::Date(date)),
            Cell::Ref(to) if !self.scope.network => Some(Data::Record(to)),
            _ => None,
        }
    }

    #[cold]
    fn absent(&self, row: RowId, column: usize) -> Stop {
        let field = &self.store.kind(row).fields[column].name;
        Stop::failed(say!(
            "字段“{field}”没有填写；先用 has(\"{field}\") 判断，或用 get(\"{field}\", 默认值) 读取",
            "field `{field}` is absent; ask has(\"{field}\") first, or read it by get(\"{field}\", default)"
        ))
    }

    fn rare(&mut self, row: RowId, column: usize) -> Answer {
        let cell = self.store.cell(row, column);
        if cell == Cell::Absent {
            return Err(self.absent(row, column));
        }
        let store = self.store;
        self.cell(row.body, cell, &store.kind(row).fields[column].ty, self.origin(row, column))
    }

    /// A cell as a value.
    fn cell(&mut self, body: BodyId, cell: Cell, ty: &Type, from: Origin) -> Answer {
        let data = match cell {
            Cell::Absent => Data::Unit,
            Cell::Invalid => return Err(self.blocked_at(body, from)),
            Cell::Bool(yes) => Data::Bool(yes),
            Cell::Int(n) => Data::Int(n),
            Cell::Decimal(d) => Number::from(d).data(),
            Cell::Str(id) => Data::Str(id),
            Cell::Date(d) => Data::Date(d),
            Cell::Time(t) => Data::Time(t),
            Cell::Period(p) => Data::Period(p),
            Cell::Ref(row) => {
                self.may_see(self.store.kind(row))?;
                Data::Record(row)
            }
            Cell::Nested(elements) => self.nested(body, elements, ty)?,
        };
        Ok(Value { data, from })
    }

    #[cold]
    fn blocked_at(&mut self, body: BodyId, from: Origin) -> Stop {
        let at = self.store.cell_at(from.0);
        self.blocked(at.map_or(Gap::Body(body), |at| Gap::Cell(at.row, at.column)))
    }

    /// A list as an array, a table as a map of the fields given.
    fn nested(&mut self, body: BodyId, elements: Elements, ty: &Type) -> Answer<Data> {
        self.budget.spend_on(elements.len())?;
        let nested = &self.store.body(body).nested;
        let first = self.store.nested_count_to(body, 0);
        let value =
            |state: &mut Self, at: usize, ty: &Type| state.cell(body, nested[at].cell, ty, Origin(first + at as u64));
        match ty {
            Type::Table(fields) => {
                let mut map = Map { entries: BTreeMap::new(), depth: 1 };
                for (at, field) in elements.range().zip(fields) {
                    if nested[at].cell != Cell::Absent {
                        let value = value(self, at, &field.ty)?;
                        map.depth = map.depth.max(1 + value.depth());
                        map.entries.insert(Rc::from(field.name.as_str()), value);
                    }
                }
                self.new_map(map)
            }
            Type::List(of) => {
                let mut array = Array { items: Vec::with_capacity(elements.len()), depth: 1 };
                for at in elements.range() {
                    let value = value(self, at, of)?;
                    array.depth = array.depth.max(1 + value.depth());
                    array.items.push(value);
                }
                self.new_array(array)
            }
            _ => Ok(Data::Unit),
        }
    }

    /// An array that the call pays for.
    ///
    /// # Errors
    /// When it is nested too deeply, or memory is used up.
    pub(crate) fn new_array(&mut self, array: Array) -> Answer<Data> {
        if array.depth > crate::native::budget::NESTED || array.items.len() > crate::native::budget::ARRAY {
            return Err(Stop::too_large());
        }
        let elsewhere: usize = array.items.iter().map(Value::elsewhere).sum();
        let bytes = size_of::<Held<Array>>() + array.items.len() * size_of::<Value>() + elsewhere;
        Ok(Data::Array(self.budget.pay(bytes)?.holding(array)))
    }

    /// A map that the call pays for.
    ///
    /// # Errors
    /// As [`Self::new_array`].
    pub(crate) fn new_map(&mut self, map: Map) -> Answer<Data> {
        if map.depth > crate::native::budget::NESTED || map.entries.len() > crate::native::budget::ARRAY {
            return Err(Stop::too_large());
        }
        let entry = |(name, value): (&Rc<str>, &Value)| 64 + name.len() + size_of::<Value>() + value.elsewhere();
        let bytes = size_of::<Held<Map>>() + map.entries.iter().map(entry).sum::<usize>();
        Ok(Data::Map(self.budget.pay(bytes)?.holding(map)))
    }

    /// Whether a field is given.
    ///
    /// # Errors
    /// When its value is known to be broken.
    pub(crate) fn has(&mut self, row: RowId, column: usize) -> Answer<bool> {
        self.notes.field(self.store, row, column);
        match self.store.cell(row, column) {
            Cell::Invalid => Err(self.blocked(Gap::Cell(row, column))),
            cell => Ok(cell != Cell::Absent),
        }
    }

    /// The place of a field: its value, or the record's header where it is not given.
    #[must_use]
    pub(crate) fn place_of(&mut self, row: RowId, column: usize) -> Value {
        self.notes.record(self.store, row);
        Value { data: Data::Place(row), from: self.origin(row, column) }
    }

    /// The records that refer to a record by one of its links, of the years of the call.
    ///
    /// # Errors
    /// When some records of their kind could not be read, or may not be seen.
    pub(crate) fn link(&mut self, row: RowId, link: u16) -> Answer {
        self.notes.link(self.store, row, link.into());
        let (kind, _) = self.store.linked(row, link.into());
        let body = self.store.body(row.body);
        self.may_see(body.schema.get(kind))?;
        if body.incomplete[kind.at()] {
            return Err(self.blocked(Gap::Kind(row.body, kind)));
        }
        if self.scope.network {
            self.gaps.insert(Gap::Table(row.body, kind));
        }
        if self.store.broken_links(row, link.into()) > 0 {
            // The call goes on, and may see too little.
            self.gaps.insert(Gap::Link(row.body, row.kind, link));
            self.doubt = Some((row, link));
        }
        if let Some(doubts) = self.doubts
            && self.unsure.is_none()
        {
            self.unsure = doubts.of_link(self.store, row, link, self.link_years());
        }
        self.seen(Data::Linked(row, link))
    }
}
