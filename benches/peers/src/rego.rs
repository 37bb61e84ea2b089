//! The rules in Rego, on the interpreter of regorus.

use std::path::Path;

use regorus::{Engine, Value};

use crate::Result;
use crate::finding;
use crate::gauge::{print, timed};

/// What the program is asked for.
const FINDINGS: &str = "data.bench.findings";

/// Loads, evaluates and prints.
pub fn evaluate(policy: &Path, json: &Path) -> Result<()> {
    let (engine, load) = timed(|| load(policy, json))?;
    let mut engine = engine?;
    let (found, evaluation) = timed(|| engine.eval_rule(FINDINGS.to_owned()))?;
    finding::print(&found?.as_set()?.iter().collect::<Vec<_>>())?;
    print("load", load)?;
    print("evaluate", evaluation)?;
    std::process::exit(0)
}

fn load(policy: &Path, json: &Path) -> Result<Engine> {
    let mut engine = Engine::new();
    engine.add_policy_from_file(policy)?;
    engine.add_data(Value::from_json_file(json)?)?;
    Ok(engine)
}
