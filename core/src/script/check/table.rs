//! What is kept of a walk: the types of what was walked, and which code its calls run.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::script::tree::{self, NodeId};
use crate::script::types::Ty;
use crate::source::SourceId;

/// Names an instance of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct InstanceId(u32);

impl InstanceId {
    /// The instance at that place; so many are never made that numbers run out.
    #[must_use]
    pub(super) fn new(at: usize) -> Self {
        Self(u32::try_from(at).unwrap_or(u32::MAX))
    }

    /// Its place among the instances.
    #[must_use]
    pub(crate) fn at(self) -> usize {
        self.0 as usize
    }
}

/// Something that runs.
#[derive(Clone, Debug)]
pub(crate) enum Code {
    /// A function of a script.
    Function(Arc<tree::Function>),
    /// The closure of a rule or scheme, or of a scheme's line.
    Closure(Arc<tree::Closure>),
    /// What stands at the top level of a file.
    File(Arc<tree::File>),
}

impl Code {
    /// The names of its parameters.
    #[must_use]
    pub(crate) fn parameters(&self) -> &[tree::Name] {
        match self {
            Self::Function(function) => &function.parameters,
            Self::Closure(closure) => &closure.parameters,
            Self::File(_) => &[],
        }
    }
}

/// Code with the types that it is called with. Closures written in it belong to it, for they share its variables.
#[derive(Clone, Debug)]
pub(crate) struct Instance {
    /// What runs.
    pub what: Code,
    /// The file that it is written in.
    pub file: SourceId,
    /// Types of its parameters.
    #[allow(dead_code, reason = "for editors, coverage and documents")]
    pub parameters: Vec<Ty>,
    /// Type of its result.
    pub result: Ty,
    /// Types within it.
    pub table: Table,
}

/// Types of the parts of some code. What is absent was not reached with the types at hand, or nothing could be found out
/// about the whole: then it is as good as unknown.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    /// Types of expressions; that of a variable holds whatever it is ever assigned.
    pub types: FxHashMap<NodeId, Ty>,
    /// What runs where a function of a script is called, or named where a closure is wanted: each such place has an entry.
    pub calls: FxHashMap<NodeId, InstanceId>,
    /// Types of variables, parameters of closures included, by the first byte of the name that declares them.
    pub variables: FxHashMap<u32, Ty>,
}

impl Table {
    /// Takes in what another walk told.
    pub(super) fn add(&mut self, other: Self) {
        self.types.extend(other.types);
        self.calls.extend(other.calls);
        self.variables.extend(other.variables);
    }
}
