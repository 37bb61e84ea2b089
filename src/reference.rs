//! The reference: pages of Markdown, made of what is declared, in both languages; and the site, which shows them with the guides.

mod markdown;
mod types;
mod keys;
mod listed;
mod packs;
mod handbook;
mod rendered;
mod site;

use yize_core::catalogue::{Inventory, PackList};
use yize_core::language::{Lang, Text};
use yize_core::say;

pub(crate) use listed::{CommandInfo, OptionInfo};
pub(crate) use site::site;

/// The languages, Chinese first.
const LANGS: [Lang; 2] = [Lang::Zh, Lang::En];

/// A page of the reference.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    /// What its file is called, without ending.
    slug: String,
    /// Among what it is listed.
    group: Group,
    title: Text,
    /// What stands on it below its title, as Markdown.
    text: Text,
}

/// Among what a page is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Group {
    Guide,
    Scripts,
    Reference,
    Packs,
}

impl Group {
    const ALL: [Self; 4] = [Self::Guide, Self::Scripts, Self::Reference, Self::Packs];

    fn title(self) -> Text {
        match self {
            Self::Guide => say!("使用指南", "Guide"),
            Self::Scripts => say!("规则包的写法和语言", "Packs and their language"),
            Self::Reference => say!("参考", "Reference"),
            Self::Packs => say!("规则包", "Packs"),
        }
    }
}

/// What the reference is made of.
pub(crate) struct Declared<'a> {
    /// The command line: every command, and what all commands take.
    pub commands: &'a [CommandInfo],
    /// Packs, one by one.
    pub packs: &'a PackList,
    /// Kinds, as packs have them.
    pub inventory: &'a Inventory,
}

/// The pages of the reference.
pub(crate) fn pages(declared: &Declared<'_>) -> Vec<Page> {
    let mut pages = vec![listed::commands(declared.commands)];
    pages.extend(keys::pages());
    pages.push(listed::findings());
    pages.extend(packs::pages(declared.packs, declared.inventory));
    pages
}

/// What a file of Markdown begins with, so that nobody mends what is made anew.
const MADE: &str = "<!-- 由 yize docs 生成，不要手工修改 · made by yize docs, do not edit -->\n";

/// The pages as files of Markdown, Chinese first, and a page that lists them: names and texts.
pub(crate) fn markdown(pages: &[Page]) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    for page in std::iter::once(&contents(pages)).chain(pages) {
        for lang in LANGS {
            let (title, text) = (page.title.get(lang), page.text.get(lang));
            let (other, word) = match lang {
                Lang::Zh => (file(&page.slug, Lang::En), "English"),
                Lang::En => (file(&page.slug, Lang::Zh), "中文"),
            };
            let text = format!("{MADE}# {title}\n\n[{word}]({other})\n\n{text}");
            files.push((file(&page.slug, lang), text.into_bytes()));
        }
    }
    files
}

/// What a page of Markdown is called.
fn file(slug: &str, lang: Lang) -> String {
    if lang == Lang::Zh { format!("{slug}.zh-CN.md") } else { format!("{slug}.md") }
}

/// The page that lists the others.
fn contents(pages: &[Page]) -> Page {
    let list = |lang: Lang| {
        let mut sheet = markdown::Sheet::new(lang);
        sheet.say(&say!(
            "命令、各种文件、规则和计分办法的选项、yize 自己报告的问题，以及各规则包的记录类别：从程序和规则包的声明生成，`yize docs` 可以随时重做，在项目里还包括项目的规则包。",
            "Commands, files, options of rules and schemes, findings of yize itself, and the kinds of each pack: made of what the program and the packs declare. `yize docs` makes it anew; within a project it has the project's packs too."
        ));
        let (guide, scripts) = (file("../guide", lang), file("../scripts", lang));
        sheet.item(say!("[使用指南]({guide})", "[Guide]({guide})").get(lang));
        sheet.item(
            say!(
                "[脚本参考]({scripts})：规则包的写法、语言、函数和计分",
                "[Reference of scripts]({scripts}): how packs are written, their language, functions and scores"
            )
            .get(lang),
        );
        for group in Group::ALL {
            let mut of_group = pages.iter().filter(|page| page.group == group).peekable();
            if of_group.peek().is_some() {
                sheet.heading(2, group.title().get(lang));
                of_group.for_each(|page| sheet.item(&markdown::link(page.title.get(lang), &file(&page.slug, lang))));
            }
        }
        sheet.done()
    };
    let (zh, en) = (list(Lang::Zh), list(Lang::En));
    Page {
        slug: "README".to_owned(),
        group: Group::Reference,
        title: say!("参考", "Reference"),
        text: Text::new(zh, en),
    }
}
