//! The functions that scripts call, one file a topic.

pub(crate) mod arrays;
pub(crate) mod caller;
pub(crate) mod calendar;
pub(crate) mod collections;
pub(crate) mod compare;
pub(crate) mod context;
pub(crate) mod dates;
pub(crate) mod lent;
pub(crate) mod records;
pub(crate) mod report;
pub(crate) mod scores;
pub(crate) mod views;
pub(crate) mod words;

use std::sync::Arc;

use rhai::Engine;
use rhai::packages::{ArithmeticPackage, BasicIteratorPackage, BasicMapPackage, BasicMathPackage, Package as _};

use crate::engine::lent::Lent;
use crate::engine::shared::Shared;

/// Registers everything that scripts may call. Of Rhai's own packages only those are taken that can neither wait,
/// read a clock, nor build something of any size in one call.
pub(crate) fn register(engine: &mut Engine, shared: &Arc<Shared>, lent: &Lent) {
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
