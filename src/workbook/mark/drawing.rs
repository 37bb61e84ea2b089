//! The shapes in which notes are shown: Excel wants one for each, hidden until the cell is pointed at.

use std::fmt::Write as _;

use crate::workbook::Made;
use crate::workbook::package::damaged;

/// The namespaces of a shape, which stand with each, whatever the file calls them.
const SPACES: &str = "xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" \
    xmlns:x=\"urn:schemas-microsoft-com:office:excel\"";
/// The sort of shape of which notes are.
const SORT: &str = "<v:shapetype xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" \
    id=\"_x0000_t202\" coordsize=\"21600,21600\" o:spt=\"202\" path=\"m,l,21600r21600,l21600,xe\"><v:stroke joinstyle=\"miter\"/>\
    <v:path gradientshapeok=\"t\" o:connecttype=\"rect\"/></v:shapetype>";
/// What the id of a shape begins with.
const ID: &str = "_x0000_s";
/// The least number of a shape.
const FIRST: usize = 1025;

/// The shapes of a sheet, with those of new notes. What is there may be no sound XML, and is not looked at more than needed.
pub(super) fn drawn(before: Option<&str>, cells: &[(u32, u32)]) -> Made<String> {
    let fresh = || {
        format!(
            "<xml {SPACES}><o:shapelayout v:ext=\"edit\"><o:idmap v:ext=\"edit\" data=\"1\"/></o:shapelayout></xml>"
        )
    };
    let text = before.map_or_else(fresh, str::to_owned);
    let end = text.rfind("</xml>").ok_or_else(damaged)?;
    let mut more = String::new();
    if !text.contains("id=\"_x0000_t202\"") {
        more.push_str(SORT);
    }
    let numbers = text.match_indices(ID).filter_map(|(at, _)| {
        let rest = &text[at + ID.len()..];
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        rest[..digits].parse::<usize>().ok()
    });
    let next = numbers.max().map_or(FIRST, |last| last + 1);
    for ((row, column), number) in cells.iter().zip(next..) {
        let (left, right, bottom) = (column + 1, column + 5, row + 7);
        // Writing to a string does not fail.
        let _ = write!(
            more,
            "<v:shape {SPACES} id=\"{ID}{number}\" type=\"#_x0000_t202\" style=\"position:absolute;margin-left:80pt;\
             margin-top:2pt;width:260pt;height:110pt;z-index:{number};visibility:hidden\" fillcolor=\"#ffffe1\" \
             o:insetmode=\"auto\"><v:fill color2=\"#ffffe1\"/><v:shadow on=\"t\" color=\"black\" obscured=\"t\"/>\
             <v:path o:connecttype=\"none\"/><v:textbox style=\"mso-direction-alt:auto\"><div style=\"text-align:left\"></div>\
             </v:textbox><x:ClientData ObjectType=\"Note\"><x:MoveWithCells/><x:SizeWithCells/>\
             <x:Anchor>{left}, 15, {row}, 2, {right}, 15, {bottom}, 1</x:Anchor><x:AutoFill>False</x:AutoFill>\
             <x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
        );
    }
    Ok(format!("{}{more}{}", &text[..end], &text[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_come_after_those_that_are_there_with_numbers_of_their_own() {
        let before = "<xml><v:shapetype id=\"_x0000_t202\"/><v:shape id=\"_x0000_s2049\"><br></v:shape></xml>";
        let text = drawn(Some(before), &[(3, 2), (4, 2)]).expect("shapes");
        assert!(text.starts_with(&before[..before.len() - 6]) && text.ends_with("</v:shape></xml>"), "{text}");
        assert!(text.contains("_x0000_s2050\"") && text.contains("_x0000_s2051\"") && !text.contains(SORT), "{text}");
        assert!(text.contains("<x:Row>3</x:Row><x:Column>2</x:Column>"), "{text}");
        let text = drawn(None, &[(0, 0)]).expect("shapes");
        assert!(text.contains(SORT) && text.contains("_x0000_s1025\""), "{text}");
        assert!(drawn(Some("none"), &[]).is_err());
    }
}
