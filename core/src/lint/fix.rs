//! Texts without what nobody needs: each is read again, and left alone where anything else would change.

use std::ops::Range;

use super::found::Removal;
use crate::check::Fix;
use crate::document;
use crate::host;
use crate::script::parse::Parser;
use crate::script::reading;
use crate::script::tree::File;
use crate::source::{Source, SourceId, Sources};
use crate::texts::own_lines;

/// The files from which something may be taken out, without it.
pub(super) fn fixes(sources: &Sources, mut removals: Vec<Removal>) -> Vec<Fix> {
    removals.sort_unstable();
    removals.dedup();
    let files = removals.chunk_by(|a, b| a.source == b.source);
    files.filter_map(|own| without(sources.get(own[0].source), own)).collect()
}

fn without(source: &Source, removals: &[Removal]) -> Option<Fix> {
    let text = source.text();
    let is_script = source.name.ends_with(".rhai");
    let comment = if is_script { "//" } else { "#" };
    let gone: Vec<Range<usize>> = removals.iter().map(|own| own_lines(text, &(own.from..own.to), comment)).collect();
    let mut new = String::with_capacity(text.len());
    let mut at = 0;
    for range in &gone {
        new.push_str(text.get(at..range.start.max(at))?);
        at = at.max(range.end);
    }
    new.push_str(text.get(at..)?);
    let same = if is_script {
        is_same_script(text, &new, removals.len())
    } else {
        is_same_manifest(text, &new, removals.len())
    };
    same.then(|| Fix {
        name: source.name.clone(),
        old: text.to_owned(),
        removed: gone.into_iter().map(|range| text[range].trim().to_owned()).collect(),
        new,
    })
}

/// Whether a script has so many items less and else reads as before; nothing is left of no file.
fn is_same_script(old: &str, new: &str, less: usize) -> bool {
    let parser = Parser::new();
    let [old, new] = [old, new].map(|text| reading::read(&parser, SourceId::NONE, text));
    let items = |file: &File| file.imports.len() + file.constants.len() + file.functions.len();
    let names = |file: &File| file.declarations.iter().map(|own| own.arguments.len()).collect::<Vec<_>>();
    new.findings.is_empty()
        && new.broken.is_empty()
        && !new.is_empty()
        && items(&new.file) + less == items(&old.file)
        && names(&new.file) == names(&old.file)
}

/// Whether a `pack.toml` has so many parameters less and else says the same.
fn is_same_manifest(old: &str, new: &str, less: usize) -> bool {
    let read = |text: &str| {
        let (table, errors) = document::parse(text, SourceId::NONE, &host::PACK);
        let parameters =
            table.get("parameters").and_then(|own| own.get_ref().as_table()).map_or(0, toml::map::Map::len);
        let others: Vec<String> = table
            .iter()
            .filter(|(key, _)| key.get_ref() != "parameters")
            .map(|(key, _)| key.get_ref().to_string())
            .collect();
        errors.is_empty().then_some((parameters, others))
    };
    match (read(old), read(new)) {
        (Some((before, old)), Some((after, new))) => after + less == before && old == new,
        _ => false,
    }
}
