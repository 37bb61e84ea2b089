//! The functions that scripts call, one file a topic.

pub mod arrays;
pub mod caller;
pub mod calendar;
pub mod collections;
pub mod compare;
pub mod context;
pub mod dates;
pub mod lent;
pub mod records;
pub mod report;
pub mod scores;
pub mod views;
pub mod words;

use std::sync::Arc;

use rhai::Engine;
use rhai::packages::{ArithmeticPackage, BasicIteratorPackage, BasicMapPackage, BasicMathPackage, Package as _};

use crate::engine::lent::Lent;
use crate::engine::shared::Shared;

/// Registers everything that scripts may call. Of Rhai's own packages only those are taken that can neither wait,
/// read a clock, nor build something of any size in one call.
pub fn register(engine: &mut Engine, shared: &Arc<Shared>, lent: &Lent) {
    ArithmeticPackage::new().register_into_engine(engine);
    BasicIteratorPackage::new().register_into_engine(engine);
    BasicMathPackage::new().register_into_engine(engine);
    BasicMapPackage::new().register_into_engine(engine);
    compare::register(engine);
    words::register(engine, shared);
    arrays::register(engine);
    dates::register(engine);
    records::register(engine, shared);
    views::register(engine, shared);
    collections::register::<views::View>(engine, shared);
    collections::register::<rhai::Array>(engine, shared);
    context::register(engine, shared);
    calendar::register(engine, shared);
    report::register(engine, shared);
    scores::register(engine, shared);
    lent::register(engine, shared, lent);
}
