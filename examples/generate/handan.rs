//! Handan: the programmes of bimonthly sessions, members' platforms (Fuxing district has its own), and what became
//! of members' voices.

use std::fmt::Write as _;

use jiff::civil::{Date, date};

use super::calendar::{before, month, workday};
use super::city::COMMITTEES;
use super::draw::Draw;
use super::handan_words::{AREAS, FUXING_POSTS, POSTS, TALKS, TOWNS, Talk, VOICES, WINDOWS};
use super::toml::{Doc, quoted, quoted_list};
use super::words::{SECTORS, person};

/// All data files of Handan and of Fuxing district.
pub fn files() -> Vec<(String, String)> {
    let (sessions, programmes) = sessions();
    vec![members(), sessions, programmes, platforms(), voices(), fuxing()]
}

/// A member in the making.
struct Member {
    number: usize,
    sector: &'static str,
    employer: &'static str,
    joined_on: Date,
    left_on: Option<Date>,
}

impl Member {
    fn id(&self, prefix: &str) -> String {
        format!("{prefix}-{:04}", self.number)
    }

    fn in_office(&self, day: Date) -> bool {
        self.joined_on <= day && self.left_on.is_none_or(|left| day <= left)
    }

    /// Members of the eight other parties and of none are not in the party; all of its own sector are.
    fn cpc(&self) -> bool {
        match SECTORS.iter().position(|sector| *sector == self.sector) {
            Some(0) => true,
            Some(1..=7) => false,
            _ => Draw::new("cpc").of(self.number).chance(40),
        }
    }

    fn record(&self, doc: &mut Doc, prefix: &str, name: usize, committee: Option<&str>, positions: &[&str]) {
        let mut fields =
            vec![("id", quoted(&self.id(prefix))), ("name", quoted(&person(name))), ("sector", quoted(self.sector))];
        if let Some(name) = committee {
            fields.push(("committees", quoted_list(&[name])));
        }
        fields.push(("cpc", self.cpc().to_string()));
        if !positions.is_empty() {
            fields.push(("positions", quoted_list(positions)));
        }
        fields.push(("employer", quoted(self.employer)));
        fields.push(("joined_on", self.joined_on.to_string()));
        if let Some(left) = self.left_on {
            fields.push(("left_on", left.to_string()));
        }
        doc.record("member", &fields);
    }
}

/// The city's 50 members that were: two of each of 24 sectors, two of them gone, and their successors.
fn roster() -> Vec<Member> {
    let began = date(2021, 9, 28);
    let mut all: Vec<Member> = Vec::new();
    for number in 1..=48 {
        let (sector, posts) = POSTS[(number - 1) % 24];
        let left_on = match number {
            12 => Some(date(2024, 6, 28)),
            27 => Some(date(2026, 3, 31)),
            _ => None,
        };
        let joined_on = match number {
            9 | 33 => date(2023, 1, 12),
            18 => date(2024, 1, 25),
            _ => began,
        };
        all.push(Member { number, sector, employer: posts[(number - 1) / 24], joined_on, left_on });
    }
    let successor = |number, sector, employer, joined_on| Member { number, sector, employer, joined_on, left_on: None };
    all.push(successor(49, "民盟", "市第一医院副院长", date(2026, 4, 15)));
    all.push(successor(50, "青联", "电子商务企业负责人", date(2024, 7, 18)));
    all
}

fn members() -> (String, String) {
    let mut doc = Doc::new("邯郸市政协：专委会、界别、委员。", "handan", true);
    organization_with(
        &mut doc,
        ("handan", "邯郸市政协", "city", "hebei"),
        &[("liaison_station", TOWNS.len() + AREAS.len()), ("opinion_post", TOWNS.len() + 1)],
    );
    doc.single("roster", &[("title", quoted("邯郸市政协委员名册（节选）")), ("members", "48".to_owned())]);
    for (name, _) in POSTS {
        doc.record("sector", &[("name", quoted(name))]);
    }
    for (n, member) in roster().iter().enumerate() {
        let positions: &[&str] = match member.number {
            1 => &["chairperson"],
            25 => &["secretary_general", "sc_member"],
            2 => &["vice_chairperson"],
            4 | 7 | 10 | 13 | 19 | 20 | 36 | 43 => &["sc_member"],
            _ => &[],
        };
        member.record(&mut doc, "HD", 40 + n, Some(COMMITTEES[n * 5 % COMMITTEES.len()]), positions);
    }
    doc.file("members.toml")
}

/// An organisation with the numbers of its platforms, and a city's committees.
fn organization_with(doc: &mut Doc, (id, name, level, parent): (&str, &str, &str, &str), platforms: &[(&str, usize)]) {
    let mut lines = String::from("[\n");
    for (nature, count) in platforms {
        let _ = writeln!(lines, "  {{ nature = \"{nature}\", count = {count} }},");
    }
    lines.push(']');
    doc.record(
        "organization",
        &[
            ("id", quoted(id)),
            ("name", quoted(name)),
            ("level", quoted(level)),
            ("parent", quoted(parent)),
            ("platforms", lines),
        ],
    );
    if level == "city" {
        for name in COMMITTEES {
            doc.record("committee", &[("name", quoted(name)), ("nature", quoted("committee"))]);
        }
    }
}

fn sessions() -> ((String, String), (String, String)) {
    let mut doc = Doc::new("邯郸市政协2026年双月专题协商议政座谈会。", "handan", true);
    let mut talks = Doc::new("会议环节和会上问题。", "handan", true);
    for (n, talk) in TALKS.iter().enumerate() {
        let id = format!("2026-S{}", n + 1);
        let held = workday(talk.month, talk.day);
        let called = called(n, held);
        doc.record(
            "session",
            &[
                ("id", quoted(&id)),
                ("form", quoted("bimonthly")),
                ("title", quoted(talk.title)),
                ("period", month(talk.month)),
                ("held_on", held.to_string()),
                ("organizer", quoted(talk.committee)),
                ("departments", quoted_list(talk.departments)),
                ("members", quoted_list(&called)),
                ("raised", talk.questions.len().to_string()),
            ],
        );
        programme(&mut talks, &id, n, talk, held);
        for (k, (title, department, response)) in talk.questions.iter().enumerate() {
            talks.record(
                "question",
                &[
                    ("session", quoted(&id)),
                    ("number", (k + 1).to_string()),
                    ("title", quoted(title)),
                    ("member", quoted(&called[k * 2 + 1])),
                    ("response", quoted(response)),
                    ("department", quoted(talk.departments[*department])),
                ],
            );
        }
    }
    (doc.file("sessions.toml"), talks.file("programmes.toml"))
}

/// Those called to a session: a dozen of the members in office that day. Who was soon to leave came to the first, and who
/// had just come to the fourth.
fn called(session: usize, day: Date) -> Vec<String> {
    let draw = Draw::new("called").of(session);
    let wanted = [27, 0, 0, 49, 0, 0][session];
    let mut in_office: Vec<Member> = roster().into_iter().filter(|member| member.in_office(day)).collect();
    in_office.sort_by_key(|member| (member.number != wanted, draw.of(member.number).below(1_000_000)));
    let mut called: Vec<String> = in_office.iter().take(10 + draw.below(4)).map(|member| member.id("HD")).collect();
    called.sort();
    called
}

/// The film, the exchange, the replies; and after them, or between, what else there was.
fn programme(doc: &mut Doc, session: &str, n: usize, talk: &Talk, held: Date) {
    let mut parts = vec![
        ("film", talk.film),
        ("exchange", "参会委员、群众代表与职能部门面对面交流"),
        ("reply", "部门领导当面回应"),
        ("other", "主席会议成员总结讲话"),
    ];
    if n % 2 == 1 {
        parts.insert(1, ("other", "承办专委会通报调研情况"));
    }
    for (k, (part, words)) in parts.iter().enumerate() {
        let mut fields = vec![
            ("session", quoted(session)),
            ("number", (k + 1).to_string()),
            ("part", quoted(part)),
            ("title", quoted(words)),
        ];
        if *part == "film" {
            fields.push(("interviewed_on", before(held, 9 + Draw::new("film").of(n).below(20)).to_string()));
        }
        doc.record("programme_item", &fields);
    }
}

/// Members who staff a platform: of the city, all the year.
fn staff(n: usize) -> String {
    let steady = |member: &Member| member.joined_on < date(2025, 1, 1) && member.left_on.is_none();
    let ids: Vec<String> = roster().iter().filter(|member| steady(member)).map(|member| member.id("HD")).collect();
    let draw = Draw::new("staff").of(n);
    let first = n * 3;
    let staff: Vec<&String> = (0..2 + draw.below(2)).map(|k| &ids[(first + k) % ids.len()]).collect();
    quoted_list(&staff)
}

fn platforms() -> (String, String) {
    let mut doc = Doc::new("乡镇（街道）、重点区域的委员联络站、社情民意征集站。", "handan", false);
    for name in ["曲周县", "永年区", "峰峰矿区"] {
        doc.record("county", &[("name", quoted(name))]);
    }
    for (name, county) in TOWNS {
        doc.record("township", &[("name", quoted(name)), ("county", quoted(county))]);
    }
    let towns = TOWNS.iter().map(|(name, _)| ("township", *name));
    let places: Vec<(&str, &str)> = towns.chain(AREAS.iter().map(|name| ("area", *name))).collect();
    let mut number = 0;
    for (n, (field, name)) in places.iter().enumerate() {
        for (nature, word) in [("liaison_station", "委员联络站"), ("opinion_post", "社情民意征集站")] {
            if nature == "opinion_post" && n + 1 == places.len() {
                continue;
            }
            number += 1;
            let opened = opened("stations", number, number == 14);
            doc.record(
                "platform",
                &[
                    ("id", quoted(&format!("PT-{number:02}"))),
                    ("name", quoted(&format!("{name}{word}"))),
                    ("nature", quoted(nature)),
                    (field, quoted(name)),
                    ("members", staff(number)),
                    ("opened_on", opened.to_string()),
                ],
            );
        }
    }
    doc.file("platforms.toml")
}

/// The working day when a platform opened: of 2023 to 2025, or in May 2026.
fn opened(which: &str, n: usize, late: bool) -> Date {
    let draw = Draw::new(which).of(n);
    let day = if late {
        date(2026, 5, 12)
    } else {
        date(
            2023 + i16::try_from(draw.below(3)).expect("a few"),
            3 + i8::try_from(draw.of(1).below(9)).expect("a few"),
            6,
        )
    };
    super::calendar::after(day, draw.of(2).below(20))
}

fn voices() -> (String, String) {
    let mut doc = Doc::new("从委员呼声到落实。第一件的经过出自来源文件，日期为示例。", "handan", false);
    for voice in &VOICES {
        doc.record(
            "voice",
            &[
                ("id", quoted(voice.id)),
                ("title", quoted(voice.title)),
                ("member", quoted(&format!("HD-{:04}", voice.member))),
                ("visited", quoted(voice.visited)),
            ],
        );
        for (n, (step, day, more)) in voice.steps.iter().enumerate() {
            let mut fields = vec![("voice", quoted(voice.id)), ("number", (n + 1).to_string()), ("step", quoted(step))];
            if !day.is_empty() {
                fields.push(("date", (*day).to_owned()));
            }
            for (field, value) in *more {
                let sites: Vec<&str> = value.split('、').collect();
                fields.push((field, if *field == "sites" { quoted_list(&sites) } else { quoted(value) }));
            }
            doc.record("voice_step", &fields);
        }
    }
    doc.file("voices.toml")
}

fn fuxing() -> (String, String) {
    let mut doc = Doc::new("邯郸市复兴区政协：15个界别的委员工作室，公共服务窗口的委员接待岗。", "handan/fuxing", true);
    let sectors = &SECTORS[..15];
    organization_with(
        &mut doc,
        ("handan/fuxing", "邯郸市复兴区政协", "county", "handan"),
        &[("studio", sectors.len()), ("reception_post", WINDOWS.len())],
    );
    doc.single("roster", &[("title", quoted("复兴区政协委员名册（节选）")), ("members", "60".to_owned())]);
    for name in sectors {
        doc.record("sector", &[("name", quoted(name))]);
    }
    let members = fuxing_roster();
    for member in &members {
        let positions: &[&str] = match member.number {
            1 => &["chairperson"],
            2 | 16 => &["vice_chairperson"],
            _ => &[],
        };
        member.record(&mut doc, "FX", 300 + member.number, None, positions);
    }
    let steady: Vec<&Member> =
        members.iter().filter(|member| member.left_on.is_none() && member.joined_on < date(2025, 1, 1)).collect();
    for (n, name) in sectors.iter().enumerate() {
        let own = steady.iter().filter(|member| member.sector == *name).map(|member| member.id("FX"));
        let staff: Vec<String> = own.take(2 + Draw::new("studio").of(n).below(3)).collect();
        studio_or_post(&mut doc, ("GZS", n), &format!("{name}界别委员工作室"), ("studio", "sector", name), &staff);
    }
    for (n, window) in WINDOWS.iter().enumerate() {
        let staff: Vec<String> = (0..=Draw::new("post").of(n).below(3))
            .map(|k| steady[(n * 7 + k * 5 + 3) % steady.len()].id("FX"))
            .collect();
        let name = format!("{window}委员接待岗");
        studio_or_post(&mut doc, ("JDG", n), &name, ("reception_post", "window", window), &staff);
    }
    doc.file("fuxing.toml")
}

/// 60 members at any time: four of each sector; one left in April 2026, and one had come in March.
fn fuxing_roster() -> Vec<Member> {
    let began = date(2021, 9, 16);
    let mut all: Vec<Member> = Vec::new();
    for number in 1..=61 {
        let left_on = (number == 40).then(|| date(2026, 4, 15));
        let joined_on = match number {
            61 => date(2026, 3, 26),
            22 | 37 => date(2023, 12, 21),
            _ => began,
        };
        let sector = if number == 61 { SECTORS[9] } else { SECTORS[(number - 1) % 15] };
        let employer = match number {
            1 => "复兴区政协主席",
            2 | 16 => "复兴区政协副主席",
            _ => Draw::new("post of Fuxing").of(number).pick(&FUXING_POSTS),
        };
        all.push(Member { number, sector, employer, joined_on, left_on });
    }
    all
}

fn studio_or_post(
    doc: &mut Doc,
    (prefix, n): (&str, usize),
    name: &str,
    (nature, field, place): (&str, &str, &str),
    staff: &[String],
) {
    doc.record(
        "platform",
        &[
            ("id", quoted(&format!("{prefix}-{:02}", n + 1))),
            ("name", quoted(name)),
            ("nature", quoted(nature)),
            (field, quoted(place)),
            ("members", quoted_list(staff)),
            ("opened_on", opened(prefix, n, false).to_string()),
        ],
    );
}
