//! Letters as documents for Word, laid out as the usual pages are.

use crate::report::letters::{Item, Notice, Paper};
use crate::workbook::{Document, Part, Place, Run};
use yize_core::language::{Lang, Text};
use yize_core::say;

/// Widths of the columns of findings, in twentieths of a point.
const ITEMS: [u32; 3] = [5000, 1700, 2300];
/// Those of a card's head.
const HEAD: [u32; 4] = [1500, 3000, 1500, 3000];
/// Those of a card's lines.
const LINES: [u32; 3] = [6300, 1600, 1100];
/// Those of what is open.
const OPEN: [u32; 2] = [7300, 1700];

/// A notice.
pub(super) fn notice(own: &Notice, lang: Lang) -> Document {
    let word = |text: Text| text.get(lang).to_owned();
    let title = word(say!("履职提醒", "Notice"));
    let (name, key) = (&own.name, &own.key);
    let called =
        if own.is_person && !key.is_empty() && key != name { format!("{name}（{key}）") } else { name.clone() };
    let mut parts =
        vec![Part::Title(title.clone()), Part::Text(format!("{called}{}", word(say!("：", ":"))), Place::Left)];
    parts.push(Part::Text(word(summary(own)), Place::Left));
    for (heading, items) in
        [(say!("需要改正或补办的", "To be put right"), &own.wrong), (say!("即将到期的", "To be done"), &own.pending)]
    {
        if !items.is_empty() {
            let head = [say!("事项", "what"), say!("期限", "due"), say!("依据", "basis")].map(word);
            let rows = items.iter().map(|item| cells(item, lang).into()).collect();
            parts.push(Part::Heading(word(heading)));
            parts.push(Part::Table { widths: ITEMS.into(), head: head.into(), rows });
        }
    }
    parts.push(Part::Text(String::new(), Place::Right));
    parts.extend([Part::Text(own.unit.clone(), Place::Right), Part::Text(own.as_of.clone(), Place::Right)]);
    Document { title: format!("{title} {name}"), parts, foot: String::new() }
}

/// How many there are of each, in a sentence.
fn summary(own: &Notice) -> Text {
    let (as_of, wrong, pending) = (&own.as_of, own.wrong.len(), own.pending.len());
    match (wrong, pending) {
        (_, 0) => {
            say!("截至 {as_of}，有 {wrong} 项需要改正或补办，请按期办理。", "As of {as_of}, {wrong} to be put right.")
        }
        (0, _) => {
            say!("截至 {as_of}，有 {pending} 项即将到期，请按期办理。", "As of {as_of}, {pending} to be done in time.")
        }
        _ => say!(
            "截至 {as_of}，有 {wrong} 项需要改正或补办，有 {pending} 项即将到期，请按期办理。",
            "As of {as_of}, {wrong} to be put right, {pending} to be done in time."
        ),
    }
}

/// What is said of a finding: what, when, why.
fn cells(item: &Item, lang: Lang) -> [Vec<Run>; 3] {
    let mut what = vec![Run::plain(&item.message)];
    if !item.record.is_empty() {
        let field = if item.field.is_empty() { String::new() } else { format!(" · {}", item.field) };
        what.push(Run::aside(&format!("{}{field}", item.record)));
    }
    if !item.help.is_empty() {
        let help = &item.help;
        what.push(Run::aside(say!("办法：{help}", "next: {help}").get(lang)));
    }
    let mut due = vec![Run::plain(if item.due.is_empty() { "—" } else { &item.due })];
    due.extend(item.days.map(|days| Run::aside(left(days).get(lang))));
    let basis = if item.basis.is_empty() { &item.title } else { &item.basis };
    [what, due, vec![Run::plain(basis)]]
}

/// How long there is still, or how long ago it was.
pub(super) fn left(days: i32) -> Text {
    let past = days.unsigned_abs();
    if days >= 0 { say!("还有{days}天", "{days} days left") } else { say!("已过{past}天", "{past} days ago") }
}

/// A card.
pub(super) fn card(own: &Paper, lang: Lang) -> Document {
    let word = |text: Text| text.get(lang).to_owned();
    let heads = [say!("姓名", "name"), say!("编号", "id"), say!("得分", "points"), say!("名次、等次", "rank, grade")];
    let [name, key, points, rank] = heads.map(|head| vec![Run::strong(head.get(lang))]);
    let incomplete = if own.complete { String::new() } else { word(say!("（不完整）", " (incomplete)")) };
    let plain = |text: &str| vec![Run::plain(text)];
    let standing = format!("{} {}", own.rank, own.grade);
    let rows = vec![
        vec![name, plain(&own.name), key, plain(&own.key)],
        vec![points, plain(&format!("{}{incomplete}", own.points)), rank, plain(standing.trim())],
    ];
    let mut parts = vec![Part::Title(own.heading.clone()), Part::Text(own.standing.clone(), Place::Centre)];
    parts.push(Part::Table { widths: HEAD.into(), head: Vec::new(), rows });
    parts.extend(own.remarks.iter().map(|remark| Part::Text(remark.clone(), Place::Left)));
    parts.push(Part::Heading(word(say!("得分明细", "Points"))));
    let lines = own.lines.iter().map(|line| {
        let run = if line.depth == 0 { Run::strong(&line.text) } else { Run::plain(&line.text) };
        vec![vec![run.indented(line.depth)], plain(&line.day), plain(&line.points)]
    });
    let head = [say!("项目和依据的记录", "line and record"), say!("日期", "day"), say!("分", "points")].map(word);
    parts.push(Part::Table { widths: LINES.into(), head: head.into(), rows: lines.collect() });
    if !own.open.is_empty() {
        let head = [say!("事项", "what"), say!("期限", "due")].map(word);
        let rows = own
            .open
            .iter()
            .map(|item| vec![plain(&item.message), plain(if item.due.is_empty() { "—" } else { &item.due })]);
        parts.push(Part::Heading(word(say!("未办和待改的", "Open"))));
        parts.push(Part::Table { widths: OPEN.into(), head: head.into(), rows: rows.collect() });
    }
    let basis = &own.basis;
    parts.push(Part::Text(word(say!("依据：{basis}", "basis: {basis}")), Place::Left));
    let signs = [say!("本人签字：", "Member:"), say!("核对人：", "Checked by:"), say!("日期：", "Date:")];
    parts.push(Part::Spread(signs.map(|sign| format!("{}＿＿＿＿＿＿＿", sign.get(lang))).into()));
    Document { title: format!("{} {}", own.heading, own.name), parts, foot: String::new() }
}
