//! The rules of packs run elsewhere: which packs go together, what is asked, and what comes back.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::check::apart::{Apart, Part, Side};
use crate::finding::Finding;
use crate::host;
use crate::language::{Text, say};
use crate::native::cards::Cards;
use crate::progress::Progress;
use crate::run::compile::Compiled;
use crate::run::gaps::Unseen;
use crate::run::{self, Found, Run};
use crate::score::Table;
use crate::score::card::Card;
use crate::source::Place;
use crate::value::{BodyId, RowId};

/// What a part came to, as it is sent.
#[derive(Serialize, Deserialize)]
struct Came {
    /// The digest of what it was made of.
    made_of: String,
    findings: Vec<Finding>,
    rules: Vec<String>,
    called: Vec<String>,
    calls: Vec<(BodyId, i16, usize)>,
    gaps: BTreeSet<Unseen>,
    /// The cards of each table, in the order of the schemes.
    cards: Vec<Vec<Card>>,
}

/// Runs the rules of a project, known by its number, elsewhere; `made_of` is the digest of all that was read.
pub(super) fn run(apart: &Apart, project: usize, made_of: &str, run: &Run<'_>, progress: &dyn Progress) -> Found {
    // Whether the cards are wanted hangs on all rules.
    let run = &Run { cards: run::wants_cards(run), settled: true, ..run.clone() };
    let mut found = Found::default();
    let mut tables: Vec<Arc<Table>> = Vec::new();
    for packs in together(run) {
        let (own, name) = (Run { compiled: &packs, ..run.clone() }, packs[0].in_force.pack.as_str());
        match &apart.0 {
            Side::Answers(part, begin, give) => {
                if part.project() == project && part.pack() == name {
                    begin();
                    give(&sent(run::run_part(&own, progress), made_of));
                }
            }
            Side::Asks(ask) => {
                let came = ask(&Part::new(project, name)).and_then(|bytes| received(&bytes, made_of, &own));
                match came {
                    Ok((came, cards)) => {
                        found.findings.extend(came.findings);
                        found.rules.extend(came.rules.into_iter().map(Arc::from));
                        found.called.extend(came.called.into_iter().map(Arc::from));
                        found.calls.extend(came.calls.into_iter().map(|(body, year, calls)| ((body, year), calls)));
                        found.gaps.extend(came.gaps);
                        tables.extend(cards);
                    }
                    Err(why) => {
                        found.findings.extend(packs.iter().map(|pack| ended(pack, &why)));
                        // That none of its rules was called is said.
                        found.calls.extend(run::years_of(&own).into_iter().map(|of| (of, 1)));
                    }
                }
            }
        }
    }
    found.findings = run::once_a_year(found.findings);
    for names in [&mut found.rules, &mut found.called] {
        names.sort_unstable();
        names.dedup();
    }
    found.cards = Arc::new(Cards::new(tables));
    found
}

/// The packs that govern something, those together that govern one body, in their order.
fn together<'a>(run: &Run<'a>) -> Vec<Vec<&'a Compiled>> {
    let place = |pack: &String| run.compiled.iter().position(|own| own.in_force.pack == *pack);
    // The first pack with which each goes.
    let mut first: Vec<usize> = (0..run.compiled.len()).collect();
    let mut governs = vec![false; first.len()];
    for body in &run.store.bodies {
        let packs: Vec<usize> = body.packs.iter().filter_map(place).collect();
        let Some(least) = packs.iter().map(|pack| first[*pack]).min() else { continue };
        for pack in packs {
            governs[pack] = true;
            let was = first[pack];
            first.iter_mut().filter(|own| **own == was).for_each(|own| *own = least);
        }
    }
    let group = |least: usize| -> Vec<&'a Compiled> {
        let own = (0..first.len()).filter(|pack| first[*pack] == least && governs[*pack]);
        own.map(|pack| run.compiled[pack]).collect()
    };
    (0..first.len()).map(group).filter(|packs| !packs.is_empty()).collect()
}

fn sent(found: Found, made_of: &str) -> Vec<u8> {
    let names = |names: Vec<Arc<str>>| names.iter().map(ToString::to_string).collect();
    let came = Came {
        made_of: made_of.to_owned(),
        rules: names(found.rules),
        called: names(found.called),
        calls: found.calls.into_iter().map(|((body, year), calls)| (body, year, calls)).collect(),
        gaps: found.gaps,
        cards: found.cards.tables.iter().map(|table| Vec::clone(&table.cards)).collect(),
        findings: found.findings,
    };
    // What cannot be written is no answer, which is told.
    serde_json::to_vec(&came).unwrap_or_default()
}

/// Reads what came back, of which nothing is believed that cannot be.
fn received(bytes: &[u8], made_of: &str, run: &Run<'_>) -> Result<(Came, Vec<Arc<Table>>), Text> {
    let unreadable = || say!("答复不能读", "its answer cannot be read");
    let mut came: Came = serde_json::from_slice(bytes).map_err(|_| unreadable())?;
    if came.made_of != made_of {
        return Err(say!("检查期间文件有改动", "the files changed while they were checked"));
    }
    let sound = came.findings.iter().all(|finding| finding.places().all(|place| is_place(run, place)))
        && came.calls.iter().all(|(body, ..)| body.at() < run.store.bodies.len())
        && came.cards.iter().flatten().flat_map(Card::rows).all(|row| is_row(run, row));
    if !sound {
        return Err(unreadable());
    }
    let cards = std::mem::take(&mut came.cards);
    let tables = run::tables(run, cards).ok_or_else(unreadable)?;
    Ok((came, tables))
}

fn is_place(run: &Run<'_>, place: Place) -> bool {
    (place.source.0 as usize) < run.sources.count()
        && run.sources.get(place.source).text().get(place.span.range()).is_some()
}

fn is_row(run: &Run<'_>, row: RowId) -> bool {
    let table = run.store.bodies.get(row.body.at()).and_then(|body| body.tables.get(row.kind.at()));
    table.is_some_and(|table| row.row.at() < table.rows.len())
}

/// The finding of a pack whose rules gave no answer.
fn ended(pack: &Compiled, why: &Text) -> Finding {
    let name = &pack.in_force.pack;
    let message = say!(
        "运行规则包“{name}”的进程没有给出结果：{why}；它管辖的单位没有按规则检查",
        "the process that ran the pack `{name}` gave no answer: {why}; the bodies that it governs were not checked by its rules";
        why
    );
    let help = say!(
        "可能是规则占用过多内存或时间：请规则包的作者修改，或放宽 --isolate-memory",
        "its rules may take too much memory or time: have its author mend them, or allow more by --isolate-memory"
    );
    let finding = host::PROCESS.finding(message).help(help);
    match pack.rules.first() {
        Some(rule) => finding.at(rule.info.place),
        None => finding.path(name.clone()),
    }
}
