//! The language server of yize: what the core knows, for any editor, over stdin and stdout.
//!
//! One thread reads and answers; another checks. A check takes the texts as they are when it begins, so that whatever was typed in
//! the meantime is one round and nothing queues up. What the text alone tells of a mistake is told at each keystroke, before.
#![deny(unreachable_pub)]

mod text;
mod address;
mod worker;
mod shapes;
mod handlers;
mod server;

pub use server::{over, serve};
