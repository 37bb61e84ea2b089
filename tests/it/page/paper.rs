//! The page on paper, and pictures of every view.

use std::path::Path;

use fantoccini::Client;
use fantoccini::wd::{PrintConfigurationBuilder, PrintMargins, PrintSize};

use super::axe::VIEWS;
use super::{Driver, baoding, block, open, until};
use crate::support::root;

/// What is printed of a page, on A4.
async fn printed(page: &Client) -> Vec<u8> {
    let margins = PrintMargins { top: 1.3, bottom: 1.5, left: 1.2, right: 1.2 };
    let paper = PrintConfigurationBuilder::default().size(PrintSize { width: 21.0, height: 29.7 }).margins(margins);
    page.print(paper.build().expect("a paper")).await.expect("printed")
}

/// How many pages a PDF has.
fn pages(pdf: &[u8]) -> usize {
    let text = String::from_utf8_lossy(pdf);
    text.matches("/Type /Page\n").count() + text.matches("/Type /Page ").count() + text.matches("/Type/Page/").count()
}

#[test]
fn all_that_the_filters_leave_is_printed_on_few_pages() {
    let (driver, server) = (Driver::new(), baoding());
    let profile = tempfile::tempdir().expect("a folder");
    block(async {
        let page = open(&driver, &profile.path().to_string_lossy(), "zh-CN", 1400).await;
        page.goto(&format!("http://{}/#/findings?status=pending&fold=all", server.addr)).await.expect("the page");
        until(&page, "document.querySelector('.group')").await;
        let number = "Number(document.querySelector('#chip-pending b').textContent)";
        let all = page.execute(&format!("return {number}"), vec![]).await.expect("a number").as_u64().expect("one");
        assert!(all > 40, "{all}");
        // What is laid out for paper while it is printed; no browser's window shows it.
        page.execute("window.dispatchEvent(new Event('beforeprint'))", vec![]).await.expect("laid out");
        let rows = "document.querySelectorAll('.paper tbody tr:not(.unit-head)').length";
        until(&page, &format!("{rows} === {all}")).await;
        let told = page.execute("return document.querySelector('.paper').textContent", vec![]).await.expect("a text");
        let told = told.as_str().expect("a text");
        assert!(told.contains("保定市政协") && told.contains("截至 2026-06-30") && told.contains("负责人："), "{told}");
        assert!(!told.contains("baoding/"), "no rule's code stands on paper: {told}");
        page.execute("window.dispatchEvent(new Event('afterprint'))", vec![]).await.expect("put away");
        until(&page, "!document.querySelector('.paper')").await;
        let pdf = printed(&page).await;
        let most = usize::try_from(all.div_ceil(19)).expect("few");
        assert!((1..=most).contains(&pages(&pdf)), "{} pages for {all}", pages(&pdf));
        // The screen is as it was.
        until(&page, "!document.querySelector('.paper') && !document.body.classList.contains('papered')").await;
        page.close().await.expect("closed");
    });
}

/// Makes pictures of each view in both languages and themes, wide and as a phone shows it, and of what is printed, in
/// `target/pages`: `cargo test --test it -- --ignored pictures_of_every_view`. To be looked at, not compared.
#[test]
#[ignore = "makes pictures for people to look at"]
fn pictures_of_every_view() {
    let folder = root().join("target/pages");
    std::fs::create_dir_all(&folder).expect("a folder");
    let (driver, server) = (Driver::new(), baoding());
    for width in [1400, 390] {
        for (lang, own) in [("zh-CN", "zh"), ("en", "en")] {
            let profile = tempfile::tempdir().expect("a folder");
            block(async {
                let page = open(&driver, &profile.path().to_string_lossy(), lang, width).await;
                for theme in ["light", "dark"] {
                    for (view, what) in VIEWS {
                        page.goto(&format!("http://{}/#/{view}", server.addr)).await.expect("the page");
                        let set = "localStorage.setItem('yize-theme', arguments[0]); localStorage.setItem('yize-lang', arguments[1])";
                        page.execute(set, vec![theme.into(), own.into()]).await.expect("set");
                        page.refresh().await.expect("anew");
                        until(&page, &format!("document.querySelector('{what}')")).await;
                        let name: String = view.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
                        picture(&page, &folder.join(format!("{name}-{own}-{theme}-{width}.png")), width).await;
                        if theme == "light" && width > 1000 {
                            std::fs::write(folder.join(format!("{name}-{own}.pdf")), printed(&page).await)
                                .expect("written");
                        }
                    }
                }
                page.close().await.expect("closed");
            });
        }
    }
}

/// A picture of a whole page, however long it is.
async fn picture(page: &Client, file: &Path, width: u32) {
    let height = page.execute("return document.documentElement.scrollHeight", vec![]).await.expect("a height");
    let height = u32::try_from(height.as_u64().unwrap_or(900)).unwrap_or(900).clamp(900, 6000);
    if width > 500 {
        page.set_window_size(width, height + 140).await.expect("a size");
    }
    std::fs::write(file, page.screenshot().await.expect("a picture")).expect("written");
    if width > 500 {
        page.set_window_size(width, 900).await.expect("a size");
    }
}
