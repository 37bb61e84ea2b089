//! What `serve` does with other programs of the machine: opens its page in the browser, and lets the page open places in an editor.

use clap::Arg;

use crate::args::{Builder, Given};
use crate::report::text::clean_line;
use yize_core::language::Text;
use yize_core::say;

/// What stands for the place in the address of an editor.
const PARTS: [&str; 3] = ["{path}", "{line}", "{column}"];
/// Schemes that open no editor: those that a browser itself acts upon.
const NONE: [&str; 11] =
    ["javascript", "data", "vbscript", "http", "https", "file", "blob", "about", "ftp", "ws", "wss"];

/// The options.
pub(crate) fn options(b: Builder) -> [Arg; 2] {
    let open = say!("在浏览器里打开网页", "Open the page in the browser");
    let editor = say!(
        "网页上的位置用这个地址在编辑器里打开，如 vscode://file/{{path}}:{{line}}:{{column}}；要有口令，而且只在本机",
        "Address by which the page opens places in an editor, such as vscode://file/{{path}}:{{line}}:{{column}}; with a token and on this machine only"
    );
    [b.flag("open", &open), b.value("editor", &say!("地址", "URL"), &editor)]
}

/// The address of the editor.
pub(crate) fn editor(given: Given<'_>) -> Result<Option<String>, Text> {
    given.one("editor").map(address).transpose()
}

fn address(word: &str) -> Result<String, Text> {
    let shown = clean_line(word);
    let wrong = || {
        say!(
            "--editor 的值“{shown}”应写成编辑器的地址，如 vscode://file/{{path}}:{{line}}:{{column}}。",
            "`{shown}` of --editor should be an editor's address, such as vscode://file/{{path}}:{{line}}:{{column}}."
        )
    };
    let (scheme, rest) = word.split_once(':').ok_or_else(wrong)?;
    let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "+-.".contains(c);
    let sound = scheme.starts_with(|c: char| c.is_ascii_lowercase()) && scheme.chars().all(letters);
    let plain = PARTS.iter().fold(rest.to_owned(), |rest, part| rest.replace(part, ""));
    let clean = plain.chars().all(|c| c.is_ascii_graphic() && !"{}<>\"\\^`|".contains(c));
    if sound && !NONE.contains(&scheme) && rest.contains(PARTS[0]) && clean {
        Ok(word.to_owned())
    } else {
        Err(wrong())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_editor_s_address_names_the_file_and_opens_nothing_else() {
        for good in ["vscode://file/{path}:{line}:{column}", "idea://open?file={path}&line={line}", "x-ed.1:{path}"] {
            assert_eq!(address(good).unwrap(), good);
        }
        for bad in [
            "vscode",
            "vscode://file/{file}",
            "vscode://file/",
            "javascript:alert('{path}')",
            "JavaScript:{path}",
            "https://evil.example/{path}",
            "data:text/html,{path}",
            "ed://{path} {line}",
            "ed://{path}\u{202e}",
            ":{path}",
            "",
        ] {
            assert!(address(bad).is_err(), "{bad}");
        }
    }
}
