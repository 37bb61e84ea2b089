//! Cases as examples: what is so, and what is then found.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::report::text::clean_line;
use yize_core::cases::{Case, Expected};
use yize_core::finding::Status;
use yize_core::language::Lang;
use yize_core::say;

/// How many examples of a rule are shown that report something.
const REPORTING: usize = 2;

/// An example.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Example {
    /// What is so.
    pub so: String,
    /// What is found.
    pub found: String,
}

/// The examples of rules, by full name: of each the smallest few.
pub(super) fn examples(cases: &[Case], lang: Lang) -> BTreeMap<&str, Vec<Example>> {
    let mut of_rules: BTreeMap<&str, Vec<&Case>> = BTreeMap::new();
    let mut silent: BTreeMap<&str, &Case> = BTreeMap::new();
    for case in cases {
        let mut met: Vec<&str> = case.expect.iter().map(|expected| expected.rule.as_str()).collect();
        met.sort_unstable();
        met.dedup();
        for rule in met {
            of_rules.entry(rule).or_default().push(case);
        }
        // A case of one rule alone that expects nothing shows what is right.
        if let ([only], true) = (&case.only[..], case.expect.is_empty()) {
            silent.entry(only).or_insert(case);
        }
    }
    let size = |case: &Case| case.data.iter().map(|(_, text)| text.len()).sum::<usize>();
    let mut all = BTreeMap::new();
    for (rule, mut cases) in of_rules {
        // Those that are about this rule alone, with little data.
        cases.sort_by_key(|case| (case.expect.len(), size(case)));
        cases.truncate(REPORTING);
        let mut told: Vec<Example> = cases.iter().map(|case| example(case, rule, lang)).collect();
        told.extend(silent.get(rule).map(|case| Example {
            so: clean_line(&case.name),
            found: say!("不报告", "nothing is reported").get(lang).to_owned(),
        }));
        all.insert(rule, told);
    }
    all
}

fn example(case: &Case, rule: &str, lang: Lang) -> Example {
    let found = case.expect.iter().filter(|expected| expected.rule == rule);
    let found: Vec<String> = found.take(REPORTING).map(|expected| told(expected, lang)).collect();
    Example { so: clean_line(&case.name), found: found.join(if lang == Lang::Zh { "；" } else { "; " }) }
}

fn told(expected: &Expected, lang: Lang) -> String {
    let what = match (&expected.message, &expected.record) {
        (Some(message), _) => clean_line(message),
        (None, Some(record)) => {
            let record = clean_line(record);
            say!("报告 {record}", "{record} is reported").get(lang).to_owned()
        }
        (None, None) => say!("报告这一条", "it is reported").get(lang).to_owned(),
    };
    if expected.status == Status::Pending {
        return say!("待办：{what}", "pending: {what}").get(lang).to_owned();
    }
    what
}
