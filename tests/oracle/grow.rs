//! Growing programs: typed, so that most of them are accepted, and now and then wrong on purpose.

mod collections;
mod fields;
mod functions;
mod numbers;
mod statements;
mod types;
mod values;

use std::rc::Rc;

use crate::dice::Dice;
use crate::schema::Schema;
use crate::tree::{Expr, Function, Program, Rule};

pub use types::Ty;

/// A variable in sight.
#[derive(Clone, Debug)]
struct Variable {
    name: String,
    ty: Ty,
    /// Whether it may be assigned to.
    changes: bool,
    /// Whether a finding can point at it.
    spot: bool,
}

/// A function that is written already.
#[derive(Clone, Debug)]
struct Known {
    name: String,
    parameters: Vec<Ty>,
    result: Ty,
}

impl Variable {
    fn new(name: &str, ty: &Ty, changes: bool, spot: bool) -> Self {
        Self { name: name.into(), ty: ty.clone(), changes, spot }
    }
}

/// What grows programs.
struct Grower<'d> {
    dice: &'d mut Dice,
    schema: Rc<Schema>,
    scope: Vec<Variable>,
    functions: Vec<Known>,
    constants: Vec<(String, Ty, String)>,
    program: Program,
    names: usize,
    /// Whether what grows is a function's body: constants are `global` there.
    within: bool,
    /// How many loops are around, in the function or closure at hand.
    loops: usize,
    /// Whether the innermost of them is a `do`.
    dos: bool,
    /// How many closures are around; nothing is assigned in them but in statements.
    closures: usize,
    /// What `return` gives here, if it may be written.
    returns: Option<Ty>,
    /// One value in so many is of another type; in most programs none is.
    wrong: usize,
    /// Whether the rule at hand is one of the network.
    network: bool,
    bent: Bent,
}

/// How programs are bent to a purpose.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bent {
    /// As few as possible look at the order of records.
    pub orderless: bool,
    /// Fields are read by their labels.
    pub labels: bool,
    /// Nothing is of a wrong type, little fails, and the data are whole.
    pub sure: bool,
}

/// A program of a seed.
pub fn program(dice: &mut Dice, schema: Schema, bent: Bent) -> Program {
    let mut grower = Grower {
        dice,
        schema: Rc::new(schema),
        scope: Vec::new(),
        functions: Vec::new(),
        constants: Vec::new(),
        program: Program::default(),
        names: 0,
        within: false,
        loops: 0,
        dos: false,
        closures: 0,
        returns: None,
        wrong: 0,
        network: false,
        bent,
    };
    if grower.dice.chance(25) && !bent.sure {
        grower.wrong = 60 + grower.dice.roll(200);
    }
    grower.all();
    grower.program
}

impl Grower<'_> {
    fn all(&mut self) {
        for _ in 0..self.dice.roll(3) {
            self.constant();
        }
        self.within = true;
        for _ in 0..if self.bent.orderless { 0 } else { self.dice.roll(4) } {
            self.function();
        }
        self.within = false;
        let kinds: Vec<String> = self.schema.kinds.iter().map(|kind| kind.name.clone()).collect();
        for at in 0..=self.dice.roll(2) {
            let on = if self.dice.chance(15) && !self.bent.orderless {
                if self.dice.chance(40) { "network".into() } else { "body".into() }
            } else {
                self.dice.pick(&kinds).clone()
            };
            self.rule(at, on);
        }
    }

    fn constant(&mut self) {
        let ty = self.dice.pick(&[Ty::Int, Ty::Dec, Ty::Str, Ty::Bool]).clone();
        let Expr::Plain(mut text) = self.literal(&ty) else { return };
        if let Expr::Text(word) = self.literal(&ty) {
            text = crate::print::quoted(&word);
        }
        let name = self.name("K").to_uppercase();
        self.program.constants.push((name.clone(), text.clone()));
        self.constants.push((name, ty, text));
    }

    fn function(&mut self) {
        let count = 1 + self.dice.roll(3);
        let mut parameters: Vec<Ty> = (0..count).map(|_| self.any_type(1)).collect();
        if self.dice.chance(85) {
            parameters.push(Ty::Ctx);
        }
        let result = self.any_type(1);
        let named: Vec<(String, Ty)> = parameters.iter().map(|ty| (self.name("a"), ty.clone())).collect();
        self.scope = named.iter().map(|(name, ty)| Variable::new(name, ty, true, false)).collect();
        let library = self.dice.chance(30);
        let name = self.name("f");
        self.returns = Some(result.clone());
        // A library knows neither the constants nor the functions of the file that imports it.
        let (constants, functions) = (self.constants.clone(), self.functions.clone());
        if library {
            self.constants.clear();
            self.functions.clear();
        }
        let count = self.dice.roll(4);
        let mut body = self.steps(count, 2);
        if !library && self.dice.chance(15) {
            self.again(&name, &named, &result, &mut body);
        }
        let last = self.value(&result, 3);
        body.push(crate::tree::Step::Expr(last));
        (self.constants, self.functions) = (constants, functions);
        self.scope.clear();
        self.returns = None;
        let called = if library { format!("more::{name}") } else { name.clone() };
        self.functions.push(Known { name: called, parameters, result });
        let parameters = named.into_iter().map(|(name, _)| name).collect();
        self.program.functions.push(Function { name, library, parameters, body });
    }

    /// A function that calls itself, so many times.
    fn again(&mut self, name: &str, parameters: &[(String, Ty)], result: &Ty, body: &mut crate::tree::Block) {
        let Some((count, _)) = parameters.iter().find(|(_, ty)| *ty == Ty::Int) else { return };
        let few = Expr::var(count).op(">", Expr::plain("0")).op("&&", Expr::var(count).op("<", Expr::plain("9")));
        let arguments = parameters
            .iter()
            .map(|(own, _)| if own == count { Expr::var(own).op("-", Expr::plain("1")) } else { Expr::var(own) });
        let call = Expr::Call(name.into(), arguments.collect());
        let value = match result {
            Ty::Int => call.op("+", self.value(result, 1)),
            _ => call,
        };
        body.push(crate::tree::Step::Expr(Expr::If(Box::new(few), vec![crate::tree::Step::Return(Some(value))], None)));
    }

    fn rule(&mut self, at: usize, on: String) {
        let mut scope = vec![Variable::new("ctx", &Ty::Ctx, false, false)];
        self.network = on == "network";
        if !self.network && on != "body" {
            let record = Variable::new("r", &Ty::Rec(on.clone()), false, true);
            scope.push(record);
        }
        self.scope = scope;
        self.returns = Some(Ty::Unit);
        let count = if self.bent.sure { 2 + self.dice.roll(3) } else { 3 + self.dice.roll(6) };
        let body = self.steps(count, 3);
        self.returns = None;
        self.network = false;
        self.scope.clear();
        self.program.rules.push(Rule { id: format!("it-{at}"), on, body });
    }

    /// A name that nothing has.
    fn name(&mut self, letter: &str) -> String {
        self.names += 1;
        format!("{letter}{}", self.names)
    }

    /// The variables that are of a type.
    fn variables(&self, ty: &Ty) -> Vec<String> {
        self.scope.iter().filter(|variable| variable.ty == *ty).map(|variable| variable.name.clone()).collect()
    }

    /// `ctx`, where it is in sight.
    fn ctx(&self) -> Option<Expr> {
        self.variables(&Ty::Ctx).first().map(Expr::var)
    }
}
