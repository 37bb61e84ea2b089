//! Bases that name no document.

use super::found::Found;
use super::subject::Subject;
use crate::host::lints::NO_DOCUMENT;
use crate::language::say;

pub(super) fn look(subject: &Subject<'_>, found: &mut Found<'_>) {
    let help = || {
        say!(
            "写明文件名称或文号，如《某某办法》第三条；没有文件的，写“某单位：原话”",
            "name the document, its number or article; where there is none, quote: `who: words`"
        )
    };
    for own in subject.own_rules().filter(|own| !names_one(own.basis)) {
        let (name, basis) = (&own.name, own.basis.trim());
        let message =
            say!("“{name}”的依据“{basis}”没有写出文件", "the basis of `{name}`, `{basis}`, names no document");
        found.tell(&NO_DOCUMENT, own.basis_at, message, help());
    }
    for (name, parameter) in &subject.pack.manifest.parameters {
        for (basis, place) in
            parameter.values().iter().filter_map(|own| Some((own.basis.as_deref()?.trim(), own.place)))
        {
            if !names_one(basis) {
                let message = say!(
                    "参数“{name}”的依据“{basis}”没有写出文件",
                    "the basis of the parameter `{name}`, `{basis}`, names no document"
                );
                found.tell(&NO_DOCUMENT, place, message, help());
            }
        }
    }
}

/// What documents are called.
const WORDS: [&str; 31] = [
    "办法", "规定", "规则", "条例", "细则", "章程", "通知", "意见", "方案", "计划", "制度", "准则", "标准", "要求",
    "安排", "决定", "决议", "纪要", "批复", "函", "公告", "通告", "报告", "要点", "规程", "规范", "宪法", "法", "协议",
    "手册", "清单",
];
/// What stands before such a word where no document is named.
const VAGUE: [&str; 18] = [
    "", "有关", "相关", "上级", "领导", "工作", "一般", "通常", "各项", "本地", "内部", "单位", "组织", "部门", "国家",
    "现行", "上述", "其他",
];
/// The same in English.
const ENGLISH: [&str; 26] = [
    "act",
    "agreement",
    "article",
    "by-laws",
    "bylaws",
    "charter",
    "code",
    "constitution",
    "decision",
    "guidelines",
    "handbook",
    "law",
    "manual",
    "measures",
    "minutes",
    "no.",
    "notice",
    "order",
    "plan",
    "policy",
    "regulation",
    "regulations",
    "resolution",
    "rule",
    "rules",
    "statute",
];

/// Whether a basis names a document: by title, number, article, or a word for one; or quotes who said what.
pub(super) fn names_one(basis: &str) -> bool {
    let basis = basis.trim();
    let between = |open: char, close: char| {
        let inner = basis.split_once(open).and_then(|(_, rest)| rest.split_once(close));
        inner.is_some_and(|(inner, _)| !inner.trim().is_empty())
    };
    let digit = |c: char| c.is_ascii_digit() || "一二三四五六七八九十百".contains(c);
    let numbered = |word: char| basis.match_indices(word).any(|(at, _)| basis[..at].ends_with(digit));
    if between('《', '》') || (basis.contains('第') && numbered('条')) || numbered('号') || basis.contains('§') {
        return true;
    }
    // Who, and the words.
    if let Some((who, words)) = basis.split_once(['：', ':'])
        && who.trim().chars().count() > 1
        && words.trim().chars().count() > 1
    {
        return true;
    }
    // What stands in brackets says which part.
    let head = basis.split(['（', '(']).next().unwrap_or_default().trim();
    let named =
        |word: &&str| head.strip_suffix(*word).is_some_and(|before| before.chars().count() > 1 && !is_vague(before));
    if WORDS.iter().any(named) {
        return true;
    }
    let words: Vec<String> = head.to_lowercase().split([' ', ',', ';']).map(str::to_owned).collect();
    words.len() > 1 && words.iter().any(|word| ENGLISH.contains(&word.as_str()))
}

/// Whether words before that for a document tell of none in particular.
fn is_vague(before: &str) -> bool {
    let mut rest = before.trim_start_matches(['按', '据', '依']);
    // Several of them name none either.
    while let Some(shorter) = VAGUE.iter().filter(|word| !word.is_empty()).find_map(|word| rest.strip_prefix(*word)) {
        rest = shorter.trim_start_matches('的');
    }
    rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::names_one;

    #[test]
    fn a_document_is_named_or_not() {
        for basis in [
            "《政协章程》第三条",
            "冀政协办〔2022〕3号",
            "某市政协委员履职工作办法（试行）",
            "履职台账通用要求（不重复登记）",
            "国务院办公厅关于部分节假日安排的通知",
            "某市政协：每月走访一次",
            "年度协商计划",
            "the members' rules of procedure",
            "Charter, § 3",
        ] {
            assert!(names_one(basis), "{basis}");
        }
        for basis in [
            "",
            "  ",
            "探",
            "有关规定",
            "上级有关要求",
            "按相关的规定",
            "工作需要",
            "《》",
            "规定",
            "as required",
            "rules",
        ] {
            assert!(!names_one(basis), "{basis}");
        }
    }
}
