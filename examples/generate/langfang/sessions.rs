//! The consultations of the year: what was planned, what became of it.

use jiff::civil::{Date, date};

use super::super::words::person;

/// A consultation. Its number is that of the year and its place in the plan.
pub struct Session {
    pub id: &'static str,
    pub form: &'static str,
    pub title: &'static str,
    pub held_on: Date,
    /// Who leads it: one of the officials.
    pub lead: usize,
    pub committee: &'static str,
    pub departments: &'static [&'static str],
    pub issued: Issued,
}

/// What the plan said of it when it was issued.
#[derive(Clone, Copy)]
pub enum Issued {
    /// What it was.
    Alike,
    /// Another title, or another month.
    As(&'static str, u8),
    /// Nothing: it was added later.
    Not,
}

impl Session {
    /// The month for which it is planned now.
    pub fn month(&self) -> u8 {
        self.held_on.month().unsigned_abs()
    }

    /// Title and month in the plan as issued.
    pub fn in_plan(&self) -> Option<(&'static str, u8)> {
        match self.issued {
            Issued::Alike => Some((self.title, self.month())),
            Issued::As(title, month) => Some((title, month)),
            Issued::Not => None,
        }
    }
}

/// The official of that number: the chairman and the vice-chairmen. The fourth left office in May.
pub fn lead(n: usize) -> String {
    let office = if n == 0 { "主席" } else { "副主席" };
    format!("{office}{}", person(n * 11 + 4))
}

const fn row(
    id: &'static str,
    form: &'static str,
    title: &'static str,
    held_on: Date,
    lead: usize,
    committee: &'static str,
    departments: &'static [&'static str],
) -> Session {
    Session { id, form, title, held_on, lead, committee, departments, issued: Issued::Alike }
}

/// Those of the plan, in its order. One was put off by a month, one put in another's place, one added.
pub const PLAN: [Session; 15] = [
    row(
        "2026-01",
        "plenary",
        "政府工作报告和国民经济、社会发展计划",
        date(2026, 1, 20),
        0,
        "办公室",
        &["市政府办", "市发改委", "市财政局"],
    ),
    row(
        "2026-02",
        "special_sc",
        "临空经济区产业导入和空港服务",
        date(2026, 6, 25),
        0,
        "经济委",
        &["市发改委", "市商务局", "廊坊临空经济区管委会"],
    ),
    row(
        "2026-03",
        "special_sc",
        "先进制造业集群培育",
        date(2026, 10, 22),
        1,
        "经济委",
        &["市工信局", "市科技局", "市财政局"],
    ),
    row(
        "2026-04",
        "bimonthly",
        "商贸物流枢纽和冷链仓储建设",
        date(2026, 2, 27),
        1,
        "经济委",
        &["市商务局", "市交通运输局"],
    ),
    row(
        "2026-05",
        "bimonthly",
        "普惠性学前教育资源扩充",
        date(2026, 4, 23),
        2,
        "教科卫体委",
        &["市教育局", "市财政局", "市自然资源和规划局"],
    ),
    row(
        "2026-06",
        "bimonthly",
        "家具和板材产业绿色转型",
        date(2026, 6, 11),
        1,
        "人口资源环境委",
        &["市工信局", "市生态环境局", "市市场监管局"],
    ),
    row(
        "2026-07",
        "bimonthly",
        "北三县与北京通州区通勤服务衔接",
        date(2026, 8, 20),
        4,
        "社会法制委",
        &["市交通运输局", "市公安局"],
    ),
    Session {
        issued: Issued::As("大运河香河段旅游通航配套", 10),
        ..row(
            "2026-08",
            "bimonthly",
            "大运河香河段旅游通航配套",
            date(2026, 11, 12),
            2,
            "文化文史委",
            &["市文旅局", "市水利局", "市交通运输局"],
        )
    },
    row(
        "2026-09",
        "bimonthly",
        "地下水超采治理和农业节水",
        date(2026, 12, 10),
        4,
        "农业和农村委",
        &["市水利局", "市农业农村局"],
    ),
    row(
        "2026-10",
        "supervision",
        "农村生活污水治理",
        date(2026, 3, 19),
        3,
        "农业和农村委",
        &["市生态环境局", "市农业农村局"],
    ),
    row(
        "2026-11",
        "supervision",
        "老旧小区改造质量和后续管理",
        date(2026, 5, 14),
        4,
        "社会法制委",
        &["市住建局", "市城管局"],
    ),
    Session {
        issued: Issued::As("市区公共停车设施建设管理", 7),
        ..row(
            "2026-12",
            "supervision",
            "城区防汛排涝设施运行管护",
            date(2026, 7, 16),
            1,
            "人口资源环境委",
            &["市住建局", "市水利局", "市应急管理局"],
        )
    },
    row(
        "2026-13",
        "supervision",
        "柴油货车污染防治",
        date(2026, 9, 10),
        5,
        "人口资源环境委",
        &["市生态环境局", "市公安局", "市交通运输局"],
    ),
    row(
        "2026-14",
        "proposal_handling",
        "居家和社区养老服务方面提案的办理",
        date(2026, 9, 24),
        2,
        "提案委",
        &["市民政局", "市卫健委"],
    ),
    Session {
        issued: Issued::Not,
        ..row(
            "2026-16",
            "proposal_handling",
            "无障碍环境建设方面提案的办理",
            date(2026, 11, 26),
            5,
            "提案委",
            &["市残联", "市住建局", "市自然资源和规划局"],
        )
    },
];

/// What the plan said and was withdrawn.
pub const WITHDRAWN: (&str, &str, &str, u8, &str) =
    ("2026-15", "proposal_handling", "校外培训机构治理方面提案的办理", 11, "提案委");

/// One more, of which the committee for proposals keeps a list of its own.
pub const OTHER: Session = row(
    "2026-17",
    "proposal_handling",
    "食品小作坊监管方面提案的办理",
    date(2026, 10, 29),
    5,
    "提案委",
    &["市市场监管局", "市农业农村局"],
);
