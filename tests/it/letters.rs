//! Notices and cards: a page for each, to whom it is addressed, from a template that a pack may replace.

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};

use crate::support::Workdir;

const KINDS: &str = "[member]\nlabel = \"委员\"\nkey = \"id\"\nname = \"name\"\nactor = \"person\"\n[member.fields]\n\
    id = { type = \"string\", label = \"编号\" }\nname = { type = \"string\", label = \"姓名\" }\n\
    [office]\nlabel = \"处室\"\nkey = \"name\"\nactor = \"unit\"\n[office.fields]\nname = { type = \"string\", label = \"名称\" }\n";

const RULES: &str = "rule(\"m\", #{ title: \"走访\", basis: \"办法第一条\", since: \"2026-01-01\", on: \"member\", explain: `每年走访。` }, |m, ctx| {\n\
    due(date(2026, 12, 31), m.name != \"张三\", m.name, `${m.name}没有走访`).help(\"安排走访\");\n});\n\
    rule(\"o\", #{ title: \"总结\", basis: \"办法第二条\", since: \"2026-01-01\", on: \"office\", explain: `年中总结。` }, |o, ctx| {\n\
    due(date(2026, 3, 31), false, o.name, `${o.name}没有总结`);\n});\n\
    score(\"s\", #{ title: \"计分\", basis: \"办法\", since: \"2026-01-01\", on: \"member\", max: 10, explain: `每人5分。` }, |s| {\n\
    s.part(\"基本\", #{ max: 10 });\n    s.item(\"到位\", #{ each: 5 }, |m, ctx| 1);\n});\n";

/// A project of three members and an office; the second member has a name that no file can bear.
fn project() -> Workdir {
    let member = |id: &str, name: &str| format!("[[member]]\nid = \"{id}\"\nname = \"{name}\"\n");
    let data = [member("1", "张三"), member("2", "<b>李/四</b>"), member("3", "王五")].concat();
    Workdir::bare()
        .with("rules/p/pack.toml", "id = \"p\"\ntitle = \"例\"\nversion = \"1\"\nbodies = [\"x\"]\n")
        .with("rules/p/kinds.toml", KINDS)
        .with("rules/p/r.rhai", RULES)
        .with("yize.toml", "rules = [\"rules\"]\n")
        .with("data/a.toml", format!("body = \"x\"\nyear = 2026\n{data}[[office]]\nname = \"办公室\"\n"))
}

#[test]
fn each_person_or_unit_has_a_page_with_what_is_short_by_when_and_why() {
    let dir = project();
    let run = dir.yize("notices --out out --as-of 2026-06-01 --lang zh").exits(0);
    assert_eq!(run.stdout, "已写 1 份，共 1 项，在 out\n");
    assert!(run.stderr.contains("另有 1 项的责任不在个人，见 --to unit"), "{}", run.stderr);
    let page = dir.read("out/张三-1.html");
    for text in ["张三", "张三没有走访", "2026-12-31", "还有213天", "办法第一条", "安排走访", "有 1 项即将到期"]
    {
        assert!(page.contains(text), "{text}: {page}");
    }
    assert!(dir.read("out/index.html").contains("<a href=\"张三-1.html\">张三</a>"));
    dir.yize("notices --out units --to unit --as-of 2026-06-01 --lang en").exits(0);
    let page = dir.read("units/办公室.html");
    assert!(
        page.contains("办公室没有总结") && page.contains("62 days ago") && page.contains("To be put right"),
        "{page}"
    );
}

#[test]
fn each_member_has_a_card_under_a_name_that_every_system_takes() {
    let dir = project();
    dir.yize("cards --out out --as-of 2026-06-01 --lang zh").exits(0);
    let page = dir.read("out/_b_李_四__b_-2-2026.html");
    assert!(page.contains("&lt;b&gt;李&#x2f;四&lt;") && page.contains("到位") && page.contains("本人签字"), "{page}");
    assert!(dir.read("out/张三-1-2026.html").contains("张三没有走访"));
    dir.yize("cards --out one --member 王五 --as-of 2026-06-01 --lang zh").exits(0);
    assert_eq!(std::fs::read_dir(dir.path("one")).expect("a folder").count(), 2);
    let run = dir.yize("cards --out none --member 赵六 --lang zh").exits(2);
    assert!(run.stderr.contains("没有“赵六”的积分卡"), "{}", run.stderr);
}

#[test]
fn a_pack_may_replace_the_template_which_escapes_and_ends_all_the_same() {
    let dir = project()
        .with("rules/p/notice.html", "本包的模板：{{ name }} {% for i in pending %}{{ i.message }}{% endfor %}");
    dir.yize("notices --out out --as-of 2026-06-01 --lang zh").exits(0);
    assert_eq!(dir.read("out/张三-1.html"), "本包的模板：张三 张三没有走访");
    // One that is named goes before the pack's.
    let dir = dir.with("own.html", "{{ name }}");
    dir.yize("notices --out own --template own.html --as-of 2026-06-01 --lang zh").exits(0);
    assert_eq!(dir.read("own/张三-1.html"), "张三");
    for (template, said) in [
        ("{% for %}", "模板第 1 行有错"),
        ("\n{{ nothing() }}", "模板第 2 行有错"),
        ("{% for a in range(9999) %}{% for b in range(9999) %}x{% endfor %}{% endfor %}", "模板第 1 行有错"),
    ] {
        let dir = project().with("own.html", template);
        let run = dir.yize("notices --out out --template own.html --as-of 2026-06-01 --lang zh").exits(2);
        assert!(run.stderr.contains(said), "{}", run.stderr);
    }
    let run = project().yize("notices --out out --template gone.html --lang zh").exits(2);
    assert!(run.stderr.contains("无法读取模板 gone.html"), "{}", run.stderr);
}

#[test]
fn data_and_settings_are_never_written_over() {
    let dir = project().with("data/index.html", "");
    let before = dir.read("data/a.toml");
    dir.yize("notices --out data --as-of 2026-06-01 --lang zh");
    assert_eq!(dir.read("data/a.toml"), before);
    let run = project().with("out", "a file").yize("notices --out out --as-of 2026-06-01 --lang zh").exits(4);
    assert!(run.stderr.contains("无法建立文件夹 out"), "{}", run.stderr);
}

/// The text of a document, tags taken out.
fn words(dir: &Workdir, file: &str) -> String {
    let bytes = std::fs::read(dir.path(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let body = std::io::read_to_string(archive.by_name("word/document.xml").expect("a body")).expect("text");
    body.split('<').map(|part| part.split_once('>').map_or("", |(_, text)| text)).collect()
}

#[test]
fn notices_and_cards_are_documents_and_workbooks_too() {
    let dir = project();
    dir.yize("notices --out d --format docx --as-of 2026-06-01 --lang zh").exits(0);
    let notice = words(&dir, "d/张三-1.docx");
    for text in [
        "履职提醒",
        "张三（1）：",
        "截至 2026-06-01，有 1 项即将到期",
        "张三没有走访",
        "办法：安排走访",
        "2026-12-31",
        "还有213天",
        "办法第一条",
    ] {
        assert!(notice.contains(text), "{text}: {notice}");
    }
    assert!(dir.read("d/index.html").contains("href=\"张三-1.docx\""));
    dir.yize("cards --out c --format docx --as-of 2026-06-01 --lang zh").exits(0);
    let card = words(&dir, "c/_b_李_四__b_-2-2026.docx");
    for text in ["&lt;b&gt;李/四&lt;/b&gt;", "得分明细", "到位", "本人签字：", "依据：办法"] {
        assert!(card.contains(text), "{text}: {card}");
    }
    // The same twice is the same, byte for byte.
    dir.yize("cards --out c2 --format docx --as-of 2026-06-01 --lang zh").exits(0);
    let bytes = |file: &str| std::fs::read(dir.path(file)).expect("written");
    assert_eq!(bytes("c/张三-1-2026.docx"), bytes("c2/张三-1-2026.docx"));

    dir.yize("notices --out x --format xlsx --as-of 2026-06-01 --lang zh").exits(0);
    let mut book = Xlsx::new(Cursor::new(bytes("x/张三-1.xlsx"))).expect("a workbook");
    let range = book.worksheet_range("履职提醒").expect("a sheet");
    assert_eq!(range.get_value((1, 5)), Some(&Data::String("张三没有走访".into())));
    assert!(matches!(range.get_value((1, 6)), Some(Data::DateTime(_))));
    assert_eq!(range.get_value((1, 7)), Some(&Data::Float(213.0)));
    dir.yize("cards --out y --format xlsx --as-of 2026-06-01 --lang en").exits(0);
    let mut book = Xlsx::new(Cursor::new(bytes("y/张三-1-2026.xlsx"))).expect("a workbook");
    assert_eq!(book.sheet_names(), ["Card", "Points", "Open"]);
    assert!(book.worksheet_range("Points").expect("a sheet").rows().any(|row| row[3] == Data::Float(5.0)));

    let run = dir.with("t.html", "x").yize("notices --out z --format docx --template t.html --lang zh").exits(2);
    assert!(run.stderr.contains("--template 只用于 --format html"), "{}", run.stderr);
}
