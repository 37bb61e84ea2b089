//! Scripts in an editor: types by the checker, also of a line that is being typed.

use super::records::{field_text, type_text};
use super::{Answer, Offer, Open, options};
use crate::check::ruleset::Ruleset;
use crate::language::{Lang, Text};
use crate::native::entry::Entry;
use crate::native::functions;
use crate::native::shape::{Form, Shape};
use crate::pack::{InForce, schemas};
use crate::run::checked::{self, Parameters};
use crate::schema::Schema;
use crate::script::check::{Code, Typed};
use crate::script::parse::Parser;
use crate::script::reading::{self, Reading};
use crate::script::tree::{Expr, What};
use crate::script::types::Ty;
use crate::script::walk::{self, Part};
use crate::source::{Place, SourceId, Span};

/// A script with its types.
pub(super) struct Script<'o> {
    pub rules: &'o Ruleset,
    pub source: SourceId,
    pub in_force: InForce,
    pub schema: Schema,
    pub reading: Reading,
    pub typed: Typed,
}

/// The script of that name with a text.
pub(super) fn typed<'o>(open: Open<'o>, text: &str) -> Option<Script<'o>> {
    let sources = &open.outcome.sources;
    let named = |source: &SourceId| sources.get(*source).name == open.name;
    let (rules, pack, source) = open.outcome.projects.iter().find_map(|project| {
        let mut packs = project.rules.packs.iter();
        packs.find_map(|pack| {
            let mut files = pack.scripts.values().chain(pack.libraries.values());
            files.find(|source| named(source)).map(|source| (&*project.rules, pack, *source))
        })
    })?;
    let in_force = rules.packs.in_force(&pack.manifest.id);
    let (schema, _) = schemas::merge(&rules.packs, in_force.chain.iter().map(String::as_str), in_force.unread.extends);
    let parameters = Parameters::of(&in_force);
    let reading = reading::read(&Parser::new(), source, text);
    let typed = checked::typed_with(rules.desk(), pack, &schema, &parameters, reading.file.clone());
    Some(Script { rules, source, in_force, schema, reading, typed })
}

impl Script<'_> {
    /// The expressions of the file that hold a byte, outer ones first.
    fn around(&self, at: usize) -> Vec<&Expr> {
        let mut found: Vec<&Expr> = Vec::new();
        let file = &self.reading.file;
        let holds = |span: Span| span.start as usize <= at && at <= span.end as usize;
        walk::file(file, &mut |part| {
            if let Part::Expr(expr) = part
                && holds(expr.span)
            {
                found.push(expr);
            }
        });
        found
    }

    /// The type of an expression, by the first instance that knows it.
    pub(super) fn ty(&self, expr: &Expr) -> Option<&Ty> {
        let own = self.typed.instances.iter().filter(|instance| instance.file == self.source);
        own.filter_map(|instance| instance.table.types.get(&expr.id)).find(|ty| ty.is_known()).map(Ty::plain)
    }
}

/// Whether a span holds a byte, its end included.
fn holds(span: Span, at: usize) -> bool {
    span.start as usize <= at && at <= span.end as usize
}

/// The word around a byte.
pub(super) fn word(text: &str, at: usize) -> Span {
    let letter = |c: &char| c.is_alphanumeric() || *c == '_';
    let start = at - text[..at].chars().rev().take_while(letter).map(char::len_utf8).sum::<usize>();
    let end = at + text[at..].chars().take_while(letter).map(char::len_utf8).sum::<usize>();
    Span::new(start, end)
}

fn entry_offer(entry: &Entry, over: Span) -> Offer {
    let text = |does: &str| format!("{does}\n\n```rhai\n{}\n```", entry.example);
    let insert = if entry.form == Form::Property { entry.name.to_owned() } else { format!("{}(", entry.name) };
    let text = Text::new(text(entry.zh), text(entry.en));
    Offer { label: entry.name.to_owned(), detail: Text::same(entry.usage()), text, insert, over }
}

pub(super) fn offers(open: Open<'_>, at: usize) -> Vec<Offer> {
    let over = word(open.text, at);
    let start = over.start as usize;
    let before = open.text[..start].trim_end();
    if before.ends_with('.') && !before.ends_with("..") {
        return members(open, over);
    }
    if let Some(offers) = texts(open, at) {
        return offers;
    }
    let mut offers: Vec<Offer> = options::offers(open, at, over);
    offers.extend(functions::all().filter(|entry| entry.form == Form::Function).map(|entry| entry_offer(entry, over)));
    let file = reading::read(&Parser::new(), SourceId::NONE, open.text).file;
    for own in &file.functions {
        let names: Vec<&str> = own.parameters.iter().map(|name| &*name.text).collect();
        let (name, usage) = (own.name.text.to_string(), format!("{}({})", own.name.text, names.join(", ")));
        let insert = format!("{name}(");
        offers.push(Offer { label: name, detail: Text::same(usage), text: Text::same(""), insert, over });
    }
    offers
}

/// What may stand behind a dot. Something is put there, so that what is being typed can be read.
fn members(open: Open<'_>, over: Span) -> Vec<Offer> {
    let (start, end) = (over.start as usize, over.end as usize);
    let mut candidates = vec![format!("{}yize_here{}", &open.text[..start], &open.text[end..])];
    candidates.push(format!("{}yize_here;{}", &open.text[..start], &open.text[end..]));
    candidates.push(format!("{}yize_here {{ }}{}", &open.text[..start], &open.text[end..]));
    for text in candidates {
        let Some(script) = typed(open, &text) else { return Vec::new() };
        let around = script.around(start + 1);
        let of = around.iter().rev().find_map(|expr| match &expr.what {
            What::Property { of, name, .. } | What::Method { of, name, .. } if &*name.text == "yize_here" => {
                Some(&**of)
            }
            _ => None,
        });
        if let Some(ty) = of.and_then(|of| script.ty(of)) {
            return of_type(&script, ty, over);
        }
    }
    Vec::new()
}

fn of_type(script: &Script<'_>, ty: &Ty, over: Span) -> Vec<Offer> {
    let mut offers = Vec::new();
    match ty {
        Ty::Record(kind) | Ty::View(kind) => {
            let kind = script.schema.get(*kind);
            for field in kind.fields.iter().filter(|_| matches!(ty, Ty::Record(_))) {
                let text = |lang| format!("{}：{}", field.label.get(lang), type_text(&field.ty).get(lang));
                let detail = Text::new(text(Lang::Zh), text(Lang::En));
                let (label, insert) = (field.name.clone(), field.name.clone());
                offers.push(Offer { label, detail, text: field_text(kind, field), insert, over });
            }
            for link in kind.links.iter().filter(|_| matches!(ty, Ty::Record(_))) {
                let (label, insert) = (link.name.clone(), link.name.clone());
                offers.push(Offer { label, detail: link.label.clone(), text: Text::same(""), insert, over });
            }
        }
        Ty::Params => {
            for (name, own) in &script.in_force.parameters {
                let detail = Text::same(own.label.clone().unwrap_or_default());
                let text = Text::same(own.latest().value.to_string());
                offers.push(Offer { label: name.clone(), detail, text, insert: name.clone(), over });
            }
        }
        _ => {}
    }
    if let Some(shape) = ty.shape() {
        let own = functions::of(shape).chain(functions::of(Shape::Any).filter(|_| shape != Shape::Any));
        offers.extend(own.filter(|entry| entry.form != Form::Function).map(|entry| entry_offer(entry, over)));
    }
    offers
}

/// What may stand in a text: kinds in `all("…")` and behind `on:`, parameters in `param("…")`, values of enums in comparisons.
fn texts(open: Open<'_>, at: usize) -> Option<Vec<Offer>> {
    let script = typed(open, open.text)?;
    let around = script.around(at);
    let own = around.iter().rev().find(|expr| matches!(expr.what, What::Text(_)))?;
    let over = own.span;
    let plain = |label: &str, detail: Text| {
        let insert = format!("\"{label}\"");
        Offer { label: label.to_owned(), detail, text: Text::same(""), insert, over }
    };
    let kinds = || script.schema.iter().map(|(_, kind)| plain(&kind.name, kind.label.clone())).collect();
    let before = open.text[..over.start as usize].trim_end();
    if before.ends_with("on:") || before.ends_with("all(") || before.ends_with("find(") {
        return Some(kinds());
    }
    if before.ends_with("param(") {
        let own = script.in_force.parameters.iter();
        return Some(own.map(|(name, own)| plain(name, Text::same(own.label.clone().unwrap_or_default()))).collect());
    }
    let sides = around.iter().rev().find_map(|expr| match &expr.what {
        What::Binary { left, right, .. } => Some([left, right]),
        _ => None,
    })?;
    let enumerated = sides.into_iter().find_map(|side| match script.ty(side) {
        Some(Ty::Enum(own)) => Some(own.clone()),
        _ => None,
    })?;
    Some(enumerated.values.iter().map(|(name, label)| plain(name, Text::same(label.clone()))).collect())
}

/// What a type is called; a record with what people call its kind.
fn ty_text(script: &Script<'_>, ty: &Ty) -> Text {
    let (zh, en) = ty.name(&script.schema);
    match ty {
        Ty::Record(kind) | Ty::View(kind) => {
            let label = &script.schema.get(*kind).label;
            Text::new(format!("{zh}（{}）", label.get(Lang::Zh)), format!("{en} ({})", label.get(Lang::En)))
        }
        _ => Text::new(&zh, &en),
    }
}

pub(super) fn hover(open: Open<'_>, at: usize) -> Option<Answer> {
    let script = typed(open, open.text)?;
    let span = word(open.text, at);
    let own = &open.text[span.range()];
    let around = script.around(at);
    for expr in around.iter().rev() {
        let (of, name) = match &expr.what {
            What::Property { of, name, .. } | What::Method { of, name, .. } => (of, name),
            What::Call { name, .. } if holds(name.span, at) => {
                let entry = functions::named(&name.text).find(|entry| entry.form == Form::Function)?;
                return Some(Answer { span, text: entry_text(entry) });
            }
            What::Name(_) => {
                let ty = ty_text(&script, script.ty(expr)?);
                return Some(Answer { span, text: named(own, &ty) });
            }
            _ => continue,
        };
        if !holds(name.span, at) {
            continue;
        }
        let ty = script.ty(of)?;
        if let Ty::Record(kind) | Ty::View(kind) = ty
            && let Some(field) = script.schema.get(*kind).field(&name.text)
        {
            return Some(Answer { span, text: field_text(script.schema.get(*kind), field) });
        }
        if let (Ty::Params, Some(own)) = (ty, script.in_force.parameters.get(&*name.text)) {
            let (label, value) = (own.label.clone().unwrap_or_default(), own.latest().value.to_string());
            return Some(Answer { span, text: Text::same(format!("**{label}** `{}` = `{value}`", name.text)) });
        }
        let entry =
            functions::of(ty.shape()?).chain(functions::of(Shape::Any)).find(|entry| *entry.name == *name.text)?;
        return Some(Answer { span, text: entry_text(entry) });
    }
    let first = span.start;
    let mut tables = script.typed.instances.iter().filter(|instance| instance.file == script.source);
    let ty = tables.find_map(|instance| instance.table.variables.get(&first));
    let text = match ty {
        Some(ty) => ty_text(&script, ty.plain()),
        None => parameter(&script, first)?,
    };
    Some(Answer { span, text: named(own, &text) })
}

/// The type of a parameter, by the first byte of its name.
fn parameter(script: &Script<'_>, first: u32) -> Option<Text> {
    for instance in script.typed.instances.iter().filter(|instance| instance.file == script.source) {
        let at = instance.what.parameters().iter().position(|name| name.span.start == first);
        if let Some(ty) = at.and_then(|at| instance.parameters.get(at)) {
            return Some(ty_text(script, ty.plain()));
        }
    }
    None
}

fn named(name: &str, ty: &Text) -> Text {
    let of = |lang| format!("`{name}`: {}", ty.get(lang));
    Text::new(of(Lang::Zh), of(Lang::En))
}

fn entry_text(entry: &Entry) -> Text {
    let of = |does: &str| format!("`{}`\n\n{does}\n\n```rhai\n{}\n```", entry.usage(), entry.example);
    Text::new(of(entry.zh), of(entry.en))
}

pub(super) fn definitions(open: Open<'_>, at: usize) -> Vec<Place> {
    let Some(script) = typed(open, open.text) else { return Vec::new() };
    let around = script.around(at);
    for expr in around.iter().rev() {
        for instance in script.typed.instances.iter().filter(|instance| instance.file == script.source) {
            if let Some(callee) = instance.table.calls.get(&expr.id) {
                let called = script.typed.instance(*callee);
                if let Code::Function(function) = &called.what {
                    return vec![Place { source: called.file, span: function.name.span }];
                }
            }
        }
        match &expr.what {
            What::Property { of, name, .. } if holds(name.span, at) => match script.ty(of) {
                Some(Ty::Params) => {
                    let own = script.in_force.parameters.get(&*name.text);
                    return own.map(|own| own.latest().place).into_iter().collect();
                }
                Some(Ty::Record(kind)) => {
                    let kind = script.schema.get(*kind);
                    let link = || kind.link(&name.text).map(|link| link.place);
                    return kind.field(&name.text).map(|field| field.place).or_else(link).into_iter().collect();
                }
                _ => {}
            },
            What::Text(text) => {
                if let Some(kind) = script.schema.index(text) {
                    return vec![script.schema.get(kind).place];
                }
                if let Some(own) = script.in_force.parameters.get(&**text) {
                    return vec![own.latest().place];
                }
                if let Some(path) = script.rules.library.import(script.source, text) {
                    return vec![Place { source: path, span: Span::default() }];
                }
            }
            _ => {}
        }
    }
    imports(&script, at)
}

/// The file that an import names.
fn imports(script: &Script<'_>, at: usize) -> Vec<Place> {
    let own = script.reading.file.imports.iter().find(|import| holds(import.span, at));
    let file = own.and_then(|import| script.rules.library.import(script.source, &import.path.text));
    file.map(|source| Place { source, span: Span::default() }).into_iter().collect()
}

pub(super) fn hints(open: Open<'_>) -> Vec<(usize, Text)> {
    let Some(script) = typed(open, open.text) else { return Vec::new() };
    let mut hints = std::collections::BTreeMap::new();
    let own = script.typed.instances.iter().filter(|instance| instance.file == script.source);
    for (first, ty) in own.flat_map(|instance| &instance.table.variables) {
        let end = word(open.text, *first as usize).end as usize;
        if ty.is_known() {
            hints.entry(end).or_insert_with(|| ty_text(&script, ty.plain()));
        }
    }
    hints.into_iter().collect()
}
