//! Scores in the report of `yize diff`: the cards that differ.

use std::fmt::Display;
use std::io;

use serde::Serialize;
use serde_json::value::RawValue;

use crate::report::diff::shade;
use crate::report::text::clean_line;
use yize_core::check::Outcome;
use yize_core::compare::cards::{self, Change, Line, Standing};
use yize_core::json::number;
use yize_core::language::{Lang, Text};
use yize_core::say;

/// Writes how many cards of each scheme, body and year differ.
pub(super) fn counted(changes: &[Change], lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    for ((scheme, body, year), [new, gone, changed]) in &cards::counts(changes) {
        let (scheme, body) = (clean_line(scheme), clean_line(body));
        let text = say!(
            "{scheme}  {body} {year}年计分：新增 {new}，消失 {gone}，变化 {changed}",
            "{scheme}  {body} {year}, scores: {new} new, {gone} gone, {changed} changed"
        );
        writeln!(out, "{}", text.get(lang))?;
    }
    Ok(())
}

/// Writes each card that differs in a line.
pub(super) fn listed(changes: &[Change], lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    for change in changes {
        let (mark, what) = match (&change.before, &change.after) {
            (Some(before), Some(after)) => ("~", changed(before, after, &change.lines()).get(lang).to_owned()),
            (Some(gone), None) => ("-", whole(gone).get(lang).to_owned()),
            (None, new) => ("+", new.as_ref().map(|new| whole(new).get(lang).to_owned()).unwrap_or_default()),
        };
        let owner = &change.owner;
        let (scheme, body, year, key) = (&owner.scheme, &owner.body, owner.year, &owner.key);
        let who = format!("{scheme} {body} {year} {key} {}", change.name);
        let colon = if lang == Lang::Zh { "：" } else { ": " };
        let (style, strong) = (shade(mark), shade(mark).bold());
        let (who, what) = (clean_line(&who), clean_line(&what));
        writeln!(out, "{strong}{mark}{strong:#} {style}{who}{colon}{what}{style:#}")?;
    }
    Ok(())
}

/// Writes the sums, where there are scores at all.
pub(super) fn last(
    changes: &[Change],
    before: &Outcome,
    after: &Outcome,
    lang: Lang,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let [was, is] = [before, after].map(|outcome| outcome.scores.iter().map(|t| t.cards.len()).sum::<usize>());
    if was + is == 0 {
        return Ok(());
    }
    let [new, gone, other] =
        cards::counts(changes).values().fold([0; 3], |sum, counts| std::array::from_fn(|i| sum[i] + counts[i]));
    let text = say!(
        "计分：新增 {new} 人、消失 {gone} 人、变化 {other} 人；先前共 {was} 人，现在共 {is} 人",
        "scores: {new} new, {gone} gone, {other} changed; cards before: {was}, after: {is}"
    );
    writeln!(out, "{}", text.get(lang))?;
    let incomplete = |outcome: &Outcome| {
        let cards = outcome.scores.iter().flat_map(|t| t.cards.iter());
        cards.filter(|card| !card.is_complete()).count()
    };
    let (was, is) = (incomplete(before), incomplete(after));
    if was + is == 0 {
        return Ok(());
    }
    let text = say!(
        "其中不完整、无法比较的：先前 {was} 人，现在 {is} 人",
        "of these incomplete, so that they cannot be compared: before {was}, after {is}"
    );
    writeln!(out, "{}", text.get(lang))
}

/// A card of one side only.
fn whole(standing: &Standing) -> Text {
    let points = points(standing);
    let (grade, rank) = (grade(standing), rank(standing));
    say!("得分 {points}，等次 {grade}，名次 {rank}", "points {points}, grade {grade}, rank {rank}"; points)
}

/// What differs of a card.
fn changed(before: &Standing, after: &Standing, lines: &[Line]) -> Text {
    let mut said: Vec<Text> = Vec::new();
    let (was, is) = (points(before), points(after));
    if was != is {
        said.push(say!("得分 {was} → {is}", "points {was} → {is}"; was, is));
    }
    if let (Some(was), Some(is)) = (before.whole, after.whole)
        && was != is
        && (Some(was), Some(is)) != (before.points, after.points)
    {
        said.push(say!("折合全年 {was} → {is}", "for a whole year {was} → {is}"));
    }
    let (was, is) = (grade(before), grade(after));
    if was != is {
        said.push(say!("等次 {was} → {is}", "grade {was} → {is}"));
    }
    let (was, is) = (rank(before), rank(after));
    if was != is {
        said.push(say!("名次 {was} → {is}", "rank {was} → {is}"));
    }
    if before.unranked != after.unranked {
        said.push(if after.unranked {
            say!("改为不参加排名", "now outside the ranking")
        } else {
            say!("改为参加排名", "now in the ranking")
        });
    }
    for Line { name, before, after } in lines {
        let (was, is) = (or_dash(before.as_ref()), or_dash(after.as_ref()));
        said.push(say!("“{name}”{was} → {is}", "{name} {was} → {is}"));
    }
    let join = |lang, with: &str| said.iter().map(|text| text.get(lang)).collect::<Vec<_>>().join(with);
    Text::new(join(Lang::Zh, "；"), join(Lang::En, "; "))
}

fn points(standing: &Standing) -> Text {
    standing
        .points
        .map_or_else(|| say!("不完整", "incomplete"), |points| Text::new(points.to_string(), points.to_string()))
}

fn grade(standing: &Standing) -> String {
    or_dash(standing.grade.as_ref())
}

fn rank(standing: &Standing) -> String {
    or_dash(standing.rank.as_ref())
}

fn or_dash<T: Display>(value: Option<&T>) -> String {
    value.map_or_else(|| "—".to_owned(), ToString::to_string)
}

/// A card that differs, for programs.
#[derive(Serialize)]
pub(super) struct Entry<'a> {
    scheme: &'a str,
    body: &'a str,
    year: i16,
    record: Record<'a>,
    name: &'a str,
    before: Option<Side<'a>>,
    after: Option<Side<'a>>,
    /// Parts and items that give other points.
    lines: Vec<Points>,
}

#[derive(Serialize)]
struct Record<'a> {
    kind: &'a str,
    key: &'a str,
}

#[derive(Serialize)]
struct Side<'a> {
    points: Option<Box<RawValue>>,
    whole_year: Option<Box<RawValue>>,
    grade: Option<&'a str>,
    rank: Option<u32>,
    unranked: bool,
    incomplete: bool,
}

#[derive(Serialize)]
struct Points {
    line: String,
    before: Option<Box<RawValue>>,
    after: Option<Box<RawValue>>,
}

/// Differing cards of a scheme, body and year.
#[derive(Serialize)]
pub(super) struct Count {
    scheme: String,
    body: String,
    year: i16,
    new: usize,
    gone: usize,
    changed: usize,
}

/// The cards that differ.
pub(super) fn entries(changes: &[Change]) -> Vec<Entry<'_>> {
    changes.iter().map(entry).collect()
}

fn entry(change: &Change) -> Entry<'_> {
    Entry {
        scheme: &change.owner.scheme,
        body: &change.owner.body,
        year: change.owner.year,
        record: Record { kind: &change.owner.kind, key: &change.owner.key },
        name: &change.name,
        before: change.before.as_ref().map(side),
        after: change.after.as_ref().map(side),
        lines: change.lines().iter().map(line).collect(),
    }
}

fn line(line: &Line) -> Points {
    Points { line: line.name.to_string(), before: line.before.map(number), after: line.after.map(number) }
}

fn side(standing: &Standing) -> Side<'_> {
    Side {
        points: standing.points.map(number),
        whole_year: standing.whole.map(number),
        grade: standing.grade.as_deref(),
        rank: standing.rank,
        unranked: standing.unranked,
        incomplete: standing.points.is_none(),
    }
}

/// Differing cards by scheme, body and year.
pub(super) fn by_scheme(changes: &[Change]) -> Vec<Count> {
    let counts = cards::counts(changes).into_iter();
    let counts = counts.map(|((scheme, body, year), [new, gone, changed])| Count {
        scheme: scheme.to_string(),
        body: body.to_string(),
        year,
        new,
        gone,
        changed,
    });
    counts.collect()
}
