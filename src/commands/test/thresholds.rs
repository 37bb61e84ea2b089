//! `--threshold`: how much the cases are to reach at least.

use crate::args::Given;
use crate::report::cases::{Share, Shares};
use crate::report::text::clean_line;
use crate::terminal::Terminal;
use yize_core::cases::Report;
use yize_core::language::Text;
use yize_core::say;

/// What is covered: its word on the command line, what people call it, and how much of it is.
type What = (&'static str, (&'static str, &'static str), fn(Shares) -> Share);

const WHATS: [What; 3] = [
    ("rules", ("规则", "rules"), |shares| shares.rules),
    ("expressions", ("算式", "expressions"), |shares| shares.expressions),
    ("branches", ("条件的两面", "answers of conditions"), |shares| shares.branches),
];

/// How much of something is to be covered at least, in hundredths.
#[derive(Clone, Copy, Debug)]
pub(super) struct Threshold {
    what: usize,
    percent: u32,
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
                "--threshold 的值“{word}”应写成 0 到 100 的整数，或 rules=100、expressions=90、branches=80。",
                "`{word}` of --threshold should be a whole number from 0 to 100, or rules=100, expressions=90, branches=80."
            ));
        };
        match named.flatten() {
            Some(what) => thresholds.push(Threshold { what, percent }),
            None => thresholds.extend((0..WHATS.len()).map(|what| Threshold { what, percent })),
        }
    }
    Ok(thresholds)
}

/// Says what is covered too little, and gives the exit status.
pub(super) fn judge(thresholds: &[Threshold], report: &Report, code: u8, terminal: Terminal) -> u8 {
    let Some(coverage) = &report.coverage else { return code };
    let shares = Shares::of(coverage);
    let mut code = code;
    for Threshold { what, percent } in thresholds {
        let (_, (zh, en), share) = WHATS[*what];
        if !share(shares).is_at_least(*percent) {
            terminal.complain(&say!("{zh}的覆盖不到 {percent}%", "less than {percent} % of {en} is covered"));
            code = code.max(1);
        }
    }
    code
}
