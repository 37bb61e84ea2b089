//! What the core gives, in the shapes of the protocol.

use serde_json::{Value, json};
use yize_core::finding::{Effect, Finding};
use yize_core::ide::{Offer, Shade, Symbol};
use yize_core::source::{Place, Sources, Span};
use yize_core::{Lang, Severity};

use crate::address;
use crate::text::{Lines, Units};

/// The names of [`Shade`]s, in the order of their numbers.
pub(crate) const SHADES: [&str; 8] =
    ["keyword", "function", "property", "variable", "string", "number", "comment", "namespace"];

pub(crate) fn shade(shade: Shade) -> usize {
    match shade {
        Shade::Keyword => 0,
        Shade::Function => 1,
        Shade::Property => 2,
        Shade::Variable => 3,
        Shade::Text => 4,
        Shade::Number => 5,
        Shade::Comment => 6,
        Shade::Header => 7,
    }
}

/// A diagnostic.
pub(crate) fn diagnostic(finding: &Finding, sources: &Sources, units: Units, lang: Lang) -> Value {
    let range = match finding.place {
        Some(place) => Lines::new(sources.get(place.source).text()).range(place.span, units),
        None => Lines::new("").range(Span::default(), units),
    };
    let severity = match (finding.suppressed.is_some(), finding.effect, finding.severity) {
        (true, ..) => 4,
        (_, Effect::None, _) => 3,
        (_, _, Severity::Warning) => 2,
        (_, _, Severity::Error) => 1,
    };
    let mut message = finding.message.get(lang).to_owned();
    if let Some(help) = &finding.help {
        message.push('\n');
        message.push_str(help.get(lang));
    }
    let related: Vec<Value> = finding
        .related
        .iter()
        .filter(|own| sources.get(own.place.source).sheet().is_none())
        .map(|own| json!({ "location": location(own.place, sources, units), "message": own.message.get(lang) }))
        .collect();
    json!({
        "range": range, "severity": severity, "source": "yize", "code": &*finding.rule, "message": message,
        "relatedInformation": related,
    })
}

pub(crate) fn location(place: Place, sources: &Sources, units: Units) -> Value {
    let source = sources.get(place.source);
    json!({ "uri": address::of(source.name.as_ref()), "range": Lines::new(source.text()).range(place.span, units) })
}

pub(crate) fn offer(offer: &Offer, lines: &Lines<'_>, units: Units, lang: Lang) -> Value {
    let kind = match offer.insert.as_bytes().last() {
        Some(b'(') => 3,
        Some(b'"') => 12,
        Some(b' ') => 10,
        _ => 5,
    };
    json!({
        "label": offer.label, "kind": kind, "detail": offer.detail.get(lang),
        "documentation": { "kind": "markdown", "value": offer.text.get(lang) },
        "filterText": if kind == 12 { &offer.insert } else { &offer.label },
        "textEdit": { "range": lines.range(offer.over, units), "newText": offer.insert },
    })
}

pub(crate) fn symbol(symbol: &Symbol, lines: &Lines<'_>, units: Units) -> Value {
    let kind = match symbol.sort.as_str() {
        "rule" | "score" => 5,
        "fn" => 12,
        "const" => 14,
        _ => 23,
    };
    json!({
        "name": symbol.name, "detail": symbol.sort, "kind": kind,
        "range": lines.range(symbol.span, units), "selectionRange": lines.range(symbol.at, units),
    })
}
