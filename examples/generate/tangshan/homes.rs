//! The members' homes of the eight units: a theme and one or more activities each month.

use jiff::civil::{Date, Weekday, date};

use super::super::calendar::{is_holiday, is_workday, month, workday};
use super::super::draw::Draw;
use super::super::toml::{Doc, quoted};
use super::UNITS;

/// The themes of each unit's home, month by month.
const THEMES: [[&str; 12]; 8] = [
    [
        "走访慰问老委员",
        "学习全会精神",
        "委员读书",
        "直通车建言",
        "机关开放",
        "学习党的历史",
        "联系基层政协",
        "委员培训",
        "同心联谊",
        "国庆座谈",
        "履职交流",
        "年终述职",
    ],
    [
        "提案选题",
        "提案撰写辅导",
        "提案交办对接",
        "提案办理面对面",
        "重点提案督办",
        "优秀提案交流",
        "提案办理回头看",
        "提案线索征集",
        "提案进社区",
        "民生提案恳谈",
        "提案办理评议",
        "提案工作总结",
    ],
    [
        "稳岗招工",
        "送政策进企业",
        "项目服务",
        "金融进园区",
        "民企恳谈",
        "绿色转型",
        "港口经济",
        "商贸消费",
        "质量提升",
        "数字赋能",
        "诚信经营",
        "企业家座谈",
    ],
    [
        "年货进城",
        "备春耕服务",
        "春耕农技指导",
        "果树管护",
        "农机安全",
        "三夏帮扶",
        "防汛安全",
        "农产品直播",
        "丰收节活动",
        "秋粮收购服务",
        "农村电商培训",
        "冬闲农技课堂",
    ],
    [
        "清洁取暖走访",
        "湿地保护",
        "义务植树",
        "世界地球日",
        "生物多样性",
        "世界环境日",
        "河道巡护",
        "垃圾分类",
        "无废城市",
        "矿山复绿",
        "节水宣传",
        "空气质量恳谈",
    ],
    [
        "健康义诊",
        "开学安全",
        "学雷锋助学",
        "科技进校园",
        "全民健身",
        "控烟和儿童安全",
        "暑期助学",
        "体质监测",
        "教师节慰问",
        "敬老义诊",
        "科普讲座",
        "冬季防病",
    ],
    [
        "走访困难职工",
        "就业援助",
        "妇女权益",
        "法治宣传",
        "青年创业",
        "关爱儿童",
        "社区议事",
        "民族团结",
        "法律咨询",
        "敬老助老",
        "消防安全",
        "宪法宣传",
    ],
    [
        "写春联送祝福",
        "非遗过大年",
        "书香读书",
        "文史资料征集",
        "博物馆日",
        "端午诗会",
        "红色足迹",
        "抗震精神宣讲",
        "中秋雅集",
        "重阳书画",
        "评剧进社区",
        "文史交流",
    ],
];

/// How a theme is carried out.
const WAYS: [&str; 8] =
    ["主题活动", "主题座谈会", "主题交流会", "主题沙龙", "主题志愿服务", "主题接待日", "主题讲座", "主题走访"];

/// Themes and activities of all homes.
pub fn file() -> (String, String) {
    let mut doc = Doc::new("委员之家：一月一主题，月月有活动。", "tangshan", true);
    for (unit, (_, name)) in UNITS.iter().enumerate() {
        for at in 1..=12u8 {
            let theme = THEMES[unit][usize::from(at) - 1];
            doc.record("home_theme", &[("committee", quoted(name)), ("month", month(at)), ("title", quoted(theme))]);
            for (title, day) in activities(unit, at, theme) {
                doc.record(
                    "home_activity",
                    &[("committee", quoted(name)), ("date", day.to_string()), ("title", quoted(&title))],
                );
            }
        }
    }
    doc.file("homes.toml")
}

/// The activities of a month: one, and in every fourth month, but for that of the Spring Festival, a second one on a
/// Saturday, when people have time.
fn activities(unit: usize, at: u8, theme: &str) -> Vec<(String, Date)> {
    let draw = Draw::new("tangshan home").of(unit * 12 + usize::from(at));
    let way = draw.below(WAYS.len());
    let mut all = vec![(format!("{theme}{}", WAYS[way]), workday(at, 3 + draw.of(1).below(10)))];
    if at != 2 && draw.of(2).chance(25) {
        all.extend(free_saturday(at).map(|day| (format!("{theme}{}", WAYS[(way + 3) % WAYS.len()]), day)));
    }
    all
}

/// The last Saturday of a month that is an ordinary day off.
fn free_saturday(at: u8) -> Option<Date> {
    let month = date(2026, i8::try_from(at).expect("a month"), 1);
    (20..=month.days_in_month())
        .rev()
        .map(|day| date(2026, month.month(), day))
        .find(|day| day.weekday() == Weekday::Saturday && !is_workday(*day) && !is_holiday(*day))
}

/// Activities of homes in which members take part: title and day.
pub fn held() -> impl Iterator<Item = (String, Date)> {
    (0..UNITS.len()).flat_map(|unit| {
        (1..=12u8).filter_map(move |at| activities(unit, at, THEMES[unit][usize::from(at) - 1]).into_iter().next())
    })
}
