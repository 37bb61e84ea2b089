//! Names and titles to draw from.

/// The 28 sectors of Baoding; Tangshan has two more.
pub const SECTORS: [&str; 30] = [
    "中共",
    "民革",
    "民盟",
    "民建",
    "民进",
    "农工党",
    "九三学社",
    "无党派人士",
    "共青团",
    "工会",
    "妇联",
    "青联",
    "工商联",
    "科协",
    "台联",
    "侨联",
    "文艺",
    "科技",
    "社科",
    "经济",
    "农业",
    "教育",
    "体育",
    "新闻出版",
    "医药卫生",
    "社会福利和社会保障",
    "少数民族",
    "宗教",
    "环境资源",
    "特邀人士",
];

/// Subjects of consultation.
const SUBJECTS: [&str; 30] = [
    "优化营商环境",
    "先进制造业集群建设",
    "县域特色产业提升",
    "科技成果转化",
    "数字经济发展",
    "现代商贸物流",
    "乡村产业振兴",
    "农村人居环境整治",
    "耕地保护和高标准农田建设",
    "水资源节约利用",
    "大气污染防治",
    "白洋淀流域生态保护",
    "城市更新",
    "老旧小区改造",
    "主城区排水系统整治",
    "公共交通服务",
    "城乡义务教育均衡发展",
    "职业教育产教融合",
    "基层医疗卫生服务",
    "中医药传承创新",
    "养老服务体系建设",
    "婴幼儿照护服务",
    "食品安全监管",
    "法治化营商环境",
    "多元化解矛盾纠纷",
    "历史文化保护传承",
    "文旅融合发展",
    "全民健身公共服务",
    "民族团结进步",
    "青年人才引进",
];

/// Departments of a city's government.
const DEPARTMENTS: [&str; 18] = [
    "市发改委",
    "市工信局",
    "市教育局",
    "市科技局",
    "市民政局",
    "市财政局",
    "市人社局",
    "市自然资源和规划局",
    "市生态环境局",
    "市住建局",
    "市交通运输局",
    "市水利局",
    "市农业农村局",
    "市商务局",
    "市文旅局",
    "市卫健委",
    "市市场监管局",
    "市数据和政务服务局",
];

/// Words that tell artificial persons from real ones at a glance.
const STEMS: [&str; 10] = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"];

/// The name of an artificial person: 委员甲0001.
pub fn person(what: &str, number: usize) -> String {
    format!("{what}{}{number:04}", STEMS[(number - 1) % STEMS.len()])
}

/// The `n`-th title; all different for the first ninety.
pub fn title(n: usize) -> String {
    let subject = SUBJECTS[n % SUBJECTS.len()];
    match n / SUBJECTS.len() % 3 {
        0 => format!("推进{subject}"),
        1 => format!("{subject}情况"),
        _ => format!("{subject}中的问题和建议"),
    }
}

/// Two departments that may be asked about the `n`-th title.
pub fn departments(n: usize) -> [&'static str; 2] {
    [DEPARTMENTS[n * 5 % DEPARTMENTS.len()], DEPARTMENTS[(n * 5 + 7) % DEPARTMENTS.len()]]
}
