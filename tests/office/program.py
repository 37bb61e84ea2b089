"""yize as it is run here: as of one day, in Chinese, with its own exit status checked."""

import json
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
AS_OF = "2027-01-31"


class Yize:
    """The program."""

    def __init__(self, program):
        self.program = str(Path(program).resolve())

    def command(self, *words):
        """Its command line."""
        return [self.program, *map(str, words), "--lang", "zh", "--as-of", AS_OF]

    def run(self, *words, status=(0,), folder=ROOT):
        """Runs it, and gives what it prints."""
        done = subprocess.run(self.command(*words), cwd=folder, capture_output=True, timeout=240)
        said = done.stderr.decode()
        assert done.returncode in status, f"{' '.join(map(str, words))} exits {done.returncode}: {done.stdout.decode()[-2000:]}{said[-2000:]}"
        return done.stdout

    def report(self, *words, status=(0,), folder=ROOT):
        """The JSON report of a check."""
        return json.loads(self.run("check", *words, "--format", "json", status=status, folder=folder))
