//! Constraints made ready: looked at when a pack is loaded, and then called like rules.

use std::sync::Arc;

use crate::finding::Finding;
use crate::host;
use crate::language::{Lang, Text, did_you_mean, say};
use crate::machine::program::Function;
use crate::native::constraints;
use crate::native::state::State;
use crate::native::value::{Data, Value};
use crate::pack::Pack;
use crate::pack::rule::On;
use crate::schema::constraint::{Check, Constraint, Named, When};
use crate::schema::{Field, Kind, Schema, Type};
use crate::script::check::Meta;
use crate::source::Place;
use crate::spelling::nearest;

/// A constraint ready to be called.
pub(super) struct Made {
    /// What it says of itself.
    pub meta: Meta,
    /// Where it is declared.
    pub place: Place,
    /// Its code.
    pub function: Arc<Function>,
}

/// Makes the constraints that a pack declares; what is wrong with them is reported.
pub(super) fn make(pack: &Pack, schema: &Schema, findings: &mut Vec<Finding>) -> Vec<Made> {
    let mut made = Vec::new();
    for declaration in &pack.kinds {
        let Some(kind) = schema.kind(&declaration.name) else { continue };
        for constraint in &declaration.constraints {
            let mut wrong = Looked { schema, kind, constraint, findings: Vec::new() };
            wrong.look();
            let wrong = wrong.findings;
            if wrong.is_empty() {
                made.push(one(kind, constraint));
            }
            findings.extend(wrong);
        }
    }
    made
}

fn one(kind: &Kind, constraint: &Constraint) -> Made {
    let on = if constraint.check.is_of_body() { On::Body } else { On::Kind(kind.name.clone()) };
    let meta = Meta {
        id: constraint.id(&kind.name).into(),
        title: constraint.title.as_str().into(),
        basis: constraint.basis.as_str().into(),
        since: constraint.since,
        until: constraint.until,
        severity: constraint.severity,
        on,
        explain: constraint.explain.clone().unwrap_or_else(|| explained(kind, constraint)).into(),
        local: constraint.local.as_deref().map(Arc::from),
        may_warn: false,
    };
    let (own, name) = (Arc::new(constraint.clone()), kind.name.clone());
    let run = move |state: &mut State<'_>| {
        // A rule on records is called with the record, one on a body with `ctx` alone.
        let row = match state.slots[state.base].data {
            Data::Record(row) => Some(row),
            _ => None,
        };
        constraints::check(state, &own, &name, row).map(|()| Value::UNIT).map_err(|stop| stop.at(own.place))
    };
    let function = Arc::new(Function { run: Box::new(run), parameters: 2, slots: 2, cost: 1 });
    Made { meta, place: constraint.place, function }
}

/// A constraint that is looked at.
struct Looked<'l> {
    schema: &'l Schema,
    kind: &'l Kind,
    constraint: &'l Constraint,
    findings: Vec<Finding>,
}

impl<'l> Looked<'l> {
    fn look(&mut self) {
        let constraint = self.constraint;
        for name in &constraint.fields {
            let Some(field) = self.field(name) else { continue };
            let wanted = match &constraint.check {
                Check::Order if !is_day(&field.ty) => say!("日期或时段", "a date or a period"),
                Check::InYear { .. } | Check::NotFuture | Check::InTerm(_) if !is_day(element(&field.ty)) => {
                    say!("日期或时段", "a date or a period")
                }
                Check::Workday(_) if *element(&field.ty) != Type::Date => say!("日期", "a date"),
                Check::NotBlank | Check::LookAlike if !is_text(&field.ty) => say!("文字", "a text"),
                Check::NoRepeat if !is_plain_list(&field.ty) => {
                    say!("列表（不是表的列表）", "a list of anything but tables")
                }
                Check::NotSelf | Check::InOffice(_) if field.ty.target().is_none() => say!("引用", "a reference"),
                Check::Unique if matches!(field.ty, Type::List(_) | Type::Table(_)) => {
                    say!("单个的值，不是列表或表", "a single value, no list or table")
                }
                _ => continue,
            };
            self.unfit(name, wanted);
        }
        match &constraint.check {
            Check::InTerm(of) => self.person(of),
            Check::InOffice(on) => {
                if let Some(on) = on.as_ref().filter(|(on, _)| on != "year")
                    && let Some(field) = self.field(on)
                    && !is_day(&field.ty)
                {
                    self.unfit(on, say!("日期或时段", "a date or a period"));
                }
                for name in &constraint.fields {
                    self.person(name);
                }
            }
            Check::Workday(Some(unless)) => drop(self.field(unless)),
            Check::Together(Some(when)) | Check::Excludes(Some(when)) => self.when(when),
            _ => {}
        }
    }

    /// A field of the kind; that there is none is reported.
    fn field(&mut self, (name, place): &Named) -> Option<&'l Field> {
        let found = self.kind.field(name);
        if found.is_none() && !self.schema.may_have_field(self.kind, name) {
            let kind = &self.kind.name;
            let message = say!("{kind} 没有字段“{name}”", "{kind} has no field `{name}`");
            let all = self.kind.fields.iter().map(|field| field.name.as_str());
            let near = nearest(name, all.clone());
            let help = match near {
                Some(near) => did_you_mean(near),
                None => {
                    let list = all.collect::<Vec<_>>().join(" ");
                    say!("字段有：{list}", "its fields: {list}")
                }
            };
            self.findings.push(host::PACK.finding(message).at(*place).help(help));
        }
        found
    }

    fn unfit(&mut self, (name, place): &Named, wanted: Text) {
        let message = say!(
            "这种约束要的是{wanted}，字段“{name}”不是",
            "this check wants {wanted}, the field `{name}` is something else"; wanted
        );
        let help = say!("换一个字段，或换一种约束", "choose another field, or another check");
        self.findings.push(host::PACK.finding(message).at(*place).help(help));
    }

    /// Makes sure that a field refers to records with a term of office.
    fn person(&mut self, name: &Named) {
        let Some(field) = self.field(name) else { return };
        let Some(to) = field.ty.target().and_then(|to| self.schema.kind(to)) else {
            return self.unfit(name, say!("引用", "a reference"));
        };
        if to.term.is_none() {
            let kind = &to.name;
            let message = say!("“{kind}”没有写任期（term）", "`{kind}` does not say its `term`");
            let help = say!(
                "在 kinds.toml 的 [{kind}] 下面写 term = [\"到任日期字段\", \"离任日期字段\"]",
                "write term = [\"…\", \"…\"] under [{kind}] in kinds.toml: the fields with the first and the last day"
            );
            self.findings.push(host::PACK.finding(message).at(name.1).help(help));
        }
    }

    fn when(&mut self, when: &When) {
        let Some(field) = self.field(&when.field) else { return };
        let known: Vec<&str> = match &field.ty {
            Type::Enum(values) => values.iter().map(|value| value.name.as_str()).collect(),
            Type::Bool => vec!["true", "false"],
            _ => return,
        };
        for (word, place) in when.is.iter().filter(|(word, _)| !known.contains(&word.as_str())) {
            let name = &field.name;
            let message = say!("字段“{name}”没有值“{word}”", "field `{name}` has no value `{word}`");
            let list = known.join("、");
            let help = match nearest(word, known.iter().copied()) {
                Some(near) => did_you_mean(near),
                None => say!("可用的值：{list}", "its values: {list}"),
            };
            self.findings.push(host::PACK.finding(message).at(*place).help(help));
        }
    }
}

fn is_day(ty: &Type) -> bool {
    matches!(ty, Type::Date | Type::Period)
}

/// The type of a list's elements, or the type itself.
fn element(ty: &Type) -> &Type {
    match ty {
        Type::List(of) => of,
        ty => ty,
    }
}

fn is_text(ty: &Type) -> bool {
    match ty {
        Type::String => true,
        Type::List(of) => is_text(of),
        _ => false,
    }
}

fn is_plain_list(ty: &Type) -> bool {
    matches!(ty, Type::List(of) if !matches!(**of, Type::Table(_)))
}

/// What a constraint asks, in words, where its pack says no more than the title.
fn explained(kind: &Kind, constraint: &Constraint) -> String {
    let label =
        |(name, _): &Named| kind.field(name).map_or(name.as_str(), |field| field.label.get(Lang::Zh)).to_owned();
    let fields = constraint.fields.iter().map(label).collect::<Vec<_>>().join("、");
    let each = format!("每条“{}”记录", kind.label.get(Lang::Zh));
    let values = |when: &When| {
        let values = kind.field(&when.field.0).and_then(|field| field.ty.enumerated()).unwrap_or_default();
        let said = |(word, _): &Named| {
            let value = values.iter().find(|value| value.name == *word);
            value.map_or(word.as_str(), |value| value.label.get(Lang::Zh)).to_owned()
        };
        format!("{}为{}", label(&when.field), when.is.iter().map(said).collect::<Vec<_>>().join("、"))
    };
    match &constraint.check {
        Check::Present { .. } => {
            let every = if kind.yearly { "每年" } else { "" };
            format!("每个单位{every}至少登记一条“{}”记录。", kind.label.get(Lang::Zh))
        }
        Check::Unique => format!("任何两条“{}”记录的{fields}不能都相同。", kind.label.get(Lang::Zh)),
        Check::NoRepeat => format!("{each}的{fields}中，同一项只写一次。"),
        Check::NotBlank => format!("{each}的{fields}不能是空白。"),
        Check::LookAlike => format!("{fields}不能只差空白、大小写、全角半角或看不见的字符。"),
        Check::InYear { from: None, to: None } => format!("{each}的{fields}应在记录的年度之内。"),
        Check::InYear { .. } => format!("{each}的{fields}应在规定的日期之内。"),
        Check::NotFuture => format!("{each}的{fields}是已经发生的事，不晚于检查日期。"),
        Check::Order => format!("{each}的{fields}应依次不早于前一个。"),
        Check::Workday(None) => format!("{each}的{fields}应是工作日。"),
        Check::Workday(Some(unless)) => format!("{each}的{fields}应是工作日；写明{}的除外。", label(unless)),
        Check::InTerm(of) => format!("{each}的{fields}应在{}的任期之内。", label(of)),
        Check::InOffice(Some((on, _))) if on == "year" => format!("{each}的{fields}应在这一年度内任过职。"),
        Check::InOffice(Some(on)) => format!("{each}的{fields}应在{}当天在任。", label(on)),
        Check::InOffice(None) => format!("{each}的{fields}应是在任的。"),
        Check::Any => format!("{each}的{fields}至少写一个。"),
        Check::Together(None) => format!("{each}的{fields}要写就都写。"),
        Check::Together(Some(when)) => format!("{each}的{}时，应写明{fields}。", values(when)),
        Check::Excludes(None) => format!("{each}的{fields}只能写一个。"),
        Check::Excludes(Some(when)) => format!("{each}的{}时，不写{fields}。", values(when)),
        Check::NotSelf => format!("{each}的{fields}不能是它自己。"),
    }
}
