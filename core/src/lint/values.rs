//! Texts of parameters that are compared with enums which have no such value.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::found::Found;
use super::subject::Subject;
use super::world::{World, exprs, statements, ty};
use crate::host::lints::IMPOSSIBLE_VALUE;
use crate::language::say;
use crate::pack::Literal;
use crate::script::check::Instance;
use crate::script::tree::{Binary, Expr, Step, What};
use crate::script::types::{EnumTy, Ty};
use crate::source::Place;

/// A text of a parameter: where the parameter has its value, its name, and the text.
type Key = (Place, String, String);

/// A comparison: where, and with which enum.
type With = (Place, Arc<EnumTy>);

pub(super) fn look(subject: &Subject<'_>, found: &mut Found<'_>) {
    let files = subject.files();
    let manifest = subject.pack.manifest.place.source;
    // A text that is equal to something somewhere is well.
    let mut verdicts: BTreeMap<Key, Option<With>> = BTreeMap::new();
    for world in &subject.worlds {
        for instance in world.running(&files) {
            let names = Names::of(instance);
            let reader = Parameters { world, instance, names: &names };
            for expr in exprs(instance) {
                for (of, value, listed) in compared(expr) {
                    let Ty::Enum(values) = ty(instance, of).plain() else { continue };
                    let at = Place { source: instance.file, span: expr.span };
                    for (key, text) in reader.texts(value, listed) {
                        let fits = values.values.iter().any(|(name, _)| *name == text);
                        let own = verdicts.entry((key.0, key.1, text)).or_insert_with(|| Some((at, values.clone())));
                        if fits {
                            *own = None;
                        }
                    }
                }
            }
        }
    }
    let wrong = verdicts.into_iter().filter_map(|(key, with)| Some((key, with?)));
    for ((place, name, text), (at, values)) in wrong.filter(|((place, ..), _)| place.source == manifest) {
        let field = &values.field;
        let message = say!(
            "参数“{name}”里的“{text}”不是字段“{field}”的值，永远不会相等",
            "`{text}` in the parameter `{name}` is no value of the field `{field}`, and never equal"
        );
        let list =
            |between: &str| values.values.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(between);
        let (zh, en) = (list("、"), list(", "));
        let help = say!("可用的值：{zh}", "its values: {en}");
        if let Some(finding) = found.tell(&IMPOSSIBLE_VALUE, place, message, help) {
            *finding = finding.clone().see(at, say!("在这里比较", "compared here"));
        }
    }
}

/// What an expression compares, and whether the second is a list in which the first is looked for.
fn compared(expr: &Expr) -> Vec<(&Expr, &Expr, bool)> {
    match &expr.what {
        What::Binary { op: Binary::Equal | Binary::Unequal, left, right, .. } => {
            vec![(left, right, false), (right, left, false)]
        }
        What::Binary { op: Binary::In | Binary::NotIn, left, right, .. } => vec![(left, right, true)],
        What::Method { of, name, arguments, .. } => match (&*name.text, arguments.as_slice()) {
            ("contains", [value]) => vec![(value, of, true)],
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// What the names of some code stand for, as far as each stands for one thing and stays so.
pub(super) struct Names<'n>(BTreeMap<&'n str, Option<Bound<'n>>>);

/// What a name stands for.
#[derive(Clone, Copy)]
enum Bound<'n> {
    /// A value.
    Value(&'n Expr),
    /// Each element of a collection.
    Element(&'n Expr),
    /// What the code is called with.
    Parameter,
}

impl<'n> Names<'n> {
    /// Those of some code.
    pub(super) fn of(instance: &'n Instance) -> Self {
        let mut names = Self(BTreeMap::new());
        for parameter in instance.what.parameters() {
            names.bind(&parameter.text, Some(Bound::Parameter));
        }
        for statement in statements(instance) {
            match &statement.step {
                Step::Let { name, value, .. } => names.bind(&name.text, Some(Bound::Value(value))),
                Step::For { name, counter, items, .. } => {
                    names.bind(&name.text, Some(Bound::Element(items)));
                    if let Some(counter) = counter {
                        names.bind(&counter.text, None);
                    }
                }
                Step::Assign { target: Expr { what: What::Name(name), .. }, .. } => names.bind(name, None),
                _ => {}
            }
        }
        for expr in exprs(instance) {
            let What::Method { of, name, arguments, .. } = &expr.what else { continue };
            if let (What::Name(list), "push" | "insert" | "append") = (&of.what, &*name.text) {
                names.bind(list, None);
            }
            for argument in arguments {
                let What::Closure(closure) = &argument.what else { continue };
                for (at, parameter) in closure.parameters.iter().enumerate() {
                    names.bind(&parameter.text, (at == 0).then_some(Bound::Element(of)));
                }
            }
        }
        names
    }

    fn bind(&mut self, name: &'n str, bound: Option<Bound<'n>>) {
        // Twice bound, it is not known which is meant.
        let entry = self.0.entry(name).and_modify(|own| *own = None);
        entry.or_insert(bound);
    }

    /// Whether only a parameter of the code bears the name.
    pub(super) fn binds_once(&self, name: &str) -> bool {
        matches!(self.0.get(name), Some(Some(Bound::Parameter)))
    }

    /// The value of a name, where that is known.
    pub(super) fn value(&self, name: &str) -> Option<&'n Expr> {
        match self.0.get(name)? {
            Some(Bound::Value(value)) => Some(value),
            _ => None,
        }
    }
}

/// How values of parameters are found.
struct Parameters<'p> {
    world: &'p World,
    instance: &'p Instance,
    names: &'p Names<'p>,
}

/// A value of a parameter, with where the parameter has it and its name.
type Own<'p> = (Place, &'p str, &'p Literal);

impl<'p> Parameters<'p> {
    /// The texts of parameters that an expression stands for, or that the list has for which it stands.
    fn texts(&self, expr: &'p Expr, listed: bool) -> Vec<((Place, String), String)> {
        let mut texts = Vec::new();
        for (place, name, literal) in self.values(expr, 0) {
            let items: Vec<&Literal> = match literal {
                Literal::List(items) if listed => items.iter().collect(),
                own if !listed => vec![own],
                _ => Vec::new(),
            };
            texts.extend(items.into_iter().filter_map(|own| match own {
                Literal::String(text) => Some(((place, name.to_owned()), text.clone())),
                _ => None,
            }));
        }
        texts
    }

    fn values(&self, expr: &'p Expr, depth: usize) -> Vec<Own<'p>> {
        if depth > 8 {
            return Vec::new();
        }
        match &expr.what {
            What::Property { of, name, .. } if *ty(self.instance, of) == Ty::Params => self.of_parameter(&name.text),
            What::Property { of, name, .. } => {
                let of_tables = self.values(of, depth + 1).into_iter();
                let entry = |(place, parameter, literal): Own<'p>| match literal {
                    Literal::Table(entries) => {
                        let own = entries.iter().find(|(key, _)| **key == *name.text)?;
                        Some((place, parameter, &own.1))
                    }
                    _ => None,
                };
                of_tables.filter_map(entry).collect()
            }
            What::Name(name) => match self.names.0.get(&**name) {
                Some(Some(Bound::Value(value))) => self.values(value, depth + 1),
                Some(Some(Bound::Element(items))) => {
                    let lists = self.values(items, depth + 1).into_iter();
                    let each = |(place, parameter, literal): Own<'p>| match literal {
                        Literal::List(items) => items.iter().map(|own| (place, parameter, own)).collect(),
                        _ => Vec::new(),
                    };
                    lists.flat_map(each).collect()
                }
                _ => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    fn of_parameter(&self, name: &str) -> Vec<Own<'p>> {
        let Some((name, parameter)) = self.world.in_force.parameters.get_key_value(name) else { return Vec::new() };
        parameter.values().iter().map(|own| (own.place, name.as_str(), &own.value)).collect()
    }
}
