//! Values of every type.

use super::{Grower, Ty, Variable};
use crate::data::{DAYS, TEXTS};
use crate::tree::{Case, Expr, Piece, Step};

impl Grower<'_> {
    /// A value of a type, or now and then one of another.
    pub(super) fn value(&mut self, ty: &Ty, fuel: usize) -> Expr {
        if self.wrong > 0 && self.dice.roll(self.wrong) == 0 {
            let other = self.any_type(1);
            return self.leaf(&other);
        }
        let fuel = if self.closures > 1 { fuel.min(1) } else { fuel };
        if fuel == 0 {
            return self.leaf(ty);
        }
        match self.dice.roll(100) {
            0..3 if self.bent.orderless => self.leaf(ty),
            0..3 => self.forgotten(ty, fuel - 1),
            3..7 => self.choice(ty, fuel - 1),
            7..9 => self.switched(ty, fuel - 1),
            9..11 => self.blocked(ty, fuel - 1),
            11..18 => self.called(ty, fuel - 1),
            18..21 => self.read_safely(ty, fuel - 1).unwrap_or_else(|| self.leaf(ty)),
            21..28 => self.leaf(ty),
            _ => self.made(ty, fuel),
        }
    }

    fn made(&mut self, ty: &Ty, fuel: usize) -> Expr {
        match ty {
            Ty::Bool => self.bool(fuel),
            Ty::Int => self.int(fuel),
            Ty::Dec => self.decimal(fuel),
            Ty::Str => self.text(fuel),
            Ty::Date => self.date(fuel),
            Ty::Period => self.period(fuel),
            Ty::Rec(kind) => self.record(kind, fuel),
            Ty::Maybe(of) => match &**of {
                Ty::Rec(kind) => self.maybe(kind, fuel),
                _ => self.leaf(ty),
            },
            Ty::View(kind) => self.view(kind, fuel),
            Ty::List(of) => self.list(of, fuel),
            Ty::Map(entries) => {
                let written = entries.iter().filter(|(_, _, lacking)| !lacking || self.dice.clone().chance(50));
                let written: Vec<(String, Ty)> = written.map(|(name, ty, _)| (name.clone(), ty.clone())).collect();
                Expr::Map(written.into_iter().map(|(name, ty)| (name, self.value(&ty, fuel - 1))).collect())
            }
            Ty::Unit | Ty::Ctx | Ty::Time | Ty::Enum(_) | Ty::Group(..) => self.leaf(ty),
        }
    }

    /// A value that costs little.
    pub(super) fn leaf(&mut self, ty: &Ty) -> Expr {
        if let Some(name) = self.dice.any(&self.variables(ty))
            && self.dice.chance(60)
        {
            return Expr::var(&name);
        }
        let constants: Vec<_> = self.constants.iter().filter(|(_, own, _)| own == ty).cloned().collect();
        if let Some((name, _, value)) = self.dice.any(&constants)
            && self.dice.chance(20)
        {
            return Expr::Known(name, value, self.within);
        }
        let read = if self.dice.chance(75) { self.read(ty) } else { None };
        if let Some(read) = read {
            return read;
        }
        match ty {
            Ty::Rec(kind) => self.record(kind, 0),
            Ty::View(kind) => self.view(kind, 0),
            Ty::Maybe(of) => match &**of {
                Ty::Rec(kind) => self.maybe(kind, 0),
                _ => Expr::plain("()"),
            },
            Ty::Date if self.dice.chance(20) => match self.ctx() {
                Some(ctx) => ctx.dot("today"),
                None => self.literal(ty),
            },
            Ty::Int | Ty::Dec | Ty::Bool | Ty::Str | Ty::Date | Ty::List(_) if self.dice.chance(10) => {
                self.parameter(ty).unwrap_or_else(|| self.literal(ty))
            }
            _ => self.literal(ty),
        }
    }

    fn parameter(&mut self, ty: &Ty) -> Option<Expr> {
        let ctx = self.ctx()?;
        let all: Vec<String> = self
            .schema
            .parameters
            .iter()
            .filter(|(_, own, _)| Ty::of(own) == *ty)
            .map(|(name, ..)| name.clone())
            .collect();
        self.dice.any(&all).map(|name| ctx.dot("params").dot(&name))
    }

    /// A value that is written out.
    pub(super) fn literal(&mut self, ty: &Ty) -> Expr {
        match ty {
            Ty::Bool => Expr::plain(self.dice.chance(50)),
            Ty::Int => {
                if self.dice.chance(4) {
                    return Expr::plain(self.dice.pick(&["1_000", "0xff", "0b101", "0o17", "-0", "+3"]));
                }
                let small = self.dice.roll(13).to_string();
                let large = ["9223372036854775807", "-9223372036854775807", "4294967296", "-1", "1000000"];
                let text =
                    if self.dice.chance(6) && !self.bent.sure { self.dice.pick(&large).to_string() } else { small };
                Expr::plain(text)
            }
            Ty::Dec => {
                let all = ["0.5", "1.5", "2.25", "0.1", "10.0", "3.333", "0.000001", "-1.5", "99.995", "12.0"];
                Expr::plain(self.dice.pick(&all))
            }
            Ty::Str if self.dice.chance(4) => {
                let all = [r#""\u4e2d\x41""#, r#""a\tb\\c\"""#, "`a\nb`", "`\nx`", r#""\n""#];
                Expr::plain(self.dice.pick(&all))
            }
            Ty::Str => Expr::text(self.dice.pick(&TEXTS)),
            Ty::Enum(values) => Expr::text(self.dice.pick(values)),
            Ty::Date => Expr::Call("date".into(), vec![Expr::text(self.dice.pick(&DAYS))]),
            Ty::Period => {
                let all = ["2026", "2026-Q1", "2026-03", "2026-03-01", "2025-Q4", "2024-02"];
                Expr::Call("period".into(), vec![Expr::text(self.dice.pick(&all))])
            }
            Ty::List(of) => {
                let count = self.dice.roll(4);
                Expr::List((0..count).map(|_| self.leaf(of)).collect())
            }
            Ty::Map(entries) => {
                let entries: Vec<(String, Ty)> =
                    entries.iter().map(|(name, ty, _)| (name.clone(), ty.clone())).collect();
                Expr::Map(entries.into_iter().map(|(name, ty)| (name, self.literal(&ty))).collect())
            }
            Ty::Rec(kind) => self.record(&kind.clone(), 0),
            Ty::View(kind) => self.view(&kind.clone(), 0),
            Ty::Time => self.time(),
            Ty::Unit | Ty::Ctx | Ty::Maybe(_) | Ty::Group(..) => Expr::plain("()"),
        }
    }

    /// A time of day, which no one writes but the data.
    fn time(&mut self) -> Expr {
        let schema = self.schema.clone();
        let is_time = |field: &&crate::schema::Field| field.ty == crate::schema::Type::Time;
        let all = schema.kinds.iter().flat_map(|kind| kind.fields.iter().filter(is_time).map(move |f| (kind, f)));
        let all: Vec<_> = all.collect();
        let (kind, field) = *self.dice.pick(&all);
        self.record(&kind.name, 0).dot(&field.name)
    }

    /// A value whose type the checker loses sight of.
    fn forgotten(&mut self, ty: &Ty, fuel: usize) -> Expr {
        let value = self.value(ty, fuel);
        let other = match ty {
            Ty::Str | Ty::Enum(_) => Expr::plain("0"),
            _ => Expr::text("-"),
        };
        match self.dice.roll(3) {
            0 => Expr::Index(Box::new(Expr::List(vec![value, other])), Box::new(Expr::plain("0"))),
            1 => Expr::List(vec![other, value]).with("last", Vec::new()),
            _ => {
                let always = Expr::List(vec![Expr::plain("1")]).with("is_empty", Vec::new());
                Expr::If(Box::new(always), vec![Step::Expr(other)], Some(vec![Step::Expr(value)]))
            }
        }
    }

    fn choice(&mut self, ty: &Ty, fuel: usize) -> Expr {
        let condition = self.value(&Ty::Bool, fuel);
        let (then, otherwise) = (self.value(ty, fuel), self.value(ty, fuel));
        Expr::If(Box::new(condition), vec![Step::Expr(then)], Some(vec![Step::Expr(otherwise)]))
    }

    fn blocked(&mut self, ty: &Ty, fuel: usize) -> Expr {
        let name = self.name("b");
        let inner = self.single();
        let value = self.value(&inner, fuel);
        let variable = Variable::new(&name, &inner, false, false);
        self.scope.push(variable);
        let result = self.value(ty, fuel);
        self.scope.pop();
        Expr::Block(vec![Step::Let(name, Some(value)), Step::Expr(result)])
    }

    /// A `switch` that gives a value.
    pub(super) fn switched(&mut self, ty: &Ty, fuel: usize) -> Expr {
        let of = match self.dice.roll(5) {
            0 | 1 => Ty::Int,
            2 => Ty::Str,
            3 => Ty::Bool,
            _ => self.enum_type(),
        };
        let subject = if self.dice.chance(80) { self.leaf(&of) } else { self.value(&of, fuel.min(1)) };
        let mut cases = Vec::new();
        let mut taken = Vec::new();
        for _ in 0..=self.dice.roll(3) {
            let mut labels: Vec<String> = (0..=self.dice.roll(2)).filter_map(|_| self.label(&of, &mut taken)).collect();
            if labels.iter().any(|label| label.contains("..") && !label.starts_with('"')) {
                labels.retain(|label| label.contains(".."));
            }
            if labels.is_empty() {
                continue;
            }
            let when = if self.dice.chance(15) { Some(self.value(&Ty::Bool, fuel.min(1))) } else { None };
            cases.push(Case { labels, when, then: self.value(ty, fuel) });
        }
        // Rhai wants ranges behind all single labels.
        let ranged = |case: &Case| case.labels.iter().any(|label| label.contains("..") && !label.starts_with('"'));
        let (behind, mut cases): (Vec<Case>, Vec<Case>) = cases.into_iter().partition(ranged);
        cases.extend(behind);
        cases.push(Case { labels: Vec::new(), when: None, then: self.value(ty, fuel) });
        Expr::Switch(Box::new(subject), cases)
    }

    fn label(&mut self, of: &Ty, taken: &mut Vec<String>) -> Option<String> {
        let label = match of {
            Ty::Int if self.dice.chance(30) => {
                let from = self.dice.roll(10);
                let sign = if self.dice.chance(50) { ".." } else { "..=" };
                format!("{from}{sign}{}", from + self.dice.roll(6))
            }
            Ty::Int => self.dice.roll(8).to_string(),
            Ty::Bool => self.dice.chance(50).to_string(),
            Ty::Enum(values) => crate::print::quoted(self.dice.pick(values)),
            _ => crate::print::quoted(self.dice.pick(&TEXTS)),
        };
        // One label in two cases is a mistake.
        if taken.contains(&label) {
            return None;
        }
        taken.push(label.clone());
        Some(label)
    }

    fn date(&mut self, fuel: usize) -> Expr {
        let fuel = fuel - 1;
        match self.dice.roll(10) {
            0 | 1 => {
                let days = self.value(&Ty::Int, fuel.min(1));
                self.value(&Ty::Date, fuel).op("+", days)
            }
            2 => {
                let days = self.value(&Ty::Int, fuel.min(1));
                self.value(&Ty::Date, fuel).op("-", days)
            }
            3 => self.value(&Ty::Period, fuel).dot("first"),
            4 => self.value(&Ty::Period, fuel).dot("last"),
            5 => {
                let parts = [2020 + self.dice.roll(9), 1 + self.dice.roll(12), 1 + self.dice.roll(28)];
                Expr::Call("date".into(), parts.iter().map(Expr::plain).collect())
            }
            6 => {
                let month = self.small(12, fuel);
                Expr::Call("date".into(), vec![Expr::plain("2026"), month, Expr::plain("28")])
            }
            7 => match self.ctx() {
                Some(ctx) if self.dice.chance(50) => {
                    let day = self.value(&Ty::Date, fuel);
                    let moved =
                        ctx.clone().with("add_workdays", vec![Expr::var("day"), Expr::plain(self.dice.roll(9))]);
                    self.known(ctx, day, moved, &Ty::Date)
                }
                _ => self.pair(&Ty::Date, fuel),
            },
            8 => self.extreme(&Ty::Date, fuel),
            _ => self.leaf(&Ty::Date),
        }
    }

    /// A whole number from 1 to that, now and then another.
    fn small(&mut self, most: usize, fuel: usize) -> Expr {
        match self.dice.roll(10) {
            0..5 => Expr::plain(1 + self.dice.roll(most)),
            5 => match self.value(&Ty::Int, fuel.min(1)) {
                Expr::Plain(_) => Expr::plain("1"),
                value => value,
            },
            _ => {
                let value = self.value(&Ty::Int, fuel.min(1));
                let within = Expr::Call("abs".into(), vec![value.op("%", Expr::plain(most))]);
                Expr::plain("1").op("+", within)
            }
        }
    }

    /// Something about a day, `day`, whose year the calendar knows.
    pub(super) fn known(&mut self, ctx: Expr, day: Expr, of: Expr, ty: &Ty) -> Expr {
        let knows = ctx.with("knows_calendar", vec![Expr::var("day")]);
        let other = self.literal(ty);
        let choice = Expr::If(Box::new(knows), vec![Step::Expr(of)], Some(vec![Step::Expr(other)]));
        Expr::Block(vec![Step::Let("day".into(), Some(day)), Step::Expr(choice)])
    }

    /// `min(a, b)` or `max(a, b)`
    pub(super) fn pair(&mut self, ty: &Ty, fuel: usize) -> Expr {
        let name = *self.dice.pick(&["min", "max"]);
        Expr::Call(name.into(), vec![self.value(ty, fuel), self.value(ty, fuel)])
    }

    fn period(&mut self, fuel: usize) -> Expr {
        let fuel = fuel - 1;
        match self.dice.roll(5) {
            0 => Expr::Call("month".into(), vec![Expr::plain("2026"), Expr::plain(1 + self.dice.roll(12))]),
            1 => {
                let number = self.small(4, fuel);
                Expr::Call("quarter".into(), vec![Expr::plain("2026"), number])
            }
            2 => self.value(&Ty::Date, fuel).with("month_of", Vec::new()),
            3 => self.value(&Ty::Date, fuel).with("quarter_of", Vec::new()),
            _ => self.leaf(&Ty::Period),
        }
    }

    /// A template.
    pub(super) fn template(&mut self, fuel: usize) -> Expr {
        let mut pieces = Vec::new();
        for _ in 0..=self.dice.roll(3) {
            pieces.push(Piece::Text(
                self.dice.pick(&["", "应为", " / ", "：", "x", "（", "😀", "\n", "\n  "]).to_string(),
            ));
            let ty = self.single();
            pieces.push(Piece::Value(self.value(&ty, fuel)));
        }
        pieces.push(Piece::Text(self.dice.pick(&["", "次", "."]).to_string()));
        Expr::Template(pieces)
    }
}
