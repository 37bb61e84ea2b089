//! Schemes that extend others: what is written in each is put together, lines of one name once.

use crate::finding::Finding;
use crate::host;
use crate::language::{Text, did_you_mean_quoted, say};
use crate::machine::constant::{self, Constant};
use crate::pack::InForce;
use crate::run::code::Asks;
use crate::run::schemes::LineCode;
use crate::run::schemes::written::{Options, Reader, Written};
use crate::script::tree::{Declaration, Expr, File, Step, What};
use crate::source::{Place, SourceId};
use crate::spelling::nearest;

/// What a scheme has of the one that it extends where it says nothing itself.
const INHERITED: [&str; 10] = ["base", "min", "max", "round", "bands", "quota", "groups", "top", "rank_by", "prorata"];

/// A scheme as it is written.
#[derive(Clone, Copy)]
pub(in crate::run) struct Declared<'d> {
    /// The pack that declares it.
    pub pack: &'d str,
    /// Its id within its pack.
    pub id: &'d str,
    /// Its file.
    pub file: &'d File,
    /// Which of the file's declarations it is.
    pub declaration: usize,
    /// The program of its code.
    pub program: usize,
    /// For each line, the functions of its closures.
    pub closures: &'d [Vec<usize>],
    /// For each line, the cards that it asks for.
    pub asks: &'d [Asks],
}

/// The schemes of a chain of packs.
pub(super) struct Chain<'c> {
    /// All of them.
    pub all: &'c [Declared<'c>],
    /// The parameters in force.
    pub in_force: &'c InForce,
    /// The year for whose data they are read.
    pub year: i16,
}

/// What a scheme and those that it extends come to.
pub(super) struct Gathered {
    /// Metadata.
    pub meta: Options,
    /// Lines.
    pub lines: Vec<Written>,
    /// The files.
    pub scripts: Vec<SourceId>,
}

impl<'d> Declared<'d> {
    /// Its full name.
    pub(super) fn name(&self) -> String {
        format!("{}/{}", self.pack, self.id)
    }

    fn written(&self) -> &'d Declaration {
        &self.file.declarations[self.declaration]
    }

    /// Its `score(` call.
    pub(super) fn place(&self) -> Place {
        Place { source: self.file.source, span: self.written().verb.span }
    }
}

impl Chain<'_> {
    /// Reads what is written in a scheme and in those that it extends; `path` are the names of those that extend it.
    ///
    /// # Errors
    /// The finding of the first thing that does not hold, at its place.
    pub(super) fn gather(&self, declared: Declared<'_>, path: &mut Vec<String>) -> Result<Gathered, Box<Finding>> {
        let (place, file) = (declared.place(), declared.file);
        let constants = |name: &str| {
            let constant = file.constants.iter().find(|constant| *constant.name.text == *name)?;
            constant::of(&constant.value)
        };
        let parameters = &self.in_force.parameters;
        let reader = Reader { source: file.source, year: self.year, parameters, constants: &constants };
        let [_, meta, closure] = declared.written().arguments.as_slice() else { return Err(incomplete(place)) };
        let mut meta = reader.options(meta).map_err(not_written)?;
        let What::Closure(closure) = &closure.what else { return Err(incomplete(place)) };
        let mut own: Vec<Written> = Vec::new();
        let calls = closure.body.statements.iter().filter_map(|statement| match &statement.step {
            Step::Expr(call) => Some(call),
            _ => None,
        });
        for (number, call) in calls.enumerate() {
            let functions = declared.closures.get(number).cloned().unwrap_or_default();
            let asks = declared.asks.get(number).cloned().unwrap_or_default();
            let written = line(call, &reader, LineCode { program: declared.program, functions, asks })?;
            let same = |first: &&Written| first.name == written.name && !first.name.is_empty();
            if let Some(first) = own.iter().find(same).filter(|first| !(first.again || written.again)) {
                let name = &written.name;
                let message = say!("“{name}”一行重复", "the line \"{name}\" is written twice");
                let help = say!("换一个名称", "choose another name");
                let first = (first.place, say!("先在这里", "first here"));
                return Err(told(message, written.place, help).see(first.0, first.1).into());
            }
            own.push(written);
        }
        path.push(declared.name());
        let mut scripts = vec![file.source];
        let inherited = match self.extended(declared, &meta, path)? {
            Some(base) => {
                if let (Some(own), Some(other)) = (meta.get("on"), base.meta.get("on"))
                    && own.text() != other.text()
                {
                    let (own, other) = (own.text().unwrap_or_default(), other.text().unwrap_or_default());
                    let message = say!(
                        "给“{own}”计分，继承的办法给“{other}”计分",
                        "it scores `{own}`, what it extends scores `{other}`"
                    );
                    let help = say!("on 要相同", "both have one `on`");
                    return Err(Box::new(told(message, meta.place("on").unwrap_or(place), help)));
                }
                meta.inherit(&base.meta, &INHERITED);
                scripts.extend(base.scripts);
                Some(base.lines)
            }
            None => None,
        };
        Ok(Gathered { meta, lines: merged(inherited, own)?, scripts })
    }

    /// What a scheme extends.
    fn extended(
        &self,
        by: Declared<'_>,
        meta: &Options,
        path: &mut Vec<String>,
    ) -> Result<Option<Gathered>, Box<Finding>> {
        let Some(word) = meta.get("extends").and_then(Constant::text) else { return Ok(None) };
        let place = meta.place("extends").unwrap_or(by.place());
        let name = if word.contains('/') { word.to_owned() } else { format!("{}/{word}", by.pack) };
        if let Some(first) = path.iter().position(|known| *known == name) {
            let round = path[first..].iter().chain([&name]).map(String::as_str).collect::<Vec<_>>().join(" → ");
            let message = say!("计分办法互相继承：{round}", "schemes extend one another in a circle: {round}");
            let help = say!("去掉其中一处 extends", "take one `extends` away");
            return Err(Box::new(told(message, place, help)));
        }
        match self.all.iter().find(|own| own.name() == name) {
            Some(base) => self.gather(*base, path).map(Some),
            None => {
                let names: Vec<String> =
                    self.all.iter().filter(|own| own.name() != by.name()).map(Declared::name).collect();
                let names = || names.iter().map(String::as_str);
                let list = names().collect::<Vec<_>>().join("、");
                let message = say!("没有可以继承的计分办法“{word}”", "there is no scheme \"{word}\" to extend");
                let near = nearest(&name, names()).map(did_you_mean_quoted);
                let help = if list.is_empty() {
                    say!("写本包或所继承的包里的计分办法", "name a scheme of this pack or of one that it extends")
                } else {
                    say!("可以继承的：{list}", "there are: {list}")
                };
                Err(Box::new(told(message.and_ask(near), place, help)))
            }
        }
    }
}

/// A line as its call writes it.
fn line(call: &Expr, reader: &Reader<'_>, code: LineCode) -> Result<Written, Box<Finding>> {
    let What::Method { name: verb, arguments, .. } = &call.what else { return Err(incomplete(reader.place(call))) };
    let place = Place { source: reader.source, span: verb.span };
    // A part without options of its own is one that was written before.
    let again = &*verb.text == "part" && arguments.len() == 1;
    let (verb_text, options) = (verb.text.clone(), Options::default());
    let mut written = Written { verb: verb_text, name: String::new(), options, again, place, code };
    let mut own: Vec<(Constant, Place)> = Vec::new();
    for argument in arguments {
        match &argument.what {
            What::Map(_) => {
                let given = std::mem::replace(&mut written.options, reader.options(argument).map_err(not_written)?);
                debug_assert!(given.keys().next().is_none(), "a line has one map of options");
            }
            What::Closure(_) => {}
            _ => match reader.constant(argument) {
                Some(constant) => own.push((constant, reader.place(argument))),
                // A function's name stands for a closure.
                None if matches!(argument.what, What::Name(_)) => {}
                None => return Err(not_written(reader.place(argument))),
            },
        }
    }
    let mut own = own.into_iter();
    if &*verb.text != "unranked"
        && let Some((name, _)) = own.next()
    {
        name.text().unwrap_or_default().clone_into(&mut written.name);
    }
    if let Some((value, place)) = own.next() {
        let key = if &*verb.text == "veto" { "grade" } else { "need" };
        if let Some(again) = written.options.place(key) {
            let message = say!("“{key}”写了两次", "\"{key}\" is written twice");
            let help = say!("只写一处", "write it once");
            return Err(Box::new(host::PACK.finding(message).at(again).help(help)));
        }
        written.options.insert(key, value, place);
    }
    Ok(written)
}

/// The lines of a scheme that is extended with those of the scheme that extends it: one of the same name stands in its place,
/// new ones stand at the end of the part that they are written under.
fn merged(inherited: Option<Vec<Written>>, own: Vec<Written>) -> Result<Vec<Written>, Box<Finding>> {
    let extends = inherited.is_some();
    let mut lines = inherited.unwrap_or_default();
    let mut part: Option<String> = None;
    for line in own {
        let is_part = &*line.verb == "part";
        let at = lines.iter().position(|known| known.name == line.name && !line.name.is_empty());
        match (&*line.verb, at) {
            ("drop", Some(at)) => {
                let end = if is_a_part(&lines[at]) { end_of(&lines, at) } else { at + 1 };
                lines.drain(at..end);
                continue;
            }
            ("drop", None) => return Err(not_there(&line, &lines, &|_| true, extends)),
            (_, Some(at)) if line.again && is_a_part(&lines[at]) => {}
            _ if line.again => return Err(not_there(&line, &lines, &is_a_part, extends)),
            (_, Some(at)) if is_part != is_a_part(&lines[at]) => {
                let name = &line.name;
                let message = say!(
                    "“{name}”继承来的是一部分还是一行，与这里不同",
                    "\"{name}\" is a part in one of the schemes, and no part in the other"
                );
                let help =
                    say!("换一个名称；不要的用 s.drop 去掉", "choose another name, and s.drop what is not wanted");
                let finding = told(message, line.place, help);
                return Err(Box::new(finding.see(lines[at].place, say!("继承自这里", "inherited from here"))));
            }
            (_, Some(at)) => lines[at] = line.clone(),
            (_, None) if is_part || line.name.is_empty() => lines.push(line.clone()),
            (_, None) => {
                let under = |part: &String| lines.iter().position(|known| is_a_part(known) && known.name == *part);
                let at = match part.as_ref().and_then(under) {
                    Some(part) => end_of(&lines, part),
                    None => lines.iter().position(is_a_part).unwrap_or(lines.len()),
                };
                lines.insert(at, line.clone());
            }
        }
        if is_part {
            part = Some(line.name);
        }
    }
    Ok(lines)
}

fn is_a_part(line: &Written) -> bool {
    &*line.verb == "part"
}

/// Where the part that begins at a line ends.
fn end_of(lines: &[Written], part: usize) -> usize {
    lines[part + 1..].iter().position(is_a_part).map_or(lines.len(), |length| part + 1 + length)
}

fn not_there(line: &Written, lines: &[Written], fits: &dyn Fn(&Written) -> bool, extends: bool) -> Box<Finding> {
    let name = &line.name;
    if !extends && line.again {
        let message = say!(
            "“{name}”这一部分没有写选项，前面和继承的也没有",
            "the part \"{name}\" has no options, and there is none before it and none to inherit"
        );
        let help = say!(
            "写成 s.part(\"{name}\", #{{}})；回到继承的一部分，要写 extends",
            "write s.part(\"{name}\", #{{}}); what it should be inherited from is named by `extends`"
        );
        return Box::new(told(message, line.place, help));
    }
    if !extends {
        let message =
            say!("这个计分办法没有继承别的，没有“{name}”", "this scheme extends none: there is no \"{name}\"");
        let help =
            say!("删去这一行，或写明继承哪个办法：extends", "delete this line, or name what it extends: `extends`");
        return Box::new(told(message, line.place, help));
    }
    let all = || lines.iter().filter(|line| fits(line) && !line.name.is_empty()).map(|line| line.name.as_str());
    let list = all().collect::<Vec<_>>().join("、");
    let message = say!("继承的计分办法里没有“{name}”", "what is extended has no \"{name}\"");
    let near = nearest(name, all()).map(did_you_mean_quoted);
    Box::new(told(message.and_ask(near), line.place, say!("有的是：{list}", "it has: {list}")))
}

fn told(message: Text, place: Place, help: Text) -> Finding {
    host::PACK.finding(message).at(place).help(help)
}

fn incomplete(place: Place) -> Box<Finding> {
    Box::new(host::PACK.finding(say!("计分办法不完整", "the scheme is incomplete")).at(place))
}

fn not_written(place: Place) -> Box<Finding> {
    let message = say!("这里应当写定，不能计算", "this must be written out, not worked out");
    let help = say!(
        "写数、文字、列表或表；各市不同的写 param(\"参数\")",
        "write a number, a text, an array or a table; what differs from city to city is param(\"name\")"
    );
    Box::new(told(message, place, help))
}
