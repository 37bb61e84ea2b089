//! What of the report for people is shown: `--full`, `--limit`, `--by`, `--status`.

use clap::{Arg, ArgAction};

use crate::args::{Builder, Given};
use crate::commands::check::reports::Reports;
use crate::report::shape::{By, Only, Shape, Sort};
use crate::report::text::clean_line;
use yize_core::language::Text;
use yize_core::say;

/// The options.
pub(super) fn options(b: Builder) -> [Arg; 4] {
    let full = say!("逐项列出全部，待办也列", "List everything in full, what is pending too");
    let limit = say!(
        "最多逐项列出几项（默认：屏幕上列两屏，别处全列）",
        "List so many findings in full (default: two screens of them, elsewhere all)"
    );
    let by = say!(
        "按什么归在一起：rule（规则）、body（单位）、person（责任）、due（期限）",
        "Put findings together by rule, body, person or due"
    );
    let status = say!(
        "只列这些：violation（违规）、warning（警告）、pending（待办）、fault（故障）、waived（豁免）、baselined（基线）；可重复",
        "List these only: violation, warning, pending, fault, waived, baselined; repeatable"
    );
    let word = say!("类", "STATUS");
    let status = b.choice("status", &word, &status, Sort::ALL.map(|(word, _)| word)).action(ArgAction::Append);
    [
        b.flag("full", &full),
        b.value("limit", &say!("数", "N"), &limit),
        b.choice("by", &say!("按", "BY"), &by, By::ALL.map(|(word, _)| word)),
        status.value_delimiter(','),
    ]
}

/// What was given; it goes with a report for people.
pub(super) fn read(given: Given<'_>, reports: &Reports) -> Result<Shape, Text> {
    let (full, statuses) = (given.flag("full"), given.words("status"));
    let (limit, by) = (given.one("limit"), given.one("by"));
    let named = [("full", full), ("limit", limit.is_some()), ("by", by.is_some()), ("status", !statuses.is_empty())];
    if let Some((option, _)) = named.into_iter().find(|(_, given)| *given).filter(|_| !reports.are_for_people()) {
        return Err(say!(
            "--{option} 只用于 human 格式的报告；其他格式总是完整的。",
            "--{option} is for reports in the format human; the others are always complete."
        ));
    }
    let only = Sort::ALL.into_iter().filter(|(word, _)| statuses.iter().any(|status| status == word));
    Ok(Shape {
        full,
        limit: limit.map(number).transpose()?,
        rows: None,
        by: by.and_then(By::parse).unwrap_or_default(),
        only: only.fold(Only::default(), |only, (_, sort)| only.and(sort)),
    })
}

fn number(word: &str) -> Result<usize, Text> {
    word.parse().map_err(|_| {
        let word = clean_line(word);
        say!("--limit 的值“{word}”应为 0 以上的整数。", "`{word}` of --limit should be a whole number from 0.")
    })
}
