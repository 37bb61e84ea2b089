//! Liaison stations, members' homes, and the small consultations held there in two years.

use jiff::civil::{Date, date};

use super::super::calendar::{after, before, is_workday, until};
use super::super::draw::Draw;
use super::super::toml::{Doc, quoted};
use super::places::{COUNTIES, OF_COUNTY, RURAL, URBAN, townships};

const STATIONS: usize = 72;
const HOMES: usize = 44;
const SESSIONS: usize = 59;

/// A liaison station or a members' home.
struct Platform {
    id: String,
    name: String,
    nature: &'static str,
    county: &'static str,
    township: String,
    is_urban: bool,
    opened_on: Date,
}

/// The files of the platforms and of the consultations.
pub fn files() -> ((String, String), (String, String)) {
    let platforms: Vec<Platform> =
        [kind(STATIONS, "LZ", "liaison_station", "委员联络站"), kind(HOMES, "WJ", "members_home", "委员之家")]
            .into_iter()
            .flatten()
            .collect();
    (platform_file(&platforms), session_file(&platforms))
}

/// So many platforms of a kind, each in another township, in the order of the townships.
fn kind(most: usize, letters: &str, nature: &'static str, word: &str) -> Vec<Platform> {
    let mut drawn: Vec<(usize, usize)> =
        (0..townships().len()).map(|n| (Draw::new(word).of(n).below(1_000_000), n)).collect();
    drawn.sort_unstable();
    let mut places: Vec<usize> = drawn.into_iter().take(most).map(|(_, n)| n).collect();
    places.sort_unstable();
    let all = townships();
    let platform = |(n, place): (usize, usize)| {
        let (county, name) = all[place];
        // The first are open in January 2025, the last in June 2026.
        let days = if n % 24 == 3 { n / 24 } else { 7 + Draw::new(nature).of(n).below(520) };
        Platform {
            id: format!("{letters}-{:03}", n + 1),
            name: format!("{county}{name}{word}"),
            nature,
            county,
            township: format!("{county}{name}"),
            is_urban: name.ends_with("街道"),
            opened_on: until(after(date(2025, 1, 6), days)),
        }
    };
    places.into_iter().enumerate().map(platform).collect()
}

fn platform_file(platforms: &[Platform]) -> (String, String) {
    let mut doc = Doc::new(
        "121个乡镇（街道）、72个委员联络站、44个委员之家。乡镇（街道）名称为示例，与实际区划不尽相同。",
        "langfang",
        false,
    );
    for (county, _) in COUNTIES {
        doc.record("county", &[("name", quoted(county))]);
    }
    for (county, name) in townships() {
        doc.record("township", &[("name", quoted(&format!("{county}{name}"))), ("county", quoted(county))]);
    }
    for platform in platforms {
        doc.record(
            "platform",
            &[
                ("id", quoted(&platform.id)),
                ("name", quoted(&platform.name)),
                ("nature", quoted(platform.nature)),
                ("township", quoted(&platform.township)),
                ("opened_on", platform.opened_on.to_string()),
            ],
        );
    }
    doc.file("platforms.toml")
}

/// Whether a day off belongs to a statutory holiday: the days off around it reach into the working week.
fn is_holiday(day: Date) -> bool {
    let is_off_in_the_week = |day: &Date| !is_workday(*day) && day.weekday().to_monday_one_offset() < 6;
    let onward = std::iter::successors(Some(day), |day| day.tomorrow().ok());
    let back = std::iter::successors(Some(day), |day| day.yesterday().ok());
    onward.take_while(|day| !is_workday(*day)).any(|day| is_off_in_the_week(&day))
        || back.take_while(|day| !is_workday(*day)).any(|day| is_off_in_the_week(&day))
}

/// The days of the consultations: about every eleven days, some at weekends, one in the holidays of October 2025.
fn days() -> Vec<Date> {
    let draw = Draw::new("small consultation");
    let mut days: Vec<Date> = (0..SESSIONS)
        .map(|n| {
            let day = after_any(date(2025, 1, 14), n * 12 + draw.of(n).below(8));
            let free = |day: &Date| !is_holiday(*day) && (is_workday(*day) || draw.of(n).chance(55));
            std::iter::successors(Some(day), |day| day.yesterday().ok()).find(free).expect("a day")
        })
        .collect();
    let autumn = days.iter().position(|day| *day > date(2025, 9, 27)).expect("one in autumn");
    days[autumn] = HOLIDAY;
    assert!(days.is_sorted() && days.iter().all(|day| *day <= date(2026, 12, 25)), "{days:?}");
    days
}

/// When those who work elsewhere are at home.
const HOLIDAY: Date = date(2025, 10, 3);

/// So many days after that day, whatever day that is.
fn after_any(day: Date, days: usize) -> Date {
    (0..days).fold(day, |day, _| day.tomorrow().expect("a day"))
}

/// A consultation at a platform.
struct Held<'p> {
    title: &'static str,
    is_of_city: bool,
    platform: &'p Platform,
    day: Date,
    members: usize,
    representatives: usize,
}

/// The consultations in the order of their days, each where nobody met oftener than elsewhere.
fn held(platforms: &[Platform]) -> Vec<Held<'_>> {
    let draw = |what: &str, n: usize| Draw::new(what).of(n);
    let (mut urban, mut rural, mut own) = (URBAN.iter(), RURAL.iter(), OF_COUNTY.to_vec());
    let mut used = vec![0; platforms.len()];
    let mut held = Vec::new();
    for (n, day) in days().into_iter().enumerate() {
        // Open for a week at least.
        let open: Vec<usize> = (0..platforms.len()).filter(|p| platforms[*p].opened_on <= before(day, 7)).collect();
        let least = open.iter().map(|p| used[*p]).min().expect("an open platform");
        let fresh: Vec<usize> = open.into_iter().filter(|p| used[*p] == least).collect();
        let place = draw("place", n).pick(&fresh);
        used[place] += 1;
        let platform = &platforms[place];
        let of_county = own.iter().position(|(county, _)| !platform.is_urban && *county == platform.county);
        let title = match of_county {
            Some(at) => own.remove(at).1,
            None if platform.is_urban => urban.next().expect("a topic"),
            None => rural.next().expect("a topic"),
        };
        let is_of_city = draw("level", n).chance(18);
        let (members, representatives) = (3 + draw("members", n).below(6), 5 + draw("public", n).below(9));
        held.push(Held { title, is_of_city, platform, day, members, representatives });
    }
    held
}

fn session_file(platforms: &[Platform]) -> (String, String) {
    let mut doc = Doc::new("2025年1月至2026年12月的59次小微协商和汇总。", "langfang", true);
    let held = held(platforms);
    let members: usize = held.iter().map(|h| h.members).sum();
    let representatives: usize = held.iter().map(|h| h.representatives).sum();
    let city = held.iter().filter(|h| h.is_of_city).count();
    // 300余, 500余.
    assert!((300..400).contains(&members) && (500..600).contains(&representatives), "{members} {representatives}");
    doc.single(
        "micro_summary",
        &[
            ("first_on", "2025-01-01".to_owned()),
            ("last_on", "2026-12-31".to_owned()),
            ("townships", townships().len().to_string()),
            ("stations", STATIONS.to_string()),
            ("homes", HOMES.to_string()),
            ("sessions", held.len().to_string()),
            ("city_sessions", city.to_string()),
            ("county_sessions", (held.len() - city).to_string()),
            ("members", members.to_string()),
            ("representatives", representatives.to_string()),
        ],
    );
    for (n, one) in held.iter().enumerate() {
        let mut row = vec![
            ("id", quoted(&format!("XW-{:02}", n + 1))),
            ("title", quoted(one.title)),
            ("level", quoted(if one.is_of_city { "city" } else { "county" })),
            ("township", quoted(&one.platform.township)),
            ("place", quoted(&one.platform.id)),
            ("date", one.day.to_string()),
            ("members", one.members.to_string()),
            ("representatives", one.representatives.to_string()),
        ];
        if one.day == HOLIDAY {
            row.push(("rest_day_reason", quoted("外出务工的村民假期返乡，便于当面听取意见")));
        }
        doc.record("micro_session", &row);
    }
    doc.file("micro.toml")
}
