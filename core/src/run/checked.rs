//! The scripts of a pack checked, with the lines of schemes that lists make written out: what code is made of.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::finding::Finding;
use crate::host;
use crate::language::say;
use crate::native::lent::Lent;
use crate::pack::{InForce, Literal, Pack};
use crate::schema::Schema;
use crate::script::check::{self, Parameter, Typed, World};
use crate::script::library::Library;
use crate::script::tree::File;
use crate::script::unroll;
use crate::source::{Place, SourceId, Span};

/// With what scripts are checked.
#[derive(Clone, Copy)]
pub(crate) struct Desk<'d> {
    /// The scripts of all packs.
    pub library: &'d Library,
    /// What the host lends.
    pub lent: &'d Lent,
}

/// Parameters in force, as the checker knows them.
#[derive(Debug)]
pub(crate) struct Parameters {
    /// Those that are declared.
    pub known: BTreeMap<String, Parameter>,
    /// Whether there may be others: packs that should be extended, or their settings, could not be read.
    pub partial: bool,
}

impl Parameters {
    /// The parameters that are in force. Of those that could not be read nothing is known.
    #[must_use]
    pub(crate) fn of(in_force: &InForce) -> Self {
        let InForce { unread, parameters, .. } = in_force;
        let hidden = unread.parameters.iter().map(|name| (name.clone(), Parameter::unread()));
        let known = hidden.chain(parameters.iter().map(|(name, p)| (name.clone(), Parameter::of(p)))).collect();
        Self { known, partial: unread.extends || unread.any_parameter }
    }
}

/// Files of a pack in which lists have made lines of schemes.
type Unrolled = BTreeMap<SourceId, Arc<File>>;

/// The scripts of a pack, checked.
#[derive(Debug)]
pub(crate) struct Checked {
    unrolled: Unrolled,
    /// What the checker has made of them.
    pub typed: Typed,
    /// What is wrong with them, and what is to be looked at.
    pub findings: Vec<Finding>,
}

impl Checked {
    /// Checks the scripts of a pack against the kinds and parameters given.
    #[must_use]
    pub(crate) fn of(desk: Desk<'_>, pack: &Pack, schema: &Schema, parameters: &Parameters) -> Self {
        let unrolled = unrolled(desk, pack, parameters);
        let typed = typed(desk, pack, schema, parameters, &unrolled);
        let mut findings = syntax(desk, pack);
        findings.extend(typed.findings.iter().cloned());
        Self { unrolled, typed, findings }
    }

    /// A file as it is checked.
    #[must_use]
    pub(crate) fn file(&self, desk: Desk<'_>, source: SourceId) -> Option<Arc<File>> {
        file(desk, &self.unrolled, source)
    }
}

/// What the checker makes of a pack's scripts, one of them as it stands in an editor.
#[must_use]
pub(crate) fn typed_with(
    desk: Desk<'_>,
    pack: &Pack,
    schema: &Schema,
    parameters: &Parameters,
    file: Arc<File>,
) -> Typed {
    typed(desk, pack, schema, parameters, &BTreeMap::from([(file.source, file)]))
}

/// The library that a path names in an `import` of a file.
#[must_use]
pub(super) fn import(desk: Desk<'_>, from: SourceId, path: &str) -> Option<Arc<File>> {
    let source = desk.library.import(from, path)?;
    Some(desk.library.get(source)?.file.clone())
}

/// Whether the parameters of which a pack's schemes make lines are the same.
#[must_use]
pub(super) fn makes_the_same(desk: Desk<'_>, pack: &Pack, one: &Parameters, other: &Parameters) -> bool {
    rows(desk, pack, one) == rows(desk, pack, other)
}

/// The parameters of which a pack's schemes make lines, with their values.
#[must_use]
pub(super) fn rows(desk: Desk<'_>, pack: &Pack, parameters: &Parameters) -> BTreeMap<Arc<str>, Option<Literal>> {
    let files = pack.scripts.values().filter_map(|source| desk.library.get(*source));
    let names = files.flat_map(|reading| unroll::parameters(&reading.file));
    let value = |name: &str| parameters.known.get(name).and_then(|parameter| parameter.rows.clone());
    names.map(|name| (name.clone(), value(&name))).collect()
}

/// What a pack's texts do not say as scripts do.
fn syntax(desk: Desk<'_>, pack: &Pack) -> Vec<Finding> {
    let files: Vec<SourceId> = pack.scripts.values().chain(pack.libraries.values()).copied().collect();
    let readings = files.iter().filter_map(|source| desk.library.get(*source));
    let here = |finding: &Finding| finding.place.is_some_and(|place| files.contains(&place.source));
    let loops = desk.library.loops(&files).into_iter().filter(here);
    let mut findings: Vec<Finding> = readings.flat_map(|reading| reading.findings.clone()).chain(loops).collect();
    let hollow = |source: &&SourceId| desk.library.get(**source).is_some_and(|reading| reading.is_empty());
    findings.extend(files.iter().filter(hollow).map(|source| nothing(*source)));
    findings
}

/// Says that a script has nothing in it: what an editor has emptied is missed by nobody else.
fn nothing(source: SourceId) -> Finding {
    let message = say!("这个文件里没有规则，也没有函数", "there is neither a rule nor a function in this file");
    let help = say!("补上规则，或删去这个文件", "add the rules, or delete the file");
    host::PACK.finding(message).at(Place { source, span: Span::default() }).help(help)
}

fn unrolled(desk: Desk<'_>, pack: &Pack, parameters: &Parameters) -> Unrolled {
    let value = |name: &str| parameters.known.get(name)?.rows.clone();
    let files = pack.scripts.values().filter_map(|source| desk.library.get(*source).map(|reading| (*source, reading)));
    let made = files.filter_map(|(source, reading)| Some((source, Arc::new(unroll::unrolled(&reading.file, &value)?))));
    made.collect()
}

fn file(desk: Desk<'_>, unrolled: &Unrolled, source: SourceId) -> Option<Arc<File>> {
    unrolled.get(&source).cloned().or_else(|| desk.library.get(source).map(|reading| reading.file.clone()))
}

fn typed(desk: Desk<'_>, pack: &Pack, schema: &Schema, parameters: &Parameters, unrolled: &Unrolled) -> Typed {
    let id = &pack.manifest.id;
    let libraries: Vec<String> = desk.library.paths(id).map(str::to_owned).collect();
    let imports = |from: SourceId, path: &str| import(desk, from, path);
    let world = World {
        pack: id,
        schema,
        parameters: &parameters.known,
        imports: &imports,
        broken: &|file, name| desk.library.get(file).is_some_and(|reading| reading.lacks(name)),
        libraries: &libraries,
        lent: desk.lent,
        partial: parameters.partial,
        language: pack.manifest.language,
    };
    let file = |source: &SourceId| file(desk, unrolled, *source);
    let scripts = pack.scripts.values().filter_map(file).map(|file| (file, false));
    let libraries = pack.libraries.values().filter_map(file).map(|file| (file, true));
    check::check(&scripts.chain(libraries).collect::<Vec<_>>(), &world)
}
