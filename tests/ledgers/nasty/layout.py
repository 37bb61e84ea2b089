"""Cases about where things stand: titles, headers, rows that are no records, sheets, columns."""

from cases import book, case, ledger, members


@case("表头上面有标题和说明")
def title_and_note():
    rows = [["委员名册（2026年）"], ["填表说明：编号由办公室填写"], [], ["编号", "姓名", "状态"], ["M-1", "委员甲", "在任"]]
    return book({"委员": rows}, merged=["委员!A1:C1", "委员!A2:C2"])


@case("两行表头：上下合并的是一列，左右合并的不是字段")
def header_of_two_rows():
    rows = [["序号", "编号", "基本情况", None, "任职日期"], [None, None, "姓名", "状态", None], [1, "M-1", "委员甲", "在任", "2026-03-05"]]
    return book({"委员": rows}, merged=["委员!A1:A2", "委员!B1:B2", "委员!C1:D1", "委员!E1:E2"])


@case("三行表头")
def header_of_three_rows():
    rows = [["编号", "委员情况"], [None, "姓名", "政治面貌"], [None, None, "中共党员"], ["M-1", "委员甲", "是"]]
    return book({"委员": rows}, merged=["委员!A1:A3", "委员!B1:C1", "委员!B2:B3"])


@case("表头里有星号、括号里的说明、空白、换行和全角括号")
def header_with_marks():
    rows = [["* 编 号", "姓　名*", "任职日期\n（年月日）", "积分(0-100)", "中共\n党员"], ["M-1", "委员甲", "2026/3/5", 87.5, "是"]]
    return book({"委员": rows})


@case("几行共用一个合并单元格")
def merged_in_rows():
    rows = [["名称", "日期", "学时"], ["座谈会", "2026/3/5", 3], [None, None, 2], ["视察", "2026/4/1", 4]]
    return book({"活动": rows}, merged=["活动!A2:A3", "活动!B2:B3"])


@case("左右合并的单元格只有第一格有值")
def merged_across():
    rows = [["编号", "姓名", "状态", "电话"], ["M-1", "委员甲", "在任", None], ["M-2", "委员乙", "离任", "010"]]
    return book({"委员": rows}, merged=["委员!C2:D2"])


@case("每页重复的表头不是记录")
def header_repeated():
    head = ["编号", "姓名"]
    return book({"委员": [head, ["M-1", "委员甲"], head, ["M-2", "委员乙"], ["编 号", "姓名*"], ["M-3", "委员丙"]]})


@case("小计、合计行不是记录，数目相符")
def totals_that_fit():
    rows = [["名称", "学时"], ["甲", 1], ["乙", 2], ["小计", 3], ["丙", 4], ["小计", 4], ["合　计", 7]]
    return book({"活动": rows})


@case("合计与各行之和不符")
def total_that_does_not_fit():
    return book({"活动": [["名称", "学时", "备注"], ["甲", 1.1], ["乙", 2.2], ["合计", 4, 4]]})


@case("合计只算了一部分行")
def total_that_stops_short():
    return book({"活动": [["名称", "学时"], ["甲", 1], ["乙", 2], ["丙", 4], ["总计", 3]]})


@case("姓名以“合计”开头的人也是人")
def name_like_a_total():
    return book({"活动": [["名称", "学时"], ["合计方法研讨会", 2], ["小计", 2]]})


@case("小标题行：一格合并几列")
def sections():
    rows = [["编号", "姓名", "状态"], ["一、提案委"], ["M-1", "委员甲", "在任"], ["二、经济委"], ["M-2", "委员乙", "离任"]]
    return book({"委员": rows}, merged=["委员!A2:C2", "委员!A4:C4"])


@case("没有合并的小标题行：不知道是不是记录，缺少的字段照报")
def section_not_merged():
    return members(["一、提案委"], ["M-1", "委员甲"])


@case("表格下面的注和落款不是记录")
def notes_below():
    rows = [["M-1", "委员甲"], [], ["注：以名册为准"], ["备注：略"], ["填表人：某某"], ["审核：某某　联系电话：00000000"], ["说明　本表一式两份"]]
    return members(*rows)


@case("姓名以“注”开头的人也是人")
def name_like_a_note():
    return members(["M-1", "注册会计师甲"], ["注-2", "委员乙"])


@case("隐藏的工作表照常读")
def hidden_sheet():
    def hide(workbook):
        workbook["委员"].sheet_state = "veryHidden"

    return book({"首页": [["欢迎"]], "委员": [["编号", "姓名"], ["M-1", "委员甲"]]}, change=hide)


@case("隐藏的行和列、筛选掉的行照常读")
def hidden_rows_and_filter():
    def hide(workbook):
        sheet = workbook["委员"]
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["C"].hidden = True
        sheet.auto_filter.ref = "A1:C4"
        sheet.auto_filter.add_filter_column(2, ["离任"])
        sheet.row_dimensions[3].hidden = True

    return book({"委员": [["编号", "姓名", "状态"], ["M-1", "委员甲", "在任"], ["M-2", "委员乙", "在任"], ["M-3", "委员丙", "离任"]]}, change=hide)


@case("空行、只有空白的行、左边的空列")
def blank_rows_and_columns():
    rows = [[], [None, "编号", None, "姓名"], [], [None, "M-1", None, "委员甲"], [None, " ", None, "　"], [None, None], [None, "M-2", None, "委员乙"]]
    return book({"委员": rows})


@case("列的次序不限；不是字段的列写明一次")
def columns_in_any_order():
    rows = [["序号", "状态", "姓名", "备注", "编号"], [1, "在任", "委员甲", "兼任", "M-1"], [2, "离任", "委员乙", None, "M-2"]]
    return book({"委员": rows})


@case("不读的列写明以后不再提示", settings=ledger(columns='{ "序号" = false, "备注" = false }'))
def columns_left_alone():
    return members([1, "M-1", "委员甲", "兼任"], head=["序号", "编号", "姓名", "备注"])


@case("自己的说法写在 columns 里，字段用标签或名称", settings=ledger(columns='{ "工号" = "编号", "称呼" = "name", "电  话" = "phone" }'))
def columns_by_own_words():
    return members(["M-1", "委员甲", "010"], head=["工号", "称呼", "电话"])


@case("columns 里的列不在表里，字段也没有", settings=ledger(kind='"member"', columns='{ "工号" = "phone", "姓名" = "nmae" }'))
def columns_that_are_wrong():
    return members(["M-1", "委员甲", "010"], head=["编号", "姓名", "职工号"])


@case("表头写错了字：缺少的必填字段，像哪个字段")
def header_misspelt():
    return members(["M-1", "委员甲", "在任"], head=["编号", "姓明", "状太"])


@case("一列的表头写错了字：缺少的字段指到这一列，提示像哪个字段")
def header_nearly_right():
    return members(["M-1", "委员甲", "在任"], head=["编号", "姓明", "状态"])


@case("两列是同一个字段")
def header_twice():
    return members(["M-1", "委员甲", "委员乙", "M-1"], head=["编号", "姓名", "姓 名*", "id"])


@case("找不到表头")
def no_header():
    return book({"委员": [["一月", "二月"], [1, 2], [3, 4]]})


@case("类别只有一个字段，表里只有一列")
def one_column():
    return book({"专委会": [["专委会名录"], ["名称"], ["提案委"], ["经济委"]]})


@case("只有表头，没有记录")
def header_alone():
    return members()


@case("空的工作表")
def empty_sheet():
    return book({"委员": [], "活动": [["名称", "日期"], ["座谈会", "2026-03-05"]]})


@case("设置里的工作表不在工作簿里", settings=ledger(sheet='"委员名单"', kind='"member"'))
def sheet_unknown():
    return book({"委员名册": [["编号", "姓名"], ["M-1", "委员甲"]]})


@case("没有一张工作表是数据")
def no_sheet_of_data():
    return book({"Sheet1": [["编号", "姓名"], ["M-1", "委员甲"]], "说明": [["略"]]})


@case("工作表叫什么都行，类别写在设置里", settings=ledger(sheet='"Sheet1"', kind='"委员"'))
def sheet_by_settings():
    return book({"Sheet1": [["编号", "姓名"], ["M-1", "委员甲"]], "草稿": [["编号", "姓名"], ["M-2", "委员乙"]]})


@case("设置里的类别写错了", settings=ledger(sheet='"委员"', kind='"membre"'))
def kind_unknown():
    return members(["M-1", "委员甲"])


@case("工作表的名称前后有空白，类别用英文名")
def sheet_named_loosely():
    return book({" member ": [["id", "name"], ["M-1", "委员甲"]], "活动 ": [["title", "date"], ["座谈会", "2026-03-05"]]})


@case("单位和年度写在列里", settings=ledger(fixed=""))
def body_and_year_in_columns():
    rows = [["单位", "年度", "名称", "日期"], ["office", 2026, "座谈会", "2026-03-05"], ["office/a", "2025年", "视察", "3月5日"]]
    return book({"活动": rows})


@case("没有写单位和年度", settings=ledger(fixed=""))
def body_and_year_missing():
    return book({"活动": [["名称", "日期"], ["座谈会", "2026-03-05"]]})


@case("一行原样重复：算一条，还是两条")
def rows_doubled():
    return members(["M-1", "委员甲"], ["M-2", "委员乙"], ["M-1", "委员甲"])


@case("两行编号相同，内容不同")
def keys_doubled():
    return members(["M-1", "委员甲"], ["M-1", "委员乙"])


@case("工作簿和 TOML 里有同一个编号", beside={"data/a.toml": 'body = "office"\nyear = 2026\n\n[[member]]\nid = "M-1"\nname = "委员乙"\n'})
def key_in_another_file():
    return members(["M-1", "委员甲"])


@case("必填的格是空的")
def required_cell_empty():
    return members(["M-1", None, "在任"], [None, "委员乙", "在任"], ["M-3", "　", "在任"], head=["编号", "姓名", "状态"])


@case("一张表里有两段，第二段的列不同")
def two_tables_on_a_sheet():
    return book({"活动": [["名称", "日期"], ["座谈会", "2026-03-05"], [], ["学时", "名称"], [3, "视察"]]})


@case("表头在第60行")
def header_too_far_down():
    return book({"委员": [["说明"]] * 59 + [["编号", "姓名"], ["M-1", "委员甲"]]})


@case("合计是公式，范围少了一行；存下的结果与各行之和不符")
def total_as_formula():
    from broken import parts

    text = lambda word: f'<c t="inlineStr"><is><t>{word}</t></is></c>'  # noqa: E731
    rows = [text("编号") + text("姓名") + text("积分")]
    rows += [text(f"M-{n}") + text(f"委员{n}") + f"<c><v>{n}</v></c>" for n in (1, 2, 4)]
    rows.append(text("合计") + "<c/>" + "<c><f>SUM(C2:C3)</f><v>3</v></c>")
    return parts("".join(f"<row>{row}</row>" for row in rows))


@case("表里有两个工作簿都要的工作表", beside={"data/台账二.csv": "编号,姓名\nM-2,委员乙\n"}, settings=ledger(file='"**/台账*"', kind='"member"'))
def ledgers_by_pattern():
    return members(["M-1", "委员甲"])


@case("没有一个文件合 file 的式样", settings=ledger(file='"名册*.xlsx"'))
def file_unknown():
    return members(["M-1", "委员甲"])


@case("设置里没有写的工作表，表头和写了的一样", settings=ledger(sheet='"名册"', kind='"委员"', columns='{ "证号" = "编号", "入会日期" = "任职日期" }'))
def sheet_like_another():
    head = ["证号", "姓名", "入会日期"]
    return book({"名册": [head, ["M-1", "委员甲", "2026-03-05"]], "增补": [head, ["M-2", "委员乙", "2019-13-05"]], "空白": []})


@case("设置里写明不读的工作表", settings=ledger() + ledger(sheet='["增补", "填表说明"]', kind="false", fixed=None))
def sheets_left_aside():
    head = ["编号", "姓名", "任职日期"]
    return book({"委员": [head, ["M-1", "委员甲", "2026-03-05"]], "增补": [head, ["M-2", "委员乙", None]], "填表说明": [["按月填写"]]})


@case("工作表的名称是一类，表头是另一类")
def sheet_called_as_another_kind():
    return book({"专委会": [["某市政协委员"], ["编号", "姓名", "任职日期"], ["M-1", "委员甲", "2026-03-05"]]})


@case("落款、只编了号的空行、小标题；写着合计而其实是记录的行")
def rows_beside_the_records():
    rows = [["序号", "编号", "姓名", "任职日期"], [1, "M-1", "委员甲", "2026-03-05"], [None, "（一）教育界（共2人）"], ["合计", "M-2", "委员乙", "2026-03-06"]]
    return book({"委员": [*rows, [3], ["合计", None, "2人"], ["某市政协提案委员会"], ["2026年11月20日"]]})


@case("别的说法以字段的名称结尾；序号不是编号")
def header_that_ends_as_a_field():
    return book({"委员": [["序号", "姓名", "所属专委会", "状态"], [1, "委员甲", "提案委", "在任"]]})
