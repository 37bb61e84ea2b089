//! `yize scores`: computed assessments as ranked tables, or one card with each point's records.

use crate::report::scores::sheet::sheets;
use crate::report::scores::{Choice, Format, write};
use crate::report::text::clean_line;
use crate::report::{View, human};
use crate::terminal::{Terminal, USAGE};
use yize_core::check::{FailOn, Request, check};
use yize_core::files::Disk;
use yize_core::say;

/// Arguments of the command.
#[derive(Debug)]
pub struct Args {
    /// What to score.
    pub request: Request,
    /// Format on stdout.
    pub format: Format,
    /// Which cards.
    pub choice: Choice,
}

/// Prints the scores. Broken data and whatever leaves part of the answer missing go to stderr. The exit status is the
/// check's, except that violations of rules do not fail it (they are the business of `yize check`), and that incomplete
/// cards are an incomplete answer, 3.
#[must_use]
pub fn run(args: &Args, terminal: Terminal) -> u8 {
    let mut outcome = check(&Disk, &args.request, &());
    let code = outcome.exit_code(FailOn::Never);
    outcome.findings.retain(|finding| {
        use yize_core::finding::Effect::{Incomplete, NotChecked};
        matches!(finding.effect, Incomplete | NotChecked) || finding.rule.starts_with("host/")
    });
    let view = View::new(terminal.lang, code);
    terminal.print_aside(|err| human::findings(&outcome.findings, &outcome.sources, outcome.as_of, view, err));
    let sheets = sheets(&outcome, &args.choice);
    if sheets.is_empty() {
        terminal.complain(&nothing(args));
        return if code == 0 { USAGE } else { code };
    }
    let printed =
        terminal.print(args.format == Format::Human, |out| write(args.format, &sheets, &outcome, terminal.lang, out));
    let incomplete = sheets.iter().flat_map(|sheet| &sheet.cards).any(|card| !card.is_complete());
    terminal.printed(printed, if code != USAGE && incomplete { 3 } else { code })
}

/// Why there is nothing to show.
fn nothing(args: &Args) -> yize_core::language::Text {
    match (&args.choice.member, args.choice.year) {
        (Some(member), _) => {
            let member = clean_line(member);
            say!("没有“{member}”的积分卡；请写编号或姓名", "there is no card of `{member}`; give a key or a name")
        }
        (None, Some(year)) => say!("{year} 年没有计分", "nothing is scored in {year}"),
        (None, None) => say!(
            "没有可计分的：规则包没有计分办法（score），或没有它所计的记录",
            "nothing to score: no scheme (score) in the packs, or no records for one"
        ),
    }
}
