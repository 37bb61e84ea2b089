//! Reading records: fields of every type, asked for, given a default, or read and be it a fault.

use super::{Grower, Ty};
use crate::schema::{Field, Kind};
use crate::tree::{Arg, Expr, Step};

impl Grower<'_> {
    /// A record in sight, with its kind; of that kind, if one is given.
    fn record_in_sight(&mut self, wanted: Option<&str>) -> Option<(Expr, String)> {
        let all: Vec<(Expr, String)> = self
            .scope
            .iter()
            .filter_map(|variable| match &variable.ty {
                Ty::Rec(kind) if wanted.is_none_or(|wanted| wanted == kind) => {
                    Some((Expr::var(&variable.name), kind.clone()))
                }
                _ => None,
            })
            .collect();
        self.dice.any(&all)
    }

    /// A field of that type of a record in sight, or of one that such a record refers to.
    pub(super) fn read(&mut self, ty: &Ty) -> Option<Expr> {
        let entries: Vec<Expr> = self
            .scope
            .iter()
            .filter_map(|variable| match &variable.ty {
                Ty::Map(entries) => Some((&variable.name, entries)),
                _ => None,
            })
            .flat_map(|(map, entries)| entries.iter().map(move |entry| (map, entry)))
            .filter(|(_, (_, own, lacking))| own == ty && !lacking)
            .map(|(map, (name, ..))| Expr::var(map).dot(name))
            .collect();
        if let Some(entry) = self.dice.any(&entries)
            && self.dice.chance(50)
        {
            return Some(entry);
        }
        let (record, kind) = self.record_in_sight(None)?;
        let schema = self.schema.clone();
        let (record, kind) = if self.dice.chance(15) {
            let mut refs: Vec<&Field> =
                schema.kind(&kind).fields.iter().filter(|f| matches!(Ty::of(&f.ty), Ty::Rec(_))).collect();
            refs.retain(|field| !field.optional || !self.bent.sure);
            match self.dice.any(&refs) {
                Some(field) => match Ty::of(&field.ty) {
                    Ty::Rec(to) => (record.dot(&field.name), to),
                    _ => (record, kind),
                },
                None => (record, kind),
            }
        } else {
            (record, kind)
        };
        self.read_of(record, schema.kind(&kind), ty)
    }

    /// A field of that type of a record of a kind.
    pub(super) fn read_of(&mut self, record: Expr, kind: &Kind, ty: &Ty) -> Option<Expr> {
        if *ty == Ty::Str && self.dice.chance(8) {
            return Some(record.dot(*self.dice.pick(&["key", "body", "kind"])));
        }
        if *ty == Ty::Int && self.dice.chance(4) {
            return Some(record.dot("year"));
        }
        if let Ty::View(to) = ty {
            let links: Vec<_> = kind.links.iter().filter(|link| link.kind == *to).collect();
            return self.dice.any(&links).map(|link| record.dot(&link.name));
        }
        let mut fields: Vec<&Field> = kind.fields.iter().filter(|field| Ty::of(&field.ty) == *ty).collect();
        // There is no other record to take in its place.
        fields.retain(|field| !(self.bent.sure && field.optional && matches!(ty, Ty::Rec(_))));
        if let Some(field) = self.dice.any(&fields) {
            return Some(self.read_field(record, field, ty));
        }
        // In a table of the record.
        let tables: Vec<&Field> =
            kind.fields.iter().filter(|f| matches!(f.ty, crate::schema::Type::Table(_))).collect();
        let table = self.dice.any(&tables)?;
        let crate::schema::Type::Table(inner) = &table.ty else { return None };
        let inner: Vec<&Field> = inner.iter().filter(|field| Ty::of(&field.ty) == *ty).collect();
        let inner = self.dice.any(&inner)?;
        let table = self.read_field(record, table, &Ty::of(&table.ty));
        Some(self.read_field(table, inner, ty))
    }

    /// What a record, if it is one, has in a field; nothing, or another value, if it is none.
    pub(super) fn read_safely(&mut self, ty: &Ty, fuel: usize) -> Option<Expr> {
        let Ty::Rec(kind) = self.record_type() else { return None };
        let schema = self.schema.clone();
        let mut fields: Vec<&Field> =
            schema.kind(&kind).fields.iter().filter(|field| Ty::of(&field.ty) == *ty).collect();
        fields.retain(|field| !field.optional || self.dice.chance(20));
        let Some(field) = self.dice.any(&fields) else { return self.read_further(ty, &kind, fuel) };
        let maybe = self.maybe(&kind, fuel);
        let read = if self.dice.chance(70) {
            Expr::Prop(Box::new(maybe), field.name.clone(), true)
        } else {
            let default = self.literal(ty);
            if !default.is_simple() {
                return None;
            }
            let arguments = vec![crate::tree::Arg::Value(Expr::text(&field.name)), crate::tree::Arg::Value(default)];
            Expr::Method(Box::new(maybe), "get".into(), arguments, true)
        };
        Some(read.op("??", self.leaf(ty)))
    }

    /// The same through something else that the record has: where there is none, all that follows is left out.
    fn read_further(&mut self, ty: &Ty, kind: &str, fuel: usize) -> Option<Expr> {
        let of = |name: &str, maybe: Expr| Expr::Prop(Box::new(maybe), name.into(), true);
        let schema = self.schema.clone();
        let maybe = self.maybe(kind, fuel);
        let such = |wanted: &dyn Fn(&Ty) -> bool| {
            let fields = schema.kind(kind).fields.iter().filter(|field| !field.optional && wanted(&Ty::of(&field.ty)));
            fields.map(|field| field.name.clone()).collect::<Vec<_>>()
        };
        let read = match ty {
            Ty::Int => match self.dice.roll(4) {
                0 => of(&self.dice.any(&such(&|ty| *ty == Ty::Date))?, maybe).dot("year"),
                1 => of(&self.dice.any(&such(&|ty| *ty == Ty::Str))?, maybe).with("len", Vec::new()),
                2 => of(&self.dice.any(&such(&|ty| *ty == Ty::Period))?, maybe).dot("first").dot("month"),
                _ => of(&self.dice.any(&such(&|ty| matches!(ty, Ty::List(_))))?, maybe).with("len", Vec::new()),
            },
            Ty::Str => match self.dice.roll(3) {
                0 => of(&self.dice.any(&such(&|ty| *ty == Ty::Str))?, maybe).with("trim", Vec::new()),
                1 => {
                    let list = of(&self.dice.any(&such(&|ty| *ty == Ty::list(Ty::Str)))?, maybe);
                    Expr::Index(Box::new(list), Box::new(Expr::plain("0")))
                }
                _ => of(&self.dice.any(&such(&|ty| matches!(ty, Ty::Rec(_))))?, maybe).dot("key"),
            },
            Ty::Bool => of("key", maybe).with("is_empty", Vec::new()),
            _ => return None,
        };
        Some(read.op("??", self.leaf(ty)))
    }

    fn read_field(&mut self, record: Expr, field: &Field, ty: &Ty) -> Expr {
        let name = if self.dice.chance(8) || self.bent.labels { field.label.clone() } else { field.name.clone() };
        let plain = record.clone().dot(&name);
        let how = match (field.optional, self.bent.sure) {
            (true, true) => self.dice.roll(91),
            (false, true) => 100,
            (true, false) => self.dice.roll(100),
            (false, false) => self.dice.roll(400),
        };
        match how {
            0..45 => {
                let default = if self.dice.chance(80) { self.literal(ty) } else { self.value(ty, 1) };
                if default == Expr::plain("()") {
                    return plain;
                }
                record.with("get", vec![Expr::text(&field.name), default])
            }
            45..91 => {
                let default = self.value(ty, 0);
                let has = record.with("has", vec![Expr::text(&field.name)]);
                Expr::If(Box::new(has), vec![Step::Expr(plain)], Some(vec![Step::Expr(default)]))
            }
            _ => plain,
        }
    }

    /// A record of a kind.
    pub(super) fn record(&mut self, kind: &str, fuel: usize) -> Expr {
        if let Some((record, _)) = self.record_in_sight(Some(kind))
            && (fuel == 0 || self.bent.orderless || self.dice.chance(50))
        {
            return record;
        }
        if let Some(found) = self.read(&Ty::Rec(kind.into()))
            && (self.dice.chance(60) || self.bent.orderless)
        {
            return found;
        }
        if let Some(ctx) = self.ctx()
            && self.dice.chance(60)
        {
            let all = ctx.with("all", vec![Expr::text(kind)]);
            return all.with(if self.dice.chance(70) { "first" } else { "last" }, Vec::new());
        }
        let view = self.view(kind, fuel.saturating_sub(1));
        match self.dice.roll(8) {
            0 => view.with("last", Vec::new()),
            1 if fuel > 0 => {
                let key = self.field_name(kind, Ty::is_ordered);
                let sorted = view.with("sort_by", vec![Expr::text(&key)]);
                sorted.with("first", Vec::new())
            }
            2 if fuel > 0 => {
                let maybe = self.value(&Ty::Maybe(Box::new(Ty::Rec(kind.into()))), fuel - 1);
                maybe.op("??", view.with("first", Vec::new()))
            }
            3 => view.with("first", Vec::new()),
            _ => {
                let Some(ctx) = self.ctx() else { return view.with("first", Vec::new()) };
                let own = self.name("b");
                let none = Expr::var(&own).with("is_empty", Vec::new());
                let other = ctx.with("all", vec![Expr::text(kind)]).with("first", Vec::new());
                let first = Expr::var(&own).with("first", Vec::new());
                let choice = Expr::If(Box::new(none), vec![Step::Expr(other)], Some(vec![Step::Expr(first)]));
                Expr::Block(vec![Step::Let(own, Some(view)), Step::Expr(choice)])
            }
        }
    }

    /// A record of a kind, or nothing.
    pub(super) fn maybe(&mut self, kind: &str, fuel: usize) -> Expr {
        let fuel = fuel.saturating_sub(1);
        match self.ctx() {
            Some(ctx) if self.dice.chance(60) || self.bent.orderless => {
                let letter = kind.chars().next().unwrap_or('x').to_ascii_uppercase();
                let number = self.dice.roll(5);
                let key = match self.schema.kind(kind).key.len() {
                    2 => format!("{number}/2026"),
                    _ if self.schema.kind(kind).yearly => format!("{letter}{number}"),
                    _ => format!("{letter}{}", 60 + number),
                };
                let key = if self.dice.chance(30) { self.value(&Ty::Str, fuel.min(1)) } else { Expr::text(&key) };
                ctx.with("find", vec![Expr::text(kind), key])
            }
            _ => {
                let view = self.view(kind, fuel);
                let test = self.closure(&Ty::Rec(kind.into()), &Ty::Bool, fuel);
                view.call("find", vec![test])
            }
        }
    }

    /// Records of a kind.
    pub(super) fn view(&mut self, kind: &str, fuel: usize) -> Expr {
        let ty = Ty::View(kind.into());
        if let Some(name) = self.dice.any(&self.variables(&ty))
            && self.dice.chance(40)
        {
            return Expr::var(&name);
        }
        if let Some(link) = self.read(&ty)
            && self.dice.chance(50)
        {
            return link;
        }
        if fuel > 0 && self.dice.chance(60) {
            let view = self.view(kind, fuel - 1);
            if matches!(view, Expr::List(_)) {
                return view;
            }
            return match self.dice.roll(8) {
                0..4 => {
                    let test = self.closure(&Ty::Rec(kind.into()), &Ty::Bool, fuel - 1);
                    view.call("filter", vec![test])
                }
                4 if !self.bent.orderless => {
                    let key = self.key_of(kind, fuel - 1);
                    view.call("sort_by", vec![key])
                }
                5 => match self.view(kind, fuel - 1) {
                    Expr::List(_) => view,
                    other => view.with("and", vec![other]),
                },
                _ => self.where_of(view, kind, fuel - 1),
            };
        }
        match self.ctx() {
            Some(ctx) if self.dice.chance(10) => {
                let year = ctx.clone().dot("year").op("-", Expr::plain("1"));
                ctx.with("all", vec![Expr::text(kind), year])
            }
            Some(ctx) => ctx.with("all", vec![Expr::text(kind)]),
            None => self.view_of_arguments(kind),
        }
    }

    /// Without `ctx`: what the arguments lead to, or the records of a list.
    fn view_of_arguments(&mut self, kind: &str) -> Expr {
        let ty = Ty::View(kind.into());
        if let Some(name) = self.dice.any(&self.variables(&ty)) {
            return Expr::var(&name);
        }
        match self.read(&ty) {
            Some(link) => link,
            // Nothing leads there: a list of no records has the same functions.
            None => Expr::List(Vec::new()),
        }
    }

    fn where_of(&mut self, view: Expr, kind: &str, fuel: usize) -> Expr {
        let schema = self.schema.clone();
        let of = |ty: &Ty| ty.is_ordered() || matches!(ty, Ty::Bool | Ty::Period | Ty::Rec(_));
        let fields: Vec<&Field> = schema.kind(kind).fields.iter().filter(|field| of(&Ty::of(&field.ty))).collect();
        let field = *self.dice.pick(&fields);
        let ty = match Ty::of(&field.ty) {
            Ty::Int if self.dice.chance(15) => Ty::Dec,
            Ty::Dec if self.dice.chance(25) => Ty::Int,
            ty => ty,
        };
        let value = self.value(&ty, fuel.min(1));
        view.with("where", vec![Expr::text(&field.name), value])
    }

    /// The name of a field whose values are such.
    pub(super) fn field_name(&mut self, kind: &str, such: impl Fn(&Ty) -> bool) -> String {
        let schema = self.schema.clone();
        let fields: Vec<&Field> = schema.kind(kind).fields.iter().filter(|field| such(&Ty::of(&field.ty))).collect();
        // Those that are always given stand before the others.
        let given: Vec<&Field> = fields.iter().copied().filter(|field| !field.optional).collect();
        let from = if given.is_empty() || (self.dice.chance(5) && !self.bent.sure) { &fields } else { &given };
        self.dice.any(from).map_or_else(|| "key".into(), |field| field.name.clone())
    }

    /// What records of a kind are sorted by.
    pub(super) fn key_of(&mut self, kind: &str, fuel: usize) -> Arg {
        if self.dice.chance(60) {
            let name = self.field_name(kind, Ty::is_ordered);
            return Arg::Value(Expr::text(&name));
        }
        let ty = self.dice.pick(&[Ty::Int, Ty::Dec, Ty::Str, Ty::Date]).clone();
        self.closure(&Ty::Rec(kind.into()), &ty, fuel)
    }
}
