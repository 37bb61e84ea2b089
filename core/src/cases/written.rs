//! The cases of packs as they are written, without their being run.

use crate::cases::known::Known;
use crate::cases::read::{self, Around, Packed};
use crate::cases::{Case, Stand};
use crate::check::Request;
use crate::check::memos::Memos;
use crate::check::prepare::Context;
use crate::check::ruleset::Ruleset;
use crate::files::Files;
use crate::files::fence::Fence;
use crate::finding::Finding;
use crate::pack::Pack;
use crate::source::Sources;

/// The cases of a pack, in the order written; those that cannot be read are left out.
///
/// ```
/// use yize_core::cases::written;
/// # use yize_core::{Memory, Request, example::{DAY, committee}};
/// # let (committee, day) = (committee(), DAY);
/// let text = "[data]\nas_of = 2026-12-31\ntext = 'body = \"shili\"'\n[[case]]\nname = \"甲\"\nexpect = []\n";
/// let pack = committee.with("committee/tests/deeds.toml", text);
/// let request = Request { packs: vec![pack.into()], ..Request::new(Vec::new(), day) };
/// assert_eq!(written(&Memory::default(), &request, "committee")[0].name, "甲");
/// ```
#[must_use]
pub fn written(files: &dyn Files, request: &Request, pack: &str) -> Vec<Case> {
    let (mut sources, memos) = (Sources::default(), Memos::default());
    let context = Context { files, request, memos: &memos, progress: &() };
    let Stand { fence, rules, .. } = Stand::of(context, &mut sources);
    let Some(pack) = rules.packs.get(pack) else { return Vec::new() };
    of_pack(files, &fence, &rules, pack, &sources).0
}

/// The cases of a pack that was read, and what is wrong with them.
pub(crate) fn of_pack(
    files: &dyn Files,
    fence: &Fence,
    rules: &Ruleset,
    pack: &Pack,
    sources: &Sources,
) -> (Vec<Case>, Vec<Finding>) {
    let (known, around, mut wrong) = (Known::of(rules, pack), Around { files, fence }, Vec::new());
    let cases = read::cases(Packed { packs: &rules.packs, pack, known: &known, sources, around }, &mut wrong).0;
    (cases, wrong)
}
