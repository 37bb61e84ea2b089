//! Order and bytes of a report depend only on the inputs and the as-of date.

use crate::support::Workdir;

#[test]
fn neither_threads_nor_repetition_nor_the_order_of_paths_change_a_byte() {
    let dir = Workdir::bare().copy("examples/broken", "broken").copy("examples/baoding", "baoding");
    for format in ["human", "short", "json"] {
        let run = |paths: &str| dir.yize(&format!("check {paths} --as-of 2027-02-01 --format {format}")).exits(1);
        let first = run("broken baoding --jobs 1");
        assert!(first.stdout.len() > 2000);
        for other in ["broken baoding --jobs 1", "broken baoding --jobs 2", "broken baoding --jobs 7"] {
            assert_eq!(run(other), first, "{format} {other}");
        }
        assert_eq!(run("baoding broken --jobs 2"), first, "{format}, paths the other way round");
    }
}

#[test]
fn the_clock_and_the_locale_of_the_machine_change_nothing_that_is_asked_for() {
    let dir = Workdir::bare().copy("examples/broken", "broken");
    let run = |zone: &str, locale: &str| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_yize"));
        command.args(["check", "broken", "--as-of", "2027-02-01", "--lang", "en"]).env("TZ", zone).env("LANG", locale);
        dir.finish(&mut command, b"").exits(1)
    };
    assert_eq!(run("Asia/Shanghai", "zh_CN.UTF-8"), run("America/New_York", "de_DE.UTF-8"));
}
