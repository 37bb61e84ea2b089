"""Cases about days, numbers and signs."""

from datetime import date, datetime, time

from openpyxl.utils.datetime import CALENDAR_MAC_1904

from cases import book, case, column


@case("日期的各种写法，意思都是确定的")
def days_spelt():
    return column(
        "任职日期", "2026/3/5", "2026-3-5", "2026.3.5", "2026年3月5日", "2026年03月05号", "20260305", "２０２６年３月５日", "2026／3／5",
        "2026/03/05 00:00:00", "3月5日", " 2026-03-05　", "2026 年 3 月 5 日", date(2026, 3, 5), datetime(2026, 3, 5, 14, 30), "二〇二六年三月五日",
    )


@case("没有日期格式的序号：数字格子里的和文字里的")
def days_as_numbers():
    return column("任职日期", 46086, "46086", 20260305, 46086.6, 5, -1)


@case("1904年起算的工作簿")
def days_since_1904():
    def since(workbook):
        workbook.epoch = CALENDAR_MAC_1904

    rows = [["编号", "姓名", "任职日期"], ["M-1", "委员甲", date(2026, 3, 5)], ["M-2", "委员乙", 44624]]
    return book({"委员": rows}, change=since)


@case("不确定是哪一天的，没有这一天的")
def days_in_doubt():
    return column(
        "任职日期", "3/5", "3.5", "26/3/5", "05/03/2026", "2026年3月", "2026", "2026-02-30", "2026年13月1日", "三月五日", "上周五", "2026.3.5-3.7",
        "2026/3/5、2026/3/6", time(9, 30), True,
    )


@case("自己的格式也是日期")
def days_by_format():
    rows = [["编号", "姓名", "任职日期"], *([f"M-{n}", f"委员{n}", 46086] for n in range(1, 6))]
    formats = ["yyyy\"年\"m\"月\"d\"日\"", "[$-804]yyyy年m月d日;@", "m/d", "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "0.00"]
    return book({"委员": rows}, formats=[(f"委员!C{n}", format) for n, format in enumerate(formats, 2)])


@case("年、季度、月、日的各种写法")
def periods_spelt():
    return column(
        "时段", "2026年3月", "2026.03", "2026-03", "2026/3", "3月", "第一季度", "一季度", "2026年第1季度", "2026Q1", "2026-Q1", "二〇二六年第四季度", "2026", 2026,
        "2026年", "2026年3月5日", "2026.3.5", "三月", "3月5日", "202603", kind="activity",
    )


@case("日期格子里的时段：只显示到月的是月，显示到日的是日")
def periods_as_days():
    rows = [["名称", "时段"], ["甲", date(2026, 3, 1)], ["乙", date(2026, 3, 1)], ["丙", date(2026, 3, 5)]]
    formats = [("活动!B2", "yyyy\"年\"m\"月\""), ("活动!B3", "yyyy-mm-dd"), ("活动!B4", "yyyy-mm")]
    return book({"活动": rows}, formats=formats)


@case("不确定是哪个时段：2026.1 是1月还是10月，上半年")
def periods_in_doubt():
    return column("时段", 2026.1, 2026.3, 3, "上半年", "第五季度", "2026年13月", "3", "全年", "每月", "1-3月", "3/5", kind="activity")


@case("百分数：格式是百分数的，写成文字的，全角的")
def percentages():
    rows = [["编号", "姓名", "出勤率", "积分"], ["M-1", "委员甲", 0.85, None], ["M-2", "委员乙", "85%", None], ["M-3", "委员丙", "８５．５％", None]]
    rows += [["M-4", "委员丁", 1.2, None], ["M-5", "委员戊", "85", None], ["M-6", "委员己", None, 0.85], ["M-7", "委员庚", None, "85%"]]
    return book({"委员": rows}, formats=[("委员!C2", "0%"), ("委员!C5", "0.0%"), ("委员!D7", "0%")])


@case("没有上限的字段里的百分数")
def percentage_of_any():
    return column("会费", "85%", "120％")


@case("千分位和货币")
def thousands_and_money():
    return column("会费", "1,234.50", "1，234", "￥1,234.5", "¥100", "1 234", "1,23", "12元", "100.00元", "1.2万", "(12)", "-3", "－３", "+3", "1e3", "五")


@case("整数：带小数点的零，带小数的，带单位的，文字的")
def integers():
    return column("年龄", 52.0, "52.0", "52", "５２", 52.5, "52岁", "五十二", "约52", "1,052", 1e17, True, "")


@case("数字存成了文字，有小数，有多余的零")
def numbers_as_texts():
    return column("积分", "87.5", "087.5", "87.50", "87。5", "87,5", "87.5分", "—", "/", "无", ".5", "87.")


@case("超出范围的数指到格子")
def numbers_out_of_limits():
    return column("积分", 100.5, "120", -1, 0.1 + 0.2)


@case("长编号存成了数：末几位已经丢了")
def long_numbers():
    rows = [["编号", "姓名", "电话"], [130600199001011234, "委员甲", 13900001111], ["130600199001011234", "委员乙", "1.3E+17"], [1e17, "委员丙", 1e21]]
    return book({"委员": rows + [[12, "委员丁", 1.5]]})


@case("以零开头的编号：文字的照旧，按格式补零显示的也照所见的读")
def leading_zeros():
    rows = [["编号", "姓名", "电话"], ["0012", "委员甲", "010-00000000"], [12, "委员乙", "0312"], [13, "委员丙", 312]]
    return book({"委员": rows}, formats=[("委员!A3", "0000"), ("委员!C4", "0000")])


@case("是和否的各种记号")
def yes_and_no():
    return column(
        "中共党员", "是", "否", "√", "×", "✓", "✔", "✗", "对", "错", "Y", "N", "yes", "TRUE", "false", True, False, 1, 0, "1", "0", " 是 ", "Ｙ", "有", "无", "是的", "中共党员", 2,
    )


@case("公式没有存下结果")
def formula_without_value():
    return column("积分", "=80+7.5", 60)


@case("公式算错了：#REF!、#N/A、#DIV/0!")
def errors():
    def wrong(workbook):
        sheet = workbook["委员"]
        for place, error in [("C2", "#REF!"), ("C3", "#N/A"), ("B4", "#DIV/0!"), ("D2", "#VALUE!")]:
            sheet[place] = error
            sheet[place].data_type = "e"

    rows = [["编号", "姓名", "积分", "备注"], ["M-1", "委员甲"], ["M-2", "委员乙"], ["M-3"]]
    return book({"委员": rows}, change=wrong)


@case("加了撇号的数字是文字")
def quoted_numbers():
    def quote(workbook):
        for place in ["A2", "C2"]:
            workbook["委员"][place].quotePrefix = True

    return book({"委员": [["编号", "姓名", "积分"], ["001", "委员甲", "87"]]}, change=quote)


@case("文字的字段里是日期、数、是非")
def other_values_in_texts():
    return column("电话", date(2026, 3, 5), 3.5, 1234567, True, time(9, 30), 0.1 + 0.2)
