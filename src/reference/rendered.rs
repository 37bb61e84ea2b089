//! Markdown as HTML: headings and rows of tables can be led to, links lead within the site or nowhere, and all of it is searched.

use std::collections::BTreeMap;

use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html};

use crate::reference::markdown::anchor;

/// A page as HTML.
#[derive(Debug, Default)]
pub(super) struct Rendered {
    pub html: String,
    /// Headings of the second and third level: level, anchor, words.
    pub headings: Vec<(u8, String, String)>,
    /// What is found by a search: anchor, what it is called, what is said of it.
    pub found: Vec<(String, String, String)>,
}

/// Most letters of what is said in a search.
const SAID: usize = 160;

/// Renders a page; `to` says where a link leads within the site, if it does.
pub(super) fn rendered(markdown: &str, to: &dyn Fn(&str) -> Option<String>) -> Rendered {
    let events: Vec<Event<'_>> = Parser::new_ext(markdown, Options::ENABLE_TABLES).collect();
    let mut work = Work {
        out: Rendered::default(),
        events: Vec::new(),
        taken: BTreeMap::new(),
        row: None,
        heads: Vec::new(),
        open: Vec::new(),
    };
    for (at, event) in events.iter().enumerate() {
        work.take(event, &events[at + 1..], to);
    }
    html::push_html(&mut work.out.html, work.events.into_iter());
    for (_, _, said) in &mut work.out.found {
        *said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        if let Some((cut, _)) = said.char_indices().nth(SAID) {
            said.truncate(cut);
            said.push('…');
        }
    }
    work.out
}

struct Work<'e> {
    out: Rendered,
    events: Vec<Event<'e>>,
    /// Anchors that are taken, and how often they were wanted.
    taken: BTreeMap<String, usize>,
    /// The cell of a table's row in which we are, from 1; 0 before the first.
    row: Option<usize>,
    /// The headings of the table.
    heads: Vec<String>,
    /// Of the links that are open, whether they lead anywhere.
    open: Vec<bool>,
}

impl<'e> Work<'e> {
    fn take(&mut self, event: &Event<'e>, rest: &[Event<'e>], to: &dyn Fn(&str) -> Option<String>) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => self.heading(*level, rest),
            Event::Start(Tag::Table(_) | Tag::TableRow | Tag::TableCell)
            | Event::End(TagEnd::Table | TagEnd::TableRow) => {
                self.table(event, rest);
            }
            Event::Start(Tag::Link { dest_url, title, .. }) => {
                let leads = to(dest_url);
                self.open.push(leads.is_some());
                let link = |to: String| Tag::Link {
                    link_type: LinkType::Inline,
                    dest_url: CowStr::from(to),
                    title: title.clone(),
                    id: CowStr::Borrowed(""),
                };
                self.events.extend(leads.map(|to| Event::Start(link(to))));
            }
            Event::End(TagEnd::Link) => {
                if self.open.pop() == Some(true) {
                    self.events.push(event.clone());
                }
            }
            // A picture lies outside of the site: what it shows is said in words.
            Event::Start(Tag::Image { .. } | Tag::HtmlBlock) | Event::End(TagEnd::Image | TagEnd::HtmlBlock) => {}
            // Of HTML only a break of the line is meant; the rest are remarks, or words that are no HTML.
            Event::Html(text) | Event::InlineHtml(text) => {
                if text.trim() == "<br>" {
                    self.words(" ");
                    self.events.push(Event::HardBreak);
                } else if !text.trim_start().starts_with("<!--") {
                    self.words(text);
                    self.events.push(Event::Text(text.clone()));
                }
            }
            Event::Text(text) | Event::Code(text) => {
                self.words(text);
                self.events.push(event.clone());
            }
            Event::SoftBreak => self.line(rest),
            other => self.events.push(other.clone()),
        }
    }

    /// What belongs to tables: they may be wider than the page, and each row can be led to.
    fn table(&mut self, event: &Event<'e>, rest: &[Event<'e>]) {
        if matches!(event, Event::Start(Tag::Table(_))) {
            self.events.push(Event::Html("<div class=\"wide\" tabindex=\"0\">".into()));
        }
        self.events.push(event.clone());
        match event {
            Event::End(TagEnd::Table) => self.events.push(Event::Html("</div>\n".into())),
            Event::Start(Tag::TableRow) => self.row = Some(0),
            Event::End(TagEnd::TableRow) => self.row = None,
            Event::Start(Tag::Table(_)) => self.heads.clear(),
            Event::Start(Tag::TableCell) => match self.row {
                None => self.heads.push(until(rest, &|event| matches!(event, Event::End(TagEnd::TableCell)))),
                Some(before) => {
                    self.row = Some(before + 1);
                    if before == 0 {
                        self.cell(rest);
                    } else {
                        self.head(before + 1, rest);
                    }
                }
            },
            _ => {}
        }
    }

    /// What a cell is called, for small screens, on which the cells of a row stand below one another.
    fn head(&mut self, cell: usize, rest: &[Event<'e>]) {
        let filled = rest.first().is_some_and(|event| !matches!(event, Event::End(_)));
        if let Some(head) = self.heads.get(cell - 1).filter(|_| filled) {
            let head = CowStr::from(head.clone());
            let around = ["<b class=\"h\" aria-hidden=\"true\">", "</b>"].map(|tag| Event::Html(tag.into()));
            let [before, after] = around;
            self.events.extend([before, Event::Text(head), after]);
        }
    }

    /// A line ends: between Chinese letters that is no blank.
    fn line(&mut self, rest: &[Event<'e>]) {
        let before = self.events.iter().rev().find_map(|own| match own {
            Event::Text(text) => text.chars().last(),
            _ => None,
        });
        let after = rest.first().and_then(|own| match own {
            Event::Text(text) => text.chars().next(),
            _ => None,
        });
        let is_latin = |c: Option<char>| c.is_none_or(|c| u32::from(c) < 0x2E80);
        if is_latin(before) || is_latin(after) {
            self.events.push(Event::Text(" ".into()));
        }
    }

    /// Words go to what was met last.
    fn words(&mut self, text: &str) {
        if self.row == Some(1) {
            return;
        }
        if let Some((_, title, said)) = self.out.found.last_mut() {
            if said.is_empty() && title == text {
                return;
            }
            said.push(' ');
            said.push_str(text);
        }
    }

    fn heading(&mut self, level: HeadingLevel, rest: &[Event<'e>]) {
        let words = until(rest, &|event| matches!(event, Event::End(TagEnd::Heading(_))));
        let id = self.free(&anchor(&words));
        if matches!(level, HeadingLevel::H2 | HeadingLevel::H3) {
            self.out.headings.push((level as u8, id.clone(), words.clone()));
        }
        self.out.found.push((id.clone(), words, String::new()));
        let tag = Tag::Heading { level, id: Some(CowStr::from(id)), classes: Vec::new(), attrs: Vec::new() };
        self.events.push(Event::Start(tag));
    }

    /// The first cell of a row is what can be led to.
    fn cell(&mut self, rest: &[Event<'e>]) {
        let words = until(rest, &|event| matches!(event, Event::End(TagEnd::TableCell)));
        if words.is_empty() {
            return;
        }
        let id = self.free(&format!("r-{}", anchor(&words)));
        self.events.push(Event::Html(CowStr::from(format!("<span id=\"{id}\"></span>"))));
        self.out.found.push((id, words, String::new()));
    }

    /// An anchor that is not taken.
    fn free(&mut self, wanted: &str) -> String {
        let n = self.taken.entry(wanted.to_owned()).or_insert(0);
        *n += 1;
        if *n == 1 { wanted.to_owned() } else { format!("{wanted}-{}", *n - 1) }
    }
}

/// The words until an event.
fn until(rest: &[Event<'_>], is_end: &dyn Fn(&Event<'_>) -> bool) -> String {
    let words = rest.iter().take_while(|event| !is_end(event)).filter_map(|event| match event {
        Event::Text(text) | Event::Code(text) => Some(text.as_ref()),
        _ => None,
    });
    words.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_shown_found_and_leads_nowhere_outside() {
        let page = "## 一 `a`\n甲\n乙 <b>丙</b> [丁](x.md#y) [戊](https://example.org)\n\n| 键 | 意 |\n|---|---|\n| `k` | 值 <!-- --><br>二 |\n";
        let to = |dest: &str| (dest == "x.md#y").then(|| "x.html#y".to_owned());
        let Rendered { html, headings, found } = rendered(page, &to);
        assert_eq!(headings, [(2, "一-a".to_owned(), "一 a".to_owned())]);
        assert_eq!(found[1].0, "r-k");
        assert_eq!((found[1].1.as_str(), found[1].2.as_str()), ("k", "值 二"));
        for wanted in [
            "id=\"一-a\"",
            "甲乙 &lt;b&gt;丙&lt;/b&gt;",
            "<a href=\"x.html#y\">丁</a>",
            "<span id=\"r-k\">",
            "值 <br",
            "aria-hidden=\"true\">意</b>",
        ] {
            assert!(html.contains(wanted), "{wanted}: {html}");
        }
        assert!(!html.contains("example.org") && !html.contains("<!--") && !html.contains("<b>丙"), "{html}");
    }
}
