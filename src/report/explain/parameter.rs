//! All that is known of a parameter: its values, where they are set and for whom, and what reads it.

use std::io;

use crate::report::explain::{MEASURE, facts, head, listed, title, written_at};
use crate::report::text::{clean_line, table, wrap};
use yize_core::catalogue::{Held, Inventory, ParameterEntry};
use yize_core::language::Lang;
use yize_core::pack::{ParameterInfo, RuleInfo};
use yize_core::say;

/// Explains a parameter.
///
/// # Errors
/// As the writer reports them.
pub(crate) fn parameter(
    own: &ParameterEntry,
    inventory: &Inventory,
    lang: Lang,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let ParameterEntry { name, values } = own;
    let label = values.iter().map(|held| held.info.label.as_str()).find(|label| !label.is_empty()).unwrap_or_default();
    head(name, label, out)?;
    let mut places: Vec<String> = Vec::new();
    for Held { place, .. } in values {
        let place = written_at(*place, &inventory.listing.sources);
        if !places.contains(&place) {
            places.push(place);
        }
    }
    let sort = say!("参数，规则里写 ctx.params.{name}", "a parameter, in rules ctx.params.{name}");
    let all = [
        (say!("种类", "what it is"), clean_line(sort.get(lang))),
        (say!("设定于", "set at"), listed(places.iter().map(String::as_str), lang)),
    ];
    facts(&all, lang, out)?;
    title(&say!("各规则包中的值", "values by pack"), lang, out)?;
    let infos: Vec<ParameterInfo> = values.iter().map(|held| held.info.clone()).collect();
    for (one, packs) in joined(&infos) {
        value(name, one, &packs, lang, out)?;
    }
    let mut governed: Vec<(&str, &[String])> = values
        .iter()
        .filter(|held| !held.bodies.is_empty())
        .map(|held| (held.info.pack.as_str(), &held.bodies[..]))
        .collect();
    governed.dedup();
    if !governed.is_empty() {
        title(&say!("管到的单位", "bodies"), lang, out)?;
        let row = |(pack, bodies): &(&str, &[String])| {
            vec![clean_line(pack), listed(bodies.iter().map(String::as_str), lang)]
        };
        let heads = vec![say!("规则包", "pack").get(lang).to_owned(), say!("单位", "bodies").get(lang).to_owned()];
        table(std::iter::once(heads).chain(governed.iter().map(row)).collect(), "  ", out)?;
    }
    title(&say!("读它的规则", "rules that read it"), lang, out)?;
    readers(name, &inventory.listing.rules, lang, out)
}

/// The rules that read a parameter.
fn readers(name: &str, rules: &[RuleInfo], lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    let reading: Vec<Vec<String>> = rules
        .iter()
        .filter(|rule| rule.parameters.contains_key(name))
        .map(|rule| vec![clean_line(&rule.name), clean_line(&rule.title)])
        .collect();
    if reading.is_empty() {
        let none = say!(
            "没有规则读它；计分办法、页面也可以用参数",
            "no rule does; schemes and the page may use parameters too"
        );
        return writeln!(out, "  {}", none.get(lang));
    }
    let heads = vec![say!("规则", "rule").get(lang).to_owned(), say!("标题", "title").get(lang).to_owned()];
    table(std::iter::once(heads).chain(reading).collect(), "  ", out)
}

/// Values with the packs in which they hold: those that packs have in common are told once.
pub(super) fn joined(values: &[ParameterInfo]) -> Vec<(&ParameterInfo, Vec<&str>)> {
    let mut joined: Vec<(&ParameterInfo, Vec<&str>)> = Vec::new();
    for value in values {
        let same = |other: &ParameterInfo| ParameterInfo { pack: value.pack.clone(), ..other.clone() } == *value;
        match joined.iter_mut().find(|(other, _)| same(other)) {
            Some((_, packs)) => packs.push(&value.pack),
            None => joined.push((value, vec![&value.pack])),
        }
    }
    joined
}

/// One value of a parameter, with what the packs say about it.
pub(super) fn value(
    name: &str,
    value: &ParameterInfo,
    packs: &[&str],
    lang: Lang,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let label = clean_line(&value.label);
    let pack = clean_line(&packs.join(if lang == Lang::Zh { "、" } else { ", " }));
    let label = if label.is_empty() { label } else { format!("  {label}") };
    let pack = say!("规则包 {pack}", "pack {pack}");
    writeln!(out, "  {}{label}  [{}]", clean_line(name), pack.get(lang))?;
    let since = value.since.map(|since| say!("{since} 起 ", "since {since} "));
    let since = since.as_ref().map_or("", |since| since.get(lang));
    for line in wrap(&value.value, MEASURE - 4) {
        writeln!(out, "    {since}= {line}")?;
    }
    let local = say!(
        "本地缺省值，不是依据文件的规定，可由各市另定",
        "a local default, not what the source says; packs may set their own"
    );
    let basis = value.basis.as_ref().map(|basis| say!("依据：{basis}", "basis: {basis}"));
    let note = value.note.as_ref().map(|note| say!("说明：{note}", "note: {note}"));
    for remark in value.local.then_some(local).into_iter().chain(basis).chain(note) {
        wrap(remark.get(lang), MEASURE - 4).iter().try_for_each(|line| writeln!(out, "    {line}"))?;
    }
    Ok(())
}
