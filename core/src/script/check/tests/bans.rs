//! What may not be written anywhere, reached or not.

use super::*;

const KEPT: &str = "函数 |…| … 只能直接写在 filter、map 等的括号里，不能存起来，也不能交给脚本的函数";

#[test]
fn closures_handed_to_the_scripts_own_functions() {
    let own = "fn keep(xs, f) { xs.push(f); xs }\nfn old(m) { m.age > 60 }\n";
    let body = r"let n = 1; keep([], |x| x); keep([], |x| x > n); keep([], old); plan::double(|y| y); let all = []; all.push(|z| z); let f = old;
        r.sector.members.any(old); r.activities.filter(|a| a.hours > n).map(|a| a.date); [r].any(|m| [m].any(|k| k == m));";
    let wanted: Vec<String> = ["|x| x", "|x| x > n", "old", "|y| y", "|z| z", "old"]
        .map(|f| if f == "old" { "old → 函数“old”不能当作值".to_owned() } else { format!("{f} → {KEPT}") })
        .into();
    assert_eq!(told(&format!("{own}{}", rule("member", body))), wanted);
}

#[test]
fn closures_handed_to_what_is_not_known() {
    let own = "fn f(x) { x.get(\"a\", |a| a); x.count(|b| b); x.min(|c| c); min(x, |d| d); contains(x, |e| e) }\n";
    let wanted: Vec<String> = ["|a| a", "|e| e"].map(|f| format!("{f} → {KEPT}")).into();
    assert_eq!(told(own), wanted);
}

#[test]
fn what_is_never_reached_is_refused_too() {
    let body = r#"return; if "a" == "b" { try { 1 } catch { 2 } } let k = ();
        if k != () { try { 1 } catch { 2 } let f = |x| x; }
        switch r.kind { "plan" => { try { 1 } catch { 2 } } _ => () }
        switch "go" { "stop" => { let g = [|y| y]; } _ => () }"#;
    let found = told(&rule("member", body));
    let banned = found.iter().filter(|f| f.as_str() == "try → 规则里不能用 try/catch").count();
    assert_eq!((banned, found.iter().filter(|f| f.ends_with(KEPT)).count(), found.len()), (3, 2, 5), "{found:#?}");
}

#[test]
fn names_of_the_host() {
    let own = "fn fail(at, message) { at }\nfn  has(r) { true }\nfn rule(a) { a }\nfn contains(a, b) { a }\nfn day(d) { d }\nfn quarter_of(d, e) { d }\n";
    assert_eq!(
        told(own),
        ["fail", "has", "rule", "contains", "quarter_of"].map(|n| format!("{n} → “{n}”是宿主的函数，脚本不能另写一个"))
    );
}

#[test]
fn two_imports_of_one_name() {
    let file = "import \"lib/plan\" as p;\nimport \"lib/plan\" as q;\nimport \"lib/plan\" as p;\n";
    assert_eq!(told(file), ["p → 已经引入过“p”，名称不能重复"]);
}

#[test]
fn rules_in_a_library() {
    let file = rule("member", "");
    assert_eq!(told(&file), Vec::<String>::new());
    let (typed, sources) = checked(&file, true, true);
    assert_eq!(shown(&(typed.findings, sources)), ["rule → 函数库里不能有规则"]);
}
