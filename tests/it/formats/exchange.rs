//! Formats that other programs read: SARIF, `JUnit`, Checkstyle, GitHub, GitLab, TAP.

use std::collections::BTreeSet;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde_json::Value;

use super::{findings, path, tool, valid, workdir};
use crate::support::read;

/// The characters of a line range, by SARIF's region.
fn at<'a>(text: &'a str, region: &Value) -> &'a str {
    let number = |key: &str| usize::try_from(region[key].as_u64().expect("a number")).expect("small");
    assert_eq!(number("startLine"), number("endLine"));
    let line = text.lines().nth(number("startLine") - 1).expect("a line");
    let byte = |column: usize| line.char_indices().nth(column - 1).map_or(line.len(), |(i, _)| i);
    &line[byte(number("startColumn"))..byte(number("endColumn"))]
}

#[test]
fn sarif_holds_to_the_schema_and_says_what_json_says() {
    for lang in ["zh", "en"] {
        let dir = workdir(lang);
        let log: Value = serde_json::from_str(&dir.read("out.sarif")).expect("JSON");
        valid(&read("tests/schemas/sarif-2.1.0.json"), &log);
        let run = &log["runs"][0];
        assert_eq!((&run["columnKind"], &run["invocations"][0]["exitCode"]), (&"unicodeCodePoints".into(), &2.into()));
        let (results, findings) = (run["results"].as_array().expect("results"), findings(&dir));
        assert_eq!(results.len(), findings.len());
        let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
        let names: BTreeSet<&str> = findings.iter().filter_map(|f| f["rule"].as_str()).collect();
        assert_eq!(rules.iter().filter_map(|r| r["id"].as_str()).collect::<BTreeSet<_>>(), names);
        for (result, finding) in results.iter().zip(&findings) {
            assert_eq!(result["ruleId"], finding["rule"]);
            let index = usize::try_from(result["ruleIndex"].as_u64().expect("an index")).expect("small");
            assert_eq!(rules[index]["id"], finding["rule"]);
            assert_eq!(result["partialFingerprints"]["yize/v1"], finding["fingerprint"]);
            assert_eq!(result["level"] == "note", finding["status"] == "pending");
            let place = &result["locations"][0]["physicalLocation"];
            let uri = place["artifactLocation"]["uri"].as_str().expect("a path");
            assert!(uri.is_ascii() && !uri.contains([' ', '?', '#', '|', '\\', ':']), "{uri}");
            assert_eq!(place["region"]["startColumn"], finding["start"]["column"]);
        }
        let probe = results.iter().find(|r| r["ruleId"] == "demo/probe/it").expect("the probe");
        let region = &probe["locations"][0]["physicalLocation"]["region"];
        assert_eq!(at(&dir.read("data/坏 %#?,:|.toml"), region), "'=委\"员|`甲`'");
        let uri = &probe["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
        assert_eq!(uri, "data/%E5%9D%8F%20%25%23%3F%2C%3A%7C.toml");
        assert!(probe["message"]["text"].as_str().expect("text").contains("\\[x\\](1)"));
        assert_eq!(
            probe["relatedLocations"][0]["physicalLocation"]["artifactLocation"]["uri"],
            "rules/demo/probe.rhai"
        );
    }
}

/// Name, attributes and text.
type Element = (String, Vec<(String, String)>, String);

/// The elements of an XML text, each with its attributes and text.
fn elements(text: &str) -> Vec<Element> {
    let mut reader = Reader::from_str(text);
    let mut all: Vec<Element> = Vec::new();
    let open = |tag: &BytesStart<'_>| {
        let name = tag.name().as_ref().to_owned();
        let attributes = tag.attributes().map(|a| a.expect("an attribute")).map(|a| {
            (a.key.as_ref().to_owned(), quick_xml::escape::unescape(&a.value).expect("entities").into_owned())
        });
        (name, attributes.collect(), String::new())
    };
    loop {
        match reader.read_event().expect("well-formed") {
            Event::Start(tag) | Event::Empty(tag) => all.push(open(&tag)),
            Event::Text(text) => {
                if let Some(last) = all.last_mut() {
                    last.2.push_str(&text);
                }
            }
            Event::Eof => return all,
            _ => {}
        }
    }
}

#[test]
fn junit_holds_to_the_schema_of_jenkins_and_names_file_and_line() {
    let dir = workdir("zh");
    let text = dir.read("out.junit");
    // The schema knows no file and line of a case, which GitLab and others read, and no total of those skipped;
    // Jenkins passes over them.
    let strict: String = text
        .lines()
        .map(|line| match (line.trim_start().starts_with("<testcase "), line.find(" file=\"")) {
            (true, Some(at)) => {
                let end = line[at..].rfind('"').expect("a value") + at + 1;
                format!("{}{}\n", &line[..at], &line[end..])
            }
            _ if line.starts_with("<testsuites ") => {
                let (before, after) = line.split_once(" skipped=\"").expect("a total");
                format!("{before}{}\n", after.split_once('"').expect("its end").1)
            }
            _ => format!("{line}\n"),
        })
        .collect();
    let dir = dir.with("strict.xml", strict);
    tool(&dir, "xmllint", &["--noout", "--nonet", "--schema", &path("tests/schemas/junit-10.xsd"), "strict.xml"]);

    let all = elements(&text);
    let get = |attributes: &[(String, String)], name: &str| {
        attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone())
    };
    let findings = findings(&dir);
    let cases: Vec<_> = all.iter().filter(|(name, a, _)| name == "testcase" && get(a, "file").is_some()).collect();
    assert_eq!(cases.len(), findings.len());
    for finding in &findings {
        let line = finding["start"]["line"].as_u64().map(|n| n.to_string());
        let same = |a: &[(String, String)]| {
            get(a, "classname").as_deref() == finding["rule"].as_str()
                && get(a, "file").as_deref() == finding["file"].as_str()
                && get(a, "line") == line
        };
        assert!(cases.iter().any(|(_, a, _)| same(a)), "{finding:#}");
    }
    let count = |name: &str| all.iter().filter(|(element, ..)| element == name).count();
    let errors = findings.iter().filter(|f| f["status"] == "violation" && f["severity"] == "error").count();
    assert_eq!((count("failure"), count("error")), (errors, 1));
    assert_eq!(count("skipped"), findings.len() - errors - 1);
}

#[test]
fn checkstyle_is_well_formed_and_says_what_json_says_file_by_file() {
    let dir = workdir("zh");
    tool(&dir, "xmllint", &["--noout", "--nonet", "out.checkstyle"]);
    let (mut file, mut told) = (String::new(), Vec::new());
    for (name, attributes, _) in elements(&dir.read("out.checkstyle")) {
        let get = |name: &str| attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
        match name.as_str() {
            "checkstyle" => assert_eq!(get("version").as_deref(), Some("4.3")),
            "file" => file = get("name").expect("a name"),
            "error" => {
                let message = get("message").expect("a message");
                assert!(!message.chars().any(char::is_control), "{message:?}");
                told.push(((file.clone(), get("line"), get("column"), get("severity"), get("source")), message));
            }
            other => panic!("{other}"),
        }
    }
    let mut expected = Vec::new();
    for finding in &findings(&dir) {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let number = |key: &str| finding["start"][key].as_u64().map(|number| number.to_string());
        let severity = if finding["status"] == "pending" { Some("info".into()) } else { text(&finding["severity"]) };
        let file = text(&finding["file"]).unwrap_or(".".into());
        expected.push((file, number("line"), number("column"), severity, text(&finding["rule"])));
    }
    expected.sort();
    let mut places: Vec<_> = told.iter().map(|(place, _)| place.clone()).collect();
    places.sort();
    assert_eq!(places, expected);
    let (_, probe) = told.iter().find(|(place, _)| place.4.as_deref() == Some("demo/probe/it")).expect("the probe");
    assert!(probe.starts_with("=1+1 # TODO \\ ]]> <b>&amp; [x](1) @a | `c` % , : ␛[31m␀"), "{probe}");
}

/// A workflow command, read as the runner of GitHub Actions reads it.
fn command(line: &str) -> (String, Vec<(String, String)>, String) {
    let (head, text) = line.strip_prefix("::").expect("a command").split_once("::").expect("a text");
    let (name, properties) = head.split_once(' ').expect("properties");
    let data = |text: &str| text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%");
    let pairs = properties.split(',').map(|pair| {
        let (key, value) = pair.split_once('=').expect("a value");
        (
            key.to_owned(),
            value.replace("%3A", ":").replace("%2C", ",").replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%"),
        )
    });
    (name.to_owned(), pairs.collect(), data(text))
}

#[test]
fn github_commands_are_read_back_as_they_were_meant() {
    let dir = workdir("zh");
    let text = dir.read("out.github");
    let findings = findings(&dir);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), findings.len() + 1);
    for (line, finding) in lines.iter().zip(&findings) {
        assert!(!line.chars().any(char::is_control));
        let (name, properties, message) = command(line);
        let get = |key: &str| properties.iter().find(|(k, _)| k == key).map(|(_, v)| v.as_str());
        let expected = match (&finding["status"], &finding["severity"]) {
            (status, _) if status == "pending" => "notice",
            (status, severity) if status == "violation" && severity == "warning" => "warning",
            _ => "error",
        };
        assert_eq!(name, expected);
        assert_eq!(get("file"), finding["file"].as_str());
        assert_eq!(get("line").map(str::to_owned), finding["start"]["line"].as_u64().map(|n| n.to_string()));
        assert!(get("title").is_some_and(|title| title.contains(finding["rule"].as_str().expect("a rule"))));
        let first = |text: &str| text.split(['\n', '\r', '␍']).next().unwrap_or_default().replace(char::is_control, "");
        let said = finding["message"].as_str().expect("text");
        assert_eq!(first(&message).is_empty(), first(said).is_empty());
        assert!(!said.contains("第二行") || message.contains("\n：:error::第二行\n"), "{message}");
    }
    assert!(!lines.last().expect("a summary").starts_with("::"));
}

#[test]
fn gitlab_issues_have_the_documented_shape() {
    let dir = workdir("en");
    let issues: Value = serde_json::from_str(&dir.read("out.gitlab")).expect("JSON");
    valid(&read("tests/schemas/gitlab-code-quality.json"), &issues);
    let issues = issues.as_array().expect("a list");
    let findings = findings(&dir);
    assert_eq!(issues.len(), findings.len());
    let prints: BTreeSet<&str> = issues.iter().filter_map(|i| i["fingerprint"].as_str()).collect();
    assert_eq!(prints.len(), issues.len(), "fingerprints are unique");
    for (issue, finding) in issues.iter().zip(&findings) {
        assert_eq!((&issue["check_name"], &issue["location"]["path"]), (&finding["rule"], &finding["file"]));
        assert_eq!(issue["location"]["lines"]["begin"], finding["start"]["line"].as_u64().unwrap_or(1));
    }
}

/// Reads TAP with Perl's own parser and prints number, verdict, directive and description of each point, and errors.
const TAP: &str = r#"
    use TAP::Parser; binmode STDOUT, ":utf8";
    my $parser = TAP::Parser->new({ source => "older.tap" });
    while (my $r = $parser->next) {
        print join("\t", "test", $r->number, $r->is_actual_ok ? "ok" : "not", $r->directive), "\n" if $r->is_test;
        print "yaml\n" if $r->is_yaml;
        print "unknown\t", $r->as_string, "\n" if $r->is_unknown;
    }
    print "error\t$_\n" for $parser->parse_errors;
    print join("\t", "total", $parser->version, $parser->tests_planned, $parser->tests_run, scalar($parser->failed)), "\n";
"#;

#[test]
fn tap_is_read_by_perls_parser_and_keeps_the_grammar() {
    let dir = workdir("zh");
    let findings = findings(&dir);
    // Debian's parser knows version 13, which has all that the report uses but the escapes.
    let older = dir.read("out.tap").replacen("TAP version 14", "TAP version 13", 1);
    let dir = dir.with("older.tap", older);
    let read = tool(&dir, "perl", &["-e", TAP]);
    let lines: Vec<Vec<&str>> = read.lines().map(|line| line.split('\t').collect()).collect();
    let of = |word: &str| lines.iter().filter(|line| line[0] == word).cloned().collect::<Vec<_>>();
    assert!(of("error").is_empty() && of("unknown").is_empty(), "{read}");
    let tests = of("test");
    for (number, test) in tests.iter().enumerate() {
        assert_eq!(test[1], (number + 1).to_string());
        let finding = findings.get(number);
        assert_eq!(test[2] == "not", finding.is_some(), "{read}");
        let harmless = finding.is_some_and(|f| f["status"] == "pending" || f["severity"] == "warning");
        assert_eq!(test.get(3) == Some(&"TODO"), harmless, "{read}");
    }
    let fatal = findings.iter().filter(|f| f["status"] != "pending" && f["severity"] == "error").count();
    let n = tests.len().to_string();
    assert_eq!(of("total")[0], ["total", "13", n.as_str(), n.as_str(), fatal.to_string().as_str()]);
    grammar(&dir.read("out.tap"), &findings);
}

/// The grammar of TAP 14, line by line, as much of it as the report uses.
fn grammar(text: &str, findings: &[Value]) {
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("TAP version 14"));
    assert!(lines.next().is_some_and(|plan| plan.starts_with("1..") && plan[3..].parse::<usize>().is_ok()));
    let (mut inside, mut messages) = (false, Vec::new());
    for line in lines {
        match (inside, line) {
            (false, "  ---") => inside = true,
            (true, "  ...") => inside = false,
            (true, line) => {
                let (key, value) = line.strip_prefix("  ").and_then(|l| l.split_once(": ")).expect("a key");
                let value: Value = serde_json::from_str(value).expect("a scalar");
                if key == "message" {
                    messages.push(value);
                }
            }
            (false, line) => {
                let point = line.strip_prefix("not ok ").or_else(|| line.strip_prefix("ok "));
                let rest = point.and_then(|rest| rest.split_once(" - ")).map(|(n, rest)| (n.parse::<usize>(), rest));
                assert!(line.starts_with("# ") || rest.is_some_and(|(number, _)| number.is_ok()), "{line}");
            }
        }
    }
    assert!(!inside);
    assert_eq!(messages, findings.iter().map(|f| f["message"].clone()).collect::<Vec<_>>());
}
