"""Draws the pictures of the guide: examples/first-excel on the page, and its marked copy. `pictures.py YIZE`

It needs what tests/office/run installs, chromium, pdftoppm (poppler-utils) and a Chinese font (fonts-noto-cjk). The pictures are
not compared: each machine's fonts draw them a little otherwise.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from office import Office
from program import ROOT

PROJECT = "examples/first-excel"
AS_OF = "2027-01-15"
IMAGES = ROOT / "docs/images"
# Which finding is opened on the page.
OPENED = "host/reference"


def page(program, folder, lang, name):
    """The list of findings, with one opened."""
    if not (folder / PROJECT).exists():
        # What the page keeps of each day is none of the example's.
        shutil.copytree(ROOT / PROJECT, folder / PROJECT)
    words = [PROJECT, "--as-of", AS_OF, "--lang", lang]
    report = subprocess.run([program, "check", *words, "--format", "json"], cwd=folder, capture_output=True, check=False).stdout
    opened = next(finding for finding in json.loads(report)["findings"] if finding["rule"] == OPENED)
    server = subprocess.Popen([program, "serve", *words, "--addr", "127.0.0.1:0"], cwd=folder, stdout=subprocess.PIPE, text=True)
    try:
        address = next(found[0] for line in server.stdout if (found := re.findall(r"http://[\d.:]+", line)))
        shown = f"{address}/?lang={lang}#/findings?group=none&row={opened['fingerprint']}"
        locale = {"zh": "zh-CN", "en": "en"}[lang]
        subprocess.run(
            ["chromium", "--headless", "--no-sandbox", f"--user-data-dir={folder / lang}", f"--lang={locale}", f"--accept-lang={locale}", "--hide-scrollbars",
             "--window-size=1120,760", "--virtual-time-budget=8000", f"--screenshot={IMAGES / name}", shown],
            env={**os.environ, "LANGUAGE": locale, "HOME": str(folder)}, check=True, capture_output=True,
        )
    finally:
        server.terminate()
        server.wait()


def marked(program, folder):
    """The sheet of activities of the marked copy, with its notes beside the cells."""
    copy = folder / "marked.xlsx"
    subprocess.run([program, "check", PROJECT, "--as-of", AS_OF, "--lang", "zh", "--mark", str(copy)], cwd=ROOT, stdout=subprocess.DEVNULL, check=False)
    with Office(folder / "office").open(copy) as document:
        sheet = document.Sheets.getByName("履职活动")
        for number in range(sheet.Annotations.Count):
            note = sheet.Annotations.getByIndex(number)
            note.IsVisible = True
            cell = sheet.getCellByPosition(note.Position.Column, note.Position.Row)
            shape, size = note.AnnotationShape, note.AnnotationShape.Size
            size.Width, size.Height = 6200, 1300
            shape.Size = size
            # The first stands above its cell, the second below.
            place = shape.Position
            place.X, place.Y = cell.Position.X + cell.Size.Width + 500, cell.Position.Y + (700 if note.Position.Column == 1 else -1700)
            shape.Position = place
        for style in document.StyleFamilies.getByName("PageStyles"):
            style.IsLandscape, style.Width, style.Height = True, 23000, 17500
            style.TopMargin = style.BottomMargin = style.LeftMargin = style.RightMargin = 700
            style.HeaderIsOn = style.FooterIsOn = False
            style.ScaleToPagesX = style.ScaleToPagesY = 1
        pages = folder / "marked.pdf"
        document.storeToURL(pages.as_uri(), (value("FilterName", "calc_pdf_Export"),))
    subprocess.run(["pdftoppm", "-r", "120", "-f", "2", "-l", "2", "-singlefile", "-png", str(pages), str(IMAGES / "marked.zh-CN")], check=True)


def value(name, value):
    """A property, as LibreOffice takes them."""
    from com.sun.star.beans import PropertyValue

    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def main(program):
    program = str(Path(program).resolve())
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        marked(program, folder)
        page(program, folder, "zh", "page-ledger.zh-CN.png")
        page(program, folder, "en", "page-ledger.png")


if __name__ == "__main__":
    main(sys.argv[1])
