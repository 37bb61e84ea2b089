"""All that is tried with LibreOffice: all.py YIZE."""

import sys
import tempfile
import time
from pathlib import Path

import documents
import resaved
import watched
import written
from office import Office
from program import Yize


def main(program):
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        office, yize = Office(folder / "office"), Yize(program)
        for check in [*written.CHECKS, *documents.CHECKS, *resaved.CHECKS, *watched.CHECKS]:
            began = time.monotonic()
            try:
                said = check(yize, office, Path(tempfile.mkdtemp(dir=folder)))
            except AssertionError as wrong:
                failed += 1
                said = f"FAILED: {wrong}"
            print(f"{check.__doc__.splitlines()[0]} {said} ({time.monotonic() - began:.0f} s)", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main(sys.argv[1])
