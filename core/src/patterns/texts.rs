//! Patterns of texts, as `kinds.toml` declares them for fields: held against many values, of which none may take long.
//!
//! Most become a table of transitions: a step a byte. Those for which that table would be large are looked up lazily, and what
//! thrashes even so is simulated, in as many steps as there are states to be in for each byte: of those the caller has so many.

use std::sync::Arc;

use regex_automata::dfa::{Automaton as _, dense};
use regex_automata::hybrid::dfa as lazy;
use regex_automata::nfa::thompson::{NFA, WhichCaptures, pikevm};
use regex_automata::{Anchored, Input};

use crate::bounds;
use crate::language::{Text, say};

/// The pattern that the whole text of a field must match.
///
/// ```
/// use yize_core::schema::{Field, Limits, Pattern, Type};
///
/// # let outcome = yize_core::example::scored();
/// let member = outcome.bodies().next().and_then(|body| body.kind("member")).expect("a kind");
/// let Some(Type::Table(fields)) = member.field("contact").map(|field| field.ty()) else { panic!("a table") };
/// let Field { limits: Limits { pattern, .. }, .. } = &fields[0];
/// assert_eq!(pattern.as_ref().map(Pattern::as_str), Some("[0-9]+"));
/// ```
#[derive(Clone, Debug)]
pub struct Pattern {
    text: Arc<str>,
    machine: Arc<Machine>,
}

#[derive(Debug)]
enum Machine {
    /// All transitions, worked out beforehand.
    Table(Box<dense::DFA<Vec<u32>>>),
    /// Transitions worked out when they are wanted.
    Lazy(Box<lazy::DFA>, Box<pikevm::PikeVM>),
}

/// What is kept from one text to the next where a pattern is held against the values of one file.
#[derive(Debug)]
pub(crate) struct Trodden(Option<Box<(lazy::Cache, Option<pikevm::Cache>)>>);

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Pattern {
    /// A pattern made ready.
    ///
    /// # Errors
    /// What is wrong with it, and what to do.
    pub(crate) fn new(text: &str) -> Result<Self, (Text, Text)> {
        let config = NFA::config().nfa_size_limit(Some(bounds::PATTERN)).which_captures(WhichCaptures::None);
        let nfa = NFA::compiler()
            .configure(config)
            .build(&format!("^(?:{})$", super::plain(text)))
            .map_err(|error| super::bad_regex(&error))?;
        let table = dense::Config::new()
            .dfa_size_limit(Some(bounds::PATTERN_TABLE))
            .determinize_size_limit(Some(4 * bounds::PATTERN_TABLE))
            .start_kind(regex_automata::dfa::StartKind::Anchored);
        let machine = match dense::Builder::new().configure(table).build_from_nfa(&nfa) {
            Ok(table) => Machine::Table(Box::new(table)),
            Err(_) => {
                let config = lazy::Config::new()
                    .unicode_word_boundary(true)
                    .cache_capacity(bounds::PATTERN_CACHE)
                    .skip_cache_capacity_check(true)
                    .minimum_cache_clear_count(Some(3));
                let lazy = lazy::Builder::new().configure(config).build_from_nfa(nfa.clone());
                let simulated = pikevm::PikeVM::new_from_nfa(nfa);
                match lazy.ok().zip(simulated.ok()) {
                    Some((lazy, simulated)) => Machine::Lazy(Box::new(lazy), Box::new(simulated)),
                    None => return Err(too_large()),
                }
            }
        };
        Ok(Self { text: text.into(), machine: Arc::new(machine) })
    }

    /// It, as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The same, to be kept.
    #[must_use]
    pub(crate) fn shared(&self) -> Arc<str> {
        self.text.clone()
    }

    /// How much memory it takes.
    #[must_use]
    pub(crate) fn weight(&self) -> usize {
        match &*self.machine {
            Machine::Table(table) => table.memory_usage(),
            Machine::Lazy(lazy, simulated) => lazy.memory_usage() + simulated.get_nfa().memory_usage(),
        }
    }

    /// What is to be kept while it is held against the values of one file.
    #[must_use]
    pub(crate) fn trodden(&self) -> Trodden {
        Trodden(match &*self.machine {
            Machine::Table(_) => None,
            Machine::Lazy(lazy, _) => Some(Box::new((lazy.create_cache(), None))),
        })
    }

    /// Whether the whole of a text matches; `None` when that takes more steps than there are.
    pub(crate) fn matches(&self, text: &str, trodden: &mut Trodden, steps: &mut u64) -> Option<bool> {
        let input = Input::new(text).anchored(Anchored::Yes).earliest(true);
        let (lazy, simulated, (cache, slow)) = match (&*self.machine, &mut trodden.0) {
            // Without boundaries of Unicode words, which make no table, it finds an answer.
            (Machine::Table(table), _) => return table.try_search_fwd(&input).ok().map(|found| found.is_some()),
            (Machine::Lazy(lazy, simulated), Some(kept)) => (lazy, simulated, &mut **kept),
            (Machine::Lazy(..), None) => return None,
        };
        if let Ok(found) = lazy.try_search_fwd(cache, &input) {
            return Some(found.is_some());
        }
        let wanted = simulated.get_nfa().states().len() as u64 * text.len() as u64;
        *steps = steps.checked_sub(wanted)?;
        Some(simulated.is_match(slow.get_or_insert_with(|| simulated.create_cache()), input))
    }
}

/// What is said of a pattern that becomes too large, and what to do.
pub(super) fn too_large() -> (Text, Text) {
    let help = say!("例如 SL-[0-9]+：SL- 和至少一位数字", "such as SL-[0-9]+, which is SL- and at least one digit");
    (say!("格式写得不合规：太长了", "bad pattern: it is too long"), help)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, text: &str, mut steps: u64) -> Option<bool> {
        let pattern = Pattern::new(pattern).expect("sound");
        pattern.matches(text, &mut pattern.trodden(), &mut steps)
    }

    #[test]
    fn a_whole_text_matches_or_it_does_not() {
        for (pattern, text, wanted) in [
            ("SL-[0-9]+", "SL-12", true),
            ("SL-[0-9]+", "SL-12 ", false),
            ("SL-[0-9]+", "xSL-12", false),
            ("a|bc", "bc", true),
            ("a|bc", "ac", false),
            ("", "", true),
            ("", "x", false),
            (r"\w{5}", "一二三四五", true),
            (r"(\w{5}){3}", "一二三四五六七八九十甲乙丙丁", false),
            (r"甲\b.*", "甲 乙", true),
            (r"甲\b.*", "甲乙", false),
            ("[ab]*a[ab]{9000}", "abab", false),
        ] {
            assert_eq!(matches(pattern, text, 1 << 20), Some(wanted), "{pattern} {text}");
        }
    }

    #[test]
    fn digits_are_those_of_ascii() {
        for (pattern, yes, no) in [
            (r"SL-\d+", "SL-12", "SL-１２"),
            (r"[\d-]+", "1-2", "１-2"),
            (r"\D+", "１a", "1"),
            (r"[^\d]", "１", "1"),
            (r"\\d", "\\d", "\\1"),
            (r"[\D]", "a", "7"),
            (r"\d{4}-\d{2}", "2026-03", "2026-０3"),
        ] {
            let found = [yes, no].map(|text| matches(pattern, text, 1 << 20));
            assert_eq!(found, [Some(true), Some(false)], "{pattern}");
            assert_eq!(Pattern::new(pattern).expect("sound").as_str(), pattern);
        }
    }

    #[test]
    fn capitals_may_be_left_open() {
        assert_eq!(matches("(?i)sl-é", "SL-É", 1 << 20), Some(true));
    }

    #[test]
    fn what_takes_too_many_steps_is_left() {
        let text: String = (0..100_000_u64).map(|n| if n * n % 7 < 3 { 'a' } else { 'b' }).collect();
        assert_eq!(matches("[ab]*a[ab]{9000}", &text, 1 << 20), None);
    }
}
