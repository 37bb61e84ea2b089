//! The recipes of `ci/`, `action.yml` and `.pre-commit-hooks.yaml`: they parse, name options that exist, and do what
//! `docs/ci.md` says of them.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use crate::support::{AS_OF, Run, SOUND, Workdir, read, root, tree};

/// Variables by which schedulers tell a shard's number.
pub const NUMBERS: [&str; 5] =
    ["JOB_COMPLETION_INDEX", "SLURM_ARRAY_TASK_ID", "CI_NODE_INDEX", "CIRCLE_NODE_INDEX", "BUILDKITE_PARALLEL_JOB"];

/// A command with the tests' `yize` on its path and no scheduler's variables.
fn command(program: &str) -> Command {
    let folder = PathBuf::from(env!("CARGO_BIN_EXE_yize")).parent().expect("a folder").display().to_string();
    let mut command = Command::new(program);
    command.env("PATH", format!("{folder}:{}", std::env::var("PATH").expect("a path")));
    NUMBERS.iter().fold(&mut command, |command, name| command.env_remove(name));
    command
}

/// Sound data in `data`, poor data in `poor dir`, and a project's settings.
fn workdir() -> Workdir {
    let poor = SOUND.replace("\"demo\"", "\"demo/b\"").replacen("joined", "points = 1\njoined", 1);
    Workdir::sound().with("poor dir/b.toml", poor)
}

fn report(dir: &Workdir, file: &str) -> Value {
    serde_json::from_str(&dir.read(file)).expect("JSON")
}

#[test]
fn the_shell_recipe_gives_report_and_exit_status() {
    let dir = workdir();
    let run = |args: &[&str]| {
        let mut command = command("sh");
        command.arg(root().join("ci/check.sh")).args(args).args(["--rules", "rules", "--as-of", AS_OF, "--lang", "en"]);
        dir.finish(&mut command, b"")
    };
    for (args, code, violations, files) in [
        (&["data"][..], 0, 0, 1),
        (&["poor dir"], 1, 1, 1),
        (&["data", "poor dir"], 1, 1, 2),
        (&["data", "--fail-on", "warning", "nowhere"], 2, 0, 1),
        (&["--body", "demo/b", "--format", "short"], 1, 1, 2),
        (&["-x"], 2, 0, 0),
    ] {
        let _ = std::fs::remove_file(dir.path("yize-report.json"));
        let run = run(args).exits(code);
        if files == 0 {
            assert!(!dir.path("yize-report.json").exists());
            continue;
        }
        let summary = &report(&dir, "yize-report.json")["summary"];
        assert_eq!((&summary["violations"], &summary["files"]), (&violations.into(), &files.into()), "{args:?}");
        assert!(run.stdout.contains("as of"), "{}", run.stdout);
    }
}

/// A file of YAML as JSON.
fn yaml(file: &str) -> Value {
    serde_saphyr::from_str(&read(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// All recipes.
fn recipes() -> Vec<String> {
    let inside = tree(&root().join("ci")).into_iter().map(|file| format!("ci/{file}"));
    inside.chain(["action.yml".to_owned(), ".pre-commit-hooks.yaml".to_owned()]).collect()
}

#[test]
fn recipes_in_yaml_parse_and_all_name_commands_and_options_that_exist() {
    let dir = Workdir::bare();
    let commands = ["check", "merge", "test"];
    let options = |command: &str| -> BTreeSet<String> {
        let help = dir.yize(&format!("{command} --help")).exits(0).stdout;
        help.split(|c: char| c != '-' && !c.is_ascii_lowercase())
            .filter(|w| w.starts_with("--"))
            .map(str::to_owned)
            .collect()
    };
    let known: BTreeSet<String> = commands.iter().flat_map(|command| options(command)).collect();
    // Options of sbatch, of GNU parallel, of cargo and of kubectl.
    let others = [
        "--job-name",
        "--array",
        "--cpus-per-task",
        "--will-cite",
        "--quote",
        "--locked",
        "--path",
        "--for",
        "--timeout",
    ];
    let mut named = 0;
    for file in recipes() {
        if file.ends_with(".yml") || file.ends_with(".yaml") {
            assert!(yaml(&file).is_object() || yaml(&file).is_array(), "{file}");
        }
        let text = read(&file);
        for word in text.split(|c: char| c != '-' && !c.is_ascii_lowercase()) {
            let option = word.starts_with("--") && word.trim_start_matches('-').starts_with(char::is_alphabetic);
            assert!(!option || known.contains(word) || others.contains(&word), "{file}: {word}");
            named += usize::from(option && known.contains(word));
        }
        for after in
            text.lines().filter(|line| !line.trim_start().starts_with('#')).flat_map(|l| l.split("yize ").skip(1))
        {
            let command = after.split_whitespace().next().unwrap_or_default();
            let is_word = !command.is_empty() && command.chars().all(|c| c.is_ascii_lowercase());
            assert!(!is_word || commands.contains(&command), "{file}: yize {command}");
        }
    }
    assert!(named > 15, "{named}");
}

#[test]
fn hooks_run_on_every_commit_over_the_whole_project() {
    let hooks = yaml(".pre-commit-hooks.yaml");
    let hooks = hooks.as_array().expect("a list");
    for (hook, id) in hooks.iter().zip(["yize-check", "yize-test", "yize-check-src", "yize-test-src"]) {
        assert_eq!(hook["id"], id);
        assert_eq!((&hook["pass_filenames"], &hook["always_run"]), (&false.into(), &true.into()));
        assert_eq!(hook["language"], if id.ends_with("-src") { "rust" } else { "system" });
        assert!(hook["entry"].as_str().is_some_and(|entry| entry.starts_with("yize ")), "{hook}");
    }
}

/// Runs the action's second step as a runner does, with these inputs beside the defaults; gives its outputs too.
fn action(dir: &Workdir, inputs: &[(&str, &str)]) -> (Run, String) {
    let action = yaml("action.yml");
    let step = &action["runs"]["steps"][1];
    let script = step["run"].as_str().expect("a script");
    let mut command = command("bash");
    command.args(["--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script]);
    for (variable, expression) in step["env"].as_object().expect("variables") {
        let input =
            expression.as_str().and_then(|e| e.strip_prefix("${{ inputs.")?.strip_suffix(" }}")).expect("an input");
        let default = action["inputs"][input]["default"].as_str().expect("a default");
        let given = inputs.iter().rfind(|(name, _)| *name == input).map(|(_, value)| *value);
        command.env(variable, given.unwrap_or(default));
    }
    std::fs::write(dir.path("outputs"), "").expect("written");
    command.env("GITHUB_OUTPUT", dir.path("outputs")).env("GITHUB_STEP_SUMMARY", dir.path("summary.md"));
    let run = dir.finish(&mut command, b"");
    (run, dir.read("outputs"))
}

#[test]
fn the_action_takes_several_paths_and_never_runs_what_its_inputs_say() {
    let text = read("action.yml");
    for step in yaml("action.yml")["runs"]["steps"].as_array().expect("steps") {
        assert!(!step["run"].as_str().expect("a script").contains("${{"), "inputs are never pasted into a script");
    }
    assert!(text.contains("$GITHUB_OUTPUT"));
    let dir = workdir();
    let (run, outputs) = action(&dir, &[("path", "data"), ("rules", "rules\n")]);
    run.exits(0);
    assert_eq!(outputs, "exit-code=0\nreport<<YIZE_END_OF_PATH\nyize-report.json\nYIZE_END_OF_PATH\n");
    let (run, outputs) = action(&dir, &[("path", "data\npoor dir\n"), ("rules", "rules")]);
    let run = run.exits(1);
    assert!(run.stdout.contains("::error file=poor dir/b.toml,line="), "{}", run.stdout);
    assert!(outputs.starts_with("exit-code=1\n") && dir.read("summary.md").starts_with("### ❌"));
    assert_eq!(report(&dir, "yize-report.json")["summary"]["files"], 2);
    for hostile in ["$(touch owned)", "`touch owned`", "\"; touch owned; \"", "x'; touch owned; '", "--jobs"] {
        for input in ["path", "rules", "changed-since", "shard", "fail-on"] {
            let (run, outputs) = action(&dir, &[("path", "data"), ("rules", "rules"), (input, hostile)]);
            assert!(!dir.path("owned").exists(), "{input}: {hostile}");
            run.exits(2);
            assert!(outputs.starts_with("exit-code=2\n"), "{outputs}");
        }
    }
    let (run, _) = action(&dir, &[("path", "data"), ("rules", "rules"), ("shard", "2/2")]);
    run.exits(0);
    assert_eq!(report(&dir, "yize-report.json")["shard"]["of"], 2);
}

/// The shard that a run with these variables took, as `I/N`.
fn auto(dir: &Workdir, pairs: &[(&str, &str)]) -> Result<String, String> {
    let mut command = command(env!("CARGO_BIN_EXE_yize"));
    command.args(["check", "data", "--rules", "rules", "--as-of", AS_OF, "--format", "json", "--shard", "auto"]);
    let run = dir.finish(command.env_remove("YIZE_SHARDS").args(["--lang", "en"]).envs(pairs.iter().copied()), b"");
    if run.code == Some(2) {
        return Err(run.stderr);
    }
    let shard = &run.exits(0).json()["shard"];
    Ok(format!("{}/{}", shard["index"], shard["of"]))
}

#[test]
fn auto_reads_every_pair_of_variables_that_the_page_names() {
    let dir = Workdir::sound();
    let page = read("docs/ci.md");
    let table = page.split("| scheduler | number |").nth(1).expect("the table").split("\n\n").next().expect("rows");
    let quoted = |cell: &str| cell.split('`').nth(1).map(str::to_owned);
    let mut met = 0;
    for line in table.lines().skip(2) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let (number, total) = (quoted(cells[1]).expect("a variable"), quoted(cells[3]).expect("a variable"));
        assert!(NUMBERS.contains(&number.as_str()), "{number}");
        let first = cells[2].parse::<usize>().unwrap_or(4);
        let run = |index: usize| {
            let index = index.to_string();
            let mut pairs = vec![(number.as_str(), index.as_str()), (total.as_str(), "3")];
            if number.starts_with("SLURM") {
                pairs.extend([
                    ("SLURM_ARRAY_TASK_MIN", "4"),
                    ("SLURM_ARRAY_TASK_MAX", "6"),
                    ("SLURM_ARRAY_TASK_STEP", "1"),
                ]);
            }
            auto(&dir, &pairs)
        };
        for at in 0..3 {
            assert_eq!(run(first + at), Ok(format!("{}/3", at + 1)), "{line}");
        }
        assert!(run(first + 3).is_err_and(|why| why.contains(&number) && why.contains("make no shard")), "{line}");
        assert!(first == 0 || run(first - 1).is_err(), "{line}");
        for wrong in ["", "x", "-1", "1.0"] {
            assert!(auto(&dir, &[(&number, wrong), (&total, "3")]).is_err(), "{line}: {wrong}");
            assert!(auto(&dir, &[(&number, "1"), (&total, wrong)]).is_err(), "{line}: {wrong}");
        }
        met += 1;
    }
    assert_eq!(met, NUMBERS.len());
}

#[test]
fn arrays_of_slurm_with_steps_are_mapped_and_lists_refused() {
    let dir = Workdir::sound();
    let run = |id: &str, [count, min, max, step]: [&str; 4]| {
        let names = ["ID", "COUNT", "MIN", "MAX", "STEP"].map(|name| format!("SLURM_ARRAY_TASK_{name}"));
        let pairs: Vec<(&str, &str)> = names.iter().map(String::as_str).zip([id, count, min, max, step]).collect();
        auto(&dir, &pairs)
    };
    let stepped = ["3", "10", "14", "2"];
    assert_eq!(["10", "12", "14"].map(|id| run(id, stepped).expect("a shard")), ["1/3", "2/3", "3/3"]);
    assert!(run("11", stepped).is_err());
    for id in ["1", "3", "7"] {
        assert!(run(id, ["3", "1", "7", "1"]).is_err());
    }
}

#[test]
fn the_recipe_for_slurm_leaves_a_report_a_task_and_none_of_an_earlier_run() {
    let dir = workdir().with("yize.toml", "rules = [\"rules\"]\ndata = [\"**/*.toml\"]\n");
    let whole = dir.yize("check . --format json").exits(1);
    let task = |dir: &Workdir, id: &str| {
        let mut command = command("sh");
        command.arg(root().join("ci/slurm.sh"));
        for (name, value) in [("ID", id), ("COUNT", "4"), ("MIN", "1"), ("MAX", "4"), ("STEP", "1")] {
            command.env(format!("SLURM_ARRAY_TASK_{name}"), value);
        }
        dir.finish(&mut command, b"")
    };
    for id in ["1", "2", "3", "4"] {
        task(&dir, id).exits(0);
    }
    let names: Vec<String> = (1..=4).map(|n| format!("reports/{n}.json")).collect();
    assert_eq!(dir.yize(&format!("merge {}", names.join(" "))).stdout, whole.stdout);
    let dir = dir.with("reports/5.json", "old");
    task(&dir, "5").exits(1);
    assert!(!dir.path("reports/5.json").exists());
}

#[test]
fn the_template_for_gitlab_joins_its_shards() {
    let dir = workdir().with("yize.toml", "rules = [\"rules\"]\ndata = [\"**/*.toml\"]\n");
    let template = yaml("ci/gitlab.yml");
    let variables = template[".yize"]["variables"].as_object().expect("variables");
    let job = |name: &str, index: &str| {
        let lines: Vec<&str> =
            template[name]["script"].as_array().expect("lines").iter().filter_map(Value::as_str).collect();
        let mut command = command("sh");
        command.args(["-e", "-c", &lines.join("\n")]).env("CI_NODE_INDEX", index).env("CI_NODE_TOTAL", "2");
        command.envs(variables.iter().map(|(name, value)| (name, value.as_str().expect("text"))));
        dir.finish(&mut command, b"")
    };
    assert_eq!(template["yize-check"]["parallel"], 2);
    let codes = ["1", "2"].map(|index| job("yize-check", index).code);
    // That with the points has more bytes, and is dealt out first.
    assert_eq!(codes, [Some(1), Some(0)]);
    job("yize-merge", "1").exits(1);
    assert_eq!(dir.read("yize-report.json"), dir.yize("check . --format json").stdout);
    // A second run in the same place joins the same shards.
    job("yize-merge", "1").exits(1);
    std::fs::remove_file(dir.path("yize-shard-2.json")).expect("there");
    job("yize-merge", "1").exits(2);
}
