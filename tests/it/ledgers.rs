//! Workbooks as data: nasty ones, and ones that say the same as TOML. What others write, and what `LibreOffice` makes of
//! what yize writes, is tried in `tests/office`.

mod as_toml;
mod nasty;
mod twins;
