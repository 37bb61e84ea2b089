//! Memory of all threads together. A worker may always hold a little; of those that need much, one goes on at a time. So they never
//! take more together than the limit of one call and a little each, and which call hits a limit hangs on no other.

use std::sync::{Arc, Condvar, Mutex, PoisonError};

/// What a worker may hold beside others, in bytes.
pub(crate) const SMALL: usize = 16 << 20;

/// The leave to hold much, which one worker has at a time.
#[derive(Debug, Default)]
pub(crate) struct Large {
    taken: Mutex<bool>,
    free: Condvar,
}

/// The leave, taken. It is given back when this is dropped.
#[derive(Debug)]
pub(crate) struct Leave(Arc<Large>);

impl Large {
    /// Waits for the leave.
    pub(crate) fn wait(self: &Arc<Self>) -> Leave {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        while *taken {
            taken = self.free.wait(taken).unwrap_or_else(PoisonError::into_inner);
        }
        *taken = true;
        Leave(self.clone())
    }
}

impl Drop for Leave {
    fn drop(&mut self) {
        *self.0.taken.lock().unwrap_or_else(PoisonError::into_inner) = false;
        self.0.free.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn one_has_leave_at_a_time() {
        let (large, now, most) = (Arc::new(Large::default()), AtomicUsize::new(0), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..100 {
                        let leave = large.wait();
                        most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                        std::thread::yield_now();
                        now.fetch_sub(1, Ordering::SeqCst);
                        drop(leave);
                    }
                });
            }
        });
        assert_eq!(most.load(Ordering::SeqCst), 1);
    }
}
