"""`yize watch` and a save by LibreOffice."""

import json
import queue
import shutil
import subprocess
import threading

from program import ROOT

PATIENCE = 90


def rounds(process):
    """The events of a watch, as they come."""
    events = queue.Queue()

    def read():
        for line in process.stdout:
            events.put(json.loads(line))

    threading.Thread(target=read, daemon=True).start()
    return events


def next_report(events, wanted):
    """The next report of which that holds; the others are passed over, for a save may be seen in steps."""
    seen = []
    try:
        while True:
            event = events.get(timeout=PATIENCE)
            seen.append(event)
            if event["event"] == "report" and wanted(event):
                return event
    except queue.Empty:
        raise AssertionError(f"watch does not see the save: {seen}") from None


def a_save_is_seen(yize, office, folder):
    """watch sees a save from LibreOffice:"""
    project = folder / "first-excel"
    shutil.copytree(ROOT / "examples/first-excel", project)
    book = project / "委员履职台账.xlsx"
    process = subprocess.Popen(yize.command("watch", ".", "--format", "jsonl"), cwd=project, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        events = rounds(process)
        first = next_report(events, lambda event: True)
        assert first["summary"]["violations"] == 3, first["summary"]
        office.save(book, "委员", "B12", "SL-008")
        after = next_report(events, lambda event: event["summary"]["violations"] < 3)
        gone = {finding["rule"] for finding in after["removed"]}
        assert gone == {"host/duplicate-key"} and after["summary"]["violations"] == 2, after
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)
    assert not [path.name for path in project.iterdir() if path.name.startswith((".~lock", "~$"))]
    return "one violation is gone"


CHECKS = [a_save_is_seen]
