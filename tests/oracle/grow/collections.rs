//! Collections: closures over their elements, and what is made of them.

use super::{Grower, Ty, Variable};
use crate::tree::{Arg, Expr, Step};

impl Grower<'_> {
    /// A collection with the type of its elements; such as a condition asks for.
    fn collection(&mut self, fuel: usize, of: Option<&Ty>) -> (Expr, Ty) {
        if let Some(of) = of {
            let ty = Ty::list(of.clone());
            return (self.value(&ty, fuel), ty);
        }
        let ty = match self.dice.roll(10) {
            0..7 => match self.record_type() {
                Ty::Rec(kind) => Ty::View(kind),
                ty => Ty::list(ty),
            },
            _ => Ty::list(self.single()),
        };
        (self.value(&ty, fuel), ty)
    }

    /// A closure over an element that gives a type.
    pub(super) fn closure(&mut self, element: &Ty, gives: &Ty, fuel: usize) -> Arg {
        let fits: Vec<String> = self
            .functions
            .iter()
            .filter(|f| !f.name.contains(':') && f.result == *gives && f.parameters == [element.clone()])
            .map(|f| f.name.clone())
            .collect();
        if let Some(name) = self.dice.any(&fits)
            && self.dice.chance(30)
        {
            return Arg::Named(name);
        }
        // Now and then it sees nothing but its parameter, and may return early.
        let alone = self.dice.chance(12);
        let outer = self.scope.clone();
        let (loops, returns) = (std::mem::replace(&mut self.loops, 0), self.returns.take());
        let seen: Vec<String> = self.scope.iter().map(|v| v.name.clone()).filter(|name| name != "ctx").collect();
        // Now and then it takes a name that stands for something else outside.
        let name = match self.dice.any(&seen) {
            Some(name) if self.dice.chance(4) => name,
            _ => self.name("x"),
        };
        if alone {
            self.scope.clear();
            self.returns = Some(gives.clone());
        }
        self.scope.retain(|variable| variable.name != name);
        self.scope.iter_mut().for_each(|variable| variable.changes = false);
        let variable = Variable::new(&name, element, false, true);
        self.scope.push(variable);
        self.closures += 1;
        let steps = self.dice.chance(if alone { 70 } else { 10 }) && !self.bent.orderless;
        let mut body = if steps { self.steps(1, 1) } else { Vec::new() };
        body.push(Step::Expr(self.value(gives, fuel)));
        self.closures -= 1;
        self.scope = outer;
        (self.loops, self.returns) = (loops, returns);
        Arg::Closure(name, body)
    }

    /// What is picked of an element: by a closure, or by the name of a field.
    fn pick(&mut self, of: &Ty, gives: &Ty, fuel: usize) -> Arg {
        let element = of.element().unwrap_or(Ty::Unit);
        if let Ty::Rec(kind) = &element
            && self.dice.chance(45)
        {
            let schema = self.schema.clone();
            if schema.kind(kind).fields.iter().any(|field| Ty::of(&field.ty) == *gives) {
                return Arg::Value(Expr::text(self.field_name(kind, |ty| ty == gives)));
            }
        }
        self.closure(&element, gives, fuel)
    }

    /// `any`, `all`, `none`, `is_empty`
    pub(super) fn some_match(&mut self, fuel: usize) -> Expr {
        let (items, ty) = self.collection(fuel, None);
        if self.dice.chance(20) {
            return items.with("is_empty", Vec::new());
        }
        let name = *self.dice.pick(&["any", "all", "none"]);
        let test = self.closure(&ty.element().unwrap_or(Ty::Unit), &Ty::Bool, fuel);
        items.call(name, vec![test])
    }

    /// `len`, `count`
    pub(super) fn counted(&mut self, fuel: usize) -> Expr {
        let (items, ty) = self.collection(fuel, None);
        match self.dice.roll(4) {
            0 => items.with("len", Vec::new()),
            1 => items.with("count", Vec::new()),
            _ => {
                let test = self.closure(&ty.element().unwrap_or(Ty::Unit), &Ty::Bool, fuel);
                items.call("count", vec![test])
            }
        }
    }

    pub(super) fn summed(&mut self, ty: &Ty, fuel: usize) -> Expr {
        if self.dice.chance(25) {
            return self.collection(fuel, Some(ty)).0.with("sum", Vec::new());
        }
        let (items, of) = self.collection(fuel, None);
        let pick = self.pick(&of, ty, fuel);
        items.call("sum", vec![pick])
    }

    /// The least or the greatest.
    pub(super) fn extreme(&mut self, ty: &Ty, fuel: usize) -> Expr {
        let name = *self.dice.pick(&["min", "max"]);
        let (items, of) =
            if self.dice.chance(25) { self.collection(fuel, Some(ty)) } else { self.collection(fuel, None) };
        // Of none there is none, which is asked first, as a rule.
        let own = self.name("b");
        let asked = self.dice.chance(80);
        let from = if asked { Expr::var(&own) } else { items.clone() };
        let found = if of.element().as_ref() == Some(ty) && self.dice.chance(60) {
            from.with(name, Vec::new())
        } else {
            let pick = self.pick(&of, ty, fuel);
            from.call(name, vec![pick])
        };
        if !asked {
            return found;
        }
        let none = Expr::var(&own).with("is_empty", Vec::new());
        let default = self.leaf(ty);
        let choice = Expr::If(Box::new(none), vec![Step::Expr(default)], Some(vec![Step::Expr(found)]));
        Expr::Block(vec![Step::Let(own, Some(items)), Step::Expr(choice)])
    }

    /// A list of elements of a type.
    pub(super) fn list(&mut self, of: &Ty, fuel: usize) -> Expr {
        let ty = Ty::list(of.clone());
        let fuel = fuel - 1;
        if self.bent.orderless {
            return self.leaf(&ty);
        }
        match self.dice.roll(16) {
            0..3 => {
                let count = self.dice.roll(4);
                Expr::List((0..count).map(|_| self.value(of, fuel)).collect())
            }
            3..7 => {
                let (items, from) = self.collection(fuel, None);
                let pick = self.pick(&from, of, fuel);
                items.call("map", vec![pick])
            }
            7 => {
                let test = self.closure(of, &Ty::Bool, fuel);
                self.value(&ty, fuel).call("filter", vec![test])
            }
            8 if !matches!(of, Ty::List(_) | Ty::Map(_) | Ty::View(_)) => {
                let (items, from) = self.collection(fuel, None);
                let pick = self.pick(&from, of, fuel);
                items.call("distinct", vec![pick])
            }
            9 if !matches!(of, Ty::List(_) | Ty::Map(_) | Ty::View(_)) => {
                self.value(&ty, fuel).with("distinct", Vec::new())
            }
            10 => self.value(&ty, fuel).with("reverse", Vec::new()),
            11 => self.value(&ty, fuel).op("+", self.value(&ty, fuel)),
            12 => {
                let by = self.dice.pick(&[Ty::Int, Ty::Str, Ty::Date, Ty::Dec]).clone();
                let pick = self.closure(of, &by, fuel);
                self.value(&ty, fuel).call("sort_by", vec![pick])
            }
            13 if *of == Ty::Str => {
                let separator = *self.dice.pick(&["", "、", "，", "a", " "]);
                self.value(&Ty::Str, fuel).with("split", vec![Expr::text(separator)])
            }
            14 => self.grouped(of, fuel),
            15 => {
                // An element from the end, too.
                let all = self.value(&ty, fuel);
                let own = self.name("b");
                let none = Expr::var(&own).with("is_empty", Vec::new());
                let at = Expr::plain(self.dice.pick(&["0", "-1", "0", "1"]));
                let item = Expr::List(vec![Expr::Index(Box::new(Expr::var(&own)), Box::new(at))]);
                let choice = Expr::If(Box::new(none), vec![Step::Expr(Expr::var(&own))], Some(vec![Step::Expr(item)]));
                Expr::Block(vec![Step::Let(own, Some(all)), Step::Expr(choice)])
            }
            _ => self.leaf(&ty),
        }
    }

    /// Something of each group.
    fn grouped(&mut self, of: &Ty, fuel: usize) -> Expr {
        let (items, from) = self.collection(fuel, None);
        let key = match self.dice.roll(8) {
            5 => Ty::Dec,
            6 => Ty::Bool,
            7 => Ty::Period,
            0 => Ty::Int,
            1 => Ty::Str,
            2 => self.enum_type(),
            3 => self.record_type(),
            _ => Ty::Date,
        };
        let pick = self.pick(&from, &key, fuel);
        let groups = items.call("group_by", vec![pick]);
        let name = self.name("g");
        let group = Ty::Group(Box::new(key.clone()), Box::new(from.clone()));
        let variable = Variable::new(&name, &group, false, false);
        self.scope.push(variable);
        // Key and items are variables of the closure's own.
        let (own, all) = (self.name("b"), self.name("b"));
        let (key, all_of) = (Variable::new(&own, &key, false, true), Variable::new(&all, &from, false, false));
        self.scope.extend([key, all_of]);
        let value = self.value(of, fuel);
        self.scope.truncate(self.scope.len() - 3);
        let body = vec![
            Step::Let(own, Some(Expr::var(&name).dot("key"))),
            Step::Let(all, Some(Expr::var(&name).dot("items"))),
            Step::Expr(value),
        ];
        groups.call("map", vec![Arg::Closure(name, body)])
    }
}
