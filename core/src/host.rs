//! The host's own findings: a table of their names, what each does to the exit status, and what it means.

pub mod lints;

use crate::finding::{Effect, Finding, Status};
use crate::language::Text;

/// One kind of finding that the host itself reports.
///
/// ```
/// use yize_core::host::{self, HostRule};
/// use yize_core::say;
///
/// let rule: &HostRule = host::ALL.iter().find(|rule| rule.name == "host/syntax").expect("a rule of the host");
/// assert_eq!(rule.title.1, "TOML syntax error");
/// let finding = rule.finding(say!("缺少等号", "`=` is missing"));
/// assert_eq!((&*finding.rule, finding.effect), (rule.name, rule.effect));
/// ```
#[derive(Debug)]
pub struct HostRule {
    /// Full name, `host/<id>`.
    pub name: &'static str,
    /// Exit status that it stands for.
    pub effect: Effect,
    /// Title, Chinese and English.
    pub title: (&'static str, &'static str),
    /// What it means and what to do, Chinese and English.
    pub explain: (&'static str, &'static str),
}

impl HostRule {
    /// A finding of this kind.
    #[must_use]
    pub fn finding(&self, message: Text) -> Finding {
        let status = if self.effect == Effect::Violation { Status::Violation } else { Status::Fault };
        Finding::new(self.name, status, self.effect, message)
    }
}

macro_rules! host_rules {
    ($($(#[$doc:meta])* $id:ident $name:literal $effect:ident, $title_zh:literal / $title_en:literal, $zh:literal / $en:literal;)*) => {
        $(
            $(#[$doc])*
            pub const $id: HostRule = HostRule {
                name: concat!("host/", $name),
                effect: Effect::$effect,
                title: ($title_zh, $title_en),
                explain: ($zh, $en),
            };
        )*
        /// All of them, in the order of this table.
        pub const ALL: &[HostRule] = &[$($id),*];
    };
}

host_rules! {
    /// Not valid TOML.
    SYNTAX "syntax" Violation, "TOML 语法错误" / "TOML syntax error",
        "文件不符合 TOML 语法。一处笔误只报一次，同一文件的各处笔误一次列出。写得完好、起止确定的记录照常逐条检查；有笔误的记录没有读取，因此在改正之前，凡要清点或罗列该文件所涉各类记录的规则都不下结论。"
        / "The file is not valid TOML. Each slip is told once, and all slips of a file at once. Records that are sound, and of which it is certain where they begin and end, are checked one by one; those with a slip are not read, and until they are mended no rule that counts or lists records of the file's kinds comes to a conclusion.";
    /// Not UTF-8.
    ENCODING "encoding" Violation, "文件不是 UTF-8 编码" / "file is not UTF-8",
        "数据文件须用 UTF-8 编码保存（可带 BOM）。在记事本中用“另存为”，编码选“UTF-8”。"
        / "Data files are UTF-8, with or without a byte order mark. In Notepad use Save As and choose UTF-8.";
    /// A value of another type than its field's.
    TYPE "type" Violation, "值的类型不对" / "value of the wrong type",
        "字段的值与 kinds.toml 中声明的类型不符。" / "The value does not have the type that kinds.toml declares for the field.";
    /// A key that no field has.
    UNKNOWN_KEY "unknown-key" Violation, "没有这个字段" / "unknown field",
        "记录中出现了没有声明的字段，多半是写错了。需要新字段时，在规则包的 kinds.toml 中声明。"
        / "The record has a field that is not declared, usually a slip. Declare new fields in the pack's kinds.toml.";
    /// The same field twice, by name and by label.
    DUPLICATE_FIELD "duplicate-field" Violation, "同一字段写了两次" / "field given twice",
        "字段可以用英文名或中文标签来写，但一条记录中只能写一次。" / "A field may be given by its name or its label, but once in a record.";
    /// A required field is absent.
    MISSING_FIELD "missing-field" Violation, "缺少必填字段" / "required field is missing",
        "记录缺少必填的字段。" / "The record lacks a required field.";
    /// A reference that names no record.
    REFERENCE "reference" Violation, "引用的记录不存在" / "reference to nothing",
        "字段引用了另一条记录，但同一单位、同一年度里没有这条记录。" / "The field refers to a record that does not exist in the same body and year.";
    /// Two records with one key.
    DUPLICATE_KEY "duplicate-key" Violation, "编号重复" / "duplicate key",
        "同一单位、同一年度、同一类记录的编号必须各不相同。" / "Keys are unique within a body, a year and a kind.";
    /// Two keys that the eye does not tell apart.
    LOOK_ALIKE "look-alike" Violation, "编号看起来一样" / "keys that look alike",
        "同一单位、同一年度、同一类记录中，两个编号只差空白、全角半角、看不见的字符或同一个字的另一种编码，多半是同一个编号。写成一样，或改得分明。"
        / "Two keys of one body, year and kind differ only in blanks, width, signs that are not seen or another encoding of the same letter: mostly they are meant to be one. Write them alike, or differently.";
    /// A value outside min, max, pattern, or repeated where it must be unique.
    LIMITS "limits" Violation, "值超出允许范围" / "value outside its limits",
        "值不在声明的上下限之内，或不合格式，或在要求唯一的字段中重复。" / "The value is outside the declared bounds or pattern, or repeated in a field that must be unique.";
    /// A top-level key or table that is no kind.
    UNKNOWN_KIND "unknown-kind" NotChecked, "没有这类记录" / "unknown kind of record",
        "文件中出现了规则包没有声明的记录类别，这些记录没有被检查。" / "The file has records of a kind that no pack declares; they were not checked.";
    /// A record without a body, or whose body no pack governs.
    NO_PACK "no-pack" NotChecked, "没有适用的规则包" / "no pack governs this body",
        "没有规则包管辖该单位（见 pack.toml 的 bodies），其记录没有被检查。" / "No pack governs this body (see bodies in pack.toml); its records were not checked.";
    /// A pack is broken.
    PACK "pack" NotChecked, "规则包有错误" / "broken pack",
        "规则包不能装入，它管辖的单位没有被检查。" / "The pack cannot be loaded; the bodies that it governs were not checked.";
    /// A script that may mean something else than when it was written.
    LANGUAGE "language" Violation, "脚本的含义已经改变" / "a script means something else now",
        "规则包没有写明按哪一版语言编写。语言改版后，其中有的写法含义不同，结果可能与从前不同。逐处看过，按提示改写，然后在 pack.toml 里写 yize = \"0.2\"。"
        / "The pack does not say which version of the language it is written for, and something in it means something else than before, so that results may differ. Look at each place, rewrite it where that is needed, then say yize = \"0.2\" in pack.toml.";
    /// `yize.toml` is broken.
    PROJECT "project" NotChecked, "项目设置有错误" / "broken project settings",
        "yize.toml 有错误，项目没有被检查。" / "yize.toml is broken; the project was not checked.";
    /// A path that does not exist.
    NO_SUCH_PATH "no-such-path" NotChecked, "路径不存在" / "no such path",
        "命令行或 yize.toml 中写的路径不存在。" / "A path on the command line or in yize.toml does not exist.";
    /// A pattern without match, or a folder without data.
    NO_DATA "no-data" NotChecked, "没有找到数据文件" / "no data files found",
        "文件夹里没有数据文件，或 data 的式样没有匹配任何文件。允许为空时加 --allow-empty。"
        / "The folder holds no data, or a data pattern matches nothing. Use --allow-empty where that is meant.";
    /// A file of a type that yize does not read.
    UNREAD_TYPE "unread-type" NotChecked, "不能读取这种文件" / "file of a type that is not read",
        "数据是 .toml 文件和工作簿（.xlsx .xlsm .xls .et .ods .csv .tsv），其他文件没有检查。" / "Data are .toml files and workbooks (.xlsx .xlsm .xls .et .ods .csv .tsv); other files were not checked.";
    /// A sheet that is not read.
    UNREAD_SHEET "unread-sheet" NotChecked, "工作表没有读" / "sheet that was not read",
        "工作簿里要么没有一张工作表是记录，要么有一张像是记录而没有读，要么找不到表头。工作表以记录类别的名称（如“委员”）为名，或在 yize.toml 的 [[ledger]] 里写明 sheet、kind；表头写字段的名称，叫法不同的写 columns。"
        / "No sheet of a workbook holds records, or one that was not read looks as if it did, or no header was found. A sheet is called as a kind of record is, or [[ledger]] in yize.toml names sheet and kind; the header names fields, or `columns` says what it names.";
    /// A cell whose value cannot be gone by.
    CELL "cell" Violation, "单元格的值不能用" / "cell whose value cannot be used",
        "单元格里是错误值、没有结果的公式，或者读法不止一种的写法（如“3/5”）。不作猜测，这个字段没有读；写成只有一种读法的样子。"
        / "The cell holds an error, a formula without result, or what can be read in more than one way, such as `3/5`. Nothing is guessed, and the field was not read; write what can be read in one way only.";
    /// A total that its rows do not come to.
    TOTAL "total" Violation, "合计与各行不符" / "total that its rows do not come to",
        "工作表合计行里的数与上面各行相加的结果不同，多半是公式的范围没有包括新加的行。"
        / "The number in a row of totals is not what the rows above it come to; mostly the formula leaves out rows that were added.";
    /// A file or folder that the system refuses to read.
    UNREADABLE "unreadable" NotChecked, "文件不能读取" / "file cannot be read",
        "系统不允许读取该文件或文件夹（权限、损坏或符号链接成环）。" / "The system refuses to read the file or folder (permissions, damage, or a loop of symbolic links).";
    /// A link out of the project.
    LINK "link" NotChecked, "链接通往项目之外" / "link out of the project",
        "数据或规则包里的链接通往项目（或命令行写明的文件夹）之外，没有读取，以免报告显示不该显示的文件。确实要读的，在 yize.toml 里写 follow = true。"
        / "A link among data or packs leads out of the project and of the folders that were named, and was not read, lest a report show what it should not. Where it is meant, write follow = true in yize.toml.";
    /// Settings of a project within another that have no effect.
    NESTED "nested" Violation, "项目之内的项目" / "project within a project",
        "一个项目在另一个项目之内，它的设置不能放松检查：降低级别、豁免、follow 和 ignore 都不起作用，外层项目的 data 指到的文件由外层项目一并检查。外层项目在 projects 里写上它的文件夹，它的设置才全部起作用。"
        / "A project lies within another, and its settings lighten nothing: lower levels, waivers, `follow` and `ignore` have no effect, and the files that the outer project's `data` names are checked with that one too. They count in full once the outer project names the folder under `projects`.";
    /// A file over the size limit.
    TOO_LARGE "too-large" Incomplete, "文件过大" / "file too large",
        "文件超过大小上限，没有读取。请按年度或专委会分成几个文件。" / "The file is over the size limit and was not read. Split it by year or committee.";
    /// More of something than can be told apart.
    TOO_MANY "too-many" NotChecked, "数量超出上限" / "too many of something",
        "单位、记录、值、记录类别或文件多得无法一一编号，超出的部分没有检查。请分成几个项目，分别检查。"
        / "There are more bodies, records, values, kinds of records or files than can be numbered; what is beyond was not checked. Split the project and check its parts.";
    /// More work, or more findings, than is done or told.
    TOO_MUCH "too-much" NotChecked, "超出限度" / "beyond a bound",
        "读入、核对的工作量或者要列出的问题超出限度，超出的部分没有检查或没有列出。先改正已经列出的；数据确实这样多时，分成几个文件或几个项目。"
        / "Reading or comparing takes more work or memory than is allowed, or there is more to tell than is told; what is beyond was not checked or not listed. Mend what is listed first; where there really is so much data, split it into files or projects.";
    /// The system gives no thread.
    RESOURCES "resources" NotChecked, "系统资源不足" / "the system lacks resources",
        "系统不给线程，因此什么也没有检查。放宽对内存或进程数的限制后再检查。"
        / "The system gives no thread, so nothing was checked. Raise the limit of memory or of processes and check again.";
    /// The process that ran a pack ended.
    PROCESS "process" NotChecked, "规则包的进程中断" / "a pack's process ended",
        "用 --isolate 时，每个规则包的规则在单独的进程中运行。这个进程没有给出结果，它管辖的单位没有按规则检查；其他规则包照常。"
        / "With --isolate, each pack's rules are run by a process of their own. This one gave no answer, so that the bodies that its packs govern were not checked by rules; the other packs were.";
    /// No rule applied to anything.
    NO_RULE "no-rule" NotChecked, "没有适用的规则" / "no rule applied",
        "没有一条规则适用于这些数据。请核对单位、年度和 --only/--skip。" / "No rule applies to this data. Check body, year and --only/--skip.";
    /// A pack without cases, or none selected.
    NO_CASES "no-cases" NotChecked, "没有用例" / "no cases",
        "规则包没有用例，或没有选中任何用例，因此什么也没有测试。" / "The pack has no cases, or none is selected, so nothing was tested.";
    /// A filter that names nothing.
    FILTER "filter" NotChecked, "筛选条件没有匹配" / "filter matches nothing",
        "--only、--skip 或 --body 的式样没有匹配任何规则或单位，多半是写错了。" / "A pattern of --only, --skip or --body matches no rule or body, usually a slip.";
    /// A waiver that has ended, is about to, or does not count yet.
    WAIVER "waiver" Violation, "豁免已过期或即将到期" / "waiver ended or about to",
        "豁免过了 until 即失效，算作违规；到期前30天内为警告；用 --changed-since 检查时，本次修改新增的豁免不算，也是警告。改正问题，或重新报批后改 until。"
        / "A waiver past its `until` no longer holds and is a violation; in its last 30 days it is a warning, and so is one that is new in the change under review. Mend the data, or have it prolonged.";
    /// A waiver that excuses nothing.
    UNUSED_WAIVER "unused-waiver" Violation, "豁免没有用处" / "waiver that waives nothing",
        "没有任何问题合于这条豁免：问题已经改正，或者规则、记录、单位写错。用 --fix 删去。只在整个项目按全部规则查完时才判断。"
        / "No finding matches this waiver: the data were mended, or rule, record or body is misspelt. Remove it with --fix. Judged only where a whole project was checked by all rules to their end.";
    /// A baseline that cannot be read.
    BASELINE "baseline" NotChecked, "基线文件不能用" / "baseline cannot be used",
        "--baseline 的文件有错误，因此没有检查成。用 --write-baseline 重新写一份。"
        / "The file of --baseline is broken, so nothing counts as checked. Write it anew with --write-baseline.";
    /// Findings of a baseline that are no more.
    BASELINE_GONE "baseline-gone" Violation, "基线中的问题已经消失" / "findings of the baseline are gone",
        "基线记录的问题已经改正。用 --baseline-prune 从基线中删去，使它们不能再悄悄出现；新的问题不会因此写进基线。"
        / "What the baseline lists was mended. Take it out with --baseline-prune, so that it cannot come back unseen; nothing new gets into the baseline by that.";
    /// Findings of a baseline that are worse now.
    BASELINE_WORSE "baseline-worse" Violation, "基线中的问题加重了" / "findings of the baseline are worse",
        "规则用 measure 标明了程度的问题，离应有的数比写基线时更远。问题仍在基线中，不算新的；用 --baseline-strict 时算。"
        / "A finding whose rule says by a measure how bad it is, is further off than when the baseline was written. It is still in the baseline and not new; with --baseline-strict it counts.";
    /// Packs that are not those of the lock.
    LOCK "lock" NotChecked, "规则包与 yize.lock 不符" / "packs differ from yize.lock",
        "check --locked 只用 yize.lock 登记的规则包。规则包有改动而确实要采用时，重新运行 yize lock。"
        / "check --locked uses the packs that yize.lock lists and no others. Where a change of packs is meant, run yize lock again.";
    /// The program itself failed.
    FAILED "failed" NotChecked, "yize 内部出错" / "yize itself failed",
        "yize 自己出了错，这一轮什么也没有检查。撤回刚才的改动，并向维护者报告。"
        / "yize itself failed, and nothing was checked in this round. Undo what was changed last, and report it to the maintainers.";
    /// A rule that fell silent.
    UNDECIDED "undecided" Incomplete, "有规则没有得出结论" / "a rule came to no answer",
        "规则读到了有错或不完整的数据，没有得出结论，而造成这一点的问题不在本次报告之列。先改正数据；用 --body、--changed-since 等只查一部分时，查一次全部。"
        / "A rule met broken or missing data and came to no answer, and what caused it is not among the findings of this report. Mend the data first; where only a part was checked (--body, --changed-since), check the whole.";
    /// A day outside the calendar.
    CALENDAR "calendar" Incomplete, "日期不在工作日历之内" / "day outside the calendar",
        "规则要判断工作日，而规则包的 holidays.toml 没有这一年的放假安排；不作推测，该记录没有查完。国务院公布后，在 holidays.toml 中补上这一年。"
        / "The rule asks for working days of a year that no holidays.toml lists; nothing is guessed, and the record was not checked to the end. Add the year once its notice is published.";
    /// A report that holds fewer findings than there are.
    REPORT_CUT "report-cut" None, "报告没有列出全部结果" / "report does not list every finding",
        "SARIF 报告最多列出25000项，按轻重取舍，其余只报数目。退出码和汇总不受影响；完整结果见 json、csv、html 等格式的报告。"
        / "A SARIF report holds 25,000 findings at most; the weightiest are kept and the rest is counted. The exit status is not affected; reports in other formats, such as json, have them all.";
}
