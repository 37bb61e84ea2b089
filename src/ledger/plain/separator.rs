//! What parts the columns of a table.

/// Signs that part columns, the usual one first.
const SIGNS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// Records that are looked at.
const LOOKED_AT: usize = 100;

/// The separator of a table, and the table without a line that only names it, which Excel hides.
pub(super) fn of(text: &str, tabs: bool) -> (u8, &str) {
    let (first, rest) = text.split_at(text.find('\n').map_or(text.len(), |at| at + 1));
    if let Some(sign) = first.trim_end_matches(['\r', '\n']).strip_prefix("sep=")
        && let [sign] = sign.as_bytes()
        && !matches!(sign, b'"' | b'\r' | b'\n')
        && sign.is_ascii()
    {
        return (*sign, rest);
    }
    let usual = if tabs { b'\t' } else { SIGNS[0] };
    let mut best = (usual, support(text, usual));
    for sign in SIGNS {
        let found = support(text, sign);
        if found > best.1 {
            best = (sign, found);
        }
    }
    (best.0, text)
}

/// How many of the first records have as many fields as most of them, and how many fields that is. A record of one field says
/// nothing: it may be a title.
fn support(text: &str, separator: u8) -> (usize, usize) {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(text.as_bytes());
    let mut widths: Vec<usize> = Vec::new();
    let mut record = csv::ByteRecord::new();
    while widths.len() < LOOKED_AT && reader.read_byte_record(&mut record).unwrap_or(false) {
        widths.push(record.len());
    }
    let mut best = (0, 0);
    for width in widths.iter().filter(|width| **width > 1) {
        best = best.max((widths.iter().filter(|other| *other == width).count(), *width));
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_parted_by_what_parts_most_rows() {
        for (text, separator) in [
            ("名单\n姓名,界别\n委员甲,经济\n", b','),
            ("姓名;界别\n委员甲;经济、教育\n", b';'),
            ("姓名\t界别\n委员甲\t经济,教育\n", b'\t'),
            ("姓名,特长\n委员甲,a;b\n委员乙,c;d\n", b','),
            ("姓名\n委员甲\n", b','),
            ("姓名;分\n甲;1,5\n乙;2\n", b';'),
            ("", b','),
        ] {
            assert_eq!(of(text, false), (separator, text), "{text}");
        }
        assert_eq!(of("sep=;\r\na;b\n", false), (b';', "a;b\n"));
        assert_eq!(of("a\nb\n", true), (b'\t', "a\nb\n"));
    }
}
