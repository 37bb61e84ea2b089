//! The checker's state: the file at hand, the variables in sight, what was found.

use std::rc::Rc;

use rhai::{ASTNode, Expr, Position as Start, ScriptFuncDef, Stmt};
use rustc_hash::{FxHashMap, FxHashSet};

use super::spans;
use super::types::Ty;
use super::{Script, World};
use crate::finding::Finding;
use crate::host;
use crate::language::{Text, did_you_mean_quoted, say};
use crate::source::{Place, SourceId, Span};
use crate::spelling::nearest;

/// A function or closure of a script.
pub(crate) struct Function {
    /// Its name; closures have one that no script can write.
    pub name: String,
    /// Its parameters; a closure's captured variables come first.
    pub params: Vec<String>,
    /// Its body.
    pub body: Vec<Stmt>,
    /// Where its body begins.
    pub start: Start,
}

/// One file: what it declares and imports.
pub(crate) struct File<'a> {
    /// The file.
    pub script: Script<'a>,
    /// Imported libraries by alias; `None` for one that does not exist.
    pub imports: FxHashMap<String, Option<Script<'a>>>,
    /// Constants with the types of their literals.
    pub constants: FxHashMap<String, Ty>,
    /// Functions and closures by name.
    pub functions: FxHashMap<String, Vec<Rc<Function>>>,
}

/// Names a binding within a function: line and column of its declaration, and the parameter's number.
pub(crate) type Slot = (usize, usize, usize);

/// A variable in sight.
pub(crate) struct Binding {
    /// Its name.
    pub name: String,
    /// The type that it was declared with.
    pub ty: Ty,
    /// Which declaration it is.
    pub slot: Slot,
    /// Whether its value is computed, so that a finding cannot point at it.
    pub computed: bool,
}

/// What is known within one function or rule: types assigned to variables, types returned.
#[derive(Default)]
pub(crate) struct Frame {
    /// Types assigned after the declaration.
    pub assigned: FxHashMap<Slot, Ty>,
    /// Whether the last pass learnt something new.
    pub changed: bool,
    /// Variables changed by `+=` and the like, whose values a finding can no longer point at.
    pub reckoned: FxHashSet<Slot>,
    /// The types of `return`, one list per function or closure being walked.
    pub returns: Vec<Ty>,
}

/// A call that is being followed.
pub(crate) struct Call {
    /// The file of the function.
    pub source: SourceId,
    /// Its name.
    pub name: String,
    /// Where it is called; `None` when it is checked for itself.
    pub place: Option<Place>,
}

/// The checker.
pub(crate) struct Checker<'a> {
    /// What scripts may speak of.
    pub world: World<'a>,
    /// The file at hand.
    pub file: Rc<File<'a>>,
    files: FxHashMap<SourceId, Rc<File<'a>>>,
    /// Variables in sight, innermost last.
    pub env: Vec<Binding>,
    /// The function at hand.
    pub frame: Frame,
    /// Calls being followed.
    pub calls: Vec<Call>,
    /// Results of calls: function, argument types → result, and whether its findings are out.
    pub memo: FxHashMap<(SourceId, String, Vec<Ty>), (Ty, bool)>,
    /// Rules seen so far.
    pub rules: FxHashMap<String, Place>,
    /// How many branches were left out so far because the types at hand do not reach them.
    pub decided: usize,
    /// While greater than 0, nothing is reported.
    pub muted: usize,
    /// What was found.
    pub findings: Vec<Finding>,
    seen: FxHashSet<(Place, Text)>,
}

impl<'a> Checker<'a> {
    /// A checker that has seen nothing, and begins with a file.
    pub(crate) fn new(world: World<'a>, first: Script<'a>) -> Self {
        Self {
            world,
            file: Rc::new(File::read(first, &world)),
            files: FxHashMap::default(),
            env: Vec::new(),
            frame: Frame::default(),
            calls: Vec::new(),
            memo: FxHashMap::default(),
            rules: FxHashMap::default(),
            decided: 0,
            muted: 0,
            findings: Vec::new(),
            seen: FxHashSet::default(),
        }
    }

    /// What a script declares; read once.
    pub(crate) fn file_of(&mut self, script: Script<'a>) -> Rc<File<'a>> {
        let world = &self.world;
        self.files.entry(script.source).or_insert_with(|| Rc::new(File::read(script, world))).clone()
    }

    /// A place in the file at hand.
    pub(crate) fn place(&self, span: Span) -> Place {
        Place { source: self.file.script.source, span }
    }

    /// The name, number or text that starts there.
    pub(crate) fn token(&self, at: Start) -> Span {
        spans::token(self.file.script.text, at)
    }

    /// A whole expression.
    pub(crate) fn span(&self, expr: &Expr) -> Span {
        spans::expression(self.file.script.text, expr, false)
    }

    /// Reports a mistake.
    pub(crate) fn report(&mut self, span: Span, message: Text) {
        self.report_with(span, message, None);
    }

    /// Reports a mistake with a next step.
    pub(crate) fn report_with(&mut self, span: Span, message: Text, help: Option<Text>) {
        let place = self.place(span);
        if self.muted > 0 || !self.seen.insert((place, message.clone())) {
            return;
        }
        let mut finding = host::PACK.finding(message).at(place);
        finding.help = help;
        if let Some(caller) = self.calls.last().and_then(|c| c.place) {
            finding = finding.see(caller, say!("从这里调用", "called from here"));
        }
        self.findings.push(finding);
    }

    /// The binding of that name.
    pub(crate) fn binding(&self, name: &str) -> Option<&Binding> {
        self.env.iter().rev().find(|b| b.name == name)
    }

    /// The type of the variable of that name: what it was declared with, and everything it is assigned.
    pub(crate) fn variable(&self, name: &str) -> Option<Ty> {
        let binding = self.binding(name)?;
        let ty = binding.ty.clone();
        Some(match self.frame.assigned.get(&binding.slot) {
            Some(assigned) => ty.widened().join(assigned.clone()),
            None => ty,
        })
    }

    /// Brings a variable into sight.
    pub(crate) fn bind(&mut self, name: &str, ty: Ty, slot: Slot, computed: bool) {
        self.env.push(Binding { name: name.to_owned(), ty, slot, computed });
    }

    /// Notes that the variable may also hold a value of that type.
    pub(crate) fn assign(&mut self, name: &str, ty: Ty) {
        let Some(slot) = self.binding(name).map(|b| b.slot) else { return };
        let before = self.frame.assigned.get(&slot).cloned().unwrap_or(Ty::Never);
        let after = before.clone().join(ty.widened());
        if after != before || !self.frame.assigned.contains_key(&slot) {
            self.frame.changed = true;
            self.frame.assigned.insert(slot, after);
        }
    }

    /// The name of a type in both languages.
    pub(crate) fn name(&self, ty: &Ty) -> (String, String) {
        ty.name(self.world.schema)
    }
}

impl<'a> File<'a> {
    fn read(script: Script<'a>, world: &World<'a>) -> Self {
        let mut file = File {
            script,
            imports: FxHashMap::default(),
            constants: FxHashMap::default(),
            functions: FxHashMap::default(),
        };
        for statement in script.ast.statements() {
            match statement {
                Stmt::Import(import, _) => {
                    if let Expr::StringConstant(path, _) = &import.0 {
                        file.imports.insert(import.1.name.to_string(), (world.imports)(path));
                    }
                }
                Stmt::Var(var, ..) => {
                    file.constants.insert(var.0.name.to_string(), literal(&var.1));
                }
                _ => {}
            }
        }
        for (_, _, name, arity, definition) in script.ast.shared_lib().iter_script_fn_info() {
            let function = Function {
                name: name.to_owned(),
                params: definition.params.iter().map(ToString::to_string).collect(),
                body: body(script.ast, name, arity),
                start: start(definition),
            };
            file.functions.entry(name.to_owned()).or_default().push(Rc::new(function));
        }
        for same in file.functions.values_mut() {
            same.sort_by_key(|f| f.params.len());
        }
        file
    }

    /// The functions that the script names, without its closures, in order of their places.
    pub(crate) fn named(&self) -> Vec<Rc<Function>> {
        let mut all: Vec<_> = self.functions.values().flatten().filter(|f| !f.name.contains('$')).cloned().collect();
        all.sort_by_key(|f| f.start);
        all
    }
}

fn start(definition: &ScriptFuncDef) -> Start {
    definition.body.start_position()
}

/// The statements of a function. The tree hands out its function bodies only to a walker, one after the other,
/// so that a tree with nothing but this function is walked.
fn body(ast: &rhai::AST, name: &str, arity: usize) -> Vec<Stmt> {
    let mut alone = ast.clone_functions_only();
    alone.retain_functions(|_, _, n, a| n == name && a == arity);
    let mut statements = Vec::new();
    alone.walk(&mut |path: &[ASTNode]| {
        if let [ASTNode::Stmt(statement)] = path {
            statements.push((*statement).clone());
        }
        true
    });
    statements
}

/// The type of a literal; of anything else nothing is known.
pub(crate) fn literal(expr: &Expr) -> Ty {
    match expr {
        Expr::BoolConstant(..) => Ty::Bool,
        Expr::IntegerConstant(..) => Ty::Int,
        Expr::StringConstant(text, _) => Ty::Word(text.as_str().into()),
        Expr::InterpolatedString(..) => Ty::Str,
        Expr::Unit(_) => Ty::Unit,
        Expr::Array(items, _) => Ty::array(items.iter().map(literal)),
        Expr::Map(map, _) => Ty::map(map.0.iter().map(|(key, value)| (key.name.to_string(), literal(value).widened()))),
        Expr::DynamicConstant(value, _) if value.is_decimal() => Ty::Decimal,
        _ => Ty::Unknown,
    }
}

/// Ends a message with `，您是不是想写“x”？` when there is a near candidate.
pub(crate) fn suggest<'c>(message: &Text, word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Text {
    message.clone().and_ask(nearest(word, candidates).map(did_you_mean_quoted))
}
