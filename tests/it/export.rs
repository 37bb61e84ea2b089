//! What is exported: records, findings, scores, duties and calendars as workbooks and CSV, and ledgers that are yet to be filled in.

use std::io::Cursor;

use calamine::{Data, Range, Reader as _, SheetVisible, Xlsx};

use crate::support::Workdir;

type Book = Xlsx<Cursor<Vec<u8>>>;

fn book(dir: &Workdir, file: &str) -> Book {
    Xlsx::new(Cursor::new(std::fs::read(dir.path(file)).expect("written"))).expect("a workbook")
}

/// The only visible sheet that a workbook begins with.
fn first(book: &mut Book) -> Range<Data> {
    book.worksheet_range_at(0).expect("a sheet").expect("readable")
}

fn heads(range: &Range<Data>) -> Vec<String> {
    range.rows().next().expect("a heading").iter().map(ToString::to_string).collect()
}

/// A part of the archive as it is.
fn part(dir: &Workdir, file: &str, name: &str) -> String {
    let bytes = std::fs::read(dir.path(file)).expect("written");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    std::io::read_to_string(archive.by_name(name).expect("a part")).expect("text")
}

fn city(name: &str) -> Workdir {
    Workdir::bare().copy(&format!("examples/{name}"), name)
}

#[test]
fn records_of_a_kind_are_a_row_each_with_labels_above_and_types_below() {
    let dir = city("baoding");
    dir.yize("export 委员 baoding --as-of 2026-06-30 --out m.xlsx --lang zh").exits(0);
    let mut book = book(&dir, "m.xlsx");
    assert_eq!(book.sheet_names()[0], "委员");
    let range = first(&mut book);
    let heads = heads(&range);
    assert_eq!(heads[..3], ["单位", "编号", "姓名"]);
    let json = dir.yize("check baoding --as-of 2026-06-30 --format json --lang en").json();
    let members = json["summary"]["records"].as_u64().expect("a number");
    assert!(range.height() > 20 && (range.height() as u64) < members, "{} of {members}", range.height());
    let column =
        |label: &str| heads.iter().position(|head| head == label).unwrap_or_else(|| panic!("{label}: {heads:?}"));
    let row: Vec<&Data> = range.rows().nth(1).expect("a record").iter().collect();
    assert_eq!(*row[0], Data::String("baoding".into()));
    assert!(matches!(row[column("编号")], Data::String(_)), "{row:?}");
    let sectors: Vec<&Data> = range.rows().skip(1).map(|row| &row[column("界别")]).collect();
    assert!(sectors.iter().all(|cell| matches!(cell, Data::String(text) if !text.is_ascii())), "{sectors:?}");
    // By its name it is the same, byte for byte.
    dir.yize("export member baoding --as-of 2026-06-30 --out n.xlsx --lang zh").exits(0);
    assert_eq!(
        std::fs::read(dir.path("m.xlsx")).expect("written"),
        std::fs::read(dir.path("n.xlsx")).expect("written")
    );
    let sheet = part(&dir, "m.xlsx", "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("state=\"frozen\"") && sheet.contains("<autoFilter") && sheet.contains("<dataValidation "));
}

#[test]
fn days_are_days_and_periods_stay_as_they_are_written() {
    let dir = city("baoding");
    dir.yize("export session baoding --as-of 2026-06-30 --out s.xlsx --lang zh").exits(0);
    let range = first(&mut book(&dir, "s.xlsx"));
    assert_eq!(heads(&range)[..3], ["单位", "年度", "编号"]);
    let cells: Vec<&Data> = range.rows().skip(1).flatten().collect();
    assert_eq!(*range.rows().nth(1).expect("a record").get(1).expect("a year"), Data::Float(2026.0));
    assert!(cells.contains(&&Data::String("2026-05".into())), "periods");
    assert!(cells.iter().any(|cell| matches!(cell, Data::DateTime(_))), "{:?}", heads(&range));
    assert!(!cells.iter().any(|cell| matches!(cell, Data::Error(_))));
    assert!(part(&dir, "s.xlsx", "xl/styles.xml").contains("yyyy-mm-dd"));
}

#[test]
fn results_are_the_tables_of_their_reports_with_types() {
    let dir = city("baoding");
    for (what, sheet, head) in [
        ("findings", "检查结果", "结果"),
        ("scores", "积分", "计分办法"),
        ("due", "到期事项", "期限"),
        ("calendar", "协商活动", "单位"),
    ] {
        dir.yize(&format!("export {what} baoding --as-of 2026-06-30 --out {what}.xlsx --lang zh"));
        let mut book = book(&dir, &format!("{what}.xlsx"));
        assert_eq!(book.sheet_names()[0], sheet);
        let range = first(&mut book);
        assert_eq!(heads(&range)[0], head);
        assert!(range.height() > 1, "{what} has no rows");
        assert!(range.rows().skip(1).flatten().any(|cell| matches!(cell, Data::Float(_))), "{what} has no numbers");
    }
    // As CSV they are what the reports are.
    let csv = dir.yize("export findings baoding --as-of 2026-06-30 --format csv --lang zh").stdout;
    assert_eq!(csv, dir.yize("check baoding --as-of 2026-06-30 --format csv --lang zh").stdout);
    let csv = dir.yize("export due baoding --as-of 2026-06-30 --format csv --lang zh").stdout;
    assert_eq!(csv, dir.yize("due baoding --as-of 2026-06-30 --format csv --lang zh").stdout);
    let csv = dir.yize("export scores baoding --as-of 2026-06-30 --format csv --lang zh").stdout;
    assert_eq!(csv, dir.yize("scores baoding --as-of 2026-06-30 --format csv --lang zh").stdout);
}

#[test]
fn an_empty_ledger_has_headings_lists_and_a_guide() {
    let dir = city("baoding");
    dir.yize("export --template member baoding --body baoding --out t.xlsx --as-of 2026-06-30 --lang zh").exits(0);
    let mut book = book(&dir, "t.xlsx");
    assert_eq!(book.sheet_names()[..2], ["委员", "填表说明"]);
    let visible: Vec<SheetVisible> = book.sheets_metadata().iter().map(|sheet| sheet.visible).collect();
    assert_eq!(visible[..2], [SheetVisible::Visible, SheetVisible::Visible]);
    assert!(visible[2..].iter().all(|own| *own == SheetVisible::Hidden), "{visible:?}");
    let range = first(&mut book);
    assert_eq!(range.height(), 1);
    let guide = book.worksheet_range("填表说明").expect("a sheet");
    let columns: Vec<String> = guide.rows().skip(1).map(|row| row[0].to_string()).collect();
    assert_eq!(columns, heads(&range));
    assert!(guide.rows().any(|row| row[1] == Data::String("引用".into()) && row[3].to_string().ends_with("的编号")));
    let sheet = part(&dir, "t.xlsx", "xl/worksheets/sheet1.xml");
    assert!(sheet.matches("type=\"list\"").count() > 2 && sheet.contains("state=\"frozen\""), "{sheet}");
    // Of a body without records its packs tell the kinds; no data are needed.
    let dir = Workdir::bare().folder("empty");
    dir.yize("export --template 会议 empty --body langfang --out t.xlsx --lang zh --as-of 2026-06-30");
    dir.yize("export --template member empty --body langfang --out m.xlsx --lang en --as-of 2026-06-30").exits(0);
    assert_eq!(book_names(&dir, "m.xlsx")[1], "How to fill in");
    let run = dir.yize("export --template member empty --lang zh --as-of 2026-06-30 --out x.xlsx").exits(2);
    assert!(run.stderr.contains("--body"), "{}", run.stderr);
    let run =
        dir.yize("export --template member empty --body nowhere --lang zh --as-of 2026-06-30 --out x.xlsx").exits(2);
    assert!(run.stderr.contains("没有规则包管 nowhere"), "{}", run.stderr);
}

fn book_names(dir: &Workdir, file: &str) -> Vec<String> {
    book(dir, file).sheet_names()
}

#[test]
fn what_is_asked_amiss_is_told_and_nothing_is_written_over_data() {
    let dir = city("baoding");
    for (line, code, said) in [
        ("export membr baoding --out a.xlsx", 2, "您是不是想写“member”？"),
        ("export 委圆 baoding --out a.xlsx", 2, "没有“委圆”这个类别"),
        ("export member baoding --out a.ods", 2, "应以 .xlsx 或 .csv 结尾"),
        ("export member baoding --out a.csv --format xlsx", 2, "不一致"),
        ("export --template due baoding --out a.xlsx", 2, "--template 后写记录的类别"),
        ("export member nowhere --out a.xlsx", 2, "nowhere"),
    ] {
        let run = dir.yize(&format!("{line} --lang zh --as-of 2026-06-30")).exits(code);
        assert!(run.stderr.contains(said), "{line}: {}", run.stderr);
    }
    assert!(!dir.path("a.xlsx").exists() && !dir.path("a.csv").exists());
    // What breaks a value is told, and the exit status says that the table lacks it.
    let dir = Workdir::sound().edit("data/a.toml", "name = \"委员甲\"", "name = 3");
    let run = dir.yize("export member data --rules rules --out a.xlsx --lang zh --as-of 2026-06-30").exits(1);
    assert!(run.stderr.contains("data/a.toml"), "{}", run.stderr);
    assert_eq!(first(&mut book(&dir, "a.xlsx")).height(), 3);
}

#[test]
fn csv_holds_no_formulas_and_goes_to_stdout() {
    let dir = Workdir::sound().edit("data/a.toml", "name = \"委员甲\"", "name = \"=1+1\"");
    let csv = dir.yize("export member data --rules rules --format csv --lang zh --as-of 2026-06-30").exits(0).stdout;
    assert!(csv.starts_with("\u{feff}单位,年度,") && csv.contains("'=1+1"), "{csv}");
    dir.yize("export member data --rules rules --out a.xlsx --lang zh --as-of 2026-06-30").exits(0);
    let cells: Vec<String> = first(&mut book(&dir, "a.xlsx")).rows().flatten().map(ToString::to_string).collect();
    assert!(cells.contains(&"=1+1".to_owned()), "{cells:?}");
    assert!(!part(&dir, "a.xlsx", "xl/worksheets/sheet1.xml").contains("<f>"));
}

#[test]
fn every_record_of_every_body_is_there_once() {
    let dir = city("langfang");
    let files = crate::support::tree(&dir.path("langfang/data"));
    let count = |kind: &str| -> usize {
        let of = |file: &String| dir.read(&format!("langfang/data/{file}")).matches(&format!("\n[[{kind}]]")).count();
        files.iter().map(of).sum()
    };
    for kind in ["platform", "session"] {
        dir.yize(&format!("export {kind} langfang --as-of 2026-06-30 --out a.xlsx --lang en")).exits(0);
        let range = first(&mut book(&dir, "a.xlsx"));
        assert_eq!(heads(&range)[0], "body");
        assert!(count(kind) > 1, "{kind}");
        assert_eq!(range.height() - 1, count(kind), "{kind}");
    }
    dir.yize("export session langfang --as-of 2026-06-30 --year 2020 --out b.xlsx").exits(0);
    assert_eq!(first(&mut book(&dir, "b.xlsx")).height(), 1);
}
