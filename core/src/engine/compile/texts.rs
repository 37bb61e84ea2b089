//! What of a file a rule depends on: its own declaration, and what stands outside any.

use crate::memo::{Digest, Digester};

/// The digest of the text of each declaration in a file, given where they start, with all that they share. Where it is not
/// plain what is shared, all of the file is.
pub(super) fn of_declarations(text: &str, starts: &[usize]) -> Vec<Digest> {
    let mut sorted = starts.to_vec();
    sorted.sort_unstable();
    let end = |start: usize| sorted.iter().copied().find(|next| *next > start).unwrap_or(text.len());
    let own = |start: usize| text.get(start..end(start)).unwrap_or(text);
    // A function between two rules is there for all of them.
    let plain = starts.iter().all(|start| own(*start).split_once("\n});").is_some_and(|(_, rest)| says_nothing(rest)));
    let head = text.get(..sorted.first().copied().unwrap_or(0)).filter(|_| plain).unwrap_or(text);
    // Within a text in backquotes a line is never a comment.
    let head =
        if head.contains('`') { head.to_owned() } else { head.lines().filter(|line| !says_nothing(line)).collect() };
    let digest = |start: &usize| Digester::new("declaration").text(&head).text(own(*start)).done();
    starts.iter().map(digest).collect()
}

/// Whether lines are blank or comments.
fn says_nothing(text: &str) -> bool {
    text.lines().map(str::trim).all(|line| line.is_empty() || line.starts_with("//"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "//! 头。\nimport \"lib/a\" as a;\n\nfn f() {\n    1\n}\n\n/// 注。\nrule(1, #{\n}, || {\n});\n\n// 注。\nrule(2, #{\n}, || {\n});\n";

    fn digests(text: &str) -> Vec<Digest> {
        let starts: Vec<usize> = text.match_indices("\nrule(").map(|(at, _)| at + 1).collect();
        of_declarations(text, &starts)
    }

    /// Which of the two rules an edit leaves as they were.
    fn stay(from: &str, to: &str) -> (bool, bool) {
        let (was, is) = (digests(TEXT), digests(&TEXT.replacen(from, to, 1)));
        (was[0] == is[0], was[1] == is[1])
    }

    #[test]
    fn a_rule_depends_on_itself_and_on_what_all_share() {
        assert_eq!(stay("//! 头。", "//! 首。\n// 再注。"), (true, true));
        assert_eq!(stay("rule(1, #{", "rule(1, #{ x"), (false, true));
        assert_eq!(stay("rule(2, #{", "rule(2, #{ x"), (true, false));
        assert_eq!(stay("lib/a", "lib/b"), (false, false));
        assert_eq!(stay("    1", "    2"), (false, false));
    }

    #[test]
    fn where_it_is_not_plain_all_is_shared() {
        for between in ["fn g() {\n    1\n}\n", "  fn g() {\n    1\n  }\n", "let x = [\n    1\n];\n", "/* 1 */\n"] {
            let with = |text: &str| TEXT.replacen("\n// 注。\n", &format!("\n{text}"), 1);
            let (was, is) = (digests(&with(between)), digests(&with(&between.replace('1', "2"))));
            assert!(was[0] != is[0] && was[1] != is[1], "{between}");
        }
    }
}
