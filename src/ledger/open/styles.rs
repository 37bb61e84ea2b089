//! What styles say: which days are shown as months, which numbers with zeros before them, which tables are hidden.

use std::collections::{HashMap, HashSet};

use quick_xml::events::{BytesStart, Event};
use yize_core::sheet::Refusal;

use crate::ledger::bounds;
use crate::ledger::formats::Shape;
use crate::ledger::parts::{Part, attribute};

/// Styles by their names.
#[derive(Default)]
pub(super) struct Styles {
    /// Formats of which more is to be known than whether they are of days.
    formats: HashMap<String, Shape>,
    /// Cells' styles, each with its format's name or its parent's.
    cells: HashMap<String, Named>,
    /// Tables that are hidden.
    hidden: HashSet<String>,
}

#[derive(Default)]
struct Named {
    format: Option<String>,
    parent: Option<String>,
}

/// Styles that inherit from one another.
const PARENTS: usize = 20;

impl Styles {
    /// Looks at the element that was begun last.
    pub(super) fn see(&mut self, element: &BytesStart<'_>, part: &mut Part<'_, '_>) -> Result<(), Refusal> {
        match element.local_name().as_ref() {
            "date-style" => {
                let name = attribute(element, "name")?.unwrap_or_default();
                if shows_month(part)? {
                    self.formats.insert(name, Shape::Month);
                }
            }
            "number-style" => {
                let name = attribute(element, "name")?.unwrap_or_default();
                if let Some(digits) = shows_digits(part)? {
                    self.formats.insert(name, Shape::Padded(digits));
                }
            }
            "style" => {
                let name = attribute(element, "name")?.unwrap_or_default();
                match attribute(element, "family")?.as_deref() {
                    Some("table-cell") => {
                        let format = attribute(element, "data-style-name")?;
                        self.cells.insert(name, Named { format, parent: attribute(element, "parent-style-name")? });
                    }
                    Some("table") if hides(part)? => {
                        self.hidden.insert(name);
                    }
                    _ => {}
                }
            }
            _ => {}
        }
        let known = self.formats.len() + self.cells.len() + self.hidden.len();
        if known > bounds::STYLES { Err(Refusal::TooLarge) } else { Ok(()) }
    }

    /// How a cell of a style shows a day or a number.
    pub(super) fn shape(&self, style: &str) -> Shape {
        let mut style = self.cells.get(style);
        for _ in 0..PARENTS {
            let Some(named) = style else { break };
            if let Some(format) = &named.format {
                return self.formats.get(format).copied().unwrap_or(Shape::Day);
            }
            style = named.parent.as_ref().and_then(|parent| self.cells.get(parent));
        }
        Shape::Day
    }

    /// Whether a table of a style is hidden.
    pub(super) fn hides(&self, style: &str) -> bool {
        self.hidden.contains(style)
    }
}

/// Whether a format has a year and a month, and nothing smaller.
fn shows_month(part: &mut Part<'_, '_>) -> Result<bool, Refusal> {
    let outside = part.depth() - 1;
    let (mut month, mut smaller) = (false, false);
    while part.depth() > outside {
        if let Event::Start(element) = part.next()? {
            match element.local_name().as_ref() {
                "month" => month = true,
                "day" | "hours" | "minutes" | "seconds" => smaller = true,
                _ => {}
            }
        }
    }
    Ok(month && !smaller)
}

/// How many digits a format of whole numbers shows at least, if that is more than one and all that it shows.
fn shows_digits(part: &mut Part<'_, '_>) -> Result<Option<u8>, Refusal> {
    let outside = part.depth() - 1;
    let (mut digits, mut other) = (None, false);
    while part.depth() > outside {
        if let Event::Start(element) = part.next()? {
            match element.local_name().as_ref() {
                "number" => {
                    let whole = attribute(&element, "decimal-places")?.is_none_or(|places| places == "0");
                    let grouped = attribute(&element, "grouping")?.is_some_and(|grouping| grouping == "true");
                    let least = attribute(&element, "min-integer-digits")?.and_then(|digits| digits.parse().ok());
                    digits = least.filter(|digits| whole && !grouped && *digits > 1);
                }
                "text" | "fraction" | "scientific-number" => other = true,
                _ => {}
            }
        }
    }
    Ok(digits.filter(|_| !other))
}

fn hides(part: &mut Part<'_, '_>) -> Result<bool, Refusal> {
    let outside = part.depth() - 1;
    let mut hidden = false;
    while part.depth() > outside {
        if let Event::Start(element) = part.next()?
            && element.local_name().as_ref() == "table-properties"
        {
            hidden |= attribute(&element, "display")?.is_some_and(|display| display == "false");
        }
    }
    Ok(hidden)
}
