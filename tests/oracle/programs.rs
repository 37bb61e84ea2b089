//! Programs at random, judged.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::data;
use crate::dice::Dice;
use crate::grow::{self, Bent};
use crate::host::Oracle;
use crate::judge::{Case, Verdict, judge, show};
use crate::schema;
use crate::shrink::shrink;

/// The case of a seed.
pub fn case(seed: u64, suffix: &str) -> Case {
    bent(seed, suffix, Bent::default())
}

/// The same with a program that is bent to a purpose.
pub fn bent(seed: u64, suffix: &str, bent: Bent) -> Case {
    let mut dice = Dice::new(seed);
    let schema = schema::schema(&mut dice, suffix);
    let program = grow::program(&mut dice, schema.clone(), bent);
    let data = data::data(&mut dice, &schema, bent.sure);
    Case { schema, program, data }
}

pub fn number(variable: &str, default: u64) -> u64 {
    std::env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// Judges the cases of the next seeds up to one; gives what differs.
fn judge_all(next: &AtomicU64, end: u64) -> (Vec<Verdict>, Vec<String>) {
    let oracle = Oracle::new();
    let (mut verdicts, mut different) = (Vec::new(), Vec::new());
    loop {
        let seed = next.fetch_add(1, Ordering::Relaxed);
        if seed >= end {
            break;
        }
        if seed.is_multiple_of(10_000) {
            eprintln!("seed {seed} is next");
        }
        let case = case(seed, "");
        let started = std::time::Instant::now();
        let verdict = judge(&oracle, &case);
        if started.elapsed().as_secs() > 2 {
            eprintln!("seed {seed} took {:?}: {verdict:?}", started.elapsed());
        }
        if let Ok(reason) = std::env::var("ORACLE_SHOW")
            && verdict.reasons.contains(&reason)
        {
            eprintln!("seed {seed}\n{}", show(&case));
        }
        if let Some(difference) = &verdict.difference {
            let small = shrink(&case, |smaller| judge(&oracle, smaller).difference.is_some());
            let told = judge(&oracle, &small).difference.unwrap_or_else(|| difference.clone());
            let text = format!("seed {seed}\n{told}\n{}", show(&small));
            eprintln!("{text}");
            different.push(text);
        }
        verdicts.push(verdict);
        if different.len() >= usize::try_from(number("ORACLE_MOST", 5)).expect("small") {
            break;
        }
    }
    (verdicts, different)
}

#[test]
fn the_machine_says_what_rhai_says() {
    let (first, count) = (number("ORACLE_SEED", 1), number("ORACLE_PROGRAMS", 2_500));
    let next = Arc::new(AtomicU64::new(first));
    let halves: Vec<_> = (0..2)
        .map(|_| {
            let next = next.clone();
            let thread = std::thread::Builder::new().stack_size(256 << 20);
            thread.spawn(move || judge_all(&next, first + count)).expect("a thread")
        })
        .collect();
    let (mut verdicts, mut different) = (Vec::new(), Vec::new());
    for half in halves {
        let (some, texts) = half.join().expect("no panic");
        verdicts.extend(some);
        different.extend(texts);
    }
    tell(&verdicts);
    if verdicts.len() >= 300 {
        is_worth_something(&verdicts);
    }
    assert!(different.is_empty(), "{} cases differ", different.len());
}

/// Makes sure that programs are accepted, come to their ends and find something, or agreement would mean nothing.
fn is_worth_something(verdicts: &[Verdict]) {
    let accepted: Vec<&Verdict> = verdicts.iter().filter(|v| v.refused.is_none()).collect();
    let sum = |of: fn(&Verdict) -> usize| accepted.iter().map(|v| of(v)).sum::<usize>();
    let (calls, finding) = (sum(|v| v.calls), accepted.iter().filter(|v| v.findings > 0).count());
    assert!(accepted.len() * 100 >= verdicts.len() * 70, "{} of {} accepted", accepted.len(), verdicts.len());
    assert!(finding * 100 >= accepted.len() * 60, "{finding} of {} with findings", accepted.len());
    assert!(sum(|v| v.faults) * 100 <= calls * 55, "{} of {calls} calls fail", sum(|v| v.faults));
    assert!(sum(|v| v.blocked) * 100 <= calls * 30, "{} of {calls} calls are blocked", sum(|v| v.blocked));
    assert!(sum(|v| v.unsure) * 100 <= calls * 3, "{} of {calls} calls are unsure", sum(|v| v.unsure));
    assert!(sum(|v| v.mixed) * 500 <= calls, "{} of {calls} calls end otherwise", sum(|v| v.mixed));
}

fn tell(verdicts: &[Verdict]) {
    let accepted: Vec<&Verdict> = verdicts.iter().filter(|v| v.refused.is_none()).collect();
    let sum = |of: fn(&Verdict) -> usize| accepted.iter().map(|v| of(v)).sum::<usize>();
    let finding = accepted.iter().filter(|v| v.findings > 0).count();
    eprintln!(
        "{} programs, {} accepted, {finding} with findings; {} calls, {} findings, {} faults, {} blocked, {} unsure, {} mixed",
        verdicts.len(),
        accepted.len(),
        sum(|v| v.calls),
        sum(|v| v.findings),
        sum(|v| v.faults),
        sum(|v| v.blocked),
        sum(|v| v.unsure),
        sum(|v| v.mixed)
    );
    if std::env::var("ORACLE_WHY").is_ok() {
        counted(verdicts.iter().filter_map(|v| v.refused.as_ref()).map(|why| why.split_once(": ").map_or("", |w| w.1)));
        counted(verdicts.iter().flat_map(|v| &v.reasons).map(String::as_str));
    }
}

/// How often each is there, without what stands in quotation marks.
fn counted<'t>(texts: impl Iterator<Item = &'t str>) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for text in texts {
        *counts.entry(text.split('"').step_by(2).collect::<Vec<_>>().join("…")).or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    for (text, count) in counts.iter().take(40) {
        eprintln!("{count:6} {text:.160}");
    }
}
