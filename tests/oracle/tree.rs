//! Programs as trees.

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// A literal, as it is written.
    Plain(String),
    Text(String),
    Var(String),
    /// A constant of the file, with what it is written as; in functions it is read through `global`.
    Known(String, String, bool),
    Template(Vec<Piece>),
    List(Vec<Expr>),
    Map(Vec<(String, Expr)>),
    /// `of.name`, or `of?.name`
    Prop(Box<Expr>, String, bool),
    Index(Box<Expr>, Box<Expr>),
    /// `of.name(…)`, or `of?.name(…)`
    Method(Box<Expr>, String, Vec<Arg>, bool),
    Call(String, Vec<Expr>),
    Unary(&'static str, Box<Expr>),
    Binary(&'static str, Box<Expr>, Box<Expr>),
    If(Box<Expr>, Block, Option<Block>),
    Switch(Box<Expr>, Vec<Case>),
    Block(Block),
}

/// A piece of a template.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    Text(String),
    Value(Expr),
}

/// An argument of a method.
#[derive(Clone, Debug, PartialEq)]
pub enum Arg {
    Value(Expr),
    Closure(String, Block),
    /// A function of the script, by its name.
    Named(String),
}

/// A case of a `switch`; `_` has no labels.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    pub labels: Vec<String>,
    pub when: Option<Expr>,
    pub then: Expr,
}

/// A statement.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    Expr(Expr),
    Let(String, Option<Expr>),
    Const(String, Expr),
    Assign(Expr, &'static str, Expr),
    For(String, Option<String>, Expr, Block),
    While(Expr, Block),
    Loop(Block),
    Do(Block, &'static str, Expr),
    Return(Option<Expr>),
    Break,
    Continue,
}

/// Statements in braces.
pub type Block = Vec<Step>;

/// A function; one of the library is called by `more::`.
#[derive(Clone, Debug, PartialEq)]
pub struct Function {
    pub name: String,
    pub library: bool,
    pub parameters: Vec<String>,
    pub body: Block,
}

/// A rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    pub id: String,
    /// A kind, or `body`.
    pub on: String,
    pub body: Block,
}

/// A pack's scripts.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Program {
    /// Constants as they are written.
    pub constants: Vec<(String, String)>,
    pub functions: Vec<Function>,
    pub rules: Vec<Rule>,
}

impl Expr {
    pub fn var(name: impl AsRef<str>) -> Self {
        Self::Var(name.as_ref().into())
    }

    pub fn plain(text: impl ToString) -> Self {
        Self::Plain(text.to_string())
    }

    pub fn text(text: impl AsRef<str>) -> Self {
        Self::Text(text.as_ref().into())
    }

    pub fn dot(self, name: impl AsRef<str>) -> Self {
        Self::Prop(Box::new(self), name.as_ref().into(), false)
    }

    pub fn call(self, name: &str, arguments: Vec<Arg>) -> Self {
        Self::Method(Box::new(self), name.into(), arguments, false)
    }

    pub fn with(self, name: &str, arguments: Vec<Expr>) -> Self {
        self.call(name, arguments.into_iter().map(Arg::Value).collect())
    }

    pub fn op(self, op: &'static str, other: Self) -> Self {
        Self::Binary(op, Box::new(self), Box::new(other))
    }

    /// Whether working it out can neither fail nor change anything.
    pub fn is_simple(&self) -> bool {
        matches!(self, Self::Plain(_) | Self::Text(_) | Self::Var(_) | Self::Known(..))
    }
}

/// Names that are used in a block and not declared in it, or are among `bound`.
pub fn free(block: &Block, bound: &[String]) -> Vec<String> {
    let mut walk = Walk { bound: bound.to_vec(), free: Vec::new(), returns: false };
    walk.block(block);
    walk.free
}

/// Whether a block holds a `return` of its own.
pub fn returns(block: &Block) -> bool {
    let mut walk = Walk { bound: Vec::new(), free: Vec::new(), returns: false };
    walk.block(block);
    walk.returns
}

struct Walk {
    bound: Vec<String>,
    free: Vec<String>,
    returns: bool,
}

impl Walk {
    fn block(&mut self, block: &Block) {
        let known = self.bound.len();
        block.iter().for_each(|step| self.step(step));
        self.bound.truncate(known);
    }

    fn step(&mut self, step: &Step) {
        match step {
            Step::Expr(expr) => self.expr(expr),
            Step::Let(name, value) => {
                value.iter().for_each(|value| self.expr(value));
                self.bound.push(name.clone());
            }
            Step::Const(name, value) => {
                self.expr(value);
                self.bound.push(name.clone());
            }
            Step::Assign(target, _, value) => {
                self.expr(value);
                self.expr(target);
            }
            Step::For(name, counter, items, body) => {
                self.expr(items);
                let known = self.bound.len();
                self.bound.push(name.clone());
                self.bound.extend(counter.clone());
                self.block(body);
                self.bound.truncate(known);
            }
            Step::While(condition, body) | Step::Do(body, _, condition) => {
                self.expr(condition);
                self.block(body);
            }
            Step::Loop(body) => self.block(body),
            Step::Return(value) => {
                self.returns = true;
                value.iter().for_each(|value| self.expr(value));
            }
            Step::Break | Step::Continue => {}
        }
    }

    fn expr(&mut self, expr: &Expr) {
        match expr {
            Expr::Var(name) => {
                if !self.bound.contains(name) && !self.free.contains(name) {
                    self.free.push(name.clone());
                }
            }
            Expr::Plain(_) | Expr::Text(_) | Expr::Known(..) => {}
            Expr::Template(pieces) => pieces.iter().for_each(|piece| {
                if let Piece::Value(value) = piece {
                    self.expr(value);
                }
            }),
            Expr::List(items) | Expr::Call(_, items) => items.iter().for_each(|item| self.expr(item)),
            Expr::Map(entries) => entries.iter().for_each(|(_, value)| self.expr(value)),
            Expr::Prop(of, ..) | Expr::Unary(_, of) => self.expr(of),
            Expr::Index(a, b) | Expr::Binary(_, a, b) => {
                self.expr(a);
                self.expr(b);
            }
            Expr::Method(of, _, arguments, _) => {
                self.expr(of);
                arguments.iter().for_each(|argument| self.argument(argument));
            }
            Expr::If(condition, then, otherwise) => {
                self.expr(condition);
                self.block(then);
                otherwise.iter().for_each(|block| self.block(block));
            }
            Expr::Switch(subject, cases) => {
                self.expr(subject);
                for case in cases {
                    case.when.iter().for_each(|when| self.expr(when));
                    self.expr(&case.then);
                }
            }
            Expr::Block(block) => self.block(block),
        }
    }

    fn argument(&mut self, argument: &Arg) {
        match argument {
            Arg::Value(value) => self.expr(value),
            Arg::Closure(parameter, body) => {
                let (known, returns) = (self.bound.len(), self.returns);
                self.bound.push(parameter.clone());
                self.block(body);
                self.bound.truncate(known);
                self.returns = returns;
            }
            Arg::Named(_) => {}
        }
    }
}
