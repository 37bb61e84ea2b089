//! What all that answers from the last round begins with.

use std::sync::Arc;

use axum::http::{StatusCode, header};

use crate::serve::Shared;
use crate::serve::answer::{Refusal, bad};
use crate::serve::hub::Snapshot;
use crate::serve::query::Words;
use yize_core::language::Lang;
use yize_core::say;

/// The last round; refused while the first check is under way.
pub(super) fn ready(shared: &Shared, lang: Lang) -> Result<Arc<Snapshot>, Box<Refusal>> {
    shared.hub.last().ok_or_else(|| {
        let message = say!("第一次检查还没有完成", "the first check is not done yet");
        Box::new(
            Refusal::new(StatusCode::SERVICE_UNAVAILABLE, "starting", message, lang).with(header::RETRY_AFTER, "1"),
        )
    })
}

/// Work that takes a while is done beside the streams, not before them.
pub(super) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    tokio::task::spawn_blocking(work).await.ok()
}

/// A whole number of the query.
pub(super) fn number(words: &Words, key: &str, usual: usize, lang: Lang) -> Result<usize, Box<Refusal>> {
    let wrong = |word: &String| bad(say!("{key} 的值“{word}”不是整数", "`{word}` of {key} is no whole number"), lang);
    words.get(key).map_or(Ok(usual), |word| word.parse().map_err(|_| wrong(word)))
}
