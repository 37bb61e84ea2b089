"""Notices and cards as documents: each opens, and holds what the same page holds as HTML."""

import html
import re
import shutil
from pathlib import Path

TEXT = "txt:Text (encoded):UTF8"


def plain(text):
    """The words of a text, without what sets them apart and the lines to write on."""
    return "".join(text.replace("＿", "").split())


def words_of(page):
    """What stands in a page of HTML, in pieces between tags."""
    body = re.sub(r"<(style|script|title)\b.*?</\1>", "", page, flags=re.S)
    return [plain(html.unescape(piece)) for piece in re.split(r"<[^>]+>", body)]


def opened(yize, office, folder, *command):
    """Opens the documents of a command in LibreOffice, as text and as pages; how many there are."""
    yize.run(*command, "--format", "html", "--out", folder / "html", status=(0, 1))
    yize.run(*command, "--format", "docx", "--out", folder / "docx", status=(0, 1))
    documents = sorted((folder / "docx").glob("*.docx"))
    assert documents, f"{command} writes no document"
    office.convert(documents, TEXT, folder / "txt")
    office.convert(documents[:3], "pdf", folder / "pdf")
    assert all(path.read_bytes().startswith(b"%PDF-") for path in (folder / "pdf").iterdir())
    for document in documents:
        have = plain((folder / "txt" / f"{document.stem}.txt").read_text(encoding="utf-8-sig"))
        page = folder / "html" / f"{document.stem}.html"
        lacking = [piece for piece in words_of(page.read_text(encoding="utf-8")) if len(piece) > 3 and piece not in have]
        assert not lacking, f"{document.name} lacks {lacking[:5]}"
    shutil.rmtree(folder / "html")
    return f"{len(documents)} documents"


def notices(yize, office, folder):
    """notices open and hold what the pages hold:"""
    return opened(yize, office, Path(folder), "notices", "examples/broken", "--to", "person")


def cards(yize, office, folder):
    """cards open and hold what the pages hold:"""
    return opened(yize, office, Path(folder), "cards", "examples/schemes/model")


CHECKS = [notices, cards]
