//! Schemes as they are written, read into data.

mod written;
mod plain;
mod review;
mod options;
mod metadata;
mod ranking;
mod chain;
pub(super) mod order;

use std::ops::RangeInclusive;
use std::sync::Arc;

use crate::finding::Finding;
use crate::host;
use crate::language::{did_you_mean_quoted, say};
use crate::pack::InForce;
use crate::run::code::Asks;
use crate::score::scheme::{Does, Scheme};
use crate::source::{Place, SourceId};
use crate::spelling::nearest;

pub(super) use chain::Declared;
use chain::{Chain, Gathered};
use metadata::Named;
use plain::{Mistake, mistake};
use written::{Options, Written};

/// A scheme in force.
#[derive(Clone, Debug)]
pub(crate) struct SchemeInForce {
    /// What it asks.
    pub scheme: Arc<Scheme>,
    /// Its id within its pack.
    pub id: String,
    /// Its file, then those of the schemes that it extends.
    pub scripts: Vec<SourceId>,
    /// For each line, its code.
    pub code: Vec<LineCode>,
    /// Why it is switched off, if it is.
    pub off: Option<String>,
    /// The first and the last year for whose data it is as it was read: parameters change with time.
    pub years: RangeInclusive<i16>,
    /// The cards that it asks for.
    pub asks: Asks,
    /// It is worked out after those of lower levels.
    pub level: usize,
}

/// The code of a line.
#[derive(Clone, Debug)]
pub(crate) struct LineCode {
    /// Of which pack of the chain.
    pub program: usize,
    /// The functions of its closures.
    pub functions: Vec<usize>,
    /// The cards that it asks for.
    pub asks: Asks,
}

/// Reads a scheme for the data of some years. `all` are the schemes of the chain, of which it may extend one.
///
/// # Errors
/// The finding of the first thing that does not hold, at its place.
pub(super) fn read(
    declared: Declared<'_>,
    all: &[Declared<'_>],
    in_force: &InForce,
    years: RangeInclusive<i16>,
) -> Result<SchemeInForce, Box<Finding>> {
    let place = declared.place();
    let name = declared.name();
    let off = in_force.levels.get(&name).and_then(|level| level.off.clone());
    let chain = Chain { all, in_force, year: *years.start() };
    let Gathered { meta, lines, scripts } = chain.gather(declared, &mut Vec::new())?;
    let named = Named { name, pack: declared.pack.to_owned(), place };
    let mut scheme = metadata::scheme(&meta, named).map_err(|mistake| wrong(place, &meta, *mistake))?;
    let code = add_lines(&mut scheme, lines)?;
    ranking::read(&meta, &mut scheme).map_err(|mistake| wrong(place, &meta, *mistake))?;
    metadata::check_bands(&scheme).map_err(|mistake| wrong(place, &meta, *mistake))?;
    let asks = code.iter().fold(Asks::default(), |asks, line| asks.and(&line.asks));
    let id = declared.id.to_owned();
    Ok(SchemeInForce { scheme: Arc::new(scheme), id, scripts, code, off, years, asks, level: 0 })
}

fn add_lines(scheme: &mut Scheme, lines: Vec<Written>) -> Result<Vec<LineCode>, Box<Finding>> {
    for written in &lines {
        let line = options::line(written, scheme);
        scheme.lines.push(line.map_err(|mistake| wrong(written.place, &written.options, *mistake))?);
    }
    for (number, written) in lines.iter().enumerate().filter(|(_, written)| &*written.verb == "clear") {
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
    Ok(lines.into_iter().map(|written| written.code).collect())
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

fn wrong(from: Place, options: &Options, Mistake { key, message, help }: Mistake) -> Box<Finding> {
    let place = options.place(key).unwrap_or(from);
    let finding = host::PACK.finding(message).at(place).help(help);
    Box::new(match options.parameter(key) {
        Some((name, place)) => finding.see(place, say!("参数“{name}”的值", "the value of the parameter \"{name}\"")),
        None => finding,
    })
}
