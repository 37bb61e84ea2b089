//! Schemes: metadata, lines with their options, and what the lines' closures give.

use rhai::{Expr, FnCallExpr, Position as Start, Stmt};

use super::checker::{Checker, suggest};
use super::expressions::element;
use super::functions::Closure;
use super::spans;
use super::types::Ty;
use crate::engine::scores::metadata::SCHEME;
use crate::engine::scores::options::known;
use crate::engine::signatures::{self, Shape};
use crate::language::say;
use crate::pack::rule::On;
use crate::value::KindId;

/// Metadata that are texts.
const TEXTS: [&str; 6] = ["title", "basis", "since", "until", "explain", "on"];

impl Checker<'_> {
    /// Checks `score(id, metadata, |s| { … })`.
    pub(super) fn score(&mut self, call: &FnCallExpr, at: Start) {
        let [id, metadata, closure] = &*call.args else {
            let (span, has) = (self.token(at), call.args.len());
            let message = say!("score 要3个参数，这里写了{has}个", "score takes 3 arguments, here it gets {has}");
            let help =
                say!("写法：score(\"编号\", #{{ … }}, |s| {{ … }})", "usage: score(\"id\", #{{ … }}, |s| {{ … }})");
            return self.report_with(span, message, Some(help));
        };
        self.rule_id(id);
        let on = self.scheme_metadata(metadata);
        let Some(written) = self.closure(closure) else {
            let span = self.span(closure);
            let message = say!(
                "score 的第3个参数应当是函数 |s| {{ … }}",
                "the third argument of score is a closure, |s| {{ … }}"
            );
            return self.report(span, message);
        };
        self.only_lines(&written);
        let arguments = [Ty::Scheme(on)];
        self.settle(&mut |checker| checker.call_closure(&written, closure, &arguments));
    }

    /// Checks a scheme's metadata and gives the kind that it scores.
    fn scheme_metadata(&mut self, metadata: &Expr) -> Option<KindId> {
        let Expr::Map(map, at) = metadata else {
            let span = self.span(metadata);
            self.report(span, say!("score 的第2个参数应当是 #{{ … }}", "the second argument of score is #{{ … }}"));
            return None;
        };
        let mut texts: Vec<(&str, &str, Start)> = Vec::new();
        for (key, value) in &map.0 {
            let name = key.name.as_str();
            if !SCHEME.iter().any(|(known, _)| *known == name) {
                let span = self.token(key.pos);
                let message = say!("计分办法没有“{name}”一项", "a scheme has no \"{name}\"");
                let list = SCHEME.map(|(name, _)| name).join("、");
                let message = suggest(&message, name, SCHEME.map(|(name, _)| name));
                self.report_with(span, message, Some(say!("可用的：{list}", "it has: {list}")));
            } else if !TEXTS.contains(&name) {
                self.infer(value);
            } else if let Expr::StringConstant(text, start) = value {
                texts.push((name, text.as_str(), *start));
            } else {
                let span = self.span(value);
                self.report(span, say!("“{name}”应当是写定的文字", "\"{name}\" is a literal text"));
            }
        }
        let missing = SCHEME.iter().filter(|(name, wanted)| *wanted && !map.0.iter().any(|(key, _)| key.name == *name));
        let missing: Vec<&str> = missing.map(|(name, _)| *name).collect();
        if !missing.is_empty() {
            let from = spans::offset(self.file.script.text, *at);
            let list = missing.join("、");
            let span = crate::source::Span::new(from, from + 2);
            self.report(span, say!("计分办法缺少：{list}", "the scheme lacks: {list}"));
        }
        let kind = match self.metadata_texts(&texts)? {
            On::Kind(kind) => self.world.schema.index(&kind),
            On::Body | On::Network => {
                if let Some((.., start)) = texts.iter().find(|(name, ..)| *name == "on") {
                    let span = self.token(*start);
                    self.report(span, say!("计分办法的对象应当是一类记录", "a scheme scores the records of a kind"));
                }
                None
            }
        };
        self.prorata(map.0.iter().find(|(key, _)| key.name == "prorata").map(|(_, value)| value), kind);
        kind
    }

    fn prorata(&mut self, fields: Option<&Expr>, kind: Option<KindId>) {
        let (Some(Expr::Array(fields, _)), Some(kind)) = (fields, kind) else { return };
        for field in fields {
            self.field_option(&Ty::Record(kind), field, Some(&Ty::Date));
        }
    }

    /// A scheme's closure holds lines and nothing else, so that it reads as the table does.
    fn only_lines(&mut self, closure: &Closure) {
        for statement in &closure.function.body {
            let line = match statement {
                Stmt::Noop(_) => true,
                Stmt::Expr(expr) => match &**expr {
                    Expr::Dot(pair, ..) => {
                        matches!((&pair.lhs, &pair.rhs), (Expr::Variable(..), Expr::MethodCall(..)))
                    }
                    _ => false,
                },
                _ => false,
            };
            if !line {
                let span = match statement {
                    Stmt::Expr(expr) => self.token(spans::first(expr)),
                    other => self.token(other.position()),
                };
                let help = say!("计算写在各行的函数里", "calculations belong into the lines' closures");
                let message = say!(
                    "计分办法里只能逐行写 s.part、s.item、s.ratio、s.minimum、s.veto、s.unranked",
                    "a scheme holds lines only: s.part, s.item, s.ratio, s.minimum, s.veto, s.unranked"
                );
                self.report_with(span, message, Some(help));
            }
        }
    }

    /// Checks a line; false when there is no such line, or not with so many arguments.
    pub(super) fn scheme_line(&mut self, kind: Option<KindId>, verb: &str, at: Start, arguments: &[Expr]) -> bool {
        let fits = |s: &&signatures::Signature| s.on == Some(Shape::Scheme) && s.parameters.len() == arguments.len();
        let Some(signature) = signatures::named(verb).find(fits) else { return false };
        let _ = at;
        let mut options = None;
        let mut given = Ty::Unknown;
        for (parameter, argument) in signature.parameters.iter().zip(arguments) {
            match parameter.wants {
                signatures::Wants::Is(Shape::Function) => given = self.line_closure(kind, verb, argument),
                signatures::Wants::Is(Shape::Map) => {
                    self.options(verb, argument);
                    options = Some(argument);
                }
                signatures::Wants::Is(shape) => self.plain(verb, parameter.name, shape, argument),
                _ => {}
            }
        }
        if let (Some(Expr::Map(map, _)), Some(of)) = (options, records(&given)) {
            for (key, value) in &map.0 {
                match key.name.as_str() {
                    "date" => self.field_option(&of, value, Some(&Ty::Date)),
                    "same" => self.field_option(&of, value, None),
                    "by" => {
                        let table = map.0.iter().find(|(key, _)| key.name == "each").map(|(_, table)| table);
                        self.by_option(&of, value, table);
                    }
                    "sponsors" => match value {
                        Expr::Array(fields, _) => fields.iter().for_each(|f| self.field_option(&of, f, None)),
                        field => self.field_option(&of, field, None),
                    },
                    _ => {}
                }
            }
        }
        true
    }

    pub(crate) fn plain(&mut self, verb: &str, name: &str, shape: Shape, argument: &Expr) {
        let ty = self.infer(argument);
        if let Some(found) = ty.shape().filter(|found| !shape.covers(*found)) {
            let ((wz, we), (fz, fe)) = (shape.name(), found.name());
            let span = self.span(argument);
            let message = say!(
                "“{verb}”的参数 {name} 应当是{wz}，这里是{fz}",
                "\"{verb}\" wants {we} for {name}, this is a value of type {fe}"
            );
            self.report(span, message);
        }
    }

    /// Checks the names of a line's options.
    fn options(&mut self, verb: &str, options: &Expr) {
        let Expr::Map(map, _) = options else {
            let span = self.span(options);
            return self.report(span, say!("这里应当写定选项 #{{ … }}", "options are written here, #{{ … }}"));
        };
        // What a call gives as arguments of its own is no option.
        let known: Vec<&str> = known(verb).iter().copied().filter(|k| !matches!(*k, "need" | "grade")).collect();
        for (key, value) in &map.0 {
            let name = key.name.as_str();
            if known.contains(&name) {
                self.infer(value);
                continue;
            }
            let span = self.token(key.pos);
            let list = known.join("、");
            let message = say!("{verb} 没有“{name}”这一项", "{verb} has no option \"{name}\"");
            let message = suggest(&message, name, known.iter().copied());
            self.report_with(span, message, Some(say!("可用的：{list}", "it has: {list}")));
        }
    }

    /// Walks a line's closure and checks what it gives.
    fn line_closure(&mut self, kind: Option<KindId>, verb: &str, argument: &Expr) -> Ty {
        let Some(closure) = self.closure(argument) else {
            let span = self.span(argument);
            self.report(span, say!("这里应当写函数 |m, ctx| …", "a closure is wanted here, |m, ctx| …"));
            return Ty::Unknown;
        };
        let arguments = [kind.map_or(Ty::Unknown, Ty::Record), Ty::Ctx];
        let ty = self.call_closure(&closure, argument, &arguments);
        let span = self.span(argument);
        let ((zh, en), shape) = (self.name(&ty), ty.shape());
        let yes_or_no = matches!(verb, "part" | "unranked");
        let right = match shape {
            None | Some(Shape::Bool) => true,
            Some(_) if yes_or_no => false,
            Some(shape) => {
                Shape::Number.covers(shape)
                    || matches!(
                        shape,
                        Shape::View | Shape::Array | Shape::Record | Shape::Award | Shape::Unit | Shape::Any
                    )
            }
        };
        if !right && yes_or_no {
            let message = say!(
                "“{verb}”的函数应当得出“是”或“否”，这里得出{zh}",
                "the closure of \"{verb}\" must give true or false, it gives a value of type {en}"
            );
            self.report(span, message);
        } else if !right {
            let message = say!(
                "“{verb}”的函数应当得出一组记录、award 的列表或一个数，这里得出{zh}",
                "the closure of \"{verb}\" gives records, awards or a number; this is a value of type {en}"
            );
            self.report(span, message);
        }
        ty
    }

    /// Checks an option that names a field of the records counted.
    fn field_option(&mut self, of: &Ty, name: &Expr, wanted: Option<&Ty>) {
        let ty = self.named_field(of, name);
        let fits = |ty: &Ty| match wanted {
            Some(wanted) => ty == wanted || (*wanted == Ty::Date && *ty == Ty::Period),
            None => true,
        };
        if ty.is_known() && !fits(ty.plain()) {
            let (zh, en) = self.name(&ty);
            let span = self.span(name);
            self.report(
                span,
                say!("这里要的是日期字段，该字段是{zh}", "a field with a date is wanted, this is of type {en}"),
            );
        }
    }

    /// Checks a table of points against the values of the field that it goes by.
    fn by_option(&mut self, of: &Ty, name: &Expr, table: Option<&Expr>) {
        let ty = self.named_field(of, name);
        let (Ty::Enum(values), Some(Expr::Map(table, at))) = (ty.plain(), table) else { return };
        for (key, _) in &table.0 {
            if !values.values.iter().any(|(value, _)| *value == key.name) {
                let span = self.token(key.pos);
                let values = values.clone();
                self.enum_value(&values, &key.name, span);
            }
        }
        let lacking: Vec<&str> = values
            .values
            .iter()
            .map(|(value, _)| value.as_str())
            .filter(|value| !table.0.iter().any(|(key, _)| key.name == *value))
            .collect();
        if !lacking.is_empty() {
            let (list, field) = (lacking.join("、"), &values.field);
            let from = spans::offset(self.file.script.text, *at);
            let span = crate::source::Span::new(from, from + 2);
            let message =
                say!("分数表没有写“{field}”为 {list} 的计几分", "the table gives no points for `{field}` = {list}");
            self.report_with(span, message, Some(say!("不计分的写 0", "write 0 for those that earn nothing")));
        }
    }
}

/// The record type of what a closure gives, where it gives records.
fn records(given: &Ty) -> Option<Ty> {
    match given.plain() {
        Ty::Record(kind) => Some(Ty::Record(*kind)),
        ty => element(ty).filter(|ty| matches!(ty, Ty::Record(_))),
    }
}
