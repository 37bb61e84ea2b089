//! `yize docs`: prints a pack as a document that officials review and sign, or writes the reference: as a site, or as Markdown.

mod grammar;
mod folder;

use std::path::{Path, PathBuf};

use clap::value_parser;

use crate::args::common::request;
use crate::args::format::described;
use crate::args::{Builder, Command, Given, action};
use crate::commands::rules::complain;
use crate::outputs::put;
use crate::reference::{Declared, markdown, pages, site};
use crate::report::booklet::{Form, booklet};
use crate::report::text::clean_line;
use crate::terminal::{Terminal, USAGE};
use yize_core::cases::{Case, written};
use yize_core::catalogue::{Listing, PackInfo, PackList, inventory, packs};
use yize_core::check::Request;
use yize_core::files::{Disk, Files as _, Recorder};
use yize_core::language::{Text, did_you_mean};
use yize_core::source::Sources;
use yize_core::{nearest, say};

/// The command.
pub(super) const COMMAND: Command = Command {
    word: "docs",
    about: (
        "把规则包印成供审核签字的文本，或写出参考资料（网页、Markdown）",
        "Print a pack for review and signature, or write the reference (site, Markdown)",
    ),
    usage: (
        "yize docs --pack 编号 [选项]\n      yize docs --out 文件夹 [选项]",
        "yize docs --pack ID [OPTIONS]\n       yize docs --out DIR [OPTIONS]",
    ),
    arguments,
    prepare: |given| Ok(action(read(given)?, run)),
};

fn arguments(command: clap::Command, b: Builder) -> clap::Command {
    let pack = say!(
        "印这个规则包：按所依据的文件和条目列出规则、参数和沿革、地方口径、约束、计分办法和例子，末尾有签字处",
        "Print this pack: by the documents and articles on which it rests, with parameters and their histories, local readings, constraints, schemes and examples, and room to sign"
    );
    let format = say!(
        "格式：--pack 时为 html（默认）、docx；--out 时为 html（默认，网页）、markdown",
        "Format: html (default) or docx with --pack; html (default, a site) or markdown with --out"
    );
    let output = say!("--pack 写到这个文件（默认写到标准输出）", "File for --pack (default: stdout)");
    let out = say!(
        "把参考资料写进文件夹：命令、设置、规则包的写法、函数、问题，以及各规则包的类别和规则，中英文都有；在项目里还有项目的规则包",
        "Write the reference into a folder: commands, settings, how packs are written, functions, findings, and the kinds and rules of each pack, in both languages; within a project, with the project's packs"
    );
    let (file, dir) = (say!("文件", "FILE"), say!("文件夹", "DIR"));
    command
        .arg(b.value("pack", &say!("编号", "ID"), &pack))
        .arg(b.value("out", &dir, &out).value_parser(value_parser!(PathBuf)).conflicts_with("pack"))
        .arg(described(b, &format, ["html", "docx", "markdown"]))
        .arg(b.value("output", &file, &output).value_parser(value_parser!(PathBuf)).conflicts_with("out"))
}

/// What is written.
#[derive(Debug)]
enum What {
    /// A pack, in a form, into a file or to stdout.
    Pack(String, Form, Option<PathBuf>),
    /// The reference, as Markdown or as a site, into a folder.
    Reference { markdown: bool, out: PathBuf },
}

/// Arguments of the command.
#[derive(Debug)]
struct Args {
    request: Request,
    what: What,
}

fn read(given: Given<'_>) -> Result<Args, Text> {
    let format = given.one("format").unwrap_or("html");
    let what = match (given.one("pack"), given.path("out")) {
        (Some(pack), _) => {
            let form = Form::ALL.into_iter().find(|(word, _)| *word == format).map(|(_, form)| form);
            let form =
                form.ok_or_else(|| say!("--pack 的格式是 html 或 docx。", "the format of --pack is html or docx."))?;
            What::Pack(pack.to_owned(), form, given.path("output"))
        }
        (None, Some(_)) if format == "docx" => {
            return Err(say!("--out 的格式是 html 或 markdown。", "the format of --out is html or markdown."));
        }
        (None, Some(out)) => What::Reference { markdown: format == "markdown", out },
        (None, None) => return Err(say!("请写 --pack 编号，或者 --out 文件夹。", "give --pack ID or --out DIR.")),
    };
    // Packs are those of the project that one stands in; where there is none, those that come with the program.
    let stands = Disk.kind(Path::new("yize.toml")).is_ok();
    let request = request(given)?;
    let paths = if stands { request.paths.clone() } else { Vec::new() };
    Ok(Args { request: Request { paths, ..request }, what })
}

fn run(args: &Args, terminal: Terminal) -> u8 {
    match &args.what {
        What::Pack(id, form, file) => print(args, (id, *form), file.as_deref(), terminal),
        What::Reference { markdown, out } => write(args, *markdown, out, terminal),
    }
}

/// Prints a pack.
fn print(args: &Args, (id, form): (&str, Form), file: Option<&Path>, terminal: Terminal) -> u8 {
    let files = Recorder::new(&Disk);
    let PackList { packs: found, findings, sources } = packs(&files, &args.request, Some(id));
    let Some(pack) = found.first() else {
        unknown(id, &args.request, terminal);
        return USAGE;
    };
    // What is wrong with the pack would be missing from what is signed.
    let code = complain(&listing(findings, sources), &args.request, terminal);
    let made = booklet(pack, &cases(&files, args, pack), (form, args.request.as_of), terminal.lang);
    let bytes = match made {
        Ok(bytes) => bytes,
        Err(why) => {
            terminal.complain(&why);
            return USAGE;
        }
    };
    match file {
        Some(file) => put(file, files.asked(), code, terminal, &bytes),
        None => terminal.printed(terminal.print(false, |out| out.write_all(&bytes)), code),
    }
}

/// The cases of a pack, then those of the packs that it extends: the nearest first.
fn cases(files: &Recorder<'_>, args: &Args, pack: &PackInfo) -> Vec<Case> {
    let extended = pack.extended.iter().rev().map(|(id, ..)| id);
    std::iter::once(&pack.id).chain(extended).flat_map(|id| written(files, &args.request, id)).collect()
}

fn listing(findings: Vec<yize_core::Finding>, sources: Sources) -> Listing {
    Listing { rules: Vec::new(), schemes: Vec::new(), findings, sources }
}

fn unknown(id: &str, request: &Request, terminal: Terminal) {
    let PackList { packs: all, .. } = packs(&Disk, request, None);
    let shown = clean_line(id);
    let ids: Vec<&str> = all.iter().map(|pack| pack.id.as_str()).collect();
    terminal.complain(&match nearest(id, ids.iter().copied()).map(|near| did_you_mean(near).capitalized()) {
        Some(question) => say!("没有规则包“{shown}”。{question}", "there is no pack `{shown}`. {question}"; question),
        None => {
            let (zh, en) = (ids.join("、"), ids.join(", "));
            say!("没有规则包“{shown}”。有 {zh}。", "there is no pack `{shown}`. There are {en}.")
        }
    });
}

/// Writes the reference.
fn write(args: &Args, as_markdown: bool, out: &Path, terminal: Terminal) -> u8 {
    let files = Recorder::new(&Disk);
    let (list, inventory) = (packs(&files, &args.request, None), inventory(&files, &args.request));
    let code = complain(&inventory.listing, &args.request, terminal);
    let commands = grammar::commands();
    let pages = pages(&Declared { commands: &commands, packs: &list, inventory: &inventory });
    let made = if as_markdown { Ok(markdown(&pages)) } else { site(pages) };
    match made {
        Ok(made) => folder::write(out, &made, files.asked(), terminal, code),
        Err(why) => {
            terminal.complain(&why);
            USAGE
        }
    }
}
