//! What may be done about a finding.

use std::fmt::Write as _;

use super::data::quoted;
use super::{Change, Open};
use crate::finding::Finding;
use crate::language::{Lang, Text, say};
use crate::source::{Place, Span};

pub(super) fn fixes(open: Open<'_>, finding: &Finding) -> Vec<(Text, Vec<Change>)> {
    let Some(place) = finding.place else { return Vec::new() };
    let mut fixes = Vec::new();
    if let Some(near) = finding.help.as_ref().and_then(meant) {
        fixes.extend(instead(open, place, &near));
    }
    fixes.extend(half_width(open, place));
    fixes.extend(waiver(open, finding));
    fixes
}

/// The word that a “did you mean” names.
fn meant(help: &Text) -> Option<String> {
    let own = help.get(Lang::En);
    let rest = own.strip_prefix("did you mean ")?;
    let quote = rest.chars().next().filter(|quote| matches!(quote, '`' | '"'))?;
    rest[1..].split_once(quote).map(|(word, _)| word.to_owned())
}

/// The word that was meant, in the place of what is written.
fn instead(open: Open<'_>, place: Place, near: &str) -> Option<(Text, Vec<Change>)> {
    let own = open.text.get(place.span.range())?;
    let new = if own.starts_with('"') { quoted(near) } else { near.to_owned() };
    (own.len() < 200 && !own.contains('\n'))
        .then(|| (say!("改为“{near}”", "write `{near}`"), vec![Change { place, new }]))
}

/// Full-width signs of code, and those that they stand for.
const WIDE: [(char, &str); 16] = [
    ('（', "("),
    ('）', ")"),
    ('，', ","),
    ('；', ";"),
    ('：', ":"),
    ('＝', "="),
    ('［', "["),
    ('］', "]"),
    ('｛', "{"),
    ('｝', "}"),
    ('“', "\""),
    ('”', "\""),
    ('！', "!"),
    ('＜', "<"),
    ('＞', ">"),
    ('　', " "),
];

/// The full-width signs at a place and in the line of code around it, as half-width ones.
fn half_width(open: Open<'_>, place: Place) -> Option<(Text, Vec<Change>)> {
    let own = open.text.get(place.span.range())?;
    let twin = |sign: char| WIDE.iter().find(|(wide, _)| *wide == sign).map(|(_, plain)| *plain);
    let digit = |sign: char| ('０'..='９').contains(&sign).then(|| (sign as u32 - '０' as u32).to_string());
    let signs = own.char_indices().filter_map(|(at, sign)| {
        let new = twin(sign).map(str::to_owned).or_else(|| digit(sign))?;
        let start = place.span.start as usize + at;
        let span = Span::new(start, start + sign.len_utf8());
        Some(Change { place: Place { span, ..place }, new })
    });
    // What stands in a text may well be full-width.
    let code = !own.contains('"') && own.len() < 200;
    let changes: Vec<Change> = signs.filter(|_| code).collect();
    (!changes.is_empty()).then(|| (say!("全角符号改为半角", "write half-width signs"), changes))
}

/// A waiver for the finding, at the end of the project's settings: who asks and why is left to be filled in.
fn waiver(open: Open<'_>, finding: &Finding) -> Option<(Text, Vec<Change>)> {
    if !finding.can_be_suppressed() || finding.suppressed.is_some() {
        return None;
    }
    let record = finding.record.as_ref()?;
    let settings = open.outcome.sources.iter().filter(|(_, source)| source.name.ends_with("yize.toml"));
    let above = |name: &str| open.name.starts_with(name.trim_end_matches("yize.toml"));
    let (source, file) = settings.filter(|(_, own)| above(&own.name)).max_by_key(|(id, own)| (own.name.len(), id.0))?;
    let mut new = format!(
        "\n[[waiver]]\nrule        = {}\nat          = {}\n",
        quoted(&finding.rule),
        quoted(&format!("{}/{}", record.kind, record.key)),
    );
    if let Some(body) = &finding.body {
        let _ = writeln!(new, "body        = {}", quoted(body));
    }
    let until = finding.due.map_or(open.outcome.as_of.year(), |due| due.year().max(open.outcome.as_of.year()));
    let _ = write!(new, "reason      = \"\"\napproved_by = \"\"\nuntil       = {until:04}-12-31\n");
    let end = file.bytes();
    let change = Change { place: Place { source, span: Span::new(end, end) }, new };
    Some((
        say!(
            "在 yize.toml 中写一项豁免（理由和批准人待填）",
            "add a waiver to yize.toml (reason and approver to be filled in)"
        ),
        vec![change],
    ))
}
