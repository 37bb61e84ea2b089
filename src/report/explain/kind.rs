//! All that is known of a kind of records: its fields, who refers to it, what is asked of it, and a blank record to paste.

use std::io;

use crate::report::explain::template::{detail, template};
use crate::report::explain::{facts, head, listed, title, written_at};
use crate::report::fields::limits;
use crate::report::text::{clean_line, table};
use yize_core::catalogue::{Inventory, KindEntry, KindInfo, LinkInfo};
use yize_core::language::{Lang, Text};
use yize_core::pack::{On, RuleInfo};
use yize_core::say;
use yize_core::schema::Field;

/// Whether two packs have one kind: one and the same declares it.
#[must_use]
pub(crate) fn same_kind(one: &KindEntry, other: &KindEntry) -> bool {
    one.kind.name == other.kind.name && one.declared_by == other.declared_by
}

/// Explains a kind as one pack has it; `others` is the same kind as other packs have it.
///
/// # Errors
/// As the writer reports them.
pub(crate) fn kind(
    own: &KindEntry,
    others: &[&KindEntry],
    inventory: &Inventory,
    lang: Lang,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let KindEntry { kind, referred, links, .. } = own;
    head(&kind.name, kind.label.get(lang), out)?;
    about(own, inventory, lang, out)?;
    title(&say!("字段", "fields"), lang, out)?;
    fields(&kind.fields, lang, out)?;
    if !referred.is_empty() {
        title(&say!("引用它的字段", "fields that refer to it"), lang, out)?;
        let kind_of =
            |name: &str| inventory.kinds.iter().find(|other| other.kind.name == name && other.pack == own.pack);
        let row = |(field, optional): &(String, bool)| {
            let (of, name) = field.split_once('.').unwrap_or((field, ""));
            let label = kind_of(of).map_or("", |other| other.kind.label.get(lang));
            let of_field = kind_of(of).and_then(|other| other.kind.fields.iter().find(|own| own.name == name));
            let named = of_field.map_or("", |own| own.label.get(lang));
            let may = if *optional { say!("可以不填", "optional") } else { say!("必填", "required") };
            vec![clean_line(field), clean_line(&format!("{label} {named}")), may.get(lang).to_owned()]
        };
        let heads = [say!("字段", "field"), say!("名称", "label"), say!("填写", "given")];
        let heads = heads.iter().map(|text| text.get(lang).to_owned()).collect();
        table(std::iter::once(heads).chain(referred.iter().map(row)).collect(), "  ", out)?;
    }
    if !links.is_empty() {
        title(&say!("反向联系（规则里可以读）", "links back, which rules read"), lang, out)?;
        let row = |LinkInfo { name, label, from }: &LinkInfo| {
            vec![clean_line(name), clean_line(label.get(lang)), format!("← {}", clean_line(from))]
        };
        let heads = [say!("名称", "name"), say!("叫作", "label"), say!("来自字段", "from the field")];
        let heads = heads.iter().map(|text| text.get(lang).to_owned()).collect();
        table(std::iter::once(heads).chain(links.iter().map(row)).collect(), "  ", out)?;
    }
    rules(own, others, &inventory.listing.rules, lang, out)?;
    differences(own, others, lang, out)?;
    title(
        &say!(
            "空白记录（贴进数据文件，填一项去掉行首的“#”）",
            "a blank record: paste it, and take the `#` off what is filled in"
        ),
        lang,
        out,
    )?;
    writeln!(out)?;
    template(kind, lang).iter().try_for_each(|line| writeln!(out, "{line}"))
}

fn about(own: &KindEntry, inventory: &Inventory, lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    let KindInfo { key, yearly, .. } = &own.kind;
    let years = if *yearly {
        say!("按年度，每年一份", "each year has its own")
    } else {
        say!("长期有效", "hold in every year")
    };
    let shared = if own.shared { say!("各单位互相看得到", "bodies see one another's") } else { Text::same("") };
    let pack = clean_line(&own.pack);
    let as_in = if own.pack == own.declared_by {
        say!("规则包 {pack} 中的", "as the pack {pack} has it")
    } else {
        let by = clean_line(&own.declared_by);
        say!("规则包 {pack} 中的，{by} 声明", "as the pack {pack} has it, which {by} declares")
    };
    let all = [
        (say!("种类", "what it is"), say!("记录类别", "a kind of records").get(lang).to_owned()),
        (say!("键", "key"), listed(key.iter().map(String::as_str), lang)),
        (say!("年度", "years"), years.get(lang).to_owned()),
        (say!("共用", "shared"), shared.get(lang).to_owned()),
        (say!("来自", "from"), as_in.get(lang).to_owned()),
        (say!("出处", "written at"), written_at(own.place, &inventory.listing.sources)),
    ];
    facts(&all, lang, out)
}

/// The fields as a table: name, label, what may stand there, whether it must, and what else is asked.
fn fields(fields: &[Field], lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    let heads =
        [say!("字段", "field"), say!("名称", "label"), say!("必填", "required"), say!("填什么", "what to write")];
    let row = |field: &Field| {
        let required = if field.optional { say!("否", "no") } else { say!("是", "yes") };
        let (what, limits) = (detail(&field.ty, lang), limits(field, lang));
        let between = if limits.is_empty() {
            ""
        } else if lang == Lang::Zh {
            "；"
        } else {
            "; "
        };
        vec![
            clean_line(&field.name),
            clean_line(field.label.get(lang)),
            required.get(lang).to_owned(),
            clean_line(&format!("{what}{between}{limits}")),
        ]
    };
    let heads = heads.iter().map(|text| text.get(lang).to_owned()).collect();
    table(std::iter::once(heads).chain(fields.iter().map(row)).collect(), "  ", out)
}

/// The constraints on the kind and the rules on its records.
fn rules(
    own: &KindEntry,
    others: &[&KindEntry],
    rules: &[RuleInfo],
    lang: Lang,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let on = On::parse(&own.kind.name);
    let all = || std::iter::once(own).chain(others.iter().copied());
    let is_constraint = |rule: &&RuleInfo| all().any(|kind| kind.constraints.contains(&rule.name));
    let is_rule = |rule: &&RuleInfo| rule.on == on && !is_constraint(rule);
    for (heading, found) in [
        (say!("约束", "constraints"), rules.iter().filter(is_constraint).collect::<Vec<_>>()),
        (say!("以它为对象的规则", "rules on it"), rules.iter().filter(is_rule).collect()),
    ] {
        if !found.is_empty() {
            title(&heading, lang, out)?;
            let row = |rule: &&RuleInfo| vec![clean_line(&rule.name), clean_line(&rule.title)];
            let heads = vec![say!("名称", "name").get(lang).to_owned(), say!("标题", "title").get(lang).to_owned()];
            table(std::iter::once(heads).chain(found.iter().map(row)).collect(), "  ", out)?;
        }
    }
    Ok(())
}

/// In what other packs have the kind otherwise.
fn differences(own: &KindEntry, others: &[&KindEntry], lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    let differing: Vec<(&str, String)> = others
        .iter()
        .map(|other| (other.pack.as_str(), difference(&own.kind, &other.kind, lang)))
        .filter(|(_, text)| !text.is_empty())
        .collect();
    if differing.is_empty() {
        return Ok(());
    }
    title(&say!("其他规则包中的不同", "otherwise in other packs"), lang, out)?;
    for (pack, text) in differing {
        writeln!(out, "  {}  {}", clean_line(pack), clean_line(&text))?;
    }
    Ok(())
}

fn difference(own: &KindInfo, other: &KindInfo, lang: Lang) -> String {
    let of = |kind: &'_ KindInfo, name: &str| kind.fields.iter().find(|field| field.name == name).cloned();
    let (mut more, mut changed) = (Vec::new(), Vec::new());
    for field in &other.fields {
        let name = say_field(field, lang);
        match of(own, &field.name) {
            None => more.push(name),
            Some(mine) if Field { place: field.place, ..mine.clone() } != *field => changed.push(name),
            Some(_) => {}
        }
    }
    let less: Vec<String> =
        own.fields.iter().filter(|mine| of(other, &mine.name).is_none()).map(|mine| say_field(mine, lang)).collect();
    let mut said = Vec::new();
    for (fields, zh, en) in [(more, "另有", "also "), (less, "没有", "without "), (changed, "改动了", "changes ")]
    {
        if !fields.is_empty() {
            let names = listed(fields.iter().map(String::as_str), lang);
            said.push(format!("{}{names}", if lang == Lang::Zh { zh } else { en }));
        }
    }
    said.join(if lang == Lang::Zh { "；" } else { "; " })
}

fn say_field(field: &Field, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{}（{}）", field.name, field.label.get(lang)),
        Lang::En => field.name.clone(),
    }
}
