"""Workbooks of examples and tests: written with openpyxl, the same bytes on every day."""

import re
import zipfile
from pathlib import Path

MADE = "2026-01-01T00:00:00Z"
STAMP = (2026, 1, 1, 0, 0, 0)


def save(workbook, path):
    """Writes a workbook of openpyxl, without the moment at which it was made."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    workbook.save(path)
    settle(path)


def settle(path):
    """Sets every moment in a workbook to the same one."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    core = "docProps/core.xml"
    if core in parts:
        parts[core] = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", MADE.encode(), parts[core])
    archive_of(path, parts)


def archive_of(path, parts):
    """Writes an archive of these parts: name and bytes, or pieces of bytes."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            part = zipfile.ZipInfo(name, STAMP)
            # OpenDocument wants its first part as it is.
            part.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            with archive.open(part, "w", force_zip64=False) as file:
                for piece in [content] if isinstance(content, bytes) else content:
                    file.write(piece)
