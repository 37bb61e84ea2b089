//! Whether a result is final, and what it waits for.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::check::Outcome;
use crate::finding::{Effect, Finding, Severity, Status};
use crate::host;
use crate::language::{Text, count, say};
use crate::score::Table;
use crate::score::card::{Card, Held};
use crate::source::{Place, SourceId};

/// What keeps the cards of a table from being worked out.
#[derive(Clone, Debug, Default)]
pub(super) struct Causes<'a> {
    /// By kind and key of the record of which it is said.
    records: FxHashMap<(&'a str, &'a str), Vec<&'a Finding>>,
    /// All of it.
    all: Vec<&'a Finding>,
    /// The same by where it is told.
    places: BTreeMap<(SourceId, u32), &'a Finding>,
}

/// How many causes are told of a card of which none is said in particular.
const FEW: usize = 3;

impl<'a> Causes<'a> {
    /// Those of a table: faults of its scheme, and what is broken in its body and keeps calls from seeing it.
    pub(super) fn of(outcome: &'a Outcome, table: &Table) -> Self {
        let mut causes = Self::default();
        if table.cards.iter().all(Card::is_complete) {
            return causes;
        }
        let own = |finding: &&Finding| is_of(finding, table);
        let fault = |finding: &Finding| finding.status == Status::Fault && finding.rule == table.scheme.name;
        for finding in outcome.findings.iter().filter(own).filter(|finding| fault(finding) || is_broken_data(finding)) {
            if let Some(record) = &finding.record {
                causes.records.entry((&record.kind, &record.key)).or_default().push(finding);
            }
            causes.all.push(finding);
            causes.places.extend(finding.place.map(|place| ((place.source, place.span.start), finding)));
        }
        causes
    }

    /// What is said of a place: there, or before it in its file, where one finding speaks of all that follow.
    fn at(&self, place: Place) -> Option<&'a Finding> {
        let upto = (place.source, u32::MIN)..=(place.source, place.span.end);
        self.places.range(upto).next_back().map(|(_, finding)| *finding)
    }

    /// What is said of a card's own record, and of those that it names; else what is said of the body.
    pub(super) fn of_card(&self, table: &Table, card: &Card) -> Vec<Cow<'a, Finding>> {
        if card.is_complete() {
            return Vec::new();
        }
        let mut found: Vec<&Finding> = Vec::new();
        for row in card.rows() {
            let (kind, key) = (&table.store.kind(row).name, table.store.key(row));
            let said = self.records.get(&(kind.as_str(), key.as_str())).into_iter().flatten();
            found.extend(
                said.copied()
                    .filter(|finding| !found.iter().any(|known| std::ptr::eq(*known, *finding)))
                    .collect::<Vec<_>>(),
            );
        }
        if found.is_empty() {
            found.extend(card.blame.iter().take(FEW).filter_map(|place| self.at(*place)));
            found.dedup_by(|a, b| std::ptr::eq(*a, *b));
        }
        if found.is_empty() {
            let silent = self.all.iter().filter(|finding| finding.silences).take(FEW);
            found.extend(silent.copied());
        }
        if found.is_empty() {
            // What a rule tells of, such as two records for one thing, is told where rules are run.
            return card.blame.iter().take(FEW).map(|place| Cow::Owned(unclear(*place))).collect();
        }
        found.into_iter().map(Cow::Borrowed).collect()
    }
}

/// Whether a finding may concern the cards of a table.
fn is_of(finding: &Finding, table: &Table) -> bool {
    let of_year = [0, table.year].contains(&finding.identity.year) || finding.silences;
    finding.body.as_ref() == Some(table.body()) && of_year
}

/// Whether a finding is the host's, of data that it cannot go by.
fn is_broken_data(finding: &Finding) -> bool {
    finding.rule.starts_with("host/") && finding.effect != Effect::None && finding.severity == Severity::Error
}

/// What is said of a record that leaves it unknown what somebody has, where nothing else is said of it.
fn unclear(place: Place) -> Finding {
    let message = say!(
        "这里的记录读不出、登记了两次，或者不知是谁的",
        "this record cannot be read, is there twice, or may be anybody's"
    );
    host::UNDECIDED.finding(message).at(place)
}

/// What a table's result still waits for, as of a day; nothing when it is final.
pub(super) fn open(outcome: &Outcome, table: &Table, counter: &str) -> Vec<Text> {
    let as_of = outcome.as_of;
    let number = |test: &dyn Fn(&Card) -> bool| table.cards.iter().filter(|card| test(card)).count();
    let told = |n: usize, text: &dyn Fn(usize) -> Text| (n > 0).then(|| text(n));
    let ended = as_of >= jiff::civil::date(table.year, 12, 31);
    let year = table.year;
    let broken = |finding: &&Finding| {
        let of_record = finding.record.is_some() && finding.effect == Effect::Violation;
        of_record && is_broken_data(finding) && is_of(finding, table)
    };
    let tied = |card: &Card| matches!(card.held, Some(Held::Tied(_)));
    let unplaced = table.provisional && table.cards.iter().all(Card::is_complete);
    [
        unplaced
            .then(|| say!("有记录不知是谁的，名次可能变动", "a record could not be placed, so that places may change")),
        (!ended).then(|| say!("{year} 年还没有结束", "{year} has not ended")),
        told(number(&|card| !card.is_complete()), &|n| {
            let en = count(n, "card is", "cards are");
            say!("{n} {counter}没有算完", "{en} not worked out")
        }),
        told(number(&|card| card.pending().next().is_some()), &|n| {
            let en = count(n, "card", "cards");
            say!("{n} {counter}的最低要求还没有到期", "minimums of {en} are not yet due")
        }),
        told(table.cards.iter().map(|card| card.unsettled).sum(), &|n| {
            let en = count(n, "record has", "records have");
            say!("{n} 条记录还没有审定", "{en} not come to the end of the review")
        }),
        told(number(&tied), &|n| {
            let en = count(n, "card is", "cards are");
            say!("名额末位 {n} {counter}同分，须由人定", "{en} level at the last place of the quota")
        }),
        // Whom a broken record would have concerned is not always known.
        told(outcome.findings.iter().filter(broken).count(), &|n| {
            let en = count(n, "place", "places");
            say!("数据有 {n} 处问题没有改正", "the data are broken in {en}")
        }),
    ]
    .into_iter()
    .flatten()
    .collect()
}
