//! A command of the command line.

use crate::args::{Builder, Given, common};
use crate::terminal::Terminal;
use yize_core::language::Text;

/// A command. Texts are Chinese and English.
pub(crate) struct Command {
    /// Its word.
    pub word: &'static str,
    /// What it does, in one line.
    pub about: (&'static str, &'static str),
    /// How it is written.
    pub usage: (&'static str, &'static str),
    /// Adds its own arguments. Those of every command follow, unless it has one of the same name.
    pub arguments: fn(clap::Command, Builder) -> clap::Command,
    /// Gives what was written its meaning, or says what is wrong with it that only the values can get wrong.
    pub prepare: fn(Given<'_>) -> Result<Answer, Text>,
}

/// What comes of a command line.
pub(crate) enum Answer {
    /// Something is to be done, which gives the exit status.
    Run(Box<dyn FnOnce(Terminal) -> u8>),
    /// A text is to be shown, such as help, with colours.
    Show(String),
}

/// What is to be done with typed arguments.
pub(crate) fn action<A: 'static>(args: A, run: fn(&A, Terminal) -> u8) -> Answer {
    Answer::Run(Box::new(move |terminal| run(&args, terminal)))
}

impl Command {
    /// The command in clap's terms.
    pub(crate) fn grammar(&self, b: Builder) -> clap::Command {
        let [about, usage] = [self.about, self.usage].map(|(zh, en)| Text::new(zh, en));
        let own = (self.arguments)(b.command(self.word, &about, &usage), b);
        let names: Vec<clap::Id> = own.get_arguments().map(|argument| argument.get_id().clone()).collect();
        own.args(common::options(b).into_iter().filter(|option| !names.contains(option.get_id())))
    }
}
