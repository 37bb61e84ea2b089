//! What an office does on a Monday: what is overdue in 路南区, whose is it, open it by keyboard, go to whom it concerns and back,
//! pass the link on, and take the list along; while others go on writing.

use std::io::Cursor;
use std::time::Duration;

use calamine::{Reader as _, Xlsx};
use fantoccini::{Client, Locator};
use serde_json::Value;

use super::{Driver, block, open, text, until};
use crate::server::Server;
use crate::support::Workdir;

/// The problem that nobody has solved in time, and where it was found.
const PROBLEM: &str = "放学时段交通拥堵";
const STATION: &str = "春晖社区双联双服委员工作站";

/// Tangshan with a problem of 路南区 that is not solved in time.
fn tangshan() -> Server {
    let dir = Workdir::bare().copy("examples/tangshan", "data").copy("rules", "rules");
    let solved = "solved_on = 2026-03-09\nsolution  = \"增设接送等候区，错峰放学\"\n";
    let dir = dir.edit("data/data/counties/lunan.toml", solved, "");
    Server::new(dir, &[])
}

/// Presses a key where the focus is. What has it may be drawn anew between the two questions; then nothing was pressed.
async fn press(page: &Client, key: &str) {
    for _ in 0..50 {
        let focus = page.active_element().await.expect("a focus");
        if focus.send_keys(key).await.is_ok() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("nothing takes the key");
}

const DOWN: &str = "\u{e015}";
const LEFT: &str = "\u{e012}";
const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";
/// The row that has the focus on its button.
const ROW: &str = "document.activeElement.matches('.finding .opener')";

async fn value(page: &Client, script: &str) -> String {
    let value = page.execute(&format!("return {script}"), vec![]).await.expect("a value");
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[test]
fn what_is_overdue_is_found_opened_passed_on_and_taken_along() {
    let (driver, server) = (Driver::new(), tangshan());
    let profile = tempfile::tempdir().expect("a folder");
    block(async {
        let page = open(&driver, &profile.path().to_string_lossy(), "zh-CN", 1400).await;
        page.goto(&format!("http://{}/", server.addr)).await.expect("the page");
        // One click from the overview, by keyboard.
        let line = text(&page, ".next .stack .lines li").await;
        assert!(
            line.contains("在工作站发现的问题按期解决") && line.contains("逾期 57 天") && line.contains(STATION),
            "{line}"
        );
        let lead = page.find(Locator::Css(".next .stack .lines li a.what")).await.expect("a line");
        lead.send_keys(ENTER).await.expect("Enter");
        until(&page, "document.querySelectorAll('.finding').length === 1").await;
        let row = text(&page, ".finding").await;
        assert!(row.contains(PROBLEM) && row.contains("2026-05-04"), "{row}");
        let head = text(&page, ".group-head").await;
        assert!(head.contains(STATION) && head.contains("路南区政协"), "{head}");

        page.find(Locator::Css("#search")).await.expect("a search").send_keys(DOWN).await.expect("a key");
        press(&page, DOWN).await;
        until(&page, ROW).await;
        press(&page, ENTER).await;
        let inside = text(&page, ".inside .facts:last-of-type").await;
        assert!(inside.contains("依据") && inside.contains(STATION), "{inside}");
        assert!(text(&page, ".inside .code").await.contains("2026-201"));
        until(&page, "document.querySelector('.inside .actions')").await;
        press(&page, ESCAPE).await;
        until(&page, &format!("!document.querySelector('.inside') && {ROW}")).await;
        press(&page, ENTER).await;
        until(&page, &format!("document.querySelector('.inside .code') && {ROW}")).await;

        // Whose it is, and back to where one was.
        page.find(Locator::Css(".inside .facts a[href^='#/person']"))
            .await
            .expect("who")
            .click()
            .await
            .expect("a click");
        assert_eq!(text(&page, ".who-head h2").await, STATION);
        assert_eq!(text(&page, ".who-head a[href*='due=overdue'] b").await, "1");
        until(&page, "document.querySelectorAll('.finding').length === 1").await;
        page.back().await.expect("back");
        until(&page, "document.querySelector('.inside .code') && document.activeElement.closest('.finding')").await;
        page.refresh().await.expect("anew");
        until(&page, "document.querySelector('.inside .code')").await;

        // The link opens the same.
        let stub = "Object.defineProperty(navigator, 'clipboard', { value: { writeText: async (t) => { window.copied = t; } } });\
            URL.createObjectURL = (blob) => { blob.text().then((t) => { window.table = t; }); return 'data:,'; };";
        page.execute(stub, vec![]).await.expect("a stub");
        page.find(Locator::Css("#copy-link")).await.expect("a button").click().await.expect("a click");
        until(
            &page,
            "window.copied === location.href && document.querySelector('#copy-link').innerText.includes('已复制')",
        )
        .await;
        let copied = value(&page, "window.copied").await;
        // What is taken along is what is shown.
        page.find(Locator::Css("#csv")).await.expect("a button").click().await.expect("a click");
        until(&page, "window.table").await;
        let table = value(&page, "window.table").await;
        assert_eq!(table.lines().count(), 2, "{table}");
        assert!(table.contains(PROBLEM) && table.contains(STATION) && table.contains("路南区政协"), "{table}");
        page.goto("about:blank").await.expect("elsewhere");
        page.goto(&copied).await.expect("the link");
        until(&page, "document.querySelectorAll('.finding').length === 1 && document.querySelector('.inside .code')")
            .await;
        // Words are looked for while they are typed; the field keeps the focus, and the address holds them.
        page.goto(&format!("http://{}/#/findings?fold=none", server.addr)).await.expect("all");
        until(&page, "document.querySelectorAll('.finding').length > 20").await;
        page.find(Locator::Css("#search")).await.expect("a search").send_keys("路南区 拥堵").await.expect("typed");
        until(&page, "document.querySelectorAll('.finding').length === 1 && document.activeElement.id === 'search'")
            .await;
        until(&page, "decodeURIComponent(location.hash).includes('路南区') && document.querySelector('#chip-pending').innerText.includes('0')").await;
        page.close().await.expect("closed");
    });
}

#[test]
fn neither_focus_nor_place_is_lost_when_a_round_comes() {
    let (driver, server) = (Driver::new(), tangshan());
    let profile = tempfile::tempdir().expect("a folder");
    block(async {
        let page = open(&driver, &profile.path().to_string_lossy(), "zh-CN", 1400).await;
        page.goto(&format!("http://{}/#/findings?fold=none", server.addr)).await.expect("the page");
        until(&page, "document.querySelectorAll('.finding').length > 20").await;
        // Some rows down, one is open and has the focus.
        page.find(Locator::Css("#search")).await.expect("a search").send_keys(DOWN).await.expect("a key");
        for _ in 0..24 {
            press(&page, DOWN).await;
        }
        press(&page, ENTER).await;
        until(&page, &format!("document.querySelector('.inside .code') && {ROW}")).await;
        let spot = "[document.activeElement.closest('[data-row]').dataset.row, Math.round(document.activeElement.getBoundingClientRect().top)].join()";
        let before = value(&page, spot).await;
        let all = value(&page, "document.querySelectorAll('.finding').length").await;

        let solved = "solved_on = 2026-02-11\nsolution  = \"协调住建部门疏通管道，更换井盖\"\n";
        server.edit("data/data/counties/lunan.toml", solved, "");
        until(
            &page,
            &format!("document.querySelectorAll('.finding').length > {all} && document.querySelector('[data-new]')"),
        )
        .await;
        let after = value(&page, spot).await;
        let [(row, top), (own, now)] = [&before, &after].map(|spot| spot.split_once(',').expect("two"));
        let [top, now] = [top, now].map(|top| top.parse::<i32>().expect("a number"));
        assert!(row == own && (top - now).abs() < 4, "{before} {after}");
        until(&page, &format!("document.querySelector('.inside .code') && {ROW}")).await;

        // When the row itself goes, the focus is on one beside it.
        page.execute("location.hash = '#/findings?body=tangshan/lunan&status=violation'", vec![])
            .await
            .expect("a script");
        until(&page, "document.querySelectorAll('.finding').length >= 2").await;
        page.find(Locator::Css(".finding .opener")).await.expect("a row").click().await.expect("a click");
        let text = server.dir.read("data/data/counties/lunan.toml");
        let first = "title     = \"楼前污水井外溢\"\nfound_on  = 2026-01-29\n";
        assert!(text.contains(first), "{text}");
        server.edit("data/data/counties/lunan.toml", first, &format!("{first}{solved}"));
        until(&page, &format!("document.querySelectorAll('.finding').length === 2 - 1 && {ROW}")).await;
        press(&page, LEFT).await;
        until(&page, "document.activeElement.closest('[data-row]')").await;
        page.close().await.expect("closed");
    });
}

/// A query's value as an address holds it.
fn word(text: &str) -> String {
    text.bytes().map(|byte| ["%".to_owned(), format!("{byte:02X}")].concat()).collect()
}

#[test]
fn rows_are_filtered_searched_and_grouped_and_chips_count_what_the_others_leave() {
    let server = tangshan();
    server.board();
    let rows = |query: &str| server.get(&format!("/rows?lang=zh&{query}")).json();
    let all = rows("");
    assert_eq!((&all["by"], &all["order"], &all["left"]["violation"]), (&"rule".into(), &"gravest".into(), &1.into()));
    let violation = &all["groups"][0]["rows"][0];
    assert_eq!((&violation["days"], &violation["who"][0]["name"]), (&(-57).into(), &STATION.into()));

    // Found by what people say: unit, message, the one who must act.
    for said in ["路南区政协", PROBLEM, STATION, "春晖 拥堵"] {
        let found = rows(&format!("status=violation&q={}", word(said)));
        assert_eq!(found["total"], 1, "{said}");
    }
    // Chips: what the other filters leave, whichever status is chosen.
    let lunan = rows("body=tangshan/lunan&status=pending");
    assert_eq!(
        (&lunan["total"], &lunan["left"]["violation"], &lunan["left"]["pending"]),
        (&1.into(), &1.into(), &1.into())
    );
    assert_eq!((&lunan["by"], &lunan["order"]), (&"due".into(), &"due".into()), "what is pending comes by its day");
    for (due, total) in [("overdue", 1), ("2026-05-04", 1), ("7", 0), ("never", 0), ("2026-08-01..2026-08-31", 1)] {
        assert_eq!(rows(&format!("body=tangshan/lunan&due={due}"))["total"], total, "{due}");
    }
    let who = word(&format!("workstation/{STATION}"));
    assert_eq!(rows(&format!("body=tangshan/lunan&who={who}"))["total"], 1);

    // Groups in their order, and folded as they are asked to be.
    let dates = rows("status=pending&group=due&fold=all");
    let keys: Vec<&str> = list(&dates["groups"]).iter().filter_map(|group| group["key"].as_str()).collect();
    assert!(keys.len() > 3 && keys.is_sorted(), "{keys:?}");
    assert!(list(&dates["groups"]).iter().all(|group| group["open"] == false && list(&group["rows"]).is_empty()));
    let counted: u64 = list(&dates["groups"]).iter().filter_map(|group| group["total"].as_u64()).sum();
    assert_eq!(Some(counted), dates["total"].as_u64());
    let id = dates["groups"][1]["id"].as_str().expect("an id");
    let opened = rows(&format!("status=pending&group=due&fold=all&open={id}"));
    assert_eq!((&opened["groups"][0]["open"], &opened["groups"][1]["open"]), (&false.into(), &true.into()));
    let print = opened["groups"][1]["rows"][0]["fingerprint"].as_str().expect("a print");
    assert_eq!(rows(&format!("status=pending&group=due&fold=all&row={print}"))["groups"][1]["open"], true);
    let (id, first) = (dates["groups"][0]["id"].as_str().expect("an id"), rows("status=pending&group=due"));
    let later = rows(&format!("status=pending&group=due&only={id}&offset=1&limit=2"));
    assert_eq!((list(&later["groups"]).len(), list(&later["groups"][0]["rows"]).len()), (1, 2));
    assert_eq!(later["groups"][0]["rows"][0], first["groups"][0]["rows"][1]);
    for wrong in ["due=soon", "group=city", "order=up", "fold=half"] {
        server.get(&format!("/rows?{wrong}")).refuses(400, "request");
    }

    // The table has the same findings in the same order.
    let table = String::from_utf8(server.get("/findings.csv?lang=zh&status=pending&group=due").body).expect("text");
    let shown = rows("status=pending&group=due&fold=none&limit=500");
    let prints: Vec<&str> = list(&shown["groups"])
        .iter()
        .flat_map(|g| list(&g["rows"]))
        .filter_map(|r| r["fingerprint"].as_str())
        .collect();
    let at: Vec<usize> = prints.iter().map(|print| table.find(print).expect("in the table")).collect();
    assert!(at.is_sorted() && table.lines().count() == prints.len() + 1, "{table}");
    // So has the workbook.
    let bytes = server.get("/findings.xlsx?lang=zh&status=pending&group=due").body;
    let mut book = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    let range = book.worksheet_range("检查结果").expect("a sheet");
    let own: Vec<String> = range.rows().skip(1).map(|row| row[22].to_string()).collect();
    assert_eq!(own, prints);
}

#[test]
fn the_board_says_what_comes_next_and_every_line_counts_what_it_leads_to() {
    let server = tangshan();
    let coming = server.board()["coming"].clone();
    let rows = |query: &str| server.get(&format!("/rows?lang=en&{query}")).json();
    assert_eq!(coming["overdue_total"], rows("due=overdue")["total"]);
    let late = &coming["overdue"][0];
    assert_eq!((&late["days"], &late["who"][0]["body"]), (&(-57).into(), &"tangshan/lunan".into()));
    let days: Vec<&Value> = list(&coming["days"]).iter().chain([&coming["later"]]).collect();
    for day in days {
        let date = day["date"].as_str().expect("a date");
        assert_eq!(day["total"], rows(&format!("status=pending&due={date}"))["total"], "{date}");
        for line in list(&day["lines"]) {
            let rule = line["rule"].as_str().expect("a rule");
            assert_eq!(
                line["total"],
                rows(&format!("status=pending&due={date}&rule={rule}"))["total"],
                "{date} {rule}"
            );
        }
    }
    for person in list(&coming["people"]) {
        let [body, who] = ["body", "id"].map(|key| word(person[key].as_str().expect("a name")));
        let own = rows(&format!("body={body}&who={who}"));
        let open = own["total"].as_u64().expect("a number") - own["left"]["waived"].as_u64().expect("a number");
        assert_eq!(person["total"].as_u64(), Some(open), "{person}");
        let actor = server.get(&format!("/actor?body={body}&who={who}&lang=zh")).json();
        assert_eq!((&actor["name"], &actor["overdue"]), (&person["name"], &person["overdue"]));
    }
    // The first is the one with what is overdue.
    assert_eq!(coming["people"][0]["name"], STATION);
    server.get("/actor?body=tangshan&who=member/nobody").refuses(404, "actor");
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}
