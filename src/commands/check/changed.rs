//! `--changed-since`: only what is new against a commit is reported.

use clap::Arg;

use crate::args::{Builder, Given};
use crate::git::{Missing, Tree};
use crate::report::text::clean_line;
use yize_core::changed::{State, since};
use yize_core::check::{Outcome, Progress, Request};
use yize_core::files::Files;
use yize_core::language::Text;
use yize_core::say;

/// The options.
pub(super) fn options(b: Builder) -> [Arg; 2] {
    let since = say!(
        "只报告与这个 git 提交分开之后新出现的问题",
        "Report only what is new since HEAD parted from this commit of git"
    );
    let trust = say!(
        "与 --changed-since 同用：本次修改新增的豁免也算数",
        "With --changed-since: waivers that the change adds count too"
    );
    [
        b.value("changed-since", &say!("提交", "REF"), &since).conflicts_with("shard"),
        b.flag("trust-new-waivers", &trust).requires("changed-since"),
    ]
}

/// A state to compare with.
#[derive(Debug)]
pub(super) struct Since {
    /// The commit, as the user calls it.
    reference: String,
    /// Whether waivers that came after it count.
    trust_new_waivers: bool,
}

impl Since {
    /// What was given.
    pub(super) fn read(given: Given<'_>) -> Option<Self> {
        let reference = given.one("changed-since")?.to_owned();
        Some(Self { reference, trust_new_waivers: given.flag("trust-new-waivers") })
    }

    /// Checks what is new.
    pub(super) fn check(&self, files: &dyn Files, request: &Request, bar: &dyn Progress) -> Result<Outcome, Text> {
        let reference = self.reference.as_str();
        // Git takes HEAD where nothing is said; from a variable that is not set everything would pass.
        if reference.trim().is_empty() || reference.starts_with("...") {
            return Err(say!(
                "--changed-since 没有写和哪个提交比较（所用的环境变量是不是空的？）；要和上一次提交比较，写 HEAD",
                "--changed-since does not say against which commit (is a variable empty?); write HEAD for the last one"
            ));
        }
        let shown = clean_line(reference);
        let tree = Tree::at(reference).map_err(|missing| match missing {
            Missing::Repository => say!(
                "--changed-since 要在 git 仓库的工作目录里用，这里没有。",
                "--changed-since needs the working directory of a git repository, and this is none."
            ),
            Missing::Unreadable(why) => {
                say!("--changed-since：仓库读不了：{why}", "--changed-since: the repository cannot be read: {why}")
            }
            Missing::Unsupported(how) => say!(
                "--changed-since：这个仓库用 {how} 的格式存放，yize 读不了。请另做一份普通的克隆（git clone --ref-format=files，SHA-1）。",
                "--changed-since: this repository is kept as {how}, which yize cannot read. Check an ordinary clone (git clone --ref-format=files, SHA-1)."
            ),
            Missing::Range => say!(
                "--changed-since：“{shown}”应是一个提交，或 A...B，其中 B 是现在检出的提交（HEAD）。",
                "--changed-since: `{shown}` should be a commit, or A...B where B is the commit that is checked out (HEAD)."
            ),
            Missing::Unrelated => say!(
                "--changed-since：“{shown}”与 HEAD 没有共同的提交，无从比较。",
                "--changed-since: `{shown}` and HEAD have no commit in common to compare with."
            ),
            Missing::Shallow => say!(
                "--changed-since：这是浅克隆，没有取到“{shown}”与 HEAD 共同的提交。先取得全部历史（git fetch --unshallow，或 fetch-depth: 0）。",
                "--changed-since: this is a shallow clone that ends before the commit which `{shown}` and HEAD have in common. Fetch all history first (git fetch --unshallow, or fetch-depth: 0)."
            ),
            Missing::Partial => say!(
                "--changed-since：这是部分克隆，“{shown}”的文件还没有取来，yize 不联网。先取来（git fetch --refetch --no-filter，或克隆时不用 --filter）。",
                "--changed-since: this is a partial clone that has not fetched the files of `{shown}`, and yize uses no network. Fetch them first (git fetch --refetch --no-filter, or clone without --filter)."
            ),
            Missing::Reference => say!(
                "--changed-since：仓库里没有“{shown}”。浅克隆时要先取得它（git fetch）。",
                "--changed-since: the repository has no `{shown}`. A shallow clone has to fetch it first."
            ),
        })?;
        if let Some(outside) = request.paths.iter().find(|path| tree.inside(path).is_none()) {
            let path = clean_line(&outside.to_string_lossy());
            return Err(say!(
                "--changed-since：{path} 不在仓库里。",
                "--changed-since: {path} is not in the repository."
            ));
        }
        let state = State { files: &tree, reference, commit: &tree.commit, trust_new_waivers: self.trust_new_waivers };
        Ok(since(files, &state, request, bar))
    }
}
