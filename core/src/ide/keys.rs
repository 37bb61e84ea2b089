//! The keys of the files of settings, with what they mean.

use crate::keys::{self, Keys};
use crate::schema::constraint::Check;

/// A key: its name, and what it means in Chinese and English.
pub(super) type Key = (&'static str, &'static str, &'static str);

/// What keys mean; those that mean something else in some table are there with it: `table.key`.
const WORDS: &[Key] = &[
    ("about", "大约多少：参数的名称", "about how many: a parameter"),
    ("actor", "责任者：person（人）或 unit（机构）", "who acts: `person` or `unit`"),
    ("add", "另加的值", "values that are added"),
    ("approved_by", "批准人", "who decided"),
    ("area", "工作领域", "areas of work"),
    ("as_of", "截至日期", "the day as of which it is judged"),
    ("assignment", "人员安排", "assignments of people"),
    ("at", "在哪里：字段和值", "where: fields and values"),
    ("at_best", "达不到时最高的等次", "the best grade where it is not met"),
    ("bands", "等次", "grades, each from so many points"),
    ("base", "基础分", "the points from which it starts"),
    ("basis", "依据", "what it rests on"),
    ("bodies", "管辖哪些单位", "the bodies that it governs"),
    ("body", "单位", "the body"),
    ("bonus", "是否附加分", "whether it is on top"),
    ("by", "到哪一天为止：月和日", "by which day: month and day"),
    ("calendar", "日程", "calendars"),
    ("cards", "应当得出的积分卡", "the cards that should come"),
    ("case", "用例", "cases"),
    ("change", "对数据的改动", "what is changed in the data"),
    ("check", "约束的种类", "what is checked"),
    ("clashes", "同一天有两次时提示", "whether two on one day clash"),
    ("columns", "各列是什么字段", "which fields the columns are"),
    ("constraints", "约束", "constraints"),
    ("count", "按哪个字段计数", "the field by which they are counted"),
    ("counter", "量词", "the word with which records are counted"),
    ("covers", "对应的条目", "what it covers"),
    ("data", "数据", "the data"),
    ("day", "所记之事的日期字段", "the field with the day of what it tells of"),
    ("declared", "记录里写明的次数", "how many records say there should be"),
    ("empty", "可以没有数据", "that there may be no data"),
    ("en", "英文名称", "its English name"),
    ("entered", "加入日期的字段", "the field with the day of entry"),
    ("expect", "应当出现的问题", "the findings that should come"),
    ("expected", "参数里写明的次数", "how many a parameter says there should be"),
    ("explain", "说明", "what it asks, in full"),
    ("extends", "继承哪些规则包", "the packs that it extends"),
    ("field", "字段", "the field"),
    ("fields", "字段", "its fields"),
    ("file", "文件", "the file"),
    ("find", "数据里的原文", "a text of the data"),
    ("fixed", "全部记录共有的单位和年度", "the body and year of all records"),
    ("follow", "链接可以指到项目以外", "links may lead out of the project"),
    ("form", "形式的字段", "the field with the form"),
    ("forms", "形式", "the forms"),
    ("from", "从哪一天起", "from which day on"),
    ("grade", "等次", "the grade"),
    ("groups", "分组排名的字段", "the field by whose values it ranks apart"),
    ("held", "表明已经举行的字段", "the field that says it was held"),
    ("id", "包名，与文件夹同名", "the pack's id, as its folder is called"),
    ("ignore", "不作为数据读取的文件", "files that are no data"),
    ("incomplete", "积分卡不完整", "that the card is incomplete"),
    ("is", "字段的值", "the values of the field"),
    ("key", "编号由哪些字段组成", "the fields that make its key"),
    ("kind", "记录类别", "the kind of records"),
    ("keys", "公钥：规则包文件须由其中一个签名", "public keys: one of them must have signed each pack file"),
    ("kinds", "记录类别", "kinds of records"),
    ("label", "名称", "what people call it"),
    ("ledger", "台账的工作表怎样读", "how sheets of workbooks are read"),
    ("left", "离开日期的字段", "the field with the day of leaving"),
    ("limits", "人数限制", "limits"),
    ("line", "计分的各行", "lines of the card"),
    ("links", "反向的引用", "links back"),
    ("local", "本地的理解", "what is a local reading"),
    ("max", "最大值", "the most"),
    ("may_warn", "可以只报警告", "that it may warn"),
    ("message", "消息", "the message"),
    ("min", "最小值", "the least"),
    ("mix", "构成比例的字段", "the fields whose mix is shown"),
    ("name", "名称", "the name"),
    ("note", "说明", "a note"),
    ("notice", "放假通知", "the notice"),
    ("of", "列表的元素；约束所看的记录", "what a list holds; the records that it looks at"),
    ("off", "停用；休息日", "switched off; days off"),
    ("on", "对哪类记录", "the kind of records"),
    ("only", "只运行哪些规则", "the rules that are run"),
    ("optional", "可以不填", "that it may be absent"),
    ("parameter", "参数", "the parameter"),
    ("packs", "规则包文件", "pack files"),
    ("parameters", "参数", "parameters"),
    ("pattern", "格式", "the pattern"),
    ("points", "得分", "the points"),
    ("projects", "其中各自完整生效的项目", "projects within it that count in full"),
    ("prorata", "按在任时间折算的日期字段", "the days by which points are in proportion to the time served"),
    ("put", "换成什么", "what is put in its place"),
    ("quota", "等次的名额", "how many may have a grade"),
    ("rank", "名次", "the rank"),
    ("rank_by", "同分时按什么排名", "what ranks those of the same points"),
    ("reason", "理由", "why"),
    ("record", "记录（类别/编号）", "the record (kind/key)"),
    ("round", "保留几位小数", "decimals that are kept"),
    ("rule", "规则", "the rule"),
    ("rules", "规则", "rules"),
    ("scheme", "计分办法", "the scheme"),
    ("severities", "规则的严重程度", "other severities of rules"),
    ("severity", "严重程度：error 或 warning", "error or warning"),
    ("share", "按比例", "that it is a share"),
    ("shared", "各单位之间是否互相看见", "whether bodies show them one another"),
    ("sheet", "工作表", "the sheets"),
    ("short", "没有达到的要求", "what it falls short of"),
    ("since", "从哪一天起施行", "the first day on which it holds"),
    ("status", "状态", "the status"),
    ("term", "任期的起止字段", "the fields with the first and last day of a term"),
    ("text", "数据的文字", "the text of the data"),
    ("time_zone", "按哪个时区算日期", "the time zone whose days count"),
    ("title", "标题", "the title"),
    ("to", "引用哪类记录", "the kind that it refers to"),
    ("top", "取前几名", "how many of the first count"),
    ("type", "类型", "the type"),
    ("unique", "不能重复", "that no two are the same"),
    ("unless", "例外的字段", "the field that excepts a record"),
    ("until", "到哪一天为止", "the last day on which it holds"),
    ("value", "值", "its value"),
    ("values", "可用的值", "its values"),
    ("version", "版本", "the version"),
    ("waiver", "经批准暂不改正的一项", "what is excused for a time"),
    ("waivers", "豁免另外登记的文件", "files in which waivers are kept"),
    ("when", "什么时候", "when"),
    ("who", "责任者的字段", "the fields that name who answers"),
    ("within", "可以相差多少：参数的名称", "how far it may be off: a parameter"),
    ("work", "调休的工作日", "days of rest that are worked"),
    ("year", "年度", "the year"),
    ("yearly", "记录是否按年度", "whether its records belong to a year"),
    ("yize", "为哪一版 yize 的语言写成", "the version of yize whose language it is written in"),
    ("assignment.kind", "安排的记录类别", "the kind whose records are assigned"),
    ("assignment.to", "安排到哪里的字段", "the field that says to what"),
    ("constraint.on", "按哪一天的字段", "the field with the day"),
    ("constraint.to", "到哪一天为止", "until which day"),
    ("kind.name", "人们用哪个字段称呼它", "the field by which people call its records"),
    ("ledger.kind", "记录类别；不读的写 false", "the kind of its records; `false` to leave it alone"),
    ("limit.who", "限制谁：字段和值", "whom it limits: fields and values"),
    ("pack.rules", "继承来的规则的严重程度，或停用", "other levels of inherited rules"),
    ("parameter.values", "各时期的值", "its values over time"),
    ("scheme.extends", "在哪个计分办法上改", "the scheme that it changes"),
    ("scheme.on", "给哪类记录计分", "the kind of records that it scores"),
    ("settings.data", "数据文件的模式", "patterns of the data files"),
    ("settings.rules", "规则包的文件夹", "folders of packs"),
    ("waiver.at", "豁免哪条记录（类别/编号）", "the record (kind/key)"),
    ("waiver.rule", "豁免哪条规则", "the rule that is waived"),
];

/// Keys of a table, by what it is called among [`WORDS`].
pub(super) fn words(table: &str, all: impl IntoIterator<Item = &'static str>) -> Vec<Key> {
    let word = |key: &'static str| {
        let own = WORDS.iter().find(|(name, ..)| name.split_once('.') == Some((table, key)));
        let (_, zh, en) = own.or_else(|| WORDS.iter().find(|(name, ..)| *name == key))?;
        Some((key, *zh, *en))
    };
    all.into_iter().filter_map(word).collect()
}

/// What a rule says of itself, or a scheme.
pub(super) fn of_script(scheme: bool) -> Vec<Key> {
    if scheme {
        words("scheme", keys::SCHEME.map(|(key, _)| key))
    } else {
        words("rule", keys::RULE.map(|(key, _)| key))
    }
}

/// The keys that may stand under a header of a file of settings; none for data.
pub(super) fn of(path: &str, header: &str) -> Option<Vec<Key>> {
    let (table, all) = table(path, header)?;
    let own = (table == "constraint").then(|| {
        let own = Check::WORDS.iter().flat_map(|check| keys::of_check(check)).copied();
        own.collect::<std::collections::BTreeSet<_>>()
    });
    Some(words(table, all.iter().copied().chain(own.into_iter().flatten())))
}

/// What stands under a header of a file of settings: what it is called, and its keys.
fn table(path: &str, header: &str) -> Option<(&'static str, Keys)> {
    let file = path.rsplit('/').next().unwrap_or(path);
    let parts: Vec<&str> = header.split('.').filter(|part| !part.is_empty()).map(str::trim).collect();
    Some(match (file, parts.as_slice()) {
        ("yize.toml", []) => ("settings", keys::SETTINGS),
        ("waivers.toml", []) => ("waivers", keys::WAIVERS),
        ("yize.toml" | "waivers.toml", ["waiver"]) => ("waiver", keys::WAIVER),
        ("yize.toml", ["packs"]) => ("packs", keys::PACKS),
        ("yize.toml", ["ledger"]) => ("ledger", keys::LEDGER),
        ("yize.toml", ["ledger", "fixed"]) => ("fixed", keys::FIXED),
        ("pack.toml", []) => ("pack", keys::PACK),
        ("pack.toml", ["parameters", _]) => ("parameter", keys::PARAMETER),
        ("pack.toml", ["parameters", _, "values"]) => ("value", keys::VALUE_SINCE),
        ("pack.toml", ["rules", _]) => ("level", keys::LEVEL),
        ("kinds.toml", [_]) => ("kind", keys::KIND),
        // Names of the fields of a table, and of the values of an enum.
        ("kinds.toml", [_, "fields", _, .., "fields" | "values"]) => ("names", &[]),
        ("kinds.toml", [_, "fields", _, ..]) => ("field", keys::FIELD),
        ("kinds.toml", [_, "links", _]) => ("link", keys::LINK),
        ("kinds.toml", [_, "constraints", _]) => ("constraint", keys::CONSTRAINT),
        ("kinds.toml", [_, "constraints", _, "when"]) => ("when", keys::WHEN),
        ("views.toml", []) => ("views", keys::VIEWS),
        ("views.toml", ["body"]) => ("names", keys::NAMES),
        ("views.toml", ["area", _]) => ("area", keys::AREA),
        ("views.toml", ["calendar", _]) => ("calendar", keys::CALENDAR),
        ("views.toml", ["calendar", _, "expected"]) => ("expected", keys::EXPECTED),
        ("views.toml", ["calendar", _, "declared"]) => ("declared", keys::DECLARED),
        ("views.toml", ["assignment", _]) => ("assignment", keys::ASSIGNMENT),
        ("views.toml", ["assignment", _, "limits"]) => ("limit", keys::LIMIT),
        ("holidays.toml", [_]) => ("holidays", keys::HOLIDAYS),
        ("yize.toml" | "waivers.toml" | "pack.toml" | "kinds.toml" | "views.toml" | "holidays.toml", _) => {
            ("names", &[])
        }
        // Below a folder of tests there are data.
        _ if path.rsplit('/').nth(1) != Some("tests") => return None,
        (_, []) => ("cases", keys::CASES),
        (_, ["data"]) => ("data", keys::CASE_DATA),
        (_, ["case"]) => ("case", keys::CASE),
        (_, ["case", "change"]) => ("change", keys::CHANGE),
        (_, ["case", "expect"]) => ("finding", keys::EXPECTED_FINDING),
        (_, ["case", "cards"]) => ("card", keys::CARD),
        _ => ("names", &[]),
    })
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::check::Request;
    use crate::files::Memory;
    use crate::language::Lang;

    /// What the loaders say of files of packs and settings.
    fn told(files: &[(&str, String)]) -> Vec<String> {
        let mut memory = Memory::default();
        let plain = [
            ("p/rules/a/pack.toml", "id = \"a\"\ntitle = \"包\"\nversion = \"1\"\nbodies = [\"b\"]\n"),
            ("p/yize.toml", "rules = [\"rules\"]\n"),
        ];
        for (path, text) in plain.iter().map(|(path, text)| (*path, (*text).to_owned())).chain(files.iter().cloned()) {
            memory = memory.with(path, text);
        }
        let day = jiff::civil::date(2026, 12, 31);
        let request = Request { allow_empty: true, ..Request::new(vec![PathBuf::from("p")], day) };
        let mut findings = crate::check::check(&memory, &request, &()).findings;
        findings.extend(crate::cases::test(&memory, &request, &crate::cases::Selection::default(), &()).findings);
        findings.iter().map(|finding| finding.message.get(Lang::En).to_owned()).collect()
    }

    #[test]
    fn every_key_that_is_offered_is_one_that_is_read() {
        let files = [
            ("p/yize.toml", "", ["", "waiver", "ledger", "ledger.fixed"].as_slice()),
            ("p/rules/a/pack.toml", "", &["", "parameters.n", "parameters.n.values", "rules.x"]),
            (
                "p/rules/a/kinds.toml",
                "",
                &["thing", "thing.fields.f", "thing.links.l", "thing.constraints.c", "thing.constraints.c.when"],
            ),
            (
                "p/rules/a/views.toml",
                "",
                &[
                    "",
                    "body",
                    "area.x",
                    "calendar.x",
                    "calendar.x.expected",
                    "calendar.x.declared",
                    "assignment.x",
                    "assignment.x.limits",
                ],
            ),
            ("p/rules/a/holidays.toml", "", &["2026"]),
            (
                "p/rules/a/tests/t.toml",
                "data.as_of = 2026-12-31\n",
                &["", "data", "case", "case.change", "case.expect", "case.cards"],
            ),
        ];
        for (path, _, headers) in files {
            for header in headers {
                let offered = of(path, header).expect("a file of settings");
                assert!(!offered.is_empty(), "{path} [{header}]");
                for (key, ..) in offered.into_iter().chain([("no_such", "", "")]) {
                    let many = matches!(
                        *header,
                        "waiver"
                            | "ledger"
                            | "parameters.n.values"
                            | "assignment.x.limits"
                            | "case"
                            | "case.change"
                            | "case.expect"
                            | "case.cards"
                    );
                    let check = Check::WORDS.iter().find(|check| keys::of_check(check).contains(&key));
                    let mut text = match *header {
                        "" => String::new(),
                        header if many => format!("[[{header}]]\n"),
                        header => format!("[{header}]\n"),
                    };
                    if header.starts_with("case.") {
                        text = format!("[[case]]\nname = \"x\"\nexpect = []\n{text}")
                            .replace("expect = []\n[[case.expect]]", "[[case.expect]]");
                    }
                    if header.starts_with("case") {
                        text = format!("[data]\nas_of = 2026-12-31\n{text}");
                    }
                    if header.starts_with("ledger.") {
                        text = format!("[[ledger]]\nfile = \"x.xlsx\"\n{text}");
                    }
                    if header.ends_with(".when") {
                        text = format!("[thing.constraints.c]\ncheck = \"together\"\n{text}");
                    } else if *header == "thing.constraints.c" && key != "check" {
                        let check = check.map_or("unique", |check| *check);
                        text = format!("{text}check = \"{check}\"\n");
                    }
                    if path.ends_with("pack.toml") && !header.is_empty() {
                        text = format!("id = \"a\"\ntitle = \"包\"\nversion = \"1\"\n{text}");
                    } else if path.ends_with("pack.toml") && key != "id" {
                        text += "id = \"a\"\n";
                    } else if path.ends_with("yize.toml") && key != "rules" {
                        text = format!("rules = [\"rules\"]\n{text}");
                    }
                    text = format!("{text}{key} = 1\n");
                    let told = told(&[(path, text.clone())]);
                    let unknown = told.iter().any(|message| *message == format!("unknown key `{key}`"));
                    assert_eq!(unknown, key == "no_such", "{path}\n{text}\n{told:?}");
                }
            }
        }
    }

    #[test]
    fn every_key_that_is_read_is_offered_with_its_meaning() {
        let tables: &[(&str, Keys)] = &[
            ("pack", keys::PACK),
            ("parameter", keys::PARAMETER),
            ("value", keys::VALUE_SINCE),
            ("level", keys::LEVEL),
            ("kind", keys::KIND),
            ("field", keys::FIELD),
            ("link", keys::LINK),
            ("constraint", keys::CONSTRAINT),
            ("when", keys::WHEN),
            ("views", keys::VIEWS),
            ("names", keys::NAMES),
            ("area", keys::AREA),
            ("calendar", keys::CALENDAR),
            ("expected", keys::EXPECTED),
            ("declared", keys::DECLARED),
            ("assignment", keys::ASSIGNMENT),
            ("limit", keys::LIMIT),
            ("holidays", keys::HOLIDAYS),
            ("settings", keys::SETTINGS),
            ("packs", keys::PACKS),
            ("waivers", keys::WAIVERS),
            ("waiver", keys::WAIVER),
            ("ledger", keys::LEDGER),
            ("fixed", keys::FIXED),
            ("cases", keys::CASES),
            ("data", keys::CASE_DATA),
            ("case", keys::CASE),
            ("change", keys::CHANGE),
            ("finding", keys::EXPECTED_FINDING),
            ("card", keys::CARD),
        ];
        let own = Check::WORDS.map(|check| ("constraint", keys::of_check(check)));
        for (table, all) in tables.iter().copied().chain(own) {
            assert_eq!(words(table, all.iter().copied()).len(), all.len(), "{table}: {all:?}");
        }
        assert_eq!((of_script(false).len(), of_script(true).len()), (keys::RULE.len(), keys::SCHEME.len()));
    }
}
