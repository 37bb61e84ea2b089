//! Faults: what went wrong in a script, in words, and where.

use rhai::{EvalAltResult, Position};

use crate::calendar::Unknown;
use crate::engine::library::source_of;
use crate::engine::limits::limit_of;
use crate::engine::shared::{Blocked, Complaint};
use crate::language::{Text, say};
use crate::source::{self, Place, Source, SourceId, Sources, Span};

/// What an error of a script comes to.
pub(crate) enum Fault {
    /// It read what is known to be broken; nothing more to say.
    Blocked,
    /// It asked for a working day that is not known.
    Calendar(Text, Option<Place>),
    /// It hit a limit.
    Limit(Text, Option<Place>),
    /// It failed.
    Failed(Text, Option<Place>),
}

/// Makes sense of an error; `file` is the script whose rule was called.
#[must_use]
pub(crate) fn read(error: &EvalAltResult, file: SourceId, sources: &Sources) -> Fault {
    let (inner, source, position) = innermost(error, file);
    if let EvalAltResult::ErrorRuntime(value, _) = inner
        && value.is::<Blocked>()
    {
        return Fault::Blocked;
    }
    let place = place(source, position, sources);
    if let EvalAltResult::ErrorRuntime(value, _) = inner
        && let Some(Unknown(day)) = value.clone().try_cast()
    {
        let year = day.year();
        let message = say!(
            "{day} 是否工作日不得而知：工作日历里没有{year}年",
            "whether {day} is a working day is not known: the calendar has no {year}"
        );
        return Fault::Calendar(message, place);
    }
    match limit_of(error) {
        Some(limit) => Fault::Limit(limit.message(), place),
        None => Fault::Failed(message(inner), place),
    }
}

/// The error at the bottom of the calls, the file it is in, and the nearest position that is known.
fn innermost(error: &EvalAltResult, file: SourceId) -> (&EvalAltResult, SourceId, Position) {
    match error {
        EvalAltResult::ErrorInFunctionCall(_, source, inner, position) => {
            let within = source_of(source).unwrap_or(file);
            let (bottom, source, at) = innermost(inner, within);
            // A host function has no position of its own: then it is the call's.
            if at.is_none() { (bottom, file, *position) } else { (bottom, source, at) }
        }
        EvalAltResult::ErrorInModule(_, inner, position) => {
            let (bottom, source, at) = innermost(inner, file);
            if at.is_none() { (bottom, file, *position) } else { (bottom, source, at) }
        }
        error => (error, file, error.position()),
    }
}

/// The place of a position: the word that begins there.
#[must_use]
pub(crate) fn place(file: SourceId, position: Position, sources: &Sources) -> Option<Place> {
    let source = sources.get(file);
    let start = source.offset(source::Position { line: position.line()?, column: position.position().unwrap_or(1) });
    Some(Place { source: file, span: word(source, start) })
}

/// The word or sign that begins at a byte.
fn word(source: &Source, start: usize) -> Span {
    let rest = &source.text[start..];
    let letter = |c: char| c.is_alphanumeric() || c == '_';
    let len = match rest.chars().next() {
        Some(c) if letter(c) => rest.find(|c| !letter(c)).unwrap_or(rest.len()),
        Some(quote @ ('"' | '`')) => rest[1..].find(quote).map_or(1, |end| end + 2),
        Some(c) => c.len_utf8(),
        None => 0,
    };
    Span::new(start, start + len)
}

/// The sentence of an error.
fn message(error: &EvalAltResult) -> Text {
    use EvalAltResult as E;
    match error {
        E::ErrorRuntime(value, _) => match value.read_lock::<Complaint>() {
            Some(complaint) => complaint.0.clone(),
            None => say!("规则报告自身出错：{value}", "the rule gave up: {value}"),
        },
        E::ErrorFunctionNotFound(name, _) => {
            say!("没有这个函数，或参数的类型不对：{name}", "no such function for these arguments: {name}")
        }
        E::ErrorPropertyNotFound(name, _) => say!("没有“{name}”这一项", "no entry `{name}`"),
        E::ErrorVariableNotFound(name, _) => say!("没有变量“{name}”", "no variable `{name}`"),
        E::ErrorModuleNotFound(path, _) => say!("没有可引入的“{path}”", "nothing to import as `{path}`"),
        E::ErrorIndexNotFound(index, _) => say!("没有“{index}”这一项", "no entry `{index}`"),
        E::ErrorArrayBounds(len, index, _) => {
            say!("数组共 {len} 项，没有第 {index} 项（从 0 数起）", "no index {index} in an array of {len}")
        }
        E::ErrorArithmetic(what, _) if what.starts_with("Division by zero") => say!("除数为零", "division by zero"),
        E::ErrorArithmetic(what, _) => say!("算术错误：{what}", "arithmetic error: {what}"),
        E::ErrorMismatchDataType(want, have, _) => {
            say!("类型不符：需要 {want}，实为 {have}", "type mismatch: expected {want}, found {have}")
        }
        E::ErrorParsing(kind, _) => parse_message(&kind.to_string()),
        other => {
            let text = other.to_string();
            say!("{text}", "{text}")
        }
    }
}

fn parse_message(english: &str) -> Text {
    let full_width = ['；', '（', '）', '“', '”', '，', '：', '｛', '｝'].into_iter().find(|c| english.contains(*c));
    match full_width {
        Some(sign) => {
            say!("脚本里用了全角符号“{sign}”，请改用半角", "full-width `{sign}` in the script; use the half-width sign")
        }
        None => Text::new(format!("脚本不能编译：{english}"), english),
    }
}
