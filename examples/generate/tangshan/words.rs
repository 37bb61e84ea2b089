//! Words of Tangshan's ledgers: employers, titles, units and projects.

use super::super::draw::Draw;

/// Places that appear in names; invented but for the kind of names they are.
const PLACES: [&str; 24] = [
    "建国路",
    "新华道",
    "文化里",
    "友谊里",
    "和平里",
    "光明里",
    "胜利桥",
    "团结楼",
    "龙泉里",
    "凤凰园",
    "祥和里",
    "翠园",
    "学苑里",
    "朝阳里",
    "锦绣园",
    "滨河里",
    "石桥村",
    "榆树村",
    "沙河村",
    "泉水村",
    "高台村",
    "枣林村",
    "白塔村",
    "永丰村",
];

/// Districts and counties, as they are called in titles.
pub const COUNTIES: [&str; 14] = [
    "路南区",
    "路北区",
    "古冶区",
    "开平区",
    "丰南区",
    "丰润区",
    "曹妃甸区",
    "滦州市",
    "遵化市",
    "迁安市",
    "滦南县",
    "乐亭县",
    "迁西县",
    "玉田县",
];

/// Where members of a sector work, and as what.
fn posts(sector: &str) -> (&'static [&'static str], &'static [&'static str]) {
    match sector {
        "中共" => (
            &[
                "市委办公室",
                "市委组织部",
                "市委宣传部",
                "市委统战部",
                "市委政法委",
                "市委党校",
                "市直机关工委",
                "市委老干部局",
            ],
            &["副主任", "副部长", "副书记", "调研员", "处长"],
        ),
        "特邀人士" => (
            &[
                "市人大机关",
                "市法院",
                "市检察院",
                "市税务局",
                "唐山海事局",
                "唐山海关",
                "国网唐山供电公司",
                "唐山军分区",
            ],
            &["副主任", "副院长", "副局长", "副总经理", "调研员"],
        ),
        "工商联" | "经济" | "民建" => (
            &[
                "唐山建华机械有限公司",
                "唐山恒通物流有限公司",
                "唐山瑞丰陶瓷有限公司",
                "唐山海港贸易有限公司",
                "唐山永盛钢管有限公司",
                "唐山中和食品有限公司",
                "唐山金桥建设集团",
                "市工商联",
            ],
            &["董事长", "总经理", "副总经理", "财务总监"],
        ),
        "农业" => (
            &[
                "市农业农村局",
                "市农业科学研究院",
                "市水利局",
                "滦南水稻种植合作社",
                "迁西板栗合作社",
                "乐亭果菜合作社",
                "玉田供销社",
            ],
            &["副局长", "研究员", "理事长", "高级农艺师"],
        ),
        "教育" | "民进" | "民盟" => (
            &[
                "华北理工大学",
                "唐山师范学院",
                "唐山学院",
                "唐山工业职业技术大学",
                "市第一中学",
                "市第二中学",
                "市实验小学",
                "市教育局",
            ],
            &["教授", "副校长", "高级教师", "教研室主任"],
        ),
        "医药卫生" | "农工党" => (
            &["市工人医院", "市人民医院", "市中医医院", "市妇幼保健院", "市疾病预防控制中心", "市卫健委"],
            &["主任医师", "副院长", "科主任", "主管药师"],
        ),
        "科技" | "科协" | "九三学社" => (
            &["市科技局", "市科协", "中车唐山公司", "开滦集团", "市计量测试所", "华北理工大学", "市高新技术创业中心"],
            &["高级工程师", "副主任", "研究员", "总工程师"],
        ),
        "环境资源" => (
            &["市生态环境局", "市自然资源和规划局", "市林业局", "市环境监测中心", "市水文勘测中心", "市节能监察支队"],
            &["副局长", "高级工程师", "支队长", "科长"],
        ),
        "社会福利和社会保障" | "工会" | "妇联" | "共青团" | "青联" => (
            &["市民政局", "市人社局", "市残联", "市总工会", "市妇联", "团市委", "市社会福利院", "市青年企业家协会"],
            &["副局长", "副理事长", "副主席", "副书记", "部长"],
        ),
        "文艺" | "新闻出版" | "社科" => (
            &["市文联", "市评剧团", "市皮影剧团", "市图书馆", "市博物馆", "唐山劳动日报社", "市广播电视台", "市社科联"],
            &["副主席", "国家一级演员", "副馆长", "主任编辑", "研究馆员"],
        ),
        "体育" => (&["市体育局", "市体育运动学校", "市体育总会"], &["副局长", "高级教练", "副会长"]),
        "民革" | "无党派人士" => (
            &["市司法局", "燕赵律师事务所", "市审计局", "市统计局", "市财政局", "华北理工大学", "唐山学院"],
            &["副局长", "主任律师", "高级审计师", "副教授"],
        ),
        "台联" | "侨联" => {
            (&["市台联", "市侨联", "唐山海外商会", "市归国华侨联谊会"], &["副会长", "秘书长", "副主席"])
        }
        "少数民族" | "宗教" => (
            &["市民宗局", "市伊斯兰教协会", "市佛教协会", "市基督教协会", "市民族小学", "遵化满族文化研究会"],
            &["副会长", "秘书长", "高级教师", "会长"],
        ),
        _ => (&["市直机关"], &["科长"]),
    }
}

/// The employer and position of a member of a sector.
pub fn employer(sector: &str, index: usize) -> String {
    let draw = Draw::new("tangshan employer").of(index);
    // Religious and ethnic posts go with their own body.
    let (places, posts) = posts(sector);
    let places = match sector {
        "宗教" => &places[1..4],
        "少数民族" => &[places[0], places[4], places[5]],
        _ => places,
    };
    format!("{}{}", draw.pick(places), draw.of(1).pick(posts))
}

/// What people bring up.
const MATTERS: [&str; 48] = [
    "共享单车停放",
    "农村快递末端收费",
    "老旧电梯更新",
    "校园周边交通秩序",
    "医保异地结算",
    "农村养老互助",
    "小区充电桩安装",
    "公交线路调整",
    "河道垃圾清理",
    "夜间施工噪声",
    "社区食堂运营",
    "农贸市场改造",
    "儿童游乐设施安全",
    "外卖骑手休息驿站",
    "农产品冷链运输",
    "灵活就业人员参保",
    "高龄老人助餐",
    "乡村医生待遇",
    "学生近视防控",
    "非机动车道占用",
    "供热管网老化",
    "农村自来水水质",
    "秸秆综合利用",
    "家政服务培训",
    "残疾人无障碍出行",
    "殡葬服务收费",
    "中小微企业账款",
    "工程项目招标",
    "设施大棚保险",
    "养殖废弃物处理",
    "网格员队伍建设",
    "公共厕所管理",
    "预付费消费",
    "公园夜间照明",
    "古树名木保护",
    "文物点看护",
    "村史馆建设",
    "非遗进校园",
    "青年人才住房",
    "专业技术职称评审",
    "大学生返乡创业",
    "港口集装箱运输",
    "工业固废堆存",
    "地下水位回升",
    "雨污分流改造",
    "校外托管机构",
    "普惠托育收费",
    "职工疗休养",
];

const ASKS: [&str; 6] = ["的建议", "问题的反映", "亟待规范", "应予关注", "存在的问题和建议", "需要加强"];

/// The title of an opinion report.
pub fn opinion(n: usize) -> String {
    let draw = Draw::new("tangshan opinion").of(n);
    let place = draw.of(2).pick(&COUNTIES);
    let matter = draw.pick(&MATTERS);
    match draw.of(1).pick(&ASKS) {
        ask if ask.starts_with('的') || ask.starts_with('问') || ask.starts_with('存') => {
            format!("关于{place}{matter}{ask}")
        }
        ask => format!("{place}{matter}{ask}"),
    }
}

/// The title of a proposal.
pub fn proposal(n: usize) -> String {
    let draw = Draw::new("tangshan proposal").of(n);
    let matter = draw.of(1).pick(&MATTERS);
    match draw.below(5) {
        0 => format!("关于统筹解决{matter}问题的提案"),
        1 => format!("关于进一步做好{matter}工作的提案"),
        2 => format!("关于建立{matter}协调机制的提案"),
        3 => format!("关于{matter}有关问题的提案"),
        _ => format!("关于{}统筹推进{matter}工作的提案", draw.of(2).pick(&COUNTIES)),
    }
}

const UNITS: [&str; 11] = [
    "社区居委会",
    "卫生服务站",
    "中心小学",
    "敬老院",
    "便民市场",
    "党群服务中心",
    "残疾人之家",
    "农民专业合作社",
    "文化站",
    "小微企业园",
    "幼儿园",
];

/// The `n`-th grass-roots unit; all different for the first 1,848.
pub fn unit(n: usize) -> String {
    let county = COUNTIES[n * 5 % COUNTIES.len()];
    let place = PLACES[n * 7 % PLACES.len()];
    let unit = UNITS[n % UNITS.len()];
    format!("{county}{place}{unit}")
}

const WORKS: [&str; 13] = [
    "加装电梯",
    "供热管网改造",
    "饮水管网更新",
    "道路硬化",
    "口袋公园",
    "便民市场改造",
    "健身路径",
    "充电车棚",
    "助餐点",
    "托育点",
    "无障碍坡道",
    "路灯亮化",
    "雨污分流",
];

/// The `n`-th practical project; all different for the first 2,184.
pub fn project(n: usize) -> String {
    let county = COUNTIES[n * 3 % COUNTIES.len()];
    let place = PLACES[n * 11 % PLACES.len()];
    format!("{county}{place}{}工程", WORKS[n % WORKS.len()])
}

const REPORTS: [&str; 10] = [
    "立足岗位讲好政协故事",
    "深入界别群众建言资政",
    "在网格中服务群众",
    "用心写好每一件提案",
    "把调研做深做实",
    "为民履职的一年",
    "当好社情民意的联络员",
    "围绕发展献计出力",
    "进社区办实事",
    "以学促履职",
];

/// The title of a duty report.
pub fn report(field: &str, n: usize) -> String {
    let draw = Draw::new("tangshan report").of(n);
    match draw.below(3) {
        0 => format!("{}——{field}委员2026年度履职报告", draw.of(1).pick(&REPORTS)),
        1 => format!("2026年度履职报告：{}", draw.of(1).pick(&REPORTS)),
        _ => format!("{}（2026年度履职报告）", draw.of(1).pick(&REPORTS)),
    }
}

/// What an assessment says beside the grade.
pub fn conclusion(n: usize, grade: &str) -> &'static str {
    let draw = Draw::new("tangshan conclusion").of(n);
    match grade {
        "优秀" => {
            draw.pick(&["履职认真，联系群众密切，成效明显", "积极建言，进网格工作扎实", "主动作为，群众反映好"])
        }
        "良好" => draw.pick(&["较好完成履职任务", "按期完成各项任务，建言有质量", "进网格工作正常，可再深入"]),
        _ => draw.pick(&["完成基本任务，进网格次数偏少", "应增加联系群众的次数", "履职基本正常"]),
    }
}
