//! The commands, in the order in which help lists them: each is a file with its word, its arguments, what they mean, and what
//! is done.

use crate::args::Command;

mod check;
mod watch;
mod test;
mod lint;
mod rules;
mod explain;
mod scores;
mod unanswered;
mod letters;
mod notices;
mod cards;
mod calendar;
mod due;
mod export;
mod import;
mod serve;
mod document;
mod schema;
mod lock;
mod cache;
mod pack;
mod diff;
mod plan;
mod merge;
mod fmt;
mod lsp;
mod completions;
mod man;
mod docs;
mod new;

/// All of them.
pub(crate) const ALL: &[Command] = &[
    new::COMMAND,
    check::COMMAND,
    watch::COMMAND,
    test::COMMAND,
    lint::COMMAND,
    rules::COMMAND,
    explain::COMMAND,
    scores::COMMAND,
    notices::COMMAND,
    cards::COMMAND,
    calendar::COMMAND,
    due::COMMAND,
    export::COMMAND,
    import::COMMAND,
    serve::COMMAND,
    document::COMMAND,
    schema::COMMAND,
    lock::COMMAND,
    cache::COMMAND,
    pack::COMMAND,
    diff::COMMAND,
    plan::COMMAND,
    merge::COMMAND,
    fmt::COMMAND,
    lsp::COMMAND,
    completions::COMMAND,
    man::COMMAND,
    docs::COMMAND,
];
