//! What of a report for people is shown, in what order, and how much of it.

use yize_core::finding::{Finding, Severity, Status, Suppression};
use yize_core::language::Text;
use yize_core::say;

/// What of a report for people is shown.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shape {
    /// Whether everything is shown in full, what is pending too.
    pub full: bool,
    /// So many findings are shown in full at most.
    pub limit: Option<usize>,
    /// Lines of the screen, where it is shown on one.
    pub rows: Option<usize>,
    /// By what findings are put together.
    pub by: By,
    /// Which findings are shown; none named: all that count.
    pub only: Only,
}

/// By what findings are put together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    /// The rule.
    #[default]
    Rule,
    /// The body.
    Body,
    /// Who must act.
    Person,
    /// The day until which something is to be done.
    Due,
}

impl By {
    /// All, each with its word on the command line.
    pub const ALL: [(&str, Self); 4] =
        [("rule", Self::Rule), ("body", Self::Body), ("person", Self::Person), ("due", Self::Due)];

    /// That of a word.
    #[must_use]
    pub(crate) fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(own, _)| *own == word).map(|(_, by)| by)
    }

    /// What it is called at the head of a table.
    #[must_use]
    pub(crate) fn label(self) -> Text {
        match self {
            Self::Rule => say!("规则", "rule"),
            Self::Body => say!("单位", "body"),
            Self::Person => say!("责任", "who"),
            Self::Due => say!("期限", "due"),
        }
    }
}

/// What a finding is, for whoever counts and chooses them; gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// Part of the answer is missing.
    Fault,
    /// A violation.
    Violation,
    /// A violation that is a warning.
    Warning,
    /// A duty to come.
    Pending,
    /// Excused by a waiver.
    Waived,
    /// In the baseline.
    Baselined,
}

impl Sort {
    /// All, each with its word on the command line.
    pub const ALL: [(&str, Self); 6] = [
        ("violation", Self::Violation),
        ("warning", Self::Warning),
        ("pending", Self::Pending),
        ("fault", Self::Fault),
        ("waived", Self::Waived),
        ("baselined", Self::Baselined),
    ];

    /// What a finding is.
    #[must_use]
    pub(crate) fn of(finding: &Finding) -> Self {
        match (&finding.suppressed, finding.status, finding.severity) {
            (Some(Suppression::Waiver { .. }), ..) => Self::Waived,
            (Some(Suppression::Baseline), ..) => Self::Baselined,
            (None, Status::Fault, _) => Self::Fault,
            (None, Status::Violation, Severity::Error) => Self::Violation,
            (None, Status::Violation, Severity::Warning) => Self::Warning,
            (None, Status::Pending, _) => Self::Pending,
        }
    }

    /// The word for it.
    #[must_use]
    pub(crate) fn word(self) -> &'static str {
        Self::ALL.iter().find(|(_, own)| *own == self).map_or("", |(word, _)| word)
    }

    /// Whether it counts.
    #[must_use]
    pub(crate) fn counts(self) -> bool {
        self < Self::Waived
    }
}

/// A choice of findings by what they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Only(u8);

impl Only {
    /// With these too.
    #[must_use]
    pub fn and(self, sort: Sort) -> Self {
        Self(self.0 | 1 << sort as u8)
    }

    /// Whether nothing is named.
    #[must_use]
    pub fn is_all(self) -> bool {
        self.0 == 0
    }

    /// Whether it is named.
    #[must_use]
    pub(crate) fn names(self, sort: Sort) -> bool {
        self.0 & 1 << sort as u8 != 0
    }

    /// Whether such a finding is shown.
    #[must_use]
    pub(crate) fn shows(self, sort: Sort) -> bool {
        if self.is_all() { sort.counts() } else { self.names(sort) }
    }
}
