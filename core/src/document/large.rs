//! Large texts: read piece by piece where they are plain, and not at all where they would take too much memory.
//!
//! The parser lists all tokens of a text before it builds anything, 50 bytes for each; and a text of nothing but brackets
//! becomes a hundred times its size. So a large text is weighed first, token by token, keeping none; then it is cut between
//! records, before some of its headers `[[kind]]`, and the pieces are parsed one after another, which gives the same table.

use std::ops::Range;

use rustc_hash::FxHashSet;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};
use toml_parser::Source;
use toml_parser::lexer::{Token, TokenKind};

use super::entries::Unlike;
use super::pieces::closing;
use crate::bounds;
use crate::finding::Finding;
use crate::host;
use crate::language::say;
use crate::source::{Place, SourceId, Span};

/// What a text is.
pub(crate) enum Sound<'t> {
    /// Sound.
    Table(DeTable<'t>),
    /// No TOML.
    Broken,
    /// So dense that reading it takes more memory than is allowed.
    TooMuch,
}

/// Parses a text that may be sound. Nothing is held of one that is not.
#[must_use]
pub(crate) fn sound(text: &str) -> Sound<'_> {
    let whole = |text| DeTable::parse(text).map_or(Sound::Broken, |table| Sound::Table(table.into_inner()));
    if text.len() <= bounds::PIECE {
        return whole(text);
    }
    if does_not_end(text) {
        return Sound::Broken;
    }
    let (survey, most) = (Survey::of(text), bounds::document(text.len()));
    if survey.weight(survey.longest) > most {
        return Sound::TooMuch;
    }
    match joined(text, &survey.cuts) {
        Ok(Some(table)) => Sound::Table(table),
        Err(_) => Sound::Broken,
        // They do not go together, or not as simply.
        Ok(None) if survey.weight(survey.tokens) > most => Sound::TooMuch,
        Ok(None) => whole(text),
    }
}

/// Whether a text of several lines in it does not end. The parser would complain of every line behind its quotes, and keep that.
pub(super) fn does_not_end(text: &str) -> bool {
    Source::new(text).lex().any(|token| {
        let quotes = match token.kind() {
            TokenKind::MlBasicString => "\"\"\"",
            TokenKind::MlLiteralString => "'''",
            _ => return false,
        };
        let own = &text[token.span().start()..token.span().end()];
        closing(&own[quotes.len()..], quotes).is_none()
    })
}

/// The table of a text, of its pieces; nothing where they do not go together as simply as records do.
fn joined<'t>(text: &'t str, cuts: &[usize]) -> Result<Option<DeTable<'t>>, toml::de::Error> {
    let mut all = DeTable::new();
    let mut pieces = pieces(text, cuts);
    if let Some(first) = pieces.next() {
        all = DeTable::parse(&text[first])?.into_inner();
    }
    // What the head says no header may add to.
    let head: FxHashSet<String> = all.keys().map(|key| key.get_ref().to_string()).collect();
    for piece in pieces {
        for (name, value) in DeTable::parse(&text[piece.clone()])?.into_inner() {
            if head.contains(name.get_ref().as_ref()) {
                return Ok(None);
            }
            match all.get_mut(name.get_ref().as_ref()).map(Spanned::get_mut) {
                Some(DeValue::Array(known)) => {
                    let DeValue::Array(records) = value.into_inner() else { return Ok(None) };
                    records.into_iter().for_each(|record| known.push(shifted(record, piece.start)));
                }
                Some(_) => return Ok(None),
                None => {
                    let name = Spanned::new(moved(&name.span(), piece.start), name.into_inner());
                    all.insert(name, shifted(value, piece.start));
                }
            }
        }
    }
    Ok(Some(all))
}

fn moved(span: &Range<usize>, by: usize) -> Range<usize> {
    span.start + by..span.end + by
}

/// A value of a piece with the places of the whole text.
fn shifted(value: Spanned<DeValue<'_>>, by: usize) -> Spanned<DeValue<'_>> {
    let span = moved(&value.span(), by);
    let value = match value.into_inner() {
        DeValue::Array(items) => {
            let mut all = DeArray::new();
            items.into_iter().for_each(|item| all.push(shifted(item, by)));
            DeValue::Array(all)
        }
        DeValue::Table(table) => {
            let mut all = DeTable::with_capacity(table.len());
            for (key, value) in table {
                let key = Spanned::new(moved(&key.span(), by), key.into_inner());
                all.insert(key, shifted(value, by));
            }
            DeValue::Table(all)
        }
        plain => plain,
    };
    Spanned::new(span, value)
}

fn pieces(text: &str, cuts: &[usize]) -> impl Iterator<Item = Range<usize>> {
    let ends = cuts.iter().skip(1).copied().chain([text.len()]);
    cuts.iter().copied().zip(ends).map(|(start, end)| start..end)
}

/// So many tokens are looked at together.
const SOME: usize = 1_024;

/// What each sort of token adds to the memory that its text takes, by its number: see [`bounds::TABLE`].
const WEIGHTS: [usize; 256] = {
    let mut weights = [0; 256];
    weights[TokenKind::LeftSquareBracket as usize] = bounds::ITEM;
    weights[TokenKind::LeftCurlyBracket as usize] = bounds::TABLE;
    weights[TokenKind::Equals as usize] = bounds::PAIR;
    weights[TokenKind::Comma as usize] = bounds::ITEM;
    // Each part of a dotted key is a table.
    weights[TokenKind::Dot as usize] = bounds::TABLE;
    weights
};

/// What is seen of a text before it is parsed.
struct Survey {
    /// How much memory its values take, in bytes.
    values: usize,
    /// Tokens of all of it.
    tokens: usize,
    /// Tokens of the piece that has most.
    longest: usize,
    /// Where its pieces begin: the head, then records.
    cuts: Vec<usize>,
}

impl Survey {
    fn of(text: &str) -> Self {
        let mut surveyor = Surveyor::new(text.len(), 1);
        let (mut tokens, mut lexer) = (Vec::with_capacity(SOME), Source::new(text).lex());
        while {
            tokens.clear();
            tokens.extend(lexer.by_ref().take(SOME));
            !tokens.is_empty()
        } {
            surveyor.see(&tokens);
        }
        surveyor.end_piece();
        surveyor.survey
    }

    /// How much memory it takes to parse where so many tokens are listed at once.
    fn weight(&self, tokens: usize) -> usize {
        self.values + tokens * bounds::TOKEN
    }
}

/// Goes through the tokens of a text, keeping none.
pub(super) struct Surveyor {
    survey: Survey,
    /// Brackets that are open.
    depth: usize,
    /// Where the header at hand begins, and how many tokens it has so far.
    header: Option<(usize, usize)>,
    /// The first of them; a header of more is none that is plain.
    seen: [TokenKind; 8],
    /// Whether nothing but blanks stands before on the line.
    fresh: bool,
    /// Tokens of the piece at hand.
    piece: usize,
    /// How much memory the text may take.
    most: usize,
}

impl Surveyor {
    /// A surveyor of a text of so many bytes, one of so many parts, which may not take more together than the whole.
    pub(super) fn new(bytes: usize, parts: usize) -> Self {
        let survey = Survey { values: 0, tokens: 0, longest: 0, cuts: vec![0] };
        let most = if bytes <= bounds::PIECE { usize::MAX } else { bounds::document(bytes * parts) / parts };
        Self { survey, depth: 0, header: None, seen: [TokenKind::Eof; 8], fresh: true, piece: 0, most }
    }

    /// Takes the next tokens.
    ///
    /// # Errors
    /// When the text takes more memory than is allowed, as far as it was seen.
    pub(super) fn weigh(&mut self, tokens: &[Token]) -> Result<(), Unlike> {
        if self.most < usize::MAX {
            self.see(tokens);
        }
        if self.survey.weight(self.piece) > self.most { Err(Unlike) } else { Ok(()) }
    }

    /// Ends the text.
    ///
    /// # Errors
    /// When it takes more memory than is allowed.
    pub(super) fn end(mut self) -> Result<(), Unlike> {
        self.end_piece();
        if self.survey.weight(self.survey.longest) > self.most { Err(Unlike) } else { Ok(()) }
    }

    fn see(&mut self, tokens: &[Token]) {
        use TokenKind::{LeftCurlyBracket, LeftSquareBracket, RightCurlyBracket, RightSquareBracket};
        let (mut at, mut counted, mut values) = (0, 0, 0);
        while let Some(token) = tokens.get(at) {
            let kind = token.kind();
            at += 1;
            if self.header.is_some() {
                if self.see_of_header(kind) {
                    self.piece += at - counted;
                    counted = at;
                    self.end_piece();
                }
                continue;
            }
            values += WEIGHTS[kind as usize];
            match kind {
                LeftSquareBracket if self.depth == 0 && self.is_fresh(&tokens[..at - 1]) => {
                    self.seen[0] = kind;
                    self.header = Some((token.span().start(), 1));
                    values += bounds::TABLE - bounds::ITEM;
                }
                LeftSquareBracket | LeftCurlyBracket => self.depth += 1,
                RightSquareBracket | RightCurlyBracket => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
        }
        self.piece += tokens.len() - counted;
        self.fresh = self.is_fresh(tokens);
        self.survey.values += values;
    }

    /// Whether nothing but blanks stands on the line behind some tokens, the last of those seen.
    fn is_fresh(&self, tokens: &[Token]) -> bool {
        let last = tokens.iter().rev().map(Token::kind).find(|kind| *kind != TokenKind::Whitespace);
        last.map_or(self.fresh, |kind| kind == TokenKind::Newline)
    }

    /// Sees the next token of a header; whether a piece ends with it.
    fn see_of_header(&mut self, kind: TokenKind) -> bool {
        let Some((start, seen)) = self.header else { return false };
        match kind {
            TokenKind::Newline | TokenKind::Eof => {
                self.header = None;
                return self.ends_piece(start, seen);
            }
            TokenKind::Whitespace | TokenKind::Comment => {}
            kind => {
                if let Some(place) = self.seen.get_mut(seen) {
                    *place = kind;
                    self.header = Some((start, seen + 1));
                }
            }
        }
        false
    }

    /// Whether a piece ends behind a header.
    fn ends_piece(&mut self, start: usize, seen: usize) -> bool {
        use TokenKind::{Atom, LeftSquareBracket, RightSquareBracket};
        let record = [LeftSquareBracket, LeftSquareBracket, Atom, RightSquareBracket, RightSquareBracket];
        let cuts = &mut self.survey.cuts;
        let last = cuts.last().copied().unwrap_or_default();
        let ends = self.seen[..seen] == record && (cuts.len() == 1 || start - last >= bounds::PIECE);
        cuts.extend(ends.then_some(start));
        ends
    }

    fn end_piece(&mut self) {
        self.survey.tokens += self.piece;
        self.survey.longest = self.survey.longest.max(self.piece);
        self.piece = 0;
    }
}

/// Says that a text packs more into its bytes than is read.
#[must_use]
pub(crate) fn too_dense(source: SourceId) -> Finding {
    let message = say!(
        "文件没有读入：其中的值、括号或标点太多太密，读入所需的内存超出限度",
        "the file was not read: it packs so many values, brackets or signs that reading it takes more memory than is allowed"
    );
    let help = say!(
        "核对文件是否损坏；数据确实这样多时，分成几个文件",
        "see whether it is damaged; split it where there really is so much"
    );
    host::TOO_MUCH.finding(message).at(Place { source, span: Span::default() }).help(help)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    /// A text of so many records of two kinds, with all that may stand in one.
    fn text(records: usize) -> String {
        let mut text = "\u{23} 头\nbody = \"demo\"\r\nyear = 2026\nextra = [\n[1, 2],\n[3],\n]\n\n".to_owned();
        for at in 0..records {
            let kind = if at % 3 == 0 { "visit" } else { "member" };
            let _ = write!(
                text,
                "[[{kind}]] # 第 {at} 条\nid = \"M-{at}\"\nn = {at}\nlist = [\n  {{ a = 1 }},\n[\"x\"], ]\n"
            );
            text += "note = \"\"\"\n[[member]]\nid = \"no\"\n\"\"\"\nwhen = 2022-01-18\n";
            if at % 7 == 0 {
                let _ = write!(text, "[{kind}.inner]\nx = 1.5\n[[{kind}.more]]\ny = true\n");
            }
        }
        text
    }

    fn table(text: &str) -> String {
        match sound(text) {
            Sound::Table(table) => format!("{table:?}"),
            Sound::Broken => "broken".to_owned(),
            Sound::TooMuch => "too much".to_owned(),
        }
    }

    fn whole(text: &str) -> String {
        DeTable::parse(text).map_or_else(|_| "broken".to_owned(), |table| format!("{:?}", table.get_ref()))
    }

    #[test]
    fn pieces_make_the_table_of_the_whole() {
        let text = text(2_000);
        assert!(text.len() > 3 * bounds::PIECE && Survey::of(&text).cuts.len() > 3);
        assert_eq!(table(&text), whole(&text));
        let ends = [
            "[plain]\nx = 1\n",
            "[[other]]\nx = 1\n[other.inner]\ny = 2\n",
            "[[member]]\nid = 1\nid = 2\n",
            "[member.inner]\nz = 1\n",
            "[member]\n",
            "[[extra]]\n",
            "[[body]]\n",
            "x = [",
            "[[\"quoted\"]]\nx = 1\n[[a.b]]\n",
            "[plain]\n[plain]\n",
        ];
        for end in ends {
            let text = format!("{text}{end}");
            assert_eq!(table(&text), whole(&text), "{end}");
        }
    }
}
