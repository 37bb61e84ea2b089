//! What the styles of cells say of numbers.

use std::collections::HashMap;

use quick_xml::events::{BytesStart, Event};
use yize_core::sheet::Refusal;

use crate::ledger::bounds;
use crate::ledger::formats::Shape;
use crate::ledger::parts::{Parts, attribute};

/// For each style, by its number, how it shows numbers.
pub(super) fn read(parts: &mut Parts<'_>, path: &str) -> Result<Vec<Shape>, Refusal> {
    let (mut codes, mut styles) = (HashMap::new(), Vec::new());
    let Some(mut part) = parts.part(path)? else { return Ok(Vec::new()) };
    let mut listed = false;
    loop {
        match part.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "numFmt" => {
                    if let (Some(id), Some(code)) = (id(&element)?, attribute(&element, "formatCode")?) {
                        codes.insert(id, Shape::of_code(&code));
                    }
                }
                // Named styles have the same element, in a list of their own.
                "cellXfs" => listed = true,
                "xf" if listed => styles.push(id(&element)?.unwrap_or(0)),
                _ => {}
            },
            Event::End(element) if element.local_name().as_ref() == "cellXfs" => listed = false,
            Event::Eof => break,
            _ => {}
        }
        if styles.len() > bounds::STYLES || codes.len() > bounds::STYLES {
            return Err(Refusal::TooLarge);
        }
    }
    Ok(styles.into_iter().map(|id| codes.get(&id).copied().unwrap_or_else(|| Shape::of_id(id))).collect())
}

fn id(element: &BytesStart<'_>) -> Result<Option<u32>, Refusal> {
    Ok(attribute(element, "numFmtId")?.and_then(|id| id.parse().ok()))
}
