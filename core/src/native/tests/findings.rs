//! Findings: where they point, what they say, and that there are not too many.

use super::{function, method, own_text, text, wrong};
use crate::language::Text;
use crate::native::functions::fields::read_named;
use crate::native::state::Target;
use crate::native::testing::{DAY, World};
use crate::native::value::{Data, Value};

#[test]
fn a_finding_points_at_what_it_is_given() {
    let world = World::new("");
    let state = &mut world.state();
    let (member, message) = (world.record("member", "A"), own_text(state, "说明"));
    let sector = read_named(state, &member, "sector").unwrap();
    for at in [member.clone(), sector.clone(), Value::of(Data::Ctx)] {
        function(state, "fail", &[at, message.clone()]).unwrap();
    }
    let row = world.row("member", "A");
    assert_eq!(state.drafts[0].target, Target::Record(row));
    assert!(matches!(state.drafts[1].target, Target::Value(place) if place.row == row && place.column == 2));
    assert_eq!(state.drafts[2].target, Target::Body);
    let why = "this value was not read from a record and has no place; give a record, a field of one, \
        record.at(\"field\") or ctx";
    for nowhere in [sector.computed(), Value::UNIT, Value::int(1)] {
        assert_eq!(wrong(function(state, "fail", &[nowhere, message.clone()])), why);
    }
    assert_eq!(state.drafts.len(), 3);
}

#[test]
fn a_finding_is_amended() {
    let world = World::new("");
    let state = &mut world.state();
    let (member, committee) = (world.record("member", "A"), world.record("committee", "economy"));
    let [message, help, note] = ["人数过多", "减少", "这里"].map(|letters| own_text(state, letters));
    let finding = function(state, "fail", &[member, message]).unwrap();
    let finding = method(state, "help", &[finding, help]).unwrap();
    let finding = method(state, "see", &[finding, committee, note]).unwrap();
    let copy = state.drafts[0].clone();
    method(state, "warn", &[finding]).unwrap();
    let draft = &state.drafts[0];
    assert_eq!(
        (&draft.message, &draft.help, draft.warning),
        (&Text::same("人数过多"), &Some(Text::same("减少")), true)
    );
    assert_eq!(draft.see, [(Target::Record(world.row("committee", "economy")), Text::same("这里"))]);
    assert!(!copy.warning);
}

#[test]
fn a_duty_is_pending_until_its_day() {
    let world = World::new("");
    let state = &mut world.state();
    let (member, message) = (world.record("member", "A"), own_text(state, "填写年龄"));
    let mut duty = |date, done| {
        let values = [Value::of(Data::Date(date)), Value::bool(done), member.clone(), message.clone()];
        function(state, "due", &values).unwrap()
    };
    let done = duty(DAY, true);
    duty(DAY, false);
    duty(DAY.yesterday().unwrap(), false);
    assert!(matches!(done.data, Data::Finding(None)));
    let due: Vec<_> = state.drafts.iter().map(|draft| draft.due.map(|(_, pending)| pending)).collect();
    assert_eq!(due, [Some(true), Some(false)]);
    // What is added to a duty that is done is nothing.
    assert!(matches!(method(state, "help", &[done.clone(), message]).unwrap().data, Data::Finding(None)));
    assert!(method(state, "warn", &[done]).is_ok());
}

#[test]
fn neither_messages_nor_findings_are_without_end() {
    let world = World::new("");
    let state = &mut world.state();
    let member = world.record("member", "A");
    let (long, short) = (own_text(state, &"x".repeat((1 << 16) + 1)), text(state, "x"));
    assert_eq!(wrong(function(state, "fail", &[member.clone(), long.clone()])), "the message is too long");
    let finding = function(state, "fail", &[member.clone(), short.clone()]).unwrap();
    assert_eq!(wrong(method(state, "help", &[finding.clone(), long.clone()])), "the message is too long");
    assert_eq!(wrong(method(state, "see", &[finding, member.clone(), long])), "the message is too long");
    for _ in 1..10_000 {
        function(state, "fail", &[member.clone(), short.clone()]).unwrap();
    }
    assert_eq!(wrong(function(state, "fail", &[member, short])), "too many findings");
}

#[test]
fn what_findings_say_is_paid_for() {
    let world = World::new("");
    let state = &mut world.state();
    let (member, long) = (world.record("member", "A"), own_text(state, &"x".repeat(1 << 16)));
    let finding = function(state, "fail", &[member.clone(), long.clone()]).unwrap();
    let end = (0..100_000).find_map(|_| method(state, "see", &[finding.clone(), member.clone(), long.clone()]).err());
    assert_eq!(super::words(end.expect("an end")), "what it reports is too long");
    assert!(state.drafts[0].see.len() > 100);
    // With the call, the count ends.
    state.drafts.clear();
    state.budget.start(0);
    assert!(function(state, "fail", &[member, long]).is_ok());
}
