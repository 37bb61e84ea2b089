//! What editors ask: what may stand here, what this is, where it comes from and where it is used, what else it should be called.
//! There is no protocol in it: a file as it stands in the editor, a byte of it, and plain answers.
//!
//! ```
//! use yize_core::Lang;
//! use yize_core::ide::{Answer, Change, Colour, Offer, Open, Shade, Symbol};
//! # let outcome = yize_core::example::outcome();
//!
//! // A script in the making: the outcome knows the packs and the records, the text is that of the editor.
//! let text = "rule(\"more\", #{ on: \"member\" }, |member, ctx| {\n    let n = member.\n});\n";
//! let file = Open::new(&outcome, "ledger/visits.rhai", text);
//! let offers = file.offers(text.find(".\n").unwrap() + 1);
//! let Offer { label, detail, .. } = offers.iter().find(|offer| offer.label == "visits").expect("a field");
//! assert_eq!((label.as_str(), detail.get(Lang::Zh).contains("走访次数")), ("visits", true));
//! let text = text.replace("member.\n", "member.visits;\n");
//! let file = Open::new(&outcome, "ledger/visits.rhai", &text);
//! let symbols = file.symbols();
//! let Symbol { name, .. } = symbols.first().expect("a symbol");
//! assert_eq!(name, "more");
//! let colours = file.colours();
//! let Colour { shade, .. } = colours.into_iter().next().expect("a colour");
//! assert_eq!(shade, Shade::Function);
//! assert_eq!(file.folds(), [(0, 2)]);
//! let hint: Option<Answer> = file.hover(text.find("member,").unwrap());
//! assert!(hint.is_some_and(|hint| hint.text.get(Lang::Zh).contains("委员")));
//!
//! // A record and its key.
//! let file = Open::new(&outcome, "members.toml", yize_core::example::DATA);
//! let key = yize_core::example::DATA.find("\"A\"").unwrap() + 1;
//! assert_eq!((file.definitions(key).len(), file.references(key).len()), (1, 1));
//! let changes: Vec<Change> = file.rename(key, "B").expect("it may be called so");
//! assert_eq!(changes.first().expect("a change").new, "\"B\"");
//! assert!(outcome.findings.iter().all(|finding| file.fixes(finding).is_empty()));
//! assert!(file.hints().is_empty());
//! ```

mod line;
mod keys;
mod tables;
mod outline;
mod colours;
mod records;
mod data;
mod script;
mod excused;
mod rename;
mod fixes;
mod pieced;
mod quick;

use crate::check::Outcome;
use crate::finding::Finding;
use crate::format::Sort;
use crate::language::Text;
use crate::source::{Place, Sources, Span};

pub use colours::{Colour, Shade};
pub use outline::Symbol;
pub use pieced::Kept;
pub use tables::{KeyInfo, TableInfo, checks, tables};

/// A file as it stands in an editor.
#[derive(Clone, Copy)]
pub struct Open<'o> {
    outcome: &'o Outcome,
    name: &'o str,
    text: &'o str,
}

/// What may stand at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// What it is called.
    pub label: String,
    /// What it is, in a few words.
    pub detail: Text,
    /// More of it.
    pub text: Text,
    /// What is written.
    pub insert: String,
    /// What it is written over.
    pub over: Span,
}

/// What something is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Where it stands.
    pub span: Span,
    /// What it is, as Markdown.
    pub text: Text,
}

/// A piece of a text that is to read otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The file and the piece.
    pub place: Place,
    /// What it is to read.
    pub new: String,
}

impl<'o> Open<'o> {
    /// A file by its name, as the outcome has it, with the text of the editor.
    #[must_use]
    pub fn new(outcome: &'o Outcome, name: &'o str, text: &'o str) -> Self {
        Self { outcome, name, text }
    }

    fn sort(&self) -> Option<Sort> {
        Sort::of(self.name.as_ref())
    }

    /// A byte that begins a character, and is in the text.
    fn byte(&self, at: usize) -> usize {
        let mut at = at.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }

    /// What may stand at a byte.
    #[must_use]
    pub fn offers(&self, at: usize) -> Vec<Offer> {
        match self.sort() {
            Some(Sort::Script) => script::offers(*self, self.byte(at)),
            Some(Sort::Data) => data::offers(*self, self.byte(at)),
            None => Vec::new(),
        }
    }

    /// What stands at a byte.
    #[must_use]
    pub fn hover(&self, at: usize) -> Option<Answer> {
        match self.sort()? {
            Sort::Script => script::hover(*self, self.byte(at)),
            Sort::Data => data::hover(*self, self.byte(at)),
        }
    }

    /// Where what stands at a byte is declared.
    #[must_use]
    pub fn definitions(&self, at: usize) -> Vec<Place> {
        match self.sort() {
            Some(Sort::Script) => script::definitions(*self, self.byte(at)),
            Some(Sort::Data) => data::definitions(*self, self.byte(at)),
            None => Vec::new(),
        }
    }

    /// Where what stands at a byte is used, its declaration included.
    #[must_use]
    pub fn references(&self, at: usize) -> Vec<Place> {
        let mut places = rename::references(*self, self.byte(at));
        places.sort_unstable();
        places.dedup();
        places
    }

    /// What has to change for what stands at a byte to be called otherwise.
    ///
    /// # Errors
    /// Why it cannot be called so.
    pub fn rename(&self, at: usize, new: &str) -> Result<Vec<Change>, Text> {
        rename::rename(*self, self.byte(at), new)
    }

    /// What is in the file, in the order of the text.
    #[must_use]
    pub fn symbols(&self) -> Vec<Symbol> {
        outline::symbols(*self)
    }

    /// What may be folded: first and last line, from 0.
    #[must_use]
    pub fn folds(&self) -> Vec<(usize, usize)> {
        outline::folds(*self)
    }

    /// What the words of the file are, in their order.
    #[must_use]
    pub fn colours(&self) -> Vec<Colour> {
        colours::colours(*self)
    }

    /// Types of variables, each with the byte behind which it belongs.
    #[must_use]
    pub fn hints(&self) -> Vec<(usize, Text)> {
        match self.sort() {
            Some(Sort::Script) => script::hints(*self),
            _ => Vec::new(),
        }
    }

    /// What can be told of the file at each keystroke: its syntax, the types of its values or of its script, and which word was
    /// perhaps meant. What follows from other files, and what rules find, only a check tells.
    ///
    /// ```
    /// use yize_core::ide::Open;
    /// # let outcome = yize_core::example::outcome();
    /// let (findings, _) = Open::new(&outcome, "members.toml", "body = \"shili\"\n[[member]]\nvisit = 1\n").quick();
    /// assert!(findings.iter().any(|finding| finding.help.is_some()));
    /// ```
    #[must_use]
    pub fn quick(&self) -> (Vec<Finding>, Sources) {
        quick::quick(*self, None)
    }

    /// The same, keystroke after keystroke: only records that read otherwise than when `kept` was last given are looked at.
    ///
    /// ```
    /// use yize_core::ide::{Kept, Open};
    /// # let outcome = yize_core::example::outcome();
    /// let mut kept = Kept::default();
    /// for visits in ["1", "\"x\"", "2"] {
    ///     let text = format!("body = \"shili\"\n[[member]]\nid = \"A\"\nname = \"甲\"\nvisits = {visits}\n");
    ///     let file = Open::new(&outcome, "members.toml", &text);
    ///     assert_eq!(file.quick_again(&mut kept).0.len(), file.quick().0.len());
    /// }
    /// ```
    #[must_use]
    pub fn quick_again(&self, kept: &mut Kept) -> (Vec<Finding>, Sources) {
        quick::quick(*self, Some(kept))
    }

    /// What may be done about a finding of the file: a title, and what changes.
    #[must_use]
    pub fn fixes(&self, finding: &Finding) -> Vec<(Text, Vec<Change>)> {
        fixes::fixes(*self, finding)
    }
}
