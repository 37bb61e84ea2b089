//! Imports that form a loop.

use std::collections::BTreeMap;

use super::Library;
use crate::finding::Finding;
use crate::host;
use crate::language::say;
use crate::script::tree::Import;
use crate::source::{Place, SourceId};

/// A file on the way, with the import that is being followed from it.
struct Station<'a> {
    source: SourceId,
    imports: &'a [Import],
    next: usize,
}

/// One finding for each import that leads back to a file on the way to it, naming each station.
pub(super) fn find(library: &Library, from: &[SourceId]) -> Vec<Finding> {
    let mut findings = Vec::new();
    // Whether a file is on the way now; absent where it has not been met.
    let mut met: BTreeMap<SourceId, bool> = BTreeMap::new();
    let mut from = from.to_vec();
    from.sort_unstable();
    for source in &from {
        let mut way = Vec::new();
        enter(library, *source, &mut met, &mut way);
        while let Some(station) = way.last_mut() {
            let Some(import) = station.imports.get(station.next) else {
                met.insert(station.source, false);
                way.pop();
                continue;
            };
            let from = station.source;
            station.next += 1;
            let Some(target) = library.pack_of(from).and_then(|pack| library.find(pack, &import.path.text)) else {
                continue;
            };
            if met.get(&target) == Some(&true) {
                findings.extend(report(&way, target));
            } else {
                enter(library, target, &mut met, &mut way);
            }
        }
    }
    findings
}

fn enter<'a>(library: &'a Library, source: SourceId, met: &mut BTreeMap<SourceId, bool>, way: &mut Vec<Station<'a>>) {
    if !met.contains_key(&source)
        && let Some(reading) = library.get(source)
    {
        met.insert(source, true);
        way.push(Station { source, imports: &reading.file.imports, next: 0 });
    }
}

/// The loop that the last import of the way closes.
fn report(way: &[Station<'_>], target: SourceId) -> Option<Finding> {
    let begin = way.iter().position(|station| station.source == target)?;
    let mut stations = way[begin..].iter().map(|station| {
        let import = &station.imports[station.next - 1];
        (Place { source: station.source, span: import.path.span }, import)
    });
    let (last, import) = stations.next_back()?;
    let path = &import.path.text;
    let message =
        say!("引入成了循环：“{path}”又引入了本文件", "imports form a loop: \"{path}\" leads back to this file");
    let help =
        say!("把共用的函数移到另一个文件，由两边引入", "move what both need to a file of its own, and import that");
    let finding = host::PACK.finding(message).at(last).help(help);
    Some(stations.fold(finding, |finding, (place, import)| {
        let path = &import.path.text;
        finding.see(place, say!("这里引入“{path}”", "here \"{path}\" is imported"))
    }))
}
