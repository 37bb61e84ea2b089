//! A card in full: every line of the scheme, every point, and the record that earned it.

use std::io;

use crate::report::text::clean_line;
use yize_core::language::Lang;
use yize_core::ranking::Ranking;
use yize_core::say;
use yize_core::score::Entry;
use yize_core::score::{Card, Quoted, Section};
use yize_core::value::RowId;

/// A line of a card: how far it is indented, its words, its points.
pub(crate) struct Row {
    /// 0 for parts, 1 for items, 2 for records.
    pub depth: usize,
    /// What it says.
    pub text: String,
    /// Points, where it has some.
    pub points: String,
}

/// The lines of a card.
#[must_use]
pub(crate) fn rows(ranking: &Ranking<'_>, card: &Card, lang: Lang) -> Vec<Row> {
    let mut page = Page { ranking, lang, rows: Vec::new() };
    if !card.base.is_zero() {
        page.add(0, say!("基础分", "base").get(lang), card.base.to_string());
    }
    card.sections.iter().for_each(|section| page.section(section));
    if let Some(over) = Ranking::over(card.over) {
        page.add(0, &format!("{}：{}", say!("总分", "score").get(lang), over.get(lang)), String::new());
    }
    if !card.cleared.is_zero() {
        let points = card.cleared;
        page.add(0, say!("得分清零，减 {points}", "all points cleared: {points} taken away").get(lang), String::new());
    }
    if !card.rounding.is_zero() {
        page.add(0, say!("四舍五入", "rounding").get(lang), card.rounding.to_string());
    }
    let grade = ranking.table.grade(card).map(|grade| format!("　{grade}")).unwrap_or_default();
    let rank = card.rank.map(|rank| say!("　第 {rank} 名", "  rank {rank}").get(lang).to_owned()).unwrap_or_default();
    page.add(0, &format!("{}{grade}{rank}", say!("得分", "score").get(lang)), Ranking::points(card, lang));
    for remark in ranking.remarks(card, lang) {
        page.add(0, &remark, String::new());
    }
    for (said, proofs) in ranking.rates(card) {
        page.add(0, said.get(lang), String::new());
        let open = say!("应办而未办", "not done");
        for (proof, done) in proofs {
            page.record((proof.row, proof.value.as_ref()), "", if done { "" } else { open.get(lang) });
        }
    }
    for minimum in &card.minimums {
        let (line, [have, need]) = ranking.amounts(minimum);
        page.add(0, say!("至少 {need}：{line}", "at least {need}: {line}").get(lang), have);
        minimum.proofs.iter().for_each(|proof| page.record((proof.row, proof.value.as_ref()), "", ""));
    }
    let vetoes = card.vetoes.iter().map(|(line, proofs)| {
        let line = ranking.line(*line);
        (say!("一票否决：{line}", "veto: {line}"), proofs)
    });
    let clears = card.clears.iter().map(|(line, proofs)| {
        let line = ranking.line(*line);
        (say!("清零：{line}", "cleared by: {line}"), proofs)
    });
    for (said, proofs) in clears.chain(vetoes) {
        page.add(0, said.get(lang), String::new());
        for proof in proofs {
            page.record((proof.row, proof.value.as_ref()), "", "");
        }
    }
    page.rows
}

struct Page<'a, 'b> {
    ranking: &'a Ranking<'b>,
    lang: Lang,
    rows: Vec<Row>,
}

impl Page<'_, '_> {
    fn add(&mut self, depth: usize, text: &str, points: String) {
        self.rows.push(Row { depth, text: clean_line(text), points });
    }

    fn section(&mut self, section: &Section) {
        if let Some(part) = section.part {
            let mut text = self.ranking.line(part).to_owned();
            if !section.applies {
                text.push_str(say!("（不适用）", " (does not apply)").get(self.lang));
                return self.add(0, &text, String::new());
            }
            if let Some(over) = Ranking::over(section.over) {
                text = format!("{text}（{}）", over.get(self.lang));
            }
            self.add(0, &text, section.points.to_string());
            if !section.cleared.is_zero() {
                let points = section.cleared;
                self.add(1, say!("清零，减 {points}", "cleared: {points} taken away").get(self.lang), String::new());
            }
            if !section.start.is_zero() {
                self.add(1, say!("起始分", "start").get(self.lang), section.start.to_string());
            }
        }
        section.entries.iter().for_each(|entry| self.entry(entry));
    }

    fn entry(&mut self, entry: &Entry) {
        let mut text = self.ranking.line(entry.line).to_owned();
        if let Some((done, required)) = entry.ratio {
            text = format!("{text}（{done}/{required}）");
        }
        if let Some(over) = Ranking::over(entry.over) {
            text = format!("{text}（{}）", over.get(self.lang));
        }
        self.add(1, &text, entry.points.to_string());
        for period in Ranking::periods(entry) {
            self.add(2, period.get(self.lang), String::new());
        }
        for earned in &entry.earned {
            let why = self.ranking.why(earned.why).map(|text| text.get(self.lang).to_owned()).unwrap_or_default();
            self.record((earned.row, earned.value.as_ref()), &earned.points.to_string(), &why);
        }
    }

    fn record(&mut self, (row, value): (RowId, Option<&Quoted>), points: &str, why: &str) {
        let (kind, name) = (self.ranking.kind(row, self.lang), self.ranking.name(row));
        let (file, line) = self.ranking.spot_of(row, value);
        let value = value.map(|value| format!(" {}", value.text)).unwrap_or_default();
        let why = if why.is_empty() { String::new() } else { format!("，{why}") };
        self.add(2, &format!("{kind} {name}{value}  {file}:{line}{why}"), points.to_owned());
    }
}

/// Writes a card.
///
/// # Errors
/// As the writer reports them.
pub(crate) fn write(ranking: &Ranking<'_>, card: &Card, lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "{} {}", clean_line(&ranking.key(card.row)), clean_line(&ranking.name(card.row)))?;
    for row in rows(ranking, card, lang) {
        writeln!(out, "{:>10}  {}{}", row.points, "  ".repeat(row.depth), row.text)?;
    }
    Ok(())
}
