//! JSON that shows all that is in it: what is hidden stands as `\u…`, which reads back as the same.

use std::io;

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter};

use super::{commands, is_hidden};

/// Writes a value on one line.
///
/// ```
/// let mut bytes = Vec::new();
/// yize_core::escape::json(&"a\u{202e}b", &mut bytes)?;
/// assert_eq!(bytes, br#""a\u202eb""#);
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
/// As the writer reports them.
pub fn json(value: &(impl Serialize + ?Sized), out: &mut dyn io::Write) -> io::Result<()> {
    Ok(value.serialize(&mut Serializer::with_formatter(out, Shown(CompactFormatter)))?)
}

/// Writes a value with a line for each part.
///
/// ```
/// let mut bytes = Vec::new();
/// yize_core::escape::json_pretty(&["\u{7f}"], &mut bytes)?;
/// assert_eq!(bytes, b"[\n  \"\\u007f\"\n]");
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
/// As the writer reports them.
pub fn json_pretty(value: &(impl Serialize + ?Sized), out: &mut dyn io::Write) -> io::Result<()> {
    Ok(value.serialize(&mut Serializer::with_formatter(out, Shown(PrettyFormatter::new())))?)
}

/// A value on one line; nothing where it cannot be told as JSON, which no value of ours is.
///
/// ```
/// assert_eq!(yize_core::escape::json_vec(&["\u{200b}"]), br#"["\u200b"]"#);
/// ```
pub fn json_vec(value: &(impl Serialize + ?Sized)) -> Vec<u8> {
    let mut bytes = Vec::new();
    match json(value, &mut bytes) {
        Ok(()) => bytes,
        Err(_) => Vec::new(),
    }
}

/// A way of writing with what is hidden escaped.
struct Shown<F>(F);

macro_rules! as_before {
    ($($name:ident($($argument:ident: $type:ty),*);)*) => {
        $(fn $name<W: io::Write + ?Sized>(&mut self, out: &mut W $(, $argument: $type)*) -> io::Result<()> {
            self.0.$name(out $(, $argument)*)
        })*
    };
}

impl<F: Formatter> Formatter for Shown<F> {
    as_before! {
        begin_array();
        end_array();
        begin_array_value(first: bool);
        end_array_value();
        begin_object();
        end_object();
        begin_object_key(first: bool);
        end_object_key();
        begin_object_value();
        end_object_value();
    }

    fn write_string_fragment<W: io::Write + ?Sized>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        let commands: Vec<usize> = commands(fragment).collect();
        let mut written = 0;
        for (at, c) in fragment.char_indices() {
            if is_hidden(c) || (c == '#' && commands.binary_search(&at).is_ok()) {
                out.write_all(&fragment.as_bytes()[written..at])?;
                for unit in c.encode_utf16(&mut [0; 2]) {
                    write!(out, "\\u{unit:04x}")?;
                }
                written = at + c.len_utf8();
            }
        }
        out.write_all(&fragment.as_bytes()[written..])
    }
}
