//! The pages that are written by hand, for users and for those who write scripts, cut by their sections: a page a topic.

use std::collections::BTreeMap;

use crate::reference::markdown::anchor;
use crate::reference::{Group, LANGS, Page};
use yize_core::language::{Lang, Text};

/// What is written by hand: the name of its file, among what it is listed, and the texts.
const BOOKS: [(&str, Group, &str, &str); 5] = [
    ("guide", Group::Guide, include_str!("../../docs/guide.zh-CN.md"), include_str!("../../docs/guide.md")),
    ("usage", Group::Guide, include_str!("../../docs/usage.zh-CN.md"), include_str!("../../docs/usage.md")),
    ("ledgers", Group::Guide, include_str!("../../docs/ledgers.zh-CN.md"), include_str!("../../docs/ledgers.md")),
    ("programs", Group::Guide, include_str!("../../docs/programs.zh-CN.md"), include_str!("../../docs/programs.md")),
    ("scripts", Group::Scripts, include_str!("../../docs/scripts.zh-CN.md"), include_str!("../../docs/scripts.md")),
];

/// Where headings of files that were cut are found: by language, file and anchor, the page's slug, and whether the heading is the page's
/// title. A file alone leads to its first page.
pub(super) type Places = BTreeMap<(&'static str, &'static str, String), (String, bool)>;

/// The pages, and where the headings of the files went.
pub(super) fn pages() -> (Vec<Page>, Places) {
    let (mut pages, mut places) = (Vec::new(), Places::new());
    for (book, group, zh, en) in BOOKS {
        let (mut own, mut other) = (sections(zh), sections(en));
        // Where the languages differ in their sections, a page could not lead to the same one in the other: the book stays whole.
        if own.len() != other.len() {
            (own, other) = (vec![whole(zh)], vec![whole(en)]);
        }
        let (zh, en) = (own, other);
        for at in 0..zh.len() {
            let of = |all: &[Section]| (all[at].title.clone(), all[at].text.clone());
            let ((zh_title, zh_text), (en_title, en_text)) = (of(&zh), of(&en));
            let slug = format!("{book}-{}", at + 1);
            for (lang, sections) in LANGS.into_iter().zip([&zh, &en]) {
                let headings = sections.get(at).map(|own| own.headings.as_slice()).unwrap_or_default();
                for (number, heading) in headings.iter().enumerate() {
                    let is_title = sections[at].is_cut && number == 0;
                    places.insert((code(lang), book, heading.clone()), (slug.clone(), is_title));
                }
                if at == 0 {
                    places.insert((code(lang), book, String::new()), (slug.clone(), true));
                }
            }
            pages.push(Page { slug, group, title: Text::new(zh_title, en_title), text: Text::new(zh_text, en_text) });
        }
    }
    (pages, places)
}

/// How languages are written in names.
pub(super) fn code(lang: Lang) -> &'static str {
    if lang == Lang::Zh { "zh-CN" } else { "en" }
}

/// A section of a page.
struct Section {
    title: String,
    text: String,
    /// The anchors of its headings, that of its title first where it was cut out.
    headings: Vec<String>,
    /// Whether it was cut out below its title.
    is_cut: bool,
}

/// The sections of a page of Markdown: what stands below each heading of the second level. What stands before the first belongs to it.
fn sections(text: &str) -> Vec<Section> {
    let (mut all, mut before, mut fenced): (Vec<Section>, String, bool) = (Vec::new(), String::new(), false);
    for line in text.lines() {
        fenced ^= line.starts_with("```");
        let level = if fenced { 0 } else { line.bytes().take_while(|b| *b == b'#').count() };
        let words = line[level..].trim();
        match level {
            // The title, and the marks between which tables are written, are no part of it.
            1 => continue,
            2 => {
                let text = std::mem::take(&mut before);
                all.push(Section { title: plain(words), text, headings: vec![anchor(words)], is_cut: true });
                continue;
            }
            3.. => {
                if let Some(own) = all.last_mut() {
                    own.headings.push(anchor(words));
                }
            }
            0 => {}
        }
        let to = all.last_mut().map_or(&mut before, |own| &mut own.text);
        to.push_str(line);
        to.push('\n');
    }
    all
}

/// A page of Markdown as one section.
fn whole(text: &str) -> Section {
    let (title, rest) = text.trim_start_matches("# ").split_once('\n').unwrap_or((text, ""));
    let headings = sections(rest).into_iter().flat_map(|own| own.headings).collect();
    Section { title: plain(title), text: rest.to_owned(), headings, is_cut: false }
}

/// Words of a heading without marks of code.
fn plain(words: &str) -> String {
    words.replace('`', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_are_cut_at_headings_and_not_within_code() {
        let all = sections("# 书\n\n引\n## 一 `a`\n文\n### 小\n```\n## 不是\n```\n## 二\n尾\n");
        assert_eq!(all.len(), 2);
        assert_eq!((all[0].title.as_str(), &all[0].headings[..]), ("一 a", &["一-a".to_owned(), "小".to_owned()][..]));
        assert!(all[0].text.contains("引\n文\n") && all[0].text.contains("## 不是"), "{}", all[0].text);
        assert_eq!((all[1].title.as_str(), all[1].text.trim()), ("二", "尾"));
    }

    #[test]
    fn all_are_cut_and_every_heading_has_its_place() {
        let (pages, places) = pages();
        assert!(pages.iter().filter(|page| page.group == Group::Scripts).count() > 5);
        // Where the languages had not the same sections, each book would be one page.
        assert!(pages.iter().filter(|page| page.group == Group::Guide).count() > 20);
        for (book, heading) in [("scripts", "日期和时段"), ("guide", "用语"), ("guide", ""), ("usage", "编辑器")]
        {
            let slug = places.get(&("zh-CN", book, heading.to_owned()));
            assert!(slug.is_some_and(|(slug, _)| pages.iter().any(|page| page.slug == *slug)), "{book}#{heading}");
        }
    }
}
