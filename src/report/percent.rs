//! Paths as URI references, with everything escaped that a URI does not take as it is.

use std::fmt::Write;

/// A path with forward slashes as a URI reference: relative where it is relative, `file:` where it is not.
#[must_use]
pub(super) fn uri(path: &str) -> String {
    let drive = path.as_bytes().get(1) == Some(&b':') && path.as_bytes().get(2) == Some(&b'/');
    let start = match () {
        () if drive => "file:///",
        () if path.starts_with("//") => "file:",
        () if path.starts_with('/') => "file://",
        () => "",
    };
    let mut uri = start.to_owned();
    for byte in path.trim_start_matches("./").bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            _ => write!(uri, "%{byte:02X}").expect("memory takes what is written"),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_references() {
        assert_eq!(uri("data/计 划%#?.toml"), "data/%E8%AE%A1%20%E5%88%92%25%23%3F.toml");
        assert_eq!(uri("./a:b.toml"), "a%3Ab.toml");
        assert_eq!(uri("../a\\b.toml"), "../a%5Cb.toml");
        assert_eq!(uri("/srv/a.toml"), "file:///srv/a.toml");
        assert_eq!(uri("D:/数据/a.toml"), "file:///D%3A/%E6%95%B0%E6%8D%AE/a.toml");
    }
}
