//! A card in full: every line of the scheme, every point, and the record that earned it.

use std::io;

use crate::report::place::told;
use crate::report::scores::Layout;
use crate::report::scores::table::{cause, values};
use crate::report::text::{clean_line, width, wrap};
use serde::Serialize;
use yize_core::language::Lang;
use yize_core::ranking::Ranking;
use yize_core::say;
use yize_core::score::Entry;
use yize_core::score::{Card, Points, Proof, Quoted, Section};
use yize_core::source::Place;
use yize_core::value::RowId;

/// A line of a card: how far it is indented, its words, its points.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Row {
    /// 0 for parts, 1 for items, 2 for records.
    pub depth: usize,
    /// The name of the scheme's line that it belongs to.
    pub line: String,
    /// What it says beyond that.
    pub note: String,
    /// The record that is counted, where it is of one.
    pub record: Option<Evidence>,
    /// Points, where it has some.
    pub points: String,
}

/// A record that is counted.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Evidence {
    /// What people call its kind.
    pub kind: String,
    /// Its key.
    pub key: String,
    /// Its day, or its period; else nothing.
    pub date: String,
    /// What people call it, and the value in it that is counted.
    pub title: String,
    /// Its file.
    pub file: String,
    /// The line of the file.
    pub at: usize,
    /// Where it stands, as people write it.
    pub shown: String,
    /// The place.
    #[serde(skip)]
    pub place: Place,
}

impl Row {
    /// All that it says, on one line.
    #[must_use]
    pub(crate) fn text(&self, lang: Lang) -> String {
        let Some(Evidence { kind, date, title, shown, .. }) = &self.record else {
            let (open, close) = if lang == Lang::Zh { ("（", "）") } else { (" (", ")") };
            let note = if self.note.is_empty() || self.line.is_empty() {
                self.note.clone()
            } else {
                format!("{open}{}{close}", self.note)
            };
            return clean_line(&format!("{}{note}", self.line));
        };
        let date = if date.is_empty() { String::new() } else { format!("{date} ") };
        let note = if self.note.is_empty() { String::new() } else { format!("，{}", self.note) };
        clean_line(&format!("{kind} {date}{title}  {shown}{note}"))
    }
}

/// The lines of a card.
#[must_use]
pub(crate) fn rows(ranking: &Ranking<'_>, card: &Card, lang: Lang) -> Vec<Row> {
    let mut page = Page { ranking, lang, rows: Vec::new() };
    if !card.base.is_zero() {
        page.add(0, say!("基础分", "base").get(lang), "", card.base.short());
    }
    card.sections.iter().for_each(|section| page.section(section));
    if let Some(over) = Ranking::over(card.over) {
        page.add(0, say!("总分", "score").get(lang), over.get(lang), String::new());
    }
    if !card.cleared.is_zero() {
        let points = card.cleared.short();
        page.add(
            0,
            "",
            say!("得分清零，减 {points}", "all points cleared: {points} taken away").get(lang),
            String::new(),
        );
    }
    if !card.rounding.is_zero() {
        page.add(0, say!("四舍五入", "rounding").get(lang), "", card.rounding.short());
    }
    page.score(card);
    for remark in ranking.remarks(card, lang) {
        page.add(0, "", &remark, String::new());
    }
    for finding in &ranking.causes(card) {
        page.add(1, "", &cause(ranking, finding, lang), String::new());
    }
    let open = say!("应办而未办", "not done");
    for (number, said, proofs) in ranking.rates(card) {
        let line = ranking.line(number);
        page.add(0, line, said.get(lang), String::new());
        for (proof, done) in proofs {
            let why = if done { "" } else { open.get(lang) };
            page.record(line, number, (proof.row, proof.value.as_ref()), None, why);
        }
    }
    for minimum in &card.minimums {
        let (line, [have, need]) = ranking.amounts(minimum);
        page.add(0, line, say!("至少 {need}", "at least {need}").get(lang), have);
        page.proofs(minimum.line, &minimum.proofs, "");
    }
    let clears = card.clears.iter().map(|named| (say!("清零", "cleared by"), named));
    let vetoes = card.vetoes.iter().map(|named| (say!("一票否决", "veto"), named));
    for (said, (number, proofs)) in clears.chain(vetoes) {
        page.add(0, ranking.line(*number), said.get(lang), String::new());
        page.proofs(*number, proofs, "");
    }
    page.rows
}

struct Page<'a, 'b> {
    ranking: &'a Ranking<'b>,
    lang: Lang,
    rows: Vec<Row>,
}

impl Page<'_, '_> {
    fn add(&mut self, depth: usize, line: &str, note: &str, points: String) {
        self.rows.push(Row { depth, line: line.to_owned(), note: note.to_owned(), record: None, points });
    }

    /// The score, its grade and rank, and all of it where it was shortened.
    fn score(&mut self, card: &Card) {
        let grade = self.ranking.table.grade(card).map(ToOwned::to_owned);
        let rank = card.rank.map(|rank| say!("第 {rank} 名", "rank {rank}").get(self.lang).to_owned());
        let exact = card
            .points
            .unshortened()
            .filter(|_| card.is_complete())
            .map(|exact| say!("准确得分 {exact}", "exactly {exact}").get(self.lang).to_owned());
        let notes: Vec<String> = grade.into_iter().chain(rank).chain(exact).collect();
        let notes = notes.join(if self.lang == Lang::Zh { "，" } else { ", " });
        self.add(0, say!("得分", "score").get(self.lang), &notes, Ranking::points(card, self.lang));
    }

    fn section(&mut self, section: &Section) {
        if let Some(part) = section.part {
            let line = self.ranking.line(part).to_owned();
            if !section.applies {
                return self.add(0, &line, say!("不适用", "does not apply").get(self.lang), String::new());
            }
            self.add(0, &line, &self.over(section.over), section.points.short());
            if !section.cleared.is_zero() {
                let points = section.cleared.short();
                let said = say!("清零，减 {points}", "cleared: {points} taken away");
                self.add(1, "", said.get(self.lang), String::new());
            }
            if !section.start.is_zero() {
                self.add(1, say!("起始分", "start").get(self.lang), "", section.start.short());
            }
        }
        section.entries.iter().for_each(|entry| self.entry(entry));
    }

    /// What a cap cut off, in words.
    fn over(&self, over: Points) -> String {
        Ranking::over(over).map(|over| over.get(self.lang).to_owned()).unwrap_or_default()
    }

    fn entry(&mut self, entry: &Entry) {
        let line = self.ranking.line(entry.line).to_owned();
        let ratio = entry.ratio.map(|(done, required)| format!("{}/{}", done.short(), required.short()));
        let notes: Vec<String> =
            ratio.into_iter().chain([self.over(entry.over)]).filter(|note| !note.is_empty()).collect();
        let notes = notes.join(if self.lang == Lang::Zh { "，" } else { ", " });
        self.add(1, &line, &notes, entry.points.short());
        for period in Ranking::periods(entry) {
            self.add(2, "", period.get(self.lang), String::new());
        }
        for earned in &entry.earned {
            let why = self.ranking.why(earned.why).map(|text| text.get(self.lang).to_owned()).unwrap_or_default();
            self.record(&line, entry.line, (earned.row, earned.value.as_ref()), Some(earned.points), &why);
        }
    }

    /// The records that a line counts without points of their own.
    fn proofs(&mut self, number: usize, proofs: &[Proof], why: &str) {
        let line = self.ranking.line(number).to_owned();
        for proof in proofs {
            self.record(&line, number, (proof.row, proof.value.as_ref()), None, why);
        }
    }

    fn record(
        &mut self,
        line: &str,
        number: usize,
        (row, value): (RowId, Option<&Quoted>),
        points: Option<Points>,
        why: &str,
    ) {
        let ranking = self.ranking;
        let place = ranking.place_of(row, value);
        let (file, at) = (&ranking.sources.get(place.source).name, ranking.sources.positions(place).0.line);
        let value = value.map(|value| format!(" {}", value.text)).unwrap_or_default();
        let record = Evidence {
            kind: ranking.kind(row, self.lang),
            key: ranking.key(row),
            date: ranking.day(row, Some(number)).unwrap_or_default(),
            title: format!("{}{value}", ranking.name(row)),
            file: file.clone(),
            at,
            shown: told(ranking.sources, place),
            place,
        };
        let points = points.map(Points::short).unwrap_or_default();
        self.rows.push(Row { depth: 2, line: line.to_owned(), note: why.to_owned(), record: Some(record), points });
    }
}

/// What a card's record belongs to, a field each.
#[must_use]
pub(crate) fn belongs(ranking: &Ranking<'_>, card: &Card, lang: Lang) -> Vec<String> {
    let colon = if lang == Lang::Zh { "：" } else { ": " };
    let groups = ranking.groups.iter().map(|group| (group.label.get(lang), values(ranking, card, group, lang)));
    groups.filter(|(_, values)| !values.is_empty()).map(|(label, values)| format!("{label}{colon}{values}")).collect()
}

/// Columns of the points.
const POINTS: usize = 10;

/// Writes a card.
///
/// # Errors
/// As the writer reports them.
pub(crate) fn write(
    ranking: &Ranking<'_>,
    card: &Card,
    (lang, layout): (Lang, Layout),
    out: &mut dyn io::Write,
) -> io::Result<()> {
    writeln!(out, "{} {}", clean_line(&ranking.key(card.row)), clean_line(&ranking.name(card.row)))?;
    let belongs = belongs(ranking, card, lang).join(if lang == Lang::Zh { "　" } else { "  " });
    layout.lines(&belongs, 0).iter().try_for_each(|line| writeln!(out, "{line}"))?;
    for row in rows(ranking, card, lang) {
        let indent = POINTS + 2 + 2 * row.depth;
        let points = format!("{}{}", " ".repeat(POINTS.saturating_sub(width(&row.points))), row.points);
        let text = row.text(lang);
        let lines = match layout.columns {
            Some(columns) => wrap(&text, columns.saturating_sub(indent).max(20)),
            None => vec![text],
        };
        for (n, line) in lines.iter().enumerate() {
            let before =
                if n == 0 { format!("{points}{}", " ".repeat(indent - POINTS)) } else { " ".repeat(indent + 2) };
            writeln!(out, "{}", format!("{before}{line}").trim_end())?;
        }
    }
    Ok(())
}
