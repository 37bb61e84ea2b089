//! Builds clap's commands and arguments in one language: what clap says by itself is English.

use clap::builder::{PossibleValuesParser, Styles};
use clap::{Arg, ArgAction, Command};

use yize_core::language::{Lang, Text};
use yize_core::say;

/// Builds in a language.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Builder(pub Lang);

impl Builder {
    /// A text in the language.
    pub(crate) fn text(self, text: &Text) -> String {
        text.get(self.0).to_owned()
    }

    /// A command with the layout of our help; clap's own flag and headings are English.
    pub(crate) fn command(self, word: &'static str, about: &Text, usage: &Text) -> Command {
        let header = Styles::styled().get_header().to_owned();
        let heading = self.text(&say!("用法:", "Usage:"));
        Command::new(word)
            .about(self.text(about))
            .override_usage(self.text(usage))
            .disable_help_flag(true)
            .disable_version_flag(true)
            .help_template(format!(
                "{{about-with-newline}}\n{header}{heading}{header:#} {{usage}}\n\n{{all-args}}{{after-help}}"
            ))
    }

    /// An option that is yet to be told what it does.
    pub(crate) fn option(self, name: &'static str, help: &Text) -> Arg {
        Arg::new(name).long(name).help(self.text(help)).help_heading(self.text(&say!("选项", "Options")))
    }

    /// An option without a value.
    pub(crate) fn flag(self, name: &'static str, help: &Text) -> Arg {
        self.option(name, help).action(ArgAction::SetTrue)
    }

    /// An option with a value.
    pub(crate) fn value(self, name: &'static str, value: &Text, help: &Text) -> Arg {
        self.option(name, help).value_name(self.text(value)).action(ArgAction::Set)
    }

    /// An option with a value, which may be given again and again.
    pub(crate) fn many(self, name: &'static str, value: &Text, help: &Text) -> Arg {
        self.value(name, value, help).action(ArgAction::Append)
    }

    /// An option with one of a few words, which the help text names.
    pub(crate) fn choice(
        self,
        name: &'static str,
        value: &Text,
        help: &Text,
        words: impl IntoIterator<Item = &'static str>,
    ) -> Arg {
        self.value(name, value, help).value_parser(PossibleValuesParser::new(words)).hide_possible_values(true)
    }

    /// An argument without a name before it.
    pub(crate) fn positional(self, name: &'static str, value: &Text, help: &Text) -> Arg {
        Arg::new(name)
            .value_name(self.text(value))
            .help(self.text(help))
            .help_heading(self.text(&say!("参数", "Arguments")))
    }
}
