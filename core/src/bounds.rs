//! Bounds of loading: how much of everything is read, compiled and told before the work ends with a finding that says what was
//! left out. None is near what an honest city has; whatever is beyond is never green. What scripts may do is bounded in
//! `native/budget`.

/// Greatest size of a data file, in bytes.
pub(crate) const DATA_FILE: u64 = 256 << 20;

/// Greatest size of a file of a pack or of settings, in bytes.
pub(crate) const PACK_FILE: u64 = 1 << 20;

/// Greatest size of a pack that is handed over as one file, in bytes.
#[cfg(feature = "archive")]
pub(crate) const PARCEL: u64 = 16 << 20;

/// Texts up to this size are parsed at once, larger ones piece by piece where they are plain.
pub(crate) const PIECE: usize = 64 << 10;

/// Slips of syntax of one large text.
pub(crate) const SYNTAX: usize = 500;

/// What the parser takes for each token of a piece, in bytes.
pub(crate) const TOKEN: usize = 72;
/// The same for each table that is kept, each pair of key and value in one, and each item of a list.
pub(crate) const TABLE: usize = 170;
/// See [`TABLE`].
pub(crate) const PAIR: usize = 145;
/// See [`TABLE`].
pub(crate) const ITEM: usize = 100;

/// How much memory parsing a text of so many bytes may take. Records of a few dozen letters take 10 bytes for each.
pub(crate) const fn document(bytes: usize) -> usize {
    12 * bytes + (32 << 20)
}

/// How much memory the records of a file of so many bytes may take.
pub(crate) const fn records(bytes: usize) -> usize {
    8 * bytes + (24 << 20)
}

/// What a record takes, in bytes, and each of its fields, given or not.
pub(crate) const RECORD: usize = 80;
/// See [`RECORD`].
pub(crate) const CELL: usize = 24;
/// The same for each text, beside its letters; for each item of a list; and for each kind that a body knows.
pub(crate) const STRING: usize = 120;
/// See [`STRING`].
pub(crate) const NESTED: usize = 56;
/// See [`STRING`].
pub(crate) const KIND: usize = 400;

/// The same of all files of a run, of so many bytes.
pub(crate) const fn records_of_run(bytes: usize) -> usize {
    8 * bytes + (64 << 20)
}

/// How many findings about a file of so many bytes are told; and, of all bytes of a run, how many about data in all.
pub(crate) const fn findings_of_file(bytes: usize) -> usize {
    1_000 + bytes / 512
}

/// See [`findings_of_file`].
pub(crate) const fn findings_of_data(bytes: usize) -> usize {
    20_000 + bytes / 512
}

/// Projects around one that are looked at.
pub(crate) const AROUND: usize = 16;

/// Bytes of a record's key, and of a body's: every finding about the record repeats it.
pub(crate) const KEY: usize = 1_000;

/// Bytes of a list that is shown in a sentence.
pub(crate) const LISTED: usize = 1_000;

/// Bytes of a pattern of paths, bodies or rules.
pub(crate) const GLOB: usize = 1_000;

/// Braces of such a pattern: the automaton that it becomes nests as deep as they do.
pub(crate) const GLOB_BRACES: usize = 50;

/// Bytes of the automaton that a pattern of texts becomes.
pub(crate) const PATTERN: usize = 1 << 20;

/// Bytes of the table of its transitions; without one they are worked out again for each file.
pub(crate) const PATTERN_TABLE: usize = 64 << 10;

/// Bytes of the transitions that are kept where there is no table.
pub(crate) const PATTERN_CACHE: usize = 1 << 20;

/// Bytes of the automata of all patterns of one `kinds.toml`.
pub(crate) const PATTERNS: usize = 16 << 20;

/// Steps of patterns that no table and no cache can hold, for each file and for each byte of it.
pub(crate) const PATTERN_STEPS: (u64, u64) = (10_000_000, 100);

/// Packs that one extends, itself included, over however many steps.
pub(crate) const CHAIN: usize = 64;

/// What a pack tells of what is wrong with those that it extends, and with the way to them; they tell the rest themselves.
pub(crate) const INHERITED_FINDINGS: usize = 20;

/// Packs of one run.
pub(crate) const PACKS: usize = 10_000;

/// Patterns of data, and severities, of one `yize.toml`.
pub(crate) const SETTINGS: usize = 1_000;

/// Kinds of records that a pack declares.
pub(crate) const KINDS: usize = 1_000;

/// Values of an enum.
pub(crate) const ENUM_VALUES: usize = 10_000;

/// Fields of a kind, or of a table in one.
pub(crate) const FIELDS: usize = 1_000;

/// Letters of a name or label that a pack declares: every finding about a record repeats it.
pub(crate) const NAME: usize = 200;

/// Lines of a scheme that lists make.
pub(crate) const LINES: usize = 500;
