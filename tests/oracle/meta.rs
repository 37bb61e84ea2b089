//! What makes no difference: how records are laid out in files, in which order they stand where no program looks at it, what
//! things are called, how many threads there are, how a rule is cut, and whether a check is the first or the next.

use yize_core::{Check, Date, Memory, Outcome};

use crate::data::{self, Data, File};
use crate::dice::Dice;
use crate::grow::Bent;
use crate::judge::{Case, Row, TODAY, check, pack, rows, show};
use crate::print;
use crate::programs::{self, number};
use crate::tree::{Arg, Block, Expr, Program, Rule, Step};

/// Cases of some seeds for whose programs something is asked, with what their checks come to.
fn cases(count: u64, bent: Bent) -> impl Iterator<Item = (u64, Case, Vec<Row>)> {
    let first = number("ORACLE_SEED", 1) + 500_000;
    let count = count * number("ORACLE_PROGRAMS", 2_000) / 2_000;
    (first..first + count.max(40)).filter_map(move |seed| {
        let case = named(programs::bent(seed, "", bent));
        let rows = rows(&check(&case).run()).ok()?;
        Some((seed, case, rows))
    })
}

/// The case with every record under its kind's name: those under the label would stand behind all others.
fn named(mut case: Case) -> Case {
    for record in case.data.iter_mut().flat_map(|file| &mut file.records) {
        let kind = case.schema.kinds.iter().find(|kind| kind.label == record.kind);
        record.kind = kind.map_or(record.kind.clone(), |kind| kind.name.clone());
    }
    case
}

/// Rows without their places.
fn placeless(rows: &[Row]) -> Vec<Row> {
    let mut rows: Vec<Row> = rows
        .iter()
        .cloned()
        .map(|mut row| {
            row.place.clear();
            row.see.iter_mut().for_each(|(place, _)| place.clear());
            row.message = if row.status == "fault" { String::new() } else { row.message };
            row
        })
        .collect();
    rows.sort();
    rows.dedup();
    rows
}

/// The same without what is added to a finding: of what is said twice at one place the first stays, and its additions.
fn bare(rows: &[Row]) -> Vec<Row> {
    let bare = |row: &Row| Row { help: None, see: Vec::new(), due: None, warning: false, status: "", ..row.clone() };
    placeless(&rows.iter().map(bare).collect::<Vec<_>>())
}

#[track_caller]
fn same(what: &str, seed: u64, case: &Case, other: &Case, (a, b): (&[Row], &[Row])) {
    if a != b {
        let only = |a: &[Row], b: &[Row]| a.iter().filter(|row| !b.contains(row)).take(3).cloned().collect::<Vec<_>>();
        panic!("{what}, seed {seed}: {:?}\nbecome {:?}\n{}\n{}", only(a, b), only(b, a), show(case), show(other));
    }
}

/// Files that hold the same records in the same order: each cut in two, and those of one body and year put together.
fn cut(data: &Data, dice: &mut Dice) -> Data {
    let mut files = Vec::new();
    for file in data {
        let at = dice.roll(file.records.len() + 1);
        let (first, second) = file.records.split_at(at);
        for (part, records) in [("a", first), ("b", second)] {
            let name = format!("{}-{part}.toml", file.name.trim_end_matches(".toml"));
            files.push(File { name, records: records.to_vec(), ..file.clone() });
        }
    }
    files
}

fn merged(data: &Data) -> Data {
    let mut files: Data = Vec::new();
    for file in data {
        match files.iter_mut().find(|own| own.body == file.body && own.year == file.year) {
            Some(own) => own.records.extend(file.records.clone()),
            None => files.push(file.clone()),
        }
    }
    files
}

#[test]
fn it_makes_no_difference_in_which_files_records_stand() {
    let mut told = 0;
    for (seed, case, rows_of) in cases(120, Bent::default()) {
        let mut dice = Dice::new(seed);
        for data in [cut(&case.data, &mut dice), merged(&case.data), cut(&merged(&case.data), &mut dice)] {
            let other = Case { data, ..case.clone() };
            let others = rows(&check(&other).run()).expect("accepted as before");
            same("other files", seed, &case, &other, (&placeless(&rows_of), &placeless(&others)));
            told += others.len();
        }
    }
    assert!(told > 500, "{told} findings");
}

#[test]
fn it_makes_no_difference_what_things_are_called() {
    let end = |text: &str| text.replace("_x", "");
    let mut told = 0;
    for (seed, case, rows_of) in cases(250, Bent::default()) {
        let other = named(programs::bent(seed, "_x", Bent::default()));
        let others = rows(&check(&other).run()).expect("accepted as before");
        let mut others = placeless(&others);
        for row in &mut others {
            row.message = end(&row.message);
            row.rule = end(&row.rule);
            row.record.iter_mut().for_each(|(kind, key)| (*kind, *key) = (end(kind), end(key)));
            row.field.iter_mut().for_each(|field| *field = end(field));
            row.help.iter_mut().for_each(|help| *help = end(help));
            row.see.iter_mut().for_each(|(_, note)| *note = end(note));
        }
        others.sort();
        // A text may be cut within a name, or be compared with it.
        let looks = print::pack(&case.program)
            .iter()
            .any(|(_, text)| [".kind", "keys()", "label("].iter().any(|word| text.contains(word)));
        let enums = |row: &Row| row.message.clone();
        if !looks && placeless(&rows_of).iter().map(enums).all(|message| !message.contains("_x")) {
            told += others.len();
            compared_if_plain(seed, &case, &other, &placeless(&rows_of), &others);
        }
    }
    assert!(told > 500, "{told} findings");
}

/// Compares what a program says with other names; one that takes a name apart says something else.
#[track_caller]
fn compared_if_plain(seed: u64, case: &Case, other: &Case, a: &[Row], b: &[Row]) {
    let text: String = print::pack(&case.program).into_iter().map(|(_, text)| text).collect();
    let takes_apart = [
        "sub_string",
        "split",
        "replace",
        "to_upper",
        ".len()",
        "len(",
        "contains",
        "_with",
        "join",
        " in ",
        " !in ",
        "+=",
        "+ ",
    ];
    if !takes_apart.iter().any(|word| text.contains(word)) {
        same("other names", seed, case, other, (a, b));
    }
}

#[test]
fn it_makes_no_difference_whether_fields_are_read_by_name_or_by_label() {
    let mut told = 0;
    for (seed, case, rows_of) in cases(150, Bent::default()) {
        let other = named(programs::bent(seed, "", Bent { labels: true, ..Bent::default() }));
        let others = rows(&check(&other).run()).expect("accepted as before");
        same("read by labels", seed, &case, &other, (&placeless(&rows_of), &placeless(&others)));
        told += others.len();
        // The data, too, may be written with labels.
        let data = case.data.iter().map(|file| labelled(file, &case)).collect();
        let other = Case { data, ..case.clone() };
        let others = rows(&check(&other).run()).expect("accepted as before");
        same("written with labels", seed, &case, &other, (&placeless(&rows_of), &placeless(&others)));
    }
    assert!(told > 500, "{told} findings");
}

fn labelled(file: &File, case: &Case) -> File {
    let mut file = file.clone();
    for record in &mut file.records {
        let kind = case.schema.kinds.iter().find(|kind| kind.name == record.kind || kind.label == record.kind);
        let kind = kind.expect("a kind");
        for (name, _) in &mut record.entries {
            if let Some(field) = kind.field(name) {
                name.clone_from(&field.label);
            }
        }
        record.kind.clone_from(&kind.label);
    }
    file
}

#[test]
fn it_makes_no_difference_on_how_many_threads_it_runs() {
    let mut told = 0;
    for (seed, case, rows_of) in cases(120, Bent::default()) {
        let others = rows(&check(&case).jobs(3).run()).expect("accepted as before");
        assert_eq!(rows_of, others, "seed {seed}\n{}", show(&case));
        told += others.len();
    }
    assert!(told > 500, "{told} findings");
}

/// Whether a program may look at the order of records.
fn looks_at_order(program: &Program) -> bool {
    let words = [
        ".first()",
        ".last()",
        ".find(",
        ".map(",
        ".distinct",
        ".group_by",
        ".sort_by",
        ".reverse",
        ".join",
        "[0]",
        "[1]",
        " += ",
        " -= ",
        " *= ",
        " /= ",
        " %= ",
        "break",
        "continue",
        ".push(",
        "return",
        "] ==",
        "] !=",
    ];
    print::pack(program).iter().any(|(_, text)| {
        let text = text.replace("ctx.find(", "");
        words.iter().any(|word| text.contains(word)) || text.contains("for (") || assigns(&text)
    })
}

/// Whether a line assigns to a variable.
fn assigns(text: &str) -> bool {
    text.lines().map(str::trim_start).any(|line| {
        let word = line.split([' ', '.', '[']).next().unwrap_or_default();
        !matches!(word, "let" | "const" | "rule" | "import") && line.contains(" = ") && !line.contains("rule(")
    })
}

/// Whether anything is wrong with the data, or a call came to no end: then what was said depends on what came first.
fn is_whole(outcome: &Outcome) -> bool {
    outcome.findings.iter().all(|f| f.rule.starts_with("probe/") && f.status != yize_core::Status::Fault)
}

/// Without what is called by its place, and what holds in all years: of that the keys of several files are mixed.
fn keyed(case: &Case) -> Case {
    let mut case = case.clone();
    for file in &mut case.data {
        file.records.retain(|record| record.kind != "note");
    }
    case
}

#[test]
fn it_makes_no_difference_in_which_order_records_stand_where_no_program_looks_at_it() {
    let (mut told, mut compared) = (0, 0);
    for (seed, case, _) in cases(300, Bent { orderless: true, sure: true, ..Bent::default() }) {
        let case = keyed(&case);
        let outcome = check(&case).run();
        if looks_at_order(&case.program) || !is_whole(&outcome) {
            continue;
        }
        let own = bare(&rows(&outcome).expect("accepted"));
        let mut dice = Dice::new(seed);
        let mut mixed = case.clone();
        mixed.data.iter_mut().for_each(|file| {
            dice.shuffle(&mut file.records);
            file.records.iter_mut().for_each(|record| dice.shuffle(&mut record.entries));
        });
        let mut turned = case.clone();
        turned.data.iter_mut().for_each(|file| file.records.reverse());
        for other in [mixed, turned] {
            let others = bare(&rows(&check(&other).run()).expect("accepted as before"));
            same("another order", seed, &case, &other, (&own, &others));
            told += others.len();
        }
        compared += 1;
    }
    assert!(compared > 20 && told > 100, "{compared} cases, {told} findings");
}

/// A rule whose reports at the top are those of one half only.
fn half(rule: &Rule, second: bool) -> Rule {
    let reports: Vec<usize> = (0..rule.body.len()).filter(|at| reports(&rule.body[*at])).collect();
    let middle = reports.len() / 2;
    let left_out = if second { &reports[..middle] } else { &reports[middle..] };
    let kept = rule.body.iter().enumerate().filter(|(at, _)| !left_out.contains(at)).map(|(_, step)| step.clone());
    Rule { id: format!("{}-{}", rule.id, u8::from(second)), on: rule.on.clone(), body: kept.collect() }
}

/// Whether a statement does nothing but report.
fn reports(step: &Step) -> bool {
    fn finding(expr: &Expr) -> bool {
        match expr {
            Expr::Call(name, _) => name == "fail" || name == "due",
            Expr::Method(of, name, arguments, _) => {
                matches!(name.as_str(), "help" | "see" | "warn")
                    && finding(of)
                    && arguments.iter().all(|argument| matches!(argument, Arg::Value(_)))
            }
            _ => false,
        }
    }
    match step {
        Step::Expr(Expr::If(_, then, None)) => matches!(then.as_slice(), [Step::Expr(expr)] if finding(expr)),
        Step::Expr(expr) => finding(expr),
        _ => false,
    }
}

/// How often a body reports anything besides.
fn reports_elsewhere(body: &Block) -> bool {
    let rest: Block = body.iter().filter(|step| !reports(step)).cloned().collect();
    let program = Program { rules: vec![Rule { id: "x".into(), on: "body".into(), body: rest }], ..Program::default() };
    print::pack(&program).iter().any(|(_, text)| text.contains("fail(") || text.contains("due("))
}

#[test]
fn a_rule_cut_in_two_says_what_the_whole_says() {
    let (mut told, mut compared) = (0, 0);
    for (seed, case, rows_of) in cases(400, Bent { sure: true, ..Bent::default() }) {
        let elsewhere = case.program.rules.iter().any(|rule| reports_elsewhere(&rule.body));
        if elsewhere || !is_whole(&check(&case).run()) {
            continue;
        }
        let mut other = case.clone();
        other.program.rules =
            case.program.rules.iter().flat_map(|rule| [half(rule, false), half(rule, true)]).collect();
        // Without a report a variable may be of no use, or what is returned before it; a call that fails is none.
        let Ok(mut others) = rows(&check(&other).run()) else { continue };
        others.iter_mut().for_each(|row| row.rule.truncate(row.rule.len() - 2));
        same("in two halves", seed, &case, &other, (&placeless(&rows_of), &placeless(&others)));
        told += others.len();
        compared += 1;
    }
    assert!(compared > 20 && told > 100, "{compared} cases, {told} findings");
}

/// A case as a project in memory.
fn project(case: &Case) -> Memory {
    let packs = pack(case).0.into_iter().map(|(path, bytes)| (std::path::Path::new("p/rules").join(path), bytes));
    let mut project = Memory(packs.collect()).with("p/yize.toml", "rules = [\"rules\"]\ndata = [\"data/*.toml\"]\n");
    for file in &case.data {
        project = project.with(format!("p/data/{}", file.name), data::text(file));
    }
    project
}

#[test]
fn a_later_round_says_what_a_first_one_says() {
    let mut told = 0;
    for (seed, case, _) in cases(120, Bent::default()) {
        let mut files = project(&case);
        let fresh = |files: &Memory, day: Date| Check::as_of(day).files(files.clone()).path("p").run().findings;
        let mut session = Check::as_of(TODAY).path("p").session();
        let mut dice = Dice::new(seed);
        for step in 0..6 {
            let day = if step == 5 { Date::constant(2027, 1, 31) } else { TODAY };
            let round = session.round(&files, day, &());
            let (is, should) = (said(&round.outcome), said_of(&fresh(&files, day)));
            assert_eq!(is, should, "seed {seed}, step {step}\n{}", show(&case));
            told += is.len();
            let names: Vec<std::path::PathBuf> = files.0.keys().cloned().collect();
            let data: Vec<_> = names.iter().filter(|name| name.starts_with("p/data")).collect();
            let Some(name) = dice.any(&data) else { break };
            let text = String::from_utf8(files.0[name].clone()).expect("UTF-8");
            let text = match step {
                // Nothing that counts.
                0 => format!("# x\n{text}"),
                1 => format!("{text}\n# x\n"),
                // Something that does.
                2 => text.replacen("= 1", "= 2", 1),
                _ => text.lines().take(text.lines().count() - 3).map(|line| format!("{line}\n")).collect(),
            };
            files.0.insert((*name).clone(), text.into_bytes());
        }
    }
    assert!(told > 500, "{told} findings");
}

fn said(outcome: &Outcome) -> Vec<String> {
    said_of(&outcome.findings)
}

fn said_of(findings: &[yize_core::Finding]) -> Vec<String> {
    let text = |f: &yize_core::Finding| {
        format!("{:?}", (&f.rule, f.place.map(|p| p.span), &f.message, &f.record, &f.field, &f.help, f.due, f.status))
    };
    findings.iter().map(text).collect()
}
