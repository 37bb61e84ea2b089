//! Changes to inherited fields, made where all of them are known.

use crate::finding::Finding;
use crate::host;
use crate::language::{Lang, Text, did_you_mean, say};
use crate::schema::amended::{Amended, Amendment};
use crate::schema::{EnumValue, Field, Kind, Type};
use crate::spelling::nearest;
use crate::texts::listed;

/// Makes a change of a pack to a kind; what does not fit is reported, and the rest is made.
pub(super) fn amend(kind: &mut Kind, change: &Amendment, pack: &str, findings: &mut Vec<Finding>) {
    let Some(at) = kind.column(&change.field) else { return findings.extend(no_field(kind, change)) };
    let mut made = Amendment { field: kind.fields[at].name.clone(), add: Vec::new(), ..change.clone() };
    for (value, place) in &change.add {
        match refused(kind, at, value) {
            None => {
                // Another pack that governs the body may have added the same.
                if let Some(values) = values(&mut kind.fields[at].ty).filter(|all| !all.contains(value)) {
                    values.push(value.clone());
                }
                made.add.push((value.clone(), *place));
            }
            Some((message, help)) => {
                let finding = host::PACK.finding(message).at(*place).help(help);
                findings.push(finding.see(kind.fields[at].place, say!("继承的字段", "the inherited field")));
            }
        }
    }
    if let Some(optional) = change.optional {
        match not_switched(kind, at, optional) {
            None => kind.fields[at].optional = optional,
            Some((message, help)) => {
                let finding = host::PACK.finding(message).at(change.place).help(help);
                findings.push(finding.see(kind.fields[at].place, say!("继承的字段", "the inherited field")));
                made.optional = None;
            }
        }
    }
    kind.amended.push(Amended { pack: pack.to_owned(), change: made });
}

/// The values of an enum, or of a list of them.
fn values(ty: &mut Type) -> Option<&mut Vec<EnumValue>> {
    match ty {
        Type::Enum(values) => Some(values),
        Type::List(of) => values(of),
        _ => None,
    }
}

/// Why a value cannot be added, and what to do.
fn refused(kind: &Kind, at: usize, value: &EnumValue) -> Option<(Text, Text)> {
    let field = &kind.fields[at];
    let (name, label) = (&value.name, value.label.get(Lang::Zh));
    let ty = match &field.ty {
        Type::List(of) => of,
        ty => ty,
    };
    let Some(known) = ty.enumerated() else {
        let (field, word) = (&field.name, field.ty.word());
        let message =
            say!("字段“{field}”是 {word}，不是枚举，不能加值", "the field `{field}` is of type {word}, no enum");
        return Some((message, say!("删去 add", "delete `add`")));
    };
    let added = kind.amended.iter().filter(|own| own.change.field == field.name);
    let by = |own: &EnumValue| {
        let mut added = added.clone();
        added.find(|by| by.change.add.iter().any(|(added, _)| added == own)).map(|by| by.pack.as_str())
    };
    let same = known.iter().find(|own| own.name == *name || own.label.get(Lang::Zh) == label)?;
    let (first, called) = (&same.name, same.label.get(Lang::Zh));
    let alike = same == value;
    let help = say!("换一个值和名称，或删去它", "choose another value and label, or delete it");
    Some(match by(same) {
        Some(_) if alike => return None,
        Some(pack) => (
            say!(
                "规则包“{pack}”已经加了值“{first}”（{called}），这里是“{name}”（{label}）",
                "the pack `{pack}` has added `{first}` ({called}) already, this is `{name}` ({label})"
            ),
            say!("管辖同一单位的规则包，值和名称要写得一样", "packs that govern one body write value and label alike"),
        ),
        None if first == name => {
            (say!("值“{name}”本来就有（{called}）", "the value `{name}` is there already ({called})"), help)
        }
        None => (
            say!("名称“{label}”本来就有，是值“{first}”的", "the label `{label}` is there already, for `{first}`"),
            say!(
                "数据写“{first}”；不是一回事的，换一个名称",
                "data write `{first}`; choose another label for another thing"
            ),
        ),
    })
}

/// Why a field cannot be made optional or required, and what to do.
fn not_switched(kind: &Kind, at: usize, optional: bool) -> Option<(Text, Text)> {
    let field = &kind.fields[at];
    let name = &field.name;
    if optional && kind.key.contains(name) {
        let message = say!("键字段“{name}”不能是可选的", "key field `{name}` cannot be optional");
        return Some((message, say!("删去 optional", "delete `optional`")));
    }
    let by_others = kind.amended.iter().any(|own| own.change.field == *name && own.change.optional == Some(optional));
    if field.optional != optional || by_others {
        return None;
    }
    let message = if optional {
        say!("字段“{name}”本来就可以不填", "the field `{name}` is optional already")
    } else {
        say!("字段“{name}”本来就必填", "the field `{name}` is required already")
    };
    Some((message, say!("删去 optional", "delete `optional`")))
}

/// Says that there is no such field to change.
fn no_field(kind: &Kind, change: &Amendment) -> Option<Finding> {
    if kind.unread.any || kind.unread.names.contains(&change.field) {
        return None;
    }
    let (name, field) = (&kind.name, &change.field);
    let all = || kind.fields.iter().map(|own| own.name.as_str());
    let help = match nearest(field, all()) {
        Some(near) => did_you_mean(near),
        None => {
            let list = listed(all(), " ");
            say!("继承的字段有：{list}；新的字段写 type 和 label", "it has: {list}; a new field has `type` and `label`")
        }
    };
    let message = say!("“{name}”没有继承来的字段“{field}”", "`{name}` has no inherited field `{field}`");
    Some(host::PACK.finding(message).at(change.place).help(help))
}

/// How a field that was declared anew should be written: what it adds, or that it may be absent.
pub(super) fn as_change(earlier: &Field, anew: &Field) -> Option<Text> {
    let name = &anew.name;
    if let (Type::Enum(known), Type::Enum(values)) = (&earlier.ty, &anew.ty) {
        let new = values.iter().filter(|value| known.iter().all(|own| own.name != value.name));
        let new: Vec<String> = new.map(|own| format!("{} = \"{}\"", own.name, own.label.get(Lang::Zh))).collect();
        let list = new.join(", ");
        if !new.is_empty() {
            return Some(say!(
                "继承来的枚举只写增加的值：{name} = {{ add = {{ {list} }}, reason = \"……\" }}",
                "to an inherited enum add values: {name} = {{ add = {{ {list} }}, reason = \"…\" }}"
            ));
        }
    }
    let alike = Field { optional: anew.optional, place: anew.place, ..earlier.clone() } == *anew;
    let optional = anew.optional;
    alike.then(|| {
        say!(
            "只写改动：{name} = {{ optional = {optional}, reason = \"……\" }}",
            "write the change: {name} = {{ optional = {optional}, reason = \"…\" }}"
        )
    })
}
