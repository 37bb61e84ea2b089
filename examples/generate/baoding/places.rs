//! What belongs to which committee: sectors with how many members of each, counties, and what the groups are good at.

/// Sectors and counties whose members a committee takes.
pub struct Home {
    /// Sectors, that of the committee's leader first, and how many members of each are placed by it.
    pub sectors: &'static [(&'static str, usize)],
    /// Counties whose members are placed by county.
    pub counties: &'static [&'static str],
    /// Members who are placed by county.
    pub by_county: usize,
    /// Core members.
    pub core: usize,
    /// Whether the chair-level official at its head is of the party.
    pub led_by_party: bool,
}

/// The nine committees.
pub const HOMES: [Home; 9] = [
    Home {
        sectors: &[("中共", 30), ("社科", 20)],
        counties: &["竞秀区", "涿州市", "顺平县"],
        by_county: 17,
        core: 20,
        led_by_party: true,
    },
    Home {
        sectors: &[("工商联", 20), ("经济", 18), ("民建", 11)],
        counties: &["莲池区", "高碑店市"],
        by_county: 17,
        core: 19,
        led_by_party: false,
    },
    Home {
        sectors: &[("农业", 34), ("民革", 16)],
        counties: &["定兴县", "博野县", "望都县"],
        by_county: 17,
        core: 20,
        led_by_party: true,
    },
    Home {
        sectors: &[("九三学社", 13), ("科技", 22), ("农工党", 14)],
        counties: &["涞源县", "阜平县"],
        by_county: 17,
        core: 19,
        led_by_party: false,
    },
    Home {
        sectors: &[("教育", 18), ("医药卫生", 17), ("民进", 10), ("体育", 6)],
        counties: &["安国市", "徐水区"],
        by_county: 17,
        core: 21,
        led_by_party: true,
    },
    Home {
        sectors: &[("工会", 13), ("妇联", 13), ("社会福利和社会保障", 14), ("共青团", 9)],
        counties: &["清苑区", "满城区"],
        by_county: 17,
        core: 20,
        led_by_party: true,
    },
    Home {
        sectors: &[("民盟", 17), ("文艺", 18), ("新闻出版", 14)],
        counties: &["易县", "曲阳县"],
        by_county: 17,
        core: 19,
        led_by_party: false,
    },
    Home {
        sectors: &[("少数民族", 17), ("宗教", 15), ("侨联", 9), ("台联", 7)],
        counties: &["唐县", "涞水县"],
        by_county: 17,
        core: 19,
        led_by_party: true,
    },
    Home {
        sectors: &[("无党派人士", 20), ("青联", 15), ("科协", 15)],
        counties: &["高阳县", "蠡县"],
        by_county: 16,
        core: 20,
        led_by_party: false,
    },
];

/// Of a hundred members of a sector, how many are of the party. Democratic parties, persons without party and religious
/// circles have none.
pub fn party_share(sector: &str) -> usize {
    match sector {
        "中共" => 100,
        "新闻出版" => 57,
        "社科" | "农业" | "工会" | "共青团" | "社会福利和社会保障" => 55,
        "经济" | "教育" | "体育" | "妇联" => 45,
        "科技" | "科协" | "医药卫生" | "青联" | "文艺" => 36,
        "工商联" | "少数民族" | "侨联" | "台联" => 28,
        _ => 0,
    }
}

/// Sectors that members who are placed by county come from: those of the party, and others.
pub const COUNTY_PARTY: [&str; 7] = ["农业", "经济", "教育", "工会", "妇联", "社会福利和社会保障", "新闻出版"];
pub const COUNTY_OTHERS: [&str; 9] =
    ["工商联", "农业", "医药卫生", "教育", "文艺", "无党派人士", "民革", "民建", "农工党"];

/// What the groups of the committees are good at, group by group.
pub const FOCUS: [&[[&str; 2]]; 9] = [
    &[["提案撰写", "调查研究"], ["政策法规", "统计分析"], ["社情民意", "文字综合"]],
    &[["先进制造", "企业管理"], ["金融投资", "财务审计"], ["商贸流通", "现代物流"], ["数字经济", "项目建设"]],
    &[
        ["粮食生产", "高标准农田"],
        ["特色种植", "农产品加工"],
        ["畜牧养殖", "动物防疫"],
        ["乡村建设", "人居环境"],
        ["农技推广", "合作社经营"],
    ],
    &[["水资源", "流域治理"], ["大气防治", "新能源"], ["国土空间", "林业草原"]],
    &[["基础教育", "职业教育"], ["科技创新", "成果转化"], ["临床医疗", "中医药"], ["公共卫生", "全民健身"]],
    &[
        ["法律服务", "矛盾调解"],
        ["劳动就业", "职工权益"],
        ["妇女儿童", "家庭教育"],
        ["养老服务", "社会救助"],
        ["社区治理", "志愿服务"],
    ],
    &[["文物保护", "文史研究"], ["文学艺术", "非遗传承"], ["新闻传播", "文旅策划"]],
    &[["民族团结", "民族经济"], ["宗教事务", "宗教文化"], ["港澳联络", "海外联谊"], ["侨务", "对台交流"]],
    &[
        ["委员联络", "界别活动"],
        ["青年创业", "人才引进"],
        ["科学普及", "科技咨询"],
        ["心理健康", "公益慈善"],
        ["信息化", "数据分析"],
    ],
];

/// A county with its committee's identifier, what it is known for, and what its departments and leaders are called after.
#[derive(Clone, Copy)]
pub struct County {
    pub id: &'static str,
    pub name: &'static str,
    /// Subjects of its own.
    pub own: [&'static str; 4],
}

impl County {
    /// Its committee's identifier.
    pub fn body(&self) -> String {
        format!("baoding/{}", self.id)
    }

    /// 县, 市 or 区.
    pub fn word(&self) -> &'static str {
        match self.name.chars().last() {
            Some('市') => "市",
            Some('区') => "区",
            _ => "县",
        }
    }
}

/// The twenty counties.
pub const COUNTIES: [County; 20] = [
    County {
        id: "jingxiu",
        name: "竞秀区",
        own: ["乐凯新材料产业链延伸", "西部老工业片区更新", "大水系沿线环境提升", "电谷园区企业服务"],
    },
    County {
        id: "lianchi",
        name: "莲池区",
        own: ["古城核心区保护利用", "商圈夜间消费培育", "莲池书院文化传播", "东部新区学位供给"],
    },
    County {
        id: "mancheng",
        name: "满城区",
        own: ["草莓产业提质", "造纸企业绿色转型", "汉墓景区旅游提升", "山区道路养护"],
    },
    County {
        id: "qingyuan",
        name: "清苑区",
        own: ["地道战景区红色教育", "有色金属产业规范发展", "西瓜产业品牌建设", "仙人桥片区防洪"],
    },
    County {
        id: "xushui",
        name: "徐水区",
        own: ["汽车零部件本地配套", "刘伶醉文化旅游", "雄保一体化交通衔接", "产业工人子女入学"],
    },
    County {
        id: "zhuozhou",
        name: "涿州市",
        own: ["承接京津产业转移", "灾后恢复重建后续管护", "三国文化旅游开发", "跨省就医便利化"],
    },
    County {
        id: "anguo",
        name: "安国市",
        own: ["中药材种植规范化", "数字中药都交易平台建设", "药膳药食同源产业", "药市文化传承"],
    },
    County {
        id: "gaobeidian",
        name: "高碑店市",
        own: ["门窗产业绿色转型", "白沟箱包出口服务", "农产品物流园保供", "被动式建筑推广"],
    },
    County {
        id: "laishui",
        name: "涞水县",
        own: ["野三坡景区恢复提升", "红木家具产业规范", "拒马河河道治理", "山区民宿管理"],
    },
    County {
        id: "fuping",
        name: "阜平县",
        own: ["食用菌产业持续发展", "骆驼湾顾家台红色旅游", "职业教育带动就业", "移民安置区社区管理"],
    },
    County {
        id: "dingxing",
        name: "定兴县",
        own: ["食品产业园质量提升", "非遗铜雕传承", "金台夕照文化公园管护", "蔬菜大棚改造"],
    },
    County {
        id: "tangxian",
        name: "唐县",
        own: ["肉羊产业链完善", "铜雕石雕产业转型", "白求恩柯棣华精神传承", "西大洋水库水源保护"],
    },
    County {
        id: "gaoyang",
        name: "高阳县",
        own: ["毛巾纺织智能化改造", "纺织印染污水治理", "白洋淀上游生态补水", "直播电商人才培育"],
    },
    County {
        id: "laiyuan",
        name: "涞源县",
        own: ["白石山景区交通组织", "光伏风电项目并网服务", "冬季供暖保障", "矿山生态修复"],
    },
    County {
        id: "wangdu",
        name: "望都县",
        own: ["辣椒产业品牌建设", "汉墓壁画保护利用", "智能装备园区招工", "农村客运班线优化"],
    },
    County {
        id: "yixian",
        name: "易县",
        own: ["清西陵保护与旅游融合", "狼牙山红色教育基地建设", "易水砚技艺传承", "安格庄水库移民后期扶持"],
    },
    County {
        id: "quyang",
        name: "曲阳县",
        own: ["石雕产业粉尘治理", "定瓷技艺传承创新", "羊平雕塑小镇提升", "光伏扶贫电站管护"],
    },
    County {
        id: "lixian",
        name: "蠡县",
        own: ["皮毛产业转型升级", "麻山药种植与仓储", "毛纺产业数字化", "乡镇卫生院能力提升"],
    },
    County {
        id: "shunping",
        name: "顺平县",
        own: ["桃产业提质增效", "肠衣产业废水治理", "尧帝文化挖掘", "山区饮水安全巩固"],
    },
    County {
        id: "boye",
        name: "博野县",
        own: ["输送带橡胶产业升级", "花卉苗木产业发展", "颜元故里文化建设", "农村养老互助"],
    },
];
