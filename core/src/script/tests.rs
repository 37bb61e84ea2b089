//! Reading scripts.

mod house;
mod shape;
mod show;
