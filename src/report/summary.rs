//! The last line of a report for people: what came out, and what was read.

use crate::report::text::clean_line;
use crate::report::{Of, View};
use yize_core::check::{Outcome, Since, Summary, Within};
use yize_core::language::{Lang, Text, count};
use yize_core::say;

/// So many projects within others are named.
const NESTED: usize = 10;
/// So many sheets that were not read are named.
const NAMED: usize = 5;

/// The line, ending without a line break. It says that all is well only when the exit status does.
#[must_use]
pub(crate) fn line(outcome: &Outcome, view: View) -> String {
    let s = &outcome.summary;
    if let Of::Packs(packs) = view.of {
        return of_packs(packs, s, view.code).get(view.lang).to_owned();
    }
    let verdict = match view.code {
        2 => format!("{}{}", say!("未完成检查：", "not checked: ").get(view.lang), found(s).get(view.lang)),
        4 => format!("{}{}", say!("报告没有写全：", "reports not written: ").get(view.lang), found(s).get(view.lang)),
        3 => format!("{}{}", say!("检查不完整：", "incomplete: ").get(view.lang), found(s).get(view.lang)),
        0 if s.files == 0 => say!("没有可检查的数据", "there was no data to check").get(view.lang).to_owned(),
        0 if [s.violations, s.warnings, s.faults] == [0; 3] => passed(s).get(view.lang).to_owned(),
        _ => found(s).get(view.lang).to_owned(),
    };
    let excused = excused(s).map(|text| text.get(view.lang).to_owned()).unwrap_or_default();
    let as_of = &as_of(outcome);
    let read = read(s);
    let excused = excused + extent(outcome).get(view.lang) + unread(outcome).get(view.lang);
    match view.lang {
        Lang::Zh => format!("{verdict}{excused}；{}（截至 {}）", read.get(view.lang), as_of.get(view.lang)),
        Lang::En => format!("{verdict}{excused}; {} (as of {})", read.get(view.lang), as_of.get(view.lang)),
    }
}

/// The line where packs were looked at, and no data.
fn of_packs(packs: usize, s: &Summary, code: u8) -> Text {
    let (errors, warnings, faults, rules) = (s.violations, s.warnings, s.faults, s.rules);
    let read = {
        let en = [count(packs, "pack", "packs"), count(rules, "rule", "rules")].join(", ");
        say!("审查了 {packs} 个规则包、{rules} 条规则", "looked at {en}")
    };
    let en = [count(errors, "error", "errors"), count(warnings, "warning", "warnings")].join(", ");
    let found = say!("发现错误级别的 {errors} 项、警告级别的 {warnings} 项", "{en}");
    match code {
        2 => {
            let en = count(faults, "fault", "faults");
            say!("未完成审查：{faults} 项故障，{found}；{read}", "not looked at: {en}, {found}; {read}"; found, read)
        }
        4 => {
            say!("报告或改动没有写全：{found}；{read}", "reports or changes not written: {found}; {read}"; found, read)
        }
        _ if [errors, warnings, faults] == [0; 3] => say!("没有发现问题；{read}", "nothing found; {read}"; read),
        _ => say!("{found}；{read}", "{found}; {read}"; found, read),
    }
}

/// The day, with the time zone in which it is today where nobody has named it.
fn as_of(outcome: &Outcome) -> Text {
    let day = outcome.as_of;
    match outcome.time_zone.as_deref().map(crate::report::text::clean_line) {
        None => Text::same(day.to_string()),
        Some(zone) => say!("{day}，{zone} 的今天", "{day}, today in {zone}"),
    }
}

fn found(s: &Summary) -> Text {
    let (violations, warnings, pending, faults) = (s.violations, s.warnings, s.pending, s.faults);
    let en = [count(violations, "violation", "violations"), count(warnings, "warning", "warnings")].join(", ");
    let faults_en = count(faults, "fault", "faults");
    Text::new(
        format!("发现 {violations} 项违规、{warnings} 项警告，{pending} 项待办，{faults} 项故障"),
        format!("{en}, {pending} pending, {faults_en}"),
    )
}

fn passed(s: &Summary) -> Text {
    match s.pending {
        0 => say!("通过，没有发现问题", "passed, nothing found"),
        n => say!("通过，没有发现违规，{n} 项待办", "passed, no violations, {n} pending"),
    }
}

/// What waivers and the baseline took out; nothing is left out silently.
fn excused(s: &Summary) -> Option<Text> {
    let (waived, baselined) = (s.waived, s.baselined);
    match (waived, baselined) {
        (0, 0) => None,
        (_, 0) => Some(say!("，另有 {waived} 项豁免", ", {waived} more waived")),
        (0, _) => Some(say!("，另有 {baselined} 项在基线中", ", {baselined} more in the baseline")),
        _ => Some(say!(
            "，另有 {waived} 项豁免、{baselined} 项在基线中",
            ", {waived} more waived, {baselined} more in the baseline"
        )),
    }
}

/// What of a whole this is: a shard, or what is new since a state.
fn extent(outcome: &Outcome) -> Text {
    let mut limits: Vec<Text> = outcome.nested.iter().take(NESTED).map(within).collect();
    limits.extend(outcome.nested.len().checked_sub(NESTED + 1).map(|more| {
        let more = more + 1;
        say!("；这样的项目另有 {more} 个", "; {more} more such projects")
    }));
    if let Some(sharded) = &outcome.shard {
        let (index, of, elsewhere) = (sharded.shard.index, sharded.shard.of, sharded.elsewhere.len());
        limits.push(say!("；第 {index}/{of} 片", "; shard {index} of {of}"));
        if elsewhere > 0 {
            limits.push(say!(
                "（另有 {elsewhere} 项不属于本片的单位，见第 1 片和合并的报告）",
                " ({elsewhere} more that concern no body of it stand in shard 1 or the merged report)"
            ));
        }
    }
    if let Some(Since { reference, before, after, gone, .. }) = &outcome.since {
        let (new, was, is) = (outcome.findings.len(), total(before), total(after));
        let reference = clean_line(reference);
        limits.push(say!(
            "；自 {reference} 以来新增 {new} 项、消失 {gone} 项（当时 {was} 项，现在 {is} 项）",
            "; since {reference} {new} new, {gone} gone ({was} then, {is} now)"
        ));
    }
    let join = |lang| limits.iter().map(|text: &Text| text.get(lang)).collect::<String>();
    Text::new(join(Lang::Zh), join(Lang::En))
}

/// Sheets that were not read although nobody has said so: whoever looks at this line alone must not take them for checked.
fn unread(outcome: &Outcome) -> Text {
    let unread = || outcome.sheets.iter().filter(|reading| reading.is_unread());
    let all = unread().count();
    if all == 0 {
        return Text::same("");
    }
    let names: Vec<String> = unread().take(NAMED).map(|reading| clean_line(&reading.sheet)).collect();
    let more = if all > NAMED { "…" } else { "" };
    let (zh, en, sheets) = (names.join("、"), names.join(", "), count(all, "sheet was", "sheets were"));
    say!("；{all} 张工作表没有读：{zh}{more}", "; {sheets} not read: {en}{more}")
}

/// A project within another, and what its own settings speak of.
fn within(nested: &Within) -> Text {
    let Within { project, outer, settings, in_full } = nested;
    let (project, outer) = (clean_line(project), clean_line(outer));
    let (zh, en) = (settings.join("、"), settings.join(", "));
    let own = if settings.is_empty() {
        say!("没有设置", "without settings")
    } else {
        say!("自有 {zh}", "with its own {en}")
    };
    let (zh, en) = (own.get(Lang::Zh), own.get(Lang::En));
    if *in_full {
        say!("；项目 {project} 在 {outer} 之内，{zh}", "; the project {project} lies within {outer}, {en}")
    } else {
        say!(
            "；项目 {project} 在 {outer} 之内，{zh}，不能放松检查",
            "; the project {project} lies within {outer}, {en}, which lighten nothing"
        )
    }
}

fn total(s: &Summary) -> usize {
    s.violations + s.warnings + s.pending + s.faults
}

fn read(s: &Summary) -> Text {
    let (bodies, files, records, rules) = (s.bodies, s.files, s.records, s.rules);
    let en = [
        count(bodies, "body", "bodies"),
        count(files, "file", "files"),
        count(records, "record", "records"),
        count(rules, "rule", "rules"),
    ];
    Text::new(
        format!("检查了 {bodies} 个单位、{files} 个文件、{records} 条记录、{rules} 条规则"),
        format!("checked {}", en.join(", ")),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;
    use yize_core::check::FailOn;

    #[test]
    fn only_a_clean_check_is_called_passed() {
        let mut outcome = sample::outcome();
        let says = |outcome: &Outcome, fail_on| line(outcome, View::new(Lang::Zh, outcome.exit_code(fail_on)));
        assert_eq!(
            says(&outcome, FailOn::Error),
            "发现 2 项违规、0 项警告，1 项待办，0 项故障；检查了 1 个单位、3 个文件、812 条记录、41 条规则（截至 2026-11-22）"
        );
        assert!(!says(&outcome, FailOn::Never).contains("通过"));

        outcome.findings.push(yize_core::host::NO_SUCH_PATH.finding(say!("没有", "none")));
        assert!(says(&outcome, FailOn::Never).starts_with("未完成检查："));
        outcome.findings = vec![yize_core::host::TOO_LARGE.finding(say!("过大", "too large"))];
        assert!(says(&outcome, FailOn::Error).starts_with("检查不完整："));

        outcome.findings.clear();
        outcome.summary = Summary { files: 1, waived: 2, ..Summary::default() };
        assert!(says(&outcome, FailOn::Error).starts_with("通过，没有发现问题，另有 2 项豁免；"));
        assert!(!line(&outcome, View::new(Lang::Zh, 4)).contains("通过"));
        outcome.summary.warnings = 1;
        assert!(!says(&outcome, FailOn::Error).contains("通过"));
        outcome.summary = Summary::default();
        assert!(!says(&outcome, FailOn::Error).contains("通过"));
    }
}
