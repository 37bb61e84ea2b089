//! The edits of a case: a text that occurs once in its data, and what is put in its place.

use std::sync::Arc;

use toml::de::DeValue;

use crate::document::{Reader, Table, Value};
use crate::keys;
use crate::language::{did_you_mean, say};
use crate::spelling::nearest;

/// Edits the data's texts as the case says. Where some of them could not be read, nothing is said of what is not found.
pub(super) fn changes(reader: &mut Reader<'_>, table: &Table<'_>, data: &mut [(Arc<str>, Arc<str>)], broken: bool) {
    let Some(value) = table.get("change") else { return };
    let DeValue::Array(changes) = value.get_ref() else {
        let message = say!("change 应当是列表", "`change` is a list");
        let help = say!("写成 [{{ find = '…', put = '…' }}]", "write [{{ find = '…', put = '…' }}]");
        reader.wrong(value.span(), message).help = Some(help);
        return;
    };
    for change in changes {
        let Some(edit) = reader.table(change) else { continue };
        reader.only(edit, keys::CHANGE);
        let find = reader.required(edit, "find", change.span()).and_then(|v| Some((reader.string(v)?, v)));
        let put = reader.required(edit, "put", change.span()).and_then(|v| reader.string(v));
        let file = edit.get("file").and_then(|v| Some((reader.string(v)?, v)));
        let (Some((find, at)), Some(put)) = (find, put) else { continue };
        let named = |name: &Arc<str>| file.as_ref().is_none_or(|(file, _)| name.ends_with(file.as_str()));
        if let Some((file, at)) = file.as_ref().filter(|_| !data.iter().any(|(name, _)| named(name))) {
            if !broken {
                no_file(reader, file, at, data);
            }
            continue;
        }
        let count: usize = data.iter().filter(|(n, _)| named(n)).map(|(_, t)| t.matches(&*find).count()).sum();
        if count == 1 {
            for (_, text) in data.iter_mut().filter(|(n, _)| named(n)) {
                *text = text.replacen(&find, &put, 1).into();
            }
        } else if !broken {
            not_once(reader, &find, at, count, data);
        }
    }
}

fn no_file(reader: &mut Reader<'_>, file: &str, at: &Value<'_>, data: &[(Arc<str>, Arc<str>)]) {
    let names = data.iter().filter_map(|(name, _)| name.rsplit("tests/").next());
    let message = say!("用例的数据里没有文件“{file}”", "the case has no file `{file}` among its data");
    reader.wrong(at.span(), message).help = Some(match nearest(file, names.clone()) {
        Some(near) => did_you_mean(near),
        None => {
            let (zh, en) = (names.clone().collect::<Vec<_>>().join("、"), names.collect::<Vec<_>>().join(", "));
            say!("数据文件有：{zh}", "its data: {en}")
        }
    });
}

/// Says that the text to be replaced is not there, or more than once.
fn not_once(reader: &mut Reader<'_>, find: &str, at: &Value<'_>, count: usize, data: &[(Arc<str>, Arc<str>)]) {
    let (message, help) = if count == 0 {
        let lines = data.iter().flat_map(|(_, text)| text.lines().map(str::trim));
        let help = match nearest(find.trim(), lines) {
            Some(near) => did_you_mean(near),
            None => say!(
                "从数据文件里原样复制，空格和引号都要相同",
                "copy it from the data as it is, blanks and quotes included"
            ),
        };
        (say!("数据里没有 find 的文字", "the data do not have the text of `find`"), help)
    } else {
        let help = say!("多写几个字，使它只出现一次", "write more of it, so that it occurs once");
        (say!("find 的文字在数据里出现了{count}次", "the text of `find` occurs {count} times in the data"), help)
    };
    reader.wrong(at.span(), message).help = Some(help);
}
