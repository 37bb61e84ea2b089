//! `switch`: what it may be asked of, and which of its branches are checked.

use super::*;

#[test]
fn subjects() {
    expect(
        "member",
        r#"switch r.points { 1 => (), _ => () } switch r.joined { _ => () } switch r { _ => () } switch r.sectors { _ => () }
        switch r.name { "a" => (), _ => () } switch r.age { 1 | 2 => (), -1 => (), 3..5 => (), _ => () } switch r.cpc { true => (), _ => () }"#,
        &[
            "r.points → switch 只能用于文字、整数和真假值，这里是小数",
            "r.joined → switch 只能用于文字、整数和真假值，这里是日期",
            "r → switch 只能用于文字、整数和真假值，这里是“member”记录",
            "r.sectors → switch 只能用于文字、整数和真假值，这里是列表",
        ],
    );
    expect("session", "switch r.held { _ => () }", &["r.held → switch 只能用于文字、整数和真假值，这里是时段"]);
}

#[test]
fn labels() {
    expect(
        "member",
        r#"switch r.age { "60" | 61 => 1, 60.5 => 2, true => 3, "x" if r.cpc => 4, "y" if (r.cpc) => { 5 } _ => 6 };
        switch r.name { 'a' => 1, 1 => 2, "b" | 4 => { 4 } 2..3 => 3, _ => 5 };
        switch r.cpc { "true" => 1, false => 2, _ => 3 };"#,
        &[
            "60 → switch 的值是整数，这一项是文字，不会相符",
            "60.5 → switch 的值是整数，这一项是小数，不会相符",
            "true → switch 的值是整数，这一项是真假值，不会相符",
            "x → switch 的值是整数，这一项是文字，不会相符",
            "y → switch 的值是整数，这一项是文字，不会相符",
            "'a' → switch 的值是文字，这一项是单个字符，不会相符",
            "1 → switch 的值是文字，这一项是整数，不会相符",
            "4 → switch 的值是文字，这一项是整数，不会相符",
            "2..3 → switch 的值是文字，这一项是整数，不会相符",
            "true → switch 的值是真假值，这一项是文字，不会相符",
        ],
    );
    expect(
        "member",
        r#"switch r.status { "activ" => 1, "left" if r.cpc => 2, "gone" if r.cpc => 3, _ => 4 };"#,
        &["activ → 字段“status”没有值“activ”，您是不是想写“active”？", "gone → 字段“status”没有值“gone”"],
    );
}

#[test]
fn branches_of_a_known_text() {
    let wanted = ["nonsense → member 没有字段“nonsense”"];
    expect("member", r#"switch "go" { "stop" => r.nonsense, _ => () }"#, &wanted);
    expect("member", r#"const MODE = "lax"; switch MODE { "strict" => { r.nonsense; } _ => () }"#, &wanted);
}

#[test]
fn branches_that_a_kind_does_not_reach() {
    let own = r#"fn of(r) { switch r.kind { "member" => r.age, "plan" | "session" => r.id, "activity" if r.date.year > 1 => r.date, _ => r.topic } }
fn word(x) { switch x { () => "none", "a" => x + "b", _ => x.len() } }
"#;
    let body = r"let n = of(r); word(()); word(r.name); if n + 1 > 3 { return; }";
    assert_eq!(told(&format!("{own}{}", rule("member", body))), Vec::<String>::new());
    let told = told(&format!("{own}{}", rule("sector", "of(r);")));
    assert_eq!(told, ["topic → sector 没有字段“topic”"]);
}
