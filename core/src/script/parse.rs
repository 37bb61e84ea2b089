//! An item through Rhai's parser.

use rhai::{AST, Engine, OptimizationLevel, ParseError, Scope};

use super::items::Item;

/// Greatest depth of expressions, at the top level and in functions.
const DEPTH: (usize, usize) = (64, 64);
/// How many functions and closures an item may have.
const FUNCTIONS: usize = 2000;

/// Words of Rhai that no script may use.
pub(crate) const REFUSED: [&str; 8] = ["eval", "Fn", "curry", "call", "print", "debug", "is_def_fn", "is_def_var"];

/// Rhai's parser, set up as scripts are written. Nothing is ever run.
pub(crate) struct Parser {
    engine: Engine,
}

impl Parser {
    /// A parser.
    #[must_use]
    pub(crate) fn new() -> Self {
        let mut engine = Engine::new_raw();
        #[expect(deprecated, reason = "marked as volatile, not as leaving")]
        engine
            .set_max_expr_depths(DEPTH.0, DEPTH.1)
            .set_max_functions(FUNCTIONS)
            .set_max_strings_interned(0)
            .set_optimization_level(OptimizationLevel::None)
            // What other items declare is not seen here; names are the checker's matter.
            .set_strict_variables(false)
            .on_parse_token(|token, _, _| super::lex::mapped(token));
        for word in REFUSED {
            engine.disable_symbol(word);
        }
        Self { engine }
    }

    /// Parses an item of a text. Positions are those of its tokens.
    ///
    /// # Errors
    /// The first thing that the parser cannot make sense of.
    pub(crate) fn parse(&self, text: &str, item: &Item) -> Result<AST, ParseError> {
        let blank = " ".repeat(item.column);
        self.engine.compile_scripts_with_scope(&Scope::new(), [blank.as_str(), &item.source(text)])
    }
}

#[cfg(test)]
impl Parser {
    /// A whole file at once, as Rhai itself would read it.
    pub(crate) fn whole(&self, text: &str) -> Result<AST, ParseError> {
        self.engine.compile(text)
    }
}
