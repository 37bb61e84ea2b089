"""LibreOffice without a window: files are converted, and saved as by hand."""

import csv
import os
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

# Comma, double quotes, UTF-8, from the first row, cells as they are shown, every sheet.
CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
PATIENCE = 240


class Office:
    """LibreOffice with settings of its own, in a folder that the caller keeps."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.settings = f"-env:UserInstallation=file://{self.folder / 'settings'}"
        self.environment = {**os.environ, "HOME": str(self.folder), "LC_ALL": "C.UTF-8"}

    def convert(self, files, to, folder):
        """Converts files; the results stand in the folder."""
        command = ["soffice", "--headless", "--norestore", self.settings, "--convert-to", to, "--outdir", str(folder), *map(str, files)]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=PATIENCE)
        if done.returncode != 0 or "Error" in done.stderr:
            raise AssertionError(f"LibreOffice does not convert {files}: {done.stdout}{done.stderr}")

    def sheets(self, books, folder):
        """For each workbook the rows of every sheet, as LibreOffice shows their cells. The workbooks are called differently."""
        folder = Path(folder)
        folder.mkdir(parents=True)
        self.convert(books, CSV, folder)
        found = {book: {} for book in books}
        for book in books:
            start = f"{Path(book).stem}-"
            for path in folder.iterdir():
                if path.name.startswith(start):
                    with path.open(encoding="utf-8", newline="") as file:
                        found[book][path.stem.removeprefix(start)] = list(csv.reader(file))
            assert found[book], f"LibreOffice finds no sheet in {book}"
        return found

    @contextmanager
    def open(self, book):
        """Opens a file as a document, to be worked on as a person would."""
        import uno
        from com.sun.star.connection import NoConnectException

        pipe = f"yize{os.getpid()}"
        command = ["soffice", "--headless", "--norestore", self.settings, f"--accept=pipe,name={pipe};urp;"]
        process = subprocess.Popen(command, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            local = uno.getComponentContext()
            resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
            end = time.monotonic() + PATIENCE
            while True:
                try:
                    context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
                    break
                except NoConnectException:
                    assert time.monotonic() < end, "LibreOffice does not start"
                    time.sleep(0.2)
            desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
            document = desktop.loadComponentFromURL(Path(book).resolve().as_uri(), "_blank", 0, ())
            yield document
            document.close(True)
            try:
                desktop.terminate()
            except Exception:  # The bridge goes away with the office.
                pass
            process.wait(timeout=PATIENCE)
        finally:
            if process.poll() is None:
                process.terminate()

    def save(self, book, sheet, cell, text):
        """Writes a text into a cell of a workbook, and saves it where it was."""
        with self.open(book) as document:
            document.Sheets.getByName(sheet).getCellRangeByName(cell).String = text
            document.store()
