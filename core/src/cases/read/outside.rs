//! Data of cases that lie elsewhere in the project: its plans and ledgers, tested as they are.

use std::path::Path;
use std::sync::Arc;

use super::File;
use crate::document::Reader;
use crate::files::{Files, plain, read_within, reason};
use crate::language::{Text, say};
use crate::pack::load::PACK_FILE_LIMIT;
use crate::source::Place;
use crate::texts::{decode, show_path};

impl File<'_> {
    /// The name and the text of a file that is named from tests/ upwards. What is wrong with it is told there.
    pub(super) fn outside(&self, reader: &mut Reader<'_>, path: &str, place: Place) -> Option<(Arc<str>, Arc<str>)> {
        let own = self.packed.sources.get(self.source).name.clone();
        let folder = Path::new(&own).parent().unwrap_or(Path::new(""));
        let path = plain(&folder.join(path));
        let (around, name) = (self.packed.around, show_path(&path));
        let (message, help) = if self.packed.pack.embedded || around.fence.leaves(around.files, &path) {
            (
                say!("“{name}”在项目之外，没有读取", "`{name}` is outside of the project, and was not read"),
                say!("用例的数据放在项目里面", "data of cases lie in the project"),
            )
        } else {
            let (why, help) = match text(around.files, &path) {
                Ok(text) => return Some((name.into(), text.into())),
                Err(wrong) => wrong,
            };
            (say!("“{name}”不能读取：{why}", "`{name}` cannot be read: {why}"; why), help)
        };
        reader.wrong(place.span.range(), message).help = Some(help);
        None
    }
}

/// The text of a file, or why there is none, and what to do.
fn text(files: &dyn Files, path: &Path) -> Result<String, (Text, Text)> {
    let bytes = read_within(files, path, PACK_FILE_LIMIT).map_err(|error| {
        let help = say!(
            "路径从 tests/ 算起，如 ../../../data/a.toml",
            "paths count from tests/, such as ../../../data/a.toml"
        );
        (reason(&error), help)
    })?;
    let decoded = decode(&bytes);
    match decoded.wrong {
        None => Ok(decoded.text.to_string()),
        Some((_, why)) => Err((why, say!("用例的数据是 UTF-8 的文本", "data of cases are texts in UTF-8"))),
    }
}
