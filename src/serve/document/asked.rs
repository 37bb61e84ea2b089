//! What is asked of a document that is handed in: which packs check it and as which body it is taken.

use std::ffi::OsString;

use crate::report::text::clean_line;
use crate::serve::Shared;
use crate::serve::answer::{Refusal, bad};
use crate::serve::query::Words;
use yize_core::PackSource;
use yize_core::check::Outcome;
use yize_core::language::{Lang, did_you_mean};
use yize_core::nearest;
use yize_core::records::Pack;
use yize_core::say;

/// The words with which another yize is called to check one document, with the packs of the project that is shown and no
/// other data.
pub(super) fn words(shared: &Shared, words: &Words, lang: Lang) -> Result<Vec<OsString>, Box<Refusal>> {
    if words.values().any(|value| value.contains('\0')) {
        return Err(bad(say!("地址的查询部分不合规", "the query of the address is malformed"), lang));
    }
    let last = shared.hub.last();
    let shown = last.as_ref().map(|snapshot| snapshot.shown.outcome());
    let request = &shared.settings.request;
    let as_of = shown.map_or(request.as_of, |outcome| outcome.as_of);
    let mut all: Vec<OsString> = vec!["document".into()];
    let mut add = |option: &str, value: OsString| {
        let mut word = OsString::from(format!("--{option}="));
        word.push(value);
        all.push(word);
    };
    add("lang", if lang == Lang::Zh { "zh" } else { "en" }.into());
    add("as-of", as_of.to_string().into());
    add("jobs", request.jobs.to_string().into());
    for pack in &request.packs {
        if let PackSource::Folder(folder) = pack {
            add("rules", folder.into());
        }
    }
    if let Some(pack) = words.get("pack") {
        for rules in only(shown, pack, lang)? {
            add("only", rules.into());
        }
        add("pack", pack.into());
    }
    if let Some(body) = words.get("body") {
        add("body", body.into());
    }
    all.push("--".into());
    all.extend(request.paths.iter().map(OsString::from));
    Ok(all)
}

/// Patterns for the rules that hold where a pack governs: its own, and those of the packs that it extends.
fn only(shown: Option<&Outcome>, pack: &str, lang: Lang) -> Result<Vec<String>, Box<Refusal>> {
    if let Some(chain) = shown.and_then(|outcome| outcome.chain(pack)) {
        return Ok(chain.iter().map(|member| format!("{member}/*")).collect());
    }
    let name = clean_line(pack);
    let known = shown.into_iter().flat_map(Outcome::packs).map(Pack::id);
    let message = say!("没有规则包“{name}”", "no pack `{name}`");
    Err(bad(message.and_ask(nearest(pack, known).map(did_you_mean)), lang))
}
