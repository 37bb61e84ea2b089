//! Fields whose values tell records apart: those that points go by, that matters are known by, and that make groups.

use super::checker::Checker;
use super::report::first;
use crate::language::{Text, say};
use crate::native::shape::Shape;
use crate::script::tree::{Block, Closure, Expr, Logic, Name, Step, What};
use crate::script::types::Ty;

impl Checker<'_> {
    /// Checks the name of a field whose values tell records apart, and gives its type.
    pub(super) fn telling_field(&mut self, of: &Ty, name: &Expr) -> Ty {
        let help = say!(
            "一个值写一行，用 filter 选出有这个值的记录，如 |m, ctx| m.texts.filter(|t| t.has(\"reached\") && t.reached.contains(\"city\"))",
            "write a line for each value, with a filter for the records that have it, such as |m, ctx| m.texts.filter(|t| t.has(\"reached\") && t.reached.contains(\"city\"))"
        );
        self.telling(of, name, help)
    }

    /// The same of a field by which records are put into groups.
    pub(super) fn grouping_field(&mut self, of: &Ty, name: &Expr) -> Ty {
        let help = say!(
            "分组、分名额的字段只有一个值：每人恰好在一个单位的，字段声明为引用，如 committee = {{ type = \"ref\", to = \"committee\", label = \"专委会\" }}",
            "groups and places go by a field of one value: where each is in exactly one unit, declare a reference, such as committee = {{ type = \"ref\", to = \"committee\", label = \"专委会\" }}"
        );
        self.telling(of, name, help)
    }

    fn telling(&mut self, of: &Ty, name: &Expr, help: Text) -> Ty {
        let ty = self.named_field(of, name, false);
        if !matches!(ty.plain().shape(), Some(Shape::Array | Shape::View | Shape::Map | Shape::Time)) {
            return ty;
        }
        let (zh, en) = self.name(&ty);
        let message = say!(
            "这个字段是{zh}，一条记录可以有几个值，不能用来区分",
            "this field is of type {en}: it tells nothing apart, one record may have several values"
        );
        self.report_with(name.span, message, Some(help));
        Ty::Unknown
    }

    /// Checks a table of points against the values of the field that it goes by.
    pub(super) fn by_option(&mut self, of: &Ty, name: &Expr, table: Option<&Expr>, counted: Option<&Expr>) {
        let ty = self.telling_field(of, name);
        let What::Text(field) = &name.what else { return };
        let Some(Expr { what: What::Map(table), span, .. }) = table else { return };
        let given = |value: &str| table.iter().any(|(key, _)| *key.text == *value);
        let optional = match of.plain() {
            Ty::Record(kind) => self.world.schema.get(*kind).field(field).is_some_and(|field| field.optional),
            _ => false,
        };
        if optional && !given("") && !counted.is_some_and(|closure| keeps_only(closure, field)) {
            let message = say!(
                "“{field}”可以不填，分数表没有写不填的计几分",
                "`{field}` may be absent, and the table gives no points for those without it"
            );
            let help = say!(
                "加上 \"\": 0；不填的另有规定的，写明分数，或用 filter(|x| x.has(\"{field}\")) 选出填了的",
                "add \"\": 0, or their points; or count only those that have it: filter(|x| x.has(\"{field}\"))"
            );
            self.report_with(first(*span, 2), message, Some(help));
        }
        let Ty::Enum(values) = ty.plain() else { return };
        let is_value = |key: &str| (optional && key.is_empty()) || values.values.iter().any(|(value, _)| value == key);
        let wrong: Vec<&Name> = table.iter().map(|(key, _)| key).filter(|key| !is_value(&key.text)).collect();
        for key in &wrong {
            self.enum_value(values, &key.text, key.span);
        }
        let lacking: Vec<&str> = values.values.iter().map(|(value, _)| value.as_str()).filter(|v| !given(v)).collect();
        if !wrong.is_empty() {
            // One of them may be what is lacking.
            return;
        }
        if !lacking.is_empty() {
            let (list, field) = (lacking.join("、"), &values.field);
            let message =
                say!("分数表没有写“{field}”为 {list} 的计几分", "the table gives no points for `{field}` = {list}");
            let help = say!("不计分的写 0", "write 0 for those that earn nothing");
            self.report_with(first(*span, 2), message, Some(help));
        }
    }
}

/// Whether a closure visibly gives only records that have a field: what it ends with is a filter that asks for it, or
/// something made of such records.
fn keeps_only(closure: &Expr, field: &str) -> bool {
    let What::Closure(closure) = &closure.what else { return false };
    result(&closure.body).is_some_and(|given| are_kept(given, field))
}

fn result(body: &Block) -> Option<&Expr> {
    match body.statements.last().map(|statement| &statement.step) {
        Some(Step::Expr(expr) | Step::Return(Some(expr))) => Some(expr),
        _ => None,
    }
}

fn are_kept(given: &Expr, field: &str) -> bool {
    let What::Method { of, name, arguments, .. } = &given.what else { return false };
    let asks = match (&*name.text, arguments.as_slice()) {
        ("filter", [Expr { what: What::Closure(test), .. }]) => test_of(test).is_some_and(|test| promises(test, field)),
        ("where", [Expr { what: What::Text(own), .. }, _]) => **own == *field,
        _ => false,
    };
    asks || (matches!(&*name.text, "filter" | "where" | "sort_by" | "first") && are_kept(of, field))
}

/// What a test comes to, where it is one expression.
fn test_of(test: &Closure) -> Option<&Expr> {
    if test.body.statements.len() == 1 { result(&test.body) } else { None }
}

/// Whether what holds has a field.
fn promises(test: &Expr, field: &str) -> bool {
    match &test.what {
        What::Logic { op: Logic::And, parts } => parts.iter().any(|part| promises(part, field)),
        What::Logic { op: Logic::Or, parts } => parts.iter().all(|part| promises(part, field)),
        What::Method { name, arguments, .. } => {
            &*name.text == "has"
                && matches!(arguments.as_slice(), [Expr { what: What::Text(own), .. }] if **own == *field)
        }
        _ => false,
    }
}
