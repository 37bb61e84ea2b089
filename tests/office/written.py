"""Workbooks that yize writes: LibreOffice opens each, and shows the values that yize writes as CSV."""

import csv
import io
import re
import tomllib
from decimal import Decimal

from openpyxl import load_workbook

from program import ROOT

PROJECT = "examples/baoding"


def kinds():
    """The kinds of which the project has records, each with how many."""
    found = {}
    for path in (ROOT / PROJECT / "data").rglob("*.toml"):
        for kind, records in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if isinstance(records, (list, dict)):
                found[kind] = found.get(kind, 0) + (len(records) if isinstance(records, list) else 1)
    return found


def value(text):
    """A cell without what depends on who shows it: how a number is grouped, how yes is called, how CSV keeps a text one."""
    text = text.replace("\r\n", "\n")
    if text.startswith('="') and text.endswith('"'):
        return text[2:-1].replace('""', '"')
    # A number may be grouped; what begins with a nought is the text of a key.
    if re.fullmatch(r"-?(0|[1-9][0-9,]*)(\.[0-9]+)?", text):
        return str(Decimal(text.replace(",", "")).normalize())
    return {"TRUE": "是", "FALSE": "否"}.get(text, text)


def rows_of(text):
    """The rows of a CSV text, with the values of their cells, and without what is empty at the ends."""
    return trimmed([[value(cell) for cell in row] for row in csv.reader(io.StringIO(text.decode("utf-8-sig"), newline=""))])


def trimmed(rows):
    """Rows without empty cells and rows at their ends."""
    rows = [row[: max((at + 1 for at, cell in enumerate(row) if cell != ""), default=0)] for row in rows]
    while rows and not rows[-1]:
        rows.pop()
    return rows


def compared(yize, office, folder, exports):
    """Writes each export as a workbook and as CSV, and compares what LibreOffice shows of the first with the second."""
    books = {}
    for number, words in enumerate(exports):
        book = folder / f"b{number:03}.xlsx"
        yize.run("export", *words, "--format", "xlsx", "--out", book, status=(0, 1))
        books[book] = (words, rows_of(yize.run("export", *words, "--format", "csv", status=(0, 1))))
    shown = office.sheets(list(books), folder / "csv")
    cells = 0
    for book, (words, wanted) in books.items():
        name = load_workbook(book).sheetnames[0]
        have = trimmed([[value(cell) for cell in row] for row in shown[book][name]])
        for at, (one, other) in enumerate(zip(have, wanted)):
            assert one == other, f"{words}, row {at + 1}: {one}\nnot {other}"
        assert len(have) == len(wanted), f"{words}: {len(have)} rows, not {len(wanted)}"
        cells += sum(len(row) for row in have)
    return f"{len(books)} workbooks, {cells} cells"


def every_kind(yize, office, folder):
    """records of every kind:"""
    for kind, number in kinds().items():
        rows = len(rows_of(yize.run("export", kind, PROJECT, "--format", "csv"))) - 1
        assert rows == number, f"{kind}: {rows} records are written, {number} are there"
    return compared(yize, office, folder, [(kind, PROJECT) for kind in kinds()])


def results(yize, office, folder):
    """findings, scores, what is due, calendars:"""
    exports = [("findings", "examples/broken"), ("findings", "examples/first-excel"), ("due", PROJECT), ("calendar", PROJECT)]
    return compared(yize, office, folder, [*exports, ("scores", "examples/schemes/model"), ("scores", "examples/tangshan")])


def templates(yize, office, folder):
    """empty ledgers open, and are read without a word:"""
    books = {}
    for number, kind in enumerate(kinds()):
        book = folder / f"b{number:03}.xlsx"
        yize.run("export", "--template", kind, PROJECT, "--out", book)
        books[book] = kind
    for book, sheets in office.sheets(list(books), folder / "csv").items():
        name = load_workbook(book).sheetnames[0]
        assert any(any(row) for row in sheets[name]), f"{books[book]}: no header"
    return f"{len(books)} workbooks"


def marked(yize, office, folder):
    """a marked copy opens, and holds the values of the original:"""
    book, copy = ROOT / "examples/first-excel/委员履职台账.xlsx", folder / "marked.xlsx"
    before = book.read_bytes()
    yize.run("check", "examples/first-excel", "--mark", copy, status=(1,))
    assert book.read_bytes() == before, "the original is changed"
    shown = office.sheets([book, copy], folder / "csv")
    for name, rows in shown[book].items():
        assert shown[copy][name] == rows, f"{name} differs"
    notes = {f"{sheet.title}!{cell.coordinate}" for sheet in load_workbook(copy) for row in sheet for cell in row if cell.comment}
    # Three findings; the number that is given twice is marked in both of its cells.
    assert notes == {"委员!B11", "委员!B12", "履职活动!D24", "履职活动!B25"}, notes
    return f"notes at {', '.join(sorted(notes))}"


CHECKS = [every_kind, results, templates, marked]
