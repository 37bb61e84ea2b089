//! Commands that go on while files are edited.

use clap::Command;

use super::Grammar;
use yize_core::say;

/// `yize serve`.
pub(super) fn serve(g: Grammar) -> Command {
    let about = say!(
        "在浏览器里看检查结果，数据或规则一改就更新",
        "Show findings in the browser, renewed at every change of data or rules"
    );
    let usage = say!("yize serve [选项] [路径]...", "yize serve [OPTIONS] [PATH]...");
    let after = say!(
        "网页之外，POST /check 检查一份 TOML 文件，返回 JSON 报告，不作保存：\n  curl --data-binary @计划.toml -H 'Content-Type: application/toml' http://127.0.0.1:7420/check\n按 Ctrl-C 结束。",
        "Besides the page, POST /check takes a TOML document and answers with the JSON report; nothing is stored:\n  curl --data-binary @plan.toml -H 'Content-Type: application/toml' http://127.0.0.1:7420/check\nCtrl-C ends it."
    );
    let paths = say!(
        "数据文件、文件夹或项目（默认为当前文件夹）",
        "Data files, folders or projects (default: the current folder)"
    );
    let addr = say!(
        "地址和端口（默认 127.0.0.1:7420，只有本机能看；端口 0 为任一空闲端口）",
        "Address and port (default: 127.0.0.1:7420, for this machine only; port 0 is any that is free)"
    );
    let token = say!("口令；本机以外的地址必须有", "What readers must show; an address beyond this machine needs it");
    g.command("serve", &about, &usage)
        .after_help(g.t(&after))
        .arg(g.paths(&paths))
        .arg(g.value("addr", &say!("地址:端口", "ADDR"), &addr))
        .arg(g.value("token", &say!("口令", "TOKEN"), &token))
        .arg(super::watch::poll(g))
        .args(g.common())
}
