//! Tests of what a line of `yize check` means.

use jiff::civil::date;

use super::*;
use crate::args::tests;
use yize_core::PackSource;

fn args(line: &str) -> Args {
    tests::read(&COMMAND, read, line).unwrap()
}

#[test]
fn options_mean_what_they_say_before_and_after_the_command() {
    let args = args(
        "--rules a --as-of 2026-01-31 check --rules b x.toml - --only p/* --skip q --body c/* -j 3 --format short --output json=o.json --fail-on never --allow-empty --stdin-path n.toml",
    );
    let folder = |from: &PackSource| matches!(from, PackSource::Folder(_)).then(|| format!("{from:?}"));
    let folders: Vec<String> = args.request.packs.iter().filter_map(folder).collect();
    assert_eq!(folders, ["Folder(\"a\")", "Folder(\"b\")"]);
    assert_eq!(args.request.as_of, date(2026, 1, 31));
    assert_eq!(args.request.paths, [Path::new("x.toml")]);
    assert_eq!(args.stdin.as_deref(), Some("n.toml"));
    assert_eq!(
        (args.request.only, args.request.skip, args.request.bodies),
        (vec!["p/*".into()], vec!["q".into()], vec!["c/*".into()])
    );
    assert_eq!(
        (args.request.jobs, args.request.allow_empty, args.reports.format.word, args.fail_on),
        (3, true, "short", FailOn::Never)
    );
    let outputs: Vec<_> = args.reports.outputs.iter().map(|(format, file)| (format.word, file.as_path())).collect();
    assert_eq!(outputs, [("json", Path::new("o.json"))]);
}

#[test]
fn without_options_it_checks_the_current_folder_as_of_today() {
    let plain = args("check");
    assert_eq!(plain.request.paths, [Path::new(".")]);
    assert_eq!((plain.request.as_of, plain.stdin, plain.fail_on), (date(2026, 11, 22), None, FailOn::Error));
    assert!(plain.request.jobs >= 1);
    assert!(args("check -").request.paths.is_empty());
}
