//! From the options of a scheme's lines, as its script wrote them, to data. What does not hold is said in words.

use jiff::civil::Date;

use crate::language::{Text, did_you_mean_quoted, say};
use crate::machine::constant::Constant;
use crate::run::schemes::written::{Options, Written};
use crate::score::points::Points;
use crate::score::scheme::{Does, Due, Each, Item, Line, MonthDay, Part, Scheme, Share};
use crate::spelling::nearest;

/// A mistake: the option that it is in, what is wrong, and what to do.
pub(crate) struct Mistake {
    /// The option.
    pub key: &'static str,
    /// What is wrong.
    pub message: Text,
    /// What to do.
    pub help: Text,
}

/// What was read, or the first mistake.
pub(crate) type Read<T> = Result<T, Box<Mistake>>;

pub(super) fn mistake<T>(key: &'static str, message: Text, help: Text) -> Read<T> {
    Err(Box::new(Mistake { key, message, help }))
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
        "minimum" => &["need", "at_best", "due", "every"],
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
        "part" => {
            let range = range(options, "start")?;
            let start = points(options, "start")?.unwrap_or(Points::ZERO);
            Does::Part(Part { start, min: range.0, max: range.1, bonus: flag(options, "bonus")? })
        }
        "item" => Does::Item(Box::new(item(options)?)),
        "ratio" => match points(options, "points")? {
            Some(points) => Does::Ratio { points },
            None => {
                let help = say!(
                    "写明全部完成计几分，如 #{{ points: 40 }}",
                    "say how many all of it earns, as #{{ points: 40 }}"
                );
                return mistake("points", say!("ratio 缺少 points", "a ratio lacks points"), help);
            }
        },
        "minimum" => Does::Minimum {
            need: points(options, "need")?.unwrap_or(Points::ONE),
            at_best: word(options, "at_best")?.map(|word| grade(scheme, "at_best", &word)).transpose()?,
            due: due(options)?,
        },
        "veto" => {
            let word = word(options, "grade")?.unwrap_or_default();
            let band = grade(scheme, "grade", &word).map_err(|wrong| {
                if scheme.bands.iter().any(|band| band.grade == written.name) {
                    let name = &written.name;
                    let help = say!(
                        "名称在前，等次在后：s.veto(\"{word}\", \"{name}\", …)",
                        "the name comes first: s.veto(\"{word}\", \"{name}\", …)"
                    );
                    Box::new(Mistake { help, ..*wrong })
                } else {
                    wrong
                }
            })?;
            Does::Veto { band }
        }
        _ => Does::Unranked,
    };
    Ok(Line { name: written.name.as_str().into(), does })
}

fn only(options: &Options, verb: &str) -> Read<()> {
    let known = known(verb);
    let Some(key) = options.keys().find(|key| !known.contains(key)) else { return Ok(()) };
    let list = known.join("、");
    let help = match nearest(key, known.iter().copied()) {
        Some(near) => did_you_mean_quoted(near),
        None => say!("可用的：{list}", "it has: {list}"),
    };
    mistake("", say!("{verb} 没有“{key}”这一项", "{verb} has no option \"{key}\""), help)
}

fn item(options: &Options) -> Read<Item> {
    let share = share(options)?;
    let mut item = Item::new(each(options, share)?);
    item.share = share;
    item.unit = word(options, "unit")?;
    item.from = whole(options, "from")?.unwrap_or(1);
    item.most = whole(options, "most")?;
    (item.min, item.max) = range(options, "")?;
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
            say!("有时间范围，没有写按哪个日期", "a span of time is given, but not by which day"),
            say!("写明记录的日期字段，如 date: \"held_on\"", "name the field with the day, as date: \"held_on\""),
        );
    }
    if (item.share != Share::All || item.at_most.is_some()) && item.sponsors.is_empty() {
        return mistake(
            "share",
            say!("几人分摊，没有写是哪几人", "points are shared, but not said among whom"),
            say!("写明各人的字段，如 sponsors: [\"member\"]", "name their fields, as sponsors: [\"member\"]"),
        );
    }
    if item.same.is_some() && item.once.is_none() {
        let help = say!(
            "写 once: \"标签\"，标签相同的各项一事只计一次",
            "write once: \"label\": one matter counts once among items of a label"
        );
        return mistake("same", say!("same 要和 once 一起用", "same belongs to once"), help);
    }
    Ok(item)
}

/// The floor and the cap, and that what is begun with lies between them.
pub(super) fn range(options: &Options, start: &'static str) -> Read<(Option<Points>, Option<Points>)> {
    let (min, max) = (points(options, "min")?, points(options, "max")?);
    if let (Some(min), Some(max)) = (min, max)
        && min > max
    {
        let help = say!("核对 min 和 max，是不是写反了", "look at min and max: they may be the wrong way round");
        return mistake("min", say!("下限 {min} 高于上限 {max}", "the floor {min} is above the cap {max}"), help);
    }
    if let Some(begin) = points(options, start)?
        && (min.is_some_and(|min| begin < min) || max.is_some_and(|max| begin > max))
    {
        let message =
            say!("起始分 {begin} 不在下限和上限之间", "the {begin} points to begin with lie outside floor and cap");
        return mistake(start, message, say!("核对 {start}、min 和 max", "look at {start}, min and max"));
    }
    Ok((min, max))
}

fn each(options: &Options, share: Share) -> Read<Each> {
    let Some(value) = options.get("each") else {
        let given = matches!(share, Share::Pair(..));
        return if given {
            Ok(Each::Shares)
        } else {
            let help = say!("写明每次计几分，如 each: 5", "say how many points each earns, as each: 5");
            mistake("each", say!("缺少 each", "each is missing"), help)
        };
    };
    if value.points().is_some() {
        if options.get("by").is_some() {
            let help = say!(
                "按字段的值计不同的分，写 each: #{{ 值: 分 }}；否则删去 by",
                "points that go by the field's value are each: #{{ value: points }}; else delete by"
            );
            return mistake("by", say!("each 是一个数，by 没有用处", "each is a number, by is of no use"), help);
        }
        return Ok(points(options, "each")?.map_or(Each::Shares, Each::Fixed));
    }
    let Constant::Table(map) = value else {
        return mistake(
            "each",
            say!("each 应当是一个数，或各值的分数表", "each is a number, or a table of points by value"),
            say!("数不加引号：each: 5", "numbers have no quotes: each: 5"),
        );
    };
    let Some(field) = word(options, "by")? else {
        return mistake(
            "by",
            say!("分数表没有写明按哪个字段", "the table of points does not say by which field"),
            say!("写明字段，如 by: \"level\"", "name the field, as by: \"level\""),
        );
    };
    let mut table = Vec::with_capacity(map.len());
    for (name, value) in map {
        let Some(points) = value.points() else {
            let message = say!("“{name}”的分数应当是数", "the points of \"{name}\" are no number");
            return mistake("each", message, say!("写成 {name}: 5，不加引号", "write {name}: 5, without quotes"));
        };
        table.push((name.to_string(), points));
    }
    Ok(Each::By { field, table })
}

/// When a minimum is due: on a day, or in parts; at the end of the year where nothing is said.
fn due(options: &Options) -> Read<Due> {
    let (due, every) = (word(options, "due")?, word(options, "every")?);
    match (due, every) {
        (Some(_), Some(_)) => mistake(
            "due",
            say!("due 和 every 只写一个", "either `due` or `every`, not both"),
            say!("一次到期的写 due，分期到期的写 every", "`due` for one day, `every` for parts of the year"),
        ),
        (Some(text), None) => match month_day(&text) {
            Some(day) => Ok(Due::By(day)),
            None => mistake(
                "due",
                say!("“{text}”不是月和日", "`{text}` is no month and day"),
                say!("写成 due: \"03-31\"", "write due: \"03-31\""),
            ),
        },
        (None, Some(word)) => match word.as_str() {
            "month" => Ok(Due::Every(1)),
            "quarter" => Ok(Due::Every(3)),
            "half_year" => Ok(Due::Every(6)),
            _ => mistake(
                "every",
                say!("没有“{word}”这种分期", "there is no such part of the year as `{word}`"),
                say!(
                    "写 \"month\"（每月）、\"quarter\"（每季度）或 \"half_year\"（每半年）",
                    "write \"month\", \"quarter\" or \"half_year\""
                ),
            ),
        },
        (None, None) => Ok(Due::YEAR),
    }
}

/// A month and a day of any year.
fn month_day(text: &str) -> Option<MonthDay> {
    let (month, day) = text.split_once('-')?;
    let (month, day): (i8, i8) = (month.parse().ok()?, day.parse().ok()?);
    // 2024 has every day there is.
    Date::new(2024, month, day).ok().map(|_| (month, day))
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
            say!("没有这种分摊办法", "there is no such way of sharing"),
            say!(
                "写 \"first\"（只计第一提案人）、\"half\"（第一提案人一半、其余平分）或 [第一提案人分, 其他人分]",
                "share is \"first\", \"half\", or [points of the first, points of each other]"
            ),
        ),
    }
}

fn window(options: &Options) -> Read<Option<(MonthDay, MonthDay)>> {
    if options.get("window").is_none() {
        return Ok(None);
    }
    match words(options, "window")?.iter().map(|text| month_day(text)).collect::<Option<Vec<_>>>().as_deref() {
        Some([first, last]) => Ok(Some((*first, *last))),
        _ => mistake(
            "window",
            say!("时间范围的写法不对", "the span of time is not written right"),
            say!(
                "写起止的月-日：window: [\"12-01\", \"11-30\"]",
                "write month and day: window: [\"12-01\", \"11-30\"]"
            ),
        ),
    }
}

pub(super) fn grade(scheme: &Scheme, key: &'static str, word: &str) -> Read<usize> {
    let grades = || scheme.bands.iter().map(|band| band.grade.as_str());
    let list = grades().collect::<Vec<_>>().join("、");
    let message = say!("没有等次“{word}”", "there is no grade \"{word}\"");
    let Some(at) = grades().position(|grade| grade == word) else {
        let help = if list.is_empty() {
            say!("先在 bands 里写明等次", "write the grades in bands first")
        } else {
            say!("等次有：{list}", "the grades are: {list}")
        };
        return mistake(key, message.and_ask(nearest(word, grades()).map(did_you_mean_quoted)), help);
    };
    Ok(at)
}

pub(super) fn points(options: &Options, key: &'static str) -> Read<Option<Points>> {
    let Some(value) = options.get(key) else { return Ok(None) };
    match value.points() {
        // Larger numbers are slips, and would make sums overflow.
        Some(n) if n.decimal().abs() <= 1_000_000.into() && n.decimal().scale() <= 6 => Ok(Some(n)),
        Some(_) => mistake(
            key,
            say!("“{key}”的数过大或小数过长", "\"{key}\" is too large or has too many decimals"),
            say!("不超过 1000000，小数不超过6位", "no more than 1000000, and 6 decimals at most"),
        ),
        None => mistake(key, say!("“{key}”应当是一个数", "\"{key}\" is a number"), no_quotes(key)),
    }
}

pub(super) fn whole(options: &Options, key: &'static str) -> Read<Option<u32>> {
    let Some(value) = options.get(key) else { return Ok(None) };
    match value.whole().and_then(|n| u32::try_from(n).ok()) {
        Some(n) => Ok(Some(n)),
        None => {
            mistake(key, say!("“{key}”应当是不小于0的整数", "\"{key}\" is a whole number, 0 or more"), no_quotes(key))
        }
    }
}

fn flag(options: &Options, key: &'static str) -> Read<bool> {
    match options.get(key) {
        None => Ok(false),
        Some(Constant::Bool(yes)) => Ok(*yes),
        Some(_) => mistake(
            key,
            say!("“{key}”应当是真假值", "\"{key}\" is true or false"),
            say!("写 true 或 false，不加引号", "write true or false, without quotes"),
        ),
    }
}

pub(super) fn word(options: &Options, key: &'static str) -> Read<Option<String>> {
    let Some(value) = options.get(key) else { return Ok(None) };
    match value.text() {
        Some(text) => Ok(Some(text.to_owned())),
        None => mistake(
            key,
            say!("“{key}”应当是文字", "\"{key}\" is a text"),
            say!("写在双引号里：{key}: \"……\"", "write it in double quotes: {key}: \"…\""),
        ),
    }
}

/// Numbers are written as such.
fn no_quotes(key: &str) -> Text {
    say!("写成 {key}: 5 这样，不加引号", "write it as {key}: 5, without quotes")
}

/// A list of texts; one text counts as a list of one.
pub(super) fn words(options: &Options, key: &'static str) -> Read<Vec<String>> {
    let Some(value) = options.get(key) else { return Ok(Vec::new()) };
    if let Constant::List(items) = value {
        let words: Option<Vec<String>> = items.iter().map(|item| item.text().map(str::to_owned)).collect();
        let message = say!("“{key}”应当是文字的列表", "\"{key}\" is a list of texts");
        let help = say!("写成 {key}: [\"……\", \"……\"]", "write {key}: [\"…\", \"…\"]");
        return words.map_or_else(|| mistake(key, message, help), Ok);
    }
    word(options, key).map(|word| word.into_iter().collect())
}

pub(super) fn day(options: &Options, key: &'static str) -> Read<Option<Date>> {
    match word(options, key)? {
        None => Ok(None),
        Some(text) => text.parse().map(Some).or_else(|_| {
            let day = crate::document::meant_day(&text).unwrap_or_else(|| "2022-01-01".to_owned());
            mistake(
                key,
                say!("“{key}”应当是日期，如 2022-01-01", "\"{key}\" is a day, like 2022-01-01"),
                say!("写成 {key}: \"{day}\"", "write {key}: \"{day}\""),
            )
        }),
    }
}
