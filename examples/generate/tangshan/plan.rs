//! The year's consultations.

use jiff::civil::Date;

use super::super::calendar::{Diary, month};
use super::super::toml::{Doc, declared, quoted, quoted_list};
use super::UNITS;

/// A session: form, month, unit, subject and the departments that are asked.
type Session = (&'static str, u8, usize, &'static str, [&'static str; 2]);

const SESSIONS: [Session; 54] = [
    ("joint_conference", 4, 0, "推进沿海经济带高质量发展", ["市发改委", "市自然资源和规划局"]),
    ("special_sc", 6, 2, "加快钢铁产业转型升级", ["市工信局", "市生态环境局"]),
    ("special_sc", 10, 5, "优质教育资源均衡布局", ["市教育局", "市财政局"]),
    ("counterpart", 3, 1, "重点提案办理", ["市政府办", "市住建局"]),
    ("counterpart", 5, 2, "民营经济发展环境", ["市工信局", "市市场监管局"]),
    ("counterpart", 5, 3, "设施农业提质增效", ["市农业农村局", "市水利局"]),
    ("counterpart", 7, 4, "地下水超采综合治理", ["市水利局", "市生态环境局"]),
    ("counterpart", 8, 5, "基层医疗卫生服务能力提升", ["市卫健委", "市医保局"]),
    ("counterpart", 9, 6, "社区矫正和基层法律服务", ["市司法局", "市民政局"]),
    ("counterpart", 11, 7, "工业遗产保护利用", ["市文旅局", "市自然资源和规划局"]),
    ("sectoral", 3, 2, "中小企业融资", ["市委金融办", "市工信局"]),
    ("city_county", 3, 3, "板栗产业链延伸", ["市农业农村局", "市商务局"]),
    ("expert", 4, 4, "海岸带生态修复", ["市自然资源和规划局", "市生态环境局"]),
    ("sectoral", 4, 6, "困境儿童关爱服务", ["市民政局", "市教育局"]),
    ("city_county", 4, 7, "评剧和皮影传承发展", ["市文旅局", "市教育局"]),
    ("expert", 5, 2, "氢能产业布局", ["市发改委", "市科技局"]),
    ("sectoral", 6, 5, "青少年心理健康", ["市教育局", "市卫健委"]),
    ("city_county", 6, 3, "农村生活污水治理", ["市生态环境局", "市农业农村局"]),
    ("expert", 7, 5, "职业院校产教融合", ["市教育局", "市人社局"]),
    ("sectoral", 7, 6, "新就业形态劳动者权益保障", ["市人社局", "市总工会"]),
    ("city_county", 8, 4, "滦河流域水环境保护", ["市生态环境局", "市水利局"]),
    ("expert", 8, 2, "港口集疏运体系优化", ["市交通运输局", "市发改委"]),
    ("sectoral", 9, 7, "公共文化场馆延时开放", ["市文旅局", "市财政局"]),
    ("city_county", 9, 3, "和美乡村建设", ["市农业农村局", "市住建局"]),
    ("expert", 10, 4, "工业固废综合利用", ["市工信局", "市生态环境局"]),
    ("sectoral", 11, 1, "老旧小区物业管理", ["市住建局", "市民政局"]),
    ("survey", 2, 1, "提案办理质量", ["市政府办", "市财政局"]),
    ("survey", 3, 2, "煤炭、矿石、原油、天然气四大储运基地建设", ["市发改委", "市交通运输局"]),
    ("survey", 3, 5, "中小学午餐管理", ["市教育局", "市市场监管局"]),
    ("survey", 3, 0, "政协委员服务管理", ["市委统战部", "市人社局"]),
    ("survey", 4, 3, "春季农业生产", ["市农业农村局", "市水利局"]),
    ("survey", 4, 6, "社区养老服务设施", ["市民政局", "市住建局"]),
    ("survey", 4, 1, "充电设施建设", ["市发改委", "市住建局"]),
    ("survey", 5, 4, "南湖生态环境保护", ["市生态环境局", "市城管局"]),
    ("survey", 5, 5, "中医药服务体系", ["市卫健委", "市医保局"]),
    ("survey", 5, 7, "红色资源保护", ["市委宣传部", "市文旅局"]),
    ("survey", 5, 6, "无障碍环境建设", ["市残联", "市住建局"]),
    ("survey", 6, 1, "城市内涝防治", ["市住建局", "市应急管理局"]),
    ("survey", 6, 2, "曹妃甸自贸片区建设", ["市商务局", "市发改委"]),
    ("survey", 6, 0, "市县政协联动机制", ["市委统战部", "市政府办"]),
    ("survey", 7, 3, "防汛和水毁修复", ["市水利局", "市应急管理局"]),
    ("survey", 7, 1, "停车秩序治理", ["市公安局", "市城管局"]),
    ("survey", 7, 7, "夜间文旅消费", ["市文旅局", "市商务局"]),
    ("survey", 8, 6, "法律援助", ["市司法局", "市财政局"]),
    ("survey", 8, 7, "历史文化街区保护", ["市文旅局", "市住建局"]),
    ("survey", 8, 1, "预付费消费监管", ["市市场监管局", "市商务局"]),
    ("survey", 9, 4, "矿山生态修复", ["市自然资源和规划局", "市生态环境局"]),
    ("survey", 9, 5, "全民健身场地", ["市体育局", "市住建局"]),
    ("survey", 9, 2, "陶瓷产业发展", ["市工信局", "市商务局"]),
    ("survey", 10, 3, "秋粮收购", ["市发改委", "市农业农村局"]),
    ("survey", 10, 6, "民族团结进步创建", ["市民宗局", "市委统战部"]),
    ("survey", 10, 7, "全民阅读", ["市委宣传部", "市文旅局"]),
    ("survey", 11, 4, "清洁取暖运行", ["市住建局", "市发改委"]),
    ("survey", 12, 0, "委员履职服务平台建设", ["市数据和政务服务局", "市委网信办"]),
];

/// The plan with its sessions.
pub fn file() -> (String, String) {
    let mut doc = Doc::new("唐山市政协2026年度协商安排。", "tangshan", true);
    doc.single(
        "plan",
        &[
            ("title", quoted("唐山市政协2026年度协商安排")),
            ("issued_on", "2026-01-30".to_owned()),
            (
                "declared",
                declared(&[
                    (&["joint_conference"], Some(1)),
                    (&["special_sc"], Some(2)),
                    (&["counterpart"], Some(7)),
                    (&["sectoral", "city_county", "expert"], Some(16)),
                    (&["survey"], Some(28)),
                ]),
            ),
        ],
    );
    for (n, ((form, at, unit, title, departments), held_on)) in SESSIONS.iter().zip(days()).enumerate() {
        let fields = [
            ("id", quoted(&format!("2026-{:02}", n + 1))),
            ("form", quoted(form)),
            ("title", quoted(title)),
            ("period", month(*at)),
            ("held_on", held_on.to_string()),
            ("organizer", quoted(UNITS[*unit].1)),
            ("departments", quoted_list(departments)),
        ];
        doc.record("session", &fields);
    }
    doc.file("plan.toml")
}

/// When each session is held, never two on a day.
fn days() -> Vec<Date> {
    let mut diary = Diary::default();
    SESSIONS.iter().map(|(_, at, ..)| diary.book(*at)).collect()
}

/// Sessions in which members take part: subject, form and day.
pub fn held() -> impl Iterator<Item = (&'static str, &'static str, Date)> {
    SESSIONS.iter().zip(days()).map(|(session, day)| {
        let word = match session.0 {
            "joint_conference" => "联席会议协商",
            "special_sc" => "常委会会议协商",
            "counterpart" => "对口协商",
            "sectoral" => "界别协商",
            "city_county" => "市县联动协商",
            "expert" => "专家协商",
            _ => "视察调研",
        };
        (session.3, word, day)
    })
}
