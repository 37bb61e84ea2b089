//! `yize watch` on a real file system: one test for each way in which files change. After each of them, what the events
//! add up to is what a fresh check of the same state reports.

mod day;
mod folders;
mod harness;
mod ledgers;
mod saves;
mod systems;
