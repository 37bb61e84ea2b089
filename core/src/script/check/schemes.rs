//! Schemes: their metadata, and that they hold lines and nothing else.

use super::Scheme;
use super::checker::Checker;
use super::metadata::{Read, missing, to_add};
use super::report::{first, suggest};
use crate::keys;
use crate::language::say;
use crate::pack::rule::On;
use crate::script::tree::{Block, Declaration, Expr, Name, Statement, Step, What};
use crate::script::types::Ty;
use crate::source::Span;
use crate::value::KindId;

/// Metadata that are texts.
const TEXTS: [&str; 7] = ["title", "basis", "since", "until", "explain", "on", "extends"];

impl Checker<'_> {
    /// Checks `score(id, metadata, |s| { … })`.
    pub(super) fn score(&mut self, number: usize, declaration: &Declaration) {
        let [id, metadata, closure] = declaration.arguments.as_slice() else {
            let has = declaration.arguments.len();
            let message = say!("score 要3个参数，这里写了{has}个", "score takes 3 arguments, here it gets {has}");
            let help =
                say!("写法：score(\"编号\", #{{ … }}, |s| {{ … }})", "usage: score(\"id\", #{{ … }}, |s| {{ … }})");
            return self.report_with(declaration.verb.span, message, Some(help));
        };
        let id = self.rule_id(id);
        let (read, on) = self.scheme_metadata(metadata);
        let written = match &closure.what {
            What::Closure(written) => written.clone(),
            _ => {
                let message = say!(
                    "score 的第3个参数应当是函数 |s| {{ … }}",
                    "the third argument of score is a closure, |s| {{ … }}"
                );
                let help = say!("写成 |s| {{ … }}", "write |s| {{ … }}");
                return self.report_with(first(closure.span, 1), message, Some(help));
            }
        };
        // What stands between lines is told of as such.
        let quiet = usize::from(!self.only_lines(&written.body));
        self.lines.clear();
        let callee = super::functions::Callee::Written(written);
        self.quiet += quiet;
        let instance = self.enter(&callee, closure, Some(&[Ty::Scheme(on)])).1;
        self.quiet -= quiet;
        let lines = std::mem::take(&mut self.lines);
        if let (Some(meta), Some(instance)) = (read.meta(id), instance) {
            let file = self.file.tree.source;
            self.typed.schemes.push(Scheme { file, declaration: number, meta, instance, lines });
        }
    }

    /// Checks a scheme's metadata and gives the kind that it scores.
    fn scheme_metadata(&mut self, metadata: &Expr) -> (Read, Option<KindId>) {
        let mut read = Read::default();
        let What::Map(entries) = &metadata.what else {
            let message = say!("score 的第2个参数应当是 #{{ … }}", "the second argument of score is #{{ … }}");
            let help = say!("写成 #{{ title: \"……\", … }}", "write #{{ title: \"…\", … }}");
            self.report_with(metadata.span, message, Some(help));
            return (read, None);
        };
        for (key, value) in entries {
            let name = &*key.text;
            if !keys::SCHEME.iter().any(|(known, _)| *known == name) {
                let message = say!("计分办法没有“{name}”一项", "a scheme has no \"{name}\"");
                let list = keys::SCHEME.map(|(name, _)| name).join("、");
                let message = suggest(&message, name, keys::SCHEME.map(|(name, _)| name));
                self.report_with(key.span, message, Some(say!("可用的：{list}", "it has: {list}")));
            } else if TEXTS.contains(&name) {
                self.metadata_text(key, value, &mut read);
            } else {
                self.option(value);
            }
        }
        let missing = missing(&keys::SCHEME, entries);
        if !missing.is_empty() {
            let (list, help) = (missing.join("、"), to_add(&missing));
            let message = say!("计分办法缺少：{list}", "the scheme lacks: {list}");
            self.report_with(first(metadata.span, 2), message, Some(help));
        }
        let kind = match &read.on {
            Some(On::Kind(kind)) => self.world.schema.index(kind),
            Some(On::Body | On::Network) => {
                let span = read.on_at.unwrap_or(metadata.span);
                let message = say!("计分办法的对象应当是一类记录", "a scheme scores the records of a kind");
                self.report_with(span, message, Some(say!("写成 on: \"member\" 这样", "such as on: \"member\"")));
                None
            }
            None => None,
        };
        if let Some(kind) = kind {
            self.fields_of_metadata(&Ty::Record(kind), entries);
        }
        (read, kind)
    }

    /// Checks the fields that metadata name where they write them out.
    fn fields_of_metadata(&mut self, of: &Ty, entries: &[(Name, Expr)]) {
        for (key, value) in entries {
            match (&*key.text, &value.what) {
                ("prorata", What::Array(fields)) => {
                    for field in fields {
                        self.field_option(of, field, Some(&Ty::Date));
                    }
                }
                ("groups", _) => self.telling_fields(of, value),
                ("quota", What::Array(quotas)) => quotas.iter().for_each(|quota| self.within(of, quota)),
                ("quota", _) => self.within(of, value),
                _ => {}
            }
        }
    }

    /// Checks the fields within whose values a quota has places.
    fn within(&mut self, of: &Ty, quota: &Expr) {
        let What::Map(entries) = &quota.what else { return };
        for (_, fields) in entries.iter().filter(|(key, _)| &*key.text == "within") {
            self.telling_fields(of, fields);
        }
    }

    fn telling_fields(&mut self, of: &Ty, fields: &Expr) {
        match &fields.what {
            What::Array(fields) => fields.iter().for_each(|field| _ = self.grouping_field(of, field)),
            What::Text(_) | What::Name(_) => _ = self.grouping_field(of, fields),
            _ => {}
        }
    }

    /// A scheme's closure holds lines and nothing else, so that it reads as the table does; whether it does.
    fn only_lines(&mut self, body: &Block) -> bool {
        let mut only = true;
        for statement in &body.statements {
            let line = match &statement.step {
                Step::Expr(Expr { what: What::Method { of, .. }, .. }) => matches!(of.what, What::Name(_)),
                _ => false,
            };
            only &= line;
            if !line {
                let help = if matches!(statement.step, Step::For { .. }) {
                    say!(
                        "for 只能逐个取写定的列表、常量或 param(\"参数\")（不随时间改变），写成 for v in [\"甲\", \"乙\"] {{ s.item(…); }}，v 不能另作他用",
                        "a `for` goes over a list that is written out, a constant, or param(\"name\") that does not change with time: for v in [\"a\", \"b\"] {{ s.item(…); }}; nothing else is called v"
                    )
                } else {
                    say!("计算写在各行的函数里", "calculations belong into the lines' closures")
                };
                let message = say!(
                    "计分办法里只能逐行写 s.part、s.item、s.ratio、s.rate、s.minimum、s.veto、s.clear、s.unranked、s.drop",
                    "a scheme holds lines only: s.part, s.item, s.ratio, s.rate, s.minimum, s.veto, s.clear, s.unranked, s.drop"
                );
                self.report_with(beginning(statement), message, Some(help));
            }
        }
        only
    }
}

/// The word that a statement begins with.
fn beginning(statement: &Statement) -> Span {
    let letters = match &statement.step {
        Step::Let { constant: false, .. } | Step::For { .. } => 3,
        Step::Let { .. } | Step::While { condition: Some(_), .. } | Step::Break(_) => 5,
        Step::While { .. } => 4,
        Step::Do { .. } => 2,
        Step::Return(_) => 6,
        Step::Continue => 8,
        Step::Banned(word, _) => return word.span,
        Step::Expr(expr) => match &expr.what {
            What::If { .. } => 2,
            What::Switch { word, .. } => return *word,
            What::Call { name, .. } => return name.span,
            _ => return expr.span,
        },
        Step::Assign { .. } => return statement.span,
    };
    first(statement.span, letters)
}
