//! What outlasts a run: results of one check of which another may make use, in whatever place whoever embeds yize has for them.
//!
//! ```
//! use std::collections::HashMap;
//! use std::sync::{Arc, Mutex};
//! use yize_core::check::check;
//! use yize_core::keep::Keep;
//! # use yize_core::example::{DATA, project, request};
//!
//! /// Keeps in memory. One that keeps on a disk has to make sure that nobody else has written there.
//! #[derive(Debug, Default)]
//! struct Kept(Mutex<HashMap<[u8; 32], Vec<u8>>>);
//!
//! impl Keep for Kept {
//!     fn get(&self, made_of: [u8; 32]) -> Option<Vec<u8>> {
//!         self.0.lock().unwrap().get(&made_of).cloned()
//!     }
//!     fn put(&self, made_of: [u8; 32], holds: &[u8]) {
//!         self.0.lock().unwrap().insert(made_of, holds.to_vec());
//!     }
//! }
//!
//! # let data = format!("{DATA}{}", "# a long remark\n".repeat(2000));
//! # let (files, request) = (project().with("club/data/members.toml", data), request());
//! let kept = Arc::new(Kept::default());
//! let request = yize_core::Request { kept: Some(kept.clone()), ..request };
//! let first = check(&files, &request, &());
//! assert_eq!(kept.0.lock().unwrap().len(), 1, "the records of a large file about which nothing is to be said");
//! assert_eq!(check(&files, &request, &()).findings, first.findings);
//! ```

use std::fmt;

/// Keeps results, each under the digest of all that it was made of.
pub trait Keep: fmt::Debug + Send + Sync {
    /// What was kept under that digest, and nothing that was changed since. It is read by the very program that has written it, or
    /// not at all: what another version has written is not given.
    fn get(&self, made_of: [u8; 32]) -> Option<Vec<u8>>;

    /// Keeps something. That it cannot be kept is no failure.
    fn put(&self, made_of: [u8; 32], holds: &[u8]);
}
