//! What scripts compute with: values, exact numbers, what a call may use, and the functions that scripts call, one entry each.

pub(crate) mod allowance;
pub(crate) mod large;
pub(crate) mod purse;
pub(crate) mod budget;
pub(crate) mod speech;
pub(crate) mod value;
pub(crate) mod stop;
pub(crate) mod number;
pub(crate) mod total;
pub(crate) mod notes;
pub(crate) mod cards;
pub(crate) mod access;
pub(crate) mod state;
pub(crate) mod compare;
pub(crate) mod records;
pub(crate) mod views;
mod days;
pub(crate) mod items;
pub(crate) mod shape;
pub(crate) mod entry;

pub(crate) mod functions;
pub(crate) mod constraints;
pub(crate) mod lent;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
