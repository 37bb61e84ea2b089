//! The tree of a script: what its text says, each part with its place. Names are not resolved and nothing has a type yet.

mod operators;

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::source::{SourceId, Span};
pub(crate) use operators::{Binary, Logic, Unary};

/// Names an expression of a file; numbers are given in the order in which expressions end in the text, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct NodeId(pub u32);

/// A file of a pack.
#[derive(Clone, Debug)]
pub(crate) struct File {
    /// Which text it is.
    pub source: SourceId,
    /// Imports, in the order written.
    pub imports: Vec<Import>,
    /// Constants, in the order written.
    pub constants: Vec<Constant>,
    /// Functions, in the order written.
    pub functions: Vec<Arc<Function>>,
    /// Rules and schemes, in the order written.
    pub declarations: Vec<Declaration>,
    /// Everything else that stands at the top level, which is a mistake: where.
    pub strays: Vec<Span>,
    /// How many expressions it has.
    pub nodes: u32,
}

/// `import "path" as name;`
#[derive(Clone, Debug)]
pub(crate) struct Import {
    /// The path; its span is within the quotes.
    pub path: Name,
    /// The name given; `None` where none is.
    pub alias: Option<Name>,
    /// All of it.
    pub span: Span,
}

/// `const NAME = value;`
#[derive(Clone, Debug)]
pub(crate) struct Constant {
    /// Its name.
    pub name: Name,
    /// Its value.
    pub value: Expr,
    /// Whether it is written with `let`, which is a mistake at the top level.
    pub variable: bool,
}

/// `rule("id", #{ … }, |…| { … });` or `score(…)`.
#[derive(Clone, Debug)]
pub(crate) struct Declaration {
    /// The word `rule` or `score`.
    pub verb: Name,
    /// What it is called with, as written: id, metadata, closure.
    pub arguments: Vec<Expr>,
    /// All of it, from its first word up to and with its last bracket.
    pub span: Span,
    /// The item: the same with the comments before it and the `;`.
    #[allow(dead_code, reason = "for editors, coverage and documents")]
    pub item: Span,
}

/// `fn name(…) { … }`
#[derive(Clone, Debug)]
pub(crate) struct Function {
    /// Its name.
    pub name: Name,
    /// Its parameters.
    pub parameters: Vec<Name>,
    /// Its body.
    pub body: Block,
    /// All of it.
    pub span: Span,
}

/// `|x, y| …`
#[derive(Clone, Debug)]
pub(crate) struct Closure {
    /// Its parameters.
    pub parameters: Vec<Name>,
    /// Its body; an expression stands as a block of one statement.
    pub body: Block,
}

/// A name where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    /// The name.
    pub text: Arc<str>,
    /// Where.
    pub span: Span,
}

/// `{ … }`; the value is that of its last statement.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    /// Statements. Whether a `;` follows the last makes no difference in Rhai: the value is that of the last in any case.
    pub statements: Vec<Statement>,
    /// All of it, brackets included where there are any.
    pub span: Span,
}

/// A statement.
#[derive(Clone, Debug)]
pub(crate) struct Statement {
    /// What it does.
    pub step: Step,
    /// All of it, without `;`.
    pub span: Span,
}

/// What a statement does.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// Works out an expression.
    Expr(Expr),
    /// `let name = value;` or `const …`; `let name;` has the value `()`.
    Let {
        /// Name.
        name: Name,
        /// Value.
        value: Expr,
        /// Whether it is `const`.
        constant: bool,
    },
    /// `target = value;` or `target += value;`
    Assign {
        /// A name, or `x.a`, `x[i]`, ….
        target: Expr,
        /// `None` for `=`.
        op: Option<Binary>,
        /// Where the operator stands.
        operator: Span,
        /// Value.
        value: Expr,
    },
    /// `while condition { … }`; `loop { … }` has no condition.
    While {
        /// Condition.
        condition: Option<Expr>,
        /// Body.
        body: Block,
    },
    /// `do { … } while condition`
    Do {
        /// Body.
        body: Block,
        /// Condition.
        condition: Expr,
    },
    /// `for name in items { … }` or `for (name, counter) in …`.
    For {
        /// The element.
        name: Name,
        /// Its number, from 0.
        counter: Option<Name>,
        /// What is gone through.
        items: Expr,
        /// Body.
        body: Block,
    },
    /// `return value;`
    Return(Option<Expr>),
    /// `break;` with or without a value.
    Break(Option<Expr>),
    /// `continue;`
    Continue,
    /// What no rule may hold (`throw`, `try`, an `import` or `export` inside a function): the word, and what stands in it.
    Banned(Name, Vec<Statement>),
}

/// An expression.
#[derive(Clone, Debug)]
pub(crate) struct Expr {
    /// Its number within its file.
    pub id: NodeId,
    /// All of it; texts with their quotes; with the brackets around it only where they are part of what is said.
    pub span: Span,
    /// What it says.
    pub what: What,
}

/// What an expression says.
#[derive(Clone, Debug)]
pub(crate) enum What {
    /// `()`
    Unit,
    /// `true`, `false`
    Bool(bool),
    /// A whole number; a sign before it is part of it where the parser takes it so.
    Int(i64),
    /// A number with a fraction.
    Decimal(Decimal),
    /// A text without `${…}`.
    Text(Arc<str>),
    /// `'x'`, which no function of ours takes.
    Char(#[allow(dead_code, reason = "for editors, coverage and documents")] char),
    /// A text with `${…}`: its parts, of which the texts are [`What::Text`].
    Template(Vec<Expr>),
    /// `[a, b]`
    Array(Vec<Expr>),
    /// `#{ a: 1 }`; a quoted key's span is within the quotes.
    Map(Vec<(Name, Expr)>),
    /// A variable, a constant, or a function where a closure is wanted.
    Name(Arc<str>),
    /// `library::NAME`
    LibraryName {
        /// The library's name here.
        library: Name,
        /// The constant.
        name: Name,
    },
    /// `a.name`, `a?.name`
    Property {
        /// Of what.
        of: Box<Expr>,
        /// Name.
        name: Name,
        /// Whether it is `?.`.
        safe: bool,
    },
    /// `a[i]`, `a?[i]`
    Index {
        /// Of what.
        of: Box<Expr>,
        /// Which.
        index: Box<Expr>,
        /// Whether it is `?[`.
        safe: bool,
    },
    /// `name(…)`
    Call {
        /// Function.
        name: Name,
        /// Arguments.
        arguments: Vec<Expr>,
    },
    /// `library::name(…)`
    LibraryCall {
        /// The library's name here.
        library: Name,
        /// Function.
        name: Name,
        /// Arguments.
        arguments: Vec<Expr>,
    },
    /// `a.name(…)`, `a?.name(…)`
    Method {
        /// Of what.
        of: Box<Expr>,
        /// Function.
        name: Name,
        /// Arguments.
        arguments: Vec<Expr>,
        /// Whether it is `?.`.
        safe: bool,
    },
    /// `!a`, `-a`, `+a`
    Unary {
        /// Operator.
        op: Unary,
        /// Where it stands.
        operator: Span,
        /// Operand.
        of: Box<Expr>,
    },
    /// `a + b` and the like.
    Binary {
        /// Operator.
        op: Binary,
        /// Where it stands.
        operator: Span,
        /// Left operand.
        left: Box<Expr>,
        /// Right operand.
        right: Box<Expr>,
    },
    /// `a && b`, `a || b`, `a ?? b`, of two or more.
    Logic {
        /// Operator.
        op: Logic,
        /// Operands.
        parts: Vec<Expr>,
    },
    /// `|x| …`
    Closure(Arc<Closure>),
    /// `if … { … } else …`
    If {
        /// Condition.
        condition: Box<Expr>,
        /// What then.
        then: Block,
        /// What else; an `else if` stands as a block of one expression.
        otherwise: Option<Block>,
    },
    /// `switch a { … }`
    Switch {
        /// The word.
        word: Span,
        /// What is looked at.
        subject: Box<Expr>,
        /// Cases, in the order written.
        cases: Vec<Case>,
    },
    /// `{ … }`
    Block(Block),
    /// `this`, which no rule may use.
    This,
}

/// A case of a `switch`.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    /// Its labels; none for `_`.
    pub labels: Vec<Label>,
    /// `if …` after the labels.
    pub condition: Option<Expr>,
    /// What then.
    pub then: Expr,
    /// From its first label to the end.
    #[allow(dead_code, reason = "for editors, coverage and documents")]
    pub span: Span,
}

/// A label of a case.
#[derive(Clone, Debug)]
pub(crate) struct Label {
    /// What it says.
    pub what: LabelWhat,
    /// Where; a text without its quotes.
    pub span: Span,
}

/// What a label says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum LabelWhat {
    /// A text.
    Text(Arc<str>),
    /// A single character, in single quotes.
    Char(char),
    /// A whole number.
    Int(i64),
    /// Whole numbers from one up to another, which may be among them.
    Range(i64, i64, bool),
    /// A number with a fraction.
    Decimal(Decimal),
    /// true or false.
    Bool(bool),
    /// `()`
    Unit,
    /// Anything else that the parser takes for a constant.
    Other,
}
