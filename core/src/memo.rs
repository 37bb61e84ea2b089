//! Results that are kept while a check is repeated, each under the digest of all that it was made of.
//!
//! A result is never looked for by what it is called, only by what went into it: what has changed is simply not found.

use std::collections::HashMap;
use std::hash::Hasher;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The digest of what a result was made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Digest([u8; 32]);

impl Digest {
    /// Its bytes.
    #[must_use]
    pub(crate) fn bytes(self) -> [u8; 32] {
        self.0
    }
}

/// A digest in the making.
#[derive(Clone)]
pub(crate) struct Digester(blake3::Hasher);

impl Digester {
    /// A digest of things of one sort; those of other sorts are never equal to it.
    #[must_use]
    pub(crate) fn new(sort: &str) -> Self {
        Self(blake3::Hasher::new()).text(sort)
    }

    /// With a text.
    #[must_use]
    pub(crate) fn text(mut self, text: &str) -> Self {
        self.0.update(&(text.len() as u64).to_le_bytes()).update(text.as_bytes());
        self
    }

    /// With bytes.
    #[must_use]
    pub(crate) fn bytes(mut self, bytes: &[u8]) -> Self {
        self.0.update(&(bytes.len() as u64).to_le_bytes()).update(bytes);
        self
    }

    /// With a number.
    #[must_use]
    pub(crate) fn number(mut self, number: impl Into<i64>) -> Self {
        self.0.update(&number.into().to_le_bytes());
        self
    }

    /// With how many there are of something.
    #[must_use]
    pub(crate) fn count(mut self, count: usize) -> Self {
        self.0.update(&(count as u64).to_le_bytes());
        self
    }

    /// With the digest of something else.
    #[must_use]
    pub(crate) fn with(mut self, digest: Digest) -> Self {
        self.0.update(&digest.0);
        self
    }

    /// The digest.
    #[must_use]
    pub(crate) fn done(&self) -> Digest {
        Digest(*self.0.finalize().as_bytes())
    }
}

impl Hasher for Digester {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn finish(&self) -> u64 {
        self.0.finalize().as_bytes().iter().take(8).fold(0, |hash, byte| hash << 8 | u64::from(*byte))
    }
}

/// Results of one sort.
#[derive(Debug)]
pub(crate) struct Memo<T> {
    /// Whether anything is kept at all: a check that is done once would only pay for it.
    keeps: bool,
    results: Mutex<HashMap<Digest, Remembered<T>>>,
}

#[derive(Debug)]
struct Remembered<T> {
    result: T,
    /// Whether it was of use since the last turn.
    used: bool,
}

impl<T> Default for Memo<T> {
    /// One that keeps nothing.
    fn default() -> Self {
        Self { keeps: false, results: Mutex::default() }
    }
}

impl<T: Clone> Memo<T> {
    /// One that keeps what it is given.
    #[must_use]
    pub(crate) fn keeping() -> Self {
        Self { keeps: true, results: Mutex::default() }
    }

    /// Whether it keeps anything.
    #[must_use]
    pub(crate) fn keeps(&self) -> bool {
        self.keeps
    }

    /// The result that was made of this.
    #[must_use]
    pub(crate) fn get(&self, digest: Digest) -> Option<T> {
        let mut results = self.lock();
        let kept = results.get_mut(&digest)?;
        kept.used = true;
        Some(kept.result.clone())
    }

    /// Keeps a result.
    pub(crate) fn put(&self, digest: Digest, result: &T) {
        if self.keeps {
            self.lock().insert(digest, Remembered { result: result.clone(), used: true });
        }
    }

    /// Forgets what was of no use since the last turn.
    pub(crate) fn turn(&self) {
        self.lock().retain(|_, kept| std::mem::take(&mut kept.used));
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Digest, Remembered<T>>> {
        self.results.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_of_no_use_for_a_turn_is_forgotten() {
        let memo = Memo::keeping();
        let [a, b] = ["a", "b"].map(|text| Digester::new("t").text(text).done());
        memo.put(a, &1);
        memo.put(b, &2);
        memo.turn();
        assert_eq!(memo.get(a), Some(1));
        memo.turn();
        assert_eq!((memo.get(a), memo.get(b)), (Some(1), None));
    }

    #[test]
    fn a_digest_knows_where_one_part_ends() {
        let digest = |parts: &[&str]| parts.iter().fold(Digester::new("t"), |d, part| d.text(part)).done();
        assert_ne!(digest(&["ab", "c"]), digest(&["a", "bc"]));
        assert_eq!(digest(&["ab"]), digest(&["ab"]));
    }
}
