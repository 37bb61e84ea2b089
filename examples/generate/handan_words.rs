//! What Handan's example speaks of: sessions and their questions, members' posts, places, and the voices that were heard.

/// A bimonthly session: month, working day, title, committee, departments, and the questions, each with the department
/// that answered (its place in the list) and how.
pub struct Talk {
    pub month: u8,
    pub day: usize,
    pub title: &'static str,
    pub committee: &'static str,
    pub departments: &'static [&'static str],
    pub film: &'static str,
    pub questions: &'static [(&'static str, usize, &'static str)],
}

pub const TALKS: [Talk; 6] = [
    Talk {
        month: 2,
        day: 4,
        title: "城乡义务教育均衡发展",
        committee: "教科卫体委",
        departments: &["市教育局", "市财政局", "市人社局", "市自然资源和规划局"],
        film: "播放专题片《家门口的好学校》：随机采访学生家长和乡村教师",
        questions: &[
            ("乡村小规模学校教师缺编怎样补充", 2, "followed_up"),
            ("城区新建小区配套学校何时交付使用", 3, "decided"),
            ("乡村教师周转宿舍不足怎样解决", 1, "followed_up"),
            ("城区大班额何时全部消除", 0, "answered"),
        ],
    },
    Talk {
        month: 4,
        day: 15,
        title: "网络货运发展",
        committee: "经济委",
        departments: &["市交通运输局", "市商务局", "市数据和政务服务局"],
        film: "播放专题片《路在何方》：随机采访货车司机和物流园商户",
        questions: &[
            ("网络货运平台开票难怎样解决", 1, "followed_up"),
            ("货车进城通行证能否网上办理", 2, "decided"),
            ("货运司机停车休息场所怎样规划", 0, "answered"),
        ],
    },
    Talk {
        month: 6,
        day: 11,
        title: "食品安全监管",
        committee: "社会法制委",
        departments: &["市市场监管局", "市农业农村局", "市教育局", "市商务局"],
        film: "播放专题片《餐桌上的放心》：随机采访农贸市场摊主和顾客",
        questions: &[
            ("校园食堂大宗食材怎样统一采购", 2, "answered"),
            ("农贸市场快检结果能否当日公示", 0, "decided"),
            ("网络订餐商户的后厨怎样监管", 0, "answered"),
            ("散养生猪屠宰检疫怎样覆盖到村", 1, "followed_up"),
            ("超市临期食品专柜怎样规范", 3, "answered"),
        ],
    },
    Talk {
        month: 8,
        day: 12,
        title: "养老服务体系建设",
        committee: "社会法制委",
        departments: &["市民政局", "市卫健委", "市住建局"],
        film: "播放专题片《夕阳下的期盼》：随机采访社区老人和养老院护理员",
        questions: &[
            ("社区食堂运营补贴怎样兑现", 0, "decided"),
            ("失能老人上门医疗服务怎样收费", 1, "followed_up"),
            ("老旧小区适老化改造能否加装扶手和坡道", 2, "answered"),
            ("农村互助幸福院闲置怎样盘活", 0, "followed_up"),
        ],
    },
    Talk {
        month: 10,
        day: 9,
        title: "老旧小区改造",
        committee: "人口资源环境委",
        departments: &["市住建局", "市财政局", "市自然资源和规划局"],
        film: "播放专题片《老院新颜》：随机采访住户和楼长",
        questions: &[
            ("加装电梯的费用怎样分担", 1, "answered"),
            ("改造以后物业由谁接管", 0, "followed_up"),
            ("小区内违章搭建怎样拆除", 2, "decided"),
        ],
    },
    Talk {
        month: 12,
        day: 6,
        title: "乡村产业振兴",
        committee: "农业和农村委",
        departments: &["市农业农村局", "市财政局", "市文旅局", "市科技局"],
        film: "播放专题片《田埂上的账本》：随机采访种植大户和合作社社员",
        questions: &[
            ("设施农业用电怎样降低成本", 1, "followed_up"),
            ("农产品初加工用房能否简化审批", 0, "decided"),
            ("乡村旅游点的停车和厕所怎样配套", 2, "answered"),
            ("科技特派员怎样做到常驻乡村", 3, "answered"),
        ],
    },
];

/// The sectors of the city's body, and the posts of the two members that each of them has.
pub const POSTS: [(&str, [&str; 2]); 24] = [
    ("中共", ["市政协主席", "市政协秘书长"]),
    ("民革", ["市政协副主席、民革市委会主委", "市博物馆研究馆员"]),
    ("民盟", ["民盟市委会副主委", "市第二中学教师"]),
    ("民建", ["民建市委会副主委", "会计师事务所主任会计师"]),
    ("民进", ["民进市委会副主委", "市外国语学校副校长"]),
    ("农工党", ["农工党市委会副主委", "市中医院主任医师"]),
    ("九三学社", ["九三学社市委会副主委", "水文勘测研究中心高级工程师"]),
    ("无党派人士", ["市审计局副局长", "邯郸学院教授"]),
    ("共青团", ["团市委副书记", "青年志愿者协会会长"]),
    ("工会", ["市总工会副主席", "钢铁企业车间技师"]),
    ("妇联", ["市妇联副主席", "家政服务企业负责人"]),
    ("青联", ["青年创业园负责人", "律师事务所合伙人"]),
    ("工商联", ["商贸物流企业总经理", "装备制造企业董事长"]),
    ("科协", ["市科协副主席", "农业技术推广站站长"]),
    ("台联", ["市台联副会长", "台资企业管理人员"]),
    ("侨联", ["市侨联副主席", "归侨、医疗器械企业负责人"]),
    ("文艺", ["市文联副主席", "市平调落子剧团演员"]),
    ("科技", ["新材料研究院院长", "信息技术企业总工程师"]),
    ("社科", ["市社科联副主席", "市委党校教授"]),
    ("经济", ["市国资委副主任", "城商行支行行长"]),
    ("农业", ["市农科院研究员", "粮食种植合作社理事长"]),
    ("教育", ["市教育局总督学", "乡中心小学校长"]),
    ("体育", ["市体育总会副主席", "太极拳传习馆馆长"]),
    ("新闻出版", ["市融媒体中心副主任", "地方志编辑"]),
];

/// Townships and the counties where they lie.
pub const TOWNS: [(&str, &str); 7] = [
    ("河南疃镇", "曲周县"),
    ("安寨镇", "曲周县"),
    ("临洺关镇", "永年区"),
    ("广府镇", "永年区"),
    ("临水镇", "峰峰矿区"),
    ("彭城镇", "峰峰矿区"),
    ("大社镇", "峰峰矿区"),
];

/// Key areas outside of townships.
pub const AREAS: [&str; 2] = ["邯郸经济技术开发区", "邯郸东站商务区"];

/// The windows of Fuxing district where members receive the public.
pub const WINDOWS: [&str; 8] = [
    "区政务服务中心",
    "胜利桥街道便民服务中心",
    "百家村街道便民服务中心",
    "铁路大院街道便民服务中心",
    "化林路街道便民服务中心",
    "户村镇便民服务中心",
    "康庄乡康庄村群众服务站",
    "庞村街道前郝社区群众服务站",
];

/// What members of Fuxing district do.
pub const FUXING_POSTS: [&str; 15] = [
    "区直部门负责人",
    "社区党委书记",
    "中学教师",
    "个体工商户",
    "医院科室主任",
    "律师",
    "物业企业经理",
    "小学副校长",
    "餐饮企业负责人",
    "社会工作服务中心主任",
    "药店执业药师",
    "会计",
    "建筑企业工程师",
    "养老院院长",
    "村委会主任",
];

/// A step of a voice: its name, its date, and more fields.
pub type Step = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

/// A voice: its number, matter, the member's number, the unit visited, and its steps: name, date, and more fields.
pub struct Voice {
    pub id: &'static str,
    pub title: &'static str,
    pub member: usize,
    pub visited: &'static str,
    pub steps: &'static [Step],
}

pub const VOICES: [Voice; 5] = [
    Voice {
        id: "HS-2022-1",
        title: "邯郸网络货运相对落后，不利于商贸物流中心建设",
        member: 13,
        visited: "商贸物流企业",
        steps: &[
            ("member_visit", "2022-05-18", &[("by", "市政协副主席")]),
            ("speech", "2022-07-26", &[("meeting", "standing_committee")]),
            (
                "survey_team",
                "2022-09-06",
                &[
                    ("sites", "国际陆港产业园、冀南物流园、三家物流企业"),
                    ("note", "市政府委托市政协牵头组成调研组，深入产业园区和物流企业"),
                ],
            ),
            ("speech", "2023-01-10", &[("meeting", "plenary_meeting"), ("note", "市政协十三届三次会议大会发言")]),
            ("instruction", "2023-01-16", &[("by", "市委、市政府主要领导")]),
            (
                "survey_team",
                "2023-03-14",
                &[
                    (
                        "sites",
                        "网络货运头部企业甲、网络货运头部企业乙、网络货运头部企业丙、网络货运头部企业丁、网络货运头部企业戊",
                    ),
                    ("note", "考察5家全国网络货运头部企业"),
                ],
            ),
            ("research_report", "2023-04-11", &[]),
            ("instruction", "2023-04-20", &[("by", "市委、市政府主要领导和有关领导")]),
            ("measure", "2023-06-20", &[("by", "市发改委等部门")]),
        ],
    },
    Voice {
        id: "HS-2024-1",
        title: "跨省客运班线停运以后，边远乡镇群众出行不便",
        member: 37,
        visited: "长途客运企业",
        steps: &[
            ("member_visit", "2024-02-27", &[("by", "市政协副主席")]),
            ("speech", "2024-04-18", &[("meeting", "standing_committee")]),
            ("survey_team", "2024-05-21", &[("sites", "客运总站、两个边远乡镇客运站")]),
            ("research_report", "2024-06-25", &[]),
            ("instruction", "2024-07-09", &[("by", "市政府主要领导")]),
        ],
    },
    Voice {
        id: "HS-2025-1",
        title: "中小学校门口上下学时段交通拥堵",
        member: 46,
        visited: "城区两所小学",
        steps: &[
            ("member_visit", "2025-03-12", &[("by", "市政协教科卫体委")]),
            ("speech", "2025-04-23", &[("meeting", "standing_committee")]),
            ("survey_team", "2025-05-20", &[("sites", "城区四所小学、两所中学")]),
            ("research_report", "2025-06-17", &[]),
            ("instruction", "2025-07-02", &[("by", "市政府分管领导")]),
            ("measure", "2025-08-26", &[("by", "市公安局交警支队")]),
        ],
    },
    Voice {
        id: "HS-2026-1",
        title: "推进企业进园区工作进展不顺利",
        member: 45,
        visited: "曲周县河南疃镇",
        steps: &[
            ("member_visit", "2026-02-10", &[("by", "曲周县政协")]),
            ("speech", "", &[("skipped", "在镇里协商解决，不需要会议发言")]),
            ("survey_team", "", &[("skipped", "委员本人掌握政策和难点，没有另组调研组")]),
            ("research_report", "", &[("skipped", "当场协商，没有另写专报")]),
            ("instruction", "", &[("skipped", "镇里直接办理，没有报请批示")]),
            ("measure", "2026-04-08", &[("by", "河南疃镇政府")]),
        ],
    },
    Voice {
        id: "HS-2026-2",
        title: "老旧小区电动自行车充电设施不足",
        member: 10,
        visited: "城区三个老旧小区",
        steps: &[
            ("member_visit", "2026-03-17", &[("by", "市政协人口资源环境委")]),
            ("speech", "2026-04-28", &[("meeting", "standing_committee")]),
            ("survey_team", "2026-05-19", &[("sites", "三个老旧小区、市电动车协会")]),
            ("research_report", "2026-06-23", &[]),
            ("instruction", "2026-07-07", &[("by", "市政府主要领导")]),
            ("measure", "2027-01-19", &[("by", "市住建局")]),
        ],
    },
];
