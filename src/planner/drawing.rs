//! Calendars as a picture that any browser and word processor shows: one file, with the text as text.
//!
//! The picture is `calendar.svg`, filled in by minijinja, which escapes every value.

use std::io;

use jiff::civil::Date;
use minijinja::context;
use minijinja::value::Serde;

use crate::board::calendar::Picture;
use crate::planner::layout::{LEFT, MARGIN, MONTH, WIDTH, panel};
use crate::planner::state;
use crate::report::escape::html_templates;
use yize_core::language::Lang;
use yize_core::say;

/// The picture's template.
const PICTURE: &str = include_str!("calendar.svg");

/// What stands below the last calendar: the legend.
const LEGEND: i32 = 48;

pub(super) fn write(calendars: &[Picture], as_of: Date, lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    let mut top = MARGIN;
    let panels: Vec<_> = calendars
        .iter()
        .map(|picture| {
            let panel = panel(picture, top, as_of, lang);
            top = panel.bottom + MARGIN;
            panel
        })
        .collect();
    let mut environment = html_templates();
    // The name's ending is what turns on the escaping.
    environment.add_template("calendar.xml", PICTURE).map_err(io::Error::other)?;
    let picture = environment.get_template("calendar.xml").map_err(io::Error::other)?;
    let states = ["held", "planned", "overdue"].map(|word| (word, state(word).get(lang).to_owned()));
    let values = context! {
        width => WIDTH,
        height => top + LEGEND,
        left => LEFT,
        month => MONTH,
        margin => MARGIN,
        legend => top + LEGEND / 2,
        panels => Serde(panels),
        states,
        title => say!("年度日历", "Calendar of the year").get(lang),
        month_only => say!("只定到月", "month only").get(lang),
        long => say!("只定到季度或年", "quarter or year only").get(lang),
        alert => say!("有违规或警告", "violation or warning").get(lang),
        today => say!("截至日", "as-of date").get(lang),
        form => say!("形式", "form").get(lang),
        number => say!("次数", "number").get(lang),
    };
    writeln!(out, "{}", picture.render(values).map_err(io::Error::other)?)
}
