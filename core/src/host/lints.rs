//! What `lint` looks for in packs: a table of names, of the levels that hold unless a pack or a project says otherwise, and of what
//! each means.

use crate::finding::{Effect, Finding, Severity, Status};
use crate::language::Text;
use crate::spelling::nearest;

/// How much a lint weighs.
///
/// ```
/// use yize_core::host::lints::Level;
/// assert_eq!(Level::parse("allow"), Some(Level::Allow));
/// assert_eq!(Level::Warning.word(), "warning");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// It fails.
    Error,
    /// It is told and fails nothing.
    Warning,
    /// It is not told.
    Allow,
}

impl Level {
    const ALL: [Self; 3] = [Self::Error, Self::Warning, Self::Allow];

    /// The word of settings.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Allow => "allow",
        }
    }

    /// Reads the word of settings.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.word() == word)
    }

    /// The level that a word was perhaps meant to name.
    #[must_use]
    pub(crate) fn meant(word: &str) -> Option<Self> {
        match word.to_lowercase().as_str() {
            "off" | "none" | "ignore" | "false" | "停用" | "允许" => Some(Self::Allow),
            lower => match Severity::meant(lower) {
                Some(Severity::Error) => Some(Self::Error),
                Some(Severity::Warning) => Some(Self::Warning),
                None => Self::parse(nearest(lower, Self::ALL.map(Self::word))?),
            },
        }
    }
}

/// One thing that is looked for in packs.
///
/// ```
/// use yize_core::host::lints::{self, Level, Lint};
///
/// let lint: &Lint = lints::ALL.iter().find(|lint| lint.id() == "unused-function").expect("a lint");
/// assert_eq!((lint.name, lint.level, lint.is_mended), ("lint/unused-function", Level::Warning, true));
/// ```
#[derive(Debug)]
pub struct Lint {
    /// Full name, `lint/<id>`.
    pub name: &'static str,
    /// Its level, unless a pack or a project says otherwise.
    pub level: Level,
    /// Whether `--fix` mends it.
    pub is_mended: bool,
    /// Title, Chinese and English.
    pub title: (&'static str, &'static str),
    /// What it means and what to do, Chinese and English.
    pub explain: (&'static str, &'static str),
}

impl Lint {
    /// Its name without `lint/`: the key of settings.
    #[must_use]
    pub fn id(&self) -> &'static str {
        self.name.strip_prefix("lint/").unwrap_or(self.name)
    }

    /// A finding of this kind; `None` where nothing is to be told.
    #[must_use]
    pub(crate) fn finding(&self, level: Level, message: Text) -> Option<Finding> {
        let severity = match level {
            Level::Error => Severity::Error,
            Level::Warning => Severity::Warning,
            Level::Allow => return None,
        };
        let mut finding = Finding::new(self.name, Status::Violation, Effect::Violation, message);
        finding.severity = severity;
        Some(finding)
    }
}

macro_rules! lints {
    ($($(#[$doc:meta])* $id:ident $name:literal $level:ident $mended:literal, $title_zh:literal / $title_en:literal, $zh:literal / $en:literal;)*) => {
        $(
            $(#[$doc])*
            pub(crate) const $id: Lint = Lint {
                name: concat!("lint/", $name),
                level: Level::$level,
                is_mended: $mended,
                title: ($title_zh, $title_en),
                explain: ($zh, $en),
            };
        )*
        /// All of them, in the order of this table.
        pub const ALL: &[Lint] = &[$($id),*];
    };
}

lints! {
    /// A rule that reports nothing.
    NEVER_REPORTS "never-reports" Error false, "规则报告不了任何问题" / "rule that can report nothing",
        "从规则的写法看，它和它调用的函数里没有一处能走到 fail 或 due，因此无论数据怎样都不会有问题。补上报告的一句，或删去规则。"
        / "As it is written, no `fail` or `due` can be reached in the rule or in what it calls, so that no data ever give a finding. Report something, or delete the rule.";
    /// A rule that reports whatever the data are.
    ALWAYS_REPORTS "always-reports" Error false, "规则总是报告" / "rule that always reports",
        "规则每次运行都走到 fail，前面没有条件，也不会先返回，因此每条记录都有问题。多半是漏写了条件。"
        / "Each time the rule runs it comes to a `fail`, with no condition before it and no way to return first, so that each record gives a finding. Usually the condition was forgotten.";
    /// A condition that is always yes, or always no.
    CONSTANT_CONDITION "constant-condition" Warning false, "条件总是成立或总不成立" / "condition that is always yes or always no",
        "按字段的类型、是否必填、上下限和枚举的值，条件的结果不取决于数据：例如对必填字段用 has、min 为 0 的数与 0 比大小、同一字段同时等于两个值。改正条件，或删去它。继承本包的规则包改了字段的，按改了以后判断。"
        / "By types, limits, values of enums and fields that are required, the condition does not depend on the data: `has` of a required field, `>= 0` where min is 0, one field equal to two values at once. Correct it, or delete it. Where packs that extend this one change a field, that counts too.";
    /// A value for what is always there.
    UNUSED_DEFAULT "unused-default" Warning false, "默认值用不上" / "default that is never used",
        "get 的字段是必填的，或者 ?? 前面的值总是有的，后面的默认值用不上。直接读字段，或在 kinds.toml 里把字段改为可以不填（optional = true）。"
        / "The field of `get` is required, or what stands before `??` is always there, so that the default is never used. Read the field itself, or make it optional in kinds.toml.";
    /// A value of a parameter that no data may have.
    IMPOSSIBLE_VALUE "impossible-value" Error false, "参数里的值数据中不会有" / "value of a parameter that no data may have",
        "脚本用参数里的文字与枚举字段比较，而枚举没有这个值，因此永远不会相等。多半是写错了字，或者枚举后来改了名称。直接写在脚本里的这种值，装入规则包时就不通过。"
        / "A script compares a text of the parameter with an enum that has no such value, so that they are never equal. Usually it is misspelt, or the value was renamed. Where the script itself has such a value, the pack is not loaded at all.";
    /// A parameter that nothing reads.
    UNUSED_PARAMETER "unused-parameter" Warning true, "参数没有用到" / "parameter that is never used",
        "本包、它继承的和继承它的规则包里，没有规则、计分办法或 views.toml 用到这个参数，改它的值没有作用。--fix 从 pack.toml 中删去它和上面的注释；用例里写到它、或别的规则包另给了值的，不自动删。"
        / "No rule, scheme or views.toml of this pack, of those it extends or of those that extend it reads the parameter, so that its value changes nothing. `--fix` takes it and the comment above it out of pack.toml, unless a case or another pack gives it a value.";
    /// A function that nothing calls.
    UNUSED_FUNCTION "unused-function" Warning true, "函数没有用到" / "function that is never used",
        "从规则、计分办法和常量出发，走不到这个函数；只被别的用不到的函数调用的也算。继承本包的规则包用到的不算。--fix 删去它和上面的注释。"
        / "From rules, schemes and constants nothing leads to this function; calls by functions that are unused themselves do not count, those by packs that extend this one do. `--fix` deletes it and the comment above it.";
    /// A constant that nothing reads.
    UNUSED_CONSTANT "unused-constant" Warning true, "常量没有用到" / "constant that is never used",
        "没有一处读这个常量。--fix 删去它和上面的注释。" / "Nothing reads the constant. `--fix` deletes it and the comment above it.";
    /// An import that nothing needs.
    UNUSED_IMPORT "unused-import" Warning true, "引入的函数库没有用到" / "import that is never used",
        "文件引入了函数库，却没有用它的函数或常量。--fix 删去这一行。" / "The file imports a library and uses nothing of it. `--fix` deletes the line.";
    /// A rule that no day may see.
    NEVER_IN_FORCE "never-in-force" Error false, "没有一天施行" / "in force on no day",
        "规则、约束、计分办法或参数的值，与规则包施行的日期没有共同的一天：它开始时规则包已经截止，或者它截止时规则包还没有开始。核对 since 和 until。"
        / "A rule, constraint, scheme or value of a parameter has no day in common with its pack: it begins after the pack has ended, or ends before the pack begins. Look at `since` and `until`.";
    /// A title that another rule has.
    SAME_TITLE "same-title" Warning false, "标题与另一条相同" / "title that another has",
        "两条规则、约束或计分办法的标题一样，报告里分不清是哪一条。写明各自管什么。" / "Two rules, constraints or schemes have one title, so that reports do not tell them apart. Say in each what it is about.";
    /// A rule that no case expects.
    NO_CASE "no-case" Warning false, "没有用例" / "without a case",
        "没有一个用例写着这条规则（或约束）应当报告，或这个计分办法应当得出积分卡，因此改坏了也没有人知道。在 tests/ 里补一个。"
        / "No case expects the rule or constraint to report, or the scheme to give a card, so that nobody learns when it breaks. Write one in tests/.";
    /// A message that does not name the record.
    UNNAMED_RECORD "unnamed-record" Warning false, "说明里没有写出是哪条记录" / "message that does not name its record",
        "对记录的规则，说明里没有一处写出记录的名称、编号，或它引用的记录，离开文件就不知道说的是谁。在说明里写上，如 ${member.name}。"
        / "In a rule on records the message has neither a name nor a key of a record, so that away from the file nobody knows whom it is about. Write it into the message, such as ${member.name}.";
    /// A finding without a next step.
    NO_HELP "no-help" Warning false, "没有写下一步怎么办" / "finding without a next step",
        "报告问题的地方没有接着写 .help(…)，或者写的是空的文字，看报告的人不知道怎么改。" / "What is reported has no `.help`, or an empty one, so that whoever reads it does not know what to do.";
    /// A basis that is no document.
    NO_DOCUMENT "no-document" Warning false, "依据没有写出文件" / "basis that names no document",
        "规则、约束、计分办法或参数的依据里，没有书名号《》、文号（如 冀政协〔2022〕3号）、条款，也没有“办法”“规定”“要求”一类的文件名称，也不是“某单位：原话”。“有关规定”“上级要求”这样的写法等于没有写。"
        / "The basis of a rule, constraint, scheme or parameter has no title in 《》, no number of a document, no article, no word for a document such as rules or notice, and is no quotation (`who: words`). `As required` names nothing.";
}
