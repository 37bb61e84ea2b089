//! The data of the benchmarks: members with twelve activities each, the same bytes every time.

use std::fmt::Write as _;

/// The pack that checks them, as paths below a folder of packs and texts.
pub const PACK: [(&str, &str); 4] = [
    ("bench/pack.toml", include_str!("../rules/bench/pack.toml")),
    ("bench/kinds.toml", include_str!("../rules/bench/kinds.toml")),
    ("bench/members.rhai", include_str!("../rules/bench/members.rhai")),
    ("bench/whole.rhai", include_str!("../rules/bench/whole.rhai")),
];

/// What stands at the top of every file.
pub const HEAD: &str = "body = \"bench\"\nyear = 2026\n";

/// Members in a file.
const FILE: usize = 2000;
const COMMITTEES: usize = 9;
const GROUPS: usize = 5;
const SECTORS: usize = 28;
/// One member in so many gives a violation.
const SLIP: usize = 500;

/// The data files of a set of so many members, as names and texts: members by 2,000, activities by month.
pub fn files(members: usize) -> Vec<(String, String)> {
    let mut files = vec![("0-organization.toml".to_owned(), organization())];
    for first in (0..members).step_by(FILE) {
        let mut text = HEAD.to_owned();
        for number in first..members.min(first + FILE) {
            member(&mut text, number);
        }
        files.push((format!("1-members-{:03}.toml", first / FILE + 1), text));
    }
    for month in 1..=12 {
        let mut text = HEAD.to_owned();
        for number in 0..members {
            activity(&mut text, number, month);
        }
        files.push((format!("2-activities-{month:02}.toml"), text));
    }
    files
}

fn organization() -> String {
    let mut text = HEAD.to_owned();
    for committee in 0..COMMITTEES {
        let _ = write!(text, "\n[[committee]]\nname = \"第{committee}专委会\"\n");
        for group in 0..GROUPS {
            let name = group_name(committee, group);
            let _ = write!(text, "\n[[group]]\nname = \"{name}\"\ncommittee = \"第{committee}专委会\"\n");
        }
    }
    for sector in 0..SECTORS {
        let _ = write!(text, "\n[[sector]]\nname = \"界别{sector}\"\n");
    }
    text
}

fn group_name(committee: usize, group: usize) -> String {
    format!("第{committee}专委会第{group}小组")
}

fn member(text: &mut String, number: usize) {
    let committee = number % COMMITTEES;
    let group = group_name(committee, number / COMMITTEES % GROUPS);
    let sector = number / 3 % SECTORS;
    let cpc = number / (COMMITTEES * GROUPS) % 5 < 2;
    // A slip: two members with one card.
    let card = if number % SLIP == SLIP - 1 { number - 1 } else { number };
    let _ = write!(
        text,
        "\n[[member]]\nid = \"BC-{number:06}\"\nname = \"委员{number}\"\ncard = \"{card:08}\"\nsector = \"界别{sector}\"\n\
         committee = \"第{committee}专委会\"\ngroup = \"{group}\"\ncpc = {cpc}\njoined_on = 2022-01-10\n"
    );
}

fn activity(text: &mut String, number: usize, month: usize) {
    let form = ["meeting", "survey", "visit", "training"][(number + month) % 4];
    let topic = ["推进乡村振兴", "优化营商环境", "加强基层治理", "保护历史文化"][(number / 4 + month) % 4];
    let (host, day, half) = (number % COMMITTEES, 1 + (number + month * 5) % 28, number % 2 * 5);
    let _ = write!(
        text,
        "\n[[activity]]\nmember = \"BC-{number:06}\"\nform = \"{form}\"\ntopic = \"{topic}\"\n\
         date = 2026-{month:02}-{day:02}\nhost = \"第{host}专委会\"\npoints = 2.{half}\n"
    );
}
