//! The kinds of records that programs are written for: every type of field, with links and references. Which fields may be
//! absent differs from seed to seed.

use std::fmt::Write as _;

use crate::dice::Dice;

/// The type of a field.
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    Str,
    Int,
    Dec,
    Bool,
    Date,
    Time,
    Period,
    /// Values with their labels.
    Enum(Vec<(String, String)>),
    Ref(String),
    List(Box<Type>),
    Table(Vec<Field>),
}

/// A field.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    pub name: String,
    pub label: String,
    pub ty: Type,
    pub optional: bool,
}

/// A link: the records of a kind that refer to this one by a field.
#[derive(Clone, Debug)]
pub struct Link {
    pub name: String,
    pub label: String,
    pub kind: String,
    pub field: String,
}

/// A kind of records.
#[derive(Clone, Debug)]
pub struct Kind {
    pub name: String,
    pub label: String,
    pub key: Vec<String>,
    pub yearly: bool,
    /// Whether rules of the network may read it.
    pub shared: bool,
    pub fields: Vec<Field>,
    pub links: Vec<Link>,
}

/// All kinds, and the parameters of the pack with their types.
#[derive(Clone, Debug)]
pub struct Schema {
    pub kinds: Vec<Kind>,
    pub parameters: Vec<(String, Type, String)>,
}

impl Kind {
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

impl Schema {
    pub fn kind(&self, name: &str) -> &Kind {
        self.kinds.iter().find(|kind| kind.name == name).expect("a kind")
    }
}

fn field(name: &str, label: &str, ty: Type) -> Field {
    Field { name: name.into(), label: label.into(), ty, optional: false }
}

fn words(of: &[(&str, &str)]) -> Type {
    Type::Enum(of.iter().map(|(name, label)| ((*name).into(), (*label).into())).collect())
}

fn list(of: Type) -> Type {
    Type::List(Box::new(of))
}

fn to(kind: &str) -> Type {
    Type::Ref(kind.into())
}

fn link((name, label): (&str, &str), kind: &str, field: &str) -> Link {
    Link { name: name.into(), label: label.into(), kind: kind.into(), field: field.into() }
}

fn committee() -> Kind {
    let fields = vec![
        field("id", "编号", Type::Str),
        field("name", "名称", Type::Str),
        field("founded", "成立日期", Type::Date),
        field("level", "层级", words(&[("city", "市级"), ("county", "县级"), ("town", "乡级")])),
        field("quota", "名额", Type::Int),
        field("chair", "主任", to("member")),
    ];
    let links = vec![link(("members", "委员们"), "member", "committee")];
    Kind {
        name: "committee".into(),
        label: "专委会".into(),
        key: vec!["id".into()],
        yearly: false,
        shared: false,
        fields,
        links,
    }
}

fn member() -> Kind {
    let table = vec![
        field("phone", "电话", Type::Str),
        field("floor", "楼层", Type::Int),
        field("since", "起始", Type::Date),
        field("grade", "等次", words(&[("good", "优秀"), ("fair", "良好")])),
        field("share", "比例", Type::Dec),
    ];
    let fields = vec![
        field("id", "编号", Type::Str),
        field("name", "姓名", Type::Str),
        field("age", "年龄", Type::Int),
        field("points", "积分", Type::Dec),
        field("active", "在任否", Type::Bool),
        field("joined", "入会日期", Type::Date),
        field("rises", "起床", Type::Time),
        field("term", "任期", Type::Period),
        field("status", "状态", words(&[("active", "在任"), ("left", "离任"), ("leave", "请假")])),
        field("committee", "专委会", to("committee")),
        field("mentor", "导师", to("member")),
        field("tags", "标签", list(Type::Str)),
        field("sectors", "界别", list(words(&[("farm", "农业"), ("trade", "商业"), ("art", "文艺")]))),
        field("scores", "得分", list(Type::Int)),
        field("shares", "份额", list(Type::Dec)),
        field("days", "日子", list(Type::Date)),
        field("peers", "同事", list(to("member"))),
        field("contact", "联系", Type::Table(table)),
    ];
    let links = vec![
        link(("activities", "活动们"), "activity", "member"),
        link(("joint", "共同活动"), "activity", "partners"),
        link(("pupils", "学员"), "member", "mentor"),
    ];
    Kind {
        name: "member".into(),
        label: "委员".into(),
        key: vec!["id".into()],
        yearly: true,
        shared: false,
        fields,
        links,
    }
}

fn activity() -> Kind {
    let fields = vec![
        field("id", "编号", Type::Str),
        field("title", "题目", Type::Str),
        field("member", "委员", to("member")),
        field("partners", "伙伴", list(to("member"))),
        field("when", "时段", Type::Period),
        field("on", "日期", Type::Date),
        field("hours", "小时", Type::Dec),
        field("count", "人数", Type::Int),
        field("form", "形式", words(&[("visit", "走访"), ("meeting", "会议"), ("study", "学习")])),
        field("done", "完成", Type::Bool),
        field("note", "说明", Type::Str),
    ];
    let links = vec![link(("notes", "记录"), "note", "about")];
    Kind {
        name: "activity".into(),
        label: "活动".into(),
        key: vec!["id".into()],
        yearly: true,
        shared: false,
        fields,
        links,
    }
}

fn note() -> Kind {
    let fields = vec![
        field("text", "文字", Type::Str),
        field("about", "关于", to("activity")),
        field("weight", "轻重", Type::Int),
        field("told", "时刻", Type::Time),
    ];
    Kind {
        name: "note".into(),
        label: "便条".into(),
        key: Vec::new(),
        yearly: true,
        shared: false,
        fields,
        links: Vec::new(),
    }
}

fn slot() -> Kind {
    let fields = vec![
        field("number", "号码", Type::Int),
        field("room", "房间", Type::Str),
        field("cost", "费用", Type::Dec),
        field("open", "开放", Type::Bool),
        field("day", "日子", Type::Date),
        field("span", "时段", Type::Period),
        field("state", "情形", words(&[("free", "空"), ("taken", "占")])),
        field("marks", "记号", list(Type::Str)),
    ];
    let key = vec!["number".into(), "year".into()];
    Kind { name: "slot".into(), label: "场次".into(), key, yearly: true, shared: true, fields, links: Vec::new() }
}

/// The schema of a seed. With a `suffix`, every name and label ends with it.
pub fn schema(dice: &mut Dice, suffix: &str) -> Schema {
    let mut kinds = vec![committee(), member(), activity(), note(), slot()];
    for kind in &mut kinds {
        for field in &mut kind.fields {
            field.optional = !kind.key.contains(&field.name) && dice.chance(40);
            if let Type::Table(fields) = &mut field.ty {
                fields.iter_mut().for_each(|field| field.optional = dice.chance(50));
            }
        }
    }
    let parameters = vec![
        ("least", Type::Int, dice.roll(5).to_string()),
        ("share", Type::Dec, format!("0.{}", 1 + dice.roll(9))),
        ("word", Type::Str, "\"visit\"".into()),
        ("start", Type::Date, "2026-03-01".into()),
        ("strict", Type::Bool, if dice.chance(50) { "true" } else { "false" }.into()),
        ("steps", list(Type::Int), "[1, 2, 3]".into()),
    ];
    let parameters = parameters.into_iter().map(|(name, ty, text)| (name.to_owned(), ty, text)).collect();
    let mut schema = Schema { kinds, parameters };
    rename(&mut schema, suffix);
    schema
}

/// Gives every name and label an ending. The names by which a record is called stay.
fn rename(schema: &mut Schema, suffix: &str) {
    let end = |name: &mut String| {
        if !matches!(name.as_str(), "name" | "title" | "year") {
            name.push_str(suffix);
        }
    };
    for kind in &mut schema.kinds {
        end(&mut kind.name);
        end(&mut kind.label);
        kind.key.iter_mut().for_each(end);
        kind.fields.iter_mut().for_each(|field| rename_field(field, &end));
        for link in &mut kind.links {
            [&mut link.name, &mut link.label, &mut link.kind, &mut link.field].into_iter().for_each(end);
        }
    }
    for (name, ..) in &mut schema.parameters {
        end(name);
    }
}

fn rename_type(of: &mut Type, end: &dyn Fn(&mut String)) {
    match of {
        Type::Ref(kind) => end(kind),
        Type::List(of) => rename_type(of, end),
        Type::Table(fields) => fields.iter_mut().for_each(|field| rename_field(field, end)),
        Type::Enum(values) => values.iter_mut().for_each(|(name, label)| {
            end(name);
            end(label);
        }),
        _ => {}
    }
}

fn rename_field(field: &mut Field, end: &dyn Fn(&mut String)) {
    end(&mut field.name);
    end(&mut field.label);
    rename_type(&mut field.ty, end);
}

/// `kinds.toml`
pub fn kinds(schema: &Schema) -> String {
    let mut text = String::new();
    for kind in &schema.kinds {
        let _ = writeln!(text, "[{}]\nlabel = \"{}\"\nen = \"{}\"", kind.name, kind.label, kind.name);
        if !kind.key.is_empty() {
            let _ = writeln!(text, "key = {:?}", kind.key);
        }
        if !kind.yearly {
            text.push_str("yearly = false\n");
        }
        if kind.shared {
            text.push_str("shared = true\n");
        }
        let _ = writeln!(text, "[{}.fields]", kind.name);
        for field in &kind.fields {
            let _ = writeln!(text, "{} = {}", field.name, declared(field));
        }
        if !kind.links.is_empty() {
            let _ = writeln!(text, "[{}.links]", kind.name);
        }
        for Link { name, label, kind, field } in &kind.links {
            let _ = writeln!(
                text,
                "{name} = {{ kind = \"{kind}\", field = \"{field}\", label = \"{label}\", en = \"{name}\" }}"
            );
        }
    }
    text
}

fn declared(field: &Field) -> String {
    let optional = if field.optional { ", optional = true" } else { "" };
    format!("{{ {}, label = \"{}\", en = \"{}\"{optional} }}", typed(&field.ty), field.label, field.name)
}

fn typed(ty: &Type) -> String {
    match ty {
        Type::Str => "type = \"string\"".into(),
        Type::Int => "type = \"integer\"".into(),
        Type::Dec => "type = \"decimal\"".into(),
        Type::Bool => "type = \"bool\"".into(),
        Type::Date => "type = \"date\"".into(),
        Type::Time => "type = \"time\"".into(),
        Type::Period => "type = \"period\"".into(),
        Type::Enum(values) => format!("type = \"enum\", values = {{ {} }}", labelled(values)),
        Type::Ref(kind) => format!("type = \"ref\", to = \"{kind}\""),
        Type::List(of) => match &**of {
            Type::Ref(kind) => format!("type = \"list\", of = \"ref\", to = \"{kind}\""),
            Type::Enum(values) => format!("type = \"list\", of = \"enum\", values = {{ {} }}", labelled(values)),
            of => format!("type = \"list\", of = {}", typed(of).trim_start_matches("type = ")),
        },
        Type::Table(fields) => {
            let fields: Vec<String> =
                fields.iter().map(|field| format!("{} = {}", field.name, declared(field))).collect();
            format!("type = \"table\", fields = {{ {} }}", fields.join(", "))
        }
    }
}

fn labelled(values: &[(String, String)]) -> String {
    values.iter().map(|(name, label)| format!("{name} = \"{label}\"")).collect::<Vec<_>>().join(", ")
}

/// `pack.toml`
pub fn manifest(schema: &Schema) -> String {
    let mut text =
        "id = \"probe\"\ntitle = \"探\"\nversion = \"1\"\nyize = \"0.2\"\nbodies = [\"alpha\", \"beta\"]\n".to_owned();
    for (name, _, value) in &schema.parameters {
        let _ = write!(text, "[parameters.{name}]\nlabel = \"{name}\"\nvalue = {value}\n");
    }
    text
}

/// Days off, with their names, and working days at weekends, of the two years that the calendar knows.
pub const OFF: [(&str, &str); 6] = [
    ("2025-12-31", "年末"),
    ("2026-01-01", "元旦"),
    ("2026-01-02", "元旦"),
    ("2026-03-02", "春节"),
    ("2026-03-03", "春节"),
    ("2026-06-19", "端午节"),
];
pub const WORK: [&str; 2] = ["2026-01-04", "2026-02-28"];

/// `holidays.toml`
pub fn holidays() -> String {
    let mut text = String::new();
    for year in ["2025", "2026"] {
        let off = OFF.iter().filter(|(day, _)| day.starts_with(year));
        let off: Vec<String> = off.map(|(day, name)| format!("\"{day}\" = \"{name}\"")).collect();
        let work: Vec<&str> = WORK.iter().copied().filter(|day| day.starts_with(year)).collect();
        let _ = writeln!(text, "[{year}]\nnotice = \"探\"\noff = {{ {} }}\nwork = {work:?}", off.join(", "));
    }
    text
}
