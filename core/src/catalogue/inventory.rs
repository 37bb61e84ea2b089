//! All that packs have and may be asked about: rules, schemes, kinds, and parameters, as each pack has them.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::catalogue::kinds::KindInfo;
use crate::catalogue::library::{self, LibraryFunction};
use crate::catalogue::{Listing, compiled, load};
use crate::check::Request;
use crate::check::memos::Memos;
use crate::check::prepare::Context;
use crate::check::ruleset::Ruleset;
use crate::files::Files;
use crate::language::Text;
use crate::pack::rule::ParameterInfo;
use crate::pack::{Pack, schemas};
use crate::schema::{Field, Kind, Schema, Type};
use crate::source::Place;

/// What packs have.
///
/// ```
/// use yize_core::Lang;
/// use yize_core::catalogue::{Held, Inventory, KindEntry, LinkInfo, ParameterEntry, inventory};
///
/// # let (files, request) = (yize_core::Memory::default(), yize_core::example::request());
/// # let request = yize_core::Request { packs: vec![yize_core::example::committee().into()], ..request };
/// let Inventory { listing, kinds, parameters, functions } = inventory(&files, &request);
/// assert_eq!(&*listing.rules[0].name, "committee/deeds");
/// let member = kinds.iter().find(|own| own.kind.name == "member").expect("a kind");
/// let KindEntry { pack, declared_by, referred, links, own, .. } = member;
/// assert_eq!((pack.as_str(), declared_by.as_str(), *own), ("committee", "committee", true));
/// assert_eq!(referred[0], ("deed.member".to_owned(), false));
/// let LinkInfo { name, from, .. } = &links[0];
/// assert_eq!((name.as_str(), from.as_str()), ("deeds", "deed.member"));
/// let ParameterEntry { name, values } = &parameters[0];
/// let Held { info, bodies, .. } = &values[0];
/// assert_eq!((name.as_str(), info.value.as_str(), &bodies[..]), ("deeds", "1", &["shili".to_owned()][..]));
///
/// // What rules share lies in `lib/`.
/// use yize_core::catalogue::LibraryFunction;
/// let script = "/// 不到几次。\nfn lacks(count, least) { count < least }\n";
/// let pack = yize_core::example::committee().with("committee/lib/count.rhai", script);
/// let own = inventory(&files, &yize_core::Request { packs: vec![pack.into()], ..request }).functions.remove(0);
/// let LibraryFunction { name, parameters, does, library, calls, .. } = own;
/// assert_eq!((name.as_str(), parameters.join(", "), does.as_str()), ("lacks", "count, least".to_owned(), "不到几次。"));
/// assert_eq!((library.as_str(), calls.len(), functions.len()), ("lib/count", 0, 0));
/// ```
#[derive(Clone, Debug)]
pub struct Inventory {
    /// Rules and schemes, what is wrong with the packs, and the texts.
    pub listing: Listing,
    /// Kinds, as each pack has them: by pack, in the order of their declaration.
    pub kinds: Vec<KindEntry>,
    /// Parameters by name.
    pub parameters: Vec<ParameterEntry>,
    /// Functions of libraries, by pack and library.
    pub functions: Vec<LibraryFunction>,
}

/// A kind as one pack has it.
#[derive(Clone, Debug)]
pub struct KindEntry {
    /// What it is.
    pub kind: KindInfo,
    /// The pack that has it so.
    pub pack: String,
    /// The pack that declares it.
    pub declared_by: String,
    /// Whether the pack that has it so is one of the project or of a folder that is named, and not built in.
    pub own: bool,
    /// Whether bodies show one another its records.
    pub shared: bool,
    /// What leads from its records back to those that refer to them.
    pub links: Vec<LinkInfo>,
    /// The fields that refer to its records, as `kind.field`, and whether each may be left out.
    pub referred: Vec<(String, bool)>,
    /// Full names of the constraints on it.
    pub constraints: Vec<Arc<str>>,
    /// Where it is declared.
    pub place: Place,
}

/// What leads from a record back to those that refer to it.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkInfo {
    /// Its name in scripts.
    pub name: String,
    /// What people call it.
    pub label: Text,
    /// The field that refers, as `kind.field`.
    pub from: String,
}

/// A parameter, as packs have it.
#[derive(Clone, Debug)]
pub struct ParameterEntry {
    /// Its name.
    pub name: String,
    /// Its values: pack by pack, and of each in the order of the days from which they hold.
    pub values: Vec<Held>,
}

/// A value of a parameter that holds where a pack governs.
#[derive(Clone, Debug)]
pub struct Held {
    /// The value, and what is said of it.
    pub info: ParameterInfo,
    /// The bodies that the pack governs.
    pub bodies: Vec<String>,
    /// Where it is written, in this pack or in one that it extends.
    pub place: Place,
}

/// Lists all that the packs of a request's rule folders and projects, and the embedded ones, have.
#[must_use]
pub fn inventory(files: &dyn Files, request: &Request) -> Inventory {
    let (mut sources, memos) = (crate::source::Sources::default(), Memos::default());
    let request = &Request { allow_empty: true, ..request.clone() };
    let (ruleset, findings) = load(Context { files, request, memos: &memos, progress: &() }, &mut sources);
    let (mut kinds, mut parameters) = (Vec::new(), BTreeMap::<String, Vec<Held>>::new());
    for pack in ruleset.packs.iter() {
        let in_force = ruleset.packs.in_force(&pack.manifest.id);
        let (schema, _) = schemas::merge(&ruleset.packs, in_force.chain.iter().map(String::as_str), false);
        kinds.extend(schema.kinds.iter().map(|kind| entry(kind, (&schema, &in_force.chain), pack, &ruleset)));
        let bodies: Vec<String> = pack.manifest.bodies.iter().map(|(body, _)| body.clone()).collect();
        for (name, parameter) in &in_force.parameters {
            let held = parameter.values().iter().map(|value| Held {
                info: ParameterInfo::of(&in_force.pack, parameter, value),
                bodies: bodies.clone(),
                place: value.place,
            });
            parameters.entry(name.clone()).or_default().extend(held);
        }
    }
    let parameters = parameters.into_iter().map(|(name, values)| ParameterEntry { name, values }).collect();
    let functions = library::of(&ruleset, &sources);
    let listing = compiled(&ruleset, findings, request, (sources, &memos));
    Inventory { listing, kinds, parameters, functions }
}

/// A kind as a pack has it, by the schema and the chain of that pack.
fn entry(kind: &Kind, (schema, chain): (&Schema, &[String]), pack: &Pack, rules: &Ruleset) -> KindEntry {
    let chain = || chain.iter().filter_map(|id| rules.packs.get(id));
    let declares = |pack: &&Pack| pack.kinds.iter().any(|own| own.name == kind.name && own.new.is_some());
    let constraints = chain().flat_map(|pack| {
        let own = pack.kinds.iter().filter(|own| own.name == kind.name).flat_map(|own| &own.constraints);
        own.map(|own| Arc::from(format!("{}/{}", pack.manifest.id, own.id(&kind.name))))
    });
    let link = |own: &crate::schema::Link| LinkInfo {
        name: own.name.clone(),
        label: own.label.clone(),
        from: format!("{}.{}", own.kind, own.field),
    };
    KindEntry {
        kind: KindInfo::of(kind),
        pack: pack.manifest.id.clone(),
        declared_by: chain().find(declares).map_or_else(String::new, |pack| pack.manifest.id.clone()),
        own: !pack.embedded,
        shared: kind.shared,
        links: kind.links.iter().map(link).collect(),
        referred: schema.kinds.iter().flat_map(|other| referring(&other.name, &other.fields, &kind.name)).collect(),
        constraints: constraints.collect(),
        place: kind.place,
    }
}

/// The fields, also of tables, that refer to a kind.
fn referring(of: &str, fields: &[Field], to: &str) -> Vec<(String, bool)> {
    let mut found = Vec::new();
    for field in fields {
        let name = format!("{of}.{}", field.name);
        let element = match &field.ty {
            Type::List(element) => element,
            ty => ty,
        };
        match element {
            Type::Ref(target) if target == to => found.push((name, field.optional)),
            Type::Table(inner) => found.extend(referring(&name, inner, to)),
            _ => {}
        }
    }
    found
}
