//! Mistakes on the command line, told in the user's language: clap knows only English.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::report::text::clean_line;
use yize_core::language::{Lang, Text, did_you_mean};
use yize_core::say;

/// What is wrong, what was perhaps meant, and where help is.
pub(super) fn explain(error: &clap::Error, args: &[OsString], whole: &clap::Command) -> Text {
    let what = what(error);
    let hint = hint(error);
    let page = page(args, whole);
    let full = |lang: Lang, page: String| {
        let hint = hint.as_ref().map(|hint| hint.get(lang)).unwrap_or_default();
        format!("{}{hint}\n{page}", what.get(lang))
    };
    Text::new(full(Lang::Zh, format!("用 {page} 查看用法。")), full(Lang::En, format!("See {page}.")))
}

fn what(error: &clap::Error) -> Text {
    let context = |kind| error.get(kind).map(plain).filter(|text| !text.is_empty());
    let arg = context(ContextKind::InvalidArg).unwrap_or_default();
    let value = context(ContextKind::InvalidValue);
    match (error.kind(), value) {
        (ErrorKind::UnknownArgument, _) => say!("没有选项或参数“{arg}”。", "there is no option or argument `{arg}`."),
        (ErrorKind::InvalidSubcommand, _) => {
            let command = context(ContextKind::InvalidSubcommand).unwrap_or_default();
            say!("没有命令“{command}”。", "there is no command `{command}`.")
        }
        (ErrorKind::InvalidValue, Some(value)) => say!("{arg} 的值“{value}”不对。", "`{value}` is no value of {arg}."),
        (
            ErrorKind::InvalidValue | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues | ErrorKind::NoEquals,
            _,
        ) => {
            say!("{arg} 后面缺少值。", "{arg} lacks its value.")
        }
        (ErrorKind::TooManyValues, value) => {
            let value = value.unwrap_or_default();
            say!("{arg} 不带值，却写了“{value}”。", "{arg} takes no value, but `{value}` was given.")
        }
        (ErrorKind::MissingRequiredArgument, _) => say!("缺少 {arg}。", "{arg} is missing."),
        (ErrorKind::ArgumentConflict, _) => match context(ContextKind::PriorArg) {
            Some(prior) if prior != arg => {
                say!("{arg} 与 {prior} 不能同时使用。", "{arg} cannot be used with {prior}.")
            }
            _ => say!("{arg} 只能写一次。", "{arg} can be given only once."),
        },
        (ErrorKind::InvalidUtf8, _) => say!("参数中有不是 UTF-8 的字符。", "an argument is not UTF-8."),
        _ => say!("命令行写得不对。", "the command line is wrong."),
    }
}

fn hint(error: &clap::Error) -> Option<Text> {
    let near = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue];
    let nearest = |value: &ContextValue| match value {
        // clap puts the nearest last.
        ContextValue::Strings(all) => all.last().cloned(),
        other => Some(plain(other)),
    };
    if let Some(near) = near.iter().find_map(|kind| error.get(*kind)).and_then(nearest) {
        let question = did_you_mean(&near).capitalized();
        return Some(say!("{question}", " {question}"; question));
    }
    match error.get(ContextKind::ValidValue) {
        Some(ContextValue::Strings(all)) if !all.is_empty() => {
            let (zh, en) = (all.join("、"), all.join(", "));
            Some(say!("可以写：{zh}。", " Possible values: {en}."))
        }
        _ => None,
    }
}

fn plain(value: &ContextValue) -> String {
    clean_line(&value.to_string())
}

/// The help page of the command that was meant.
fn page(args: &[OsString], whole: &clap::Command) -> String {
    let named = args.iter().skip(1).filter_map(|arg| arg.to_str()).find(|arg| whole.find_subcommand(arg).is_some());
    named.map_or_else(|| "yize --help".to_owned(), |name| format!("yize {name} --help"))
}
