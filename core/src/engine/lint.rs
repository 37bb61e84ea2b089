//! The load-time checker: mistakes of scripts are found when a pack is loaded, not when a record happens to reach them.
//!
//! It walks the syntax tree and infers types. What it does not know it does not judge. Checked are:
//! - the shape of a file: `import`, `rule(…)`, `score(…)`, `fn`, `const`; a rule's metadata and closure (`rules`);
//! - schemes: their metadata, lines, options, and what the lines' closures give (`scores`);
//! - names: fields, links, kinds, parameters, entries of tables, imports (`names`);
//! - calls: functions and methods, their number and types of arguments, against the table of signatures, the
//!   script's own functions and those of its libraries, whose bodies are inferred through the call (`calls`, `arguments`, `functions`);
//! - operators: comparison and arithmetic of different types, comparison with nothing, enum values (`operators`);
//! - conditions and predicates that are not yes or no; `switch`, which matches within one type only (`switches`);
//! - what may not stand anywhere, also where it is never reached: closures that are kept, `try`, names of the host (`bans`).

mod arguments;
mod bans;
mod calls;
mod checker;
mod expressions;
mod functions;
mod names;
mod operators;
mod rules;
mod scores;
mod spans;
mod statements;
mod switches;
pub(crate) mod types;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::engine::lent::Lent;
use crate::finding::Finding;
use crate::schema::Schema;
use crate::source::{Source, SourceId};
use types::Ty;

/// A compiled script file. It is compiled without optimization, so that everything written is still there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Script<'a> {
    /// Its syntax tree.
    pub ast: &'a rhai::AST,
    /// Which text it is.
    pub source: SourceId,
    /// The text that was compiled.
    pub text: &'a Source,
    /// Whether it is a library, for import, and not a file of rules.
    pub library: bool,
}

/// What a pack's scripts may speak of.
#[derive(Clone, Copy)]
pub(crate) struct World<'a> {
    /// Kinds and fields in force.
    pub schema: &'a Schema,
    /// The pack's parameters (inherited ones included) with the types of their values ([`Ty::of_literal`]).
    pub parameters: &'a BTreeMap<String, Ty>,
    /// The library script that an `import` path names.
    pub imports: &'a dyn Fn(&str) -> Option<Script<'a>>,
    /// The paths that may be imported, for suggestions.
    pub libraries: &'a [String],
    /// What the host lends.
    pub lent: &'a Lent,
}

/// Checks all files of a pack. Nothing is said twice, also where several files call the same library function.
///
/// Findings are `host/pack`, in the order of the files and their places.
#[must_use]
pub(crate) fn lint_all<'a>(scripts: &[Script<'a>], world: &World<'a>) -> Vec<Finding> {
    let Some(first) = scripts.first() else { return Vec::new() };
    let mut checker = checker::Checker::new(*world, *first);
    for script in scripts {
        checker.file_of(*script);
        checker.check_file(*script);
    }
    let mut findings = checker.findings;
    findings.sort_by_key(|f| f.place);
    findings
}
