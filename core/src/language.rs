//! The two languages of the product: a sentence is written once, in Chinese and English side by side.

use std::fmt;

mod known;

pub use known::told;

/// A language that messages are shown in.
///
/// ```
/// use yize_core::Lang;
/// assert_eq!(Lang::parse("zh_CN.UTF-8"), Some(Lang::Zh));
/// assert_eq!(Lang::parse("en"), Some(Lang::En));
/// assert_eq!(Lang::parse("fr"), None);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// Chinese, the product's first language.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// Reads a `--lang` value or a locale name (`zh`, `zh-CN`, `zh_CN.UTF-8`, `en-US`, …).
    ///
    /// Returns `None` for a language that yize does not speak.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        match name.split(['-', '_', '.', '@']).next()?.to_ascii_lowercase().as_str() {
            "zh" => Some(Self::Zh),
            "en" => Some(Self::En),
            _ => None,
        }
    }
}

/// A number of things in English: `1 day`, `2 days`.
///
/// ```
/// use yize_core::language::count;
/// assert_eq!((count(1, "day", "days"), count(2, "day", "days")), ("1 day".to_owned(), "2 days".to_owned()));
/// ```
pub fn count<N: fmt::Display + PartialEq + From<u8>>(number: N, one: &str, many: &str) -> String {
    let word = if number == N::from(1) { one } else { many };
    format!("{number} {word}")
}

/// A sentence in both languages. What a pack says is kept as the pack wrote it, in either language.
///
/// ```
/// use yize_core::language::did_you_mean;
/// use yize_core::{Lang, Text, say};
///
/// let missing = say!("没有“plna”", "no `plna`");
/// let asked = missing.clone().and_ask(Some(did_you_mean("plan")));
/// assert_eq!(asked.get(Lang::En), "no `plna`; did you mean `plan`?");
/// assert_eq!(asked.get(Lang::Zh), "没有“plna”，您是不是想写“plan”？");
/// assert_eq!(missing.capitalized().get(Lang::En), "No `plna`");
/// assert_eq!(Text::same("提案").get(Lang::En), "提案");
/// ```
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Text {
    zh: Box<str>,
    /// `None` when both languages read the same.
    en: Option<Box<str>>,
    /// What it speaks of, whatever its wording.
    known: known::Known,
}

impl Text {
    /// A sentence of the host, in both languages. Usually written with [`say!`](crate::say).
    #[must_use]
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into().into(), en: Some(en.into().into()), known: known::Known::Whole }
    }

    /// A text that is shown the same in every language (a pack's own words, a name).
    #[must_use]
    pub fn same(text: impl Into<String>) -> Self {
        Self { zh: text.into().into(), en: None, known: known::Known::Whole }
    }

    /// The Chinese, and the English where it differs.
    #[must_use]
    pub(crate) fn into_parts(self) -> (String, Option<String>) {
        (self.zh.into(), self.en.map(String::from))
    }

    /// The sentence followed by a question, where there is one.
    #[must_use]
    pub fn and_ask(self, question: Option<Self>) -> Self {
        let (message, Some(question)) = (&self, question) else { return self };
        let asked = say!("{message}，{question}", "{message}; {question}"; message, question);
        // What is near depends on all that might have been meant, and is no part of what is wrong.
        Self { known: self.keep_known(), ..asked }
    }

    /// How many bytes it has in both languages.
    #[must_use]
    pub(crate) fn weight(&self) -> usize {
        self.zh.len() + self.en.as_ref().map_or(0, |en| en.len())
    }

    /// As a sentence of its own: the English begins with a capital.
    #[must_use]
    pub fn capitalized(mut self) -> Self {
        if let Some(first) = self.en.as_mut().and_then(|en| en.get_mut(..1)) {
            first.make_ascii_uppercase();
        }
        self
    }

    /// The same, of so many letters at most.
    #[must_use]
    pub(crate) fn cut(self, letters: usize) -> Self {
        let cut = |text: Box<str>| match text.char_indices().nth(letters) {
            Some((at, _)) => format!("{}…", &text[..at]).into(),
            None => text,
        };
        Self { known: self.keep_known(), zh: cut(self.zh), en: self.en.map(cut) }
    }

    /// The sentence in the given language.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        match (lang, &self.en) {
            (Lang::En, Some(en)) => en,
            _ => &self.zh,
        }
    }
}

/// Writes a sentence in both languages: `say!("第{n}行", "line {n}")`.
///
/// What reads differently in either language is named after a semicolon, and is [`Spoken`]:
/// `say!("不能读取：{why}", "cannot be read: {why}"; why)`.
#[macro_export]
macro_rules! say {
    ($zh:literal, $en:literal $(, $arg:expr)* $(,)?) => {
        $crate::language::Text::new(format!($zh $(, $arg)*), format!($en $(, $arg)*)).worded($zh)
    };
    ($zh:literal, $en:literal $(, $arg:expr)*; $($part:ident),+ $(,)?) => {
        $crate::language::Text::new(
            {
                $(let $part = $crate::language::Spoken::zh(&$part);)+
                format!($zh $(, $arg)*)
            },
            {
                $(let $part = $crate::language::Spoken::en(&$part);)+
                format!($en $(, $arg)*)
            },
        )
        .worded_of($zh, || {
            $(let $part = $crate::language::told(&$part);)+
            format!($zh $(, $arg)*)
        })
    };
}

pub(crate) use say;

/// Part of a sentence, with words of its own in each language.
///
/// ```
/// use std::fmt::Display;
/// use yize_core::language::{Spoken, count};
/// use yize_core::{Lang, say};
///
/// struct Days(u32);
///
/// impl Spoken for Days {
///     fn zh(&self) -> impl Display {
///         format!("{}天", self.0)
///     }
///     fn en(&self) -> impl Display {
///         count(self.0, "day", "days")
///     }
/// }
///
/// let days = Days(1);
/// let left = say!("还剩{days}", "{days} left"; days);
/// assert_eq!((left.get(Lang::Zh), left.get(Lang::En)), ("还剩1天", "1 day left"));
/// ```
pub trait Spoken {
    /// Its Chinese.
    fn zh(&self) -> impl fmt::Display;
    /// Its English.
    fn en(&self) -> impl fmt::Display;
    /// What it speaks of, where its words are not what counts.
    fn told(&self) -> Option<String> {
        None
    }
}

impl Spoken for Text {
    fn zh(&self) -> impl fmt::Display {
        self.get(Lang::Zh)
    }

    fn en(&self) -> impl fmt::Display {
        self.get(Lang::En)
    }

    fn told(&self) -> Option<String> {
        self.spoken_of()
    }
}

/// What is said in Chinese, and in English.
impl<Z: fmt::Display, E: fmt::Display> Spoken for (Z, E) {
    fn zh(&self) -> impl fmt::Display {
        &self.0
    }

    fn en(&self) -> impl fmt::Display {
        &self.1
    }
}

impl<S: Spoken> Spoken for &S {
    fn zh(&self) -> impl fmt::Display {
        S::zh(self)
    }

    fn en(&self) -> impl fmt::Display {
        S::en(self)
    }

    fn told(&self) -> Option<String> {
        S::told(self)
    }
}

/// The question after a word that is not known: `您是不是想写“x”？`.
#[must_use]
pub fn did_you_mean(near: &str) -> Text {
    ask(near, '`')
}

/// The same in the checker of scripts, which quotes words as scripts do.
#[must_use]
pub(crate) fn did_you_mean_quoted(near: &str) -> Text {
    ask(near, '"')
}

fn ask(near: &str, quote: char) -> Text {
    say!("您是不是想写“{near}”？", "did you mean {quote}{near}{quote}?")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_holds_others_each_in_its_language() {
        let why = say!("没有权限", "permission denied");
        let (name, what) = ("a.toml", ("文件", "file"));
        let text = say!("{what}{name}：{why}（{}）", "{what} {name}: {why} ({})", 7; why, what);
        assert_eq!(text, Text::new("文件a.toml：没有权限（7）", "file a.toml: permission denied (7)"));
        // Words of a pack may be there in one language only.
        let same = Text::same("提案");
        assert_eq!(say!("交{same}", "file a {same}"; same), Text::new("交提案", "file a 提案"));
        let reference = &same;
        assert_eq!(say!("{reference}", "{reference}"; reference), Text::new("提案", "提案"));
    }

    #[test]
    fn a_question_follows_a_sentence_or_stands_alone() {
        let question = did_you_mean("plan");
        let asked = say!("没有“plna”", "no `plna`").and_ask(Some(question.clone()));
        assert_eq!(asked, Text::new("没有“plna”，您是不是想写“plan”？", "no `plna`; did you mean `plan`?"));
        assert_eq!(Text::same("x").and_ask(None), Text::same("x"));
        assert_eq!(question.capitalized().get(Lang::En), "Did you mean `plan`?");
    }
}
