//! What `notices` and `cards` share: a template of the pack's or the user's own, and a folder full of pages.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use clap::{Arg, value_parser};

use crate::args::{Builder, Given, format};
use crate::outputs::{Kind, Outputs};
use crate::report::letters::{Form, Letter, index};
use crate::report::text::clean_line;
use crate::terminal::{FAILED, Terminal, USAGE, reason};
use yize_core::check::Outcome;
use yize_core::files::{Asked, Disk, Files as _, make_folder, write_beside};
use yize_core::language::{Text, count};
use yize_core::records::Body;
use yize_core::say;

/// Most bytes of a template.
const LARGEST: u64 = 1 << 20;

/// The options.
pub(super) fn options(b: Builder, file: &'static str) -> [Arg; 3] {
    let out = say!("写到这个文件夹，每份一个文件", "Write into this folder, a file each");
    let template = say!(
        "模板文件（默认用规则包里的 {file}，没有就用自带的）",
        "Template (default: {file} of the pack, else the built-in one)"
    );
    [
        format::one_of(b, &say!("格式", "Format"), Form::ALL.iter().map(|(word, _)| *word)),
        b.value("out", &say!("文件夹", "DIR"), &out).required(true).value_parser(value_parser!(PathBuf)),
        b.value("template", &say!("文件", "FILE"), &template).value_parser(value_parser!(PathBuf)),
    ]
}

/// Into which folder, and by which template.
#[derive(Debug)]
pub(super) struct Folder {
    out: PathBuf,
    template: Option<PathBuf>,
    /// What a pack calls a template of its own.
    file: &'static str,
    /// What is written.
    form: Form,
}

impl Folder {
    /// What was given.
    pub(super) fn of(given: Given<'_>, file: &'static str) -> Result<Self, Text> {
        let word = given.one("format").unwrap_or_default();
        let form = Form::ALL.into_iter().find(|(own, _)| *own == word).map_or(Form::Html, |(_, form)| form);
        let template = given.path("template");
        if form != Form::Html && template.is_some() {
            return Err(say!("--template 只用于 --format html。", "--template is for --format html only."));
        }
        Ok(Self { out: given.path("out").unwrap_or_default(), template, file, form })
    }

    /// What is made with the template. Where that does not work it is said, and the exit status given.
    pub(super) fn made<T>(
        &self,
        outcome: &Outcome,
        terminal: Terminal,
        make: impl FnOnce((Form, Option<&str>)) -> Result<T, Text>,
    ) -> Result<T, u8> {
        let template = if self.form == Form::Html { self.template(outcome) } else { Ok(None) };
        template.and_then(|template| make((self.form, template.as_deref()))).map_err(|why| {
            terminal.complain(&why);
            USAGE
        })
    }

    /// The template: the one that is named, else that of the pack that governs, if any of these lies on the disk.
    fn template(&self, outcome: &Outcome) -> Result<Option<String>, Text> {
        if let Some(path) = &self.template {
            let name = clean_line(&path.to_string_lossy());
            let bytes = Disk.read(path, LARGEST).map_err(|error| {
                let why = reason(&error);
                say!("无法读取模板 {name}：{why}", "cannot read the template {name}: {why}"; why)
            })?;
            let text = String::from_utf8(bytes);
            return text.map(Some).map_err(|_| say!("模板 {name} 不是 UTF-8", "the template {name} is not UTF-8"));
        }
        let mut seen = HashSet::new();
        let governing = outcome.bodies().flat_map(Body::packs).filter(|pack| seen.insert(*pack));
        let file = self.file;
        for pack in governing.flat_map(|pack| outcome.chain(pack).unwrap_or_default().into_iter().rev()) {
            let Some(own) = outcome.packs().find(|own| own.id() == pack) else { continue };
            let manifest = outcome.sources.get(own.place().source);
            let path = Path::new(&manifest.name);
            // What is inside the program has no folder.
            let lies_there = Disk.read(path, LARGEST).is_ok_and(|bytes| bytes == manifest.text().as_bytes());
            if let Some(bytes) = lies_there.then(|| Disk.read(&path.with_file_name(file), LARGEST).ok()).flatten() {
                return String::from_utf8(bytes)
                    .map(Some)
                    .map_err(|_| say!("规则包 {pack} 的 {file} 不是 UTF-8", "{file} of the pack {pack} is not UTF-8"));
            }
        }
        Ok(None)
    }

    /// Writes letters into a folder, and says how many. Gives 4 where one could not be written.
    pub(super) fn write(&self, letters: &[Letter], read: Asked, terminal: Terminal, code: u8) -> u8 {
        let (out, mut outputs) = (&self.out, Outputs::beside(read));
        let folder = clean_line(&out.to_string_lossy());
        if let Err(error) = make_folder(out) {
            let why = reason(&error);
            terminal.complain(&say!("无法建立文件夹 {folder}：{why}", "cannot make the folder {folder}: {why}"; why));
            return FAILED;
        }
        let index = index(letters, terminal.lang);
        let pages = letters.iter().map(|letter| (letter.file.as_str(), letter.bytes.as_slice()));
        for (file, page) in pages.chain([("index.html", index.as_bytes())]) {
            let path = out.join(file);
            let written = outputs.claim(Kind::Report, &path, None).and_then(|()| {
                write_beside(&path, page).map_err(|error| {
                    let (name, why) = (clean_line(&path.to_string_lossy()), reason(&error));
                    say!("无法写入 {name}：{why}", "cannot write {name}: {why}"; why)
                })
            });
            if let Err(why) = written {
                terminal.complain(&why);
                return FAILED;
            }
        }
        let (n, told) = (letters.len(), letters.iter().map(|letter| letter.told).sum::<usize>());
        let en = count(n, "page", "pages");
        let text = say!("已写 {n} 份，共 {told} 项，在 {folder}", "{en} with {told} findings written into {folder}");
        terminal.printed(terminal.print(false, |out| writeln!(out, "{}", text.get(terminal.lang))), code)
    }
}
