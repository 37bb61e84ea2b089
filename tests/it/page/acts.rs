//! Acting on the page, and what it says when nothing can be acted on: waivers, names on demand, banners that tell the truth.

use std::time::Duration;

use fantoccini::{Client, Locator};

use super::{Driver, baoding, block, open, text, until};
use crate::acts::{TOKEN, project};
use crate::server::Server;

async fn click(page: &Client, what: &str) {
    text(page, what).await;
    page.find(Locator::Css(what)).await.expect(what).click().await.unwrap_or_else(|error| panic!("{what}: {error}"));
}

async fn write(page: &Client, what: &str, words: &str) {
    page.find(Locator::Css(what)).await.expect(what).send_keys(words).await.expect(what);
}

/// Opens an address with the token, as a reader does who has entered it.
async fn enter(page: &Client, server: &Server, view: &str) {
    page.goto(&format!("http://{}/#/{view}", server.addr)).await.expect("the page");
    write(page, "#token", TOKEN).await;
    click(page, ".token button").await;
    until(page, "document.querySelector('nav a[aria-current]') && !document.querySelector('#token')").await;
}

#[test]
fn a_finding_is_excused_with_the_keyboard_and_the_focus_comes_back() {
    let words = ["it", "--token", TOKEN, "--editor", "vscode://file/{path}:{line}:{column}"];
    let (driver, server) = (Driver::new(), Server::at(project(), &words));
    let profile = tempfile::tempdir().expect("a folder");
    block(async {
        let page = open(&driver, &profile.path().to_string_lossy(), "zh-CN", 1200).await;
        enter(&page, &server, "findings?status=violation").await;
        click(&page, "article[data-rule='p/member/points'] .opener").await;
        let link = "document.querySelector('.acts a').getAttribute('href')";
        until(&page, &format!("{link}.startsWith('vscode://file/') && {link}.endsWith('/it/data/a.toml:5:10')")).await;
        // Broken data are mended, not excused.
        click(&page, "article[data-rule='host/type'] .opener").await;
        until(&page, "document.querySelector(\"article[data-rule='host/type'] .actions a\")").await;
        until(&page, "!document.querySelector(\"article[data-rule='host/type'] [id^=excuse-]\")").await;
        let button = "article[data-rule='p/member/points'] .acts button";
        page.execute("document.querySelector(arguments[0]).focus()", vec![button.into()]).await.expect("focused");
        write(&page, button, "\u{e007}").await;
        until(&page, "document.activeElement.name === 'reason'").await;
        // The focus goes round within the dialog, in both directions.
        let press = |keys: &'static str| async {
            page.active_element().await.expect("something").send_keys(keys).await.expect("pressed");
            page.execute("return Boolean(document.activeElement.closest('dialog'))", vec![]).await.expect("a value")
        };
        for keys in ["\u{e008}\u{e004}\u{e008}", "\u{e004}", "\u{e004}", "\u{e004}"] {
            assert_eq!(press(keys).await, true, "{keys:?}");
        }
        write(&page, "dialog textarea", "请假").await;
        write(&page, "dialog input[name=approved_by]", "主席会议").await;
        let day = "const day = document.querySelector('dialog input[type=date]'); day.value = '2026-07-31'; day.dispatchEvent(new Event('input', { bubbles: true }))";
        page.execute(day, vec![]).await.expect("a day");
        click(&page, "dialog button[type=submit]").await;
        let lines = text(&page, "dialog pre").await;
        assert!(lines.contains("reason      = \"请假\"") && lines.contains("until       = 2026-07-31"), "{lines}");
        assert!(!server.dir.read("it/yize.toml").contains("waiver"));
        // Another word, and the lines are to be shown anew.
        write(&page, "dialog textarea", "一天").await;
        until(&page, "!document.querySelector('dialog pre')").await;
        click(&page, "dialog button[type=submit]").await;
        text(&page, "dialog pre").await;
        until(&page, "document.activeElement.textContent === '写入'").await;
        page.active_element().await.expect("it").send_keys("\u{e007}").await.expect("pressed");
        assert!(text(&page, "dialog [role=status]").await.contains("it/yize.toml"));
        assert!(
            server
                .dir
                .read("it/yize.toml")
                .ends_with("reason      = \"请假一天\"\napproved_by = \"主席会议\"\nuntil       = 2026-07-31\n")
        );
        page.active_element().await.expect("it").send_keys("\u{e00c}").await.expect("escaped");
        until(&page, "!document.querySelector('dialog') && document.activeElement !== document.body").await;
        until(&page, "document.querySelector('#chip-waived b').textContent === '1'").await;
        page.close().await.expect("closed");
    });
}

#[test]
fn a_number_opens_its_names_and_a_calendar_s_marks_do_not_hide_one_another() {
    let (driver, server) = (Driver::new(), baoding());
    let profile = tempfile::tempdir().expect("a folder");
    block(async {
        let page = open(&driver, &profile.path().to_string_lossy(), "zh-CN", 1400).await;
        page.goto(&format!("http://{}/#/assignment", server.addr)).await.expect("the page");
        let count: usize = text(&page, ".part span").await.parse().expect("a number");
        click(&page, ".part").await;
        until(&page, &format!("document.querySelectorAll('.names li').length === {count}")).await;
        click(&page, ".part").await;
        until(&page, "document.querySelector('.names').hidden").await;
        assert!(text(&page, ".legend").await.contains("点开数字看名单"));

        page.goto(&format!("http://{}/#/calendar?id=meetings", server.addr)).await.expect("the page");
        let clashes = text(&page, ".notes").await;
        assert!(clashes.contains("经济委（全委会议）"), "{clashes}");
        let apart = "(() => { const own = [...document.querySelectorAll('.cal-track .mark .shape')].map((n) => n.getBoundingClientRect()); \
            return own.length > 30 && own.every((a, n) => a.width >= 23.5 && own.slice(n + 1).every((b) => a.right <= b.left + 1 || b.right <= a.left + 1 || a.bottom <= b.top + 1 || b.bottom <= a.top + 1)); })()";
        until(&page, apart).await;
        page.close().await.expect("closed");
    });
}

#[test]
fn a_month_with_more_meetings_than_fit_shows_their_number() {
    let session = |n: usize| {
        let day = 1 + n % 28;
        format!(
            "[[session]]\nid = \"2026-9{n:02}\"\nform = \"micro\"\ntitle = \"协商{n}\"\nperiod = 2026-05-{day:02}\n"
        )
    };
    let server = baoding();
    let plan = server.dir.read("data/data/plan.toml");
    let more: String = (0..30).map(session).collect();
    std::fs::write(server.dir.path("data/data/plan.toml"), format!("{plan}\n{more}")).expect("written");
    let (driver, profile) = (Driver::new(), tempfile::tempdir().expect("a folder"));
    block(async {
        let page = open(&driver, &profile.path().to_string_lossy(), "zh-CN", 1200).await;
        page.goto(&format!("http://{}/#/calendar?id=sessions", server.addr)).await.expect("the page");
        let heap = text(&page, ".mark.heap text").await;
        let count: usize = heap.parse().expect("a number");
        assert!(count >= 30, "{heap}");
        page.find(Locator::Css(".mark.heap")).await.expect("it").click().await.expect("opened");
        until(&page, &format!("document.querySelectorAll('.detail li').length === {count}")).await;
        page.close().await.expect("closed");
    });
}

#[test]
fn banners_tell_of_a_pack_that_was_never_right_and_of_a_server_that_does_not_answer() {
    let dir = project();
    let rules = dir.read("it/rules/p/a.rhai").replace("member.points < 60", "member.pionts < 60");
    let (driver, mut server) = (Driver::new(), Server::at(dir.with("it/rules/p/a.rhai", rules), &["it"]));
    let profile = tempfile::tempdir().expect("a folder");
    block(async {
        let page = open(&driver, &profile.path().to_string_lossy(), "zh-CN", 1200).await;
        page.goto(&format!("http://{}/#/findings", server.addr)).await.expect("the page");
        let banner = text(&page, "#banner-held").await;
        assert!(banner.contains("还没有一个好的版本") && banner.contains("pionts"), "{banner}");
        assert_eq!(server.terminate(), Some(0));
        assert!(text(&page, "#banner-gone").await.contains("重新启动"));
        tokio::time::sleep(Duration::from_millis(1500)).await;
        for lang in ["zh", "en"] {
            for view in [
                "overview",
                "findings",
                "findings?status=pending",
                "finding/none",
                "calendar",
                "assignment",
                "scores",
                "card?key=1",
                "reloads",
            ] {
                page.execute(&format!("location.hash = '#/{view}'"), vec![]).await.expect("a script");
                tokio::time::sleep(Duration::from_millis(150)).await;
                let said = page.execute("return document.body.innerText", vec![]).await.expect("a text").to_string();
                assert!(!said.to_lowercase().contains("fetch"), "{view}: {said}");
                let plain =
                    if lang == "zh" { "看到的是那时的结果" } else { "what you see is its result of then" };
                assert!(said.contains(plain), "{view}: {said}");
            }
            page.find(Locator::Css("#lang")).await.expect("a switch").click().await.expect("a click");
        }
        page.close().await.expect("closed");
    });
}
