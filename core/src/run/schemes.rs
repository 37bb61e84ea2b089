//! Schemes as they are written, read into data.

mod written;
mod plain;
mod options;
mod metadata;
mod ranking;
pub(super) mod order;

use std::ops::RangeInclusive;
use std::sync::Arc;

use crate::finding::Finding;
use crate::host;
use crate::language::{did_you_mean_quoted, say};
use crate::machine::constant::Constant;
use crate::pack::InForce;
use crate::run::code::Asks;
use crate::score::scheme::{Does, Scheme};
use crate::script::tree::{Closure, Declaration, Expr, Step, What};
use crate::source::{Place, SourceId};
use crate::spelling::nearest;

use metadata::Named;
use plain::{Mistake, mistake};
use written::{Options, Reader, Written};

/// A scheme in force.
#[derive(Clone, Debug)]
pub(crate) struct SchemeInForce {
    /// What it asks.
    pub scheme: Arc<Scheme>,
    /// Its id within its pack.
    pub id: String,
    /// Its file.
    pub script: SourceId,
    /// The program of its code.
    pub program: usize,
    /// For each line, the functions of its closures.
    pub closures: Vec<Vec<usize>>,
    /// Why it is switched off, if it is.
    pub off: Option<String>,
    /// The first and the last year for whose data it is as it was read: parameters change with time.
    pub years: RangeInclusive<i16>,
    /// The cards that it asks for.
    pub asks: Asks,
    /// It is worked out after those of lower levels.
    pub level: usize,
}

/// A scheme as it is written.
pub(super) struct Declared<'d> {
    /// The pack that declares it.
    pub pack: &'d str,
    /// Its id within its pack.
    pub id: &'d str,
    /// Its file.
    pub source: SourceId,
    /// Its declaration.
    pub declaration: &'d Declaration,
    /// Constants of its file, by name.
    pub constants: &'d dyn Fn(&str) -> Option<Constant>,
}

/// Reads a scheme for the data of some years; its closures are numbered by whoever makes the code.
///
/// # Errors
/// The finding of the first thing that does not hold, at its place.
pub(super) fn read(
    declared: &Declared<'_>,
    in_force: &InForce,
    years: RangeInclusive<i16>,
) -> Result<SchemeInForce, Box<Finding>> {
    let Declared { pack, id, source, declaration, constants } = *declared;
    let place = Place { source, span: declaration.verb.span };
    let reader = Reader { source, year: *years.start(), parameters: &in_force.parameters, constants };
    let [_, meta, closure] = declaration.arguments.as_slice() else { return Err(incomplete(place)) };
    let meta = reader.options(meta).map_err(not_written)?;
    let name = format!("{pack}/{id}");
    let off = in_force.levels.get(&name).and_then(|level| level.off.clone());
    let named = Named { name, pack: pack.to_owned(), place };
    let mut scheme = metadata::scheme(&meta, named).map_err(|mistake| wrong(place, &meta, *mistake))?;
    let What::Closure(closure) = &closure.what else { return Err(incomplete(place)) };
    add_lines(&mut scheme, closure, &reader)?;
    ranking::read(&meta, &mut scheme).map_err(|mistake| wrong(place, &meta, *mistake))?;
    metadata::check_bands(&scheme).map_err(|mistake| wrong(place, &meta, *mistake))?;
    Ok(SchemeInForce {
        scheme: Arc::new(scheme),
        id: id.to_owned(),
        script: source,
        closures: Vec::new(),
        program: 0,
        off,
        years,
        asks: Asks::default(),
        level: 0,
    })
}

fn add_lines(scheme: &mut Scheme, closure: &Closure, reader: &Reader<'_>) -> Result<(), Box<Finding>> {
    let mut seen: Vec<Written> = Vec::new();
    for statement in &closure.body.statements {
        let Step::Expr(call) = &statement.step else { continue };
        let written = line(call, reader)?;
        let here = written.place;
        if let Some(first) = seen.iter().find(|first| first.name == written.name && !first.name.is_empty()) {
            let name = &written.name;
            let message = say!("“{name}”一行重复", "the line \"{name}\" is written twice");
            let help = say!("换一个名称", "choose another name");
            let finding = host::PACK.finding(message).at(here).help(help);
            return Err(Box::new(finding.see(first.place, say!("先在这里", "first here"))));
        }
        let line = options::line(&written, scheme).map_err(|mistake| wrong(here, &written.options, *mistake))?;
        seen.push(written);
        scheme.lines.push(line);
    }
    for (number, written) in seen.iter().enumerate().filter(|(_, written)| &*written.verb == "clear") {
        let part = cleared(scheme, written).map_err(|mistake| wrong(written.place, &written.options, *mistake))?;
        scheme.lines[number].does = Does::Clear { part };
    }
    if scheme.lines.is_empty() {
        let message = say!("计分办法没有写任何一项", "the scheme has no lines");
        let help = say!(
            "在大括号里逐行写 s.item(\"名称\", #{{ each: 5 }}, |m, ctx| …);",
            "write its lines between the braces: s.item(\"name\", #{{ each: 5 }}, |m, ctx| …);"
        );
        return Err(Box::new(host::PACK.finding(message).at(scheme.place).help(help)));
    }
    Ok(())
}

/// The part whose points a line takes away, wherever it is written.
fn cleared(scheme: &Scheme, written: &Written) -> plain::Read<Option<usize>> {
    let Some(name) = plain::word(&written.options, "part")? else { return Ok(None) };
    let parts = || scheme.lines.iter().filter(|line| matches!(line.does, Does::Part(_))).map(|line| &*line.name);
    match scheme.lines.iter().position(|line| matches!(line.does, Does::Part(_)) && *line.name == *name) {
        Some(part) => Ok(Some(part)),
        None => {
            let list = parts().collect::<Vec<_>>().join("、");
            let message = say!("没有“{name}”这一部分", "there is no part \"{name}\"");
            let near = nearest(&name, parts()).map(did_you_mean_quoted);
            mistake("part", message.and_ask(near), say!("各部分：{list}", "the parts are: {list}"))
        }
    }
}

/// A line as its call writes it.
fn line(call: &Expr, reader: &Reader<'_>) -> Result<Written, Box<Finding>> {
    let What::Method { name: verb, arguments, .. } = &call.what else { return Err(incomplete(reader.place(call))) };
    let place = Place { source: reader.source, span: verb.span };
    let mut written = Written { verb: verb.text.clone(), name: String::new(), options: Options::default(), place };
    let mut own: Vec<(Constant, Place)> = Vec::new();
    for argument in arguments {
        match &argument.what {
            What::Map(_) => {
                let given = std::mem::replace(&mut written.options, reader.options(argument).map_err(not_written)?);
                debug_assert!(given.keys().next().is_none(), "a line has one map of options");
            }
            What::Closure(_) => {}
            _ => match reader.constant(argument) {
                Some(constant) => own.push((constant, reader.place(argument))),
                // A function's name stands for a closure.
                None if matches!(argument.what, What::Name(_)) => {}
                None => return Err(not_written(reader.place(argument))),
            },
        }
    }
    let mut own = own.into_iter();
    if &*verb.text != "unranked"
        && let Some((name, _)) = own.next()
    {
        name.text().unwrap_or_default().clone_into(&mut written.name);
    }
    if let Some((value, place)) = own.next() {
        let key = if &*verb.text == "veto" { "grade" } else { "need" };
        if let Some(again) = written.options.place(key) {
            let message = say!("“{key}”写了两次", "\"{key}\" is written twice");
            let help = say!("只写一处", "write it once");
            return Err(Box::new(host::PACK.finding(message).at(again).help(help)));
        }
        written.options.insert(key, value, place);
    }
    Ok(written)
}

fn wrong(from: Place, options: &Options, Mistake { key, message, help }: Mistake) -> Box<Finding> {
    let place = options.place(key).unwrap_or(from);
    let finding = host::PACK.finding(message).at(place).help(help);
    Box::new(match options.parameter(key) {
        Some((name, place)) => finding.see(place, say!("参数“{name}”的值", "the value of the parameter \"{name}\"")),
        None => finding,
    })
}

fn incomplete(place: Place) -> Box<Finding> {
    Box::new(host::PACK.finding(say!("计分办法不完整", "the scheme is incomplete")).at(place))
}

fn not_written(place: Place) -> Box<Finding> {
    let message = say!("这里应当写定，不能计算", "this must be written out, not worked out");
    let help = say!(
        "写数、文字、列表或表；各市不同的写 param(\"参数\")",
        "write a number, a text, an array or a table; what differs from city to city is param(\"name\")"
    );
    Box::new(host::PACK.finding(message).at(place).help(help))
}
