//! Operators: comparison, arithmetic, `in`; nothing compares silently.

use rhai::{Expr, FnCallExpr, Position as Start};

use super::checker::Checker;
use super::spans;
use super::types::Ty;
use crate::language::{Text, say};
use crate::source::{Source, Span};

impl Checker<'_> {
    /// An operator and its operands.
    pub(crate) fn operator(&mut self, call: &FnCallExpr, at: Start) -> Ty {
        let name = call.name.as_str();
        match (name, &*call.args) {
            ("contains", [collection, value]) => self.membership(collection, value, at),
            ("==" | "!=" | "<" | "<=" | ">" | ">=", [a, b]) => {
                let (left, right) = (self.infer(a), self.infer(b));
                self.compare(name, (a, &left), (b, &right), at);
                Ty::Bool
            }
            ("!", [a]) => {
                let ty = self.infer(a);
                if ty.is_known() && *ty.plain() != Ty::Bool {
                    let (zh, en) = self.name(&ty);
                    let span = self.operator_span(at, "!");
                    self.report(
                        span,
                        say!(
                            "“!”后面应当是“是”或“否”，这里是{zh}",
                            "! wants true or false, this is a value of type {en}"
                        ),
                    );
                }
                Ty::Bool
            }
            ("-" | "+", [a]) => {
                let ty = self.infer(a);
                if ty.is_known() && !ty.plain().is_number() {
                    let (zh, en) = self.name(&ty);
                    let span = self.operator_span(at, name);
                    self.report(
                        span,
                        say!("“{name}”后面应当是数，这里是{zh}", "{name} wants a number, this is a value of type {en}"),
                    );
                }
                ty.plain().clone()
            }
            (_, [a, b]) => {
                let (left, right) = (self.infer(a), self.infer(b));
                self.arithmetic(name, &left, &right, at)
            }
            (_, arguments) => {
                for argument in arguments {
                    self.infer(argument);
                }
                Ty::Unknown
            }
        }
    }

    fn operator_span(&self, at: Start, name: &str) -> Span {
        spans::operator(self.file.script.text, at, name)
    }

    /// Whether two values can be compared in that way.
    fn compare(&mut self, op: &str, left: (&Expr, &Ty), right: (&Expr, &Ty), at: Start) {
        let (a, b) = (left.1, right.1);
        let span = self.operator_span(at, op);
        if !a.is_known() || !b.is_known() {
            return;
        }
        let equality = matches!(op, "==" | "!=");
        if *a == Ty::Unit || *b == Ty::Unit {
            return self.compare_with_nothing(equality, a, b, span);
        }
        let ((az, ae), (bz, be)) = (self.name(a), self.name(b));
        if !a.is_comparable(b) {
            let help = help_to_compare(a.plain(), b.plain());
            let message = say!("不能比较{az}和{bz}", "{ae} cannot be compared with {be}");
            return self.report_with(span, message, help);
        }
        if equality {
            self.compare_enum(a, left.0, b);
            self.compare_enum(b, right.0, a);
        } else if !a.is_ordered() || !b.is_ordered() {
            let message = say!(
                "{az}不分大小先后，不能用“{op}”比较",
                "values of type {ae} have no order, \"{op}\" cannot compare them"
            );
            let help =
                matches!(a.plain(), Ty::Period).then(|| say!("比较第一天：.first", "compare their first days: .first"));
            self.report_with(span, message, help);
        }
    }

    fn compare_with_nothing(&mut self, equality: bool, a: &Ty, b: &Ty, span: Span) {
        let other = if *a == Ty::Unit { b } else { a };
        if !equality {
            self.report(
                span,
                say!("空值 () 不分大小，不能这样比较", "() has no order and cannot be compared like this"),
            );
            return;
        }
        // A function may be called with a value that is never () here, and with one that is elsewhere.
        if matches!(other, Ty::Unit | Ty::Maybe(_)) || !self.calls.is_empty() {
            return;
        }
        let (zh, en) = self.name(other);
        let help = say!(
            "字段是否填写用 .has(\"字段\") 判断；只有 find 的结果可能是 ()",
            "ask .has(\"field\") whether a field is given; only what find gives may be ()"
        );
        self.report_with(span, say!("{zh}不会是空值 ()，不必比较", "a value of type {en} is never ()"), Some(help));
    }

    /// Checks a known text that is compared with an enum.
    fn compare_enum(&mut self, word: &Ty, written: &Expr, with: &Ty) {
        if let (Ty::Word(word), Ty::Enum(of)) = (word, with.plain()) {
            let span = match written {
                Expr::StringConstant(_, at) => self.token(*at),
                other => self.operand_span(other),
            };
            self.enum_value(&of.clone(), word, span);
        }
    }

    fn operand_span(&self, expr: &Expr) -> Span {
        operand(self.file.script.text, expr, &["==", "!=", "&&", "||", ")"])
    }

    /// `value in collection`.
    fn membership(&mut self, collection: &Expr, value: &Expr, at: Start) -> Ty {
        let wanted = self.infer(value);
        let span = self.operator_span(at, "in");
        if let Expr::Array(items, _) = collection {
            for item in items {
                let ty = self.infer(item);
                self.member(&ty, Some(item), &wanted, span);
            }
            return Ty::Bool;
        }
        let ty = self.infer(collection);
        match ty.plain() {
            Ty::Array(of) => self.member(of, None, &wanted, span),
            Ty::Map(_) => self.expect_in(&wanted, &Ty::Str, span),
            Ty::Range => self.expect_in(&wanted, &Ty::Int, span),
            Ty::Period => self.expect_in(&wanted, &Ty::Date, span),
            ty if ty.is_text() && matches!(value, Expr::CharConstant(..)) => {
                let help = say!("文字写在双引号里", "a text stands in double quotes");
                let message =
                    say!("in 前面应当是文字，这里是单个字符", "in wants a text before it, this is a single character");
                self.report_with(span, message, Some(help));
            }
            ty if ty.is_text() => self.expect_in(&wanted, &Ty::Str, span),
            ty if ty.is_known() => {
                let (zh, en) = self.name(ty);
                let help = matches!(ty, Ty::View(_)).then(|| say!("写成 .any(|r| r == …)", "write .any(|r| r == …)"));
                self.report_with(span, say!("{zh}不能用 in 查找", "in cannot search a value of type {en}"), help);
            }
            _ => {}
        }
        Ty::Bool
    }

    /// Checks that a value may equal an element of an array.
    pub(crate) fn member(&mut self, element: &Ty, written: Option<&Expr>, value: &Ty, span: Span) {
        if !element.is_comparable(value) || (element.is_known() && *value == Ty::Unit) {
            let ((ez, ee), (vz, ve)) = (self.name(element), self.name(value));
            let message = say!(
                "列表里是{ez}，要找的是{vz}，不会相等",
                "the array holds {ee}, what is looked for is {ve}: never equal"
            );
            self.report_with(span, message, help_to_compare(element.plain(), value.plain()));
        } else if let Some(written) = written {
            self.compare_enum(element, written, value);
        }
    }

    fn expect_in(&mut self, value: &Ty, wanted: &Ty, span: Span) {
        if value.is_known() && !wanted.is_comparable(value) {
            let ((wz, we), (vz, ve)) = (self.name(wanted), self.name(value));
            self.report(span, say!("in 前面应当是{wz}，这里是{vz}", "in wants {we} before it, this is {ve}"));
        }
    }

    /// The type of `a op b`, for everything that is not a comparison.
    pub(crate) fn arithmetic(&mut self, op: &str, left: &Ty, right: &Ty, at: Start) -> Ty {
        let (a, b) = (left.plain(), right.plain());
        let known = a.is_known() && b.is_known();
        let numbers = a.is_number() && b.is_number();
        let result = match (op, a, b) {
            (".." | "..=", ..) => return self.range(a, b, at, op),
            _ if !known => return unknown_operand(op, a, b),
            ("+" | "-" | "*" | "/" | "%" | "**", ..) if numbers => Some(number(a, b)),
            ("+", ..) if a.is_text() && b.is_text() => Some(Ty::Str),
            ("+" | "-", Ty::Date, Ty::Int | Ty::Number) => Some(Ty::Date),
            ("+", Ty::Array(_), Ty::Array(_)) => Some(a.clone().join(b.clone())),
            ("+" | "-", Ty::Map(_), Ty::Map(_)) => Some(Ty::any_map()),
            ("&" | "|" | "^", Ty::Bool, Ty::Bool) => Some(Ty::Bool),
            ("-", Ty::Date, Ty::Date) | ("&" | "|" | "^" | "<<" | ">>", Ty::Int, Ty::Int) => Some(Ty::Int),
            ("+" | "-" | "*" | "/" | "%" | "**" | "&" | "|" | "^" | "<<" | ">>", ..) => None,
            _ => return Ty::Unknown,
        };
        if let Some(ty) = result {
            return ty;
        }
        let ((az, ae), (bz, be)) = (self.name(a), self.name(b));
        let help = if op == "+" && (a.is_text() || b.is_text()) {
            Some(say!("拼接文字写成 `…${{值}}…`", "to put a value into a text, write `…${{value}}…`"))
        } else if *b == Ty::Date && op == "+" {
            Some(say!("日期写在前面：日期 + 天数", "the date comes first: date + days"))
        } else {
            None
        };
        let span = self.operator_span(at, op);
        self.report_with(span, say!("{az}和{bz}不能用“{op}”运算", "\"{op}\" does not take {ae} and {be}"), help);
        Ty::Unknown
    }

    fn range(&mut self, a: &Ty, b: &Ty, at: Start, op: &str) -> Ty {
        for ty in [a, b] {
            if ty.is_known() && !matches!(ty, Ty::Int | Ty::Number | Ty::Unit) {
                let (zh, en) = self.name(ty);
                let span = self.operator_span(at, op);
                self.report(
                    span,
                    say!("区间的两端应当是整数，这里是{zh}", "the ends of a range are integers, this is {en}"),
                );
            }
        }
        Ty::Range
    }
}

/// What is known of a result when one operand is not known.
fn unknown_operand(op: &str, a: &Ty, b: &Ty) -> Ty {
    match (op, a, b) {
        ("+", ty, _) | ("+", _, ty) if ty.is_text() => Ty::Str,
        _ => Ty::Unknown,
    }
}

fn number(a: &Ty, b: &Ty) -> Ty {
    match (a, b) {
        (Ty::Int, Ty::Int) => Ty::Int,
        (Ty::Decimal, _) | (_, Ty::Decimal) => Ty::Decimal,
        _ => Ty::Number,
    }
}

/// How two values that do not compare might be meant.
pub(crate) fn help_to_compare(a: &Ty, b: &Ty) -> Option<Text> {
    let pair = |x: fn(&Ty) -> bool, y: fn(&Ty) -> bool| (x(a) && y(b)) || (x(b) && y(a));
    let text = |ty: &Ty| ty.is_text();
    if pair(|ty| *ty == Ty::Date, text) {
        Some(say!("日期写成 date(\"2026-03-01\")", "write a date as date(\"2026-03-01\")"))
    } else if pair(|ty| *ty == Ty::Period, |ty| *ty == Ty::Date) {
        Some(say!(
            "用时段的 .first、.last，或 时段.contains(日期)",
            "use .first and .last of the period, or period.contains(date)"
        ))
    } else if pair(|ty| *ty == Ty::Period, text) {
        Some(say!("时段写成 period(\"2026-Q1\")", "write a period as period(\"2026-Q1\")"))
    } else if pair(|ty| matches!(ty, Ty::Record(_)), text) {
        Some(say!("比较记录的编号写成 .key，或比较它的某个字段", "compare the record's .key, or one of its fields"))
    } else if pair(|ty| matches!(ty, Ty::View(_) | Ty::Array(_)), Ty::is_number) {
        Some(say!("数量写成 .len()", "their number is .len()"))
    } else {
        None
    }
}

/// The span of an operand: an expression, cut before the first of those operators.
pub(crate) fn operand(source: &Source, expr: &Expr, ends: &[&str]) -> Span {
    let span = spans::expression(source, expr, true);
    let text = &source.text[span.range()];
    let end = ends.iter().filter_map(|end| text.find(end)).filter(|at| *at > 0).min().unwrap_or(text.len());
    Span::new(span.start as usize, span.start as usize + text[..end].trim_end().len())
}
