//! What a scheme's script writes: its metadata and lines with their options, each with its place, the parameters of the pack
//! put in.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::machine::constant::{self, Constant};
use crate::pack::manifest::Parameter;
use crate::script::tree::{Expr, What};
use crate::source::{Place, SourceId};

/// A map of options as its script writes it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    entries: Vec<(Arc<str>, Constant, Place)>,
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
    /// Where its call stands.
    pub place: Place,
}

/// Reads what is written in a file, with a pack's parameters.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'r> {
    /// The file.
    pub source: SourceId,
    /// The parameters in force.
    pub parameters: &'r BTreeMap<String, Parameter>,
    /// A constant of the file, by its name.
    pub constants: &'r dyn Fn(&str) -> Option<Constant>,
}

impl Options {
    /// The value of an option.
    #[must_use]
    pub(crate) fn get(&self, key: &str) -> Option<&Constant> {
        self.entries.iter().find(|(own, ..)| **own == *key).map(|(_, value, _)| value)
    }

    /// Where an option's name stands.
    #[must_use]
    pub(crate) fn place(&self, key: &str) -> Option<Place> {
        self.entries.iter().find(|(own, ..)| **own == *key).map(|(.., place)| *place)
    }

    /// The names of the options.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|(key, ..)| &**key)
    }

    /// Adds what a call gives as an argument of its own.
    pub(crate) fn insert(&mut self, key: &str, value: Constant, place: Place) {
        self.entries.push((key.into(), value, place));
    }
}

impl Reader<'_> {
    /// What an expression writes out; `None` where it is worked out.
    #[must_use]
    pub(crate) fn constant(&self, expr: &Expr) -> Option<Constant> {
        constant::with(expr, &|expr| match &expr.what {
            What::Call { name, arguments } if &*name.text == "param" => match arguments.as_slice() {
                [Expr { what: What::Text(name), .. }] => {
                    self.parameters.get(&**name).map(|parameter| Constant::from(&parameter.value))
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
            options.entries.push((name.text.clone(), constant, Place { source: self.source, span: name.span }));
        }
        Ok(options)
    }

    /// The place of an expression.
    #[must_use]
    pub(crate) fn place(&self, expr: &Expr) -> Place {
        Place { source: self.source, span: expr.span }
    }
}
