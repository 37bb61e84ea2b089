//! Several sources, each in order, taken from as if they were one in order.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use serde::ser::{Error as _, SerializeSeq as _};
use serde::{Serialize, Serializer};
use serde_json::Result;

/// Gives what comes next, with that by which it stands in order.
type Source<'a, K, T> = Box<dyn FnMut() -> Result<Option<(K, T)>> + 'a>;

/// What several sources give, in order; of what is equal the earlier source's first.
pub(super) struct Ordered<'a, K, T> {
    sources: Vec<Source<'a, K, T>>,
    /// The next of each source.
    next: BinaryHeap<Reverse<(K, usize)>>,
    held: Vec<Option<T>>,
}

impl<'a, K: Ord, T> Ordered<'a, K, T> {
    /// Of some sources.
    ///
    /// # Errors
    /// As they report them.
    pub(super) fn new(sources: Vec<Source<'a, K, T>>) -> Result<Self> {
        let held = sources.iter().map(|_| None).collect();
        let mut ordered = Self { sources, next: BinaryHeap::new(), held };
        (0..ordered.sources.len()).try_for_each(|at| ordered.advance(at))?;
        Ok(ordered)
    }

    fn advance(&mut self, at: usize) -> Result<()> {
        if let Some((key, item)) = self.sources[at]()? {
            self.next.push(Reverse((key, at)));
            self.held[at] = Some(item);
        }
        Ok(())
    }

    /// What comes next.
    ///
    /// # Errors
    /// As the sources report them.
    pub(super) fn next(&mut self) -> Result<Option<T>> {
        let Some(Reverse((_, at))) = self.next.pop() else { return Ok(None) };
        let item = self.held[at].take();
        self.advance(at)?;
        Ok(item)
    }
}

impl<K: Ord, T: Serialize> Ordered<'_, K, T> {
    /// Writes all of it as a list.
    pub(super) fn list<S: Serializer>(&mut self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        while let Some(item) = self.next().map_err(S::Error::custom)? {
            list.serialize_element(&item)?;
        }
        list.end()
    }
}

/// A source whose items must come in order.
pub(super) fn checked<'a, K: Ord + Clone + 'a, T: 'a>(mut source: Source<'a, K, T>) -> Source<'a, K, T> {
    let mut last: Option<K> = None;
    Box::new(move || {
        let next = source()?;
        if let Some((key, _)) = &next {
            if last.as_ref().is_some_and(|last| last > key) {
                return Err(serde_json::Error::custom("the list is not in order"));
            }
            last = Some(key.clone());
        }
        Ok(next)
    })
}
