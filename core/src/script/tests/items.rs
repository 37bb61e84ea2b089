//! Where items begin and end, and what is left of a file with slips.

use std::fmt::Write;

use super::show::{check, findings, read};
use crate::Lang;

const RULE: &str = "rule(\"b\", #{ title: \"乙\" }, |m| { fail(m, \"x\"); });\n";

/// The ids of the rules that were read.
fn ids(text: &str) -> Vec<String> {
    let reading = read(text);
    check(&reading, text);
    let id = |argument: &crate::script::tree::Expr| text[argument.span.range()].to_owned();
    reading.file.declarations.iter().map(|declaration| id(&declaration.arguments[0])).collect()
}

/// Place, message and other places of the findings.
fn said(text: &str) -> Vec<(usize, String, Vec<String>)> {
    let shown = |finding: &crate::Finding| {
        let related =
            finding.related.iter().map(|related| text[related.place.span.start as usize..].chars().take(4).collect());
        let line = text[..finding.place.expect("a place").span.start as usize].matches('\n').count() + 1;
        (line, finding.message.get(Lang::En).to_owned(), related.collect())
    };
    read(text).findings.iter().map(shown).collect()
}

#[test]
fn a_bracket_that_is_missing_spoils_its_own_rule_only() {
    let rule = |id: &str, body: &str| format!("// {id}\nrule(\"{id}\", #{{\n    title: \"甲\",\n}}, |m| {body}\n\n");
    for (body, line, sign, opened) in [
        // The closing brackets of the rule itself.
        ("{\n    if m.x > 3 {\n        fail(m, \"x\");\n    }\n);", 12, "}", "{\n  "),
        ("{\n    fail(m, \"x\");\n};", 11, ")", "(\"b\""),
        ("{\n    fail(m, \"x\");", 10, "}", "{\n  "),
        // Those of a statement within: indentation tells which.
        ("{\n    if m.x > 3 {\n        fail(m, \"x\");\n});", 11, "}", "{\n  "),
        ("{\n    if (m.x > 3 {\n        fail(m, \"x\");\n    }\n});", 10, ")", "(m.x"),
        ("{\n    fail(m, \"x\";\n});", 10, ")", "(m, "),
        ("{\n    let xs = [1, 2;\n    fail(m, \"x\");\n});", 10, "]", "[1, "),
        ("{\n    m.xs.map(|x| #{ a: x );\n});", 10, "}", "#{ a"),
    ] {
        let text = format!("{}{}{}fn f() {{ 1 }}\n", rule("a", "{ });"), rule("b", body), rule("c", "{ });"));
        assert_eq!(ids(&text), ["\"a\"", "\"c\""], "{body}");
        let reading = read(&text);
        assert_eq!(reading.file.functions.len(), 1, "{body}");
        assert_eq!(
            reading.broken.iter().map(|broken| &*broken.name.as_ref().expect("a name").text).collect::<Vec<_>>(),
            ["rule"]
        );
        let wanted = vec![(line, format!("`{sign}` is missing"), vec![opened.to_owned()])];
        assert_eq!(said(&text), wanted, "{body}");
    }
}

#[test]
fn brackets_of_a_statement_within_are_told_by_indentation() {
    let text = format!("fn f(m) {{\n    if m.x {{\n        g();\n\n    h();\n}}\n\n{RULE}");
    // The `}}` at the left closes `if` for the parser; it was meant for the function.
    assert_eq!(said(&text), [(5, "`}` is missing".to_owned(), vec!["{\n  ".to_owned()])]);
    assert!(read(&text).findings[0].related[0].place.span.start > 10, "of `if`, not of the function");
    assert_eq!(ids(&text), ["\"b\""]);
}

#[test]
fn several_brackets_are_named_together() {
    let text = format!("rule(\"a\", #{{}}, |m| {{\n    if m.x {{ fail(m, [1\n\n{RULE}");
    let reading = read(&text);
    assert_eq!(reading.findings.len(), 1);
    assert_eq!(reading.findings[0].message.get(Lang::Zh), "缺少“]”");
    assert_eq!(
        reading.findings[0].help.as_ref().map(|help| help.get(Lang::Zh)),
        Some("还没有结束的括号共有5个，依次是“])}})”")
    );
    assert_eq!(ids(&text), ["\"b\""]);
}

#[test]
fn a_text_that_does_not_end_spoils_its_own_rule_only() {
    for (broken, line, column) in [
        ("rule(\"a, #{}, |m| { });\n", 1, 5),
        ("rule(\"a\", #{ title: \"甲 }, |m| { });\n", 1, 20),
        ("rule(\"a\", #{ explain: `甲\n乙。\n}, |m| { fail(m, `x`); });\n", 1, 22),
        ("rule(\"a\", #{}, |m| { fail(m, `${m.x}甲); });\n", 1, 29),
        ("rule(\"a\", #{}, |m| {\n    fail(m, `甲);\n});\n", 2, 12),
        ("const X = #\"甲\n", 1, 10),
    ] {
        let text = format!("{broken}\n{RULE}\n// 丙\nrule(\"c\", #{{ explain: `丙` }}, |m| {{ }});\n");
        assert_eq!(ids(&text), ["\"b\"", "\"c\""], "{broken}: {:?}", findings(&text));
        let reading = read(&text);
        let first = &reading.findings[0];
        assert!(first.message.get(Lang::En).contains("does not end"), "{broken}: {first:?}");
        let start = first.place.expect("a place").span.start as usize;
        let before = &text[..start];
        let at = (before.matches('\n').count() + 1, start - before.rfind('\n').map_or(0, |end| end + 1));
        assert_eq!(at, (line, column), "{broken}");
    }
}

#[test]
fn all_errors_of_a_file_come_in_one_run_and_the_rest_is_read() {
    let text = "import \"lib/a\" as a\nconst X = 1 +;\n\n/// 一\nfn f(x) { x + }\n\nrule(\"a\", #{ title: \"甲\" basis: 3 }, |m| {\n    let a = 1\n    fail(m，\"x\"）;\n});\n\nrule(\"b\", #{}, |m| { if m.a = 1 { } });\nrule(\"c\", #{}, |m| { });\nfn g() { 2 }\n";
    let lines: Vec<usize> = said(text).iter().map(|(line, ..)| *line).collect();
    assert_eq!(lines, [1, 2, 5, 9, 9, 12], "{:?}", findings(text));
    assert_eq!(ids(text), ["\"c\""]);
    let reading = read(text);
    assert_eq!(reading.file.imports.len(), 1, "an import without `;` is an import");
    assert_eq!(reading.file.functions.len(), 1);
    let names: Vec<_> =
        reading.broken.iter().map(|broken| broken.name.as_ref().map(|name| name.text.to_string())).collect();
    let some = |name: &str| Some(name.to_owned());
    assert_eq!(names, [some("X"), some("f"), some("rule"), some("rule")]);
}

#[test]
fn words_of_items_within_a_sound_item_begin_nothing() {
    let text = "rule(\"a\", #{ explain: `\nrule(\"x\", …)\nfn f() {}\n` }, |m| {\nconst LIMIT = 3;\nif m.x > LIMIT { fail(m, \"x\"); }\n});\n";
    assert_eq!(findings(text), Vec::<String>::new());
    assert_eq!(ids(text), ["\"a\""]);
}

#[test]
fn an_item_has_the_comments_before_it_and_its_semicolon() {
    let text = "//! 文件\n// 不相干\n\n// 说明\n/* 又一条 */\nrule(\"a\", #{}, |m| { }) ; // 尾\nrule(\"b\", #{}, |m| { });\n\n// 远\n\nrule(\"c\", #{}, |m| { })";
    let reading = read(text);
    assert!(reading.findings.is_empty());
    let items: Vec<&str> = reading.file.declarations.iter().map(|d| &text[d.item.range()]).collect();
    assert_eq!(
        items,
        [
            "// 说明\n/* 又一条 */\nrule(\"a\", #{}, |m| { }) ;",
            "rule(\"b\", #{}, |m| { });",
            "rule(\"c\", #{}, |m| { })",
        ]
    );
    let spans: Vec<&str> = reading.file.declarations.iter().map(|d| &text[d.span.range()]).collect();
    assert_eq!(spans[0], "rule(\"a\", #{}, |m| { })");
    let comments: Vec<&str> = reading.comments.iter().map(|comment| &text[comment.text.range()]).collect();
    assert_eq!(comments, ["文件", "不相干", "说明", "又一条", "尾", "远"]);
}

#[test]
fn marks_at_the_beginning_and_ends_of_lines_of_any_kind() {
    let text = "\u{feff}//! 文件\r\nimport \"lib/a\" as a;\r\n\r\nrule(\"甲\", #{\r\n    explain: `一\r\n二`,\r\n}, |m| {\r\n    let x = m.x; // 注\r\n    fail(m, `${x}\r\n`);\r\n});\r\n";
    let reading = read(text);
    assert!(reading.findings.is_empty(), "{:?}", reading.findings);
    check(&reading, text);
    assert_eq!(&text[reading.file.imports[0].path.span.range()], "lib/a");
    assert_eq!(&text[reading.file.declarations[0].arguments[0].span.range()], "\"甲\"");
    assert_eq!(&text[reading.comments[1].text.range()], "注");
}

#[test]
fn a_text_of_too_many_lines_is_refused_and_a_file_is_not() {
    let mut long = String::from("rule(\"a\", #{}, |m| {\n");
    for number in 0..40_000 {
        let _ = writeln!(long, "    let x{number} =\n        {number};");
    }
    long += "});\n";
    let text = format!("{long}{RULE}");
    assert_eq!(
        said(&text),
        [(1, "too long: an item may have 65,534 lines, a line 65,534 characters".to_owned(), vec![])]
    );
    assert_eq!(ids(&text), ["\"b\""]);
    // As many lines in several items, and the last is found where it stands.
    let many = RULE.repeat(70_000);
    let reading = read(&many);
    assert!(reading.findings.is_empty());
    let last = reading.file.declarations.last().expect("one");
    assert_eq!(last.item.end as usize, many.len() - 1);
    let wide = format!("const X = \"{}\" + x; const Y = 1;\n{RULE}", "甲".repeat(70_000));
    assert_eq!(said(&wide).len(), 1, "a line that is too long, in the item that it belongs to");
    assert_eq!((ids(&wide), read(&wide).file.constants.len()), (vec!["\"b\"".to_owned()], 1));
}

#[test]
fn a_text_that_goes_on_in_the_next_line_is_what_it_is_in_the_whole_file() {
    // Rhai drops as much blank as the text is indented.
    let text = "const A = 1; const B = \"x\\\n                          y\";\nconst C = 2;";
    let reading = read(text);
    assert!(reading.findings.is_empty());
    check(&reading, text);
    let whole = rhai::Engine::new().compile(format!("{text} B")).expect("sound");
    let value: String = rhai::Engine::new().eval_ast(&whole).expect("a text");
    let crate::script::tree::What::Text(ours) = &reading.file.constants[1].value.what else { panic!("a text") };
    assert_eq!((&**ours, &*value), ("x  y", "x  y"));
}
