#!/usr/bin/env python3
"""Makes the workbooks that tests/it/ledgers.rs reads: one small table, written by the programs and in the ways that offices
meet. It needs openpyxl, xlwt and LibreOffice (soffice); run it in this folder. What it makes is committed."""

import datetime
import os
import re
import subprocess
import zipfile

import openpyxl
import xlwt

DAY = datetime.date(2026, 3, 5)
MOMENT = datetime.datetime(2026, 3, 5, 9, 30)
TIME = datetime.time(9, 30)
MONTH = datetime.date(2026, 3, 1)

# Row by row; a cell is a value and the format that it is shown in.
TABLE = [
    [("委员名册 & <表>", None)] + [(None, None)] * 8,
    [(label, None) for label in "编号 姓名 界别 日期 时刻 钟点 月份 比例 备注".split()],
    [("0001", "@"), ("委员甲", None), (87.5, None), (DAY, "yyyy-mm-dd"), (MOMENT, "yyyy-mm-dd hh:mm:ss"), (TIME, "hh:mm:ss"),
     (MONTH, 'yyyy"年"m"月"'), (0.85, "0.0%"), ("第一行\n第二行", None)],
    [(None, None)] * 9,
    [("0002", "@"), ("委员乙 ", None), (3, None), (DAY, 'yyyy"年"m"月"d"日"'), (True, None), (False, None), (MONTH, "yyyy-mm"),
     (1, "0%"), (" 前后空格 ", None)],
    [(None, None), ("", None), (-1234567.25, "#,##0.00")] + [(None, None)] * 5 + [("𠮷", None)],
]


def with_openpyxl(path, epoch_1904=False):
    book = openpyxl.Workbook()
    if epoch_1904:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    sheet = book.active
    sheet.title = "名册"
    for row, cells in enumerate(TABLE, 1):
        for column, (value, shown) in enumerate(cells, 1):
            if value is None or value == "":
                continue
            cell = sheet.cell(row, column, value)
            if shown:
                cell.number_format = shown
    sheet.merge_cells("A1:I1")
    hidden = book.create_sheet("底表")
    hidden["B2"] = 1
    hidden.sheet_state = "hidden"
    book.save(path)


def with_xlwt(path):
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("名册")
    for row, cells in enumerate(TABLE):
        for column, (value, shown) in enumerate(cells):
            if value is None or value == "":
                continue
            style = xlwt.easyxf(num_format_str=shown) if shown else xlwt.Style.default_style
            if row == 0:
                sheet.write_merge(0, 0, 0, 8, value)
            else:
                sheet.write(row, column, value, style)
    hidden = book.add_sheet("底表")
    hidden.write(1, 1, 1)
    hidden.visibility = 1
    book.save(path)


def with_libreoffice(path, kind, as_filter):
    """Converts what openpyxl wrote."""
    stem = os.path.splitext(os.path.basename(path))[0]
    subprocess.run(["soffice", "--headless", "--convert-to", f"{kind}:{as_filter}", "--outdir", ".out", path], check=True,
                   stdout=subprocess.DEVNULL)
    return os.path.join(".out", f"{stem}.{kind}")


def rewritten(source, target, change):
    """A copy of a workbook with parts changed: change(name, text) gives the new text, or None to leave it."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            data = old.read(item)
            text = change(item.filename, data.decode("utf-8")) if item.filename.endswith((".xml", ".rels")) else None
            entry = zipfile.ZipInfo(item.filename, (2026, 3, 5, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, data if text is None else text.encode("utf-8"))


def bare(name, text):
    """As some exporters write: inline strings, no dimension, no names of rows and cells (where a row has no gap)."""
    if name == "xl/worksheets/sheet1.xml":
        text = re.sub(r"<dimension [^>]*/>", "", text)
        text = re.sub(r'<row r="\d+"[^>]*?(/?)>', r"<row\1>", text)
        text = text.replace('</row><row><c r="A5"', '</row><row></row><row><c r="A5"')
        text = re.sub(r'<c r="[A-Z]+[1-5]"', "<c", text)
    return text


def prefixed(name, text):
    """As some libraries of .NET write: every element with a prefix."""
    if name.startswith("xl/") and not name.endswith(".rels") and "spreadsheetml/2006/main" in text:
        text = re.sub(r"<(/?)([A-Za-z])", r"<\1x:\2", text)
        text = text.replace('xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"',
                            'xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"')
        return text
    return None


def main():
    os.makedirs(".out", exist_ok=True)
    with_openpyxl("openpyxl.xlsx")
    with_openpyxl("openpyxl-1904.xlsx", epoch_1904=True)
    rewritten("openpyxl.xlsx", "bare.xlsx", bare)
    rewritten("openpyxl.xlsx", "prefixed.xlsx", prefixed)
    with_xlwt("xlwt.xls")
    for kind, as_filter in [("xlsx", "Calc MS Excel 2007 XML"), ("xls", "MS Excel 97"), ("ods", "calc8")]:
        os.replace(with_libreoffice("openpyxl.xlsx", kind, as_filter), f"libreoffice.{kind}")
    text = "编号,姓名,说明\r\n0001,委员甲,\"一,二\"\r\n\r\n0002,委员乙,\"第一行\n第二行\"\r\n"
    for name, encoding in [("utf-8", "utf-8"), ("utf-8-bom", "utf-8-sig"), ("gbk", "gbk"), ("utf-16le", "utf-16-le"), ("utf-16be", "utf-16-be")]:
        with open(f"{name}.csv", "wb") as file:
            file.write(text.encode(encoding))
    with open("utf-16.tsv", "wb") as file:
        file.write(b"\xff\xfe" + text.replace("一,二", "一、二").replace(",", "\t").replace("一、二", "一,二").encode("utf-16-le"))
    with open("gb18030.csv", "wb") as file:
        file.write((text + "0003,𠮷,\r\n").encode("gb18030"))
    with open("semicolon.csv", "wb") as file:
        file.write("编号;姓名;说明\n0001;委员甲;一,二\n\n0002;委员乙;\"第一行\n第二行\"\n".encode())
    os.rmdir(".out")


main()
