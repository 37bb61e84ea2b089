//! The ten rules as plain Rust over the records, with the look-ups that a program would make of them: three maps by
//! name, and others where a rule counts.

use std::collections::{BTreeMap, HashMap, HashSet};

use rust_decimal::Decimal;
use toml::value::Date;

use crate::finding::Finding;
use crate::records::{Activity, Member, Parameters, Records};

/// What all rules look at.
struct Context<'a> {
    records: &'a Records<'a>,
    parameters: Parameters,
    today: Date,
    /// Members by key.
    members: HashMap<&'a str, &'a Member<'a>>,
    /// Committees of groups, by the group's name.
    committees: HashMap<&'a str, &'a str>,
    /// Activities by member.
    activities: HashMap<&'a str, Vec<&'a Activity<'a>>>,
}

type Findings<'a> = Vec<Finding<'a>>;

/// What the rules find.
pub fn check<'a>(records: &'a Records<'a>, parameters: Parameters, today: Date) -> Findings<'a> {
    let mut activities: HashMap<&str, Vec<&Activity<'_>>> = HashMap::with_capacity(records.member.len());
    for activity in &records.activity {
        activities.entry(activity.member).or_default().push(activity);
    }
    let members = records.member.iter().map(|member| (member.id, member)).collect();
    let committees = records.group.iter().map(|group| (group.name, group.committee)).collect();
    let context = Context { records, parameters, today, members, committees, activities };
    let mut findings = Vec::new();
    cards(&context, &mut findings);
    for member in &records.member {
        group(&context, member, &mut findings);
        let own = context.activities.get(member.id).map(Vec::as_slice).unwrap_or_default();
        least(&context, member, own, &mut findings);
        forms(member, own, &mut findings);
        points(&context, member, own, &mut findings);
        doubles(member, own, &mut findings);
    }
    for activity in &records.activity {
        let Some(member) = context.members.get(activity.member) else { continue };
        date(&context, activity, member, &mut findings);
        host(activity, member, &mut findings);
    }
    shares(&context, &mut findings);
    mixed(&context, &mut findings);
    findings
}

/// A card belongs to one member.
fn cards<'a>(context: &Context<'a>, findings: &mut Findings<'a>) {
    let mut holders: HashMap<&str, usize> = HashMap::with_capacity(context.records.member.len());
    for member in &context.records.member {
        *holders.entry(member.card).or_default() += 1;
    }
    for member in context.records.member.iter().filter(|member| holders[member.card] > 1) {
        let message = format!("证号{}重复", member.card);
        findings.push(Finding::violation("member/card", ("member", member.id), message));
    }
}

/// A member's group belongs to the member's committee.
fn group<'a>(context: &Context<'a>, member: &Member<'a>, findings: &mut Findings<'a>) {
    if context.committees.get(member.group) != Some(&member.committee) {
        let message = format!("{}的活动小组不属于{}", member.name, member.committee);
        findings.push(Finding::violation("member/group", ("member", member.id), message));
    }
}

/// A member takes part in so many activities by the end of the year.
fn least<'a>(context: &Context<'a>, member: &Member<'a>, own: &[&Activity<'a>], findings: &mut Findings<'a>) {
    let have = own.iter().filter(|activity| activity.date <= context.today).count();
    let least = context.parameters.activities;
    if have < least as usize {
        let message = format!("{}参加活动{have}次，应不少于{least}次", member.name);
        let mut finding = Finding::violation("member/activities", ("member", member.id), message);
        if context.today <= (Date { year: context.records.year, month: 12, day: 31 }) {
            finding.status = "pending".into();
        }
        findings.push(finding);
    }
}

/// Activities have at least three forms.
fn forms<'a>(member: &Member<'a>, own: &[&Activity<'a>], findings: &mut Findings<'a>) {
    let forms = own.iter().map(|activity| activity.form).collect::<HashSet<_>>().len();
    if forms < 3 {
        let message = format!("{}的活动只有{forms}种形式", member.name);
        findings.push(Finding::violation("member/forms", ("member", member.id), message));
    }
}

/// Activities give so many points.
fn points<'a>(context: &Context<'a>, member: &Member<'a>, own: &[&Activity<'a>], findings: &mut Findings<'a>) {
    let points: Decimal = own.iter().map(|activity| activity.points).sum();
    let least = context.parameters.points;
    if points < Decimal::from(least) {
        let message = format!("{}得分{}，低于{least}", member.name, points.normalize());
        findings.push(Finding::violation("member/points", ("member", member.id), message));
    }
}

/// No two activities of a day.
fn doubles<'a>(member: &Member<'a>, own: &[&Activity<'a>], findings: &mut Findings<'a>) {
    // How many there are of a day, and the last of them.
    let mut days: BTreeMap<Date, (usize, usize)> = BTreeMap::new();
    for activity in own {
        let (times, last) = days.entry(activity.date).or_default();
        (*times, *last) = (*times + 1, activity.number);
    }
    for (day, (_, last)) in days.into_iter().filter(|(_, (times, _))| *times > 1) {
        let message = format!("{}{day}的活动重复登记", member.name);
        findings.push(Finding::activity("member/doubles", last, message));
    }
}

/// An activity lies in the year and in its member's time in office.
fn date<'a>(context: &Context<'a>, activity: &Activity<'a>, member: &Member<'a>, findings: &mut Findings<'a>) {
    let (date, year) = (activity.date, context.records.year);
    let message = if date.year != year {
        format!("日期{date}不在{year}年度内")
    } else if date < member.joined_on || member.left_on.is_some_and(|left| date > left) {
        format!("日期{date}不在{}的任职期内", member.name)
    } else {
        return;
    };
    findings.push(Finding::activity("activity/date", activity.number, message));
}

/// The member's committee holds an activity that is no training.
fn host<'a>(activity: &Activity<'a>, member: &Member<'a>, findings: &mut Findings<'a>) {
    if activity.form != "training" && activity.host != member.committee {
        let message = format!("{}不是{}的专委会", activity.host, member.name);
        findings.push(Finding::activity("activity/host", activity.number, message));
    }
}

/// A sector is no more than its share of all members.
fn shares<'a>(context: &Context<'a>, findings: &mut Findings<'a>) {
    let mut members: HashMap<&str, usize> = HashMap::new();
    for member in &context.records.member {
        *members.entry(member.sector).or_default() += 1;
    }
    let (all, share) = (context.records.member.len(), context.parameters.share);
    for sector in &context.records.sector {
        let have = members.get(sector.name).copied().unwrap_or_default();
        if have * 100 > all * share {
            let message = format!("{}界别{have}人，超过{all}人的{share}%", sector.name);
            findings.push(Finding::violation("sector/share", ("sector", sector.name), message));
        }
    }
}

/// A group has members in the party and others.
fn mixed<'a>(context: &Context<'a>, findings: &mut Findings<'a>) {
    let mut found: HashMap<&str, (bool, bool)> = HashMap::new();
    for member in &context.records.member {
        let (inside, outside) = found.entry(member.group).or_default();
        *if member.cpc { inside } else { outside } = true;
    }
    for group in context.records.group.iter().filter(|group| found.get(group.name) != Some(&(true, true))) {
        let message = format!("{}没有混合编成", group.name);
        findings.push(Finding::violation("group/mixed", ("group", group.name), message));
    }
}
