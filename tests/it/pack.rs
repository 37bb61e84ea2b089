//! A pack as one file: made, looked at, installed, used; and what is refused.

use std::collections::BTreeMap;
use std::io::{Cursor, Write as _};

use ct_codecs::{Base64, Decoder as _, Encoder as _};
use minisign::KeyPair;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::support::{AS_OF, Run, SOUND, Workdir, tree};

/// A place with the tests' pack, and its file.
fn built() -> Workdir {
    let dir = Workdir::new();
    dir.yize("pack build rules/demo --output demo.yize --lang en").exits(0);
    dir
}

/// A key without password, as the program `minisign` makes one, without a checksum: the file, and the public key.
fn key(dir: Workdir, name: &str) -> (Workdir, String) {
    let KeyPair { pk, sk } = KeyPair::generate_unencrypted_keypair().expect("a pair of keys");
    let (secret, public) = (sk.to_box(None).expect("a box"), pk.to_box().expect("a box"));
    let secret = secret.to_string();
    let word = secret.lines().nth(1).expect("a key");
    let mut bytes = Base64::decode_to_vec(word, None).expect("a key");
    let end = bytes.len() - 32;
    bytes[end..].fill(0);
    let secret = secret.replace(word, &Base64::encode_to_string(bytes).expect("a key"));
    let dir = dir.with(&format!("{name}.key"), secret).with(&format!("{name}.pub"), public.to_string());
    (dir, pk.to_base64())
}

fn bytes(dir: &Workdir, name: &str) -> Vec<u8> {
    std::fs::read(dir.path(name)).expect("readable")
}

/// All files, with what is in them.
fn all(dir: &Workdir) -> BTreeMap<String, Vec<u8>> {
    tree(&dir.path("")).into_iter().map(|file| (file.clone(), bytes(dir, &file))).collect()
}

#[track_caller]
fn refused(run: Run, told: &str) {
    let run = run.exits(2);
    assert!(run.stderr.contains(told), "{told}: {}\n{}", run.stderr, run.stdout);
}

/// The pack as files, with other ones put in or changed.
fn archive(change: impl Fn(&mut Vec<(String, Vec<u8>)>)) -> Vec<u8> {
    let folder = crate::support::root().join("tests/packs/demo");
    let mut files: Vec<(String, Vec<u8>)> = tree(&folder)
        .into_iter()
        .map(|file| (format!("demo/{file}"), std::fs::read(folder.join(file)).expect("readable")))
        .collect();
    change(&mut files);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(name, SimpleFileOptions::default()).expect("room");
        writer.write_all(&bytes).expect("room");
    }
    writer.finish().expect("an archive").into_inner()
}

#[test]
fn the_same_pack_is_the_same_bytes_wherever_and_whenever() {
    let dir = built();
    let first = bytes(&dir, "demo.yize");
    // Others' line ends, other times and modes, what editors and desktops leave, and the file itself beside the pack.
    let crlf = dir.read("rules/demo/member.rhai").replace('\n', "\r\n");
    let other = Workdir::new()
        .with("rules/demo/member.rhai", crlf)
        .with("rules/demo/.DS_Store", "x")
        .with("rules/demo/.env", "x")
        .with("rules/demo/.git/config", "x")
        .with("rules/demo/demo-0.yize", "x");
    other.yize("pack build demo --rules rules --output there.yize").exits(0);
    assert!(bytes(&other, "there.yize") == first, "the same bytes");
    let in_it = other.yize_in("rules/demo", "pack build --output ../../it.yize --lang zh").exits(0);
    assert!(bytes(&other, "it.yize") == first, "the same bytes");
    let digest = blake3::hash(&first).to_hex().to_string();
    assert!(in_it.stdout.contains(&format!("blake3 {digest}")), "{}", in_it.stdout);
    assert!(in_it.stdout.contains("签名    没有"), "{}", in_it.stdout);
    // What is written today is what was written when this test was: packs that were handed over stay what they are.
    let pinned = Workdir::bare().with("p/pack.toml", "id = \"p\"\ntitle = \"试\"\nversion = \"1\"\nbodies = [\"p\"]\n");
    pinned.yize("pack build p").exits(0);
    assert_eq!(blake3::hash(&bytes(&pinned, "p-1.yize")).to_hex().as_str(), PINNED);
    // Any program that reads zip reads it.
    let mut archive = zip::ZipArchive::new(Cursor::new(first)).expect("an archive");
    assert!(archive.by_name("demo/pack.toml").is_ok());
}

/// The digest of a pack of one small file.
const PINNED: &str = "4cd667b693700fdb679af1c45583c51efd4e620dbda02652c5d482773d008741";

#[test]
fn it_is_used_wherever_a_folder_of_packs_is() {
    let dir = built().with("data/a.toml", SOUND);
    let with = |rules: &str| {
        dir.yize(&format!("check data --rules {rules} --as-of {AS_OF} --lang en --format json")).exits(0).json()
    };
    assert_eq!(with("demo.yize")["summary"], with("rules")["summary"]);
    // A finding in it stands in it.
    let bare = Workdir::bare().with("demo.yize", bytes(&dir, "demo.yize")).with("data/a.toml", SOUND);
    let bare = bare.with("yize.toml", "rules = [\"demo.yize\"]\n");
    bare.yize(&format!("check --as-of {AS_OF}")).exits(0);
    let told = bare.yize("explain demo/member/points --lang en").exits(0);
    assert!(told.stdout.contains("written at  demo.yize/demo/member.rhai:"), "{}", told.stdout);
    bare.yize("test --lang en").exits(2);

    // The lock has the digests of what is in it, and holds for the folder with the same files.
    assert_eq!(bare.yize("lock --lang en").exits(0).stdout, "wrote yize.lock: 1 pack, 3 files\n");
    bare.yize(&format!("check --locked --as-of {AS_OF}")).exits(0);
    let lock = bare.read("yize.lock");
    let folder = Workdir::sound().with("yize.toml", "rules = [\"rules\"]\n").with("yize.lock", &lock);
    folder.yize("lock --verify").exits(0);
    let other = folder.edit("rules/demo/pack.toml", "version = \"1.0.0\"", "version = \"2\"");
    other.yize("pack build demo --output other.yize").exits(0);
    let bare = bare.with("demo.yize", bytes(&other, "other.yize"));
    let run = bare.yize("lock --verify --lang en").exits(2);
    assert!(run.stdout.contains("`demo.yize/demo/pack.toml` is not as yize.lock has it"), "{}", run.stdout);
}

#[test]
fn a_byte_that_was_changed_is_noticed_wherever_it_is() {
    let (dir, _) = key(built(), "a");
    dir.yize("pack build rules/demo --output demo.yize --key a.key").exits(0);
    dir.yize("pack check demo.yize --key a.pub").exits(0);
    let sound = bytes(&dir, "demo.yize");
    // Every part of the archive, and the ends of it.
    let step = sound.len() / 24;
    let mut dir = dir;
    for at in (0..sound.len()).step_by(step).chain(sound.len() - 22..sound.len()) {
        let mut changed = sound.clone();
        changed[at] ^= 1 << (at % 8);
        dir = dir.with("demo.yize", &changed);
        let run = dir.yize("pack check demo.yize --lang en").exits(2);
        assert!(run.stderr.contains("demo.yize: it is "), "byte {at}: {}", run.stderr);
    }
    for changed in [[&sound[..], b"\0"].concat(), [b"#!", &sound[..]].concat(), sound[..sound.len() - 1].to_vec()] {
        dir = dir.with("demo.yize", &changed);
        refused(dir.yize("pack check demo.yize --lang zh"), "yize pack build");
    }
    // One that is whole and not what was signed.
    dir = dir.edit("rules/demo/pack.toml", "version = \"1.0.0\"", "version = \"2\"");
    let told = dir.yize("pack build rules/demo --output other.yize").exits(0);
    assert!(told.stderr.is_empty());
    let other = bytes(&dir, "other.yize");
    dir = dir.with("demo.yize", other);
    refused(dir.yize("pack check demo.yize --key a.pub --lang zh"), "与签名不符");
    // Who builds anew without the key is told that the signature is an old one.
    dir = dir.with("demo.yize", &sound);
    let told = dir.yize("pack build rules/demo --output demo.yize --lang zh").exits(0);
    assert!(told.stderr.contains("demo.yize.minisig 是原来那个文件的签名"), "{}", told.stderr);
}

#[test]
fn who_has_signed_is_known_and_nobody_else_counts() {
    let (dir, public) = key(built(), "a");
    let (dir, other) = key(dir, "b");
    refused(dir.yize("pack check demo.yize --key a.pub --lang zh"), "没有签名，而这里要求签名");
    let run = dir.yize("pack build rules/demo --output demo.yize --key a.key --lang en").exits(0);
    assert!(run.stdout.contains(&format!("signature  {public} (yize pack demo 1.0.0 blake3:")), "{}", run.stdout);
    for word in ["a.pub", &public] {
        let run = dir.yize(&format!("pack check demo.yize --key {word} --lang zh")).exits(0);
        assert!(run.stdout.contains(&format!("签名    {public}（")) || run.stdout.contains(&public), "{}", run.stdout);
    }
    let run = dir.yize("pack check demo.yize --lang zh").exits(0);
    assert!(run.stdout.contains("有，没有核对（用 --key 指定公钥）"), "{}", run.stdout);
    refused(dir.yize("pack check demo.yize --key b.pub --lang zh"), "由别的密钥签名");
    refused(dir.yize("pack check demo.yize --key none.pub --lang zh"), "不是公钥，作为文件又不能读取");
    refused(dir.yize("pack check demo.yize --key a.key --lang zh"), "这不是 minisign 的公钥");

    // The comment is signed too.
    let signature = dir.read("demo.yize.minisig");
    let dir = dir.with("demo.yize.minisig", signature.replace("yize pack demo 1", "yize pack demo 9"));
    refused(dir.yize("pack check demo.yize --key a.pub --lang en"), "or its comment was changed");
    let dir = dir.with("demo.yize.minisig", "x");
    refused(dir.yize("pack check demo.yize --key a.pub --lang en"), "the signature cannot be read");

    // A project says whose signature counts.
    let project = |keys: &str| format!("rules = [\"demo.yize\"]\n[packs]\nkeys = [{keys}]\n");
    let dir = dir.with("demo.yize.minisig", &signature).with("data/a.toml", SOUND);
    let check = format!("check . --as-of {AS_OF} --lang en --format json");
    let dir = dir.with("yize.toml", project(&format!("\"{other}\", \"{public}\"")));
    dir.yize(&check).exits(0);
    dir.yize("lock").exits(0);
    dir.yize("pack check demo.yize").exits(0);
    let dir = dir.with("yize.toml", project(&format!("\"{other}\"")));
    dir.yize(&check).exits(2).says("host/pack", "`demo.yize`: it is signed with another key");
    dir.yize("lock").exits(2);
    dir.yize("rules .").exits(2);
    refused(dir.yize("pack check demo.yize --key a.pub --lang zh"), "由别的密钥签名");
    let dir = dir.with("yize.toml", project(""));
    dir.yize(&check).exits(2).says("host/pack", "signed with another key");
    let dir = dir.with("yize.toml", project("\"RWQ\""));
    dir.yize(&check).exits(2).says("host/project", "no public key of minisign");
    // One within another cannot lift what that demands.
    let dir = dir.with("yize.toml", project(&format!("\"{other}\"")));
    let dir = dir.with("in/yize.toml", "rules = [\"../demo.yize\"]\n").with("in/data/a.toml", SOUND);
    dir.yize(&format!("check in --as-of {AS_OF} --lang en --format json")).exits(2).says("host/pack", "another key");
}

#[test]
fn a_key_with_a_password_opens_with_it_alone() {
    let dir = built();
    let KeyPair { pk, sk } =
        KeyPair::generate_encrypted_keypair(Some("正确的密码".to_owned())).expect("a pair of keys");
    let dir = dir.with("c.key", sk.to_box(None).expect("a box").to_string());
    let sign = |password: Option<&str>| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_yize"));
        command.args(["pack", "build", "rules/demo", "--output", "demo.yize", "--key", "c.key", "--lang", "zh"]);
        command.env_remove("YIZE_PACK_PASSWORD");
        password.map(|word| command.env("YIZE_PACK_PASSWORD", word));
        dir.finish(&mut command, b"")
    };
    let before = all(&dir);
    refused(sign(None), "YIZE_PACK_PASSWORD");
    refused(sign(Some("别的")), "密码不对");
    assert!(all(&dir) == before, "nothing was written");
    sign(Some("正确的密码")).exits(0);
    dir.yize(&format!("pack check demo.yize --key {}", pk.to_base64())).exits(0);
    refused(dir.yize("pack build rules/demo --output demo.yize --key rules/demo/pack.toml --lang zh"), "minisign -G");
}

#[test]
fn paths_that_lead_out_and_names_that_are_not_one_everywhere_are_refused() {
    let mut dir = Workdir::bare().folder("in");
    let put = |name: &'static str| archive(move |files| files.push((name.to_owned(), b"x".to_vec())));
    for (name, told) in [
        ("../x.rhai", "leads out of the archive"),
        ("demo/../../x.rhai", "leads out of the archive"),
        ("/x.rhai", "leads out of the archive"),
        ("C:/x.rhai", "leads out of the archive"),
        ("demo\\x.rhai", "leads out of the archive"),
        ("demo/./x.rhai", "it is not as yize pack build writes it"),
        ("x.rhai", "not in the folder of the pack `demo`"),
        ("demo/MEMBER.rhai", "two names are one on some systems"),
        ("Demo/x.rhai", "two names are one on some systems"),
        ("demo/con.rhai", "not every system takes the name"),
        ("demo/x.rhai.", "not every system takes the name"),
        ("demo/a\u{202e}b", "not every system takes the name"),
        ("demo/sub/pack.toml", "there should be one pack"),
        ("demo/x.rhai", "it is not as yize pack build writes it"),
    ] {
        dir = dir.with("in/x.yize", put(name));
        let run = dir.yize("pack check in/x.yize --lang en").exits(2);
        assert!(run.stderr.contains(told), "{name}: {}", run.stderr);
        assert!(run.stderr.contains("anew") || run.stderr.contains("name"), "{name}: a next step: {}", run.stderr);
        // Wherever it is read.
        dir.yize("rules --rules in/x.yize").exits(2);
    }
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.add_symlink("demo/pack.toml", "/etc/passwd", SimpleFileOptions::default()).expect("room");
    dir = dir.with("in/x.yize", writer.finish().expect("an archive").into_inner());
    refused(dir.yize("pack check in/x.yize --lang zh"), "不是普通文件（例如链接）");
    // Two of one name: the writer refuses them, so that they are made by hand.
    let mut twice = archive(|files| files.push(("demo/memberx.rhai".to_owned(), b"x".to_vec())));
    while let Some(at) = twice.windows(17).position(|window| window == b"demo/memberx.rhai") {
        twice[at..at + 17].copy_from_slice(b"demo/member.rhai\0");
    }
    dir = dir.with("in/x.yize", twice);
    dir.yize("pack check in/x.yize").exits(2);
    assert_eq!(tree(&dir.path("")), ["in/x.yize"], "nothing was written");
}

#[test]
fn bombs_are_bounded() {
    let blank = |size: usize| vec![b' '; size];
    let many = |files: &mut Vec<(String, Vec<u8>)>| {
        files.extend((0..12_000).map(|n| (format!("demo/{n}.md"), Vec::new())));
    };
    let dir = Workdir::bare()
        .with("file.yize", archive(|files| files.push(("demo/a.md".to_owned(), blank(2 << 20)))))
        .with("all.yize", archive(|files| files.extend((0..70).map(|n| (format!("demo/{n}.md"), blank(1 << 20))))))
        .with("many.yize", archive(many))
        .with("large.yize", blank(17 << 20));
    for (name, told) in [
        ("file", "too large"),
        ("all", "too large when unpacked"),
        ("many", "more than 10000 files"),
        ("large", "over the size limit"),
    ] {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_yize"));
        let run = dir.finish(command.args(["pack", "check", &format!("{name}.yize"), "--lang", "en"]), b"").exits(2);
        assert!(run.stderr.contains(told), "{name}: {}", run.stderr);
    }
    dir.yize("rules --rules large.yize").exits(2);
}

#[test]
fn what_is_no_sound_pack_is_not_handed_over() {
    let dir = Workdir::new().with("yize.toml", "rules = [\"rules\"]\n").with("notes.yize", "mine");
    refused(dir.yize("pack build nobody --lang zh"), "没有规则包“nobody”");
    refused(dir.yize("pack build dmo --lang zh"), "您是不是想写“demo”");
    refused(dir.yize("pack build . --lang zh"), "里没有 pack.toml");
    refused(dir.yize("pack build demo --output demo.zip --lang zh"), "应以 .yize 结尾");
    refused(dir.yize("pack check --lang zh"), "没有写文件");
    refused(dir.yize("pack check demo --yes --lang zh"), "--yes 只用于 yize pack install");
    let run = dir.yize("pack build demo --output notes.yize --lang zh").exits(4);
    assert!(run.stderr.contains("已有别的内容") && dir.read("notes.yize") == "mine", "{}", run.stderr);
    let dir = dir.edit("rules/demo/pack.toml", "version = \"1.0.0\"", "version = \"\"");
    refused(dir.yize("pack build demo --lang zh"), "没有写版本");
    let dir =
        dir.edit("rules/demo/pack.toml", "version = \"\"", "version = \"1.0.0\"").with("rules/demo/x.rhai", "rule(");
    refused(dir.yize("pack build demo --lang zh"), "有误，改正以后再来");
    std::fs::remove_file(dir.path("rules/demo/x.rhai")).expect("removed");
    let (dir, _) = key(dir, "rules/demo/a");
    refused(dir.yize("pack build demo --lang zh"), "是私钥，不能交给别人");
    std::fs::remove_file(dir.path("rules/demo/a.key")).expect("removed");
    // The only pack of the project need not be named; its file is called by id and version.
    dir.yize("pack build").exits(0);
    assert!(dir.path("demo-1.0.0.yize").is_file());
    // Those that come with yize are handed over too.
    dir.yize("pack build baoding --output b.yize").exits(0);
    dir.yize("pack check b.yize").exits(0);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("member.rhai", dir.path("rules/demo/notes.md")).expect("a link");
        refused(dir.yize("pack build demo --lang zh"), "是链接，不能打包");
    }
}

/// A project without packs, and the file of the tests' pack in a version.
fn receiving(version: &str) -> Workdir {
    let from = Workdir::new().edit("rules/demo/pack.toml", "version = \"1.0.0\"", &format!("version = \"{version}\""));
    from.yize("pack build rules/demo --output demo.yize").exits(0);
    let project = Workdir::bare().with("city/yize.toml", "rules = [\"rules\"]\n").folder("city/rules");
    project.with("city/data/a.toml", SOUND).with("demo.yize", bytes(&from, "demo.yize"))
}

#[test]
fn it_comes_into_a_project_and_only_newer_versions_after_it() {
    let dir = receiving("1.9");
    let run = dir.yize("pack install demo.yize city --lang zh").exits(0);
    for told in ["demo.yize\n  规则包  demo（", "版本    1.9", "blake3 ", "已装入 city/rules/demo.yize", "yize check"]
    {
        assert!(run.stdout.contains(told), "{told}: {}", run.stdout);
    }
    assert!(bytes(&dir, "city/rules/demo.yize") == bytes(&dir, "demo.yize"));
    let check = format!("check city --as-of {AS_OF} --lang en");
    let checked = dir.yize(&check).exits(0);
    assert!(checked.stdout.starts_with("passed"), "{}", checked.stdout);
    dir.yize("lock city").exits(0);
    let again = dir.yize("pack install demo.yize city --lang zh").exits(0);
    assert!(again.stdout.contains("没有变动"), "{}", again.stdout);

    // A newer one, after a question that nobody is there to answer.
    let newer = receiving("1.10").with("more", "");
    let dir = dir.with("demo.yize", bytes(&newer, "demo.yize"));
    let before = all(&dir);
    refused(dir.yize("pack install demo.yize city --lang zh"), "加 --yes");
    assert!(all(&dir) == before, "nothing was written");
    let run = dir.yize("pack install demo.yize city --yes --lang zh").exits(0);
    assert!(run.stdout.contains("从 1.9 更新到 1.10，1 个文件有变动"), "{}", run.stdout);
    assert!(run.stdout.contains("  ~ demo/pack.toml") && run.stdout.contains("yize lock && yize check"));
    // The lock is of the older one until somebody agrees.
    dir.yize(&format!("{check} --locked")).exits(2);

    // An older one, and the same version with other contents.
    let dir = dir.with("demo.yize", bytes(&receiving("1.2"), "demo.yize"));
    refused(dir.yize("pack install demo.yize city --yes --lang zh"), "已装较新的版本 1.10");
    let other = Workdir::new().edit("rules/demo/pack.toml", "version = \"1.0.0\"", "version = \"1.10\"");
    let other = other.with("rules/demo/notes.md", "别的\n");
    other.yize("pack build rules/demo --output demo.yize").exits(0);
    let dir = dir.with("demo.yize", bytes(&other, "demo.yize"));
    refused(dir.yize("pack install demo.yize city --yes --lang zh"), "内容却不同");
    assert!(bytes(&dir, "city/rules/demo.yize") == bytes(&newer, "demo.yize"));
}

#[test]
fn nothing_else_is_written_over_and_signatures_stay() {
    // Another file, a folder of that pack, no folder at all, no project at all.
    let dir = receiving("1").with("city/rules/demo.yize", "mine");
    refused(dir.yize("pack install demo.yize city --yes --lang zh"), "已有别的内容");
    assert_eq!(dir.read("city/rules/demo.yize"), "mine");
    let dir = receiving("1").copy("tests/packs/demo", "city/rules/demo");
    refused(dir.yize("pack install demo.yize city --yes --lang zh"), "已在 city/rules/demo/pack.toml");
    let dir = receiving("1").with("city/rules/old.yize", bytes(&receiving("0"), "demo.yize"));
    refused(dir.yize("pack install demo.yize city --yes --lang zh"), "已在 city/rules/old.yize");
    let dir = receiving("1").with("city/yize.toml", "");
    refused(dir.yize("pack install demo.yize city --lang zh"), "没有写规则包的文件夹");
    refused(dir.yize("pack install demo.yize --lang zh"), "不在项目里");

    // Where signatures are demanded, none comes in without; one that came with one is not followed by one without.
    let (dir, public) = key(receiving("1"), "a");
    let demanding = format!("rules = [\"rules\"]\n[packs]\nkeys = [\"{public}\"]\n");
    let dir = dir.with("city/yize.toml", demanding);
    refused(dir.yize("pack install demo.yize city --lang zh"), "没有签名，而这里要求签名");
    assert_eq!(tree(&dir.path("city/rules")), [""; 0]);
    let dir = dir.copy("tests/packs", "rules");
    dir.yize("pack build rules/demo --output demo.yize --key a.key").exits(0);
    dir.yize("pack install demo.yize city").exits(0);
    assert_eq!(tree(&dir.path("city/rules")), ["demo.yize", "demo.yize.minisig"]);
    dir.yize(&format!("check city --as-of {AS_OF}")).exits(0);
    let dir =
        dir.with("city/yize.toml", "rules = [\"rules\"]\n").with("demo.yize", bytes(&receiving("2"), "demo.yize"));
    std::fs::remove_file(dir.path("demo.yize.minisig")).expect("removed");
    refused(dir.yize("pack install demo.yize city --yes --lang zh"), "已装的版本有签名，新的没有");
}
