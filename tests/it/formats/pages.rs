//! Formats that people read: Markdown, HTML, CSV.

use quick_xml::Reader;
use quick_xml::events::Event;

use super::{findings, workdir};

#[test]
fn markdown_has_a_row_a_finding_and_nothing_in_it_is_markup() {
    for lang in ["zh", "en"] {
        let dir = workdir(lang);
        let text = dir.read("out.markdown");
        let findings = findings(&dir);
        let (mut rows, mut columns) = (0, 0);
        for line in text.lines().filter(|line| line.starts_with('|')) {
            let cells = line.replace("\\|", "").matches('|').count() - 1;
            assert!(cells == 8 || cells == 4, "{line}");
            rows += usize::from(cells == 4);
            columns += usize::from(line.starts_with("|---:|---|"));
        }
        // A heading and its rule stand above the rows of each file.
        assert_eq!(rows - 2 * columns, findings.len(), "{text}");
        let plain = text.replace("<br>", "").replace("<!-- -->", "");
        assert!(!plain.contains(['<', '>', '\x1b', '\0']), "{text}");
        assert!(!text.contains("](") && !plain.replace("\\`", "").contains('`'), "{text}");
        assert!(text.lines().all(|line| !line.starts_with("ok ") && !line.starts_with("---")), "{text}");
    }
}

/// Elements of a page that have no end.
const VOID: [&str; 3] = ["meta", "br", "!doctype"];

#[test]
fn the_page_is_balanced_whole_and_needs_nothing_from_elsewhere() {
    for lang in ["zh", "en"] {
        let dir = workdir(lang);
        let page = dir.read("out.html");
        let mut reader = Reader::from_str(&page);
        reader.config_mut().check_end_names = false;
        let (mut open, mut articles) = (Vec::new(), 0);
        loop {
            match reader.read_event().expect("well-formed") {
                Event::Start(tag) => {
                    let name = tag.name().as_ref().to_owned();
                    articles += usize::from(name == "details");
                    let attributes = tag.attributes().map(|a| a.expect("an attribute").key.as_ref().to_owned());
                    for key in attributes {
                        let known = ["class", "charset", "colspan", "content", "href", "id", "lang", "name", "scope"];
                        assert!(known.contains(&key.as_str()), "{key}");
                    }
                    if !VOID.contains(&name.as_str()) {
                        open.push(name);
                    }
                }
                Event::End(tag) => {
                    let name = tag.name().as_ref().to_owned();
                    assert_eq!(open.pop(), Some(name));
                }
                Event::Eof => break,
                _ => {}
            }
        }
        assert!(open.is_empty(), "{open:?}");
        assert_eq!(articles, findings(&dir).len());
        for word in ["http:", "https:", "//", "url(", "@import", "<script", "<link", "<img", " src="] {
            assert!(!page.contains(word), "{word}");
        }
        // What it leads to is a place of its own.
        assert!(page.split(" href=").skip(1).all(|link| link.starts_with("\"#b")), "a link to elsewhere");
        assert!(page.contains("&lt;script&gt;alert") || page.contains("&lt;script&gt;"), "the source line is shown");
        assert!(!page.chars().any(|c| c.is_control() && c != '\n' && c != '\t'));
        for (zh, en) in [("按单位", "By body"), ("按规则", "By rule"), ("逐项", "Findings")] {
            assert!(page.contains(if lang == "zh" { zh } else { en }));
        }
        assert!(page.contains("@media print"));
    }
}

#[test]
fn the_table_opens_in_excel_and_holds_no_formula() {
    let dir = workdir("zh");
    let text = dir.read("out.csv");
    let body = text.strip_prefix('\u{feff}').expect("a byte order mark");
    let mut table = csv::ReaderBuilder::new().flexible(false).from_reader(body.as_bytes());
    let heads = table.headers().expect("heads").clone();
    let column = |name: &str| heads.iter().position(|head| head == name).expect("a column");
    let (rule, file, line, message, print) =
        (column("规则"), column("文件"), column("行"), column("内容"), column("指纹"));
    let records: Vec<csv::StringRecord> = table.records().map(|record| record.expect("a record")).collect();
    let findings = findings(&dir);
    assert_eq!(records.len(), findings.len());
    let mut guarded = 0;
    for (record, finding) in records.iter().zip(&findings) {
        assert_eq!(Some(&record[rule]), finding["rule"].as_str());
        assert_eq!(Some(&record[file]), finding["file"].as_str());
        assert_eq!(Some(&record[print]), finding["fingerprint"].as_str());
        assert_eq!(record[line], finding["start"]["line"].as_u64().map(|n| n.to_string()).unwrap_or_default());
        assert!(record.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n'])), "{record:?}");
        assert!(record.iter().all(|cell| !cell.chars().any(|c| c.is_control() && c != '\n')), "{record:?}");
        guarded += usize::from(record[message].starts_with("'="));
    }
    assert_eq!(guarded, 4, "the probe's message for each member, and one that begins with a name");
}
