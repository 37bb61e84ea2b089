//! Rules that no case expects.

use std::collections::BTreeSet;

use super::found::Found;
use super::subject::Subject;
use crate::host::lints::NO_CASE;
use crate::language::say;

pub(super) fn look(subject: &Subject<'_>, found: &mut Found<'_>) {
    let own = &subject.cases[&subject.pack.manifest.id];
    if !own.1.is_empty() {
        // Of what cannot be read it is not known what it expects.
        return;
    }
    let help = || say!("在 tests/ 里补一个应当报告的用例", "write a case in tests/ in which it reports");
    if own.0.is_empty() && subject.own_rules().next().is_some() {
        let id = &subject.pack.manifest.id;
        let message = say!("规则包“{id}”没有用例", "pack `{id}` has no cases");
        found.tell(&NO_CASE, subject.pack.manifest.place, message, help());
        return;
    }
    let around =
        || subject.around.iter().filter_map(|pack| subject.cases.get(&pack.manifest.id)).flat_map(|(cases, _)| cases);
    let expected: BTreeSet<&str> = around().flat_map(|case| &case.expect).map(|own| own.rule.as_str()).collect();
    let cards = || around().flat_map(|case| &case.cards);
    let named: BTreeSet<&str> =
        cards().filter_map(|card| card.scheme.as_ref()).map(|(name, _)| name.as_str()).collect();
    let any = cards().any(|card| card.scheme.is_none());
    for own in subject.own_rules() {
        let name = &own.name;
        let short =
            name.strip_prefix(subject.pack.manifest.id.as_str()).map_or("", |rest| rest.trim_start_matches('/'));
        let has = |all: &BTreeSet<&str>| all.contains(name.as_str()) || all.contains(short);
        match own.is_scheme {
            true if !any && !has(&named) => {
                let message =
                    say!("没有用例写明计分办法“{name}”的积分卡", "no case expects a card of the scheme `{name}`");
                let help = say!("在 tests/ 里补一个写 cards 的用例", "write a case with `cards` in tests/");
                found.tell(&NO_CASE, own.place, message, help);
            }
            false if !has(&expected) => {
                let message = say!("没有用例写明“{name}”应当报告", "no case expects `{name}` to report");
                found.tell(&NO_CASE, own.place, message, help());
            }
            _ => {}
        }
    }
}
