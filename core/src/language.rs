//! The two languages of the product: a sentence is written once, in Chinese and English side by side.

/// A language that messages are shown in.
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
pub fn count<N: std::fmt::Display + PartialEq + From<u8>>(number: N, one: &str, many: &str) -> String {
    let word = if number == N::from(1) { one } else { many };
    format!("{number} {word}")
}

/// A sentence in both languages. What a pack says is kept as the pack wrote it, in either language.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text {
    zh: String,
    /// `None` when both languages read the same.
    en: Option<String>,
}

impl Text {
    /// A sentence of the host, in both languages. Usually written with [`say!`](crate::say).
    #[must_use]
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: Some(en.into()) }
    }

    /// A text that is shown the same in every language (a pack's own words, a name).
    #[must_use]
    pub fn same(text: impl Into<String>) -> Self {
        Self { zh: text.into(), en: None }
    }

    /// The Chinese, and the English where it differs.
    #[must_use]
    pub fn into_parts(self) -> (String, Option<String>) {
        (self.zh, self.en)
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
#[macro_export]
macro_rules! say {
    ($zh:literal, $en:literal $(, $arg:expr)* $(,)?) => {
        $crate::language::Text::new(format!($zh $(, $arg)*), format!($en $(, $arg)*))
    };
}
