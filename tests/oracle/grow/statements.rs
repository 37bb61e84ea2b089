//! Statements.

use super::{Grower, Ty, Variable};
use crate::tree::{Arg, Block, Expr, Step};

impl Grower<'_> {
    /// So many statements, nested so deep. What they declare stays in sight for what stands behind.
    pub(super) fn steps(&mut self, count: usize, depth: usize) -> Block {
        let mut steps = Vec::new();
        for _ in 0..count {
            self.one(depth, &mut steps);
        }
        if self.closures == 0 && depth >= 2 && self.dice.chance(60) {
            steps.push(self.report());
        }
        steps
    }

    fn one(&mut self, depth: usize, into: &mut Block) {
        let fuel = if depth > 1 { 3 } else { 2 };
        let roll = self.dice.roll(24);
        if self.bent.orderless && !matches!(roll, 0..6 | 13..20) {
            return into.push(self.report());
        }
        let step = match roll {
            0..6 => self.declared(fuel),
            6..9 => self.assigned(fuel),
            9..13 => self.report(),
            13..17 if depth > 0 => self.branched(depth, fuel),
            17..20 if depth > 0 => self.each(depth, fuel),
            20 if depth > 0 && self.dice.chance(30) => self.switched_steps(depth),
            20 if depth > 0 => return self.repeated(depth, into),
            21 if self.dice.chance(40) => return self.tallied(fuel, into),
            21 => self.pushed(fuel),
            22 if self.loops > 0 => {
                let step = if self.dice.chance(50) || self.dos { Step::Break } else { Step::Continue };
                let condition = self.value(&Ty::Bool, 2);
                Step::Expr(Expr::If(Box::new(condition), vec![step], None))
            }
            23 => match self.returns.clone() {
                Some(ty) => self.returned(&ty),
                None => self.report(),
            },
            _ => self.report(),
        };
        into.push(step);
    }

    fn declared(&mut self, fuel: usize) -> Step {
        let ty = match self.dice.roll(4) {
            0 => match self.record_type() {
                Ty::Rec(kind) => Ty::View(kind),
                ty => ty,
            },
            1 if !self.bent.orderless => Ty::list(self.single()),
            _ if self.bent.orderless => self.single(),
            _ => self.any_type(1),
        };
        let again: Vec<String> = self.scope.iter().map(|v| v.name.clone()).filter(|name| name != "ctx").collect();
        let read = if self.dice.chance(30) { self.read(&ty) } else { None };
        let spot = read.is_some() && !matches!(ty, Ty::View(_));
        let value = read.unwrap_or_else(|| self.value(&ty, fuel));
        let name = match self.dice.any(&again) {
            Some(name) if self.dice.chance(4) && self.closures == 0 => name,
            _ => self.name("v"),
        };
        if value == Expr::plain("()") {
            return Step::Expr(value);
        }
        let constant = self.dice.chance(8);
        self.scope.retain(|variable| variable.name != name);
        let variable = Variable::new(&name, &ty, !constant, spot);
        self.scope.push(variable);
        if constant { Step::Const(name, value) } else { Step::Let(name, Some(value)) }
    }

    fn assigned(&mut self, fuel: usize) -> Step {
        let all: Vec<usize> = (0..self.scope.len()).filter(|at| self.scope[*at].changes).collect();
        let Some(at) = self.dice.any(&all) else { return self.declared(fuel) };
        let (name, ty) = (self.scope[at].name.clone(), self.scope[at].ty.clone());
        let target = Expr::var(&name);
        let step = match (&ty, self.dice.roll(3)) {
            (Ty::Int, 0 | 1) => {
                let op = *self.dice.pick(&["+=", "-=", "*=", "+=", "%="]);
                Step::Assign(target, op, self.value(&Ty::Int, fuel))
            }
            (Ty::Dec, 0 | 1) => {
                let op = *self.dice.pick(&["+=", "-=", "*=", "/="]);
                Step::Assign(target, op, self.value(&Ty::Dec, fuel))
            }
            (Ty::Str, 0 | 1) => Step::Assign(target, "+=", self.value(&Ty::Str, fuel)),
            (Ty::Date, 0) => Step::Assign(target, "+=", self.value(&Ty::Int, 1)),
            (Ty::List(of), 0) if matches!(**of, Ty::List(_)) => {
                let Ty::List(inner) = &**of else { return self.declared(fuel) };
                let row = Expr::Index(Box::new(target), Box::new(Expr::plain("0")));
                if self.dice.chance(50) {
                    return Step::Expr(row.with("push", vec![self.value(inner, fuel)]));
                }
                let (at, value) = (Expr::plain(self.dice.roll(2)), self.value(inner, fuel));
                Step::Assign(Expr::Index(Box::new(row), Box::new(at)), "=", value)
            }
            (Ty::List(of), 0) => {
                let (at, value) = (Expr::plain(self.dice.roll(2)), self.value(of, fuel));
                Step::Assign(Expr::Index(Box::new(target), Box::new(at)), "=", value)
            }
            (Ty::List(_), 1) => Step::Assign(target, "+=", self.value(&ty, fuel)),
            (Ty::Map(entries), 0 | 1) => {
                let (name, ty, _) = self.dice.pick(entries).clone();
                let target = if self.dice.chance(60) {
                    target.dot(&name)
                } else {
                    Expr::Index(Box::new(target), Box::new(Expr::text(&name)))
                };
                match ty {
                    Ty::Int if self.dice.chance(50) => Step::Assign(target, "+=", self.value(&ty, fuel)),
                    _ => Step::Assign(target, "=", self.value(&ty, fuel)),
                }
            }
            _ => {
                let value = self.value(&ty, fuel);
                if value == Expr::plain("()") { Step::Expr(value) } else { Step::Assign(target, "=", value) }
            }
        };
        if let Step::Assign(Expr::Var(_), op, _) = &step
            && *op != "="
        {
            self.scope[at].spot = false;
        }
        step
    }

    fn pushed(&mut self, fuel: usize) -> Step {
        let all: Vec<(String, Ty)> = self
            .scope
            .iter()
            .filter(|v| v.changes && matches!(v.ty, Ty::List(_)))
            .map(|v| (v.name.clone(), v.ty.clone()))
            .collect();
        match self.dice.any(&all) {
            Some((name, Ty::List(of))) => Step::Expr(Expr::var(&name).with("push", vec![self.value(&of, fuel)])),
            _ => self.declared(fuel),
        }
    }

    /// A closure that counts its calls in a variable of those around it.
    fn tallied(&mut self, fuel: usize, into: &mut Block) {
        let (count, all) = (self.name("c"), self.name("v"));
        into.push(Step::Let(count.clone(), Some(Expr::plain("0"))));
        let Ty::Rec(kind) = self.record_type() else { return };
        let view = self.view(&kind, fuel);
        let name = *self.dice.pick(&["map", "filter", "count", "any", "find"]);
        let gives = if name == "map" { Ty::Int } else { Ty::Bool };
        if let Arg::Closure(own, mut body) = self.closure(&Ty::Rec(kind), &gives, fuel.min(2))
            && !crate::tree::returns(&body)
        {
            body.insert(0, Step::Assign(Expr::var(&count), "+=", Expr::plain("1")));
            let value = view.call(name, vec![Arg::Closure(own, body)]);
            into.push(Step::Let(all.clone(), Some(value)));
        }
        let counted = Variable::new(&count, &Ty::Int, true, false);
        self.scope.push(counted);
    }

    /// A block with a scope of its own.
    fn inner(&mut self, count: usize, depth: usize) -> Block {
        let known = self.scope.clone();
        let steps = self.steps(count, depth);
        self.scope = known;
        steps
    }

    fn branched(&mut self, depth: usize, fuel: usize) -> Step {
        let condition = self.value(&Ty::Bool, fuel);
        let count = 1 + self.dice.roll(2);
        let then = self.inner(count, depth - 1);
        let otherwise = if self.dice.chance(40) {
            let count = 1 + self.dice.roll(2);
            Some(if depth > 1 && self.dice.chance(30) {
                vec![self.branched(depth - 1, fuel)]
            } else {
                self.inner(count, depth - 1)
            })
        } else {
            None
        };
        Step::Expr(Expr::If(Box::new(condition), then, otherwise))
    }

    /// A `switch` between statements.
    fn switched_steps(&mut self, depth: usize) -> Step {
        let Expr::Switch(subject, mut cases) = self.switched(&Ty::Unit, 1) else { return self.report() };
        for case in &mut cases {
            let count = 1 + self.dice.roll(2);
            case.then = Expr::Block(self.inner(count, depth - 1));
        }
        Step::Expr(Expr::Switch(subject, cases))
    }

    fn each(&mut self, depth: usize, fuel: usize) -> Step {
        let known = self.scope.clone();
        let (items, element) = match self.dice.roll(10) {
            0 | 1 => {
                let sign = if self.dice.chance(50) { ".." } else { "..=" };
                let (from, to) = (Expr::plain(self.dice.roll(4)), Expr::plain(self.dice.roll(8)));
                (from.op(sign, to), Ty::Int)
            }
            2..4 => {
                let of = self.single();
                (self.value(&Ty::list(of.clone()), fuel), of)
            }
            _ => match self.record_type() {
                Ty::Rec(kind) => (self.view(&kind, fuel), Ty::Rec(kind)),
                ty => (self.value(&Ty::list(ty.clone()), fuel), ty),
            },
        };
        let name = self.name("e");
        let counter = if self.dice.chance(20) { Some(self.name("n")) } else { None };
        let spot = !matches!(items, Expr::List(_) | Expr::Binary(..)) && matches!(element, Ty::Rec(_));
        let variable = Variable::new(&name, &element, true, spot);
        self.scope.push(variable);
        if let Some(counter) = &counter {
            let variable = Variable::new(counter, &Ty::Int, true, false);
            self.scope.push(variable);
        }
        self.loops += 1;
        let count = 1 + self.dice.roll(3);
        let dos = std::mem::replace(&mut self.dos, false);
        let body = self.steps(count, depth - 1);
        self.dos = dos;
        self.loops -= 1;
        self.scope = known;
        Step::For(name, counter, items, body)
    }

    /// A loop that counts its turns, so that it ends.
    fn repeated(&mut self, depth: usize, into: &mut Block) {
        let turns = self.name("t");
        into.push(Step::Let(turns.clone(), Some(Expr::plain("0"))));
        let known = self.scope.clone();
        let variable = Variable::new(&turns, &Ty::Int, false, false);
        self.scope.push(variable);
        let most = 1 + self.dice.roll(5);
        let mut body = vec![Step::Assign(Expr::var(&turns), "+=", Expr::plain("1"))];
        self.loops += 1;
        let (kind, count) = (self.dice.roll(3), 1 + self.dice.roll(2));
        // `continue` goes to the condition in ours, and past it in Rhai.
        let dos = std::mem::replace(&mut self.dos, kind == 2);
        let steps = self.steps(count, depth - 1);
        self.dos = dos;
        self.loops -= 1;
        let few = Expr::var(&turns).op("<", Expr::plain(most));
        let step = match kind {
            0 => {
                body.extend(steps);
                let more = if self.dice.chance(50) { self.value(&Ty::Bool, 2).op("&&", few.clone()) } else { few };
                Step::While(more, body)
            }
            1 => {
                let end = vec![Step::Break];
                body.push(Step::Expr(Expr::If(Box::new(Expr::var(&turns).op(">", Expr::plain(most))), end, None)));
                body.extend(steps);
                Step::Loop(body)
            }
            _ => {
                body.extend(steps);
                Step::Do(body, "while", few)
            }
        };
        self.scope = known;
        into.push(step);
    }

    fn returned(&mut self, ty: &Ty) -> Step {
        let value = if *ty == Ty::Unit { None } else { Some(self.value(ty, 2)) };
        let condition = self.value(&Ty::Bool, 2);
        Step::Expr(Expr::If(Box::new(condition), vec![Step::Return(value)], None))
    }

    /// A finding.
    pub(super) fn report(&mut self) -> Step {
        let at = self.spot();
        let message = if self.dice.chance(70) { self.template(2) } else { self.value(&Ty::Str, 2) };
        let mut finding = if self.dice.chance(80) {
            Expr::Call("fail".into(), vec![at, message])
        } else {
            let (day, done) = (self.value(&Ty::Date, 2), self.value(&Ty::Bool, 2));
            Expr::Call("due".into(), vec![day, done, at, message])
        };
        if self.dice.chance(20) {
            finding = finding.with("help", vec![self.value(&Ty::Str, 1)]);
        }
        if self.dice.chance(20) {
            let other = self.spot();
            finding = finding.with("see", vec![other, self.value(&Ty::Str, 1)]);
        }
        if self.dice.chance(4) {
            finding = finding.with("warn", Vec::new());
        }
        let step = Step::Expr(finding);
        if self.dice.chance(50) {
            return step;
        }
        let condition = self.value(&Ty::Bool, 3);
        Step::Expr(Expr::If(Box::new(condition), vec![step], None))
    }
}
