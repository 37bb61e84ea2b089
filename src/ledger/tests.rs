//! Workbooks as the programs of offices write them. `tests/ledgers/make.py` made them.

use std::path::Path;

use yize_core::Lang;
use yize_core::sheet::{Area, Book, Inside, Refusal, Workbooks as _};

use super::Ledgers;

macro_rules! file {
    ($name:literal) => {
        ($name, &include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/ledgers/", $name))[..])
    };
}

mod written;
mod hostile;

fn read((name, bytes): (&str, &[u8])) -> Book {
    Ledgers.read(Path::new(name), bytes).unwrap_or_else(|refusal| panic!("{name}: {refusal:?}"))
}

fn rows(text: &str) -> Vec<Vec<Inside<'_>>> {
    text.split('\n').map(|row| row.split('\t').map(Inside::of).collect()).collect()
}

#[test]
fn one_table_reads_the_same_whoever_wrote_it() {
    use Inside::{Bool, Day, Empty, Moment, Month, Number, Percent, Text, Time};
    let wanted = read(file!("openpyxl.xlsx"));
    let [table, below] = &wanted.sheets[..] else { panic!("two sheets") };
    assert_eq!(
        rows(&table.text),
        [
            vec![Text("委员名册 & <表>")],
            ["编号", "姓名", "界别", "日期", "时刻", "钟点", "月份", "比例", "备注"].map(Text).to_vec(),
            vec![
                Text("0001"),
                Text("委员甲"),
                Number("87.5"),
                Day("2026-03-05"),
                Moment("2026-03-05 09:30:00"),
                Time("09:30:00"),
                Month("2026-03-01"),
                Percent("0.85"),
                Text("第一行\u{b}第二行"),
            ],
            vec![Empty],
            vec![
                Text("0002"),
                Text("委员乙 "),
                Number("3"),
                Day("2026-03-05"),
                Bool("true"),
                Bool("false"),
                Month("2026-03-01"),
                Percent("1"),
                Text(" 前后空格 "),
            ],
            vec![Empty, Empty, Number("-1234567.25"), Empty, Empty, Empty, Empty, Empty, Text("𠮷")],
        ]
    );
    assert!(below.hidden && !table.hidden);
    assert_eq!(table.merged, [Area { first: (0, 0), last: (0, 8) }]);
    for file in [file!("openpyxl-1904.xlsx"), file!("bare.xlsx"), file!("prefixed.xlsx"), file!("libreoffice.xlsx")] {
        let book = read(file);
        for (sheet, wanted) in book.sheets.iter().zip(&wanted.sheets) {
            assert_eq!(rows(&sheet.text), rows(&wanted.text), "{}", file.0);
        }
        assert_eq!(book, wanted, "{}", file.0);
    }
}

#[test]
fn one_list_reads_the_same_in_every_encoding() {
    let wanted = read(file!("utf-8.csv"));
    assert!(!wanted.typed && wanted.said.is_empty());
    let text = "编号\t姓名\t说明\n0001\t委员甲\t一,二\n\n0002\t委员乙\t第一行\u{b}第二行";
    assert_eq!(wanted.sheets[0].text, text);
    for (file, says) in [
        (file!("utf-8-bom.csv"), "按带 BOM 的 UTF-8 编码读取"),
        (file!("gbk.csv"), "按 GBK 编码读取"),
        (file!("utf-16le.csv"), "按 UTF-16LE 编码读取"),
        (file!("utf-16be.csv"), "按 UTF-16BE 编码读取"),
        (file!("utf-16.tsv"), "按 UTF-16LE 编码读取；以制表符分列"),
        (file!("semicolon.csv"), "以“;”分列"),
        (file!("gb18030.csv"), "按 GB 18030 编码读取"),
    ] {
        let book = read(file);
        let said: Vec<&str> = book.said.iter().map(|text| text.get(Lang::Zh)).collect();
        assert_eq!(said.join("；"), says, "{}", file.0);
        let sheet = &book.sheets[0];
        assert_eq!(sheet.text.strip_suffix("\n0003\t𠮷").unwrap_or(&sheet.text), text, "{}", file.0);
        assert_eq!(Some(sheet.name.as_str()), file.0.rsplit_once('.').map(|(stem, _)| stem));
    }
}

#[test]
fn what_is_no_workbook_is_refused() {
    let refused = |name: &str, bytes: &[u8]| Ledgers.read(Path::new(name), bytes).expect_err(name);
    let says = |name: &str, bytes: &[u8]| match refused(name, bytes) {
        Refusal::Other(text) => text.get(Lang::Zh).to_owned(),
        other => panic!("{name}: {other:?}"),
    };
    assert_eq!(refused("a.xlsx", b""), Refusal::Empty);
    assert_eq!(refused("a.xlsx", b"PK\x03\x04"), Refusal::Damaged);
    let whole = file!("openpyxl.xlsx").1;
    assert_eq!(refused("a.xlsx", &whole[..whole.len() / 2]), Refusal::Damaged);
    assert_eq!(refused("a.csv", b"a,b\n\x00\x01"), Refusal::Damaged);
    assert!(says("a.csv", "<html><table><tr><td>甲".as_bytes()).starts_with("它的内容是网页"));
    assert_eq!(says("a.csv", "姓名\n\"委员甲,1\n委员乙,2".as_bytes()), "第 2 行的引号没有结束");
    let broken = ["姓名,界别\n委员甲,经济\n委员".as_bytes(), b"\xe4\xb9\n"].concat();
    assert!(says("a.csv", &broken).starts_with("第 3 行有不合 UTF-8 编码的字节"), "{}", says("a.csv", &broken));
    let mut broken = file!("gbk.csv").1.to_vec();
    broken.extend(b"\xc1\xff");
    assert!(says("a.csv", &broken).starts_with("第 6 行有不合 gb18030 编码的字节"), "{}", says("a.csv", &broken));
}

#[test]
fn a_workbook_is_known_by_its_ending() {
    for (name, is) in [
        ("台账/委员.xlsx", true),
        ("委员.XLSX", true),
        ("委员.csv", true),
        ("~$委员.xlsx", false),
        (".~委员.xlsx", false),
        (".~lock.委员.xlsx#", false),
        ("委员.toml", false),
        (".csv", false),
        ("csv", false),
    ] {
        assert_eq!(Ledgers.reads(Path::new(name)), is, "{name}");
    }
}
