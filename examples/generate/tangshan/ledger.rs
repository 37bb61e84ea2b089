//! The six ones of members and office cadres, and the results that are counted from them.

use std::collections::BTreeSet;

use jiff::civil::{Date, date};

use super::super::calendar::{after, from, workday};
use super::super::draw::Draw;
use super::super::toml::{Doc, quoted};
use super::super::words::person;
use super::people::{Member, SECTORS};
use super::{UNITS, homes, plan, words};

/// What the source counts in the middle of the year: members who took part, activities, grass-roots units, projects.
const SO_FAR: (usize, usize, usize, usize) = (213, 278, 136, 55);
const MIDYEAR: Date = date(2026, 6, 30);
const YEAR_END: Date = date(2026, 12, 31);

/// Opinion reports of last year until the same days.
const LAST_YEAR: (usize, usize) = (141, 342);

/// One entry of a ledger.
struct Entry {
    kind: &'static str,
    cadre: bool,
    id: String,
    title: String,
    date: Date,
    excellent: Option<bool>,
}

/// A cadre of the office.
struct Cadre {
    id: String,
    name: String,
    department: &'static str,
    joined_on: Date,
    left_on: Option<Date>,
}

/// The ledgers of each unit's members, of the cadres, and the results.
pub fn files(members: &[Member]) -> Vec<(String, String)> {
    let (cadres, entries) = (cadres(), entries(members));
    let mut files = Vec::new();
    for (unit, (id, name)) in UNITS.iter().enumerate() {
        let mut doc = Doc::new(&format!("“六个一”台账：{name}的委员。"), "tangshan", true);
        for member in members.iter().filter(|member| SECTORS[member.sector].unit == unit) {
            entries.iter().filter(|entry| entry.id == member.id).for_each(|entry| entry.write(&mut doc));
        }
        files.push(doc.file(&format!("six-ones/{}-{id}.toml", unit + 1)));
    }
    let of_cadres: Vec<Entry> = cadres.iter().enumerate().flat_map(|(n, cadre)| of_cadre(n, cadre)).collect();
    files.push(cadres_file(&cadres, &of_cadres));
    files.push(results(&entries, &of_cadres));
    files
}

impl Entry {
    fn new(kind: &'static str, id: &str, title: String, date: Date) -> Self {
        Self { kind, cadre: false, id: id.to_owned(), title, date, excellent: None }
    }

    fn write(&self, doc: &mut Doc) {
        let who = if self.cadre { "cadre" } else { "member" };
        let mut fields = vec![(who, quoted(&self.id)), ("title", quoted(&self.title)), ("date", self.date.to_string())];
        fields.extend(self.excellent.map(|excellent| ("excellent", excellent.to_string())));
        doc.record(self.kind, &fields);
    }
}

/// A working day between two days.
fn between(first: Date, last: Date, draw: Draw) -> Date {
    let days = usize::try_from((last - first).get_days()).expect("later");
    let day = after(first, draw.below(days + 1));
    if day > last { super::super::calendar::until(last) } else { day }
}

/// Whether a member is in office on that day.
fn in_office(member: &Member, day: Date) -> bool {
    member.joined_on <= day && member.left_on.is_none_or(|left| day <= left)
}

/// The entries of all members, each member's in the order of the six.
fn entries(members: &[Member]) -> Vec<Entry> {
    let activities = activities(members);
    let mut entries = Vec::new();
    let (mut visits, mut projects) = (Places::new(SO_FAR.2, 250), Places::new(SO_FAR.3, 112));
    for (n, member) in members.iter().enumerate() {
        let draw = Draw::new("tangshan six").of(n);
        let (first, last) = (member.joined_on.max(date(2026, 1, 5)), member.left_on.unwrap_or(date(2026, 12, 18)));
        let day = |k: usize| between(first, last, draw.of(k));
        for k in 0..=usize::from(draw.of(20).chance(18)) {
            entries.push(Entry::new("opinion_report", &member.id, words::opinion(n * 2 + k), day(k)));
        }
        let mut proposal = Entry::new("proposal", &member.id, words::proposal(n), day(2));
        proposal.excellent = draw.of(21).chance(12).then_some(true);
        entries.push(proposal);
        entries.extend(activities.iter().filter(|entry| entry.id == member.id).map(Entry::copy));
        entries.push(Entry::new("visit", &member.id, words::unit(visits.next(day(3), draw.of(5))), day(3)));
        entries.push(Entry::new("project", &member.id, words::project(projects.next(day(4), draw.of(6))), day(4)));
        if member.left_on.is_none() {
            let day = workday(if draw.of(7).chance(25) { 11 } else { 12 }, draw.of(8).below(13));
            entries.push(Entry::new("duty_report", &member.id, words::report(SECTORS[member.sector].name, n), day));
        }
    }
    visits.check();
    projects.check();
    entries
}

impl Entry {
    fn copy(&self) -> Self {
        Self { id: self.id.clone(), title: self.title.clone(), ..*self }
    }
}

/// Which unit or project a visit is to: as many different ones until the middle of the year as the source counts.
struct Places {
    early: usize,
    want: usize,
    all: usize,
    late: usize,
}

impl Places {
    fn new(want: usize, all: usize) -> Self {
        Self { early: 0, want, all, late: 0 }
    }

    fn next(&mut self, day: Date, draw: Draw) -> usize {
        if day <= MIDYEAR {
            self.early += 1;
            if self.early <= self.want { self.early - 1 } else { draw.below(self.want) }
        } else {
            self.late += 1;
            // Two of three are new ones, as long as there are any.
            if !self.late.is_multiple_of(3) && self.want + self.late < self.all {
                self.want + self.late
            } else {
                draw.below(self.want)
            }
        }
    }

    fn check(&self) {
        assert!(self.early >= self.want, "{} of {}", self.early, self.want);
    }
}

/// What there is to take part in: title and day.
fn events() -> Vec<(String, Date)> {
    let sessions = plan::held().map(|(title, word, day)| (format!("{title}{word}"), day));
    let mut events: Vec<(String, Date)> = sessions.chain(homes::held()).collect();
    events.sort_by(|a, b| (a.1, &a.0).cmp(&(b.1, &b.0)));
    events
}

/// Who takes part in what: until the middle of the year as many, as often, as the source counts; in the end everybody.
fn activities(members: &[Member]) -> Vec<Entry> {
    let events = events();
    let (early, late): (Vec<_>, Vec<_>) = events.into_iter().partition(|(_, day)| *day <= MIDYEAR);
    let mut order: Vec<usize> = (0..members.len()).filter(|n| members[*n].joined_on < date(2026, 1, 1)).collect();
    order.sort_by_key(|n| Draw::new("tangshan early").of(*n).below(1 << 30));
    order.retain(|n| members[*n].left_on.is_none());
    let (first, rest) = order.split_at(SO_FAR.0);
    let mut taken = BTreeSet::new();
    for n in first.iter().chain(&first[..SO_FAR.1 - SO_FAR.0]) {
        take(&mut taken, *n, &early);
    }
    let new = (0..members.len()).filter(|n| members[*n].joined_on > date(2026, 1, 1));
    for n in rest.iter().copied().chain(new) {
        let open: Vec<_> = late.iter().filter(|(_, day)| in_office(&members[n], *day)).cloned().collect();
        take(&mut taken, n, &open);
    }
    for n in order.iter().filter(|n| Draw::new("tangshan twice").of(**n).chance(15)) {
        take(&mut taken, *n, &late);
    }
    taken.into_iter().map(|(n, day, title)| Entry::new("activity", &members[n].id, title, day)).collect()
}

/// Another event in which that member takes part.
fn take(taken: &mut BTreeSet<(usize, Date, String)>, n: usize, events: &[(String, Date)]) {
    let draw = Draw::new("tangshan event").of(n * 10 + taken.len() % 10);
    let found = (0..events.len()).map(|k| &events[(draw.below(events.len()) + k) % events.len()]);
    let busy: Vec<Date> = taken.iter().filter(|(other, ..)| *other == n).map(|(_, day, _)| *day).collect();
    let (title, day) = found.into_iter().find(|(_, day)| !busy.contains(day)).expect("another event");
    taken.insert((n, *day, title.clone()));
}

const DEPARTMENTS: [&str; 6] = ["办公室", "研究室", "综合一处", "综合二处", "综合三处", "信息中心"];

/// Forty office cadres, one of whom goes in the year, and another comes.
fn cadres() -> Vec<Cadre> {
    let cadre = |n: usize| {
        let draw = Draw::new("tangshan cadre").of(n);
        Cadre {
            id: format!("JG-{:04}", n + 1),
            name: person(5_500 + n),
            department: DEPARTMENTS[n % DEPARTMENTS.len()],
            joined_on: from(date(2012 + i16::try_from(draw.below(13)).expect("a year"), 7, 1)),
            left_on: None,
        }
    };
    let mut cadres: Vec<Cadre> = (0..41).map(cadre).collect();
    cadres[17].left_on = Some(date(2026, 7, 10));
    cadres[40].joined_on = date(2026, 7, 13);
    cadres
}

/// The six of a cadre who is there at the end of the year.
fn of_cadre(n: usize, cadre: &Cadre) -> Vec<Entry> {
    if cadre.left_on.is_some() {
        return Vec::new();
    }
    let draw = Draw::new("tangshan cadre six").of(n);
    let day = |k: usize| between(cadre.joined_on.max(date(2026, 1, 5)), date(2026, 12, 18), draw.of(k));
    let events: Vec<_> = events().into_iter().filter(|(_, day)| *day >= cadre.joined_on).collect();
    let (event, held_on) = &events[draw.of(9).below(events.len())];
    let mut all = vec![
        Entry::new("opinion_report", &cadre.id, words::opinion(2_000 + n), day(0)),
        Entry::new("proposal", &cadre.id, words::proposal(2_000 + n), day(1)),
        Entry::new("activity", &cadre.id, event.clone(), *held_on),
        Entry::new("visit", &cadre.id, words::unit(draw.of(5).below(SO_FAR.2)), day(2)),
        Entry::new("project", &cadre.id, words::project(draw.of(6).below(SO_FAR.3)), day(3)),
        Entry::new("duty_report", &cadre.id, words::report("机关", 2_000 + n), workday(12, draw.of(7).below(13))),
    ];
    for entry in &mut all {
        entry.cadre = true;
    }
    all
}

fn cadres_file(cadres: &[Cadre], entries: &[Entry]) -> (String, String) {
    let mut doc = Doc::new("机关干部和他们的“六个一”台账。", "tangshan", true);
    for cadre in cadres {
        let mut fields = vec![
            ("id", quoted(&cadre.id)),
            ("name", quoted(&cadre.name)),
            ("department", quoted(cadre.department)),
            ("joined_on", cadre.joined_on.to_string()),
        ];
        fields.extend(cadre.left_on.map(|day| ("left_on", day.to_string())));
        doc.record("cadre", &fields);
    }
    for entry in entries {
        entry.write(&mut doc);
    }
    doc.file("six-ones/9-cadres.toml")
}

/// What is counted of members' entries of a kind until a day: all, and how many different ones.
fn count<'e, T: Ord>(entries: &'e [Entry], kind: &str, day: Date, of: impl Fn(&'e Entry) -> T) -> (usize, usize) {
    let all = || entries.iter().filter(|entry| entry.kind == kind && entry.date <= day);
    (all().count(), all().map(of).collect::<BTreeSet<T>>().len())
}

fn results(entries: &[Entry], cadres: &[Entry]) -> (String, String) {
    let mut doc = Doc::new("履职成果汇总：上半年和全年。", "tangshan", true);
    let summaries = [(MIDYEAR, date(2026, 7, 9), LAST_YEAR.0), (YEAR_END, date(2027, 1, 14), LAST_YEAR.1)];
    for (day, reported_on, last_year) in summaries {
        let (activities, members) = count(entries, "activity", day, |entry| &entry.id);
        let units = count(entries, "visit", day, |entry| &entry.title).1;
        let projects = count(entries, "project", day, |entry| &entry.title).1;
        let opinions = [entries, cadres].map(|of| count(of, "opinion_report", day, |entry| &entry.title).0);
        if day == MIDYEAR {
            assert_eq!((members, activities, units, projects), SO_FAR);
        }
        doc.record(
            "duty_result",
            &[
                ("until", day.to_string()),
                ("reported_on", reported_on.to_string()),
                ("members", members.to_string()),
                ("activities", activities.to_string()),
                ("units", units.to_string()),
                ("projects", projects.to_string()),
                ("opinion_reports", opinions.iter().sum::<usize>().to_string()),
                ("last_reports", last_year.to_string()),
            ],
        );
    }
    doc.file("results.toml")
}
