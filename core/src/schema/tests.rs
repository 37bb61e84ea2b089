//! As many kinds as have a number, and no more.

use super::*;
use crate::source::{SourceId, Span};

#[test]
fn a_kind_past_the_last_number_is_refused() {
    let nowhere = Place { source: SourceId::NONE, span: Span::default() };
    let kind = |n: usize| Kind::new(format!("k{n}"), Text::same(format!("k{n}")), Vec::new(), true, nowhere);
    let mut schema = Schema::default();
    assert!((0..KindId::MOST).all(|n| schema.add(kind(n)).is_ok()));
    let refused = (schema.add(kind(0)), schema.add(kind(KindId::MOST)));
    assert!(matches!(refused, (Err(Refused::Taken(_)), Err(Refused::TooMany))));
    assert_eq!((schema.kinds.len(), schema.index("k65535")), (KindId::MOST, None));
}
