//! All that is known of a field of a kind, as some packs have it.

use std::io;

use crate::report::explain::{facts, head, title};
use crate::report::fields::{limits, word};
use crate::report::text::{clean_line, pad, width};
use yize_core::catalogue::{ChangeInfo, FieldInfo};
use yize_core::language::Lang;
use yize_core::say;
use yize_core::schema::{Field, Type};
use yize_core::source::Sources;

/// Explains a field of a kind, as some packs have it.
///
/// # Errors
/// As the writer reports them.
pub(crate) fn field(field: &FieldInfo, sources: &Sources, lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    let (label, of) = (field.label.get(lang), field.of.get(lang));
    let called = say!("{of}的字段“{label}”", "field `{label}` of {of}");
    head(&field.name, called.get(lang), out)?;
    let line = sources.positions(field.place).0.line;
    let required = if field.field.optional { say!("可以不填", "optional") } else { say!("必填", "required") };
    let comma = if lang == Lang::Zh { "、" } else { ", " };
    let all = [
        (say!("类型", "type"), in_full(&field.field.ty, lang)),
        (say!("填写", "given"), required.get(lang).to_owned()),
        (say!("限制", "limits"), clean_line(&limits(&field.field, lang))),
        (say!("规则包", "packs"), clean_line(&field.packs.join(comma))),
        (say!("出处", "written at"), format!("{}:{line}", clean_line(&sources.get(field.place.source).name))),
    ];
    facts(&all, lang, out)?;
    let by = |pack: &str| say!("  [规则包 {pack} 增加]", "  [added by {pack}]").get(lang).to_owned();
    if !field.values.is_empty() {
        title(&say!("可用的值", "values"), lang, out)?;
        let columns = field.values.iter().map(|value| width(&value.name)).max().unwrap_or(0);
        for value in &field.values {
            let added = value.pack.as_deref().map(by).unwrap_or_default();
            let label = format!("{}{added}", value.label.get(Lang::Zh));
            writeln!(out, "  {}  {}", pad(&clean_line(&value.name), columns), clean_line(&label))?;
        }
    }
    if !field.changes.is_empty() {
        title(&say!("改动的理由", "why it was changed"), lang, out)?;
    }
    for ChangeInfo { pack, optional, reason } in &field.changes {
        let switched = optional.map(|optional| {
            if optional {
                say!("改为可以不填。", "made optional. ")
            } else {
                say!("改为必填。", "made required. ")
            }
        });
        let switched = switched.as_ref().map_or("", |text| text.get(lang));
        writeln!(out, "  [{}] {switched}{}", clean_line(pack), clean_line(reason))?;
    }
    Ok(())
}

/// The type of a field: what people call it, and the word of `kinds.toml`.
fn in_full(ty: &Type, lang: Lang) -> String {
    let (own, name) = (word(ty), ty.word());
    let own = own.get(lang);
    let own = if lang == Lang::Zh { format!("{own}（{name}）") } else { format!("{own} ({name})") };
    let inner = match ty {
        Type::Ref(to) => {
            let to = clean_line(to);
            say!("，引用 {to}", ", to {to}")
        }
        Type::List(of) => {
            let of = in_full(of, lang);
            say!("，每项是{of}", ", of {of}")
        }
        Type::Table(fields) => {
            let (zh, en) = (parts(fields, Lang::Zh), parts(fields, Lang::En));
            say!("，有 {zh}", ", with {en}")
        }
        _ => return own,
    };
    format!("{own}{}", inner.get(lang))
}

/// The fields of a table, in a line.
fn parts(fields: &[Field], lang: Lang) -> String {
    let one = |field: &Field| match lang {
        Lang::Zh => format!("{}（{}）", clean_line(&field.name), clean_line(field.label.get(lang))),
        Lang::En => clean_line(&field.name),
    };
    fields.iter().map(one).collect::<Vec<_>>().join(if lang == Lang::Zh { "、" } else { ", " })
}
