//! Schemas in force: the kinds of a chain of packs, merged and checked against one another.

use crate::finding::Finding;
use crate::host;
use crate::language::{Lang, did_you_mean, say};
use crate::pack::Packs;
use crate::pack::kinds::{Head, KindDeclaration, RESERVED};
use crate::schema::{Bound, EnumValue, Field, Kind, Refused, Schema, Type};
use crate::source::Place;
use crate::spelling::nearest;
use crate::value::KindId;

/// Merges the kinds of packs, in the order given. What does not fit together is reported at its declaration.
#[must_use]
pub(crate) fn merge<'a>(packs: &Packs, chain: impl IntoIterator<Item = &'a str>) -> (Schema, Vec<Finding>) {
    let mut schema = Schema::default();
    let mut findings = Vec::new();
    let mut seen = Vec::new();
    for id in chain {
        if seen.contains(&id) {
            continue;
        }
        seen.push(id);
        for declaration in packs.get(id).map(|p| p.kinds.as_slice()).unwrap_or_default() {
            add(&mut schema, declaration, &mut findings);
        }
    }
    check_targets(&schema, &mut findings);
    (schema, findings)
}

fn add(schema: &mut Schema, declaration: &KindDeclaration, findings: &mut Vec<Finding>) {
    if let Some(Head { label, key, yearly, shared }) = declaration.new.clone() {
        let mut kind = Kind::new(declaration.name.clone(), label, key, yearly, declaration.place);
        kind.shared = shared;
        match schema.add(kind) {
            Ok(()) => {}
            Err(Refused::TooMany) => return too_many(declaration, findings),
            Err(Refused::Taken(kind)) => {
                // Two packs that govern one body may declare the same kind, if they say the same of it.
                let earlier = schema.kind(&kind.name).map(|k| (k.key == kind.key && k.yearly == kind.yearly, k.place));
                if let Some((false, place)) = earlier {
                    let name = &kind.name;
                    let message = say!("记录类别“{name}”已另有声明", "kind `{name}` is declared otherwise already");
                    findings.push(host::PACK.finding(message).at(kind.place).see(place, say!("在这里", "here")));
                }
            }
        }
    }
    let Some(index) = schema.index(&declaration.name) else {
        let name = &declaration.name;
        let near = nearest(name, schema.kinds.iter().map(|k| k.name.as_str()));
        let mut finding = host::PACK
            .finding(say!("没有可以补充的记录类别“{name}”", "no inherited kind `{name}` to add to"))
            .at(declaration.place);
        finding.help = Some(match near {
            Some(near) => did_you_mean(near),
            None => say!("新的类别要写 label", "a new kind needs a `label`"),
        });
        findings.push(finding);
        return;
    };
    let kind = &mut schema.kinds[index.at()];
    for field in &declaration.fields {
        add_field(kind, field.clone(), findings);
    }
    for link in &declaration.links {
        match kind.link(&link.name) {
            Some(other) if other.kind == link.kind && other.field == link.field => {}
            Some(other) => {
                let name = &link.name;
                let message = say!("反向联系“{name}”已另有声明", "link `{name}` is declared otherwise already");
                findings.push(host::PACK.finding(message).at(link.place).see(other.place, say!("在这里", "here")));
            }
            None => kind.links.push(link.clone()),
        }
    }
}

/// Says once that there are more kinds than can be told apart.
fn too_many(declaration: &KindDeclaration, findings: &mut Vec<Finding>) {
    if findings.iter().any(|f| *f.rule == *host::TOO_MANY.name) {
        return;
    }
    let most = KindId::MOST;
    let message =
        say!("记录类别多于{most}种，从这里起没有装入", "more than {most} kinds of records; not loaded from here on");
    findings.push(host::TOO_MANY.finding(message).at(declaration.place));
}

fn add_field(kind: &mut Kind, field: Field, findings: &mut Vec<Finding>) {
    let label = field.label.get(Lang::Zh).to_owned();
    let Some(field) = kind.add(field) else { return };
    let earlier = kind.field(&field.name).or_else(|| kind.field(&label));
    let Some(earlier) = earlier else { return };
    let same = Field { place: field.place, ..earlier.clone() } == field;
    if !same {
        let name = &field.name;
        let message =
            say!("字段“{name}”（{label}）已另有声明", "field `{name}` ({label}) is declared otherwise already");
        findings.push(host::PACK.finding(message).at(field.place).see(earlier.place, say!("在这里", "here")));
    }
}

/// Checks that keys, references and links name what exists.
fn check_targets(schema: &Schema, findings: &mut Vec<Finding>) {
    for kind in &schema.kinds {
        for key in kind.key.iter().filter(|k| !matches!(k.as_str(), "year" | "body") && kind.field(k).is_none()) {
            let near = nearest(key, kind.fields.iter().map(|f| f.name.as_str()));
            unknown(findings, kind.place, say!("键字段“{key}”没有声明", "key field `{key}` is not declared"), near);
        }
        for field in &kind.fields {
            check_type(schema, &field.ty, field.place, findings);
            check_field(kind, field, findings);
        }
        for link in &kind.links {
            check_link(schema, kind, link, findings);
        }
    }
}

/// Checks that a key can be compared, and that limits can be met.
fn check_field(kind: &Kind, field: &Field, findings: &mut Vec<Finding>) {
    let (name, ty) = (&field.name, field.ty.word());
    let mut wrong = |message| findings.push(host::PACK.finding(message).at(field.place));
    if kind.key.contains(name) {
        if matches!(field.ty, Type::List(_) | Type::Table(_) | Type::Time) {
            wrong(say!("{ty} 类型的字段不能作键", "a field of type {ty} cannot be a key"));
        }
        if field.optional {
            wrong(say!("键字段“{name}”不能是可选的", "key field `{name}` cannot be optional"));
        }
    }
    if field.limits.unique && matches!(field.ty, Type::List(_) | Type::Table(_)) {
        wrong(say!("{ty} 类型的字段不能用 unique", "a field of type {ty} cannot be `unique`"));
    }
    if let Type::Table(fields) = &field.ty
        && fields.iter().any(|f| f.limits.unique)
    {
        wrong(say!("表里的字段不能用 unique", "a field of a table cannot be `unique`"));
    }
    if let (Some(Bound::Number(min)), Some(Bound::Number(max))) = (field.limits.min, field.limits.max)
        && min > max
    {
        wrong(say!("下限{min}大于上限{max}", "min {min} is greater than max {max}"));
    }
    if let Type::Enum(values) = &field.ty {
        for (at, value) in values.iter().enumerate() {
            let label = |v: &EnumValue| v.label.get(Lang::Zh).to_owned();
            let same = |v: &EnumValue| {
                v.name == value.name || v.name == label(value) || label(v) == value.name || label(v) == label(value)
            };
            if values[..at].iter().any(same) {
                let value = &value.name;
                wrong(say!("枚举值“{value}”与另一个值重名", "enum value `{value}` reads like another"));
            }
        }
    }
}

fn check_type(schema: &Schema, ty: &Type, place: Place, findings: &mut Vec<Finding>) {
    match ty {
        Type::Ref(to) if schema.kinds.iter().all(|k| k.name != *to) => {
            let near = nearest(to, schema.kinds.iter().map(|k| k.name.as_str()));
            unknown(
                findings,
                place,
                say!("引用的记录类别“{to}”没有声明", "referenced kind `{to}` is not declared"),
                near,
            );
        }
        Type::Ref(to) if schema.kind(to).is_some_and(|k| k.key.is_empty()) => {
            let message = say!("记录类别“{to}”没有键，不能引用", "kind `{to}` has no key and cannot be referred to");
            findings.push(host::PACK.finding(message).at(place));
        }
        Type::List(of) => check_type(schema, of, place, findings),
        Type::Table(fields) => fields.iter().for_each(|f| check_type(schema, &f.ty, f.place, findings)),
        _ => {}
    }
}

fn check_link(schema: &Schema, kind: &Kind, link: &crate::schema::Link, findings: &mut Vec<Finding>) {
    if kind.field(&link.name).is_some() || RESERVED.contains(&link.name.as_str()) {
        let name = &link.name;
        findings.push(host::PACK.finding(say!("“{name}”已是字段名", "`{name}` is a field already")).at(link.place));
    }
    let Some(from) = schema.kinds.iter().find(|k| k.name == link.kind) else {
        let name = &link.kind;
        let near = nearest(name, schema.kinds.iter().map(|k| k.name.as_str()));
        return unknown(findings, link.place, say!("记录类别“{name}”没有声明", "kind `{name}` is not declared"), near);
    };
    let refers = |ty: &Type| match ty {
        Type::Ref(to) => *to == kind.name,
        Type::List(of) => matches!(&**of, Type::Ref(to) if *to == kind.name),
        _ => false,
    };
    if !from.field(&link.field).is_some_and(|f| refers(&f.ty)) {
        let (kind, from, field) = (&kind.name, &link.kind, &link.field);
        let near = nearest(field, schema.kind(from).into_iter().flat_map(|k| &k.fields).map(|f| f.name.as_str()));
        let message =
            say!("{from} 没有引用 {kind} 的字段“{field}”", "{from} has no field `{field}` that refers to {kind}");
        unknown(findings, link.place, message, near);
    }
}

fn unknown(findings: &mut Vec<Finding>, place: Place, message: crate::language::Text, near: Option<&str>) {
    let mut finding = host::PACK.finding(message).at(place);
    finding.help = near.map(did_you_mean);
    findings.push(finding);
}
