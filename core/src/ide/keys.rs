//! The keys of the files of settings, with what they mean.

mod words;

use crate::keys::{self, Keys};
use crate::schema::constraint::Check;
use words::WORDS;

/// A key: its name, and what it means in Chinese and English.
pub(in crate::ide) type Key = (&'static str, &'static str, &'static str);

/// Keys of a table, by what it is called among [`WORDS`].
pub(in crate::ide) fn words(table: &str, all: impl IntoIterator<Item = &'static str>) -> Vec<Key> {
    let word = |key: &'static str| {
        let own = WORDS.iter().find(|(name, ..)| name.split_once('.') == Some((table, key)));
        let (_, zh, en) = own.or_else(|| WORDS.iter().find(|(name, ..)| *name == key))?;
        Some((key, *zh, *en))
    };
    all.into_iter().filter_map(word).collect()
}

/// What a rule says of itself, or a scheme.
pub(super) fn of_script(scheme: bool) -> Vec<Key> {
    if scheme {
        words("scheme", keys::SCHEME.map(|(key, _)| key))
    } else {
        words("rule", keys::RULE.map(|(key, _)| key))
    }
}

/// The options of what writes a line of a scheme.
pub(super) fn of_line(verb: &str) -> Vec<Key> {
    words(verb, keys::of_line(verb).iter().copied())
}

/// The keys that may stand under a header of a file of settings; none for data.
pub(super) fn of(path: &str, header: &str) -> Option<Vec<Key>> {
    let (table, all) = table(path, header)?;
    let own = (table == "constraint").then(|| {
        let own = Check::WORDS.iter().flat_map(|check| keys::of_check(check)).copied();
        own.collect::<std::collections::BTreeSet<_>>()
    });
    Some(words(table, all.iter().copied().chain(own.into_iter().flatten())))
}

/// What stands under a header of a file of settings: what it is called, and its keys.
fn table(path: &str, header: &str) -> Option<(&'static str, Keys)> {
    let file = path.rsplit('/').next().unwrap_or(path);
    let parts: Vec<&str> = header.split('.').filter(|part| !part.is_empty()).map(str::trim).collect();
    Some(match (file, parts.as_slice()) {
        ("yize.toml", []) => ("settings", keys::SETTINGS),
        ("waivers.toml", []) => ("waivers", keys::WAIVERS),
        ("yize.toml" | "waivers.toml", ["waiver"]) => ("waiver", keys::WAIVER),
        ("yize.toml", ["packs"]) => ("packs", keys::PACKS),
        ("yize.toml", ["ledger"]) => ("ledger", keys::LEDGER),
        ("yize.toml", ["ledger", "fixed"]) => ("fixed", keys::FIXED),
        ("pack.toml", []) => ("pack", keys::PACK),
        ("pack.toml", ["parameters", _]) => ("parameter", keys::PARAMETER),
        ("pack.toml", ["parameters", _, "values"]) => ("value", keys::VALUE_SINCE),
        ("pack.toml", ["rules", _]) => ("level", keys::LEVEL),
        ("kinds.toml", [_]) => ("kind", keys::KIND),
        // Names of the fields of a table, and of the values of an enum.
        ("kinds.toml", [_, "fields", _, .., "fields" | "values"]) => ("names", &[]),
        ("kinds.toml", [_, "fields", _, ..]) => ("field", keys::FIELD),
        ("kinds.toml", [_, "links", _]) => ("link", keys::LINK),
        ("kinds.toml", [_, "constraints", _]) => ("constraint", keys::CONSTRAINT),
        ("kinds.toml", [_, "constraints", _, "when"]) => ("when", keys::WHEN),
        ("views.toml", []) => ("views", keys::VIEWS),
        ("views.toml", ["body"]) => ("names", keys::NAMES),
        ("views.toml", ["area", _]) => ("area", keys::AREA),
        ("views.toml", ["calendar", _]) => ("calendar", keys::CALENDAR),
        ("views.toml", ["calendar", _, "expected"]) => ("expected", keys::EXPECTED),
        ("views.toml", ["calendar", _, "declared"]) => ("declared", keys::DECLARED),
        ("views.toml", ["assignment", _]) => ("assignment", keys::ASSIGNMENT),
        ("views.toml", ["assignment", _, "limits"]) => ("limit", keys::LIMIT),
        ("holidays.toml", [_]) => ("holidays", keys::HOLIDAYS),
        ("yize.toml" | "waivers.toml" | "pack.toml" | "kinds.toml" | "views.toml" | "holidays.toml", _) => {
            ("names", &[])
        }
        // Below a folder of tests there are data.
        _ if path.rsplit('/').nth(1) != Some("tests") => return None,
        (_, []) => ("cases", keys::CASES),
        (_, ["data"]) => ("data", keys::CASE_DATA),
        (_, ["case"]) => ("case", keys::CASE),
        (_, ["case", "change"]) => ("change", keys::CHANGE),
        (_, ["case", "expect"]) => ("finding", keys::EXPECTED_FINDING),
        (_, ["case", "cards"]) => ("card", keys::CARD),
        _ => ("names", &[]),
    })
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::check::Request;
    use crate::files::Memory;
    use crate::language::Lang;

    /// What the loaders say of files of packs and settings.
    fn told(files: &[(&str, String)]) -> Vec<String> {
        let mut memory = Memory::default();
        let plain = [
            ("p/rules/a/pack.toml", "id = \"a\"\ntitle = \"包\"\nversion = \"1\"\nbodies = [\"b\"]\n"),
            ("p/yize.toml", "rules = [\"rules\"]\n"),
        ];
        for (path, text) in plain.iter().map(|(path, text)| (*path, (*text).to_owned())).chain(files.iter().cloned()) {
            memory = memory.with(path, text);
        }
        let day = jiff::civil::date(2026, 12, 31);
        let request = Request { allow_empty: true, ..Request::new(vec![PathBuf::from("p")], day) };
        let mut findings = crate::check::check(&memory, &request, &()).findings;
        findings.extend(crate::cases::test(&memory, &request, &crate::cases::Selection::default(), &()).findings);
        findings.iter().map(|finding| finding.message.get(Lang::En).to_owned()).collect()
    }

    #[test]
    fn every_key_that_is_offered_is_one_that_is_read() {
        let files = [
            ("p/yize.toml", "", ["", "waiver", "ledger", "ledger.fixed"].as_slice()),
            ("p/rules/a/pack.toml", "", &["", "parameters.n", "parameters.n.values", "rules.x"]),
            (
                "p/rules/a/kinds.toml",
                "",
                &["thing", "thing.fields.f", "thing.links.l", "thing.constraints.c", "thing.constraints.c.when"],
            ),
            (
                "p/rules/a/views.toml",
                "",
                &[
                    "",
                    "body",
                    "area.x",
                    "calendar.x",
                    "calendar.x.expected",
                    "calendar.x.declared",
                    "assignment.x",
                    "assignment.x.limits",
                ],
            ),
            ("p/rules/a/holidays.toml", "", &["2026"]),
            (
                "p/rules/a/tests/t.toml",
                "data.as_of = 2026-12-31\n",
                &["", "data", "case", "case.change", "case.expect", "case.cards"],
            ),
        ];
        for (path, _, headers) in files {
            for header in headers {
                let offered = of(path, header).expect("a file of settings");
                assert!(!offered.is_empty(), "{path} [{header}]");
                for (key, ..) in offered.into_iter().chain([("no_such", "", "")]) {
                    let many = matches!(
                        *header,
                        "waiver"
                            | "ledger"
                            | "parameters.n.values"
                            | "assignment.x.limits"
                            | "case"
                            | "case.change"
                            | "case.expect"
                            | "case.cards"
                    );
                    let check = Check::WORDS.iter().find(|check| keys::of_check(check).contains(&key));
                    let mut text = match *header {
                        "" => String::new(),
                        header if many => format!("[[{header}]]\n"),
                        header => format!("[{header}]\n"),
                    };
                    if header.starts_with("case.") {
                        text = format!("[[case]]\nname = \"x\"\nexpect = []\n{text}")
                            .replace("expect = []\n[[case.expect]]", "[[case.expect]]");
                    }
                    if header.starts_with("case") {
                        text = format!("[data]\nas_of = 2026-12-31\n{text}");
                    }
                    if header.starts_with("ledger.") {
                        text = format!("[[ledger]]\nfile = \"x.xlsx\"\n{text}");
                    }
                    if header.ends_with(".when") {
                        text = format!("[thing.constraints.c]\ncheck = \"together\"\n{text}");
                    } else if *header == "thing.constraints.c" && key != "check" {
                        let check = check.map_or("unique", |check| *check);
                        text = format!("{text}check = \"{check}\"\n");
                    }
                    if path.ends_with("pack.toml") && !header.is_empty() {
                        text = format!("id = \"a\"\ntitle = \"包\"\nversion = \"1\"\n{text}");
                    } else if path.ends_with("pack.toml") && key != "id" {
                        text += "id = \"a\"\n";
                    } else if path.ends_with("yize.toml") && key != "rules" {
                        text = format!("rules = [\"rules\"]\n{text}");
                    }
                    text = format!("{text}{key} = 1\n");
                    let told = told(&[(path, text.clone())]);
                    let unknown = told.iter().any(|message| *message == format!("unknown key `{key}`"));
                    assert_eq!(unknown, key == "no_such", "{path}\n{text}\n{told:?}");
                }
            }
        }
    }

    #[test]
    fn every_key_that_is_read_is_offered_with_its_meaning() {
        let tables: &[(&str, Keys)] = &[
            ("pack", keys::PACK),
            ("parameter", keys::PARAMETER),
            ("value", keys::VALUE_SINCE),
            ("level", keys::LEVEL),
            ("kind", keys::KIND),
            ("field", keys::FIELD),
            ("link", keys::LINK),
            ("constraint", keys::CONSTRAINT),
            ("when", keys::WHEN),
            ("views", keys::VIEWS),
            ("names", keys::NAMES),
            ("area", keys::AREA),
            ("calendar", keys::CALENDAR),
            ("expected", keys::EXPECTED),
            ("declared", keys::DECLARED),
            ("assignment", keys::ASSIGNMENT),
            ("limit", keys::LIMIT),
            ("holidays", keys::HOLIDAYS),
            ("settings", keys::SETTINGS),
            ("packs", keys::PACKS),
            ("waivers", keys::WAIVERS),
            ("waiver", keys::WAIVER),
            ("ledger", keys::LEDGER),
            ("fixed", keys::FIXED),
            ("cases", keys::CASES),
            ("data", keys::CASE_DATA),
            ("case", keys::CASE),
            ("change", keys::CHANGE),
            ("finding", keys::EXPECTED_FINDING),
            ("card", keys::CARD),
        ];
        let own = Check::WORDS.map(|check| ("constraint", keys::of_check(check)));
        for (table, all) in tables.iter().copied().chain(own) {
            assert_eq!(words(table, all.iter().copied()).len(), all.len(), "{table}: {all:?}");
        }
        assert_eq!((of_script(false).len(), of_script(true).len()), (keys::RULE.len(), keys::SCHEME.len()));
    }
}
