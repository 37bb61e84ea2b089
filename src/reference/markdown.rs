//! Markdown, written part by part.

use std::fmt::Write as _;

use crate::report::escape::markdown_words;
use crate::report::text::{clean_line, clean_text};
use yize_core::language::{Lang, Text};

/// A text of Markdown in the making.
pub(super) struct Sheet {
    pub lang: Lang,
    text: String,
}

impl Sheet {
    pub(super) fn new(lang: Lang) -> Self {
        Self { lang, text: String::new() }
    }

    pub(super) fn done(self) -> String {
        format!("{}\n", self.text.trim_end())
    }

    /// A heading of a level; the words are Markdown.
    pub(super) fn heading(&mut self, level: usize, words: &str) {
        let _ = write!(self.text, "{} {words}\n\n", "#".repeat(level));
    }

    /// A paragraph of our own, which is Markdown.
    pub(super) fn say(&mut self, words: &Text) {
        self.paragraph(words.get(self.lang));
    }

    /// A paragraph of Markdown.
    pub(super) fn paragraph(&mut self, words: &str) {
        if !words.is_empty() {
            let _ = write!(self.text, "{words}\n\n");
        }
    }

    /// A line of a list, of Markdown.
    pub(super) fn item(&mut self, words: &str) {
        // The list goes on: the empty line after the last item is taken back.
        if self.text.ends_with("\n\n")
            && self.text.trim_end().rsplit('\n').next().is_some_and(|last| last.starts_with("- "))
        {
            self.text.pop();
        }
        let _ = write!(self.text, "- {words}\n\n");
    }

    /// Code, as it stands.
    pub(super) fn code(&mut self, language: &str, code: &str) {
        let code = clean_text(code);
        let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat(longest.max(2) + 1);
        let _ = write!(self.text, "{fence}{language}\n{}\n{fence}\n\n", code.trim_end());
    }

    /// A table: cells are Markdown. Nothing where there is no row.
    pub(super) fn table(&mut self, heads: &[Text], rows: &[Vec<String>]) {
        if rows.is_empty() {
            return;
        }
        let heads: Vec<String> = heads.iter().map(|head| head.get(self.lang).to_owned()).collect();
        let _ = write!(self.text, "| {} |\n|{}\n", heads.join(" | "), "---|".repeat(heads.len()));
        for row in rows {
            let _ = writeln!(self.text, "| {} |", row.join(" | "));
        }
        self.text.push('\n');
    }
}

/// Words, as they stand.
pub(super) fn plain(words: &str) -> String {
    markdown_words(words)
}

/// Code within a line; a bar would end the cell of a table.
pub(super) fn code(text: &str) -> String {
    let text = clean_line(text).replace('|', "\\|");
    if text.is_empty() {
        return text;
    }
    if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") }
}

/// A link to another page.
pub(super) fn link(words: &str, to: &str) -> String {
    format!("[{}]({to})", plain(words))
}

/// What an anchor of a heading is called, as code hosts make it of the heading's words.
pub(super) fn anchor(words: &str) -> String {
    let kept = words.trim().chars().flat_map(char::to_lowercase);
    kept.filter(|c| c.is_alphanumeric() || " -_".contains(*c)).map(|c| if c == ' ' { '-' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_tables_and_code_keep_what_is_in_them() {
        let mut sheet = Sheet::new(Lang::Zh);
        sheet.heading(2, "题");
        sheet.item("一");
        sheet.item("二");
        sheet.table(&[Text::same("名称")], &[vec![code("a|b")], vec![code("`c`")], vec![plain("<d> *e*")]]);
        sheet.code("toml", "a = '```'\n");
        let text = sheet.done();
        for wanted in
            ["- 一\n- 二\n\n", "| `a\\|b` |", "| `` `c` `` |", "&lt;d&gt; \\*e\\*", "````toml\na = '```'\n````\n"]
        {
            assert!(text.contains(wanted), "{wanted}: {text}");
        }
    }

    #[test]
    fn anchors_are_those_of_code_hosts() {
        assert_eq!(anchor("`[[ledger]]` 的写法"), "ledger-的写法");
        assert_eq!(anchor("Views and arrays"), "views-and-arrays");
        assert_eq!(anchor("tests/*.toml：用例"), "teststoml用例");
    }
}
