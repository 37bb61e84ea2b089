//! Where packs say of a kind what only the pack that declares it can, or call two kinds alike.

use super::Owners;
use crate::finding::Finding;
use crate::host;
use crate::language::{Lang, say};
use crate::schema::{Kind, Schema};
use crate::source::Place;

/// Says that another kind is called the same: nobody could tell which one data mean.
pub(super) fn called_alike(schema: &Schema, kind: &Kind, (pack, owners): (&str, &Owners)) -> Option<Finding> {
    let label = kind.label.get(Lang::Zh);
    let mut others = schema.iter().filter(|(_, other)| other.name != kind.name);
    let (number, other) = others.find(|(_, other)| {
        let theirs = other.label.get(Lang::Zh);
        theirs == label || theirs == kind.name || other.name == label
    })?;
    let (name, earlier, owner) = (&kind.name, &other.name, &owners[number.at()]);
    let shared = if label == earlier { earlier } else { other.label.get(Lang::Zh) };
    let message = if owner == pack {
        say!(
            "记录类别“{name}”和“{earlier}”都叫“{shared}”",
            "the kinds `{name}` and `{earlier}` are both called \"{shared}\""
        )
    } else {
        say!(
            "规则包“{pack}”的记录类别“{name}”和规则包“{owner}”的“{earlier}”都叫“{shared}”",
            "the kinds `{name}` of the pack `{pack}` and `{earlier}` of `{owner}` are both called \"{shared}\""
        )
    };
    let help = say!("改掉其中一个的 label", "change the `label` of one of them");
    let finding = host::PACK.finding(message).at(kind.place).help(help);
    Some(finding.see(other.place, say!("先在这里", "first here")))
}

/// Says that two packs declare a kind, and not alike. What is said of a kind belongs to the pack that declares it: another could
/// let everyone read what that one keeps to its body.
pub(super) fn otherwise(schema: &Schema, kind: &Kind, (pack, owners): (&str, &Owners)) -> Option<Finding> {
    let (number, first) = schema.iter().find(|(_, first)| first.name == kind.name)?;
    let unlike = [
        ("label", first.label.get(Lang::Zh) != kind.label.get(Lang::Zh)),
        ("key", first.key != kind.key),
        ("yearly", first.yearly != kind.yearly),
        ("shared", first.shared != kind.shared),
        ("counter", first.counter != kind.counter),
    ];
    let keys: Vec<&str> = unlike.into_iter().filter(|(_, unlike)| *unlike).map(|(key, _)| key).collect();
    let (name, owner) = (&kind.name, &owners[number.at()]);
    let (zh, en) = (keys.join("、"), keys.join(", "));
    let message = say!(
        "规则包“{owner}”已经声明记录类别“{name}”，“{pack}”的声明与它不同（{zh}）",
        "the pack `{owner}` declares the kind `{name}` already, and `{pack}` does so otherwise ({en})"
    );
    let help = say!(
        "只写要增加的字段，不写 label、key、yearly 和 shared",
        "write what is added, and none of `label`, `key`, `yearly`, `shared`"
    );
    let finding = host::PACK.finding(message).at(kind.place).help(help);
    (!keys.is_empty()).then(|| finding.see(first.place, say!("先在这里", "first here")))
}

/// Says that a pack which adds to a kind of another says of it what only that one can.
pub(super) fn not_its_own(kind: &Kind, key: &str, place: Place, (pack, owner): (&str, &String)) -> Finding {
    let name = &kind.name;
    let message = say!(
        "{key} 由声明记录类别“{name}”的规则包“{owner}”来写，“{pack}”写了不起作用",
        "`{key}` is for the pack `{owner}` to say, which declares the kind `{name}`; in `{pack}` it does nothing"
    );
    let finding = host::PACK.finding(message).at(place).help(say!("删去 {key}", "delete `{key}`"));
    finding.see(kind.place, say!("声明在这里", "declared here"))
}
