//! From a scheme's metadata, as its script wrote them, to data; bands are checked once the lines are known.

use crate::language::say;
use crate::machine::constant::Constant;
use crate::run::schemes::plain::{Mistake, Read, day, mistake, points, range, whole, words};
use crate::run::schemes::written::Options;
use crate::score::bands::{self, Band, Range};
use crate::score::points::Points;
use crate::score::scheme::{Does, Part, Scheme};
use crate::source::Place;

/// Who a scheme is and where it is written.
pub(crate) struct Named {
    /// Full name.
    pub name: String,
    /// Pack.
    pub pack: String,
    /// Its `score(` call.
    pub place: Place,
}

/// Reads a scheme's metadata, all but how it ranks, which speaks of its lines.
///
/// # Errors
/// The first thing that does not hold.
pub(crate) fn scheme(meta: &Options, named: Named) -> Read<Scheme> {
    let text = |key: &'static str| -> Read<String> {
        meta.get(key).and_then(|value| value.text().map(str::to_owned)).map_or_else(|| missing(key), Ok)
    };
    let since = day(meta, "since")?;
    let Some(since) = since else { return missing("since") };
    let round = whole(meta, "round")?;
    if round.is_some_and(|round| round > 6) {
        let help = say!("写 round: 0 到 round: 6", "write round: 0 up to round: 6");
        return mistake("round", say!("最多保留6位小数", "at most 6 decimals are kept"), help);
    }
    let (min, max) = range(meta, "base")?;
    Ok(Scheme {
        name: named.name.into(),
        pack: named.pack,
        title: text("title")?,
        basis: text("basis")?.into(),
        since,
        until: day(meta, "until")?,
        explain: text("explain")?,
        on: text("on")?,
        place: named.place,
        base: points(meta, "base")?.unwrap_or(Points::ZERO),
        min,
        max,
        round,
        bands: bands(meta)?,
        quotas: Vec::new(),
        fields: Vec::new(),
        groups: Vec::new(),
        top: None,
        rank_by: None,
        prorata: prorata(meta)?,
        lines: Vec::new(),
    })
}

/// What is wrong with the bands, once the lines tell whether bonuses open the scale.
///
/// # Errors
/// The first flaw.
pub(crate) fn check_bands(scheme: &Scheme) -> Read<()> {
    let mut open = false;
    let mut max = scheme.max;
    for line in &scheme.lines {
        if let Does::Part(Part { bonus: true, max: cap, .. }) = &line.does {
            open |= cap.is_none();
            max = max.zip(*cap).and_then(|(max, cap)| max.plus(cap).ok());
        }
    }
    let range = Range { min: scheme.min, max: if open { None } else { max }, round: scheme.round };
    let limited: Vec<usize> = scheme.quotas.iter().filter(|quota| !quota.bottom).map(|quota| quota.band).collect();
    match bands::check(&scheme.bands, range, &limited).into_iter().next() {
        Some(flaw) => Err(Box::new(Mistake { key: "bands", message: flaw.message, help: flaw.help })),
        None => Ok(()),
    }
}

fn bands(meta: &Options) -> Read<Vec<Band>> {
    let Some(value) = meta.get("bands") else { return Ok(Vec::new()) };
    let usage = || {
        say!(
            "每个等次写成 [\"优秀\", 90] 或 #{{ grade: \"优秀\", min: 90, max: 100 }}",
            "each is [\"A\", 90] or #{{ grade: \"A\", min: 90, max: 100 }}"
        )
    };
    let wrong = || say!("等次的写法不对", "the grades are not written right");
    let Constant::List(array) = value else { return mistake("bands", wrong(), usage()) };
    let mut bands = Vec::with_capacity(array.len());
    for item in array {
        match band(item) {
            Some(band) => bands.push(band),
            None => return mistake("bands", wrong(), usage()),
        }
    }
    bands.sort_by_key(|band| std::cmp::Reverse(band.min));
    Ok(bands)
}

fn band(item: &Constant) -> Option<Band> {
    let text = |value: &Constant| value.text().map(str::to_owned);
    match item {
        Constant::List(pair) => match pair.as_slice() {
            [grade, min] => Some(Band { grade: text(grade)?, min: min.points()?, max: None }),
            _ => None,
        },
        Constant::Table(entries) if entries.iter().all(|(key, _)| matches!(&**key, "grade" | "min" | "max")) => {
            let max = match item.entry("max") {
                Some(max) => Some(max.points()?),
                None => None,
            };
            Some(Band { grade: text(item.entry("grade")?)?, min: item.entry("min")?.points()?, max })
        }
        _ => None,
    }
}

fn prorata(meta: &Options) -> Read<Option<(String, String)>> {
    if meta.get("prorata").is_none() {
        return Ok(None);
    }
    match words(meta, "prorata")?.as_slice() {
        [joined, left] => Ok(Some((joined.clone(), left.clone()))),
        _ => mistake(
            "prorata",
            say!("prorata 要写两个日期字段", "prorata takes two fields with days"),
            say!(
                "写任职和离任日期的字段：prorata: [\"joined_on\", \"left_on\"]",
                "name the fields of both days: prorata: [\"joined_on\", \"left_on\"]"
            ),
        ),
    }
}

fn missing<T>(key: &'static str) -> Read<T> {
    mistake(key, say!("缺少“{key}”", "\"{key}\" is missing"), say!("补上 {key}: \"……\"", "add {key}: \"…\""))
}
