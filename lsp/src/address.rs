//! Addresses of files (`file:///…`), and the paths that they name.

use std::path::{Path, PathBuf};

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

/// Signs that an address does not have as they are.
const SIGNS: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'[')
    .add(b']')
    .add(b'^')
    .add(b'|')
    .add(b'\\');

/// The path of an address.
pub(crate) fn path(address: &str) -> Option<PathBuf> {
    let own = address.strip_prefix("file://")?;
    let own = &own[own.find('/')?..];
    let own = percent_decode_str(own).decode_utf8().ok()?;
    // Windows: /c:/…
    let drive = own.as_bytes().get(2) == Some(&b':') && cfg!(windows);
    Some(PathBuf::from(if drive { &own[1..] } else { &own }))
}

/// The address of a path.
pub(crate) fn of(path: &Path) -> String {
    let name = path.to_string_lossy().replace('\\', "/");
    let slash = if name.starts_with('/') { "" } else { "/" };
    format!("file://{slash}{}", utf8_percent_encode(&name, SIGNS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_and_a_path_lead_to_one_another() {
        let own = Path::new("/data/委员 名册#1/a%b.toml");
        assert_eq!(path(&of(own)).as_deref(), Some(own));
        assert_eq!(path("file:///a/%E5%A7%94.toml").as_deref(), Some(Path::new("/a/委.toml")));
        assert_eq!(path("untitled:1"), None);
    }
}
