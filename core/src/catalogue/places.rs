//! What a scheme says of places, in words: quotas, groups, the first of each, and what ranks.

use crate::language::{Lang, Text, say};
use crate::score::places::{Level, Quota, Seats, Ties};
use crate::score::points::Points;
use crate::score::scheme::Scheme;

/// What a scheme says of places: about what, and what. `label` gives what people call a field.
pub(super) fn told(scheme: &Scheme, label: &dyn Fn(&str) -> Text) -> Vec<(Text, Text)> {
    let fields = |fields: &[usize], lang: Lang| {
        let labels = fields.iter().map(|field| label(&scheme.fields[*field]).get(lang).to_owned());
        labels.collect::<Vec<_>>().join(if lang == Lang::Zh { "、" } else { ", " })
    };
    let mut facts = Vec::new();
    if let Some(line) = scheme.rank_by {
        let line = &scheme.lines[line].name;
        facts.push((say!("排名", "ranking"), say!("按“{line}”排名", "by {line}")));
    }
    for quota in &scheme.quotas {
        let within = (!quota.within.is_empty())
            .then(|| Text::new(fields(&quota.within, Lang::Zh), fields(&quota.within, Lang::En)));
        facts.push((say!("名额", "quota"), quoted(scheme, quota, within.as_ref())));
    }
    if !scheme.groups.is_empty() {
        let by = Text::new(fields(&scheme.groups, Lang::Zh), fields(&scheme.groups, Lang::En));
        facts.push((say!("分组", "groups"), say!("按{by}分组排名", "ranked within each {by}"; by)));
    }
    if let Some(top) = &scheme.top {
        let (count, level) = (top.count, level(scheme, &top.level));
        facts.push((
            say!("前几名", "first"),
            say!("每组取前 {count} 名；{level}", "the first {count} of each; {level}"; level),
        ));
    }
    facts
}

fn quoted(scheme: &Scheme, quota: &Quota, within: Option<&Text>) -> Text {
    let grade = &scheme.bands[quota.band].grade;
    let level = level(scheme, &quota.level);
    let told = match (quota.seats, quota.bottom) {
        (Seats::Count(count), false) => say!("“{grade}”最多 {count} 个", "{count} may be \"{grade}\""),
        (Seats::Count(count), true) => say!("最后 {count} 个定为“{grade}”", "the last {count} are \"{grade}\""),
        (Seats::Share(share), false) => {
            let share = percent(share);
            say!("“{grade}”最多占参加考核者的 {share}", "{share} of those assessed may be \"{grade}\"")
        }
        (Seats::Share(share), true) => {
            let share = percent(share);
            say!("参加考核者的最后 {share} 定为“{grade}”", "the last {share} of those assessed are \"{grade}\"")
        }
    };
    match within {
        Some(within) => say!("每个{within}：{told}；{level}", "in each {within}: {told}; {level}"; within, told, level),
        None => say!("{told}；{level}", "{told}; {level}"; told, level),
    }
}

/// What becomes of those level at the last place.
fn level(scheme: &Scheme, level: &Level) -> Text {
    let names: Vec<&str> = level.by.iter().map(|line| &*scheme.lines[*line].name).collect();
    let ties = match level.ties {
        Ties::In => say!("末位同分的都列入", "those level at the last place all count"),
        Ties::Out => say!("末位同分的都不列入", "those level at the last place do not count"),
        Ties::Decide => say!("末位同分的由人定", "people decide of those level at the last place"),
    };
    if names.is_empty() {
        return ties;
    }
    let by = names.join("、");
    say!("同分的先比“{by}”，{ties}", "level ones by {by}, then {ties}"; ties)
}

/// A share as so many of a hundred.
pub(super) fn percent(share: Points) -> String {
    share.times(100.into()).map_or_else(|_| share.to_string(), |percent| format!("{}%", percent.short()))
}
