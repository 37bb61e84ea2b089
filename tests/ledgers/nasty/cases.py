"""What the makers of nasty sheets share: a case is a function that gives a workbook, or the bytes of a file."""

import sys
from pathlib import Path

from openpyxl import Workbook

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from books import archive_of, save  # noqa: E402

LEDGER = """[[ledger]]
file  = "台账.*"
fixed = { body = "office", year = 2026 }
"""

CASES = {}


def case(about, file="台账.xlsx", settings=LEDGER, beside=None):
    """Keeps a function as the case of its name: the file that it makes, the settings, and other files beside."""

    def keep(make):
        name = make.__name__.replace("_", "-")
        assert name not in CASES, name
        CASES[name] = (about, file, settings, beside or {}, make)
        return make

    return keep


def ledger(**keys):
    """Settings of one ledger: values are written as they are given, as TOML."""
    lines = {"file": '"台账.*"', "fixed": '{ body = "office", year = 2026 }'} | keys
    return "[[ledger]]\n" + "".join(f"{key} = {value}\n" for key, value in lines.items() if value)


def book(sheets, merged=(), formats=(), change=None):
    """A workbook of sheets: rows of values each; merged cells and formats as `sheet!A1`."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    for place in merged:
        sheet, cells = place.split("!")
        workbook[sheet].merge_cells(cells)
    for place, format in formats:
        sheet, cells = place.split("!")
        found = workbook[sheet][cells]
        for row in found if isinstance(found, tuple) else [(found,)]:
            for cell in row:
                cell.number_format = format
    if change:
        change(workbook)
    return workbook


def members(*rows, head=("编号", "姓名")):
    """A workbook of members."""
    return book({"委员": [list(head), *(list(row) for row in rows)]})


def column(label, *values, kind="member"):
    """A workbook with one column in question, a row for each value."""
    if kind == "member":
        return members(*((f"M-{n}", f"委员{n}", value) for n, value in enumerate(values, 1)), head=("编号", "姓名", label))
    return book({"活动": [["名称", label], *([f"活动{n}", value] for n, value in enumerate(values, 1))]})


def write(folder):
    """Writes all cases: a folder each, with its settings and its workbook. What is expected there is kept."""
    for name, (about, file, settings, beside, make) in CASES.items():
        place = folder / name
        place.mkdir(parents=True, exist_ok=True)
        (place / "yize.toml").write_text(f"# {about}\n{settings}", encoding="utf-8")
        for path, text in beside.items():
            (place / path).parent.mkdir(parents=True, exist_ok=True)
            (place / path).write_bytes(text if isinstance(text, bytes) else text.encode())
        made = make()
        if isinstance(made, bytes):
            (place / file).write_bytes(made)
        elif isinstance(made, dict):
            archive_of(place / file, made)
        else:
            save(made, place / file)
