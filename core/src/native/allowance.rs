//! How much calls may come to: each by itself, all of a rule on one body, and all of a run. What grows with the data may grow with
//! it; what does not is bounded, whatever a script does.

use crate::language::{Text, say};

/// Which limit was hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Limit {
    /// Operations.
    Operations,
    /// Time.
    Time,
    /// Memory.
    Memory,
    /// Depth of calls.
    Depth,
    /// Size of a text, an array or a map.
    Size,
    /// How many findings are reported.
    Findings,
    /// How long what is kept of them is.
    Words,
}

impl Limit {
    /// What happened, in words.
    #[must_use]
    pub(crate) fn message(self) -> Text {
        match self {
            Self::Operations => {
                say!("运算次数超出限制（可能是死循环）", "too many operations (perhaps an endless loop)")
            }
            Self::Time => say!("运行时间超出限制", "ran for too long"),
            Self::Memory => say!("占用内存超出限制", "used too much memory"),
            Self::Depth => say!("函数调用层数超出限制", "calls are nested too deeply"),
            Self::Findings => say!("报告的问题过多", "too many findings"),
            Self::Words => say!("报告的文字过长", "what it reports is too long"),
            Self::Size => say!("字符串、数组或映射过大", "a string, array or map is too large"),
        }
    }
}

/// What was used, or may be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Spent {
    /// Operations.
    pub operations: u64,
    /// Findings.
    pub findings: u64,
    /// Bytes of what is kept of the calls: findings with their texts, cards.
    pub bytes: u64,
}

/// What a call may use whatever the data, and further for each record that it may see.
const CALL: [Spent; 2] = [
    Spent { operations: 20_000_000, findings: 10_000, bytes: 8 << 20 },
    Spent { operations: 500, findings: 4, bytes: 1 << 10 },
];

/// The same of all calls of a rule on one body.
const RULE: [Spent; 2] = [
    Spent { operations: 200_000_000, findings: 20_000, bytes: 16 << 20 },
    Spent { operations: 20_000, findings: 8, bytes: 4 << 10 },
];

/// The same of all rules together.
const RUN: [Spent; 2] = [
    Spent { operations: 2_000_000_000, findings: 100_000, bytes: 64 << 20 },
    Spent { operations: 400_000, findings: 40, bytes: 16 << 10 },
];

impl Spent {
    /// What a call may use that may see so many records.
    #[must_use]
    pub(crate) fn of_call(records: usize) -> Self {
        Self::allowed(CALL, records)
    }

    /// What all calls of a rule may use on a body of so many records.
    #[must_use]
    pub(crate) fn of_rule(records: usize) -> Self {
        Self::allowed(RULE, records)
    }

    /// What all rules may use on so many records.
    #[must_use]
    pub(crate) fn of_run(records: usize) -> Self {
        Self::allowed(RUN, records)
    }

    fn allowed([base, each]: [Self; 2], records: usize) -> Self {
        let records = records as u64;
        let of = |base: u64, each: u64| base.saturating_add(each.saturating_mul(records));
        Self {
            operations: of(base.operations, each.operations),
            findings: of(base.findings, each.findings),
            bytes: of(base.bytes, each.bytes),
        }
    }

    /// Both together.
    #[must_use]
    pub(crate) fn plus(self, other: Self) -> Self {
        Self {
            operations: self.operations.saturating_add(other.operations),
            findings: self.findings.saturating_add(other.findings),
            bytes: self.bytes.saturating_add(other.bytes),
        }
    }

    /// What is left when the other is taken.
    #[must_use]
    pub(crate) fn minus(self, other: Self) -> Self {
        Self {
            operations: self.operations.saturating_sub(other.operations),
            findings: self.findings.saturating_sub(other.findings),
            bytes: self.bytes.saturating_sub(other.bytes),
        }
    }

    /// No more of anything than of the other.
    #[must_use]
    pub(crate) fn least(self, other: Self) -> Self {
        Self {
            operations: self.operations.min(other.operations),
            findings: self.findings.min(other.findings),
            bytes: self.bytes.min(other.bytes),
        }
    }

    /// Of what it is more than is allowed.
    #[must_use]
    pub(crate) fn over(self, allowed: Self) -> Option<Limit> {
        if self.operations > allowed.operations {
            Some(Limit::Operations)
        } else if self.findings > allowed.findings {
            Some(Limit::Findings)
        } else if self.bytes > allowed.bytes {
            Some(Limit::Words)
        } else {
            None
        }
    }
}
