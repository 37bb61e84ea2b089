//! Bounds of loading: how much of everything is read, compiled and told before the work ends with a finding that says what was
//! left out. None is near what an honest city has; whatever is beyond is never green. What scripts may do is bounded in
//! `native/budget`.

/// Greatest size of a data file, in bytes.
pub(crate) const DATA_FILE: u64 = 256 << 20;

/// Greatest size of a file of a pack or of settings, in bytes.
pub(crate) const PACK_FILE: u64 = 1 << 20;

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
pub(crate) const CHAIN: usize = 100;

/// What a pack tells of what is wrong with those that it extends, and with the way to them; they tell the rest themselves.
pub(crate) const INHERITED_FINDINGS: usize = 20;

/// Packs of one run.
pub(crate) const PACKS: usize = 10_000;

/// Kinds of records that a pack declares.
pub(crate) const KINDS: usize = 1_000;

/// Values of an enum.
pub(crate) const ENUM_VALUES: usize = 10_000;

/// Fields of a kind, or of a table in one.
pub(crate) const FIELDS: usize = 1_000;

/// Letters of a name or label that a pack declares: every finding about a record repeats it.
pub(crate) const NAME: usize = 200;
