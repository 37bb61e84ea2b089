//! Rankings, a page at a time, and single cards with the records that earned their points.

use serde::Serialize;

use crate::board::Shown;
use crate::board::findings::{COLUMNS, Excerpt, MOST, lines};
use crate::board::seats::{Seat, seats};
use crate::report::scores::card::{Row, belongs, rows};
use crate::report::scores::table::{cause, values};
use yize_core::language::Lang;
use yize_core::ranking::{Choice, Ranking, rankings};
use yize_core::score::Card;

/// Which cards are asked for. What is empty does not matter.
#[derive(Clone, Debug, Default)]
pub(crate) struct Query {
    /// Full name of a scheme.
    pub scheme: String,
    /// A body's id.
    pub body: String,
    /// The year; the latest where it is none.
    pub year: Option<i16>,
    /// Words that all occur in a card's key, name or groups.
    pub words: String,
    /// A grade.
    pub grade: String,
    /// A field by which cards can be grouped, and what they have in it.
    pub group: (String, String),
    /// `incomplete` or `unranked`.
    pub only: String,
    /// One record, by its key.
    pub key: String,
    /// How many are passed over.
    pub offset: usize,
    /// How many are wanted.
    pub limit: usize,
}

/// A page of a ranking.
#[derive(Debug, Serialize)]
pub(crate) struct Page {
    round: u64,
    /// How many the query has in all.
    total: usize,
    offset: usize,
    cards: Vec<Line>,
}

/// A card in a ranking.
#[derive(Debug, Serialize)]
struct Line {
    key: String,
    /// By what name its page is asked for.
    who: Option<String>,
    name: String,
    rank: Option<u32>,
    points: String,
    /// All of the points, where they were shortened.
    exact: Option<String>,
    grade: Option<String>,
    /// What it has in each field by which cards can be grouped, in their order.
    groups: Vec<String>,
    remarks: Vec<String>,
    incomplete: bool,
    /// Why it could not be worked out.
    causes: Vec<String>,
}

/// A card in full.
#[derive(Debug, Serialize)]
pub(crate) struct Full {
    round: u64,
    heading: String,
    basis: String,
    card: Line,
    belongs: Vec<String>,
    rows: Vec<Shaped>,
    /// The records of its rows, in their order.
    excerpts: Vec<Excerpt>,
}

/// A row of a card.
#[derive(Debug, Serialize)]
struct Shaped {
    #[serde(flatten)]
    row: Row,
    /// Number of its record's lines.
    excerpt: Option<usize>,
}

/// The cards that a query asks for, best first.
#[must_use]
pub(crate) fn page(shown: &Shown, query: &Query, lang: Lang) -> Page {
    let words: Vec<String> = query.words.split_whitespace().map(str::to_lowercase).collect();
    let all = chosen(shown, query);
    let wanted =
        |ranking: &Ranking<'_>, card: &Card| query.asks(ranking, card, lang) && says(ranking, card, &words, lang);
    let cards: Vec<(&Ranking<'_>, &Card)> = all
        .iter()
        .flat_map(|ranking| ranking.cards.iter().map(move |card| (ranking, *card)))
        .filter(|(ranking, card)| wanted(ranking, card))
        .collect();
    let own = cards.iter().skip(query.offset).take(query.limit.min(MOST));
    let seats = seats(shown.outcome());
    let lines = own.map(|(ranking, card)| line(ranking, card, &seats, lang)).collect();
    Page { round: shown.round.number, total: cards.len(), offset: query.offset, cards: lines }
}

/// The card of one record.
#[must_use]
pub(crate) fn card(shown: &Shown, query: &Query, lang: Lang) -> Option<Full> {
    let all = chosen(shown, query);
    let mut cards = all.iter().flat_map(|ranking| ranking.cards.iter().map(move |card| (ranking, *card)));
    let (ranking, card) = cards.find(|(ranking, card)| ranking.key(card.row) == query.key)?;
    let (mut excerpts, sources) = (Vec::new(), ranking.sources);
    let shaped = |row: Row| {
        let excerpt = row.record.as_ref().map(|record| {
            excerpts.push(lines(String::new(), record.place, sources, COLUMNS));
            excerpts.len() - 1
        });
        Shaped { row, excerpt }
    };
    let rows = rows(ranking, card, lang).into_iter().map(shaped).collect();
    Some(Full {
        round: shown.round.number,
        heading: ranking.heading(ranking.table.body(), lang),
        basis: ranking.table.scheme.basis.to_string(),
        card: line(ranking, card, &seats(shown.outcome()), lang),
        belongs: belongs(ranking, card, lang),
        rows,
        excerpts,
    })
}

/// The rankings of a query's scheme, body and year.
fn chosen<'a>(shown: &'a Shown, query: &Query) -> Vec<Ranking<'a>> {
    let same = |wanted: &str, have: &str| wanted.is_empty() || wanted == have;
    let mut all = rankings(shown.outcome(), &Choice { member: None, year: query.year });
    all.retain(|own| same(&query.scheme, &own.table.scheme.name) && same(&query.body, own.table.body()));
    all
}

impl Query {
    fn asks(&self, ranking: &Ranking<'_>, card: &Card, lang: Lang) -> bool {
        let (field, value) = &self.group;
        let grouped = || ranking.grouped(card, field, lang).iter().any(|own| own == value);
        let only = match self.only.as_str() {
            "incomplete" => !card.is_complete(),
            "unranked" => card.unranked,
            _ => true,
        };
        only && (self.grade.is_empty() || ranking.table.grade(card) == Some(&self.grade))
            && (field.is_empty() || value.is_empty() || grouped())
    }
}

/// Whether every word occurs in what a card is called.
fn says(ranking: &Ranking<'_>, card: &Card, words: &[String], lang: Lang) -> bool {
    if words.is_empty() {
        return true;
    }
    let groups = ranking.groups.iter().map(|group| values(ranking, card, group, lang));
    let text: Vec<String> = [ranking.key(card.row), ranking.name(card.row)].into_iter().chain(groups).collect();
    let text = text.join("\n").to_lowercase();
    words.iter().all(|word| text.contains(word.as_str()))
}

fn line(ranking: &Ranking<'_>, card: &Card, seats: &[Seat<'_>], lang: Lang) -> Line {
    let key = ranking.key(card.row);
    let seat = seats.iter().find(|seat| seat.body.id() == &**ranking.table.body());
    let kind = seat.and_then(|seat| seat.body.kind(&ranking.kind(card.row, Lang::Zh)));
    let record = kind.and_then(|kind| kind.find(if kind.is_yearly() { ranking.table.year } else { 0 }, &key));
    Line {
        who: record.map(|record| format!("{}/{key}", record.kind().name())),
        key,
        name: ranking.name(card.row),
        rank: card.rank,
        points: Ranking::points(card, lang),
        exact: card.points.unshortened().filter(|_| card.is_complete()),
        grade: ranking.table.grade(card).map(str::to_owned),
        groups: ranking.groups.iter().map(|group| values(ranking, card, group, lang)).collect(),
        remarks: ranking.remarks(card, lang),
        incomplete: !card.is_complete(),
        causes: ranking.causes(card).iter().map(|finding| cause(ranking, finding, lang)).collect(),
    }
}
