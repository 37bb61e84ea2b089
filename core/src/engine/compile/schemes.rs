//! Schemes as they were declared, read into data.

use std::sync::Arc;

use crate::engine::compile::SchemeInForce;
use crate::engine::faults;
use crate::engine::scores::metadata::{self, Named};
use crate::engine::scores::options::{self, Mistake};
use crate::engine::shared::DeclaredScheme;
use crate::finding::Finding;
use crate::host;
use crate::language::say;
use crate::pack::InForce;
use crate::source::{Place, SourceId, Sources, Span};

/// Reads a declared scheme.
///
/// # Errors
/// The finding of the first thing that does not hold, at its line.
pub(crate) fn read(
    declared: &DeclaredScheme,
    pack: &str,
    in_force: &InForce,
    script: SourceId,
    sources: &Sources,
) -> Result<SchemeInForce, Box<Finding>> {
    let at =
        |position| faults::place(script, position, sources).unwrap_or(Place { source: script, span: Span::new(0, 0) });
    let place = at(declared.position);
    let wrong = |from: Place, mistake: Mistake| {
        let mut finding = host::PACK.finding(mistake.message).at(option(from, mistake.key, sources));
        finding.help = mistake.help;
        Box::new(finding)
    };
    let name = format!("{pack}/{}", declared.id);
    let off = in_force.levels.get(&name).and_then(|level| level.off.clone());
    let named = Named { name, pack: pack.to_owned(), place };
    let mut scheme = metadata::scheme(&declared.meta, named).map_err(|mistake| wrong(place, mistake))?;
    let mut seen: Vec<(&str, Place)> = Vec::new();
    for written in &declared.lines {
        let here = at(written.position);
        if let Some((_, first)) = seen.iter().find(|(name, _)| *name == written.name && !name.is_empty()) {
            let name = &written.name;
            let message = say!("“{name}”一行重复", "the line \"{name}\" is written twice");
            return Err(Box::new(host::PACK.finding(message).at(here).see(*first, say!("先在这里", "first here"))));
        }
        seen.push((&written.name, here));
        let line = options::line(written, &scheme).map_err(|mistake| wrong(here, mistake))?;
        scheme.lines.push(line);
    }
    metadata::check_bands(&scheme).map_err(|mistake| wrong(place, mistake))?;
    Ok(SchemeInForce {
        scheme: Arc::new(scheme),
        id: declared.id.clone(),
        script,
        closures: declared.lines.iter().map(|line| line.closures.len()).collect(),
        off,
    })
}

/// The place of an option after a call's name, or of the call.
fn option(call: Place, key: &str, sources: &Sources) -> Place {
    let start = call.span.start as usize;
    let rest = &sources.get(call.source).text[start..];
    // Neither the next line of the scheme nor the next declaration.
    let end = ["|s|", ";"].iter().filter_map(|stop| rest.find(stop)).min().unwrap_or(rest.len());
    let found = (!key.is_empty()).then(|| rest[..end].find(&format!("{key}:"))).flatten();
    found.map_or(call, |at| Place { span: Span::new(start + at, start + at + key.len()), ..call })
}
