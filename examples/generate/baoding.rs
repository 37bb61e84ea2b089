//! Baoding: 597 members in nine committees, the year's plan “1126+N”, and the plans “1124+N” of its counties.

mod committees;
mod contacts;
mod counties;
mod members;
mod outcomes;
mod party;
mod plan;
mod places;
mod subjects;

use jiff::civil::{Date, date};

use super::calendar::from;
use super::draw::Draw;
use super::toml::{Doc, quoted, quoted_list};
use super::words::SECTORS;

use members::Roll;
use outcomes::Outcomes;
use places::{COUNTIES, FOCUS, HOMES};

const COMMITTEES: [(&str, &str); 9] = [
    ("tian", "提案委"),
    ("jingji", "经济委"),
    ("nongye", "农业和农村委"),
    ("renziwei", "人口资源环境委"),
    ("jiaokewei", "教科卫体委"),
    ("shefa", "社会法制委"),
    ("wenshi", "文化文史和学习委"),
    ("minzong", "民族宗教和港澳台侨委"),
    ("weiyuan", "委员工作委"),
];

const MEMBERS: usize = 597;
const SECTOR_COUNT: usize = 28;

/// All data files of Baoding and its counties.
pub fn files() -> Vec<(String, String)> {
    let roll = Roll::new();
    let mut outcomes = Outcomes::default();
    let mut files = vec![organization(), plan::file(&roll, &mut outcomes), committees::file()];
    files.extend([party::file(&roll), contacts::file(&roll)]);
    files.extend((0..COMMITTEES.len()).map(|committee| roll.file(committee)));
    files.extend((0..COUNTIES.len()).map(|county| counties::file(county, &mut outcomes)));
    files.push(outcomes.totals());
    files
}

/// Groups of a committee: three, four or five.
fn group_count(committee: usize) -> usize {
    FOCUS[committee].len()
}

fn group_name(committee: usize, group: usize) -> String {
    format!("{}第{}小组", COMMITTEES[committee].1, ["一", "二", "三", "四", "五"][group])
}

fn organization() -> (String, String) {
    let mut doc = Doc::new("保定市政协：单位、届次、专委会、活动小组、界别、县（市、区）和名册总数。", "baoding", true);
    doc.record(
        "organization",
        &[
            ("id", quoted("baoding")),
            ("name", quoted("保定市政协")),
            ("level", quoted("city")),
            ("parent", quoted("hebei")),
        ],
    );
    doc.record("term", &[("name", quoted("本届委员会")), ("began_on", members::BEGAN.to_string())]);
    doc.single("roster", &[("title", quoted("保定市政协委员名册")), ("members", MEMBERS.to_string())]);
    for (index, (_, name)) in COMMITTEES.iter().enumerate() {
        doc.record("committee", &[("name", quoted(name)), ("nature", quoted("committee"))]);
        for (group, focus) in FOCUS[index].iter().enumerate() {
            doc.record(
                "group",
                &[
                    ("name", quoted(&group_name(index, group))),
                    ("committee", quoted(name)),
                    ("focus", quoted_list(focus)),
                ],
            );
        }
    }
    for (committee, home) in HOMES.iter().enumerate() {
        for (name, _) in home.sectors {
            doc.record("sector", &[("name", quoted(name)), ("committee", quoted(COMMITTEES[committee].1))]);
        }
    }
    for name in &SECTORS[..SECTOR_COUNT] {
        doc.record("sector_group", &[("name", quoted(&public(name))), ("sector", quoted(name))]);
    }
    for (committee, home) in HOMES.iter().enumerate() {
        for county in home.counties {
            doc.record("county", &[("name", quoted(county)), ("committee", quoted(COMMITTEES[committee].1))]);
        }
    }
    for county in &COUNTIES {
        doc.record("county_cppcc", &[("unit", quoted(&county.body())), ("name", quoted(county.name))]);
    }
    doc.file("organization.toml")
}

/// What a sector's public is called.
fn public(sector: &str) -> String {
    format!("{sector}界别群众")
}

/// A working day of that month of 2026, neither at a weekend that is worked, nor one of those taken.
fn day(purpose: Draw, month: i8, first: i8, last: i8, taken: &mut Vec<Date>) -> Date {
    let days = usize::try_from(last - first + 1).expect("some days");
    for n in 0..200 {
        let offset = i8::try_from(purpose.of(n).below(days)).expect("a day");
        let day = from(date(2026, month, first + offset));
        if day.month() == month && !taken.contains(&day) && day.weekday().to_monday_one_offset() < 6 {
            taken.push(day);
            return day;
        }
    }
    panic!("no free working day in month {month}");
}
