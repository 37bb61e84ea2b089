//! The lines of a scheme: their options, and what their closures give.

use super::Line;
use super::checker::Checker;
use super::expressions::element;
use super::hints::help_to_test;
use super::report::suggest;
use super::table::InstanceId;
use crate::keys;
use crate::language::{Text, say};
use crate::native::entry::Entry;
use crate::native::functions;
use crate::native::shape::{Parameter, Shape, Wants};
use crate::script::tree::{Expr, Name, What};
use crate::script::types::Ty;
use crate::value::KindId;

impl Checker<'_> {
    /// Checks a line; false when there is no such line, or not with so many arguments.
    pub(super) fn scheme_line(&mut self, kind: Option<KindId>, verb: &Name, call: &Expr, arguments: &[Expr]) -> bool {
        let fits = |s: &&Entry| s.on == Some(Shape::Scheme) && s.parameters.len() == arguments.len();
        // Of two forms with as many arguments the one whose options stand where they are written.
        let alike = |s: &&Entry| {
            let pairs = s.parameters.iter().zip(arguments);
            let map = |(parameter, argument): (&Parameter, &Expr)| {
                (parameter.wants == Wants::Is(Shape::Map)) == matches!(argument.what, What::Map(_))
            };
            fits(s) && pairs.into_iter().all(map)
        };
        let mut forms = functions::named(&verb.text).filter(fits);
        let Some(signature) = functions::named(&verb.text).find(alike).or_else(|| forms.next()) else { return false };
        let mut options = None;
        let mut given = Ty::Unknown;
        let mut closures = Vec::new();
        for (parameter, argument) in signature.parameters.iter().zip(arguments) {
            match parameter.wants {
                Wants::Is(Shape::Function) => {
                    let whom = parameter.name == "whom";
                    let (ty, instance) = self.line_closure(kind, &verb.text, whom, argument);
                    given = if whom { given } else { ty };
                    closures.extend(instance);
                }
                Wants::Is(Shape::Map) => {
                    self.options(&verb.text, argument);
                    options = Some(argument);
                }
                Wants::Is(shape) => self.plain(&verb.text, parameter.name, shape, argument),
                _ => {}
            }
        }
        if let (Some(Expr { what: What::Map(entries), .. }), Some(of)) = (options, records(&given)) {
            let counted = signature.parameters.iter().zip(arguments).find(|(parameter, _)| parameter.name == "records");
            self.named_fields(entries, &of, counted.map(|(_, closure)| closure));
        }
        if self.muted == 0 {
            self.lines.push(Line { call: call.id, closures });
        }
        true
    }

    /// Checks the options that name fields of the records that a line counts.
    fn named_fields(&mut self, entries: &[(Name, Expr)], of: &Ty, counted: Option<&Expr>) {
        for (key, value) in entries {
            match &*key.text {
                "date" => self.field_option(of, value, Some(&Ty::Date)),
                "same" => _ = self.telling_field(of, value),
                "by" => {
                    let table = entries.iter().find(|(key, _)| &*key.text == "each").map(|(_, table)| table);
                    self.by_option(of, value, table, counted);
                }
                "line" | "seat" | "settled" => self.field_option(of, value, None),
                "points" | "grade" if matches!(value.what, What::Text(_)) => self.field_option(of, value, None),
                "sponsors" | "stages" | "note" => match &value.what {
                    What::Array(fields) => fields.iter().for_each(|f| self.field_option(of, f, None)),
                    _ => self.field_option(of, value, None),
                },
                _ => {}
            }
        }
    }

    /// Checks the names of a line's options.
    fn options(&mut self, verb: &str, options: &Expr) {
        let What::Map(entries) = &options.what else {
            let example = match verb {
                "part" => "#{ max: 60 }",
                "ratio" => "#{ points: 40 }",
                "minimum" => "#{ at_best: \"…\" }",
                "rate" => "#{ floor: 0.95 }",
                "clear" => "#{ part: \"…\" }",
                "adjust" => "#{ points: \"…\" }",
                "decide" => "#{ grade: \"…\" }",
                _ => "#{ each: 5 }",
            };
            let help = say!("写成 {example} 这样", "such as {example}");
            let message = say!("这里应当写定选项 #{{ … }}", "options are written here, #{{ … }}");
            return self.instead(options, message, help);
        };
        let known = keys::of_line(verb);
        for (key, value) in entries {
            let name = &*key.text;
            if known.contains(&name) {
                self.option(value);
                continue;
            }
            let list = known.join("、");
            let message = say!("{verb} 没有“{name}”这一项", "{verb} has no option \"{name}\"");
            let message = suggest(&message, name, known.iter().copied());
            self.report_with(key.span, message, Some(say!("可用的：{list}", "it has: {list}")));
        }
    }

    /// Says what should stand there, if nothing is wrong with what does.
    fn instead(&mut self, written: &Expr, message: Text, help: Text) {
        let before = self.typed.findings.len();
        self.infer(written);
        if self.typed.findings.len() == before {
            self.report_with(written.span, message, Some(help));
        }
    }

    /// The value of an option, which is read when the pack is loaded: there is no `ctx` yet.
    pub(super) fn option(&mut self, value: &Expr) {
        if let What::Property { of, name, .. } = &value.what
            && let What::Property { of, name: params, .. } = &of.what
            && let (What::Name(ctx), "params") = (&of.what, &*params.text)
            && &**ctx == "ctx"
        {
            let name = &name.text;
            let message = say!("计分办法的说明和选项里没有 ctx", "there is no ctx in a scheme's metadata and options");
            return self.report_with(
                value.span,
                message,
                Some(say!("写成 param(\"{name}\")", "write param(\"{name}\")")),
            );
        }
        self.infer(value);
    }

    /// Walks a line's closure, which knows the file's constants and no other variables, and checks what it gives.
    fn line_closure(
        &mut self,
        kind: Option<KindId>,
        verb: &str,
        yes_or_no: bool,
        argument: &Expr,
    ) -> (Ty, Option<InstanceId>) {
        let Some(callee) = self.closure(argument) else {
            let message = say!("这里应当写函数", "a closure is wanted here");
            self.report_with(argument.span, message, Some(say!("写成 |m, ctx| …", "write |m, ctx| …")));
            return (Ty::Unknown, None);
        };
        let arguments = [kind.map_or(Ty::Unknown, Ty::Record), Ty::Ctx];
        let outer = std::mem::take(&mut self.env);
        self.only_constants();
        let (ty, instance) = self.enter(&callee, argument, Some(&arguments));
        self.env = outer;
        let ((zh, en), shape) = (self.name(&ty), ty.shape());
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
            self.report_with(argument.span, message, help_to_test(&ty));
        } else if !right {
            let message = say!(
                "“{verb}”的函数应当得出一组记录、award 的列表或一个数，这里得出{zh}",
                "the closure of \"{verb}\" gives records, awards or a number; this is a value of type {en}"
            );
            let help = say!(
                "写要计分的记录，如 m.attendances；计几次写成数",
                "give the records that count, such as m.attendances, or their number"
            );
            self.report_with(argument.span, message, Some(help));
        }
        (ty, instance)
    }

    /// Checks an option that names a field of the records counted.
    pub(super) fn field_option(&mut self, of: &Ty, name: &Expr, wanted: Option<&Ty>) {
        let ty = self.named_field(of, name, false);
        let fits = |ty: &Ty| match wanted {
            Some(wanted) => ty == wanted || (*wanted == Ty::Date && *ty == Ty::Period),
            None => true,
        };
        if ty.is_known() && !fits(ty.plain()) {
            let (zh, en) = self.name(&ty);
            let message =
                say!("这里要的是日期字段，该字段是{zh}", "a field with a date is wanted, this is of type {en}");
            let help = say!("写一个日期或时段字段的名称", "name a field that is a date or a period");
            self.report_with(name.span, message, Some(help));
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
