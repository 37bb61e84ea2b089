//! Writing what was joined: the report of the whole check.

use std::io;

use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use super::ordered::Ordered;
use super::{Key, Merged, Report, key};
use crate::report::text::clean_line;
use crate::report::{View, summary};
use yize_core::check::{Outcome, Summary, Within};
use yize_core::escape::json_pretty;
use yize_core::finding::{Severity, Status};
use yize_core::say;
use yize_core::source::Sources;

/// The whole report.
#[derive(Serialize)]
struct Whole<'m> {
    version: u32,
    as_of: &'m str,
    #[serde(skip_serializing_if = "Option::is_none")]
    time_zone: Option<&'m str>,
    findings: Findings<'m>,
    scores: Scores<'m>,
    summary: &'m Map<String, Value>,
    #[serde(skip_serializing_if = "<[Within]>::is_empty")]
    nested: &'m [Within],
    #[serde(skip_serializing_if = "<[Value]>::is_empty")]
    ledgers: &'m [Value],
}

struct Findings<'m>(&'m Merged);

impl Serialize for Findings<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.findings().map_err(serde::ser::Error::custom)?.list(serializer)
    }
}

struct Scores<'m>(&'m Merged);

impl Serialize for Scores<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let sources = self.0.shards.iter().map(|shard| Box::new(shard.scores()) as _).collect();
        Ordered::new(sources).map_err(serde::ser::Error::custom)?.list(serializer)
    }
}

impl Merged {
    /// All findings, in their order.
    fn findings(&self) -> serde_json::Result<Ordered<'_, Key, Value>> {
        let mut sources: Vec<_> = self.shards.iter().map(|shard| Box::new(shard.findings()) as _).collect();
        let mut said = self.said.iter().map(|said| (key(&said.order, &said.finding), said.finding.clone()));
        sources.push(Box::new(move || Ok(said.next())) as _);
        Ordered::new(sources)
    }

    /// Writes the JSON report.
    ///
    /// # Errors
    /// As the writer reports them, and where a shard's report has changed since it was joined.
    pub fn json(&self, out: &mut dyn io::Write) -> io::Result<()> {
        let Some(Report { version, as_of, time_zone, nested, .. }) = self.first() else { return Ok(()) };
        let whole = Whole {
            version: *version,
            as_of,
            time_zone: time_zone.as_deref(),
            findings: Findings(self),
            scores: Scores(self),
            summary: &self.summary,
            nested,
            ledgers: &self.ledgers,
        };
        json_pretty(&whole, out)?;
        writeln!(out)
    }

    /// What the first shard says, which is what all say.
    fn first(&self) -> Option<&Report> {
        self.shards.first().map(|shard| &shard.report)
    }

    /// Writes a line a finding and the summary, as `yize check --format short` does.
    ///
    /// # Errors
    /// As those of [`json`](Self::json).
    pub fn short(&self, out: &mut dyn io::Write) -> io::Result<()> {
        let Some(first) = self.first() else { return Ok(()) };
        let mut findings = self.findings()?;
        while let Some(finding) = findings.next()? {
            if !finding["suppressed"].is_null() {
                continue;
            }
            let text = |key: &str| finding[key].as_str().map(clean_line);
            match (text("file"), &finding["start"]) {
                (Some(file), _) if finding["sheet"].is_string() => {
                    let [sheet, cell] = ["sheet", "cell"].map(|key| text(key).unwrap_or_default());
                    write!(out, "{file} [{sheet}!{cell}]: ")?;
                }
                (Some(file), at) if at.is_object() => write!(out, "{file}:{}:{}: ", at["line"], at["column"])?,
                (Some(file), _) => write!(out, "{file}: ")?,
                _ => {}
            }
            let severity = finding["severity"].as_str().and_then(Severity::parse).unwrap_or_default();
            let word = match finding["status"].as_str() {
                Some("violation") if severity == Severity::Warning => say!("警告", "warning"),
                Some("violation") => say!("违规", "violation"),
                Some(word) if word == Status::Pending.word() => say!("待办", "pending"),
                _ => say!("故障", "fault"),
            };
            let (rule, message) = (text("rule").unwrap_or_default(), text("message").unwrap_or_default());
            write!(out, "{} {rule}: {message}", word.get(self.lang))?;
            let help = text("help").map(|help| say!("；帮助：{help}", "; help: {help}"));
            writeln!(out, "{}", help.as_ref().map_or("", |help| help.get(self.lang)))?;
        }
        let outcome = Outcome {
            as_of: first.as_of.parse().unwrap_or_default(),
            time_zone: first.time_zone.clone(),
            summary: self.summary(),
            sources: Sources::default(),
            nested: first.nested.clone(),
            ..Outcome::default()
        };
        writeln!(out, "{}", summary::line(&outcome, View::new(self.lang, self.code)))
    }

    fn summary(&self) -> Summary {
        let count = |name: &str| {
            self.summary.get(name).and_then(Value::as_u64).and_then(|n| usize::try_from(n).ok()).unwrap_or_default()
        };
        Summary {
            violations: count("violations"),
            warnings: count("warnings"),
            pending: count("pending"),
            faults: count("faults"),
            waived: count("waived"),
            baselined: count("baselined"),
            bodies: count("bodies"),
            files: count("files"),
            records: count("records"),
            rules: count("rules"),
        }
    }
}
