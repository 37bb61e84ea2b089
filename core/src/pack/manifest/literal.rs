//! Values of parameters.

use jiff::civil::Date;
use rust_decimal::Decimal;
use toml::de::DeValue;

use crate::document::{self, Reader, Value};
use crate::language::{Text, say};

/// A value written in a pack's settings.
///
/// ```
/// use yize_core::pack::Literal;
///
/// # let outcome = yize_core::example::scored();
/// let body = outcome.bodies().next().expect("a body");
/// assert_eq!(body.parameter(0, "deeds", 2026), Some(&Literal::Integer(1)));
/// assert_eq!(body.parameter(0, "sessions", 2026), Some(&Literal::Table(vec![("plenary".to_owned(), Literal::Integer(1))])));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// true or false.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction.
    Decimal(Decimal),
    /// A text.
    String(String),
    /// A calendar day.
    Date(Date),
    /// Values.
    List(Vec<Literal>),
    /// Named values, in the order written.
    Table(Vec<(String, Literal)>),
}

/// A value of a parameter.
pub(crate) fn literal(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<Literal> {
    Some(match value.get_ref() {
        DeValue::Boolean(b) => Literal::Bool(*b),
        DeValue::String(s) => Literal::String(s.to_string()),
        DeValue::Array(items) => Literal::List(items.iter().filter_map(|v| literal(reader, v)).collect()),
        DeValue::Table(table) => Literal::Table(
            table.iter().filter_map(|(k, v)| Some((k.get_ref().to_string(), literal(reader, v)?))).collect(),
        ),
        other => {
            let read = document::as_integer(other)
                .map(Literal::Integer)
                .or_else(|| document::as_decimal(other).map(Literal::Decimal))
                .or_else(|| document::as_date(other).map(Literal::Date));
            if read.is_none() {
                let have = document::type_name(other);
                let message = say!("参数的值不能是{have}", "a parameter cannot be {have}"; have);
                let help = say!(
                    "可以是数、文字、true 或 false、日期、列表或表",
                    "it may be a number, a text, true or false, a date, a list or a table"
                );
                reader.wrong(value.span(), message).help = Some(help);
            }
            return read;
        }
    })
}

impl Literal {
    /// What people call its type.
    #[must_use]
    pub(crate) fn type_name(&self) -> (&'static str, &'static str) {
        match self {
            Self::Bool(_) => ("是非值", "true or false"),
            Self::Integer(_) => ("整数", "a whole number"),
            Self::Decimal(_) => ("小数", "a number"),
            Self::String(_) => ("文字", "a text"),
            Self::Date(_) => ("日期", "a date"),
            Self::List(_) => ("列表", "a list"),
            Self::Table(_) => ("表", "a table"),
        }
    }

    /// Whether a value may stand for another: it is of the same type, and numbers are one type.
    #[must_use]
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        let number = |literal: &Self| matches!(literal, Self::Integer(_) | Self::Decimal(_));
        std::mem::discriminant(self) == std::mem::discriminant(other) || (number(self) && number(other))
    }

    /// What is said of a value for the parameter of that name that is not like the one it stands for, and what to do about it.
    #[must_use]
    pub(crate) fn unlike(&self, like: &Self, name: &str) -> (Text, Text) {
        let (was, is) = (like.type_name(), self.type_name());
        let message = say!(
            "参数“{name}”的值应当是{was}，写的是{is}",
            "the value of the parameter `{name}` is {was}, here it is {is}";
            was,
            is
        );
        (message, self.meant_as(like))
    }

    /// How a value is written that was meant to be like another.
    #[must_use]
    fn meant_as(&self, like: &Self) -> Text {
        let text = if let Self::String(text) = self { text } else { "" };
        let plain = match like {
            Self::Bool(_) => text.parse::<bool>().is_ok(),
            Self::Integer(_) | Self::Decimal(_) => text.parse::<Decimal>().is_ok(),
            Self::Date(_) => text.parse::<Date>().is_ok(),
            _ => false,
        };
        if plain {
            return say!("去掉引号：{text}", "without quotes: {text}");
        }
        say!("照原来的值写，原来是 {like}", "write it as the value was: {like}")
    }
}

impl std::fmt::Display for Literal {
    /// As TOML.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Bool(b) => write!(f, "{b}"),
            Self::Integer(n) => write!(f, "{n}"),
            Self::Decimal(d) => write!(f, "{d}"),
            Self::String(s) => write!(f, "{s:?}"),
            Self::Date(d) => write!(f, "{d}"),
            Self::List(items) => {
                let items: Vec<String> = items.iter().map(ToString::to_string).collect();
                write!(f, "[{}]", items.join(", "))
            }
            Self::Table(items) => {
                let items: Vec<String> = items.iter().map(|(k, v)| format!("{k} = {v}")).collect();
                write!(f, "{{ {} }}", items.join(", "))
            }
        }
    }
}
