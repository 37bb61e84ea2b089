//! What is reported: whether its message names the record, and whether it says what to do next.

use std::collections::{BTreeMap, BTreeSet};

use super::found::Found;
use super::silent::{is_report, message};
use super::subject::Subject;
use super::values::Names;
use super::world::{World, exprs, reach, statements, ty};
use crate::host::lints::{NO_HELP, UNNAMED_RECORD};
use crate::language::say;
use crate::pack::On;
use crate::schema::{Kind, Schema, Type};
use crate::script::check::{Code, Instance};
use crate::script::tree::{Block, Expr, NodeId, Step, What};
use crate::script::types::Ty;
use crate::source::Place;
use crate::value::KindId;

pub(super) fn look(subject: &Subject<'_>, found: &mut Found<'_>) {
    let files = subject.files();
    if found.wants(&NO_HELP) {
        for instance in subject.worlds.iter().flat_map(|world| world.running(&files)) {
            helpless(instance, found);
        }
    }
    if !found.wants(&UNNAMED_RECORD) {
        return;
    }
    // One that names a record anywhere it is called from is well.
    let mut verdicts: BTreeMap<Place, bool> = BTreeMap::new();
    for world in &subject.worlds {
        for rule in &world.typed.rules {
            let On::Kind(kind) = &rule.meta.on else { continue };
            // Of what there is one in a body and year, the report says all.
            if world.schema.kind(kind).is_none_or(|kind| key(kind).next().is_none()) {
                continue;
            }
            for id in reach(&world.typed, [rule.instance].into_iter()) {
                let instance = world.typed.instance(id);
                if files.contains(&instance.file) {
                    messages(world, instance, &mut verdicts);
                }
            }
        }
    }
    for (place, _) in verdicts.iter().filter(|(_, named)| !**named) {
        let message = say!("说明里没有写出是哪条记录", "the message does not say which record it is about");
        let help =
            say!("写上记录的名称，如 ${{member.name}}", "write what the record is called, such as ${{member.name}}");
        found.tell(&UNNAMED_RECORD, *place, message, help);
    }
}

/// The fields of a key, without those that say of which body and year.
fn key(kind: &Kind) -> impl Iterator<Item = &str> {
    kind.key.iter().map(String::as_str).filter(|field| !matches!(*field, "year" | "body"))
}

/// The fields by which people know records of a kind: key and name; where no field is said to be the name, any that has words or
/// refers to another record.
fn naming(schema: &Schema, kind: KindId) -> BTreeSet<&str> {
    fn has_words(ty: &Type) -> bool {
        match ty {
            Type::String | Type::Ref(_) => true,
            Type::List(of) => has_words(of),
            _ => false,
        }
    }
    let kind = schema.get(kind);
    let unnamed = kind.called.is_none();
    let words = kind.fields.iter().filter(|field| unnamed && has_words(&field.ty)).map(|field| field.name.as_str());
    key(kind).chain(kind.called.as_deref()).chain(words).collect()
}

/// Tells of reports of some code that nobody adds a next step to, or an empty one.
fn helpless(instance: &Instance, found: &mut Found<'_>) {
    let mut helped: BTreeSet<NodeId> = BTreeSet::new();
    for expr in exprs(instance) {
        let What::Method { name, arguments, .. } = &expr.what else { continue };
        if let ("help", [text]) = (&*name.text, arguments.as_slice())
            && *ty(instance, expr) == Ty::Finding
        {
            helped.insert(root(expr).id);
            if matches!(&text.what, What::Text(text) if text.trim().is_empty()) {
                let place = Place { source: instance.file, span: text.span };
                let help = say!("写明怎样改正", "say how to mend it");
                found.tell(&NO_HELP, place, say!("下一步写的是空的文字", "the next step is an empty text"), help);
            }
        }
    }
    for expr in ended(instance) {
        let own = root(expr);
        if is_report(instance, own) && !helped.contains(&own.id) && instance.table.types.contains_key(&own.id) {
            let place = Place { source: instance.file, span: own.span };
            let message =
                say!("报告问题而没有写下一步怎么办", "this reports something and does not say what to do next");
            found.tell(&NO_HELP, place, message, say!("接着写 .help(`……`)", "add .help(`…`)"));
        }
    }
}

/// The beginning of a chain.
fn root(expr: &Expr) -> &Expr {
    match &expr.what {
        What::Method { of, .. } => root(of),
        _ => expr,
    }
}

/// The expressions of some code whose value is used by nobody: what is reported there stays as it is. What a function gives may
/// be used by whoever calls it.
fn ended(instance: &Instance) -> Vec<&Expr> {
    let mut given = BTreeSet::new();
    if let Code::Function(function) = &instance.what {
        last(&function.body, &mut given);
    }
    let values = statements(instance).into_iter().filter_map(|statement| match &statement.step {
        Step::Expr(value) => Some(value),
        _ => None,
    });
    values.filter(|value| !given.contains(&value.id)).collect()
}

/// What a block gives.
fn last(block: &Block, given: &mut BTreeSet<NodeId>) {
    let Some(Step::Expr(value)) = block.statements.last().map(|statement| &statement.step) else { return };
    given.insert(value.id);
    match &value.what {
        What::If { then, otherwise, .. } => {
            last(then, given);
            if let Some(block) = otherwise {
                last(block, given);
            }
        }
        What::Block(block) => last(block, given),
        _ => {}
    }
}

/// Notes of each message of some code whether it names a record.
fn messages(world: &World, instance: &Instance, verdicts: &mut BTreeMap<Place, bool>) {
    let names = Names::of(instance);
    let looks = Looks { schema: &world.schema, instance, names: &names };
    for expr in exprs(instance).into_iter().filter(|expr| is_report(instance, expr)) {
        let Some(text) = message(expr) else { continue };
        let place = Place { source: instance.file, span: text.span };
        *verdicts.entry(place).or_insert(false) |= looks.names(text, 0);
    }
}

/// How a message is looked at.
struct Looks<'l> {
    schema: &'l Schema,
    instance: &'l Instance,
    names: &'l Names<'l>,
}

/// So many variables are followed.
const DEEP: usize = 8;

impl Looks<'_> {
    /// Whether a text speaks of a record by its name, or may do so: what is not understood is not blamed.
    fn names(&self, expr: &Expr, depth: usize) -> bool {
        let ty = ty(self.instance, expr).plain();
        if matches!(ty, Ty::Record(_) | Ty::View(_)) || depth > DEEP {
            return true;
        }
        let any = |all: &[Expr]| all.iter().any(|own| self.names(own, depth));
        match &expr.what {
            What::Unit | What::Bool(_) | What::Int(_) | What::Decimal(_) | What::Text(_) | What::Char(_) => false,
            What::Template(parts) | What::Array(parts) | What::Logic { parts, .. } => any(parts),
            What::Name(name) => self.names.value(name).is_none_or(|value| self.names(value, depth + 1)),
            What::Property { of, name, .. } => self.reads(of, &name.text, depth),
            What::Method { of, arguments, name, .. } => {
                let field = arguments.first().and_then(|first| match &first.what {
                    What::Text(field) => Some(field),
                    _ => None,
                });
                let closure = arguments.iter().any(|own| matches!(own.what, What::Closure(_) | What::Name(_)));
                match field {
                    // What a field is called is no value of it.
                    Some(_) if &*name.text == "label" => false,
                    Some(field) if self.is_of_records(of) => self.reads(of, field, depth),
                    _ => closure || (!self.is_of_records(of) && self.names(of, depth)) || any(arguments),
                }
            }
            What::Call { arguments, .. } => self.instance.table.calls.contains_key(&expr.id) || any(arguments),
            What::Binary { left, right, .. } => self.names(left, depth) || self.names(right, depth),
            What::If { then, otherwise, .. } => {
                let blocks = [Some(then), otherwise.as_ref()];
                blocks.into_iter().flatten().any(|block| self.gives(block, depth))
            }
            What::Switch { cases, .. } => cases.iter().any(|case| self.names(&case.then, depth)),
            What::Block(block) => self.gives(block, depth),
            _ => true,
        }
    }

    fn gives(&self, block: &Block, depth: usize) -> bool {
        match block.statements.last().map(|statement| &statement.step) {
            Some(Step::Expr(value)) => self.names(value, depth),
            _ => true,
        }
    }

    fn is_of_records(&self, of: &Expr) -> bool {
        matches!(ty(self.instance, of).plain(), Ty::Record(_) | Ty::View(_))
    }

    /// Whether what is read of a value names a record.
    fn reads(&self, of: &Expr, name: &str, depth: usize) -> bool {
        match ty(self.instance, of).plain() {
            Ty::Record(kind) | Ty::View(kind) => {
                name == "key"
                    || naming(self.schema, *kind).iter().any(|own| {
                        *own == name || self.schema.get(*kind).field(name).is_some_and(|field| field.name == *own)
                    })
            }
            Ty::Ctx | Ty::Params => false,
            Ty::Unknown | Ty::Map(_) | Ty::Group(..) => true,
            _ => self.names(of, depth),
        }
    }
}
