//! The password of a secret key, where nobody sits at a terminal: from the environment. On the command line every user of the
//! machine can read it.

/// The variable.
pub(crate) const PASSWORD: &str = "YIZE_PACK_PASSWORD";

/// What the variable says, where it is set.
#[expect(clippy::disallowed_methods, reason = "this is the command line's")]
pub(crate) fn variable() -> Option<String> {
    // What is no text is no password of a key that was made at a keyboard, and opens none.
    std::env::var_os(PASSWORD).map(|value| value.to_string_lossy().into_owned())
}
