//! `switch`: only values of the very same type ever match a case.

use super::checker::Checker;
use super::comparisons::is_kind;
use crate::language::say;
use crate::script::tree::{Case, Expr, Label, LabelWhat, What};
use crate::script::types::Ty;
use crate::source::Span;

impl Checker<'_> {
    /// A `switch`: its subject, its labels, its branches.
    pub(super) fn switch(&mut self, word: Span, subject: &Expr, cases: &[Case]) -> Ty {
        let ty = self.infer(subject);
        self.switch_subject(subject, &ty);
        self.repeated_labels(cases);
        let total = cases.iter().any(|case| case.labels.is_empty());
        if !total {
            let help = say!("加上 _ => …，写明其他情况怎么办", "add _ => …, saying what happens in all other cases");
            self.report_with(word, say!("switch 缺少“_”一项", "switch has no \"_\" case"), Some(help));
        }
        // With a record's kind known, and in a function called with `()`, the other branches are not reached.
        let follows = ty == Ty::Unit || (matches!(ty, Ty::Word(_)) && is_kind(subject));
        let (mut result, mut taken) = (Ty::Never, false);
        for case in cases {
            for label in &case.labels {
                self.switch_label(&ty, subject, label);
            }
            let here = case.labels.iter().any(|label| is_label(&ty, &label.what));
            let elsewhere = if case.labels.is_empty() { taken } else { !here };
            if follows && elsewhere {
                self.decided += 1;
                continue;
            }
            taken |= here && case.condition.is_none();
            if let Some(condition) = &case.condition {
                self.condition(condition);
            }
            result = result.join(self.infer(&case.then));
        }
        if total { result } else { result.maybe() }
    }

    /// Reports labels that stand in an earlier case: they are never reached.
    fn repeated_labels(&mut self, cases: &[Case]) {
        let mut seen: Vec<(&LabelWhat, Span)> = Vec::new();
        for case in cases {
            for label in &case.labels {
                if let Some((_, first)) = seen.iter().find(|(what, _)| same(what, &label.what)) {
                    let first = self.place(*first);
                    let message =
                        say!("这一项前面已经有了，不会用到", "this case stands before already and is never used");
                    self.report_with(label.span, message, Some(say!("删去其中一项", "delete one of them")));
                    self.also(first, say!("先在这里", "first here"));
                }
            }
            if case.condition.is_none() {
                seen.extend(case.labels.iter().map(|label| (&label.what, label.span)));
            }
        }
    }

    /// Checks that the values of a type can match a label at all.
    fn switch_subject(&mut self, subject: &Expr, ty: &Ty) {
        let plain = ty.plain();
        let nothing = *plain == Ty::Unit && !matches!(subject.what, What::Unit);
        if !ty.is_known() || nothing || plain.is_text() || matches!(plain, Ty::Int | Ty::Bool) {
            return;
        }
        let (zh, en) = self.name_of(subject, ty);
        let message = say!(
            "switch 只能用于文字、整数和真假值，这里是{zh}",
            "switch takes a text, an integer or a bool, this is a value of type {en}"
        );
        let help = say!("改用 if … else if …，用 == 比较", "write if … else if …, comparing with ==");
        self.report_about(subject.span, message, Some(help), &[subject]);
    }

    /// Checks that a label is of the subject's type, and one of an enum's values.
    fn switch_label(&mut self, ty: &Ty, subject: &Expr, label: &Label) {
        let plain = ty.plain();
        if let (Ty::Enum(of), LabelWhat::Text(word)) = (plain, &label.what) {
            return self.enum_value(of, word, label.span);
        }
        let text = plain.is_text();
        let (fits, (lz, le)) = match label.what {
            LabelWhat::Text(_) => (text, ("文字", "a text")),
            LabelWhat::Char(_) => (false, ("单个字符", "a single character")),
            LabelWhat::Int(_) | LabelWhat::Range(..) => (*plain == Ty::Int, ("整数", "an integer")),
            LabelWhat::Decimal(_) => (false, ("小数", "a decimal")),
            LabelWhat::Bool(_) => (*plain == Ty::Bool, ("真假值", "a bool")),
            LabelWhat::Unit => return,
            LabelWhat::Other => (false, ("别的值", "another value")),
        };
        // A subject of another type is refused as a whole.
        if fits || !(text || matches!(plain, Ty::Int | Ty::Bool)) {
            return;
        }
        let (zh, en) = self.name_of(subject, ty);
        let message = say!(
            "switch 的值是{zh}，这一项是{lz}，不会相符",
            "switch is given a value of type {en}, this case is {le}: never equal"
        );
        let help = if text {
            say!("文字写在双引号里", "a text stands in double quotes")
        } else if matches!(label.what, LabelWhat::Text(_)) && *plain == Ty::Int {
            say!("数不加引号", "numbers have no quotes")
        } else {
            say!(
                "每一项与 switch 的值同类；否则改用 if … else if …",
                "the cases are of the type of the value; else write if … else if …"
            )
        };
        self.report_about(label.span, message, Some(help), &[subject]);
    }
}

/// Whether two labels name one value.
fn same(a: &LabelWhat, b: &LabelWhat) -> bool {
    match (a, b) {
        (LabelWhat::Text(a), LabelWhat::Text(b)) => a == b,
        (LabelWhat::Int(a), LabelWhat::Int(b)) => a == b,
        (LabelWhat::Bool(a), LabelWhat::Bool(b)) => a == b,
        _ => false,
    }
}

/// Whether a value of a known type that has one value only is what a label names.
fn is_label(ty: &Ty, label: &LabelWhat) -> bool {
    match (ty, label) {
        (Ty::Word(word), LabelWhat::Text(text)) => word == text,
        (Ty::Unit, LabelWhat::Unit) => true,
        _ => false,
    }
}
