//! Operators: each with the types that it takes and the type that it gives.

use super::checker::Checker;
use super::hints::help_to_test;
use super::report::make_whole;
use crate::language::{Text, say};
use crate::script::tree::{Binary, Expr, Logic, Unary};
use crate::script::types::Ty;
use crate::source::Span;

/// An operand: the expression, and its type.
pub(super) type Operand<'e> = (&'e Expr, &'e Ty);

impl Checker<'_> {
    /// An operator before its operand.
    pub(super) fn unary(&mut self, op: Unary, span: Span, of: &Expr) -> Ty {
        let ty = self.infer(of);
        let (sign, (zh, en)) = (op.sign(), self.name_of(of, &ty));
        if op == Unary::Not {
            if ty.is_known() && *ty.plain() != Ty::Bool {
                let message =
                    say!("“!”后面应当是“是”或“否”，这里是{zh}", "! wants true or false, this is a value of type {en}");
                self.report_about(span, message, help_to_test(&ty), &[of]);
            }
            return Ty::Bool;
        }
        if ty.is_known() && !ty.plain().is_number() {
            let message =
                say!("“{sign}”后面应当是数，这里是{zh}", "{sign} wants a number, this is a value of type {en}");
            self.report_about(span, message, help_to_reckon(Binary::Multiply, ty.plain(), &Ty::Int), &[of]);
            return Ty::Unknown;
        }
        match ty.plain() {
            Ty::Unknown => Ty::Number,
            ty => ty.clone(),
        }
    }

    /// An operator between two operands.
    pub(super) fn binary(&mut self, op: Binary, span: Span, left: &Expr, right: &Expr) -> Ty {
        match op {
            Binary::In | Binary::NotIn => self.membership(left, right, span),
            Binary::Equal | Binary::Unequal | Binary::Less | Binary::AtMost | Binary::Greater | Binary::AtLeast => {
                let (a, b) = (self.infer(left), self.infer(right));
                self.compare(op, (left, &a), (right, &b), span);
                Ty::Bool
            }
            Binary::And | Binary::Or | Binary::Xor | Binary::ShiftLeft | Binary::ShiftRight => {
                self.no_bits(op, span);
                // What stands beside it was meant otherwise.
                self.quiet += 1;
                self.infer(left);
                self.infer(right);
                self.quiet -= 1;
                Ty::Unknown
            }
            _ => {
                let (a, b) = (self.infer(left), self.infer(right));
                self.arithmetic(op, (left, &a), (right, &b), span)
            }
        }
    }

    /// The type of `a op b`, for everything that is not a comparison.
    pub(super) fn arithmetic(&mut self, op: Binary, left: Operand<'_>, right: Operand<'_>, span: Span) -> Ty {
        let (a, b) = (left.1.plain(), right.1.plain());
        let result = match (op, a, b) {
            (Binary::Range | Binary::RangeTo, ..) => return self.range(left, right, span),
            (Binary::And | Binary::Or | Binary::Xor | Binary::ShiftLeft | Binary::ShiftRight, ..) => {
                return self.no_bits(op, span);
            }
            (_, a, b) if !a.is_known() || !b.is_known() => unknown_operand(op, a, b),
            (_, a, b) if a.is_number() && b.is_number() => Some(self.number(op, a, b, span)),
            (Binary::Add, a, b) if a.is_text() && b.is_text() => Some(Ty::Str),
            (Binary::Add | Binary::Subtract, Ty::Date, Ty::Int | Ty::Number) => Some(Ty::Date),
            (Binary::Subtract, Ty::Date, Ty::Date) => Some(Ty::Int),
            (Binary::Add, Ty::Array(_), Ty::Array(_)) => Some(a.clone().join(b.clone())),
            _ => None,
        };
        if let Some(ty) = result {
            return ty;
        }
        let ((az, ae), (bz, be)) = (self.name_of(left.0, left.1), self.name_of(right.0, right.1));
        let sign = op.sign();
        let message = say!("{az}和{bz}不能用“{sign}”运算", "\"{sign}\" does not take {ae} and {be}");
        self.report_about(span, message, help_to_reckon(op, a, b), &[left.0, right.0]);
        Ty::Unknown
    }

    /// What two numbers give.
    fn number(&mut self, op: Binary, a: &Ty, b: &Ty, span: Span) -> Ty {
        match (op, a, b) {
            (Binary::Divide, Ty::Int, Ty::Int) => {
                self.division_has_changed(span);
                Ty::Decimal
            }
            (Binary::Divide, ..) | (_, Ty::Decimal, _) | (_, _, Ty::Decimal) => Ty::Decimal,
            (_, Ty::Int, Ty::Int) => Ty::Int,
            _ => Ty::Number,
        }
    }

    /// Points out a division of whole numbers in a pack that does not say which language it is written in.
    pub(super) fn division_has_changed(&mut self, span: Span) {
        if self.world.language || !self.own.contains(&self.file.tree.source) {
            return;
        }
        let message = say!(
            "两个整数相除现在得出准确的商（7 / 2 是 3.5），不再舍去小数",
            "`/` between whole numbers is exact now (7 / 2 is 3.5) and no longer drops the fraction"
        );
        let help = say!(
            "要整数商的写 quotient(a, b)；全部看过以后，在 pack.toml 里写 yize = \"0.2\"",
            "write quotient(a, b) where the whole number is meant; once all are looked through, say yize = \"0.2\" in pack.toml"
        );
        self.warn(span, message, help);
    }

    fn range(&mut self, left: Operand<'_>, right: Operand<'_>, span: Span) -> Ty {
        for (written, ty) in [left, right] {
            let plain = ty.plain();
            if plain.is_known() && !matches!(plain, Ty::Int | Ty::Number) {
                let (zh, en) = self.name_of(written, plain);
                let help = (*plain == Ty::Decimal).then(make_whole);
                let message =
                    say!("区间的两端应当是整数，这里是{zh}", "the ends of a range are integers, this is {en}");
                self.report_about(span, message, help, &[written]);
            }
        }
        Ty::Range
    }

    fn no_bits(&mut self, op: Binary, span: Span) -> Ty {
        let sign = op.sign();
        let help = match op {
            Binary::And => Some(say!("“并且”写成 &&", "\"and\" is &&")),
            Binary::Or => Some(say!("“或者”写成 ||，函数写成 |x| …", "\"or\" is ||, a closure is |x| …")),
            Binary::Xor => Some(say!("乘方写成 **", "a power is **")),
            _ => Some(say!("比较写成 < 或 >，乘以 2 写成 * 2", "comparisons are < and >, twice a number is * 2")),
        };
        self.report_with(span, say!("不能用“{sign}”", "\"{sign}\" may not be used"), help);
        Ty::Unknown
    }

    /// `&&`, `||` and `??`.
    pub(super) fn logic(&mut self, op: Logic, parts: &[Expr]) -> Ty {
        if op == Logic::Else {
            let types: Vec<Ty> = parts.iter().map(|part| self.infer(part)).collect();
            let last = types.len().saturating_sub(1);
            return types.into_iter().enumerate().fold(Ty::Never, |sum, (i, ty)| match ty {
                Ty::Unit if i < last => sum,
                Ty::Maybe(ty) if i < last => sum.join(*ty),
                ty => sum.join(ty),
            });
        }
        for part in parts {
            let ty = self.infer(part);
            if ty.is_known() && *ty.plain() != Ty::Bool {
                let (zh, en) = self.name_of(part, &ty);
                let message = say!(
                    "&& 和 || 的两边应当是“是”或“否”，这里是{zh}",
                    "&& and || want true or false, this is a value of type {en}"
                );
                self.report_about(part.span, message, help_to_test(&ty), &[part]);
            }
        }
        Ty::Bool
    }
}

/// What is known of a result when one operand is not known; what cannot be is refused.
fn unknown_operand(op: Binary, a: &Ty, b: &Ty) -> Option<Ty> {
    let known = if a.is_known() { a } else { b };
    let first = a.is_known();
    Some(match op {
        // Only numbers are divided, and the result is never a whole number.
        Binary::Divide if !known.is_known() || known.is_number() => Ty::Decimal,
        Binary::Multiply | Binary::Remainder | Binary::Power if !known.is_known() || known.is_number() => match known {
            Ty::Decimal => Ty::Decimal,
            _ => Ty::Number,
        },
        Binary::Add if known.is_text() => Ty::Str,
        // A number is added to a number, or to a date that stands before it.
        Binary::Add | Binary::Subtract if first && *known == Ty::Decimal => Ty::Decimal,
        Binary::Add | Binary::Subtract if first && known.is_number() => Ty::Number,
        Binary::Add if first && *known == Ty::Date => Ty::Date,
        _ => Ty::Unknown,
    })
}

fn help_to_reckon(op: Binary, a: &Ty, b: &Ty) -> Option<Text> {
    let sum = matches!(op, Binary::Add | Binary::Subtract);
    match (a, b) {
        (Ty::Date, Ty::Date) => Some(say!("相差几天写成 后一天 - 前一天", "the days between them are later - earlier")),
        (Ty::Date, Ty::Decimal) if sum => Some(make_whole()),
        (Ty::Date, _) if sum => {
            Some(say!("日期只能加减天数，天数是整数：日期 + 30", "days are added to a date, as an integer: date + 30"))
        }
        (_, Ty::Date) if op == Binary::Add => {
            Some(say!("日期写在前面：日期 + 天数", "the date comes first: date + days"))
        }
        (Ty::Period, _) | (_, Ty::Period) => {
            Some(say!("用时段的 .first 或 .last", "use .first or .last of the period"))
        }
        (a, b) if op == Binary::Add && (a.is_text() || b.is_text()) => {
            Some(say!("拼接文字写成 `…${{值}}…`", "to put a value into a text, write `…${{value}}…`"))
        }
        (a, b) if a.is_text() || b.is_text() => Some(say!(
            "数不加引号；文字变成数写成 parse_int(文字)",
            "numbers have no quotes; parse_int(text) makes one of a text"
        )),
        (Ty::View(_) | Ty::Array(_), _) | (_, Ty::View(_) | Ty::Array(_)) => {
            Some(say!("数量写成 .len()，合计写成 .sum(…)", "their number is .len(), their sum is .sum(…)"))
        }
        (Ty::Record(_), _) | (_, Ty::Record(_)) => {
            Some(say!("写记录的字段：r.字段", "write a field of the record: r.field"))
        }
        _ => None,
    }
}
