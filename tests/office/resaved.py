"""Workbooks that others wrote: LibreOffice, openpyxl, and yize itself, which uses rust_xlsxwriter."""

import shutil

from program import ROOT

FORMS = ["xlsx", "xls", "ods"]


def told(report, beside=()):
    """What a report says, without the names of files."""
    keys = ["rule", "status", "severity", "message", "record", "sheet", "cell"]
    findings = [{key: finding.get(key) for key in keys if key not in beside} for finding in report["findings"]]
    return sorted(findings, key=repr)


def readings(report):
    """How each sheet was read."""
    return [{key: value for key, value in reading.items() if key != "file"} for reading in report["ledgers"]]


def saved_anew_by_libreoffice(yize, office, folder):
    """workbooks that LibreOffice saved anew read the same:"""
    book = ROOT / "examples/first-excel/委员履职台账.xlsx"
    wanted = yize.report("examples/first-excel", status=(1,))
    for form in FORMS:
        project = folder / form
        shutil.copytree(ROOT / "examples/first-excel", project, ignore=shutil.ignore_patterns("*.xlsx"))
        office.convert([book], form, project)
        settings = (project / "yize.toml").read_text(encoding="utf-8").replace("委员履职台账.xlsx", f"委员履职台账.{form}")
        (project / "yize.toml").write_text(settings, encoding="utf-8")
        have = yize.report(".", status=(1,), folder=project)
        assert told(have) == told(wanted), f"{form}: {told(have)}\nnot {told(wanted)}"
        assert readings(have) == readings(wanted), f"{form}: {readings(have)}\nnot {readings(wanted)}"
    return ", ".join(FORMS)


def written_by_yize(yize, office, folder):
    """workbooks that yize wrote, and LibreOffice saved anew, read the same as the TOML:"""
    said = []
    for city, kind, name in [("langfang", "micro_session", "小微协商"), ("baoding", "member", "经济委委员")]:
        twin = ROOT / "examples/twins" / city
        for by in ["yize", "LibreOffice"]:
            project = folder / by / city
            shutil.copytree(twin, project)
            book = project / "台账" / f"{name}.xlsx"
            wanted = told(yize.report(f"examples/twins/{city}"), beside=("cell",))
            if city == "baoding":
                # All members are in one workbook now.
                shutil.rmtree(project / "data/members")
            yize.run("export", kind, f"examples/{city}", "--format", "xlsx", "--out", book)
            if by == "LibreOffice":
                shutil.move(book, folder / book.name)
                office.convert([folder / book.name], "xlsx", book.parent)
            have = told(yize.report(".", folder=project), beside=("cell",))
            assert have == wanted, f"{city}: {have}\nnot {wanted}"
            said.append(f"{city} by {by}")
    return ", ".join(said)


CHECKS = [saved_anew_by_libreoffice, written_by_yize]
