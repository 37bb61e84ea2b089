"""Writes the twins: projects of which one file of TOML is kept as a workbook, and all else is copied.

Run it after `cargo run --example generate`: `python3 make.py [FOLDER]`. It needs openpyxl.
"""

import shutil
import sys
import tomllib
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent / "tests/ledgers"))
from books import save  # noqa: E402

ROOT = HERE.parent.parent
GREY = PatternFill("solid", fgColor="FFEDEDED")

# For each twin: the file that becomes a workbook, the workbook, the kind, the title, and the columns.
TWINS = {
    "langfang": {
        "file": "micro.toml",
        "book": "小微协商.xlsx",
        "kind": "micro_session",
        "sheet": "小微协商",
        "title": "廊坊市小微协商台账（2025年—2026年）",
        "columns": ["id", "title", "level", "township", "place", "date", "members", "representatives", "rest_day_reason"],
    },
    "baoding": {
        "file": "members/2-jingji.toml",
        "book": "经济委委员.xlsx",
        "kind": "member",
        "sheet": "委员",
        "title": "保定市政协经济委委员名册",
        "columns": [
            "id", "name", "sector", "committees", "group", "role", "placed_by", "county", "cpc",
            "party_groups", "serves", "speciality", "wish", "positions", "employer", "joined_on", "left_on",
        ],
    },
}


def fields(kind, pack):
    """The fields of a kind as the pack and `base` declare them, each with its label and values."""
    declared = {}
    for name in ("base", pack):
        kinds = tomllib.loads((ROOT / "rules" / name / "kinds.toml").read_text(encoding="utf-8"))
        declared |= kinds.get(kind, {}).get("fields", {})
    return declared


def shown(value, field):
    """A value as an office writes it: lists in one cell, yes and no, and the values of enums by their labels."""
    if value is None:
        return None
    if isinstance(value, list):
        return "、".join(shown(item, field) for item in value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if "values" in field:
        label = field["values"][value]
        return label["label"] if isinstance(label, dict) else label
    return value


def sheet_of(workbook, twin, records, declared):
    """The sheet of the records: a title, a header of labels, a row each."""
    sheet = workbook.active
    sheet.title = twin["sheet"]
    columns = [name for name in twin["columns"] if any(name in record for record in records)]
    sheet.cell(1, 1, twin["title"]).font = Font(size=14, bold=True)
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(columns) + 1)
    sheet["A1"].alignment = Alignment(horizontal="center")
    for column, label in enumerate(["序号", *(declared[name]["label"] for name in columns)], 1):
        cell = sheet.cell(2, column, label)
        cell.font, cell.fill = Font(bold=True), GREY
    for number, record in enumerate(records, 1):
        assert set(record) <= set(columns), record
        sheet.cell(number + 2, 1, number)
        for column, name in enumerate(columns, 2):
            cell = sheet.cell(number + 2, column, shown(record.get(name), declared[name]))
            if isinstance(cell.value, date):
                cell.number_format = "yyyy-mm-dd"
    sheet.freeze_panes = "A3"


def write(name, twin, folder):
    """One twin, with all that is beside the workbook."""
    source, target = ROOT / "examples" / name / "data", folder / name
    shutil.rmtree(target / "data", ignore_errors=True)
    shutil.copytree(source, target / "data", ignore=lambda at, names: [n for n in names if Path(at, n) == source / twin["file"]])
    content = tomllib.loads((source / twin["file"]).read_text(encoding="utf-8"))
    records = content.pop(twin["kind"])
    workbook = Workbook()
    sheet_of(workbook, twin, records, fields(twin["kind"], name))
    save(workbook, target / "台账" / twin["book"])
    rest(target / "data" / twin["file"], twin["file"], content)
    settings = (ROOT / "examples" / name / "yize.toml").read_text(encoding="utf-8")
    comment, rest_of_settings = settings.split('data = ["data/**/*.toml"]\n')
    fixed = ", ".join(f"{key} = {plain(content[key])}" for key in ("body", "year") if key in content)
    ledger = f'[[ledger]]\nfile  = "台账/*.xlsx"\nfixed = {{ {fixed} }}\n'
    text = f'{comment.splitlines()[0]}\n# {twin["file"]} 写在工作簿里，其余与 examples/{name} 相同，由 make.py 生成。\n\ndata = ["data/**/*.toml"]\n\n{ledger}{rest_of_settings}'
    (target / "yize.toml").write_text(text, encoding="utf-8")


def rest(path, name, content):
    """What else the file holds, as TOML: single records of other kinds."""
    others = {kind: record for kind, record in content.items() if isinstance(record, dict)}
    if not others:
        return
    lines = [f"# {name} 中不在工作簿里的记录。", *(f"{key} = {plain(content[key])}" for key in ("body", "year"))]
    for kind, record in others.items():
        lines += ["", f"[{kind}]", *(f"{key} = {plain(value)}" for key, value in record.items())]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def plain(value):
    """A plain value as TOML."""
    return f'"{value}"' if isinstance(value, str) else str(value)


if __name__ == "__main__":
    for name, twin in TWINS.items():
        write(name, twin, Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
