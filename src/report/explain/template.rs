//! A blank record to paste into a file of data: nothing of it counts until it is filled in.

use crate::report::fields::{limits, word};
use crate::report::text::{clean_line, pad, width};
use yize_core::catalogue::KindInfo;
use yize_core::language::Lang;
use yize_core::say;
use yize_core::schema::{Field, Type};

/// The most values of an enum that stand in a remark.
const LISTED: usize = 6;

/// The lines of the template. Values are left to whoever fills it in: each field is a remark, so that a record which is pasted as it is
/// lacks what is required and has nothing that is wrong.
#[must_use]
pub(super) fn template(kind: &KindInfo, lang: Lang) -> Vec<String> {
    let lines: Vec<(String, String)> = kind.fields.iter().map(|field| line(field, lang)).collect();
    let columns = lines.iter().map(|(written, _)| width(written)).max().unwrap_or(0);
    let mut all = vec![format!("[[{}]]  # {}", kind.name, clean_line(kind.label.get(lang)))];
    all.extend(lines.iter().map(|(written, remark)| format!("{}  # {remark}", pad(written, columns))));
    all
}

/// A field as it is written, and what is to be known of it.
fn line(field: &Field, lang: Lang) -> (String, String) {
    let label = clean_line(field.label.get(lang));
    let given = if field.optional { say!("可以不填", "optional") } else { say!("必填", "required") };
    let mut remarks = vec![given.get(lang).to_owned()];
    remarks.push(detail(&field.ty, lang));
    remarks.push(clean_line(&limits(field, lang)));
    remarks.retain(|remark| !remark.is_empty());
    let remark = remarks.join(if lang == Lang::Zh { "；" } else { "; " });
    let colon = if lang == Lang::Zh { "：" } else { ": " };
    (format!("# {} = {}", field.name, form(&field.ty)), format!("{label}{colon}{remark}"))
}

/// The form of a value, nothing in it.
fn form(ty: &Type) -> String {
    match ty {
        Type::String | Type::Enum(_) | Type::Ref(_) => "\"\"".to_owned(),
        Type::Period => "\"2026-03\"".to_owned(),
        Type::Integer => "0".to_owned(),
        Type::Decimal => "0.0".to_owned(),
        Type::Bool => "false".to_owned(),
        Type::Date => "2026-03-05".to_owned(),
        Type::Time => "09:30:00".to_owned(),
        Type::List(of) => format!("[{}]", form(of)),
        Type::Table(fields) => {
            let parts: Vec<String> = fields.iter().map(|own| format!("{} = {}", own.name, form(&own.ty))).collect();
            format!("{{ {} }}", parts.join(", "))
        }
    }
}

/// The type of a field in a few words: what may stand there.
#[must_use]
pub(crate) fn detail(ty: &Type, lang: Lang) -> String {
    let comma = if lang == Lang::Zh { "、" } else { ", " };
    match ty {
        Type::Enum(values) => {
            let value = |own: &yize_core::schema::EnumValue| match own.label.get(lang) {
                label if label == own.name => clean_line(label),
                label => format!("{} {}", clean_line(&own.name), clean_line(label)),
            };
            let named: Vec<String> = values.iter().take(LISTED).map(value).collect();
            let (named, all) = (named.join(comma), values.len());
            let text = if all > LISTED {
                say!("{named} 等 {all} 个值", "{named} and others, {all} in all")
            } else {
                return named;
            };
            text.get(lang).to_owned()
        }
        Type::Ref(to) => {
            let to = clean_line(to);
            say!("引用 {to} 的键", "the key of a {to}").get(lang).to_owned()
        }
        Type::List(of) => {
            let of = detail(of, lang);
            say!("列表：{of}", "a list: {of}").get(lang).to_owned()
        }
        Type::Table(fields) => {
            let labels: Vec<String> = fields.iter().map(|own| clean_line(own.label.get(lang))).collect();
            let labels = labels.join(comma);
            say!("表：{labels}", "a table: {labels}").get(lang).to_owned()
        }
        plain => word(plain).get(lang).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::packs::built_in;
    use yize_core::catalogue::kinds;
    use yize_core::{Check, Memory, PackSource};

    /// The ids of the packs that come with the program.
    const PACKS: [&str; 8] =
        ["base", "duty", "baoding", "baoding-county", "tangshan", "handan", "hengshui", "langfang"];

    #[test]
    fn a_blank_record_of_any_kind_lacks_values_and_has_nothing_wrong() {
        for pack in PACKS {
            let manifest = format!(
                "id = \"probe\"\ntitle = \"试\"\nversion = \"1\"\nextends = [\"{pack}\"]\nbodies = [\"probe\"]\n"
            );
            let probe = Memory::default().with("probe/pack.toml", manifest);
            let day = "2026-12-31".parse().expect("a day");
            let check = Check::as_of(day).pack(built_in()).pack(PackSource::Memory(std::sync::Arc::new(probe)));
            let kinds = kinds(&Memory::default(), check.request(), "probe");
            assert!(kinds.len() > 20, "{pack}: {}", kinds.len());
            for lang in [Lang::Zh, Lang::En] {
                let blank = |kind: &KindInfo| template(kind, lang).join("\n");
                let text: Vec<String> = kinds.iter().map(blank).collect();
                let data = format!("body = \"probe\"\nyear = 2026\n{}\n", text.join("\n"));
                let outcome = check.clone().data("data.toml", data).run();
                let missing = outcome.findings.iter().filter(|finding| *finding.rule == *"host/missing-field").count();
                assert!(missing > 20, "{pack}: {missing}");
                let others = outcome
                    .findings
                    .iter()
                    .filter(|finding| finding.rule.starts_with("host/") && *finding.rule != *"host/missing-field");
                let told: Vec<String> =
                    others.map(|finding| format!("{}: {}", finding.rule, finding.message.get(Lang::Zh))).collect();
                assert!(told.is_empty(), "{pack}: {told:#?}");
            }
        }
    }

    #[test]
    fn what_is_filled_in_is_read() {
        let day = "2026-12-31".parse().expect("a day");
        let check = Check::as_of(day).pack(built_in());
        let kinds = kinds(&Memory::default(), check.request(), "baoding");
        let term = kinds.iter().find(|kind| kind.name == "visit").expect("a kind");
        let mut text = template(term, Lang::Zh).join("\n").replace("\n# ", "\n");
        for line in text.clone().lines().filter(|line| line.contains("= \"\"")) {
            text = text.replace(line, &line.replacen("\"\"", "\"甲\"", 1));
        }
        // Every form is one that TOML has and the field takes: only what is referred to, and values of lists, are not there.
        let outcome = check.data("data.toml", format!("body = \"baoding\"\nyear = 2026\n{text}\n")).run();
        let wrong = outcome
            .findings
            .iter()
            .filter(|own| ["host/syntax", "host/type", "host/missing-field"].contains(&&*own.rule));
        let told: Vec<&str> = wrong.map(|finding| finding.message.get(Lang::Zh)).collect();
        assert!(told.is_empty(), "{told:?}\n{text}");
    }
}
