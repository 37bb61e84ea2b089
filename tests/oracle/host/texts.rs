//! Functions of texts.

use rhai::{Array, Dynamic, Engine, INT};

use super::engine::{functions, give};
use super::stop::Stop;
use super::value::{bool, date, int, text};

pub fn register(engine: &mut Engine) {
    functions! { engine:
        // What the tests lend to scripts.
        "tripled"(n) => int(&n)?.checked_mul(3).ok_or_else(|| Stop::fault("too large"));
        "marked"(a, twice) => text(&a).and_then(|a| Ok(format!("{a}{}", if bool(&twice)? { "**" } else { "*" })));
        "is_first"(day) => date(&day).map(|day| day.day() == 1);
        "starts_with"(a, b) => text(&a).and_then(|a| Ok(a.starts_with(text(&b)?.as_str())));
        "ends_with"(a, b) => text(&a).and_then(|a| Ok(a.ends_with(text(&b)?.as_str())));
        "trim"(a) => text(&a).map(|a| a.trim().to_owned());
        "to_upper"(a) => text(&a).map(|a| a.to_uppercase());
        "to_lower"(a) => text(&a).map(|a| a.to_lowercase());
        "replace"(a, find, with) => text(&a).and_then(|a| Ok(a.replace(text(&find)?.as_str(), &text(&with)?)));
        "split"(a, by) => text(&a).and_then(|a| {
            let by = text(&by)?;
            Ok(a.split(by.as_str()).map(|part| Dynamic::from(part.to_owned())).collect::<Array>())
        });
        "sub_string"(a, start) => text(&a).and_then(|a| Ok(part(&a, int(&start)?, INT::MAX)));
        "sub_string"(a, start, len) => text(&a).and_then(|a| Ok(part(&a, int(&start)?, int(&len)?)));
    }
}

fn part(text: &str, start: INT, len: INT) -> String {
    let many = |n: INT| usize::try_from(n).unwrap_or(0);
    text.chars().skip(many(start)).take(many(len)).collect()
}
