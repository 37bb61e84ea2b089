//! What the parser misses: a sign that belongs behind the last word, or a word written for it.

use rhai::Token as Kind;

use super::spot::Spot;
use super::words;
use crate::language::say;
use crate::script::slips::Slip;
use crate::source::Span;

/// A sign is missing; Rhai says what for.
pub(super) fn missing(sign: &str, why: &str, spot: &Spot<'_>) -> Slip {
    let other =
        foreign(spot).or_else(|| quotes(spot)).or_else(|| mistaken(sign, spot)).or_else(|| word(sign, why, spot));
    other.unwrap_or_else(|| plain(sign, why, spot))
}

/// Another sign stands in its place.
fn mistaken(sign: &str, spot: &Spot<'_>) -> Option<Slip> {
    let here = spot.here();
    Some(match (sign, spot.written()) {
        (":", "=") => Slip::mistaken(here, "=", ":"),
        ("=>", written @ (":" | "->" | "=")) => Slip::mistaken(here, written, "=>"),
        ("in", written @ (":" | "=" | "of")) => Slip::mistaken(here, written, "in"),
        (",", ";") => Slip::mistaken(here, ";", ","),
        (";", ",") => Slip::mistaken(here, ",", ";"),
        (";" | "," | ")" | "]", "=") => Slip::mistaken(here, "=", "=="),
        (";" | "," | ")" | "]", written @ ("=>" | ":" | "::")) => stray(written, spot),
        (";", "." | "[") if spot.declares() => {
            let message = say!("let 和 const 后面只能是一个名称", "only a name may follow let or const");
            Slip::new(here, message).help(say!("要改变量的一项，不写 let", "to change part of a variable write no let"))
        }
        _ => return None,
    })
}

/// What is missing is more than a sign.
fn word(sign: &str, why: &str, spot: &Spot<'_>) -> Option<Slip> {
    let behind = spot.behind();
    Some(match sign {
        "}" if why.contains("object map") => entry(spot),
        ")" | "|" if why.contains("parameters list") => spot.name(),
        ")" | "]" if why.starts_with("for a matching") => operator(spot),
        "while" => Slip::new(behind, say!("do {{ … }} 后面缺少 while", "`while` is missing behind do {{ … }}"))
            .help(say!("写成 do {{ … }} while 条件;", "write do {{ … }} while condition;")),
        "catch" => Slip::new(behind, say!("try {{ … }} 后面缺少 catch", "`catch` is missing behind try {{ … }}"))
            .help(say!("规则里不能用 try，先用 has 或 get 判断", "rules may not use try: ask with has or get before")),
        "(" => Slip::new(behind, say!("函数名称后面缺少括号", "a function's name wants its brackets"))
            .help(say!("写成 名称(…)", "write name(…)")),
        "fn" => Slip::new(behind, say!("private 后面缺少 fn", "`fn` is missing behind `private`"))
            .help(say!("函数写成 fn 名称(…) {{ … }}", "a function is written fn name(…) {{ … }}")),
        _ => return None,
    })
}

/// The sign alone.
fn plain(sign: &str, why: &str, spot: &Spot<'_>) -> Slip {
    let words = |wanted: &str| why.contains(wanted);
    let slip = spot.missing(static_sign(sign));
    match sign {
        "{" if words("switch") => slip.help(say!(
            "写成 switch 值 {{ 值 => 结果, _ => 结果 }}",
            "write switch value {{ value => result, _ => result }}"
        )),
        "{" => slip.help(say!(
            "if、else、for、while 后面的语句要写在 {{ 和 }} 之间",
            "what follows if, else, for or while stands between {{ and }}"
        )),
        ";" => slip.help(say!("每条语句末尾写“;”，在这里补上", "a statement ends in `;`: write it here")),
        "," if words("arguments") => {
            slip.help(say!("参数之间写“,”，在这里补上", "arguments are separated by `,`: write it here"))
        }
        "," if words("parameters") => {
            slip.help(say!("参数名称之间写“,”，在这里补上", "parameters are separated by `,`: write it here"))
        }
        "," if words("switch") => {
            slip.help(say!("switch 的各项之间写“,”，在这里补上", "cases are separated by `,`: write it here"))
        }
        "," => slip.help(say!("各项之间写“,”，在这里补上", "what is listed is separated by `,`: write it here")),
        ":" => {
            slip.help(say!("键与值之间写“:”，如 title: \"…\"", "`:` stands between key and value, as in title: \"…\""))
        }
        "=>" => slip.help(say!("switch 的每一项写成 值 => 结果", "a case is written value => result")),
        "in" => slip.help(say!("写成 for 名称 in 列表 {{ … }}", "write for name in list {{ … }}")),
        "|" => slip.help(say!("函数的参数写在两条竖线之间：|x| …", "parameters stand between two bars: |x| …")),
        _ => slip,
    }
}

/// A word of another language, right here or right before.
fn foreign(spot: &Spot<'_>) -> Option<Slip> {
    for number in [Some(spot.number()), spot.number().checked_sub(1)].into_iter().flatten() {
        let Some(token) = spot.item.tokens.get(number) else { continue };
        if !matches!(token.kind, Kind::Identifier(_) | Kind::Reserved(_)) {
            continue;
        }
        let word = &spot.text[token.span.range()];
        if let Some(twin) = words::twin(word) {
            return Some(
                Slip::new(token.span, say!("没有“{word}”这个词", "there is no word `{word}`"))
                    .help(say!("写成“{twin}”", "write `{twin}`"))
                    .mend(token.span, twin),
            );
        }
    }
    None
}

/// Something else than `,` or `}` behind an entry of a table, or than a key in its place.
fn entry(spot: &Spot<'_>) -> Slip {
    if matches!(spot.before().map(|token| &token.kind), Some(Kind::MapStart)) {
        return Slip::new(spot.here(), say!("表里应当写 键: 值", "a table holds key: value"))
            .help(say!("写成 #{{ 键: 值, … }}", "write #{{ key: value, … }}"));
    }
    spot.missing(",")
        .help(say!("表的各项之间写“,”，在这里补上", "entries of a table are separated by `,`: write it here"))
}

/// A quote that was meant to stand in a text, and has ended it.
fn quotes(spot: &Spot<'_>) -> Option<Slip> {
    let (before, token) = (spot.before()?, spot.token()?);
    let touches = before.span.end == token.span.start;
    let text = matches!(before.kind, Kind::StringConstant(_)) && spot.written_before().ends_with('"');
    let goes_on = matches!(token.kind, Kind::Identifier(_) | Kind::Reserved(_) | Kind::IntegerConstant(_));
    if !touches || !text || !goes_on {
        return None;
    }
    let (written, end) = (spot.written(), before.span.end);
    let message = say!(
        "文字在这个引号处结束了，后面又紧接着“{written}”",
        "the text ends at this quote, and `{written}` follows right behind"
    );
    let help = say!("文字里面的引号写成“ ”或 \\\"", "within a text a quote is written \\\"");
    Some(Slip::new(Span { start: end - 1, end }, message).help(help))
}

/// Two values side by side in brackets.
fn operator(spot: &Spot<'_>) -> Slip {
    let (before, written) = (spot.written_before(), spot.written());
    if written == "," {
        return Slip::new(spot.here(), say!("这个括号里只能有一个值", "only one value may stand in these brackets"))
            .help(say!("几个值写成列表：[a, b]", "several values are an array: [a, b]"));
    }
    let message =
        say!("“{before}”和“{written}”之间缺少运算符", "an operator is missing between `{before}` and `{written}`");
    Slip::new(spot.behind(), message)
        .help(say!("补上 +、==、&& 等", "write +, ==, && or the like"))
        .mend(spot.behind(), " +")
}

/// A sign that stands in tables and `switch` only.
fn stray(written: &str, spot: &Spot<'_>) -> Slip {
    let slip = Slip::new(spot.here(), say!("“{written}”不能写在这里", "`{written}` cannot stand here"));
    match written {
        "=>" => slip.help(say!("大于等于写“>=”；函数写 |x| …", "at least is `>=`, a function is |x| …")),
        ":" => slip.help(say!("键: 值 要写在 #{{ … }} 里", "key: value stands in #{{ … }}")),
        _ => slip.help(say!("“::”只能跟在引入的名称后面", "`::` follows the name of an import only")),
    }
}

/// The same sign, for good.
fn static_sign(sign: &str) -> &'static str {
    const SIGNS: [&str; 12] = [")", "]", "}", "{", "(", ",", ";", ":", "=>", "in", "|", "."];
    SIGNS.into_iter().find(|known| *known == sign).unwrap_or("?")
}
