//! A county's own committee: its communities, the members' workstations in them, the problems found there, the six ones.

use jiff::civil::{Date, date};

use super::super::calendar::{after, from};
use super::super::draw::Draw;
use super::super::toml::{Doc, quoted, quoted_list};
use super::super::words::SECTORS;
use super::places::community;
use super::{COUNTIES, share};

/// Services that improve livelihoods, and that develop the community.
const LIVELIHOOD: [&str; 8] =
    ["健康义诊", "就业帮扶", "敬老助老", "法律咨询", "课后辅导", "心理疏导", "便民代办", "困难家庭走访"];
const DEVELOPMENT: [&str; 8] = [
    "社区环境整治",
    "社区议事协商",
    "社区文化活动",
    "小区停车规划",
    "邻里纠纷调解",
    "社区商业引导",
    "志愿队伍建设",
    "平安社区创建",
];

/// Problems, and how they were solved.
const PROBLEMS: [(&str, &str); 16] = [
    ("楼前污水井外溢", "协调住建部门疏通管道，更换井盖"),
    ("老年食堂就餐不便", "增设送餐点，每天两次送餐"),
    ("小区门口占道经营", "与城管协商划定便民摊位"),
    ("居民楼外墙脱落", "纳入维修资金项目，完成加固"),
    ("放学时段交通拥堵", "增设接送等候区，错峰放学"),
    ("路灯损坏无人维修", "更换路灯32盏，明确维护单位"),
    ("健身器材锈蚀", "更换器材，移交社区管理"),
    ("快递柜占用消防通道", "迁移快递柜，重画消防标线"),
    ("新就业人员看病报销不清楚", "开设医保咨询日，逐户说明"),
    ("自来水压力不足", "更换加压泵，恢复正常供水"),
    ("垃圾清运不及时", "调整清运时间，增加清运车次"),
    ("电动车飞线充电", "新建充电车棚两处"),
    ("残疾人出行坡道缺失", "修建无障碍坡道4处"),
    ("楼道堆物", "集中清理，签订公约"),
    ("社区活动室开放时间短", "延长至晚八点，节假日开放"),
    ("河边护栏缺失", "补装护栏180米"),
];

/// The file of a county's committee.
pub fn file(county: usize) -> (String, String) {
    let (id, name, _) = COUNTIES[county];
    let body = format!("tangshan/{id}");
    let mut doc = Doc::new(&format!("{name}政协：社区“双联双服”委员工作站，“六个一”。"), &body, true);
    doc.record(
        "organization",
        &[
            ("id", quoted(&body)),
            ("name", quoted(&format!("{name}政协"))),
            ("level", quoted("county")),
            ("parent", quoted("tangshan")),
        ],
    );
    let sectors: Vec<&str> = (0..8 + county % 4).map(|n| SECTORS[(n * 3 + n / 10) % SECTORS.len()]).collect();
    for sector in &sectors {
        doc.record("sector", &[("name", quoted(sector))]);
    }
    let stations = 2 + (county * 5 + 1) % 3;
    for n in 0..stations * 2 {
        doc.record("community", &[("name", quoted(&community(county, 0, n)))]);
    }
    for n in 0..stations {
        add_station(&mut doc, county, n, &sectors);
    }
    let (mut found, mut solved) = (0, 0);
    for n in 0..stations {
        for late in add_problems(&mut doc, county, n) {
            found += 1;
            solved += usize::from(!late);
        }
    }
    let totals = [("stations", stations), ("problems", found), ("solved", solved)];
    doc.single("station_total", &totals.map(|(field, n)| (field, n.to_string())));
    add_six(&mut doc, county);
    doc.file(&format!("counties/{id}.toml"))
}

fn station_name(county: usize, n: usize) -> String {
    format!("{}双联双服委员工作站", community(county, 0, n * 2))
}

fn add_station(doc: &mut Doc, county: usize, n: usize, sectors: &[&str]) {
    let draw = Draw::new("station").of(county * 10 + n);
    let first = draw.below(sectors.len());
    let own: Vec<&str> = (0..2 + draw.of(1).below(2)).map(|k| sectors[(first + k * 3) % sectors.len()]).collect();
    let services = format!(
        "[\n  {{ nature = \"livelihood\", content = {} }},\n  {{ nature = \"development\", content = {} }},\n]",
        quoted(draw.of(2).pick(&LIVELIHOOD)),
        quoted(draw.of(3).pick(&DEVELOPMENT)),
    );
    doc.record(
        "workstation",
        &[
            ("name", quoted(&station_name(county, n))),
            ("sectors", quoted_list(&own)),
            ("communities", quoted_list(&[community(county, 0, n * 2), community(county, 0, n * 2 + 1)])),
            ("services", services),
            ("opened_on", after(date(2023, 4, 3), county * 17 + n * 210).to_string()),
        ],
    );
}

/// Two or three problems of the year at a station; says of each whether it is solved only in the year after.
fn add_problems(doc: &mut Doc, county: usize, n: usize) -> Vec<bool> {
    let mut late_ones = Vec::new();
    for k in 0..2 + (county + n) % 2 {
        let draw = Draw::new("problem").of(county * 100 + n * 10 + k);
        let (title, solution) = PROBLEMS[(county * 5 + n * 4 + k * 7) % PROBLEMS.len()];
        let late = n == 0 && k == 1 && county % 4 == 1;
        let found_on = if late { from(date(2026, 12, 8)) } else { found_on(k, draw) };
        let solved_on = after(found_on, if late { 31 } else { 10 + draw.of(1).below(60) });
        doc.record(
            "station_problem",
            &[
                ("id", quoted(&format!("2026-{}{:02}", n + 1, k + 1))),
                ("station", quoted(&station_name(county, n))),
                ("title", quoted(title)),
                ("found_on", found_on.to_string()),
                ("solved_on", solved_on.to_string()),
                ("solution", quoted(solution)),
            ],
        );
        late_ones.push(solved_on.year() > 2026);
    }
    late_ones
}

/// A day in the first, second or third part of the year, so that it can be solved within it.
fn found_on(k: usize, draw: Draw) -> Date {
    after(date(2026, 1, 12), k * 88 + draw.below(80))
}

/// The county that helped no project of its own; the finding is excused in `yize.toml`.
const WITHOUT_PROJECT: &str = "caofeidian";

/// What a county took over of the six ones.
fn add_six(doc: &mut Doc, county: usize) {
    let draw = Draw::new("county six").of(county);
    let members = share(3_080, county);
    let about = |percent: usize, k: usize| (members * percent / 100 + draw.of(k).below(members / 10)).to_string();
    let projects = if COUNTIES[county].0 == WITHOUT_PROJECT { "0".to_owned() } else { about(18, 5) };
    doc.single(
        "six_ones_return",
        &[
            ("started_on", after(date(2026, 2, 25), draw.below(20)).to_string()),
            ("opinion_reports", about(104, 1)),
            ("proposals", about(82, 2)),
            ("activities", about(160, 3)),
            ("visits", about(45, 4)),
            ("projects", projects),
            ("duty_reports", about(92, 6)),
        ],
    );
}
