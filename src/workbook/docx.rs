//! Documents for Word: a title, paragraphs, tables whose headings stand on each page, and numbers of pages, on A4.

use std::fmt::Write as _;

use crate::workbook::package::packed;
use crate::workbook::{Made, shown};

/// A document.
#[derive(Clone, Debug, Default)]
pub(crate) struct Document {
    /// What it is called in the list of files.
    pub title: String,
    /// What is in it, from top to bottom.
    pub parts: Vec<Part>,
    /// What stands at the foot of each page, beside its number.
    pub foot: String,
}

/// A part of a document.
#[derive(Clone, Debug)]
pub(crate) enum Part {
    /// Its title.
    Title(String),
    /// A heading.
    Heading(String),
    /// A heading below it.
    Subheading(String),
    /// A paragraph.
    Text(String, Place),
    /// Several texts on a line, as far from one another as it is wide.
    Spread(Vec<String>),
    /// A table.
    Table {
        /// The widths of its columns, in twentieths of a point.
        widths: Vec<u32>,
        /// Its headings; none where it has none.
        head: Vec<String>,
        /// Its rows, each with cells of one or more lines.
        rows: Vec<Vec<Vec<Run>>>,
    },
}

/// Where a paragraph stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// To the left.
    Left,
    /// In the middle.
    Centre,
    /// To the right.
    Right,
}

/// A line in a cell.
#[derive(Clone, Debug)]
pub(crate) struct Run {
    text: String,
    look: Look,
    /// How far it is indented, in steps.
    depth: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    Plain,
    Strong,
    Aside,
}

impl Run {
    /// A line.
    pub(crate) fn plain(text: &str) -> Self {
        Self { text: text.to_owned(), look: Look::Plain, depth: 0 }
    }

    /// A line in bold.
    pub(crate) fn strong(text: &str) -> Self {
        Self { look: Look::Strong, ..Self::plain(text) }
    }

    /// A line that says what is less important.
    pub(crate) fn aside(text: &str) -> Self {
        Self { look: Look::Aside, ..Self::plain(text) }
    }

    /// Whether nothing stands in it.
    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The same, indented.
    pub(crate) fn indented(self, depth: usize) -> Self {
        Self { depth, ..self }
    }
}

/// The bytes of a document.
///
/// # Errors
/// Where the archive cannot be made.
pub(crate) fn document(asked: &Document) -> Made<Vec<u8>> {
    let title = escaped(&asked.title);
    let core = format!(
        "{XML}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{title}</dc:title>\
         <dcterms:created xsi:type=\"dcterms:W3CDTF\">2000-01-01T00:00:00Z</dcterms:created></cp:coreProperties>"
    );
    packed(&[
        ("[Content_Types].xml", format!("{XML}{CONTENT}")),
        ("_rels/.rels", format!("{XML}{ROOT}")),
        ("docProps/core.xml", core),
        ("word/document.xml", body(asked)),
        ("word/styles.xml", format!("{XML}{STYLES}")),
        ("word/footer1.xml", format!("{XML}{}", FOOTER.replace("%FOOT%", &escaped(&asked.foot)))),
        ("word/_rels/document.xml.rels", format!("{XML}{RELATIONS}")),
    ])
}

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const CONTENT: &str = include_str!("docx/content.xml");
const ROOT: &str = include_str!("docx/root.xml");
const RELATIONS: &str = include_str!("docx/relations.xml");
const STYLES: &str = include_str!("docx/styles.xml");
const FOOTER: &str = include_str!("docx/footer.xml");

fn body(asked: &Document) -> String {
    let mut text = format!(
        "{XML}<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
         xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><w:body>"
    );
    for own in &asked.parts {
        part(own, &mut text);
    }
    text.push_str(
        "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId2\"/><w:pgSz w:w=\"11906\" w:h=\"16838\"/>\
         <w:pgMar w:top=\"1247\" w:right=\"1134\" w:bottom=\"1247\" w:left=\"1134\" w:header=\"709\" w:footer=\"709\" \
         w:gutter=\"0\"/></w:sectPr></w:body></w:document>",
    );
    text
}

fn part(own: &Part, text: &mut String) {
    match own {
        Part::Title(title) => paragraph("<w:pStyle w:val=\"Title\"/>", &run(title, ""), text),
        Part::Heading(heading) => paragraph("<w:pStyle w:val=\"Heading1\"/>", &run(heading, ""), text),
        Part::Subheading(heading) => paragraph("<w:pStyle w:val=\"Heading2\"/>", &run(heading, ""), text),
        Part::Text(own, place) => {
            let place = match place {
                Place::Left => "",
                Place::Centre => "<w:jc w:val=\"center\"/>",
                Place::Right => "<w:jc w:val=\"right\"/>",
            };
            paragraph(place, &run(own, ""), text);
        }
        Part::Spread(texts) => {
            let runs: Vec<String> = texts.iter().map(|own| run(own, "")).collect();
            let stops = "<w:tabs><w:tab w:val=\"center\" w:pos=\"4819\"/><w:tab w:val=\"right\" w:pos=\"9638\"/></w:tabs>\
                         <w:spacing w:before=\"480\"/>";
            paragraph(stops, &runs.join("<w:r><w:tab/></w:r>"), text);
        }
        Part::Table { widths, head, rows } => {
            table(widths, head, rows, text);
            // Two tables in a row would become one.
            paragraph("<w:spacing w:after=\"0\" w:line=\"120\" w:lineRule=\"exact\"/>", "", text);
        }
    }
}

fn table(widths: &[u32], head: &[String], rows: &[Vec<Vec<Run>>], text: &mut String) {
    text.push_str(
        "<w:tbl><w:tblPr><w:tblStyle w:val=\"TableGrid\"/><w:tblW w:w=\"5000\" w:type=\"pct\"/><w:tblLayout w:type=\"fixed\"/>\
         </w:tblPr><w:tblGrid>",
    );
    for width in widths {
        // Writing to a string does not fail.
        let _ = write!(text, "<w:gridCol w:w=\"{width}\"/>");
    }
    text.push_str("</w:tblGrid>");
    if !head.is_empty() {
        text.push_str("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
        for (own, width) in head.iter().zip(widths) {
            cell(*width, &[Run::strong(own)], text);
        }
        text.push_str("</w:tr>");
    }
    for row in rows {
        text.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        for (own, width) in row.iter().zip(widths) {
            cell(*width, own, text);
        }
        text.push_str("</w:tr>");
    }
    text.push_str("</w:tbl>");
}

fn cell(width: u32, lines: &[Run], text: &mut String) {
    let _ = write!(text, "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr>");
    for Run { text: own, look, depth } in lines {
        let look = match look {
            Look::Plain => "",
            Look::Strong => "<w:b/>",
            Look::Aside => "<w:color w:val=\"4A5261\"/><w:sz w:val=\"19\"/>",
        };
        let indent = format!("<w:spacing w:after=\"0\"/><w:ind w:left=\"{}\"/>", 240 * depth);
        paragraph(&indent, &run(own, look), text);
    }
    // A cell without a paragraph is none.
    if lines.is_empty() {
        paragraph("", "", text);
    }
    text.push_str("</w:tc>");
}

fn paragraph(how: &str, runs: &str, text: &mut String) {
    let _ = write!(text, "<w:p><w:pPr>{how}</w:pPr>{runs}</w:p>");
}

fn run(text: &str, look: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let lines: Vec<String> =
        text.split('\n').map(|line| format!("<w:t xml:space=\"preserve\">{}</w:t>", escaped(line))).collect();
    format!("<w:r><w:rPr>{look}</w:rPr>{}</w:r>", lines.join("<w:br/>"))
}

fn escaped(text: &str) -> String {
    quick_xml::escape::escape(shown(text)).into_owned()
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn part(bytes: &[u8], name: &str) -> String {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
        std::io::read_to_string(archive.by_name(name).expect("a part")).expect("text")
    }

    fn sample() -> Document {
        let row = vec![vec![Run::plain("甲<&>\u{1}"), Run::aside("附")], vec![], vec![Run::strong("2").indented(2)]];
        Document {
            title: "提醒".into(),
            parts: vec![
                Part::Title("履职提醒".into()),
                Part::Text("委员甲：\n两行".into(), Place::Right),
                Part::Table {
                    widths: vec![5000, 1000, 1000],
                    head: vec!["事项".into(), "期限".into(), "分".into()],
                    rows: vec![row],
                },
                Part::Spread(vec!["签字".into(), "日期".into()]),
            ],
            foot: "版本 <1>".into(),
        }
    }

    #[test]
    fn a_document_has_its_parts_and_the_same_bytes() {
        let bytes = document(&sample()).expect("made");
        assert_eq!(bytes, document(&sample()).expect("made"));
        let body = part(&bytes, "word/document.xml");
        for wanted in [
            "履职提醒",
            "甲&lt;&amp;&gt;␁",
            "委员甲：</w:t><w:br/><w:t xml:space=\"preserve\">两行",
            "<w:tblHeader/>",
            "w:w=\"11906\" w:h=\"16838\"",
            "<w:ind w:left=\"480\"/>",
        ] {
            assert!(body.contains(wanted), "{wanted}: {body}");
        }
        assert!(part(&bytes, "word/styles.xml").contains("w:eastAsia=\"宋体\""));
        let footer = part(&bytes, "word/footer1.xml");
        assert!(footer.contains(" PAGE ") && footer.contains(" NUMPAGES "), "{footer}");
        assert!(footer.contains("版本 &lt;1&gt;"), "{footer}");
        assert!(part(&bytes, "docProps/core.xml").contains("2000-01-01T00:00:00Z"));
        // Each part is sound XML.
        for name in [
            "[Content_Types].xml",
            "_rels/.rels",
            "word/document.xml",
            "word/styles.xml",
            "word/footer1.xml",
            "word/_rels/document.xml.rels",
            "docProps/core.xml",
        ] {
            let text = part(&bytes, name);
            let mut reader = quick_xml::Reader::from_str(&text);
            while !matches!(
                reader.read_event().unwrap_or_else(|error| panic!("{name}: {error}")),
                quick_xml::events::Event::Eof
            ) {}
        }
    }
}
