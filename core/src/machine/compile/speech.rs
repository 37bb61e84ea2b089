//! What messages speak of: which texts of a function are words of a message, and where its values come from. Names are made
//! of the tree and not of the text, so that neither another wording nor another layout changes them.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::native::speech::{Figure, Key};
use crate::script::check::Code;
use crate::script::tree::{Binary, Block, Expr, Logic, NodeId, Step, What};
use crate::script::walk::{self, Part};

/// The names of the words of a function: of every text with `${…}`, and of every other text that is a message or part of one.
///
/// Messages of one function are told apart by what they speak of, and those that speak of the same by their order.
pub(super) fn words(code: &Code) -> FxHashMap<NodeId, Key> {
    let (name, block) = match code {
        Code::Function(function) => (&*function.name.text, &function.body),
        Code::Closure(closure) => ("", &closure.body),
        Code::File(_) => return FxHashMap::default(),
    };
    let texts = Texts::of(block);
    let mut words: Vec<(NodeId, String)> = texts.plain.iter().map(|id| (*id, String::new())).collect();
    words.extend(texts.templates.iter().map(|(id, parts)| (*id, shape(parts))));
    words.sort_unstable();
    let mut counts: HashMap<String, usize> = HashMap::new();
    let number = |(id, shape): (NodeId, String)| {
        let count = counts.entry(shape.clone()).or_default();
        *count += 1;
        (id, digest(&format!("{name}\u{1f}{shape}\u{1f}{count}")))
    };
    words.into_iter().map(number).collect()
}

/// Where the value of an expression comes from.
pub(super) fn key(expr: &Expr) -> Key {
    digest(&outline(expr))
}

/// How the figure that an expression is stands in a message.
pub(super) fn figure(expr: &Expr) -> Figure {
    match expr.what {
        What::Int(_) | What::Decimal(_) => Figure::Written,
        _ => Figure::From(key(expr)),
    }
}

/// Texts of a function that say something.
#[derive(Default)]
struct Texts<'t> {
    templates: Vec<(NodeId, &'t [Expr])>,
    /// Those without `${…}` that are part of a message.
    plain: HashSet<NodeId>,
    /// What is put into each variable.
    values: HashMap<Arc<str>, Vec<&'t Expr>>,
}

impl<'t> Texts<'t> {
    fn of(block: &'t Block) -> Self {
        let (mut texts, mut messages) = (Self::default(), Vec::new());
        walk::block(block, &mut |part| match part {
            Part::Statement(statement) => match &statement.step {
                Step::Let { name, value, .. } => texts.values.entry(name.text.clone()).or_default().push(value),
                Step::Assign { target: Expr { what: What::Name(name), .. }, value, .. } => {
                    texts.values.entry(name.clone()).or_default().push(value);
                }
                _ => {}
            },
            Part::Expr(expr) => match &expr.what {
                What::Template(parts) => texts.templates.push((expr.id, parts)),
                What::Call { name, arguments } | What::Method { name, arguments, .. }
                    if matches!(&*name.text, "fail" | "due") =>
                {
                    messages.extend(arguments.last());
                }
                _ => {}
            },
        });
        let mut seen = HashSet::new();
        for message in messages {
            texts.message(message, &mut seen);
        }
        texts
    }

    /// Takes the texts that an expression in the place of a message may be.
    fn message(&mut self, expr: &'t Expr, seen: &mut HashSet<NodeId>) {
        if !seen.insert(expr.id) {
            return;
        }
        match &expr.what {
            What::Text(_) => _ = self.plain.insert(expr.id),
            What::Name(name) => {
                for value in self.values.get(name).cloned().unwrap_or_default() {
                    self.message(value, seen);
                }
            }
            What::Binary { op: Binary::Add, left, right, .. } => {
                self.message(left, seen);
                self.message(right, seen);
            }
            What::Logic { op: Logic::Else, parts } => parts.iter().for_each(|part| self.message(part, seen)),
            What::If { then, otherwise, .. } => {
                for block in std::iter::once(then).chain(otherwise) {
                    self.last_of(block, seen);
                }
            }
            What::Switch { cases, .. } => cases.iter().for_each(|case| self.message(&case.then, seen)),
            What::Block(block) => self.last_of(block, seen),
            _ => {}
        }
    }

    fn last_of(&mut self, block: &'t Block, seen: &mut HashSet<NodeId>) {
        if let Some(Step::Expr(value)) = block.statements.last().map(|statement| &statement.step) {
            self.message(value, seen);
        }
    }
}

/// What a text with `${…}` speaks of, in whatever order.
fn shape(parts: &[Expr]) -> String {
    let mut values: Vec<String> =
        parts.iter().filter(|part| !matches!(part.what, What::Text(_))).map(outline).collect();
    values.sort_unstable();
    values.join("\u{1e}")
}

fn digest(words: &str) -> Key {
    let hash = blake3::hash(words.as_bytes());
    let mut first = [0; 8];
    first.copy_from_slice(&hash.as_bytes()[..8]);
    // 0 is what comes from nowhere.
    Key::from_le_bytes(first).max(1)
}

/// An expression as its tree is written down: parts before what stands in them.
fn outline(expr: &Expr) -> String {
    let mut outline = String::new();
    walk::expr(expr, &mut |part| {
        let _ = match part {
            Part::Statement(_) => write!(outline, ";"),
            Part::Expr(expr) => match &expr.what {
                What::Unit => write!(outline, "()"),
                What::Bool(yes) => write!(outline, "{yes} "),
                What::Int(n) => write!(outline, "{n} "),
                What::Decimal(n) => write!(outline, "{n} "),
                What::Text(text) => write!(outline, "{text:?}"),
                What::Char(sign) => write!(outline, "{sign:?}"),
                What::Template(parts) => write!(outline, "`{}", parts.len()),
                What::Array(items) => write!(outline, "[{}", items.len()),
                What::Map(entries) => entries.iter().try_fold((), |(), (name, _)| write!(outline, "#{}:", name.text)),
                What::Name(name) => write!(outline, "{name} "),
                What::LibraryName { library, name } => write!(outline, "{}::{} ", library.text, name.text),
                What::Property { name, .. } => write!(outline, ".{} ", name.text),
                What::Index { .. } => write!(outline, "[]"),
                What::Call { name, arguments } => write!(outline, "{}({} ", name.text, arguments.len()),
                What::LibraryCall { library, name, arguments } => {
                    write!(outline, "{}::{}({} ", library.text, name.text, arguments.len())
                }
                What::Method { name, arguments, .. } => write!(outline, ".{}({} ", name.text, arguments.len()),
                What::Unary { op, .. } => write!(outline, "{op:?} "),
                What::Binary { op, .. } => write!(outline, "{op:?} "),
                What::Logic { op, parts } => write!(outline, "{op:?}{} ", parts.len()),
                What::Closure(closure) => {
                    closure.parameters.iter().try_fold((), |(), name| write!(outline, "|{}", name.text))
                }
                What::If { .. } => write!(outline, "if "),
                What::Switch { cases, .. } => write!(outline, "switch{} ", cases.len()),
                What::Block(_) => write!(outline, "{{"),
                What::This => write!(outline, "this "),
            },
        };
    });
    outline
}
