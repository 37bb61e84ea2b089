//! Scores that are built from scores: in what order schemes are worked out, and what cannot be.

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
    let mut told: Vec<String> = Vec::new();
    for at in 0..schemes.len() {
        if let Some(circle) = circle(schemes, at, &mut Vec::new()) {
            let mut names: Vec<String> = circle.iter().map(|at| schemes[*at].scheme.name.to_string()).collect();
            names.sort();
            let key = names.join(" ");
            if !told.contains(&key) {
                told.push(key);
                findings.push(circular(schemes, &circle));
            }
        }
    }
    if findings.len() > before {
        return;
    }
    // Each is above those that it asks for; there are no circles, so that this ends.
    let mut raised = true;
    while raised {
        raised = false;
        for at in 0..schemes.len() {
            let below = asked(schemes, at).map(|other| schemes[other].level + 1).max().unwrap_or(0);
            if schemes[at].level < below {
                (schemes[at].level, raised) = (below, true);
            }
        }
    }
}

/// The schemes of whose cards one asks.
fn asked(schemes: &[SchemeInForce], at: usize) -> impl Iterator<Item = usize> {
    let names = &schemes[at].asks.schemes;
    let found = schemes.iter().enumerate().filter(|(_, other)| names.contains(&other.scheme.name));
    found.map(|(other, _)| other).collect::<Vec<_>>().into_iter()
}

/// The way from a scheme back to itself, if there is one, beginning with it.
fn circle(schemes: &[SchemeInForce], at: usize, way: &mut Vec<usize>) -> Option<Vec<usize>> {
    let same = |a: usize, b: usize| schemes[a].scheme.name == schemes[b].scheme.name;
    if let Some(first) = way.first().filter(|first| same(**first, at)) {
        debug_assert!(same(*first, at), "it ends where it began");
        return Some(way.clone());
    }
    if way.iter().any(|own| same(*own, at)) {
        return None;
    }
    way.push(at);
    let found = asked(schemes, at).find_map(|other| circle(schemes, other, way));
    way.pop();
    found
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
