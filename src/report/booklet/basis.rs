//! What a rule rests on: which document, and which article of it, so that rules can be put in their order.

/// A basis, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Basis {
    /// The document.
    pub document: String,
    /// What of it: an article, or the words that are quoted; nothing where the basis names the document alone.
    pub article: String,
    /// The numbers of the article: of its chapter, article, paragraph and so on.
    pub order: Vec<u32>,
}

/// The most letters that the name of a document takes before a colon: what is longer is a sentence.
const NAME: usize = 40;

impl Basis {
    /// Of what is written.
    pub(super) fn of(text: &str) -> Self {
        let text = text.trim();
        let (document, article) = parted(text).unwrap_or((text, ""));
        let article = article.trim_matches(|c: char| c.is_whitespace() || "：:，,".contains(c));
        Self { document: document.trim().to_owned(), article: article.to_owned(), order: numbers(article) }
    }
}

/// The document and the rest.
fn parted(text: &str) -> Option<(&str, &str)> {
    if let Some(end) = text.starts_with('《').then(|| text.find('》')).flatten() {
        return Some(text.split_at(end + '》'.len_utf8()));
    }
    if let Some((document, rest)) =
        text.split_once(['：', ':']).filter(|(document, _)| document.chars().count() <= NAME)
    {
        return Some((document, rest));
    }
    if let Some(at) = text.match_indices('第').map(|(at, _)| at).find(|at| *at > 0 && numbered(&text[*at..]).is_some())
    {
        return Some(text.split_at(at));
    }
    // Documents of general rules name what of them in brackets.
    let (document, inside) = text.strip_suffix('）')?.split_once('（')?;
    (!document.is_empty() && !inside.contains('（')).then_some((document, inside))
}

/// What divides documents.
const UNITS: [char; 10] = ['编', '章', '节', '条', '款', '项', '目', '点', '部', '篇'];

/// The number of `第…条` at the beginning of a text.
fn numbered(text: &str) -> Option<u32> {
    let rest = text.strip_prefix('第')?;
    let end = rest.find(|c: char| !is_digit(c))?;
    rest[end..].starts_with(UNITS).then(|| number(&rest[..end])).flatten()
}

/// The numbers of an article, in the order in which they stand: `第三章第十二条（二）` is 3, 12, 2.
fn numbers(article: &str) -> Vec<u32> {
    let mut all = Vec::new();
    for (at, c) in article.char_indices() {
        match c {
            '第' => all.extend(numbered(&article[at..])),
            '（' | '(' => {
                let inside = article[at + c.len_utf8()..].split(['）', ')']).next().unwrap_or_default();
                all.extend(number(inside).filter(|_| !all.is_empty()));
            }
            _ => {}
        }
    }
    all
}

/// The signs of Chinese numbers by their value.
const DIGITS: &str = "零一二三四五六七八九";

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || DIGITS.contains(c) || "〇两十百千".contains(c)
}

/// A number in Arabic or Chinese digits.
fn number(text: &str) -> Option<u32> {
    if text.is_empty() || !text.chars().all(is_digit) {
        return None;
    }
    if let Ok(number) = text.parse() {
        return Some(number);
    }
    let (mut sum, mut digit) = (0_u32, None);
    for c in text.chars() {
        let unit = match c {
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            '两' => {
                digit = Some(2);
                continue;
            }
            '〇' => {
                digit = Some(0);
                continue;
            }
            c => {
                digit = Some(u32::try_from(DIGITS.chars().position(|own| own == c)?).ok()?);
                continue;
            }
        };
        sum = sum.checked_add(digit.take().filter(|digit| *digit > 0).unwrap_or(1) * unit)?;
    }
    sum.checked_add(digit.unwrap_or(0))
}

/// A number below a hundred as headings of official documents have it; in Arabic digits beyond.
pub(super) fn chinese(n: usize) -> String {
    let digit = |n: usize| DIGITS.chars().nth(n).map(String::from).unwrap_or_default();
    match (n / 10, n % 10) {
        (0, ones) => digit(ones),
        (1, 0) => "十".to_owned(),
        (1, ones) => format!("十{}", digit(ones)),
        (tens @ 2..10, 0) => format!("{}十", digit(tens)),
        (tens @ 2..10, ones) => format!("{}十{}", digit(tens), digit(ones)),
        _ => n.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_basis_is_a_document_and_an_article_of_it() {
        for (text, document, article, order) in [
            ("《考核办法》第三章第十二条（二）", "《考核办法》", "第三章第十二条（二）", &[3, 12, 2][..]),
            ("本市实施办法第三条", "本市实施办法", "第三条", &[3]),
            ("本市实施办法第120条第2款", "本市实施办法", "第120条第2款", &[120, 2]),
            ("保定市政协：每年召开1次全会", "保定市政协", "每年召开1次全会", &[]),
            ("履职台账通用要求（不重复登记）", "履职台账通用要求", "不重复登记", &[]),
            ("关于部分节假日安排的通知", "关于部分节假日安排的通知", "", &[]),
            ("第一批试点方案", "第一批试点方案", "", &[]),
            ("", "", "", &[]),
        ] {
            let basis = Basis::of(text);
            assert_eq!((basis.document.as_str(), basis.article.as_str(), &basis.order[..]), (document, article, order));
        }
    }

    #[test]
    fn numbers_are_read_and_written_in_chinese() {
        for (text, n) in
            [("三", 3), ("十", 10), ("十二", 12), ("二十", 20), ("一百零五", 105), ("两百一十", 210), ("42", 42)]
        {
            assert_eq!(number(text), Some(n), "{text}");
        }
        assert_eq!([3, 10, 11, 20, 35, 120].map(chinese), ["三", "十", "十一", "二十", "三十五", "120"]);
        assert_eq!((number("甲"), number("")), (None, None));
    }
}
