//! Townships, communities and villages, and the grids in them.

use super::{BASE, COUNTIES, DEDICATED, before, share};

/// Townships and streets of each county.
const TOWNS: [&[&str]; 14] = [
    &[
        "学院南路街道",
        "友谊街道",
        "广场街道",
        "永红桥街道",
        "小山街道",
        "文北街道",
        "惠民道街道",
        "梁家屯路街道",
        "女织寨乡",
        "稻地镇",
    ],
    &[
        "乔屯街道",
        "文化路街道",
        "钓鱼台街道",
        "东新村街道",
        "缸窑街道",
        "机场路街道",
        "河北路街道",
        "龙东街道",
        "大里街道",
        "光明街道",
        "翔云道街道",
        "果园乡",
        "韩城镇",
    ],
    &["林西街道", "唐家庄街道", "古冶街道", "赵各庄街道", "吕家坨街道", "卑家店镇", "范各庄镇", "王辇庄乡", "习家套乡"],
    &["马家沟街道", "开平街道", "税务庄街道", "开平镇", "栗园镇", "郑庄子镇", "双桥镇", "洼里镇", "越河镇"],
    &["胥各庄街道", "小集镇", "黄各庄镇", "西葛镇", "大新庄镇", "钱营镇", "唐坊镇", "王兰庄镇", "柳树圈镇", "黑沿子镇"],
    &[
        "太平路街道",
        "燕山路街道",
        "浭阳街道",
        "丰润镇",
        "任各庄镇",
        "左家坞镇",
        "泉河头镇",
        "王官营镇",
        "火石营镇",
        "新军屯镇",
        "小张各庄镇",
        "丰登坞镇",
    ],
    &["希望路街道", "垦丰街道", "新城街道", "唐海镇", "滨海镇", "柳赞镇"],
    &[
        "滦河街道",
        "古城街道",
        "响嘡街道",
        "东安各庄镇",
        "雷庄镇",
        "茨榆坨镇",
        "榛子镇",
        "杨柳庄镇",
        "油榨镇",
        "古马镇",
        "小马庄镇",
    ],
    &[
        "华明路街道",
        "文化路街道",
        "遵化镇",
        "堡子店镇",
        "马兰峪镇",
        "平安城镇",
        "东新庄镇",
        "新店子镇",
        "党峪镇",
        "地北头镇",
        "东旧寨镇",
        "铁厂镇",
    ],
    &[
        "永顺街道",
        "兴安街道",
        "滨河街道",
        "杨店子街道",
        "夏官营镇",
        "杨各庄镇",
        "建昌营镇",
        "赵店子镇",
        "野鸡坨镇",
        "大崔庄镇",
        "蔡园镇",
        "马兰庄镇",
        "木厂口镇",
    ],
    &[
        "友谊路街道",
        "倴城镇",
        "宋道口镇",
        "长凝镇",
        "胡各庄镇",
        "坨里镇",
        "姚王庄镇",
        "司各庄镇",
        "安各庄镇",
        "扒齿港镇",
        "程庄镇",
        "柏各庄镇",
    ],
    &["乐安街道", "乐亭镇", "汤家河镇", "胡家坨镇", "阎各庄镇", "马头营镇", "新寨镇", "汀流河镇", "姜各庄镇", "毛庄镇"],
    &["兴城镇", "金厂峪镇", "洒河桥镇", "太平寨镇", "罗家屯镇", "东荒峪镇", "新集镇", "三屯营镇", "滦阳镇"],
    &[
        "无终街道",
        "玉田镇",
        "亮甲店镇",
        "鸦鸿桥镇",
        "窝洛沽镇",
        "石臼窝镇",
        "虹桥镇",
        "散水头镇",
        "林南仓镇",
        "林西镇",
        "杨家板桥镇",
    ],
];

/// Names of communities, and of villages.
const COMMUNITIES: [&str; 24] = [
    "和平", "建国", "新华", "文化", "友谊", "团结", "光明", "胜利", "兴业", "祥和", "康乐", "锦绣", "凤凰", "龙泉",
    "春晖", "翠园", "学苑", "丽景", "金桥", "朝阳", "永安", "滨河", "紫薇", "华府",
];
const VILLAGES: [&str; 24] = [
    "柳河", "榆树", "槐林", "石桥", "沙河", "泉水", "高台", "长岭", "枣林", "苇塘", "麦场", "果园", "青坡", "白塔",
    "双井", "平安", "永丰", "兴隆", "太和", "福盛", "庆安", "望海", "临河", "靠山",
];

const DEDICATED_KINDS: [&str; 8] = ["农贸市场", "商业街", "产业园", "中心学校", "卫生院", "物流园", "写字楼", "公园"];

/// Grids of a community or village.
const EACH: usize = 6;

/// The `n`-th community or village of a county's township.
pub fn community(county: usize, town: usize, n: usize) -> String {
    let name = TOWNS[county][town];
    let n = (n * 7 + town * 5 + county) % 24;
    if name.ends_with("街道") { format!("{}社区", COMMUNITIES[n]) } else { format!("{}村", VILLAGES[n]) }
}

/// The community of a base grid of a county, with its township.
pub fn place(county: usize, grid: usize) -> String {
    let (town, k) = town_of(county, grid);
    format!("{}{}", TOWNS[county][town], community(county, town, k / EACH))
}

/// The township of a base grid, and its number there.
fn town_of(county: usize, grid: usize) -> (usize, usize) {
    let each = share(BASE, county).div_ceil(TOWNS[county].len());
    (grid / each, grid % each)
}

/// A county's grids: identifier, name and nature.
pub fn grids(county: usize) -> Vec<(String, String, &'static str)> {
    let name = COUNTIES[county].1;
    let towns = TOWNS[county];
    let base = (0..share(BASE, county)).map(|n| {
        let number = town_of(county, n).1 % EACH + 1;
        (base_id(county, n), format!("{name}{}第{number}网格", place(county, n)), "base")
    });
    let dedicated = (0..share(DEDICATED, county)).map(|n| {
        let kind = DEDICATED_KINDS[n / towns.len()];
        (dedicated_id(county, n), format!("{name}{}{kind}专属网格", towns[n % towns.len()]), "dedicated")
    });
    base.chain(dedicated).collect()
}

/// The identifier of a county's `n`-th base grid.
pub fn base_id(county: usize, n: usize) -> String {
    format!("JC-{:05}", before(BASE, county) + n + 1)
}

/// The identifier of a county's `n`-th dedicated grid.
pub fn dedicated_id(county: usize, n: usize) -> String {
    format!("ZS-{:05}", before(DEDICATED, county) + n + 1)
}
