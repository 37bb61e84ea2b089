//! Patterns of files: which of a project's files they name, and which alternatives of theirs name none.

use globset::{GlobSet, GlobSetBuilder};

use crate::patterns::{Reading, is_glob, read, variants};

/// Patterns made ready, each with its alternatives.
#[derive(Default)]
pub(super) struct Globs {
    set: GlobSet,
    /// For each glob of the set, its pattern and which alternative of it it is.
    of: Vec<(usize, usize)>,
    /// The alternatives of each pattern, as they are written.
    written: Vec<Vec<String>>,
}

/// What patterns have named.
pub(super) struct Named {
    /// For each pattern, whether each of its alternatives has named a file.
    met: Vec<Vec<bool>>,
}

impl Globs {
    /// Makes patterns ready; `None` where they are too large for that. One that is none names nothing.
    pub(super) fn new<'p>(patterns: impl IntoIterator<Item = &'p str>) -> Option<Self> {
        let (mut set, mut of, mut written) = (GlobSetBuilder::new(), Vec::new(), Vec::new());
        for (at, pattern) in patterns.into_iter().enumerate() {
            let variants = variants(pattern);
            for (which, (_, variant)) in variants.iter().enumerate() {
                if let Ok(glob) = read(variant, Reading::Path) {
                    set.add(glob);
                    of.push((at, which));
                }
            }
            written.push(variants.into_iter().map(|(alternative, _)| alternative).collect());
        }
        Some(Self { set: set.build().ok()?, of, written })
    }

    /// The same for patterns with their places.
    pub(super) fn of<P>(patterns: &[(String, P)]) -> Option<Self> {
        Self::new(patterns.iter().map(|(pattern, _)| pattern.as_str()))
    }

    /// What has been named, which is nothing yet.
    pub(super) fn named(&self) -> Named {
        Named { met: self.written.iter().map(|alternatives| vec![false; alternatives.len()]).collect() }
    }

    /// Whether one of the patterns names a path.
    pub(super) fn name(&self, path: &str) -> bool {
        self.set.is_match(path)
    }

    /// The same, and notes which do.
    pub(super) fn note(&self, path: &str, named: &mut Named) -> bool {
        let matches = self.set.matches(path);
        for glob in &matches {
            let (pattern, alternative) = self.of[*glob];
            named.met[pattern][alternative] = true;
        }
        !matches.is_empty()
    }

    /// Each pattern, by its number, that has named nothing, and each alternative of one that has.
    pub(super) fn idle<'g>(&'g self, named: &'g Named) -> impl Iterator<Item = (usize, Option<&'g str>)> {
        self.written.iter().zip(&named.met).enumerate().flat_map(|(at, (written, met))| {
            let none = !met.iter().any(|met| *met);
            let alternatives = written.iter().zip(met).filter(move |(_, met)| !none && !**met);
            none.then_some((at, None)).into_iter().chain(alternatives.map(move |(word, _)| (at, Some(word.as_str()))))
        })
    }
}

/// The folders before the first part of a pattern that is not plain.
pub(super) fn static_prefix(pattern: &str) -> String {
    let parts: Vec<&str> = pattern.split('/').collect();
    let plain = parts[..parts.len() - 1].iter().take_while(|part| !is_glob(part));
    plain.fold(String::new(), |prefix, part| format!("{prefix}{part}/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn idle(patterns: &[&str], paths: &[&str]) -> Vec<(usize, Option<String>)> {
        let globs = Globs::new(patterns.iter().copied()).expect("small");
        let mut named = globs.named();
        for path in paths {
            let whole = crate::patterns::glob(patterns[0], Reading::Path).expect("a pattern").is_match(path);
            assert!(patterns.len() > 1 || globs.name(path) == whole, "{patterns:?} {path}");
            assert_eq!(globs.note(path, &mut named), globs.name(path));
        }
        globs.idle(&named).map(|(at, word)| (at, word.map(str::to_owned))).collect()
    }

    #[test]
    fn each_alternative_that_names_nothing_is_known() {
        let some = |word: &str| (0, Some(word.to_owned()));
        assert_eq!(idle(&["data/{a,b,c}.toml"], &["data/a.toml", "data/c.toml"]), [some("b")]);
        assert_eq!(idle(&["data/{a,b}.toml"], &["data/x.toml"]), [(0, None)]);
        assert_eq!(idle(&["{x,y}/{a,b}.toml"], &["x/a.toml", "x/b.toml"]), [some("y")]);
        assert_eq!(idle(&["{x,y/{a,b}}.toml"], &["x.toml", "y/b.toml"]), [some("a")]);
        assert_eq!(idle(&["data/[{,}]*.toml"], &["data/{1.toml", "data/x.toml"]), [(0_usize, None); 0]);
        assert_eq!(idle(&["data/\\{a,b\\}.toml"], &["data/{a,b}.toml"]), [(0_usize, None); 0]);
        assert_eq!(idle(&["data/*.toml", "date/*.toml"], &["data/A.TOML"]), [(1, None)]);
        assert_eq!(idle(&["data/{,b}x.toml"], &["data/bx.toml"]), [some("")]);
    }
}
