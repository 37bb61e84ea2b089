//! From what a scheme's metadata say of places (quotas, groups, the first of each, what ranks) to data, once its lines are
//! known.

use crate::language::{did_you_mean_quoted, say};
use crate::machine::constant::Constant;
use crate::run::schemes::plain::{Read, grade, mistake, word, words};
use crate::run::schemes::written::Options;
use crate::score::places::{Level, Quota, Seats, Ties, Top};
use crate::score::points::Points;
use crate::score::scheme::{Does, Scheme};
use crate::spelling::nearest;

/// What a quota may say.
const QUOTA: [&str; 7] = ["grade", "count", "share", "from", "within", "ties", "by"];

/// What a mark of the first may say.
const TOP: [&str; 3] = ["count", "ties", "by"];

/// Reads how a scheme ranks.
///
/// # Errors
/// The first thing that does not hold.
pub(crate) fn read(meta: &Options, scheme: &mut Scheme) -> Read<()> {
    if let Some(name) = word(meta, "rank_by")? {
        let rates = |does: &Does| matches!(does, Does::Rate { .. });
        scheme.rank_by = Some(line(scheme, "rank_by", &name, &rates)?);
    }
    scheme.groups = words(meta, "groups")?.iter().map(|field| number(&mut scheme.fields, field)).collect();
    scheme.top = top(meta, scheme)?;
    let mut quotas = match meta.get("quota") {
        None => Vec::new(),
        Some(Constant::List(items)) => items.iter().map(|item| quota(item, scheme)).collect::<Read<Vec<_>>>()?,
        Some(one) => vec![quota(one, scheme)?],
    };
    // Who has no place in a grade may have one in the next; the last are told once the others stand.
    quotas.sort_by_key(|quota| (quota.bottom, if quota.bottom { usize::MAX - quota.band } else { quota.band }));
    scheme.quotas = quotas;
    Ok(())
}

/// The number of a field among those that tell groups apart.
fn number(fields: &mut Vec<String>, field: &str) -> usize {
    fields.iter().position(|known| known == field).unwrap_or_else(|| {
        fields.push(field.to_owned());
        fields.len() - 1
    })
}

fn top(meta: &Options, scheme: &Scheme) -> Read<Option<Top>> {
    let Some(value) = meta.get("top") else { return Ok(None) };
    let usage = || {
        say!("写成 top: 5 或 top: #{{ count: 5, ties: \"in\" }}", "write top: 5 or top: #{{ count: 5, ties: \"in\" }}")
    };
    let wrong = || say!("top 的写法不对", "top is not written right");
    if scheme.groups.is_empty() {
        let help =
            say!("写明按哪些字段分组，如 groups: [\"committee\"]", "name the fields, as groups: [\"committee\"]");
        return mistake(
            "top",
            say!("top 是每组的前几名，没有写怎样分组", "top marks the first of groups, and there are none"),
            help,
        );
    }
    let count = match value {
        Constant::Table(_) => {
            only(value, "top", &TOP)?;
            value.entry("count")
        }
        value => Some(value),
    };
    let Some(count) = count.and_then(Constant::whole).and_then(|n| u32::try_from(n).ok()).filter(|n| *n > 0) else {
        return mistake("top", wrong(), usage());
    };
    Ok(Some(Top { count, level: level(value, "top", scheme)? }))
}

fn quota(value: &Constant, scheme: &mut Scheme) -> Read<Quota> {
    let usage = || {
        say!(
            "写成 #{{ grade: \"优秀\", share: 0.15 }} 或 #{{ grade: \"优秀\", count: 46 }}",
            "write #{{ grade: \"A\", share: 0.15 }} or #{{ grade: \"A\", count: 46 }}"
        )
    };
    let wrong = || say!("名额的写法不对", "the quota is not written right");
    let Constant::Table(_) = value else { return mistake("quota", wrong(), usage()) };
    only(value, "quota", &QUOTA)?;
    if value.entry("share").and_then(Constant::points).is_some_and(|share| share > Points::ONE) {
        let help = say!("百分之十五写成 share: 0.15", "fifteen per cent are share: 0.15");
        return mistake("quota", say!("名额的 share 是比例，不超过1", "the share of a quota is 1 at most"), help);
    }
    let seats = match (value.entry("share"), value.entry("count")) {
        (Some(share), None) => share.points().filter(|s| (Points::ZERO..=Points::ONE).contains(s)).map(Seats::Share),
        (None, Some(count)) => count.whole().and_then(|n| u32::try_from(n).ok()).map(Seats::Count),
        _ => None,
    };
    let bottom = match value.entry("from").map(Constant::text) {
        None | Some(Some("top")) => Some(false),
        Some(Some("bottom")) => Some(true),
        Some(_) => None,
    };
    let word = value.entry("grade").and_then(Constant::text);
    let (Some(word), Some(seats)) = (word, seats) else { return mistake("quota", wrong(), usage()) };
    let Some(bottom) = bottom else {
        let help =
            say!("最后几名定为该等次，写 from: \"bottom\"", "where the last get the grade, write from: \"bottom\"");
        return mistake("quota", wrong(), help);
    };
    let Some(fields) = texts(value.entry("within")) else {
        let help =
            say!("写成 within: \"committee\"，每个值各有名额", "write within: \"committee\": each value has its own");
        return mistake("quota", wrong(), help);
    };
    let band = grade(scheme, "quota", word)?;
    let within = fields.iter().map(|field| number(&mut scheme.fields, field)).collect();
    Ok(Quota { band, seats, bottom, within, level: level(value, "quota", scheme)? })
}

/// How those level at the last place are told apart.
fn level(value: &Constant, key: &'static str, scheme: &Scheme) -> Read<Level> {
    let ties = match value.entry("ties").map(Constant::text) {
        None | Some(Some("decide")) => Ties::Decide,
        Some(Some("in")) => Ties::In,
        Some(Some("out")) => Ties::Out,
        Some(_) => {
            let help = say!(
                "写 \"in\"（都列入）、\"out\"（都不列入）或 \"decide\"（由人定，默认）",
                "write \"in\" (all of them), \"out\" (none) or \"decide\" (people do; the default)"
            );
            return mistake(key, say!("并列时怎样办（ties）的写法不对", "ties is not written right"), help);
        }
    };
    let Some(names) = texts(value.entry("by")) else {
        let help = say!("写行的名称，如 by: \"提案\"", "name a line, as by: \"proposals\"");
        return mistake(key, say!("并列时比哪几行（by）的写法不对", "by is not written right"), help);
    };
    let earns = |does: &Does| matches!(does, Does::Part(_) | Does::Item(_) | Does::Ratio { .. } | Does::Rate { .. });
    let by = names.iter().map(|name| line(scheme, key, name, &earns)).collect::<Read<_>>()?;
    Ok(Level { by, ties })
}

/// The number of the line of that name.
fn line(scheme: &Scheme, key: &'static str, name: &str, fits: &dyn Fn(&Does) -> bool) -> Read<usize> {
    let all = || scheme.lines.iter().filter(|line| fits(&line.does)).map(|line| &*line.name);
    if let Some(at) = scheme.lines.iter().position(|line| *line.name == *name && fits(&line.does)) {
        return Ok(at);
    }
    let list = all().collect::<Vec<_>>().join("、");
    let help = match list.as_str() {
        "" => say!("先写 s.rate(\"{name}\", …)", "write s.rate(\"{name}\", …) first"),
        list => say!("可以写的行：{list}", "the lines that it may be: {list}"),
    };
    let message = say!("没有可用的行“{name}”", "there is no such line as \"{name}\"");
    mistake(key, message.and_ask(nearest(name, all()).map(did_you_mean_quoted)), help)
}

fn only(value: &Constant, key: &'static str, known: &[&str]) -> Read<()> {
    let Constant::Table(entries) = value else { return Ok(()) };
    let Some((name, _)) = entries.iter().find(|(name, _)| !known.contains(&&**name)) else { return Ok(()) };
    let list = known.join("、");
    let message = say!("{key} 没有“{name}”这一项", "{key} has no option \"{name}\"");
    let near = nearest(name, known.iter().copied()).map(did_you_mean_quoted);
    mistake(key, message.and_ask(near), say!("可用的：{list}", "it has: {list}"))
}

/// A text, or a list of texts; none where nothing is said.
fn texts(value: Option<&Constant>) -> Option<Vec<String>> {
    match value {
        None => Some(Vec::new()),
        Some(Constant::List(items)) => items.iter().map(|item| item.text().map(str::to_owned)).collect(),
        Some(value) => value.text().map(|text| vec![text.to_owned()]),
    }
}
