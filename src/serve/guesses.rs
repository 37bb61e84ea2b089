//! Wrong tokens, counted by where they come from. Whoever shows too many is not listened to for a while, right or wrong:
//! to delay the answer would slow only those who wait for it.
#![expect(clippy::disallowed_methods, reason = "guesses are counted by the clock; no finding depends on it")]

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How many may be wrong at once, and after how long one more.
const FREE: u32 = 30;
const AGAIN: Duration = Duration::from_secs(2);
/// How much later the answer to a wrong token comes, for each that was wrong before, and at most.
const STEP: Duration = Duration::from_millis(40);
const LONGEST: Duration = Duration::from_secs(1);
/// Most addresses that are counted apart. More than these count as one.
const MOST: usize = 4096;

/// Wrong tokens by address.
#[derive(Debug, Default)]
pub(super) struct Guesses(Mutex<HashMap<IpAddr, Wrong>>);

#[derive(Clone, Copy, Debug)]
struct Wrong {
    /// How many, less those that are forgotten.
    count: u32,
    /// When one was last forgotten.
    since: Instant,
}

impl Guesses {
    /// How long an address is not listened to, if so.
    pub(super) fn deaf(&self, peer: IpAddr) -> Option<Duration> {
        self.deaf_at(peer, Instant::now())
    }

    /// Counts a wrong token, and gives how long its answer is to wait.
    pub(super) fn wrong(&self, peer: IpAddr) -> Duration {
        self.wrong_at(peer, Instant::now())
    }

    fn deaf_at(&self, peer: IpAddr, now: Instant) -> Option<Duration> {
        let mut all = self.lock();
        let at = place(&all, peer);
        let wrong = all.get_mut(&at)?;
        wrong.forget(now);
        (wrong.count >= FREE).then(|| AGAIN.saturating_sub(now - wrong.since))
    }

    fn wrong_at(&self, peer: IpAddr, now: Instant) -> Duration {
        let mut all = self.lock();
        if all.len() >= MOST {
            all.retain(|_, wrong| {
                wrong.forget(now);
                wrong.count > 0
            });
        }
        let at = place(&all, peer);
        let wrong = all.entry(at).or_insert(Wrong { count: 0, since: now });
        wrong.forget(now);
        wrong.count = wrong.count.saturating_add(1);
        LONGEST.min(STEP * (wrong.count - 1))
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<IpAddr, Wrong>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Where an address is counted: by itself, a network of IPv6 as one, and all together that have no place any more.
fn place(all: &HashMap<IpAddr, Wrong>, peer: IpAddr) -> IpAddr {
    let own = match peer.to_canonical() {
        IpAddr::V6(long) => {
            let [a, b, c, d, ..] = long.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        short @ IpAddr::V4(_) => short,
    };
    if all.contains_key(&own) || all.len() < MOST { own } else { IpAddr::V4(Ipv4Addr::UNSPECIFIED) }
}

impl Wrong {
    /// Forgets what is long enough ago.
    fn forget(&mut self, now: Instant) {
        let ago = u32::try_from((now - self.since).as_millis() / AGAIN.as_millis()).unwrap_or(u32::MAX);
        self.count = self.count.saturating_sub(ago);
        self.since = if self.count == 0 { now } else { self.since + AGAIN * ago };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_many_wrong_ones_are_not_listened_to_for_a_while() {
        let (guesses, start) = (Guesses::default(), Instant::now());
        let peer = |last| IpAddr::from([10, 0, 0, last]);
        let waits: Vec<Duration> = (0..FREE).map(|_| guesses.wrong_at(peer(1), start)).collect();
        assert_eq!((waits[0], waits[1], waits[29]), (Duration::ZERO, STEP, LONGEST));
        assert_eq!((guesses.deaf_at(peer(1), start), guesses.deaf_at(peer(2), start)), (Some(AGAIN), None));
        let later = start + AGAIN;
        assert_eq!(guesses.deaf_at(peer(1), later), None);
        guesses.wrong_at(peer(1), later);
        assert!(guesses.deaf_at(peer(1), later).is_some());
        assert_eq!(guesses.wrong_at(peer(1), later + AGAIN * FREE), Duration::ZERO, "forgotten");
    }

    #[test]
    fn no_crowd_of_addresses_fills_the_memory() {
        let (guesses, now) = (Guesses::default(), Instant::now());
        for n in 0..5_000_u16 {
            guesses.wrong_at(IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 0, n, 0, 0, 0, 1)), now);
        }
        assert!(guesses.lock().len() <= MOST + 1);
        assert!(
            guesses.deaf_at(IpAddr::from([10, 9, 9, 9]), now).is_some(),
            "who has no place is counted with all others"
        );
    }
}
