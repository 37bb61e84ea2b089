//! The JSON Schemas of files: each is one, takes all that stands in this repository, takes no slips, and has the keys that yize reads.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Map, Value, json};

use crate::support::{Workdir, read, root, tree};

/// Words of schemas with which files are checked, but those of data.
const FILES: [&str; 5] = ["pack", "kinds", "views", "cases", "settings"];

fn schema(dir: &Workdir, folder: &str, word: &str) -> Value {
    let run = dir.yize_in(folder, &format!("schema {word} --lang zh --as-of 2026-06-30")).exits(0);
    serde_json::from_str(&run.stdout).expect("JSON")
}

/// TOML as readers of schemas see it: days and times are texts.
pub fn as_json(value: &toml::Value) -> Value {
    match value {
        toml::Value::String(text) => json!(text),
        toml::Value::Integer(number) => json!(number),
        toml::Value::Float(number) => json!(number),
        toml::Value::Boolean(truth) => json!(truth),
        toml::Value::Datetime(moment) => json!(moment.to_string()),
        toml::Value::Array(items) => items.iter().map(as_json).collect(),
        toml::Value::Table(table) => table.iter().map(|(key, value)| (key.clone(), as_json(value))).collect(),
    }
}

fn parsed(text: &str) -> Value {
    as_json(&toml::Value::Table(toml::from_str(text).expect("TOML")))
}

fn validator(schema: &Value) -> jsonschema::Validator {
    assert!(jsonschema::meta::is_valid(schema), "the schema is none");
    jsonschema::validator_for(schema).expect("a schema")
}

/// Which schema is of a file of rules or examples, by where it stands.
fn kind_of(path: &str) -> Option<&'static str> {
    let name = Path::new(path).file_name()?.to_str()?;
    if path.contains("/tests/") {
        let folder = Path::new(path).parent()?.file_name()?;
        return (folder == "tests" && path.ends_with(".toml")).then_some("cases");
    }
    match name {
        "pack.toml" => Some("pack"),
        "kinds.toml" => Some("kinds"),
        "views.toml" => Some("views"),
        "yize.toml" => Some("settings"),
        _ => None,
    }
}

/// The files of packs and settings of this repository, each with the word of its schema.
fn files() -> Vec<(&'static str, String)> {
    let all = ["rules", "examples"]
        .into_iter()
        .flat_map(|top| tree(&root().join(top)).into_iter().map(move |file| format!("{top}/{file}")));
    all.filter_map(|path| Some((kind_of(&path)?, path))).collect()
}

#[test]
fn all_files_of_packs_and_settings_fit_their_schemas() {
    let dir = Workdir::bare().folder("empty");
    for word in FILES {
        let validator = validator(&schema(&dir, "empty", word));
        let mut seen = 0;
        for (_, path) in files().iter().filter(|(own, _)| *own == word) {
            let wrong: Vec<String> = validator
                .iter_errors(&parsed(&read(path)))
                .map(|error| format!("{path}: {}: {error}", error.instance_path()))
                .collect();
            assert!(wrong.is_empty(), "{}", wrong.join("\n"));
            seen += 1;
        }
        assert!(seen > 10, "{word}: {seen} files");
    }
}

/// What stands at a path of a document, made if it is not there.
fn at<'v>(value: &'v mut Value, path: &str) -> &'v mut Value {
    value.pointer_mut(path).unwrap_or_else(|| panic!("nothing at {path}"))
}

/// Tables of a document: where one is, and where the schema speaks of it.
type Spots = &'static [(&'static str, &'static str)];

/// A document of each sort that has every kind of table, and the paths of its tables: where it is, and where the schema speaks of it.
const TABLES: [(&str, &str, Spots); 5] = [
    (
        "pack",
        "id = \"demo\"\ntitle = \"试\"\nyize = \"0.2\"\nbodies = [\"demo\"]\n[parameters.least]\nlabel = \"少\"\nvalue = 1\n\
         [parameters.most]\nlabel = \"多\"\nvalues = [{ since = \"2020-01-01\", value = 1 }]\n[rules.\"demo/x\"]\nseverity = \"warning\"\n",
        &[
            ("", ""),
            ("/parameters/least", "/definitions/parameter"),
            ("/parameters/most/values/0", "/definitions/parameter/properties/values/items"),
            ("/rules/demo~1x", "/definitions/level"),
        ],
    ),
    (
        "kinds",
        "[thing]\nlabel = \"物\"\n[thing.fields]\nid = { type = \"string\", label = \"号\" }\nsort = { type = \"enum\", values = { a = { label = \
         \"甲\" } }, label = \"类\" }\n[thing.links.parts]\nkind = \"part\"\nfield = \"of\"\nlabel = \"件\"\n\
         [thing.constraints.both]\ncheck = \"together\"\nfields = [\"id\"]\nwhen = { field = \"sort\", is = [\"a\"] }\ntitle = \"同\"\nbasis = \
         \"法\"\nsince = \"2020-01-01\"\n[part]\nlabel = \"件\"\n[part.fields]\nof = { type = \"ref\", to = \"thing\", label = \"属\" }\n\
         more = { add = { b = \"乙\" }, reason = \"另有\" }\n",
        &[
            ("/thing", "/definitions/kind"),
            ("/thing/fields/id", "/definitions/field"),
            ("/thing/fields/sort/values/a", "/definitions/values/anyOf/1/additionalProperties/anyOf/1"),
            ("/thing/links/parts", "/definitions/link"),
            ("/thing/constraints/both/when", "/definitions/constraint/properties/when"),
            ("/part/fields/more", "/definitions/change"),
        ],
    ),
    (
        "views",
        "body = { kind = \"unit\", name = \"name\" }\n[area.a]\ntitle = \"甲\"\n[calendar.c]\nkind = \"plan\"\nexpected = { parameter = \"p\" }\n\
         declared = { kind = \"plan\", field = \"f\" }\n[assignment.s]\nkind = \"member\"\nlimits = [{ min = \"least\" }]\n",
        &[
            ("", ""),
            ("/body", "/properties/body"),
            ("/area/a", "/properties/area/additionalProperties"),
            ("/calendar/c", "/properties/calendar/additionalProperties"),
            ("/calendar/c/expected", "/properties/calendar/additionalProperties/properties/expected"),
            ("/calendar/c/declared", "/properties/calendar/additionalProperties/properties/declared"),
            ("/assignment/s", "/properties/assignment/additionalProperties"),
            ("/assignment/s/limits/0", "/definitions/limit"),
        ],
    ),
    (
        "cases",
        "[data]\nas_of = 2026-06-30\ntext = \"body = 'demo'\"\n[[case]]\nname = \"甲\"\nchange = [{ find = \"a\", put = \"b\" }]\n\
         expect = [{ rule = \"host/type\" }]\ncards = [{ record = \"A\" }]\n",
        &[
            ("", ""),
            ("/data", "/properties/data"),
            ("/case/0", "/definitions/case"),
            ("/case/0/change/0", "/definitions/case/properties/change/items"),
            ("/case/0/expect/0", "/definitions/expected"),
            ("/case/0/cards/0", "/definitions/card"),
        ],
    ),
    (
        "settings",
        "time_zone = \"Asia/Shanghai\"\n[[ledger]]\nfile = \"a.xlsx\"\nfixed = { body = \"demo\" }\n[[waiver]]\nrule = \"demo/x\"\nat = \"a/1\"\n\
         reason = \"因\"\napproved_by = \"人\"\nuntil = 2026-12-31\n",
        &[
            ("", ""),
            ("/ledger/0", "/definitions/ledger"),
            ("/ledger/0/fixed", "/definitions/ledger/properties/fixed"),
            ("/waiver/0", "/definitions/waiver"),
        ],
    ),
];

#[test]
fn slips_do_not_fit() {
    let dir = Workdir::bare().folder("empty");
    for (word, text, tables) in TABLES {
        let validator = validator(&schema(&dir, "empty", word));
        let sound = parsed(text);
        let wrong: Vec<String> = validator.iter_errors(&sound).map(|error| error.to_string()).collect();
        assert!(wrong.is_empty(), "{word}: {wrong:?}");
        for (path, _) in tables {
            let mut unknown = sound.clone();
            at(&mut unknown, path)["zzqqzz"] = json!("甲");
            assert!(!validator.is_valid(&unknown), "{word}: an unknown key at `{path}`");
            let keys: Vec<String> =
                at(&mut sound.clone(), path).as_object().expect("a table").keys().cloned().collect();
            for key in keys {
                // No key takes a list of lists, but what a parameter is.
                let mut wrong = sound.clone();
                at(&mut wrong, path)[&key] = json!([[[]]]);
                assert_eq!(validator.is_valid(&wrong), key == "value", "{word}: a wrong type at {path}/{key}");
            }
        }
    }
}

/// The keys that yize says it knows of the table in which it has met one that it does not.
fn known(findings: &[Value]) -> BTreeSet<String> {
    let unknown = findings.iter().find(|own| own["message"] == "没有“zzqqzz”这个键");
    let help = unknown.unwrap_or_else(|| panic!("{findings:#?}"))["help"].as_str().expect("help");
    let keys = help.strip_prefix("可用的键：").unwrap_or_else(|| panic!("{help}"));
    keys.split(' ').map(str::to_owned).collect()
}

/// A pack with nothing to say of.
const PACK: &str = "id = \"demo\"\ntitle = \"试\"\nyize = \"0.2\"\nbodies = [\"demo\"]\n";

/// What comes of a file of some sort in which a table has a key too many.
fn told(word: &str, text: &str) -> Vec<Value> {
    let dir = Workdir::bare().with("rules/demo/pack.toml", PACK).with("data/a.toml", "body = \"demo\"\nyear = 2026\n");
    let (path, settings) = match word {
        "pack" => ("rules/demo/pack.toml", ""),
        "kinds" => ("rules/demo/kinds.toml", ""),
        "views" => ("rules/demo/views.toml", ""),
        "cases" => ("rules/demo/tests/a.toml", ""),
        _ => ("yize.toml", "rules = [\"rules\"]\n"),
    };
    let dir = dir.with("yize.toml", "rules = [\"rules\"]\n").with(path, format!("{settings}{text}"));
    if word == "cases" {
        // The report of cases tells no help to programs.
        let text = dir.yize("test demo --lang zh --as-of 2026-06-30").stdout;
        let told = text.split("[host/pack]: ").skip(1).map(|told| {
            let help = told.lines().find_map(|line| line.split_once("帮助: ")).map(|(_, help)| help);
            json!({ "message": told.lines().next(), "help": help })
        });
        return told.collect();
    }
    let run = dir.yize("check --lang zh --format json --as-of 2026-06-30");
    run.json()["findings"].as_array().expect("findings").clone()
}

#[test]
fn the_keys_of_the_schemas_are_those_that_are_read() {
    let dir = Workdir::bare().folder("empty");
    for (word, text, tables) in TABLES {
        let schema = schema(&dir, "empty", word);
        for (path, spot) in tables {
            let mut document: toml::Value = toml::Value::Table(toml::from_str(text).expect("TOML"));
            let mut table = &mut document;
            for part in path.split('/').skip(1).map(|part| part.replace("~1", "/")) {
                table = match table {
                    toml::Value::Array(items) => &mut items[part.parse::<usize>().expect("a number")],
                    table => table.get_mut(&part).unwrap_or_else(|| panic!("{word} has no {path}")),
                };
            }
            table.as_table_mut().expect("a table").insert("zzqqzz".to_owned(), toml::Value::Boolean(true));
            let read = known(&told(word, &toml::to_string(&document).expect("TOML")));
            let declared = schema.pointer(&format!("{spot}/properties")).and_then(Value::as_object);
            let declared: BTreeSet<String> = declared.map(Map::keys).into_iter().flatten().cloned().collect();
            assert_eq!(read, declared, "{word} {path}");
        }
    }
}

#[test]
fn the_keys_of_constraints_are_those_of_every_check() {
    let dir = Workdir::bare().folder("empty");
    let schema = schema(&dir, "empty", "kinds");
    let constraint = &schema["definitions"]["constraint"]["properties"];
    let mut read = BTreeSet::new();
    for check in constraint["check"]["enum"].as_array().expect("checks") {
        let check = check.as_str().expect("a word");
        let text = format!("[thing]\nlabel = \"物\"\n[thing.constraints.one]\ncheck = \"{check}\"\nzzqqzz = 1\n");
        read.extend(known(&told("kinds", &text)));
    }
    let declared: BTreeSet<String> = constraint.as_object().expect("a table").keys().cloned().collect();
    assert_eq!(read, declared);
    let wrong = told(
        "kinds",
        "[thing]\nlabel = \"物\"\n[thing.constraints.one]\ncheck = \"zzqqzz\"\ntitle = \"甲\"\nbasis = \"乙\"\nsince = \"2020-01-01\"\n",
    );
    let help =
        wrong.iter().find_map(|own| own["help"].as_str()?.strip_prefix("可用的：")).expect("the checks that there are");
    let words: BTreeSet<&str> = help.split(' ').collect();
    assert_eq!(
        words,
        constraint["check"]["enum"].as_array().expect("checks").iter().filter_map(Value::as_str).collect()
    );
}

/// Projects whose data are sound in form.
const PROJECTS: [&str; 8] = [
    "examples/baoding",
    "examples/first",
    "examples/handan",
    "examples/hengshui",
    "examples/langfang",
    "examples/tangshan",
    "examples/schemes/hefei",
    "examples/time",
];

#[test]
fn data_fit_the_schema_of_their_kinds_and_slips_do_not() {
    for project in PROJECTS {
        let dir = Workdir::bare().copy(project, "it");
        let schema = schema(&dir, "it", "data");
        let validator = validator(&schema);
        let mut slips = 0;
        for file in tree(&root().join(project)).into_iter().filter(|f| f.starts_with("data/") && f.ends_with(".toml")) {
            let document = parsed(&read(format!("{project}/{file}")));
            let wrong: Vec<String> = validator
                .iter_errors(&document)
                .take(5)
                .map(|error| format!("{project}/{file}: {}: {error}", error.instance_path()))
                .collect();
            assert!(wrong.is_empty(), "{}", wrong.join("\n"));
            for (kind, records) in document.as_object().expect("a table") {
                let Some(first) = records.as_array().and_then(|records| records.first()?.as_object()) else { continue };
                let with = |key: &str, value: Value| {
                    let mut one = first.clone();
                    one.insert(key.to_owned(), value);
                    json!({ kind: [one] })
                };
                assert!(validator.is_valid(&json!({ kind: [first] })), "{project} {kind}");
                assert!(!validator.is_valid(&with("zzqqzz", json!(1))), "{project} {kind}");
                for key in first.keys() {
                    assert!(!validator.is_valid(&with(key, json!([[[]]]))), "{project} {kind}.{key}");
                    slips += 1;
                }
            }
        }
        assert!(slips > 5, "{project}: {slips}");
        assert!(!validator.is_valid(&json!({ "zzqqzz": [{}] })), "{project}");
    }
}

#[test]
fn a_kind_has_a_schema_of_its_own_and_what_is_unknown_is_asked_about() {
    let dir = Workdir::bare().folder("empty");
    let member = schema(&dir, "empty", "member");
    assert_eq!(member, schema(&dir, "empty", "委员"));
    assert_eq!(member, schema(&dir, "empty", "kind:member"));
    let validator = validator(&member);
    let good = json!({ "id": "BD-1", "姓名": "甲", "sector": "工会", "cpc": true });
    assert!(validator.is_valid(&json!({ "body": "baoding", "year": 2026, "member": [good], "visit": [{}] })));
    for (key, value) in [("id", json!("甲")), ("cpc", json!("是")), ("role", json!("无")), ("姓名", json!(""))] {
        let mut wrong = good.clone();
        wrong[key] = value;
        assert!(!validator.is_valid(&json!({ "member": [wrong] })), "{key}");
    }
    let described = &member["definitions"]["member"]["properties"]["role"];
    assert_eq!(described["description"], "入委身份：core 专委、ordinary 普委（可以不填）");
    for (name, near) in [("membr", "member"), ("pakc", "pack"), ("kind:pack", "")] {
        let run = dir.run(&["schema", name, "--lang", "zh"], b"").exits(2);
        assert!(run.stderr.contains(near), "{}", run.stderr);
    }
}
