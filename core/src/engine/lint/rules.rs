//! The top level of a file: imports, constants, functions, and the metadata of rules.

use jiff::civil::Date;
use rhai::{ASTFlags, Expr, FnCallExpr, Ident, Position as Start, Stmt};

use super::Script;
use super::checker::{Checker, suggest};
use super::spans;
use super::types::Ty;
use crate::finding::Severity;
use crate::language::say;
use crate::pack::rule::On;

/// The keys of a rule's metadata, and whether a rule must have them.
const KEYS: [(&str, bool); 7] = [
    ("title", true),
    ("basis", true),
    ("since", true),
    ("until", false),
    ("severity", false),
    ("on", true),
    ("explain", true),
];

/// A day written `2026-03-01`.
pub(crate) fn day(text: &str) -> Option<Date> {
    (text.len() == 10).then(|| text.parse().ok()).flatten()
}

/// Whether a rule's id is `[a-z0-9-]+(/[a-z0-9-]+)*`.
fn is_id(id: &str) -> bool {
    id.split('/').all(|part| !part.is_empty() && part.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-')))
}

/// Whether a call at the top level declares something.
fn declares(call: &FnCallExpr) -> bool {
    matches!(call.name.as_str(), "rule" | "score") && !call.is_qualified()
}

impl<'a> Checker<'a> {
    /// Checks a whole file.
    pub(crate) fn check_file(&mut self, script: Script<'a>) {
        self.file = self.file_of(script);
        self.env.clear();
        self.bans(&script);
        let file = self.file.clone();
        for function in file.named() {
            // For itself, with arguments of which nothing is known.
            let unknown = vec![Ty::Unknown; function.params.len()];
            self.follow_call(&file, &function, unknown, None);
        }
        for statement in script.ast.statements() {
            match statement {
                Stmt::Noop(_) => {}
                Stmt::Import(import, at) => self.import(&import.0, &import.1, *at),
                Stmt::Var(var, flags, _) if *flags == ASTFlags::CONSTANT => {
                    let ty = self.infer(&var.1);
                    self.bind(&var.0.name, ty, (0, 0, self.env.len()), true);
                }
                Stmt::FnCall(call, at) if declares(call) => self.declaration(call, *at),
                Stmt::Expr(expr) => match &**expr {
                    Expr::FnCall(call, at) if declares(call) => self.declaration(call, *at),
                    other => self.stray(spans::first(other)),
                },
                other => self.stray(other.position()),
            }
        }
        self.env.clear();
    }

    fn declaration(&mut self, call: &FnCallExpr, at: Start) {
        if call.name == "score" { self.score(call, at) } else { self.rule(call, at) }
    }

    fn stray(&mut self, at: Start) {
        let span = self.token(at);
        let message = say!(
            "文件顶层只能写 import、rule(…)、score(…)、fn 和 const",
            "the top level of a file holds import, rule(…), score(…), fn and const, nothing else"
        );
        self.report(span, message);
    }

    fn import(&mut self, path: &Expr, alias: &Ident, at: Start) {
        let Expr::StringConstant(text, start) = path else {
            let span = super::operators::operand(self.file.script.text, path, &[" as "]);
            return self.report(
                span,
                say!("import 后面应当是写定的路径，如 \"lib/plan\"", "import wants a literal path, like \"lib/plan\""),
            );
        };
        if (self.world.imports)(text).is_none() {
            let message = say!("没有函数库“{text}”", "there is no library \"{text}\"");
            let libraries = self.world.libraries;
            let help = (!libraries.is_empty()).then(|| {
                let list = libraries.join("、");
                say!("可用的：{list}", "there are: {list}")
            });
            let span = self.token(*start);
            self.report_with(span, suggest(&message, text, libraries.iter().map(String::as_str)), help);
        } else if alias.name.is_empty() {
            let span = self.token(at);
            let help = say!("写成 import \"{text}\" as 名称;", "write import \"{text}\" as name;");
            self.report_with(
                span,
                say!("import 没有起名，用不上", "an import without a name cannot be used"),
                Some(help),
            );
        }
    }

    fn rule(&mut self, call: &FnCallExpr, at: Start) {
        let [id, metadata, closure] = &*call.args else {
            let (span, has) = (self.token(at), call.args.len());
            let message = say!("rule 要3个参数，这里写了{has}个", "rule takes 3 arguments, here it gets {has}");
            let help = say!(
                "写法：rule(\"编号\", #{{ … }}, |记录, ctx| {{ … }})",
                "usage: rule(\"id\", #{{ … }}, |record, ctx| {{ … }})"
            );
            return self.report_with(span, message, Some(help));
        };
        self.rule_id(id);
        let on = self.metadata(metadata);
        self.rule_closure(closure, on.as_ref());
    }

    pub(super) fn rule_id(&mut self, id: &Expr) {
        let Expr::StringConstant(text, at) = id else {
            let span = self.span(id);
            return self.report(span, say!("规则编号应当是写定的文字", "a rule's id is a literal text"));
        };
        let span = self.token(*at);
        if !is_id(text) {
            let help = say!(
                "由小写字母、数字和 - 组成，用 / 分级，如 plan/scheme",
                "lower case letters, digits and -, in parts divided by /: plan/scheme"
            );
            return self.report_with(span, say!("规则编号“{text}”不合格式", "\"{text}\" is no rule id"), Some(help));
        }
        let place = self.place(span);
        if let Some(first) = self.rules.insert(text.to_string(), place).filter(|first| *first != place) {
            self.report(span, say!("规则编号“{text}”重复", "the rule id \"{text}\" is taken"));
            if let Some(finding) = self.findings.pop() {
                self.findings.push(finding.see(first, say!("先在这里用过", "first used here")));
            }
        }
    }

    /// Checks a rule's metadata and gives what the rule is called for.
    fn metadata(&mut self, metadata: &Expr) -> Option<On> {
        let Expr::Map(map, at) = metadata else {
            let span = self.span(metadata);
            self.report(span, say!("rule 的第2个参数应当是 #{{ … }}", "the second argument of rule is #{{ … }}"));
            return None;
        };
        let mut texts: Vec<(&str, &str, Start)> = Vec::new();
        for (key, value) in &map.0 {
            if !KEYS.iter().any(|(name, _)| *name == key.name) {
                let (span, name) = (self.token(key.pos), key.name.as_str());
                let message = say!("规则没有“{name}”一项", "a rule has no \"{name}\"");
                let list = KEYS.map(|(name, _)| name).join("、");
                let help = say!("可用的：{list}", "it has: {list}");
                self.report_with(span, suggest(&message, name, KEYS.map(|(name, _)| name)), Some(help));
                continue;
            }
            match value {
                Expr::StringConstant(text, start) => texts.push((key.name.as_str(), text.as_str(), *start)),
                other => {
                    let (span, name) = (self.span(other), key.name.as_str());
                    self.report(span, say!("“{name}”应当是写定的文字", "\"{name}\" is a literal text"));
                }
            }
        }
        let missing = KEYS.iter().filter(|(name, wanted)| *wanted && !map.0.iter().any(|(key, _)| key.name == *name));
        let missing: Vec<&str> = missing.map(|(name, _)| *name).collect();
        if !missing.is_empty() {
            let from = spans::offset(self.file.script.text, *at);
            let list = missing.join("、");
            self.report(crate::source::Span::new(from, from + 2), say!("规则缺少：{list}", "the rule lacks: {list}"));
        }
        self.metadata_texts(&texts)
    }

    pub(super) fn metadata_texts(&mut self, texts: &[(&str, &str, Start)]) -> Option<On> {
        let mut on = None;
        let mut days = [None, None];
        for &(key, text, start) in texts {
            let span = self.token(start);
            match key {
                "since" | "until" => {
                    days[usize::from(key == "until")] = day(text);
                    if day(text).is_none() {
                        self.report(
                            span,
                            say!("“{key}”应当是日期，如 2022-01-01", "\"{key}\" is a day, like 2022-01-01"),
                        );
                    } else if let [Some(since), Some(until)] = days
                        && until < since
                    {
                        self.report(span, say!("截止日期早于起始日期", "until is before since"));
                    }
                }
                "severity" if Severity::parse(text).is_none() => {
                    let message = say!("没有“{text}”这个级别", "there is no severity \"{text}\"");
                    let help = say!("写 error 或 warning", "write error or warning");
                    self.report_with(span, suggest(&message, text, ["error", "warning"]), Some(help));
                }
                "on" => match On::parse(text) {
                    On::Kind(kind) if self.world.schema.index(&kind).is_none() => {
                        self.unknown_kind(text, span, &["body", "network"]);
                    }
                    found => on = Some(found),
                },
                "title" if text.contains('\n') => {
                    self.report(span, say!("“title”只能有一行", "\"title\" is one line"));
                }
                "title" | "basis" | "explain" if text.trim().is_empty() => {
                    self.report(span, say!("“{key}”不能为空", "\"{key}\" must not be empty"));
                }
                _ => {}
            }
        }
        on
    }

    fn rule_closure(&mut self, written: &Expr, on: Option<&On>) {
        let Some(closure) = self.closure(written) else {
            let span = self.span(written);
            return self.report(
                span,
                say!("rule 的第3个参数应当是函数 |…| {{ … }}", "the third argument of rule is a closure, |…| {{ … }}"),
            );
        };
        let arguments = match on {
            Some(On::Kind(kind)) => Some(vec![self.world.schema.index(kind).map_or(Ty::Unknown, Ty::Record), Ty::Ctx]),
            Some(On::Body | On::Network) => Some(vec![Ty::Ctx]),
            None => None,
        };
        // The rule is the outermost call: it has no caller to point at.
        self.settle(&mut |checker| match &arguments {
            Some(arguments) => checker.call_closure(&closure, written, arguments),
            None => checker.walk_closure(&closure, None),
        });
    }
}
