//! Who is in which grid: members of four levels, those who leave and come in the year, their roles.

use jiff::civil::{Date, date};

use super::super::calendar::after;
use super::super::draw::Draw;
use super::super::tangshan::Member;
use super::super::words::person;
use super::places::{base_id, dedicated_id, place};
use super::{BASE, COUNTIES, DEDICATED, LEVELS, before, share};

pub const ROLES: [&str; 5] = ["publicist", "liaison", "fighter", "supervisor", "attendant"];

/// The day of the scheme; grids have members from then on, county by county.
pub const SCHEME: Date = date(2023, 2, 17);

/// Days on which a county's members leave; others come on the day after.
const CHANGES: [Date; 5] =
    [date(2026, 3, 18), date(2026, 6, 10), date(2026, 7, 22), date(2026, 10, 21), date(2026, 11, 11)];

/// When members were added in the term, before the year.
const ADDED: [Date; 4] = [date(2023, 9, 21), date(2024, 3, 28), date(2024, 11, 14), date(2025, 6, 26)];

/// A member of one of the four levels.
pub struct GridMember {
    pub id: String,
    pub name: String,
    pub level: &'static str,
    pub employer: String,
    pub joined_on: Date,
    pub left_on: Option<Date>,
    /// The number in the city's committee, and the identifier there.
    pub city: Option<usize>,
    pub city_id: Option<String>,
    /// Whose grids the member takes over.
    follows: Option<usize>,
}

/// A member in a grid.
pub struct Assignment {
    pub id: String,
    pub member: usize,
    pub grid: String,
    /// The community or village.
    pub place: String,
    pub roles: Vec<&'static str>,
    pub assigned_on: Date,
    pub ended_on: Option<Date>,
}

impl GridMember {
    fn new(number: usize, level: &'static str, county: usize) -> Self {
        let draw = Draw::new("grid member").of(number);
        let first = match level {
            "national" => date(2023, 3, 4),
            "province" => date(2023, 1, 11),
            _ => after(date(2022, 1, 5), county % 9),
        };
        Self {
            id: format!("WG-{:04}", number + 1),
            name: person(number),
            level,
            employer: employer(county, number),
            joined_on: if level == "county" && draw.chance(6) { draw.of(1).pick(&ADDED) } else { first },
            left_on: None,
            city: None,
            city_id: None,
            follows: None,
        }
    }

    fn of_city(number: usize, county: usize, index: usize, member: &Member) -> Self {
        Self {
            name: member.name.clone(),
            employer: member.employer.clone(),
            joined_on: member.joined_on,
            left_on: member.left_on,
            city: Some(index),
            city_id: Some(member.id.clone()),
            ..Self::new(number, "city", county)
        }
    }
}

/// A county's members, `known` of the counties before it.
pub fn of(county: usize, city: &[Member], known: usize) -> Vec<GridMember> {
    let mut members = Vec::new();
    for (level, total) in LEVELS {
        let first = before(total, county);
        for n in 0..share(total, county) {
            let number = known + members.len();
            members.push(match level {
                "city" => GridMember::of_city(number, county, first + n, &city[first + n]),
                _ => GridMember::new(number, level, county),
            });
        }
    }
    let leaving = members.iter().position(|member| member.level == "county").expect("one of the county");
    for k in 0..(county + 1) % 3 {
        let day = CHANGES[(county + k * 2) % CHANGES.len()];
        let leaver = leaving + 7 + k * 20;
        members[leaver].left_on = Some(day);
        members[leaver].joined_on = members[leaver].joined_on.min(date(2024, 3, 28));
        let mut new = GridMember::new(known + members.len(), "county", county);
        new.joined_on = day.tomorrow().expect("a day");
        new.follows = Some(leaver);
        members.push(new);
    }
    replace_of_city(&mut members, county, city, known);
    members
}

/// Those who come into the city's committee take over the grids of those who left it.
fn replace_of_city(members: &mut Vec<GridMember>, county: usize, city: &[Member], known: usize) {
    let total = LEVELS[2].1;
    let left = city[..total].iter().enumerate().filter(|(_, member)| member.left_on.is_some()).map(|(index, _)| index);
    for (nth, index) in left.enumerate() {
        let Some(leaver) = members.iter().position(|member| member.city == Some(index)) else { continue };
        // They are listed sector by sector, and so are those who come.
        let new = city[total..]
            .iter()
            .position(|new| new.sector == city[index].sector)
            .unwrap_or_else(|| panic!("someone for the {nth}-th who left"));
        let mut member = GridMember::of_city(known + members.len(), county, total + new, &city[total + new]);
        member.follows = Some(leaver);
        members.push(member);
    }
}

/// Where a member works, by county.
fn employer(county: usize, number: usize) -> String {
    const PLACES: [&str; 14] = [
        "建材有限公司",
        "食品有限公司",
        "运输有限公司",
        "律师事务所",
        "中心小学",
        "高级中学",
        "医院",
        "社区卫生服务中心",
        "农民专业合作社",
        "村民委员会",
        "文化馆",
        "商会",
        "养老服务中心",
        "农业技术推广站",
    ];
    const POSTS: [[&str; 3]; 14] = [
        ["董事长", "总经理", "副总经理"],
        ["董事长", "总经理", "厂长"],
        ["总经理", "经理", "车队长"],
        ["主任", "律师", "合伙人"],
        ["校长", "副校长", "高级教师"],
        ["校长", "副校长", "高级教师"],
        ["院长", "主任医师", "护士长"],
        ["主任", "医师", "护士长"],
        ["理事长", "副理事长", "监事长"],
        ["主任", "副主任", "委员"],
        ["馆长", "副馆长", "馆员"],
        ["会长", "副会长", "秘书长"],
        ["主任", "院长", "护理部主任"],
        ["站长", "农艺师", "副站长"],
    ];
    const WORDS: [&str; 12] =
        ["兴达", "永盛", "正泰", "德润", "华丰", "宏远", "明德", "康宁", "金穗", "新城", "同心", "春晖"];
    let draw = Draw::new("grid employer").of(number);
    let kind = draw.below(PLACES.len());
    format!("{}{}{}{}", COUNTIES[county].1, draw.of(1).pick(&WORDS), PLACES[kind], draw.of(2).pick(&POSTS[kind]))
}

/// A county's assignments, `given` of the counties before it. A member's grids lie side by side; every twentieth base grid
/// has a second member.
pub fn assignments(county: usize, members: &[GridMember], given: usize) -> Vec<Assignment> {
    let old: Vec<usize> = (0..members.len()).filter(|n| members[*n].follows.is_none()).collect();
    let grids = share(BASE, county);
    let mut pairs: Vec<(usize, String, String)> = Vec::new();
    for grid in 0..grids {
        let nth = grid * old.len() / grids;
        for extra in 0..=usize::from(grid % 20 == 19) {
            let member = old[(nth + extra * 3) % old.len()];
            pairs.push((member, base_id(county, grid), place(county, grid)));
        }
    }
    for grid in 0..share(DEDICATED, county) {
        let member = old[Draw::new("dedicated").of(county * 100 + grid).below(old.len())];
        pairs.push((member, dedicated_id(county, grid), place(county, grid * 30 % grids)));
    }
    let mut assignments = Vec::new();
    for (member, grid, place) in &pairs {
        let id = given + assignments.len();
        assignments.push(assignment(id, county, members, *member, grid, place));
    }
    for (n, new) in members.iter().enumerate() {
        let Some(follows) = new.follows else { continue };
        for (_, grid, place) in pairs.iter().filter(|(member, ..)| *member == follows) {
            let id = given + assignments.len();
            let mut over = assignment(id, county, members, n, grid, place);
            over.assigned_on = new.joined_on;
            assignments.push(over);
        }
    }
    assignments
}

fn assignment(
    number: usize,
    county: usize,
    members: &[GridMember],
    member: usize,
    grid: &str,
    place: &str,
) -> Assignment {
    let draw = Draw::new("assignment").of(number);
    let first = draw.below(5);
    let mut roles: Vec<&'static str> = (0..=draw.of(1).below(5) / 2).map(|k| ROLES[(first + k * 2) % 5]).collect();
    roles.sort_by_key(|role| ROLES.iter().position(|known| known == role));
    // A county begins within six weeks of the scheme; who comes later, within a fortnight.
    let began = after(SCHEME, 10 + county * 2 + draw.of(2).below(5));
    let joined_on = members[member].joined_on;
    let assigned_on = if joined_on < SCHEME { began } else { after(joined_on, 1 + draw.of(2).below(10)).max(began) };
    Assignment {
        id: format!("RZ-{:05}", number + 1),
        member,
        grid: grid.to_owned(),
        place: place.to_owned(),
        roles,
        assigned_on,
        ended_on: members[member].left_on,
    }
}
