"""Cases about files: encodings, other programs, and what is broken or means no good."""

import struct

from cases import LEDGER, book, case, ledger, members

CSV = "编号,姓名,任职日期,积分,电话\nM-1,张　三,2026/3/5,87.5,010\nM-2,李四,2026年3月5日,１００,0311\n"


@case("CSV：GBK 编码", file="台账.csv", settings=ledger(kind='"member"'))
def csv_gbk():
    return CSV.encode("gbk")


@case("CSV：GB18030 才有的字", file="台账.csv", settings=ledger(kind='"member"'))
def csv_gb18030():
    return CSV.replace("李四", "㐀𠮷").encode("gb18030")


@case("CSV：UTF-8，有字节顺序标记，分号分隔，CRLF", file="台账.csv", settings=ledger(kind='"member"'))
def csv_semicolon():
    return b"\xef\xbb\xbf" + CSV.replace(",", ";").replace("\n", "\r\n").encode()


@case("Excel 的“Unicode 文本”：UTF-16，制表符分隔", file="台账.csv", settings=ledger(kind='"member"'))
def csv_utf16():
    return b"\xff\xfe" + CSV.replace(",", "\t").encode("utf-16-le")


@case("TSV", file="台账.tsv", settings=ledger(kind='"member"'))
def tsv():
    return CSV.replace(",", "\t").encode()


@case("CSV：引号、换行、标题行、行的长短不一", file="委员.csv", settings=ledger(file='"*.csv"'))
def csv_quoted():
    return '委员名册,,\n\n编号,姓名,专长\nM-1,"委员""甲""","经济,\n法律"\nM-2,委员乙\nM-3,委员丙,教育,多\n\n'.encode()


@case("CSV：半截是乱码", file="台账.csv", settings=ledger(kind='"member"'))
def csv_mixed():
    return "编号,姓名\nM-1,委员甲\n".encode() + "M-2,委员乙\n".encode("gbk") + b"M-3,\xff\xff\xfe\n"


@case("CSV：引号没有合上", file="台账.csv", settings=ledger(kind='"member"'))
def csv_open_quote():
    return '编号,姓名\nM-1,"委员甲\nM-2,委员乙\nM-3,委员丙\n'.encode()


@case("空文件")
def empty_file():
    return b""


@case("空的 CSV", file="台账.csv", settings=ledger(kind='"member"'))
def csv_empty():
    return b"\xef\xbb\xbf\r\n"


@case("系统导出的“Excel”其实是网页", file="台账.xls")
def web_page():
    return "<html><head><meta charset=utf-8></head><body><table><tr><td>编号</td><td>姓名</td></tr></table></body></html>".encode()


@case("其实是 xlsx 的 .xls", file="台账.xls")
def ending_of_another():
    return members(["M-1", "委员甲"])


@case("只写了一半的工作簿")
def truncated():
    return whole()[:-700]


@case("中间坏了的工作簿")
def damaged():
    content = bytearray(whole())
    for at in range(len(content) // 3, len(content) // 3 + 200):
        content[at] ^= 0x55
    return bytes(content)


def whole():
    """A workbook as bytes."""
    import io
    import tempfile
    from pathlib import Path

    from books import save

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.xlsx")
        save(members(*([f"M-{n}", f"委员{n}"] for n in range(1, 200))), path)
        return io.BytesIO(path.read_bytes()).getvalue()


@case("设了密码的工作簿")
def password():
    return compound({"EncryptionInfo": bytes(4096), "EncryptedPackage": bytes(8192)})


def compound(streams):
    """A compound file, as Office wraps what it encrypts: its streams are at least 4,096 bytes long."""
    sector, free, end = 512, 0xFFFFFFFF, 0xFFFFFFFE
    chains, body, names = [0xFFFFFFFD, end], b"", []
    for name, content in streams.items():
        assert len(content) >= 4096 and len(content) % sector == 0
        first, count = len(chains), len(content) // sector
        chains += [*range(first + 1, first + count), end]
        names.append((name, first, len(content)))
        body += content

    def entry(name, kind, child=free, right=free, first=end, size=0):
        text = name.encode("utf-16-le") + b"\0\0" if name else b""
        head = text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text), kind, 1, free, right, child)
        return head + bytes(36) + struct.pack("<IQ", first if kind else 0, size)

    entries = [entry("Root Entry", 5, child=1)]
    for at, (name, first, size) in enumerate(names):
        entries.append(entry(name, 2, right=at + 2 if at + 1 < len(names) else free, first=first, size=size))
    directory = b"".join(entries).ljust(sector, b"\0")
    table = b"".join(struct.pack("<I", link) for link in chains).ljust(sector, b"\xff")
    assert len(directory) == sector == len(table)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 62, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0) + struct.pack("<I", 0) + b"\xff" * 432
    return head + table + directory + body


# ── Parts written by hand: what other programs write, and what means no good ──

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def parts(sheet, strings=None, before="", styles=""):
    """The least that a workbook is made of, with a sheet “委员” of this XML: a text, or pieces of one."""
    kinds = f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
    top = f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    workbook = f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets><sheet name="委员" sheetId="1" r:id="r1"/></sheets></workbook>'
    links = {"r1": ("worksheet", "worksheets/sheet1.xml"), "r2": ("sharedStrings", "sharedStrings.xml"), "r3": ("styles", "styles.xml")}
    here = {"r1"} | ({"r2"} if strings else set()) | ({"r3"} if styles else set())
    lines = "".join(f'<Relationship Id="{key}" Type="{RELATIONS}/{kind}" Target="{target}"/>' for key, (kind, target) in links.items() if key in here)
    made = {
        "[Content_Types].xml": kinds.encode(),
        "_rels/.rels": top.encode(),
        "xl/workbook.xml": workbook.encode(),
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{lines}</Relationships>'.encode(),
    }
    if strings:
        made["xl/sharedStrings.xml"] = pieces(before + f'<sst xmlns="{MAIN}">', strings, "</sst>")
    if styles:
        made["xl/styles.xml"] = styles.encode()
    made["xl/worksheets/sheet1.xml"] = pieces(f'<worksheet xmlns="{MAIN}"><sheetData>', sheet, "</sheetData></worksheet>")
    return made


def pieces(first, middle, last):
    """One part of a text, or of pieces, between two texts."""
    yield first.encode()
    for piece in [middle] if isinstance(middle, str) else middle:
        yield piece.encode()
    yield last.encode()


HEAD = '<row><c t="inlineStr"><is><t>编号</t></is></c><c t="inlineStr"><is><t>姓名</t></is></c></row>'
ROW = '<row><c t="inlineStr"><is><t>M-1</t></is></c><c t="inlineStr"><is><t>委员甲</t></is></c></row>'


@case("WPS 一类程序的写法：没有 dimension，没有行号和格号，文字在格子里")
def inline_strings():
    return parts(HEAD + ROW)


@case("共用的文字：分成几段，带拼音，带换行的转义")
def shared_strings():
    strings = "<si><t>编号</t></si><si><r><t>姓</t></r><r><t>名</t></r></si><si><t>M-1</t></si>"
    strings += '<si><t>委员甲</t><rPh sb="0" eb="2"><t>weiyuan</t></rPh></si><si><t xml:space="preserve">M-2_x000D_\n</t></si><si><t>A_x005F_x0041_&amp;乙</t></si>'
    rows = [(1, 0, 1), (3, 2, 3), (7, 4, 5)]
    sheet = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>{a}</v></c><c r="B{n}" t="s"><v>{b}</v></c></row>' for n, a, b in rows)
    return parts(sheet, strings=strings)


@case("公式的结果是文字、是非、日期；格子的类型写明是日期")
def stored_values():
    head = "".join(f'<c t="inlineStr"><is><t>{word}</t></is></c>' for word in ["编号", "姓名", "中共党员", "任职日期"])
    row = '<c t="str"><f>"M-"&amp;1</f><v>M-1</v></c><c t="str"><f>A9</f><v>委员甲</v></c><c t="b"><f>1=1</f><v>1</v></c><c t="d"><v>2026-03-05</v></c>'
    return parts(f"<row>{head}</row><row>{row}</row>")


@case("压缩炸弹：解开有几百兆")
def zip_bomb():
    strings = ["<si><t>"] + ["A" * (1 << 20)] * 280 + ["</t></si>"]
    return parts(HEAD + ROW, strings=strings)


@case("解开很大，但每样东西都不大：一百万行只有格式")
def a_million_styled_rows():
    return parts([HEAD, ROW] + ['<row><c s="0"/><c s="0"/></row>' * 1000] * 1040)


@case("一行有16384列格式，最后一格有字")
def columns_to_the_last():
    last = '<c r="XFD2" t="inlineStr"><is><t>边</t></is></c>'
    return parts(HEAD + '<row r="2"><c r="A2" t="inlineStr"><is><t>M-1</t></is></c><c r="B2" t="inlineStr"><is><t>委员甲</t></is></c>' + "<c/>" * 16381 + last + "</row>")


@case("格子的位置超出了表")
def cell_beyond_the_last():
    return parts(HEAD + '<row r="2"><c r="XFE2" t="inlineStr"><is><t>M-1</t></is></c></row>')


@case("自己定义的实体一个套一个")
def entities():
    bomb = '<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
    sheet = HEAD + '<row><c t="s"><v>0</v></c><c t="inlineStr"><is><t>委员甲</t></is></c></row>'
    return parts(sheet, strings="<si><t>&c;</t></si>", before=bomb)


@case("指到没有的共用文字")
def string_unknown():
    return parts(HEAD + '<row><c t="s"><v>7</v></c><c t="inlineStr"><is><t>委员甲</t></is></c></row>', strings="<si><t>一</t></si>")


@case("带宏的工作簿照常读，宏不运行", file="台账.xlsm")
def macros():
    made = parts(HEAD + ROW)
    made["xl/vbaProject.bin"] = bytes(512)
    made["xl/externalLinks/externalLink1.xml"] = f'<externalLink xmlns="{MAIN}"/>'.encode()
    return made


@case("OpenDocument 表格：日期、百分数、是非、补零的数、重复的列和行", file="台账.ods")
def open_document():
    texts = lambda *words: "".join(f"<table:table-cell office:value-type=\"string\"><text:p>{word}</text:p></table:table-cell>" for word in words)  # noqa: E731
    row = texts("M-1", "委员甲") + '<table:table-cell office:value-type="date" office:date-value="2026-03-05"><text:p>2026年3月5日</text:p></table:table-cell>'
    row += '<table:table-cell office:value-type="percentage" office:value="0.85"><text:p>85%</text:p></table:table-cell>'
    row += '<table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>TRUE</text:p></table:table-cell>'
    row += '<table:table-cell table:number-columns-repeated="16000"/>'
    rows = f'<table:table-row>{texts("编号", "姓名", "任职日期", "出勤率", "中共党员")}</table:table-row><table:table-row>{row}</table:table-row>'
    padded = '<table:table-cell office:value-type="float" office:value="12" table:style-name="ce1"><text:p>0012</text:p></table:table-cell>'
    rows += f'<table:table-row>{padded}{texts("委员乙")}</table:table-row>'
    rows += '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
    space = "urn:oasis:names:tc:opendocument:xmlns:"
    names = " ".join(f'xmlns:{name}="{space}{full}:1.0"' for name, full in [("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"), ("number", "datastyle")])
    styles = '<number:number-style style:name="N1"><number:number number:decimal-places="0" number:min-integer-digits="4"/></number:number-style><style:style style:name="ce1" style:family="table-cell" style:data-style-name="N1"/>'
    content = f'<office:document-content {names} office:version="1.2"><office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet><table:table table:name="委员">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = f'<manifest:manifest xmlns:manifest="{space}manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    return {"mimetype": kind.encode(), "content.xml": content.encode(), "META-INF/manifest.xml": manifest.encode()}


@case("Excel 打开时的临时文件不是数据", settings=LEDGER, beside={"~$台账.xlsx": bytes(165)})
def lock_file():
    return members(["M-1", "委员甲"])


@case("加了保护的工作表照常读")
def protected_sheet():
    def protect(workbook):
        workbook["委员"].protection.sheet = True
        workbook["委员"].protection.password = "1"

    return book({"委员": [["编号", "姓名"], ["M-1", "委员甲"]]}, change=protect)


@case("图表页、图片、批注、超链接不碍事")
def other_things():
    def add(workbook):
        from openpyxl.comments import Comment

        sheet = workbook["委员"]
        sheet["A2"].comment = Comment("核对", "某某")
        sheet["B2"].hyperlink = "https://example.com/"
        workbook.create_chartsheet("图")

    return book({"委员": [["编号", "姓名"], ["M-1", "委员甲"]]}, change=add)
