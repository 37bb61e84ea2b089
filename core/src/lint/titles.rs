//! Titles that two rules have.

use std::collections::BTreeMap;

use super::found::Found;
use super::subject::{Declared, Subject};
use crate::host::lints::SAME_TITLE;
use crate::language::say;
use crate::source::Place;

pub(super) fn look(subject: &Subject<'_>, found: &mut Found<'_>) {
    let mut known: BTreeMap<String, (String, Place)> = BTreeMap::new();
    let chain = &subject.own().in_force.chain;
    for pack in chain.iter().filter(|id| **id != subject.pack.manifest.id).filter_map(|id| subject.rules.packs.get(id))
    {
        for (name, title, place) in subject.declared(pack) {
            known.entry(title.trim().to_owned()).or_insert((name, place));
        }
    }
    let mut own: Vec<Declared<'_>> = subject.own_rules().collect();
    own.sort_by(|a, b| (a.place, &a.name).cmp(&(b.place, &b.name)));
    for Declared { name, title, place, .. } in own {
        let title = title.trim();
        let Some((other, first)) = known.get(title) else {
            known.insert(title.to_owned(), (name, place));
            continue;
        };
        let message = say!("“{name}”的标题与“{other}”相同：{title}", "`{name}` has the title of `{other}`: {title}");
        let help = say!("写明各自管什么", "say in each what it is about");
        let finding = found.tell(&SAME_TITLE, place, message, help);
        if let Some(finding) = finding {
            *finding = finding.clone().see(*first, say!("标题相同的一条", "the other of that title"));
        }
    }
}
