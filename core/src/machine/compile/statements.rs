//! Blocks and statements.

use std::ops::ControlFlow;

use crate::machine::code::{ON, Run, Stream};
use crate::machine::compile::Compiler;
use crate::machine::compile::quiet::{weight, weight_of};
use crate::native::state::State;
use crate::native::stop::{Answer, Stop};
use crate::native::value::Value;
use crate::script::tree::{Block, Expr, Statement, Step};

impl<'c> Compiler<'c> {
    /// Code of a block that gives the value of its last statement.
    pub(super) fn block(&mut self, block: &'c Block) -> Run {
        self.scoped(|own| {
            let Some((last, first)) = block.statements.split_last() else { return unit() };
            let first: Vec<Run<()>> = first.iter().filter_map(|statement| own.statement(statement)).collect();
            let last = match &last.step {
                Step::Expr(expr) => own.value(expr),
                _ => match own.statement(last) {
                    Some(run) => Box::new(move |state: &mut State<'_>| run(state).map(|()| Value::UNIT)) as Run,
                    None => unit(),
                },
            };
            match first.len() {
                0 => last,
                _ => Box::new(move |state| {
                    for statement in &first {
                        statement(state)?;
                    }
                    last(state)
                }),
            }
        })
    }

    /// Code of a block whose value nobody wants.
    fn steps(&mut self, block: &'c Block) -> Run<()> {
        self.scoped(|own| {
            let mut steps: Vec<Run<()>> = block.statements.iter().filter_map(|s| own.statement(s)).collect();
            if steps.len() == 1
                && let Some(one) = steps.pop()
            {
                return one;
            }
            Box::new(move |state: &mut State<'_>| {
                for step in &steps {
                    step(state)?;
                }
                Ok(())
            })
        })
    }

    /// Code of a statement; none where it does nothing.
    fn statement(&mut self, statement: &'c Statement) -> Option<Run<()>> {
        Some(match &statement.step {
            Step::Expr(expr) => self.effect(expr),
            Step::Let { name, value, .. } => {
                let value = self.value(value);
                let slot = self.bind(name);
                Box::new(move |state| {
                    let value = value(state)?;
                    let at = state.base + slot;
                    state.slots[at].set(value);
                    Ok(())
                })
            }
            Step::Assign { target, op, operator, value } => self.assign(target, *op, *operator, value),
            Step::While { condition, body } => self.repeat(condition.as_ref(), body),
            Step::Do { body, condition } => {
                let (turn, condition) = (self.turn(body, Some(condition)), self.bool(condition));
                Box::new(move |state| {
                    loop {
                        if turn(state)?.is_break() || !condition(state)? {
                            return Ok(());
                        }
                    }
                })
            }
            Step::For { name, counter, items, body } => self.each(name, counter.as_ref(), items, body),
            Step::Return(value) => {
                let value = value.as_ref().map(|value| self.value(value));
                Box::new(move |state| {
                    state.returned = match &value {
                        Some(value) => value(state)?,
                        None => Value::UNIT,
                    };
                    Err(Stop::Return)
                })
            }
            Step::Break(_) => Box::new(|_| Err(Stop::Break)),
            Step::Continue => Box::new(|_| Err(Stop::Continue)),
            Step::Banned(word, _) => {
                let run = self.refused(word.span);
                Box::new(move |state| run(state).map(drop))
            }
        })
    }

    /// Code of an expression whose value nobody wants.
    fn effect(&mut self, expr: &'c Expr) -> Run<()> {
        use crate::script::tree::What;
        match &expr.what {
            What::If { condition, then, otherwise } => {
                let condition = self.bool(condition);
                let then = self.steps(then);
                match otherwise.as_ref().map(|block| self.steps(block)) {
                    None => Box::new(move |state| if condition(state)? { then(state) } else { Ok(()) }),
                    Some(otherwise) => {
                        Box::new(move |state| if condition(state)? { then(state) } else { otherwise(state) })
                    }
                }
            }
            What::Block(block) => self.steps(block),
            _ => {
                let run = self.value(expr);
                Box::new(move |state| run(state).map(drop))
            }
        }
    }

    /// `if` as a value.
    pub(super) fn branch(&mut self, condition: &'c Expr, then: &'c Block, otherwise: Option<&'c Block>) -> Run {
        let (condition, then) = (self.bool(condition), self.block(then));
        let otherwise = otherwise.map_or_else(unit, |block| self.block(block));
        Box::new(move |state| if condition(state)? { then(state) } else { otherwise(state) })
    }

    /// One turn of a loop: paid for, and told whether it was the last.
    fn turn(&mut self, body: &'c Block, condition: Option<&Expr>) -> Run<ControlFlow<()>> {
        let (cost, run) = (1 + weight(body) + condition.map_or(0, weight_of), self.steps(body));
        Box::new(move |state| {
            state.budget.spend(cost)?;
            match run(state) {
                Ok(()) | Err(Stop::Continue) => ON,
                Err(Stop::Break) => Ok(ControlFlow::Break(())),
                Err(stop) => Err(stop),
            }
        })
    }

    fn repeat(&mut self, condition: Option<&'c Expr>, body: &'c Block) -> Run<()> {
        let turn = self.turn(body, condition);
        let condition = condition.map(|condition| self.bool(condition));
        Box::new(move |state| {
            loop {
                if let Some(condition) = &condition
                    && !condition(state)?
                {
                    return Ok(());
                }
                if turn(state)?.is_break() {
                    return Ok(());
                }
            }
        })
    }

    /// `for name in items { … }`
    fn each(
        &mut self,
        name: &'c crate::script::tree::Name,
        counter: Option<&'c crate::script::tree::Name>,
        items: &'c Expr,
        body: &'c Block,
    ) -> Run<()> {
        let stream: Stream = self.stream(items);
        self.scoped(|own| {
            let slot = own.bind(name);
            let counter = counter.map(|counter| own.bind(counter));
            let turn = own.turn(body, None);
            Box::new(move |state: &mut State<'_>| -> Answer<()> {
                let mut number = 0;
                stream(state, &mut |state, value| {
                    let base = state.base;
                    state.slots[base + slot].set(value);
                    if let Some(counter) = counter {
                        state.slots[base + counter].set(Value::int(number));
                        number += 1;
                    }
                    turn(state)
                })
            })
        })
    }
}

/// Code that gives nothing.
pub(super) fn unit() -> Run {
    Box::new(|_| Ok(Value::UNIT))
}
