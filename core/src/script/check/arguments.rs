//! Arguments: each against what its parameter takes, and the result that follows from them.

use super::calls::Receiver;
use super::checker::Checker;
use super::expressions::element;
use super::hints::{day_without_quotes, help_to_compare, help_to_test};
use super::report::{make_whole, unquoted};
use crate::language::{Text, say};
use crate::native::entry::Entry;
use crate::native::shape::{Form, Gives, Parameter, Shape, Wants};
use crate::script::tree::{Expr, What};
use crate::script::types::Ty;
use crate::value::KindId;

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
    pub(super) fn apply(&mut self, signature: &Entry, receiver: Option<Receiver<'_>>, arguments: &[Expr]) -> Ty {
        let base = receiver.map_or(Ty::Unknown, |(ty, _)| ty.plain().clone());
        let mut told = Told { base, picked: Ty::Unknown, field: Ty::Unknown, kind: None, common: Ty::Never };
        let mut parameters = signature.parameters;
        if signature.form == Form::Function
            && let (Some((ty, written)), [first, rest @ ..]) = (receiver, parameters)
        {
            // `x.abs()` is `abs(x)`.
            self.accept(signature, first, ty, written);
            told.common = ty.plain().clone();
            parameters = rest;
        }
        if !self.turned(signature, arguments) {
            for (parameter, argument) in parameters.iter().zip(arguments) {
                self.argument(signature, parameter, argument, &mut told);
            }
        }
        self.check_calendar(signature, arguments);
        self.check_key(signature, arguments);
        self.ask_score(signature, arguments);
        self.check_label(signature, arguments);
        if let ("param", [argument]) = (signature.name, arguments)
            && let What::Text(name) = &argument.what
        {
            return self.parameter(name, unquoted(argument));
        }
        if let (Some((_, written)), []) = (receiver, arguments)
            && matches!(signature.name, "sum" | "min" | "max")
        {
            self.bare_elements(signature, &told.base, written);
        }
        if let ("push", Some((_, written))) = (signature.name, receiver) {
            self.pushed(written, &told.common);
        }
        result(signature, told)
    }

    fn argument(&mut self, signature: &Entry, parameter: &Parameter, argument: &Expr, told: &mut Told) {
        let element = element(&told.base).unwrap_or(Ty::Unknown);
        match parameter.wants {
            Wants::Test => self.test(signature, argument, &element),
            Wants::Pick | Wants::PickNumber | Wants::PickOrdered => {
                told.picked = self.pick(signature, parameter.wants, argument, &element);
            }
            Wants::Field => {
                let many = told.base.shape().is_some_and(|s| Shape::Collection.covers(s));
                let of = if many { &element } else { &told.base };
                told.field = self.named_field(of, argument, !many);
            }
            Wants::Kind => told.kind = self.named_kind(argument),
            Wants::FieldValue => {
                let ty = self.infer(argument);
                self.field_value(&told.field, &ty, argument);
            }
            Wants::Element => {
                let ty = self.infer(argument);
                self.member(&element, None, (argument, &ty), argument.span);
            }
            Wants::Spot => self.spot(argument),
            // The line of a scheme, of which nothing is known.
            Wants::Is(Shape::Function) => {
                self.loose_argument(argument);
            }
            Wants::Is(_) | Wants::Ordered => {
                let ty = self.infer(argument);
                self.accept(signature, parameter, &ty, argument);
                if parameter.wants == Wants::Ordered {
                    self.ordered(signature, &told.common, &ty, argument);
                }
                told.common = std::mem::replace(&mut told.common, Ty::Never).join(ty.clone());
                if signature.gives == Gives::FieldOr {
                    self.default_value(&told.field, &ty, argument);
                    told.picked = match (told.field.plain(), &ty) {
                        // One of the field's values: the rest of them are no news.
                        (Ty::Enum(of), Ty::Word(word)) if of.values.iter().any(|(value, _)| *value == **word) => {
                            told.field.clone()
                        }
                        _ => ty,
                    };
                }
            }
        }
    }

    /// Checks a plain value against its parameter.
    fn accept(&mut self, signature: &Entry, parameter: &Parameter, ty: &Ty, written: &Expr) {
        let Wants::Is(wanted) = parameter.wants else { return };
        let (Some(shape), true) = (ty.shape(), ty.is_known()) else { return };
        if wanted.covers(shape) || (shape == Shape::Number && Shape::Number.covers(wanted)) {
            return;
        }
        let ((zh, en), (wz, we)) = (self.name_of(written, ty), wanted.name());
        let (name, parameter) = (signature.name, parameter.name);
        let help = match (wanted, shape) {
            (Shape::Text, _) => Some(say!("拼成文字写成 `…${{值}}…`", "make a text of it: `…${{value}}…`")),
            (Shape::Date, Shape::Text) => {
                Some(say!("日期写成 date(\"2026-03-01\")", "write a date as date(\"2026-03-01\")"))
            }
            (Shape::Date, Shape::Period) => Some(say!("用时段的 .first 或 .last", "use .first or .last of the period")),
            (Shape::Int, Shape::Decimal) => Some(make_whole()),
            (Shape::Int | Shape::Number | Shape::Decimal, Shape::Text) => Some(say!(
                "数不加引号；文字变成数写成 parse_int(文字)",
                "numbers have no quotes; parse_int(text) makes one of a text"
            )),
            (Shape::Bool, _) => help_to_test(ty),
            (Shape::Record, Shape::Text) => Some(say!(
                "按编号找到记录写成 ctx.find(\"类别\", \"编号\")",
                "find the record: ctx.find(\"kind\", \"key\")"
            )),
            _ => None,
        };
        let help = match day_without_quotes(written) {
            Some(day) => Some(say!("日期要加引号：\"{day}\"", "a date stands in quotes: \"{day}\"")),
            None => help,
        };
        let message = say!(
            "“{name}”的参数 {parameter} 应当是{wz}，这里是{zh}",
            "\"{name}\" wants {we} for {parameter}, this is a value of type {en}"
        );
        self.report_about(written.span, message, help, &[written]);
    }

    fn ordered(&mut self, signature: &Entry, first: &Ty, ty: &Ty, written: &Expr) {
        let name = signature.name;
        if !ty.is_ordered() {
            let (zh, en) = self.name_of(written, ty);
            let message = say!(
                "{zh}不分大小先后，不能用“{name}”",
                "values of type {en} have no order, \"{name}\" does not take them"
            );
            self.report_about(written.span, message, Some(help_to_order(ty)), &[written]);
        } else if first.is_ordered() && !first.is_comparable(ty) {
            let ((az, ae), (bz, be)) = (self.name(first), self.name_of(written, ty));
            let message = say!("不能比较{az}和{bz}", "{ae} cannot be compared with {be}");
            self.report_about(written.span, message, help_to_compare(first, ty), &[written]);
        }
    }

    /// A closure that should answer yes or no.
    fn test(&mut self, signature: &Entry, argument: &Expr, element: &Ty) {
        let name = signature.name;
        let Some(callee) = self.closure(argument) else {
            return self.not_a_closure(signature, argument);
        };
        let ty = self.call_closure(&callee, argument, std::slice::from_ref(element));
        if ty.is_known() && *ty.plain() != Ty::Bool {
            let (zh, en) = self.name(&ty);
            let message = say!(
                "“{name}”里的函数应当得出“是”或“否”，这里得出{zh}",
                "the closure of \"{name}\" must give true or false, it gives a value of type {en}"
            );
            let help = match ty.plain() {
                ty if ty.is_text() || matches!(ty, Ty::Record(_)) => {
                    Some(say!("写成比较，如 |x| x.字段 == 值", "compare something, such as |x| x.field == value"))
                }
                ty => help_to_test(ty),
            };
            self.report_with(argument.span, message, help);
        }
    }

    fn pick(&mut self, signature: &Entry, wants: Wants, argument: &Expr, element: &Ty) -> Ty {
        let ty = match self.closure(argument) {
            Some(callee) => self.call_closure(&callee, argument, std::slice::from_ref(element)),
            None if matches!(argument.what, What::Text(_)) => self.named_field(element, argument, false),
            None => {
                self.not_a_closure(signature, argument);
                return Ty::Unknown;
            }
        };
        self.sortable(signature, wants, &ty, argument);
        ty
    }

    /// Checks that what is summed or sorted is a number, or has an order.
    fn sortable(&mut self, signature: &Entry, wants: Wants, ty: &Ty, written: &Expr) {
        let (name, (zh, en)) = (signature.name, self.name_of(written, ty));
        if wants == Wants::PickNumber && ty.is_known() && !ty.plain().is_number() {
            let message =
                say!("“{name}”要的是数，这里是{zh}", "\"{name}\" wants numbers, this is a value of type {en}");
            let help = say!(
                "写一个数的字段，或 |x| 一个数；个数写成 count()",
                "name a field that is a number, or write |x| number; how many there are is count()"
            );
            self.report_about(written.span, message, Some(help), &[written]);
        } else if wants == Wants::PickOrdered && !ty.is_ordered() {
            let message = say!(
                "{zh}不分大小先后，不能用“{name}”",
                "values of type {en} have no order, \"{name}\" does not take them"
            );
            self.report_about(written.span, message, Some(help_to_order(ty)), &[written]);
        }
    }

    fn bare_elements(&mut self, signature: &Entry, base: &Ty, written: &Expr) {
        let Some(element) = element(base) else { return };
        let wants = if signature.name == "sum" { Wants::PickNumber } else { Wants::PickOrdered };
        self.sortable(signature, wants, &element, written);
    }

    fn not_a_closure(&mut self, signature: &Entry, argument: &Expr) {
        let name = signature.name;
        if matches!(argument.what, What::Binary { .. } | What::Logic { .. }) {
            // The names in it are those of an element's fields.
            let message = say!("“{name}”里应当写函数", "\"{name}\" wants a closure");
            let help = say!("写成 |x| x.字段 == 值", "write |x| x.field == value");
            return self.report_with(argument.span, message, Some(help));
        }
        let before = self.typed.findings.len();
        let ty = self.infer(argument);
        if !ty.is_known() || self.typed.findings.len() > before {
            return;
        }
        let (name, (zh, en)) = (signature.name, self.name_of(argument, &ty));
        let message =
            say!("“{name}”里应当写函数，这里是{zh}", "\"{name}\" wants a closure, this is a value of type {en}");
        self.report_about(argument.span, message, Some(say!("写成 |x| …", "write |x| …")), &[argument]);
    }

    /// Checks the value that `where` looks for.
    fn field_value(&mut self, field: &Ty, value: &Ty, written: &Expr) {
        if field.is_known() && value.is_known() && (*value == Ty::Unit || !field.is_comparable(value)) {
            let ((fz, fe), (vz, ve)) = (self.name(field), self.name_of(written, value));
            let message = say!(
                "字段是{fz}，要找的是{vz}，不会相等",
                "the field is of type {fe}, what is looked for is {ve}: never equal"
            );
            let help = match field.plain() {
                Ty::Record(_) if value.is_text() => Some(say!(
                    "按编号挑选写成 filter(|x| x.字段.key == \"编号\")",
                    "to choose by a key write filter(|x| x.field.key == \"…\")"
                )),
                Ty::Bool => Some(say!("写 true 或 false，不加引号", "write true or false, without quotes")),
                field if *value == Ty::Bool && field.is_text() => {
                    Some(say!("写字段的值，加引号", "write a value of the field, in quotes"))
                }
                field => help_to_compare(field, value),
            };
            self.report_about(written.span, message, help, &[written]);
        } else if let (Ty::Enum(of), Ty::Word(word)) = (field.plain(), value) {
            self.enum_value(of, word, unquoted(written));
        }
    }

    /// Checks the value that stands for an absent field: of the field's type or nothing, and no label where the field has values.
    fn default_value(&mut self, field: &Ty, value: &Ty, written: &Expr) {
        if field.is_known() && value.is_known() && *value != Ty::Unit && !field.is_comparable(value) {
            let ((fz, fe), (vz, ve)) = (self.name(field), self.name_of(written, value));
            let message = say!("字段是{fz}，默认值是{vz}", "the field is of type {fe}, the default of type {ve}");
            let help = match field.plain() {
                Ty::Array(_) => say!("空的列表写成 []", "an empty array is []"),
                _ => say!("默认值要与字段的类型相同；没有的写 ()", "the default is of the field's type, or ()"),
            };
            return self.report_about(written.span, message, Some(help), &[written]);
        }
        if let (Ty::Enum(of), Ty::Word(word)) = (field.plain(), value)
            && of.values.iter().any(|(_, label)| *label == **word)
        {
            self.enum_value(of, word, unquoted(written));
        }
    }
}

/// What to do with values that have no order.
fn help_to_order(ty: &Ty) -> Text {
    match ty.plain() {
        Ty::Period => say!("用时段的第一天：.first", "use the period's first day: .first"),
        Ty::Record(_) => {
            say!("写记录的某个字段，如 |x| x.字段.key", "take a field of the record, such as |x| x.field.key")
        }
        _ => say!("只有数、文字和日期分大小先后", "only numbers, texts and dates have an order"),
    }
}

/// What a call gives.
fn result(signature: &Entry, told: Told) -> Ty {
    let element = element(&told.base).unwrap_or(Ty::Unknown);
    let Told { base, picked, field, kind, common } = told;
    match signature.gives {
        Gives::Is(Shape::Number) if signature.name == "sum" && picked == Ty::Int => Ty::Int,
        Gives::Is(Shape::Number)
            if signature.name == "sum" && signature.parameters.is_empty() && element == Ty::Int =>
        {
            Ty::Int
        }
        // They make a number whole; with a number of digits, `round` does not.
        Gives::Is(Shape::Number)
            if matches!(signature.name, "round" | "floor" | "ceiling") && signature.parameters.len() == 1 =>
        {
            Ty::Int
        }
        Gives::Is(shape) => Ty::of_shape(shape),
        Gives::Receiver => base,
        Gives::Element => element,
        Gives::MaybeElement => element.maybe(),
        Gives::Elements => Ty::list(element),
        Gives::Picked => picked,
        Gives::Picks => Ty::list(picked.widened()),
        Gives::Groups => Ty::list(Ty::group(picked.widened(), base)),
        Gives::FieldOr if field == Ty::Unknown => Ty::Unknown,
        Gives::FieldOr => field.join(picked),
        Gives::Records => kind.map_or(Ty::Unknown, Ty::View),
        Gives::MaybeRecord => kind.map_or(Ty::Unknown, |kind| Ty::Record(kind).maybe()),
        Gives::MapValues => match &base {
            Ty::Map(map) => Ty::array(map.columns.iter().map(|c| c.ty.clone()).chain(map.rest.clone())),
            _ => Ty::Unknown,
        },
        Gives::Common => common.widened(),
        Gives::Texts => Ty::list(Ty::Str),
        Gives::Maybe(shape) => Ty::of_shape(shape).maybe(),
        Gives::GroupKey | Gives::GroupItems => Ty::Unknown,
    }
}
