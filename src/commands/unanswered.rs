//! What commands say that show something of a check other than its findings: what keeps their answer from being whole.

use crate::report::{View, human};
use crate::terminal::Terminal;
use yize_core::check::{FailOn, Outcome};
use yize_core::finding::Effect;

/// Tells on stderr what keeps an answer from being whole, and gives the exit status: that of the check, except that violations
/// of rules do not fail it.
pub(super) fn unanswered(outcome: &Outcome, terminal: Terminal) -> u8 {
    let code = outcome.exit_code(FailOn::Never);
    let broken = |effect| matches!(effect, Effect::Incomplete | Effect::NotChecked);
    let own = outcome.findings.iter().filter(|own| broken(own.effect) || (code > 0 && own.rule.starts_with("host/")));
    let own: Vec<_> = own.cloned().collect();
    let view = View::new(terminal.lang, code);
    terminal.print_aside(|err| human::findings(&own, &outcome.sources, outcome.as_of, view, err));
    code
}
