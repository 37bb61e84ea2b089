//! Scripts that complete the command line: for every shell they are there, and bash's is run.

use std::process::Command;

use crate::support::Workdir;

const SHELLS: [&str; 5] = ["bash", "zsh", "fish", "powershell", "elvish"];

fn script(shell: &str, lang: &str) -> String {
    Workdir::bare().yize(&format!("completions {shell} --lang {lang}")).exits(0).stdout
}

#[test]
fn every_shell_is_offered_every_command_and_option() {
    for shell in SHELLS {
        let (zh, en) = (script(shell, "zh"), script(shell, "en"));
        for word in ["check", "watch", "completions", "changed-since", "as-of"] {
            assert!(zh.contains(word) && en.contains(word), "{word} of {shell}");
        }
        // Where a shell shows what an option does, it does so in the user's language; bash shows words only.
        assert_eq!(zh.contains("检查数据文件、文件夹或项目"), shell != "bash", "{shell}");
        assert!(en.is_ascii(), "{shell}");
    }
    Workdir::bare().yize("completions csh").exits(2);
}

/// What bash offers after these words, the last of which is being written.
fn offered(words: &str) -> String {
    let words: Vec<&str> = words.split(' ').collect();
    let (last, before) = (words.len() - 1, words[words.len() - 2]);
    let line = format!(
        "source ./script\nCOMP_WORDS=({})\nCOMP_CWORD={last}\n_yize yize '{}' {before}\necho \"${{COMPREPLY[@]}}\"\n",
        words.iter().map(|word| format!("'{word}'")).collect::<Vec<_>>().join(" "),
        words[last],
    );
    let dir = Workdir::bare().with("script", script("bash", "zh"));
    let stdout = dir.finish(Command::new("bash").args(["--norc", "-c", &line]), b"").exits(0).stdout;
    stdout.trim_end().to_owned()
}

#[test]
fn bash_completes_commands_options_and_their_values() {
    assert_eq!(offered("yize che"), "check");
    assert_eq!(offered("yize check --fo"), "--format");
    assert_eq!(offered("yize check --format sa"), "sarif");
    assert_eq!(offered("yize completions po"), "powershell");
    assert!(offered("yize ").split(' ').any(|word| word == "completions"));
}
