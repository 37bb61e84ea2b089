//! What the host lends to scripts: functions of its own, and the count of memory by which they are limited.

use std::sync::Arc;

use crate::engine::memory::Metering;
use crate::engine::signatures::{self, Form, RESERVED};
use crate::finding::Finding;
use crate::function::Function;
use crate::host;
use crate::language::say;

/// Most parameters of a function that scripts can call.
const PARAMETERS: usize = 16;

/// Names that a script may give to functions of its own, and that mean something else where they are called.
const MEANT_OTHERWISE: &[&str] = &["score", "ctx", "global"];

/// What the host lends.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lent {
    /// Functions, each under a name of its own.
    functions: Arc<[Function]>,
    /// How memory is limited.
    pub metering: Metering,
}

impl Lent {
    /// What a request brings. Of functions of one name the first is taken; [`Self::wrong`] tells.
    #[must_use]
    pub(crate) fn new(functions: Arc<[Function]>, metering: Metering) -> Self {
        Self { functions, metering }
    }

    /// The function of that name.
    #[must_use]
    pub(crate) fn function(&self, name: &str) -> Option<&Function> {
        self.functions.iter().find(|function| function.name() == name)
    }

    /// Every function.
    pub(crate) fn functions(&self) -> impl Iterator<Item = &Function> {
        self.functions.iter()
    }

    /// Functions that scripts cannot call by their names.
    #[must_use]
    pub(crate) fn wrong(&self) -> Vec<Finding> {
        let wrong = |at: usize, function: &Function| {
            let name = function.name();
            let taken = signatures::named(name).any(|s| s.form != Form::Property)
                || RESERVED.contains(&name)
                || MEANT_OTHERWISE.contains(&name)
                || self.functions[..at].iter().any(|other| other.name() == name);
            if taken {
                return Some(say!("函数“{name}”已经有了，宿主不能另加一个", "there is a function `{name}` already"));
            }
            let plain =
                rhai::is_valid_function_name(name) && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
            if function.parameters().len() > PARAMETERS {
                return Some(say!(
                    "宿主的函数“{name}”的参数多于 {PARAMETERS} 个",
                    "the host's function `{name}` has more than {PARAMETERS} parameters"
                ));
            }
            (!plain).then(|| {
                say!(
                    "宿主的函数不能叫“{name}”：名称只能用英文字母、数字和“_”，不能是保留字",
                    "a function of the host cannot be called `{name}`: a name has a-z, A-Z, 0-9 and `_`, and is no reserved word"
                )
            })
        };
        let messages = self.functions.iter().enumerate().filter_map(|(at, function)| wrong(at, function));
        let help = say!("在嵌入规则引擎的程序里改", "mend it in the program that embeds the engine");
        messages.map(|message| host::PACK.finding(message).help(help.clone())).collect()
    }

    /// Says why no script may run, if none may.
    #[must_use]
    pub(crate) fn refusal(&self) -> Option<Finding> {
        (!self.metering.holds()).then(|| {
            let message = say!(
                "内存没有计量，规则一条也没有运行：一条失控的规则会占尽内存",
                "memory is not counted, so no rule was run: one that runs wild would take all of it"
            );
            host::UNMETERED.finding(message).help(say!(
                "嵌入的程序要装一个会计量的分配器，或者写明不要内存上限",
                "the embedding program installs an allocator that counts, or says that it wants no limit of memory"
            ))
        })
    }
}
