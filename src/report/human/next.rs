//! The one thing to do next.

use jiff::civil::Date;

use crate::report::shape::Sort;
use crate::report::text::clean_line;
use crate::report::{Of, View, row, subject};
use yize_core::check::Outcome;
use yize_core::finding::Finding;
use yize_core::language::Text;
use yize_core::say;

/// What to do next: what keeps anything from being checked first, then broken data, then the rule that is broken most, then
/// what is due next. None where there is nothing to do.
pub(super) fn step(outcome: &Outcome, view: View) -> Option<Text> {
    let of = |sort: Sort| outcome.findings.iter().filter(move |own| Sort::of(own) == sort);
    if let Some(fault) = of(Sort::Fault).next() {
        let rule = clean_line(&fault.rule);
        return Some(say!(
            "先解决故障，没有检查到的才能检查到；yize explain {rule} 说明是怎么回事",
            "mend the faults first, so that what was not checked is; `yize explain {rule}` says what they are"
        ));
    }
    if let Some(broken) = of(Sort::Violation).find(|own| own.rule.starts_with("host/")) {
        let rule = clean_line(&broken.rule);
        return Some(say!(
            "先改正读不准的数据（host/… 的各项），其余检查才完整；yize explain {rule} 说明写法",
            "mend the data that cannot be read first (host/…), for the rest to be complete; `yize explain {rule}` tells how"
        ));
    }
    if view.of != Of::Data {
        let rule = [Sort::Violation, Sort::Warning].into_iter().find_map(|sort| most(of(sort)))?;
        let rule = clean_line(rule);
        return Some(say!(
            "yize explain {rule} 说明为什么、怎样改；[lint] 里可以改各项的级别",
            "`yize explain {rule}` tells why and what to do; [lint] changes levels"
        ));
    }
    for sort in [Sort::Violation, Sort::Warning] {
        let Some(rule) = most(of(sort)) else { continue };
        let n = of(sort).filter(|own| *own.rule == *rule).count();
        let (title, rule) = (clean_line(title(outcome, rule, view)), clean_line(rule));
        return Some(say!(
            "从“{title}”的 {n} 项改起；yize explain {rule} 说明依据和写法",
            "begin with the {n} of \"{title}\"; `yize explain {rule}` tells its basis and how to write it"
        ));
    }
    let first = of(Sort::Pending).min_by_key(|own| own.due.unwrap_or(Date::MAX))?;
    let (due, who) = (first.due?, clean_line(&subject::who(first, view.lang)));
    let days = first.days(outcome.as_of)?;
    let message = clean_line(first.message.get(view.lang));
    Some(say!("{due}（还有{days}天）以前：{who}——{message}", "by {due} ({days} days left): {who}: {message}"))
}

/// The rule of most findings; of as many, that whose name comes first.
fn most<'a>(findings: impl Iterator<Item = &'a Finding>) -> Option<&'a str> {
    let mut rules: Vec<&str> = findings.map(|own| &*own.rule).collect();
    rules.sort_unstable();
    rules.chunk_by(|a, b| a == b).max_by_key(|same| (same.len(), std::cmp::Reverse(same[0]))).map(|same| same[0])
}

fn title<'a>(outcome: &'a Outcome, rule: &'a str, view: View) -> &'a str {
    row::about(outcome, rule, view.lang).map_or(rule, |about| about.title)
}
