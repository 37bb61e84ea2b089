//! What `yize new` begins with: files under `templates/`, real ones but for the names that stand in them.
//!
//! ```text
//! templates/project/…         what stands around packs and data: settings, README, CI, editors
//! templates/<like>/pack/…     a pack
//! templates/<like>/data.toml  data for it
//! ```

use std::path::PathBuf;

use crate::packs::built_in;
use crate::schemas::{FIXED, data};
use yize_core::catalogue::kinds_of;
use yize_core::check::Request;
use yize_core::{Date, Memory, PackSource};

#[derive(rust_embed::RustEmbed)]
#[folder = "templates/"]
struct Embedded;

/// The packs to begin with, and what each shows.
pub(crate) const LIKES: [(&str, (&str, &str)); 5] = [
    ("blank", ("一条按次数的规则", "one rule that counts")),
    ("plan", ("年度计划：事项按期完成", "a year's plan: items done in time")),
    ("assignment", ("编组：每人恰好在一个小组", "groups: everybody in exactly one")),
    ("duty", ("委员履职：计分办法", "members' duty: a scheme of scores")),
    ("baoding", ("年度协商计划：仿保定“1126+N”", "annual consultation plan, as Baoding's 1126+N")),
];

/// What is to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Plan {
    /// The pack to begin with.
    pub like: String,
    /// Id of the new pack.
    pub id: String,
    /// What people call the city or body.
    pub city: String,
    /// Id of the body that the pack governs.
    pub body: String,
    /// The year of the sample data: the last that is over, so that nothing of it is still to come.
    pub year: i16,
}

/// A file to be written: where, and what.
pub(crate) type New = (PathBuf, Vec<u8>);

impl Plan {
    /// The files of the pack, below the folder of packs.
    pub(crate) fn pack(&self) -> Vec<New> {
        self.below(&format!("{}/pack/", self.like), &format!("rules/{}", self.id))
    }

    /// What stands around it: settings, README, CI, editors, and sample data.
    pub(crate) fn around(&self) -> Vec<New> {
        let mut files = self.below("project/", "");
        let name = format!("{}/data.toml", self.like);
        files.extend(
            Embedded::get(&name).map(|file| (format!("data/{}.toml", self.year).into(), self.filled(&file.data))),
        );
        files
    }

    /// The schemas that the files name.
    pub(crate) fn schemas(&self, as_of: Date) -> Vec<New> {
        let of_files = FIXED.iter().filter(|(word, _)| !matches!(*word, "report" | "events"));
        let mut files: Vec<New> = of_files.map(|(word, text)| (schema(word), text.as_bytes().to_vec())).collect();
        let pack = Memory(self.pack().into_iter().collect());
        let packs = vec![built_in(), PackSource::Memory(std::sync::Arc::new(pack))];
        let request = Request { packs, ..Request::new(Vec::new(), as_of) };
        let kinds = kinds_of(&Memory::default(), &request, &[&self.body]);
        files.push((schema("data"), format!("{:#}\n", data(&kinds, None)).into_bytes()));
        files
    }

    /// The files of a folder of templates, put below another.
    fn below(&self, folder: &str, to: &str) -> Vec<New> {
        let named = Embedded::iter().filter_map(|name| {
            let (inside, file) = (name.strip_prefix(folder)?, Embedded::get(&name)?);
            Some((PathBuf::from(to).join(inside), self.filled(&file.data)))
        });
        named.collect()
    }

    /// A template with the names put in.
    fn filled(&self, template: &[u8]) -> Vec<u8> {
        let names = [
            ("%ID%", self.id.clone()),
            ("%CITY%", self.city.clone()),
            ("%BODY%", self.body.clone()),
            ("%YEAR%", self.year.to_string()),
        ];
        let text = String::from_utf8_lossy(template).into_owned();
        names.iter().fold(text, |text, (sign, name)| text.replace(sign, name)).into_bytes()
    }
}

fn schema(word: &str) -> PathBuf {
    format!("schemas/{word}.schema.json").into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_has_its_files_and_no_sign_is_left() {
        for (like, _) in LIKES {
            let names = ["x", "新市", "y"].map(str::to_owned);
            let [id, city, body] = names;
            let plan = Plan { like: like.to_owned(), id, city, body, year: 2025 };
            let all: Vec<New> =
                [plan.pack(), plan.around(), plan.schemas("2026-06-30".parse().expect("a day"))].concat();
            let paths: Vec<String> = all.iter().map(|(path, _)| path.to_string_lossy().replace('\\', "/")).collect();
            for wanted in [
                "rules/x/pack.toml",
                "rules/x/kinds.toml",
                "rules/x/README.md",
                "yize.toml",
                "README.md",
                ".gitlab-ci.yml",
                ".github/workflows/yize.yml",
                ".editorconfig",
                ".vscode/settings.json",
                "data/2025.toml",
                "schemas/data.schema.json",
            ] {
                assert!(paths.iter().any(|path| path == wanted), "{like}: no {wanted} in {paths:?}");
            }
            for (path, text) in &all {
                let text = String::from_utf8(text.clone()).expect("UTF-8");
                let left = ["%ID%", "%CITY%", "%BODY%", "%YEAR%"].iter().find(|sign| text.contains(**sign));
                assert_eq!(left, None, "{like}: {path:?}");
            }
        }
    }
}
