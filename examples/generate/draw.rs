//! Variety without chance: what is drawn depends on a fixed seed and on what it is drawn for, so that the data are the same
//! every time, and a change in one place leaves the others as they are.

/// A draw for one purpose, such as the dates of one member's activities.
#[derive(Clone, Copy)]
pub struct Draw(u64);

impl Draw {
    /// The draw of that purpose.
    pub fn new(purpose: &str) -> Self {
        // FNV-1a.
        Self(
            purpose
                .bytes()
                .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)),
        )
    }

    /// The draw of that purpose for the `n`-th thing.
    pub fn of(self, n: usize) -> Self {
        Self(mix(self.0 ^ (n as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)))
    }

    /// A number below `most`.
    pub fn below(self, most: usize) -> usize {
        usize::try_from(mix(self.0) % most as u64).expect("a small number")
    }

    /// Whether it falls among so many of a hundred.
    pub fn chance(self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of the things.
    pub fn pick<T: Copy>(self, things: &[T]) -> T {
        things[self.below(things.len())]
    }
}

/// The last steps of `SplitMix64`.
fn mix(seed: u64) -> u64 {
    let seed = (seed ^ (seed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let seed = (seed ^ (seed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    seed ^ (seed >> 31)
}
