//! A page for each pack: what it declares and what it changes of that which it extends.

use std::collections::BTreeMap;

use crate::reference::markdown::{Sheet, code, link, plain};
use crate::reference::{Group, LANGS, Page, file};
use crate::report::explain::{dates, detail};
use crate::report::fields::limits;
use yize_core::catalogue::{Inventory, KindEntry, PackInfo, PackList};
use yize_core::language::{Lang, Text};
use yize_core::pack::RuleInfo;
use yize_core::say;
use yize_core::schema::{EnumValue, Field, Type};

/// A page for each pack.
pub(super) fn pages(list: &PackList, inventory: &Inventory) -> Vec<Page> {
    let page = |pack: &PackInfo| {
        let [zh, en] = LANGS.map(|lang| Telling { pack, list, inventory, lang }.page());
        let (title, id) = (&pack.title, &pack.id);
        let title = say!("{title}（{id}）", "{id}: {title}");
        Page { slug: slug(id), group: Group::Packs, title, text: Text::new(zh, en) }
    };
    list.packs.iter().map(page).collect()
}

/// What the page of a pack is called.
fn slug(id: &str) -> String {
    format!("pack-{id}")
}

/// With what a pack's page is told.
struct Telling<'a> {
    pack: &'a PackInfo,
    list: &'a PackList,
    inventory: &'a Inventory,
    lang: Lang,
}

impl Telling<'_> {
    fn page(&self) -> String {
        let mut sheet = Sheet::new(self.lang);
        self.about(&mut sheet);
        let own = |entry: &&KindEntry| entry.pack == self.pack.id;
        let kinds: Vec<&KindEntry> = self.inventory.kinds.iter().filter(own).collect();
        self.kinds(&kinds, &mut sheet);
        self.changes(&kinds, &mut sheet);
        let is_constraint = |rule: &&RuleInfo| self.pack.constraints.contains_key(&rule.name);
        let own = || self.pack.rules.iter().filter(|rule| rule.pack == self.pack.id);
        self.rules(&say!("规则", "Rules"), &own().filter(|rule| !is_constraint(rule)).collect::<Vec<_>>(), &mut sheet);
        self.rules(&say!("约束", "Constraints"), &own().filter(is_constraint).collect::<Vec<_>>(), &mut sheet);
        self.schemes(&mut sheet);
        self.parameters(&mut sheet);
        sheet.done()
    }

    fn about(&self, sheet: &mut Sheet) {
        let (pack, lang) = (self.pack, self.lang);
        let and = if lang == Lang::Zh { "、" } else { ", " };
        let bodies: Vec<String> = pack.bodies.iter().map(|body| code(body)).collect();
        let extended = pack.extended.iter().map(|(id, title, _)| link(title, &file(&slug(id), lang)));
        let all = [
            (say!("版本", "version"), plain(&pack.version)),
            (say!("适用单位", "bodies"), bodies.join(and)),
            (
                say!("施行", "in force"),
                pack.since.map(|day| dates(day, pack.until).get(lang).to_owned()).unwrap_or_default(),
            ),
            (say!("继承", "extends"), extended.collect::<Vec<_>>().join(and)),
        ];
        let colon = if lang == Lang::Zh { "：" } else { ": " };
        let told = all.iter().filter(|(_, fact)| !fact.is_empty());
        told.for_each(|(about, fact)| sheet.item(&format!("{}{colon}{fact}", about.get(lang))));
    }

    /// The kinds that the pack declares.
    fn kinds(&self, kinds: &[&KindEntry], sheet: &mut Sheet) {
        let mut declared = kinds.iter().filter(|own| own.declared_by == self.pack.id).peekable();
        if declared.peek().is_none() {
            return;
        }
        let lang = self.lang;
        sheet.heading(2, say!("记录类别", "Kinds of records").get(lang));
        for own in declared {
            sheet.heading(3, &format!("{} {}", code(&own.kind.name), plain(own.kind.label.get(lang))));
            sheet.paragraph(&self.kind(own));
            self.fields(own.kind.fields.iter(), sheet);
            let row = |link: &yize_core::catalogue::LinkInfo| {
                vec![code(&link.name), plain(link.label.get(lang)), code(&link.from)]
            };
            let links: Vec<Vec<String>> = own.links.iter().map(row).collect();
            sheet.table(
                &[say!("反向链接", "link back"), say!("名称", "label"), say!("来自字段", "from the field")],
                &links,
            );
        }
    }

    /// A kind in a sentence or two.
    fn kind(&self, own: &KindEntry) -> String {
        let lang = self.lang;
        let and = if lang == Lang::Zh { "、" } else { ", " };
        let mut said = vec![if own.kind.yearly {
            say!("按年度", "yearly")
        } else {
            say!("长期有效", "holds in every year")
        }];
        said.extend((!own.kind.key.is_empty()).then(|| {
            let key: Vec<String> = own.kind.key.iter().map(|key| code(key)).collect();
            let key = key.join(and);
            say!("编号：{key}", "key: {key}")
        }));
        said.extend(own.shared.then(|| say!("各单位互相看得到", "bodies see one another's")));
        said.extend((!own.referred.is_empty()).then(|| {
            let by: Vec<String> = own.referred.iter().map(|(field, _)| code(field)).collect();
            let by = by.join(and);
            say!("引用它的字段：{by}", "referred to by {by}")
        }));
        let said: Vec<&str> = said.iter().map(|text| text.get(lang)).collect();
        said.join(if lang == Lang::Zh { "；" } else { "; " })
    }

    fn fields<'f>(&self, fields: impl Iterator<Item = &'f Field>, sheet: &mut Sheet) {
        let lang = self.lang;
        let row = |field: &Field| {
            let required = if field.optional { say!("否", "no") } else { say!("是", "yes") };
            let (what, limits) = (what(&field.ty, lang), plain(&limits(field, lang)));
            let between = match (limits.is_empty(), lang) {
                (true, _) => "",
                (_, Lang::Zh) => "；",
                _ => "; ",
            };
            let what = format!("{what}{between}{limits}");
            vec![code(&field.name), plain(field.label.get(lang)), required.get(lang).to_owned(), what]
        };
        let heads =
            [say!("字段", "field"), say!("名称", "label"), say!("必填", "required"), say!("填什么", "what to write")];
        sheet.table(&heads, &fields.map(row).collect::<Vec<_>>());
    }

    /// What the pack has otherwise than the packs that it extends.
    fn changes(&self, kinds: &[&KindEntry], sheet: &mut Sheet) {
        let mut is_first = true;
        for own in kinds.iter().filter(|own| own.declared_by != self.pack.id) {
            let above = |other: &&KindEntry| {
                let is_above = self.pack.extended.iter().any(|(id, ..)| *id == other.pack);
                is_above && other.kind.name == own.kind.name && other.declared_by == own.declared_by
            };
            let above: Vec<&KindEntry> = self.inventory.kinds.iter().filter(above).collect();
            let known = |field: &Field| {
                let same = |other: &Field| Field { place: field.place, ..other.clone() } == *field;
                above.iter().any(|other| other.kind.fields.iter().any(same))
            };
            let new: Vec<&Field> = own.kind.fields.iter().filter(|field| !known(field)).collect();
            if new.is_empty() {
                continue;
            }
            if std::mem::take(&mut is_first) {
                let heading =
                    say!("给继承来的类别增加或改动的字段", "Fields added to kinds that it extends, or changed");
                sheet.heading(2, heading.get(self.lang));
            }
            let by = link(&own.declared_by, &file(&slug(&own.declared_by), self.lang));
            sheet.heading(3, &format!("{} {}", code(&own.kind.name), plain(own.kind.label.get(self.lang))));
            sheet.say(&say!("规则包 {by} 声明的类别。", "A kind that the pack {by} declares."));
            self.fields(new.into_iter(), sheet);
        }
    }

    fn rules(&self, heading: &Text, rules: &[&RuleInfo], sheet: &mut Sheet) {
        if rules.is_empty() {
            return;
        }
        let lang = self.lang;
        sheet.heading(2, heading.get(lang));
        let row = |rule: &&RuleInfo| {
            let id = rule.name.strip_prefix(&*self.pack.id).map_or(&*rule.name, |id| id.trim_start_matches('/'));
            vec![code(id), plain(&rule.title), plain(&rule.basis)]
        };
        let heads = [say!("名称", "name"), say!("标题", "title"), say!("依据", "basis")];
        sheet.table(&heads, &rules.iter().map(row).collect::<Vec<_>>());
    }

    fn schemes(&self, sheet: &mut Sheet) {
        let lang = self.lang;
        for own in self.pack.schemes.iter().filter(|own| own.pack == self.pack.id) {
            let (name, title) = (code(&own.name), plain(&own.title));
            sheet.heading(2, say!("计分办法 {name} {title}", "Scheme {name} {title}").get(lang));
            sheet.paragraph(&plain(&own.basis));
            let between = if lang == Lang::Zh { "；" } else { "; " };
            let row = |line: &yize_core::catalogue::Clause| {
                let says: Vec<String> = line.says.iter().map(|text| plain(text.get(lang))).collect();
                let name = plain(&line.name);
                let name = if line.depth == 0 { format!("**{name}**") } else { name };
                vec![name, says.join(between)]
            };
            let rows: Vec<Vec<String>> = own.lines.iter().map(row).collect();
            sheet.table(&[say!("项目", "line"), say!("怎样计分", "how it is scored")], &rows);
        }
    }

    /// The parameters that the pack declares, or sets otherwise than those that it extends.
    fn parameters(&self, sheet: &mut Sheet) {
        let lang = self.lang;
        let others: Vec<&PackInfo> =
            self.list.packs.iter().filter(|other| self.pack.extended.iter().any(|(id, ..)| *id == other.id)).collect();
        let inherited = |name: &String, values: &Vec<(yize_core::pack::ParameterInfo, yize_core::pack::Literal)>| {
            let plain = |all: &[(yize_core::pack::ParameterInfo, yize_core::pack::Literal)]| {
                all.iter().map(|(info, literal)| (info.since, literal.clone())).collect::<Vec<_>>()
            };
            others.iter().filter_map(|other| other.parameters.get(name)).any(|other| plain(other) == plain(values))
        };
        let mut rows = Vec::new();
        let own: BTreeMap<_, _> =
            self.pack.parameters.iter().filter(|(name, values)| !inherited(name, values)).collect();
        for (name, values) in own {
            for (at, (info, _)) in values.iter().enumerate() {
                let since = info.since.map(|day| day.to_string()).unwrap_or_default();
                let local = if info.local { say!("地方口径", "a local reading") } else { Text::same("") };
                let remarks = [
                    local.get(lang),
                    info.basis.as_deref().unwrap_or_default(),
                    info.note.as_deref().unwrap_or_default(),
                ];
                let remarks: Vec<String> =
                    remarks.iter().filter(|text| !text.is_empty()).map(|text| plain(text)).collect();
                let first = |text: String| if at == 0 { text } else { String::new() };
                let between = if lang == Lang::Zh { "；" } else { "; " };
                rows.push(vec![
                    first(code(name)),
                    first(plain(&info.label)),
                    since,
                    code(&info.value),
                    remarks.join(between),
                ]);
            }
        }
        if !rows.is_empty() {
            sheet.heading(2, say!("参数", "Parameters").get(lang));
        }
        let heads = [
            say!("参数", "parameter"),
            say!("名称", "label"),
            say!("自何时起", "since"),
            say!("值", "value"),
            say!("依据和说明", "basis and remarks"),
        ];
        sheet.table(&heads, &rows);
    }
}

/// What may stand in a field: all values of an enum, otherwise as `yize explain` tells it.
fn what(ty: &Type, lang: Lang) -> String {
    let value = |own: &EnumValue| match own.label.get(lang) {
        label if label == own.name => code(&own.name),
        label => format!("{} {}", code(&own.name), plain(label)),
    };
    match ty {
        Type::Enum(values) => {
            let values: Vec<String> = values.iter().map(value).collect();
            values.join(if lang == Lang::Zh { "、" } else { ", " })
        }
        Type::List(of) => {
            let of = what(of, lang);
            say!("列表：{of}", "a list: {of}").get(lang).to_owned()
        }
        Type::Ref(to) => {
            let to = code(to);
            say!("引用 {to} 的键", "the key of a {to}").get(lang).to_owned()
        }
        other => plain(&detail(other, lang)),
    }
}
