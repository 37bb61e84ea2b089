//! Arguments: each against what its parameter takes, and the result that follows from them.

use rhai::{Expr, Position as Start};

use super::checker::{Binding, Checker};
use super::expressions::element;
use super::operators::help_to_compare;
use super::types::Ty;
use crate::engine::signatures::{self, Form, Gives, Parameter, Shape, Signature, Wants};
use crate::language::say;
use crate::source::Span;
use crate::value::{KindId, Period};

/// What the arguments of one call told.
struct Told {
    /// The receiver.
    base: Ty,
    /// What a closure or a named field gives.
    picked: Ty,
    /// The named field's type.
    field: Ty,
    /// The named kind.
    kind: Option<KindId>,
    /// The common type of all plain arguments.
    common: Ty,
}

impl Checker<'_> {
    /// The result of a call, its arguments checked.
    pub(crate) fn apply(&mut self, signature: &Signature, receiver: Option<(&Ty, &Expr)>, arguments: &[Expr]) -> Ty {
        let base = receiver.map_or(Ty::Unknown, |(ty, _)| ty.plain().clone());
        let mut told = Told { base, picked: Ty::Unknown, field: Ty::Unknown, kind: None, common: Ty::Never };
        let mut parameters = signature.parameters;
        if signature.form == Form::Function
            && let (Some((ty, written)), [first, rest @ ..]) = (receiver, parameters)
        {
            // `x.abs()` is `abs(x)`.
            let span = self.span(written);
            self.accept(signature, first, ty, span);
            told.common = ty.plain().clone();
            parameters = rest;
        }
        for (parameter, argument) in parameters.iter().zip(arguments) {
            self.argument(signature, parameter, argument, &mut told);
        }
        self.check_calendar(signature, arguments);
        if let ("param", [Expr::StringConstant(name, at)]) = (signature.name, arguments) {
            let span = self.token(*at);
            return self.parameter(name, span);
        }
        if arguments.is_empty() && matches!(signature.name, "sum" | "min" | "max") {
            self.bare_elements(signature, &told.base, receiver.map(|(_, written)| written));
        }
        result(signature, told)
    }

    fn argument(&mut self, signature: &Signature, parameter: &Parameter, argument: &Expr, told: &mut Told) {
        let element = element(&told.base).unwrap_or(Ty::Unknown);
        match parameter.wants {
            Wants::Test => self.test(signature, argument, &element),
            Wants::Pick | Wants::PickNumber | Wants::PickOrdered => {
                told.picked = self.pick(signature, parameter.wants, argument, &element);
            }
            Wants::Field => {
                let of = if told.base.shape().is_some_and(|s| Shape::Collection.covers(s)) {
                    element
                } else {
                    told.base.clone()
                };
                told.field = self.named_field(&of, argument);
            }
            Wants::Kind => told.kind = self.named_kind(argument),
            Wants::FieldValue => {
                let ty = self.infer(argument);
                let field = told.field.clone();
                self.field_value(&field, &ty, argument);
            }
            Wants::Element => {
                let ty = self.infer(argument);
                let span = self.span(argument);
                self.member(&element, None, &ty, span);
            }
            Wants::Spot => self.spot(argument),
            Wants::Is(_) | Wants::Ordered => {
                let ty = self.infer(argument);
                let span = self.span(argument);
                self.accept(signature, parameter, &ty, span);
                if parameter.wants == Wants::Ordered {
                    self.ordered(signature, &told.common, &ty, span);
                }
                told.common = std::mem::replace(&mut told.common, Ty::Never).join(ty.clone());
                if signature.gives == Gives::FieldOr {
                    told.picked = ty;
                }
            }
        }
    }

    /// Checks a plain value against its parameter.
    fn accept(&mut self, signature: &Signature, parameter: &Parameter, ty: &Ty, span: Span) {
        let Wants::Is(wanted) = parameter.wants else { return };
        let (Some(shape), true) = (ty.shape(), ty.is_known()) else { return };
        if wanted.covers(shape) || (shape == Shape::Number && Shape::Number.covers(wanted)) {
            return;
        }
        let ((zh, en), (wz, we), name, parameter) = (self.name(ty), wanted.name(), signature.name, parameter.name);
        let help = match (wanted, shape) {
            (Shape::Text, _) => Some(say!("拼成文字写成 `…${{值}}…`", "make a text of it: `…${{value}}…`")),
            (Shape::Date, Shape::Text) => {
                Some(say!("日期写成 date(\"2026-03-01\")", "write a date as date(\"2026-03-01\")"))
            }
            (Shape::Date, Shape::Period) => Some(say!("用时段的 .first 或 .last", "use .first or .last of the period")),
            _ => None,
        };
        let message = say!(
            "“{name}”的参数 {parameter} 应当是{wz}，这里是{zh}",
            "\"{name}\" wants {we} for {parameter}, this is a value of type {en}"
        );
        self.report_with(span, message, help);
    }

    fn ordered(&mut self, signature: &Signature, first: &Ty, ty: &Ty, span: Span) {
        let name = signature.name;
        if !ty.is_ordered() {
            let (zh, en) = self.name(ty);
            self.report(
                span,
                say!(
                    "{zh}不分大小先后，不能用“{name}”",
                    "values of type {en} have no order, \"{name}\" does not take them"
                ),
            );
        } else if first.is_ordered() && !first.is_comparable(ty) {
            let ((az, ae), (bz, be)) = (self.name(first), self.name(ty));
            self.report_with(
                span,
                say!("不能比较{az}和{bz}", "{ae} cannot be compared with {be}"),
                help_to_compare(first, ty),
            );
        }
    }

    /// A closure that should answer yes or no.
    fn test(&mut self, signature: &Signature, argument: &Expr, element: &Ty) {
        let name = signature.name;
        let span = self.span(argument);
        let Some(closure) = self.closure(argument) else {
            return self.not_a_closure(signature, argument);
        };
        let ty = self.call_closure(&closure, argument, std::slice::from_ref(element));
        if ty.is_known() && *ty.plain() != Ty::Bool {
            let (zh, en) = self.name(&ty);
            let message = say!(
                "“{name}”里的函数应当得出“是”或“否”，这里得出{zh}",
                "the closure of \"{name}\" must give true or false, it gives a value of type {en}"
            );
            self.report(span, message);
        }
    }

    fn pick(&mut self, signature: &Signature, wants: Wants, argument: &Expr, element: &Ty) -> Ty {
        let span = self.span(argument);
        let ty = match self.closure(argument) {
            Some(closure) => self.call_closure(&closure, argument, std::slice::from_ref(element)),
            None if matches!(argument, Expr::StringConstant(..)) => self.named_field(element, argument),
            None => {
                self.not_a_closure(signature, argument);
                return Ty::Unknown;
            }
        };
        self.sortable(signature, wants, &ty, span);
        ty
    }

    /// Checks that what is summed or sorted is a number, or has an order.
    fn sortable(&mut self, signature: &Signature, wants: Wants, ty: &Ty, span: Span) {
        let (name, (zh, en)) = (signature.name, self.name(ty));
        if wants == Wants::PickNumber && ty.is_known() && !ty.plain().is_number() {
            self.report(
                span,
                say!("“{name}”要的是数，这里是{zh}", "\"{name}\" wants numbers, this is a value of type {en}"),
            );
        } else if wants == Wants::PickOrdered && !ty.is_ordered() {
            let help = (*ty.plain() == Ty::Period)
                .then(|| say!("用时段的第一天：.first", "use the period's first day: .first"));
            let message = say!(
                "{zh}不分大小先后，不能用“{name}”",
                "values of type {en} have no order, \"{name}\" does not take them"
            );
            self.report_with(span, message, help);
        }
    }

    fn bare_elements(&mut self, signature: &Signature, base: &Ty, written: Option<&Expr>) {
        let (Some(element), Some(written)) = (element(base), written) else { return };
        let wants = if signature.name == "sum" { Wants::PickNumber } else { Wants::PickOrdered };
        let span = self.span(written);
        self.sortable(signature, wants, &element, span);
    }

    fn not_a_closure(&mut self, signature: &Signature, argument: &Expr) {
        let ty = self.infer(argument);
        if !ty.is_known() || ty == Ty::Fn {
            return;
        }
        let (name, (zh, en)) = (signature.name, self.name(&ty));
        let message =
            say!("“{name}”里应当写函数，这里是{zh}", "\"{name}\" wants a closure, this is a value of type {en}");
        let span = self.span(argument);
        self.report_with(span, message, Some(say!("写成 |x| …", "write |x| …")));
    }

    /// Checks the value that `where` looks for.
    fn field_value(&mut self, field: &Ty, value: &Ty, written: &Expr) {
        let span = self.span(written);
        if field.is_known() && value.is_known() && (*value == Ty::Unit || !field.is_comparable(value)) {
            let ((fz, fe), (vz, ve)) = (self.name(field), self.name(value));
            let message = say!(
                "字段是{fz}，要找的是{vz}，不会相等",
                "the field is of type {fe}, what is looked for is {ve}: never equal"
            );
            self.report_with(span, message, help_to_compare(field, value));
        } else if let (Ty::Enum(of), Ty::Word(word)) = (field, value) {
            let span = if matches!(written, Expr::StringConstant(..)) { super::names::unquoted(span) } else { span };
            self.enum_value(of, word, span);
        }
    }

    /// Checks that a finding can point at the value.
    fn spot(&mut self, argument: &Expr) {
        let ty = self.infer(argument);
        let pointless = matches!(
            ty.plain(),
            Ty::Unit
                | Ty::View(_)
                | Ty::Ctx
                | Ty::Params
                | Ty::Group(..)
                | Ty::Range
                | Ty::Finding
                | Ty::Scheme(_)
                | Ty::Award
                | Ty::Card
        );
        if pointless || self.is_computed(argument) {
            let span = self.span(argument);
            let (zh, en) = self.name(&ty);
            let message = if pointless {
                say!("问题不能指向{zh}", "a finding cannot point at a value of type {en}")
            } else {
                say!(
                    "这里的值不是从记录中读出的，问题无处可指",
                    "this value was not read from a record: a finding cannot point at it"
                )
            };
            let help = say!(
                "写记录、记录的字段（r.字段）或位置 r.at(\"字段\")",
                "write a record, a field of one (r.field) or a place, r.at(\"field\")"
            );
            self.report_with(span, message, Some(help));
        }
    }

    /// Whether an expression is a literal or computed, so that a finding cannot point at it.
    pub(crate) fn is_computed(&self, expr: &Expr) -> bool {
        let computed = |name: &str, arity: usize| {
            let mut calls =
                signatures::named(name).filter(|s| s.form != Form::Property && s.parameters.len() == arity).peekable();
            let lent = self.world.lent.function(name).is_some();
            lent || (calls.peek().is_some() && calls.all(Signature::is_computed))
        };
        match expr {
            Expr::Variable(var, ..) => {
                let assigned = |b: &Binding| self.frame.assigned.contains_key(&b.slot);
                let reckoned = |b: &Binding| self.frame.reckoned.contains(&b.slot);
                self.binding(&var.1).is_some_and(|b| reckoned(b) || (b.computed && !assigned(b)))
            }
            Expr::FnCall(call, _) => {
                let own = call.is_qualified() || self.file.functions.contains_key(call.name.as_str());
                call.op_token.is_some() || call.name == "contains" || (!own && computed(&call.name, call.args.len()))
            }
            Expr::Dot(pair, ..) => {
                let of_ctx = matches!(&pair.lhs, Expr::Variable(var, ..) if self.variable(&var.1) == Some(Ty::Ctx));
                let first = match &pair.rhs {
                    Expr::Dot(inner, ..) | Expr::Index(inner, ..) => &inner.lhs,
                    other => other,
                };
                (of_ctx && matches!(first, Expr::Property(..)))
                    || matches!(last(&pair.rhs), Expr::MethodCall(call, _) if computed(&call.name, call.args.len()))
            }
            Expr::Index(..) | Expr::Stmt(_) | Expr::ThisPtr(_) | Expr::Coalesce(..) => false,
            Expr::DynamicConstant(..) => true,
            other => {
                other.is_constant()
                    || matches!(
                        other,
                        Expr::InterpolatedString(..) | Expr::Array(..) | Expr::Map(..) | Expr::And(..) | Expr::Or(..)
                    )
            }
        }
    }

    /// Dates and periods that are written out must exist.
    fn check_calendar(&mut self, signature: &Signature, arguments: &[Expr]) {
        let good = match (signature.name, arguments) {
            ("date", [Expr::StringConstant(text, _)]) => super::rules::day(text).is_some(),
            ("period", [Expr::StringConstant(text, _)]) => Period::parse(text).is_some(),
            ("month", [_, Expr::IntegerConstant(n, _)]) => (1..=12).contains(n),
            ("quarter", [_, Expr::IntegerConstant(n, _)]) => (1..=4).contains(n),
            ("date", [Expr::IntegerConstant(y, _), Expr::IntegerConstant(m, _), Expr::IntegerConstant(d, _)]) => {
                super::rules::day(&format!("{y:04}-{m:02}-{d:02}")).is_some()
            }
            _ => return,
        };
        if let (false, Some(argument)) = (good, arguments.last()) {
            let at: Start = super::spans::first(argument);
            let span = self.token(at);
            let name = signature.name;
            let message = match name {
                "date" => say!("没有这一天", "there is no such day"),
                _ => say!("没有这样的时段", "there is no such period"),
            };
            let doc = signature.doc;
            self.report_with(span, message, Some(say!("写法：{doc}", "usage: {doc}")));
        }
    }
}

/// What a call gives.
fn result(signature: &Signature, told: Told) -> Ty {
    let element = element(&told.base).unwrap_or(Ty::Unknown);
    let Told { base, picked, field, kind, common } = told;
    match signature.gives {
        Gives::Is(Shape::Number) if signature.name == "sum" && picked == Ty::Int => Ty::Int,
        Gives::Is(shape) => Ty::of_shape(shape),
        Gives::Receiver => base,
        Gives::Element => element,
        Gives::MaybeElement => element.maybe(),
        Gives::Elements => Ty::Array(Box::new(element)),
        Gives::Picked => picked,
        Gives::Picks => Ty::Array(Box::new(picked.widened())),
        Gives::Groups => Ty::Array(Box::new(Ty::Group(Box::new(picked.widened()), Box::new(base)))),
        Gives::FieldOr if field == Ty::Unknown => Ty::Unknown,
        Gives::FieldOr => field.join(picked),
        Gives::Records => kind.map_or(Ty::Unknown, Ty::View),
        Gives::MaybeRecord => kind.map_or(Ty::Unknown, |kind| Ty::Record(kind).maybe()),
        Gives::MapValues => match &base {
            Ty::Map(map) => Ty::array(map.columns.iter().map(|c| c.ty.clone()).chain(map.rest.clone())),
            _ => Ty::Unknown,
        },
        Gives::Common => common.widened(),
        Gives::Texts => Ty::Array(Box::new(Ty::Str)),
        Gives::Maybe(shape) => Ty::of_shape(shape).maybe(),
        Gives::GroupKey | Gives::GroupItems => Ty::Unknown,
    }
}

/// The last link of a chain.
fn last(rest: &Expr) -> &Expr {
    match rest {
        Expr::Dot(pair, ..) => last(&pair.rhs),
        other => other,
    }
}
