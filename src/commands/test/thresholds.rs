//! `--threshold`: how much the cases are to reach at least.

use crate::args::Given;
use crate::report::cases::{Share, Shares, noticed};
use crate::report::text::clean_line;
use crate::terminal::Terminal;
use yize_core::cases::Report;
use yize_core::language::Text;
use yize_core::say;

/// What is covered: its word on the command line, what people call it, and how much of it is, where it was asked for.
type What = (&'static str, (&'static str, &'static str), fn(&Report) -> Option<Share>);

const WHATS: [What; 4] = [
    ("rules", ("规则", "rules"), |report| Some(shares(report)?.rules)),
    ("expressions", ("算式", "expressions"), |report| Some(shares(report)?.expressions)),
    ("branches", ("条件的两面", "answers of conditions"), |report| Some(shares(report)?.branches)),
    (MUTANTS, ("变异", "mutants"), |report| report.mutants.as_deref().map(noticed)),
];

/// How many mutants are noticed: that is asked only where it is named, since it takes long.
const MUTANTS: &str = "mutants";

fn shares(report: &Report) -> Option<Shares> {
    report.coverage.as_ref().map(Shares::of)
}

/// How much of something is to be covered at least, in hundredths.
#[derive(Clone, Copy, Debug)]
pub(super) struct Threshold {
    what: usize,
    percent: u32,
}

impl Threshold {
    /// Whether mutants are to be noticed.
    pub(super) fn wants_mutants(self) -> bool {
        WHATS[self.what].0 == MUTANTS
    }
}

/// Those that were given.
pub(super) fn read(given: Given<'_>) -> Result<Vec<Threshold>, Text> {
    let mut thresholds = Vec::new();
    for word in given.words("threshold") {
        let (what, number) = word.split_once('=').map_or((None, &*word), |(what, number)| (Some(what), number));
        let percent = number.parse().ok().filter(|percent| *percent <= 100);
        let named = what.map(|what| WHATS.iter().position(|(known, ..)| *known == what));
        let (Some(percent), false) = (percent, named == Some(None)) else {
            let word = clean_line(&word);
            return Err(say!(
                "--threshold 的值“{word}”应写成 0 到 100 的整数，或 rules=100、expressions=90、branches=80、mutants=90。",
                "`{word}` of --threshold should be a whole number from 0 to 100, or rules=100, expressions=90, branches=80, mutants=90."
            ));
        };
        match named.flatten() {
            Some(what) => thresholds.push(Threshold { what, percent }),
            None => {
                let all = WHATS.iter().enumerate().filter(|(_, (word, ..))| *word != MUTANTS);
                thresholds.extend(all.map(|(what, _)| Threshold { what, percent }));
            }
        }
    }
    Ok(thresholds)
}

/// Says what is covered too little, and gives the exit status.
pub(super) fn judge(thresholds: &[Threshold], report: &Report, code: u8, terminal: Terminal) -> u8 {
    let mut code = code;
    for Threshold { what, percent } in thresholds {
        let (_, (zh, en), share) = WHATS[*what];
        if share(report).is_some_and(|share| !share.is_at_least(*percent)) {
            terminal.complain(&say!("{zh}的覆盖不到 {percent}%", "less than {percent} % of {en} is covered"));
            code = code.max(1);
        }
    }
    code
}
