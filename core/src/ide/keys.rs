//! The keys of the files of settings, with what they mean.

/// A key: its name, and what it means in Chinese and English.
pub(super) type Key = (&'static str, &'static str, &'static str);

const PROJECT: &[Key] = &[
    ("data", "数据文件的模式", "patterns of the data files"),
    ("rules", "规则包的文件夹", "folders of packs"),
    ("projects", "其中各自完整生效的项目", "projects within it that count in full"),
    ("time_zone", "按哪个时区算日期", "the time zone whose days count"),
    ("follow", "链接可以指到项目以外", "links may lead out of the project"),
    ("waivers", "豁免另外登记的文件", "files in which waivers are kept"),
    ("ledger", "台账的工作表怎样读", "how sheets of workbooks are read"),
    ("waiver", "经批准暂不改正的一项", "what is excused for a time"),
    ("severity", "规则的严重程度", "other severities of rules"),
];

const WAIVER: &[Key] = &[
    ("rule", "豁免哪条规则", "the rule that is waived"),
    ("at", "豁免哪条记录（类别/编号）", "the record (kind/key)"),
    ("body", "哪个单位", "the body"),
    ("field", "哪个字段", "the field"),
    ("reason", "理由", "why"),
    ("approved_by", "批准人", "who decided"),
    ("until", "截止日期", "the last day"),
];

const PACK: &[Key] = &[
    ("id", "包名，与文件夹同名", "the pack's id, as its folder is called"),
    ("title", "标题", "title"),
    ("version", "版本", "version"),
    ("yize", "为哪一版 yize 的语言写成", "the version of yize whose language it is written in"),
    ("extends", "继承哪些规则包", "the packs that it extends"),
    ("bodies", "管辖哪些单位", "the bodies that it governs"),
    ("since", "从哪一天起施行", "the first day on which it holds"),
    ("until", "到哪一天为止", "the last day on which it holds"),
    ("parameters", "参数", "parameters"),
    ("rules", "继承来的规则的严重程度，或停用", "other levels of inherited rules"),
];

const PARAMETER: &[Key] = &[
    ("label", "名称", "what people call it"),
    ("value", "值", "its value"),
    ("values", "各时期的值", "its values over time"),
    ("basis", "依据", "what it rests on"),
    ("local", "是本地的理解", "that it is a local reading"),
    ("note", "说明", "a note"),
    ("since", "从哪一天起", "from which day on"),
];

const KIND: &[Key] = &[
    ("label", "名称", "what people call it"),
    ("en", "英文名称", "its English name"),
    ("key", "编号由哪些字段组成", "the fields that make its key"),
    ("yearly", "记录是否按年度", "whether its records belong to a year"),
    ("shared", "各单位之间是否互相看见", "whether bodies show them one another"),
    ("counter", "量词", "the word with which records are counted"),
    ("name", "人们用哪个字段称呼它", "the field by which people call its records"),
    ("fields", "字段", "its fields"),
    ("links", "反向的引用", "links back"),
    ("constraints", "约束", "constraints"),
];

const CASES: &[Key] = &[
    ("name", "案例的名称", "the case's name"),
    ("covers", "对应的条目", "what it covers"),
    ("change", "对数据的改动", "what is changed in the data"),
    ("expect", "应当出现的问题", "the findings that should come"),
    ("as_of", "截至日期", "the day as of which it is judged"),
    ("data", "案例的数据", "the data of the case"),
    ("rule", "规则", "the rule"),
    ("record", "记录（类别/编号）", "the record (kind/key)"),
    ("message", "消息", "the message"),
];

/// The keys that may stand under a header of a file of settings; none for data.
pub(super) fn of(path: &str, header: &str) -> Option<&'static [Key]> {
    let file = path.rsplit('/').next().unwrap_or(path);
    Some(match (file, header) {
        ("yize.toml", "waiver") => WAIVER,
        ("yize.toml", "") => PROJECT,
        ("pack.toml", "") => PACK,
        ("pack.toml", name) if name.starts_with("parameters") => PARAMETER,
        ("kinds.toml", name) if !name.is_empty() && !name.contains('.') => KIND,
        ("yize.toml" | "pack.toml" | "kinds.toml" | "views.toml" | "holidays.toml", _) => &[],
        _ if path.contains("/tests/") => CASES,
        _ => return None,
    })
}
