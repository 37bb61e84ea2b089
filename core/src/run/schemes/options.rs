//! From the options of a scheme's lines, as its script wrote them, to data. What does not hold is said in words.

use crate::keys;
use crate::language::{did_you_mean_quoted, say};
use crate::machine::constant::Constant;
use crate::run::schemes::plain::{
    Mistake, Read, day, flag, grade, mistake, month_day, points, range, whole, word, words,
};
use crate::run::schemes::review;
use crate::run::schemes::written::{Options, Written};
use crate::score::points::Points;
use crate::score::scheme::{Does, Due, Each, Item, Line, MonthDay, Part, Per, Scheme, Share};
use crate::spelling::nearest;

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
        "rate" => rate(options, scheme)?,
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
        "adjust" => Does::Adjust(review::adjust(options)?),
        "decide" => Does::Decide(review::decide(options, !scheme.bands.is_empty())?),
        // Which part it is, is known when all lines are.
        "clear" => Does::Clear { part: None },
        _ => Does::Unranked,
    };
    Ok(Line { name: written.name.as_str().into(), does })
}

fn only(options: &Options, verb: &str) -> Read<()> {
    let known = keys::of_line(verb);
    let Some(key) = options.keys().find(|key| !known.contains(key)) else { return Ok(()) };
    let list = known.join("、");
    let help = match nearest(key, known.iter().copied()) {
        Some(near) => did_you_mean_quoted(near),
        None => say!("可用的：{list}", "it has: {list}"),
    };
    mistake("", say!("{verb} 没有“{key}”这一项", "{verb} has no option \"{key}\""), help)
}

/// A rate, with the floor that it must come to.
fn rate(options: &Options, scheme: &Scheme) -> Read<Does> {
    let floor = points(options, "floor")?;
    if floor.is_some_and(|floor| !(Points::ZERO..=Points::ONE).contains(&floor)) {
        let help = say!("百分之九十五写成 floor: 0.95", "ninety-five per cent are floor: 0.95");
        return mistake("floor", say!("floor 是比例，在0和1之间", "a floor is a share, from 0 to 1"), help);
    }
    for key in ["at_best", "due"] {
        if floor.is_none() && options.get(key).is_some() {
            let message = say!("没有 floor，{key} 没有用处", "without a floor, {key} is of no use");
            return mistake(key, message, say!("写明最低的比例，如 floor: 0.95", "say the floor, as floor: 0.95"));
        }
    }
    let at_best = word(options, "at_best")?.map(|word| grade(scheme, "at_best", &word)).transpose()?;
    Ok(Does::Rate { floor, at_best, due: due(options)? })
}

/// The stretch of the year for which an item's limits hold.
fn per(options: &Options, item: &Item) -> Read<Option<Per>> {
    let Some(text) = word(options, "per")? else { return Ok(None) };
    let Some(per) = Per::named(&text) else { return part_of_year("per", &text) };
    if item.date.is_none() {
        let message =
            say!("分期计分，没有写按哪个日期", "limits hold for parts of the year, but not said by which day");
        let help =
            say!("写明记录的日期字段，如 date: \"held_on\"", "name the field with the day, as date: \"held_on\"");
        return mistake("per", message, help);
    }
    if item.max.is_none() && item.min.is_none() && item.most.is_none() && item.from == 1 {
        let message = say!("没有每一期的限度，per 没有用处", "nothing is limited, per is of no use");
        let help = say!("写明每一期的 max、min、most 或 from", "say the max, min, most or from of each of them");
        return mistake("per", message, help);
    }
    Ok(Some(per))
}

fn part_of_year<T>(key: &'static str, word: &str) -> Read<T> {
    mistake(
        key,
        say!("没有“{word}”这种分期", "there is no such part of the year as `{word}`"),
        say!(
            "写 \"month\"（每月）、\"quarter\"（每季度）或 \"half_year\"（每半年）",
            "write \"month\", \"quarter\" or \"half_year\""
        ),
    )
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
    item.stages = review::stages(options)?;
    item.per = per(options, &item)?;
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
        (None, Some(word)) => match Per::named(&word) {
            Some(per) => Ok(Due::Every(per.months())),
            None => part_of_year("every", &word),
        },
        (None, None) => Ok(Due::YEAR),
    }
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
