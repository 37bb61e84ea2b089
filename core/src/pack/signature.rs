//! Who has signed a pack that was handed over: signatures and public keys as the program `minisign` writes them.

use std::path::{Path, PathBuf};

use minisign_verify::{Error, PublicKey, Signature};

use crate::language::{Text, say};

/// The ending of a pack that is one file.
pub(crate) const ENDING: &str = "yize";
/// The ending that the file with its signature has besides.
pub(crate) const SIGNATURE: &str = ".minisig";
/// Greatest size of a file with a signature or a key, in bytes.
#[cfg(feature = "archive")]
pub(crate) const LIMIT: u64 = 8 << 10;

/// What is wrong with a pack that was handed over, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong.
    pub message: Text,
    /// What to do.
    pub help: Text,
}

impl Refusal {
    /// One.
    pub(crate) fn new(message: Text, help: Text) -> Self {
        Self { message, help }
    }

    /// Both in one sentence.
    #[must_use]
    pub fn told(&self) -> Text {
        let Self { message, help } = self;
        say!("{message}。{help}", "{message}; {help}"; message, help)
    }
}

/// A public key of minisign.
///
/// ```
/// use yize_core::Lang;
/// use yize_core::pack::Key;
///
/// let word = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3";
/// let key = Key::parse(word)?;
/// // The text of a file with the key is the same key.
/// assert_eq!(Key::parse(&format!("untrusted comment: minisign public key\n{word}\n"))?, key);
/// assert_eq!(key.word(), word);
/// assert!(Key::parse("RWQf6LRC").unwrap_err().told().get(Lang::En).contains("no public key"));
/// # Ok::<(), yize_core::pack::Refusal>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    word: String,
    key: PublicKey,
}

impl Key {
    /// Reads a key: the word itself, or the text of a file with it (`minisign.pub`).
    ///
    /// # Errors
    /// When it is none.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty());
        let word = lines().find(|line| !line.starts_with("untrusted comment:")).unwrap_or_default().to_owned();
        let key = PublicKey::from_base64(&word).ok().filter(|_| lines().count() <= 2);
        key.map(|key| Self { word, key }).ok_or_else(|| {
            let message = say!("这不是 minisign 的公钥", "this is no public key of minisign");
            let help = say!(
                "公钥是 56 个字符，以 RW 开头，在 .pub 文件的第二行",
                "a public key has 56 characters and begins with RW; it is the second line of a .pub file"
            );
            Refusal::new(message, help)
        })
    }

    /// The word by which it is known.
    #[must_use]
    pub fn word(&self) -> &str {
        &self.word
    }
}

/// Who has signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// With which key.
    pub key: Key,
    /// What they have signed besides: the comment that can be trusted.
    pub comment: String,
}

/// Where the signature of a file is.
#[must_use]
pub fn signature_of(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(SIGNATURE);
    name.into()
}

/// Whether a path is called like a pack that is one file.
#[must_use]
pub(crate) fn is_parcel(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(ENDING))
}

/// Who of these has signed these bytes. `signature` is the text of the file beside them, where there is one.
pub(crate) fn verify(bytes: &[u8], signature: Option<&str>, keys: &[Key]) -> Result<Signed, Refusal> {
    let Some(text) = signature else {
        let message = say!("没有签名，而这里要求签名", "it is not signed, and a signature is demanded here");
        let help = say!(
            "向发布者索取同名的 .minisig 文件，放在它旁边",
            "ask who published it for the file of the same name with .minisig, and put it beside"
        );
        return Err(Refusal::new(message, help));
    };
    let signature = Signature::decode(text).map_err(|_| {
        let message = say!("签名文件不能读取", "the file with the signature cannot be read");
        Refusal::new(message, again())
    })?;
    let mut known = false;
    for key in keys {
        match key.key.verify(bytes, &signature, false) {
            Ok(()) => return Ok(Signed { key: key.clone(), comment: signature.trusted_comment().to_owned() }),
            Err(Error::UnexpectedKeyId) => {}
            Err(_) => known = true,
        }
    }
    Err(if known {
        let message = say!(
            "与签名不符：文件、签名或签名中的说明被改动过",
            "it is not what was signed: the file, the signature or its comment was changed"
        );
        Refusal::new(message, again())
    } else {
        let message = say!("由别的密钥签名", "it is signed with another key");
        let help = say!(
            "向发布者核对公钥；确实可信的，写进 yize.toml 的 packs.keys，或用 --key 指定",
            "ask who published it for their public key; where it can be trusted, write it under `packs.keys` in yize.toml, or give --key"
        );
        Refusal::new(message, help)
    })
}

/// The next step where something was damaged on its way.
pub(crate) fn again() -> Text {
    say!("从发布者那里重新取得文件和签名", "get file and signature anew from who published them")
}
