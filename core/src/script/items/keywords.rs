//! Words that only items begin with.

/// What an item begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keyword {
    /// `rule(`, `score(`
    Declaration,
    /// `fn name`
    Function,
    /// `import "…"`
    Import,
    /// `const NAME`, which may also stand in a block
    Const,
}

/// What a line begins with, where it may be the first of an item.
#[must_use]
pub(super) fn keyword(line: &str) -> Option<Keyword> {
    let end = line.find(|c: char| !c.is_ascii_lowercase())?;
    let rest = &line[end..];
    let next = rest.trim_start_matches([' ', '\t', '\u{3000}']);
    let named = next.len() < rest.len() && next.starts_with(|c: char| c.is_alphabetic() || c == '_');
    match &line[..end] {
        "rule" | "score" if next.starts_with(['(', '（']) => Some(Keyword::Declaration),
        "fn" if named => Some(Keyword::Function),
        "private" if next.starts_with("fn") => Some(Keyword::Function),
        "import" if next.starts_with(['"', '`', '“']) => Some(Keyword::Import),
        "const" if named => Some(Keyword::Const),
        _ => None,
    }
}

/// Where the first line of a text begins that looks like an item; the text's own first line is none.
#[must_use]
pub(super) fn first(text: &str) -> Option<usize> {
    let mut lines = memchr::memchr_iter(b'\n', text.as_bytes()).map(|end| end + 1);
    lines.find(|start| keyword(&text[*start..]).is_some_and(|keyword| keyword != Keyword::Const))
}
