//! `switch`: the first case that has the value among its labels, and whose condition holds.

use std::sync::Arc;

use crate::machine::code::Run;
use crate::machine::compile::Compiler;
use crate::machine::compile::statements::unit;
use crate::native::state::State;
use crate::native::value::{Data, Value};
use crate::script::tree::{Case, Expr, LabelWhat};

/// A label, ready to be looked for.
enum Sought {
    /// A text of the program, by its number.
    Text(usize, Arc<str>),
    Int(i64),
    Range(i64, i64),
    Bool(bool),
    Unit,
}

/// A case, ready to run.
struct Ready {
    labels: Vec<Sought>,
    /// Whether it is `_`.
    any: bool,
    condition: Option<Run<bool>>,
    then: Run,
}

impl<'c> Compiler<'c> {
    /// `switch subject { … }`
    pub(super) fn switch(&mut self, subject: &'c Expr, cases: &'c [Case]) -> Run {
        let subject = self.value(subject);
        let mut ready: Vec<Ready> = cases.iter().map(|case| self.case(case)).collect();
        // Wherever it is written, `_` is what is left.
        let default = ready.iter().position(|case| case.any).map(|at| ready.remove(at));
        let default = default.map_or_else(unit, |case| case.then);
        Box::new(move |state| {
            let value = subject(state)?;
            // A text is compared with each label of its length.
            let letters = if let Data::Text(text) = &value.data { text.len() } else { 0 };
            for case in &ready {
                state.budget.spend_on(case.labels.len() >> 3)?;
                state.budget.spend_on_bytes(letters.saturating_mul(case.labels.len()))?;
                if case.labels.iter().any(|label| is(state, &value, label))
                    && case.condition.as_ref().map_or(Ok(true), |condition| condition(state))?
                {
                    return (case.then)(state);
                }
            }
            default(state)
        })
    }

    fn case(&mut self, case: &'c Case) -> Ready {
        let labels = case.labels.iter().filter_map(|label| self.label(&label.what)).collect();
        let condition = case.condition.as_ref().map(|condition| self.bool(condition));
        Ready { labels, any: case.labels.is_empty(), condition, then: self.value(&case.then) }
    }

    /// A label; none of those that nothing can equal, which the checker refuses.
    fn label(&mut self, label: &LabelWhat) -> Option<Sought> {
        Some(match label {
            LabelWhat::Text(text) => Sought::Text(self.text(text), text.clone()),
            LabelWhat::Int(n) => Sought::Int(*n),
            LabelWhat::Range(from, to, inclusive) => {
                Sought::Range(*from, if *inclusive { *to } else { to.checked_sub(1)? })
            }
            LabelWhat::Bool(yes) => Sought::Bool(*yes),
            LabelWhat::Unit => Sought::Unit,
            LabelWhat::Char(_) | LabelWhat::Decimal(_) | LabelWhat::Other => return None,
        })
    }
}

/// Whether a value is what a label says.
fn is(state: &State<'_>, value: &Value, label: &Sought) -> bool {
    match (label, &value.data) {
        (Sought::Text(number, _), Data::Str(id)) => matches!(&state.texts[*number].data, Data::Str(own) if own == id),
        (Sought::Text(_, text), Data::Text(own)) => **text == ****own,
        (Sought::Int(n), Data::Int(own)) => n == own,
        (Sought::Range(from, to), Data::Int(own)) => (from..=to).contains(&own),
        (Sought::Bool(yes), Data::Bool(own)) => yes == own,
        (Sought::Unit, Data::Unit) => true,
        _ => false,
    }
}
