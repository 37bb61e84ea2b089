//! What axe finds in every view: nothing, in both themes, on a wide screen and on a phone.

use serde_json::{Value, json};

use super::{Driver, baoding, block, open, until};

const AXE: &str = include_str!("../../axe/axe.min.js");

/// A view, and what is there when it is drawn.
pub const VIEWS: &[(&str, &str)] = &[
    ("overview", ".grid tbody tr"),
    ("findings", ".group"),
    ("findings?group=who&fold=none", "article.finding"),
    ("unit?body=baoding", ".who-head"),
    ("calendar", ".cal .mark"),
    ("calendar?id=meetings", ".cal .mark"),
    ("assignment", ".person-row .part"),
    ("scores", ".spread svg"),
    ("reloads", ".reload"),
];

#[test]
fn axe_finds_nothing_in_any_view() {
    let (driver, server) = (Driver::new(), baoding());
    for width in [1400, 390] {
        let profile = tempfile::tempdir().expect("a folder");
        block(async {
            let page = open(&driver, &profile.path().to_string_lossy(), "zh-CN", width).await;
            let mut found = Vec::new();
            for theme in ["light", "dark"] {
                for (view, what) in VIEWS {
                    page.goto(&format!("http://{}/#/{view}", server.addr)).await.expect("the page");
                    page.execute("localStorage.setItem('yize-theme', arguments[0])", vec![theme.into()])
                        .await
                        .expect("a theme");
                    page.refresh().await.expect("anew");
                    until(&page, &format!("document.querySelector('{what}')")).await;
                    if view.starts_with("findings?") {
                        let open = "document.querySelector('article.finding .opener').click()";
                        page.execute(open, vec![]).await.expect("opened");
                        until(&page, "document.querySelector('.inside .actions')").await;
                    }
                    page.execute(AXE, vec![]).await.expect("axe");
                    let run = "const done = arguments[0]; axe.run(document, { resultTypes: ['violations'] }).then((all) => \
                        done(all.violations.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => `${node.target} ${node.failureSummary}`)}`)), (error) => done([String(error)]))";
                    let said = page.execute_async(run, vec![]).await.expect("an answer");
                    if said != json!([]) {
                        found.push(format!("{theme} {width} {view}: {said:#}"));
                    }
                }
            }
            assert!(found.is_empty(), "{}", found.join("\n"));
            let theme = page.execute("return document.documentElement.dataset.theme", vec![]).await.expect("a theme");
            assert_eq!(theme, Value::String("dark".to_owned()));
            page.close().await.expect("closed");
        });
    }
}
