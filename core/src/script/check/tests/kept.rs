//! What is kept for the machine.

use super::super::table::{Code, Instance};
use super::*;
use crate::script::tree::{Expr, What};
use crate::script::walk::{self, Part};

/// The types of the expressions that are written so, in each instance that reaches them.
fn types(typed: &Typed, sources: &Sources, written: &str) -> Vec<Ty> {
    let mut found = Vec::new();
    for instance in &typed.instances {
        each(instance, &mut |expr| {
            let place = Place { source: instance.file, span: expr.span };
            if sources.slice(place) == written {
                found.extend(instance.table.types.get(&expr.id).cloned());
            }
        });
    }
    found
}

pub(super) fn each(instance: &Instance, see: &mut dyn FnMut(&Expr)) {
    let mut exprs = |part: Part<'_>| {
        if let Part::Expr(expr) = part {
            see(expr);
        }
    };
    match &instance.what {
        Code::Function(function) => walk::block(&function.body, &mut exprs),
        Code::Closure(closure) => walk::block(&closure.body, &mut exprs),
        Code::File(file) => file.constants.iter().for_each(|constant| walk::expr(&constant.value, &mut exprs)),
    }
}

#[track_caller]
fn sound(script: &str) -> (Typed, Sources) {
    let (typed, sources) = checked(script, false, true);
    assert_eq!(shown(&(typed.findings.clone(), sources.clone())), Vec::<String>::new());
    (typed, sources)
}

#[test]
fn types_of_expressions_and_variables() {
    let body = r"let best = (); let n = 0; let days = [];
        for a in r.activities { if best == () || a.hours > 1 { best = a; } n += a.hours / 2; days.push(a.date); }
        let m = r.sector.members.filter(|m| m.age > n).first();
        fail(r, `${n} ${days.len()}`);";
    let (typed, sources) = sound(&rule("member", body));
    let schema = schema();
    let record = |kind: &str| Ty::Record(schema.index(kind).unwrap());
    let of = |written: &str| types(&typed, &sources, written);
    assert_eq!(of("a.hours"), vec![Ty::Int; 2]);
    assert_eq!(of("best"), vec![record("activity").maybe(); 2]);
    assert_eq!(of("n"), vec![Ty::Number; 3]);
    assert_eq!(of("days"), vec![Ty::list(Ty::Date); 2]);
    assert_eq!(of("r.sector.members.filter(|m| m.age > n).first()"), vec![record("member")]);
    assert_eq!(of("|m| m.age > n"), vec![Ty::Fn]);
    let instance = typed.instance(typed.rules[0].instance);
    assert_eq!(instance.parameters, [record("member"), Ty::Ctx]);
    assert_eq!(instance.table.variables.len(), 8);
    assert_eq!((&*typed.rules[0].meta.id, typed.rules[0].declaration), ("a/b", 0));
}

#[test]
fn chains_that_may_end_early() {
    let (typed, sources) = sound(&rule("body", r#"let n = ctx.find("member", "x")?.sector.name ?? "";"#));
    let name = r#"ctx.find("member", "x")?.sector.name"#;
    assert_eq!(types(&typed, &sources, name), [Ty::Str.maybe()]);
}

#[test]
fn functions_stand_once_for_all_types_that_they_are_called_with() {
    let own =
        "fn twice(x) { x + x }\nfn depth(n) { if n == 0 { 0 } else { depth(n - 1) } }\nfn unused(x) { twice(x) }\n";
    let body = r#"twice(1); twice(2); twice("a"); depth(3); r.activities.any(is_long); plan::depth(1);"#;
    let (typed, sources) = sound(&format!("{own}fn is_long(a) {{ a.hours > 3 }}\n{}", rule("member", body)));
    let named = |name: &str| -> Vec<(&[Ty], &Ty)> {
        let of = |instance: &&Instance| matches!(&instance.what, Code::Function(f) if &*f.name.text == name);
        typed.instances.iter().filter(of).map(|i| (i.parameters.as_slice(), &i.result)).collect()
    };
    let twice = named("twice");
    assert_eq!(twice.len(), 3, "{twice:?}");
    assert!(twice.contains(&(&[Ty::Int], &Ty::Int)) && twice.contains(&(&[Ty::Str], &Ty::Str)), "{twice:?}");
    // Once for itself, once for the call, and the call within goes to the former; the library has one of its own.
    assert_eq!(named("depth").len(), 4);
    assert_eq!(types(&typed, &sources, "a.hours > 3").len(), 2);
    every_call_has_an_instance(&typed);
}

/// Whether each call of a function of the file has an instance, also where it is not reached.
fn every_call_has_an_instance(typed: &Typed) {
    for instance in &typed.instances {
        each(instance, &mut |expr| {
            let own = |name: &str| ["twice", "depth", "is_long", "deep"].contains(&name);
            let called = match &expr.what {
                What::Call { name, .. } | What::LibraryCall { name, .. } => own(&name.text),
                What::Name(name) => own(name),
                _ => false,
            };
            assert!(!called || instance.table.calls.contains_key(&expr.id), "{expr:?}");
        });
    }
}

#[test]
fn calls_that_are_not_reached_have_an_instance() {
    let own = "fn deep(x) { x }\nfn of(r) { if r.kind == \"plan\" { deep(r) } else { deep(1) } }\n";
    let (typed, _) = sound(&format!("{own}{}", rule("member", "of(r);")));
    every_call_has_an_instance(&typed);
}

#[test]
fn constants_and_schemes() {
    let script = r#"const A = 3;
score("duty", #{ title: "t", basis: "b", since: "2022-01-01", explain: "x", on: "member", base: A }, |s| {
    s.part("会议", #{ start: A });
    s.item("活动", #{ each: 5 }, |m, ctx| m.activities.filter(|a| a.hours > A));
    s.ratio("参会", #{ points: 40 }, |m, ctx| m.age, |m, ctx| 12);
});
"#;
    let (typed, sources) = sound(script);
    let [scheme] = typed.schemes.as_slice() else { panic!("{:?}", typed.schemes) };
    let closures: Vec<usize> = scheme.lines.iter().map(|line| line.closures.len()).collect();
    assert_eq!((&*scheme.meta.id, closures), ("duty", vec![0, 1, 2]));
    let item = typed.instance(scheme.lines[1].closures[0]);
    assert_eq!(item.result, Ty::View(schema().index("activity").unwrap()));
    assert_eq!(types(&typed, &sources, "3"), [Ty::Int]);
    let file = typed.instance(typed.files.iter().find(|(source, _)| *source == scheme.file).unwrap().1);
    assert!(file.table.types.len() >= 2);
}

#[test]
fn a_line_knows_no_variables_of_its_scheme() {
    let script = r#"score("duty", #{ title: "t", basis: "b", since: "2022-01-01", explain: "x", on: "member" }, |s| {
    s.item("活动", #{ each: 5 }, |m, ctx| { s.part("x", #{}); m.activities });
});
"#;
    assert_eq!(told(script), ["s → 没有变量“s”"]);
}

#[test]
fn types_that_nest_without_end_are_forgotten() {
    let mut body = "let x = #{ a: 1 };\nfor i in 0..9 { x = #{ a: x, b: x }; }\nlet y = []; for i in 0..9 { y = [y]; y.push(y); }\n".to_owned();
    for i in 0..60 {
        use std::fmt::Write;
        let before = if i == 0 { "x".to_owned() } else { format!("x{}", i - 1) };
        writeln!(body, "let x{i} = #{{ a: {before}, b: {before}, c: [{before}] }};").unwrap();
    }
    body.push_str("own(x59); if x59.a == x59.b { return; }");
    sound(&format!("fn own(x) {{ x.a }}\n{}", rule("body", &body)));
}

#[test]
fn points_by_the_values_of_a_field() {
    let scheme = |table: &str| {
        format!(
            "score(\"duty\", #{{ title: \"t\", basis: \"b\", since: \"2022-01-01\", explain: \"x\", on: \"sector\" }}, |s| {{\n\
             s.item(\"委员\", #{{ each: #{{ {table} }}, by: \"status\" }}, |s, ctx| s.members);\n}});\n"
        )
    };
    assert_eq!(told(&scheme("active: 1, left: 0")), Vec::<String>::new());
    assert_eq!(told(&scheme("active: 1")), ["#{ → 分数表没有写“status”为 left 的计几分"]);
    // What is misspelt is told once.
    assert_eq!(told(&scheme("active: 1, 离任: 0")), ["离任 → 字段“status”没有值“离任”"]);
    assert_eq!(told(&scheme("active: 1, lefd: 0")), ["lefd → 字段“status”没有值“lefd”，您是不是想写“left”？"]);
}

#[test]
fn what_could_not_be_read_is_not_missed() {
    let broken = "fn broken(x) { (x + 1 }\nconst 上 = (1;\n";
    let found =
        told(&format!("{broken}fn f(x) {{ broken(x) + global::上 }}\n{}", rule("member", "broken(r); 上 + 1;")));
    assert_eq!(found.len(), 2, "{found:?}");
}

#[test]
fn what_was_looked_at_in_silence_is_told_later() {
    // Within a sign that is refused nothing is told; the same call elsewhere is.
    let own = "fn old(m) { m.agee }\n";
    let found = told(&format!("{own}{}", rule("member", "let a = old(r) | 1; let b = old(r);")));
    assert_eq!(found, ["agee → member 没有字段“agee”，您是不是想写“age”？", "| → 不能用“|”"]);
}
