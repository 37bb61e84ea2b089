//! What nobody uses: parameters, functions, constants, imports. What packs that extend the pack use counts.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::around;
use super::found::Found;
use super::subject::{Subject, files};
use crate::document;
use crate::host;
use crate::host::lints::{UNUSED_CONSTANT, UNUSED_FUNCTION, UNUSED_IMPORT, UNUSED_PARAMETER};
use crate::language::say;
use crate::pack::{Pack, views};
use crate::script::tree::{Expr, File, What};
use crate::script::walk::{self, Part};
use crate::source::{Place, SourceId};

pub(super) fn look(subject: &Subject<'_>, found: &mut Found<'_>) {
    let packs = around::chains(subject.rules, &subject.around);
    let mut sources: Vec<SourceId> = packs.iter().flat_map(|pack| files(pack)).collect();
    sources.sort_unstable();
    sources.dedup();
    let trees: Vec<&Arc<File>> = sources.iter().filter_map(|source| subject.tree(*source)).collect();
    parameters(subject, &packs, &trees, found);
    let uses = Uses::of(subject, &trees);
    for file in subject.files().iter().filter_map(|source| subject.tree(*source)) {
        functions(file, &uses, found);
        constants(file, &uses, found);
        imports(file, found);
    }
}

/// All expressions of a file.
fn all(file: &File) -> Vec<&Expr> {
    let mut parts = Vec::new();
    walk::file(file, &mut |part| parts.push(part));
    exprs(parts)
}

fn exprs(parts: Vec<Part<'_>>) -> Vec<&Expr> {
    let expr = |part| match part {
        Part::Expr(expr) => Some(expr),
        Part::Statement(_) => None,
    };
    parts.into_iter().filter_map(expr).collect()
}

/// A function: its file, its name, how many arguments it takes.
type Function = (SourceId, Arc<str>, usize);

/// What is used of the files of some packs.
struct Uses {
    functions: BTreeSet<Function>,
    constants: BTreeSet<(SourceId, Arc<str>)>,
}

impl Uses {
    /// What rules, schemes and constants lead to.
    fn of(subject: &Subject<'_>, trees: &[&Arc<File>]) -> Self {
        let mut uses = Self { functions: BTreeSet::new(), constants: BTreeSet::new() };
        let mut open = Vec::new();
        for file in trees {
            let mut parts = Vec::new();
            walk::outside(file, &mut |part| parts.push(part));
            open.extend(uses.take(subject, file, exprs(parts)));
        }
        while let Some((source, name, arity)) = open.pop() {
            let Some(file) = subject.tree(source) else { continue };
            let called = file.functions.iter().filter(|own| own.name.text == name && own.parameters.len() == arity);
            for function in called {
                let mut parts = Vec::new();
                walk::block(&function.body, &mut |part| parts.push(part));
                open.extend(uses.take(subject, file, exprs(parts)));
            }
        }
        uses
    }

    /// Notes what expressions of a file use; gives the functions that are new.
    fn take(&mut self, subject: &Subject<'_>, file: &File, exprs: Vec<&Expr>) -> Vec<Function> {
        let library = |alias: &str| {
            let import = file.imports.iter().find(|own| own.alias.as_ref().is_some_and(|name| *name.text == *alias))?;
            subject.rules.library.import(file.source, &import.path.text)
        };
        let mut new = Vec::new();
        for expr in exprs {
            let called: Vec<Function> = match &expr.what {
                What::Call { name, arguments } => vec![(file.source, name.text.clone(), arguments.len())],
                What::LibraryCall { library: of, name, arguments } => {
                    library(&of.text).map(|of| (of, name.text.clone(), arguments.len())).into_iter().collect()
                }
                // A function where a closure is wanted.
                What::Name(name) => {
                    self.constants.insert((file.source, name.clone()));
                    let named = file.functions.iter().filter(|own| own.name.text == *name);
                    named.map(|own| (file.source, name.clone(), own.parameters.len())).collect()
                }
                What::LibraryName { library: of, name } => {
                    self.constants.extend(library(&of.text).map(|of| (of, name.text.clone())));
                    Vec::new()
                }
                _ => Vec::new(),
            };
            new.extend(called.into_iter().filter(|own| self.functions.insert(own.clone())));
        }
        new
    }
}

fn functions(file: &File, uses: &Uses, found: &mut Found<'_>) {
    for own in &file.functions {
        let name = &own.name.text;
        if uses.functions.contains(&(file.source, name.clone(), own.parameters.len())) {
            continue;
        }
        let message = say!("函数“{name}”没有用到", "the function \"{name}\" is never used");
        let help = say!("删去它", "delete it");
        if found.tell(&UNUSED_FUNCTION, Place { source: file.source, span: own.name.span }, message, help).is_some() {
            found.remove(file.source, own.span.range());
        }
    }
}

fn constants(file: &File, uses: &Uses, found: &mut Found<'_>) {
    let named: Vec<&Expr> = all(file);
    for own in file.constants.iter().filter(|own| !own.variable) {
        let name = &own.name.text;
        let here = named.iter().any(|expr| matches!(&expr.what, What::Name(own) if own == name));
        if here || uses.constants.contains(&(file.source, name.clone())) {
            continue;
        }
        let message = say!("常量“{name}”没有用到", "the constant \"{name}\" is never used");
        let place = Place { source: file.source, span: own.name.span };
        if found.tell(&UNUSED_CONSTANT, place, message, say!("删去它", "delete it")).is_some() {
            found.remove(file.source, own.name.span.range().start..own.value.span.range().end);
        }
    }
}

fn imports(file: &File, found: &mut Found<'_>) {
    let named = all(file);
    for own in &file.imports {
        let Some(alias) = &own.alias else { continue };
        let used = named.iter().any(|expr| match &expr.what {
            What::LibraryCall { library, .. } | What::LibraryName { library, .. } => library.text == alias.text,
            _ => false,
        });
        if used {
            continue;
        }
        let path = &own.path.text;
        let message = say!("没有用到函数库“{path}”", "the library \"{path}\" is never used");
        let place = Place { source: file.source, span: alias.span };
        if found.tell(&UNUSED_IMPORT, place, message, say!("删去这一行", "delete the line")).is_some() {
            found.remove(file.source, own.span.range());
        }
    }
}

/// Whether scripts read a parameter. Where some hand all of them on, each field that is read may be one.
fn is_read(name: &str, trees: &[Vec<&Expr>], handed_on: bool) -> bool {
    let text = |expr: Option<&Expr>| matches!(expr.map(|own| &own.what), Some(What::Text(own)) if **own == *name);
    trees.iter().flatten().any(|expr| match &expr.what {
        What::Property { of, name: field, .. } => *field.text == *name && (handed_on || is_parameters(of)),
        What::Index { of, index, .. } => text(Some(index)) && (handed_on || is_parameters(of)),
        What::Call { name: word, arguments } => &*word.text == "param" && text(arguments.first()),
        _ => false,
    })
}

/// Whether an expression is `ctx.params` or the like.
fn is_parameters(expr: &Expr) -> bool {
    match &expr.what {
        What::Property { name, .. } => &*name.text == "params",
        What::Method { name, .. } => &*name.text == "params_on",
        _ => false,
    }
}

fn parameters(subject: &Subject<'_>, packs: &[&Pack], trees: &[&Arc<File>], found: &mut Found<'_>) {
    let exprs: Vec<Vec<&Expr>> = trees.iter().map(|file| all(file)).collect();
    // Kept in a variable or given to a function, any of them may be read from there; by a name that is worked out, too.
    let handed_on = exprs.iter().flatten().any(|expr| hands_on(expr));
    let worked_out = exprs.iter().flatten().any(|expr| match &expr.what {
        What::Index { of, index, .. } => is_parameters(of) && !matches!(index.what, What::Text(_)),
        What::Call { name, arguments } => {
            &*name.text == "param" && arguments.first().is_some_and(|own| !matches!(own.what, What::Text(_)))
        }
        _ => false,
    });
    if worked_out {
        return;
    }
    let pictured = |name: &str| {
        let quoted = [format!("\"{name}\""), format!("'{name}'")];
        packs.iter().filter_map(|pack| pack.texts.get(views::FILE)).any(|source| {
            let text = subject.sources.get(*source).text();
            quoted.iter().any(|quoted| text.contains(quoted.as_str()))
        })
    };
    for (name, parameter) in &subject.pack.manifest.parameters {
        if is_read(name, &exprs, handed_on) || pictured(name) {
            continue;
        }
        let message = say!("参数“{name}”没有用到", "the parameter `{name}` is never used");
        let help = say!("删去它，或在规则里用 ctx.params.{name}", "delete it, or read it as ctx.params.{name}");
        let told = found.tell(&UNUSED_PARAMETER, parameter.place, message, help).is_some();
        let elsewhere = packs
            .iter()
            .any(|pack| pack.manifest.id != subject.pack.manifest.id && pack.manifest.parameters.contains_key(name));
        let tried = subject.cases.values().flat_map(|(cases, _)| cases).any(|case| case.parameters.contains_key(name));
        if told && !elsewhere && !tried {
            remove(subject, name, found);
        }
    }
}

/// Whether an expression hands `ctx.params` on: it has them as a part, and reads nothing of them.
fn hands_on(expr: &Expr) -> bool {
    let any = |all: &[Expr]| all.iter().any(is_parameters);
    match &expr.what {
        What::Call { arguments, .. } | What::LibraryCall { arguments, .. } | What::Method { arguments, .. } => {
            any(arguments)
        }
        What::Array(parts) | What::Logic { parts, .. } => any(parts),
        What::Map(entries) => entries.iter().any(|(_, value)| is_parameters(value)),
        What::If { then, otherwise, .. } => [Some(then), otherwise.as_ref()].into_iter().flatten().any(keeps),
        What::Closure(closure) => keeps(&closure.body),
        What::Block(block) => keeps(block),
        _ => false,
    }
}

/// Whether a statement of a block is `ctx.params`, or keeps them.
fn keeps(block: &crate::script::tree::Block) -> bool {
    use crate::script::tree::Step;
    block.statements.iter().any(|statement| match &statement.step {
        Step::Expr(value) | Step::Let { value, .. } | Step::Assign { value, .. } | Step::Return(Some(value)) => {
            is_parameters(value)
        }
        Step::For { body, .. } | Step::While { body, .. } | Step::Do { body, .. } => keeps(body),
        _ => false,
    })
}

/// Notes the table of a parameter, where it is written as `[parameters.name]`.
fn remove(subject: &Subject<'_>, name: &str, found: &mut Found<'_>) {
    let source = subject.pack.manifest.place.source;
    let text = subject.sources.get(source).shared();
    let (table, errors) = document::parse(&text, source, &host::PACK);
    let parameters = table.get("parameters").and_then(|own| own.get_ref().as_table());
    let Some(own) = parameters.and_then(|all| all.get(name)).filter(|_| errors.is_empty()) else { return };
    let start = own.span().start;
    if text.get(start..).is_some_and(|rest| rest.starts_with('[')) {
        found.remove(source, start..end(own));
    }
}

/// Where a value ends, with all that stands in it.
fn end(value: &document::Value<'_>) -> usize {
    let of_table = value.get_ref().as_table().and_then(|table| table.values().map(end).max());
    let of_array = value.get_ref().as_array().and_then(|items| items.iter().map(end).max());
    of_table.max(of_array).unwrap_or(0).max(value.span().end)
}
