//! How a text is encoded: UTF-8, UTF-16, or GBK with its extension GB 18030. What does not fit is refused with its line, never
//! replaced.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{DecoderResult, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};
use yize_core::sheet::Refusal;
use yize_core::{Text, say};

/// Bytes beyond ASCII from which on the encoding of a text is guessed from nothing but them.
const FEW: usize = 24;

/// The text, and how it was encoded where that is not plain UTF-8.
pub(super) fn decoded(bytes: &[u8]) -> Result<(Cow<'_, str>, Option<Text>), Refusal> {
    let read_as = |name: &str| Some(say!("按 {name} 编码读取", "read as {name}"));
    let why = |(_, refusal)| refusal;
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        let said = if encoding == UTF_8 {
            Some(say!("按带 BOM 的 UTF-8 编码读取", "read as UTF-8 with a BOM"))
        } else {
            read_as(encoding.name())
        };
        return Ok((strict(&bytes[length..], encoding).map_err(why)?, said));
    }
    if bytes.contains(&0) {
        let encoding = sixteen(bytes);
        let text = strict(bytes, encoding).map_err(why)?;
        // Any bytes can be taken in twos; those of a table have no signs that nobody can type.
        let odd = |sign: char| sign.is_control() && !matches!(sign, '\t' | '\n' | '\r');
        return if text.contains(odd) { Err(Refusal::Damaged) } else { Ok((text, read_as(encoding.name()))) };
    }
    let Err(error) = std::str::from_utf8(bytes) else { return Ok((strict(bytes, UTF_8).map_err(why)?, None)) };
    if nearly_utf8(bytes) {
        return Err(malformed(bytes, error.valid_up_to(), UTF_8));
    }
    // Damage would make the guess fall on whatever allows it: only what stands before it is looked at.
    let whole = strict(bytes, GB18030);
    let guess = guess(&bytes[..whole.as_ref().err().map_or(bytes.len(), |(fine, _)| *fine)]);
    if guess != GBK && guess != GB18030 {
        let name = guess.name();
        return Err(Refusal::Other(say!(
            "它的编码既不是 UTF-8、UTF-16，也不像 GBK（像 {name}）",
            "it is encoded neither as UTF-8 or UTF-16 nor, it seems, as GBK (but as {name})"
        )));
    }
    let name = if four_bytes(bytes) { "GB 18030" } else { "GBK" };
    Ok((whole.map_err(why)?, read_as(name)))
}

/// The encoding of bytes that are no UTF-8.
fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    // A few signs tell little; in this country they are Chinese, and it is said that they were taken for it.
    let few = bytes.iter().filter(|byte| !byte.is_ascii()).count() < FEW;
    detector.guess(few.then_some(&b"cn"[..]), Utf8Detection::Deny)
}

/// Which half of each unit is mostly zero: that of signs and digits, which every table has.
fn sixteen(bytes: &[u8]) -> &'static Encoding {
    let zeros = |half: usize| bytes.iter().skip(half).step_by(2).filter(|byte| **byte == 0).count();
    if zeros(0) > zeros(1) { UTF_16BE } else { UTF_16LE }
}

/// Whether most of what is not ASCII fits UTF-8: what does not is damage, no other encoding.
fn nearly_utf8(bytes: &[u8]) -> bool {
    let (mut fit, mut unfit) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        fit += chunk.valid().chars().filter(|sign| !sign.is_ascii()).count();
        unfit += usize::from(!chunk.invalid().is_empty());
    }
    fit > 4 * unfit
}

/// Whether some sign takes four bytes, as only GB 18030 has them.
fn four_bytes(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    loop {
        rest = match rest {
            [0x81..=0xfe, b'0'..=b'9', ..] => return true,
            [0x81..=0xfe, _, rest @ ..] | [_, rest @ ..] => rest,
            [] => return false,
        };
    }
}

/// The text of bytes, or how many of them are fine and why the rest is refused.
fn strict<'b>(bytes: &'b [u8], encoding: &'static Encoding) -> Result<Cow<'b, str>, (usize, Refusal)> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
    text.ok_or_else(|| {
        let mut decoder = encoding.new_decoder_without_bom_handling();
        let room = decoder.max_utf8_buffer_length_without_replacement(bytes.len()).unwrap_or(0);
        let mut text = String::with_capacity(room);
        match decoder.decode_to_string_without_replacement(bytes, &mut text, true) {
            (DecoderResult::Malformed(length, behind), read) => {
                let fine = read.saturating_sub(usize::from(length) + usize::from(behind));
                (fine, malformed(text.as_bytes(), text.len(), encoding))
            }
            (_, read) => (read, Refusal::Damaged),
        }
    })
}

/// That something stands behind so many bytes that is no text.
fn malformed(bytes: &[u8], fine: usize, encoding: &'static Encoding) -> Refusal {
    let line = 1 + bytes[..fine].split(|byte| *byte == b'\n').skip(1).count();
    let name = encoding.name();
    Refusal::Other(say!(
        "第 {line} 行有不合 {name} 编码的字节，文件可能已损坏",
        "line {line} has bytes that {name} does not allow; the file may be damaged"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_texts_are_told_apart() {
        for text in ["姓名", "姓名,界别", "编号,姓名\n1,委员甲\n", "是,否\n", "保定市政协"] {
            let (bytes, ..) = GBK.encode(text);
            let (read, said) = decoded(&bytes).unwrap_or_else(|refusal| panic!("{text}: {refusal:?}"));
            assert_eq!(read, text);
            assert!(said.is_some());
            let wide: Vec<u8> = format!("{text}\n").encode_utf16().flat_map(u16::to_be_bytes).collect();
            assert_eq!(decoded(&wide).expect("read").0, format!("{text}\n"));
        }
        // Of Taiwan, and of Western Windows.
        let (big5, ..) = encoding_rs::BIG5.encode("名單,委員會、衛生界、教育界、經濟界的委員都在這裡");
        assert!(matches!(decoded(&big5), Err(Refusal::Other(_))));
        let western = b"nom,pr\xe9nom\nH\xe9l\xe8ne,\xc9mile\n".repeat(20);
        assert!(matches!(decoded(&western), Err(Refusal::Other(_))));
    }
}
