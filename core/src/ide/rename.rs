//! Where something is used, and calling it otherwise: keys of records through all data, fields through pack and data, functions.

use super::data::quoted;
use super::excused;
use super::line::{key, spot};
use super::records::{self, uses};
use super::script::{Script, typed, word};
use super::{Change, Open, keys, script};
use crate::format::Sort;
use crate::language::{Text, say};
use crate::pack::Pack;
use crate::script::check::Code;
use crate::script::tree::What;
use crate::script::types::Ty;
use crate::script::walk::{self, Part};
use crate::source::{Place, Span};
use crate::value::Row;

/// A field: the place of its declaration, and its name.
struct Named {
    place: Place,
    kind: String,
    field: String,
}

pub(super) fn references(open: Open<'_>, at: usize) -> Vec<Place> {
    match open.sort() {
        Some(Sort::Data) => of_data(open, at),
        Some(Sort::Script) => of_script(open, at),
        None => Vec::new(),
    }
}

fn of_data(open: Open<'_>, at: usize) -> Vec<Place> {
    let spot = spot(open.text, at);
    if keys::of(open.name, spot.header).is_none()
        && spot.key.is_some()
        && let Some(found) = records::at(open.outcome, open.name, at)
        && let Some(row) = found.record()
    {
        let waivers = excused::of_record(open, found.store, row).into_iter().map(|own| own.place);
        return uses(found.store, row).into_iter().chain(waivers).collect();
    }
    if let Some(field) = field(open, at) {
        return of_field(open, &field);
    }
    let word = spot.word.rsplit('.').next().unwrap_or_default();
    if spot.header.starts_with("parameters") && spot.in_header {
        return everywhere(open, &|text| text == word)
            .into_iter()
            .chain([Place { source: source(open), span: spot.span }])
            .collect();
    }
    if open.outcome.rules.contains_key(spot.word) {
        return of_rule(open, spot.word);
    }
    Vec::new()
}

/// The text of the file among those of the outcome.
fn source(open: Open<'_>) -> crate::source::SourceId {
    let own = open.outcome.sources.iter().filter(|(_, source)| source.name == open.name);
    own.map(|(id, _)| id).last().unwrap_or(crate::source::SourceId::NONE)
}

fn of_script(open: Open<'_>, at: usize) -> Vec<Place> {
    let span = word(open.text, at);
    let name = &open.text[span.range()];
    let full = open.outcome.rules.iter().find(|(_, info)| {
        let file = &open.outcome.sources.get(info.place.source).name;
        *file == open.name
            && super::outline::symbols(open).iter().any(|own| {
                own.at.range().contains(&at) && info.name.split_once('/').is_some_and(|(_, id)| id == own.name)
            })
    });
    if let Some((name, _)) = full {
        return of_rule(open, name);
    }
    let declared = script::definitions(open, at);
    if let Some(place) = declared.first().copied() {
        let same = |own: &Open<'_>, at: usize| script::definitions(*own, at).first() == Some(&place);
        let mut places: Vec<Place> = named(open, name, &same);
        places.push(place);
        return places;
    }
    let own = Place { source: source(open), span };
    let same = |of: &Open<'_>, at: usize| script::definitions(*of, at).first() == Some(&own);
    let mut places = named(open, name, &same);
    places.push(own);
    places
}

/// The packs of the outcome that are no part of the program.
fn packs(open: Open<'_>) -> impl Iterator<Item = &Pack> {
    open.outcome.projects.iter().flat_map(|project| project.rules.packs.iter()).filter(|pack| !pack.embedded)
}

/// Where a word stands in scripts, of those that pass.
fn named(open: Open<'_>, name: &str, passes: &dyn Fn(&Open<'_>, usize) -> bool) -> Vec<Place> {
    let mut places = Vec::new();
    for id in packs(open).flat_map(|pack| pack.scripts.values().chain(pack.libraries.values())) {
        let own = open.outcome.sources.get(*id);
        let file = Open::new(open.outcome, &own.name, own.text());
        for (at, _) in own.text().match_indices(name) {
            if word(own.text(), at) == Span::new(at, at + name.len()) && passes(&file, at) {
                places.push(Place { source: *id, span: Span::new(at, at + name.len()) });
            }
        }
    }
    places
}

/// Where scripts name a parameter.
fn everywhere(open: Open<'_>, same: &dyn Fn(&str) -> bool) -> Vec<Place> {
    let mut places = Vec::new();
    for_each(open, &mut |script, expr| match &expr.what {
        What::Property { of, name, .. } if same(&name.text) && matches!(script.ty(of), Some(Ty::Params)) => {
            places.push(Place { source: script.source, span: name.span });
        }
        What::Call { name, arguments } if &*name.text == "param" => {
            if let [first] = arguments.as_slice()
                && let What::Text(text) = &first.what
                && same(text)
            {
                places.push(Place { source: script.source, span: first.span });
            }
        }
        _ => {}
    });
    places
}

/// Shows every expression of the scripts of packs, with their types.
fn for_each(open: Open<'_>, see: &mut dyn FnMut(&Script<'_>, &crate::script::tree::Expr)) {
    for id in packs(open).flat_map(|pack| pack.scripts.values().chain(pack.libraries.values())) {
        let own = open.outcome.sources.get(*id);
        let Some(script) = typed(Open::new(open.outcome, &own.name, own.text()), own.text()) else { continue };
        for instance in script.typed.instances.iter().filter(|instance| instance.file == *id) {
            let body = match &instance.what {
                Code::Function(function) => &function.body,
                Code::Closure(closure) => &closure.body,
                Code::File(_) => continue,
            };
            walk::block(body, &mut |part| {
                if let Part::Expr(expr) = part {
                    see(&script, expr);
                }
            });
        }
    }
}

/// A rule: its declaration, and the cases and settings that name it.
fn of_rule(open: Open<'_>, name: &str) -> Vec<Place> {
    let mut places: Vec<Place> = open.outcome.rules.get(name).map(|info| info.place).into_iter().collect();
    let id = name.split_once('/').map_or(name, |(_, id)| id);
    for pack in packs(open) {
        for source in pack.cases.values() {
            let text = open.outcome.sources.get(*source).text();
            for word in [format!("\"{name}\""), format!("\"{id}\"")] {
                let found = text.match_indices(&word).map(|(at, _)| Span::new(at, at + word.len()));
                places.extend(found.map(|span| Place { source: *source, span }));
            }
        }
    }
    let settings = open.outcome.sources.numbered().filter(|(_, source)| source.name.ends_with("yize.toml"));
    for (id, source) in settings {
        let word = format!("\"{name}\"");
        let found = source.text().match_indices(&word).map(|(at, _)| Span::new(at, at + word.len()));
        places.extend(found.map(|span| Place { source: id, span }));
    }
    places
}

/// The field whose name stands at a byte: of data, of `kinds.toml`, or in a script.
fn field(open: Open<'_>, at: usize) -> Option<Named> {
    if open.sort() == Some(Sort::Script) {
        let place = *script::definitions(open, at).first()?;
        return declared(open, place);
    }
    let spot = spot(open.text, at);
    if open.name.ends_with("kinds.toml") {
        let kind = spot.header.strip_suffix(".fields")?;
        return by_name(open, kind, spot.word.split('.').next().unwrap_or_default());
    }
    if spot.key.is_some() || spot.in_header {
        return None;
    }
    by_name(open, spot.header, spot.word)
}

fn by_name(open: Open<'_>, kind: &str, field: &str) -> Option<Named> {
    let schema = records::schema(open.outcome, "")?;
    let own = schema.get(schema.index(kind)?);
    let found = own.field(field)?;
    Some(Named { place: found.place, kind: own.name.clone(), field: found.name.clone() })
}

fn declared(open: Open<'_>, place: Place) -> Option<Named> {
    let schema = records::schema(open.outcome, "")?;
    schema.iter().find_map(|(_, kind)| {
        let field = kind.fields.iter().find(|field| field.place == place)?;
        Some(Named { place, kind: kind.name.clone(), field: field.name.clone() })
    })
}

/// The key before a value, in its line.
fn key_before(text: &str, value: usize, name: &str) -> Option<Span> {
    let start = text[..value].rfind('\n').map_or(0, |end| end + 1);
    let line = text.get(start..)?.lines().next()?;
    let (own, column) = key(line)?;
    (own == name).then(|| Span::new(start + column, start + column + own.len()))
}

/// Where a field is named: its declaration, the data, the scripts.
fn of_field(open: Open<'_>, named: &Named) -> Vec<Place> {
    let mut places = Vec::new();
    let text = open.outcome.sources.get(named.place.source).text();
    let from = text[..named.place.span.start as usize].rfind('\n').map_or(0, |end| end + 1);
    if let Some(span) = key_before(text, from, &named.field) {
        places.push(Place { source: named.place.source, span });
    }
    for body in open.outcome.projects.iter().flat_map(|project| &project.store.bodies) {
        let Some(kind) = body.schema.index(&named.kind) else { continue };
        let table = body.table(kind);
        let Some(column) = body.schema.get(kind).column(&named.field).and_then(|at| table.columns.get(at)) else {
            continue;
        };
        for row in Row::all(table.rows.len()) {
            let (source, span) = (table.rows[row.at()].source, column.spans.get(row.at(), table.rows[row.at()].header));
            let text = open.outcome.sources.get(source).text();
            if span != Span::default()
                && let Some(span) = key_before(text, span.start as usize, &named.field)
            {
                places.push(Place { source, span });
            }
        }
    }
    for_each(open, &mut |script, expr| {
        if let What::Property { of, name, .. } = &expr.what
            && *name.text == *named.field
            && let Some(Ty::Record(kind)) = script.ty(of)
            && script.schema.get(*kind).name == named.kind
        {
            places.push(Place { source: script.source, span: name.span });
        }
    });
    places
}

pub(super) fn rename(open: Open<'_>, at: usize, new: &str) -> Result<Vec<Change>, Text> {
    let nothing = || Err(say!("这里没有可以改名的内容", "there is nothing here that can be renamed"));
    if open.sort() == Some(Sort::Data)
        && let Some(found) = records::at(open.outcome, open.name, at)
        && let Some(row) = found.record()
    {
        let kind = found.store.kind(row);
        if kind.key.len() != 1 {
            return Err(say!(
                "这类记录的编号由几个字段组成，不能改名",
                "the key of this kind is made of several fields"
            ));
        }
        let taken = |body: &crate::data::Body| {
            let id = found.store.string_id(new);
            id.is_some_and(|id| body.table(row.kind).row_of(found.store.head(row).year, id).is_some())
        };
        if new.trim().is_empty() || new.contains('\n') || taken(found.store.body(row.body)) {
            return Err(say!("编号“{new}”已经有了，或不能用", "the key `{new}` is taken, or is none"));
        }
        let places = uses(found.store, row).into_iter().map(|place| Change { place, new: quoted(new) });
        let waivers = excused::of_record(open, found.store, row);
        return Ok(places.chain(waivers.iter().map(|own| own.renamed(new))).collect());
    }
    let name = |c: char| c.is_alphanumeric() || c == '_';
    if new.is_empty() || !new.chars().all(name) || new.starts_with(|c: char| c.is_ascii_digit()) {
        return Err(say!(
            "名称只能用字母、数字和“_”，不能以数字开头",
            "a name has letters, digits and `_`, and begins with no digit"
        ));
    }
    let Some(named) = field(open, at) else { return nothing() };
    let own = packs(open).any(|pack| pack.texts.values().any(|source| *source == named.place.source));
    if !own {
        return Err(say!(
            "这个字段由程序自带的规则包声明，不能改名",
            "a pack that comes with the program declares this field"
        ));
    }
    if by_name(open, &named.kind, new).is_some() {
        return Err(say!("已经有字段“{new}”", "there is a field `{new}` already"));
    }
    let mut places = of_field(open, &named);
    places.sort_unstable();
    places.dedup();
    Ok(places.into_iter().map(|place| Change { place, new: new.to_owned() }).collect())
}
