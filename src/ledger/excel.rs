//! Workbooks of Excel 2007 and later (`.xlsx`, `.xlsm`), and what WPS and `LibreOffice` write as such. Macros, pictures, charts and
//! links to other files are never looked at.

use std::collections::HashMap;

use quick_xml::events::Event;
use yize_core::say;
use yize_core::sheet::{Book, Refusal};

use super::grid;
use super::parts::{Parts, attribute, no_workbook};

mod strings;
mod styles;
mod cells;

use cells::Cells;
use strings::Strings;

/// Reads a workbook.
pub(super) fn read(parts: &mut Parts<'_>) -> Result<Book, Refusal> {
    let main = main_part(parts)?;
    let plan = Plan::read(parts, &main)?;
    let strings = match &plan.strings {
        Some(path) => Strings::read(parts, path)?,
        None => Strings::default(),
    };
    let styles = match &plan.styles {
        Some(path) => styles::read(parts, path)?,
        None => Vec::new(),
    };
    let cells = Cells { strings: &strings, styles: &styles, from_1904: plan.from_1904 };
    let mut sheets = Vec::new();
    for tab in &plan.tabs {
        sheets.push(grid::sheet(|holds| {
            let part = parts.part(&tab.path)?.ok_or(Refusal::Damaged)?;
            cells.read(part, tab, holds)
        })?);
        grid::all(&sheets)?;
    }
    Ok(Book { sheets, typed: true, said: Vec::new() })
}

/// What parts a workbook has, and what for.
#[derive(Default)]
struct Plan {
    tabs: Vec<Tab>,
    strings: Option<String>,
    styles: Option<String>,
    from_1904: bool,
}

/// A sheet as the workbook lists it.
struct Tab {
    name: String,
    hidden: bool,
    path: String,
}

/// The way from one part to another.
struct Link {
    kind: String,
    path: String,
}

impl Link {
    /// Types are addresses that differ between editions of the standard in all but their last word.
    fn is(&self, kind: &str) -> bool {
        self.kind.rsplit('/').next() == Some(kind)
    }
}

/// Where the workbook itself is.
fn main_part(parts: &mut Parts<'_>) -> Result<String, Refusal> {
    let links = links(parts, "")?;
    let main = links.into_values().find(|link| link.is("officeDocument"));
    let path = main.map_or_else(|| "xl/workbook.xml".to_owned(), |link| link.path);
    if path.to_ascii_lowercase().ends_with(".bin") {
        return Err(Refusal::Other(say!(
            "它是二进制的 Excel 工作簿（.xlsb）",
            "it is a binary workbook of Excel (.xlsb)"
        )));
    }
    Ok(path)
}

/// The links of a part, by their ids; of the whole archive for the path "".
fn links(parts: &mut Parts<'_>, path: &str) -> Result<HashMap<String, Link>, Refusal> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let mut links = HashMap::new();
    let Some(mut part) = parts.part(&format!("{folder}/_rels/{name}.rels"))? else { return Ok(links) };
    loop {
        match part.next()? {
            Event::Start(element) if element.local_name().as_ref() == "Relationship" => {
                let outside = attribute(&element, "TargetMode")?.is_some_and(|mode| mode == "External");
                let target = attribute(&element, "Target")?;
                if let (Some(id), Some(kind), Some(target), false) =
                    (attribute(&element, "Id")?, attribute(&element, "Type")?, target, outside)
                {
                    links.insert(id, Link { kind, path: joined(folder, &target) });
                }
            }
            Event::Eof => return Ok(links),
            _ => {}
        }
    }
}

/// A path that a part in a folder names.
fn joined(folder: &str, target: &str) -> String {
    let mut words: Vec<&str> = if target.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for word in target.split('/') {
        match word {
            "" | "." => {}
            ".." => drop(words.pop()),
            word => words.push(word),
        }
    }
    words.join("/")
}

impl Plan {
    fn read(parts: &mut Parts<'_>, path: &str) -> Result<Self, Refusal> {
        let links = links(parts, path)?;
        let of_kind = |kind: &str| links.values().filter(|link| link.is(kind)).map(|link| link.path.clone()).min();
        let mut plan = Self { strings: of_kind("sharedStrings"), styles: of_kind("styles"), ..Self::default() };
        let mut part = parts.part(path)?.ok_or(Refusal::Damaged)?;
        let mut listed = false;
        loop {
            match part.next()? {
                Event::Start(element) if element.local_name().as_ref() == "sheets" => listed = true,
                Event::Start(element) if element.local_name().as_ref() == "workbookPr" => {
                    // An extension has an element of this name without it.
                    if let Some(given) = attribute(&element, "date1904")? {
                        plan.from_1904 = matches!(given.as_str(), "1" | "true" | "on");
                    }
                }
                Event::Start(element) if element.local_name().as_ref() == "sheet" => {
                    let id = attribute(&element, "id")?.ok_or(Refusal::Damaged)?;
                    let link = links.get(&id).ok_or(Refusal::Damaged)?;
                    // Sheets that are charts or dialogs have no cells.
                    if link.is("worksheet") {
                        let name = attribute(&element, "name")?.unwrap_or_default();
                        let hidden = attribute(&element, "state")?.is_some_and(|state| state != "visible");
                        plan.tabs.push(Tab { name, hidden, path: link.path.clone() });
                    }
                    if plan.tabs.len() > super::bounds::SHEETS {
                        return Err(Refusal::TooLarge);
                    }
                }
                Event::Eof => return if listed { Ok(plan) } else { Err(no_workbook()) },
                _ => {}
            }
        }
    }
}
