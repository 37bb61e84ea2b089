//! The live page in a browser: it shows what changes while nobody reloads it.

mod acts;
mod axe;
mod paper;
mod monday;
mod scores;

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder, Locator};
use serde_json::{Value, json};

use crate::server::{PATIENCE, Server, slow, slowly};
use crate::support::Workdir;

/// A driver of browsers that ends with the test.
pub struct Driver {
    child: Child,
    port: u16,
}

impl Driver {
    pub fn new() -> Self {
        let mut command = Command::new("chromedriver");
        let mut child = command.arg("--port=0").stdout(Stdio::piped()).spawn().expect("chromedriver; see tests/run");
        let lines = BufReader::new(child.stdout.take().expect("piped")).lines();
        let port = lines
            .map_while(Result::ok)
            .find_map(|line| line.split_once("started successfully on port ")?.1.trim_end_matches('.').parse().ok());
        Self { child, port: port.expect("a port") }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A page of that width in a browser of that language.
pub async fn open(driver: &Driver, profile: &str, lang: &str, width: u32) -> Client {
    let size = format!("--window-size={width},900");
    let (lang, profile) = (format!("--lang={lang}"), format!("--user-data-dir={profile}"));
    let args = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-background-networking",
        "--no-first-run",
        "--disable-sync",
        "--disable-component-update",
        "--disable-dev-shm-usage",
        &size,
        &lang,
        &profile,
    ];
    let languages = lang.trim_start_matches("--lang=");
    let mut options = json!({
        "binary": "/usr/bin/chromium",
        "args": args,
        "prefs": { "intl.accept_languages": languages, "intl.selected_languages": languages },
    });
    if width < 500 {
        // No window is as narrow as a phone.
        options["mobileEmulation"] = json!({ "deviceMetrics": { "width": width, "height": 844, "pixelRatio": 2.0 } });
    }
    let mut capabilities = Capabilities::new();
    capabilities.insert("goog:chromeOptions".into(), options);
    capabilities.insert("goog:loggingPrefs".into(), json!({ "browser": "ALL" }));
    let connector = hyper_util::client::legacy::connect::HttpConnector::new();
    let url = format!("http://127.0.0.1:{}", driver.port);
    ClientBuilder::new(connector).capabilities(capabilities).connect(&url).await.expect("a browser")
}

/// Waits for something to be there, and gives its text.
pub async fn text(page: &Client, what: &str) -> String {
    let wait = page.wait().at_most(PATIENCE).every(Duration::from_millis(50));
    let element = wait.for_element(Locator::Css(what)).await.unwrap_or_else(|error| panic!("{what}: {error}"));
    // It may be drawn anew between the two questions.
    match element.text().await {
        Ok(text) => text,
        Err(_) => page.find(Locator::Css(what)).await.expect(what).text().await.expect(what),
    }
}

/// Waits until a script gives true.
pub async fn until(page: &Client, what: &str) {
    for _ in 0..(PATIENCE.as_millis() / 50) {
        if page.execute(&format!("return Boolean({what})"), vec![]).await.ok() == Some(Value::Bool(true)) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let body = page.execute("return document.body.innerText", vec![]).await;
    panic!("{what} does not come about: {body:?}");
}

pub fn block<T>(work: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(work)
}

fn baoding() -> Server {
    let dir = Workdir::bare().copy("examples/baoding", "data").copy("rules", "rules");
    Server::new(dir, &[])
}

#[test]
fn a_verdict_that_does_not_hold_is_not_shown_as_one_that_does() {
    let (driver, server) = (Driver::new(), Server::new(slowly(Workdir::sound()), &[]));
    let profile = tempfile::tempdir().expect("a folder");
    let profile = profile.path().to_string_lossy().into_owned();
    block(async {
        let page = open(&driver, &profile, "en", 1200).await;
        page.goto(&format!("http://{}/", server.addr)).await.expect("the page");
        until(&page, "document.querySelector('.verdict .icon') && !document.querySelector('.verdict.old')").await;
        assert!(text(&page, "#sure").await.contains("checked"));
        std::fs::write(server.dir.path("data/a.toml"), slow()).expect("written");
        assert!(text(&page, "#banner-stale").await.contains("does not end"));
        assert!(text(&page, ".verdict.old").await.starts_with("The result of then: passed"));
        until(&page, "document.title.startsWith('⚠')").await;
        page.close().await.expect("closed");
    });
}

#[test]
fn it_shows_a_new_finding_a_broken_pack_and_its_recovery_without_being_reloaded() {
    let (driver, server) = (Driver::new(), baoding());
    let profile = tempfile::tempdir().expect("a folder");
    block(async {
        let page = open(&driver, &profile.path().to_string_lossy(), "zh-CN", 1400).await;
        page.goto(&format!("http://{}/#/findings?status=violation", server.addr)).await.expect("the page");
        until(&page, "document.querySelector('.found .empty')").await;
        page.execute("window.loadedOnce = true", vec![]).await.expect("a mark that a reload would wipe out");

        // Data.
        server.edit("data/data/members/2-jingji.toml", "id         = \"BD-0068\"\nname       = \"常槐荫\"\nsector     = \"工商联\"\ncommittees = [\"经济委\"]", "id         = \"BD-0068\"\nname       = \"常槐荫\"\nsector     = \"工商联\"\ncommittees = [\"经济委\", \"提案委\"]");
        let card = text(&page, "article[data-rule='baoding/entry/one-committee'][data-new]").await;
        assert!(card.contains("常槐荫") && card.contains("新"), "{card}");
        let row = "article[data-rule='baoding/entry/one-committee'] .opener";
        page.find(Locator::Css(row)).await.expect("a row").click().await.expect("opened");
        assert_eq!(text(&page, "article mark").await, "[\"经济委\", \"提案委\"]");
        assert!(text(&page, "#banner-new").await.contains("项新问题"));

        // A rule that no longer compiles.
        let rule = server.dir.read("rules/baoding/plan.rhai");
        server.edit("rules/baoding/plan.rhai", "if !planned::is_known(session.form, ctx) {", "if !knwon {");
        let banner = text(&page, "#banner-held").await;
        assert!(banner.contains("baoding") && banner.contains("knwon"), "{banner}");
        // The rules as they last were go on being in force.
        until(&page, "document.querySelector(\"article[data-rule='baoding/entry/one-committee']\")").await;

        // And again.
        std::fs::write(server.dir.path("rules/baoding/plan.rhai"), rule).expect("written");
        until(&page, "!document.querySelector('#banner-held')").await;
        until(&page, "document.querySelector(\"article[data-rule='baoding/entry/one-committee']\")").await;
        let kept = page.execute("return window.loadedOnce", vec![]).await.expect("a value");
        assert_eq!(kept, Value::Bool(true), "the page was not reloaded");
        page.close().await.expect("closed");
    });
}

#[test]
fn it_says_when_the_server_is_gone_and_speaks_both_languages() {
    let (driver, mut server) = (Driver::new(), Server::new(Workdir::sound(), &[]));
    let profile = tempfile::tempdir().expect("a folder");
    block(async {
        let page = open(&driver, &profile.path().to_string_lossy(), "en-US", 1000).await;
        page.goto(&format!("http://{}/", server.addr)).await.expect("the page");
        until(&page, "document.querySelector('.tiles')").await;
        let nav = text(&page, "nav").await;
        assert!(nav.contains("Overview") && nav.contains("Findings"), "{nav}");
        page.find(Locator::Css("#lang")).await.expect("a switch").click().await.expect("a click");
        until(&page, "document.querySelector('nav').innerText.includes('总览')").await;
        page.find(Locator::Css("#theme")).await.expect("a switch").click().await.expect("a click");
        until(&page, "document.documentElement.dataset.theme === 'dark'").await;
        until(&page, "document.querySelector('#link').dataset.link === 'live'").await;
        assert_eq!(server.terminate(), Some(0));
        assert!(text(&page, "#banner-gone").await.contains("那时的结果"));
        // It comes back by itself when the server does.
        let back = Server::at(Workdir::sound(), &["data", "--rules", "rules", "--addr", &server.addr.to_string()]);
        until(&page, "document.querySelector('#link').dataset.link === 'live'").await;
        until(&page, "!document.querySelector('#banner-gone')").await;
        drop(back);
        text(&page, "#banner-gone").await;
        // Every view can be drawn of what was last heard.
        for view in ["overview", "calendar", "assignment", "scores", "reloads"] {
            page.execute(&format!("location.hash = '#/{view}'"), vec![]).await.expect("a script");
            until(&page, "document.querySelector('#main > div').childElementCount > 0").await;
        }
        page.close().await.expect("closed");
    });
}

#[test]
fn every_view_is_drawn_on_a_phone_and_fits() {
    let (driver, server) = (Driver::new(), baoding());
    let profile = tempfile::tempdir().expect("a folder");
    block(async {
        let page = open(&driver, &profile.path().to_string_lossy(), "zh-CN", 390).await;
        for (view, what) in [
            ("overview", ".grid tbody tr"),
            ("findings", "article.finding"),
            ("calendar", ".cal .mark"),
            ("assignment", ".person-row .seg"),
            ("scores", ".spread svg"),
            ("reloads", ".reload"),
        ] {
            page.goto(&format!("http://{}/#/{view}", server.addr)).await.expect("the page");
            page.refresh().await.expect("anew");
            until(&page, &format!("document.querySelector('{what}')")).await;
            let wide = "document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1";
            until(&page, wide).await;
        }
        // Every body has its row, one below the other.
        page.goto(&format!("http://{}/#/overview", server.addr)).await.expect("the page");
        let rows = "[...document.querySelectorAll('.grid tbody tr')]";
        until(
            &page,
            &format!("{rows}.length > 15 && {rows}.every((tr, n) => !n || tr.offsetTop > {rows}[n - 1].offsetTop)"),
        )
        .await;
        // Names of counties stand on a line, and are scrolled to where there is no room.
        page.goto(&format!("http://{}/#/calendar", server.addr)).await.expect("the page");
        until(&page, "document.querySelectorAll('.table tbody th').length > 5").await;
        until(&page, "[...document.querySelectorAll('.table tbody th')].every(th => th.clientHeight < 60)").await;
        // A mark of the calendar can be reached and opened with the keyboard.
        page.goto(&format!("http://{}/#/calendar", server.addr)).await.expect("the page");
        until(&page, "document.querySelector('.cal .mark')").await;
        // The picture is drawn anew when the window settles, with nothing opened, so that one press may be lost.
        let opened = "return Boolean(document.querySelector('.detail:not([hidden]) h3'))";
        for _ in 0..40 {
            let mark = page.find(Locator::Css(".cal .mark")).await.expect("a mark");
            let pressed = mark.send_keys("\u{e007}").await.is_ok();
            tokio::time::sleep(Duration::from_millis(100)).await;
            if pressed && page.execute(opened, vec![]).await.ok() == Some(Value::Bool(true)) {
                break;
            }
        }
        until(&page, "document.querySelector('.detail:not([hidden]) h3')").await;
        page.close().await.expect("closed");
    });
}

#[test]
fn what_data_say_is_text_and_never_markup() {
    let name = "<b>x</b>";
    let dir = Workdir::sound().edit("data/a.toml", "name = \"委员甲\"", &format!("name = \"{name}\"\npoints = 1"));
    let (driver, server) = (Driver::new(), Server::new(dir, &[]));
    let profile = tempfile::tempdir().expect("a folder");
    block(async {
        let page = open(&driver, &profile.path().to_string_lossy(), "zh-CN", 1200).await;
        page.goto(&format!("http://{}/#/findings", server.addr)).await.expect("the page");
        assert!(text(&page, "article .message").await.contains(name));
        page.find(Locator::Css("article .opener")).await.expect("a row").click().await.expect("opened");
        assert!(text(&page, "article .code").await.contains("points = 1"));
        assert!(page.find_all(Locator::Css("article .message b, article pre b")).await.expect("a list").is_empty());
        page.close().await.expect("closed");
    });
}

#[test]
fn the_browser_finds_nothing_wrong_with_the_page() {
    let (driver, server) = (Driver::new(), Server::new(Workdir::sound(), &["--token", "correct-horse"]));
    let profile = tempfile::tempdir().expect("a folder");
    block(async {
        let page = open(&driver, &profile.path().to_string_lossy(), "zh-CN", 1200).await;
        page.goto(&format!("http://{}/", server.addr)).await.expect("the page");
        until(&page, "document.querySelector('#token')").await;
        let field = page.find(Locator::Css("#token")).await.expect("a field");
        field.send_keys("wrong-horse\u{e007}").await.expect("Enter");
        until(&page, "document.querySelector('[role=alert]')").await;
        let field = page.find(Locator::Css("#token")).await.expect("a field");
        field.send_keys("correct-horse\u{e007}").await.expect("Enter");
        until(&page, "document.querySelector('.tiles')").await;
        assert!(!page.current_url().await.expect("an address").as_str().contains("horse"));
        // What the policy forbids would show here: no style, script or address was refused.
        let styled = "getComputedStyle(document.querySelector('.tile')).borderTopLeftRadius !== '0px'";
        until(&page, styled).await;
        let outside = "performance.getEntriesByType('resource').filter(e => !e.name.startsWith(location.origin) && !e.name.startsWith('data:')).length === 0";
        until(&page, outside).await;
        page.close().await.expect("closed");
    });
}
