//! What of a file a rule depends on: its own declaration, and what stands outside any.

use crate::memo::{Digest, Digester};

/// The digest of the text of each declaration in a file, given where they start, with all that they share. Comments
/// outside declarations count for nothing.
pub(super) fn of_declarations(text: &str, starts: &[usize]) -> Vec<Digest> {
    let mut sorted = starts.to_vec();
    sorted.sort_unstable();
    let end = |start: usize| sorted.iter().copied().find(|next| *next > start).unwrap_or(text.len());
    let own = |start: usize| text.get(start..end(start)).unwrap_or(text);
    // Whatever is declared between rules may be used by any of them.
    let shared = starts.iter().any(|start| own(*start).lines().skip(1).any(is_code));
    let head = if shared { text } else { &text[..sorted.first().copied().unwrap_or(0)] };
    let head = if shared { text.to_owned() } else { head.lines().filter(|line| is_code(line)).collect() };
    let digest = |start: &usize| Digester::new("declaration").text(&head).text(own(*start)).done();
    starts.iter().map(digest).collect()
}

/// Whether a line at the top level of a file is more than a comment or the end of a declaration.
fn is_code(line: &str) -> bool {
    !line.starts_with([' ', '\t', '}', ')', ']']) && !line.trim().is_empty() && !line.starts_with("//")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "//! 头。\nimport \"lib/a\" as a;\n\nrule(1, #{\n}, || {\n});\n\nrule(2, #{\n}, || {\n});\n";

    fn digests(text: &str) -> Vec<Digest> {
        let starts: Vec<usize> = text.match_indices("\nrule(").map(|(at, _)| at + 1).collect();
        of_declarations(text, &starts)
    }

    #[test]
    fn a_rule_depends_on_itself_and_on_what_all_share() {
        let first = digests(TEXT);
        assert_eq!(first.len(), 2);
        assert_eq!(digests(&format!("// 注。\n{TEXT}")), first);
        let other = digests(&TEXT.replace("rule(1, #{", "rule(1, #{ x"));
        assert_eq!((other[0] == first[0], other[1] == first[1]), (false, true));
        let other = digests(&TEXT.replace("lib/a", "lib/b"));
        assert!(other[0] != first[0] && other[1] != first[1]);
        // A function between the rules is there for both.
        let between = TEXT.replace("});\n\nrule(2", "});\nfn f() {\n    1\n}\nrule(2");
        let (is, was) = (digests(&between.replace("    1", "    2")), digests(&between));
        assert!(is[0] != was[0] && is[1] != was[1]);
    }
}
