//! Scores on the page: the ranking with search and filters, cards with their records, and why there are none.

use fantoccini::Locator;

use super::{Driver, block, open, text, until};
use crate::server::Server;
use crate::support::Workdir;

/// A project with the model scheme, in which one record is broken.
fn model() -> Workdir {
    let dir = Workdir::bare().copy("examples/schemes/model/data", "data").copy("examples/schemes/model/rules", "rules");
    dir.edit("data/ledger.toml", "days = 6.5", "days = \"六天半\"")
}

#[test]
fn the_ranking_is_searched_and_filtered_and_a_card_opens_its_records() {
    let (driver, server) = (Driver::new(), Server::new(model(), &[]));
    let profile = tempfile::tempdir().expect("a folder");
    block(async {
        let page = open(&driver, &profile.path().to_string_lossy(), "zh-CN", 1200).await;
        page.goto(&format!("http://{}/#/scores", server.addr)).await.expect("the page");
        let table = text(&page, ".ranking-table").await;
        assert!(table.contains("委员戊") && table.contains("工商联") && table.contains("界别"), "{table}");
        // Who is not worked out says where that comes from.
        assert!(table.contains("ledger.toml:34"), "{table}");
        assert!(text(&page, ".standing").await.contains("没有算完"));
        let rows = |n: usize| format!("document.querySelectorAll('.ranking-table tbody tr').length === {n}");
        until(&page, &rows(7)).await;

        page.find(Locator::Css("#search-cards")).await.expect("a search").send_keys("委员乙").await.expect("typed");
        until(&page, &rows(1)).await;
        page.goto(&format!("http://{}/#/scores?grade=不称职", server.addr)).await.expect("the page");
        until(&page, &rows(2)).await;
        page.goto(&format!("http://{}/#/scores?only=incomplete", server.addr)).await.expect("the page");
        until(&page, &rows(1)).await;
        page.goto(&format!("http://{}/#/scores?group=sector&value=工商联&q=SF-0006", server.addr)).await.expect("anew");
        until(&page, &rows(1)).await;
        until(&page, "document.querySelector('.by-group tbody a').textContent === '工商联'").await;

        page.find(Locator::Css(".ranking-table tbody a")).await.expect("a name").click().await.expect("opened");
        let card = text(&page, ".score-card").await;
        assert!(card.contains("委员己") && card.contains("2026-02-05") && card.contains("提案庚"), "{card}");
        let record = "details.score-line summary";
        page.find(Locator::Css(record)).await.expect("a record").click().await.expect("opened");
        let lines = text(&page, "details.score-line[open] .code").await;
        assert!(lines.contains("ledger.toml:") && lines.contains("SF-0006"), "{lines}");
        page.close().await.expect("closed");
    });
}

#[test]
fn where_no_scheme_applies_the_page_says_why_and_draws_no_bars() {
    let dir = model().edit("rules/model/score.rhai", "2026-01-01", "2030-01-01");
    let (driver, server) = (Driver::new(), Server::new(dir, &[]));
    let profile = tempfile::tempdir().expect("a folder");
    block(async {
        let page = open(&driver, &profile.path().to_string_lossy(), "zh-CN", 1200).await;
        page.goto(&format!("http://{}/#/scores", server.addr)).await.expect("the page");
        let shown = text(&page, ".empty").await;
        assert!(shown.contains("没有适用的计分办法") && shown.contains("2030-01-01 起施行"), "{shown}");
        assert!(page.find(Locator::Css(".spread")).await.is_err());
        page.close().await.expect("closed");
    });
}
