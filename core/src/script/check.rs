//! The load-time checker: mistakes of scripts are found when a pack is loaded, not when a record happens to reach them; and
//! what the checker learns of types is kept for the machine.
//!
//! It walks the tree and infers types. What it does not know it does not judge. Checked are:
//! - the shape of a file: `import`, `rule(…)`, `score(…)`, `fn`, `const`; a rule's metadata and closure (`rules`, `metadata`);
//! - schemes: their metadata, lines, options, and what the lines' closures give (`schemes`, `lines`);
//! - names: variables, fields, links, kinds, parameters, entries of tables, imports (`names`, `fields`);
//! - calls: functions and methods, their number and types of arguments, against the table of signatures, the
//!   script's own functions and those of its libraries, whose bodies are inferred through the call (`calls`, `arguments`, `functions`);
//! - operators: comparison and arithmetic of different types, comparison with nothing, enum values (`operators`, `comparisons`);
//! - conditions and predicates that are not yes or no; `switch`, which matches within one type only (`switches`);
//! - what may not stand anywhere, also where it is never reached: closures that are kept, `try`, names of the host (`bans`);
//! - which rules may weaken a finding to a warning (`warnings`).

mod table;
mod checker;
mod report;
mod foreign;
mod names;
mod fields;
mod hints;
mod metadata;
mod comparisons;
mod operators;
mod expressions;
mod assignments;
mod statements;
mod switches;
mod spots;
mod unknown;
mod calls;
mod written;
mod arguments;
mod functions;
mod bans;
mod telling;
mod lines;
mod schemes;
mod rules;
mod instances;
mod warnings;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::finding::Finding;
use crate::native::lent::Lent;
use crate::pack::{Literal, manifest};
use crate::schema::Schema;
use crate::script::tree;
use crate::script::types::Ty;
use crate::source::{Place, SourceId, Span};
use crate::value::KindId;
pub(crate) use metadata::Meta;

pub(crate) use table::{Code, Instance, InstanceId, Table};

/// A parameter of a pack.
#[derive(Clone, Debug)]
pub(crate) struct Parameter {
    /// Type of its value ([`Ty::of_literal`]); where several values may hold, what they have in common.
    pub ty: Ty,
    /// What people call it.
    pub label: Arc<str>,
    /// Its value as `pack.toml` has it; a text that was perhaps meant to be a number is to be told of as such.
    #[allow(dead_code, reason = "for messages about values that are texts")]
    pub text: Option<Arc<str>>,
    /// Its value where it is a list or a table and the same at all times: then it may make lines of schemes.
    pub rows: Option<Literal>,
    /// Where `pack.toml` gives its value.
    pub place: Place,
}

impl Parameter {
    /// A parameter as `pack.toml` has it.
    #[must_use]
    pub(crate) fn of(parameter: &manifest::Parameter) -> Self {
        let latest = parameter.latest();
        let text = match &latest.value {
            Literal::String(text) => Some(text.as_str().into()),
            _ => None,
        };
        let label = parameter.label.as_deref().unwrap_or_default().into();
        let types = parameter.values().iter().map(|value| Ty::of_literal(&value.value));
        let rows = match (parameter.values(), &latest.value) {
            ([_], rows @ (Literal::List(_) | Literal::Table(_))) => Some(rows.clone()),
            _ => None,
        };
        Self { ty: types.fold(Ty::Never, Ty::join), label, text, rows, place: latest.place }
    }

    /// One that could not be read, so that nothing is known of it.
    #[must_use]
    pub(crate) fn unread() -> Self {
        let place = Place { source: SourceId::NONE, span: Span::default() };
        Self { ty: Ty::Unknown, label: "".into(), text: None, rows: None, place }
    }
}

/// What a pack's scripts may speak of.
#[derive(Clone, Copy)]
pub(crate) struct World<'a> {
    /// The pack's id.
    pub pack: &'a str,
    /// Kinds and fields in force.
    pub schema: &'a Schema,
    /// The pack's parameters, inherited ones included.
    pub parameters: &'a BTreeMap<String, Parameter>,
    /// The library that a path names in an `import` of a file.
    pub imports: &'a dyn Fn(SourceId, &str) -> Option<Arc<tree::File>>,
    /// Whether a file declares something of that name which could not be read: then it is no mistake to speak of it.
    pub broken: &'a dyn Fn(SourceId, &str) -> bool,
    /// The paths that may be imported, for suggestions.
    pub libraries: &'a [String],
    /// What the host lends.
    pub lent: &'a Lent,
    /// Whether packs that it extends could not be read: parameters and libraries may be there that are not seen.
    pub partial: bool,
    /// Whether the pack says that it is written for the language in which `/` is exact; else each such `/` is pointed out.
    pub language: bool,
}

/// What checking the files of a pack gives.
#[derive(Debug, Default)]
pub(crate) struct Typed {
    /// What is wrong (`host/pack`) and what is to be looked at (`host/language`, warnings), by file and place.
    pub findings: Vec<Finding>,
    /// Code with the types that it runs with; an [`InstanceId`] is an index. Functions stand here once for all types that they
    /// are called with, and once with parameters of which nothing is known.
    pub instances: Vec<Instance>,
    /// Rules without mistakes in their metadata, by file and place.
    pub rules: Vec<Rule>,
    /// Schemes without mistakes in their metadata, likewise.
    pub schemes: Vec<Scheme>,
    /// Scores that are asked for.
    pub scores: Vec<AskedScore>,
    /// Types of what stands at the top level of each file that was seen, imported ones included: constants and metadata.
    pub files: Vec<(SourceId, InstanceId)>,
}

impl Typed {
    /// The instance of that number.
    ///
    /// # Panics
    /// When the number comes from another check.
    #[must_use]
    pub(crate) fn instance(&self, id: InstanceId) -> &Instance {
        &self.instances[id.at()]
    }

    /// All instances with their numbers.
    pub(crate) fn numbered(&self) -> impl Iterator<Item = (InstanceId, &Instance)> {
        self.instances.iter().enumerate().map(|(at, instance)| (InstanceId::new(at), instance))
    }
}

/// A score that a script asks for: `ctx.score("scheme", record)`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct AskedScore {
    /// The record.
    pub place: Place,
    /// The scheme, where it is named, and where that stands.
    pub scheme: Option<(Arc<str>, Place)>,
    /// The record's kind, where it is known.
    pub kind: Option<KindId>,
}

/// A rule.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    /// The file that declares it.
    pub file: SourceId,
    /// Which of the file's declarations it is.
    pub declaration: usize,
    /// What it says of itself.
    pub meta: Meta,
    /// Its closure, or the function that stands in its place, with the types that it is called with.
    pub instance: InstanceId,
}

/// A scheme.
#[derive(Clone, Debug)]
pub(crate) struct Scheme {
    /// The file that declares it.
    pub file: SourceId,
    /// Which of the file's declarations it is.
    pub declaration: usize,
    /// What it says of itself besides points and bands, which are expressions.
    pub meta: Meta,
    /// Its closure, which holds the lines.
    #[allow(dead_code, reason = "for editors, coverage and documents")]
    pub instance: InstanceId,
    /// Its lines, in the order written.
    pub lines: Vec<Line>,
}

/// A line of a scheme.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// The call that it is, within the scheme's closure.
    #[allow(dead_code, reason = "for editors, coverage and documents")]
    pub call: tree::NodeId,
    /// The line's closures in the order of its arguments. They know no variable but their own and the file's constants.
    pub closures: Vec<InstanceId>,
}

/// Checks files of one pack, rule files and libraries (`true`), and types what runs.
///
/// Nothing is said twice, also where several files call the same library function. An imported library that is not among the
/// files is typed as far as it is called; what is wrong in it is told by the call that reveals it.
#[must_use]
pub(crate) fn check(files: &[(Arc<tree::File>, bool)], world: &World<'_>) -> Typed {
    let own = files.iter().map(|(file, _)| file.source).collect();
    let mut checker = checker::Checker::new(*world, own);
    for (file, library) in files {
        checker.check_file(file, *library);
    }
    checker.finish()
}
