"""Writes 委员履职台账.xlsx as an office would have it, with three mistakes: `python3 make.py [FILE]`. It needs openpyxl."""

import sys
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent / "tests/ledgers"))
from books import save  # noqa: E402

# 序号、编号、姓名、界别、中共党员、所在专委会、任职日期、单位及职务、备注。
MEMBERS = [
    ("SL-001", "常槐荫", "工商联", "是", "经济委", date(2022, 1, 18), "某市机械制造有限公司董事长", None),
    ("SL-002", "何　渔", "经济", "否", "经济委", "2022/1/18", "某市开发区管委会科长", None),
    ("SL-003", "任春分", "教育", "√", "教科卫体委", "2022年1月18日", "某市第三中学教师", "兼任班主任"),
    ("SL-004", "平小暑", "医药卫生", "否", "教科卫体委", "2022.1.18", "某市中医院主任医师", None),
    # The sector has a trailing blank.
    ("SL-005", "喻霜降", "农业 ", "是", "经济委", date(2022, 1, 18), "某县种植专业合作社理事长", None),
    # The number has a full-width digit.
    ("SL-00６", "白　露", "文艺", "否", "文化文史委", "2023/2/24", "某市群众艺术馆馆员", "届中增补"),
    ("SL-007", "谷　雨", "教育", "×", "教科卫体委、文化文史委", date(2022, 1, 18), "某学院副教授", None),
    # The first mistake: the number of the line above again.
    ("SL-007", "田芒种", "农业", "是", "经济委", date(2022, 1, 18), "某县农业技术推广站站长", None),
    ("SL-009", "江立秋", "社科", "否", "文化文史委", "2022年1月18日", "某市社科院研究员", None),
    ("SL-010", "云寒露", "社科", "是", "文化文史委", "2022.1.18", "某市档案馆副馆长", None),
]

# Each activity with who took part: they share the merged cells of name, day, place and hours.
ACTIVITIES = [
    ("“一老一小”服务设施调研", date(2026, 3, 5), "城关街道", ["常槐荫", "任春分", "平小暑", "谷　雨"], 3),
    ("优化营商环境座谈会", "2026/3/19", "市工商联", ["常槐荫", "何　渔", "喻霜降"], 2.5),
    ("乡村文化活动视察", "2026年4月16日", "某镇综合文化站", ["白　露", "江立秋", "云寒露"], 4),
    ("秋粮生产民主监督", "2026.9.10", "某县", ["喻霜降", "何　渔", "谷　雨", "田芒种"], 6),
    ("地方志书稿征求意见会", date(2026, 10, 15), "市政协会议室", ["江立秋", "云寒露", "白　露"], 2),
]
ALONE = [
    ("任春分", "读书分享会", "2026年4月23日", "市政协书院", 2),
    ("平小暑", "送医下乡", "2026/6/5", "某乡卫生院", 5),
    ("田芒种", "春耕技术服务", "2026.4.9", "某村", 3),
    # The second mistake: there is no such day.
    ("常槐荫", "民营企业走访", "2026年2月30日", "某市工业园", 3),
    # The third mistake: nobody is called so.
    ("何　鱼", "重点项目视察", date(2026, 11, 5), "某市高铁站", 3),
]

THIN = Side(style="thin", color="FF999999")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
GREY = PatternFill("solid", fgColor="FFEDEDED")
MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
LEFT = Alignment(vertical="center", wrap_text=True)


def title(sheet, text, note, last):
    """A title and a note, each merged across the table."""
    for row, words, font in [(1, text, Font(size=16, bold=True)), (2, note, Font(size=10))]:
        cell = sheet.cell(row, 1, words)
        cell.font, cell.alignment = font, MIDDLE if row == 1 else LEFT
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=last)
    sheet.row_dimensions[1].height = 30


def boxed(sheet, first, last, columns, fill=None):
    """Draws the lines of a table, and sets its cells in the middle."""
    for row in sheet.iter_rows(first, last, 1, columns):
        for cell in row:
            cell.border, cell.alignment = BOX, MIDDLE
            if fill:
                cell.fill, cell.font = fill, Font(bold=True)


def closing(sheet, row, words, note, columns):
    """The total row, and the lines below the table."""
    for column, value in words.items():
        sheet.cell(row, column, value)
    boxed(sheet, row, row, columns)
    for below, text in enumerate(note, 1):
        sheet.cell(row + below, 1, text).alignment = LEFT
        sheet.merge_cells(start_row=row + below, end_row=row + below, start_column=1, end_column=columns)


def dated(cell):
    """Shows a day as the office does."""
    if isinstance(cell.value, date):
        cell.number_format = "yyyy/m/d"


def members(sheet):
    """The roster, with a header of two rows."""
    title(sheet, "示例市政协委员名册（2026年）", "填表说明：编号由委员工作室统一编制；中共党员填是或否。", 9)
    head = {"A": "序号", "B": "委员编号", "C": "姓  名", "F": "所在\n专委会", "I": "备注"}
    for column, words in head.items():
        sheet[f"{column}3"] = words
        sheet.merge_cells(f"{column}3:{column}4")
    for first, last, words, below in [("D", "E", "基本情况", ["界别", "中共党员"]), ("G", "H", "任职情况", ["任职日期", "单位及职务"])]:
        sheet[f"{first}3"] = words
        sheet.merge_cells(f"{first}3:{last}3")
        sheet[f"{first}4"], sheet[f"{last}4"] = below
    boxed(sheet, 3, 4, 9, GREY)
    for number, (row, member) in enumerate(zip(range(5, 5 + len(MEMBERS)), MEMBERS), 1):
        for column, value in enumerate((number, *member), 1):
            dated(sheet.cell(row, column, value))
    boxed(sheet, 5, 4 + len(MEMBERS), 9)
    closing(sheet, 5 + len(MEMBERS), {1: "合计", 3: f"{len(MEMBERS)}人"}, ["注：界别按本届委员名单填写。", "填表人：委员工作室　　　　审核人：　　　　"], 9)
    for column, width in zip("ABCDEFGHI", [6, 11, 10, 11, 9, 16, 15, 28, 12]):
        sheet.column_dimensions[column].width = width
    sheet.freeze_panes = "D5"


def activities(sheet):
    """What they took part in."""
    title(sheet, "2026年委员履职活动登记表", "填表说明：一人一行；同一次活动的名称、日期、地点、时长合并填写。", 7)
    head = ["序号", "委员姓名", "活动名称*", "活动日期\n（年月日）", "地点", "时长\n（小时）", "备注"]
    for column, words in enumerate(head, 1):
        sheet.cell(3, column, words)
    boxed(sheet, 3, 3, 7, GREY)
    sheet.row_dimensions[3].height = 30
    row = 4
    for name, day, place, people, hours in ACTIVITIES:
        for number, person in enumerate(people):
            sheet.cell(row + number, 1, row + number - 3)
            sheet.cell(row + number, 2, person)
        for column, value in [(3, name), (4, day), (5, place), (6, hours)]:
            dated(sheet.cell(row, column, value))
            sheet.merge_cells(start_row=row, end_row=row + len(people) - 1, start_column=column, end_column=column)
        row += len(people)
    for values in ALONE:
        for column, value in enumerate((row - 3, *values), 1):
            dated(sheet.cell(row, column, value))
        row += 1
    boxed(sheet, 4, row - 1, 7)
    hours = sum(activity[-1] for activity in ACTIVITIES) + sum(alone[-1] for alone in ALONE)
    closing(sheet, row, {1: "合计", 6: hours}, ["注：以签到表为准。"], 7)
    for column, width in zip("ABCDEFG", [6, 11, 30, 16, 18, 9, 12]):
        sheet.column_dimensions[column].width = width
    sheet.freeze_panes = "A4"


def main():
    workbook = Workbook()
    roster = workbook.active
    roster.title = "委员"
    members(roster)
    activities(workbook.create_sheet("履职活动"))
    said = workbook.create_sheet("使用说明")
    said["A1"] = "本工作簿由委员工作室保管，每月5日前更新。"
    said.column_dimensions["A"].width = 60
    save(workbook, sys.argv[1] if len(sys.argv) > 1 else HERE / "委员履职台账.xlsx")


if __name__ == "__main__":
    main()
