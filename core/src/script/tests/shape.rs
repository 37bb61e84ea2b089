//! What trees look like.

use super::show::{check, nodes, read, show};

/// The tree of an expression.
fn tree(expr: &str) -> String {
    let text = format!("const X = {expr};");
    let reading = read(&text);
    let said: Vec<_> = reading.findings.iter().map(|f| f.message.clone()).collect();
    if !said.is_empty() {
        return format!("{said:?}");
    }
    check(&reading, &text);
    nodes(&reading.file).iter().map(|node| show(node, &text)).collect()
}

#[test]
fn expressions_end_where_they_end() {
    let mut wrong = Vec::new();
    for (expr, wanted) in [
        ("a + b * c", "+‹a + b * c›(name‹a› *‹b * c›(name‹b› name‹c›))"),
        ("(a + b) * c", "*‹(a + b) * c›(+‹a + b›(name‹a› name‹b›) name‹c›)"),
        ("((a + b))", "+‹a + b›(name‹a› name‹b›)"),
        ("((a + b) * (c - 1))", "*‹(a + b) * (c - 1)›(+‹a + b›(name‹a› name‹b›) -‹c - 1›(name‹c› int‹1›))"),
        ("a.b.c", "property‹a.b.c›(property‹a.b›(name‹a›))"),
        ("(a.b).c", "property‹(a.b).c›(property‹a.b›(name‹a›))"),
        ("((a.b).c).d", "property‹((a.b).c).d›(property‹(a.b).c›(property‹a.b›(name‹a›)))"),
        ("((a.b)).c", "property‹((a.b)).c›(property‹a.b›(name‹a›))"),
        ("((a).b.c[0])", "index‹(a).b.c[0]›(property‹(a).b.c›(property‹(a).b›(name‹a›)) int‹0›)"),
        (
            "(a + b).c(d)[e].f",
            "property‹(a + b).c(d)[e].f›(index‹(a + b).c(d)[e]›(method‹(a + b).c(d)›(+‹a + b›(name‹a› name‹b›) name‹d›) name‹e›))",
        ),
        ("a[b[0]].c", "property‹a[b[0]].c›(index‹a[b[0]]›(name‹a› index‹b[0]›(name‹b› int‹0›)))"),
        ("a[b.c].d", "property‹a[b.c].d›(index‹a[b.c]›(name‹a› property‹b.c›(name‹b›)))"),
        (
            "a[0][1].b[2]",
            "index‹a[0][1].b[2]›(property‹a[0][1].b›(index‹a[0][1]›(index‹a[0]›(name‹a› int‹0›) int‹1›)) int‹2›)",
        ),
        ("(a[0])[1]", "index‹(a[0])[1]›(index‹a[0]›(name‹a› int‹0›) int‹1›)"),
        (
            "(a[b.c].d)[e].f",
            "property‹(a[b.c].d)[e].f›(index‹(a[b.c].d)[e]›(property‹a[b.c].d›(index‹a[b.c]›(name‹a› property‹b.c›(name‹b›))) name‹e›))",
        ),
        ("a?.b?[c]", "index?‹a?.b?[c]›(property?‹a?.b›(name‹a›) name‹c›)"),
        ("a ?? b ?? c", "logic‹a ?? b ?? c›(name‹a› name‹b› name‹c›)"),
        ("a && (b && c)", "logic‹a && (b && c)›(name‹a› name‹b› name‹c›)"),
        ("(a && b) && (c && d)", "logic‹(a && b) && (c && d)›(name‹a› name‹b› name‹c› name‹d›)"),
        ("((a || b) && c)", "logic‹(a || b) && c›(logic‹a || b›(name‹a› name‹b›) name‹c›)"),
        ("a && ((b || c) && d)", "logic‹a && ((b || c) && d)›(name‹a› logic‹b || c›(name‹b› name‹c›) name‹d›)"),
        ("x in xs", "in‹x in xs›(name‹x› name‹xs›)"),
        ("(x + 1) !in xs.y", "!in‹(x + 1) !in xs.y›(+‹x + 1›(name‹x› int‹1›) property‹xs.y›(name‹xs›))"),
        ("contains(xs, x)", "call‹contains(xs, x)›(name‹xs› name‹x›)"),
        ("!(x in xs)", "!‹!(x in xs)›(in‹x in xs›(name‹x› name‹xs›))"),
        ("-5", "int‹-5›"),
        ("- (5)", "int‹- (5)›"),
        ("+5 - -3", "-‹+5 - -3›(int‹+5› int‹-3›)"),
        ("-a ** 2", "**‹-a ** 2›(-‹-a›(name‹a›) int‹2›)"),
        ("2 ** (3 ** 4)", "**‹2 ** (3 ** 4)›(int‹2› **‹3 ** 4›(int‹3› int‹4›))"),
        ("-1.50", "decimal‹-1.50›"),
        ("-(1.5)", "-‹-(1.5)›(decimal‹1.5›)"),
        ("f(a, (b), c, )", "call‹f(a, (b), c, )›(name‹a› name‹b› name‹c›)"),
        ("(f)(x)", "call‹(f)(x)›(name‹x›)"),
        ("((f)(x)).y", "property‹((f)(x)).y›(call‹(f)(x)›(name‹x›))"),
        ("f( )", "call‹f( )›"),
        ("lib::f(x).y", "property‹lib::f(x).y›(library-call‹lib::f(x)›(name‹x›))"),
        ("global::X + (lib)::Y", "+‹global::X + (lib)::Y›(library-name‹global::X› library-name‹(lib)::Y›)"),
        ("[1, (2), [3, ], ]", "array‹[1, (2), [3, ], ]›(int‹1› int‹2› array‹[3, ]›(int‹3›))"),
        ("#{ a: 1, \"b c\": (x), }", "map‹#{ a: 1, \"b c\": (x), }›(int‹1› name‹x›)"),
        ("`a${b}c${d + 1}`", "template‹`a${b}c${d + 1}`›(text‹a› name‹b› text‹c› +‹d + 1›(name‹d› int‹1›))"),
        ("`${`${a}`}` + \"x\"", "+‹`${`${a}`}` + \"x\"›(template‹`${`${a}`}`›(template‹`${a}`›(name‹a›)) text‹\"x\"›)"),
        (
            "`${if a { b } else { c }}`",
            "template‹`${if a { b } else { c }}`›(if‹if a { b } else { c }›(name‹a› block‹{ b }›(expr‹b›(name‹b›)) block‹{ c }›(expr‹c›(name‹c›))))",
        ),
        ("|x| x", "closure‹|x| x›(block‹x›(expr‹x›(name‹x›)))"),
        ("|| ()", "closure‹|| ()›(block‹()›(expr‹()›(unit‹()›)))"),
        (
            "xs.map(|x| (x + y) * 2)",
            "method‹xs.map(|x| (x + y) * 2)›(name‹xs› closure‹|x| (x + y) * 2›(block‹(x + y) * 2›(expr‹(x + y) * 2›(*‹(x + y) * 2›(+‹x + y›(name‹x› name‹y›) int‹2›)))))",
        ),
        (
            "|x, y| { let z = x; |w| z + w }",
            "closure‹|x, y| { let z = x; |w| z + w }›(block‹{ let z = x; |w| z + w }›(let‹let z = x›(name‹x›) expr‹|w| z + w›(closure‹|w| z + w›(block‹z + w›(expr‹z + w›(+‹z + w›(name‹z› name‹w›)))))))",
        ),
        (
            "if a { 1 } else if (b) { 2 } else { 3; }",
            "if‹if a { 1 } else if (b) { 2 } else { 3; }›(name‹a› block‹{ 1 }›(expr‹1›(int‹1›)) block‹if (b) { 2 } else { 3; }›(expr‹if (b) { 2 } else { 3; }›(if‹if (b) { 2 } else { 3; }›(name‹b› block‹{ 2 }›(expr‹2›(int‹2›)) block‹{ 3; }›(expr‹3›(int‹3›))))))",
        ),
        (
            "{ a; ; b }.c",
            "property‹{ a; ; b }.c›(block-expr‹{ a; ; b }›(block‹{ a; ; b }›(expr‹a›(name‹a›) expr‹b›(name‹b›))))",
        ),
        (
            "switch a { 1 | 2 if b => c, \"x\" => { d } _ => (e) }",
            "switch‹switch a { 1 | 2 if b => c, \"x\" => { d } _ => (e) }›(name‹a› name‹b› name‹c› block-expr‹{ d }›(block‹{ d }›(expr‹d›(name‹d›))) name‹e›)",
        ),
        ("0..n", "..‹0..n›(int‹0› name‹n›)"),
        ("xs[1..]", "index‹xs[1..]›(name‹xs› ..‹1..›(int‹1› unit‹›))"),
        ("xs[..=2]", "index‹xs[..=2]›(name‹xs› ..=‹..=2›(int‹› int‹2›))"),
        ("(1 + 2)..=(3)", "..=‹(1 + 2)..=(3)›(+‹1 + 2›(int‹1› int‹2›) int‹3›)"),
        (
            "a ?? return b",
            "logic‹a ?? return b›(name‹a› block-expr‹return b›(block‹return b›(return‹return b›(name‹b›))))",
        ),
        (
            "a | b & c ^ d << 1 >> 2",
            "^‹a | b & c ^ d << 1 >> 2›(|‹a | b & c›(name‹a› &‹b & c›(name‹b› name‹c›)) >>‹d << 1 >> 2›(<<‹d << 1›(name‹d› int‹1›) int‹2›))",
        ),
    ] {
        let shown = tree(expr);
        if shown != wanted {
            wrong.push(format!("{expr}\n  {shown}\n  {wanted}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_semicolon_behind_the_last_statement_changes_nothing() {
    let with = tree("xs.map(|x| { x; })").replace(';', "");
    assert_eq!(with, tree("xs.map(|x| { x })"));
    // As in Rhai itself.
    let value = rhai::Engine::new().eval::<i64>("fn f() { 5; } f()");
    assert!(matches!(value, Ok(5)), "{value:?}");
}

/// Every name, label and operator of a script, as written.
fn names(text: &str) -> Vec<String> {
    let reading = read(text);
    let said: Vec<_> = reading.findings.iter().map(|f| f.message.clone()).collect();
    assert!(said.is_empty(), "{said:?}");
    check(&reading, text);
    super::show::names(&reading.file)
        .into_iter()
        .map(|(what, span)| format!("{what} {}", &text[span.range()]))
        .collect()
}

#[test]
fn names_labels_and_operators_have_places_of_their_own() {
    let text = r##"import "lib/甲" as 甲;
const LIMIT = 3;
fn f(x, y) {
    for (a, i) in x { b += i !in y; }
    #{ k: 甲::X, "q r": 甲::g(1), `s`: 2 };
    x.p?.q(y);
    switch x { "甲" | `乙` | #"丙"# if !y => 1, 'c' | -1 | (2) | 0.5 | true | () | 1..3 | 4..=(-5) | ..6 | 7.. => 2, _ => 3 }
}
rule("a", #{}, |m| throw m);
"##;
    assert_eq!(
        names(text),
        [
            "path lib/甲",
            "alias 甲",
            "const LIMIT",
            "fn f",
            "parameter x",
            "parameter y",
            "name a",
            "name i",
            "operator +=",
            "operator !in",
            "key k",
            "library 甲",
            "name X",
            "key q r",
            "library 甲",
            "name g",
            "key s",
            "name p",
            "name q",
            "word switch",
            "label 甲",
            "label 乙",
            "label 丙",
            "operator !",
            "label 'c'",
            "label -1",
            "label (2)",
            "label 0.5",
            "label true",
            "label ()",
            "label 1..3",
            "label 4..=(-5)",
            "label ..6",
            "label 7..",
            "verb rule",
            "parameter m",
            "banned throw",
        ]
    );
}

#[test]
fn labels_say_what_they_say() {
    use crate::script::tree::{LabelWhat, Step, What};
    let text = "fn f(x) { switch x { \"a\\n\" | 'c' | - 1 | (+2) | (((8))) | 0.50 | false | () | 1..3 | 4..=(-5) | ..6 | [1] | 7.. => 1, _ => 2 } }";
    let reading = read(text);
    let said: Vec<_> = reading.findings.iter().map(|f| f.message.clone()).collect();
    assert!(said.is_empty(), "{said:?}");
    let Step::Expr(expr) = &reading.file.functions[0].body.statements[0].step else { panic!("an expression") };
    let What::Switch { cases, .. } = &expr.what else { panic!("a switch") };
    let labels: Vec<&LabelWhat> = cases[0].labels.iter().map(|label| &label.what).collect();
    let wanted = [
        LabelWhat::Text("a\n".into()),
        LabelWhat::Char('c'),
        LabelWhat::Int(-1),
        LabelWhat::Int(2),
        LabelWhat::Int(8),
        LabelWhat::Decimal(rust_decimal::Decimal::new(50, 2)),
        LabelWhat::Bool(false),
        LabelWhat::Unit,
        LabelWhat::Range(1, 3, false),
        LabelWhat::Range(4, -5, true),
        LabelWhat::Range(0, 6, false),
        LabelWhat::Other,
        LabelWhat::Range(7, i64::MAX, false),
    ];
    assert_eq!(labels, wanted.iter().collect::<Vec<_>>());
    assert!(cases[1].labels.is_empty());
}

#[test]
fn statements_end_before_their_semicolons() {
    let text = "fn f(x) { let a = 1 ; const B = (2); let c; x.y[0] -= (a) ; while (a) { break (b) ; } loop { continue } do { return } while !a; for i in 0..3 { return i; } try { a; } catch (e) { b } { a; } throw ; if a { } }";
    let reading = read(text);
    assert!(reading.findings.is_empty());
    check(&reading, text);
    let body = &reading.file.functions[0].body;
    let statements: Vec<&str> = body.statements.iter().map(|statement| &text[statement.span.range()]).collect();
    assert_eq!(
        statements,
        [
            "let a = 1",
            "const B = (2)",
            "let c",
            "x.y[0] -= (a)",
            "while (a) { break (b) ; }",
            "loop { continue }",
            "do { return } while !a",
            "for i in 0..3 { return i; }",
            "try { a; } catch (e) { b }",
            "{ a; }",
            "throw",
            "if a { }",
        ]
    );
    assert_eq!(&text[body.span.range()], text.strip_prefix("fn f(x) ").expect("begun"));
}
