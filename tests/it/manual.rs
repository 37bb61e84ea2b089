//! Pages of the manual: one for each command, in both languages, and such as programs for pages read.

use std::process::Command;

use crate::support::Workdir;

#[test]
fn every_command_has_a_page_in_both_languages() {
    for (lang, about) in [("zh", "检查数据文件、文件夹或项目"), ("en", "Check data files, folders or projects")]
    {
        let dir = Workdir::bare();
        let said = dir.yize(&format!("man --out pages --lang {lang}")).exits(0).stdout;
        let help = dir.yize("--help --lang en").exits(0).stdout;
        let commands = help.split("Commands:").nth(1).expect("commands").lines().skip(1);
        let commands: Vec<&str> = commands
            .take_while(|l| !l.is_empty())
            .filter_map(|l| l.split_whitespace().next())
            .filter(|l| *l != "help")
            .collect();
        assert!(commands.len() > 15 && said.contains("pages"), "{said}");
        for command in &commands {
            let page = dir.read(&format!("pages/yize-{command}.1"));
            assert!(page.contains(&format!(".TH yize-{command}")), "{page}");
            let printed = dir.yize(&format!("man {command} --lang {lang}")).exits(0).stdout;
            assert_eq!(page, printed, "{command}");
        }
        assert!(dir.read("pages/yize-check.1").contains(about));
        assert!(!dir.path("pages/yize-document.1").exists());
        let whole = dir.read("pages/yize.1");
        assert!(commands.iter().all(|command| whole.contains(&command.replace('-', "\\-"))), "{whole}");
    }
    let dir = Workdir::bare();
    assert!(dir.yize("man chekc --lang zh").exits(2).stderr.contains("没有命令“chekc”"));
}

#[test]
fn the_pages_are_read_without_complaint_where_groff_is() {
    let dir = Workdir::bare();
    dir.yize("man --out pages --lang zh").exits(0);
    for page in ["yize.1", "yize-check.1", "yize-new.1"] {
        let path = dir.path(&format!("pages/{page}"));
        let Ok(run) = Command::new("groff").args(["-man", "-Kutf8", "-Tutf8", "-ww"]).arg(&path).output() else {
            return;
        };
        assert!(run.status.success());
        assert!(String::from_utf8_lossy(&run.stdout).contains("yize"), "{page}");
    }
}
