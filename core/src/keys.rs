//! The keys of files of settings, packs and cases, and of what scripts say of rules and schemes. Those who read them and those
//! who offer them in an editor go by the same lists.

/// The keys of a table, in the order in which they are offered.
pub(crate) type Keys = &'static [&'static str];

/// `pack.toml`.
pub(crate) const PACK: Keys =
    &["id", "title", "version", "yize", "extends", "bodies", "since", "until", "parameters", "rules", "lint"];
/// A parameter.
pub(crate) const PARAMETER: Keys = &["label", "value", "values", "basis", "local", "note"];
/// One of several values of a parameter.
pub(crate) const VALUE_SINCE: Keys = &["since", "value", "basis", "local", "note"];
/// What a pack says of an inherited rule.
pub(crate) const LEVEL: Keys = &["severity", "off", "reason"];

/// A kind.
pub(crate) const KIND: Keys = &[
    "label",
    "en",
    "key",
    "yearly",
    "shared",
    "counter",
    "term",
    "name",
    "who",
    "actor",
    "day",
    "fields",
    "links",
    "constraints",
];
/// A field.
pub(crate) const FIELD: Keys =
    &["type", "label", "en", "optional", "min", "max", "pattern", "unique", "values", "to", "of", "fields"];
/// A value of an enum that has more than a label.
pub(crate) const ENUM_VALUE: Keys = &["label", "en"];
/// A change to an inherited field.
pub(crate) const AMENDMENT: Keys = &["add", "optional", "reason"];
/// A link back.
pub(crate) const LINK: Keys = &["kind", "field", "label", "en"];
/// Every constraint.
pub(crate) const CONSTRAINT: Keys =
    &["check", "fields", "title", "basis", "since", "until", "severity", "explain", "local"];
/// When a constraint holds.
pub(crate) const WHEN: Keys = &["field", "is"];

/// What a constraint has besides [`CONSTRAINT`], by its check.
#[must_use]
pub(crate) fn of_check(word: &str) -> Keys {
    match word {
        "present" => &["of", "by"],
        "in_term" => &["of"],
        "in_year" => &["from", "to"],
        "in_office" => &["on"],
        "workday" => &["unless"],
        "together" | "excludes" => &["when"],
        _ => &[],
    }
}

/// `views.toml`.
pub(crate) const VIEWS: Keys = &["body", "area", "calendar", "assignment"];
/// Where a body's name stands.
pub(crate) const NAMES: Keys = &["kind", "name"];
/// An area of work.
pub(crate) const AREA: Keys = &["title", "en", "rules", "kinds"];
/// A calendar.
pub(crate) const CALENDAR: Keys =
    &["title", "en", "kind", "when", "held", "form", "name", "clashes", "expected", "declared"];
/// How many are expected, as a parameter says it.
pub(crate) const EXPECTED: Keys = &["parameter", "forms", "count"];
/// How many are expected, as records say it.
pub(crate) const DECLARED: Keys = &["kind", "field", "forms", "count"];
/// An assignment.
pub(crate) const ASSIGNMENT: Keys = &["title", "en", "kind", "to", "mix", "entered", "left", "limits"];
/// A limit of an assignment.
pub(crate) const LIMIT: Keys = &["title", "en", "who", "at", "count", "min", "max", "about", "within", "share"];

/// A year of `holidays.toml`.
pub(crate) const HOLIDAYS: Keys = &["notice", "off", "work"];

/// `yize.toml`.
pub(crate) const SETTINGS: Keys = &[
    "data",
    "rules",
    "packs",
    "severities",
    "time_zone",
    "waiver",
    "waivers",
    "projects",
    "follow",
    "ignore",
    "ledger",
    "lint",
];
/// What a project demands of packs that come as files.
pub(crate) const PACKS: Keys = &["keys"];
/// A file of waivers.
pub(crate) const WAIVERS: Keys = &["waiver"];
/// A waiver.
pub(crate) const WAIVER: Keys = &["rule", "at", "body", "field", "reason", "approved_by", "until"];
/// A ledger.
pub(crate) const LEDGER: Keys = &["file", "sheet", "kind", "columns", "fixed"];
/// What holds for all records of a ledger.
pub(crate) const FIXED: Keys = &["body", "year"];

/// A file of cases.
pub(crate) const CASES: Keys = &["data", "case"];
/// The data of all its cases.
pub(crate) const CASE_DATA: Keys = &["file", "text", "as_of", "only", "parameters"];
/// A case.
pub(crate) const CASE: Keys =
    &["name", "covers", "change", "add", "parameters", "as_of", "only", "expect", "cards", "data", "empty"];
/// A change of a case to its data.
pub(crate) const CHANGE: Keys = &["file", "find", "put"];
/// A finding that a case expects.
pub(crate) const EXPECTED_FINDING: Keys = &["rule", "record", "field", "message", "status"];
/// A card that a case expects.
pub(crate) const CARD: Keys = &["record", "scheme", "year", "points", "grade", "rank", "short", "incomplete", "line"];

/// What a rule says of itself, and whether it must.
pub(crate) const RULE: [(&str, bool); 9] = [
    ("title", true),
    ("basis", true),
    ("since", true),
    ("until", false),
    ("severity", false),
    ("on", true),
    ("explain", true),
    ("local", false),
    ("may_warn", false),
];

/// What a scheme says of itself, and whether it must.
pub(crate) const SCHEME: [(&str, bool); 17] = [
    ("title", true),
    ("basis", true),
    ("since", true),
    ("until", false),
    ("explain", true),
    ("on", true),
    ("extends", false),
    ("base", false),
    ("min", false),
    ("max", false),
    ("round", false),
    ("bands", false),
    ("quota", false),
    ("groups", false),
    ("top", false),
    ("rank_by", false),
    ("prorata", false),
];

/// Options of each function that writes a line of a scheme.
#[must_use]
pub(crate) fn of_line(verb: &str) -> Keys {
    match verb {
        "part" => &["start", "min", "max", "bonus"],
        "item" => &[
            "each", "by", "unit", "from", "most", "min", "max", "share", "sponsors", "at_most", "once", "same", "date",
            "window", "since", "until", "per", "stages", "settled",
        ],
        "ratio" => &["points"],
        "rate" => &["floor", "at_best", "due"],
        "minimum" => &["need", "at_best", "due", "every"],
        "veto" => &["grade"],
        "clear" => &["part"],
        "adjust" => &["points", "line", "note"],
        "decide" => &["grade", "seat", "note"],
        _ => &[],
    }
}
