"""Cases about texts: blanks, full-width letters, lists, enums, and records that are called by name."""

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from cases import book, case, column, members


@case("首尾的空白：半角、全角、不换行的、看不见的")
def blanks():
    return members([" M-1", "委员甲 "], ["M-2　", "　委员乙"], ["M-3\u00a0", "\u00a0委员丙"], ["M-4\u200b", "委员丁\ufeff"], ["M-5\t", "委员戊\n"])


@case("姓名中间的空白：两个字的合上，别的照旧")
def names_spread_out():
    return members(["M-1", "张　三"], ["M-2", "李  四"], ["M-3", "王 小 五"], ["M-4", "某 Li"], ["M-5", "赵\u00a0六"], ["M-6", "甲 乙 丙 丁"])


@case("格子里换行")
def line_breaks():
    return column("电话", "010-0000\n0000", "010\r\n0311", "\n010\n")


@case("全角的字母和数字：编号、引用、枚举、数、日期读作半角，文字照旧")
def full_width():
    rows = [["编号", "姓名", "积分", "任职日期", "电话"], ["Ｍ－００１", "ＡＢ甲", "８７．５", "２０２６－０３－０５", "０１０"]]
    return book({"委员": rows, "活动": [["名称", "委员"], ["座谈会", "M－００１"], ["视察", "Ｍ-001"]]})


@case("一格里的列表：每种分隔")
def lists():
    return column("专长", "经济、法律", "经济，法律", "经济,法律", "经济；法律", "经济;法律", "经济/法律", "经济\n法律", "经济", "经济、", "、经济、、法律 ", "经济 法律", "经济、经济", "经济、法律，教育")


@case("列表里只有一个数")
def list_of_a_number():
    return column("专长", 5, 5.5, True)


@case("枚举写标签、值、前后有空白、写错")
def enums():
    return column("状态", "在任", "active", " 在任 ", "在 任", "在住", "ACTIVE", "退休", 1)


@case("写姓名指委员：一个、两个、没有；写编号照旧")
def refs_by_name():
    sheet = [["编号", "姓名"], ["M-1", "张三"], ["M-2", "李四"], ["M-3", "李四"], ["M-4", "王五"]]
    rows = [["名称", "委员"], ["甲", "张三"], ["乙", "李四"], ["丙", "王武"], ["丁", "M-4"], ["戊", "张　三"], ["己", "m-1"], ["庚", None], ["辛", "张三、王五"]]
    return book({"委员": sheet, "活动": rows})


@case("列表里写姓名")
def refs_by_name_in_lists():
    sheet = [["编号", "姓名"], ["M-1", "张三"], ["M-2", "李四"], ["M-3", "李四"]]
    rows = [["名称", "同行委员"], ["甲", "张　三、M-2"], ["乙", "张三、李四"], ["丙", "张三、王五"], ["丁", "张三、张三"]]
    return book({"委员": sheet, "活动": rows})


@case("姓名恰好是别人的编号")
def name_that_is_a_key():
    rows = [["名称", "委员"], ["甲", "乙"]]
    return book({"委员": [["编号", "姓名"], ["甲", "乙"], ["乙", "丙"]], "活动": rows})


@case("编号是数的委员，引用时写成数或文字")
def keys_that_are_numbers():
    return book({"委员": [["编号", "姓名"], [101, "委员甲"], ["102", "委员乙"]], "活动": [["名称", "委员"], ["甲", "101"], ["乙", 102], ["丙", 103]]})


@case("一格里几种字体，带拼音")
def rich_texts():
    name = CellRichText("委员", TextBlock(InlineFont(b=True), "甲"))
    return members(["M-1", name])


@case("只差空白、全角的编号")
def keys_alike():
    return members(["M-1", "委员甲"], ["M-1 ", "委员乙"], ["Ｍ-1", "委员丙"])


@case("文字里有控制符、制表符和看不见的字符")
def unseen_letters():
    return members(["M-1", "委员\u200b甲"], ["M-2", "委员\t乙"], ["M-3", "委员\u202e丙"])
