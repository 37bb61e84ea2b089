//! Records, as scripts see them.

use std::cell::RefCell;

use jiff::civil::Date;
use rhai::{Array, Dynamic, Map};

use super::number::Q;
use super::stop::{Answer, Stop};
use super::store::{Given, Read, World};
use super::value::{Own, Val, View, own, val};
use crate::schema::Type;

/// What a finding points at.
#[derive(Clone, Debug)]
pub enum At {
    /// The body as a whole.
    Body,
    Rec(usize),
    Cell(i32),
}

/// A finding as a script reports it.
#[derive(Clone, Debug)]
pub struct Draft {
    pub at: At,
    pub message: String,
    pub help: Option<String>,
    pub see: Vec<(At, String)>,
    /// Last day, and whether it is still to come.
    pub due: Option<(Date, bool)>,
    pub warning: bool,
}

/// The call at hand.
pub struct Call {
    pub world: World,
    pub today: Date,
    /// The body; of the network all.
    pub bodies: Vec<usize>,
    pub network: bool,
    pub year: i16,
    pub parameters: Vec<(String, Dynamic)>,
    pub drafts: Vec<Draft>,
}

thread_local! {
    static CALL: RefCell<Option<Call>> = const { RefCell::new(None) };
}

/// Does something with the call at hand.
pub fn call<T>(work: impl FnOnce(&mut Call) -> T) -> T {
    CALL.with_borrow_mut(|call| work(call.as_mut().expect("a call")))
}

/// Begins a call, or ends it and gives it back.
pub fn set(new: Option<Call>) -> Option<Call> {
    CALL.replace(new)
}

/// A value that was read, with the number of its place.
pub fn read(tag: i32, read: &Read) -> Dynamic {
    let mut value = match read {
        Read::Bool(yes) => Dynamic::from_bool(*yes),
        Read::Int(n) => Dynamic::from_int(*n),
        Read::Dec(q) => own(Own::Num(*q)),
        Read::Text(text) => own(Own::Text(text.as_str().into())),
        Read::Date(date) => own(Own::Date(*date)),
        Read::Time(time) => own(Own::Time(*time)),
        Read::Period(period) => own(Own::Period(*period)),
        Read::Rec(rec) => own(Own::Rec(*rec)),
        Read::List(items) => items.iter().map(|(tag, item)| self::read(*tag, item)).collect::<Array>().into(),
        Read::Table(entries) => {
            let entries = entries.iter().map(|(name, tag, entry)| (name.as_str().into(), self::read(*tag, entry)));
            entries.collect::<Map>().into()
        }
    };
    value.set_tag(tag);
    value
}

/// The field of a record by name or label.
fn field(call: &Call, rec: usize, name: &str) -> Option<usize> {
    let kind = &call.world.schema.kinds[call.world.store.recs[rec].kind];
    kind.fields.iter().position(|field| field.name == name || field.label == name)
}

/// What a record has in a field; `None` where it is absent.
pub fn given(rec: usize, name: &str) -> Answer<Option<Dynamic>> {
    call(|call| {
        let Some(at) = field(call, rec, name) else { return Err(Stop::fault(format!("no field {name}"))) };
        let (tag, given) = &call.world.store.recs[rec].cells[at];
        match given {
            Given::Absent => Ok(None),
            Given::Broken => Err(Stop::Blocked),
            Given::Value(value) => Ok(Some(read(*tag, value))),
        }
    })
}

/// `record.name`
pub fn property(rec: usize, name: &str) -> Answer {
    let is_field = call(|call| field(call, rec, name).is_some());
    if is_field {
        return given(rec, name)?.ok_or_else(|| Stop::fault(format!("{name} is absent")));
    }
    call(|call| {
        let store = &call.world.store;
        let own_rec = &store.recs[rec];
        let kind = &call.world.schema.kinds[own_rec.kind];
        match name {
            "key" => return Ok(own_rec.key.clone().into()),
            "kind" => return Ok(kind.name.clone().into()),
            "body" => return Ok(store.bodies[own_rec.body].clone().into()),
            "year" => return Ok(Dynamic::from_int(own_rec.year.into())),
            _ => {}
        }
        let Some(link) = kind.links.iter().find(|link| link.name == name || link.label == name) else {
            return Err(Stop::fault(format!("no field {name}")));
        };
        let from = call.world.schema.kinds.iter().position(|kind| kind.name == link.kind).expect("declared");
        let column = call.world.schema.kinds[from].fields.iter().position(|f| f.name == link.field).expect("declared");
        let mut rows = store.referring(rec, from, column);
        rows.retain(|row| matches!(store.recs[*row].year, year if year == 0 || year == call.year));
        Ok(own(Own::View(View { kind: from, rows })))
    })
}

/// `value.name`
pub fn named(value: &Dynamic, name: &str) -> Answer {
    match val(value) {
        Val::Own(Own::Rec(rec)) => property(rec, name),
        Val::Map(map) => map.get(name).cloned().ok_or_else(|| Stop::fault(format!("no entry {name}"))),
        Val::Own(Own::Group(group)) if name == "key" => Ok(group.0),
        Val::Own(Own::Group(group)) if name == "items" => Ok(group.1),
        _ => Err(Stop::fault(format!("no {name}"))),
    }
}

/// The same where nothing may be there.
pub fn named_if_given(value: &Dynamic, name: &str) -> Answer<Option<Dynamic>> {
    match val(value) {
        Val::Own(Own::Rec(rec)) => given(rec, name),
        Val::Map(map) => Ok(map.get(name).cloned()),
        _ => Err(Stop::fault(format!("no field {name}"))),
    }
}

/// `record.at(name)`
pub fn place(rec: usize, name: &str) -> Answer {
    call(|call| match field(call, rec, name) {
        Some(at) => Ok(own(Own::Place(call.world.store.recs[rec].cells[at].0))),
        None => Err(Stop::fault(format!("no field {name}"))),
    })
}

/// What a finding points at.
pub fn target(value: &Dynamic) -> Answer<At> {
    match (value.tag(), val(value)) {
        (tag, _) if tag > 0 => Ok(At::Cell(tag)),
        (_, Val::Own(Own::Place(tag))) => Ok(At::Cell(tag)),
        (_, Val::Own(Own::Rec(rec))) => Ok(At::Rec(rec)),
        // Of the network a finding stands in the script, of which the oracle knows nothing.
        (_, Val::Own(Own::Ctx)) if call(|call| call.network) => Err(Stop::Unsure),
        (_, Val::Own(Own::Ctx)) => Ok(At::Body),
        _ => Err(Stop::fault("no place")),
    }
}

/// What people call a record.
pub fn name(rec: usize) -> String {
    let text = |name: &str| match given(rec, name) {
        Ok(Some(value)) => super::value::text(&value).ok().map(Into::into),
        _ => None,
    };
    text("name").or_else(|| text("title")).unwrap_or_else(|| call(|call| call.world.store.recs[rec].key.clone()))
}

/// A value as texts show it.
pub fn shown(value: &Dynamic) -> Answer<String> {
    Ok(match val(value) {
        Val::Unit => String::new(),
        Val::Bool(yes) => yes.to_string(),
        Val::Int(n) => n.to_string(),
        Val::Text(text) => text.to_string(),
        Val::Own(Own::Num(q)) => Q::shown(q)?,
        Val::Own(Own::Date(date)) => date.to_string(),
        Val::Own(Own::Time(time)) => time.strftime("%H:%M").to_string(),
        Val::Own(Own::Period(period)) => period.shown(),
        Val::Own(Own::Rec(rec)) => name(rec),
        _ => return Err(Stop::fault("it has no text of its own")),
    })
}

/// `label(value)`
pub fn label(value: &Dynamic) -> Answer<String> {
    let word = match val(value) {
        Val::Own(Own::Rec(rec)) => return Ok(name(rec)),
        Val::Text(word) => word,
        _ => return Err(Stop::fault("no label")),
    };
    call(|call| {
        let own = (value.tag() > 0).then(|| &call.world.store.spots[usize::try_from(value.tag()).unwrap_or(1) - 1]);
        let own = own.and_then(|spot| {
            let kind = call.world.store.recs[spot.rec].kind;
            labelled(&call.world.schema.kinds[kind].fields[spot.field].ty, &word)
        });
        if let Some(label) = own {
            return Ok(label);
        }
        let fields = call.world.schema.kinds.iter().flat_map(|kind| &kind.fields);
        let mut labels: Vec<String> = fields.filter_map(|field| labelled(&field.ty, &word)).collect();
        labels.sort();
        labels.dedup();
        match labels.as_slice() {
            [one] => Ok(one.clone()),
            _ => Err(Stop::fault("no label")),
        }
    })
}

/// `record.label(name)`
pub fn label_of(rec: usize, name: &str) -> Answer<String> {
    call(|call| {
        let kind = &call.world.schema.kinds[call.world.store.recs[rec].kind];
        if let Some(at) = field(call, rec, name) {
            return Ok(kind.fields[at].label.clone());
        }
        let link = kind.links.iter().find(|link| link.name == name || link.label == name);
        link.map(|link| link.label.clone()).ok_or_else(|| Stop::fault("no such field"))
    })
}

fn labelled(ty: &Type, word: &str) -> Option<String> {
    match ty {
        Type::Enum(values) => values.iter().find(|(name, _)| name == word).map(|(_, label)| label.clone()),
        Type::List(of) => labelled(of, word),
        Type::Table(fields) => fields.iter().find_map(|field| labelled(&field.ty, word)),
        _ => None,
    }
}
