//! Comparisons: `==`, `<`, `in`; nothing compares silently.

use super::checker::Checker;
use super::hints::{help_to_compare, hint_to_compare};
use super::report::{suggest, unquoted};
use crate::language::say;
use crate::script::tree::{Binary, Expr, What};
use crate::script::types::{EnumTy, Ty};
use crate::source::Span;

impl Checker<'_> {
    /// Whether two values can be compared in that way.
    pub(super) fn compare(&mut self, op: Binary, left: (&Expr, &Ty), right: (&Expr, &Ty), span: Span) {
        let (a, b) = (left.1, right.1);
        if !a.is_known() || !b.is_known() {
            return;
        }
        let equality = matches!(op, Binary::Equal | Binary::Unequal);
        if *a == Ty::Unit || *b == Ty::Unit {
            return self.compare_with_nothing(equality, left, right, span);
        }
        let ((az, ae), (bz, be)) = (self.name_of(left.0, a), self.name_of(right.0, b));
        let about = [left.0, right.0];
        if !a.is_comparable(b) {
            let help = hint_to_compare(left, right);
            let message = say!("不能比较{az}和{bz}", "{ae} cannot be compared with {be}");
            return self.report_about(span, message, help, &about);
        }
        if equality {
            self.compare_enum(a, left.0, b);
            self.compare_enum(b, right.0, a);
            self.compare_kind(left.0, (right.0, b));
            self.compare_kind(right.0, (left.0, a));
        } else if !a.is_ordered() || !b.is_ordered() {
            let op = op.sign();
            let message = say!(
                "{az}不分大小先后，不能用“{op}”比较",
                "values of type {ae} have no order, \"{op}\" cannot compare them"
            );
            let help = match a.plain() {
                Ty::Period => say!("比较第一天：.first", "compare their first days: .first"),
                Ty::Record(_) => say!("比较记录的某个字段：r.字段", "compare a field of the records: r.field"),
                _ => say!("只有数、文字和日期分大小先后", "only numbers, texts and dates have an order"),
            };
            self.report_about(span, message, Some(help), &about);
        }
    }

    fn compare_with_nothing(&mut self, equality: bool, left: (&Expr, &Ty), right: (&Expr, &Ty), span: Span) {
        let (written, other) = if *left.1 == Ty::Unit { right } else { left };
        if !equality {
            let message = say!("空值 () 不分大小，不能这样比较", "() has no order and cannot be compared like this");
            let help = say!("有没有写成 x == () 或 x != ()", "whether there is one is x == () or x != ()");
            return self.report_with(span, message, Some(help));
        }
        // A function may be called with a value that is never () here, and with one that is elsewhere.
        if matches!(other, Ty::Unit | Ty::Maybe(_)) || !self.calls.is_empty() {
            return;
        }
        let (zh, en) = self.name_of(written, other);
        let help = say!(
            "字段是否填写用 .has(\"字段\") 判断；只有 find 的结果可能是 ()",
            "ask .has(\"field\") whether a field is given; only what find gives may be ()"
        );
        let message = say!("{zh}不会是空值 ()，不必比较", "a value of type {en} is never ()");
        self.report_about(span, message, Some(help), &[written]);
    }

    /// Checks a known text that is compared with an enum.
    fn compare_enum(&mut self, word: &Ty, written: &Expr, with: &Ty) {
        if let (Ty::Word(word), Ty::Enum(of)) = (word, with.plain()) {
            self.enum_value(of, word, unquoted(written));
        }
    }

    /// Checks a known text that is compared with a record's kind.
    fn compare_kind(&mut self, of: &Expr, (written, word): (&Expr, &Ty)) {
        if let (true, What::Text(_), Ty::Word(word)) = (is_kind(of), &written.what, word)
            && self.world.schema.index(word).is_none()
        {
            self.unknown_kind(word, unquoted(written), &[]);
        }
    }

    /// `value in collection`.
    pub(super) fn membership(&mut self, value: &Expr, collection: &Expr, span: Span) -> Ty {
        if matches!(value.what, What::Char(_)) {
            self.infer(collection);
            let help = say!("文字写在双引号里", "a text stands in double quotes");
            let message =
                say!("in 前面应当是文字，这里是单个字符", "in wants a text before it, this is a single character");
            self.report_with(span, message, Some(help));
            return Ty::Bool;
        }
        let wanted = self.infer(value);
        if let What::Array(items) = &collection.what {
            let mut types = Vec::with_capacity(items.len());
            for item in items {
                let ty = self.infer(item);
                self.member(&ty, Some(item), (value, &wanted), span);
                types.push(ty);
            }
            self.note(collection, &Ty::array(types));
            return Ty::Bool;
        }
        let ty = self.infer(collection);
        match ty.plain() {
            Ty::Array(of) => self.member(of, None, (value, &wanted), span),
            Ty::Map(_) => self.expect_in((value, &wanted), &Ty::Str, span),
            Ty::Range if *wanted.plain() == Ty::Decimal => {
                let (zh, en) = self.name_of(value, &wanted);
                let message = say!("in 前面应当是整数，这里是{zh}", "in wants integer before it, this is {en}");
                self.report_about(span, message, Some(super::report::make_whole()), &[value]);
            }
            Ty::Range => self.expect_in((value, &wanted), &Ty::Int, span),
            Ty::Period => self.expect_in((value, &wanted), &Ty::Date, span),
            ty if ty.is_text() => self.expect_in((value, &wanted), &Ty::Str, span),
            ty if ty.is_known() => {
                let (zh, en) = self.name_of(collection, ty);
                let help = matches!(ty, Ty::View(_)).then(|| say!("写成 .contains(…)", "write .contains(…)"));
                let message = say!("{zh}不能用 in 查找", "in cannot search a value of type {en}");
                self.report_about(span, message, help, &[collection]);
            }
            _ => {}
        }
        Ty::Bool
    }

    /// Checks that a value may equal an element of an array.
    pub(super) fn member(&mut self, element: &Ty, written: Option<&Expr>, value: (&Expr, &Ty), span: Span) {
        let (at, value) = value;
        if !element.is_comparable(value) || (element.is_known() && *value == Ty::Unit) {
            let ((ez, ee), (vz, ve)) = (self.name(element), self.name_of(at, value));
            let message = say!(
                "列表里是{ez}，要找的是{vz}，不会相等",
                "the array holds {ee}, what is looked for is {ve}: never equal"
            );
            self.report_about(span, message, help_to_compare(element.plain(), value.plain()), &[at]);
            return;
        }
        self.compare_enum(value, at, element);
        if let Some(written) = written {
            self.compare_enum(element, written, value);
        }
    }

    fn expect_in(&mut self, value: (&Expr, &Ty), wanted: &Ty, span: Span) {
        let (written, value) = value;
        if value.is_known() && !wanted.is_comparable(value) {
            let ((wz, we), (vz, ve)) = (self.name(wanted), self.name_of(written, value));
            let message = say!("in 前面应当是{wz}，这里是{vz}", "in wants {we} before it, this is {ve}");
            let help = match value.plain() {
                Ty::Array(_) | Ty::View(_) => Some(say!("次序是 值 in 列表", "the order is value in list")),
                plain => help_to_compare(wanted, plain),
            };
            self.report_about(span, message, help, &[written]);
        }
    }

    /// Reports a text that is none of an enum's values.
    pub(super) fn enum_value(&mut self, of: &EnumTy, word: &str, span: Span) {
        if of.values.iter().any(|(name, _)| name == word) {
            return;
        }
        let field = &of.field;
        if word.is_empty() {
            let message = say!("字段“{field}”的值不会是空的文字", "no value of the field \"{field}\" is an empty text");
            let help = say!("是否填写用 r.has(\"{field}\") 判断", "whether it is given is r.has(\"{field}\")");
            return self.report_with(span, message, Some(help));
        }
        let message = say!("字段“{field}”没有值“{word}”", "field \"{field}\" has no value \"{word}\"");
        if let Some((name, _)) = of.values.iter().find(|(_, label)| label == word) {
            let help = say!("脚本里写值“{name}”，不写名称", "scripts write the value \"{name}\", not its label");
            return self.report_with(span, message, Some(help));
        }
        let message = suggest(&message, word, of.values.iter().map(|(name, _)| name.as_str()));
        let list: Vec<String> = of
            .values
            .iter()
            .map(|(name, label)| if name == label { name.clone() } else { format!("{name}（{label}）") })
            .collect();
        let list = list.join("、");
        self.report_with(span, message, Some(say!("可用的值：{list}", "its values: {list}")));
    }
}

/// Whether an expression reads a record's kind.
pub(super) fn is_kind(expr: &Expr) -> bool {
    matches!(&expr.what, What::Property { name, .. } if &*name.text == "kind")
}
