//! What consultations have led to: special reports, instructions, suggestions adopted, problems solved.

use jiff::civil::{Date, date};

use super::super::calendar::{after, until};
use super::super::draw::Draw;
use super::super::toml::{Doc, quoted, quoted_list};

/// The five figures of a return: consultations, special reports, instructions, suggestions adopted, problems solved.
type Figures = [usize; 5];
const FIGURES: [&str; 5] = ["sessions", "reports", "instructions", "adopted", "solved"];
/// The cumulative figures: the source's, and a little more where it says “more than”.
const CUMULATIVE: Figures = [1_326, 1_214, 600, 1_037, 718];
/// How much of what went before came in which year, of a hundred.
const YEARS: [(usize, usize); 4] = [(2022, 19), (2023, 24), (2024, 28), (2025, 29)];

/// A consultation that was held.
pub struct Held<'a> {
    pub form: &'a str,
    pub topic: &'a str,
    pub on: Date,
    pub departments: &'a [String],
    /// The county, in titles; empty for the city.
    pub place: &'a str,
    /// 市, 县 or 区, by which leaders are called.
    pub word: &'a str,
    pub draw: Draw,
}

/// The figures of the year, of all bodies that are done and of the one at hand.
#[derive(Default)]
pub struct Outcomes {
    year: Figures,
    body: Figures,
}

impl Outcomes {
    /// What a consultation has led to: all but those at the grass roots have a special report.
    pub fn of(&mut self, held: &Held<'_>) -> Vec<(&'static str, String)> {
        self.body[0] += 1;
        if held.form == "micro" {
            return Vec::new();
        }
        let draw = held.draw;
        let report = within(held.on, 14 + draw.of(1).below(24), date(2027, 1, 15));
        let instructed = draw.of(2).chance(50);
        let adopted = [0, 1, 1, 1, 1, 2, 2, 3][draw.of(3).below(8)];
        let solved = [0, 0, 1, 1, 2][draw.of(4).below(5)].min(adopted);
        let mut fields = vec![
            ("report_title", quoted(&report_title(held))),
            ("report_on", report.to_string()),
            ("instruction", quoted(if instructed { "given" } else { "none" })),
        ];
        if instructed {
            let on = within(report, 4 + draw.of(5).below(22), date(2027, 1, 28));
            let leader = ["委主要领导", "政府主要领导"][draw.of(6).below(5).min(1)];
            fields.push(("instructed_on", on.to_string()));
            fields.push(("instructed_by", quoted(&format!("{}{leader}", held.word))));
        }
        fields.push(("adoption", quoted(if adopted > 0 { "adopted" } else { "declined" })));
        if adopted > 0 {
            let by = if adopted == 1 { &held.departments[..1] } else { held.departments };
            fields.push(("adopted_by", quoted_list(by)));
            fields.push(("adopted", adopted.to_string()));
        }
        if solved > 0 {
            fields.push(("solved", solved.to_string()));
        }
        for (total, n) in self.body[1..].iter_mut().zip([1, usize::from(instructed), adopted, solved]) {
            *total += n;
        }
        fields
    }

    /// Adds the yearly return of the body whose consultations were reported.
    pub fn close(&mut self, doc: &mut Doc, whose: &str) {
        let mut fields = vec![("title", quoted(&format!("{whose}2026年度协商成果报表")))];
        fields.extend(FIGURES.into_iter().zip(self.body.map(|n| n.to_string())));
        doc.single("outcome_return", &fields);
        for (total, n) in self.year.iter_mut().zip(self.body) {
            *total += n;
        }
        self.body = Figures::default();
    }

    /// Five years of the whole city that add up to the cumulative figures.
    pub fn totals(&self) -> (String, String) {
        let comment = "全市协商成果：各年度和累计。累计数取自来源文件（有“余”的略多），各年度数为示例用数。";
        let mut doc = Doc::new(comment, "baoding", false);
        let mut left: Figures = std::array::from_fn(|which| CUMULATIVE[which] - self.year[which]);
        let before = left;
        for (year, share) in YEARS {
            let of_year: Figures = std::array::from_fn(|which| match year {
                2025 => left[which],
                _ => before[which] * share / 100,
            });
            left = std::array::from_fn(|which| left[which] - of_year[which]);
            row(&mut doc, year, of_year);
        }
        row(&mut doc, 2026, self.year);
        let mut fields = vec![
            ("title", quoted("全市累计协商成果")),
            ("from_year", "2022".to_owned()),
            ("to_year", "2026".to_owned()),
        ];
        fields.extend(FIGURES.into_iter().zip(CUMULATIVE.map(|n| n.to_string())));
        doc.record("outcome_total", &fields);
        doc.file("outcomes.toml")
    }
}

fn row(doc: &mut Doc, year: usize, figures: Figures) {
    let mut fields = vec![("for_year", year.to_string())];
    fields.extend(FIGURES.into_iter().zip(figures.map(|n| n.to_string())));
    doc.record("city_outcome", &fields);
}

/// The first working day so many days later, or the last one before a day by which it was done.
fn within(day: Date, days: usize, last: Date) -> Date {
    after(day, days).min(until(last))
}

/// What a special report is called.
fn report_title(held: &Held<'_>) -> String {
    let Held { topic, place, .. } = held;
    match held.form {
        "plenary" => format!("{place}政协全体会议期间委员意见建议综述"),
        "joint_conference" => format!("关于{place}{topic}协商联席会议情况的报告"),
        "special_sc" => format!("关于{place}{topic}的建议案"),
        "city_county" => format!("市县联动关于{place}{topic}的协商报告"),
        _ => match held.draw.of(7).below(4) {
            0 => format!("关于{place}{topic}的协商建议"),
            1 => format!("{place}{topic}专题协商情况报告"),
            2 => format!("{place}{topic}：问题与对策"),
            _ => format!("关于{place}{topic}的专项报告"),
        },
    }
}
