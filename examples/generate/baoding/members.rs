//! Who sits where: a seat has a member, and where that one has left, a successor from the next day on.

use jiff::ToSpan as _;
use jiff::civil::{Date, date};

use super::super::draw::Draw;
use super::super::toml::{Doc, quoted, quoted_list};
use super::super::words::person;
use super::places::{COUNTY_OTHERS, COUNTY_PARTY, FOCUS, HOMES, party_share};
use super::{COMMITTEES, MEMBERS, group_count, group_name, party, public};

/// The first day of the term.
pub const BEGAN: Date = date(2022, 1, 18);
/// Days on which the standing committee let members go; three each, and three came in their place the day after.
const TURNS: [Date; 8] = [
    date(2023, 1, 10),
    date(2023, 8, 30),
    date(2024, 1, 16),
    date(2024, 9, 12),
    date(2025, 1, 14),
    date(2025, 8, 28),
    date(2026, 4, 28),
    date(2026, 9, 28),
];

/// A seat in a committee.
pub struct Seat {
    pub committee: usize,
    /// Its place within the committee.
    pub i: usize,
    pub sector: &'static str,
    pub county: Option<&'static str>,
    pub cpc: bool,
    pub position: Option<&'static str>,
    /// The number of the member who sits there, and the day on which the predecessor left.
    pub holder: usize,
    turn: Option<(usize, Date)>,
}

impl Seat {
    /// The group within its committee.
    pub fn group(&self) -> usize {
        self.i % group_count(self.committee)
    }

    fn is_core(&self) -> bool {
        self.i < HOMES[self.committee].core
    }

    /// The member who sits there now.
    pub fn id(&self) -> String {
        id(self.holder)
    }

    pub fn name(&self) -> String {
        name(self.holder)
    }
}

fn id(number: usize) -> String {
    format!("BD-{number:04}")
}

fn name(number: usize) -> String {
    person(number - 1)
}

/// All seats.
pub struct Roll {
    pub seats: Vec<Seat>,
}

impl Roll {
    pub fn new() -> Self {
        let mut seats: Vec<Seat> = (0..COMMITTEES.len()).flat_map(seats_of).collect();
        assert_eq!(seats.len(), MEMBERS);
        let mut next = MEMBERS;
        for (number, seat) in seats.iter_mut().enumerate() {
            seat.holder = number + 1;
        }
        for (round, turn) in TURNS.into_iter().enumerate() {
            for n in 0..3 {
                // Neither heads of committees nor members of the standing committee.
                let first = (round * 3 + n) * 24 + 18;
                let seat = seats[first..].iter_mut().find(|seat| seat.position.is_none()).expect("a seat");
                next += 1;
                seat.turn = Some((seat.holder, turn));
                seat.holder = next;
            }
        }
        let roll = Self { seats };
        roll.assert_mixed();
        roll
    }

    /// Seats of a committee.
    pub fn of(&self, committee: usize) -> impl Iterator<Item = &Seat> {
        self.seats.iter().filter(move |seat| seat.committee == committee)
    }

    /// The head of a committee.
    pub fn head(&self, committee: usize) -> &Seat {
        self.of(committee).next().expect("a head")
    }

    /// The head of a committee, and after the chairperson the secretary-general, who are of the party group.
    pub fn party_group(&self) -> Vec<&Seat> {
        self.seats.iter().filter(|seat| seat.cpc && matches!(seat.position, Some(p) if p != "sc_member")).collect()
    }

    /// The rules ask it of every group: some are of the party and some are not.
    fn assert_mixed(&self) {
        for committee in 0..COMMITTEES.len() {
            for group in 0..group_count(committee) {
                let own: Vec<&Seat> = self.of(committee).filter(|seat| seat.group() == group).collect();
                let party = own.iter().filter(|seat| seat.cpc).count();
                assert!(party > 1 && party < own.len() - 1, "{}", group_name(committee, group));
            }
        }
    }

    /// The members of a committee: those of the term's first day, then those who came later.
    pub fn file(&self, committee: usize) -> (String, String) {
        let (id, name) = COMMITTEES[committee];
        let mut doc = Doc::new(&format!("{name}的委员。"), "baoding", false);
        for seat in self.of(committee) {
            match seat.turn {
                Some((first, left)) => record(&mut doc, seat, first, BEGAN, Some(left)),
                None => record(&mut doc, seat, seat.holder, BEGAN, None),
            }
        }
        let mut later: Vec<&Seat> = self.of(committee).filter(|seat| seat.turn.is_some()).collect();
        later.sort_by_key(|seat| seat.holder);
        for seat in later {
            let (_, left) = seat.turn.expect("a turn");
            record(&mut doc, seat, seat.holder, left.checked_add(1.day()).expect("a day"), None);
        }
        doc.file(&format!("members/{}-{id}.toml", committee + 1))
    }
}

/// The sectors of a committee's members who are placed by sector, mixed evenly, that of its head first.
fn sectors_of(committee: usize) -> Vec<&'static str> {
    let sectors = HOMES[committee].sectors;
    let all: usize = sectors.iter().map(|(_, n)| n).sum();
    let mut given = vec![0; sectors.len()];
    let mut order = Vec::new();
    for place in 0..all {
        // Whoever is most behind the share.
        let behind = |i: &usize| (sectors[*i].1 * (place + 1)).cast_signed() - (given[*i] * all).cast_signed();
        let next = (0..sectors.len()).filter(|i| given[*i] < sectors[*i].1).max_by_key(|i| (behind(i), usize::MAX - i));
        let next = if place == 0 { 0 } else { next.expect("a sector") };
        given[next] += 1;
        order.push(sectors[next].0);
    }
    order
}

fn seats_of(committee: usize) -> Vec<Seat> {
    let home = &HOMES[committee];
    let mut sectors = sectors_of(committee).into_iter();
    let mut seen: Vec<&str> = Vec::new();
    let mut by_county = 0;
    let mut seats: Vec<Seat> = Vec::new();
    let size = home.sectors.iter().map(|(_, n)| n).sum::<usize>() + home.by_county;
    for i in 0..size {
        let place = i % 4 == 3 && by_county < home.by_county;
        let (sector, county, cpc) = if place || sectors.len() == 0 {
            let draw = Draw::new("placed by county").of(committee).of(by_county);
            let county = home.counties[by_county % home.counties.len()];
            by_county += 1;
            let cpc = draw.chance(50);
            let sector = if cpc { draw.of(1).pick(&COUNTY_PARTY) } else { draw.of(1).pick(&COUNTY_OTHERS) };
            (sector, Some(county), cpc)
        } else {
            let sector = sectors.next().expect("a sector");
            let (before, share) = (seen.iter().filter(|other| **other == sector).count(), party_share(sector));
            seen.push(sector);
            let cpc = if i == 0 { home.led_by_party } else { (before + 1) * share / 100 > before * share / 100 };
            (sector, None, cpc)
        };
        seats.push(Seat { committee, i, sector, county, cpc, position: None, holder: 0, turn: None });
    }
    appoint(&mut seats, committee, home.core);
    seats
}

/// A chair-level official at the head of each committee, the secretary-general in the first, and ten members of the standing
/// committee from among the core members, at most four of them of the party.
fn appoint(seats: &mut [Seat], committee: usize, core: usize) {
    seats[0].position = Some(if committee == 0 { "chairperson" } else { "vice_chairperson" });
    let (mut all, mut party, mut secretary) = (0, 0, committee != 0);
    for seat in &mut seats[1..core] {
        if seat.cpc && !secretary {
            seat.position = Some("secretary_general");
            secretary = true;
        } else if all < 10 && (!seat.cpc || party < 4) && seat.i < 16 {
            seat.position = Some("sc_member");
            all += 1;
            party += usize::from(seat.cpc);
        }
    }
}

fn record(doc: &mut Doc, seat: &Seat, number: usize, joined: Date, left: Option<Date>) {
    let mut fields = vec![
        ("id", quoted(&id(number))),
        ("name", quoted(&name(number))),
        ("sector", quoted(seat.sector)),
        ("committees", quoted_list(&[COMMITTEES[seat.committee].1])),
        ("group", quoted(&group_name(seat.committee, seat.group()))),
        ("role", quoted(if seat.is_core() { "core" } else { "ordinary" })),
        ("placed_by", quoted(if seat.county.is_some() { "by_county" } else { "by_sector" })),
    ];
    fields.extend(seat.county.map(|county| ("county", quoted(county))));
    fields.push(("cpc", seat.cpc.to_string()));
    if seat.cpc {
        fields.push(("party_groups", quoted_list(&[party::group_name(seat.committee, seat.group())])));
    }
    fields.push(("serves", quoted_list(&[public(seat.sector)])));
    if !seat.is_core() {
        strengths(seat, number, &mut fields);
    }
    fields.extend(seat.position.map(|position| ("positions", quoted_list(&[position]))));
    fields.push(("joined_on", joined.to_string()));
    fields.extend(left.map(|left| ("left_on", left.to_string())));
    doc.record("member", &fields);
}

/// What an ordinary member is good at or would like to do; one of both is what the group is about.
fn strengths(seat: &Seat, number: usize, fields: &mut Vec<(&str, String)>) {
    let draw = Draw::new("strength").of(number);
    let own = draw.pick(&FOCUS[seat.committee][seat.group()]);
    match draw.of(1).below(10) {
        0 => {
            let others = FOCUS[(seat.committee + 1) % FOCUS.len()];
            fields.push(("speciality", quoted(draw.of(2).pick(others)[0])));
            fields.push(("wish", quoted(own)));
        }
        1 => fields.push(("wish", quoted(own))),
        _ => fields.push(("speciality", quoted(own))),
    }
}
