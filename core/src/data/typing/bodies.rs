//! The bodies of a file, and the kinds that their packs know.

use std::sync::Arc;

use super::{FileBody, Typer};
use crate::bounds;
use crate::data::Table;
use crate::data::governance::Governed;
use crate::host;
use crate::language::{Lang, Text, did_you_mean, say};
use crate::schema::Schema;
use crate::source::Span;
use crate::spelling::nearest;

impl Typer<'_> {
    /// The body's place among those of the file; `None` when its records cannot be typed.
    pub(super) fn body_index(&mut self, id: &str, span: Span) -> Option<usize> {
        if let Some(place) = self.places.get(id) {
            return *place;
        }
        let governed = self.governed(id);
        let place = match governed.as_deref() {
            _ if id.len() > bounds::KEY => {
                self.current = None;
                self.too_long(span);
                None
            }
            Some(Governed::By { schema, .. }) if !self.weigh(schema.kinds.len() * bounds::KIND, span) => None,
            Some(Governed::By { packs, schema }) => {
                let (packs, schema) = (packs.clone(), schema.clone());
                let tables = schema.kinds.iter().map(|_| Table::default()).collect();
                self.out.bodies.push(FileBody { id: id.to_owned(), packs, schema, tables, nested: Vec::new() });
                Some(self.out.bodies.len() - 1)
            }
            Some(Governed::Broken(_) | Governed::Conflict { .. }) | None => None,
            Some(Governed::Nobody { own, all }) => {
                let message = say!("没有规则包管辖单位“{id}”", "no pack governs the body `{id}`");
                self.report(&host::NO_PACK, span, message, Some(governed_instead(id, own, all))).body =
                    Some(Arc::from(id));
                None
            }
        };
        self.places.insert(id.to_owned(), place);
        place
    }

    pub(super) fn unknown_kind(&mut self, name: &str, span: Span, schema: &Schema) {
        if !self.unknown.insert((name.to_owned(), self.current.clone())) {
            return;
        }
        if self.is_full() {
            self.untold += 1;
            return;
        }
        let near = nearest(name, schema.kinds.iter().flat_map(|k| [k.name.as_str(), k.label.get(Lang::Zh)]));
        let help = match near {
            Some(near) => did_you_mean(near),
            None => say!("规则包的 kinds.toml 中没有声明这类记录", "no kinds.toml of its packs declares it"),
        };
        self.report(
            &host::UNKNOWN_KIND,
            span,
            say!("没有“{name}”这类记录", "unknown kind of record `{name}`"),
            Some(help),
        );
    }
}

/// What to write instead of a body that no pack governs, where these are governed.
fn governed_instead(id: &str, known: &[String], all: &[String]) -> Text {
    // A body is not far from those that it might be, and there are few of them. Of a county the city may be mistyped.
    let few = all.len() <= 200;
    let of = |pattern: &String| match (pattern.strip_suffix("/*"), id.split_once('/')) {
        (Some(city), Some((_, county))) => format!("{city}/{county}"),
        _ => pattern.clone(),
    };
    let meant: Vec<String> = all.iter().filter(|_| few).map(of).collect();
    match nearest(id, meant.iter().map(String::as_str)) {
        Some(near) => did_you_mean(near),
        None if known.is_empty() => say!(
            "核对 body 的写法；规则包的文件夹写在 yize.toml 的 rules 中，或用 --rules 指定",
            "check the spelling of `body`; yize.toml names the folders of packs in `rules`, or --rules does"
        ),
        None if known.len() <= 12 => {
            let (zh, en) = (known.join("、"), known.join(", "));
            say!("核对 body 的写法；规则包管辖的有：{zh}", "check the spelling of `body`; packs govern {en}")
        }
        None => say!(
            "核对 body 的写法，或用 --rules 指定规则包的文件夹",
            "check the spelling of `body`, or name the packs' folder with --rules"
        ),
    }
}
