//! The table itself, in the order of `docs/scripts.md`.

use super::Gives::{
    Common, Element, Elements, FieldOr, GroupItems, GroupKey, Groups, Is as Gives, MapValues, Maybe, MaybeElement,
    MaybeRecord, Picked, Picks, Receiver, Records, Texts,
};
use super::Shape::{
    Any, Array, Award, Bool, Card, Collection, Ctx, Date, Decimal, Finding, Function, Group, Int, Map, Number, Params,
    Period, Place, Range, Record, Scheme, Text, Time, View,
};
use super::{Form, Parameter, Shape, Signature, Wants};

const fn p(name: &'static str, wants: Wants) -> Parameter {
    Parameter { name, wants }
}
const fn is(name: &'static str, shape: Shape) -> Parameter {
    p(name, Wants::Is(shape))
}
const fn function(
    name: &'static str,
    parameters: &'static [Parameter],
    gives: super::Gives,
    doc: &'static str,
) -> Signature {
    Signature { on: None, form: Form::Function, name, parameters, gives, doc }
}
const fn method(
    on: Shape,
    name: &'static str,
    parameters: &'static [Parameter],
    gives: super::Gives,
    doc: &'static str,
) -> Signature {
    Signature { on: Some(on), form: Form::Method, name, parameters, gives, doc }
}
const fn property(on: Shape, name: &'static str, gives: super::Gives, doc: &'static str) -> Signature {
    Signature { on: Some(on), form: Form::Property, name, parameters: &[], gives, doc }
}

const TEST: &[Parameter] = &[p("f", Wants::Test)];
const PICK: &[Parameter] = &[p("f", Wants::Pick)];
const PICK_NUMBER: &[Parameter] = &[p("f", Wants::PickNumber)];
const PICK_ORDERED: &[Parameter] = &[p("f", Wants::PickOrdered)];
const FIELD: &[Parameter] = &[p("field", Wants::Field)];
const TEXT: &[Parameter] = &[is("text", Text)];
const X: &[Parameter] = &[is("x", Number)];
const NAME: Parameter = is("name", Text);
const OPTIONS: Parameter = is("options", Map);
const PAIR: &[Parameter] = &[p("a", Wants::Ordered), p("b", Wants::Ordered)];

/// Every entry.
pub(super) const TABLE: &[Signature] = &[
    // ctx
    property(Ctx, "params", Gives(Params), "规则包的参数：ctx.params.名称"),
    property(Ctx, "body", Gives(Text), "正在检查的单位的编号"),
    property(Ctx, "year", Gives(Int), "正在检查的年度"),
    property(Ctx, "today", Gives(Date), "检查所依据的日期"),
    method(Ctx, "all", &[p("kind", Wants::Kind)], Records, "本单位本年度某一类的全部记录"),
    method(Ctx, "all", &[p("kind", Wants::Kind), is("year", Int)], Records, "本单位某一年度某一类的全部记录"),
    method(Ctx, "find", &[p("kind", Wants::Kind), is("key", Any)], MaybeRecord, "按编号找一条记录；没有时为 ()"),
    // Records and tables
    property(Record, "key", Gives(Text), "记录的编号"),
    property(Record, "kind", Gives(Text), "记录的类别"),
    property(Record, "body", Gives(Text), "记录所属的单位"),
    property(Record, "year", Gives(Int), "记录所属的年度"),
    method(Record, "has", FIELD, Gives(Bool), "是否填了这个字段"),
    method(Record, "get", &[p("field", Wants::Field), is("default", Any)], FieldOr, "字段的值；没有填时取默认值"),
    method(Record, "at", FIELD, Gives(Place), "字段所在的位置，用于报告问题"),
    method(Map, "has", FIELD, Gives(Bool), "表中是否有这一项"),
    method(Map, "get", &[p("field", Wants::Field), is("default", Any)], FieldOr, "表中一项的值；没有时取默认值"),
    method(Map, "keys", &[], Texts, "各项的名称"),
    method(Map, "values", &[], MapValues, "各项的值"),
    method(Map, "len", &[], Gives(Int), "有几项"),
    method(Map, "contains", &[is("key", Text)], Gives(Bool), "表中是否有这一项，也写作 key in m"),
    // Collections
    method(Collection, "filter", TEST, Receiver, "只留下符合条件的"),
    method(Collection, "map", PICK, Picks, "每一个换成函数给出的值"),
    method(Collection, "count", &[], Gives(Int), "有多少个"),
    method(Collection, "count", TEST, Gives(Int), "符合条件的有多少个"),
    method(Collection, "len", &[], Gives(Int), "有多少个"),
    method(Collection, "is_empty", &[], Gives(Bool), "是否一个也没有"),
    method(Collection, "any", TEST, Gives(Bool), "是否至少有一个符合条件"),
    method(Collection, "all", TEST, Gives(Bool), "是否全都符合条件"),
    method(Collection, "none", TEST, Gives(Bool), "是否没有一个符合条件"),
    method(Collection, "sum", PICK_NUMBER, Gives(Number), "合计；没有记录时为 0"),
    method(Collection, "min", PICK_ORDERED, Picked, "最小的值；没有记录时出错"),
    method(Collection, "max", PICK_ORDERED, Picked, "最大的值；没有记录时出错"),
    method(Collection, "group_by", PICK, Groups, "按值分组，各组有 key 和 items"),
    method(Collection, "distinct", &[], Elements, "去掉重复的，按首次出现的次序"),
    method(Collection, "distinct", PICK, Picks, "各不相同的值，按首次出现的次序"),
    method(Collection, "sort_by", PICK_ORDERED, Receiver, "按值从小到大排列"),
    method(Collection, "first", &[], Element, "第一个；没有时出错"),
    method(Collection, "last", &[], Element, "最后一个；没有时出错"),
    method(
        Collection,
        "where",
        &[p("field", Wants::Field), p("value", Wants::FieldValue)],
        Receiver,
        "字段等于该值的记录",
    ),
    method(Collection, "find", TEST, MaybeElement, "第一个符合条件的；没有时为 ()"),
    method(Array, "sum", &[], Gives(Number), "合计；空列表为 0"),
    method(Array, "min", &[], Element, "最小的；空列表出错"),
    method(Array, "max", &[], Element, "最大的；空列表出错"),
    method(View, "and", &[is("records", View)], Receiver, "连同另一组同类记录，重复的只留一条"),
    method(View, "contains", &[is("record", Record)], Gives(Bool), "是否含有该记录"),
    method(Array, "contains", &[p("value", Wants::Element)], Gives(Bool), "是否含有该值，也写作 value in array"),
    method(Array, "push", &[is("value", Any)], Gives(Shape::Unit), "在末尾添上一项"),
    method(Array, "reverse", &[], Receiver, "倒过来排列"),
    method(Array, "join", &[is("separator", Text)], Gives(Text), "连成一段文字"),
    property(Group, "key", GroupKey, "这一组共有的值"),
    property(Group, "items", GroupItems, "这一组的各项"),
    method(Range, "contains", &[is("n", Int)], Gives(Bool), "整数是否在区间之内"),
    // Findings
    function("fail", &[p("at", Wants::Spot), is("message", Text)], Gives(Finding), "报告一个问题"),
    function(
        "due",
        &[is("date", Date), is("done", Bool), p("at", Wants::Spot), is("message", Text)],
        Gives(Finding),
        "报告到期应完成的事项：已完成则无，到期前为待办，过期为问题",
    ),
    method(Finding, "help", TEXT, Gives(Finding), "说明下一步怎么办"),
    method(Finding, "warn", &[], Gives(Finding), "这一个问题只作警告；规则要写明 may_warn: true"),
    method(Finding, "see", &[p("other", Wants::Spot), is("note", Text)], Gives(Finding), "再指出一处"),
    // Scores
    method(Scheme, "part", &[NAME, OPTIONS], Gives(Shape::Unit), "计分办法的一部分，其下各行归于它"),
    method(Scheme, "part", &[NAME, OPTIONS, is("whom", Function)], Gives(Shape::Unit), "只适用于一些人的一部分"),
    method(Scheme, "item", &[NAME, OPTIONS, is("records", Function)], Gives(Shape::Unit), "一项：每条记录计几分"),
    method(
        Scheme,
        "ratio",
        &[NAME, OPTIONS, is("done", Function), is("required", Function)],
        Gives(Shape::Unit),
        "按比例的一项：分值 × 完成 ÷ 应完成",
    ),
    method(Scheme, "minimum", &[NAME, is("need", Number), is("records", Function)], Gives(Shape::Unit), "至少要有几个"),
    method(
        Scheme,
        "minimum",
        &[NAME, is("need", Number), OPTIONS, is("records", Function)],
        Gives(Shape::Unit),
        "至少要有几个，达不到时等次不高于 at_best",
    ),
    method(
        Scheme,
        "veto",
        &[NAME, is("grade", Text), is("records", Function)],
        Gives(Shape::Unit),
        "有这种记录的，不论得分，一律定为该等次",
    ),
    method(Scheme, "unranked", &[is("whom", Function)], Gives(Shape::Unit), "不参加排名的人"),
    function("param", TEXT, Gives(Any), "规则包的参数，用在计分办法的说明和选项里"),
    function("award", &[is("record", Record), is("units", Number)], Gives(Award), "一条记录按几次（件、天）计分"),
    method(Ctx, "score", &[is("record", Record)], Maybe(Card), "本年度的积分卡；没有时为 ()"),
    method(Ctx, "score", &[is("scheme", Text), is("record", Record)], Maybe(Card), "某一计分办法的积分卡；没有时为 ()"),
    property(Card, "points", Gives(Decimal), "得分"),
    property(Card, "whole", Gives(Decimal), "折算到全年的得分，按它定等次、排名次"),
    property(Card, "grade", Maybe(Text), "等次；计分办法不分等次时为 ()"),
    property(Card, "rank", Maybe(Int), "名次；不参加排名时为 ()"),
    property(Card, "complete", Gives(Bool), "是否完整：数据有错时不完整，没有得分"),
    property(Card, "short", Texts, "没有达到的最低要求"),
    method(Card, "points_of", TEXT, Gives(Decimal), "某一部分或某一项的得分"),
    // Dates and periods
    function("date", TEXT, Gives(Date), "日期：date(\"2026-03-01\")"),
    function("date", &[is("year", Int), is("month", Int), is("day", Int)], Gives(Date), "日期：date(2026, 3, 1)"),
    property(Date, "year", Gives(Int), "年"),
    property(Date, "month", Gives(Int), "月"),
    property(Date, "day", Gives(Int), "日"),
    property(Date, "quarter", Gives(Int), "季度"),
    property(Date, "weekday", Gives(Int), "星期几（1 为星期一）"),
    method(Date, "month_of", &[], Gives(Period), "所在的月份"),
    method(Date, "quarter_of", &[], Gives(Period), "所在的季度"),
    function("period", TEXT, Gives(Period), "时段：period(\"2026-Q1\")"),
    function("month", &[is("year", Int), is("month", Int)], Gives(Period), "月份：month(2026, 3)"),
    function("quarter", &[is("year", Int), is("quarter", Int)], Gives(Period), "季度：quarter(2026, 1)"),
    property(Period, "first", Gives(Date), "第一天"),
    property(Period, "last", Gives(Date), "最后一天"),
    property(Period, "year", Gives(Int), "年"),
    property(Period, "month", Gives(Int), "月；时段长于一个月时出错"),
    property(Period, "quarter", Gives(Int), "季度；时段长于一个季度时出错"),
    property(Period, "unit", Gives(Text), "长短：day、month、quarter 或 year"),
    method(Period, "contains", &[is("date", Date)], Gives(Bool), "日期是否在时段之内"),
    property(Time, "hour", Gives(Int), "时"),
    property(Time, "minute", Gives(Int), "分"),
    // Working days
    method(Ctx, "is_workday", &[is("date", Date)], Gives(Bool), "是否工作日"),
    method(Ctx, "holiday", &[is("date", Date)], Gives(Text), "节假日的名称；不是节假日时为空"),
    method(Ctx, "add_workdays", &[is("date", Date), is("n", Int)], Gives(Date), "之后第 n 个工作日；n 为负时在此之前"),
    method(Ctx, "workdays", &[is("from", Date), is("to", Date)], Gives(Int), "from 之后至 to（含）的工作日数"),
    method(Ctx, "knows_calendar", &[is("date", Date)], Gives(Bool), "该日是否在已知的年份之内"),
    // Words and numbers
    function("label", &[is("value", Any)], Gives(Text), "人们的叫法：枚举值或名称的中文名，记录的名称"),
    method(Text, "len", &[], Gives(Int), "有多少个字"),
    method(Text, "is_empty", &[], Gives(Bool), "是否为空"),
    method(Text, "contains", TEXT, Gives(Bool), "是否含有这段文字"),
    method(Text, "starts_with", TEXT, Gives(Bool), "是否以这段文字开头"),
    method(Text, "ends_with", TEXT, Gives(Bool), "是否以这段文字结尾"),
    method(Text, "split", &[is("separator", Text)], Texts, "按分隔符拆开"),
    method(Text, "trim", &[], Gives(Text), "去掉首尾空白"),
    method(Text, "replace", &[is("find", Text), is("with", Text)], Gives(Text), "把一段文字换成另一段"),
    method(Text, "to_upper", &[], Gives(Text), "转为大写"),
    method(Text, "to_lower", &[], Gives(Text), "转为小写"),
    method(Text, "sub_string", &[is("start", Int)], Gives(Text), "从第几个字（从 0 数起）取到末尾"),
    method(Text, "sub_string", &[is("start", Int), is("len", Int)], Gives(Text), "从第几个字（从 0 数起）取若干字"),
    function("quotient", &[is("a", Number), is("b", Number)], Gives(Int), "整数商：a 除以 b，舍去小数"),
    function("abs", X, Common, "绝对值"),
    function("round", X, Gives(Number), "四舍五入到整数"),
    function("round", &[is("x", Number), is("digits", Int)], Gives(Number), "四舍五入到几位小数"),
    function("floor", X, Gives(Number), "向下取整"),
    function("ceiling", X, Gives(Number), "向上取整"),
    function("to_string", &[is("value", Any)], Gives(Text), "转为文字"),
    function("to_decimal", X, Gives(Decimal), "转为小数"),
    function("parse_int", TEXT, Gives(Int), "文字转为整数"),
    function("min", PAIR, Common, "两个中较小的"),
    function("max", PAIR, Common, "两个中较大的"),
];
