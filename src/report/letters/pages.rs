//! Letters as pages: templates, made ready.

use minijinja::value::Serde;
use minijinja::{Environment, Error, Value};
use serde::Serialize;

use crate::report::escape::html_templates;
use crate::report::text::clean_line;
use yize_core::language::Text;
use yize_core::say;

/// The usual template of a notice.
pub(super) const NOTICE: &str = include_str!("notice.html");
/// The usual template of a card.
pub(super) const CARD: &str = include_str!("card.html");
/// What a template may do, in steps of its engine: it is a pack's, and ends.
const FUEL: u64 = 5_000_000;

/// A template, made ready.
pub(super) struct Pages(Environment<'static>);

/// The name by which it is known; its ending is what turns on the escaping.
const TEMPLATE: &str = "letter.html";

impl Pages {
    /// Of a template's text.
    pub(super) fn of(template: &str) -> Result<Self, Text> {
        let mut environment = html_templates();
        environment.set_fuel(Some(FUEL));
        environment.add_template_owned(TEMPLATE, template.to_owned()).map_err(|error| broken(&error))?;
        Ok(Self(environment))
    }

    /// The page of some facts.
    pub(super) fn page(&self, facts: &impl Serialize) -> Result<String, Text> {
        let values = Value::from(Serde(facts));
        let page = self.0.get_template(TEMPLATE).and_then(|template| template.render(values));
        page.map_err(|error| broken(&error))
    }
}

/// What is said of a template that does not work.
fn broken(error: &Error) -> Text {
    let (line, why) = (error.line().unwrap_or(1), clean_line(&error.to_string()));
    say!("模板第 {line} 行有错：{why}", "the template is wrong at line {line}: {why}")
}
