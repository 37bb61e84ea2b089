//! Slips of syntax, values out of range, days and digits.

use crate::support::{SOUND, Workdir};
use crate::tries::{attempt, make};

/// A ledger beside a sound one.
fn beside(text: &str) -> Workdir {
    Workdir::sound().with("data/b.toml", text)
}

/// The sound ledger, with something else in one place.
fn instead(sound: &str, other: &str) -> Workdir {
    assert!(SOUND.contains(sound), "{sound}");
    Workdir::new().with("data/a.toml", SOUND.replacen(sound, other, 1))
}

#[test]
fn slips_of_syntax_end_as_they_say() {
    make(vec![
        attempt("a quote", instead("\"委员甲\"", "\"委员甲"), 1).says("host/syntax").says("1 violation"),
        attempt("a header without its brackets", instead("[[member]]", "[[member"), 1)
            .says("host/syntax")
            .says("1 violation"),
        attempt("three quotes that do not end", instead("\"委员甲\"", "\"\"\"委员甲"), 1)
            .says("host/syntax")
            .says("1 violation"),
        attempt("a year that is no number", instead("year = 2026", "year = 2O26"), 1)
            .says("host/syntax")
            .says("0 records"),
        attempt("a body without its quote", instead("body = \"demo\"", "body = \"demo"), 1).never("passed"),
        attempt("two byte order marks", beside("\u{feff}\u{feff}body = \"demo\"\n"), 1).says("byte order marks"),
        attempt("a lone carriage return", beside("body = \"demo\"\rx = 1\n"), 1).says("host/syntax"),
        attempt("a hundred brackets in one another", beside(&format!("x = {}\n", "[".repeat(100))), 1)
            .says("host/syntax"),
        attempt("fifty thousand brackets", beside(&format!("x = {}\n", "[".repeat(50_000))), 1)
            .within(1_500)
            .long()
            .says("host/syntax"),
        attempt("fifty thousand slips, each a line", beside(&"x = 01\n".repeat(50_000)), 2)
            .within(2_000)
            .long()
            .never("passed"),
        attempt("fifty thousand keys that are the same", beside(&"x = 1\n".repeat(50_000)), 2)
            .within(2_000)
            .long()
            .never("passed"),
        attempt("fifty thousand headers that are the same", beside(&"[x]\n".repeat(50_000)), 2)
            .within(2_000)
            .long()
            .never("passed"),
        attempt(
            "a table and a list of one name",
            beside("body = \"demo\"\nyear = 2026\n[member]\nid = \"X\"\n[[member]]\nid = \"Y\"\n"),
            1,
        )
        .says("host/syntax"),
        attempt("nothing but quotes", beside(&"\"".repeat(30_001)), 1).long().says("host/syntax"),
        attempt("nothing but full-width signs", beside(&"［＝“，".repeat(5_000)), 1).long().says("host/syntax"),
    ]);
}

#[test]
fn values_out_of_range_end_as_they_say() {
    let points = |value: &str| {
        beside(&format!(
            "body = \"demo\"\nyear = 2026\n[[member]]\nid = \"M-9\"\nname = \"甲\"\nstatus = \"在任\"\njoined = 2022-01-18\npoints = {value}\n"
        ))
    };
    let joined = |value: &str| instead("joined = 2022-01-18", &format!("joined = {value}"));
    let term = |value: &str| instead("joined = 2022-01-18", &format!("joined = 2022-01-18\nterm = {value}"));
    make(vec![
        attempt("half of a sign", instead("\"委员甲\"", "\"\\ud800\""), 1).says("there is no character `\\ud800`"),
        attempt("a sign with too few digits", instead("\"委员甲\"", "\"\\u12\""), 1).says("`\\u12` lacks digits"),
        attempt(
            "a list with a keyboard's own signs",
            instead("joined = 2022-01-18", "joined = 2022-01-18\ntags = [“a”，“b”]"),
            1,
        )
        .says("1 violation"),
        attempt("a period", term("\"2026-05\""), 0),
        attempt("a month of one digit", term("\"2026-5\""), 1).says("expected a date, a month"),
        attempt("a month of full width", term("\"2026-０5\""), 1).says("expected a date, a month"),
        attempt("a period beside blanks", term("\"2026-05 \""), 1).says("expected a date, a month"),
        attempt("a period with a sign", term("\"+2026-05\""), 1).says("expected a date, a month"),
        attempt("a month that there is not", term("\"2026-13\""), 1).says("there is no month"),
        attempt("a quarter with a small letter", term("\"2026-q1\""), 1).says("expected a date, a month"),
        attempt("a period of the year zero", term("\"0000\""), 1).says("years go from 1949 to 2200"),
        attempt("a quarter that there is not", term("\"2026-Q5\""), 1).says("there is no quarter"),
        attempt("a number that begins with nothing", points("070"), 1).says("host/syntax"),
        attempt("no number", points("nan"), 1).says("is no number"),
        attempt("without end", points("inf"), 1).says("is no number"),
        attempt("too many digits", points("1e40"), 1).says("too large"),
        attempt("a year beyond all", instead("year = 2026", "year = 20266"), 1).says("years go from 1949 to 2200"),
        attempt("a day that there is not", joined("2026-02-30"), 1).says("there is no day 2026-02-30"),
        attempt("such a day in quotes", joined("\"2026-02-30\""), 1).says("there is no day 2026-02-30"),
        attempt("a day as a spreadsheet counts", joined("46023"), 1).says("found an integer"),
        attempt(
            "keys that look alike",
            Workdir::new().with("data/a.toml", format!("{SOUND}[[committee]]\nname = \"提案委\u{200b}\"\n")),
            1,
        )
        .says("host/look-alike"),
    ]);
}
