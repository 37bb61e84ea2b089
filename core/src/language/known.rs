//! What a sentence speaks of, told from its wording: a sentence that is written with `say!` is its template and the values
//! in it, and a finding is known by the values, under the names that they have there.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use crate::language::{Spoken, Text};

/// What a text speaks of.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub(super) enum Known {
    /// All of it: where words end and values begin is not known.
    Whole,
    /// What stands in the Chinese at the places of this template.
    Worded(Cow<'static, str>),
    /// What stands at the places of a template in another text.
    Told(Box<Told>),
}

/// What is told otherwise than it is shown.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub(super) struct Told {
    /// The template; none where all of the text counts.
    template: Option<Cow<'static, str>>,
    /// The text.
    text: String,
    /// The name in the template of a value that does not count: the day of the check, and what is counted from it.
    aside: Option<Cow<'static, str>>,
}

/// A value of a sentence, by the name of its place.
pub(crate) type Value<'t> = (&'t str, &'t str);

/// What a part of a sentence speaks of: it stands where the part's words do.
pub fn told(part: &impl Spoken) -> String {
    part.told().unwrap_or_else(|| part.zh().to_string())
}

impl Text {
    /// Says by which template it was written.
    #[doc(hidden)]
    #[must_use]
    pub fn worded(mut self, template: &'static str) -> Self {
        self.known = Known::Worded(Cow::Borrowed(template));
        self
    }

    /// The same where parts of it speak of something in words of their own.
    #[doc(hidden)]
    #[must_use]
    pub fn worded_of(mut self, template: &'static str, told: impl FnOnce() -> String) -> Self {
        let text = told();
        self.known = if *text == *self.zh {
            Known::Worded(Cow::Borrowed(template))
        } else {
            Known::Told(Box::new(Told { template: Some(Cow::Borrowed(template)), text, aside: None }))
        };
        self
    }

    /// The same, known by these words: a label by the name that it stands for.
    #[must_use]
    pub(crate) fn known_as(mut self, words: impl Into<String>) -> Self {
        self.known = Known::Told(Box::new(Told { template: None, text: words.into(), aside: None }));
        self
    }

    /// The same, known by all but the value of that name.
    #[must_use]
    pub(crate) fn aside(mut self, name: &'static str) -> Self {
        self.known = match self.known {
            Known::Whole => Known::Whole,
            Known::Worded(template) => Known::Told(Box::new(Told {
                template: Some(template),
                text: self.zh.to_string(),
                aside: Some(Cow::Borrowed(name)),
            })),
            Known::Told(told) => Known::Told(Box::new(Told { aside: Some(Cow::Borrowed(name)), ..*told })),
        };
        self
    }

    /// What is known of it, kept for another text.
    pub(super) fn keep_known(&self) -> Known {
        match &self.known {
            Known::Told(told) => Known::Told(told.clone()),
            Known::Whole => Known::Told(Box::new(Told { template: None, text: self.zh.to_string(), aside: None })),
            Known::Worded(template) => {
                Known::Told(Box::new(Told { template: Some(template.clone()), text: self.zh.to_string(), aside: None }))
            }
        }
    }

    /// The template by which it was written, where that is known.
    #[must_use]
    pub(crate) fn template(&self) -> Option<&str> {
        match &self.known {
            Known::Whole => None,
            Known::Worded(template) => Some(template),
            Known::Told(told) => told.template.as_deref(),
        }
    }

    /// The values that it speaks of, by the names of their places, in the order of those names.
    #[must_use]
    pub(crate) fn values(&self) -> Vec<Value<'_>> {
        let (template, text, aside) = match &self.known {
            Known::Whole => (None, &*self.zh, None),
            Known::Worded(template) => (Some(&**template), &*self.zh, None),
            Known::Told(told) => (told.template.as_deref(), told.text.as_str(), told.aside.as_deref()),
        };
        let mut values = template.and_then(|template| found(template, text)).unwrap_or_else(|| vec![("", text)]);
        values.retain(|(name, _)| aside != Some(*name));
        // Rewording moves values about; of one name the order stays.
        values.sort_by_key(|(name, _)| *name);
        values
    }

    /// The values as one text; `None` where all of its words count.
    pub(super) fn spoken_of(&self) -> Option<String> {
        if let Known::Whole = self.known {
            return None;
        }
        let values = self.values();
        let each = values.iter().map(|(name, value)| format!("{name}\u{1f}{value}"));
        Some(each.collect::<Vec<_>>().join("\u{1e}"))
    }
}

/// The values at the places of a template, as `format!` writes them; `None` where the text is not of the template.
///
/// Where a value holds what stands behind it, it may be cut too early; then the next one has the rest, and the values still
/// stand for this text and for no other of the template.
fn found<'t>(template: &'t str, text: &'t str) -> Option<Vec<Value<'t>>> {
    let (first, places) = parts(template);
    let mut rest = text.strip_prefix(first.as_str())?;
    let mut values = Vec::with_capacity(places.len());
    for (at, (name, behind)) in places.iter().enumerate() {
        let end = match (at + 1 == places.len(), behind.is_empty()) {
            (true, _) => rest.strip_suffix(behind.as_str())?.len(),
            (false, _) => rest.find(behind.as_str())?,
        };
        values.push((*name, &rest[..end]));
        rest = &rest[end + behind.len()..];
    }
    rest.is_empty().then_some(values)
}

/// A template as the words before its first place, and its places, each with its name and the words behind it.
fn parts(template: &str) -> (String, Vec<(&str, String)>) {
    let (mut first, mut places): (String, Vec<(&str, String)>) = (String::new(), Vec::new());
    let mut rest = template;
    while let Some(at) = rest.find(['{', '}']) {
        let words = |places: &mut Vec<(&str, String)>, first: &mut String, more: &str| match places.last_mut() {
            Some((_, behind)) => behind.push_str(more),
            None => first.push_str(more),
        };
        words(&mut places, &mut first, &rest[..at]);
        let (sign, behind) = rest[at..].split_at(1);
        if let Some(behind) = behind.strip_prefix(sign) {
            words(&mut places, &mut first, sign);
            rest = behind;
            continue;
        }
        let (place, behind) = behind.split_once('}').unwrap_or((behind, ""));
        places.push((place.split(':').next().unwrap_or_default(), String::new()));
        rest = behind;
    }
    match places.last_mut() {
        Some((_, behind)) => behind.push_str(rest),
        None => first.push_str(rest),
    }
    (first, places)
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Text {}

impl PartialOrd for Text {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// By what is shown.
impl Ord for Text {
    fn cmp(&self, other: &Self) -> Ordering {
        (&self.zh, &self.en).cmp(&(&other.zh, &other.en))
    }
}

impl Hash for Text {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (&self.zh, &self.en).hash(state);
    }
}

#[cfg(test)]
mod tests {
    use crate::language::{Text, did_you_mean, say};

    #[test]
    fn values_are_told_from_words() {
        let (month, id) = (4, "SL-003");
        let text = say!("“{id}”缺少{month}月的记录", "no record of month {month} for {id}");
        assert_eq!(text.values(), [("id", "SL-003"), ("month", "4")]);
        let other = say!("{month}月，“{id}”没有记录", "{id} lacks {month}");
        assert_eq!(other.values(), text.values(), "in other words, and in another order");
        let none: [(&str, &str); 0] = [];
        assert_eq!(say!("没有}}记录{{", "}}{{").values(), none);
        assert_eq!(say!("{{{month:>3}}}", "{month}").values(), [("month", "  4")]);
        assert_eq!(say!("第{}条", "{}", 7).values(), [("", "7")]);
        assert_eq!(Text::same("提案").values(), [("", "提案")]);
        assert_eq!(text.clone().aside("month").values(), [("id", "SL-003")]);
        assert_eq!(text.cut(3).values(), [("id", "SL-003"), ("month", "4")]);
    }

    #[test]
    fn parts_are_known_by_what_they_speak_of() {
        let label = |zh: &str| Text::new(zh, "member").known_as("member");
        let name = |zh: &str| {
            let (label, id) = (label(zh), "M-1");
            say!("{label}“{id}”", "{label} `{id}`"; label)
        };
        let whole = |zh: &str| {
            let (name, day) = (name(zh), "2026-01-01");
            say!("{name}在{day}", "{name} on {day}"; name)
        };
        assert_eq!(whole("委员").values(), whole("政协委员").values());
        assert!(whole("委员").values().iter().any(|(_, value)| value.contains("M-1")));
    }

    #[test]
    fn what_may_have_been_meant_does_not_count() {
        let id = "SL-03";
        let missing = || say!("没有“{id}”", "no `{id}`");
        assert_eq!(missing().and_ask(Some(did_you_mean("SL-003"))).values(), [("id", "SL-03")]);
    }
}
