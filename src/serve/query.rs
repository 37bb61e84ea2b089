//! The query of an address, such as `?body=baoding&lang=en`: its words, all of them known.

use std::collections::BTreeMap;

use axum::extract::Query;
use axum::extract::rejection::QueryRejection;

use crate::serve::answer::{Refusal, bad};
use yize_core::language::{Lang, did_you_mean};
use yize_core::nearest;
use yize_core::say;

/// Words of a query.
pub(super) type Words = BTreeMap<String, String>;

/// The words of a query as they come.
pub(super) type Pairs = Vec<(String, String)>;

/// The words of a query, all of them known, and each once.
pub(super) fn words(
    query: Result<Query<Pairs>, QueryRejection>,
    known: &[&str],
    lang: Lang,
) -> Result<Words, Box<Refusal>> {
    let Ok(Query(pairs)) = query else {
        return Err(bad(say!("地址的查询部分不合规", "the query of the address is malformed"), lang));
    };
    let mut words = Words::new();
    for (word, value) in pairs {
        // A proxy may take the first, where the last is meant.
        if words.contains_key(&word) {
            return Err(bad(say!("查询项“{word}”写了两次", "the query word `{word}` is given twice"), lang));
        }
        words.insert(word, value);
    }
    match words.keys().find(|word| !known.contains(&word.as_str())) {
        None => Ok(words),
        Some(word) => {
            let message = match nearest(word, known.iter().copied()) {
                Some(near) => say!("没有查询项“{word}”", "no query word `{word}`").and_ask(Some(did_you_mean(near))),
                None => {
                    say!("没有查询项“{word}”；可用的有 {}", "no query word `{word}`; there are {}", known.join(" "))
                }
            };
            Err(bad(message, lang))
        }
    }
}
