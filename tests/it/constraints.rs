//! Every constraint of the built-in packs, on the records of their own cases: a copy that is broken in the one way which it
//! forbids is caught, wherever such records are.

use std::collections::{BTreeMap, BTreeSet};

use toml::value::Datetime;
use toml::{Table, Value};
use yize_core::{Check, Memory, Status};

use crate::support::{read, root, tree};

/// The packs whose cases have data. They all extend `base`, whose constraints hold in each of them.
const PACKS: [&str; 7] = ["base", "duty", "tangshan", "baoding", "langfang", "handan", "hengshui"];
/// A pack that governs the body of the cases of those packs that govern none themselves.
const OWN: &str =
    "id = \"own\"\ntitle = \"own\"\nversion = \"1\"\nyize = \"0.2\"\nextends = [\"duty\"]\nbodies = [\"test\"]\n";
/// The day of the checks: all of the year is due, returns of the next January too.
const TODAY: &str = "2027-02-05";
/// A day long before any term of office, and one on a holiday.
const LONG_AGO: &str = "1990-01-03";
const HOLIDAY: &str = "2026-10-02";

/// A constraint as a pack declares it.
#[derive(Clone)]
struct Declared {
    rule: String,
    kind: String,
    spec: Table,
}

impl Declared {
    fn text(&self, key: &str) -> Option<&str> {
        self.spec.get(key)?.as_str()
    }

    fn fields(&self) -> Vec<&str> {
        let fields = self.spec.get("fields").and_then(Value::as_array);
        fields.into_iter().flatten().filter_map(Value::as_str).collect()
    }
}

/// A project: the texts of its files, read.
type Files = Vec<(String, Table)>;

fn table(path: &str) -> Table {
    read(path).parse().unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// What a pack says of its kinds, without the constraints, and those.
fn declared(pack: &str) -> (Table, Vec<Declared>) {
    let path = format!("rules/{pack}/kinds.toml");
    let kinds = table(&path);
    let mut found = Vec::new();
    for (kind, says) in &kinds {
        for (name, spec) in says.get("constraints").and_then(Value::as_table).into_iter().flatten() {
            let spec = spec.as_table().expect("a table").clone();
            found.push(Declared { rule: format!("{pack}/{kind}/{name}"), kind: kind.clone(), spec });
        }
    }
    (kinds, found)
}

/// The data of the cases of a pack.
fn projects(pack: &str) -> Vec<Files> {
    let folder = format!("rules/{pack}/tests");
    let tests = tree(&root().join(&folder)).into_iter().filter(|file| !file.contains('/'));
    let mut seen = BTreeSet::new();
    let mut projects = Vec::new();
    for test in tests {
        let cases = table(&format!("{folder}/{test}"));
        let Some(data) = cases.get("data").and_then(Value::as_table) else { continue };
        let names: Vec<String> = match data.get("file") {
            Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            Some(Value::String(name)) => vec![name.clone()],
            _ => Vec::new(),
        };
        let own = data.get("text").and_then(Value::as_str).map(|text| (test.clone(), text.parse().expect("TOML")));
        let files: Files =
            names.iter().map(|name| (name.clone(), table(&format!("{folder}/{name}")))).chain(own).collect();
        if seen.insert(names) || files.len() == 1 {
            projects.push(files);
        }
    }
    projects
}

/// The records of a kind in a file.
fn records<'t>(file: &'t mut Table, kind: &str) -> Vec<&'t mut Table> {
    match file.get_mut(kind) {
        Some(Value::Array(records)) => records.iter_mut().filter_map(Value::as_table_mut).collect(),
        Some(Value::Table(record)) => vec![record],
        _ => Vec::new(),
    }
}

fn day(text: &str) -> Value {
    Value::Datetime(text.parse::<Datetime>().expect("a day"))
}

/// The day or period with another year.
fn in_year(value: &Value, year: u16) -> Option<Value> {
    match value.clone() {
        Value::Datetime(mut moment) => {
            moment.date.as_mut()?.year = year;
            Some(Value::Datetime(moment))
        }
        // A period.
        Value::String(text) => Some(Value::String(format!("{year}{}", text.get(4..)?))),
        _ => None,
    }
}

fn words(value: &Value) -> Vec<String> {
    match value {
        Value::String(word) => vec![word.clone()],
        Value::Array(words) => words.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

/// What is said of a field of a kind in any of some declarations.
fn field<'k>(kinds: &'k [Table], kind: &str, name: &str) -> Option<&'k Table> {
    kinds.iter().find_map(|kinds| kinds.get(kind)?.get("fields")?.get(name)?.as_table())
}

/// Breaks what a constraint asks, in one record; says whether there was one.
fn break_it(own: &Declared, kinds: &[Table], files: &mut Files) -> bool {
    let fields = own.fields();
    match own.text("check").expect("a check") {
        "present" => {
            let had = files.iter().any(|(_, file)| file.contains_key(&own.kind));
            for (_, file) in files.iter_mut() {
                file.remove(&own.kind);
            }
            had
        }
        "unique" => files.iter_mut().any(|(_, file)| enter_twice(own, kinds, file, None)),
        "look_alike" => files.iter_mut().any(|(_, file)| enter_twice(own, kinds, file, fields.first().copied())),
        "excludes" if !own.spec.contains_key("when") => give_both(own, &fields, files),
        "in_term" => leave(own, own.text("of").expect("whose"), &fields, kinds, files),
        "in_office" => {
            // The year is a field of every record.
            let on: Vec<&str> = own.text("on").into_iter().filter(|on| *on != "year").collect();
            fields.iter().any(|person| leave(own, person, &on, kinds, files))
        }
        check => {
            let mut all = files.iter_mut().flat_map(|(_, file)| records(file, &own.kind));
            all.any(|record| break_record(own, check, &fields, record))
        }
    }
}

/// Enters a record a second time, under another key; of a field to be altered with a blank more.
fn enter_twice(own: &Declared, kinds: &[Table], file: &mut Table, altered: Option<&str>) -> bool {
    let Some(Value::Array(records)) = file.get_mut(&own.kind) else { return false };
    let wanted = altered.map_or_else(|| own.fields(), |field| vec![field]);
    let fits = |record: &Value| wanted.iter().all(|field| record.get(field).is_some());
    let Some(mut copy) = records.iter().find(|record| fits(record)).cloned() else { return false };
    let keys = kinds.iter().find_map(|kinds| kinds.get(&own.kind)?.get("key"));
    for key in keys.map(words).unwrap_or_default().iter().filter(|key| !wanted.contains(&key.as_str())) {
        match copy.get_mut(key.as_str()) {
            Some(Value::String(word)) => word.push('9'),
            Some(Value::Integer(number)) => *number += 1000,
            _ => {}
        }
    }
    if let Some(Value::String(word)) = altered.and_then(|field| copy.get_mut(field)) {
        word.push('\u{3000}');
    }
    records.push(copy);
    true
}

/// Gives a record both of two fields, the second as another record has it.
fn give_both(own: &Declared, fields: &[&str], files: &mut Files) -> bool {
    let [first, second] = *fields else { panic!("{}: two fields", own.rule) };
    let all = || files.iter().flat_map(|(_, file)| file.get(&own.kind).and_then(Value::as_array).into_iter().flatten());
    let Some(other) = all().find_map(|record| record.get(second)).cloned() else { return false };
    let mut all = files.iter_mut().flat_map(|(_, file)| records(file, &own.kind));
    all.find(|record| record.contains_key(first)).is_some_and(|record| {
        record.insert(second.to_owned(), other);
        true
    })
}

/// Lets a person leave office long before the days that a record gives.
fn leave(own: &Declared, person: &str, days: &[&str], kinds: &[Table], files: &mut Files) -> bool {
    let to = field(kinds, &own.kind, person).and_then(|field| field.get("to")).and_then(Value::as_str);
    let to = to.expect("a reference").to_owned();
    let of_kind = |key: &str| kinds.iter().find_map(|kinds| kinds.get(&to)?.get(key)).map(words);
    let (key, term) = (of_kind("key").expect("a key"), of_kind("term").expect("a term"));
    let fits = |record: &&mut Table| {
        record.contains_key(person) && (days.is_empty() || days.iter().any(|day| record.contains_key(*day)))
    };
    let records_of = files.iter_mut().flat_map(|(_, file)| records(file, &own.kind));
    let named: Vec<String> = records_of.filter(fits).flat_map(|record| words(&record[person])).collect();
    let mut persons = files.iter_mut().flat_map(|(_, file)| records(file, &to));
    let Some(person) = persons.find(|record| named.iter().any(|name| record[&key[0]].as_str() == Some(name))) else {
        return false;
    };
    person.insert(term[0].clone(), day("1980-01-01"));
    person.insert(term[1].clone(), day(LONG_AGO));
    true
}

/// Breaks one record, if it has what it takes.
fn break_record(own: &Declared, check: &str, fields: &[&str], record: &mut Table) -> bool {
    let when = own.spec.get("when").and_then(Value::as_table);
    let other = when.map(|when| (when["field"].as_str().expect("a field"), when["is"][0].clone()));
    let given: Vec<&str> = fields.iter().copied().filter(|field| record.contains_key(*field)).collect();
    let Some(first) = given.first().copied() else {
        // A text that may be left out is there, and blank.
        return check == "not_blank" && record.insert(fields[0].to_owned(), Value::String("\u{3000}".into())).is_none();
    };
    let value = record[first].clone();
    let broken = match check {
        "no_repeat" => match value {
            Value::Array(mut list) if !list.is_empty() => {
                list.push(list[0].clone());
                Some(Value::Array(list))
            }
            _ => None,
        },
        "in_year" => in_year(&value, 1990),
        "order" => {
            let last = given.last().copied().filter(|last| *last != first);
            return last.is_some_and(|last| record.insert(last.to_owned(), day(LONG_AGO)).is_some());
        }
        "not_future" => in_year(&value, 2099),
        "workday" => Some(day(HOLIDAY)),
        "not_blank" => {
            let blank = Value::String("\u{3000}".into());
            Some(if value.is_array() { Value::Array(vec![blank]) } else { blank })
        }
        "any" => {
            for field in &given {
                record.remove(*field);
            }
            return !given.is_empty();
        }
        "excludes" | "together" => {
            let Some((field, is)) = other.as_ref() else {
                let both = check == "together" && given.len() > 1;
                return both && record.remove(first).is_some();
            };
            if !record.contains_key(*field) {
                return false;
            }
            record.insert((*field).to_owned(), is.clone());
            return check == "excludes" || record.remove(first).is_some();
        }
        check => panic!("{check}: how is it broken?"),
    };
    broken.is_some_and(|broken| record.insert(first.to_owned(), broken).is_some())
}

/// A check of a project by the built-in packs.
fn check(files: &Files) -> Check {
    let check = Check::as_of(TODAY.parse().expect("a day")).pack(yize::packs::built_in());
    files.iter().fold(check, |check, (name, file)| check.data(name, file.to_string()))
}

/// The findings of a rule in a project.
fn found(rule: &str, files: &Files) -> Vec<String> {
    let own = Memory::default().with("own/pack.toml", OWN);
    let outcome = check(files).pack(own).with(|request| request.only = vec![rule.to_owned()]).run();
    let own = outcome.findings.iter().filter(|f| *f.rule == *rule && f.status == Status::Violation);
    own.map(|finding| format!("{:?}", finding.message)).collect()
}

/// The violations that all rules find in a project, by rule.
fn all_found(files: &Files) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    let outcome = check(files).run();
    for finding in outcome.findings.iter().filter(|f| f.status == Status::Violation) {
        *found.entry(finding.rule.to_string()).or_default() += 1;
    }
    found
}

/// Whether a pack switches a rule off, because one of its own takes its place.
fn is_off(pack: &str, rule: &str) -> bool {
    let manifest = table(&format!("rules/{pack}/pack.toml"));
    let level = manifest.get("rules").and_then(|rules| rules.get(rule));
    level.and_then(|level| level.get("off")).and_then(Value::as_bool) == Some(true)
}

#[test]
fn a_record_that_breaks_one_is_caught_wherever_it_is() {
    let (base, of_all) = declared("base");
    let mut caught: BTreeMap<String, usize> = BTreeMap::new();
    let mut missed = Vec::new();
    let mut every: BTreeSet<String> = of_all.iter().map(|own| own.rule.clone()).collect();
    for pack in PACKS {
        let (own, mut constraints) = declared(pack);
        every.extend(constraints.iter().map(|own| own.rule.clone()));
        let kinds = [own, base.clone()];
        constraints.extend(of_all.iter().cloned());
        // What is found in data that nobody has broken is the same for all constraints.
        let projects: Vec<(Files, BTreeMap<String, usize>)> =
            projects(pack).into_iter().map(|files| (files.clone(), all_found(&files))).collect();
        for own in &constraints {
            // Where some cases' own data break it, nothing more is seen.
            let broken: Vec<(&BTreeMap<String, usize>, Files)> = projects
                .iter()
                .filter(|(_, whole)| !whole.contains_key(&own.rule))
                .filter_map(|(files, whole)| {
                    let mut broken = files.clone();
                    break_it(own, &kinds, &mut broken).then_some((whole, broken))
                })
                .collect();
            if broken.is_empty() {
                continue;
            }
            // Where what a record refers to is not handed in, nothing is said of it.
            let catches = |(whole, broken): &(&BTreeMap<String, usize>, Files)| {
                if is_off(pack, &own.rule) {
                    return all_found(broken).values().sum::<usize>() > whole.values().sum();
                }
                !found(&own.rule, broken).is_empty()
            };
            if !broken.iter().any(catches) {
                missed.push(format!("{} in {pack}", own.rule));
            }
            *caught.entry(own.rule.clone()).or_default() += 1;
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
    let untried: Vec<&String> = every.iter().filter(|rule| !caught.contains_key(*rule)).collect();
    assert!(untried.is_empty(), "nothing was broken for {untried:?}");
}
