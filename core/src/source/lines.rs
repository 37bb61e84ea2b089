//! Where the lines of a text begin, without keeping a number for each.

use std::ops::Range;

use memchr::memchr_iter;

/// How many bytes of a text there are to one number of the index.
const STEP: usize = 1024;

/// How many lines end before each [`STEP`] bytes of a text: a text of nothing but ends of lines costs as little as any other.
#[derive(Clone, Debug)]
pub(super) struct Lines {
    before: Vec<u32>,
    ends: usize,
}

impl Lines {
    pub(super) fn of(text: &str) -> Self {
        let (mut before, mut ends) = (Vec::with_capacity(text.len().div_ceil(STEP)), 0);
        for part in text.as_bytes().chunks(STEP) {
            before.push(u32::try_from(ends).unwrap_or(u32::MAX));
            ends += memchr_iter(b'\n', part).count();
        }
        Self { before, ends }
    }

    /// How many there are; an empty one behind the last end is one.
    pub(super) fn count(&self) -> usize {
        self.ends + 1
    }

    /// The line of that byte, from 1, and where it begins.
    pub(super) fn at(&self, text: &str, offset: usize) -> (usize, usize) {
        let offset = offset.min(text.len());
        let step = (offset / STEP).min(self.before.len().saturating_sub(1));
        let before = self.before.get(step).map_or(0, |ends| *ends as usize);
        let ends = before + memchr_iter(b'\n', &text.as_bytes()[step * STEP..offset]).count();
        (ends + 1, self.behind(text, ends))
    }

    /// The bytes of a line, from 1, with its end; `None` past the last.
    pub(super) fn range(&self, text: &str, line: usize) -> Option<Range<usize>> {
        let ends = line.checked_sub(1).filter(|ends| *ends <= self.ends)?;
        let end = if line > self.ends { text.len() } else { self.behind(text, line) };
        Some(self.behind(text, ends)..end)
    }

    /// Where the text goes on behind so many ends of lines, of which there are as many: however long a line is, one step is
    /// looked through.
    fn behind(&self, text: &str, ends: usize) -> usize {
        let Some(step) = self.before.partition_point(|before| (*before as usize) < ends).checked_sub(1) else {
            return 0;
        };
        let (begin, before) = (step * STEP, self.before[step] as usize);
        let end = memchr_iter(b'\n', &text.as_bytes()[begin..]).nth(ends - before - 1);
        end.map_or(text.len(), |at| begin + at + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::{Lines, STEP};

    /// The starts of a text's lines, each counted.
    fn starts(text: &str) -> Vec<usize> {
        std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect()
    }

    #[test]
    fn lines_are_found_as_by_counting_each() {
        let ends = "\n".repeat(3 * STEP);
        let long = format!("{}\n{}\r\n\nx", "甲".repeat(STEP), "b".repeat(STEP));
        let exact = format!("{}\n", "a".repeat(STEP - 1));
        let mixed: Vec<String> = (0..400).map(|at| "乙".repeat(at % 23)).collect();
        let mixed = mixed.join("\n");
        for text in ["", "\n", "a", "a\n", "a\nb", &ends, &long, &exact, &exact.repeat(3), &mixed] {
            let (lines, starts) = (Lines::of(text), starts(text));
            assert_eq!(lines.count(), starts.len());
            for (at, start) in starts.iter().enumerate() {
                let end = starts.get(at + 1).copied().unwrap_or(text.len());
                assert_eq!(lines.range(text, at + 1), Some(*start..end), "line {} of {} bytes", at + 1, text.len());
            }
            assert_eq!((lines.range(text, 0), lines.range(text, starts.len() + 1)), (None, None));
            for offset in 0..=text.len() {
                let line = starts.partition_point(|start| *start <= offset);
                assert_eq!(lines.at(text, offset), (line, starts[line - 1]), "byte {offset} of {}", text.len());
            }
        }
    }
}
