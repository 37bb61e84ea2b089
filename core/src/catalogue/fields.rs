//! Fields as packs have them: where they are declared, and what packs that inherit them have changed, with their reasons.

use crate::check::Request;
use crate::check::memos::Memos;
use crate::check::prepare::Context;
use crate::files::Files;
use crate::language::{Lang, Text};
use crate::pack::schemas;
use crate::schema::amended::Amended;
use crate::schema::{Field, Kind, Schema, Type};
use crate::source::{Place, Sources};
use crate::spelling::nearest;

/// A field as some packs have it.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldInfo {
    /// `kind.field`.
    pub name: String,
    /// What people call it.
    pub label: Text,
    /// What people call its kind.
    pub of: Text,
    /// Its type, its limits, and whether it may be absent.
    pub field: Field,
    /// What an enum may be.
    pub values: Vec<ValueInfo>,
    /// What packs have changed of it.
    pub changes: Vec<ChangeInfo>,
    /// Where it is declared.
    pub place: Place,
    /// The packs that have it so.
    pub packs: Vec<String>,
}

/// A value of an enum.
#[derive(Clone, Debug, PartialEq)]
pub struct ValueInfo {
    /// The value.
    pub name: String,
    /// What people call it.
    pub label: Text,
    /// The pack that has added it to an inherited field.
    pub pack: Option<String>,
}

/// A change to an inherited field.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangeInfo {
    /// The pack that makes it.
    pub pack: String,
    /// Whether the field may be absent since.
    pub optional: Option<bool>,
    /// Why.
    pub reason: String,
}

/// The field `kind.field`, by names or by Chinese labels, as all packs have it that have one; and the texts where it stands.
///
/// # Errors
/// With the name that was perhaps meant, when there is none.
pub fn fields(files: &dyn Files, request: &Request, name: &str) -> Result<(Vec<FieldInfo>, Sources), Option<String>> {
    let (mut sources, memos) = (Sources::default(), Memos::default());
    let request = &Request { allow_empty: true, ..request.clone() };
    let context = Context { files, request, memos: &memos, progress: &() };
    let (ruleset, _) = super::load(context, &mut sources);
    let (mut found, mut known): (Vec<FieldInfo>, Vec<String>) = (Vec::new(), Vec::new());
    for pack in ruleset.packs.iter() {
        let id = &pack.manifest.id;
        let in_force = ruleset.packs.in_force(id);
        let (schema, _) = schemas::merge(&ruleset.packs, in_force.chain.iter().map(String::as_str), false);
        known.extend(names(&schema));
        let Some((kind, field)) = of(&schema, name) else { continue };
        let mut own = info(kind, field);
        match found.iter_mut().find(|other| FieldInfo { packs: Vec::new(), ..(*other).clone() } == own) {
            Some(other) => other.packs.push(id.clone()),
            None => {
                own.packs.push(id.clone());
                found.push(own);
            }
        }
    }
    if found.is_empty() {
        return Err(nearest(name, known.iter().map(String::as_str)).map(str::to_owned));
    }
    Ok((found, sources))
}

/// The names of all fields.
fn names(schema: &Schema) -> impl Iterator<Item = String> {
    let fields = schema.kinds.iter().flat_map(|kind| kind.fields.iter().map(move |field| (kind, field)));
    fields.map(|(kind, field)| format!("{}.{}", kind.name, field.name))
}

fn of<'s>(schema: &'s Schema, name: &str) -> Option<(&'s Kind, &'s Field)> {
    let (kind, field) = name.split_once('.')?;
    let kind = schema.kind(kind)?;
    Some((kind, kind.field(field)?))
}

fn info(kind: &Kind, field: &Field) -> FieldInfo {
    let changes: Vec<&Amended> = kind.amended.iter().filter(|own| own.change.field == field.name).collect();
    let ty = match &field.ty {
        Type::List(of) => of,
        ty => ty,
    };
    let value = |value: &crate::schema::EnumValue| {
        let added = changes.iter().find(|own| own.change.add.iter().any(|(added, _)| added == value));
        ValueInfo { name: value.name.clone(), label: value.label.clone(), pack: added.map(|own| own.pack.clone()) }
    };
    let change = |own: &&Amended| ChangeInfo {
        pack: own.pack.clone(),
        optional: own.change.optional,
        reason: own.change.reason.clone(),
    };
    FieldInfo {
        name: format!("{}.{}", kind.name, field.name),
        label: field.label.clone(),
        of: Text::new(kind.label.get(Lang::Zh), kind.label.get(Lang::En)),
        field: field.clone(),
        values: ty.enumerated().unwrap_or_default().iter().map(value).collect(),
        changes: changes.iter().map(change).collect(),
        place: field.place,
        packs: Vec::new(),
    }
}
