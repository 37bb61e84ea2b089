//! Records, maps, `ctx`, cards and labels.

use std::slice::from_ref;

use super::{function, map, method, number, own_text, property, show, shows, text, wrong};
use crate::native::functions::fields::read_named;
use crate::native::state::Target;
use crate::native::testing::World;
use crate::native::value::{Data, Value};
use crate::value::BodyId;

const CTX: Value = Value::of(Data::Ctx);

#[test]
fn a_record_is_read_by_name_and_by_label() {
    let world = World::new("");
    let state = &mut world.state();
    let member = world.record("member", "A");
    for (name, expected) in [("age", "45"), ("姓名", "委员甲"), ("committee", "经济委"), ("key", "A"), ("year", "2026")]
    {
        assert_eq!(shows(read_named(state, &member, name), state), expected);
    }
    for (name, expected) in [("key", "A"), ("kind", "member"), ("body", "shili"), ("year", "2026")] {
        assert_eq!(shows(property(state, &member, name), state), expected);
    }
    assert_eq!(wrong(read_named(state, &member, "agee")), "member has no field `agee`; did you mean `age`?");
    let other = world.record("member", "B");
    assert!(wrong(read_named(state, &other, "age")).starts_with("field `age` is absent; ask has(\"age\") first"));
    assert_eq!(wrong(read_named(state, &Value::int(1), "age")), "a number has no field `age`");
}

#[test]
fn a_field_may_be_asked_for_pointed_at_and_called_by_its_label() {
    let world = World::new("");
    let state = &mut world.state();
    let (first, second) = (world.record("member", "A"), world.record("member", "B"));
    let age = text(state, "age");
    assert_eq!(shows(method(state, "has", &[first.clone(), age.clone()]), state), "true");
    assert_eq!(shows(method(state, "has", &[second.clone(), age.clone()]), state), "false");
    assert_eq!(shows(method(state, "get", &[first.clone(), age.clone(), Value::int(0)]), state), "45");
    assert_eq!(shows(method(state, "get", &[second, age.clone(), Value::int(0)]), state), "0");
    let place = method(state, "at", &[first.clone(), age]).unwrap();
    assert!(matches!(state.target(&place), Some(Target::Value(place)) if place.row == world.row("member", "A")));
    for (name, label) in [("sector", "界别"), ("activities", "活动"), ("姓名", "姓名")] {
        let name = text(state, name);
        assert_eq!(shows(method(state, "label", &[first.clone(), name]), state), label);
    }
    let name = text(state, "secter");
    assert_eq!(wrong(method(state, "label", &[first, name])), "member has no field `secter`; did you mean `sector`?");
}

#[test]
fn a_map_has_entries() {
    let world = World::new("");
    let state = &mut world.state();
    let contact = read_named(state, &world.record("member", "A"), "contact").unwrap();
    let (phone, email, none) = (text(state, "phone"), text(state, "email"), text(state, "-"));
    assert_eq!(shows(method(state, "has", &[contact.clone(), phone.clone()]), state), "true");
    assert_eq!(shows(method(state, "contains", &[contact.clone(), email.clone()]), state), "false");
    assert_eq!(shows(method(state, "get", &[contact.clone(), email, none]), state), "-");
    assert_eq!(shows(method(state, "keys", from_ref(&contact)), state), "[phone]");
    assert_eq!(shows(method(state, "values", from_ref(&contact)), state), "[100]");
    assert_eq!(shows(method(state, "len", from_ref(&contact)), state), "1");
    assert_eq!(wrong(read_named(state, &contact, "phon")), "the map has no entry `phon`; did you mean `phone`?");
    let empty = map(state, &[]);
    assert!(wrong(read_named(state, &empty, "x")).starts_with("the map has no entry `x`; ask has(\"x\") first"));
    let read = read_named(state, &contact, "phone").unwrap();
    assert!(matches!(state.target(&read), Some(Target::Value(_))));
}

#[test]
fn the_context_tells_what_is_checked() {
    let world = World::new("");
    let state = &mut world.state();
    for (name, expected) in [("body", "shili"), ("year", "2026"), ("today", "2026-12-31")] {
        assert_eq!(shows(property(state, &CTX, name), state), expected);
    }
    let (member, committee, key) = (text(state, "member"), text(state, "专委会"), own_text(state, "economy"));
    assert_eq!(shows(method(state, "all", &[CTX, member.clone()]), state), "<委员甲, 委员乙>");
    assert_eq!(shows(method(state, "all", &[CTX, member.clone(), Value::int(2025)]), state), "<>");
    assert_eq!(shows(method(state, "all", &[CTX, committee.clone(), Value::int(2025)]), state), "<经济委>");
    assert_eq!(shows(method(state, "find", &[CTX, committee.clone(), key]), state), "经济委");
    assert_eq!(shows(method(state, "find", &[CTX, committee.clone(), Value::int(3)]), state), "");
    assert_eq!(wrong(method(state, "find", &[CTX, committee, Value::UNIT])), "a key is a string or an integer");
    let none = text(state, "membr");
    assert_eq!(wrong(method(state, "all", &[CTX, none])), "unknown kind `membr`");
    state.scope.network = true;
    assert_eq!(wrong(property(state, &CTX, "body")), "a network rule has no single body");
    let why = "member is not declared `shared = true`, so network rules may not read it";
    assert_eq!(wrong(method(state, "all", &[CTX, member])), why);
}

#[test]
fn cards_are_asked_for_and_noted() {
    let world = World::new("");
    let state = &mut world.state();
    let member = world.record("member", "A");
    let card = method(state, "score", &[CTX, member.clone()]).unwrap();
    for (name, expected) in
        [("points", "10"), ("whole", "10"), ("grade", "优秀"), ("rank", "1"), ("complete", "true"), ("short", "[]")]
    {
        assert_eq!(shows(property(state, &card, name), state), expected, "{name}");
    }
    for (name, expected) in [("活动", "10"), ("参加活动", "12")] {
        let name = text(state, name);
        assert_eq!(shows(method(state, "points_of", &[card.clone(), name]), state), expected);
    }
    let name = text(state, "提案");
    assert_eq!(wrong(method(state, "points_of", &[card, name])), "the scheme has no \"提案\"");
    let (known, unknown) = (text(state, "club/duty"), text(state, "club/other"));
    assert!(matches!(method(state, "score", &[CTX, known, member.clone()]).unwrap().data, Data::Card(0, _)));
    assert_eq!(shows(method(state, "score", &[CTX, unknown, member]), state), "");
    let committee = world.record("committee", "economy");
    assert_eq!(shows(method(state, "score", &[CTX, committee]), state), "");
}

#[test]
fn an_incomplete_card_says_nothing_more() {
    let mut world = World::new("");
    let table = world.cards.tables[0].clone();
    let mut cards = (*table.cards).clone();
    cards[0].broken = vec![1];
    let broken = crate::score::Table { cards: cards.into(), ..(*table).clone() };
    world.cards = crate::native::cards::Cards::new(vec![broken.into(), table]);
    let state = &mut world.state();
    let member = world.record("member", "A");
    let why = "there are several schemes, club/duty、club/duty: write ctx.score(\"name\", record)";
    assert_eq!(wrong(method(state, "score", &[CTX, member])), why);
    let card = Value::of(Data::Card(0, 0));
    assert_eq!(shows(property(state, &card, "complete"), state), "false");
    for name in ["points", "whole", "grade", "rank", "short"] {
        assert_eq!(wrong(property(state, &card, name)), "blocked", "{name}");
    }
}

#[test]
fn a_value_has_a_label() {
    let world = World::new("");
    let state = &mut world.state();
    let member = world.record("member", "A");
    let sector = read_named(state, &member, "sector").unwrap();
    let letters = own_text(state, "farming");
    assert_eq!(shows(function(state, "label", &[sector]), state), "工商联");
    assert_eq!(shows(function(state, "label", &[letters]), state), "农业");
    assert_eq!(shows(function(state, "label", &[member]), state), "委员甲");
    let letters = own_text(state, "farmer");
    assert_eq!(wrong(function(state, "label", &[letters])), "`farmer` is no value of any enum");
    assert_eq!(wrong(function(state, "label", &[Value::int(1)])), "only enum values and records have labels");
}

#[test]
fn an_award_counts_for_more_than_one() {
    let world = World::new("");
    let state = &mut world.state();
    let activity = world.record("activity", "1");
    let award = function(state, "award", &[activity.clone(), number("2.5")]).unwrap();
    let Data::Award(award) = award.data else { panic!("an award") };
    assert_eq!((award.0, award.1.to_string()), (world.row("activity", "1"), "2.5".to_owned()));
    let why = "award wants a number as its second argument";
    assert_eq!(wrong(function(state, "award", &[activity, Value::UNIT])), why);
}

#[test]
fn a_network_sees_every_body_that_shares() {
    let more = "[[committee]]\nbody = \"other\"\nid = \"economy\"\nname = \"另一个经济委\"\n";
    let world = World::new(more);
    let state = &mut world.state();
    let (kind, key) = (text(state, "committee"), text(state, "economy"));
    let all = method(state, "all", &[CTX, kind.clone()]).unwrap();
    assert_eq!(world.store.bodies.len(), 2);
    let found = method(state, "find", &[CTX, kind, key]).unwrap();
    let Data::Record(found) = found.data else { panic!("a record") };
    assert_eq!(found.body, BodyId::new(0).unwrap());
    assert!(["<经济委, 另一个经济委>", "<另一个经济委, 经济委>"].contains(&show(state, &all).as_str()));
}
