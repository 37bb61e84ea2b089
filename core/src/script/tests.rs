//! Reading scripts.

mod broken;
mod house;
mod items;
mod library;
mod measure;
mod random;
mod shape;
mod show;
mod slips;
