//! Arguments that are written out: days that there are, labels of values, places that stand before texts.

use super::AskedScore;
use super::checker::Checker;
use super::metadata::day;
use super::report::{suggest, unquoted};
use crate::document::meant_day;
use crate::language::say;
use crate::native::entry::Entry;
use crate::native::shape::{Form, Shape};
use crate::script::tree::{Expr, Name, Unary, What};
use crate::script::types::Ty;
use crate::source::Span;
use crate::value::Period;

impl Checker<'_> {
    /// Reports a place and a text that are the wrong way round; whether they are.
    pub(super) fn turned(&mut self, signature: &Entry, arguments: &[Expr]) -> bool {
        if let ("due", [date, done, ..]) = (signature.name, arguments)
            && self.due_turned(date, done)
        {
            for argument in arguments {
                self.loose_argument(argument);
            }
            let span = Span { start: date.span.start, end: done.span.end };
            let message = say!("“due”的次序不对", "the arguments of \"due\" are in the wrong order");
            let help = say!("写成 due(日期, 是否完成, 位置, `说明`)", "write due(date, done, at, `message`)");
            self.report_with(span, message, Some(help));
            return true;
        }
        let (first, second, usage) = match (signature.name, arguments) {
            ("fail", [first, second]) => (first, second, "fail"),
            ("see", [first, second]) => (first, second, "see"),
            ("due", [.., first, second]) => (first, second, "due"),
            _ => return false,
        };
        let text = |expr: &Expr| matches!(expr.what, What::Text(_) | What::Template(_));
        let place = |ty: &Ty| matches!(ty.plain(), Ty::Record(_) | Ty::Place | Ty::Ctx);
        if !text(first) || text(second) || !place(&self.look(second)) {
            return false;
        }
        for argument in arguments {
            self.infer(argument);
        }
        let message = say!("“{usage}”的位置和说明写反了", "\"{usage}\" has its place and its text the wrong way round");
        let help = match usage {
            "due" => say!("写成 due(日期, 是否完成, 位置, `说明`)", "write due(date, done, at, `message`)"),
            _ => say!("位置在前，说明在后：{usage}(位置, `说明`)", "the place comes first: {usage}(at, `text`)"),
        };
        let span = Span { start: first.span.start, end: second.span.end };
        self.report_with(span, message, Some(help));
        true
    }

    /// Whether neither the day nor the answer is what it should be.
    fn due_turned(&mut self, date: &Expr, done: &Expr) -> bool {
        let (date, done) = (self.look(date), self.look(done));
        let wrong = |ty: &Ty, wanted: &Ty| ty.is_known() && ty.plain() != wanted && !ty.is_text();
        wrong(&date, &Ty::Date) && wrong(&done, &Ty::Bool)
    }

    /// The key of a record is a text or a number.
    pub(super) fn check_key(&mut self, signature: &Entry, arguments: &[Expr]) {
        let (("find", Form::Method), [_, key]) = ((signature.name, signature.form), arguments) else { return };
        let ty = self.look(key);
        if !ty.is_known() || ty.is_text() || ty.plain().is_number() {
            return;
        }
        let (zh, en) = self.name_of(key, &ty);
        let message =
            say!("编号应当是文字或整数，这里是{zh}", "a key is a text or an integer, this is a value of type {en}");
        let help = match ty.plain() {
            Ty::Record(_) => say!("已经是记录，不用再找；它的编号是 .key", "it is a record already; its key is .key"),
            _ => say!("写成 ctx.find(\"类别\", \"编号\")", "write ctx.find(\"kind\", \"key\")"),
        };
        self.report_about(key.span, message, Some(help), &[key]);
    }

    /// Notes which score is asked for: whether there is one is known when all schemes are.
    pub(super) fn ask_score(&mut self, signature: &Entry, arguments: &[Expr]) {
        let (scheme, record) = match (signature.name, signature.on, arguments) {
            ("score", Some(Shape::Ctx), [Expr { what: What::Text(name), span, .. }, record, ..]) => {
                let span = Span { start: span.start + 1, end: span.end - 1 };
                (Some((name.clone(), self.place(span))), record)
            }
            ("score", Some(Shape::Ctx), [record] | [record, _]) => (None, record),
            _ => return,
        };
        let kind = match self.look(record).plain() {
            Ty::Record(kind) => Some(*kind),
            _ => None,
        };
        let asked = AskedScore { place: self.place(record.span), scheme, kind };
        if self.speaks() && self.asked.insert(asked.clone()) {
            self.typed.scores.push(asked);
        }
    }

    /// Constants are written out: what is worked out belongs into functions.
    pub(super) fn check_constant(&mut self, name: &Name, value: &Expr) {
        if is_written_out(value) {
            return;
        }
        let name = &name.text;
        let message = say!(
            "常量“{name}”应当写定，这里是算出来的",
            "the constant \"{name}\" must be written out, this is worked out"
        );
        let help = match &value.what {
            What::Call { name: call, .. } if &*call.text == "param" => {
                say!("参数在用的地方写 ctx.params.名称", "parameters are read where they are needed: ctx.params.NAME")
            }
            _ => say!(
                "直接写数、文字、列表或表；要算的写成函数：fn {name}() {{ … }}",
                "write a number, a text, an array or a table; what is worked out is a function: fn {name}() {{ … }}"
            ),
        };
        self.report_with(value.span, message, Some(help));
    }

    /// The type of an expression, without a word.
    pub(super) fn look(&mut self, expr: &Expr) -> Ty {
        self.muted += 1;
        let ty = self.infer(expr);
        self.muted -= 1;
        ty
    }

    /// Dates and periods that are written out must exist.
    pub(super) fn check_calendar(&mut self, signature: &Entry, arguments: &[Expr]) {
        let whats: Vec<&What> = arguments.iter().map(|argument| &argument.what).collect();
        let good = match (signature.name, whats.as_slice()) {
            ("date", [What::Text(text)]) => day(text).is_some(),
            ("period", [What::Text(text)]) => Period::parse(text).is_some(),
            ("month", [_, What::Int(n)]) => (1..=12).contains(n),
            ("quarter", [_, What::Int(n)]) => (1..=4).contains(n),
            ("date", [What::Int(y), What::Int(m), What::Int(d)]) => day(&format!("{y:04}-{m:02}-{d:02}")).is_some(),
            _ => return,
        };
        if good {
            return;
        }
        let (at, message, help) = match (signature.name, whats.as_slice()) {
            ("date", [What::Text(text)]) => match meant_day(text) {
                Some(day) => (
                    0,
                    say!("“{text}”不是日期的写法", "\"{text}\" is not how a date is written"),
                    say!("写成 date(\"{day}\")", "write date(\"{day}\")"),
                ),
                None => (
                    0,
                    say!("没有“{text}”这一天", "there is no day \"{text}\""),
                    say!(
                        "写成 date(\"2026-03-01\") 这样，月、日各写两位",
                        "such as date(\"2026-03-01\"), with two digits each"
                    ),
                ),
            },
            ("date", [_, What::Int(month), _]) => (
                if (1..=12).contains(month) { 2 } else { 1 },
                say!("没有这一天", "there is no such day"),
                say!("依次写年、月、日", "year, month and day, in that order"),
            ),
            ("month", _) => {
                (1, say!("没有这个月份", "there is no such month"), say!("月份是 1 到 12", "months are 1 to 12"))
            }
            ("quarter", _) => {
                (1, say!("没有这个季度", "there is no such quarter"), say!("季度是 1 到 4", "quarters are 1 to 4"))
            }
            _ => (
                0,
                say!("没有这样的时段", "there is no such period"),
                say!(
                    "写成 \"2026\"、\"2026-Q1\"、\"2026-03\" 或 \"2026-03-01\"",
                    "write \"2026\", \"2026-Q1\", \"2026-03\" or \"2026-03-01\""
                ),
            ),
        };
        if let Some(argument) = arguments.get(at) {
            self.report_with(unquoted(argument), message, Some(help));
        }
    }

    /// A text whose label is asked for must be a value of some enum.
    pub(super) fn check_label(&mut self, signature: &Entry, arguments: &[Expr]) {
        let (("label", Form::Function), [Expr { what: What::Text(word), .. }]) =
            ((signature.name, signature.form), arguments)
        else {
            return;
        };
        let kinds = &self.world.schema.kinds;
        let values = || kinds.iter().flat_map(|kind| &kind.fields).filter_map(|field| field.ty.enumerated()).flatten();
        let field = kinds.iter().find_map(|kind| kind.fields.iter().find(|field| field.name == **word));
        let none = values().next().is_none() && field.is_none();
        if self.world.partial || none || values().any(|value| value.name == **word) {
            return;
        }
        let message = say!("“{word}”不是任何字段的枚举值", "\"{word}\" is no value of an enum");
        let help = match field {
            Some(_) => say!("字段的名称写成 r.label(\"{word}\")", "the label of a field is r.label(\"{word}\")"),
            None => say!(
                "label 给出枚举值的名称，如 label(r.字段)",
                "label gives the label of an enum's value, as label(r.field)"
            ),
        };
        let message = suggest(&message, word, values().map(|value| value.name.as_str()));
        self.report_with(unquoted(&arguments[0]), message, Some(help));
    }
}

/// Whether an expression is a value that is written out.
fn is_written_out(expr: &Expr) -> bool {
    match &expr.what {
        What::Unit | What::Bool(_) | What::Int(_) | What::Decimal(_) | What::Text(_) => true,
        What::Unary { op: Unary::Minus, of, .. } => matches!(of.what, What::Int(_) | What::Decimal(_)),
        What::Array(items) => items.iter().all(is_written_out),
        What::Map(entries) => entries.iter().all(|(_, value)| is_written_out(value)),
        _ => false,
    }
}
