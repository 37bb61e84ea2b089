//! The parts of a workbook that is a zip archive of XML, each unpacked as it is read, within bounds that are counted and not
//! believed: no part is ever whole in memory.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::HashMap;
use std::io::{self, BufReader, Cursor, Read};
use std::rc::Rc;

use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use yize_core::say;
use yize_core::sheet::Refusal;
use zip::ZipArchive;
use zip::read::ZipFile;
use zip::result::ZipError;

use super::bounds;

/// A workbook's parts.
pub(super) struct Parts<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    /// By path as [`plain`] has it.
    places: HashMap<String, usize>,
    meter: Rc<Meter>,
}

/// What may still be unpacked.
#[derive(Debug)]
struct Meter {
    all: Cell<u64>,
    /// Of one tag or text.
    node: Cell<u64>,
    spent: Cell<bool>,
}

impl Meter {
    fn refusal(&self) -> Refusal {
        if self.spent.get() { Refusal::TooLarge } else { Refusal::Damaged }
    }
}

/// Writers differ in slashes and capitals.
fn plain(path: &str) -> String {
    path.replace('\\', "/").trim_start_matches('/').to_lowercase()
}

impl<'b> Parts<'b> {
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, Refusal> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Refusal::Damaged)?;
        if archive.len() > bounds::ENTRIES {
            return Err(Refusal::TooLarge);
        }
        let places = (0..archive.len()).filter_map(|place| Some((plain(&archive.name_for_index(place)?.ok()?), place)));
        let places = places.collect();
        let most = bounds::UNPACKED_ANYWAY.max(bounds::RATIO * bytes.len() as u64).min(bounds::UNPACKED);
        let meter = Meter { all: Cell::new(most), node: Cell::new(bounds::NODE), spent: Cell::new(false) };
        Ok(Self { archive, places, meter: Rc::new(meter) })
    }

    /// Whether there is a part of a path.
    pub(super) fn has(&self, path: &str) -> bool {
        self.places.contains_key(&plain(path))
    }

    /// A part by its path, if there is one.
    pub(super) fn part(&mut self, path: &str) -> Result<Option<Part<'_, 'b>>, Refusal> {
        let Some(place) = self.places.get(&plain(path)) else { return Ok(None) };
        let file = self.archive.by_index(*place).map_err(|error| match error {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Refusal::Password,
            _ => Refusal::Damaged,
        })?;
        let meter = Rc::clone(&self.meter);
        let mut reader =
            Reader::from_reader(BufReader::with_capacity(1 << 16, Metered { file, meter: Rc::clone(&meter) }));
        reader.config_mut().expand_empty_elements = true;
        Ok(Some(Part { reader, buffer: Vec::new(), depth: 0, meter }))
    }
}

/// Unpacked bytes, counted.
struct Metered<R> {
    file: R,
    meter: Rc<Meter>,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        let take = |left: &Cell<u64>| left.get().checked_sub(read as u64).map(|rest| left.set(rest));
        if take(&self.meter.all).and(take(&self.meter.node)).is_none() {
            self.meter.spent.set(true);
            return Err(io::Error::other("more than is unpacked"));
        }
        Ok(read)
    }
}

/// A part, unpacked piece by piece.
type Unpacked<'p, 'b> = BufReader<Metered<ZipFile<'p, Cursor<&'b [u8]>>>>;

/// A part that is read.
pub(super) struct Part<'p, 'b> {
    reader: Reader<Unpacked<'p, 'b>>,
    buffer: Vec<u8>,
    depth: u32,
    meter: Rc<Meter>,
}

impl Part<'_, '_> {
    /// What comes next. The end is told only when every element is closed and the part's checksum is right.
    pub(super) fn next(&mut self) -> Result<Event<'_>, Refusal> {
        self.buffer.clear();
        self.meter.node.set(bounds::NODE);
        let event = self.reader.read_event_into(&mut self.buffer).map_err(|_| self.meter.refusal())?;
        match &event {
            Event::Start(_) if self.depth == bounds::DEPTH => return Err(Refusal::Damaged),
            Event::Start(_) => self.depth += 1,
            Event::End(_) => self.depth -= 1,
            Event::Eof if self.depth > 0 => return Err(Refusal::Damaged),
            // Entities of its own could grow without end. No spreadsheet program writes any.
            Event::DocType(_) => {
                return Err(Refusal::Other(say!(
                    "它含有文档类型声明（DTD），办公软件不会这样写",
                    "it has a document type declaration, which no office program writes"
                )));
            }
            _ => {}
        }
        Ok(event)
    }

    /// How many elements are open.
    pub(super) fn depth(&self) -> u32 {
        self.depth
    }

    /// Passes over what is in the element that was begun last.
    pub(super) fn skip(&mut self) -> Result<(), Refusal> {
        let outside = self.depth - 1;
        while self.depth > outside {
            self.next()?;
        }
        Ok(())
    }

    /// Adds the text in the element that was begun last, and in elements in it.
    pub(super) fn text(&mut self, into: &mut String) -> Result<(), Refusal> {
        let outside = self.depth - 1;
        while self.depth > outside {
            add(&self.next()?, into)?;
        }
        Ok(())
    }
}

/// That a file is whole, and holds something else.
pub(super) fn no_workbook() -> Refusal {
    Refusal::Other(say!("它是另一种办公文件，不是工作簿", "it is another sort of office file and no workbook"))
}

/// Adds what an event has of text.
pub(super) fn add(event: &Event<'_>, into: &mut String) -> Result<(), Refusal> {
    match event {
        Event::Text(text) => into.push_str(&text.xml10_content()),
        Event::CData(text) => into.push_str(&text.xml10_content()),
        Event::GeneralRef(name) => into.push_str(&entity(name)?),
        _ => {}
    }
    if into.len() > bounds::CELL { Err(Refusal::TooLarge) } else { Ok(()) }
}

fn entity<'n>(name: &'n BytesRef<'_>) -> Result<Cow<'n, str>, Refusal> {
    match name.resolve_char_ref() {
        Ok(Some(sign)) => Ok(sign.to_string().into()),
        Ok(None) => resolve_xml_entity(name).map(Cow::Borrowed).ok_or(Refusal::Damaged),
        Err(_) => Err(Refusal::Damaged),
    }
}

/// An attribute of an element by its name, whatever stands before a colon.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Result<Option<String>, Refusal> {
    for attribute in element.attributes().with_checks(false) {
        let attribute = attribute.map_err(|_| Refusal::Damaged)?;
        if attribute.key.local_name().as_ref() == name {
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|_| Refusal::Damaged)?;
            return Ok(Some(value.into_owned()));
        }
    }
    Ok(None)
}
