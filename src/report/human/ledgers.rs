//! How sheets of workbooks were read: nothing of them is changed in silence.

use crate::report::View;
use crate::report::readings::{Told, heading, told};
use crate::report::text::wrap;
use yize_core::check::Outcome;
use yize_core::language::Lang;
use yize_core::say;

/// Sheets of which more than this is not said what was read otherwise than written.
const SHOWN: usize = 6;

/// A heading, and for each sheet what was read and what is to be said of it, with a blank line behind.
pub(super) fn lines(outcome: &Outcome, view: View) -> Vec<String> {
    let mut lines = Vec::new();
    let room = view.shape.rows.filter(|_| !view.shape.full).map_or(usize::MAX, |_| SHOWN);
    for own in told(&outcome.sheets, view.lang).iter().take(room) {
        lines.extend(of(own, view));
    }
    let left = outcome.sheets.len().saturating_sub(room);
    if left > 0 {
        let text = say!("另有{left}张工作表，加 --full 列出", "{left} more sheets: --full lists them");
        lines.push(text.get(view.lang).to_owned());
    }
    if !lines.is_empty() {
        let colon = if view.lang == Lang::Zh { "：" } else { ":" };
        lines.insert(0, format!("{}{colon}", heading().get(view.lang)));
        lines.push(String::new());
    }
    lines
}

/// What was read of a sheet, and what is to be said of it.
pub(crate) fn of(own: &Told, view: View) -> Vec<String> {
    let (colon, between, end) = if view.lang == Lang::Zh { ("：", "；", "。") } else { (": ", "; ", ". ") };
    let Told { place, what, notes } = own;
    let colon = if what.is_empty() { "" } else { colon };
    let notes = notes.join(between);
    let end = if notes.is_empty() { "" } else { end };
    let text = format!("  {place}{colon}{what}{end}{notes}");
    wrap(&text, view.shape.rows.map_or(usize::MAX, |_| view.columns()))
}
