//! Lines of a scheme that a list makes: `for name in ["甲", "乙"] { s.item(…) }` is written out, once for each element, before
//! anything is checked. The element stands where its name stood, so that lines and closures see a value that is written down.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::tree::{Block, Declaration, Expr, File, Name, NodeId, Statement, Step, What};
use super::walk::{self, Part, edit};
use crate::bounds;
use crate::pack::manifest::Literal;
use crate::source::Span;

/// The parameters over which schemes of a file go, by name.
pub(crate) fn parameters(file: &File) -> BTreeSet<Arc<str>> {
    let mut names = BTreeSet::new();
    for body in file.declarations.iter().filter_map(lines) {
        walk::block(body, &mut |part| {
            if let Part::Statement(Statement { step: Step::For { items, .. }, .. }) = part {
                names.extend(parameter(items).cloned());
            }
        });
    }
    names
}

/// A file with the loops of its schemes written out; `None` where it has none. What goes over anything that is not written
/// down, and what has too many elements, is left as it is.
pub(crate) fn unrolled(file: &File, value: &dyn Fn(&str) -> Option<Literal>) -> Option<File> {
    let loops = |body: &Block| body.statements.iter().any(|statement| matches!(statement.step, Step::For { .. }));
    if !file.declarations.iter().filter_map(lines).any(loops) {
        return None;
    }
    let mut file = file.clone();
    let mut maker = Maker { constants: &file.constants.clone(), value, next: file.nodes };
    for declaration in file.declarations.iter_mut().filter(|declaration| lines(declaration).is_some()) {
        if let Some(Expr { what: What::Closure(closure), .. }) = declaration.arguments.get_mut(2) {
            let body = &mut Arc::make_mut(closure).body;
            body.statements = maker.statements(std::mem::take(&mut body.statements));
        }
    }
    file.nodes = maker.next;
    Some(file)
}

/// The lines of a scheme.
fn lines(declaration: &Declaration) -> Option<&Block> {
    match (&*declaration.verb.text, declaration.arguments.get(2)) {
        ("score", Some(Expr { what: What::Closure(closure), .. })) => Some(&closure.body),
        _ => None,
    }
}

/// The parameter that `param("…")` names.
fn parameter(items: &Expr) -> Option<&Arc<str>> {
    let What::Call { name, arguments } = &items.what else { return None };
    match (&*name.text, arguments.as_slice()) {
        ("param", [Expr { what: What::Text(name), .. }]) => Some(name),
        _ => None,
    }
}

/// Writes loops out.
struct Maker<'m> {
    constants: &'m [super::tree::Constant],
    value: &'m dyn Fn(&str) -> Option<Literal>,
    /// The number of the next expression.
    next: u32,
}

impl Maker<'_> {
    fn statements(&mut self, statements: Vec<Statement>) -> Vec<Statement> {
        let mut written = Vec::with_capacity(statements.len());
        for statement in statements {
            let made = match &statement.step {
                Step::For { name, counter: None, items, body } if !hides(body, &name.text) => {
                    self.elements(items).map(|elements| self.each(&elements, name, body))
                }
                _ => None,
            };
            match made {
                Some(made) if written.len() + made.len() <= bounds::LINES => written.extend(made),
                _ => written.push(statement),
            }
        }
        written
    }

    /// The statements of a loop's body for each element.
    fn each(&mut self, elements: &[Expr], name: &Name, body: &Block) -> Vec<Statement> {
        let mut made = Vec::new();
        for element in elements.iter().take(bounds::LINES + 1) {
            let mut copy = body.clone();
            let mut putting = Putting { name: &name.text, element, next: &mut self.next };
            edit::block(&mut copy, &mut |expr| putting.meet(expr));
            made.extend(self.statements(copy.statements));
        }
        made
    }

    /// The elements of a list that is written down; of a table its entries, each with `key` and `value`.
    fn elements(&self, items: &Expr) -> Option<Vec<Expr>> {
        match &items.what {
            What::Array(elements) => Some(elements.clone()),
            What::Map(entries) => Some(entries.iter().map(|(key, value)| entry(key, value.clone())).collect()),
            What::Name(name) => {
                let constant = self.constants.iter().find(|constant| constant.name.text == *name)?;
                // A constant that names another is no list that is written down.
                if matches!(constant.value.what, What::Name(_)) { None } else { self.elements(&constant.value) }
            }
            _ => match (self.value)(parameter(items)?)? {
                Literal::List(elements) => Some(elements.iter().map(|element| written(element, items.span)).collect()),
                Literal::Table(entries) => {
                    let name = |key: &str| Name { text: key.into(), span: items.span };
                    let entries = entries.iter().map(|(key, value)| entry(&name(key), written(value, items.span)));
                    Some(entries.collect())
                }
                _ => None,
            },
        }
    }
}

/// An entry of a table as an element.
fn entry(key: &Name, value: Expr) -> Expr {
    let name = |text: &str| Name { text: text.into(), span: key.span };
    let text = Expr { id: NodeId(0), span: key.span, what: What::Text(key.text.clone()) };
    let span = value.span;
    Expr { id: NodeId(0), span, what: What::Map(vec![(name("key"), text), (name("value"), value)]) }
}

/// A parameter's value as an expression.
fn written(literal: &Literal, span: Span) -> Expr {
    let what = match literal {
        Literal::Bool(yes) => What::Bool(*yes),
        Literal::Integer(n) => What::Int(*n),
        Literal::Decimal(decimal) => What::Decimal(*decimal),
        Literal::String(text) => What::Text(text.as_str().into()),
        Literal::Date(date) => What::Call {
            name: Name { text: "date".into(), span },
            arguments: vec![Expr { id: NodeId(0), span, what: What::Text(date.to_string().into()) }],
        },
        Literal::List(items) => What::Array(items.iter().map(|item| written(item, span)).collect()),
        Literal::Table(items) => {
            let entry =
                |(name, value): &(String, Literal)| (Name { text: name.as_str().into(), span }, written(value, span));
            What::Map(items.iter().map(entry).collect())
        }
    };
    Expr { id: NodeId(0), span, what }
}

/// Whether something within a body takes the name for itself.
fn hides(body: &Block, name: &str) -> bool {
    let mut hidden = false;
    walk::block(body, &mut |part| {
        hidden |= match part {
            Part::Statement(Statement { step: Step::Let { name: own, .. }, .. }) => *own.text == *name,
            Part::Statement(Statement { step: Step::For { name: own, counter, .. }, .. }) => {
                *own.text == *name || counter.as_ref().is_some_and(|counter| *counter.text == *name)
            }
            Part::Expr(Expr { what: What::Closure(closure), .. }) => {
                closure.parameters.iter().any(|own| *own.text == *name)
            }
            _ => false,
        };
    });
    hidden
}

/// Puts an element in the place of its name, in a copy whose expressions get numbers of their own.
struct Putting<'p> {
    name: &'p str,
    element: &'p Expr,
    next: &'p mut u32,
}

impl Putting<'_> {
    fn meet(&mut self, expr: &mut Expr) {
        if matches!(&expr.what, What::Name(name) if **name == *self.name) {
            expr.what = self.element.what.clone();
            edit::parts(&mut expr.what, &mut |part| self.meet(part));
        }
        fold(expr);
        expr.id = NodeId(*self.next);
        *self.next += 1;
    }
}

/// What is written down once its parts are: a text of texts, the entry of a table.
fn fold(expr: &mut Expr) {
    let folded = match &expr.what {
        What::Template(parts) => {
            parts.iter().map(shown).collect::<Option<String>>().map(|text| What::Text(text.into()))
        }
        What::Property { of, name, .. } => match &of.what {
            What::Map(entries) => {
                entries.iter().find(|(key, _)| key.text == name.text).map(|(_, value)| value.what.clone())
            }
            _ => None,
        },
        _ => None,
    };
    if let Some(folded) = folded {
        expr.what = folded;
    }
}

/// How a text shows what is written down.
fn shown(part: &Expr) -> Option<String> {
    match &part.what {
        What::Text(text) => Some(text.to_string()),
        What::Int(n) => Some(n.to_string()),
        What::Decimal(decimal) => Some(decimal.normalize().to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::parse::Parser;
    use crate::script::reading;
    use crate::source::SourceId;

    fn file(text: &str) -> File {
        let reading = reading::read(&Parser::new(), SourceId(0), text);
        assert!(reading.findings.is_empty(), "{:?}", reading.findings);
        (*reading.file).clone()
    }

    /// The first texts of the lines of the one scheme, and how many of its statements are loops.
    fn names(file: &File) -> (Vec<String>, usize) {
        let body = lines(&file.declarations[0]).expect("a scheme");
        let (mut names, mut loops) = (Vec::new(), 0);
        for statement in &body.statements {
            match &statement.step {
                Step::Expr(Expr { what: What::Method { arguments, .. }, .. }) => match &arguments[0].what {
                    What::Text(name) => names.push(name.to_string()),
                    other => panic!("{other:?}"),
                },
                Step::For { .. } => loops += 1,
                other => panic!("{other:?}"),
            }
        }
        (names, loops)
    }

    fn of(lines: &str) -> (Vec<String>, usize) {
        let text = format!(
            "const NAMES = [\"甲\", \"乙\"];\nconst TABLE = #{{ a: 1, b: 2 }};\nscore(\"a\", #{{}}, |s| {{ {lines} }});"
        );
        let value =
            |name: &str| (name == "list").then(|| Literal::List(vec![Literal::Integer(3), Literal::Integer(5)]));
        let before = file(&text);
        let after = unrolled(&before, &value).unwrap_or(before);
        // Every expression has a number of its own.
        let mut seen = BTreeSet::new();
        walk::block(super::lines(&after.declarations[0]).expect("a scheme"), &mut |part| {
            if let Part::Expr(expr) = part {
                assert!(seen.insert(expr.id) && expr.id.0 < after.nodes, "{expr:?}");
            }
        });
        names(&after)
    }

    #[test]
    fn a_loop_over_what_is_written_down_makes_lines() {
        let item = "s.item(`${n}项`, #{ each: 1 }, |m, ctx| m.where(\"kind\", n));";
        for (items, expected) in
            [("NAMES", ["甲项", "乙项"]), ("[\"丙\", 2.50]", ["丙项", "2.5项"]), ("param(\"list\")", ["3项", "5项"])]
        {
            assert_eq!(of(&format!("for n in {items} {{ {item} }}")), (expected.map(str::to_owned).to_vec(), 0));
        }
        let table = "for e in TABLE { s.item(`${e.key}${e.value}`, #{ each: e.value }, |m, ctx| m); }";
        assert_eq!(of(table), (vec!["a1".to_owned(), "b2".to_owned()], 0));
        let twice = "for a in [1, 2] { for b in [3, 4] { s.item(`${a}${b}`, #{}, |m, ctx| m); } }";
        assert_eq!(of(twice).0, ["13", "14", "23", "24"]);
    }

    #[test]
    fn a_loop_over_anything_else_stays_and_a_name_taken_again_is_not_touched() {
        let kept = [
            "for n in m.list { s.item(\"甲\", #{}, |m, ctx| n); }",
            "for n in param(\"none\") { s.item(\"甲\", #{}, |m, ctx| n); }",
            "for n in [1] { s.item(\"甲\", #{}, |n, ctx| n); }",
            "for (n, i) in [1] { s.item(\"甲\", #{}, |m, ctx| n); }",
        ];
        for lines in kept {
            assert_eq!(of(lines), (Vec::new(), 1), "{lines}");
        }
        assert_eq!(
            parameters(&file(
                "score(\"a\", #{}, |s| { for n in param(\"none\") { s.item(\"甲\", #{}, |m, ctx| n); } });"
            ))
            .len(),
            1
        );
    }
}
