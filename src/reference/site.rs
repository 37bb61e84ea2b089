//! The site: a page a topic in each language, one stylesheet, one script, and an index for its search. It asks for no address outside.

use std::collections::BTreeSet;

use minijinja::value::Serde;
use serde::Serialize;
use serde_json::json;

use crate::reference::handbook::{self, Places, code};
use crate::reference::rendered::{Rendered, rendered};
use crate::reference::{Group, LANGS, Page, markdown::Sheet};
use crate::report::escape::html_templates;
use crate::report::text::clean_line;
use yize_core::language::{Lang, Text};
use yize_core::say;

/// The first page.
const HOME: &str = "index";

/// An entry of the list of pages.
#[derive(Debug, Serialize)]
struct Entry {
    title: String,
    href: String,
    here: bool,
}

/// What stands in the template.
#[derive(Debug, Serialize)]
struct Shown<'a> {
    zh: bool,
    lang: &'a str,
    /// Whether it is the first page.
    home: bool,
    title: String,
    version: &'a str,
    /// The way to what both languages share.
    root: &'a str,
    groups: Vec<(String, Vec<Entry>)>,
    headings: Vec<(u8, &'a str, &'a str)>,
    /// The page in the other language.
    other: String,
    before: Option<Entry>,
    after: Option<Entry>,
    /// HTML that we have made.
    body: &'a str,
}

/// The files of the site: their paths, with `/` between, and what is in them.
///
/// # Errors
/// Where a page cannot be made.
pub(crate) fn site(reference: Vec<Page>) -> Result<Vec<(String, Vec<u8>)>, Text> {
    let (mut pages, places) = handbook::pages();
    pages.extend(reference);
    let slugs: BTreeSet<String> = pages.iter().map(|page| page.slug.clone()).collect();
    let mut files = vec![
        ("style.css".to_owned(), include_bytes!("site/style.css").to_vec()),
        ("site.js".to_owned(), include_bytes!("site/site.js").to_vec()),
    ];
    let home = home(&pages);
    let mut templates = html_templates();
    templates.add_template("page.html", include_str!("site/page.html")).map_err(|error| broken(&error))?;
    for lang in LANGS {
        let (mut names, mut found) = (Vec::new(), Vec::new());
        for (at, page) in std::iter::once(&home).chain(&pages).enumerate() {
            let links = Links { slugs: &slugs, places: &places, lang, slug: &page.slug };
            let made = rendered(page.text.get(lang), &|dest| links.to(dest));
            names.push(json!([format!("{}.html", page.slug), clean_line(page.title.get(lang))]));
            if at > 0 {
                found.push(json!([at, "", clean_line(page.title.get(lang)), ""]));
                found.extend(made.found.iter().map(|(anchor, title, said)| json!([at, anchor, title, said])));
            }
            let template = templates.get_template("page.html").map_err(|error| broken(&error))?;
            let text = template.render(values(page, &pages, &made, lang)).map_err(|error| broken(&error))?;
            files.push((path(lang, &format!("{}.html", page.slug)), text.into_bytes()));
        }
        let index = format!("window.yizeIndex={};\n", escaped(&json!({ "pages": names, "found": found })));
        files.push((path(lang, "search.js"), index.into_bytes()));
    }
    Ok(files)
}

/// Data within a script: nothing in it ends the script or hides.
fn escaped(value: &serde_json::Value) -> String {
    value.to_string().replace("</", "<\\/")
}

fn broken(error: &minijinja::Error) -> Text {
    let why = clean_line(&error.to_string());
    say!("写不成网页：{why}", "a page cannot be made: {why}")
}

/// Where a file of a language lies.
fn path(lang: Lang, name: &str) -> String {
    if lang == Lang::Zh { name.to_owned() } else { format!("{}/{name}", code(lang)) }
}

/// What stands in the template.
fn values(page: &Page, pages: &[Page], made: &Rendered, lang: Lang) -> minijinja::Value {
    let zh = lang == Lang::Zh;
    let group = |group: Group| {
        let entry = |own: &Page| Entry {
            title: clean_line(own.title.get(lang)),
            href: format!("{}.html", own.slug),
            here: own.slug == page.slug,
        };
        let own: Vec<Entry> = pages.iter().filter(|own| own.group == group).map(entry).collect();
        (group.title().get(lang).to_owned(), own)
    };
    let headings: Vec<(u8, &str, &str)> =
        made.headings.iter().map(|(level, anchor, words)| (*level, anchor.as_str(), words.as_str())).collect();
    let other = if zh { format!("en/{}.html", page.slug) } else { format!("../{}.html", page.slug) };
    let at = pages.iter().position(|own| own.slug == page.slug);
    let near = |at: Option<usize>| {
        at.and_then(|at| pages.get(at)).map(|own| Entry {
            title: clean_line(own.title.get(lang)),
            href: format!("{}.html", own.slug),
            here: false,
        })
    };
    let shown = Shown {
        zh,
        lang: code(lang),
        home: page.slug == HOME,
        title: clean_line(page.title.get(lang)),
        version: env!("CARGO_PKG_VERSION"),
        root: if zh { "" } else { "../" },
        groups: Group::ALL.map(group).into(),
        headings,
        other,
        before: near(at.and_then(|at| at.checked_sub(1))),
        after: near(at.map(|at| at + 1)),
        body: &made.html,
    };
    minijinja::Value::from(Serde(&shown))
}

/// The first page: what there is.
fn home(pages: &[Page]) -> Page {
    let [zh, en] = LANGS.map(|lang| {
        let mut sheet = Sheet::new(lang);
        sheet.say(&say!(
            "议则按各级政协的规则包检查数据。这里有使用指南、规则包的写法、全部命令和设置、函数、yize 自己报告的问题，以及各规则包的记录类别、规则和参数。",
            "yize checks data by the rule packs of consultative committees. Here are the guide, how packs are written, all commands and settings, functions, findings of yize itself, and the kinds, rules and parameters of each pack."
        ));
        for group in Group::ALL {
            sheet.heading(2, group.title().get(lang));
            for own in pages.iter().filter(|own| own.group == group) {
                let ending = if lang == Lang::Zh { ".zh-CN" } else { "" };
                sheet.item(&crate::reference::markdown::link(own.title.get(lang), &format!("{}{ending}.md", own.slug)));
            }
        }
        sheet.done()
    });
    let title = say!("议则参考", "yize reference");
    Page { slug: HOME.to_owned(), group: Group::Reference, title, text: Text::new(zh, en) }
}

/// Where links of Markdown lead within the site.
struct Links<'a> {
    slugs: &'a BTreeSet<String>,
    places: &'a Places,
    lang: Lang,
    /// The page on which they stand.
    slug: &'a str,
}

impl Links<'_> {
    fn to(&self, dest: &str) -> Option<String> {
        if dest.contains("://") || dest.starts_with("mailto:") {
            return None;
        }
        let (file, anchor) = dest.split_once('#').unwrap_or((dest, ""));
        let name = file.rsplit('/').next().unwrap_or(file);
        let (stem, lang) = if let Some(stem) = name.strip_suffix(".zh-CN.md") {
            (stem, Lang::Zh)
        } else if let Some(stem) = name.strip_suffix(".md") {
            (stem, Lang::En)
        } else if name.is_empty() {
            (self.slug, self.lang)
        } else {
            return None;
        };
        let folder = match (self.lang, lang) {
            (Lang::Zh, Lang::En) => "en/",
            (Lang::En, Lang::Zh) => "../",
            _ => "",
        };
        let hash = if anchor.is_empty() { String::new() } else { format!("#{anchor}") };
        // A page that was cut: its anchors lie on several.
        let book = stem.rsplit_once('-').map_or(stem, |(book, _)| book);
        let book = if self.is_book(stem) { stem } else { book };
        if self.is_book(book) && (file.is_empty() || book == stem) {
            let place =
                self.places.iter().find(|((of, own, at), _)| *of == code(lang) && *own == book && *at == anchor);
            let hash = |is_title: bool| if is_title { "" } else { hash.as_str() };
            return place.map(|(_, (slug, is_title))| format!("{folder}{slug}.html{}", hash(*is_title)));
        }
        match stem {
            "README" if file.starts_with("reference/") || !file.contains('/') => Some(format!("{folder}{HOME}.html")),
            stem if self.slugs.contains(stem) => Some(format!("{folder}{stem}.html{hash}")),
            _ => None,
        }
    }

    fn is_book(&self, name: &str) -> bool {
        self.places.keys().any(|(_, own, at)| *own == name && at.is_empty())
    }
}
