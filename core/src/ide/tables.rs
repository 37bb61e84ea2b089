//! All tables of the files of settings, packs and cases, and all options of scripts, with what their keys mean: for references.

use crate::ide::keys;
use crate::keys::{self as read, Keys};
use crate::language::Text;
use crate::schema::constraint::Check;

/// A table of a file, or what a call in a script may say.
///
/// ```
/// use yize_core::Lang;
/// use yize_core::ide::{KeyInfo, TableInfo, tables};
///
/// let tables = tables();
/// let TableInfo { file, keys, .. } = tables.iter().find(|own| own.header == "[parameters.NAME]").expect("a table");
/// let KeyInfo { key, means, required } = &keys[0];
/// assert_eq!((*file, *key, means.get(Lang::Zh), *required), ("pack.toml", "label", "名称", None));
/// let rule = tables.iter().find(|own| own.header == "rule").expect("what a rule says");
/// assert!(rule.keys.iter().any(|own| own.key == "until" && own.required == Some(false)));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableInfo {
    /// The file, such as `pack.toml`; `*.rhai` for scripts.
    pub file: &'static str,
    /// How it is begun, `NAME` standing for any name; nothing at the top of a file. In scripts, the function that is called.
    pub header: String,
    /// Its keys, in the order in which they are offered.
    pub keys: Vec<KeyInfo>,
}

/// A key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyInfo {
    /// Its name.
    pub key: &'static str,
    /// What it means.
    pub means: Text,
    /// Whether it must be there, where that is known here: of the others, JSON Schemas tell it.
    pub required: Option<bool>,
}

/// The tables of files: the file, how each is begun, what it is called among the words, and its keys.
const FILES: &[(&str, &str, &str, Keys)] = &[
    ("yize.toml", "", "settings", read::SETTINGS),
    ("yize.toml", "[[waiver]]", "waiver", read::WAIVER),
    ("yize.toml", "[[ledger]]", "ledger", read::LEDGER),
    ("yize.toml", "[ledger.fixed]", "fixed", read::FIXED),
    ("pack.toml", "", "pack", read::PACK),
    ("pack.toml", "[parameters.NAME]", "parameter", read::PARAMETER),
    ("pack.toml", "[[parameters.NAME.values]]", "value", read::VALUE_SINCE),
    ("pack.toml", "[rules.\"NAME\"]", "level", read::LEVEL),
    ("kinds.toml", "[NAME]", "kind", read::KIND),
    ("kinds.toml", "[NAME.fields.NAME]", "field", read::FIELD),
    ("kinds.toml", "[NAME.fields.NAME.values.NAME]", "field", read::ENUM_VALUE),
    ("kinds.toml", "[NAME.fields.NAME] add", "field", read::AMENDMENT),
    ("kinds.toml", "[NAME.links.NAME]", "link", read::LINK),
    ("kinds.toml", "[NAME.constraints.NAME]", "constraint", read::CONSTRAINT),
    ("kinds.toml", "[NAME.constraints.NAME.when]", "when", read::WHEN),
    ("views.toml", "", "views", read::VIEWS),
    ("views.toml", "[body]", "names", read::NAMES),
    ("views.toml", "[area.NAME]", "area", read::AREA),
    ("views.toml", "[calendar.NAME]", "calendar", read::CALENDAR),
    ("views.toml", "[calendar.NAME.expected]", "expected", read::EXPECTED),
    ("views.toml", "[calendar.NAME.declared]", "declared", read::DECLARED),
    ("views.toml", "[assignment.NAME]", "assignment", read::ASSIGNMENT),
    ("views.toml", "[[assignment.NAME.limits]]", "limit", read::LIMIT),
    ("holidays.toml", "[YEAR]", "holidays", read::HOLIDAYS),
    ("tests/*.toml", "", "cases", read::CASES),
    ("tests/*.toml", "[data]", "data", read::CASE_DATA),
    ("tests/*.toml", "[[case]]", "case", read::CASE),
    ("tests/*.toml", "[[case.change]]", "change", read::CHANGE),
    ("tests/*.toml", "[[case.expect]]", "finding", read::EXPECTED_FINDING),
    ("tests/*.toml", "[[case.cards]]", "card", read::CARD),
];

/// The functions that write lines of schemes and take options.
const LINES: [&str; 9] = ["part", "item", "ratio", "rate", "minimum", "veto", "clear", "adjust", "decide"];

/// What the constraints ask, in Chinese and English; each may have keys of its own.
const CHECKS: [(&str, &str, &str); 15] = [
    ("present", "单位有这类记录，分年度的每年都有", "the body has such records, in each year where they are yearly"),
    ("unique", "没有两条记录的这些字段都相同", "no two records are the same in these fields"),
    ("no_repeat", "列表里没有重复的项", "a list has nothing twice"),
    ("not_blank", "不是空白，也不是只有看不见的字符", "it is not blank, nor signs that nobody sees"),
    ("look_alike", "两条的写法不能看起来一样", "no two are written so that they look alike"),
    ("in_year", "日期在记录的年度之内", "the day is within the record's year"),
    ("not_future", "已经做的事，日期不晚于检查日期", "what was done is not after the day of the check"),
    ("order", "几个日期依次不早于前一个", "days that follow one another are in order"),
    ("workday", "是工作日", "it is a working day"),
    ("in_term", "日期在某人的任期之内", "the day is within somebody's term"),
    ("in_office", "所写的人当天在任", "who is named is in office on that day"),
    ("together", "几个字段要写就都写", "fields are given together or not at all"),
    ("any", "几个字段至少写一个", "at least one of the fields is given"),
    ("excludes", "几个字段只写一个", "only one of the fields is given"),
    ("not_self", "引用的不是它自己", "a record does not refer to itself"),
];

/// Every table, file by file; then what rules, schemes and their lines may say.
#[must_use]
pub fn tables() -> Vec<TableInfo> {
    let of_file = |(file, header, table, all): &(&'static str, &str, &str, Keys)| TableInfo {
        file,
        header: (*header).to_owned(),
        keys: infos(keys::words(table, all.iter().copied()), &[]),
    };
    let mut tables: Vec<TableInfo> = FILES.iter().map(of_file).collect();
    for (header, scheme, must) in [("rule", false, &read::RULE[..]), ("score", true, &read::SCHEME[..])] {
        let keys = infos(keys::of_script(scheme), must);
        tables.push(TableInfo { file: "*.rhai", header: header.to_owned(), keys });
    }
    for line in LINES {
        let keys = infos(keys::of_line(line), &[]);
        tables.push(TableInfo { file: "*.rhai", header: format!("s.{line}"), keys });
    }
    tables
}

fn infos(words: Vec<keys::Key>, must: &[(&str, bool)]) -> Vec<KeyInfo> {
    let info = |(key, zh, en): keys::Key| KeyInfo {
        key,
        means: Text::new(zh, en),
        required: must.iter().find(|(name, _)| *name == key).map(|(_, must)| *must),
    };
    words.into_iter().map(info).collect()
}

/// The kinds of constraints: the word of `check`, what it asks, and the keys that only it has.
///
/// ```
/// let checks = yize_core::ide::checks();
/// let (word, asks, own) = &checks[0];
/// assert_eq!((*word, asks.get(yize_core::Lang::Zh), own.len()), ("present", "单位有这类记录，分年度的每年都有", 2));
/// ```
#[must_use]
pub fn checks() -> Vec<(&'static str, Text, Vec<KeyInfo>)> {
    let asks = |word: &'static str| {
        let (_, zh, en) = CHECKS.iter().find(|(own, ..)| *own == word)?;
        let own = keys::words("constraint", read::of_check(word).iter().copied());
        Some((word, Text::new(*zh, *en), infos(own, &[])))
    };
    Check::WORDS.into_iter().filter_map(asks).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_is_read_is_left_out() {
        assert_eq!(checks().len(), Check::WORDS.len());
        let tables = tables();
        for (_, header, _, all) in FILES {
            let own = tables.iter().find(|own| own.header == *header && own.keys.len() == all.len());
            assert!(own.is_some(), "{header}: a key has no words");
        }
        for line in LINES {
            let own = tables.iter().find(|own| own.header == format!("s.{line}")).expect("a line");
            assert_eq!(own.keys.len(), read::of_line(line).len(), "{line}: an option has no words");
        }
    }
}
