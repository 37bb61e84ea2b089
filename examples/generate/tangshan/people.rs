//! Members of the city's committee: sectors, positions, who links whom, who came and went.

use jiff::civil::{Date, date};

use super::super::draw::Draw;
use super::super::toml::{Doc, quoted, quoted_list};
use super::super::words::person;
use super::words::employer;
use super::{UNITS, public};

/// A sector, its unit, its members in office, and how many of a hundred of them are in the party.
pub struct Sector {
    pub name: &'static str,
    pub unit: usize,
    pub members: usize,
    cpc: usize,
}

const fn sector(name: &'static str, unit: usize, members: usize, cpc: usize) -> Sector {
    Sector { name, unit, members, cpc }
}

/// 480 members together. Nobody of a democratic party or without any is in the party, all of the party's own sector are.
pub const SECTORS: [Sector; 30] = [
    sector("中共", 0, 24, 100),
    sector("特邀人士", 0, 26, 70),
    sector("民革", 1, 14, 0),
    sector("民建", 1, 16, 0),
    sector("无党派人士", 1, 18, 0),
    sector("台联", 1, 6, 20),
    sector("侨联", 1, 8, 25),
    sector("工商联", 2, 26, 30),
    sector("经济", 2, 28, 60),
    sector("农业", 3, 28, 55),
    sector("九三学社", 3, 14, 0),
    sector("妇联", 3, 14, 60),
    sector("环境资源", 4, 20, 50),
    sector("农工党", 4, 14, 0),
    sector("科技", 4, 20, 45),
    sector("科协", 4, 10, 45),
    sector("教育", 5, 24, 50),
    sector("医药卫生", 5, 26, 45),
    sector("体育", 5, 6, 50),
    sector("民盟", 5, 16, 0),
    sector("社会福利和社会保障", 6, 16, 60),
    sector("工会", 6, 12, 70),
    sector("共青团", 6, 8, 75),
    sector("青联", 6, 10, 40),
    sector("少数民族", 6, 10, 40),
    sector("宗教", 6, 8, 0),
    sector("文艺", 7, 18, 35),
    sector("新闻出版", 7, 10, 60),
    sector("社科", 7, 16, 55),
    sector("民进", 7, 14, 0),
];

/// Chairperson-level members: the first of these sectors, and the second of the first.
const CHAIRS: [(usize, usize, &str, bool); 9] = [
    (0, 0, "chairperson", true),
    (0, 1, "secretary_general", true),
    (3, 0, "vice_chairperson", false),
    (7, 0, "vice_chairperson", false),
    (9, 0, "vice_chairperson", true),
    (13, 0, "vice_chairperson", false),
    (19, 0, "vice_chairperson", false),
    (20, 0, "vice_chairperson", true),
    (28, 0, "vice_chairperson", true),
];

/// When members were added in the term, each time at a meeting of the standing committee.
const ADDED: [Date; 5] =
    [date(2023, 2, 16), date(2023, 12, 21), date(2024, 7, 25), date(2025, 3, 20), date(2025, 8, 28)];

/// Who of a sector leaves in the year, on which day; another comes on the day after.
const LEAVING: [(usize, usize, Date); 4] =
    [(8, 20, date(2026, 5, 6)), (17, 18, date(2026, 5, 6)), (14, 15, date(2026, 9, 9)), (9, 22, date(2026, 9, 9))];

/// A member of the city's committee.
pub struct Member {
    pub id: String,
    pub name: String,
    pub sector: usize,
    pub employer: String,
    pub joined_on: Date,
    pub left_on: Option<Date>,
    positions: Option<&'static str>,
    linked_by: Option<usize>,
    cpc: bool,
}

/// The members: those in office on the first day of the year, sector by sector, then those who came in it.
pub fn city_members() -> Vec<Member> {
    let mut members = Vec::new();
    for (sector, of) in SECTORS.iter().enumerate() {
        let first = members.len();
        for nth in 0..of.members {
            members.push(member(members.len(), sector, nth, first));
        }
    }
    for (sector, nth, day) in LEAVING {
        let first: usize = SECTORS[..sector].iter().map(|sector| sector.members).sum();
        members[first + nth].left_on = Some(day);
        let mut new = member(members.len(), sector, nth, first);
        new.joined_on = day.tomorrow().expect("a day");
        members.push(new);
    }
    members
}

/// Standing-committee members of a sector, after those at the level of the chairperson.
fn standing(sector: usize) -> std::ops::Range<usize> {
    let chairs = CHAIRS.iter().filter(|(of, ..)| *of == sector).count();
    chairs..chairs + (SECTORS[sector].members * 17 / 100).max(1)
}

fn member(index: usize, sector: usize, nth: usize, first: usize) -> Member {
    let draw = Draw::new("tangshan member").of(index);
    let chair = CHAIRS.iter().find(|(of, at, ..)| (*of, *at) == (sector, nth));
    let standing = standing(sector);
    let (positions, linked_by) = match chair {
        Some((.., position, _)) => (Some(*position), None),
        None if standing.contains(&nth) => (Some("sc_member"), Some(chair_of(SECTORS[sector].unit, nth))),
        None => (None, Some(first + standing.start + nth % standing.len())),
    };
    let joined_on = if positions.is_none() && draw.chance(7) { draw.pick(&ADDED) } else { date(2022, 1, 20) };
    Member {
        id: format!("TS-{:04}", index + 1),
        name: person(5_000 + index),
        sector,
        employer: employer(SECTORS[sector].name, index),
        joined_on,
        left_on: None,
        positions,
        linked_by,
        cpc: chair.map_or_else(|| draw.of(1).chance(SECTORS[sector].cpc), |(.., cpc)| *cpc),
    }
}

/// Number of the chairperson-level member who links the unit's standing-committee members.
fn chair_of(unit: usize, nth: usize) -> usize {
    let chairs: Vec<_> = CHAIRS.iter().filter(|(sector, ..)| SECTORS[*sector].unit == unit).collect();
    let (sector, at, ..) = chairs[nth % chairs.len()];
    SECTORS[..*sector].iter().map(|sector| sector.members).sum::<usize>() + at
}

/// The members of a unit.
pub fn file(unit: usize, members: &[Member]) -> (String, String) {
    let (id, name) = UNITS[unit];
    let mut doc = Doc::new(&format!("{name}的委员。"), "tangshan", false);
    for member in members.iter().filter(|member| SECTORS[member.sector].unit == unit) {
        let sector = SECTORS[member.sector].name;
        let mut fields = vec![
            ("id", quoted(&member.id)),
            ("name", quoted(&member.name)),
            ("sector", quoted(sector)),
            ("committees", quoted_list(&[name])),
            ("cpc", member.cpc.to_string()),
        ];
        fields.extend(member.positions.map(|position| ("positions", quoted_list(&[position]))));
        fields.push(("employer", quoted(&member.employer)));
        fields.extend(member.linked_by.map(|upper| ("linked_by", quoted_list(&[&members[upper].id]))));
        fields.push(("serves", quoted_list(&[public(sector)])));
        fields.push(("joined_on", member.joined_on.to_string()));
        fields.extend(member.left_on.map(|day| ("left_on", day.to_string())));
        doc.record("member", &fields);
    }
    doc.file(&format!("members/{}-{id}.toml", unit + 1))
}
