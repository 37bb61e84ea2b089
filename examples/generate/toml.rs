//! TOML as people write it: one field a line, equals signs aligned within a record.

use std::fmt::Write as _;

/// A data file in the making.
pub struct Doc {
    text: String,
}

impl Doc {
    /// Starts a file with its comment, body and (where its records are yearly) year.
    pub fn new(comment: &str, body: &str, year: bool) -> Self {
        let mut text = format!("# {comment}\nbody = {}\n", quoted(body));
        if year {
            text.push_str("year = 2026\n");
        }
        Self { text }
    }

    /// Adds a record of a kind of which there are many.
    pub fn record(&mut self, kind: &str, fields: &[(&str, String)]) {
        let _ = write!(self.text, "\n[[{kind}]]\n");
        self.fields(fields);
    }

    /// Adds the only record of its kind.
    pub fn single(&mut self, kind: &str, fields: &[(&str, String)]) {
        let _ = write!(self.text, "\n[{kind}]\n");
        self.fields(fields);
    }

    fn fields(&mut self, fields: &[(&str, String)]) {
        let width = fields.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
        for (name, value) in fields {
            let _ = writeln!(self.text, "{name:width$} = {value}");
        }
    }

    /// The finished file.
    pub fn file(self, path: &str) -> (String, String) {
        (path.to_owned(), self.text)
    }
}

/// A string.
pub fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

/// A list of strings.
pub fn quoted_list<S: AsRef<str>>(items: &[S]) -> String {
    let items: Vec<String> = items.iter().map(|item| quoted(item.as_ref())).collect();
    format!("[{}]", items.join(", "))
}

/// A list of values that are written as they are.
pub fn list(items: &[String]) -> String {
    format!("[{}]", items.join(", "))
}

/// The declared counts of a plan, a line each; no count is “N”.
pub fn declared(lines: &[(&[&str], Option<u32>)]) -> String {
    let mut text = String::from("[\n");
    for (forms, count) in lines {
        let count = count.map_or(String::new(), |n| format!(", count = {n}"));
        let _ = writeln!(text, "  {{ forms = {}{count} }},", quoted_list(forms));
    }
    text.push(']');
    text
}
