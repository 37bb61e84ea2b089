//! `switch`: it compares by a hash of the value, so that only values of the very same type ever match.

use rhai::{Expr, Position as Start, SwitchCasesCollection};

use super::checker::Checker;
use super::spans::{self, Label};
use super::statements::is_kind;
use super::types::Ty;
use crate::language::say;
use crate::source::Span;

impl Checker<'_> {
    /// A `switch`: its subject, its labels, its branches.
    pub(crate) fn switch(&mut self, subject: &Expr, cases: &SwitchCasesCollection, at: Start) -> Ty {
        let ty = self.infer(subject);
        self.switch_subject(subject, &ty);
        if cases.def_case.is_none() {
            let help = say!("加上 _ => …，写明其他情况怎么办", "add _ => …, saying what happens in all other cases");
            let span = self.token(at);
            self.report_with(span, say!("switch 缺少“_”一项", "switch has no \"_\" case"), Some(help));
        }
        // With a record's kind known, and in a function called with `()`, the other branches are not reached.
        let follows = ty == Ty::Unit || (matches!(ty, Ty::Word(_)) && is_kind(subject));
        let (mut result, mut taken) = (Ty::Never, false);
        for (number, case) in cases.expressions.iter().enumerate() {
            let always = matches!(case.lhs, Expr::BoolConstant(..));
            let start = spans::first(if always { &case.rhs } else { &case.lhs });
            let labels = spans::case_labels(self.file.script.text, start, !always);
            for (label, span) in &labels {
                self.switch_label(&ty, label, *span);
            }
            let here = labels.iter().any(|(label, _)| is_label(&ty, label));
            let default = cases.def_case == Some(number);
            let elsewhere = if default { taken } else { !here && !labels.is_empty() };
            if follows && elsewhere {
                self.decided += 1;
                continue;
            }
            taken |= here && always;
            if !always {
                self.condition(&case.lhs);
            }
            result = result.join(self.infer(&case.rhs));
        }
        if cases.def_case.is_some() { result } else { result.maybe() }
    }

    /// Checks that the values of a type can match a label at all.
    fn switch_subject(&mut self, subject: &Expr, ty: &Ty) {
        let plain = ty.plain();
        let nothing = *plain == Ty::Unit && !matches!(subject, Expr::Unit(_));
        if !ty.is_known() || nothing || plain.is_text() || matches!(plain, Ty::Int | Ty::Bool) {
            return;
        }
        let (zh, en) = self.name(ty);
        let span = spans::expression(self.file.script.text, subject, true);
        let message = say!(
            "switch 只能用于文字、整数和真假值，这里是{zh}",
            "switch takes a text, an integer or a bool, this is a value of type {en}"
        );
        let help = say!("改用 if … else if …，用 == 比较", "write if … else if …, comparing with ==");
        self.report_with(span, message, Some(help));
    }

    /// Checks that a label is of the subject's type, and one of an enum's values.
    fn switch_label(&mut self, subject: &Ty, label: &Label, span: Span) {
        let plain = subject.plain();
        if let (Ty::Enum(of), Label::Text(word)) = (plain, label) {
            return self.enum_value(&of.clone(), word, span);
        }
        let text = plain.is_text();
        let (fits, (lz, le)) = match label {
            Label::Text(_) => (text, ("文字", "a text")),
            Label::Char => (false, ("单个字符", "a single character")),
            Label::Int => (*plain == Ty::Int, ("整数", "an integer")),
            Label::Decimal => (false, ("小数", "a decimal")),
            Label::Bool => (*plain == Ty::Bool, ("真假值", "a bool")),
            Label::Nothing => return,
        };
        // A subject of another type is refused as a whole.
        if fits || !(text || matches!(plain, Ty::Int | Ty::Bool)) {
            return;
        }
        let (zh, en) = self.name(subject);
        let message = say!(
            "switch 的值是{zh}，这一项是{lz}，不会相符",
            "switch is given a value of type {en}, this case is {le}: never equal"
        );
        let help = (*label == Label::Char && text).then(|| say!("文字写在双引号里", "a text stands in double quotes"));
        self.report_with(span, message, help);
    }
}

/// Whether a value of a known type that has one value only is what a label names.
fn is_label(ty: &Ty, label: &Label) -> bool {
    match (ty, label) {
        (Ty::Word(word), Label::Text(text)) => **word == **text,
        (Ty::Unit, Label::Nothing) => true,
        _ => false,
    }
}
