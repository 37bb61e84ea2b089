//! A member's year in the grids: work entries, feedbacks, services, analyses, the evaluation and its grade.

use jiff::civil::{Date, date};

use super::super::calendar::workday;
use super::super::draw::Draw;
use super::super::toml::{Doc, list, quoted};
use super::members::{Assignment, GridMember, ROLES};

/// A work entry: the number of the assignment, the day, the role and what was done.
type Work = (usize, Date, &'static str, String);

/// A leave: first and last day, and why.
type Leave = (Date, Date, &'static str);

/// Leaves of those who have one.
const LEAVES: [Leave; 6] = [
    (date(2026, 2, 25), date(2026, 5, 29), "住院治疗"),
    (date(2026, 3, 2), date(2026, 8, 31), "产假"),
    (date(2026, 4, 13), date(2026, 7, 10), "脱产培训"),
    (date(2026, 6, 15), date(2026, 9, 18), "外派援建"),
    (date(2026, 8, 17), date(2026, 10, 30), "住院治疗"),
    (date(2026, 9, 7), date(2026, 11, 30), "脱产学习"),
];

/// A member's year.
pub struct Year {
    works: Vec<Work>,
    monthly: Vec<Date>,
    quarterly: Vec<Date>,
    half_yearly: Vec<Date>,
    evaluated: Option<Date>,
    leave: Option<Leave>,
    pub grade: Option<&'static str>,
    commended: bool,
}

/// The year of each member.
pub fn years(members: &[GridMember], assignments: &[Assignment]) -> Vec<Year> {
    (0..members.len()).map(|n| year(n, &members[n], assignments)).collect()
}

fn year(n: usize, member: &GridMember, assignments: &[Assignment]) -> Year {
    let number: usize = member.id[3..].parse().expect("a number");
    let draw = Draw::new("grid year").of(number);
    let own: Vec<usize> = (0..assignments.len()).filter(|k| assignments[*k].member == n).collect();
    let stays = member.joined_on.year() < 2026 && member.left_on.is_none();
    let leave = (stays && draw.chance(2)).then(|| draw.of(1).pick(&LEAVES));
    let term = Term { first: member.joined_on, last: member.left_on.unwrap_or(date(2026, 12, 31)), leave };
    let wanted = [1, 2, 2, 2, 2, 2, 3, 3, 4, 1][draw.of(2).below(10)];
    let works = works(wanted, &own, assignments, term, draw.of(3));
    let grade = member.left_on.is_none().then(|| ["一般", "一般", "良好", "优秀"][works.len().min(3)]);
    Year {
        monthly: term.days(1, draw.of(4)),
        quarterly: term.days(3, draw.of(5)),
        half_yearly: term.days(6, draw.of(6)),
        evaluated: member.left_on.is_none().then(|| workday(12, 15 + draw.of(7).below(4))),
        leave,
        grade,
        commended: grade == Some("优秀") && draw.of(8).chance(5),
        works,
    }
}

/// When a member is at work.
#[derive(Clone, Copy)]
struct Term {
    first: Date,
    last: Date,
    leave: Option<Leave>,
}

impl Term {
    fn has(self, day: Date) -> bool {
        let away = self.leave.is_some_and(|(from, to, _)| from <= day && day <= to);
        self.first <= day && day <= self.last && !away
    }

    /// A working day of the month on which the member is there, in the second half if there is one.
    fn day(self, month: u8, draw: Draw) -> Option<Date> {
        let late = (0..6).map(|k| 9 + (draw.below(6) + k) % 6);
        late.chain((0..17).rev()).map(|k| workday(month, k)).find(|day| self.has(*day))
    }

    /// Days for each period of so many months at the end of which the member is in office; now and then one more.
    fn days(self, months: u8, draw: Draw) -> Vec<Date> {
        let mut days = Vec::new();
        for number in 1..=12 / months {
            let at = number * months;
            let end = date(2026, i8::try_from(at).expect("a month"), 1);
            let draw = draw.of(usize::from(number));
            let end = date(2026, end.month(), end.days_in_month());
            if !self.has(end) {
                continue;
            }
            if draw.chance(if months == 1 { 6 } else { 12 }) {
                days.extend(Some(workday(at, draw.of(1).below(4))).filter(|day| self.has(*day)));
            }
            // A service or an analysis may also be a month before the end.
            let early = u8::from(months > 1 && draw.of(3).chance(30));
            let day = self.day(at - early, draw.of(2)).or_else(|| self.day(at, draw.of(2)));
            days.extend(day.or_else(|| Some(end).filter(|_| at < 12)));
        }
        days.sort();
        days.dedup();
        days
    }
}

/// Work entries in one of the member's grids each, in a role that the member has there.
fn works(wanted: usize, own: &[usize], assignments: &[Assignment], term: Term, draw: Draw) -> Vec<Work> {
    let mut works: Vec<Work> = Vec::new();
    for k in 0..wanted {
        let draw = draw.of(k);
        let assignment = draw.pick(own);
        let of = &assignments[assignment];
        let open =
            |day: &Date| term.has(*day) && *day >= of.assigned_on && of.ended_on.is_none_or(|ended| *day <= ended);
        let months = (0..12).map(|m| 1 + (draw.of(1).below(12) + m) % 12);
        let day = months.map(|m| workday(u8::try_from(m).expect("a month"), draw.of(2).below(12))).find(open);
        let day = day.or_else(|| Some(of.assigned_on).filter(open)).unwrap_or(term.last);
        let role = draw.of(3).pick(&of.roles);
        // The same thing is not done again within days.
        let again =
            |what: &String| works.iter().any(|(_, at, _, done)| done == what && (day - *at).get_days().abs() < 8);
        let mut summaries = (4..40).map(|k| summary(role, &of.place, draw.of(k)));
        let what = summaries.find(|what| !again(what)).expect("something else to do");
        works.push((assignment, day, role, what));
    }
    works.sort_by_key(|(_, day, ..)| *day);
    works.dedup_by(|a, b| (a.0, a.1, &a.3) == (b.0, b.1, &b.3));
    works
}

/// What was done in a role in a community.
fn summary(role: &str, place: &str, draw: Draw) -> String {
    const TOPICS: [&str; 6] =
        ["惠农政策", "医保缴费政策", "就业创业政策", "养老服务政策", "防范电信诈骗知识", "民法典"];
    const ISSUES: [&str; 6] = ["停车难", "供水水压", "楼道堆物", "公交发车间隔", "路灯不亮", "垃圾清运"];
    const HELP: [&str; 6] =
        ["联系农产品销路", "对接企业用工", "引进加工项目", "申请小额贷款", "开展技术指导", "办理营业手续"];
    const CHECKS: [&str; 6] = ["低保评议", "村务公开", "物业收费公示", "人居环境整治", "惠民工程施工", "食品安全"];
    const CARE: [&str; 6] =
        ["为独居老人送餐", "为行动不便的居民代办事项", "组织义诊", "辅导学生课业", "看望困难家庭", "调解邻里纠纷"];
    let one = |words: &[&'static str; 6]| draw.pick(words);
    match ROLES.iter().position(|known| *known == role) {
        Some(0) => format!("在{place}宣讲{}", one(&TOPICS)),
        Some(1) => format!("收集{place}居民关于{}的意见", one(&ISSUES)),
        Some(2) => format!("帮助{place}{}", one(&HELP)),
        Some(3) => format!("监督{place}{}", one(&CHECKS)),
        _ => format!("在{place}{}", one(&CARE)),
    }
}

impl Year {
    /// The entries, the sheet and the candidacy.
    pub fn write(&self, doc: &mut Doc, member: &GridMember, assignments: &[Assignment]) {
        for (assignment, day, role, summary) in &self.works {
            doc.record(
                "grid_work",
                &[
                    ("assignment", quoted(&assignments[*assignment].id)),
                    ("date", day.to_string()),
                    ("role", quoted(role)),
                    ("summary", quoted(summary)),
                ],
            );
        }
        let days = |days: &[Date]| list(&days.iter().map(Date::to_string).collect::<Vec<_>>());
        let mut fields = vec![
            ("member", quoted(&member.id)),
            ("monthly", days(&self.monthly)),
            ("quarterly", days(&self.quarterly)),
            ("half_yearly", days(&self.half_yearly)),
        ];
        fields.extend(self.evaluated.map(|day| ("evaluated", day.to_string())));
        fields.extend(
            self.leave.map(|(from, to, why)| {
                ("leaves", format!("[{{ from = {from}, to = {to}, reason = {} }}]", quoted(why)))
            }),
        );
        fields.extend(self.grade.map(|grade| ("grade", quoted(grade))));
        doc.record("grid_year", &fields);
        if self.commended {
            let fields = [
                ("member", quoted(&member.id)),
                ("title", quoted("委员进网格先进个人")),
                ("proposed_on", "2026-12-29".to_owned()),
            ];
            doc.record("commendation", &fields);
        }
    }
}
