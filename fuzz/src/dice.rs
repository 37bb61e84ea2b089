//! The oracle's dice, thrown by the fuzzer: each number is two of its bytes, and when they are used up, it is one that follows
//! from those before.

/// A source of numbers.
#[derive(Clone)]
pub struct Dice {
    bytes: Vec<u8>,
    at: usize,
    state: u64,
}

impl Dice {
    /// The numbers that these bytes say.
    pub fn of(bytes: &[u8]) -> Self {
        Self { bytes: bytes.to_vec(), at: 0, state: 0 }
    }

    fn next(&mut self) -> u64 {
        let own = self.bytes.get(self.at..self.at + 2).map(|two| u64::from(two[0]) << 8 | u64::from(two[1]));
        self.at += 2;
        self.state = (self.state ^ own.unwrap_or(1)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
        own.unwrap_or(self.state >> 16)
    }

    /// A number below `sides`.
    pub fn roll(&mut self, sides: usize) -> usize {
        usize::try_from(self.next() % sides.max(1) as u64).expect("small")
    }

    /// Yes in so many of a hundred cases.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.roll(100) < percent
    }

    /// One of them.
    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.roll(of.len())]
    }

    /// One of them, or nothing of an empty list.
    pub fn any<T: Clone>(&mut self, of: &[T]) -> Option<T> {
        if of.is_empty() { None } else { Some(self.pick(of).clone()) }
    }

    #[allow(dead_code, reason = "the oracle of today shuffles nothing in what we use of it")]
    /// Puts them into another order.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, self.roll(at + 1));
        }
    }
}
