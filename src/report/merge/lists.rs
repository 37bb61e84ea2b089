//! Reports that are read as they are needed: what is long in one, the lists of its findings, is found once and then read
//! element by element, so that little of it is held however long it is.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Read};
use std::path::PathBuf;
use std::rc::Rc;

use serde::de::{DeserializeOwned, DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use yize_core::files::Disk;

/// What a report is read from.
#[derive(Debug)]
pub enum Content {
    /// Its bytes: what comes through a pipe comes once.
    Held(Vec<u8>),
    /// A file, opened whenever more of it is needed: of many shards not all can be open.
    Stored(PathBuf),
}

/// So many bytes are read at a time.
const PIECE: usize = 32 << 10;

/// Reads a report from some byte on, and tells how far it is.
struct Reader<'c> {
    content: &'c Content,
    at: Rc<Cell<u64>>,
    piece: Vec<u8>,
    used: usize,
}

impl<'c> Reader<'c> {
    fn new(content: &'c Content, at: u64) -> Self {
        Self { content, at: Rc::new(Cell::new(at)), piece: Vec::new(), used: 0 }
    }

    fn refill(&mut self) -> io::Result<()> {
        let at = self.at.get();
        self.used = 0;
        match self.content {
            Content::Held(bytes) => {
                let rest = usize::try_from(at).ok().and_then(|at| bytes.get(at..)).unwrap_or_default();
                self.piece.clear();
                self.piece.extend(rest.iter().take(PIECE));
            }
            Content::Stored(path) => self.piece = Disk.piece(path, at, PIECE as u64)?,
        }
        Ok(())
    }

    /// The next byte that is no blank.
    fn sign(&mut self) -> io::Result<Option<u8>> {
        let mut byte = [0];
        while self.read(&mut byte)? > 0 {
            if !byte[0].is_ascii_whitespace() {
                return Ok(Some(byte[0]));
            }
        }
        Ok(None)
    }
}

impl Read for Reader<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.used == self.piece.len() {
            self.refill()?;
        }
        let rest = &self.piece[self.used..];
        let number = rest.len().min(out.len());
        out[..number].copy_from_slice(&rest[..number]);
        self.used += number;
        self.at.set(self.at.get() + number as u64);
        Ok(number)
    }
}

/// A list of objects in a report.
#[derive(Clone, Copy, Debug)]
pub(super) struct List {
    /// The byte after its bracket.
    at: u64,
    /// How many there are.
    pub number: usize,
}

/// A report without its long lists, and where these are, by their names.
#[derive(Debug)]
pub(super) struct Outline {
    /// What else it says.
    pub rest: Value,
    /// The lists.
    lists: BTreeMap<&'static str, List>,
}

/// The members of a report that are long lists, and those that hold one.
const LONG: [&str; 3] = ["findings", "scores", "order"];
const HOLDING: &str = "shard";

impl Outline {
    /// Reads a report through once.
    ///
    /// # Errors
    /// When it cannot be read, or is no JSON, or one of its lists has anything but objects.
    pub(super) fn read(content: &Content) -> serde_json::Result<Self> {
        let reader = Reader::new(content, 0);
        let found = Found { at: reader.at.clone(), lists: BTreeMap::new() };
        let mut finder = Finder { found, inner: false };
        let mut deserializer = serde_json::Deserializer::from_reader(reader);
        let rest = Seed(&mut finder).deserialize(&mut deserializer)?;
        deserializer.end()?;
        Ok(Self { rest: Value::Object(rest), lists: finder.found.lists })
    }

    /// A list of it, if it is there.
    pub(super) fn list(&self, name: &str) -> Option<List> {
        self.lists.get(name).copied()
    }
}

/// The lists found so far, and where the reader is.
struct Found {
    at: Rc<Cell<u64>>,
    lists: BTreeMap<&'static str, List>,
}

/// Finds lists in a report, or in the member of it that holds one.
struct Finder {
    found: Found,
    inner: bool,
}

struct Seed<'f>(&'f mut Finder);

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Map<String, Value>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Map<String, Value>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let Self(finder) = self;
        let mut rest = Map::new();
        while let Some(name) = map.next_key::<String>()? {
            if rest.contains_key(&name) || finder.found.lists.contains_key(name.as_str()) {
                return Err(A::Error::custom(format_args!("`{name}` is there twice")));
            }
            if let Some(long) = LONG.into_iter().find(|long| *long == name) {
                let list = map.next_value_seed(Elements(&finder.found.at))?;
                finder.found.lists.insert(long, list);
            } else if name == HOLDING && !finder.inner {
                finder.inner = true;
                let inner = map.next_value_seed(Optional(Seed(finder)))?;
                finder.inner = false;
                rest.insert(name, inner);
            } else {
                rest.insert(name, map.next_value()?);
            }
        }
        Ok(rest)
    }
}

/// What may be there or not.
struct Optional<'f>(Seed<'f>);

impl<'de> DeserializeSeed<'de> for Optional<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_option(self)
    }
}

impl<'de> Visitor<'de> for Optional<'_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object or null")
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.0.deserialize(deserializer).map(Value::Object)
    }
}

/// Goes through a list, and notes where it begins.
struct Elements<'a>(&'a Cell<u64>);

impl<'de> DeserializeSeed<'de> for Elements<'_> {
    type Value = List;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<List, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Elements<'_> {
    type Value = List;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<List, A::Error> {
        // Nothing behind the bracket was read yet.
        let mut list = List { at: self.0.get(), number: 0 };
        while let Some(Object) = seq.next_element()? {
            list.number += 1;
        }
        Ok(list)
    }
}

/// An object, whatever is in it.
struct Object;

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(IgnoredAny).map(|_| Self)
    }
}

/// The elements of a list, read one by one.
pub(super) struct Pulled<'c> {
    reader: Reader<'c>,
    left: usize,
}

impl<'c> Pulled<'c> {
    /// Those of a list of a report.
    pub(super) fn new(content: &'c Content, list: List) -> Self {
        Self { reader: Reader::new(content, list.at), left: list.number }
    }

    /// The next one.
    ///
    /// # Errors
    /// When it cannot be read, or is not such a one.
    pub(super) fn next<T: DeserializeOwned>(&mut self) -> serde_json::Result<Option<T>> {
        let Some(left) = self.left.checked_sub(1) else { return Ok(None) };
        self.left = left;
        // An object ends with its bracket: nothing behind it is read.
        let element = T::deserialize(&mut serde_json::Deserializer::from_reader(&mut self.reader))?;
        let sign = self.reader.sign().map_err(serde_json::Error::io)?;
        if sign == Some(if left > 0 { b',' } else { b']' }) {
            return Ok(Some(element));
        }
        Err(serde_json::Error::custom("the report has changed while it was read"))
    }
}
