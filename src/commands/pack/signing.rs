//! Signing with a secret key file of minisign.

use std::io::{Cursor, IsTerminal as _};
use std::path::Path;

use ct_codecs::{Base64, Decoder as _};
use minisign::{PublicKey, SecretKey, SecretKeyBox};

use super::Stop;
use crate::args::password::PASSWORD;
use crate::report::text::clean_line;
use crate::terminal::{Terminal, USAGE};
use yize_core::files::{Disk, Files as _};
use yize_core::pack::Parcel;
use yize_core::{say, show_path};

/// How the second line of a key file begins, by whether the key has a password: the names of its algorithms, as Base64.
const WITHOUT: &str = "RWQAAEIy";
const WITH: &str = "RWRTY0Iy";

/// A key that signs.
pub(super) struct Signer {
    secret: SecretKey,
    /// The public key to it, as people hand it on.
    pub public: String,
}

impl Signer {
    /// Reads the file of a secret key. Its password is the one of the environment, or is asked for.
    pub(super) fn read(file: &Path, password: Option<&str>, terminal: Terminal) -> Result<Self, Stop> {
        let name = clean_line(&show_path(file));
        let bytes = Disk.read(file, 8 << 10).map_err(|error| {
            let why = yize_core::files::reason(&error);
            (USAGE, say!("不能读取私钥文件 {name}：{why}", "cannot read the secret key's file {name}: {why}"; why))
        })?;
        let text = String::from_utf8(bytes).unwrap_or_default();
        let no_key = || {
            let told = say!(
                "{name} 不是 minisign 的私钥文件。私钥用 minisign -G 生成",
                "{name} is no secret key file of minisign. minisign -G makes one"
            );
            (USAGE, told)
        };
        let line = text.lines().nth(1).unwrap_or_default();
        let key = || SecretKeyBox::from_string(&text).map_err(|_| no_key());
        let secret = if line.starts_with(WITHOUT) {
            SecretKey::from_unencrypted_box(key()?).ok().or_else(|| unchecked(line)).ok_or_else(no_key)?
        } else if line.starts_with(WITH) {
            let password = password.map_or_else(|| asked(&name, terminal), |word| Ok(word.to_owned()))?;
            SecretKey::from_box(key()?, Some(password)).map_err(|_| {
                let told = say!(
                    "打不开私钥 {name}：密码不对，或文件已损坏",
                    "the secret key {name} does not open: the password is wrong, or the file damaged"
                );
                (USAGE, told)
            })?
        } else {
            return Err(no_key());
        };
        let public = PublicKey::from_secret_key(&secret).map_err(|_| no_key())?.to_base64();
        Ok(Self { secret, public })
    }

    /// The text of the file that signs a pack. The comment that is signed with it tells which.
    pub(super) fn sign(&self, parcel: &Parcel) -> Result<String, Stop> {
        let Parcel { id, version, digest, .. } = parcel;
        let trusted = format!("yize pack {id} {version} blake3:{digest}");
        let signature = minisign::sign(
            None,
            &self.secret,
            Cursor::new(parcel.bytes()),
            Some(&trusted),
            Some("signature by yize pack"),
        );
        signature
            .map(minisign::SignatureBox::into_string)
            .map_err(|error| (USAGE, say!("不能签名：{error}", "cannot sign: {error}")))
    }
}

/// The key of a line without checksum, as the program `minisign` writes it where there is no password.
fn unchecked(line: &str) -> Option<SecretKey> {
    let bytes = Base64::decode_to_vec(line.trim(), None).ok()?;
    let (_, checksum) = bytes.split_last_chunk::<32>()?;
    SecretKey::from_bytes(&bytes).ok().filter(|_| *checksum == [0; 32])
}

/// Asks for the password.
fn asked(name: &str, terminal: Terminal) -> Result<String, Stop> {
    let none = || {
        let told = say!(
            "私钥 {name} 有密码，这里没有终端可以询问。把密码放在环境变量 {PASSWORD} 里",
            "the secret key {name} has a password, and there is no terminal to ask on. Put it into {PASSWORD}"
        );
        (USAGE, told)
    };
    if !std::io::stdin().is_terminal() {
        return Err(none());
    }
    let prompt = say!("{name} 的密码：", "Password of {name}: ");
    rpassword::prompt_password(prompt.get(terminal.lang)).map_err(|_| none())
}
