//! From the options of a scheme's lines, as its script wrote them, to data. What does not hold is said in words.

use jiff::civil::Date;

use crate::language::{Text, did_you_mean_quoted, say};
use crate::machine::constant::Constant;
use crate::run::schemes::written::{Options, Written};
use crate::score::points::Points;
use crate::score::scheme::{Does, Each, Item, Line, MonthDay, Part, Scheme, Share};
use crate::spelling::nearest;

/// A mistake: the option that it is in, what is wrong, and what to do.
pub(crate) struct Mistake {
    /// The option.
    pub key: &'static str,
    /// What is wrong.
    pub message: Text,
    /// What to do.
    pub help: Option<Text>,
}

/// What was read, or the first mistake.
pub(crate) type Read<T> = Result<T, Mistake>;

pub(super) fn mistake<T>(key: &'static str, message: Text) -> Read<T> {
    Err(Mistake { key, message, help: None })
}

/// Options of each function that writes a line.
#[must_use]
pub(crate) fn known(verb: &str) -> &'static [&'static str] {
    match verb {
        "part" => &["start", "min", "max", "bonus"],
        "item" => &[
            "each", "by", "unit", "from", "most", "min", "max", "share", "sponsors", "at_most", "once", "same", "date",
            "window", "since", "until",
        ],
        "ratio" => &["points"],
        "minimum" => &["need", "at_best"],
        "veto" => &["grade"],
        _ => &[],
    }
}

/// Reads a line.
///
/// # Errors
/// The first thing that does not hold.
pub(crate) fn line(written: &Written, scheme: &Scheme) -> Read<Line> {
    let options = &written.options;
    only(options, &written.verb)?;
    let does = match &*written.verb {
        "part" => Does::Part(Part {
            start: points(options, "start")?.unwrap_or(Points::ZERO),
            min: points(options, "min")?,
            max: points(options, "max")?,
            bonus: flag(options, "bonus")?,
        }),
        "item" => Does::Item(Box::new(item(options)?)),
        "ratio" => match points(options, "points")? {
            Some(points) => Does::Ratio { points },
            None => return mistake("points", say!("ratio 缺少 points", "a ratio lacks points")),
        },
        "minimum" => Does::Minimum {
            need: points(options, "need")?.unwrap_or(Points::ONE),
            at_best: word(options, "at_best")?.map(|word| grade(scheme, "at_best", &word)).transpose()?,
        },
        "veto" => {
            let word = word(options, "grade")?.unwrap_or_default();
            Does::Veto { band: grade(scheme, "grade", &word)? }
        }
        _ => Does::Unranked,
    };
    Ok(Line { name: written.name.as_str().into(), does })
}

fn only(options: &Options, verb: &str) -> Read<()> {
    let known = known(verb);
    let Some(key) = options.keys().find(|key| !known.contains(key)) else { return Ok(()) };
    let list = known.join("、");
    Err(Mistake {
        key: "",
        message: say!("{verb} 没有“{key}”这一项", "{verb} has no option \"{key}\""),
        help: Some(match nearest(key, known.iter().copied()) {
            Some(near) => did_you_mean_quoted(near),
            None => say!("可用的：{list}", "it has: {list}"),
        }),
    })
}

fn item(options: &Options) -> Read<Item> {
    let share = share(options)?;
    let mut item = Item::new(each(options, share)?);
    item.share = share;
    item.unit = word(options, "unit")?;
    item.from = whole(options, "from")?.unwrap_or(1);
    item.most = whole(options, "most")?;
    item.min = points(options, "min")?;
    item.max = points(options, "max")?;
    item.sponsors = words(options, "sponsors")?;
    item.at_most = whole(options, "at_most")?;
    item.once = word(options, "once")?;
    item.same = word(options, "same")?;
    item.date = word(options, "date")?;
    item.window = window(options)?;
    item.since = day(options, "since")?;
    item.until = day(options, "until")?;
    let timed = item.window.is_some() || item.since.is_some() || item.until.is_some();
    if timed && item.date.is_none() {
        return mistake(
            "date",
            say!("有时间范围就要写明日期字段，如 date: \"date\"", "a span of time needs date: \"field\""),
        );
    }
    if (item.share != Share::All || item.at_most.is_some()) && item.sponsors.is_empty() {
        return mistake(
            "share",
            say!("几人分摊要写明提案人字段，如 sponsors: \"sponsors\"", "sharing needs sponsors: \"field\""),
        );
    }
    if item.same.is_some() && item.once.is_none() {
        return mistake("same", say!("same 要和 once 一起用", "same belongs to once"));
    }
    if let (Some(min), Some(max)) = (item.min, item.max)
        && min > max
    {
        return mistake("min", say!("下限高于上限", "the floor is above the cap"));
    }
    Ok(item)
}

fn each(options: &Options, share: Share) -> Read<Each> {
    let Some(value) = options.get("each") else {
        let given = matches!(share, Share::Pair(..));
        return if given {
            Ok(Each::Shares)
        } else {
            mistake("each", say!("缺少 each：每次计几分", "each is missing: points for one"))
        };
    };
    if let Some(points) = value.points() {
        return Ok(Each::Fixed(points));
    }
    let Constant::Table(map) = value else {
        return mistake(
            "each",
            say!("each 应当是一个数，或各值的分数表", "each is a number, or a table of points by value"),
        );
    };
    let Some(field) = word(options, "by")? else {
        return mistake(
            "by",
            say!("分数表要写明按哪个字段，如 by: \"level\"", "a table of points needs by: \"field\""),
        );
    };
    let mut table = Vec::with_capacity(map.len());
    for (name, value) in map {
        let Some(points) = value.points() else {
            return mistake("each", say!("“{name}”的分数应当是数", "the points of \"{name}\" are no number"));
        };
        table.push((name.to_string(), points));
    }
    Ok(Each::By { field, table })
}

fn share(options: &Options) -> Read<Share> {
    let Some(value) = options.get("share") else { return Ok(Share::All) };
    if let Constant::List(pair) = value
        && let [first, other] = pair.as_slice()
        && let (Some(first), Some(other)) = (first.points(), other.points())
    {
        return Ok(Share::Pair(first, other));
    }
    match value.text() {
        Some("first") => Ok(Share::First),
        Some("half") => Ok(Share::Half),
        _ => mistake(
            "share",
            say!(
                "share 写 \"first\"（只计第一提案人）、\"half\"（第一提案人一半、其余平分）或 [第一提案人分, 其他人分]",
                "share is \"first\", \"half\", or [points of the first, points of each other]"
            ),
        ),
    }
}

fn window(options: &Options) -> Read<Option<(MonthDay, MonthDay)>> {
    if options.get("window").is_none() {
        return Ok(None);
    }
    let parse = |text: &String| -> Option<MonthDay> {
        let (month, day) = text.split_once('-')?;
        let (month, day): (i8, i8) = (month.parse().ok()?, day.parse().ok()?);
        // 2024 has every day there is.
        Date::new(2024, month, day).ok().map(|_| (month, day))
    };
    match words(options, "window")?.iter().map(parse).collect::<Option<Vec<_>>>().as_deref() {
        Some([first, last]) => Ok(Some((*first, *last))),
        _ => mistake(
            "window",
            say!("window 写 [\"12-01\", \"11-30\"]：起止的月-日", "window is [\"12-01\", \"11-30\"], month and day"),
        ),
    }
}

pub(super) fn grade(scheme: &Scheme, key: &'static str, word: &str) -> Read<usize> {
    let grades = || scheme.bands.iter().map(|band| band.grade.as_str());
    let list = grades().collect::<Vec<_>>().join("、");
    grades().position(|grade| grade == word).ok_or_else(|| Mistake {
        key,
        message: say!("没有等次“{word}”", "there is no grade \"{word}\""),
        help: Some(say!("等次有：{list}", "the grades are: {list}")),
    })
}

pub(super) fn points(options: &Options, key: &'static str) -> Read<Option<Points>> {
    let Some(value) = options.get(key) else { return Ok(None) };
    match value.points() {
        // Larger numbers are slips, and would make sums overflow.
        Some(n) if n.decimal().abs() <= 1_000_000.into() && n.decimal().scale() <= 6 => Ok(Some(n)),
        Some(_) => mistake(key, say!("“{key}”的数过大或小数过长", "\"{key}\" is too large or has too many decimals")),
        None => mistake(key, say!("“{key}”应当是一个数", "\"{key}\" is a number")),
    }
}

pub(super) fn whole(options: &Options, key: &'static str) -> Read<Option<u32>> {
    let Some(value) = options.get(key) else { return Ok(None) };
    match value.whole().and_then(|n| u32::try_from(n).ok()) {
        Some(n) => Ok(Some(n)),
        None => mistake(key, say!("“{key}”应当是不小于0的整数", "\"{key}\" is a whole number, 0 or more")),
    }
}

fn flag(options: &Options, key: &'static str) -> Read<bool> {
    match options.get(key) {
        None => Ok(false),
        Some(Constant::Bool(yes)) => Ok(*yes),
        Some(_) => mistake(key, say!("“{key}”应当是 true 或 false", "\"{key}\" is true or false")),
    }
}

pub(super) fn word(options: &Options, key: &'static str) -> Read<Option<String>> {
    let Some(value) = options.get(key) else { return Ok(None) };
    match value.text() {
        Some(text) => Ok(Some(text.to_owned())),
        None => mistake(key, say!("“{key}”应当是文字", "\"{key}\" is a text")),
    }
}

/// A list of texts; one text counts as a list of one.
pub(super) fn words(options: &Options, key: &'static str) -> Read<Vec<String>> {
    let Some(value) = options.get(key) else { return Ok(Vec::new()) };
    if let Constant::List(items) = value {
        let words: Option<Vec<String>> = items.iter().map(|item| item.text().map(str::to_owned)).collect();
        return words.map_or_else(|| mistake(key, say!("“{key}”应当是文字的列表", "\"{key}\" is a list of texts")), Ok);
    }
    word(options, key).map(|word| word.into_iter().collect())
}

pub(super) fn day(options: &Options, key: &'static str) -> Read<Option<Date>> {
    match word(options, key)? {
        None => Ok(None),
        Some(text) => text
            .parse()
            .map(Some)
            .or_else(|_| mistake(key, say!("“{key}”应当是日期，如 2022-01-01", "\"{key}\" is a day, like 2022-01-01"))),
    }
}
