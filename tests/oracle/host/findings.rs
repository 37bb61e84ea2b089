//! What scripts report.

use rhai::{Dynamic, Engine};

use super::engine::{functions, give};
use super::records::{Draft, call, target};
use super::stop::{Answer, Stop};
use super::value::{Own, Val, bool, date, own, text, val};

pub fn register(engine: &mut Engine) {
    functions! { engine:
        "fail"(at, message) => report(&at, &message, None);
        "due"(day, done, at, message) => {
            let (day, done) = (date(&day)?, bool(&done)?);
            if done {
                return give(Ok(own(Own::Finding(None))));
            }
            let pending = call(|call| call.today <= day);
            report(&at, &message, Some((day, pending)))
        };
        "is_done"(day, done) => date(&day).and_then(|_| bool(&done));
        "nothing"() => Ok(own(Own::Finding(None)));
        "help"(finding, what) => {
            let what = text(&what)?.to_string();
            change(finding, |draft| draft.help = Some(what))
        };
        "see"(finding, other, note) => {
            let (other, note) = (target(&other)?, text(&note)?.to_string());
            change(finding, |draft| draft.see.push((other, note)))
        };
        "measure"(finding, have, want) => {
            // By what findings are known is no matter of what they say.
            let _ = (have, want);
            change(finding, |_| {})
        };
        "warn"(finding) => change(finding, |draft| draft.warning = true);
    }
}

fn report(at: &Dynamic, message: &Dynamic, due: Option<(jiff::civil::Date, bool)>) -> Answer {
    let message = text(message)?.to_string();
    let at = target(at)?;
    call(|call| {
        call.drafts.push(Draft { at, message, help: None, see: Vec::new(), due, warning: false });
        Ok(own(Own::Finding(Some(call.drafts.len() - 1))))
    })
}

fn change(finding: Dynamic, work: impl FnOnce(&mut Draft)) -> Answer {
    match val(&finding) {
        Val::Own(Own::Finding(number)) => {
            call(|call| {
                if let Some(number) = number {
                    work(&mut call.drafts[number]);
                }
            });
            Ok(finding)
        }
        _ => Err(Stop::fault("no finding")),
    }
}
