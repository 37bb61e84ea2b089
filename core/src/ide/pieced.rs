//! A data file record by record: at a keystroke only those are typed that read otherwise than before.
//!
//! Each record is looked at with the top of the file and without the others. That gives what a look at the whole file gives
//! where records have nothing to do with one another; where they may have, and it is not certain, the whole file is looked at.

use std::ops::Range;

use crate::bounds;
use crate::data::governance::Governance;
use crate::data::read::{Text, Typed};
use crate::document::{self, Sort, Sound, headers};
use crate::finding::Finding;
use crate::host;
use crate::memo::Digest;
use crate::source::{Place, SourceId, Sources, Span};

/// The top of a file is read with each of its records: not where it is longer than this.
const HEAD: usize = 4 << 10;

/// What was found of each record of a file, kept from one keystroke to the next.
#[derive(Debug, Default)]
pub struct Kept {
    /// What settles what governs whom.
    shape: Option<Digest>,
    /// The top of the file, then its records.
    pieces: Vec<Piece>,
}

/// The top of a file, or a record, with what was found of it.
#[derive(Debug)]
struct Piece {
    text: String,
    /// Its findings, by bytes of it.
    findings: Vec<Finding>,
    /// Whether they are those of the whole file.
    alone: bool,
    /// Whether it could not be placed, which is said once of several of the same kind or body.
    stray: bool,
    /// Whether it does not parse.
    broken: bool,
    /// How much memory its record takes, and at most its values, in bytes.
    weight: (usize, usize),
    /// Steps that patterns took.
    steps: u64,
}

/// What is wrong with a file by itself; nothing where that does not follow from its records one by one.
pub(super) fn findings(
    kept: &mut Kept,
    (source, text): (SourceId, &str),
    governance: &Governance<'_>,
) -> Option<Vec<Finding>> {
    if kept.shape != Some(governance.shape()) {
        *kept = Kept { shape: Some(governance.shape()), pieces: Vec::new() };
    }
    let old = std::mem::take(&mut kept.pieces);
    let (first, cuts, last) = recut(&old, text);
    let top = match (first, cuts.first()) {
        (0, Some(range)) => text[range.clone()].to_owned(),
        _ => old.first()?.text.clone(),
    };
    let Sound::Table(table) = document::sound(&top) else { return None };
    if top.len() > HEAD {
        return None;
    }
    let same = old.first().is_some_and(|own| own.text == top);
    let own = look(&top, None, governance);
    let mut old = old.into_iter().enumerate();
    let mut pieces: Vec<Piece> = Vec::new();
    if same {
        pieces.extend(old.by_ref().take(first).map(|(_, piece)| piece));
    }
    let ranges = if same { cuts } else { starts(text) };
    for range in ranges {
        let piece = if pieces.is_empty() {
            Piece { text: top.clone(), ..look("", Some(&own), governance) }
        } else {
            record(&text[range], (&top, &table, &own), governance)
        };
        pieces.push(piece);
    }
    if same {
        pieces.extend(old.skip_while(|(at, _)| *at < last).map(|(_, piece)| piece));
    }
    if let Some(head) = pieces.first_mut() {
        head.findings = own.findings;
        head.alone = own.alone;
    }
    kept.pieces = pieces;
    kept.joined(source, text)
}

/// Cuts a text as it was cut before: how many pieces stand, those that come next, and from which on the old ones stand again.
fn recut(old: &[Piece], text: &str) -> (usize, Vec<Range<usize>>, usize) {
    let (mut first, mut from) = (0, 0);
    while old.get(first).is_some_and(|piece| text[from..].starts_with(&piece.text)) {
        from += old[first].text.len();
        first += 1;
    }
    // What comes behind a piece may belong to it.
    if first > 0 {
        first -= 1;
        from -= old[first].text.len();
    }
    let (mut last, mut to) = (old.len(), text.len());
    while last > first && text[from..to].ends_with(&old[last - 1].text) {
        last -= 1;
        to -= old[last].text.len();
    }
    let line = text[to..].find('\n').map_or(text.len(), |end| to + end + 1);
    let mut cuts = cut(&text[from..line], first == 0);
    let stands = last < old.len() && last > 0 && cuts.last().is_some_and(|cut| cut.start == to - from);
    if stands {
        cuts.pop();
    } else {
        last = old.len();
        cuts = cut(&text[from..], first == 0);
    }
    (first, cuts.into_iter().map(|cut| cut.start + from..cut.end + from).collect(), last)
}

/// The top of a text and its records.
fn starts(text: &str) -> Vec<Range<usize>> {
    cut(text, true)
}

/// The records of a text that begins with one, or with the top of a file.
fn cut(text: &str, top: bool) -> Vec<Range<usize>> {
    let records = headers(text).into_iter().filter(|(_, header)| kind(header).is_some()).map(|(at, _)| at);
    let mut all: Vec<usize> = std::iter::once(0).chain(records).collect();
    if !top {
        all.dedup();
    }
    let ends = all.iter().skip(1).copied().chain([text.len()]);
    all.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

/// The kind that a header `[[kind]]` names.
fn kind(header: &str) -> Option<&str> {
    let name = header.strip_prefix("[[")?.strip_suffix("]]")?.trim();
    let bare = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '_' | '-');
    (!name.is_empty() && name.chars().all(bare)).then_some(name)
}

/// Looks at a text by itself, behind the top of its file, of which the findings are known.
fn look(text: &str, top: Option<&Piece>, governance: &Governance<'_>) -> Piece {
    let before = top.map_or("", |top| &top.text);
    let mut sources = Sources::default();
    let all = format!("{before}{text}");
    let length = all.len();
    let source = sources.add("", all).unwrap_or(SourceId::NONE);
    let Typed { records, findings, broken, .. } = Text::alone(source, &sources, governance);
    let rows: usize = records.bodies.iter().flat_map(|body| &body.tables).map(|table| table.rows.len()).sum();
    let slips = !findings.is_empty() || broken.is_some();
    let lost = rows == 0 && !records.findings.is_empty();
    let (least, each) = bounds::PATTERN_STEPS;
    let mut piece = Piece {
        text: text.to_owned(),
        findings: Vec::new(),
        alone: !records.full && !records.more_strays,
        stray: !records.strays.is_empty() || lost,
        broken: slips,
        weight: (records.weight, values(text)),
        steps: (least + each * length as u64).saturating_sub(records.steps),
    };
    let mut above = Vec::new();
    for mut finding in findings.into_iter().chain(records.findings) {
        let own = finding.place.is_some_and(|place| place.span.start as usize >= before.len());
        piece.alone &= *finding.rule != *host::TOO_MUCH.name;
        if top.is_some() && !own {
            above.push(finding);
            continue;
        }
        let places = finding.place.iter_mut().chain(finding.related.iter_mut().map(|own| &mut own.place));
        for place in places {
            piece.alone &= place.span.start as usize >= before.len();
            place.span = moved(place.span, before.len(), 0);
        }
        piece.findings.push(finding);
    }
    let told = |finding: &Finding| (finding.rule.clone(), finding.message.clone(), finding.place.map(|own| own.span));
    piece.alone &= top.is_none_or(|top| above.iter().map(told).eq(top.findings.iter().map(told)));
    piece
}

/// At most so much memory the values of a text take.
fn values(text: &str) -> usize {
    let signs = text.bytes().map(|sign| match sign {
        b'[' | b'{' | b'.' => bounds::TABLE,
        b'=' => bounds::PAIR,
        b',' => bounds::ITEM,
        _ => 0,
    });
    signs.sum()
}

/// Looks at a record.
fn record(text: &str, (top, table, own): (&str, &document::Table<'_>, &Piece), governance: &Governance<'_>) -> Piece {
    debug_assert_eq!(top, own.text, "the record stands below it");
    let mut piece = look(text, Some(own), governance);
    let mut all = headers(text).into_iter().map(|(_, header)| header);
    let name = all.next().and_then(kind).unwrap_or_default();
    // Its own parts alone stand below it: another table might be there twice, or be of another record.
    let part = |header: &str| {
        header.trim_start_matches('[').trim_start().strip_prefix(name).is_some_and(|rest| rest.starts_with('.'))
    };
    piece.alone &= !name.is_empty() && !table.contains_key(name) && all.all(part);
    if piece.broken {
        // A slip in one line is no matter of other records.
        let (broken, _) = document::broken(text, SourceId::NONE, &host::SYNTAX);
        let unsound = broken.pieces.iter().zip(&broken.sound).filter(|(_, sound)| !**sound);
        piece.alone &=
            unsound.into_iter().all(|(own, _)| own.sort == Sort::Pair && !text[own.span.clone()].contains('\n'));
    }
    piece
}

fn moved(span: Span, from: usize, to: usize) -> Span {
    let at = |byte: u32| (byte as usize).saturating_sub(from) + to;
    Span::new(at(span.start), at(span.end))
}

impl Kept {
    /// The findings of all pieces, where they are those of the whole.
    fn joined(&self, source: SourceId, text: &str) -> Option<Vec<Finding>> {
        let count = |of: fn(&Piece) -> bool| self.pieces.iter().filter(|piece| of(piece)).count();
        let sum = |of: fn(&Piece) -> usize| self.pieces.iter().map(of).sum::<usize>();
        let found = sum(|piece| piece.findings.len());
        let longest = bounds::PIECE + self.pieces.iter().map(|piece| piece.text.len()).max().unwrap_or(0);
        let heavy = sum(|piece| piece.weight.1) + longest * bounds::TOKEN > bounds::document(text.len())
            || sum(|piece| piece.weight.0) > bounds::records(text.len());
        // Where texts of several lines begin and end is not known behind a slip.
        let torn = count(|piece| piece.broken) > 0 && (text.contains("\"\"\"") || text.contains("'''"));
        if count(|piece| !piece.alone) > 0
            || count(|piece| piece.stray) > 1
            || found >= bounds::SYNTAX.min(bounds::findings_of_file(text.len()))
            || self.pieces.iter().map(|piece| piece.steps).sum::<u64>() > bounds::PATTERN_STEPS.0
            || heavy
            || torn
        {
            return None;
        }
        let mut all = Vec::with_capacity(found);
        let mut from = 0;
        for piece in &self.pieces {
            for finding in &piece.findings {
                let mut finding = finding.clone();
                let places = finding.place.iter_mut().chain(finding.related.iter_mut().map(|own| &mut own.place));
                places.for_each(|place| *place = Place { source, span: moved(place.span, 0, from) });
                all.push(finding);
            }
            from += piece.text.len();
        }
        Some(all)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Open;
    use super::*;
    use crate::language::Lang;

    fn told(findings: &[Finding]) -> Vec<String> {
        let one = |finding: &Finding| {
            let span = finding.place.map(|place| place.span);
            let related: Vec<Span> = finding.related.iter().map(|own| own.place.span).collect();
            let help = finding.help.as_ref().map(|help| help.get(Lang::En));
            let message = finding.message.get(Lang::En);
            format!("{} {span:?} {message} {help:?} {related:?} {:?} {:?}", finding.rule, finding.record, finding.body)
        };
        let mut all: Vec<String> = findings.iter().map(one).collect();
        all.sort_unstable();
        all
    }

    #[test]
    fn records_one_by_one_give_what_the_whole_file_gives() {
        let outcome = crate::example::outcome();
        let member =
            |at: usize| format!("\n# {at}\n[[member]]\nid = \"N{at}\"\nname = \"李四\"\ngroup = \"a\"\nvisits = 3\n");
        let start: String = std::iter::once(crate::example::DATA.to_owned()).chain((0..12).map(member)).collect();
        let words = [
            "\"",
            "[[",
            "]]",
            "[",
            "]",
            "\n",
            "=",
            "x",
            "1",
            "委",
            ",",
            "{",
            "#",
            "id",
            "'",
            "\n[[member]]\n",
            "\n[[membr]]\n",
            "[member.x]\n",
            "\nvisits = \"x\"\n",
            "\nbody = \"y\"\n",
            "\"\"\"",
            "[other]\n",
            ".",
            "",
            "",
            "",
            "",
        ];
        let mut seed: u64 = 0x2545_f491_4f6c_dd1d;
        let mut roll = move |sides: usize| {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            usize::try_from(seed % sides as u64).expect("small")
        };
        let (mut apart, mut wrong) = (0, 0);
        for _ in 0..60 {
            let (mut text, mut kept) = (start.clone(), Kept::default());
            for _ in 0..12 {
                let whole = Open::new(&outcome, "members.toml", &text).quick().0;
                let again = Open::new(&outcome, "members.toml", &text).quick_again(&mut kept).0;
                assert_eq!(told(&again), told(&whole), "{text}");
                apart += usize::from(kept.joined(SourceId::NONE, &text).is_some() && !kept.pieces.is_empty());
                wrong += usize::from(!whole.is_empty());
                let mut at = roll(text.len());
                let mut end = (at + [0, 0, 1, 3, 30][roll(5)]).min(text.len());
                while !text.is_char_boundary(at) {
                    at -= 1;
                }
                while !text.is_char_boundary(end) {
                    end += 1;
                }
                text.replace_range(at..end, words[roll(words.len())]);
            }
        }
        assert!(apart > 100 && wrong > 100, "{apart} record by record, {wrong} with findings");
    }
}
