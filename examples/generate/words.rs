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

/// Family names.
const FAMILIES: &str = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章\
    云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄";

/// Given names that nobody takes for a real person's: solar terms, hills and weather.
const GIVEN: [&str; 60] = [
    "立春", "雨水", "惊蛰", "春分", "清明", "谷雨", "立夏", "小满", "芒种", "夏至", "小暑", "大暑", "立秋", "处暑",
    "白露", "秋分", "寒露", "霜降", "立冬", "小雪", "大雪", "冬至", "小寒", "大寒", "长风", "晴川", "松涛", "竹韵",
    "麦收", "海月", "江月", "云帆", "远山", "平野", "初晴", "晚晴", "新雨", "朝霞", "晚霞", "星河", "溪桥", "石桥",
    "柳岸", "荷塘", "梅岭", "桃源", "兰舟", "菊圃", "芦花", "槐荫", "榆林", "枣园", "梨园", "稻香", "豆蔻", "茶山",
    "渔歌", "牧野", "樵风", "耕云",
];

/// The name of the `n`-th invented person, counting from 0: all different for the first 5,760.
pub fn person(n: usize) -> String {
    let families: Vec<char> = FAMILIES.chars().collect();
    let (family, round) = (n * 37 % families.len(), n / families.len());
    format!("{}{}", families[family], GIVEN[(n * 7 + round) % GIVEN.len()])
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
