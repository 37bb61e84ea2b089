//! Where everything of a picture stands, in whole pixels: rows of forms, columns of months, and marks of which none hides another.

use jiff::civil::Date;
use serde::Serialize;

use crate::board::calendar::{Mark, Picture, Row, Wanted};
use crate::planner::{heading, remarks, state, totals};
use crate::report::text::{crop, wrap};
use yize_core::language::Lang;
use yize_core::say;

/// The columns: labels, twelve months, numbers; and the margin around.
pub(super) const LEFT: i32 = 216;
pub(super) const MONTH: i32 = 80;
const RIGHT: i32 = 160;
pub(super) const MARGIN: i32 = 24;
/// The whole width.
pub(super) const WIDTH: i32 = 2 * MARGIN + LEFT + 12 * MONTH + RIGHT;

/// Half a mark of a day; what a mark of a month takes; a lane of marks, and what is around lanes in a row.
const RADIUS: i32 = 10;
const PILL: i32 = 24;
const LANE: i32 = 23;
const PADDING: i32 = 12;
/// A line of small text, and of what stands below the rows.
const LINE: i32 = 16;
const REMARK: i32 = 20;
/// What stands above the rows: heading, totals, names of months.
const HEAD: i32 = 84;

/// One calendar.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Panel {
    heading: String,
    totals: String,
    /// Where it begins, and where its rows do.
    top: i32,
    first: i32,
    /// Where its rows end, and it does.
    last: i32,
    pub bottom: i32,
    months: Vec<(i32, String)>,
    rows: Vec<Line>,
    /// Where the as-of date is, if it is in the year.
    today: Option<i32>,
    remarks: Vec<(i32, String)>,
}

/// A form.
#[derive(Clone, Debug, Serialize)]
struct Line {
    top: i32,
    height: i32,
    label: Vec<(i32, String)>,
    numbers: Vec<Number>,
    marks: Vec<Spot>,
}

/// What is said of numbers.
#[derive(Clone, Debug, Serialize)]
struct Number {
    y: i32,
    text: String,
    /// ok, off or aside.
    class: &'static str,
}

/// A session.
#[derive(Clone, Debug, Serialize)]
struct Spot {
    /// day, month or long.
    shape: &'static str,
    x: i32,
    width: i32,
    /// The middle.
    y: i32,
    /// held, planned or overdue.
    state: &'static str,
    /// Whether something is found about it that is no mere duty to come.
    alert: bool,
    /// What stands in it.
    text: String,
    /// What is told of it at length.
    told: String,
}

/// Lays out a calendar below what is there.
pub(super) fn panel(picture: &Picture, top: i32, as_of: Date, lang: Lang) -> Panel {
    let first = top + HEAD;
    let mut y = first;
    let rows: Vec<Line> = picture
        .rows
        .iter()
        .map(|row| {
            let line = line(picture, row, y, lang);
            y += line.height;
            line
        })
        .collect();
    let last = y;
    let lines = remarks(picture, lang).into_iter().zip(1..);
    let remarks: Vec<(i32, String)> =
        lines.flat_map(|(text, _)| wrap(&text, 150)).zip(1..).map(|(text, n)| (last + 8 + n * REMARK, text)).collect();
    let under = i32::try_from(remarks.len()).unwrap_or(i32::MAX / REMARK / 2) * REMARK;
    let months = (1..=12).map(|month| {
        let name = if lang == Lang::Zh { format!("{month}月") } else { MONTHS[month - 1].to_owned() };
        (month_x(month) + MONTH / 2, name)
    });
    let day = |day: Date| (day.year() == picture.year).then(|| day_x(day));
    Panel {
        heading: heading(picture, lang),
        totals: format!(
            "{}{}{}",
            totals(picture, lang),
            say!("；", "; ").get(lang),
            say!("截至 {as_of}", "as of {as_of}").get(lang)
        ),
        top,
        first,
        last,
        bottom: last + 16 + under,
        months: months.collect(),
        rows,
        today: day(as_of),
        remarks,
    }
}

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Where a month begins.
fn month_x(month: usize) -> i32 {
    MARGIN + LEFT + (i32::try_from(month).unwrap_or(1) - 1) * MONTH
}

/// The middle of a day.
fn day_x(day: Date) -> i32 {
    let month = usize::from(day.month().unsigned_abs());
    month_x(month) + MONTH * (2 * i32::from(day.day()) - 1) / (2 * i32::from(day.days_in_month()))
}

/// A row: its marks in lanes, and as high as these, its label and its numbers need.
fn line(picture: &Picture, row: &Row, top: i32, lang: Lang) -> Line {
    let mut lanes: Vec<Vec<(i32, i32)>> = Vec::new();
    let mut marks: Vec<&Mark> = row.marks.iter().collect();
    // Exact days first, each at its place; then what has room wherever its month has.
    marks.sort_by_key(|mark| (rank(mark.unit), mark.first, mark.last, mark.key.as_str()));
    let placed: Vec<(usize, (i32, i32), &Mark)> = marks
        .into_iter()
        .map(|mark| {
            let (above, at) = place(&mut lanes, &room(mark, picture.year));
            (above, at, mark)
        })
        .collect();
    let label = wrap(&row.label, 28);
    let numbers = numbers(picture, row, lang);
    let count = |n: usize| i32::try_from(n).unwrap_or(1);
    let height = (count(lanes.len().max(1)) * LANE).max(count(label.len().max(numbers.len())) * LINE) + PADDING;
    let text = |n: i32, of: usize| top + height / 2 - count(of) * LINE / 2 + n * LINE + 12;
    let middle = |above: usize| top + height / 2 - count(lanes.len()) * LANE / 2 + count(above) * LANE + LANE / 2;
    let all = label.len();
    let of = numbers.len();
    Line {
        top,
        height,
        label: label.into_iter().zip(0..).map(|(line, n)| (text(n, all), line)).collect(),
        numbers: numbers.into_iter().zip(0..).map(|(number, n)| Number { y: text(n, of), ..number }).collect(),
        marks: placed.into_iter().map(|(above, x, mark)| spot(picture, row, mark, (x, middle(above)), lang)).collect(),
    }
}

fn rank(unit: &str) -> u8 {
    match unit {
        "day" => 0,
        "month" => 1,
        "quarter" => 2,
        _ => 3,
    }
}

/// Where a mark may stand, in the order in which that is tried: a day at its day only, a month at any part of its own.
fn room(mark: &Mark, year: i16) -> Vec<(i32, i32)> {
    // What was held in another year stands at the edge on its side.
    let within = |day: Date| match day.year() {
        own if own < year => jiff::civil::date(year, 1, 1),
        own if own > year => jiff::civil::date(year, 12, 31),
        _ => day,
    };
    let (first, last) = (within(mark.first), within(mark.last));
    let start = month_x(usize::from(first.month().unsigned_abs()));
    match mark.unit {
        "day" => vec![(day_x(first) - RADIUS, day_x(first) + RADIUS)],
        "month" => (0..3).map(|slot| (start + 2 + slot * (PILL + 2), start + 2 + slot * (PILL + 2) + PILL)).collect(),
        _ => vec![(start + 3, month_x(usize::from(last.month().unsigned_abs())) + MONTH - 3)],
    }
}

/// Takes the first lane with room, and of it the first room.
fn place(lanes: &mut Vec<Vec<(i32, i32)>>, room: &[(i32, i32)]) -> (usize, (i32, i32)) {
    for at in 0.. {
        if lanes.len() == at {
            lanes.push(Vec::new());
        }
        let free = |own: &&(i32, i32)| lanes[at].iter().all(|taken| own.1 < taken.0 || taken.1 < own.0);
        if let Some(own) = room.iter().find(free).copied() {
            lanes[at].push(own);
            return (at, own);
        }
    }
    (0, (0, 0))
}

fn spot(picture: &Picture, row: &Row, mark: &Mark, ((from, to), y): ((i32, i32), i32), lang: Lang) -> Spot {
    let (name, form, when, state_of) = (&mark.name, &row.label, &mark.when, state(mark.state));
    let outside = mark.first.year() != picture.year && mark.last.year() != picture.year;
    let text = match mark.unit {
        _ if outside => if mark.first.year() < picture.year { "←" } else { "→" }.to_owned(),
        "day" => mark.first.day().to_string(),
        "month" => say!("月", "mo").get(lang).to_owned(),
        _ => crop(name, usize::try_from((to - from) / 7).unwrap_or(0)),
    };
    let told = say!("{when} {form}：{name}（{state_of}）", "{when} {form}: {name} ({state_of})"; state_of);
    Spot {
        shape: match mark.unit {
            "day" => "day",
            "month" => "month",
            _ => "long",
        },
        x: from,
        width: to - from,
        y,
        state: mark.state,
        alert: matches!(mark.finding, Some("violation" | "warning" | "fault")),
        text,
        told: told.get(lang).to_owned(),
    }
}

/// How many sessions a row has, and how many it should have; rows that share a number say with whom.
fn numbers(picture: &Picture, row: &Row, lang: Lang) -> Vec<Number> {
    let number = |text: String, class| Number { y: 0, text, class };
    let Some(wanted) = picture.wanted.iter().find(|wanted| wanted.forms.contains(&row.form)) else {
        return vec![number(row.count.to_string(), "aside")];
    };
    let Wanted { want, have, .. } = wanted;
    let class = if want == have { "ok" } else { "off" };
    let of = say!("{have}／应 {want}", "{have} of {want}");
    if wanted.forms.len() < 2 {
        return vec![number(of.get(lang).to_owned(), class)];
    }
    let others = wanted.forms.iter().zip(&wanted.labels).filter(|(form, _)| **form != row.form);
    let others: Vec<&str> = others.map(|(_, label)| label.as_str()).collect();
    let (zh, en) = (others.join("、"), others.join(", "));
    let shared = say!("与{zh}合计 {have}／应 {want}", "with {en}: {have} of {want}");
    let lines = wrap(shared.get(lang), 21).into_iter().map(|line| number(line, class));
    std::iter::once(number(row.count.to_string(), "aside")).chain(lines).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_mark_hides_another_and_each_stands_at_its_time() {
        let mut lanes = Vec::new();
        let day = |day: i32| vec![(day * 3 - RADIUS, day * 3 + RADIUS)];
        let placed: Vec<(usize, (i32, i32))> =
            [1, 1, 2, 9, 9, 30].into_iter().map(|on| place(&mut lanes, &day(on))).collect();
        for (n, (lane, (from, to))) in placed.iter().enumerate() {
            for (other, (from_other, to_other)) in &placed[n + 1..] {
                assert!(lane != other || to < from_other || to_other < from, "{placed:?}");
            }
        }
        assert_eq!((placed[0].0, placed[1].0, placed[2].0, placed[3].0), (0, 1, 2, 0));
        // Marks of a month share a lane as long as there is room, and then take the next.
        let pills: Vec<(i32, i32)> = (0..3).map(|slot| (slot * 26, slot * 26 + PILL)).collect();
        let mut lanes = Vec::new();
        let taken: Vec<usize> = (0..7).map(|_| place(&mut lanes, &pills).0).collect();
        assert_eq!(taken, [0, 0, 0, 1, 1, 1, 2]);
    }

    #[test]
    fn days_stand_within_their_month() {
        for month in 1..=12 {
            let (from, to) =
                (month_x(usize::try_from(month).unwrap()), month_x(usize::try_from(month).unwrap()) + MONTH);
            let first = jiff::civil::date(2026, month, 1);
            assert!(from < day_x(first) && day_x(first.last_of_month()) < to);
        }
    }
}
