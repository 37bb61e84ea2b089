//! A pack as a document that officials review and sign: what it demands, by the documents on which it rests and in the order of
//! their articles, with parameters and their histories, local readings, and cases as examples.

mod basis;
mod values;
mod examples;
mod chapters;
mod word;

use std::collections::BTreeSet;

use minijinja::value::Serde;
use serde::Serialize;

use crate::report::escape::html_templates;
use crate::report::explain::dates;
use crate::report::text::clean_line;
use crate::workbook::document;
use chapters::{Chapter, chapters};
use values::{Parameter, Words};
use yize_core::cases::Case;
use yize_core::catalogue::PackInfo;
use yize_core::language::{Lang, Text, count};
use yize_core::{Date, say};

/// In what form it is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// A page.
    Html,
    /// A document for Word.
    Docx,
}

impl Form {
    /// All, each with its word on the command line, the usual one first.
    pub(crate) const ALL: [(&str, Self); 2] = [("html", Self::Html), ("docx", Self::Docx)];
}

/// What stands in the document.
#[derive(Debug, Serialize)]
struct Booklet {
    zh: bool,
    title: String,
    /// What is said of the pack as a whole: about what, and what.
    facts: Vec<(String, String)>,
    chapters: Vec<Chapter>,
    /// Rules that are switched off: name, title, why.
    off: Vec<(String, String, String)>,
    /// Parameters that no rule reads.
    parameters: Vec<Parameter>,
    /// The columns of the table that is signed.
    signs: Vec<String>,
    /// Version and digest, at the foot of each page.
    foot: String,
    /// The same as a text of CSS.
    foot_css: String,
    /// What the digest is of.
    digest: String,
}

/// The document of a pack, with its cases and those of the packs that it extends.
///
/// # Errors
/// Where the page or the archive cannot be made.
pub(crate) fn booklet(
    pack: &PackInfo,
    cases: &[Case],
    (form, as_of): (Form, Date),
    lang: Lang,
) -> Result<Vec<u8>, Text> {
    let facts = Booklet::of(pack, cases, as_of, lang);
    match form {
        Form::Html => page(&facts).map(String::into_bytes),
        Form::Docx => document(&word::document(&facts, lang)),
    }
}

fn page(facts: &Booklet) -> Result<String, Text> {
    let broken = |error: minijinja::Error| {
        let why = clean_line(&error.to_string());
        say!("写不成网页：{why}", "the page cannot be made: {why}")
    };
    let mut environment = html_templates();
    environment.add_template("booklet.html", include_str!("booklet/page.html")).map_err(broken)?;
    let template = environment.get_template("booklet.html").map_err(broken)?;
    template.render(minijinja::Value::from(Serde(facts))).map_err(broken)
}

impl Booklet {
    fn of(pack: &PackInfo, cases: &[Case], as_of: Date, lang: Lang) -> Self {
        let words = Words::of(pack);
        let read: BTreeSet<&String> = pack.rules.iter().flat_map(|rule| rule.parameters.keys()).collect();
        let unread = pack.parameters.iter().filter(|(name, _)| !read.contains(name));
        let (version, files, digest) = (clean_line(&pack.version), pack.files, &pack.digest);
        let id = clean_line(&pack.id);
        let foot = say!("{id} {version}　BLAKE3 {digest}", "{id} {version}　BLAKE3 {digest}");
        let of_what = say!(
            "摘要是 yize lock 为本规则包和它所继承的规则包写成的内容（{files} 个文件）的 BLAKE3 值；规则包有任何改动，摘要就不同。",
            "The digest is the BLAKE3 of what `yize lock` writes of the pack and those that it extends ({files} files); whatever is changed in them changes it."
        );
        let signs =
            [say!("审核人", "Reviewed by"), say!("意见", "Opinion"), say!("签字", "Signature"), say!("日期", "Date")];
        let off = pack.off.iter().map(|(rule, why)| (clean_line(&rule.name), clean_line(&rule.title), clean_line(why)));
        Self {
            zh: lang == Lang::Zh,
            title: clean_line(&pack.title),
            facts: facts(pack, as_of, lang),
            chapters: chapters(pack, cases, &words, lang),
            off: off.collect(),
            parameters: unread.map(|(name, values)| words.parameter(name, values, lang)).collect(),
            signs: signs.map(|sign| sign.get(lang).to_owned()).into(),
            foot_css: foot.get(lang).chars().filter(|c| !"\\\"<>&".contains(*c)).collect(),
            foot: foot.get(lang).to_owned(),
            digest: of_what.get(lang).to_owned(),
        }
    }
}

/// What is said of the pack as a whole.
fn facts(pack: &PackInfo, as_of: Date, lang: Lang) -> Vec<(String, String)> {
    let and = if lang == Lang::Zh { "、" } else { ", " };
    let bodies: Vec<String> = pack.bodies.iter().map(|body| clean_line(body)).collect();
    let extended = pack.extended.iter().map(|(id, title, version)| clean_line(&format!("{title}（{id} {version}）")));
    let own = |kept: bool| pack.rules.iter().filter(|rule| pack.constraints.contains_key(&rule.name) == kept).count();
    let (rules, constraints, schemes) = (own(false), own(true), pack.schemes.len());
    let local = pack.rules.iter().filter(|rule| rule.local.is_some()).count();
    let (en_rules, en_schemes) = (count(rules, "rule", "rules"), count(schemes, "scheme", "schemes"));
    let en_constraints = count(constraints, "constraint", "constraints");
    let holds = match (pack.since, pack.until) {
        (Some(since), until) => dates(since, until).get(lang).to_owned(),
        (None, Some(until)) => say!("至 {until}", "to {until}").get(lang).to_owned(),
        (None, None) => String::new(),
    };
    let has = say!(
        "规则 {rules} 条、约束 {constraints} 条、计分办法 {schemes} 个；其中 {local} 条有地方口径",
        "{en_rules}, {en_constraints}, {en_schemes}; {local} of the rules and constraints have local readings"
    );
    let all = [
        (say!("规则包", "pack"), clean_line(&format!("{} {}", pack.id, pack.version))),
        (say!("适用单位", "bodies"), bodies.join(and)),
        (say!("施行", "in force"), holds),
        (say!("继承", "extends"), extended.collect::<Vec<_>>().join(and)),
        (say!("内容", "contents"), has.get(lang).to_owned()),
        (say!("截至", "as of"), as_of.to_string()),
    ];
    let told = all.into_iter().filter(|(_, fact)| !fact.is_empty());
    told.map(|(about, fact)| (about.get(lang).to_owned(), fact)).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use yize_core::catalogue::packs;
    use yize_core::{Check, Memory, PackSource};

    /// A pack of one rule.
    fn memory() -> Memory {
        let pack = "id = \"shi\"\ntitle = \"市<规则>\"\nversion = \"1.2\"\nbodies = [\"shi\"]\n\
            [parameters.least]\nlabel = \"次数\"\nvalues = [{ since = \"2022-01-01\", value = 1 }, \
            { since = \"2025-01-01\", value = 2, local = true, note = \"暂定\" }]\n\
            [parameters.unread]\nlabel = \"组\"\nvalue = [\"a\"]\n";
        let kinds = "[member]\nlabel = \"委员\"\nen = \"member\"\nkey = \"id\"\n[member.fields]\n\
            id = { type = \"string\", label = \"编号\", en = \"id\" }\n\
            visits = { type = \"integer\", label = \"走访\", en = \"visits\" }\n\
            group = { type = \"enum\", label = \"组\", en = \"group\", values = { a = \"甲组\" } }\n\
            [member.constraints.once]\ncheck = \"unique\"\nfields = [\"visits\"]\ntitle = \"不重复\"\n\
            basis = \"《考核办法》第二条\"\nsince = \"2022-01-01\"\n";
        let rule = |id: &str, article: &str| {
            format!(
                "rule(\"{id}\", #{{ title: \"{id}标题\", basis: \"《考核办法》{article}\", since: \"2022-01-01\", on: \"member\", \
                 explain: `每年走访。`, local: \"按自然年算\" }}, |m, ctx| {{ if m.visits < ctx.params.least {{ fail(m.visits, `少了`); }} }});\n"
            )
        };
        let scripts = [rule("later", "第十二条"), rule("sooner", "第三条")].concat();
        let cases = "[data]\nas_of = 2026-12-31\ntext = '''\nbody = \"shi\"\nyear = 2026\n\
            member = [{ id = \"A\", visits = 0, group = \"a\" }]\n'''\n\
            [[case]]\nname = \"一次也没有\"\nexpect = [{ rule = \"sooner\", record = \"member/A\", message = \"少了\" }]\n";
        Memory::default()
            .with("shi/pack.toml", pack)
            .with("shi/kinds.toml", kinds)
            .with("shi/a.rhai", scripts)
            .with("shi/tests/a.toml", cases)
    }

    fn of(lang: Lang) -> String {
        let day: Date = "2026-12-31".parse().expect("a day");
        let check = Check::as_of(day).pack(PackSource::Memory(Arc::new(memory())));
        let list = packs(&Memory::default(), check.request(), Some("shi"));
        assert!(list.findings.is_empty(), "{:?}", list.findings);
        let cases = yize_core::cases::written(&Memory::default(), check.request(), "shi");
        let bytes = booklet(&list.packs[0], &cases, (Form::Html, day), lang).expect("a page");
        assert_eq!(bytes, booklet(&list.packs[0], &cases, (Form::Html, day), lang).expect("a page"));
        let docx = booklet(&list.packs[0], &cases, (Form::Docx, day), lang).expect("a document");
        assert_eq!(docx, booklet(&list.packs[0], &cases, (Form::Docx, day), lang).expect("a document"));
        String::from_utf8(bytes).expect("UTF-8").replace("&#x2f;", "/")
    }

    #[test]
    fn rules_stand_by_document_and_article_with_histories_readings_and_examples() {
        let page = of(Lang::Zh);
        for wanted in [
            "市&lt;规则&gt;",
            "《考核办法》",
            "shi/sooner",
            "按自然年算",
            "2025-01-01",
            "地方口径",
            "暂定",
            "一次也没有",
            "少了",
            "shi/member/once",
            "甲组",
            "审核人",
            "签字",
            "BLAKE3",
        ] {
            assert!(page.contains(wanted), "{wanted}: {page}");
        }
        // The third article comes before the twelfth, whatever the order of the script.
        assert!(page.find("sooner标题") < page.find("later标题"), "{page}");
        assert!(of(Lang::En).contains("local reading"));
    }
}
