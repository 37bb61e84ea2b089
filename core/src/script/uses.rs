//! What a piece of code reads, found in its tree and types: for explanations, for incremental checks, for editors. Where the
//! tree does not tell, it says so.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::data::footprint::refers;
use crate::schema::{Kind, Schema};
use crate::script::check::{Code, InstanceId, Typed};
use crate::script::tree::{Block, Expr, What};
use crate::script::types::Ty;
use crate::script::walk::{self, Part};
use crate::source::{SourceId, Span};
use crate::value::KindId;

/// What a piece of code reads, through all functions that it calls.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "six questions that are asked one by one")]
pub(crate) struct Uses {
    /// Parameters, by name.
    pub parameters: BTreeSet<Arc<str>>,
    /// Whether it may read any parameter: which one is worked out.
    pub any_parameter: bool,
    /// Kinds of which it asks for all records, or one by its key.
    pub kinds: BTreeSet<Arc<str>>,
    /// Fields and links, by the names of kind and field; built-in properties are none.
    pub fields: BTreeSet<(Arc<str>, Arc<str>)>,
    /// Functions of scripts that it calls: where they are written, and where they are called.
    pub functions: Vec<Call>,
    /// Whether it asks for records of other years.
    pub other_years: bool,
    /// Whether it asks for cards.
    pub cards: bool,
    /// Of which schemes, by name: those of the year at hand.
    pub schemes: BTreeSet<Arc<str>>,
    /// Whether it asks for cards of other years.
    pub other_cards: bool,
    /// Whether it asks for cards of the year at hand without naming the scheme.
    pub any_scheme: bool,
    /// Whether the lists are complete: nothing is read whose kind or name only a call would tell.
    pub exact: bool,
}

/// A call of a script's function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Call {
    /// The function's file.
    pub file: SourceId,
    /// Where its name is declared.
    pub declared: Span,
    /// The file of the call.
    pub from: SourceId,
    /// The call, or the name where it stands for a closure.
    pub called: Span,
}

impl Uses {
    /// Whether it may read that parameter.
    #[must_use]
    pub(crate) fn reads_parameter(&self, name: &str) -> bool {
        self.any_parameter || self.parameters.contains(name)
    }

    /// Whether a rule on records of a kind reads nothing but the record's own fields, and these refer to no other record.
    #[must_use]
    pub(crate) fn is_own(&self, kind: &Kind) -> bool {
        let own = |(of, field): &(Arc<str>, Arc<str>)| {
            **of == *kind.name && kind.field(field).is_some_and(|field| !refers(&field.ty))
        };
        self.exact && self.kinds.is_empty() && !self.cards && self.fields.iter().all(own)
    }
}

/// What an instance reads.
#[must_use]
pub(crate) fn uses(typed: &Typed, instance: InstanceId, schema: &Schema) -> Uses {
    let mut finder = Finder { typed, schema, uses: Uses { exact: true, ..Uses::default() }, seen: BTreeSet::new() };
    finder.instance(instance);
    finder.uses
}

struct Finder<'u> {
    typed: &'u Typed,
    schema: &'u Schema,
    uses: Uses,
    seen: BTreeSet<InstanceId>,
}

impl<'u> Finder<'u> {
    fn instance(&mut self, id: InstanceId) {
        if !self.seen.insert(id) {
            return;
        }
        let typed = self.typed;
        match &typed.instance(id).what {
            Code::Function(function) => self.block(id, &function.body),
            Code::Closure(closure) => self.block(id, &closure.body),
            Code::File(_) => {}
        }
    }

    fn block(&mut self, id: InstanceId, block: &'u Block) {
        let mut parts = Vec::new();
        walk::block(block, &mut |part| {
            if let Part::Expr(expr) = part {
                parts.push(expr);
            }
        });
        for expr in parts {
            self.expr(id, expr);
        }
    }

    fn ty(&self, id: InstanceId, expr: &Expr) -> &'u Ty {
        self.typed.instance(id).table.types.get(&expr.id).map_or(&Ty::Unknown, Ty::plain)
    }

    fn expr(&mut self, id: InstanceId, expr: &'u Expr) {
        let instance = self.typed.instance(id);
        if let Some(callee) = instance.table.calls.get(&expr.id) {
            let called = self.typed.instance(*callee);
            if let Code::Function(function) = &called.what {
                let (file, declared) = (called.file, function.name.span);
                self.uses.functions.push(Call { file, declared, from: instance.file, called: expr.span });
            }
            self.instance(*callee);
        }
        match &expr.what {
            What::Property { of, name, .. } => self.property(self.ty(id, of), &name.text),
            What::Index { of, index, .. } => match (self.ty(id, of), &index.what) {
                (Ty::Params, What::Text(name)) => _ = self.uses.parameters.insert(name.clone()),
                (Ty::Params, _) => self.uses.any_parameter = true,
                _ => {}
            },
            What::Method { of, name, arguments, .. } => self.method(id, self.ty(id, of), &name.text, arguments),
            What::Call { name, arguments } if &*name.text == "param" => match arguments.as_slice() {
                [Expr { what: What::Text(name), .. }] => _ = self.uses.parameters.insert(name.clone()),
                _ => self.uses.any_parameter = true,
            },
            // `ctx.params` handed on: which of them is read is seen where the function reads it.
            _ => {}
        }
    }

    fn property(&mut self, of: &Ty, name: &Arc<str>) {
        match of {
            Ty::Params => _ = self.uses.parameters.insert(name.clone()),
            Ty::Record(kind) => self.field(*kind, name),
            Ty::Unknown => self.uses.exact = false,
            _ => {}
        }
    }

    fn is_record(&self, id: InstanceId, expr: &Expr) -> bool {
        matches!(self.ty(id, expr), Ty::Record(_))
    }

    fn method(&mut self, id: InstanceId, of: &Ty, name: &str, arguments: &'u [Expr]) {
        let first = arguments.first().map(|argument| &argument.what);
        match (of, name, first) {
            (Ty::Ctx, "all" | "find", Some(What::Text(kind))) => {
                match self.schema.index(kind) {
                    Some(kind) => _ = self.uses.kinds.insert(self.schema.get(kind).name.as_str().into()),
                    None => self.uses.exact = false,
                }
                self.uses.other_years |= name == "all" && arguments.len() > 1;
            }
            (Ty::Ctx, "score", _) => {
                self.uses.cards = true;
                match (first, arguments.len()) {
                    (Some(What::Text(name)), 2) => _ = self.uses.schemes.insert(name.clone()),
                    (Some(What::Text(_)), _) => self.uses.other_cards = true,
                    // A record and a year, or a name that is worked out and a record.
                    (Some(_), 2) if self.is_record(id, &arguments[0]) => self.uses.other_cards = true,
                    _ => self.uses.any_scheme = true,
                }
            }
            // Named where nothing is known of the receiver, it may be the cards that are asked for.
            (Ty::Unknown, "score", _) => {
                (self.uses.cards, self.uses.any_scheme, self.uses.exact) = (true, true, false);
            }
            (Ty::Record(kind) | Ty::View(kind), _, Some(What::Text(field))) => self.field(*kind, field),
            (Ty::Unknown, ..) | (Ty::Ctx, "all" | "find", _) => self.uses.exact = false,
            _ => {}
        }
    }

    fn field(&mut self, kind: KindId, name: &Arc<str>) {
        let declared = self.schema.get(kind);
        let own = declared.field(name).map(|field| field.name.as_str().into());
        let link = || declared.link(name).map(|link| link.name.as_str().into());
        let kind = || declared.name.as_str().into();
        self.uses.fields.extend(own.or_else(link).map(|name| (kind(), name)));
    }
}
