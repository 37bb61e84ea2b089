//! The archives of parts that office documents are: what is not touched of one is kept as it is, packed and all.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use crate::workbook::Made;
use yize_core::language::Text;
use yize_core::say;

/// Greatest size of one part, unpacked, in bytes.
const PART: u64 = 1 << 30;
/// Most parts.
const MOST: usize = 20_000;

/// An archive that is read, and what becomes of its parts.
pub(super) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    /// The places of the parts in the archive, by their names, as they are compared: case and leading slashes do not matter.
    places: BTreeMap<String, usize>,
    /// New texts of parts, by their names as they are compared; those that are new have a name to be written.
    changed: BTreeMap<String, (String, String)>,
}

impl<'b> Package<'b> {
    /// Reads what is in an archive.
    pub(super) fn read(bytes: &'b [u8]) -> Made<Self> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
        if archive.len() > MOST {
            return Err(too_large());
        }
        let names = archive.file_names().enumerate();
        let places = names.map(|(at, name)| Ok((compared(&name.map_err(|_| damaged())?), at)));
        let places = places.collect::<Made<BTreeMap<String, usize>>>()?;
        Ok(Self { archive, places, changed: BTreeMap::new() })
    }

    /// Whether there is a part of that name.
    pub(super) fn has(&self, name: &str) -> bool {
        let name = compared(name);
        self.changed.contains_key(&name) || self.places.contains_key(&name)
    }

    /// The names of the parts that were read, as they are compared.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.places.keys().map(String::as_str)
    }

    /// The text of a part, if there is one of that name. A byte order mark is none of it.
    pub(super) fn text(&mut self, name: &str) -> Made<Option<String>> {
        let compared = compared(name);
        if let Some((_, text)) = self.changed.get(&compared) {
            return Ok(Some(text.clone()));
        }
        let Some(at) = self.places.get(&compared) else { return Ok(None) };
        let file = self.archive.by_index(*at).map_err(|_| damaged())?;
        let mut bytes = Vec::new();
        // What an archive says of sizes is not believed.
        file.take(PART + 1).read_to_end(&mut bytes).map_err(|_| damaged())?;
        if bytes.len() as u64 > PART {
            return Err(too_large());
        }
        let text = String::from_utf8(bytes)
            .map_err(|_| say!("工作簿里的 {name} 不是 UTF-8", "{name} in the workbook is not UTF-8"))?;
        Ok(Some(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)))
    }

    /// Gives a part another text, or adds it.
    pub(super) fn put(&mut self, name: &str, text: String) {
        self.changed.insert(compared(name), (name.to_owned(), text));
    }

    /// The archive with what has changed. What is new comes last.
    pub(super) fn write(mut self) -> Made<Vec<u8>> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for at in 0..self.archive.len() {
            let file = self.archive.by_index_raw(at).map_err(|_| damaged())?;
            let name = file.name().map_err(|_| damaged())?.into_owned();
            match self.changed.remove(&compared(&name)) {
                Some((_, text)) => add(&mut writer, &name, text.as_bytes())?,
                None => writer.raw_copy_file(file).map_err(|_| damaged())?,
            }
        }
        for (name, text) in self.changed.into_values() {
            add(&mut writer, &name, text.as_bytes())?;
        }
        Ok(writer.finish().map_err(|_| damaged())?.into_inner())
    }
}

/// An archive of parts in that order.
pub(super) fn packed(parts: &[(&str, String)]) -> Made<Vec<u8>> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        add(&mut writer, name, text.as_bytes())?;
    }
    Ok(writer.finish().map_err(|_| damaged())?.into_inner())
}

fn add(writer: &mut ZipWriter<Cursor<Vec<u8>>>, name: &str, bytes: &[u8]) -> Made<()> {
    // The day is one and the same for all: the clock is no input.
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let options = options.last_modified_time(DateTime::default()).large_file(bytes.len() as u64 > u64::from(u32::MAX));
    let written = writer.start_file(name, options).map_err(|_| damaged());
    written.and_then(|()| writer.write_all(bytes).map_err(|_| damaged()))
}

/// A name as names of parts are compared.
fn compared(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_ascii_lowercase()
}

/// What is said of an archive that is none, or a part that cannot be gone by.
pub(super) fn damaged() -> Text {
    say!("工作簿已损坏，或不是 Excel 的格式", "the workbook is damaged, or none of Excel's")
}

fn too_large() -> Text {
    say!("工作簿解开后过大", "the workbook is too large when unpacked")
}
