//! A finding for people, with the lines of data and of the rule that it speaks of.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use jiff::civil::Date;

use crate::report::notes::of;
use crate::report::place::{Drawn, Excerpt, drawn, exact, excerpt};
use crate::report::text::{MARK, clean_line, clean_text};
use crate::report::{View, row, subject, word};
use yize_core::finding::{Finding, Severity, Status};
use yize_core::language::{Lang, Text};
use yize_core::say;
use yize_core::source::Locator;
use yize_core::source::{Place, Sources};

/// Findings alone, with colours, one by one.
pub(super) struct Page<'a> {
    sources: &'a Sources,
    locator: Locator<'a>,
    as_of: Date,
    view: View,
}

/// A snippet, and how its origin reads before and after [`Page::snippet`]'s correction.
type Shown = (Snippet<'static, Annotation<'static>>, String);

impl<'a> Page<'a> {
    /// Of those that point into these texts.
    pub(super) fn new(sources: &'a Sources, as_of: Date, view: View) -> Self {
        Self { sources, locator: Locator::new(sources), as_of, view }
    }

    fn say<'t>(&self, text: &'t Text) -> &'t str {
        text.get(self.view.lang)
    }

    /// The finding, without a line break at its end.
    pub(super) fn finding(&mut self, finding: &Finding) -> String {
        let snippets = self.snippets(finding);
        let name = clean_line(self.say(&word(finding)));
        let title = level(finding)
            .with_name(name)
            .primary_title(clean_text(self.say(&finding.message).trim_end()))
            .id(clean_line(&finding.rule));
        let mut group = Group::with_title(title);
        if finding.place.is_none()
            && let Some(path) = &finding.path
        {
            group = group.element(Origin::path(clean_line(path)));
        }
        let mut origins = Vec::new();
        for (snippet, origin) in snippets {
            group = group.element(snippet);
            origins.push(origin);
        }
        for (level, name, text) in self.notes(finding) {
            group = group.element(level.with_name(self.say(&name).to_owned()).message(text));
        }
        // Lines are cropped to size already, by columns and not by characters.
        let renderer = Renderer::styled().decor_style(DecorStyle::Ascii).term_width(usize::MAX / 4);
        let text = origins.iter().fold(renderer.render(&[group]), |text, wrong| text.replacen(wrong, "", 1));
        if text.contains(MARK) { unnumbered(&text) } else { text }
    }

    /// The value, then the rule's line, then what else the finding points at.
    fn snippets(&mut self, finding: &Finding) -> Vec<Shown> {
        let here = say!("规则在此", "rule is here");
        let value = finding.place.map(|place| (place, AnnotationKind::Primary, String::new()));
        let rule = finding.rule_place.map(|place| (place, AnnotationKind::Context, self.say(&here).to_owned()));
        let related =
            finding.related.iter().map(|r| (r.place, AnnotationKind::Context, clean_line(self.say(&r.message))));
        let wanted: Vec<_> = value.into_iter().chain(rule).chain(related).collect();
        wanted.into_iter().map(|(place, kind, label)| self.snippet(place, kind, label)).collect()
    }

    /// A place's line. The renderer takes the origin's column from the excerpt, which is wrong when the line was
    /// cropped; so the right origin is given as the path, and the renderer's own numbers, behind a mark that no data
    /// can contain, are taken out afterwards.
    fn snippet(&mut self, place: Place, kind: AnnotationKind, label: String) -> Shown {
        let source = self.sources.get(place.source);
        if source.sheet().is_some() {
            return self.table(place, kind, label);
        }
        let origin = format!("{}{MARK}", clean_line(&exact(self.sources, &mut self.locator, place)));
        let start = self.locator.positions(place).0;
        let Excerpt { text, span, line, before } = excerpt(source, place, start.line, self.view.width);
        let wrong = format!("{MARK}:{line}:{}", before + 1);
        let annotation = kind.span(span).label((!label.is_empty()).then_some(label));
        (Snippet::source(text).line_start(line).path(origin).annotation(annotation), wrong)
    }

    /// A row of a sheet below its header, whose number the renderer would take for the one before that of the row.
    fn table(&self, place: Place, kind: AnnotationKind, label: String) -> Shown {
        let source = self.sources.get(place.source);
        let row = source.position(place.span.start).line;
        let Drawn { header, text, span } = drawn(source, place, self.view.width);
        let above = header.map(|header| format!("{MARK}{header}\n")).filter(|_| row > 1).unwrap_or_default();
        let (line, at) = (row - usize::from(!above.is_empty()), span.start + above.len());
        let origin = format!("{}{MARK}", clean_line(&self.sources.show(place)));
        let before = text[..span.start].chars().count();
        let annotation = kind.span(at..span.end + above.len()).label((!label.is_empty()).then_some(label));
        let snippet =
            Snippet::source(format!("{above}{text}")).line_start(line).fold(false).path(origin).annotation(annotation);
        (snippet, format!("{MARK}:{row}:{}", before + 1))
    }

    /// Record and field, who must act, term, basis, next step, and why it is excused.
    fn notes(&self, finding: &Finding) -> Vec<(Level<'static>, Text, String)> {
        let lang = self.view.lang;
        let mut notes = Vec::new();
        let mut note = |level: Level<'static>, name: Text, text: String| {
            if !text.is_empty() {
                notes.push((level, name, text));
            }
        };
        note(Level::NOTE, say!("记录", "record"), clean_line(&subject(finding, lang)));
        for own in of(finding, self.as_of, lang) {
            note(if own.helps { Level::HELP } else { Level::NOTE }, own.name, own.text);
        }
        let excused = row::suppression(finding, lang).map(|by| clean_line(&by.reason));
        note(Level::NOTE, say!("不计", "excused"), excused.unwrap_or_default());
        notes
    }
}

/// The record, its field, and the body to which it belongs.
fn subject(finding: &Finding, lang: Lang) -> String {
    let field = match (subject::field(finding, lang), lang) {
        ("", _) => String::new(),
        (field, Lang::Zh) => format!("字段 {field}"),
        (field, Lang::En) => format!("field {field}"),
    };
    let parts = [subject::record(finding, lang), field, subject::body(finding, lang)];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(if lang == Lang::Zh { "，" } else { ", " })
}

/// Without the numbers of lines that are headers of sheets, which begin with a mark.
fn unnumbered(text: &str) -> String {
    let line = |line: &str| match line.split_once(MARK) {
        None => line.to_owned(),
        Some((gutter, header)) => {
            let mut escape = false;
            let blank = gutter.chars().map(|sign| {
                let number = sign.is_ascii_digit() && !escape;
                escape = sign == '\u{1b}' || (escape && sign != 'm');
                if number { ' ' } else { sign }
            });
            blank.chain(header.chars()).collect()
        }
    };
    text.split('\n').map(line).collect::<Vec<String>>().join("\n")
}

fn level(finding: &Finding) -> Level<'static> {
    match (finding.status, finding.severity) {
        (Status::Violation, Severity::Warning) => Level::WARNING,
        (Status::Pending, _) => Level::INFO,
        _ => Level::ERROR,
    }
}
