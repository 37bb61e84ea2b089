//! Requests, each by its method: what is asked of the core, and the answer.

use serde_json::{Map, Value, json};
use yize_core::format::{Sort, format};
use yize_core::ide::{Change, Open};
use yize_core::source::{Sources, Span};
use yize_core::{Lang, Outcome};

use crate::address;
use crate::shapes;
use crate::text::{Lines, Units};

/// A file as a request finds it.
pub(crate) struct Desk<'d> {
    pub(crate) outcome: &'d Outcome,
    pub(crate) name: &'d str,
    pub(crate) text: &'d str,
    pub(crate) units: Units,
    pub(crate) lang: Lang,
}

/// Answers a request about a file; `Err` is a sentence for the user.
pub(crate) fn answer(method: &str, params: &Value, desk: &Desk<'_>) -> Result<Value, String> {
    let Desk { outcome, name, text, units, lang } = *desk;
    let open = Open::new(outcome, name, text);
    let lines = Lines::new(text);
    let at = lines.byte(&params["position"], units);
    let locations = |places: Vec<yize_core::source::Place>| -> Value {
        places
            .into_iter()
            .filter(|place| is_on_disk(outcome, *place))
            .map(|place| shapes::location(place, &outcome.sources, units))
            .collect()
    };
    Ok(match method {
        "textDocument/completion" => {
            open.offers(at).iter().map(|offer| shapes::offer(offer, &lines, units, lang)).collect()
        }
        "textDocument/hover" => open.hover(at).map_or(Value::Null, |answer| {
            let contents = json!({ "kind": "markdown", "value": answer.text.get(lang) });
            json!({ "contents": contents, "range": lines.range(answer.span, units) })
        }),
        "textDocument/definition" => locations(open.definitions(at)),
        "textDocument/references" => locations(open.references(at)),
        "textDocument/rename" => {
            let new = params["newName"].as_str().unwrap_or_default();
            let changes = open.rename(at, new).map_err(|why| why.get(lang).to_owned())?;
            edits(&changes, &outcome.sources, units)
        }
        "textDocument/documentSymbol" => {
            open.symbols().iter().map(|symbol| shapes::symbol(symbol, &lines, units)).collect()
        }
        "textDocument/foldingRange" => {
            open.folds().iter().map(|(first, last)| json!({ "startLine": first, "endLine": last })).collect()
        }
        "textDocument/inlayHint" => open
            .hints()
            .iter()
            .map(|(at, ty)| {
                let (line, character) = lines.place(*at, units);
                let label = std::format!(": {}", ty.get(lang));
                json!({ "position": { "line": line, "character": character }, "label": label, "kind": 1 })
            })
            .collect(),
        "textDocument/semanticTokens/full" => json!({ "data": colours(&open, text, &lines, units) }),
        "textDocument/formatting" => formatted(name, text, &lines, units),
        "textDocument/codeAction" => actions(&open, params, desk),
        _ => Value::Null,
    })
}

/// Whether a place is of a file that an editor can open.
fn is_on_disk(outcome: &Outcome, place: yize_core::source::Place) -> bool {
    let source = outcome.sources.get(place.source);
    std::path::Path::new(&source.name).is_absolute() && source.sheet().is_none()
}

/// A change of files.
fn edits(changes: &[Change], sources: &Sources, units: Units) -> Value {
    let mut files: Map<String, Value> = Map::new();
    for Change { place, new } in changes {
        let source = sources.get(place.source);
        let range = Lines::new(source.text()).range(place.span, units);
        let own = files.entry(address::of(source.name.as_ref())).or_insert_with(|| json!([]));
        if let Some(own) = own.as_array_mut() {
            own.push(json!({ "range": range, "newText": new }));
        }
    }
    json!({ "changes": files })
}

fn formatted(name: &str, text: &str, lines: &Lines<'_>, units: Units) -> Value {
    match Sort::of(name.as_ref()).map(|sort| format(sort, text)) {
        Some(Ok(laid)) if laid != text => {
            json!([{ "range": lines.range(Span::new(0, text.len()), units), "newText": laid }])
        }
        _ => json!([]),
    }
}

/// Colours as the protocol counts them: each from the one before, and none over several lines.
fn colours(open: &Open<'_>, text: &str, lines: &Lines<'_>, units: Units) -> Vec<usize> {
    let (mut data, mut last) = (Vec::new(), (0, 0));
    for colour in open.colours() {
        let mut at = colour.span.start as usize;
        for own in text[colour.span.range()].split_inclusive('\n') {
            let (line, column) = lines.place(at, units);
            let plain = own.trim_end_matches(['\n', '\r']);
            let width = if units == Units::Utf8 { plain.len() } else { plain.encode_utf16().count() };
            if width > 0 {
                let from = if line == last.0 { column - last.1 } else { column };
                data.extend([line - last.0, from, width, shapes::shade(colour.shade), 0]);
                last = (line, column);
            }
            at += own.len();
        }
    }
    data
}

/// What may be done about the findings of a range.
fn actions(open: &Open<'_>, params: &Value, desk: &Desk<'_>) -> Value {
    let Desk { outcome, name, text, units, lang } = *desk;
    let lines = Lines::new(text);
    let (start, end) = (lines.byte(&params["range"]["start"], units), lines.byte(&params["range"]["end"], units));
    let mut actions = Vec::new();
    let (quick, sources) = open.quick();
    for (findings, sources) in [(&outcome.findings, &outcome.sources), (&quick, &sources)] {
        for finding in findings {
            let Some(place) = finding.place.filter(|place| sources.get(place.source).name == name) else { continue };
            let span = place.span.range();
            if span.start > end || span.end < start {
                continue;
            }
            for (title, changes) in open.fixes(finding) {
                let diagnostic = shapes::diagnostic(finding, sources, units, lang);
                let known = |change: &Change| change.place.source.0 as usize >= sources.iter().count();
                let of = if changes.iter().any(known) { &outcome.sources } else { sources };
                let edit = edits(&changes, of, units);
                let action =
                    json!({ "title": title.get(lang), "kind": "quickfix", "diagnostics": [diagnostic], "edit": edit });
                if !actions.contains(&action) {
                    actions.push(action);
                }
            }
        }
    }
    actions.into()
}
