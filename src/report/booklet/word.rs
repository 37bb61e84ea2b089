//! The same as a document for Word, laid out as the page is.

use crate::report::booklet::Booklet;
use crate::report::booklet::chapters::{Chapter, Rule, Scheme};
use crate::report::booklet::values::{Parameter, Value};
use crate::workbook::{Document, Part, Place, Run};
use yize_core::language::{Lang, Text};
use yize_core::say;

/// Widths of the columns of facts, in twentieths of a point.
const FACTS: [u32; 2] = [1600, 8038];
/// Those of parameters.
const VALUES: [u32; 4] = [2300, 1300, 2900, 3138];
/// Those of examples, and of lines of schemes.
const HALVES: [u32; 2] = [4400, 5238];
/// Those of constraints.
const CONSTRAINTS: [u32; 5] = [800, 4100, 1900, 2138, 700];
/// Those of what is signed.
const SIGNS: [u32; 4] = [1800, 4238, 1900, 1700];

/// The document.
pub(super) fn document(own: &Booklet, lang: Lang) -> Document {
    let word = |text: Text| text.get(lang).to_owned();
    let mut parts = vec![Part::Title(own.title.clone())];
    parts.push(Part::Text(word(say!("规则审核文本", "The rules, for review")), Place::Centre));
    parts.push(facts(&own.facts));
    for chapter in &own.chapters {
        push_chapter(chapter, lang, &mut parts);
    }
    if !own.parameters.is_empty() {
        parts.push(Part::Heading(word(say!("其他参数", "Other parameters"))));
        let read = say!("没有规则读这些参数；计分办法和网页可以用。", "No rule reads these; schemes and the page may.");
        parts.push(Part::Text(word(read), Place::Left));
        parts.push(values(&own.parameters, lang));
    }
    if !own.off.is_empty() {
        parts.push(Part::Heading(word(say!("停用的规则", "Rules that are switched off"))));
        let rows = own
            .off
            .iter()
            .map(|(name, title, why)| vec![vec![Run::plain(title), Run::aside(name)], vec![Run::plain(why)]]);
        let head = [say!("规则", "rule"), say!("理由", "why")].map(word).into();
        parts.push(Part::Table { widths: HALVES.into(), head, rows: rows.collect() });
    }
    parts.push(Part::Heading(word(say!("审核和签字", "Review and signature"))));
    // Room for a hand: an empty line above and below.
    let blank = || vec![Run::plain(" "), Run::plain(" ")];
    let rows = vec![vec![blank(); own.signs.len()]; 3];
    parts.push(Part::Table { widths: SIGNS.into(), head: own.signs.clone(), rows });
    parts.extend([Part::Text(own.foot.clone(), Place::Left), Part::Text(own.digest.clone(), Place::Left)]);
    Document { title: own.title.clone(), parts, foot: own.foot.clone() }
}

fn facts(all: &[(String, String)]) -> Part {
    let rows = all.iter().map(|(about, fact)| vec![vec![Run::strong(about)], vec![Run::plain(fact)]]).collect();
    Part::Table { widths: FACTS.into(), head: Vec::new(), rows }
}

fn push_chapter(chapter: &Chapter, lang: Lang, parts: &mut Vec<Part>) {
    let (number, name) = (&chapter.number, &chapter.name);
    parts.push(Part::Heading(say!("{number}、{name}", "{number}. {name}").get(lang).to_owned()));
    chapter.rules.iter().for_each(|rule| push_rule(rule, lang, parts));
    chapter.schemes.iter().for_each(|scheme| push_scheme(scheme, lang, parts));
    if chapter.constraints.is_empty() {
        return;
    }
    parts.push(Part::Subheading(say!("约束", "Constraints").get(lang).to_owned()));
    let head = [
        say!("编号", "no."),
        say!("要求", "what is asked"),
        say!("对象和条目", "on, and article"),
        say!("地方口径", "local reading"),
        say!("审核", "review"),
    ];
    let head = head.map(|text| text.get(lang).to_owned()).into();
    let rows = chapter.constraints.iter().map(|rule| constraint(rule, lang)).collect();
    parts.push(Part::Table { widths: CONSTRAINTS.into(), head, rows });
}

fn constraint(rule: &Rule, lang: Lang) -> Vec<Vec<Run>> {
    let mut asked = vec![Run::plain(&rule.title), Run::aside(&rule.name)];
    asked.extend(rule.asks.iter().map(|text| Run::aside(text)));
    asked.extend(rule.examples.first().map(|own| {
        let (so, found) = (&own.so, &own.found);
        Run::aside(say!("例：{so} → {found}", "e.g. {so} → {found}").get(lang))
    }));
    let mut on = vec![Run::plain(&rule.on)];
    on.extend([&rule.article, &rule.from].into_iter().filter(|text| !text.is_empty()).map(|text| Run::aside(text)));
    vec![vec![Run::plain(&rule.number)], asked, on, vec![Run::plain(&rule.local)], Vec::new()]
}

fn push_rule(rule: &Rule, lang: Lang, parts: &mut Vec<Part>) {
    parts.push(Part::Subheading(format!("{}　{}", rule.number, rule.title)));
    let mut rows = vec![(say!("规则", "rule"), named(&rule.name, &rule.about, &rule.from, lang))];
    rows.push((say!("依据", "basis"), vec![Run::plain(&rule.article)]));
    rows.push((say!("要求", "asks"), rule.asks.iter().map(|text| Run::plain(text)).collect()));
    rows.push((say!("地方口径", "local reading"), vec![Run::plain(&rule.local)]));
    parts.push(about(rows, lang));
    if !rule.parameters.is_empty() {
        parts.push(values(&rule.parameters, lang));
    }
    if !rule.examples.is_empty() {
        let head = [say!("情形", "what is so"), say!("应当得出", "what is found")];
        let head = head.map(|text| text.get(lang).to_owned()).into();
        let row = |own: &crate::report::booklet::examples::Example| {
            vec![vec![Run::plain(&own.so)], vec![Run::plain(&own.found)]]
        };
        parts.push(Part::Table { widths: HALVES.into(), head, rows: rule.examples.iter().map(row).collect() });
    }
    parts.push(review(lang));
}

fn push_scheme(scheme: &Scheme, lang: Lang, parts: &mut Vec<Part>) {
    parts.push(Part::Subheading(format!("{}　{}", scheme.number, scheme.title)));
    let mut rows = vec![(say!("计分办法", "scheme"), named(&scheme.name, &scheme.about, &scheme.from, lang))];
    rows.push((say!("依据", "basis"), vec![Run::plain(&scheme.article)]));
    rows.push((say!("说明", "explanation"), scheme.asks.iter().map(|text| Run::plain(text)).collect()));
    rows.extend(scheme.facts.iter().map(|(about, fact)| (Text::same(about), vec![Run::plain(fact)])));
    parts.push(about(rows, lang));
    let head = [say!("项目", "line"), say!("怎样计分", "how it is scored")].map(|text| text.get(lang).to_owned());
    let rows = scheme.lines.iter().map(|line| {
        let run = if line.depth == 0 { Run::strong(&line.name) } else { Run::plain(&line.name) };
        vec![vec![run.indented(line.depth)], vec![Run::plain(&line.says)]]
    });
    parts.push(Part::Table { widths: HALVES.into(), head: head.into(), rows: rows.collect() });
    parts.push(review(lang));
}

fn named(name: &str, about: &str, from: &str, lang: Lang) -> Vec<Run> {
    let mut runs = vec![Run::plain(name), Run::aside(about)];
    if !from.is_empty() {
        runs.push(Run::aside(say!("来自 {from}", "from {from}").get(lang)));
    }
    runs
}

/// A table of what is said about something; what is not said is left out.
fn about(rows: Vec<(Text, Vec<Run>)>, lang: Lang) -> Part {
    let said = rows.into_iter().filter(|(_, runs)| runs.iter().any(|run| !run.is_empty()));
    let rows = said.map(|(about, runs)| vec![vec![Run::strong(about.get(lang))], runs]).collect();
    Part::Table { widths: FACTS.into(), head: Vec::new(), rows }
}

fn values(all: &[Parameter], lang: Lang) -> Part {
    let head = [
        say!("参数", "parameter"),
        say!("自何时起", "since"),
        say!("值", "value"),
        say!("依据和说明", "basis and remarks"),
    ];
    let rows = all.iter().flat_map(|own| {
        own.values.iter().enumerate().map(move |(at, value)| {
            let called = if own.label.is_empty() { &own.name } else { &own.label };
            let mut name = vec![Run::plain(called)];
            name.extend((!own.label.is_empty()).then(|| Run::aside(&own.name)));
            row(if at == 0 { name } else { Vec::new() }, value, lang)
        })
    });
    let head = head.map(|text| text.get(lang).to_owned()).into();
    Part::Table { widths: VALUES.into(), head, rows: rows.collect() }
}

fn row(name: Vec<Run>, value: &Value, lang: Lang) -> Vec<Vec<Run>> {
    let always = say!("始终", "always");
    let since = if value.since.is_empty() { always.get(lang) } else { &value.since };
    let mut said = vec![Run::plain(&value.said)];
    said.extend((!value.exact.is_empty()).then(|| Run::aside(&value.exact)));
    let mut why = Vec::new();
    why.extend(value.local.then(|| Run::strong(say!("地方口径", "local reading").get(lang))));
    why.extend((!value.basis.is_empty()).then(|| Run::plain(&value.basis)));
    why.extend((!value.note.is_empty()).then(|| Run::aside(&value.note)));
    vec![name, vec![Run::plain(since)], said, why]
}

fn review(lang: Lang) -> Part {
    let text = say!(
        "审核：□ 与依据相符　□ 需要修改：＿＿＿＿＿＿＿＿＿＿＿＿",
        "Review: □ agrees with its basis　□ to be changed: ＿＿＿＿＿＿＿＿＿＿＿＿"
    );
    Part::Text(text.get(lang).to_owned(), Place::Left)
}
