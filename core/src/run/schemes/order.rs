//! Scores that are built from scores: in what order schemes are worked out, and what cannot be.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::finding::Finding;
use crate::host;
use crate::language::say;
use crate::run::schemes::SchemeInForce;
use crate::source::Place;

/// Gives each scheme its level: those of a level ask for cards of lower ones only. What no order can do is reported.
pub(crate) fn order(schemes: &mut [SchemeInForce], findings: &mut Vec<Finding>) {
    let before = findings.len();
    for scheme in &*schemes {
        findings.extend(unfit(scheme, schemes));
    }
    // Of one name there is one for each time at which parameters change: the first stands for all.
    let mut numbers: BTreeMap<Arc<str>, usize> = BTreeMap::new();
    for (at, scheme) in schemes.iter().enumerate() {
        numbers.entry(scheme.scheme.name.clone()).or_insert(at);
    }
    let mut asked: Vec<BTreeSet<usize>> = schemes.iter().map(|_| BTreeSet::new()).collect();
    for scheme in &*schemes {
        let others = scheme.asks.schemes.iter().filter_map(|name| numbers.get(name).copied());
        asked[numbers[&scheme.scheme.name]].extend(others);
    }
    let asked: Vec<Vec<usize>> = asked.into_iter().map(|others| others.into_iter().collect()).collect();
    let (levels, circles) = levels(&asked);
    findings.extend(circles.iter().map(|circle| circular(schemes, circle)));
    if findings.len() > before {
        return;
    }
    for scheme in schemes {
        scheme.level = levels[numbers[&scheme.scheme.name]];
    }
}

/// For each, by the others that it asks for, a level above theirs; and each way from one back to itself. Each is gone through
/// once, however many ways lead to it.
fn levels(asked: &[Vec<usize>]) -> (Vec<usize>, Vec<Vec<usize>>) {
    let mut circles = Vec::new();
    let mut levels = vec![None; asked.len()];
    for start in 0..asked.len() {
        let mut way: Vec<(usize, usize)> = Vec::new();
        if levels[start].is_none() {
            way.push((start, 0));
        }
        while let Some((at, next)) = way.last_mut() {
            let at = *at;
            let Some(other) = asked[at].get(*next).copied() else {
                levels[at] =
                    Some(asked[at].iter().filter_map(|other| levels[*other]).map(|own| own + 1).max().unwrap_or(0));
                way.pop();
                continue;
            };
            *next += 1;
            if levels[other].is_some() {
                continue;
            }
            match way.iter().position(|(own, _)| *own == other) {
                Some(begin) => circles.push(way[begin..].iter().map(|(own, _)| *own).collect()),
                None => way.push((other, 0)),
            }
        }
    }
    (levels.into_iter().map(Option::unwrap_or_default).collect(), circles)
}

fn circular(schemes: &[SchemeInForce], circle: &[usize]) -> Finding {
    let names: Vec<&str> = circle.iter().chain(circle.first()).map(|at| &*schemes[*at].scheme.name).collect();
    let way = names.join(" → ");
    let message = say!("计分办法互相取分，成了循环：{way}", "schemes ask for each other's cards, in a circle: {way}");
    let help = say!(
        "去掉其中一处 ctx.score(…)；取自己以前年度的积分卡写 ctx.score(\"办法\", 记录, ctx.year - 1)",
        "drop one ctx.score(…); its own card of an earlier year is ctx.score(\"scheme\", record, ctx.year - 1)"
    );
    let mut finding = host::PACK.finding(message).at(schemes[circle[0]].scheme.place).help(help);
    for at in &circle[1..] {
        finding = finding.see(schemes[*at].scheme.place, say!("经过这里", "by way of this one"));
    }
    finding
}

/// What is wrong with what a scheme asks for.
fn unfit(scheme: &SchemeInForce, all: &[SchemeInForce]) -> Vec<Finding> {
    let told = |place: Place, message, help| host::PACK.finding(message).at(place).help(help);
    let mut findings = Vec::new();
    if scheme.asks.any {
        let message = say!(
            "计分办法里取积分卡，没有写明是哪一个计分办法的",
            "a scheme asks for a card without saying of which scheme"
        );
        let help = say!("写成 ctx.score(\"规则包/计分办法\", 记录)", "write ctx.score(\"pack/scheme\", record)");
        findings.push(told(scheme.scheme.place, message, help));
    }
    for name in &scheme.asks.schemes {
        let mut same = all.iter().filter(|other| other.scheme.name == *name).peekable();
        if same.peek().is_none() {
            let message = say!("这里没有计分办法“{name}”", "there is no scheme `{name}` here");
            let help = say!("写本包或它继承的包里的计分办法", "name one of this pack, or of a pack that it extends");
            findings.push(told(scheme.scheme.place, message, help));
        } else if let Some(off) = same.find_map(|other| other.off.as_ref()) {
            let message = say!(
                "用到的计分办法“{name}”停用了：{off}",
                "the scheme `{name}`, which it builds on, is switched off: {off}"
            );
            findings.push(told(scheme.scheme.place, message, say!("一并停用，或恢复它", "switch both off, or none")));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::levels;

    #[test]
    fn each_stands_above_those_that_it_asks_for_and_circles_are_found_once() {
        assert_eq!(levels(&[vec![1, 2], vec![2], vec![]]), (vec![2, 1, 0], Vec::new()));
        assert_eq!(levels(&[vec![1], vec![2], vec![1], vec![3]]).1, [vec![1, 2], vec![3]]);
        // Of many ways that meet again none is gone twice.
        let ladder: Vec<Vec<usize>> = (0..400).map(|at| (at + 1..400).take(2).collect()).collect();
        assert_eq!(levels(&ladder).0[0], 399);
    }
}
