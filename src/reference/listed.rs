//! Pages that list what the program has: commands, and its own findings. Functions stand in the reference of scripts.

use crate::reference::markdown::{Sheet, code, plain};
use crate::reference::{Group, LANGS, Page};
use yize_core::finding::Effect;
use yize_core::host;
use yize_core::language::{Lang, Text};
use yize_core::say;

/// A command of the command line.
#[derive(Clone, Debug)]
pub(crate) struct CommandInfo {
    /// Its word; nothing for what all commands take.
    pub word: String,
    /// What it does.
    pub about: Text,
    /// How it is written.
    pub usage: Text,
    /// Its own arguments and options.
    pub options: Vec<OptionInfo>,
    /// What help says after them.
    pub after: Text,
}

/// An argument or an option.
#[derive(Clone, Debug)]
pub(crate) struct OptionInfo {
    /// As it is written.
    pub written: Text,
    /// What it means.
    pub help: Text,
}

fn page(slug: &str, title: Text, write: &dyn Fn(&mut Sheet)) -> Page {
    let [zh, en] = LANGS.map(|lang| {
        let mut sheet = Sheet::new(lang);
        write(&mut sheet);
        sheet.done()
    });
    Page { slug: slug.to_owned(), group: Group::Reference, title, text: Text::new(zh, en) }
}

/// Every command with its options.
pub(super) fn commands(all: &[CommandInfo]) -> Page {
    page("commands", say!("命令", "Commands"), &|sheet| {
        let lang = sheet.lang;
        for own in all {
            if own.word.is_empty() {
                sheet.heading(2, say!("所有命令都有的选项", "Options of every command").get(lang));
            } else {
                sheet.heading(2, &code(&format!("yize {}", own.word)));
                sheet.paragraph(&plain(own.about.get(lang)));
                sheet.code("", own.usage.get(lang));
            }
            let row = |option: &OptionInfo| vec![code(option.written.get(lang)), plain(option.help.get(lang))];
            let rows: Vec<Vec<String>> = own.options.iter().map(row).collect();
            sheet.table(&[say!("写法", "written"), say!("意思", "means")], &rows);
            let after = own.after.get(lang);
            if !after.is_empty() {
                sheet.code("", after);
            }
        }
    })
}

/// Every finding of the host.
pub(super) fn findings() -> Page {
    page("findings", say!("yize 自己报告的问题", "Findings of yize itself"), &|sheet| {
        let lang = sheet.lang;
        sheet.say(&say!(
            "名称以 `host/` 开头，不属于任何规则包。`yize explain host/syntax` 这样的命令可以看到同样的说明。",
            "Their names begin with `host/`; they belong to no pack. `yize explain host/syntax` and the like tell the same."
        ));
        let effect = |effect: Effect| match effect {
            Effect::None => say!("0", "0"),
            Effect::Violation => say!("1（发现违规）", "1 (violations)"),
            Effect::Incomplete => say!("3（检查不完整）", "3 (incomplete)"),
            Effect::NotChecked => say!("2（未完成检查）", "2 (not checked)"),
        };
        let row = |rule: &host::HostRule| {
            let pick = |(zh, en): (&'static str, &'static str)| plain(if lang == Lang::Zh { zh } else { en });
            vec![code(rule.name), pick(rule.title), effect(rule.effect).get(lang).to_owned(), pick(rule.explain)]
        };
        let rows: Vec<Vec<String>> = host::ALL.iter().map(row).collect();
        let heads =
            [say!("名称", "name"), say!("标题", "title"), say!("退出码", "exit status"), say!("说明", "explanation")];
        sheet.table(&heads, &rows);
    })
}
