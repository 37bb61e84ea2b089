//! The tables that are exported.

use super::{Args, RESULTS, What};
use crate::planner;
use crate::report::records::{Form, guide, keys, table, template};
use crate::report::shape::By;
use crate::report::text::clean_line;
use crate::report::{View, all_findings, due, scores};
use crate::workbook::Table;
use yize_core::catalogue::{KindInfo, kinds};
use yize_core::check::{FailOn, Outcome, selects};
use yize_core::files::Files;
use yize_core::language::{Lang, Text, did_you_mean};
use yize_core::nearest;
use yize_core::ranking::{Choice, rankings};
use yize_core::records::{Body, Kind};
use yize_core::say;

/// The tables, and whether something of them is missing; of CSV the first alone is shown.
pub(super) fn tables(
    args: &Args,
    outcome: &Outcome,
    files: &dyn Files,
    lang: Lang,
) -> Result<(Vec<Table>, bool), Text> {
    let whole = |table: Table| Ok((vec![table], false));
    match &args.what {
        What::Records(name) => whole(records(name, args, outcome, lang)?),
        What::Template(name) => Ok((empty(name, args, (outcome, files), lang)?.into(), false)),
        What::Findings => whole(all_findings(outcome, View::new(lang, outcome.exit_code(FailOn::Error)))),
        What::Due => whole(due::duties(&due::agenda(outcome, args.until), By::Due, lang)),
        What::Scores => {
            let rankings = rankings(outcome, &Choice { member: None, year: args.year });
            if rankings.is_empty() {
                return Err(say!("没有计分；yize scores 说明原因", "nothing is scored; `yize scores` says why"));
            }
            let incomplete = rankings.iter().flat_map(|ranking| &ranking.cards).any(|card| !card.is_complete());
            Ok((vec![scores::csv::table(&rankings, lang)], incomplete))
        }
        What::Calendar => {
            let selected = |body: &str| selects(&args.request, body);
            let calendars = planner::calendars(outcome, &selected, args.year, lang);
            if calendars.is_empty() {
                return Err(say!("没有日历；yize calendar 说明原因", "there is no calendar; `yize calendar` says why"));
            }
            Ok((planner::tables(&calendars, lang), false))
        }
    }
}

/// The bodies that are asked for.
fn bodies<'o>(args: &Args, outcome: &'o Outcome) -> Vec<Body<'o>> {
    outcome.bodies().filter(|body| selects(&args.request, body.id())).collect()
}

/// The records of a kind.
fn records(name: &str, args: &Args, outcome: &Outcome, lang: Lang) -> Result<Table, Text> {
    let bodies = bodies(args, outcome);
    let own: Vec<(Body<'_>, Kind<'_>)> = bodies.iter().filter_map(|body| Some((*body, body.kind(name)?))).collect();
    let infos: Vec<KindInfo> = own.iter().map(|(_, kind)| kind.info()).collect();
    match Form::of(&infos) {
        Some(form) => Ok(table(&own, &form, args.year, lang)),
        None if bodies.is_empty() => Err(say!("没有记录可以导出", "there are no records to export")),
        None => Err(unknown(name, &bodies.iter().flat_map(|body| body.kinds()).map(Kind::info).collect::<Vec<_>>())),
    }
}

/// A table of a kind that is yet to be filled in, and how.
fn empty(name: &str, args: &Args, (outcome, files): (&Outcome, &dyn Files), lang: Lang) -> Result<[Table; 2], Text> {
    let known = bodies(args, outcome);
    let mut ids: Vec<String> = known.iter().map(|body| body.id().to_owned()).collect();
    let mut all: Vec<Vec<KindInfo>> = known.iter().map(|body| body.kinds().map(Kind::info).collect()).collect();
    // One that has no records yet is known by its packs alone.
    for id in args.request.bodies.iter().filter(|id| !ids.contains(id)).cloned().collect::<Vec<_>>() {
        let own = kinds(files, &args.request, &id);
        if !own.is_empty() {
            ids.push(id);
            all.push(own);
        }
    }
    if all.is_empty() {
        return Err(match args.request.bodies.first() {
            None => say!("请写上给哪个单位用，如 --body baoding", "say for which body, such as --body baoding"),
            Some(body) => {
                let body = clean_line(body);
                say!("没有规则包管 {body}，或规则包有错", "no pack governs {body}, or the packs are broken")
            }
        });
    }
    let is_named = |kind: &&KindInfo| kind.name == name || kind.label.get(Lang::Zh) == name;
    let own: Vec<KindInfo> = all.iter().filter_map(|kinds| kinds.iter().find(is_named)).cloned().collect();
    let all: Vec<KindInfo> = all.into_iter().flatten().collect();
    let Some(form) = Form::of(&own) else { return Err(unknown(name, &all)) };
    let called = |kind: &str| {
        let label = all.iter().find(|own| own.name == kind).map(|own| own.label.get(lang));
        label.unwrap_or(kind).to_owned()
    };
    let guide = guide(&form, &ids, &called, lang);
    Ok([template(&form, ids, &|kind| keys(&known, kind), lang), guide])
}

/// What is said of a word that is neither a kind nor a result.
fn unknown(name: &str, kinds: &[KindInfo]) -> Text {
    let word = clean_line(name);
    let (mut labels, mut names): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    for kind in kinds.iter().filter(|kind| !kind.fields.is_empty()) {
        if !names.contains(&kind.name.as_str()) {
            names.push(&kind.name);
            labels.push(kind.label.get(Lang::Zh));
        }
    }
    let results = RESULTS.iter().map(|(word, _)| *word);
    let near = nearest(name, names.iter().chain(&labels).copied().chain(results.clone()));
    let message = say!("没有“{word}”这个类别", "there is no kind `{word}`").and_ask(near.map(did_you_mean));
    let (zh, en) = (labels.join("、"), names.join(", "));
    let results: Vec<&str> = results.collect();
    let (also_zh, also_en) = (results.join("、"), results.join(", "));
    say!("{message}\n可以导出：{zh}；{also_zh}", "{message}\nThere are: {en}; {also_en}"; message)
}
