//! Schemas in force: the kinds of a chain of packs, merged and checked against one another.

mod clash;
mod named;
mod amended;

use rustc_hash::FxHashSet;

use crate::bounds;
use crate::finding::Finding;
use crate::host;
use crate::language::{Lang, did_you_mean, say};
use crate::pack::kinds::{Head, KindDeclaration, RESERVED};
use crate::pack::{Pack, Packs};
use crate::schema::constraint::Check;
use crate::schema::{Bound, Field, Kind, Link, Refused, Schema, Type};
use crate::source::Place;
use crate::spelling::nearest;
use crate::texts::listed;
use crate::value::KindId;
use named::{no_day, no_name, no_one};

/// Merges the kinds of packs, in the order given. What does not fit together is reported at its declaration. `partial`: packs
/// that should be among them are not.
#[must_use]
pub(crate) fn merge<'a>(
    packs: &Packs,
    chain: impl IntoIterator<Item = &'a str>,
    partial: bool,
) -> (Schema, Vec<Finding>) {
    let mut schema = Schema::default();
    if partial {
        schema.miss_any();
    }
    let (mut findings, mut owners) = (Vec::new(), Owners::new());
    let mut seen = Vec::new();
    for id in chain {
        if seen.contains(&id) {
            continue;
        }
        seen.push(id);
        if packs.get(id).is_some_and(Pack::hides_kinds) {
            schema.miss_any();
        }
        for declaration in packs.get(id).map(|p| p.kinds.as_slice()).unwrap_or_default() {
            add(&mut schema, declaration, (id, &mut owners), &mut findings);
        }
    }
    // Once all fields are there, whichever pack declares them.
    for id in seen {
        for declaration in packs.get(id).map(|p| p.kinds.as_slice()).unwrap_or_default() {
            let Some(index) = schema.index(&declaration.name) else { continue };
            let kind = &mut schema.kinds[index.at()];
            declaration.amendments.iter().for_each(|change| amended::amend(kind, change, id, &mut findings));
        }
    }
    check_targets(&schema, &mut findings);
    (schema, findings)
}

/// The packs that have declared the kinds of a schema, by the kinds' numbers.
type Owners = Vec<String>;

fn add(
    schema: &mut Schema,
    declaration: &KindDeclaration,
    (pack, owners): (&str, &mut Owners),
    findings: &mut Vec<Finding>,
) {
    if let Some(Head { label, key, key_place, yearly, shared, counter }) = declaration.new.clone() {
        let mut kind = Kind::new(declaration.name.clone(), label, key, yearly, declaration.place);
        (kind.shared, kind.key_place, kind.counter) = (shared, key_place, counter);
        let alike = clash::called_alike(schema, &kind, (pack, owners));
        let taken = schema.kinds.iter().any(|other| other.name != kind.name && other.label.get(Lang::Zh) == kind.name);
        findings.extend(alike);
        // It would be taken for the kind that is called so.
        if taken {
            return;
        }
        match schema.add(kind) {
            Ok(()) => owners.push(pack.to_owned()),
            Err(Refused::TooMany) => return too_many(declaration, findings),
            // Two packs that govern one body may declare the same kind, if they say the same of it.
            Err(Refused::Taken(kind)) => findings.extend(clash::otherwise(schema, &kind, (pack, owners))),
        }
    }
    let Some(index) = schema.index(&declaration.name) else {
        return nothing_to_add_to(schema, declaration, findings);
    };
    let kind = &mut schema.kinds[index.at()];
    findings.extend(
        declaration
            .foreign
            .iter()
            .map(|(key, place)| clash::not_its_own(kind, key, *place, (pack, &owners[index.at()]))),
    );
    kind.unread.extend(&declaration.unread);
    for field in &declaration.fields {
        if kind.fields.len() >= bounds::FIELDS {
            findings.push(too_many_fields(&declaration.name, field.place));
            kind.unread.any = true;
            break;
        }
        add_field(kind, field.clone(), findings);
    }
    say_of(kind, declaration, findings);
    for link in &declaration.links {
        add_link(kind, link, findings);
    }
}

/// Adds what a declaration says of a kind as such: its term, name and day, and what its constraints make of its fields.
fn say_of(kind: &mut Kind, declaration: &KindDeclaration, findings: &mut Vec<Finding>) {
    if let [first, last] = declaration.term.as_slice() {
        findings.extend([first, last].into_iter().filter_map(|name| no_day(kind, "term", name)));
        kind.term = Some([first.0.clone(), last.0.clone()]);
    }
    if let Some(called) = &declaration.called {
        findings.extend(no_name(kind, called));
        kind.called = Some(called.0.clone());
    }
    if !declaration.who.is_empty() {
        findings.extend(declaration.who.iter().filter_map(|who| no_one(kind, who)));
        kind.who = declaration.who.iter().map(|(field, _)| field.clone()).collect();
    }
    kind.actor = declaration.actor.or(kind.actor);
    if let Some(day) = &declaration.day {
        findings.extend(no_day(kind, "day", day));
        kind.day = Some(day.0.clone());
    }
    let watching = declaration.constraints.iter().filter(|constraint| constraint.check == Check::LookAlike);
    kind.watched.extend(watching.flat_map(|constraint| &constraint.fields).map(|(field, _)| field.clone()));
    let alone = declaration.constraints.iter().filter(|constraint| constraint.check == Check::Unique);
    kind.alone.extend(alone.map(|own| own.fields.iter().map(|(field, _)| field.clone()).collect()));
}

fn add_link(kind: &mut Kind, link: &Link, findings: &mut Vec<Finding>) {
    match kind.link(&link.name) {
        Some(other) if other.kind == link.kind && other.field == link.field => {}
        Some(other) => {
            let name = &link.name;
            let message = say!("反向联系“{name}”已另有声明", "link `{name}` is declared otherwise already");
            let finding = host::PACK.finding(message).at(link.place).help(say!("换一个名称", "choose another name"));
            findings.push(finding.see(other.place, say!("先在这里", "first here")));
        }
        None => kind.links.push(link.clone()),
    }
}

/// Says that a kind has more fields than are taken.
fn too_many_fields(kind: &str, place: Place) -> Finding {
    let most = bounds::FIELDS;
    let message = say!(
        "记录类别“{kind}”的字段多于{most}个，从这里起没有装入",
        "the kind `{kind}` has more than {most} fields; not loaded from here on"
    );
    host::PACK.finding(message).at(place).help(say!("分成几类记录", "make several kinds of it"))
}

/// Says that a declaration adds to a kind that there is not.
fn nothing_to_add_to(schema: &mut Schema, declaration: &KindDeclaration, findings: &mut Vec<Finding>) {
    let name = &declaration.name;
    let said = schema.may_have(name);
    let near = nearest(name, schema.kinds.iter().map(|k| k.name.as_str())).map(str::to_owned);
    let message = match near {
        Some(_) => say!("没有记录类别“{name}”", "there is no kind `{name}`"),
        None => say!("新的记录类别“{name}”没有写 label", "the new kind `{name}` has no `label`"),
    };
    let help = match &near {
        Some(near) => did_you_mean(near),
        None => say!("在 [{name}] 下面写 label = \"……\"", "write label = \"…\" under [{name}]"),
    };
    schema.miss(name);
    // What was to be added is missing there.
    if let Some(kind) = near.and_then(|near| schema.index(&near)) {
        schema.kinds[kind.at()].unread.any = true;
    }
    if !said {
        findings.push(host::PACK.finding(message).at(declaration.place).help(help));
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
        let (name, place) = (&field.name, field.place);
        let (message, help) = if earlier.name == *name {
            (
                say!("字段“{name}”已另有声明", "field `{name}` is declared otherwise already"),
                amended::as_change(earlier, &field)
                    .unwrap_or_else(|| say!("删去这里的，或换一个名称", "delete this one, or choose another name")),
            )
        } else {
            let other = &earlier.name;
            (
                say!(
                    "字段“{name}”和“{other}”的名称都是“{label}”",
                    "the fields `{name}` and `{other}` are both called \"{label}\""
                ),
                say!("改掉其中一个的 label", "change the `label` of one of them"),
            )
        };
        let finding = host::PACK.finding(message).at(place).help(help);
        findings.push(finding.see(earlier.place, say!("先在这里", "first here")));
    }
}

/// Checks that keys, references and links name what exists.
fn check_targets(schema: &Schema, findings: &mut Vec<Finding>) {
    let mut keyless = Vec::new();
    for kind in &schema.kinds {
        for key in kind.key.iter().filter(|k| !matches!(k.as_str(), "year" | "body") && kind.field(k).is_none()) {
            if !schema.may_have_field(kind, key) {
                unknown_key(kind, key, findings);
            }
        }
        for field in &kind.fields {
            check_type(schema, &field.ty, field, findings, &mut keyless);
            check_field(kind, field, findings);
        }
        for link in &kind.links {
            check_link(schema, kind, link, findings);
        }
    }
}

/// Reports a key that is no field.
fn unknown_key(kind: &Kind, key: &str, findings: &mut Vec<Finding>) {
    let name = &kind.name;
    let near = nearest(key, kind.fields.iter().flat_map(|f| [f.name.as_str(), f.label.get(Lang::Zh)]));
    let message =
        say!("“{name}”的键（key）写的是“{key}”，没有这个字段", "the `key` of `{name}` is `{key}`, which is no field");
    let mut finding = host::PACK.finding(message).at(kind.key_place.unwrap_or(kind.place));
    finding.help = Some(match near {
        Some(near) => did_you_mean(near),
        None => {
            let list = listed(kind.fields.iter().map(|f| f.name.as_str()), " ");
            say!("字段有：{list}", "its fields: {list}")
        }
    });
    findings.push(finding);
}

/// Checks that a key can be compared, and that limits can be met.
fn check_field(kind: &Kind, field: &Field, findings: &mut Vec<Finding>) {
    let (name, ty) = (&field.name, field.ty.word());
    let mut wrong = |message, help| findings.push(host::PACK.finding(message).at(field.place).help(help));
    let delete = |word: &str| say!("删去 {word}", "delete `{word}`");
    if kind.key.contains(name) {
        if matches!(field.ty, Type::List(_) | Type::Table(_) | Type::Time) {
            let help = say!("键用编号、名称这样的字段", "a key is a number, a name or the like");
            wrong(say!("{ty} 类型的字段不能作键", "a field of type {ty} cannot be a key"), help);
        } else if field.optional {
            let help = say!("删去 optional = true，或换一个键", "delete `optional = true`, or choose another key");
            wrong(say!("键字段“{name}”不能是可选的", "key field `{name}` cannot be optional"), help);
        }
    }
    if field.limits.unique && matches!(field.ty, Type::List(_) | Type::Table(_)) {
        wrong(say!("{ty} 类型的字段不能用 unique", "a field of type {ty} cannot be `unique`"), delete("unique"));
    }
    if let Type::Table(fields) = &field.ty
        && fields.iter().any(|f| f.limits.unique)
    {
        wrong(say!("表里的字段不能用 unique", "a field of a table cannot be `unique`"), delete("unique"));
    }
    if let (Some(Bound::Number(min)), Some(Bound::Number(max))) = (field.limits.min, field.limits.max)
        && min > max
    {
        let help = say!("核对 min 和 max", "look at `min` and `max`");
        wrong(say!("下限{min}大于上限{max}", "min {min} is greater than max {max}"), help);
    }
    if let (Some(Bound::Day(min)), Some(Bound::Day(max))) = (field.limits.min, field.limits.max)
        && min > max
    {
        let help = say!("核对 min 和 max", "look at `min` and `max`");
        wrong(say!("下限{min}晚于上限{max}", "min {min} is later than max {max}"), help);
    }
    if let Type::Enum(values) = &field.ty {
        let mut read: FxHashSet<&str> = FxHashSet::default();
        for value in values {
            let words = [value.name.as_str(), value.label.get(Lang::Zh)];
            let same = words.iter().any(|word| read.contains(word));
            read.extend(words);
            if same {
                let value = &value.name;
                let help =
                    say!("值和名称都不能相同，改掉其中一个", "neither values nor labels may be the same: change one");
                wrong(say!("枚举值“{value}”与另一个值重名", "enum value `{value}` reads like another"), help);
            }
        }
    }
}

/// Checks what a type refers to. A kind without a key is told of once, where it is declared.
fn check_type<'s>(
    schema: &'s Schema,
    ty: &'s Type,
    field: &Field,
    findings: &mut Vec<Finding>,
    keyless: &mut Vec<&'s str>,
) {
    match ty {
        Type::Ref(to) => match schema.kinds.iter().find(|k| k.name == *to) {
            None if schema.may_have(to) => {}
            None => unknown_target(schema, to, field.place, findings),
            Some(kind) if kind.key.is_empty() && !kind.unread.key && !keyless.contains(&to.as_str()) => {
                keyless.push(to);
                let (name, by) = (&field.name, field.place);
                let message = say!(
                    "记录类别“{to}”没有写 key，别的记录不能引用它",
                    "kind `{to}` has no `key`, so that no record can refer to it"
                );
                let help = say!("在 [{to}] 下面写 key = \"编号字段\"", "write key = \"…\" under [{to}]");
                let see = say!("字段“{name}”引用它", "field `{name}` refers to it");
                findings.push(host::PACK.finding(message).at(kind.place).see(by, see).help(help));
            }
            Some(_) => {}
        },
        Type::List(of) => check_type(schema, of, field, findings, keyless),
        Type::Table(fields) => fields.iter().for_each(|f| check_type(schema, &f.ty, f, findings, keyless)),
        _ => {}
    }
}

/// Reports a kind that nothing declares, by name or by label.
fn unknown_target(schema: &Schema, name: &str, place: Place, findings: &mut Vec<Finding>) {
    let message = say!("没有记录类别“{name}”", "there is no kind `{name}`");
    let labelled = schema.kinds.iter().find(|k| k.label.get(Lang::Zh) == name).map(|k| k.name.as_str());
    let near = labelled.or_else(|| nearest(name, schema.kinds.iter().map(|k| k.name.as_str())));
    let help = match near {
        Some(near) => did_you_mean(near),
        None => {
            let list = listed(schema.kinds.iter().map(|k| k.name.as_str()), " ");
            say!("记录类别有：{list}", "there are: {list}")
        }
    };
    findings.push(host::PACK.finding(message).at(place).help(help));
}

fn check_link(schema: &Schema, kind: &Kind, link: &crate::schema::Link, findings: &mut Vec<Finding>) {
    if kind.field(&link.name).is_some() || RESERVED.contains(&link.name.as_str()) {
        let name = &link.name;
        let message = say!("“{name}”已是字段名", "`{name}` is a field already");
        findings.push(host::PACK.finding(message).at(link.place).help(say!("换一个名称", "choose another name")));
    }
    let Some(from) = schema.kinds.iter().find(|k| k.name == link.kind) else {
        if !schema.may_have(&link.kind) {
            unknown_target(schema, &link.kind, link.place, findings);
        }
        return;
    };
    let refers = |ty: &Type| ty.target().is_some_and(|to| to == kind.name);
    let field = from.field(&link.field);
    // A field that could not be read, or refers to a kind that there is not, is told of where it is.
    let told = match field {
        Some(field) => field.ty.target().is_some_and(|to| schema.kinds.iter().all(|k| k.name != to)),
        None => schema.may_have_field(from, &link.field),
    };
    if told || field.is_some_and(|f| refers(&f.ty)) {
        return;
    }
    let (to, by, name) = (&kind.name, &link.kind, &link.field);
    let fitting: Vec<&str> = from.fields.iter().filter(|f| refers(&f.ty)).map(|f| f.name.as_str()).collect();
    let message = match field {
        Some(_) => say!("{by} 的字段“{name}”不是对 {to} 的引用", "the field `{name}` of {by} does not refer to {to}"),
        None => say!("{by} 没有字段“{name}”", "{by} has no field `{name}`"),
    };
    let mut finding = host::PACK.finding(message).at(link.place);
    finding.help = Some(match fitting.as_slice() {
        [] => say!("先在 {by} 里声明一个引用 {to} 的字段", "declare a field of {by} that refers to {to} first"),
        [one] => did_you_mean(one),
        _ => {
            let list = fitting.join(" ");
            say!("引用 {to} 的字段有：{list}", "fields that refer to {to}: {list}")
        }
    });
    findings.push(finding);
}
