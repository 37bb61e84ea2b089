//! What is seen of code from outside: who is told of its expressions, and what is known of it before it runs.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use crate::files::fence::Fence;
use crate::machine::code::Hook;
use crate::native::lent::Lent;
use crate::native::testing::{self, World};
use crate::pack::{PackSource, load, schemas};
use crate::run::checked::{Desk, Parameters};
use crate::run::code::{self, Bench, Codes, PackCode};
use crate::schema::Schema;
use crate::script::library::Library;
use crate::script::tree::NodeId;
use crate::script::walk::{self, Part};
use crate::source::Sources;

const RULE: &str = "\
import \"lib/probe\" as probe;
fn least(ctx) { ctx.params.visits }
// Not read: ctx.params.nothing
rule(\"probe\", #{ title: \"探\", basis: \"探\", since: \"2026-01-01\", on: \"member\", explain: \"探\" }, |member, ctx| {
    let n = if member.id == \"A\" { least(ctx) } else { probe::more(member) };
    if n > 1000 { fail(member, `${n}`); }
});
";

/// The pack of the examples with the rule, made with a hook; and the text of each of its expressions.
fn made(hook: Option<&Hook>) -> (PackCode, Vec<(NodeId, String)>) {
    let (code, _, nodes) = made_of(RULE, hook);
    (code, nodes)
}

/// The same of another rule, with the kinds of the pack.
fn made_of(rule: &str, hook: Option<&Hook>) -> (PackCode, Schema, Vec<(NodeId, String)>) {
    let library = "fn more(m) { m.activities.len() }\n";
    let files = testing::pack().with("rules/club/probe.rhai", rule).with("rules/club/lib/probe.rhai", library);
    let mut sources = Sources::default();
    let shelf = load::read(&files, &[PackSource::Folder(PathBuf::from("rules"))], &Fence::default(), &mut sources);
    let (packs, _) = load::load(&shelf, &sources);
    let in_force = packs.in_force("club");
    let library = Library::new(&packs, std::iter::once(in_force.chain.as_slice()), &sources, None);
    let (schema, _) = schemas::merge(&packs, ["club"], false);
    let (lent, codes) = (Lent::default(), Codes::default());
    let desk = Desk { library: &library, lent: &lent };
    let bench = Bench { packs: &packs, desk, sources: &sources, codes: &codes, hook, mutant: None };
    let pack = packs.get("club").expect("the pack");
    let code = code::make(bench, pack, &schema, &Parameters::of(&in_force));
    assert!(code.findings.is_empty(), "{:?}", code.findings);
    let source = pack.scripts["probe.rhai"];
    let (file, text) = (&library.get(source).expect("the file").file, sources.get(source).text());
    let mut nodes = Vec::new();
    let mut take = |part: Part<'_>| {
        if let Part::Expr(expr) = part {
            nodes.push((expr.id, text[expr.span.range()].to_owned()));
        }
    };
    file.declarations.iter().flat_map(|d| &d.arguments).for_each(|argument| walk::expr(argument, &mut take));
    file.functions.iter().for_each(|function| walk::block(&function.body, &mut take));
    (code, schema, nodes)
}

/// The rule of the test.
fn probe(code: &PackCode) -> &code::RuleCode {
    code.rules.iter().find(|rule| &*rule.meta.id == "probe").expect("the rule")
}

#[test]
fn whoever_asks_is_told_of_each_expression_that_is_worked_out() {
    let seen: Arc<Mutex<BTreeSet<NodeId>>> = Arc::default();
    let hook: Hook = {
        let seen = seen.clone();
        Arc::new(move |_, expr| {
            let (seen, node) = (seen.clone(), expr.id);
            Box::new(move |_, _| _ = seen.lock().expect("nobody panics").insert(node))
        })
    };
    let (code, nodes) = made(Some(&hook));
    let world = World::new("");
    let mut state = world.state();
    let mut bound = code.program.bind(&mut state).expect("room");
    bound.enter(&mut state);
    let call = &code.program.functions[probe(&code).function];
    call.start(&mut state, Some(world.row("member", "A"))).expect("an answer");
    let seen = seen.lock().expect("nobody panics").clone();
    let told = |text: &str| nodes.iter().any(|(node, own)| own == text && seen.contains(node));
    for text in ["member.id == \"A\"", "least(ctx)", "ctx.params.visits", "n > 1000"] {
        assert!(told(text), "{text}");
    }
    // What is not reached is not told of.
    for text in ["probe::more(member)", "fail(member, `${n}`)"] {
        assert!(nodes.iter().any(|(_, own)| own == text) && !told(text), "{text}");
    }
}

#[test]
fn what_a_rule_reads_is_known_through_its_functions_and_libraries() {
    let (code, _) = made(None);
    let uses = &probe(&code).uses;
    let parameters: Vec<&str> = uses.parameters.iter().map(|name| &**name).collect();
    assert_eq!(
        (parameters.as_slice(), uses.any_parameter, uses.cards, uses.exact),
        (["visits"].as_slice(), false, false, true)
    );
    let fields: Vec<(&str, &str)> = uses.fields.iter().map(|(kind, field)| (&**kind, &**field)).collect();
    assert_eq!(fields, [("member", "activities"), ("member", "id")]);
    assert!(uses.kinds.is_empty() && !uses.other_years);
    assert_eq!(uses.functions.len(), 2, "least and probe::more, each where it is called");
}

#[test]
fn a_rule_that_reads_its_own_record_alone_is_known() {
    let is_own = |body: &str| {
        let rule = RULE.split("|member, ctx|").next().expect("its head");
        let (code, schema, _) = made_of(&format!("{rule}|member, ctx| {{ {body} }});\n"), None);
        let member = schema.index("member").map(|kind| schema.get(kind)).expect("the kind");
        probe(&code).uses.is_own(member)
    };
    for own in ["fail(member.name, `${member}`)", "let n = least(ctx);", "if member.has(\"age\") { fail(ctx, \"x\"); }"]
    {
        assert!(is_own(own), "{own}");
    }
    for more in [
        "let n = member.activities.len();",
        "let n = probe::more(member);",
        "let n = ctx.all(\"member\").len();",
        "let c = member.committee;",
        "let s = ctx.find(\"member\", member.id);",
    ] {
        assert!(!is_own(more), "{more}");
    }
}
