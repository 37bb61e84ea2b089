//! `yize import`: the records of workbooks as TOML, a file a sheet. What is written is read again before it is kept, and must
//! give the same records.

mod sheets;
mod written;
mod same;

use std::path::{Path, PathBuf};

use clap::value_parser;

use crate::args::{Builder, Command, Given, Paths, action, jobs};
use crate::commands::scores;
use crate::outputs::{Kind, Outputs};
use crate::report::readings::told;
use crate::report::text::clean_line;
use crate::report::{View, human};
use crate::terminal::{Bar, FAILED, Terminal, USAGE, reason};
use yize_core::check::{FailOn, Laid, Outcome, Request, check, project_around};
use yize_core::files::{Asked, Disk, Files as _, Recorder, make_folder, write_beside};
use yize_core::finding::Finding;
use yize_core::language::{Text, count};
use yize_core::say;

use sheets::{Sheet, is_of, sheets};
use written::{Unread, Written};

/// The command.
pub(super) const COMMAND: Command = Command {
    word: "import",
    about: ("把 Excel、CSV 台账写成 TOML 数据文件", "Write the records of workbooks as TOML"),
    usage: ("yize import [选项] --out <文件夹> <台账>...", "yize import [OPTIONS] --out <DIR> <LEDGER>..."),
    arguments,
    prepare: |given| Ok(action(read(given)?, run)),
};

fn arguments(command: clap::Command, b: Builder) -> clap::Command {
    let paths = say!(
        "台账：.xlsx、.xlsm、.xls、.et、.ods、.csv 或 .tsv 文件",
        "Workbooks: .xlsx, .xlsm, .xls, .et, .ods, .csv or .tsv files"
    );
    let out = say!("写到这个文件夹，每张工作表一个文件", "Write into this folder, a file for each sheet");
    let force = say!("覆盖已有的文件", "Write over files that are there");
    let body =
        say!("记录所属的单位，台账和 yize.toml 里没有写明时用", "Body of the records where nothing else says it");
    let year = say!("记录的年度，台账和 yize.toml 里没有写明时用", "Year of the records where nothing else says it");
    let after = say!(
        "退出码：\n  0  全部导入\n  1  有的单元格或行没有读，原样写在注释里\n  2  没有导入：用法错误、文件不能读取、已有同名文件等\n  4  yize 本身失败，或文件无法写出",
        "Exit status:\n  0  all is imported\n  1  some cells or rows could not be read; they are kept in comments\n  2  not imported: usage, an unreadable file, a file that is there and the like\n  4  yize itself failed, or a file could not be written"
    );
    command
        .after_help(b.text(&after))
        .arg(
            b.positional("path", &say!("台账", "LEDGER"), &paths)
                .required(true)
                .num_args(1..)
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(b.value("out", &say!("文件夹", "DIR"), &out).required(true).value_parser(value_parser!(PathBuf)))
        .arg(b.flag("force", &force))
        .arg(b.value("body", &say!("单位", "BODY"), &body))
        .arg(b.value("year", &say!("年", "YEAR"), &year))
        .arg(jobs::option(b))
}

/// Arguments of the command.
#[derive(Debug)]
struct Args {
    /// The check by which the workbooks are read: of the whole of their projects.
    request: Request,
    /// The workbooks.
    files: Vec<PathBuf>,
    out: PathBuf,
    force: bool,
}

fn read(given: Given<'_>) -> Result<Args, Text> {
    let request = Paths::Data.request(given)?;
    let files = request.paths.clone();
    let is_workbook = |path: &PathBuf| request.workbooks.as_ref().is_some_and(|own| own.reads(path));
    if let Some(other) = files.iter().find(|path| !is_workbook(path)) {
        let name = clean_line(&other.to_string_lossy());
        return Err(say!(
            "{name} 不是台账；请写 .xlsx、.xlsm、.xls、.et、.ods、.csv 或 .tsv 文件。",
            "{name} is no workbook: name .xlsx, .xlsm, .xls, .et, .ods, .csv or .tsv files."
        ));
    }
    let year = given.one("year").map(scores::year).transpose()?;
    let body = given.one("body").map(str::to_owned);
    let jobs = jobs::read(given)?;
    let (out, force) = (given.path("out").unwrap_or_default(), given.flag("force"));
    Ok(Args { request: reading(Request { jobs, ..request }, (body, year)), files, out, force })
}

/// The check that reads the workbooks of a request: no rule is run, and all that they may refer to is there.
fn reading(request: Request, (body, year): (Option<String>, Option<i16>)) -> Request {
    let mut paths: Vec<PathBuf> = Vec::new();
    for root in request.paths.iter().filter_map(|path| project_around(&Disk, path)) {
        if !paths.contains(&root) {
            paths.push(root);
        }
    }
    paths.extend(request.paths.iter().cloned());
    let laid = |path: &PathBuf| Laid { body: body.clone(), year, ..Laid::new(path) };
    let laid = request.paths.iter().map(laid).collect();
    Request { paths, laid, scores_only: true, scores: false, allow_empty: true, ..request }
}

fn run(args: &Args, terminal: Terminal) -> u8 {
    let (files, bar) = (Recorder::new(&Disk), Bar::new(terminal.lang));
    let mut request = args.request.clone();
    let mut outcome = check(&files, &request, &bar);
    let there = |path: &PathBuf| Disk.kind(path).is_ok();
    let targets = |outcome: &Outcome| -> Vec<PathBuf> {
        sheets(outcome, &args.files).iter().map(|sheet| args.out.join(&sheet.target)).collect()
    };
    let old: Vec<PathBuf> = targets(&outcome).into_iter().filter(there).collect();
    if args.force && !old.is_empty() {
        // What is about to be replaced has no say in what the workbooks hold.
        let gone = |path: &PathBuf| Laid { texts: Some(Vec::new()), ..Laid::new(path) };
        request.laid.extend(old.iter().map(gone));
        outcome = check(&files, &request, &bar);
    }
    drop(bar);
    let sheets = sheets(&outcome, &args.files);
    let code = tell(args, &outcome, &sheets, terminal);
    if sheets.is_empty() {
        terminal.complain(&say!("没有可以导入的记录", "there are no records to import"));
        return if code == 0 { USAGE } else { code };
    }
    if !args.force
        && let Some(path) = old.first()
    {
        let name = clean_line(&path.to_string_lossy());
        terminal
            .complain(&say!("{name} 已经有了；要覆盖，加 --force", "{name} is there already; --force writes over it"));
        return USAGE;
    }
    let unread = Unread::of(&outcome);
    let written: Vec<Written> =
        sheets.iter().map(|sheet| written::text(sheet, (&outcome.sources, &unread), terminal.lang)).collect();
    if let Err(why) = same::reads_back(&files, &request, &sheets, &written, &args.out) {
        terminal.complain(&why);
        return FAILED;
    }
    let code = if written.iter().any(|own| own.lost) { code.max(1) } else { code };
    put(args, (&sheets, &written), files.asked(), (terminal, code))
}

/// Tells on stderr how the sheets were read and what could not be read, and gives the exit status that this stands for.
fn tell(args: &Args, outcome: &Outcome, sheets: &[Sheet<'_>], terminal: Terminal) -> u8 {
    let own = |reading: &&yize_core::sheet::Reading| is_of(&reading.file, &args.files);
    let readings: Vec<_> = outcome.sheets.iter().filter(own).cloned().collect();
    let concerns = |finding: &&Finding| {
        let of_place = finding.place.is_some_and(|place| readings.iter().any(|own| own.source == Some(place.source)));
        of_place || finding.path.as_ref().is_some_and(|path| is_of(path, &args.files)) || sheets.is_empty()
    };
    let host = outcome.findings.iter().filter(|finding| finding.rule.starts_with("host/"));
    let findings: Vec<Finding> = host.filter(concerns).cloned().collect();
    let code = Outcome { findings: findings.clone(), ..Outcome::default() }.exit_code(FailOn::Never);
    let view = View::new(terminal.lang, code);
    terminal.print_aside(|err| {
        for line in told(&readings, view.lang).iter().flat_map(|own| human::sheet(own, view)) {
            writeln!(err, "{line}")?;
        }
        if !findings.is_empty() {
            writeln!(err)?;
        }
        human::findings(&findings, &outcome.sources, outcome.as_of, view, err)
    });
    code
}

/// Writes the files, and says how many.
fn put(args: &Args, own: (&[Sheet<'_>], &[Written]), read: Asked, (terminal, code): (Terminal, u8)) -> u8 {
    let folder = clean_line(&args.out.to_string_lossy());
    let failed = |why: Text| {
        terminal.complain(&why);
        FAILED
    };
    if let Err(error) = make_folder(&args.out) {
        let why = reason(&error);
        return failed(say!("无法建立文件夹 {folder}：{why}", "cannot make the folder {folder}: {why}"; why));
    }
    let mut outputs = Outputs::beside(read);
    let paths: Vec<PathBuf> = own.0.iter().map(|sheet| args.out.join(&sheet.target)).collect();
    // All or none: a name that cannot be had is known before the first is written.
    for path in &paths {
        if let Err(why) = outputs.claim(Kind::Data, path, args.force.then_some(path.as_path())) {
            return failed(why);
        }
    }
    for (path, written) in paths.iter().zip(own.1) {
        if let Err(error) = write_beside(path, written.text.as_bytes()) {
            let (name, why) = (clean_line(&path.to_string_lossy()), reason(&error));
            return failed(say!("无法写入 {name}：{why}", "cannot write {name}: {why}"; why));
        }
    }
    let (files, records) = (paths.len(), own.0.iter().map(|sheet| sheet.records().count()).sum::<usize>());
    let en = (count(files, "file", "files"), count(records, "record", "records"));
    let (en_files, en_records) = en;
    let text = say!(
        "已写 {files} 个文件，共 {records} 条记录，在 {folder}",
        "{en_files} with {en_records} written into {folder}"
    );
    terminal.printed(terminal.print(false, |out| writeln!(out, "{}", text.get(terminal.lang))), code)
}

/// The name of a path as reports have it.
fn shown(folder: &Path, file: &str) -> String {
    yize_core::show_path(&folder.join(file))
}

#[cfg(test)]
mod tests;
