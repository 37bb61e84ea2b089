//! PATH: what is to be read, where that is on the disk. What takes data from stdin too says so itself.

use std::path::{Path, PathBuf};

use clap::{Arg, value_parser};

use crate::args::common::request;
use crate::args::{Builder, Given};
use yize_core::check::Request;
use yize_core::language::Text;
use yize_core::say;

/// What paths name.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Paths {
    /// Files, folders or projects.
    Data,
    /// Projects, or folders of them.
    Projects,
}

impl Paths {
    /// The argument.
    pub(crate) fn argument(self, b: Builder) -> Arg {
        Self::described(
            b,
            &match self {
                Self::Data => say!(
                    "数据文件、文件夹或项目（默认为当前文件夹）",
                    "Data files, folders or projects (default: the current folder)"
                ),
                Self::Projects => {
                    say!("项目或文件夹（默认为当前文件夹）", "Projects or folders (default: the current folder)")
                }
            },
        )
    }

    /// The argument with a help text of its own.
    pub(crate) fn described(b: Builder, help: &Text) -> Arg {
        b.positional("path", &say!("路径", "PATH"), help).num_args(0..).value_parser(value_parser!(PathBuf))
    }

    /// What all commands ask alike, for one that does not read stdin.
    pub(crate) fn request(self, given: Given<'_>) -> Result<Request, Text> {
        let request = request(given)?;
        if request.paths.iter().all(|path| path != Path::new("-")) {
            return Ok(request);
        }
        let word = given.word;
        Err(match self {
            Self::Data => say!(
                "yize {word} 不读标准输入；请写文件、文件夹或项目。",
                "yize {word} does not read stdin; name a file, folder or project."
            ),
            Self::Projects => say!(
                "yize {word} 不读标准输入；请写项目或文件夹。",
                "yize {word} does not read stdin; name a project or folder."
            ),
        })
    }
}
