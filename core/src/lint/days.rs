//! What holds on no day: rules, schemes and values that have no day in common with their pack.

use jiff::civil::Date;

use super::found::Found;
use super::subject::Subject;
use crate::host::lints::NEVER_IN_FORCE;
use crate::language::say;

pub(super) fn look(subject: &Subject<'_>, found: &mut Found<'_>) {
    let manifest = &subject.pack.manifest;
    let (begins, ends) = (manifest.since, manifest.until);
    for own in subject.own_rules() {
        let (since, until) = own.days;
        let name = &own.name;
        if let Some(end) = ends.filter(|end| *end < since) {
            let message = say!(
                "“{name}”从{since}起施行，规则包到{end}就截止了",
                "`{name}` holds from {since} on, and its pack ends on {end}"
            );
            found.tell(
                &NEVER_IN_FORCE,
                own.place,
                message,
                say!("核对 since 和规则包的 until", "look at its `since` and the pack's `until`"),
            );
        }
        if let (Some(until), Some(begin)) = (until, begins)
            && until < begin
        {
            let message = say!(
                "“{name}”到{until}截止，规则包从{begin}起才施行",
                "`{name}` ends on {until}, and its pack holds from {begin} on"
            );
            found.tell(
                &NEVER_IN_FORCE,
                own.place,
                message,
                say!("核对 until 和规则包的 since", "look at its `until` and the pack's `since`"),
            );
        }
    }
    let later = |since: Date| ends.filter(|end| *end < since);
    for (name, parameter) in &manifest.parameters {
        for (since, end, place) in
            parameter.values().iter().filter_map(|own| Some((own.since?, later(own.since?)?, own.place)))
        {
            let message = say!(
                "参数“{name}”从{since}起的值用不上：规则包到{end}截止",
                "the value of `{name}` from {since} on is never used: the pack ends on {end}"
            );
            found.tell(&NEVER_IN_FORCE, place, message, say!("核对日期", "look at the days"));
        }
    }
}
