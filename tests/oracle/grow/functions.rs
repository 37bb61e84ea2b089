//! Calls of a script's own functions.

use super::{Grower, Ty};
use crate::tree::Expr;

impl Grower<'_> {
    /// A call of a function that gives a type; something else where there is none.
    pub(super) fn called(&mut self, ty: &Ty, fuel: usize) -> Expr {
        let has_ctx = self.ctx().is_some();
        let fits: Vec<_> = self
            .functions
            .iter()
            .filter(|f| f.result == *ty && (has_ctx || !f.parameters.contains(&Ty::Ctx)))
            .cloned()
            .collect();
        let Some(function) = self.dice.any(&fits) else { return self.lent(ty, fuel) };
        let mut arguments = Vec::new();
        for parameter in &function.parameters {
            arguments.push(match (parameter, self.ctx()) {
                (Ty::Ctx, Some(ctx)) => ctx,
                _ => self.value(parameter, fuel.min(2)),
            });
        }
        Expr::Call(function.name, arguments)
    }

    /// A call of a function that the host lends.
    fn lent(&mut self, ty: &Ty, fuel: usize) -> Expr {
        let (name, arguments): (&str, &[Ty]) = match ty {
            Ty::Int => ("tripled", &[Ty::Int]),
            Ty::Str => ("marked", &[Ty::Str, Ty::Bool]),
            Ty::Bool => ("is_first", &[Ty::Date]),
            _ => return self.leaf(ty),
        };
        let arguments = arguments.iter().map(|ty| self.value(ty, fuel.min(1))).collect();
        Expr::Call(name.into(), arguments)
    }

    /// Something at which a finding can point.
    pub(super) fn spot(&mut self) -> Expr {
        let spots: Vec<String> = self.scope.iter().filter(|v| v.spot).map(|v| v.name.clone()).collect();
        let records: Vec<(String, String)> = self
            .scope
            .iter()
            .filter_map(|v| match &v.ty {
                Ty::Rec(kind) => Some((v.name.clone(), kind.clone())),
                _ => None,
            })
            .collect();
        if let Some(ctx) = self.ctx()
            && !self.network
            && self.dice.chance(4)
        {
            return ctx;
        }
        match (self.dice.roll(10), self.dice.any(&records)) {
            (0..3, Some((record, _))) => Expr::var(&record),
            (3 | 4, Some((record, kind))) => {
                let field = self.field_name(&kind, |_| true);
                Expr::var(&record).with("at", vec![Expr::text(&field)])
            }
            (5..7, Some((record, kind))) => {
                let field = self.field_name(&kind, |ty| !matches!(ty, Ty::View(_)));
                Expr::var(&record).dot(&field)
            }
            (7..9, _) if !spots.is_empty() => Expr::var(self.dice.pick(&spots)),
            (9, _) => {
                let ty = self.single();
                self.read(&ty).unwrap_or_else(|| self.somewhere())
            }
            (_, Some((record, _))) => Expr::var(&record),
            _ => self.somewhere(),
        }
    }

    /// The first record of a kind.
    fn somewhere(&mut self) -> Expr {
        let Ty::Rec(kind) = self.record_type() else { return Expr::plain("()") };
        self.record(&kind, 1)
    }
}
