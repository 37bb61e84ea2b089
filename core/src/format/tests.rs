//! Every file of the packs and examples, and these with blanks and line ends at random: laid out twice it is as laid out once.

use std::path::{Path, PathBuf};

use super::{Sort, format};
use crate::files::{Disk, FileKind, Files as _};

fn files() -> Vec<(PathBuf, Sort, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let entries = ["rules", "examples"].into_iter().flat_map(|folder| Disk.walk(&root.join(folder)));
    let files = entries.filter(|entry| matches!(entry.kind, Ok(FileKind::File)));
    files
        .filter_map(|entry| {
            let sort = Sort::of(&entry.path)?;
            let text = String::from_utf8(Disk.read(&entry.path, 1 << 26).ok()?).ok()?;
            Some((entry.path, sort, text))
        })
        .collect()
}

#[test]
fn every_file_of_the_house_is_laid_out_and_then_stays_as_it_is() {
    let (mut laid, mut as_is) = (0, 0);
    for (path, sort, text) in files() {
        match format(sort, &text) {
            Ok(once) => {
                assert_eq!(format(sort, &once).as_ref(), Ok(&once), "{}", path.display());
                as_is += usize::from(once == text);
                laid += 1;
            }
            // Those that are broken on purpose.
            Err(left) => assert!(path.to_string_lossy().contains("broken"), "{}: {left:?}", path.display()),
        }
    }
    assert!(laid > 150 && as_is * 2 > laid, "of {laid} files {as_is} are as they would be laid out");
}

#[test]
fn blanks_and_line_ends_at_random_do_no_harm() {
    let mut seed: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut roll = move |sides: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        usize::try_from(seed % sides as u64).expect("few")
    };
    let mut laid = 0;
    for (path, sort, text) in files().into_iter().filter(|(_, _, text)| text.len() < 20_000) {
        for _ in 0..3 {
            let mut changed = String::new();
            for sign in text.chars() {
                match (sign, roll(12)) {
                    (' ', 0) => changed.push_str("   "),
                    (' ', 1) => changed.push('\t'),
                    ('\n', 0) => changed.push_str("\n\n\n"),
                    ('\n', 1) => changed.push_str("  \n"),
                    (',' | '(' | '{' | '[' | '|' | '=', 0) if sort == Sort::Script => {
                        changed.push(sign);
                        changed.push_str(" \n ");
                    }
                    _ => changed.push(sign),
                }
            }
            // Whatever has become of it, nothing is lost, and the second time changes nothing.
            if let Ok(once) = format(sort, &changed) {
                assert_eq!(format(sort, &once).as_ref(), Ok(&once), "{}\n{changed}", path.display());
                laid += 1;
            }
        }
    }
    assert!(laid > 100, "{laid}");
}

#[test]
fn what_is_written_crowded_gets_its_blanks_and_what_is_negative_or_a_closure_keeps_its_shape() {
    let text = "rule(\"a\",#{title:\"甲\",\n  basis:   \"乙\"\n},|m,ctx|{\nlet a=-1;let b=ctx.all(\"member\").filter(|x|x.n>-2&&!x.ok)\n.len();\n\n\n\nif a<b{fail(m,`${a}`)}else{return;}\n  // 注\n});\n";
    let laid = "rule(\"a\", #{ title: \"甲\",\n    basis: \"乙\"\n}, |m, ctx| {\n    let a = -1; let b = ctx.all(\"member\").filter(|x| x.n > -2 && !x.ok)\n        .len();\n\n    if a < b { fail(m, `${a}`) } else { return; }\n    // 注\n});\n";
    assert_eq!(format(Sort::Script, text).as_deref(), Ok(laid));
    let text = "a=1\nlist=[\n1,2,\n   ]\nt={a=1,b=[ 2 , 3,]}\n[x]\n# 注\n  day = 2026-01-01 10:00:00  # 那天\n\n\n\n[[y]]\nid    =  \"甲\"\nname=\"乙\"\n";
    let laid = "a = 1\nlist = [\n  1, 2,\n]\nt = { a = 1, b = [2, 3] }\n\n[x]\n# 注\nday = 2026-01-01 10:00:00  # 那天\n\n[[y]]\nid   = \"甲\"\nname = \"乙\"\n";
    assert_eq!(format(Sort::Data, text).as_deref(), Ok(laid));
}
