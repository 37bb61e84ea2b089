//! Reports: how they are written, and those of shards, joined.

use yize::report::View;
use yize::report::merge::{Content, merge};
use yize_core::check::{Request, Scope, Shard, check};
use yize_core::{Check, FailOn, Lang};

use crate::ledger::{DAY, pack, parts, project};
use crate::sound;

/// Texts of all kinds in names of files, in values, in keys and in messages: every format can be read again.
pub fn escapers(bytes: &[u8]) {
    let texts: Vec<String> = parts(bytes).iter().map(|part| String::from_utf8_lossy(part).into_owned()).collect();
    let text = |at: usize| texts.get(at).map_or("", String::as_str);
    let quoted = |text: &str| toml::Value::from(text).to_string();
    let (name, title, key, more) = (text(0), text(1), text(2), text(3));
    let data = format!(
        "body = \"shili\"\nyear = 2026\n[[member]]\nid = {}\nname = {}\njoined_on = 2022-01-01\n[[meeting]]\ntitle = {}\n\
         form = \"plenary\"\nheld_on = 2026-02-03\ncount = 9\npresent = [{}]\n{more}",
        quoted(key),
        quoted(title),
        quoted(title),
        quoted(key)
    );
    let outcome = Check::as_of(DAY).pack(pack()).data(name, data).run();
    sound::outcome(&outcome);
    sound::reports(&outcome);
}

/// Reports of shards. Those of one check are joined to its report; whatever else is handed in, nothing breaks.
pub fn merging(bytes: &[u8]) {
    let files = project();
    let whole = check(&files, &Request::new(vec!["club".into()], DAY), &());
    let reports: Vec<Vec<u8>> = (1..=2)
        .map(|index| {
            let scope = Scope::Shard(Shard { index, of: 2 });
            let outcome = check(&files, &Request { scope, ..Request::new(vec!["club".into()], DAY) }, &());
            let mut report = Vec::new();
            yize_core::json::write(&outcome, Lang::Zh, FailOn::Error, &mut report).expect("memory");
            report
        })
        .collect();
    // An input stands for reports, or for what is done to one: written over it from a place on.
    let parts = parts(bytes);
    let named = |reports: Vec<Vec<u8>>| -> Vec<(String, Content)> {
        reports.into_iter().enumerate().map(|(at, report)| (format!("{at}.json"), Content::Held(report))).collect()
    };
    join(named(parts.clone()));
    let mut bent = reports.clone();
    if let [a, b, rest @ ..] = bytes {
        let at = usize::from(*a) << 8 | usize::from(*b);
        let report = &mut bent[at % 2];
        let at = at / 2 % report.len();
        let end = (at + rest.len()).min(report.len());
        report.splice(at..end, rest.iter().copied());
    }
    join(named(bent));
    let merged = merge(named(reports)).expect("they are of one check");
    let (mut own, mut all) = (Vec::new(), Vec::new());
    merged.json(&mut own).expect("memory");
    yize::report::json::write(&whole, View::new(Lang::Zh, merged.code), &mut all).expect("memory");
    assert_eq!(own, all, "joined, they are the report of the whole");
}

fn join(reports: Vec<(String, Content)>) {
    if let Ok(merged) = merge(reports) {
        let (mut json, mut short) = (Vec::new(), Vec::new());
        merged.json(&mut json).expect("memory");
        merged.short(&mut short).expect("memory");
        let _: serde_json::Value = serde_json::from_slice(&json).expect("JSON");
        let short = String::from_utf8(short).expect("UTF-8");
        assert!(!short.chars().any(|c| c.is_control() && c != '\n' && c != '\t'), "{short:?}");
    }
}
