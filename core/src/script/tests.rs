//! Reading scripts.

mod broken;
mod house;
mod random;
mod shape;
mod show;
mod slips;
