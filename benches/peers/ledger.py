"""yize beside frictionless-py on the same workbook: types, limits, keys, uniqueness and references, row by row.

    ledger.py --yize PROGRAM [ROWS]...

Needs openpyxl and frictionless[excel]. Both programs run in processes of their own, three times each; the best wall time
counts. What they find is compared: each wrong row, and what is wrong in it.
"""

import json
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

HERE = Path(__file__).resolve().parent
SIZES = [3_000, 35_000]
RUNS = 3
COMMITTEES = [f"专委会{n}" for n in range(1, 10)]
FIELDS = ["id", "name", "committee", "status", "joined", "age", "points", "employer", "phone"]
LABELS = ["编号", "姓名", "专委会", "状态", "任职日期", "年龄", "积分", "单位", "电话"]
SETTINGS = 'rules = ["rules"]\n\n[[ledger]]\nfile  = "book.xlsx"\nfixed = { body = "office", year = 2026 }\n'

# What is wrong in every so many rows: the column, the value, and how both programs are to call it.
SLIPS = [
    (0, lambda n: f"M-{n - 1:06}", "key"),
    (1, lambda n: None, "missing"),
    (2, lambda n: f"无此专委会{n}", "reference"),
    (3, lambda n: "在住", "value"),
    (4, lambda n: "2026-02-30", "value"),
    (5, lambda n: 17, "value"),
    (6, lambda n: 100.5, "value"),
    (8, lambda n: f"139{n - 1:08}", "value"),
]


def member(n, rows):
    """The row of a member. The last of a hundred groups of rows holds slips, one a row."""
    values = [f"M-{n:06}", f"委员{n}", COMMITTEES[n % 9], "离任" if n % 11 == 0 else "在任", date(2022, 1, 1) + timedelta(n % 900)]
    values += [18 + n % 60, n % 1000 / 10, f"某单位{n % 300}", f"139{n:08}"]
    every = rows // 100
    if n % every == 0:
        column, slip, _ = SLIPS[n // every % len(SLIPS)]
        values[column] = slip(n)
    return values


def write(path, rows):
    """The workbook: committees and members."""
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("专委会")
    for name in ["名称", *COMMITTEES]:
        sheet.append([name])
    sheet = workbook.create_sheet("委员")
    sheet.append(LABELS)
    for n in range(1, rows + 1):
        sheet.append(member(n, rows))
    workbook.save(path)


def planted(rows):
    """What is wrong: row of the sheet, and how it is called."""
    every = rows // 100
    return sorted((n + 1, SLIPS[n // every % len(SLIPS)][2]) for n in range(every, rows + 1, every))


def frictionless(path):
    """Validates the workbook, and prints what is wrong as JSON."""
    from frictionless import Package, Resource, Schema, system
    from frictionless.formats import ExcelControl

    types = {"joined": "date", "age": "integer", "points": "number"}
    limits = {
        "id": {"pattern": "M-[0-9]{6}"},
        "status": {"enum": ["在任", "离任"]},
        "age": {"minimum": 18, "maximum": 100},
        "points": {"minimum": 0, "maximum": 100},
        "phone": {"unique": True},
    }
    fields = [
        {"name": label, "type": types.get(name, "string"), "constraints": {"required": name != "employer"} | limits.get(name, {})}
        for name, label in zip(FIELDS, LABELS)
    ]
    keys = [{"fields": ["专委会"], "reference": {"resource": "committee", "fields": ["名称"]}}]
    schema = Schema.from_descriptor({"fields": fields, "primaryKey": ["编号"], "foreignKeys": keys})
    of_committee = Schema.from_descriptor({"fields": [{"name": "名称", "type": "string"}], "primaryKey": ["名称"]})
    with system.use_context(trusted=True):
        resources = [
            Resource(name=name, path=path, control=ExcelControl(sheet=sheet), schema=schema)
            for name, sheet, schema in [("committee", "专委会", of_committee), ("member", "委员", schema)]
        ]
        report = Package(resources=resources).validate(limit_errors=10_000)
    words = {"primary-key": "key", "foreign-key": "reference", "type-error": "value"}
    found = []
    for row, kind, note in report.flatten(["rowNumber", "type", "note"]):
        word = words.get(kind, "missing" if "required" in note else "value")
        found.append((row, word))
    print(json.dumps(sorted(found)))


def of_yize(report):
    """What yize found, in the same words."""
    words = {"host/duplicate-key": "key", "host/missing-field": "missing", "host/reference": "reference"}
    return sorted((finding["row"], words.get(finding["rule"], "value")) for finding in report["findings"])


def measured(command, folder):
    """Best wall time in seconds, greatest memory in MiB, and what the command printed."""
    best, printed = float("inf"), ""
    for _ in range(RUNS):
        began = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True)
        printed = process.communicate()[0]
        best = min(best, time.perf_counter() - began)
    return best, printed


def peak(command, folder):
    """Greatest memory of one run, in MiB, measured in a process of its own."""
    code = "import resource,subprocess,sys;subprocess.run(sys.argv[1:],stdout=subprocess.DEVNULL);print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss//1024)"
    return int(subprocess.run([sys.executable, "-c", code, *command], cwd=folder, capture_output=True, text=True, check=True).stdout)


def compare(program, rows):
    """Measures both on one workbook. Whether they find what is wrong."""
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        write(folder / "book.xlsx", rows)
        (folder / "yize.toml").write_text(SETTINGS, encoding="utf-8")
        pack = folder / "rules/office"
        pack.mkdir(parents=True)
        for file in (HERE / "office").iterdir():
            (pack / file.name).write_bytes(file.read_bytes())
        ours = [program, "check", ".", "--as-of", "2026-12-31", "--format", "json"]
        theirs = [sys.executable, __file__, "--frictionless", "book.xlsx"]
        (own, report), (other, found) = measured(ours, folder), measured(theirs, folder)
        memory = peak(ours, folder), peak(theirs, folder)
    report, found, wanted = json.loads(report), [tuple(item) for item in json.loads(found)], planted(rows)
    print(f"| {rows:,} | {own:.2f} s, {memory[0]} MiB | {other:.2f} s, {memory[1]} MiB | {other / own:.0f} × |")
    same = True
    for name, have in [("yize", of_yize(report)), ("frictionless", found)]:
        if have != wanted:
            same = False
            missing, more = sorted(set(wanted) - set(have)), sorted(set(have) - set(wanted))
            print(f"{name} finds otherwise at {rows} rows: lacks {missing[:5]}, has besides {more[:5]}", file=sys.stderr)
    return same


def main(words):
    match words:
        case ["--frictionless", path]:
            frictionless(path)
        case ["--yize", program, *sizes]:
            program = str(Path(program).resolve())
            print("| rows | yize | frictionless-py | ratio |\n|---|---|---|---|")
            same = [compare(program, rows) for rows in [int(size) for size in sizes] or SIZES]
            sys.exit(0 if all(same) else 1)
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
