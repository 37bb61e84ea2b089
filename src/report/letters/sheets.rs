//! Letters as tables: what a document says in sentences stands in columns, so that it can be sorted and joined.

use crate::report::letters::{Item, Notice, Paper};
use crate::workbook::{Cell, Column, Head, Table};
use yize_core::language::{Lang, Text};
use yize_core::say;

fn table(name: Text, heads: impl IntoIterator<Item = Head>, rows: Vec<Vec<Cell>>, lang: Lang) -> Table {
    let columns = heads.into_iter().map(|(of, head)| of(head.get(lang).to_owned())).collect();
    Table { name: name.get(lang).to_owned(), columns, rows }
}

/// A notice: a finding a row, each with whom it concerns.
pub(super) fn notice(own: &Notice, lang: Lang) -> Vec<Table> {
    let heads: [Head; 12] = [
        (Column::text, say!("写给", "to")),
        (Column::text, say!("编号", "key")),
        (Column::text, say!("单位", "body")),
        (Column::day, say!("截至", "as of")),
        (Column::text, say!("类别", "sort")),
        (Column::text, say!("事项", "what")),
        (Column::day, say!("期限", "due")),
        (Column::number, say!("还有天数", "days left")),
        (Column::text, say!("记录", "record")),
        (Column::text, say!("字段", "field")),
        (Column::text, say!("办法", "next")),
        (Column::text, say!("依据", "basis")),
    ];
    let sorts =
        [(say!("需要改正或补办", "to be put right"), &own.wrong), (say!("即将到期", "to be done"), &own.pending)];
    let rows = sorts.iter().flat_map(|(sort, items)| items.iter().map(move |item| (sort, item)));
    let rows = rows.map(|(sort, item)| {
        let basis = if item.basis.is_empty() { &item.title } else { &item.basis };
        vec![
            Cell::text(own.name.as_str()),
            Cell::key(own.key.as_str()),
            Cell::text(own.unit.as_str()),
            day(&own.as_of),
            Cell::text(sort.get(lang)),
            Cell::text(item.message.as_str()),
            day(&item.due),
            item.days.map(Cell::from).unwrap_or_default(),
            Cell::text(item.record.as_str()),
            Cell::text(item.field.as_str()),
            Cell::text(item.help.as_str()),
            Cell::text(basis.as_str()),
        ]
    });
    vec![table(say!("履职提醒", "Notice"), heads, rows.collect(), lang)]
}

/// A card: what it says, its lines, and what is open.
pub(super) fn card(own: &Paper, lang: Lang) -> Vec<Table> {
    let heads: [Head; 2] = [(Column::text, say!("项", "what")), (Column::text, say!("内容", "is"))];
    let mut facts = vec![
        (say!("计分办法", "scheme"), Cell::text(own.heading.as_str())),
        (say!("结果", "standing"), Cell::text(own.standing.as_str())),
        (say!("姓名", "name"), Cell::text(own.name.as_str())),
        (say!("编号", "id"), Cell::key(own.key.as_str())),
        (say!("得分", "points"), Cell::number(&own.points)),
        (say!("名次", "rank"), Cell::number(&own.rank)),
        (say!("等次", "grade"), Cell::text(own.grade.as_str())),
        (say!("依据", "basis"), Cell::text(own.basis.as_str())),
    ];
    if !own.complete {
        facts.push((say!("说明", "remark"), Cell::text(say!("得分不完整", "the points are incomplete").get(lang))));
    }
    facts.extend(own.remarks.iter().map(|remark| (say!("说明", "remark"), Cell::text(remark.as_str()))));
    let facts = facts.into_iter().map(|(what, is)| vec![Cell::text(what.get(lang)), is]).collect();
    let mut tables = vec![table(say!("积分卡", "Card"), heads, facts, lang)];

    let heads: [Head; 4] = [
        (Column::number, say!("层次", "depth")),
        (Column::text, say!("项目和依据的记录", "line and record")),
        (Column::text, say!("日期", "day")),
        (Column::number, say!("分", "points")),
    ];
    let lines = own.lines.iter().map(|line| {
        let (text, day) = (Cell::text(line.text.as_str()), Cell::key(line.day.as_str()));
        vec![line.depth.into(), text, day, Cell::number(&line.points)]
    });
    tables.push(table(say!("得分明细", "Points"), heads, lines.collect(), lang));

    let heads: [Head; 2] = [(Column::text, say!("事项", "what")), (Column::day, say!("期限", "due"))];
    let open: Vec<Vec<Cell>> = own.open.iter().map(|item| vec![Cell::text(item.message.as_str()), due(item)]).collect();
    if !open.is_empty() {
        tables.push(table(say!("未办和待改的", "Open"), heads, open, lang));
    }
    tables
}

fn due(item: &Item) -> Cell {
    day(&item.due)
}

/// A day, where the text is one.
fn day(text: &str) -> Cell {
    text.parse().map_or_else(|_| Cell::text(text), Cell::Day)
}
