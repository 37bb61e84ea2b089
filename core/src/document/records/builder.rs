//! Makes entries of the parser's events, a record at a time.

use std::borrow::Cow;

use rustc_hash::FxHashMap;
use toml::de::{DeTable, DeValue};
use toml_parser::decoder::{Encoding, ScalarKind};
use toml_parser::lexer::Token;
use toml_parser::parser::{EventReceiver, parse_document};
use toml_parser::{ErrorSink, ParseError, Raw};

use super::{Hears, Kinds, Record};
use crate::document::entries::{Datum, Digits, Entries, Entry, Item, Unlike};
use crate::source::Span;

/// Lists and tables within each other; deeper ones are left to the parser of trees, which has a limit.
const DEPTH: usize = 32;

/// So many shapes of records are told apart.
const SHAPES: usize = 64;

/// Records with more keys are parsed by themselves: whether a key is there already is looked up there.
const KEYS: usize = 128;

/// Which keys a record has, in their order, and whether each is written without quotes.
type Shape<'t> = Vec<(Cow<'t, str>, bool)>;

/// A header, as far as it was read.
struct Header<'t> {
    start: usize,
    /// Whether it is one of two brackets.
    doubled: bool,
    key: Option<(Cow<'t, str>, Span)>,
    /// Whether its key has several parts.
    dotted: bool,
}

/// What is known of a kind.
#[derive(Clone, Copy, Default)]
struct Known {
    /// Whether its header has one bracket, so that there is no other record of it.
    single: bool,
    /// The shape of its last record.
    shape: Option<usize>,
}

/// The record that is being read.
struct Open<'t> {
    kind: Cow<'t, str>,
    name: Span,
    header: Span,
}

/// Makes entries of events.
pub(super) struct Builder<'t, 'h> {
    text: &'t str,
    /// So many bytes stand before it in the whole text.
    base: usize,
    hears: &'h mut dyn Hears,
    /// Set by whatever is not plain.
    unlike: bool,
    header: Option<Header<'t>>,
    open: Option<Open<'t>>,
    entries: Entries<'t>,
    /// The key whose value is next.
    key: Option<(Cow<'t, str>, Span)>,
    /// The lists that are open.
    lists: Vec<(usize, Vec<Item<'t>>)>,
    /// Where the outermost inline table begins that is open, and how many are.
    inline: (usize, usize),
    /// Lists and tables that are open.
    depth: usize,
    /// Whether the record at hand is parsed by itself once its end is known.
    apart: bool,
    shapes: Vec<Shape<'t>>,
    /// The kinds met so far.
    known: FxHashMap<Cow<'t, str>, Known>,
    /// The shape that the record at hand has so far.
    like: Option<usize>,
}

impl<'t, 'h> Builder<'t, 'h> {
    /// A builder for a text, before which so many bytes stand in the whole.
    pub(super) fn new((text, base): (&'t str, usize), hears: &'h mut dyn Hears) -> Self {
        Self {
            text,
            base,
            hears,
            unlike: false,
            header: None,
            open: None,
            entries: Entries::default(),
            key: None,
            lists: Vec::new(),
            inline: (0, 0),
            depth: 0,
            apart: false,
            shapes: Vec::new(),
            known: FxHashMap::default(),
            like: None,
        }
    }

    /// Takes the tokens of a piece.
    pub(super) fn take(&mut self, tokens: &[Token]) -> Result<(), Unlike> {
        let mut wrong = Wrong(false);
        parse_document(tokens, self, &mut wrong);
        if wrong.0 || self.unlike { Err(Unlike) } else { Ok(()) }
    }

    /// Ends the text, and gives the kinds met in it.
    pub(super) fn end(mut self) -> Result<Kinds<'t>, Unlike> {
        self.finish(self.text.len())?;
        Ok(self.known.into_iter().map(|(name, known)| (name, known.single)).collect())
    }

    /// A place in the whole text.
    fn place(&self, start: usize, end: usize) -> Span {
        Span::new(self.base + start, self.base + end)
    }

    /// Ends the record at hand, or the top of the text.
    fn finish(&mut self, end: usize) -> Result<(), Unlike> {
        let Some(Open { kind, name, header }) = self.open.take() else {
            if self.apart {
                return Err(Unlike);
            }
            self.hears.head(&self.entries)?;
            self.entries.list.clear();
            return Ok(());
        };
        if std::mem::take(&mut self.apart) {
            let start = header.start as usize;
            let own = parsed(&self.text[start - self.base..end], &kind, start).ok_or(Unlike)?;
            self.entries.list.clear();
            return self.hears.record(&Record { kind: &kind, name, header, entries: &own });
        }
        self.entries.shape = self.shape(&kind);
        self.hears.record(&Record { kind: &kind, name, header, entries: &self.entries })?;
        self.entries.list.clear();
        Ok(())
    }

    /// The number of the shape of the record at hand.
    fn shape(&mut self, kind: &str) -> Option<usize> {
        let number = self.entries.list.len();
        if let Some(like) = self.like.filter(|like| self.shapes[*like].len() == number) {
            return Some(like);
        }
        let keys = || self.entries.list.iter().map(|entry| &entry.key);
        let same = |shape: &Shape<'_>| shape.len() == number && keys().eq(shape.iter().map(|(key, _)| key));
        let known = self.shapes.iter().position(same);
        let shape = known.or_else(|| {
            (self.shapes.len() < SHAPES).then(|| {
                // A key in quotes has their places too.
                let bare = |entry: &Entry<'t>| (entry.at.end - entry.at.start) as usize == entry.key.len();
                self.shapes.push(self.entries.list.iter().map(|entry| (entry.key.clone(), bare(entry))).collect());
                self.shapes.len() - 1
            })
        })?;
        if let Some(known) = self.known.get_mut(kind) {
            known.shape = Some(shape);
        }
        Some(shape)
    }

    /// Begins what stands under a header.
    fn begin(&mut self, header: Header<'t>, end: usize) -> Result<(), Unlike> {
        let (name, at) = header.key.ok_or(Unlike)?;
        if header.dotted {
            // A table of the record at hand, or one that belongs elsewhere.
            self.apart = true;
            return if self.open.as_ref().is_some_and(|open| open.kind == name) { Ok(()) } else { Err(Unlike) };
        }
        self.finish(header.start)?;
        let single = !header.doubled;
        let known = self.known.get(&name).copied();
        if matches!(&*name, "body" | "year") || known.is_some_and(|known| known.single || single) {
            return Err(Unlike);
        }
        if known.is_none() {
            self.known.insert(name.clone(), Known { single, shape: None });
        }
        self.like = known.and_then(|known| known.shape);
        self.open = Some(Open { kind: name, name: at, header: self.place(header.start, end) });
        Ok(())
    }

    /// Takes a whole value.
    #[inline]
    fn value(&mut self, item: Item<'t>) {
        if let Some((_, items)) = self.lists.last_mut() {
            items.push(item);
            return;
        }
        let Some((key, at)) = self.key.take() else {
            self.unlike = true;
            return;
        };
        if self.apart {
            return;
        }
        let place = self.entries.list.len();
        if self.open.is_none() && !matches!(&*key, "body" | "year") {
            self.unlike = true;
            return;
        }
        let next = self.like.and_then(|like| self.shapes[like].get(place));
        if next.is_none_or(|(next, _)| *next != key) {
            self.like = None;
            self.apart |= place >= KEYS;
            self.unlike |= self.is_there(&key);
        }
        self.entries.list.push(Entry { key, at, item });
    }

    /// Goes into a list or a table, unless that is too deep.
    fn deeper(&mut self) -> bool {
        self.depth += 1;
        self.unlike |= self.depth >= DEPTH;
        !self.unlike
    }

    /// Whether the record at hand has a key already.
    fn is_there(&self, key: &str) -> bool {
        self.entries.list.iter().any(|entry| entry.key == key)
    }

    /// A key, without its quotes.
    fn decoded(&self, span: toml_parser::Span, encoding: Option<Encoding>, error: &mut dyn ErrorSink) -> Cow<'t, str> {
        let raw = &self.text[span.start()..span.end()];
        // Most records have the keys of the one before.
        let next = self.like.and_then(|like| self.shapes[like].get(self.entries.list.len()));
        if encoding.is_none() && next.is_some_and(|(next, bare)| *bare && next == raw) {
            return Cow::Borrowed(raw);
        }
        let mut decoded = Cow::Borrowed("");
        Raw::new_unchecked(raw, encoding, span).decode_key(&mut decoded, error);
        decoded
    }

    /// A plain value.
    #[inline]
    fn plain(
        &self,
        span: toml_parser::Span,
        encoding: Option<Encoding>,
        error: &mut dyn ErrorSink,
    ) -> Option<Datum<'t>> {
        let raw = &self.text[span.start()..span.end()];
        // Most texts stand there as they are meant.
        if encoding == Some(Encoding::BasicString)
            && let Some(own) = raw.strip_prefix('"').and_then(|own| own.strip_suffix('"'))
            && own.bytes().all(|byte| byte >= b' ' && !matches!(byte, b'\\' | b'"' | 0x7f))
        {
            return Some(Datum::String(Cow::Borrowed(own)));
        }
        let mut decoded = Cow::Borrowed("");
        Some(match Raw::new_unchecked(raw, encoding, span).decode_scalar(&mut decoded, error) {
            ScalarKind::String => Datum::String(decoded),
            ScalarKind::Boolean(yes) => Datum::Boolean(yes),
            ScalarKind::DateTime => Datum::Datetime(decoded.parse().ok()?),
            ScalarKind::Float => Datum::Float(Digits::new(decoded, 10)),
            ScalarKind::Integer(radix) => Datum::Integer(Digits::new(decoded, radix.value())),
        })
    }
}

/// The one record of a text, which begins so many bytes further on.
fn parsed<'t>(text: &'t str, kind: &str, by: usize) -> Option<Entries<'t>> {
    let table = DeTable::parse(text).ok()?.into_inner();
    let mut own = table.into_iter();
    let (name, records) = own.next()?;
    let record = match records.into_inner() {
        DeValue::Table(record) => record,
        DeValue::Array(records) => {
            let mut records = records.into_iter();
            let (DeValue::Table(record), None) = (records.next()?.into_inner(), records.next()) else { return None };
            record
        }
        _ => return None,
    };
    (own.next().is_none() && name.get_ref() == kind).then(|| Entries::of(record, by))
}

/// Whether the parser has complained.
struct Wrong(bool);

impl ErrorSink for Wrong {
    fn report_error(&mut self, _: ParseError) {
        self.0 = true;
    }
}

type At = toml_parser::Span;

impl EventReceiver for Builder<'_, '_> {
    fn std_table_open(&mut self, span: At, _: &mut dyn ErrorSink) {
        self.header = Some(Header { start: span.start(), doubled: false, key: None, dotted: false });
    }

    fn array_table_open(&mut self, span: At, _: &mut dyn ErrorSink) {
        self.header = Some(Header { start: span.start(), doubled: true, key: None, dotted: false });
    }

    fn std_table_close(&mut self, span: At, error: &mut dyn ErrorSink) {
        self.array_table_close(span, error);
    }

    fn array_table_close(&mut self, span: At, _: &mut dyn ErrorSink) {
        // Once something is unlike the rest of the piece is only gone through.
        if let Some(header) = self.header.take().filter(|_| !self.unlike) {
            self.unlike = self.begin(header, span.end()).is_err();
        }
    }

    fn inline_table_open(&mut self, span: At, _: &mut dyn ErrorSink) -> bool {
        let (start, depth) = self.inline;
        self.inline = (if depth == 0 { span.start() } else { start }, depth + 1);
        self.deeper()
    }

    fn inline_table_close(&mut self, span: At, _: &mut dyn ErrorSink) {
        let (start, depth) = self.inline;
        (self.inline.1, self.depth) = (depth.saturating_sub(1), self.depth.saturating_sub(1));
        if depth == 1 && !self.apart && !self.unlike {
            match DeValue::parse(&self.text[start..span.end()]) {
                Ok(value) => self.value(Item::of(value, self.base + start)),
                Err(_) => self.unlike = true,
            }
        } else if depth == 1 && self.lists.is_empty() {
            self.key = None;
        }
    }

    fn array_open(&mut self, span: At, _: &mut dyn ErrorSink) -> bool {
        if self.inline.1 == 0 {
            self.lists.push((span.start(), Vec::new()));
        }
        self.deeper()
    }

    fn array_close(&mut self, span: At, _: &mut dyn ErrorSink) {
        self.depth = self.depth.saturating_sub(1);
        if self.inline.1 == 0
            && let Some((start, items)) = self.lists.pop()
        {
            self.value(Item { datum: Datum::Array(items), span: self.place(start, span.end()) });
        }
    }

    fn simple_key(&mut self, span: At, encoding: Option<Encoding>, error: &mut dyn ErrorSink) {
        if self.inline.1 > 0 {
            return;
        }
        let key = self.decoded(span, encoding, error);
        let own = Some((key, self.place(span.start(), span.end())));
        match &mut self.header {
            Some(header) if header.key.is_none() => header.key = own,
            Some(_) => {}
            None => self.key = own,
        }
    }

    fn key_sep(&mut self, _: At, _: &mut dyn ErrorSink) {
        if self.inline.1 > 0 {
            return;
        }
        match &mut self.header {
            Some(header) => header.dotted = true,
            None => self.apart = true,
        }
    }

    fn scalar(&mut self, span: At, encoding: Option<Encoding>, error: &mut dyn ErrorSink) {
        if self.inline.1 > 0 {
            return;
        }
        match self.plain(span, encoding, error) {
            Some(datum) => self.value(Item { datum, span: self.place(span.start(), span.end()) }),
            None => self.unlike = true,
        }
    }

    fn comment(&mut self, span: At, error: &mut dyn ErrorSink) {
        let raw = &self.text[span.start()..span.end()];
        Raw::new_unchecked(raw, None, span).decode_comment(error);
    }

    fn newline(&mut self, span: At, error: &mut dyn ErrorSink) {
        let raw = &self.text[span.start()..span.end()];
        Raw::new_unchecked(raw, None, span).decode_newline(error);
    }

    fn error(&mut self, _: At, _: &mut dyn ErrorSink) {
        self.unlike = true;
    }
}
