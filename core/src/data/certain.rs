//! What is certain of a file that does not parse: records whose own text is sound, and of which it is certain where they begin
//! and end, whose they are and of which year. All others are lost, and what is lost is known to be.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use toml::de::{DeTable, DeValue};

use crate::data::broken::Broken;
use crate::document::{self, Piece, Sort, Sound, blanked, hides_header, key_of, parses, sound};
use crate::spelling::nearest;

/// So many kinds may turn out to be written in two ways before nothing is taken for certain.
const TRIES: usize = 16;

/// What is certain of a broken file.
pub(super) struct Certain {
    /// A text of the same length that holds what is certain and nothing else.
    pub text: String,
    /// Of which bodies and kinds records are lost.
    pub lost: Broken,
}

/// A header and what stands under it.
struct Section {
    pieces: Range<usize>,
    /// Its bytes.
    span: Range<usize>,
    /// The kind that it is of, where its header tells.
    name: Option<String>,
    form: Form,
    /// Whether it is sound by itself.
    sound: bool,
    /// Whether a header may be hidden in it.
    hides: bool,
}

/// How a header is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// None: what stands before the first header.
    Top,
    /// `[[kind]]`.
    Each,
    /// `[kind]`.
    One,
    /// `[kind.field]`, `[[kind.field]]`: of the record before it.
    Part,
    /// It cannot be told.
    Unknown,
}

/// What is certain of a text that does not parse.
pub(super) fn certain(text: &str, broken: &document::Broken) -> Certain {
    let mut sections = sections(text, broken);
    let heads = Heads::of(text, broken, &sections);
    let lost = lost(text, broken, &sections, &heads);
    let nothing = || blanked(text.to_owned(), std::iter::once(0..text.len()));
    if heads.lost {
        return Certain { text: nothing(), lost };
    }
    settle(&mut sections);
    for _ in 0..TRIES {
        let text = without(text, broken, &sections, heads.behind);
        match sound(&text) {
            Sound::Table(_) => return Certain { text, lost },
            Sound::TooMuch => break,
            Sound::Broken => {}
        }
        let Err(error) = DeTable::parse(&text) else { return Certain { text, lost } };
        // Sections that are sound by themselves, and do not go together: which of them is wrong is not known.
        let at = error.span().map_or(0, |span| span.start);
        let name = sections.iter().find(|section| section.span.contains(&at)).and_then(|section| section.name.clone());
        if name.is_none() {
            break;
        }
        sections.iter_mut().filter(|section| section.name == name).for_each(|section| section.sound = false);
    }
    Certain { text: nothing(), lost }
}

/// The text without what is not certain.
fn without(text: &str, broken: &document::Broken, sections: &[Section], behind: usize) -> String {
    let unsound = sections.iter().filter(|section| !section.sound && section.form != Form::Top);
    let top = sections.iter().filter(|section| section.form == Form::Top).flat_map(|section| section.pieces.clone());
    let pieces = top.filter(|at| !broken.sound[*at] || *at > behind).map(|at| broken.pieces[at].span.clone());
    blanked(text.to_owned(), unsound.map(|section| section.span.clone()).chain(pieces))
}

/// The sections of a text.
fn sections(text: &str, broken: &document::Broken) -> Vec<Section> {
    let pieces = &broken.pieces;
    let mut sections = Vec::new();
    let mut from = 0;
    while from < pieces.len() {
        let next = pieces[from + 1..].iter().position(|piece| piece.sort == Sort::Header);
        let to = next.map_or(pieces.len(), |next| from + 1 + next);
        let span = pieces[from].span.start..pieces[to - 1].span.end;
        let hides = (from..to).any(|at| !broken.sound[at] && hides(text, &pieces[at]));
        let (name, form) = match pieces[from].sort {
            Sort::Header => header(&text[pieces[from].span.clone()]),
            _ => (None, Form::Top),
        };
        let sound = (from..to).all(|at| broken.sound[at]) && parses(&text[span.clone()]);
        sections.push(Section { pieces: from..to, span, name, form, sound, hides });
        from = to;
    }
    sections
}

/// Whether something that is broken may hide where another record begins.
fn hides(text: &str, piece: &Piece) -> bool {
    let own = &text[piece.span.clone()];
    match piece.sort {
        Sort::Header => own.trim().lines().count() > 1,
        Sort::Pair => hides_header(own),
        Sort::Other => true,
    }
}

/// What a header tells.
fn header(text: &str) -> (Option<String>, Form) {
    let parsed = parses(text).then(|| DeTable::parse(text).ok()).flatten();
    let first = parsed.as_ref().and_then(|table| table.get_ref().iter().next());
    if let Some((name, value)) = first {
        let form = match value.get_ref() {
            DeValue::Array(_) => Form::Each,
            DeValue::Table(table) if table.is_empty() => Form::One,
            _ => Form::Part,
        };
        return (Some(name.get_ref().to_string()), form);
    }
    let line = text.split('#').next().unwrap_or_default().trim().replace(['［', '【'], "[").replace(['］', '】'], "]");
    let name = line.trim_matches(['[', ']']).trim();
    let top = name.split('.').next().unwrap_or_default().trim_matches(['"', '\'', ' ']);
    let each = (line.starts_with("[[") || line.ends_with("]]")) && !name.contains('.');
    let plain = !top.is_empty() && top.chars().all(|sign| sign.is_alphanumeric() || matches!(sign, '_' | '-'));
    (plain.then(|| top.to_owned()), if each && plain { Form::Each } else { Form::Unknown })
}

/// Takes for sound only records of which every part is, and of which it is certain which parts they have.
fn settle(sections: &mut [Section]) {
    let mut unsound: BTreeSet<usize> = BTreeSet::new();
    let mut by_name: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, section) in sections.iter().enumerate() {
        by_name.entry(section.name.as_deref().unwrap_or_default()).or_default().push(at);
        // A header of which not even the form is known may begin a part of the record before it.
        let part = section.form == Form::Unknown || (section.hides && !section.sound);
        if part && at > 0 && section.form != Form::Each {
            unsound.insert(at - 1);
        }
    }
    // How many sections up to each are not sound.
    let mut before = vec![0];
    for section in sections.iter() {
        before.push(before[before.len() - 1] + usize::from(!section.sound));
    }
    for own in by_name.values() {
        let each = own.iter().any(|at| sections[*at].form == Form::Each);
        let ones = own.iter().filter(|at| sections[**at].form == Form::One).count();
        let sound = own.iter().all(|at| sections[*at].sound || sections[*at].form == Form::Top);
        if !each || ones > 0 {
            if !sound || ones > 1 || each {
                unsound.extend(own);
            }
            continue;
        }
        let mut record: Vec<usize> = Vec::new();
        for at in own {
            if sections[*at].form == Form::Each {
                record.clear();
            }
            record.push(*at);
            if before[at + 1] > before[record[0]] {
                unsound.extend([record[0], *at]);
            }
        }
    }
    // What goes on behind a part that is lost is lost with it.
    let mut done: BTreeMap<Option<String>, usize> = BTreeMap::new();
    for at in unsound.into_iter().rev() {
        if sections[at].form != Form::Top {
            let name = sections[at].name.clone();
            // From its record on, all of that kind were looked at with a later part.
            if done.get(&name).is_some_and(|from| *from <= at) {
                continue;
            }
            let from = sections[..=at].iter().rposition(|section| section.name == name && section.form != Form::Part);
            for section in &mut sections[from.unwrap_or(at)..=at] {
                section.sound &= section.name != name;
            }
            done.insert(name, from.unwrap_or(at));
        }
    }
}

/// What stands at the top of the file for all of its records.
struct Heads {
    /// The body, where the file gives one that can be read.
    body: Option<String>,
    /// Whether it is not certain what the body or the year is: then no record is.
    lost: bool,
    /// The statement behind which it is not certain whether the top of the file goes on.
    behind: usize,
}

impl Heads {
    fn of(text: &str, broken: &document::Broken, sections: &[Section]) -> Self {
        let mut heads = Self { body: None, lost: false, behind: usize::MAX };
        let Some(top) = sections.first().filter(|section| section.form == Form::Top) else { return heads };
        let mut year = false;
        for at in top.pieces.clone() {
            let own = &text[broken.pieces[at].span.clone()];
            if broken.sound[at] {
                let table = DeTable::parse(own).ok();
                year |= table.as_ref().is_some_and(|table| table.get_ref().contains_key("year"));
                let body = table.as_ref().and_then(|table| table.get_ref().get("body")?.get_ref().as_str());
                heads.body = body.map(str::to_owned).or(heads.body);
                continue;
            }
            let key = key_of(own).filter(|_| broken.pieces[at].sort == Sort::Pair);
            let head = |key: &str| ["body", "year"].contains(&key) || nearest(key, ["body", "year"]).is_some();
            if key.is_some_and(|key| !head(key)) && !hides_header(own) {
                continue;
            }
            // What stands before it is certain, and behind it nothing is.
            heads.lost = !(key.is_none() && heads.body.is_some() && year);
            heads.behind = at;
            break;
        }
        heads
    }
}

/// Of which bodies and kinds records are lost.
fn lost(text: &str, broken: &document::Broken, sections: &[Section], heads: &Heads) -> Broken {
    let mut bodies: Option<BTreeSet<String>> = Some(heads.body.iter().cloned().collect());
    let mut kinds: Option<BTreeSet<String>> = Some(BTreeSet::new());
    let add = |into: &mut Option<BTreeSet<String>>, name: Option<String>| match name {
        Some(name) => _ = into.as_mut().map(|all| all.insert(name)),
        None => *into = None,
    };
    for section in sections {
        if section.hides {
            kinds = None;
        }
        if section.form == Form::Top {
            for at in section.pieces.clone() {
                let key = key_of(&text[broken.pieces[at].span.clone()]);
                if !matches!(key, Some("body" | "year")) {
                    add(&mut kinds, key.map(str::to_owned));
                }
            }
        } else {
            add(&mut kinds, section.name.clone());
        }
        let own = &text[section.span.clone()];
        let mut own_body = false;
        for line in own.lines().filter(|line| line.contains("body")) {
            match DeTable::parse(line) {
                Ok(table) => {
                    let mut named = Vec::new();
                    bodies_in(table.get_ref(), &mut named);
                    own_body |= !named.is_empty();
                    for body in named {
                        add(&mut bodies, body);
                    }
                }
                Err(_) => bodies = None,
            }
        }
        if !section.sound && section.form != Form::Top && !own_body && heads.body.is_none() {
            bodies = None;
        }
    }
    if heads.lost && heads.body.is_none() {
        bodies = None;
    }
    let (bodies, kinds) = (bodies.map(|all| all.into_iter().collect()), kinds.map(|all| all.into_iter().collect()));
    Broken { bodies, kinds, like: false }
}

/// The bodies that a table names at any depth; nothing for one that is no text.
fn bodies_in(table: &document::Table<'_>, named: &mut Vec<Option<String>>) {
    for (key, value) in table {
        if key.get_ref() == "body" {
            named.push(value.get_ref().as_str().map(str::to_owned));
        }
        match value.get_ref() {
            DeValue::Table(table) => bodies_in(table, named),
            DeValue::Array(items) => {
                for table in items.iter().filter_map(|item| item.get_ref().as_table()) {
                    bodies_in(table, named);
                }
            }
            _ => {}
        }
    }
}
