//! Texts that scripts make, and what they speak of: which parts are values, and which are words around them.

/// Most values of one text that are told apart; of a text with more all counts.
const MOST: usize = 256;

/// A text, and what it speaks of.
#[derive(Clone, Debug)]
pub(crate) struct Letters {
    text: Box<str>,
    /// Its values; `None` where all of it is one.
    pieces: Option<Box<[Piece]>>,
}

/// Names where in a script a value comes from: what stands in `${…}`, whatever stands around it. 0 where that is not known.
pub(crate) type Key = u64;

/// A value in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    /// Where it comes from.
    pub key: Key,
    /// First byte, and one past the last.
    from: u32,
    to: u32,
    /// What it stands for, where its letters tell something else, such as a place in a table.
    is: Option<u32>,
}

/// A value that a message speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Said {
    /// Where it comes from.
    pub key: Key,
    /// What it is.
    pub value: String,
}

/// How a figure that is measured is found among the values of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Figure {
    /// It is written down as a number, so that the message has it among its words.
    Written,
    /// By where it comes from.
    From(Key),
    /// By what it is.
    Value,
}

impl Letters {
    /// A text that is a value as a whole.
    #[must_use]
    pub(crate) fn whole(text: Box<str>) -> Self {
        Self { text, pieces: None }
    }

    /// A text with these values in it.
    #[must_use]
    pub(crate) fn with(text: Box<str>, pieces: Vec<Piece>) -> Self {
        Self { text, pieces: (pieces.len() <= MOST).then(|| pieces.into()) }
    }

    /// Its values; `None` where all of it is one.
    #[must_use]
    pub(crate) fn pieces(&self) -> Option<&[Piece]> {
        self.pieces.as_deref()
    }
}

impl std::ops::Deref for Letters {
    type Target = str;

    #[inline]
    fn deref(&self) -> &str {
        &self.text
    }
}

/// By its letters alone.
impl PartialEq for Letters {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Letters {}

impl std::hash::Hash for Letters {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl Piece {
    /// Words that say no value; they have a name only.
    #[must_use]
    pub(crate) fn words(key: Key) -> Self {
        Self { key, from: 0, to: 0, is: None }
    }

    /// What stands between two places.
    #[must_use]
    pub(crate) fn value(key: Key, from: usize, to: usize, is: Option<u32>) -> Self {
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self { key, from: place(from), to: place(to), is }
    }

    /// The same in a text that begins with so many more bytes, and is itself a value of another.
    #[must_use]
    pub(crate) fn within(self, key: Key, bytes: usize) -> Self {
        let more = u32::try_from(bytes).unwrap_or(u32::MAX);
        // Both are digests already; what matters is that one does not undo the other.
        let key = if key == 0 { self.key } else { key.rotate_left(23) ^ self.key };
        Self { key, from: self.from.saturating_add(more), to: self.to.saturating_add(more), ..self }
    }
}

/// A digest as it stands for a value.
#[must_use]
pub(crate) fn short(digest: [u8; 32]) -> u32 {
    u32::from_le_bytes([digest[0], digest[1], digest[2], digest[3]])
}

/// The values of a message.
#[must_use]
pub(crate) fn said(pieces: Option<&[Piece]>, text: &str) -> Vec<Said> {
    let Some(pieces) = pieces else { return vec![Said { key: 0, value: text.to_owned() }] };
    let value = |piece: &Piece| match piece.is {
        Some(content) => format!("#{content:08x}"),
        None => text.get(piece.from as usize..piece.to as usize).unwrap_or_default().to_owned(),
    };
    pieces.iter().map(|piece| Said { key: piece.key, value: value(piece) }).collect()
}

/// Takes a figure that is measured out of the values of a message.
pub(crate) fn forget(said: &mut Vec<Said>, figure: Figure, shown: &str) {
    match figure {
        Figure::Written => {}
        Figure::From(key) if said.iter().any(|own| own.key == key) => said.retain(|own| own.key != key),
        Figure::From(_) | Figure::Value => {
            if let Some(at) = said.iter().position(|own| own.value == shown) {
                said.remove(at);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_measure_is_taken_out_where_it_comes_from_else_once_by_its_value() {
        let all = || [(1, "4"), (2, "4"), (3, "6")].map(|(key, value)| Said { key, value: value.to_owned() }).to_vec();
        for (figure, left) in [
            (Figure::Written, vec![1, 2, 3]),
            (Figure::From(2), vec![1, 3]),
            (Figure::From(9), vec![2, 3]),
            (Figure::Value, vec![2, 3]),
        ] {
            let mut said = all();
            forget(&mut said, figure, "4");
            assert_eq!(said.iter().map(|own| own.key).collect::<Vec<_>>(), left, "{figure:?}");
        }
    }
}
