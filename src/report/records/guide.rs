//! How a table of records is filled in: a row for each of its columns.

use crate::report::fields::{limits, word};
use crate::report::records::Form;
use crate::report::records::values::{BOOLS, chosen};
use crate::workbook::{Cell, Column, Table};
use yize_core::language::{Lang, Text};
use yize_core::say;
use yize_core::schema::{Field, Type};

/// The most values that are listed.
const LISTED: usize = 100;

/// What kinds are called, by name.
pub(crate) type Called<'c> = &'c dyn Fn(&str) -> String;

/// What is to be written in each column.
#[must_use]
pub(crate) fn guide(form: &Form, bodies: &[String], called: Called<'_>, lang: Lang) -> Table {
    let heads = [
        say!("列", "column"),
        say!("类型", "type"),
        say!("必填", "required"),
        say!("填什么", "what to write"),
        say!("要求", "limits"),
    ];
    let text = |text: Text| Cell::text(text.get(lang));
    let ids = bodies.join(if lang == Lang::Zh { "、" } else { ", " });
    let body = say!("单位的编号：{ids}", "the id of the body: {ids}");
    let year = say!("四位数的年份，如 2026", "a year of four digits, such as 2026");
    let own = [(say!("文字", "text"), body), (say!("整数", "whole number"), year)];
    let own = own.into_iter().take(1 + usize::from(form.yearly));
    let own = own.map(|(ty, what)| [text(ty), required(false, lang), text(what), Cell::Empty]);
    let of_field = |own: &Vec<Field>| {
        let field = &own[0];
        let optional = own.iter().all(|field| field.optional);
        let what = what(&field.ty, called);
        [text(word(&field.ty)), required(optional, lang), text(what), Cell::text(limits(field, lang))]
    };
    let rows = form.heads(lang).into_iter().zip(own.chain(form.fields.iter().map(of_field)));
    Table {
        name: say!("填表说明", "How to fill in").get(lang).to_owned(),
        columns: heads.map(|head| Column::text(head.get(lang))).into(),
        rows: rows.map(|(head, cells)| std::iter::once(Cell::text(head)).chain(cells).collect()).collect(),
    }
}

fn required(optional: bool, lang: Lang) -> Cell {
    Cell::text(if optional { say!("否", "no") } else { say!("是", "yes") }.get(lang))
}

/// What is written in a cell of a type.
fn what(ty: &Type, called: Called<'_>) -> Text {
    match ty {
        Type::String | Type::Integer | Type::Decimal => Text::same(""),
        Type::Bool => Text::same(BOOLS.join("、")),
        Type::Date => say!("如 2026-03-05", "such as 2026-03-05"),
        Type::Time => say!("如 09:30", "such as 09:30"),
        Type::Period => say!(
            "年、季度、月或日：2026、2026-Q1、2026-03、2026-03-05",
            "a year, quarter, month or day: 2026, 2026-Q1, 2026-03, 2026-03-05"
        ),
        Type::Enum(values) => {
            let labels: Vec<&str> = values.iter().take(LISTED).map(|value| chosen(values, &value.name)).collect();
            let (all, count) = (labels.join("、"), values.len());
            if count > LISTED {
                say!("{all}等 {count} 个", "{all} and so on, {count} in all")
            } else {
                Text::same(all)
            }
        }
        Type::Ref(kind) => {
            let kind = called(kind);
            say!("{kind}的编号", "the key of a record of {kind}")
        }
        Type::List(of) => {
            let each = what(of, called);
            say!("可以有多个，用“、”隔开；{each}", "several, with `、` between them; {each}"; each)
        }
        Type::Table(fields) => {
            let parts: Vec<String> = fields.iter().map(|field| format!("{} = …", field.name)).collect();
            let labels: Vec<&str> = fields.iter().map(|field| field.label.get(Lang::Zh)).collect();
            let (parts, labels) = (parts.join(", "), labels.join("、"));
            say!("写成 {{ {parts} }}：{labels}", "written {{ {parts} }}: {labels}")
        }
    }
}
