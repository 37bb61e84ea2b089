//! Bounds of reading workbooks, in one place. None is near what an honest ledger has; each is counted while it is read, and
//! never taken from what a file says of itself.

/// Bytes that all parts of a workbook unpack to, whatever their packed size. A sheet of 1,048,576 rows with eight columns is
/// about half of it.
pub(super) const UNPACKED: u64 = 1 << 30;

/// What a workbook may unpack to in any case; beyond it, no more than [`RATIO`] times its size. Sheets of nothing but styled
/// rows pack 50 times smaller, bombs 1,000 times.
pub(super) const UNPACKED_ANYWAY: u64 = 256 << 20;
/// See [`UNPACKED_ANYWAY`].
pub(super) const RATIO: u64 = 200;

/// Files in the archive that a workbook is. Each picture is one, too.
pub(super) const ENTRIES: usize = 20_000;

/// Bytes of one tag, or of one piece of text without tags: a cell holds 32,767 characters, which is 160 KiB at most as entities.
pub(super) const NODE: u64 = 4 << 20;

/// Bytes of one cell's text, however many pieces it is made of.
pub(super) const CELL: usize = 4 << 20;

/// Elements in one another. Spreadsheets need about ten.
pub(super) const DEPTH: u32 = 100;

/// Sheets of a workbook.
pub(super) const SHEETS: usize = 5_000;

/// Styles of cells, and formats of numbers. Excel allows 65,490.
pub(super) const STYLES: usize = 1 << 18;

/// Bytes of all texts that cells share, and of all that is kept of a workbook's sheets: no more than of one data file.
pub(super) const TEXT: usize = 256 << 20;

/// Texts that cells share.
pub(super) const STRINGS: usize = 1 << 24;

/// Merged areas of one sheet.
pub(super) const MERGES: usize = 100_000;

/// Cells of a sheet whose cells do not come in their order, and are therefore held before they are put in it.
pub(super) const HELD: usize = 2_000_000;
