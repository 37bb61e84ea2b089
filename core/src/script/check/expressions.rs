//! Expressions: literals, variables, chains of properties and indices.

use super::checker::Checker;
use super::report::{make_whole, unquoted, usage};
use crate::language::say;
use crate::script::tree::{Block, Expr, Step, What};
use crate::script::types::Ty;

impl Checker<'_> {
    /// The type of an expression; what is wrong in it is reported.
    pub(super) fn infer(&mut self, expr: &Expr) -> Ty {
        let ty = match self.link(expr) {
            (ty, true) => ty.maybe(),
            (ty, false) => ty,
        };
        self.note(expr, &ty);
        ty
    }

    /// The type of an expression that may be a link of a chain, and whether the chain may have ended before it with `()`,
    /// at a `?.`; then what follows is left out too.
    fn link(&mut self, expr: &Expr) -> (Ty, bool) {
        let (of, safe) = match &expr.what {
            What::Property { of, safe, .. } | What::Index { of, safe, .. } | What::Method { of, safe, .. } => {
                (of, *safe)
            }
            _ => return (self.value(expr), false),
        };
        let (base, ended) = self.link(of);
        self.note(of, &if ended { base.clone().maybe() } else { base.clone() });
        let ty = match &expr.what {
            What::Property { name, .. } => self.property(&base, name),
            What::Index { index, .. } => self.index(&base, of, index),
            What::Method { name, arguments, .. } => self.method_call(&base, of, name, expr, arguments),
            _ => Ty::Unknown,
        };
        (ty, ended || safe)
    }

    /// The type of an expression that is no link of a chain.
    fn value(&mut self, expr: &Expr) -> Ty {
        if let Some(callee) = self.closure(expr) {
            self.refuse_closure(expr);
            if matches!(expr.what, What::Closure(_)) {
                self.walk_loose(&callee, expr);
            }
            // It is refused; what is done with it is not blamed as well.
            return Ty::Unknown;
        }
        match &expr.what {
            What::Unit => Ty::Unit,
            What::Bool(_) => Ty::Bool,
            What::Int(_) => Ty::Int,
            What::Decimal(_) => Ty::Decimal,
            What::Text(text) => {
                self.no_values_in_quotes(text, expr);
                Ty::Word(text.clone())
            }
            What::Char(_) => self.no_characters(expr),
            What::Template(parts) => self.template(parts),
            What::Array(items) => {
                let items: Vec<Ty> = items.iter().map(|item| self.infer(item)).collect();
                Ty::array(items)
            }
            What::Map(entries) => {
                let mut columns = Vec::with_capacity(entries.len());
                for (key, value) in entries {
                    columns.push((key.text.to_string(), self.infer(value).widened()));
                }
                Ty::map(columns)
            }
            What::Name(name) => self.named_value(name, expr.span),
            What::LibraryName { library, name } => self.library_name(library, name),
            What::Call { name, arguments } => self.function_call(name, expr, arguments),
            What::LibraryCall { library, name, arguments } => self.library_call(library, name, expr, arguments),
            What::Unary { op, operator, of } => self.unary(*op, *operator, of),
            What::Binary { op, operator, left, right } => self.binary(*op, *operator, left, right),
            What::Logic { op, parts } => self.logic(*op, parts),
            What::If { condition, then, otherwise } => self.branch(condition, then, otherwise.as_ref()),
            What::Switch { word, subject, cases } => self.switch(*word, subject, cases),
            What::Block(block) => self.block_value(block),
            What::This => {
                let help = say!("把记录作为参数交给函数", "hand the record to the function as an argument");
                self.report_with(expr.span, say!("规则里不能用 this", "this may not be used"), Some(help));
                Ty::Unknown
            }
            What::Property { .. } | What::Index { .. } | What::Method { .. } | What::Closure(_) => Ty::Unknown,
        }
    }

    fn no_characters(&mut self, expr: &Expr) -> Ty {
        let help = say!("文字写在双引号里", "a text stands in double quotes");
        self.report_with(expr.span, say!("不能写单个字符", "a single character may not be written"), Some(help));
        Ty::Unknown
    }

    fn template(&mut self, parts: &[Expr]) -> Ty {
        for part in parts {
            if let What::Text(text) = &part.what {
                self.no_sign_before_braces(text, part);
            }
            let ty = self.infer(part);
            self.printable(part, &ty);
        }
        Ty::Str
    }

    /// Reports `"${…}"`: only in backticks a value takes its place.
    fn no_values_in_quotes(&mut self, text: &str, expr: &Expr) {
        if text.contains("${") {
            let message =
                say!("双引号里的 ${{…}} 不会换成值", "within double quotes, ${{…}} is not replaced by a value");
            let help = say!("两边的引号改成反引号 `", "write backticks ` for the quotes");
            self.report_with(expr.span, message, Some(help));
        } else {
            self.no_sign_before_braces(text, expr);
        }
    }

    /// Reports `{name.…}` in a text, where `name` is a variable: a `$` is missing before it.
    fn no_sign_before_braces(&mut self, text: &str, expr: &Expr) {
        let word = |c: char| c.is_alphanumeric() || c == '_';
        for (at, _) in text.match_indices('{').filter(|(at, _)| !text[..*at].ends_with('$')) {
            let rest = &text[at + 1..];
            let end = rest.find(|c: char| !word(c)).unwrap_or(rest.len());
            let (name, behind) = rest.split_at(end);
            if !name.is_empty() && behind.starts_with(['.', '}', '(']) && self.binding(name).is_some() {
                let message =
                    say!("文字里的“{{{name}”前面没有“$”，不会换成值", "a `$` is missing before `{{{name}` in the text");
                let help = say!("写在反引号里：`…${{{name}…}}…`", "write it in backticks: `…${{{name}…}}…`");
                return self.report_with(expr.span, message, Some(help));
            }
        }
    }

    /// A block that stands where a value is wanted; a loop has none.
    fn block_value(&mut self, block: &Block) -> Ty {
        if let [statement] = block.statements.as_slice()
            && matches!(statement.step, Step::While { .. } | Step::Do { .. } | Step::For { .. })
            && statement.span.start == block.span.start
        {
            let help =
                say!("在循环之前用 let 声明，在循环里赋值", "declare it with let before the loop, assign to it within");
            self.report_with(statement.span, say!("循环没有值", "a loop has no value"), Some(help));
            self.block(block);
            return Ty::Unknown;
        }
        self.block(block)
    }

    /// Refuses a closure, or a function's name, where none may stand.
    pub(super) fn refuse_closure(&mut self, expr: &Expr) {
        if let What::Name(name) = &expr.what {
            let usage = self
                .file
                .functions
                .get(name)
                .and_then(|same| same.first())
                .map(|function| usage(function))
                .unwrap_or_default();
            let message = say!("函数“{name}”不能当作值", "the function \"{name}\" is no value");
            let help = say!(
                "调用写成 {usage}；filter、map 里可以只写名称",
                "call it as {usage}; in filter, map and the like its name does"
            );
            return self.report_with(expr.span, message, Some(help));
        }
        let message = say!(
            "函数 |…| … 只能直接写在 filter、map 等的括号里，不能存起来，也不能交给脚本的函数",
            "a closure may be written only as an argument of filter, map and the like, neither kept nor handed to a script's function"
        );
        let help =
            say!("需要多次使用时，在文件顶层用 fn 定义", "to use it more than once, declare a fn at the top level");
        self.report_with(expr.span, message, Some(help));
    }

    /// Checks that a value in `${…}` has a text of its own.
    fn printable(&mut self, part: &Expr, ty: &Ty) {
        let help = match ty.plain() {
            Ty::Array(_) | Ty::View(_) => {
                say!("连成文字写成 .join(\"、\")，数量写成 .len()", "write .join(\", \"), or .len() for their number")
            }
            Ty::Map(_) | Ty::Ctx | Ty::Params | Ty::Group(..) | Ty::Finding => {
                say!("写其中的一项，如 .名称", "write one of its entries, like .name")
            }
            _ => return,
        };
        let (zh, en) = self.name_of(part, ty);
        let message = say!("${{…}} 里不能写{zh}", "a value of type {en} cannot be put into a text");
        self.report_about(part.span, message, Some(help), &[part]);
    }

    fn index(&mut self, base: &Ty, of: &Expr, index: &Expr) -> Ty {
        let key = self.infer(index);
        match base.plain() {
            Ty::Array(element) => {
                if key.is_known() && !matches!(key.plain(), Ty::Int | Ty::Number) {
                    self.wrong_index(index, &key, &Ty::Int);
                }
                if **element == Ty::Never { Ty::Unknown } else { (**element).clone() }
            }
            Ty::Map(map) => {
                if key.is_known() && !key.plain().is_text() {
                    self.wrong_index(index, &key, &Ty::Str);
                }
                if let Ty::Word(name) = &key {
                    return self.entry(map, name, unquoted(index));
                }
                let types = map.columns.iter().map(|c| c.ty.clone()).chain(map.rest.clone());
                types.fold(Ty::Never, Ty::join)
            }
            ty if !ty.is_known() => Ty::Unknown,
            ty => {
                let (zh, en) = self.name_of(of, ty);
                let help = match ty {
                    Ty::Params => {
                        let name = match &key {
                            Ty::Word(name) => name.to_string(),
                            _ => "名称".to_owned(),
                        };
                        say!("参数写成 ctx.params.{name}", "parameters are read with a dot: ctx.params.NAME")
                    }
                    Ty::View(_) => say!(
                        "第一条写成 .first()，最后一条写成 .last()",
                        "the first one is .first(), the last one .last()"
                    ),
                    Ty::Record(_) => {
                        say!("字段写成 .字段名，不用方括号", "fields are read with .name, not with brackets")
                    }
                    ty if ty.is_text() => {
                        say!("取其中的字写成 .sub_string(起, 长)", "take letters with .sub_string(start, len)")
                    }
                    _ => say!("只有列表和表可以用 […] 取值", "only arrays and maps are read with […]"),
                };
                let message = say!("{zh}不能用 […] 取值", "a value of type {en} cannot be read with […]");
                self.report_about(index.span, message, Some(help), &[of]);
                Ty::Unknown
            }
        }
    }

    fn wrong_index(&mut self, index: &Expr, found: &Ty, wanted: &Ty) {
        let ((fz, fe), (wz, we)) = (self.name_of(index, found), self.name(wanted));
        let message = say!("方括号里应当是{wz}，这里是{fz}", "an index here must be of type {we}, this is {fe}");
        let help = match (wanted, found.plain()) {
            (Ty::Int, Ty::Decimal) => make_whole(),
            (Ty::Int, _) => {
                say!("写第几项，从 0 数起：[0] 是第一项", "write which one, counting from 0: [0] is the first")
            }
            _ => say!("写项的名称：[\"名称\"]", "write the entry's name: [\"name\"]"),
        };
        self.report_about(index.span, message, Some(help), &[index]);
    }
}

/// The type of the elements of a collection; `None` when it is none.
pub(super) fn element(ty: &Ty) -> Option<Ty> {
    match ty.plain() {
        Ty::View(kind) => Some(Ty::Record(*kind)),
        Ty::Array(of) if **of == Ty::Never => Some(Ty::Unknown),
        Ty::Array(of) => Some((**of).clone()),
        Ty::Range => Some(Ty::Int),
        _ => None,
    }
}
