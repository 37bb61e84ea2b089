//! Programs as texts: for our machine, and for Rhai's evaluator, where what the two say differently is said differently.

mod rhai;

use std::fmt::Write as _;

use crate::tree::{Arg, Block, Case, Expr, Function, Piece, Program, Rule, Step, free, returns};

/// Rhai's operators, from the loosest to the tightest.
const TIGHTNESS: [(&str, u8); 18] = [
    ("||", 30),
    ("&&", 60),
    ("==", 90),
    ("!=", 90),
    ("in", 110),
    ("!in", 110),
    ("<", 130),
    ("<=", 130),
    (">", 130),
    (">=", 130),
    ("??", 135),
    ("..", 140),
    ("..=", 140),
    ("+", 150),
    ("-", 150),
    ("*", 180),
    ("/", 180),
    ("%", 180),
];

/// A program's files, as a pack has them: name and text.
pub fn pack(program: &Program) -> Vec<(String, String)> {
    let mut text = String::new();
    if program.functions.iter().any(|function| function.library) {
        text.push_str("import \"lib/more\" as more;\n");
    }
    for (name, value) in &program.constants {
        let _ = writeln!(text, "const {name} = {value};");
    }
    let mut library = String::new();
    for function in &program.functions {
        let into = if function.library { &mut library } else { &mut text };
        into.push_str(&function_text(&mut Printer::ours(), function, &function.name));
    }
    for rule in &program.rules {
        let parameters = if matches!(rule.on.as_str(), "body" | "network") { "ctx" } else { "r, ctx" };
        let body = Printer::ours().block(&rule.body, 1);
        let Rule { id, on, .. } = rule;
        let _ = writeln!(
            text,
            "rule(\"{id}\", #{{ title: \"探\", basis: \"探\", since: \"2000-01-01\", on: \"{on}\", may_warn: true, \
             explain: \"探\" }}, |{parameters}| {body});"
        );
    }
    let mut files = vec![("it.rhai".to_owned(), text)];
    if !library.is_empty() {
        files.push(("lib/more.rhai".to_owned(), library));
    }
    files
}

/// The same for Rhai's evaluator: functions only, each rule one of them.
pub fn oracle(program: &Program) -> String {
    let mut text = String::new();
    for function in &program.functions {
        let name = if function.library { format!("more_{}", function.name) } else { function.name.clone() };
        text.push_str(&function_text(&mut Printer::oracle(), function, &name));
    }
    for (at, rule) in program.rules.iter().enumerate() {
        let parameters = if matches!(rule.on.as_str(), "body" | "network") { "ctx" } else { "r, ctx" };
        let body = Printer::oracle().block(&rule.body, 0);
        let _ = writeln!(text, "fn rule_{at}({parameters}) {body}");
    }
    text
}

fn function_text(printer: &mut Printer, function: &Function, name: &str) -> String {
    let body = printer.block(&function.body, 0);
    format!("fn {name}({}) {body}\n", function.parameters.join(", "))
}

/// Writes expressions and statements.
struct Printer {
    ours: bool,
    fresh: usize,
}

impl Printer {
    fn ours() -> Self {
        Self { ours: true, fresh: 0 }
    }

    fn oracle() -> Self {
        Self { ours: false, fresh: 0 }
    }

    fn fresh(&mut self, letter: &str) -> String {
        self.fresh += 1;
        format!("{letter}__{}", self.fresh)
    }

    fn block(&mut self, block: &Block, depth: usize) -> String {
        let mut text = String::from("{\n");
        for step in block {
            let step = self.step(step, depth + 1);
            let _ = writeln!(text, "{}{step}", "    ".repeat(depth + 1));
        }
        format!("{text}{}}}", "    ".repeat(depth))
    }

    fn step(&mut self, step: &Step, depth: usize) -> String {
        match step {
            Step::Expr(Expr::If(condition, then, otherwise)) => self.branch(condition, then, otherwise.as_ref(), depth),
            Step::Expr(Expr::Method(of, name, arguments, false)) if name == "push" => self.push(of, arguments),
            Step::Expr(Expr::Switch(subject, cases)) => self.switch_step(subject, cases),
            Step::Expr(expr) => format!("{};", self.expr(expr)),
            Step::Let(name, None) => format!("let {name};"),
            Step::Let(name, Some(value)) => format!("let {name} = {};", self.expr(value)),
            Step::Const(name, value) => format!("const {name} = {};", self.expr(value)),
            Step::Assign(target, op, value) => {
                let (value, text) = (self.expr(value), self.target(target));
                format!("{text} {op} {value};{}", self.changed(target))
            }
            Step::For(name, counter, items, body) => {
                let items = self.expr(items);
                let body = self.block(body, depth);
                match counter {
                    Some(counter) => format!("for ({name}, {counter}) in {items} {body}"),
                    None => format!("for {name} in {items} {body}"),
                }
            }
            Step::While(condition, body) => {
                let condition = self.expr(condition);
                format!("while {condition} {}", self.block(body, depth))
            }
            Step::Loop(body) => format!("loop {}", self.block(body, depth)),
            Step::Do(body, word, condition) => {
                let body = self.block(body, depth);
                format!("do {body} {word} {};", self.expr(condition))
            }
            Step::Return(None) => "return;".into(),
            Step::Return(Some(value)) => format!("return {};", self.expr(value)),
            Step::Break => "break;".into(),
            Step::Continue => "continue;".into(),
        }
    }

    /// A `switch` as a statement.
    fn switch_step(&mut self, subject: &Expr, cases: &[Case]) -> String {
        let text = self.switch(subject, cases);
        text.trim_start_matches('(').trim_end_matches(')').to_owned()
    }

    /// Our machine works out what is pushed before it looks at where; Rhai does so where what is pushed is in a variable.
    fn push(&mut self, of: &Expr, arguments: &[Arg]) -> String {
        let [Arg::Value(value)] = arguments else { return ";".into() };
        let (simple, value, text) = (value.is_simple(), self.expr(value), self.expr(of));
        if self.ours || simple {
            let whole = Expr::Index(Box::new(of.clone()), Box::new(Expr::plain("0")));
            return format!("{text}.push({value});{}", self.changed(&whole));
        }
        let name = self.fresh("p");
        let whole = Expr::Index(Box::new(of.clone()), Box::new(Expr::plain("0")));
        let changed = self.changed(&whole);
        format!("{{ let {name} = {value}; {text}.push({name});{changed} }}")
    }

    fn branch(&mut self, condition: &Expr, then: &Block, otherwise: Option<&Block>, depth: usize) -> String {
        let condition = self.expr(condition);
        let then = self.block(then, depth);
        let mut text = format!("if {condition} {then}");
        match otherwise.map(Vec::as_slice) {
            None => {}
            Some([Step::Expr(Expr::If(condition, then, otherwise))]) => {
                text += " else ";
                text += &self.branch(condition, then, otherwise.as_ref(), depth);
            }
            Some(block) => {
                text += " else ";
                text += &self.block(&block.to_vec(), depth);
            }
        }
        text
    }

    fn exprs(&mut self, exprs: &[Expr]) -> String {
        exprs.iter().map(|expr| self.expr(expr)).collect::<Vec<_>>().join(", ")
    }

    /// What is assigned to.
    fn target(&mut self, expr: &Expr) -> String {
        match expr {
            Expr::Index(of, at) => {
                let (of, at) = (self.target(of), self.expr(at));
                format!("{of}[{at}]")
            }
            Expr::Prop(of, name, false) => format!("{}.{name}", self.target(of)),
            other => self.expr(other),
        }
    }

    pub fn expr(&mut self, expr: &Expr) -> String {
        match expr {
            Expr::Plain(text) => text.clone(),
            Expr::Text(text) => quoted(text),
            Expr::Var(name) => name.clone(),
            Expr::Known(name, _, global) if self.ours => {
                if *global {
                    format!("global::{name}")
                } else {
                    name.clone()
                }
            }
            Expr::Known(_, value, _) => format!("({value})"),
            Expr::Template(pieces) => self.template(pieces),
            Expr::List(items) => format!("[{}]", self.exprs(items)),
            Expr::Map(entries) => {
                let entries: Vec<String> =
                    entries.iter().map(|(name, value)| format!("{name}: {}", self.expr(value))).collect();
                format!("#{{ {} }}", entries.join(", "))
            }
            Expr::Prop(of, name, safe) => {
                let of = self.head(of);
                format!("{of}{}{name}", if *safe { "?." } else { "." })
            }
            // A text has characters for Rhai; only a chain that may end needs its own brackets.
            Expr::Index(of, at) if self.ours || (at.is_simple() && may_end(of)) => {
                let (of, at) = (self.head(of), self.expr(at));
                format!("{of}[{at}]")
            }
            Expr::Index(of, at) => {
                let (of, at) = (self.expr(of), self.expr(at));
                format!("item_at({of}, {at})")
            }
            Expr::Method(of, name, arguments, safe) => self.method(of, name, arguments, *safe),
            Expr::Call(name, arguments) if !self.ours && name == "due" => self.due(arguments),
            Expr::Call(name, arguments) => {
                let name = if self.ours { name.clone() } else { name.replace("::", "_") };
                format!("{name}({})", self.exprs(arguments))
            }
            Expr::Unary(op, of) => format!("{op}{}", self.atom(of)),
            Expr::Binary(op, a, b) => self.binary(op, a, b),
            Expr::If(condition, then, otherwise) => {
                format!("({})", self.branch(condition, then, otherwise.as_ref(), 2))
            }
            Expr::Switch(subject, cases) => self.switch(subject, cases),
            Expr::Block(block) => format!("({})", self.block(block, 2)),
        }
    }

    fn template(&mut self, pieces: &[Piece]) -> String {
        let mut text = String::from("`");
        for piece in pieces {
            match piece {
                Piece::Text(piece) => text += piece,
                Piece::Value(value) => {
                    let value = self.expr(value);
                    // Rhai would show anything, if only by the name of its type.
                    let _ = if self.ours { write!(text, "${{{value}}}") } else { write!(text, "${{shown({value})}}") };
                }
            }
        }
        text + "`"
    }

    /// An expression before a dot.
    fn head(&mut self, expr: &Expr) -> String {
        let text = self.expr(expr);
        match expr {
            Expr::Var(_) | Expr::Prop(..) | Expr::Index(..) | Expr::Call(..) | Expr::List(_) | Expr::Block(_) => text,
            Expr::Method(..) if !text.starts_with('{') => text,
            _ => format!("({text})"),
        }
    }

    /// An expression behind an operator.
    fn atom(&mut self, expr: &Expr) -> String {
        let text = self.expr(expr);
        match expr {
            Expr::Binary(..) | Expr::Unary(..) => format!("({text})"),
            Expr::Plain(text) if text.starts_with('-') => format!("({text})"),
            _ => text,
        }
    }

    fn binary(&mut self, op: &'static str, a: &Expr, b: &Expr) -> String {
        let tightness = |op: &str| TIGHTNESS.iter().find(|(own, _)| *own == op).map_or(0, |(_, tightness)| *tightness);
        // Rhai looks at what is searched first.
        if !self.ours && matches!(op, "in" | "!in") && !a.is_simple() {
            let (a, b) = (self.expr(a), self.expr(b));
            return format!("({}is_in({a}, {b}))", if op == "in" { "" } else { "!" });
        }
        let mut side = |own: &Expr, than: u8| match own {
            Expr::Binary(inner, ..) if tightness(op) > 0 && tightness(inner) > than => self.expr(own),
            own => self.atom(own),
        };
        let left = tightness(op).saturating_sub(u8::from(!op.starts_with("..")));
        let (a, b) = (side(a, left), side(b, tightness(op)));
        format!("{a} {op} {b}")
    }

    fn switch(&mut self, subject: &Expr, cases: &[Case]) -> String {
        let subject = self.expr(subject);
        let subject = if self.ours { subject } else { format!("plain({subject})") };
        let mut text = format!("(switch ({subject}) {{ ");
        for Case { labels, when, then } in cases {
            text += &if labels.is_empty() { "_".to_owned() } else { labels.join(" | ") };
            if let Some(when) = when {
                let _ = write!(text, " if {}", self.expr(when));
            }
            let then = match then {
                Expr::Block(block) => self.block(block, 2),
                then => self.expr(then),
            };
            let _ = write!(text, " => {then}, ");
        }
        text + "})"
    }

    fn method(&mut self, of: &Expr, name: &str, arguments: &[Arg], safe: bool) -> String {
        if let [Arg::Closure(parameter, body)] = arguments
            && !self.ours
            && !safe
            && (self.fresh.is_multiple_of(2) && !returns(body)
                || !free(body, std::slice::from_ref(parameter)).is_empty())
        {
            return self.unrolled(of, name, parameter, body);
        }
        let simple = arguments.iter().all(|argument| match argument {
            Arg::Value(value) => value.is_simple(),
            Arg::Closure(..) | Arg::Named(_) => true,
        });
        let as_function = !self.ours && !simple;
        let of = if as_function { self.expr(of) } else { self.head(of) };
        let arguments: Vec<String> = arguments.iter().map(|argument| self.argument(argument)).collect();
        let arguments = arguments.join(", ");
        match (as_function, safe) {
            (true, _) => format!("{name}({of}, {arguments})"),
            (false, true) => format!("{of}?.{name}({arguments})"),
            (false, false) => format!("{of}.{name}({arguments})"),
        }
    }

    fn argument(&mut self, argument: &Arg) -> String {
        match argument {
            Arg::Value(value) => self.expr(value),
            Arg::Closure(parameter, body) => match body.as_slice() {
                [Step::Expr(only)] => format!("|{parameter}| {}", self.expr(only)),
                _ => format!("|{parameter}| {}", self.block(body, 2)),
            },
            Arg::Named(name) => name.clone(),
        }
    }
}

/// A text as Rhai writes it.
pub fn quoted(text: impl AsRef<str>) -> String {
    let mut out = String::from("\"");
    for c in text.as_ref().chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Whether a chain ends where what it has come to is nothing.
fn may_end(expr: &Expr) -> bool {
    match expr {
        Expr::Prop(of, _, safe) | Expr::Method(of, _, _, safe) => *safe || may_end(of),
        Expr::Index(of, _) => may_end(of),
        _ => false,
    }
}
