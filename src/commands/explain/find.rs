//! What a name means: looked for among all that packs and the host have, by full names first, then by names without their pack, then
//! by what people call things.

use crate::report::explain::same_kind;
use yize_core::catalogue::{Clause, Inventory, KindEntry, LibraryFunction, ParameterEntry, SchemeInfo};
use yize_core::host::lints::{self, Lint};
use yize_core::host::{self, HostRule};
use yize_core::language::{Lang, did_you_mean};
use yize_core::pack::RuleInfo;
use yize_core::reference::FunctionInfo;
use yize_core::{Text, nearest, nearest_rule};

/// What a name means.
#[derive(Clone, Debug)]
pub(super) enum Found<'a> {
    Host(&'static HostRule),
    Lint(&'static Lint),
    Rule(&'a RuleInfo),
    Scheme(&'a SchemeInfo),
    Line(&'a SchemeInfo, &'a Clause),
    /// A kind as one pack has it.
    Kind(&'a KindEntry),
    /// `kind.field`.
    Field(String),
    Parameter(&'a ParameterEntry),
    /// The ways in which a function is called.
    Function(Vec<&'a FunctionInfo>),
    /// A function of a pack's library.
    Library(&'a LibraryFunction),
}

/// The words before a colon that say of what sort the name is.
const SORTS: [(Sort, [&str; 2]); 9] = [
    (Sort::Host, ["host", "本身"]),
    (Sort::Lint, ["lint", "审查"]),
    (Sort::Rule, ["rule", "规则"]),
    (Sort::Scheme, ["scheme", "计分办法"]),
    (Sort::Line, ["line", "行"]),
    (Sort::Kind, ["kind", "类别"]),
    (Sort::Field, ["field", "字段"]),
    (Sort::Parameter, ["parameter", "参数"]),
    (Sort::Function, ["function", "函数"]),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    Host,
    Lint,
    Rule,
    Scheme,
    Line,
    Kind,
    Field,
    Parameter,
    Function,
}

/// How well a name fits: by the full name, by a part of it, by what people call the thing, or by what they call a part of it.
const LEVELS: usize = 4;

/// Something that can be asked about, with its names of each level.
struct Known<'a> {
    sort: Sort,
    names: [Vec<String>; LEVELS],
    found: Found<'a>,
}

/// All that can be asked about.
pub(super) struct Names<'a> {
    all: Vec<Known<'a>>,
}

impl Found<'_> {
    /// How it is named in full, so that nothing else is meant.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Host(rule) => rule.name.to_owned(),
            Self::Lint(lint) => lint.name.to_owned(),
            Self::Rule(rule) => rule.name.to_string(),
            Self::Scheme(scheme) => scheme.name.to_string(),
            Self::Line(scheme, line) => format!("{}#{}", scheme.name, line.name),
            Self::Kind(own) => format!("kind:{}/{}", own.pack, own.kind.name),
            Self::Field(name) => format!("field:{name}"),
            Self::Parameter(own) => format!("parameter:{}", own.name),
            Self::Library(own) => format!("function:{}/{}::{}", own.pack, own.library, own.name),
            Self::Function(ways) => format!("function:{}", ways.first().map_or("", |way| way.name)),
        }
    }
}

impl<'a> Names<'a> {
    /// The names of what there is.
    pub(super) fn of(inventory: &'a Inventory, functions: &'a [FunctionInfo]) -> Self {
        let mut all: Vec<Known<'a>> = host::ALL.iter().map(of_host).collect();
        all.extend(lints::ALL.iter().map(of_lint));
        all.extend(inventory.listing.rules.iter().map(of_rule));
        for scheme in &inventory.listing.schemes {
            all.push(of_scheme(scheme));
            all.extend(scheme.lines.iter().map(|line| of_line(scheme, line)));
        }
        all.extend(kinds(&inventory.kinds));
        all.extend(fields(&inventory.kinds));
        all.extend(inventory.parameters.iter().map(of_parameter));
        all.extend(of_functions(functions));
        all.extend(inventory.functions.iter().map(of_library));
        Self { all }
    }

    /// What a name means: all that it fits best.
    pub(super) fn find(&self, asked: &str) -> Vec<&Found<'a>> {
        let (sort, name) = sorted(asked);
        let of_sort = || self.all.iter().filter(|known| sort.is_none_or(|sort| known.sort == sort));
        for level in 0..LEVELS {
            let found: Vec<&Found<'a>> = of_sort()
                .filter(|known| known.names[level].iter().any(|own| own == name))
                .map(|known| &known.found)
                .collect();
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// The name that was perhaps meant, as a question.
    pub(super) fn meant(&self, asked: &str) -> Option<Text> {
        let (sort, name) = sorted(asked);
        let known: Vec<&Known<'a>> =
            self.all.iter().filter(|known| sort.is_none_or(|sort| known.sort == sort)).collect();
        let words = |level: usize, wanted: &'static [Sort]| {
            known.iter().filter(move |own| wanted.contains(&own.sort)).flat_map(move |own| &own.names[level])
        };
        let only = |level, sorts| nearest(name, words(level, sorts).map(String::as_str)).map(str::to_owned);
        let near = if let Some((_, line)) = name.split_once('#') {
            // Of a line in a scheme, the line is what was perhaps misspelt.
            nearest(line, words(1, &[Sort::Line]).map(String::as_str)).map(str::to_owned)
        } else if name.contains('.') {
            only(0, &[Sort::Field])
        } else if name.contains('/') {
            nearest_rule(name, titled(&known)).or_else(|| only(0, &[Sort::Kind]))
        } else {
            // What stands alone is first a name that stands alone.
            only(0, &[Sort::Kind, Sort::Parameter, Sort::Function])
                .or_else(|| only(2, &[Sort::Kind]))
                .or_else(|| nearest_rule(name, titled(&known)))
                .or_else(|| only(1, &[Sort::Line]))
                .or_else(|| only(2, &[Sort::Parameter]))
                .or_else(|| only(3, &[Sort::Field]))
        };
        near.map(|near| did_you_mean(&near).capitalized())
    }
}

/// The sort that a name begins with, if any, and the rest of it.
fn sorted(asked: &str) -> (Option<Sort>, &str) {
    let Some((word, name)) = asked.split_once([':', '：']) else { return (None, asked) };
    let sort = SORTS.iter().find(|(_, words)| words.contains(&word)).map(|(sort, _)| *sort);
    if sort.is_some() { (sort, name) } else { (None, asked) }
}

/// Full names and titles of rules, schemes and the host's findings.
fn titled<'k>(known: &'k [&Known<'_>]) -> impl Iterator<Item = (&'k str, &'k str)> {
    let named = known.iter().filter(|own| matches!(own.sort, Sort::Rule | Sort::Scheme | Sort::Host | Sort::Lint));
    named.map(|own| (own.names[0][0].as_str(), own.names[2].first().map_or("", String::as_str)))
}

fn of_host<'a>(rule: &'static HostRule) -> Known<'a> {
    let titles = vec![rule.title.0.to_owned(), rule.title.1.to_owned()];
    let short = rule.name.strip_prefix("host/").unwrap_or(rule.name).to_owned();
    let names = [vec![rule.name.to_owned()], vec![short], titles, Vec::new()];
    Known { sort: Sort::Host, names, found: Found::Host(rule) }
}

fn of_lint<'a>(lint: &'static Lint) -> Known<'a> {
    let titles = vec![lint.title.0.to_owned(), lint.title.1.to_owned()];
    let names = [vec![lint.name.to_owned()], vec![lint.id().to_owned()], titles, Vec::new()];
    Known { sort: Sort::Lint, names, found: Found::Lint(lint) }
}

/// A name without its pack.
fn short(name: &str, pack: &str) -> String {
    name.strip_prefix(pack).map_or(name, |id| id.trim_start_matches('/')).to_owned()
}

fn of_rule(rule: &RuleInfo) -> Known<'_> {
    let names =
        [vec![rule.name.to_string()], vec![short(&rule.name, &rule.pack)], vec![rule.title.clone()], Vec::new()];
    Known { sort: Sort::Rule, names, found: Found::Rule(rule) }
}

fn of_scheme(scheme: &SchemeInfo) -> Known<'_> {
    let short = short(&scheme.name, &scheme.pack);
    let names = [vec![scheme.name.to_string()], vec![short], vec![scheme.title.clone()], Vec::new()];
    Known { sort: Sort::Scheme, names, found: Found::Scheme(scheme) }
}

fn of_line<'a>(scheme: &'a SchemeInfo, line: &'a Clause) -> Known<'a> {
    let full = format!("{}#{}", scheme.name, line.name);
    let names = [vec![full.clone()], vec![line.name.to_string(), short(&full, &scheme.pack)], Vec::new(), Vec::new()];
    Known { sort: Sort::Line, names, found: Found::Line(scheme, line) }
}

/// Kinds: by name, as the pack that declares one has it, or where packs of the project have it, as these do; and as each pack has
/// it, by `pack/kind`.
fn kinds(entries: &[KindEntry]) -> Vec<Known<'_>> {
    let mut all = Vec::new();
    for entry in entries {
        let same = || entries.iter().filter(|other| same_kind(entry, other));
        let meant = same().find(|own| own.own).or_else(|| same().find(|own| own.pack == own.declared_by));
        // Kinds of one name that packs declare apart: those of the project come before those that are built in.
        let own_first = entry.own || !entries.iter().any(|other| other.own && other.kind.name == entry.kind.name);
        let plain = own_first && meant.is_some_and(|meant| meant.pack == entry.pack);
        let of = |names: Vec<String>| if plain { names } else { Vec::new() };
        let labels = vec![entry.kind.label.get(Lang::Zh).to_owned(), entry.kind.label.get(Lang::En).to_owned()];
        let full = format!("{}/{}", entry.pack, entry.kind.name);
        let first = of(vec![entry.kind.name.clone()]).into_iter().chain([full]).collect();
        all.push(Known {
            sort: Sort::Kind,
            names: [first, Vec::new(), of(labels), Vec::new()],
            found: Found::Kind(entry),
        });
    }
    all
}

/// Fields of all kinds, each once.
fn fields(entries: &[KindEntry]) -> Vec<Known<'_>> {
    let mut all: Vec<Known<'_>> = Vec::new();
    let mut at = std::collections::BTreeMap::new();
    for KindEntry { kind, .. } in entries {
        let [of_zh, of_en] = [Lang::Zh, Lang::En].map(|lang| kind.label.get(lang).to_owned());
        for field in &kind.fields {
            let full = format!("{}.{}", kind.name, field.name);
            let label = field.label.get(Lang::Zh);
            let names = [
                vec![
                    full.clone(),
                    format!("{of_zh}.{label}"),
                    format!("{of_zh}.{}", field.name),
                    format!("{}.{label}", kind.name),
                ],
                Vec::new(),
                vec![format!("{of_en}.{}", field.label.get(Lang::En))],
                vec![field.name.clone(), label.to_owned()],
            ];
            let known = *at.entry(full.clone()).or_insert(all.len());
            if known == all.len() {
                all.push(Known { sort: Sort::Field, names, found: Found::Field(full) });
            } else {
                let own = &mut all[known].names;
                own.iter_mut().zip(names).for_each(|(own, names)| own.extend(names));
            }
        }
    }
    all
}

fn of_parameter(own: &ParameterEntry) -> Known<'_> {
    let mut labels: Vec<String> = own.values.iter().map(|held| held.info.label.clone()).collect();
    labels.dedup();
    let names = [vec![own.name.clone(), format!("ctx.params.{}", own.name)], Vec::new(), labels, Vec::new()];
    Known { sort: Sort::Parameter, names, found: Found::Parameter(own) }
}

/// A function of a library: by pack, library and name, and by what scripts write where they have imported it.
fn of_library(own: &LibraryFunction) -> Known<'_> {
    let LibraryFunction { name, pack, library, .. } = own;
    let within = format!("{library}::{name}");
    let short = format!("{}::{name}", library.rsplit('/').next().unwrap_or(library));
    let names = [vec![format!("{pack}/{within}")], vec![within, short, name.clone()], Vec::new(), Vec::new()];
    Known { sort: Sort::Function, names, found: Found::Library(own) }
}

/// Functions: those of one name together.
fn of_functions(functions: &[FunctionInfo]) -> Vec<Known<'_>> {
    let mut names: Vec<&str> = functions.iter().map(|own| own.name).collect();
    names.sort_unstable();
    names.dedup();
    let known = |name: &&str| {
        let ways: Vec<&FunctionInfo> = functions.iter().filter(|own| own.name == *name).collect();
        let written = ways.iter().map(|own| own.written.clone());
        let without = ways.iter().filter_map(|own| own.written.split_once('(').map(|(head, _)| head.to_owned()));
        let all = std::iter::once((*name).to_owned()).chain(written).chain(without).collect();
        Known { sort: Sort::Function, names: [all, Vec::new(), Vec::new(), Vec::new()], found: Found::Function(ways) }
    };
    names.iter().map(known).collect()
}
