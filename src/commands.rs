//! The commands: each takes typed arguments, does one thing, and gives an exit status.

use crate::terminal::Terminal;

pub mod check;
pub mod watch;
pub mod test;
pub mod rules;
pub mod explain;
pub mod diff;
pub mod merge;
pub mod schema;
pub mod lock;
pub mod scores;
pub mod serve;

/// What the user asked for.
#[derive(Debug)]
pub struct Invocation {
    /// How to speak to the user.
    pub terminal: Terminal,
    /// What to do.
    pub command: Command,
}

/// A command with its arguments.
#[derive(Debug)]
pub enum Command {
    /// Check data.
    Check(check::Args),
    /// Check again and again.
    Watch(watch::Args),
    /// Run cases.
    Test(test::Args),
    /// List rules.
    Rules(rules::Args),
    /// Explain a rule.
    Explain(explain::Args),
    /// Compare two versions.
    Diff(diff::Args),
    /// Join reports.
    Merge(merge::Args),
    /// Print a schema.
    Schema(schema::Args),
    /// Lock packs.
    Lock(lock::Args),
    /// Show scores.
    Scores(scores::Args),
    /// Serve the live page.
    Serve(serve::Args),
}

/// Does what the user asked for and gives the exit status.
#[must_use]
pub fn run(invocation: &Invocation) -> u8 {
    let terminal = invocation.terminal;
    match &invocation.command {
        Command::Check(args) => check::run(args, terminal),
        Command::Watch(args) => watch::run(args, terminal),
        Command::Test(args) => test::run(args, terminal),
        Command::Rules(args) => rules::run(args, terminal),
        Command::Explain(args) => explain::run(args, terminal),
        Command::Diff(args) => diff::run(args, terminal),
        Command::Merge(args) => merge::run(args, terminal),
        Command::Schema(args) => schema::run(args, terminal),
        Command::Lock(args) => lock::run(args, terminal),
        Command::Scores(args) => scores::run(args, terminal),
        Command::Serve(args) => serve::run(args, terminal),
    }
}
