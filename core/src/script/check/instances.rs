//! Which functions run: every call of a function of a script has an instance, also where the walk never came.

use std::rc::Rc;
use std::sync::Arc;

use super::checker::{Checker, File, Key};
use super::table::Code;
use crate::script::tree::{self, Expr, What};
use crate::script::walk::{self, Part};
use crate::source::SourceId;

impl Checker<'_> {
    /// Gives the calls that were not followed (recursion, too deep, too many, not reached with the types at hand) the function
    /// with parameters of which nothing is known.
    pub(super) fn complete(&mut self) {
        let mut at = 0;
        while let Some(instance) = self.typed.instances.get(at) {
            let (what, source) = (instance.what.clone(), instance.file);
            if let Some(file) = self.files.get(&source).cloned() {
                self.type_loosely(&file, &what);
                let mut open = Vec::new();
                each(&what, &mut |expr| {
                    if !self.typed.instances[at].table.calls.contains_key(&expr.id) {
                        open.push(expr);
                    }
                });
                for expr in open {
                    let Some((source, function)) = self.called(&file, expr) else { continue };
                    let id = self.instance(Key::generic(source, &function), &function);
                    self.typed.instances[at].table.calls.insert(expr.id, id);
                }
            }
            at += 1;
        }
    }

    /// Walks a function of a library with arguments of which nothing is known, if it has not been.
    fn type_loosely(&mut self, file: &Rc<File>, what: &Code) {
        let Code::Function(function) = what else { return };
        let key = Key::generic(file.tree.source, function);
        let kept = self.memo.get(&key).is_some_and(|result| result.kept);
        if !kept && self.ids.contains_key(&key) {
            self.quiet += 1;
            self.follow_call(file, function, key.arguments, None);
            self.quiet -= 1;
        }
    }

    /// The script's function that an expression calls, or names where a closure may be wanted.
    fn called(&mut self, file: &Rc<File>, expr: &Expr) -> Option<(SourceId, Arc<tree::Function>)> {
        let own = |function: &Arc<tree::Function>| (file.tree.source, function.clone());
        match &expr.what {
            What::Call { name, arguments } => file.function(&name.text, arguments.len()).map(own),
            What::Name(name) => file.functions.get(name)?.first().map(own),
            What::LibraryCall { library, name, arguments } => {
                let library = file.imports.get(&library.text)?.as_ref()?;
                let function = self.file_of(library).function(&name.text, arguments.len())?.clone();
                Some((library.source, function))
            }
            _ => None,
        }
    }
}

/// Shows every expression of some code; of a file those at the top level, without the bodies of rules and functions.
pub(super) fn each<'t>(what: &'t Code, see: &mut dyn FnMut(&'t Expr)) {
    let mut exprs = |part: Part<'t>| {
        if let Part::Expr(expr) = part {
            see(expr);
        }
    };
    match what {
        Code::Function(function) => walk::block(&function.body, &mut exprs),
        Code::Closure(closure) => walk::block(&closure.body, &mut exprs),
        Code::File(file) => {
            file.constants.iter().for_each(|constant| walk::expr(&constant.value, &mut exprs));
            let arguments = file.declarations.iter().flat_map(|declaration| &declaration.arguments);
            arguments.filter(|a| !matches!(a.what, What::Closure(_))).for_each(|a| walk::expr(a, &mut exprs));
        }
    }
}
