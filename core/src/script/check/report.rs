//! Saying what is wrong: once at a place, with the call that leads there and the parameter that it is about.

use std::sync::Arc;

use super::checker::Checker;
use crate::finding::{Finding, Severity};
use crate::host;
use crate::language::{Text, did_you_mean_quoted, say};
use crate::script::tree::{Expr, Function, What};
use crate::script::types::Ty;
use crate::source::{Place, Span};
use crate::spelling::nearest;

/// What to do where a whole number is wanted and a number comes that may have a fraction.
pub(super) fn make_whole() -> Text {
    say!("写 quotient(a, b)、round、floor 或 ceiling 取整", "make it whole: quotient(a, b), round, floor or ceiling")
}

/// Ends a message with `，您是不是想写“x”？` when there is a near candidate.
pub(super) fn suggest<'c>(message: &Text, word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Text {
    message.clone().and_ask(nearest(word, candidates).map(did_you_mean_quoted))
}

/// The span of a text without its quotes; of anything else all of it, and of an empty text its quotes.
pub(super) fn unquoted(expr: &Expr) -> Span {
    let Span { start, end } = expr.span;
    match expr.what {
        What::Text(_) if end - start > 2 => Span { start: start + 1, end: end - 1 },
        _ => expr.span,
    }
}

/// How a function of a script is called.
pub(super) fn usage(function: &Function) -> String {
    let parameters: Vec<&str> = function.parameters.iter().map(|p| &*p.text).collect();
    format!("{}({})", function.name.text, parameters.join(", "))
}

/// The first letters of a place: `#{`, `import`.
pub(super) fn first(span: Span, letters: u32) -> Span {
    Span { start: span.start, end: span.end.min(span.start + letters) }
}

impl Checker<'_> {
    /// Reports a mistake.
    pub(super) fn report(&mut self, span: Span, message: Text) {
        self.report_with(span, message, None);
    }

    /// Reports a mistake with a next step.
    pub(super) fn report_with(&mut self, span: Span, message: Text, help: Option<Text>) {
        self.report_about(span, message, help, &[]);
    }

    /// Reports a mistake that lies in the types of those expressions: where one is a parameter, `pack.toml` is pointed at.
    pub(super) fn report_about(&mut self, span: Span, message: Text, help: Option<Text>, about: &[&Expr]) {
        if let Some((name, place, text)) = about.iter().find_map(|written| self.quoted(written)) {
            return self.report_quotes(&name, place, &text, span);
        }
        let mut finding = host::PACK.finding(message);
        finding.help = help;
        for written in about {
            if let Some((name, place)) = self.declared(written) {
                finding = finding.see(place, say!("参数“{name}”的值", "the value of the parameter \"{name}\""));
            }
        }
        self.push(span, finding);
    }

    /// Reports a parameter whose value is a text only for the quotes around it: once, wherever it is read.
    fn report_quotes(&mut self, name: &str, place: Place, text: &str, read: Span) {
        let message = say!(
            "参数“{name}”的值加了引号，成了文字",
            "the value of the parameter \"{name}\" is in quotes, which make it a text"
        );
        if self.speaks() && self.seen.insert((place, message.clone())) {
            let help = say!("去掉引号：value = {text}", "take the quotes out: value = {text}");
            let note = say!("这里用到它，要的不是文字", "it is read here, where no text is wanted");
            self.typed.findings.push(host::PACK.finding(message).at(place).help(help).see(self.place(read), note));
        }
    }

    /// Points out what is no mistake but may mean something else than its author thinks.
    pub(super) fn warn(&mut self, span: Span, message: Text, help: Text) {
        let mut finding = host::LANGUAGE.finding(message).help(help);
        finding.severity = Severity::Warning;
        self.push(span, finding);
    }

    /// Whether anything is reported.
    pub(super) fn speaks(&self) -> bool {
        self.muted + self.quiet == 0
    }

    /// Adds a place to what was reported last, if it was.
    pub(super) fn also(&mut self, place: Place, note: Text) {
        if self.pushed
            && let Some(finding) = self.typed.findings.pop()
        {
            self.typed.findings.push(finding.see(place, note));
        }
    }

    fn push(&mut self, span: Span, finding: Finding) {
        let place = self.place(span);
        self.pushed = self.speaks() && self.seen.insert((place, finding.message.clone()));
        if !self.pushed {
            return;
        }
        let mut finding = finding.at(place);
        if let Some(caller) = self.calls.last().and_then(|c| c.place) {
            finding = finding.see(caller, say!("从这里调用", "called from here"));
        }
        self.typed.findings.push(finding);
    }

    /// What people call the type of an expression; a parameter is named.
    pub(super) fn name_of(&self, written: &Expr, ty: &Ty) -> (String, String) {
        let (zh, en) = self.name(ty);
        match self.declared(written) {
            Some((name, _)) => (format!("{zh}（参数“{name}”）"), format!("{en} (the parameter \"{name}\")")),
            None => (zh, en),
        }
    }

    /// The parameter that an expression reads, and where it is declared.
    fn declared(&self, written: &Expr) -> Option<(Arc<str>, Place)> {
        let name = self.parameter_read(written)?;
        let place = self.world.parameters.get(&*name)?.place;
        Some((name, place))
    }

    /// The parameter that an expression reads: `ctx.params.x`, something in it, or a variable that was declared with it.
    pub(super) fn parameter_read(&self, written: &Expr) -> Option<Arc<str>> {
        match &written.what {
            What::Name(name) => self.binding(name)?.parameter.clone(),
            What::Call { name, arguments } if &*name.text == "param" => match arguments.as_slice() {
                [Expr { what: What::Text(name), .. }] => Some(name.clone()),
                _ => None,
            },
            What::Property { of, name, .. } if self.reads_parameters(of) => Some(name.text.clone()),
            What::Property { of, .. } | What::Index { of, .. } => self.parameter_read(of),
            _ => None,
        }
    }

    /// Whether an expression is `ctx.params`.
    fn reads_parameters(&self, written: &Expr) -> bool {
        let holds = |written: &Expr, ty: &Ty| matches!(&written.what, What::Name(name) if self.variable(name).as_ref() == Some(ty));
        match &written.what {
            What::Property { of, name, .. } => &*name.text == "params" && holds(of, &Ty::Ctx),
            _ => holds(written, &Ty::Params),
        }
    }
}
