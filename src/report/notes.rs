//! What is said of a finding besides its message: who must act, the term, the basis, the next step.

use jiff::civil::Date;

use crate::report::subject;
use crate::report::text::{clean_line, clean_text};
use yize_core::finding::{Finding, Status};
use yize_core::language::{Lang, Text, count};
use yize_core::say;

/// Something that is said of a finding.
pub(crate) struct Note {
    /// What it is called.
    pub name: Text,
    /// What is said.
    pub text: String,
    /// Whether it says what to do.
    pub helps: bool,
}

/// What there is to say, in its order.
pub(crate) fn of(finding: &Finding, as_of: Date, lang: Lang) -> Vec<Note> {
    let mut notes = Vec::new();
    let mut note = |name: Text, text: String, helps: bool| {
        if !text.is_empty() {
            notes.push(Note { name, text, helps });
        }
    };
    if subject::is_another(finding) {
        note(say!("责任", "who"), clean_line(&subject::who(finding, lang)), false);
    }
    if let Some(due) = finding.due {
        note(say!("期限", "due"), term(finding, due, as_of).get(lang).to_owned(), false);
    }
    let basis = finding.basis.as_deref().unwrap_or_default();
    note(say!("依据", "basis"), clean_text(basis.trim_end()), false);
    let help = finding.help.as_ref().map(|help| clean_text(help.get(lang).trim_end()));
    note(say!("帮助", "help"), help.unwrap_or_default(), true);
    notes
}

fn term(finding: &Finding, due: Date, as_of: Date) -> Text {
    let days = (as_of - due).get_days();
    match finding.status {
        Status::Pending if days < 0 => {
            let (left, en) = (-days, count(-days, "day", "days"));
            say!("{due}，还有{left}天", "{due}, in {en}")
        }
        Status::Pending => say!("{due}", "{due}"),
        _ if days > 0 => {
            let en = count(days, "day", "days");
            say!("{due}，已过{days}天", "{due}, {en} ago")
        }
        _ => say!("{due}", "{due}"),
    }
}
