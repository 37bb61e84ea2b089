//! Scripts with mistakes: what is said, and the exact text that it points at.

use super::*;

#[test]
fn probe() {
    expect("member", r#"if r.secter == r.sector { return; }"#, &[]);
}
