//! Scores as a page of its own, to be read in a browser and printed.

use std::io;

use crate::report::escape::html;
use crate::report::scores::card;
use crate::report::scores::table::{self, standing};
use yize_core::check::Outcome;
use yize_core::language::Lang;
use yize_core::ranking::Ranking;
use yize_core::records::Body;
use yize_core::say;

const STYLE: &str = "\
body{font:11pt/1.5 'Noto Serif CJK SC','Source Han Serif SC',SimSun,serif;max-width:60em;margin:2em auto;padding:0 1em}
h1{font-size:1.3em;text-align:center}
h2{font-size:1.1em}
.s{text-align:center}
table{border-collapse:collapse;width:100%}
th,td{border:1px solid #999;padding:.2em .5em;text-align:left;vertical-align:top}
thead{display:table-header-group}
tr{break-inside:avoid}
.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.d1{padding-left:1.5em}.d2{padding-left:3em;color:#555;font-size:.9em}
section+section{break-before:page}
.sign{display:none}
@media print{@page{size:A4;margin:16mm 14mm;@bottom-right{content:counter(page) ' / ' counter(pages);font-size:8pt}}body{margin:0;max-width:none;padding:0;font-size:9.5pt}.sign{display:flex;justify-content:space-between;margin-top:8mm;break-inside:avoid}}";

/// Writes every ranking.
///
/// # Errors
/// As the writer reports them.
pub(crate) fn write(
    rankings: &[Ranking<'_>],
    outcome: &Outcome,
    lang: Lang,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let title = say!("履职计分", "Scores");
    let code = if lang == Lang::Zh { "zh-CN" } else { "en" };
    writeln!(
        out,
        "<!DOCTYPE html>\n<html lang=\"{code}\">\n<meta charset=\"utf-8\">\n<title>{}</title>\n<style>\n{STYLE}\n</style>",
        title.get(lang)
    )?;
    for ranking in rankings {
        writeln!(out, "<section>\n<h1>{}</h1>", html(&ranking.heading(&called(outcome, ranking), lang)))?;
        writeln!(out, "<p class=\"s\">{}</p>", html(&standing(ranking, &outcome.as_of.to_string(), lang)))?;
        if ranking.single {
            ranking.cards.iter().try_for_each(|one| self::card(ranking, one, lang, out))?;
        } else {
            table(ranking, lang, out)?;
        }
        let scheme = &ranking.table.scheme;
        let basis = say!("依据", "Basis");
        writeln!(out, "<p>{}：{}</p>", basis.get(lang), html(&scheme.basis))?;
        let line = "＿＿＿＿＿＿＿＿";
        let [checked, charge, day] =
            [say!("核对人：", "Checked by:"), say!("负责人：", "In charge:"), say!("日期：", "Date:")]
                .map(|own| own.get(lang).to_owned());
        writeln!(
            out,
            "<p class=\"sign\"><span>{checked}{line}</span><span>{charge}{line}</span><span>{day}{line}</span></p>\n</section>"
        )?;
    }
    writeln!(out, "</html>")
}

/// What people call the body of a ranking.
pub(crate) fn called(outcome: &Outcome, ranking: &Ranking<'_>) -> String {
    let id = ranking.table.body();
    let own = outcome.bodies().find(|body| *body.id() == **id);
    own.map_or_else(|| id.to_string(), Body::name)
}

fn table(ranking: &Ranking<'_>, lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    let table = table::table(ranking, &ranking.cards, lang);
    let cells = |tag: &str, row: &[String]| {
        let cell = |((role, _), cell): (&(table::Role, String), &String)| {
            let class = if role.is_number() { " class=\"n\"" } else { "" };
            format!("<{tag}{class}>{}</{tag}>", html(cell))
        };
        table.columns.iter().zip(row).map(cell).collect::<String>()
    };
    let heads: Vec<String> = table.columns.iter().map(|(_, head)| head.clone()).collect();
    writeln!(out, "<table>\n<thead><tr>{}</tr></thead>", cells("th", &heads))?;
    for row in &table.rows {
        writeln!(out, "<tr>{}</tr>", cells("td", row))?;
    }
    writeln!(out, "</table>\n<p>{}</p>", html(ranking.counts().get(lang)))
}

fn card(ranking: &Ranking<'_>, card: &yize_core::score::Card, lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "<h2>{} {}</h2>\n<table>", html(&ranking.key(card.row)), html(&ranking.name(card.row)))?;
    for row in card::rows(ranking, card, lang) {
        let (depth, words, points) = (row.depth, html(&row.text(lang)), html(&row.points));
        writeln!(out, "<tr><td class=\"d{depth}\">{words}</td><td class=\"n\">{points}</td></tr>")?;
    }
    writeln!(out, "</table>")
}
