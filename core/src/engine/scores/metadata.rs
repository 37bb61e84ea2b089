//! From a scheme's metadata, as its script wrote them, to data; bands are checked once the lines are known.

use rhai::{Array, Map};

use crate::engine::api::scores::number;
use crate::engine::scores::options::{Mistake, Read, day, grade, mistake, points, whole, words};
use crate::language::say;
use crate::score::bands::{self, Band, Range};
use crate::score::points::Points;
use crate::score::scheme::{Does, Part, Quota, Scheme, Seats};
use crate::source::Place;

/// Keys of a scheme's metadata, and whether it must have them.
pub(crate) const SCHEME: [(&str, bool); 13] = [
    ("title", true),
    ("basis", true),
    ("since", true),
    ("until", false),
    ("explain", true),
    ("on", true),
    ("base", false),
    ("min", false),
    ("max", false),
    ("round", false),
    ("bands", false),
    ("quota", false),
    ("prorata", false),
];

/// Who a scheme is and where it is written.
pub(crate) struct Named {
    /// Full name.
    pub name: String,
    /// Pack.
    pub pack: String,
    /// Its `score(` call.
    pub place: Place,
}

/// Reads a scheme's metadata; its lines are read by [`line`].
///
/// # Errors
/// The first thing that does not hold.
pub(crate) fn scheme(meta: &Map, named: Named) -> Read<Scheme> {
    let text = |key: &'static str| -> Read<String> {
        meta.get(key)
            .and_then(|v| v.clone().into_string().ok())
            .map_or_else(|| mistake(key, say!("缺少“{key}”", "\"{key}\" is missing")), Ok)
    };
    let since = day(meta, "since")?;
    let Some(since) = since else { return mistake("since", say!("缺少“since”", "\"since\" is missing")) };
    let round = whole(meta, "round")?;
    if round.is_some_and(|round| round > 6) {
        return mistake("round", say!("最多保留6位小数", "at most 6 decimals are kept"));
    }
    let mut scheme = Scheme {
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
        min: points(meta, "min")?,
        max: points(meta, "max")?,
        round,
        bands: bands(meta)?,
        quota: None,
        prorata: prorata(meta)?,
        lines: Vec::new(),
    };
    scheme.quota = quota(meta, &scheme)?;
    Ok(scheme)
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
    match bands::check(&scheme.bands, range).into_iter().next() {
        Some(flaw) => Err(Mistake { key: "bands", message: flaw.message, help: Some(flaw.help) }),
        None => Ok(()),
    }
}

fn bands(meta: &Map) -> Read<Vec<Band>> {
    let Some(value) = meta.get("bands") else { return Ok(Vec::new()) };
    let usage = || {
        say!(
            "等次写成 [\"优秀\", 90] 或 #{{ grade: \"优秀\", min: 90, max: 100 }}",
            "a band is [\"A\", 90] or #{{ grade: \"A\", min: 90, max: 100 }}"
        )
    };
    let Some(array) = value.read_lock::<Array>() else { return mistake("bands", usage()) };
    let mut bands = Vec::with_capacity(array.len());
    for item in array.iter() {
        let band = match (item.read_lock::<Array>(), item.read_lock::<Map>()) {
            (Some(pair), _) => match pair.as_slice() {
                [grade, min] => Some((grade.clone(), number(min), None)),
                _ => None,
            },
            (_, Some(map)) => {
                let max = map.get("max").map(number);
                let wrong = max.is_some_and(|max| max.is_none())
                    || map.keys().any(|k| !matches!(k.as_str(), "grade" | "min" | "max"));
                if wrong {
                    None
                } else {
                    map.get("grade").map(|grade| (grade.clone(), map.get("min").and_then(number), max.flatten()))
                }
            }
            _ => None,
        };
        match band.and_then(|(grade, min, max)| Some(Band { grade: grade.into_string().ok()?, min: min?, max })) {
            Some(band) => bands.push(band),
            None => return mistake("bands", usage()),
        }
    }
    bands.sort_by_key(|band| std::cmp::Reverse(band.min));
    Ok(bands)
}

fn quota(meta: &Map, scheme: &Scheme) -> Read<Option<Quota>> {
    let Some(value) = meta.get("quota") else { return Ok(None) };
    let usage = || {
        say!(
            "名额写成 #{{ grade: \"优秀\", share: 0.15 }} 或 #{{ grade: \"优秀\", count: 46 }}",
            "a quota is #{{ grade: \"A\", share: 0.15 }} or #{{ grade: \"A\", count: 46 }}"
        )
    };
    let Some(map) = value.read_lock::<Map>() else { return mistake("quota", usage()) };
    let word = map.get("grade").and_then(|grade| grade.clone().into_string().ok());
    let seats = match (map.get("share"), map.get("count")) {
        (Some(share), None) => number(share).filter(|s| (Points::ZERO..=Points::ONE).contains(s)).map(Seats::Share),
        (None, Some(count)) => count.as_int().ok().and_then(|n| u32::try_from(n).ok()).map(Seats::Count),
        _ => None,
    };
    let (Some(word), Some(seats), 2) = (word, seats, map.len()) else { return mistake("quota", usage()) };
    Ok(Some(Quota { band: grade(scheme, "quota", &word)?, seats }))
}

fn prorata(meta: &Map) -> Read<Option<(String, String)>> {
    if !meta.contains_key("prorata") {
        return Ok(None);
    }
    match words(meta, "prorata")?.as_slice() {
        [joined, left] => Ok(Some((joined.clone(), left.clone()))),
        _ => mistake(
            "prorata",
            say!(
                "prorata 写 [\"joined_on\", \"left_on\"]：任职和离任日期的字段",
                "prorata is [\"joined_on\", \"left_on\"]: the fields of both days"
            ),
        ),
    }
}
