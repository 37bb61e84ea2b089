//! What a reader asks of the findings: filters, order and words; and which findings that leaves.

use jiff::civil::Date;

use crate::board::Shown;
use crate::board::history::{gravity, sort};
use crate::board::whose::whose;
use crate::report::{row, subject};
use yize_core::check::fingerprint;
use yize_core::finding::Finding;
use yize_core::language::Lang;

/// Which findings are asked for. What is empty does not matter.
#[derive(Clone, Debug, Default)]
pub(crate) struct Query {
    /// A body's id; `-` for those of no body.
    pub body: String,
    /// An area's id.
    pub area: String,
    /// `violation`, `warning`, `pending`, `fault` or `waived`.
    pub status: String,
    /// Full name of a rule.
    pub rule: String,
    /// One who must act, as [`crate::board::whose::Who::id`] has it.
    pub who: String,
    /// When it is due.
    pub due: Option<Due>,
    /// Words that all occur somewhere in it.
    pub words: String,
    /// One finding, by fingerprint.
    pub id: String,
    /// Those that are new only.
    pub fresh: bool,
    /// In which order.
    pub order: Option<Order>,
    /// How many are passed over.
    pub offset: usize,
    /// How many are wanted.
    pub limit: usize,
}

/// When something is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Due {
    /// Before the day of the check, and not excused.
    Overdue,
    /// At the latest so many days after the day of the check, and not before it.
    Within(i32),
    /// On one of these days.
    Between(Date, Date),
    /// There is no such day.
    Never,
}

/// The order of findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// The gravest first, of those alike the first due.
    Gravest,
    /// The first due first; what has no such day is last.
    Due,
}

impl Due {
    /// Reads `overdue`, `never`, a number of days, a day, or two days with `..` between them.
    #[must_use]
    pub(crate) fn parse(word: &str) -> Option<Self> {
        match word {
            "overdue" => return Some(Self::Overdue),
            "never" => return Some(Self::Never),
            _ => {}
        }
        if let Ok(days) = word.parse::<u16>() {
            return Some(Self::Within(days.into()));
        }
        let (first, last) = word.split_once("..").unwrap_or((word, word));
        Some(Self::Between(first.parse().ok()?, last.parse().ok()?))
    }

    fn holds(self, finding: &Finding, as_of: Date) -> bool {
        let Some(due) = finding.due else { return self == Self::Never };
        match self {
            Self::Overdue => due < as_of && finding.suppressed.is_none(),
            Self::Within(days) => (0..=days).contains(&(due - as_of).get_days()),
            Self::Between(first, last) => (first..=last).contains(&due),
            Self::Never => false,
        }
    }
}

impl Order {
    /// Reads `gravest` or `due`.
    #[must_use]
    pub(crate) fn parse(word: &str) -> Option<Self> {
        match word {
            "gravest" => Some(Self::Gravest),
            "due" => Some(Self::Due),
            _ => None,
        }
    }

    /// The word for it.
    #[must_use]
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Gravest => "gravest",
            Self::Due => "due",
        }
    }
}

impl Query {
    /// Whether it is dates that are asked for.
    #[must_use]
    pub(crate) fn is_of_dates(&self) -> bool {
        self.status == "pending" || self.due.is_some_and(|due| due != Due::Never)
    }

    /// The order that is asked for; where none is, what is pending comes by its day.
    #[must_use]
    pub(crate) fn order(&self) -> Order {
        self.order.unwrap_or(if self.is_of_dates() { Order::Due } else { Order::Gravest })
    }
}

/// How many findings the other filters leave, whatever the status asked for is; and of the new, whether those are asked for or not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub(crate) struct Left {
    fault: usize,
    violation: usize,
    warning: usize,
    pending: usize,
    waived: usize,
    new: usize,
}

impl Left {
    /// Counts one of that sort.
    pub(crate) fn count(&mut self, sort: &str) {
        *match sort {
            "fault" => &mut self.fault,
            "violation" => &mut self.violation,
            "warning" => &mut self.warning,
            "pending" => &mut self.pending,
            _ => &mut self.waived,
        } += 1;
    }
}

/// The numbers of the findings that a query leaves, in its order, and how many the chips stand for.
#[must_use]
pub(crate) fn left(shown: &Shown, query: &Query, lang: Lang) -> (Vec<usize>, Left) {
    let findings = &shown.outcome().findings;
    let words: Vec<String> = query.words.split_whitespace().map(str::to_lowercase).collect();
    let (mut numbers, mut left) = (Vec::new(), Left::default());
    for (at, finding) in findings.iter().enumerate() {
        if !shown.asks(at, query) || !shown.says(at, &words, lang) {
            continue;
        }
        let (sort, fresh) = (sort(finding), shown.fresh.contains(&at));
        let asked = query.status.is_empty() || query.status == sort;
        if fresh || !query.fresh {
            left.count(sort);
            if asked {
                numbers.push(at);
            }
        }
        left.new += usize::from(asked && fresh);
    }
    match query.order() {
        Order::Gravest => numbers.sort_by_key(|at| (gravity(&findings[*at]), day(&findings[*at]))),
        Order::Due => numbers.sort_by_key(|at| day(&findings[*at])),
    }
    (numbers, left)
}

/// For sorting by the day on which something is due: what has no such day is last.
fn day(finding: &Finding) -> (bool, Option<Date>) {
    (finding.due.is_none(), finding.due)
}

impl Shown {
    /// Whether a finding is left by all filters but those of status and of what is new.
    fn asks(&self, at: usize, query: &Query) -> bool {
        let finding = &self.outcome().findings[at];
        let same = |wanted: &str, have: &str| wanted.is_empty() || wanted == have;
        same(&query.body, finding.body.as_deref().unwrap_or("-"))
            && same(&query.area, self.places.id(self.areas[at]))
            && same(&query.rule, &finding.rule)
            && same(&query.id, &self.prints[at])
            && query.due.is_none_or(|due| due.holds(finding, self.outcome().as_of))
            && (query.who.is_empty() || whose(finding).iter().any(|who| who.id == query.who))
    }

    /// Whether every word occurs in what a finding says of itself, of its record, of its body and of those who must act.
    fn says(&self, at: usize, words: &[String], lang: Lang) -> bool {
        if words.is_empty() {
            return true;
        }
        let outcome = self.outcome();
        let finding = &outcome.findings[at];
        let about = row::about(outcome, &finding.rule, lang);
        let record = finding.record.as_ref().map(|record| format!("{}/{}", record.kind, record.key));
        let called = subject::record(finding, lang);
        let who: Vec<String> = whose(finding).into_iter().map(|who| format!("{} {}", who.name, who.id)).collect();
        let who = who.join("\n");
        let parts = [
            Some(&*finding.rule),
            Some(finding.message.get(lang)),
            finding.body.as_deref(),
            finding.address.body.as_deref(),
            finding.basis.as_deref(),
            record.as_deref(),
            Some(called.as_str()),
            Some(who.as_str()),
            about.map(|about| about.title),
            fingerprint::file(finding, &outcome.sources),
        ];
        let text = parts.into_iter().flatten().collect::<Vec<_>>().join("\n").to_lowercase();
        words.iter().all(|word| text.contains(word.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_are_read_as_people_write_them() {
        let day = date(2026, 12, 31);
        for (word, due) in [
            ("overdue", Due::Overdue),
            ("never", Due::Never),
            ("30", Due::Within(30)),
            ("2026-12-31", Due::Between(day, day)),
            ("2026-12-01..2026-12-31", Due::Between(date(2026, 12, 1), day)),
        ] {
            assert_eq!(Due::parse(word), Some(due), "{word}");
        }
        for wrong in ["", "soon", "-3", "2026-13-01", "2026-12-01..", "70000"] {
            assert_eq!(Due::parse(wrong), None, "{wrong}");
        }
    }
}
