//! `--shard`: a shard as it is written, or as the usual schedulers tell it in the environment.

use clap::Arg;

use crate::args::{Builder, Given};
use crate::report::text::clean_line;
use yize_core::check::{Scope, Shard};
use yize_core::language::Text;
use yize_core::say;

/// Slurm's number of tasks.
const SLURM: &str = "SLURM_ARRAY_TASK_COUNT";

/// Variables of a scheduler: the number, the first number, how many there are.
type Scheduler = (&'static str, usize, &'static str);

/// Whom `auto` understands, the first that is there. Kubernetes does not tell how many there are: the Job sets `YIZE_SHARDS`.
const SCHEDULERS: &[Scheduler] = &[
    ("JOB_COMPLETION_INDEX", 0, "YIZE_SHARDS"),
    ("SLURM_ARRAY_TASK_ID", 0, SLURM),
    ("CI_NODE_INDEX", 1, "CI_NODE_TOTAL"),
    ("CIRCLE_NODE_INDEX", 0, "CIRCLE_NODE_TOTAL"),
    ("BUILDKITE_PARALLEL_JOB", 0, "BUILDKITE_PARALLEL_JOB_COUNT"),
];

/// The option.
pub(crate) fn option(b: Builder) -> Arg {
    let help = say!(
        "只检查这一片的单位，如 2/3；auto 按 CI 的环境变量",
        "Check the bodies of this shard only, such as 2/3; auto goes by CI's variables"
    );
    b.value("shard", &say!("片/共", "I/N"), &help)
}

/// What was given.
pub(crate) fn read(given: Given<'_>) -> Result<Scope, Text> {
    given.one("shard").map_or(Ok(Scope::All), |word| shard(word).map(Scope::Shard))
}

fn shard(word: &str) -> Result<Shard, Text> {
    let shard = if word == "auto" { return auto(&variable) } else { Shard::parse(word) };
    shard.ok_or_else(|| {
        let word = clean_line(word);
        say!(
            "--shard 的值“{word}”应写成 第几片/共几片，如 2/3，或 auto。",
            "`{word}` of --shard should be I/N, such as 2/3, or auto."
        )
    })
}

#[expect(clippy::disallowed_methods, reason = "this is the command line's")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// The shard that the environment tells.
fn auto(variable: &dyn Fn(&str) -> Option<String>) -> Result<Shard, Text> {
    let there = SCHEDULERS.iter().find_map(|scheduler| Some((scheduler, variable(scheduler.0)?)));
    let Some((&(name, first, total), index)) = there else {
        let names: Vec<&str> = SCHEDULERS.iter().map(|(name, ..)| *name).collect();
        let (zh, en) = (names.join("、"), names.join(", "));
        return Err(say!(
            "--shard auto 在环境变量中没有找到片号（{zh}）。请写明，如 --shard 2/3。",
            "--shard auto finds no number in the environment ({en}). Write it, such as --shard 2/3."
        ));
    };
    let of = variable(total);
    let number = |text: &str| text.parse::<usize>().ok();
    let shard = number(&index).zip(of.as_deref().and_then(number)).and_then(|(index, of)| {
        let position = if total == SLURM { slurm(variable, index, of)? } else { index.checked_sub(first)? };
        Shard::new(position + 1, of)
    });
    shard.ok_or_else(|| {
        let (index, of) = (clean_line(&index), clean_line(of.as_deref().unwrap_or("?")));
        say!(
            "--shard auto 读到 {name}={index}、{total}={of}，不成一片。",
            "--shard auto reads {name}={index} and {total}={of}, which make no shard."
        )
    })
}

/// The position, from 0, of a task of Slurm's, whose arrays may begin anywhere and go in steps. A list such as 1,3,7 has no
/// positions that could be told.
fn slurm(variable: &dyn Fn(&str) -> Option<String>, index: usize, of: usize) -> Option<usize> {
    let read = |name: &str| variable(name)?.parse::<usize>().ok();
    let (min, max) = (read("SLURM_ARRAY_TASK_MIN")?, read("SLURM_ARRAY_TASK_MAX")?);
    let step = if of > 1 { max.checked_sub(min)?.checked_div(of - 1)? } else { 1 }.max(1);
    let told = read("SLURM_ARRAY_TASK_STEP").is_none_or(|told| told == step || of == 1);
    let even = told && max == min + step * of.checked_sub(1)? && index.checked_sub(min)? % step == 0;
    even.then(|| (index - min) / step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schedulers_tell_the_shard_each_in_its_way() {
        let shard = |pairs: &[(&str, &str)]| {
            auto(&|name| pairs.iter().find(|(n, _)| *n == name).map(|(_, value)| (*value).to_owned())).ok()
        };
        let second = Some(Shard { index: 2, of: 3 });
        assert_eq!(shard(&[("CI_NODE_INDEX", "2"), ("CI_NODE_TOTAL", "3")]), second);
        assert_eq!(shard(&[("JOB_COMPLETION_INDEX", "1"), ("YIZE_SHARDS", "3")]), second);
        assert_eq!(shard(&[("CIRCLE_NODE_INDEX", "1"), ("CIRCLE_NODE_TOTAL", "3")]), second);
        let slurm = |id, count, min, max| {
            let names = ["ID", "COUNT", "MIN", "MAX"].map(|name| format!("SLURM_ARRAY_TASK_{name}"));
            let pairs: Vec<(&str, &str)> = names.iter().map(String::as_str).zip([id, count, min, max]).collect();
            shard(&pairs)
        };
        // --array=0-2, 1-3, 10-14:2
        assert_eq!(slurm("1", "3", "0", "2"), second);
        assert_eq!(slurm("2", "3", "1", "3"), second);
        assert_eq!(slurm("12", "3", "10", "14"), second);
        assert_eq!(slurm("7", "1", "7", "7"), Some(Shard { index: 1, of: 1 }));
        // --array=1,3,7, and what no array has
        assert_eq!(slurm("3", "3", "1", "7"), None);
        assert_eq!(slurm("13", "3", "10", "14"), None);
        assert_eq!(slurm("2", "3", "3", "1"), None);
        let list = ["ID=1", "COUNT=3", "MIN=1", "MAX=7", "STEP=1"].map(|pair| format!("SLURM_ARRAY_TASK_{pair}"));
        assert_eq!(shard(&list.each_ref().map(|pair| pair.split_once('=').unwrap())), None);
        assert_eq!(shard(&[("SLURM_ARRAY_TASK_ID", "1"), ("SLURM_ARRAY_TASK_COUNT", "3")]), None);
        assert_eq!(shard(&[]), None);
        assert_eq!(shard(&[("CI_NODE_INDEX", "2")]), None);
        assert_eq!(shard(&[("CI_NODE_INDEX", "4"), ("CI_NODE_TOTAL", "3")]), None);
        assert_eq!(shard(&[("CI_NODE_INDEX", "0"), ("CI_NODE_TOTAL", "3")]), None);
    }
}
