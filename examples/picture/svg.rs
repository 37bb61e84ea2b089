//! A picture of a terminal: as SVG, what a command prints with its colours. Every glyph stands in its cell, whatever fonts
//! the reader has, and no blank is drawn: browsers disagree on which of them they keep.

use std::fmt::Write as _;

/// A picture of a run.
pub struct Picture {
    /// Where it is kept.
    pub file: &'static str,
    /// The language of the run.
    lang: &'static str,
    /// What is told to those who do not see it.
    title: &'static str,
    /// The command that is shown, after `yize`.
    line: &'static str,
}

/// All pictures.
pub const PICTURES: [Picture; 2] = [
    Picture {
        file: "docs/images/check.svg",
        lang: "en",
        title: "A check of Langfang's plan with two violations, in English",
        line: PLAN,
    },
    Picture {
        file: "docs/images/check.zh-CN.svg",
        lang: "zh",
        title: "检查廊坊年度协商计划，发现两项违规",
        line: PLAN,
    },
];

const PLAN: &str = "check examples/broken/data/3-langfang.toml --only 'langfang/plan/*' --as-of 2026-12-31";

/// Sizes: of the margin, a cell and a line.
const MARGIN: f64 = 20.0;
const CELL: f64 = 8.4;
const LINE: u32 = 21;
/// The base of the first line.
const FIRST: u32 = 54;

const PLAIN: &str = "#d8dee9";
const FAINT: &str = "#7b8494";
const FONTS: &str = "ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono','Noto Sans Mono CJK SC','PingFang SC',\
                     'Microsoft YaHei','WenQuanYi Micro Hei Mono',monospace";

/// Characters of one look and width, at a column of a line.
struct Run {
    line: u32,
    column: u32,
    colour: &'static str,
    bold: bool,
    width: u32,
    text: String,
}

impl Picture {
    /// The arguments of the run that is drawn: those that are shown, the language, and colours.
    pub fn words(&self) -> Vec<String> {
        let words = self.line.split(' ').map(|word| word.trim_matches('\''));
        words.chain(["--lang", self.lang, "--color", "always"]).map(str::to_owned).collect()
    }

    /// The picture of what the run has printed.
    pub fn draw(&self, output: &str) -> String {
        let mut page = Page { runs: Vec::new(), line: 0, column: 0, colour: FAINT, bold: false };
        page.write("$");
        (page.column, page.colour, page.bold) = (2, PLAIN, true);
        page.write(&format!("yize {}\n", self.line));
        page.bold = false;
        let mut parts = output.trim_end().split("\u{1b}[");
        page.write(parts.next().unwrap_or_default());
        for part in parts {
            let (style, text) = part.split_once('m').expect("a style");
            page.style(style);
            page.write(text);
        }
        self.frame(&page.runs)
    }

    fn frame(&self, runs: &[Run]) -> String {
        let columns = runs.iter().map(|run| run.column + run.columns()).max().unwrap_or(0);
        let lines = runs.last().map_or(0, |run| run.line);
        let (width, height) = ((2.0 * MARGIN + f64::from(columns) * CELL).floor(), FIRST + (lines + 1) * LINE);
        let title = escape(self.title);
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
             role=\"img\" aria-label=\"{title}\" font-family=\"{FONTS}\" font-size=\"14\">\n\
             <title>{title}</title>\n<rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"#242933\"/>\n"
        );
        for (x, colour) in [(22, "#bf616a"), (42, "#ebcb8b"), (62, "#a3be8c")] {
            let _ = write!(svg, "<circle cx=\"{x}\" cy=\"20\" r=\"6\" fill=\"{colour}\"/>");
        }
        svg.push('\n');
        for run in runs {
            run.write(&mut svg);
        }
        svg + "</svg>\n"
    }
}

/// What has been printed, and where and how the next character goes.
struct Page {
    runs: Vec<Run>,
    line: u32,
    column: u32,
    colour: &'static str,
    bold: bool,
}

impl Page {
    /// Takes a style of the terminal.
    fn style(&mut self, codes: &str) {
        for code in codes.split(';') {
            match code {
                "" | "0" => (self.colour, self.bold) = (PLAIN, false),
                "1" => self.bold = true,
                "2" => self.colour = FAINT,
                "31" => self.colour = "#bf616a",
                "91" => self.colour = "#f0717c",
                "32" | "92" => self.colour = "#a3be8c",
                "33" | "93" => self.colour = "#ebcb8b",
                "34" | "94" | "36" | "96" => self.colour = "#82b1ff",
                other => panic!("no colour is chosen for the style {other}"),
            }
        }
    }

    fn write(&mut self, text: &str) {
        for (at, line) in text.split('\n').enumerate() {
            if at > 0 {
                (self.line, self.column) = (self.line + 1, 0);
            }
            for c in line.chars() {
                self.put(c);
            }
        }
    }

    /// Puts a character into the last run, where it goes on and looks the same, else into one of its own. Blanks end runs.
    fn put(&mut self, c: char) {
        let width = if matches!(c, '\u{2e80}'..='\u{ff60}') { 2 } else { 1 };
        let column = self.column;
        self.column += width;
        if c == ' ' {
            return;
        }
        let goes_on = self.runs.last_mut().filter(|run| {
            let next = (self.line, column) == (run.line, run.column + run.columns());
            // Signs beyond ASCII are as wide as the reader's font has them; each is fitted to its cell.
            let fits = c.is_ascii() && run.text.is_ascii() || width == 2;
            next && fits && (self.colour, self.bold, width) == (run.colour, run.bold, run.width)
        });
        match goes_on {
            Some(run) => run.text.push(c),
            None => {
                let (line, colour, bold) = (self.line, self.colour, self.bold);
                self.runs.push(Run { line, column, colour, bold, width, text: c.to_string() });
            }
        }
    }
}

impl Run {
    fn columns(&self) -> u32 {
        self.text.chars().map(|_| self.width).sum()
    }

    fn write(&self, svg: &mut String) {
        let text = &self.text;
        let x = |column: u32| format!("{:.1}", MARGIN + f64::from(column) * CELL);
        let count = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        let (places, size) = if self.width == 2 {
            let places: Vec<String> = (0..count).map(|n| x(self.column + 2 * n)).collect();
            (places.join(" "), "font-size=\"16.8\"".to_owned())
        } else {
            let length = f64::from(count) * CELL;
            (x(self.column), format!("textLength=\"{length:.1}\" lengthAdjust=\"spacingAndGlyphs\""))
        };
        let (y, bold) = (FIRST + self.line * LINE, if self.bold { " font-weight=\"700\"" } else { "" });
        let _ = writeln!(
            svg,
            "<text x=\"{places}\" y=\"{y}\" {size} fill=\"{}\"{bold}>{}</text>",
            self.colour,
            escape(text)
        );
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#x27;")
}
