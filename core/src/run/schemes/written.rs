//! What a scheme's script writes: its metadata and lines with their options, each with its place, the parameters of the pack
//! put in.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::machine::constant::{self, Constant};
use crate::pack::manifest::Parameter;
use crate::run::schemes::LineCode;
use crate::script::tree::{Expr, What};
use crate::source::{Place, SourceId};

/// A map of options as its script writes it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    entries: Vec<Entry>,
}

#[derive(Clone, Debug)]
struct Entry {
    name: Arc<str>,
    value: Constant,
    /// Where the value stands.
    place: Place,
    /// The parameter that it is the value of, and where that is written.
    parameter: Option<(Arc<str>, Place)>,
}

/// A line of a scheme as its script writes it.
#[derive(Clone, Debug)]
pub(crate) struct Written {
    /// The function that writes it: `part`, `item`, ….
    pub verb: Arc<str>,
    /// What the table calls it.
    pub name: String,
    /// Its options.
    pub options: Options,
    /// Whether it names a part that was written before, so that lines can be added to it.
    pub again: bool,
    /// Where its call stands.
    pub place: Place,
    /// Its code.
    pub code: LineCode,
}

/// Reads what is written in a file, with a pack's parameters.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'r> {
    /// The file.
    pub source: SourceId,
    /// The year for whose data it is read.
    pub year: i16,
    /// The parameters in force.
    pub parameters: &'r BTreeMap<String, Parameter>,
    /// A constant of the file, by its name.
    pub constants: &'r dyn Fn(&str) -> Option<Constant>,
}

impl Options {
    /// The value of an option.
    #[must_use]
    pub(crate) fn get(&self, key: &str) -> Option<&Constant> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// Where an option's value stands.
    #[must_use]
    pub(crate) fn place(&self, key: &str) -> Option<Place> {
        self.entry(key).map(|entry| entry.place)
    }

    /// The parameter that an option is the value of, and where that is written.
    #[must_use]
    pub(crate) fn parameter(&self, key: &str) -> Option<(&str, Place)> {
        let (name, place) = self.entry(key)?.parameter.as_ref()?;
        Some((name, *place))
    }

    fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| *entry.name == *key)
    }

    /// The names of the options.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|entry| &*entry.name)
    }

    /// Takes over what another map says and this one does not.
    pub(crate) fn inherit(&mut self, from: &Self, keys: &[&str]) {
        let lacking = |entry: &&Entry| keys.contains(&&*entry.name) && self.get(&entry.name).is_none();
        let taken: Vec<Entry> = from.entries.iter().filter(lacking).cloned().collect();
        self.entries.extend(taken);
    }

    /// Adds what a call gives as an argument of its own.
    pub(crate) fn insert(&mut self, key: &str, value: Constant, place: Place) {
        self.entries.push(Entry { name: key.into(), value, place, parameter: None });
    }
}

impl Reader<'_> {
    /// What an expression writes out; `None` where it is worked out.
    #[must_use]
    pub(crate) fn constant(&self, expr: &Expr) -> Option<Constant> {
        constant::with(expr, &|expr| match &expr.what {
            What::Call { name, arguments } if &*name.text == "param" => match arguments.as_slice() {
                [Expr { what: What::Text(name), .. }] => {
                    self.parameters.get(&**name)?.of_year(self.year).map(|own| Constant::from(&own.value))
                }
                _ => None,
            },
            What::Name(name) => (self.constants)(name),
            _ => None,
        })
    }

    /// The options of a map; what is worked out is left out, and told by where it stands.
    ///
    /// # Errors
    /// The place of the first value that is not written out.
    pub(crate) fn options(&self, expr: &Expr) -> Result<Options, Place> {
        let What::Map(entries) = &expr.what else { return Err(self.place(expr)) };
        let mut options = Options::default();
        for (name, value) in entries {
            let constant = self.constant(value).ok_or_else(|| self.place(value))?;
            let (place, parameter) = (self.place(value), self.parameter(value));
            options.entries.push(Entry { name: name.text.clone(), value: constant, place, parameter });
        }
        Ok(options)
    }

    /// The parameter that `param("…")` names, and where its value is written.
    fn parameter(&self, expr: &Expr) -> Option<(Arc<str>, Place)> {
        let What::Call { name, arguments } = &expr.what else { return None };
        let ("param", [Expr { what: What::Text(name), .. }]) = (&*name.text, arguments.as_slice()) else { return None };
        self.parameters.get(&**name).map(|parameter| (name.clone(), parameter.place))
    }

    /// The place of an expression.
    #[must_use]
    pub(crate) fn place(&self, expr: &Expr) -> Place {
        Place { source: self.source, span: expr.span }
    }
}
