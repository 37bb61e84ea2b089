//! What every record has.

use crate::language::Lang;
use crate::native::access::Access;
use crate::native::entry::{Entry, Run};
use crate::native::functions::fields::{at, get, has};
use crate::native::records::unknown;
use crate::native::shape::Shape::{Any, Bool, Int, Place, Record, Text};
use crate::native::shape::{Gives, Parameter, Wants};
use crate::native::state::State;
use crate::native::stop::{Answer, mismatch};
use crate::native::value::{Data, Value};

const FIELD: &[Parameter] = &[Parameter::new("field", Wants::Field)];

/// The entries.
pub(crate) const TABLE: &[Entry] = &[
    Entry::property(Record, "key", Gives::Is(Text))
        .says("记录的编号", "the record's key")
        .shows("member.key == \"A\"")
        .does(Run::One(|state, record| property(state, &record, Access::Key))),
    Entry::property(Record, "kind", Gives::Is(Text))
        .says("记录的类别", "the name of its kind")
        .shows("member.kind == \"member\"")
        .does(Run::One(|state, record| property(state, &record, Access::Kind))),
    Entry::property(Record, "body", Gives::Is(Text))
        .says("记录所属的单位", "the id of the body that it belongs to")
        .shows("member.body == ctx.body")
        .does(Run::One(|state, record| property(state, &record, Access::Body))),
    Entry::property(Record, "year", Gives::Is(Int))
        .says("记录所属的年度；不分年度的为 0", "its year; 0 for a kind that is not yearly")
        .shows("member.year == 2026")
        .does(Run::One(|state, record| property(state, &record, Access::Year))),
    Entry::method(Record, "has", FIELD, Gives::Is(Bool))
        .says("是否填了这个字段", "whether the field is given")
        .shows("member.has(\"age\")")
        .does(Run::Two(has)),
    Entry::method(
        Record,
        "get",
        &[Parameter::new("field", Wants::Field), Parameter::is("default", Any)],
        Gives::FieldOr,
    )
    .says("字段的值；没有填时取默认值", "the field's value, or the default where it is not given")
    .shows("member.get(\"age\", 0) == 45")
    .does(Run::Three(get)),
    Entry::method(Record, "at", FIELD, Gives::Is(Place))
        .says("字段所在的位置，用于报告问题", "the place of the field, to report a finding there")
        .shows("fail(member.at(\"age\"), \"年龄有误\")")
        .does(Run::Two(at)),
    Entry::method(Record, "label", FIELD, Gives::Is(Text))
        .says("字段或链接的中文名", "what people call the field or link")
        .shows("member.label(\"sector\") == \"界别\"")
        .does(Run::Two(label)),
];

fn property(state: &mut State<'_>, record: &Value, access: Access) -> Answer {
    let Data::Record(row) = record.data else { return Err(mismatch()) };
    state.property(row, access)
}

fn label(state: &mut State<'_>, record: Value, field: Value) -> Answer {
    let Data::Record(row) = record.data else { return Err(mismatch()) };
    let (kind, name) = (state.store.kind(row), state.letters(&field)?);
    state.pay_for_search(kind, name)?;
    match Access::find(kind, name) {
        Some(Access::Column(column)) => state.known_text(kind.fields[column as usize].label.get(Lang::Zh)),
        Some(Access::Link(link)) => state.known_text(kind.links[usize::from(link)].label.get(Lang::Zh)),
        _ => Err(unknown(kind, name)),
    }
}
