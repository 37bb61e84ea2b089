//! How sheets of workbooks were read: nothing of them is changed in silence.

use crate::report::View;
use crate::report::text::{clean_line, wrap};
use yize_core::check::Outcome;
use yize_core::language::{Text, count};
use yize_core::say;
use yize_core::sheet::Reading;

/// Sheets of which more than this is not said what was read otherwise than written.
const SHOWN: usize = 6;

/// A heading, and for each sheet what was read and what is to be said of it, with a blank line behind.
pub(super) fn lines(outcome: &Outcome, view: View) -> Vec<String> {
    let mut lines = Vec::new();
    let room = view.shape.rows.filter(|_| !view.shape.full).map_or(usize::MAX, |_| SHOWN);
    for reading in outcome.sheets.iter().take(room) {
        lines.extend(of(reading, view));
    }
    let left = outcome.sheets.len().saturating_sub(room);
    if left > 0 {
        let text = say!("另有{left}张工作表，加 --full 列出", "{left} more sheets: --full lists them");
        lines.push(text.get(view.lang).to_owned());
    }
    if !lines.is_empty() {
        let heading = say!("读了哪些工作表：", "sheets that were read:");
        lines.insert(0, heading.get(view.lang).to_owned());
        lines.push(String::new());
    }
    lines
}

/// What was read of a sheet, and what is to be said of it.
pub(crate) fn of(reading: &Reading, view: View) -> Vec<String> {
    let place = clean_line(&format!("{} [{}]", reading.file, reading.sheet));
    let what = match &reading.kind {
        None => Text::same(String::new()),
        Some((_, label)) => {
            let (zh, en) = (reading.records, count(reading.records, "record", "records"));
            say!("：{label} {zh} 条", ": {en} of {label}"; label)
        }
    };
    let told = reading.told();
    let notes: Vec<&str> = told.iter().map(|text| text.get(view.lang)).collect();
    let between = view.lang == yize_core::Lang::Zh;
    let notes = clean_line(&notes.join(if between { "；" } else { "; " }));
    let stop = match (notes.is_empty(), between) {
        (true, _) => "",
        (false, true) if reading.kind.is_none() => "：",
        (false, false) if reading.kind.is_none() => ": ",
        (false, true) => "。",
        (false, false) => ". ",
    };
    let text = format!("  {place}{}{stop}{notes}", what.get(view.lang));
    wrap(&text, view.shape.rows.map_or(usize::MAX, |_| view.columns()))
}
