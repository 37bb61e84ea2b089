//! End-to-end tests of the binary, and tests of the house's own rules. One binary, so that it links once.
#![expect(clippy::disallowed_methods, reason = "tests lay out their own files; the invariant is the product's")]

mod support;

mod baseline;
mod broken;
mod cases;
mod changed;
mod completions;
mod consequences;
mod constraints;
mod day;
mod determinism;
mod embed;
mod diff;
mod examples;
mod expected;
mod fail_closed;
mod faults;
mod files;
mod formats;
mod generated;
mod house;
mod identity;
mod isolate;
mod language;
mod lock;
mod many;
mod packs;
mod page;
mod readme;
mod recipes;
mod reference;
mod repository;
mod rounds;
mod scores;
mod serve;
mod server;
mod shards;
mod slips;
mod spans;
mod systems;
mod table;
mod views;
mod waivers;
mod watch;
