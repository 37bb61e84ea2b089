"""Writes the workbooks of all cases: `python3 make.py [FOLDER]`. It needs openpyxl. `expected.txt` is written by hand."""

import sys
from pathlib import Path

import broken  # noqa: F401
import cases
import layout  # noqa: F401
import texts  # noqa: F401
import values  # noqa: F401

if __name__ == "__main__":
    cases.write(Path(sys.argv[1]) if len(sys.argv) > 1 else cases.HERE)
