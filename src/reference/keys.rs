//! Pages of files and their keys, and of what rules, schemes and lines of schemes may say.

use crate::reference::markdown::{Sheet, code, plain};
use crate::reference::types::Tables;
use crate::reference::{Group, Page};
use yize_core::ide::{KeyInfo, TableInfo, checks, tables};
use yize_core::language::{Lang, Text};
use yize_core::say;

/// A file: its name, the page's slug, its title, and what it is.
type File = (&'static str, &'static str, Text, Text);

/// The files, in the order in which they are met.
fn files() -> [File; 7] {
    [
        (
            "yize.toml",
            "settings",
            say!("yize.toml：项目的设置", "yize.toml: settings of a project"),
            say!(
                "放在项目的文件夹里。豁免也可以另放在 `waivers` 所写的文件里，写法相同。",
                "It lies in the project's folder. Waivers may be kept in the files that `waivers` names, written alike."
            ),
        ),
        (
            "pack.toml",
            "pack",
            say!("pack.toml：规则包", "pack.toml: a pack"),
            say!("每个规则包一个文件夹，其中有 `pack.toml`。", "A pack is a folder with a `pack.toml`."),
        ),
        (
            "kinds.toml",
            "kinds",
            say!("kinds.toml：记录类别", "kinds.toml: kinds of records"),
            say!(
                "记录有哪些类别、字段、反向链接和约束。`NAME` 是自己起的名称。",
                "Which kinds, fields, links back and constraints records have. `NAME` is a name of your own."
            ),
        ),
        (
            "views.toml",
            "views",
            say!("views.toml：网页上的图表", "views.toml: pictures of the page"),
            say!("实时网页（`yize serve`）画什么。", "What the live page (`yize serve`) draws."),
        ),
        (
            "holidays.toml",
            "holidays",
            say!("holidays.toml：放假安排", "holidays.toml: days off"),
            say!("每年一个表，以年为名。", "A table for each year, which is its name."),
        ),
        (
            "tests/*.toml",
            "cases",
            say!("tests/*.toml：用例", "tests/*.toml: cases"),
            say!("规则包的用例，由 `yize test` 运行。", "A pack's cases, which `yize test` runs."),
        ),
        (
            "*.rhai",
            "rules",
            say!("*.rhai：规则和计分办法的选项", "*.rhai: options of rules and schemes"),
            say!(
                "`rule` 和 `score` 写明的元数据，以及计分办法每一行的选项。",
                "What `rule` and `score` say of themselves, and the options of each line of a scheme."
            ),
        ),
    ]
}

/// A page for each file.
pub(super) fn pages() -> Vec<Page> {
    let all = tables();
    let page = |(file, slug, title, about): File| {
        let own: Vec<&TableInfo> = all.iter().filter(|own| own.file == file).collect();
        let text = |lang| written(file, &own, &about, lang);
        let (zh, en) = (text(Lang::Zh), text(Lang::En));
        Page { slug: slug.to_owned(), group: Group::Reference, title, text: Text::new(zh, en) }
    };
    files().into_iter().map(page).collect()
}

fn written(file: &str, own: &[&TableInfo], about: &Text, lang: Lang) -> String {
    let (mut sheet, types) = (Sheet::new(lang), Tables::of(file));
    sheet.say(about);
    for table in own {
        let header = match table.header.as_str() {
            "" => say!("文件开头", "At the top").get(lang).to_owned(),
            "rule" => code("rule(\"id\", #{ … }, |r, ctx| { … })"),
            "score" => code("score(\"id\", #{ … }, |s| { … })"),
            line if line.starts_with("s.") => code(&format!("{line}(…, #{{ … }}, …)")),
            header => code(header),
        };
        sheet.heading(2, &header);
        keys(&mut sheet, &table.keys, &|key| types.known(&table.header, key).map(|known| (known.ty, known.required)));
        if table.header == "[NAME.constraints.NAME]" {
            constraints(&mut sheet, &types, &table.header);
        }
    }
    sheet.done()
}

/// A table of keys.
fn keys(sheet: &mut Sheet, keys: &[KeyInfo], known: &dyn Fn(&str) -> Option<(Text, bool)>) {
    let lang = sheet.lang;
    let (yes, no) = (say!("是", "yes"), say!("否", "no"));
    let word = |required: bool| (if required { &yes } else { &no }).get(lang).to_owned();
    let facts: Vec<Option<(Text, bool)>> = keys.iter().map(|own| known(own.key)).collect();
    let any_type = facts.iter().any(Option::is_some);
    let any_must = any_type || keys.iter().any(|own| own.required.is_some());
    let mut heads = vec![say!("键", "key")];
    heads.extend(any_type.then(|| say!("类型", "type")));
    heads.extend(any_must.then(|| say!("必填", "required")));
    heads.push(say!("意思", "means"));
    let row = |(own, fact): (&KeyInfo, &Option<(Text, bool)>)| {
        let mut row = vec![code(own.key)];
        row.extend(any_type.then(|| fact.as_ref().map_or(String::new(), |(ty, _)| ty.get(lang).to_owned())));
        let must = own.required.or(fact.as_ref().map(|(_, must)| *must));
        row.extend(any_must.then(|| must.map(word).unwrap_or_default()));
        row.push(plain(own.means.get(lang)));
        row
    };
    let rows: Vec<Vec<String>> = keys.iter().zip(&facts).map(row).collect();
    sheet.table(&heads, &rows);
    if rows.is_empty() {
        sheet.say(&say!("没有选项。", "It has no options."));
    }
}

/// The kinds of constraints.
fn constraints(sheet: &mut Sheet, types: &Tables, header: &str) {
    let lang = sheet.lang;
    sheet.heading(3, say!("约束的种类（`check`）", "Kinds of constraints (`check`)").get(lang));
    let row = |(word, asks, own): (&'static str, Text, Vec<KeyInfo>)| {
        let more = own.iter().map(|key| {
            let ty = types.known(header, key.key).map(|known| known.ty.get(lang).to_owned()).unwrap_or_default();
            let ty = if ty.is_empty() { ty } else { say!("（{ty}）", " ({ty})").get(lang).to_owned() };
            let means = plain(key.means.get(lang));
            let colon = if lang == Lang::Zh { "：" } else { ": " };
            format!("{}{ty}{colon}{means}", code(key.key))
        });
        let more: Vec<String> = more.collect();
        vec![code(word), plain(asks.get(lang)), more.join("<br>")]
    };
    let rows: Vec<Vec<String>> = checks().into_iter().map(row).collect();
    sheet.table(&[say!("种类", "check"), say!("要求", "asks"), say!("另外可以写", "its own keys")], &rows);
}
