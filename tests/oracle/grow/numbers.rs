//! Yes and no, numbers, and texts.

use super::{Grower, Ty};
use crate::tree::Expr;

impl Grower<'_> {
    pub(super) fn bool(&mut self, fuel: usize) -> Expr {
        let fuel = fuel - 1;
        match self.dice.roll(22) {
            0 => Expr::Unary("!", Box::new(self.value(&Ty::Bool, fuel))),
            1..3 => self.value(&Ty::Bool, fuel).op("&&", self.value(&Ty::Bool, fuel)),
            3..5 => self.value(&Ty::Bool, fuel).op("||", self.value(&Ty::Bool, fuel)),
            5..9 => self.ordered(fuel),
            9..12 => self.equal(fuel),
            12 if self.dice.chance(30) => match self.map_in_sight() {
                Some((map, name)) => match self.dice.roll(4) {
                    0 => Expr::text(&name).op("in", Expr::var(&map)),
                    1 => Expr::var(&map).with("contains", vec![Expr::text("m1")]),
                    2 => Expr::var(&map).with("has", vec![Expr::text(&name)]),
                    _ => Expr::var(&map).with("keys", Vec::new()).with("is_empty", Vec::new()),
                },
                None => self.leaf(&Ty::Bool),
            },
            12 => self.asked(fuel),
            13..15 => self.membership(fuel),
            15..19 => self.some_match(fuel),
            19 => {
                let text = self.value(&Ty::Str, fuel);
                if self.dice.chance(20) {
                    return self.value(&Ty::Str, fuel.min(1)).op("in", text);
                }
                let name = *self.dice.pick(&["contains", "starts_with", "ends_with"]);
                text.with(name, vec![self.value(&Ty::Str, fuel.min(1))])
            }
            20 => match self.ctx() {
                Some(ctx) if self.dice.chance(60) => {
                    let day = self.value(&Ty::Date, fuel);
                    let works = ctx.clone().with("is_workday", vec![Expr::var("day")]);
                    self.known(ctx, day, works, &Ty::Bool)
                }
                _ => self.value(&Ty::Str, fuel).with("is_empty", Vec::new()),
            },
            _ => {
                let kind = self.record_type();
                let maybe = self.value(&Ty::Maybe(Box::new(kind)), fuel);
                maybe.op(if self.dice.chance(50) { "==" } else { "!=" }, Expr::plain("()"))
            }
        }
    }

    fn ordered(&mut self, fuel: usize) -> Expr {
        let (a, b) = match self.dice.roll(10) {
            0..4 => (Ty::Int, Ty::Int),
            4 => (Ty::Int, Ty::Dec),
            5 => (Ty::Dec, Ty::Dec),
            6 | 7 => (Ty::Date, Ty::Date),
            8 => (Ty::Str, Ty::Str),
            _ => (Ty::Time, Ty::Time),
        };
        let op = *self.dice.pick(&["<", "<=", ">", ">="]);
        self.compared(&a, op, &b, fuel)
    }

    fn compared(&mut self, a: &Ty, op: &'static str, b: &Ty, fuel: usize) -> Expr {
        self.value(a, fuel).op(op, self.value(b, fuel))
    }

    fn equal(&mut self, fuel: usize) -> Expr {
        let op = if self.dice.chance(70) { "==" } else { "!=" };
        let ty = match self.dice.roll(12) {
            0..3 => Ty::Int,
            3 => Ty::Dec,
            4 => Ty::Str,
            5 | 6 => self.enum_type(),
            7 => Ty::Date,
            8 => Ty::Period,
            9 if self.dice.chance(40) => {
                let Ty::Rec(kind) = self.record_type() else { return self.leaf(&Ty::Bool) };
                let maybe = self.value(&Ty::Maybe(Box::new(Ty::Rec(kind.clone()))), fuel);
                return maybe.op(op, self.value(&Ty::Rec(kind), fuel));
            }
            9 => self.record_type(),
            10 => Ty::list(Ty::Int),
            _ => Ty::Bool,
        };
        let other = if ty == Ty::Int && self.dice.chance(15) { Ty::Dec } else { ty.clone() };
        self.compared(&ty, op, &other, fuel)
    }

    /// `has(…)`, of a record in sight.
    fn asked(&mut self, fuel: usize) -> Expr {
        let Ty::Rec(kind) = self.record_type() else { return self.leaf(&Ty::Bool) };
        let record = self.record(&kind, fuel);
        let field = self.field_name(&kind, |_| true);
        record.with("has", vec![Expr::text(&field)])
    }

    fn membership(&mut self, fuel: usize) -> Expr {
        let op = if self.dice.chance(80) { "in" } else { "!in" };
        match self.dice.roll(7) {
            0 => {
                let (from, to) = (self.dice.roll(8), self.dice.roll(14));
                let sign = if self.dice.chance(50) { ".." } else { "..=" };
                let range = Expr::plain(from).op(sign, Expr::plain(to));
                let n = self.value(&Ty::Int, fuel);
                n.op(op, range)
            }
            1 => {
                let day = self.value(&Ty::Date, fuel);
                day.op(op, self.value(&Ty::Period, fuel))
            }
            2 => {
                let period = self.value(&Ty::Period, fuel);
                period.with("contains", vec![self.value(&Ty::Date, fuel)])
            }
            3 => {
                let kind = self.record_type();
                let Ty::Rec(name) = &kind else { return self.leaf(&Ty::Bool) };
                let view = self.view(name, fuel);
                view.with("contains", vec![self.value(&kind, fuel)])
            }
            4 => {
                let of = self.enum_type();
                let Ty::Enum(values) = &of else { return self.leaf(&Ty::Bool) };
                let some = values.iter().take(2).map(Expr::text).collect();
                self.value(&of, fuel).op(op, Expr::List(some))
            }
            _ => {
                let of = self.single();
                let list = self.value(&Ty::list(of.clone()), fuel);
                if self.dice.chance(50) {
                    list.with("contains", vec![self.value(&of, fuel)])
                } else {
                    self.value(&of, fuel).op(op, list)
                }
            }
        }
    }

    /// A map in sight, and one of its names.
    fn map_in_sight(&mut self) -> Option<(String, String)> {
        let maps: Vec<(String, String)> = self
            .scope
            .iter()
            .filter_map(|variable| match &variable.ty {
                Ty::Map(entries) => Some((variable.name.clone(), entries.first()?.0.clone())),
                _ => None,
            })
            .collect();
        self.dice.any(&maps)
    }

    pub(super) fn int(&mut self, fuel: usize) -> Expr {
        let fuel = fuel - 1;
        match self.dice.roll(24) {
            0..6 => {
                let op = *self.dice.pick(&["+", "-", "*", "+", "-", "%"]);
                let other = if op == "%" { self.divisor(fuel) } else { self.value(&Ty::Int, fuel) };
                self.value(&Ty::Int, fuel).op(op, other)
            }
            6 => {
                let parts = vec![self.value(&Ty::Int, fuel), self.divisor(fuel)];
                Expr::Call("quotient".into(), parts)
            }
            7 => {
                let name = *self.dice.pick(&["round", "floor", "ceiling"]);
                Expr::Call(name.into(), vec![self.value(&Ty::Dec, fuel)])
            }
            8 => match self.dice.roll(3) {
                0 if self.dice.chance(50) => self.value(&Ty::Int, fuel).with("abs", Vec::new()),
                0 => Expr::Call("abs".into(), vec![self.value(&Ty::Int, fuel)]),
                1 => Expr::Unary(if self.dice.chance(80) { "-" } else { "+" }, Box::new(self.value(&Ty::Int, fuel))),
                _ => self.value(&Ty::Int, fuel).op("**", Expr::plain(self.dice.roll(4))),
            },
            9 => self.value(&Ty::Date, fuel).op("-", self.value(&Ty::Date, fuel)),
            10 | 11 => {
                let part = *self.dice.pick(&["year", "month", "day", "quarter", "weekday"]);
                self.value(&Ty::Date, fuel).dot(part)
            }
            12 => {
                let part = *self.dice.pick(&["year", "year", "year", "quarter", "quarter", "month"]);
                self.value(&Ty::Period, fuel).dot(part)
            }
            13 => self.pair(&Ty::Int, fuel),
            14 => match self.dice.roll(4) {
                0 => match self.map_in_sight() {
                    Some((map, _)) => Expr::var(&map).with("len", Vec::new()),
                    None => self.leaf(&Ty::Int),
                },
                1 => Expr::Call("len".into(), vec![self.value(&Ty::Str, fuel)]),
                _ => self.value(&Ty::Str, fuel).with("len", Vec::new()),
            },
            15 => match self.dice.roll(3) {
                0 => {
                    let text = match self.dice.roll(8) {
                        0 => self.value(&Ty::Str, fuel),
                        1..4 => Expr::text(*self.dice.pick(&["12", " 7 ", "-3", "007"])),
                        _ => Expr::Call("to_string".into(), vec![self.value(&Ty::Int, fuel)]),
                    };
                    Expr::Call("parse_int".into(), vec![text])
                }
                1 => match self.read(&Ty::Time) {
                    Some(time) => time.dot(if self.dice.chance(50) { "hour" } else { "minute" }),
                    None => self.leaf(&Ty::Int),
                },
                _ => match self.ctx() {
                    Some(ctx) if self.dice.chance(50) => {
                        let (day, days) = (self.value(&Ty::Date, fuel), Expr::plain(self.dice.roll(12)));
                        let later = Expr::var("day").op("+", days);
                        let count = ctx.clone().with("workdays", vec![Expr::var("day"), later]);
                        self.known(ctx, day, count, &Ty::Int)
                    }
                    Some(ctx) => ctx.dot("year"),
                    None => self.leaf(&Ty::Int),
                },
            },
            16..20 => self.counted(fuel),
            20 => self.extreme(&Ty::Int, fuel),
            21 => self.summed(&Ty::Int, fuel),
            _ => self.leaf(&Ty::Int),
        }
    }

    /// A whole number that is hardly ever 0.
    fn divisor(&mut self, fuel: usize) -> Expr {
        match self.dice.roll(10) {
            0 => self.value(&Ty::Int, fuel),
            1..4 => Expr::Call("max".into(), vec![Expr::plain("1"), self.value(&Ty::Int, fuel)]),
            _ => Expr::plain(["2", "3", "7", "10", "-4", "12"][self.dice.roll(6)]),
        }
    }

    pub(super) fn decimal(&mut self, fuel: usize) -> Expr {
        let fuel = fuel - 1;
        match self.dice.roll(12) {
            0 | 1 => self.value(&Ty::Int, fuel).op("/", self.divisor(fuel)),
            2 => self.value(&Ty::Dec, fuel).op("/", self.divisor(fuel)),
            3 if self.dice.chance(20) => self.value(&Ty::Dec, fuel).op("%", self.divisor(fuel)),
            3 => {
                let op = *self.dice.pick(&["+", "-", "*"]);
                self.value(&Ty::Dec, fuel).op(op, self.value(&Ty::Dec, fuel))
            }
            4 => {
                let op = *self.dice.pick(&["+", "-", "*"]);
                self.value(&Ty::Int, fuel).op(op, self.value(&Ty::Dec, fuel))
            }
            5 => {
                let digits = self.few(fuel);
                Expr::Call("round".into(), vec![self.value(&Ty::Dec, fuel), digits])
            }
            6 => Expr::Call("to_decimal".into(), vec![self.value(&Ty::Int, fuel)]),
            7 => match self.dice.roll(3) {
                0 => Expr::Call("abs".into(), vec![self.value(&Ty::Dec, fuel)]),
                1 => Expr::Unary("-", Box::new(self.value(&Ty::Dec, fuel))),
                _ => {
                    let few = self.few(fuel);
                    self.value(&Ty::Dec, fuel).op("**", few)
                }
            },
            8 => self.pair(&Ty::Dec, fuel),
            9 => self.summed(&Ty::Dec, fuel),
            10 => self.extreme(&Ty::Dec, fuel),
            _ => self.leaf(&Ty::Dec),
        }
    }

    /// A small whole number, now and then less than 0, or any.
    fn few(&mut self, fuel: usize) -> Expr {
        match self.dice.roll(12) {
            0 => Expr::plain("-1"),
            1 => Expr::plain("-7"),
            2 => self.value(&Ty::Int, fuel.min(1)),
            _ => Expr::plain(self.dice.roll(5)),
        }
    }

    pub(super) fn text(&mut self, fuel: usize) -> Expr {
        let fuel = fuel - 1;
        match self.dice.roll(16) {
            0..4 => self.template(fuel),
            4 => self.value(&Ty::Str, fuel).op("+", self.value(&Ty::Str, fuel)),
            5 | 6 if self.bent.orderless => self.leaf(&Ty::Str),
            5 | 6 => {
                let of = self.single();
                let list = self.value(&Ty::list(of), fuel);
                list.with("join", vec![Expr::text(*self.dice.pick(&["、", "", ", "]))])
            }
            7 => {
                let of = self.enum_type();
                match self.read(&of) {
                    Some(read) => Expr::Call("label".into(), vec![read]),
                    None => self.leaf(&Ty::Str),
                }
            }
            8 if self.dice.chance(25) => match self.ctx() {
                Some(ctx) => {
                    let day = self.value(&Ty::Date, fuel);
                    let name = ctx.clone().with("holiday", vec![Expr::var("day")]);
                    self.known(ctx, day, name, &Ty::Str)
                }
                None => self.leaf(&Ty::Str),
            },
            8 => {
                let of = self.single();
                Expr::Call("to_string".into(), vec![self.value(&of, fuel)])
            }
            9 => {
                let text = self.value(&Ty::Str, fuel);
                let start = self.few(fuel);
                if self.dice.chance(50) {
                    text.with("sub_string", vec![start])
                } else {
                    text.with("sub_string", vec![start, self.few(fuel)])
                }
            }
            10 | 11 => {
                let name = *self.dice.pick(&["trim", "to_upper", "to_lower"]);
                self.value(&Ty::Str, fuel).with(name, Vec::new())
            }
            12 => {
                let find = *self.dice.pick(&["a", "-", "走", "", "visit"]);
                let with = self.value(&Ty::Str, fuel.min(1));
                self.value(&Ty::Str, fuel).with("replace", vec![Expr::text(find), with])
            }
            13 => self.value(&Ty::Period, fuel).dot("unit"),
            14 => {
                let kind = self.record_type();
                let record = self.value(&kind, fuel);
                let Ty::Rec(name) = &kind else { return record.dot("key") };
                match self.dice.roll(4) {
                    0 => Expr::Call("label".into(), vec![record]),
                    1 => record.dot("key"),
                    2 => {
                        let field = self.field_name(name, |_| true);
                        record.with("label", vec![Expr::text(&field)])
                    }
                    _ => record.dot("body"),
                }
            }
            _ => self.leaf(&Ty::Str),
        }
    }
}
