//! Texts told apart and numbered, each held once: one after another, with a table of where to look for them.

use std::hash::BuildHasher as _;

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use rustc_hash::FxBuildHasher;

use crate::value::StrId;

/// Texts by number. There are as many as half of all values, so that each costs its bytes and sixteen more, and none a visit to
/// wherever its bytes lie when the table grows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Strings {
    /// All of them, one behind the other.
    all: String,
    /// Where each ends.
    ends: Vec<usize>,
    /// Their numbers, with what they hash to.
    known: HashTable<(Hash, StrId)>,
}

/// What a text hashes to. Half of a hash is enough to tell texts apart as many as there can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Hash(u32);

impl Hash {
    fn of(text: &str) -> Self {
        let hash = FxBuildHasher.hash_one(text);
        #[expect(clippy::cast_possible_truncation, reason = "both halves are in it")]
        Self((hash ^ hash >> 32) as u32)
    }

    /// Spread over all bits, of which a table takes the first and the last.
    fn spread(self) -> u64 {
        u64::from(self.0).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }
}

impl Strings {
    /// Texts that are known to be different, in their order. None of them is looked for.
    pub(super) fn of<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        let mut strings = Self::default();
        texts.into_iter().for_each(|text| strings.push(text));
        strings
    }

    /// How many there are.
    #[must_use]
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The text of that number.
    #[must_use]
    #[inline]
    pub(crate) fn get(&self, id: StrId) -> &str {
        text(&self.all, &self.ends, id)
    }

    /// The number of a text that is there.
    #[must_use]
    pub(crate) fn find(&self, text: &str) -> Option<StrId> {
        let hash = Hash::of(text);
        let same = |(own, id): &(Hash, StrId)| *own == hash && self.get(*id) == text;
        self.known.find(hash.spread(), same).map(|(_, id)| *id)
    }

    /// The number of a text, that which `room` gives for its place where it is new; `None` where there is no room for it.
    pub(super) fn number(&mut self, new: &str, room: impl FnOnce(usize) -> Option<StrId>) -> Option<StrId> {
        let Self { all, ends, known } = self;
        let hash = Hash::of(new);
        let same = |(own, id): &(Hash, StrId)| *own == hash && text(all, ends, *id) == new;
        match known.entry(hash.spread(), same, |(own, _)| own.spread()) {
            Entry::Occupied(known) => Some(known.get().1),
            Entry::Vacant(free) => {
                let id = room(ends.len())?;
                free.insert((hash, id));
                self.push(new);
                Some(id)
            }
        }
    }

    fn push(&mut self, text: &str) {
        self.all.push_str(text);
        self.ends.push(self.all.len());
    }

    /// All of them, in their order.
    pub(super) fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        let mut start = 0;
        self.ends.iter().map(move |end| &self.all[std::mem::replace(&mut start, *end)..*end])
    }

    /// Forgets where to look for them: no more are numbered, and none is looked for.
    pub(super) fn settle(&mut self) {
        self.known = HashTable::default();
    }
}

/// The text of that number, of all texts and their ends.
fn text<'a>(all: &'a str, ends: &[usize], id: StrId) -> &'a str {
    &all[id.at().checked_sub(1).map_or(0, |before| ends[before])..ends[id.at()]]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::data::Room;

    proptest! {
        #[test]
        fn texts_are_numbered_as_by_a_list(texts in proptest::collection::vec("[a-c甲]{0,4}", 0..300)) {
            let (mut strings, mut list, room) = (Strings::default(), Vec::<&str>::new(), Room::default());
            for text in &texts {
                let at = list.iter().position(|own| own == text);
                prop_assert_eq!(strings.find(text).map(StrId::at), at);
                let at = at.unwrap_or_else(|| { list.push(text); list.len() - 1 });
                let id = strings.number(text, |at| room.string(at)).expect("there is room");
                prop_assert_eq!((id.at(), strings.get(id)), (at, text.as_str()));
            }
            prop_assert_eq!(strings.iter().collect::<Vec<_>>(), list.clone());
            prop_assert_eq!(strings.len(), list.len());
            let again = Strings::of(list.iter().copied());
            prop_assert_eq!(again.iter().collect::<Vec<_>>(), list);
        }
    }

    #[test]
    fn without_room_none_is_added() {
        let mut strings = Strings::default();
        let room = Room { strings: 1, ..Room::default() };
        let mut number = |text| strings.number(text, |at| room.string(at)).map(StrId::at);
        assert_eq!(["a", "b", "a", "b"].map(&mut number), [Some(0), None, Some(0), None]);
        assert_eq!((strings.len(), strings.find("b")), (1, None));
    }
}
