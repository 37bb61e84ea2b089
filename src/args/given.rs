//! What was written, well formed as it is, before it is given a meaning.

use std::path::PathBuf;

use clap::ArgMatches;
use jiff::Timestamp;
use yize_core::language::Text;

use crate::args::day::{Today, today};

/// A command line that names a command.
#[derive(Clone, Copy)]
pub(crate) struct Given<'a> {
    /// The command's word.
    pub word: &'a str,
    /// What stands after it.
    pub own: &'a ArgMatches,
    /// What stands before it: options of every command.
    pub before: &'a ArgMatches,
    /// What time it is.
    pub now: fn() -> Timestamp,
    /// All that can be written, for commands that tell of it.
    pub whole: &'a clap::Command,
}

impl<'a> Given<'a> {
    /// What day it is for the projects that these paths name.
    ///
    /// # Errors
    /// When that cannot be told.
    pub(crate) fn today(self, paths: &[PathBuf]) -> Result<Today, Text> {
        today((self.now)(), paths)
    }

    /// The value of an argument.
    pub(crate) fn one(self, name: &str) -> Option<&'a str> {
        self.own.get_one::<String>(name).map(String::as_str)
    }

    /// All values of an argument.
    pub(crate) fn words(self, name: &str) -> Vec<String> {
        self.own.get_many::<String>(name).unwrap_or_default().cloned().collect()
    }

    /// Whether a flag is there.
    pub(crate) fn flag(self, name: &str) -> bool {
        self.own.get_flag(name)
    }

    /// The value of an argument that is a path.
    pub(crate) fn path(self, name: &str) -> Option<PathBuf> {
        self.own.get_one::<PathBuf>(name).cloned()
    }

    /// All values of an argument that is a path; of none where the command has no such argument.
    pub(crate) fn paths(self, name: &str) -> Option<Vec<PathBuf>> {
        let paths = self.own.try_get_many::<PathBuf>(name).ok()??;
        Some(paths.cloned().collect())
    }

    /// The value of an option of every command, wherever it stands.
    pub(crate) fn anywhere(self, name: &str) -> Option<&'a str> {
        self.one(name).or_else(|| self.before.get_one::<String>(name).map(String::as_str))
    }
}
