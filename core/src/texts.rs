//! From paths and bytes to texts: names as reports show them, decoding, and what is said of what cannot be read.

use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use crate::bounds;
use crate::files::reason;
use crate::finding::Finding;
use crate::host::{self, HostRule};
use crate::language::{Text, say};
use crate::source::{Place, SourceId, Sources, Span};

/// A path with forward slashes, as reports show it.
///
/// ```
/// use yize_core::show_path;
/// assert_eq!(show_path("./data/plan.toml".as_ref()), "data/plan.toml");
/// ```
#[must_use]
pub fn show_path(path: &Path) -> String {
    let text = path.to_string_lossy();
    let text = if cfg!(windows) { text.replace('\\', "/") } else { text.into_owned() };
    let text = if text.len() > 1 { text.trim_end_matches('/') } else { &text };
    text.strip_prefix("./").filter(|t| !t.is_empty()).unwrap_or(text).to_owned()
}

/// Words one after another, as many as go into a sentence.
#[must_use]
pub(crate) fn listed<W: AsRef<str>>(words: impl Iterator<Item = W>, between: &str) -> String {
    let mut list = String::new();
    for word in words {
        if list.len() + word.as_ref().len() > bounds::LISTED && !list.is_empty() {
            list.push_str(between);
            list.push('…');
            break;
        }
        if !list.is_empty() {
            list.push_str(between);
        }
        list.push_str(word.as_ref());
    }
    list
}

/// A finding for a path that cannot be read.
#[must_use]
pub(crate) fn unreadable(name: &str, error: &io::Error) -> Finding {
    let finding = match error.kind() {
        io::ErrorKind::NotFound => host::NO_SUCH_PATH
            .finding(say!("没有“{name}”", "`{name}` does not exist"))
            .help(say!("请核对路径的写法", "check the spelling of the path")),
        io::ErrorKind::FileTooLarge => host::TOO_LARGE
            .finding(say!("“{name}”过大，没有读取", "`{name}` is too large and was not read"))
            .help(say!("按年度或专委会分成几个文件", "split it by year or committee")),
        _ => {
            let why = reason(error);
            host::UNREADABLE
                .finding(say!("“{name}”不能读取：{why}", "`{name}` cannot be read: {why}"; why))
                .help(say!("请核对文件的权限和内容", "check the file's permissions and contents"))
        }
    };
    finding.path(name)
}

/// A finding for a link that leads out of what was named.
#[must_use]
pub(crate) fn leads_out(path: &Path) -> Finding {
    let name = show_path(path);
    let message = say!(
        "“{name}”是通往项目之外的链接，没有读取",
        "`{name}` is a link that leads out of the project, and was not read"
    );
    let help = say!(
        "把文件放进项目；确实要读外面的，在 yize.toml 里写 follow = true",
        "put the file into the project; where the link is meant, write follow = true in yize.toml"
    );
    host::LINK.finding(message).path(name).help(help)
}

/// The text of a file, without its byte order mark.
pub(crate) struct Decoded {
    /// The text; replacement characters stand for what is not UTF-8.
    pub text: Arc<str>,
    /// Where it ceases to be UTF-8, and what it seems to be.
    pub wrong: Option<(usize, Text)>,
}

/// Makes a text of the bytes of a file.
#[must_use]
pub(crate) fn decode(bytes: &[u8]) -> Decoded {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if let Ok(text) = simdutf8::basic::from_utf8(bytes) {
        // One is taken off; TOML's parser would take off another.
        let twice = || say!("文件的开头有两个字节序标记（BOM）", "the file begins with two byte order marks");
        let wrong = text.starts_with('\u{feff}').then(|| (0, twice()));
        return Decoded { text: text.into(), wrong };
    }
    let at = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
    let utf16 = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    let message = if utf16 {
        say!("文件是 UTF-16 编码，不是 UTF-8", "the file is UTF-16, not UTF-8")
    } else {
        say!("从这里起不是 UTF-8 编码（可能是 GBK）", "not UTF-8 from here on (perhaps GBK)")
    };
    Decoded { text: String::from_utf8_lossy(bytes).into(), wrong: Some((at, message)) }
}

impl Decoded {
    /// Adds the text to the sources. Bytes that are not UTF-8 are a finding of the given rule at the first of them.
    /// A text that the sources do not take is a finding of the host's, and is read as one without a word.
    pub(crate) fn add(self, name: &str, rule: &HostRule, sources: &mut Sources) -> (SourceId, Option<Finding>) {
        let Some(source) = sources.add(name, self.text) else {
            let message =
                say!("“{name}”没有读取：文件太多或太长", "`{name}` was not read: too many files, or too long");
            return (SourceId::NONE, Some(host::TOO_MANY.finding(message).path(name)));
        };
        let finding = self.wrong.map(|(at, message)| {
            rule.finding(message)
                .at(Place { source, span: Span::new(at, at + '\u{fffd}'.len_utf8()) })
                .help(say!("在记事本里“另存为”，编码选“UTF-8”", "save it again as UTF-8"))
        });
        (source, finding)
    }
}

/// The lines of a part of a text, to be taken out of it: from the comment right above it, whose lines begin so, to its end; with
/// blank lines on both sides, those before it too.
pub(crate) fn own_lines(text: &str, extent: &Range<usize>, comment: &str) -> Range<usize> {
    let line_of = |at: usize| text[..at].rfind('\n').map_or(0, |n| n + 1);
    let above = |start: usize| (start > 0).then(|| line_of(start - 1)).map(|from| (from, text[from..start].trim()));
    let header = line_of(extent.start);
    let mut start = header;
    while let Some((from, _)) = above(start).filter(|(_, line)| line.starts_with(comment)) {
        start = from;
    }
    if start == 0 {
        // A comment at the very top speaks of the file.
        start = header;
    }
    let end = text[extent.end..].find('\n').map_or(text.len(), |n| extent.end + n + 1);
    // What stood apart still does.
    let parted = text[end..].lines().next().is_none_or(|line| line.trim().is_empty());
    while let Some((from, _)) = above(start).filter(|(_, line)| parted && line.is_empty()) {
        start = from;
    }
    start..end
}
