//! A scheme in words: its metadata, and what each of its lines asks, as an official would read it.

use std::sync::Arc;

use jiff::civil::Date;

use crate::catalogue::places::{self, percent};
use crate::language::{Lang, Text, say};
use crate::schema::Schema;
use crate::score::points::Points;
use crate::score::scheme::{Does, Due, Each, Item, MonthDay, Part, Per, Scheme, Share};
use crate::source::Place;

/// A scheme: what it says of itself, and its lines in words.
///
/// ```
/// use yize_core::catalogue::{Clause, SchemeInfo};
/// use yize_core::{Check, Lang};
/// # use yize_core::example::{DAY, committee};
///
/// # let (packs, day) = (committee(), DAY);
/// let listing = Check::as_of(day).pack(packs).rules();
/// let SchemeInfo { name, title, on, facts, lines, .. } = &listing.schemes[0];
/// assert_eq!((&**name, title.as_str(), on.as_str()), ("committee/duty", "履职计分", "member"));
/// let (about, grades) = &facts[2];
/// assert_eq!((about.get(Lang::Zh), grades.get(Lang::Zh)), ("等次", "优秀 8 分起，合格 2 分起，不合格 0 分起"));
/// let Clause { name, depth, says } = &lines[1];
/// assert_eq!((&**name, *depth, says[0].get(Lang::Zh)), ("参加活动", 1, "每次 4 分"));
/// ```
#[derive(Clone, Debug)]
pub struct SchemeInfo {
    /// Full name: `<pack>/<id>`.
    pub name: Arc<str>,
    /// Pack that declares it.
    pub pack: String,
    /// What people call it.
    pub title: String,
    /// The document it rests on.
    pub basis: Arc<str>,
    /// First day it holds.
    pub since: Date,
    /// Last day it holds.
    pub until: Option<Date>,
    /// What it asks, at length.
    pub explain: String,
    /// Kind of the records that are scored.
    pub on: String,
    /// What people call that kind.
    pub kind: Text,
    /// Its `score(` call.
    pub place: Place,
    /// Bodies of the packs that have it in force.
    pub bodies: Vec<String>,
    /// Why it is switched off, if it is.
    pub off: Option<String>,
    /// What else it says of the score as a whole: about what, and what.
    pub facts: Vec<(Text, Text)>,
    /// Its lines, in the order written.
    pub lines: Vec<Clause>,
}

/// A line of a scheme.
#[derive(Clone, Debug)]
pub struct Clause {
    /// What the scheme calls it.
    pub name: Arc<str>,
    /// 1 where it belongs to a part.
    pub depth: usize,
    /// What it asks, a statement each.
    pub says: Vec<Text>,
}

/// A scheme in words; kinds and fields by the labels of a schema.
pub(super) fn told(scheme: &Scheme, kinds: &Schema) -> SchemeInfo {
    let words = Words { scheme, kinds };
    let kind = kinds.kind(&scheme.on).map_or_else(|| Text::same(&scheme.on), |kind| kind.label.clone());
    SchemeInfo {
        name: scheme.name.clone(),
        pack: scheme.pack.clone(),
        title: scheme.title.clone(),
        basis: scheme.basis.clone(),
        since: scheme.since,
        until: scheme.until,
        explain: scheme.explain.clone(),
        on: scheme.on.clone(),
        kind,
        place: scheme.place,
        bodies: Vec::new(),
        off: None,
        facts: words.facts(),
        lines: words.lines(),
    }
}

struct Words<'a> {
    scheme: &'a Scheme,
    kinds: &'a Schema,
}

impl Words<'_> {
    fn facts(&self) -> Vec<(Text, Text)> {
        let scheme = self.scheme;
        let mut facts = Vec::new();
        if !scheme.base.is_zero() {
            let base = scheme.base;
            facts.push((say!("起始分", "base"), say!("{base} 分", "{base}")));
        }
        facts.extend(limits(scheme.min, scheme.max).map(|limits| (say!("总分", "score"), limits)));
        if let Some(digits) = scheme.round {
            facts.push((say!("取整", "rounded to"), say!("四舍五入，保留 {digits} 位小数", "{digits} decimals")));
        }
        if !scheme.bands.is_empty() {
            let zh = |band: &crate::score::Band| match band.max {
                None => format!("{} {} 分起", band.grade, band.min),
                Some(max) => format!("{} {}—{max} 分", band.grade, band.min),
            };
            let en = |band: &crate::score::Band| match band.max {
                None => format!("{} from {}", band.grade, band.min),
                Some(max) => format!("{} {} to {max}", band.grade, band.min),
            };
            let all = |one: &dyn Fn(&crate::score::Band) -> String, by: &str| {
                scheme.bands.iter().map(one).collect::<Vec<_>>().join(by)
            };
            facts.push((say!("等次", "grades"), Text::new(all(&zh, "，"), all(&en, ", "))));
        }
        facts.extend(places::told(scheme, &|field| self.field(field)));
        if let Some((joined, left)) = &scheme.prorata {
            let (joined, left) = (self.field(joined), self.field(left));
            let text = say!(
                "不满一年的，按{joined}、{left}之间的月数折算",
                "by the months between {joined} and {left} where it is less than a year";
                joined, left
            );
            facts.push((say!("折算", "pro rata"), text));
        }
        facts
    }

    fn lines(&self) -> Vec<Clause> {
        let mut inside = 0;
        let lines = self.scheme.lines.iter().map(|line| {
            let part = matches!(line.does, Does::Part(_));
            let depth = if part || !line.does.earns() && !matches!(line.does, Does::Rate { .. }) { 0 } else { inside };
            inside = if part { 1 } else { inside };
            let name = if line.name.is_empty() { Arc::from("—") } else { line.name.clone() };
            Clause { name, depth, says: self.says(&line.does) }
        });
        lines.collect()
    }

    fn says(&self, does: &Does) -> Vec<Text> {
        match does {
            Does::Part(part) => self.part(part),
            Does::Item(item) => self.item(item),
            Does::Ratio { points } => {
                vec![say!("{points} 分 × 完成 ÷ 应完成", "{points} × done ÷ required")]
            }
            Does::Minimum { need, at_best, due } => {
                let mut says = vec![say!("至少 {need} 个", "at least {need}"), due_in_words(*due)];
                says.extend(at_best.map(|band| {
                    let grade = &self.scheme.bands[band].grade;
                    say!("达不到的，等次不高于“{grade}”", "else \"{grade}\" at best")
                }));
                says
            }
            Does::Rate { floor, at_best, due } => {
                let mut says = vec![say!("完成 ÷ 应完成，不计分", "done ÷ required, without points")];
                if let Some(floor) = floor {
                    let floor = percent(*floor);
                    says.push(say!("不低于 {floor}", "no less than {floor}"));
                    says.push(due_in_words(*due));
                }
                says.extend(at_best.map(|band| {
                    let grade = &self.scheme.bands[band].grade;
                    say!("达不到的，等次不高于“{grade}”", "else \"{grade}\" at best")
                }));
                says
            }
            Does::Clear { part } => match part {
                Some(part) => {
                    let part = &self.scheme.lines[*part].name;
                    vec![say!(
                        "有这种记录的，“{part}”的得分清零",
                        "with such a record the points of {part} are cleared"
                    )]
                }
                None => vec![say!("有这种记录的，得分清零", "with such a record all points are cleared")],
            },
            Does::Veto { band } => {
                let grade = &self.scheme.bands[*band].grade;
                vec![say!(
                    "一票否决：有这种记录的，定为“{grade}”，不排名",
                    "veto: who has such a record is \"{grade}\" and not ranked"
                )]
            }
            Does::Adjust(_) => vec![say!(
                "按核定的记录加减分，写明项目的并入该项，不受该项上限限制",
                "points that records add or take, at the line that they name, beyond its cap"
            )],
            Does::Decide(_) => vec![say!(
                "按集体研究决定的记录定等次、定同分时是否列入",
                "the grade, or the place of those level, as records of decisions give it"
            )],
            Does::Unranked => vec![say!("不参加排名，不占名额", "outside the ranking and the quota")],
        }
    }

    fn part(&self, part: &Part) -> Vec<Text> {
        let mut says = Vec::new();
        if !part.start.is_zero() {
            let start = part.start;
            says.push(say!("起始 {start} 分", "begins with {start}"));
        }
        says.extend(limits(part.min, part.max));
        if part.bonus {
            says.push(match self.scheme.max {
                Some(max) => say!("加分，在总分上限 {max} 之外", "a bonus on top of the cap of {max}"),
                None => say!("加分", "a bonus"),
            });
        }
        says
    }

    fn item(&self, item: &Item) -> Vec<Text> {
        let mut says = self.each(item);
        let unit = item.unit.as_deref().unwrap_or("个");
        if item.from > 1 {
            let from = item.from;
            says.push(say!("从第 {from} {unit}起计", "from number {from} on"));
        }
        if let Some(most) = item.most {
            says.push(say!("最多计 {most} {unit}，取得分最多的", "the best {most} count"));
        }
        says.extend(limits(item.min, item.max));
        says.extend(item.per.map(|per| match per {
            Per::Month => say!("以上按月分别计算", "each month by itself"),
            Per::Quarter => say!("以上按季度分别计算", "each quarter by itself"),
            Per::HalfYear => say!("以上按上下半年分别计算", "each half of the year by itself"),
        }));
        says.extend(self.shares(item));
        if let Some(label) = &item.once {
            says.push(match &item.same {
                Some(same) => {
                    let same = self.field(same);
                    say!(
                        "同一{same}在标“{label}”的各项中只计一次，计在得分最多处",
                        "one {same} counts once under all items marked \"{label}\", where it earns most";
                        same
                    )
                }
                None => say!(
                    "同一记录在标“{label}”的各项中只计一次，计在得分最多处",
                    "one record counts once under all items marked \"{label}\", where it earns most"
                ),
            });
        }
        let dated = item.window.is_some() || item.since.is_some() || item.until.is_some();
        let by = item.date.as_ref().filter(|_| dated).map(|date| self.field(date));
        if let Some((first, last)) = item.window {
            let (from, to) = (day(first), day(last));
            says.push(if first > last {
                say!("计上一年 {from} 至当年 {to} 的", "from {from} of the year before to {to}"; from, to)
            } else {
                say!("计当年 {from} 至 {to} 的", "from {from} to {to}"; from, to)
            });
        }
        says.extend(item.since.map(|since| say!("{since} 起的才计", "since {since}")));
        says.extend(item.until.map(|until| say!("计到 {until} 为止", "until {until}")));
        says.extend(by.map(|by| say!("以“{by}”为准", "by the day in {by}"; by)));
        says
    }

    /// What one is worth.
    fn each(&self, item: &Item) -> Vec<Text> {
        let unit = item.unit.as_deref().unwrap_or("个");
        match &item.each {
            Each::Fixed(points) => vec![say!("每{unit} {points} 分", "{points} each")],
            Each::By { field, table } => {
                let list = |lang: Lang| {
                    let one = |(value, points): &(String, Points)| {
                        let value = self.value(field, value);
                        let value = value.get(lang);
                        if lang == Lang::Zh { format!("{value} {points} 分") } else { format!("{value} {points}") }
                    };
                    table.iter().map(one).collect::<Vec<_>>().join(if lang == Lang::Zh { "，" } else { ", " })
                };
                let (field, table) = (self.field(field), Text::new(list(Lang::Zh), list(Lang::En)));
                vec![say!("每{unit}按{field}计：{table}", "each by {field}: {table}"; field, table)]
            }
            Each::Shares => Vec::new(),
        }
    }

    /// How several share.
    fn shares(&self, item: &Item) -> Vec<Text> {
        let mut says = Vec::new();
        match item.share {
            Share::All => {}
            Share::First => says.push(say!("几人联名的，只计第一人", "of several only the first counts")),
            Share::Half => says.push(say!(
                "几人联名的，第一人计一半，其余的人分另一半",
                "of several the first gets half, the others share the rest"
            )),
            Share::Pair(first, other) => says
                .push(say!("第一人 {first} 分，其余每人 {other} 分", "{first} for the first, {other} for each other")),
        }
        if !item.sponsors.is_empty() {
            let (zh, en) = self.fields(&item.sponsors);
            let fields = Text::new(zh, en);
            says.push(say!("联名的人依次见{fields}", "sponsors stand in {fields}"; fields));
        }
        if let Some(most) = item.at_most {
            says.push(say!("第 {most} 人以后的不计", "those after number {most} do not count"));
        }
        says
    }

    fn fields(&self, names: &[String]) -> (String, String) {
        let all = |lang: Lang, by: &str| {
            names.iter().map(|name| self.field(name).get(lang).to_owned()).collect::<Vec<_>>().join(by)
        };
        (all(Lang::Zh, "、"), all(Lang::En, ", "))
    }

    /// What people call a field: that of the kind that is scored, or of most kinds that have one.
    fn field(&self, name: &str) -> Text {
        if let Some(own) = self.kinds.kind(&self.scheme.on).and_then(|kind| kind.field(name)) {
            return own.label.clone();
        }
        usual(self.kinds.kinds.iter().filter_map(|kind| kind.field(name)).map(|field| &field.label), name)
    }

    /// What people call a value of a field, likewise.
    fn value(&self, field: &str, value: &str) -> Text {
        let fields = self.kinds.kinds.iter().filter_map(|kind| kind.field(field));
        let values = fields.filter_map(|field| field.ty.enumerated()).flatten();
        usual(values.filter(|known| known.name == value).map(|known| &known.label), value)
    }
}

/// The label that most have, the first of equals; a name where there is none.
fn usual<'l>(labels: impl Iterator<Item = &'l Text>, name: &str) -> Text {
    let mut counts: Vec<(&Text, usize)> = Vec::new();
    for label in labels {
        match counts.iter_mut().find(|(known, _)| *known == label) {
            Some((_, count)) => *count += 1,
            None => counts.push((label, 1)),
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max();
    let first = counts.into_iter().find(|(_, count)| Some(*count) == most);
    first.map_or_else(|| Text::same(name), |(label, _)| label.clone())
}

fn limits(min: Option<Points>, max: Option<Points>) -> Option<Text> {
    match (min, max) {
        (None, None) => None,
        (Some(min), None) => Some(say!("不低于 {min} 分", "no less than {min}")),
        (None, Some(max)) => Some(say!("不超过 {max} 分", "no more than {max}")),
        (Some(min), Some(max)) => Some(say!("{min} 至 {max} 分", "{min} to {max}")),
    }
}

fn due_in_words(due: Due) -> Text {
    match due {
        Due::YEAR => say!("年底以前", "by the end of the year"),
        Due::By(by) => {
            let by = day(by);
            say!("{by}以前", "by {by}"; by)
        }
        Due::Every(1) => say!("平分到各月", "in equal parts, each month"),
        Due::Every(3) => say!("平分到各季度", "in equal parts, each quarter"),
        Due::Every(6) => say!("平分到上下半年", "in equal parts, each half of the year"),
        Due::Every(months) => say!("每 {months} 个月一份", "in equal parts, every {months} months"),
    }
}

fn day((month, day): MonthDay) -> Text {
    Text::new(format!("{month}月{day}日"), format!("{month:02}-{day:02}"))
}
