//! JSON Schemas of what yize reads and writes: those that are written by hand, and those made of the kinds that packs declare.

mod data;

pub(crate) use data::data;

/// What there are schemas of, by the word of the command line, with the schema.
pub(crate) const FIXED: [(&str, &str); 7] = [
    ("report", include_str!("report/report.schema.json")),
    ("events", include_str!("report/news/events.schema.json")),
    ("pack", include_str!("schemas/pack.schema.json")),
    ("kinds", include_str!("schemas/kinds.schema.json")),
    ("views", include_str!("schemas/views.schema.json")),
    ("cases", include_str!("schemas/cases.schema.json")),
    ("settings", include_str!("schemas/settings.schema.json")),
];
