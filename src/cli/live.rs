//! What the commands mean that go on while files are edited.

use jiff::civil::Date;

use crate::cli::meaning::watch::repeated;
use crate::cli::meaning::{Both, one};
use crate::commands::serve;
use crate::report::text::clean_line;
use crate::serve::{address, is_loopback};
use yize_core::language::Text;
use yize_core::say;

/// Where the page is without `--addr`.
const ADDR: &str = "127.0.0.1:7420";
/// Fewest characters of a token that guessing does not find.
const TOKEN: usize = 8;

/// `yize serve`.
pub(super) fn serve(both: Both<'_>, today: Date) -> Result<serve::Args, Text> {
    let repeated = repeated(both, today, "serve")?;
    let word = one(both.sub, "addr").unwrap_or(ADDR);
    let Some(addr) = address(word) else {
        let word = clean_line(word);
        return Err(say!(
            "--addr 的值“{word}”应写成 地址:端口，如 {ADDR}。",
            "`{word}` of --addr should be ADDRESS:PORT, such as {ADDR}."
        ));
    };
    let token = one(both.sub, "token").map(str::to_owned);
    match &token {
        None if !is_loopback(&addr) => {
            return Err(say!(
                "{addr} 是别的机器也能打开的地址，所以要用 --token 设口令。",
                "{addr} can be reached from other machines, so it needs a --token."
            ));
        }
        Some(token) if token.chars().count() < TOKEN || !token.bytes().all(|b| b.is_ascii_graphic()) => {
            return Err(say!(
                "--token 的口令至少 {TOKEN} 个字符，只能用半角字母、数字和符号。",
                "the token of --token has at least {TOKEN} characters, all of them visible ASCII."
            ));
        }
        _ => {}
    }
    Ok(serve::Args { repeated, addr, token })
}
