//! Near spellings: the word that was perhaps meant, among a few words or among all keys of a table.
//!
//! The distance is that of optimal string alignment on lower-cased text: letters added, left out or changed, and
//! neighbours swapped. It breaks the triangle inequality, so that a metric tree would miss words; an index of deletions
//! holds hundreds of variants of a word; an automaton is built anew for each word; and a fast distance alone is still
//! asked for every pair. Here the words stand sorted in a trie, and a walk computes the rows of the distance on its way
//! and leaves out whatever begins too differently. A word never costs more than [`BOUND`], however many there are.

mod rules;

pub(crate) use rules::another_rule;
pub use rules::nearest_rule;

/// Cells of distances that are computed for one word. A word that would take more gets no suggestion: what is suggested
/// is always the nearest. Some hundred words of usual length are always seen to the end.
const BOUND: usize = 1 << 17;

/// Longer words, in letters, are neither looked for nor suggested.
const LONGEST: usize = 512;

/// More than any distance.
const FAR: u16 = u16::MAX / 2;

/// The candidate that is nearest to a word, itself excepted.
///
/// ```
/// use yize_core::nearest;
/// assert_eq!(nearest("memebr", ["member", "session"]), Some("member"));
/// assert_eq!(nearest("proposal", ["member", "session"]), None);
/// ```
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    Words::new(candidates).nearest(word)
}

/// The full name of a rule that was perhaps meant: one that ends in what is written, or the nearest.
#[must_use]
pub(crate) fn nearest_name<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let names: Vec<&str> = names.into_iter().collect();
    let ends = |name: &&&str| name.strip_suffix(word).is_some_and(|before| before.ends_with('/'));
    let mut ending = names.iter().filter(ends);
    match (ending.next(), ending.next()) {
        (Some(name), None) => Some(name),
        _ => nearest(word, names),
    }
}

/// Words among which near ones are looked for.
#[derive(Debug, Default)]
pub(crate) struct Words<'a> {
    /// The trie, parents before children.
    nodes: Vec<Node>,
    /// The words as they were given, those that differ in case alone one after another.
    given: Vec<&'a str>,
    /// Letters of the longest word.
    deepest: u32,
}

/// A beginning that words share, by its last letter.
#[derive(Debug)]
struct Node {
    letter: char,
    /// Letters up to here, this one included.
    depth: u32,
    /// The first node that does not begin with this one.
    after: u32,
    /// The words that end here, as a range of those given.
    words: (u32, u32),
}

impl<'a> Words<'a> {
    /// Sorts words in.
    #[must_use]
    pub(crate) fn new(words: impl IntoIterator<Item = &'a str>) -> Self {
        let mut words: Vec<(String, &str)> = words.into_iter().filter_map(|word| Some((lower(word)?, word))).collect();
        words.sort_unstable();
        words.dedup();
        let mut all = Self::default();
        // The nodes of the last word; where they end is not known yet.
        let mut open: Vec<usize> = Vec::new();
        let mut last: &str = "";
        for (lower, word) in &words {
            let shared = lower.chars().zip(last.chars()).take_while(|(a, b)| a == b).count();
            all.close(&mut open, shared);
            let first = index(all.given.len());
            for (depth, letter) in (1..).zip(lower.chars()).skip(shared) {
                all.deepest = all.deepest.max(depth);
                open.push(all.nodes.len());
                all.nodes.push(Node { letter, depth, after: 0, words: (first, first) });
            }
            // Nothing is like the empty word.
            let Some(end) = open.last() else { continue };
            all.given.push(word);
            all.nodes[*end].words.1 = first + 1;
            last = lower;
        }
        all.close(&mut open, 0);
        all
    }

    fn close(&mut self, open: &mut Vec<usize>, down_to: usize) {
        let after = index(self.nodes.len());
        for node in open.drain(down_to..) {
            self.nodes[node].after = after;
        }
    }

    /// The nearest word, and of those equally near the first; never the word itself as it is written.
    #[must_use]
    pub(crate) fn nearest(&self, word: &str) -> Option<&'a str> {
        let mut bound = BOUND;
        self.nearest_within(word, &mut bound)
    }

    fn nearest_within(&self, word: &str, bound: &mut usize) -> Option<&'a str> {
        let letters: Vec<char> = lower(word)?.chars().collect();
        // The longer of two words has three letters for each slip, or more. It is no longer than the longest that there is,
        // and longer than the other by a letter for each slip at most.
        let longest = letters.len().max(self.deepest as usize);
        let most = (letters.len() / 2).min(longest / 3).max(1);
        let mut slips = 1;
        loop {
            let found = self.walk(word, &letters, slips, bound).ok()?;
            if found.is_some() || slips == most {
                return found;
            }
            slips = (slips * 2).min(most);
        }
    }

    /// The nearest word among those with so many slips at most; stops where the bound does not suffice.
    fn walk(&self, word: &str, letters: &[char], slips: usize, bound: &mut usize) -> Walk<&'a str> {
        let mut rows = Rows::new(letters, slips);
        let most = u16::try_from(slips).unwrap_or(FAR);
        let mut best: Option<(u16, &str)> = None;
        let mut at = 0;
        while let Some(node) = self.nodes.get(at) {
            *bound = bound.checked_sub(rows.width).ok_or(Spent)?;
            let depth = node.depth as usize;
            let limit = best.map_or(most, |(distance, _)| distance);
            if rows.add(depth, node.letter) > limit {
                at = node.after as usize;
                continue;
            }
            let distance = rows.distance(depth);
            if node.words.0 < node.words.1 && distance <= limit && near(distance.into(), letters.len().max(depth)) {
                let ends = &self.given[node.words.0 as usize..node.words.1 as usize];
                let found = ends.iter().find(|given| **given != word).map(|given| (distance, *given));
                best = best.into_iter().chain(found).min();
            }
            at += 1;
        }
        Ok(best.map(|(_, given)| given))
    }
}

/// What a walk finds, if anything.
type Walk<T> = Result<Option<T>, Spent>;

/// The bound did not suffice.
struct Spent;

/// The rows of a table of distances: between all beginnings of one word, and those of a path in the trie. Of each row
/// only the cells are held that may be within reach, those that stand at most so many slips beside the diagonal.
struct Rows<'l> {
    letters: &'l [char],
    slips: usize,
    /// Cells of a row, with one at either end that is always far.
    width: usize,
    cells: Vec<u16>,
    /// The letters of the path, from 1.
    path: Vec<char>,
    /// The least distance of each row.
    least: Vec<u16>,
}

impl<'l> Rows<'l> {
    fn new(letters: &'l [char], slips: usize) -> Self {
        let (width, rows) = (2 * slips + 3, letters.len() + slips + 1);
        let mut cells = vec![FAR; width * rows];
        for (column, cell) in (0..).zip(&mut cells[slips + 1..=2 * slips + 1]).take(letters.len() + 1) {
            *cell = column;
        }
        Self { letters, slips, width, cells, path: vec!['\0'; rows], least: vec![0; rows] }
    }

    /// Computes the row of a path's letter at a depth from 1, the rows above being there. Gives the least distance of
    /// any word that goes on from here.
    fn add(&mut self, depth: usize, letter: char) -> u16 {
        let (width, slips, letters) = (self.width, self.slips, self.letters);
        if depth >= self.path.len() {
            return FAR;
        }
        self.path[depth] = letter;
        let (above, row) = self.cells.split_at_mut(depth * width);
        let row = &mut row[..width];
        // The columns within reach, and where the first has its cell.
        let (from, to) = (depth.saturating_sub(slips), (depth + slips).min(letters.len()));
        let first = from + slips + 1 - depth;
        let (mut left, mut rest, mut at) = (FAR, from..to + 1, first);
        if from == 0 {
            left = u16::try_from(depth).unwrap_or(FAR);
            (row[first], rest, at) = (left, 1..to + 1, first + 1);
        }
        let mut least = left;
        let own = &letters[rest.start - 1..rest.end - 1];
        let over = &above[(depth - 1) * width..];
        let upper = over[at..=at + own.len()].windows(2);
        for ((cell, own), upper) in row[at..].iter_mut().zip(own).zip(upper) {
            left = (upper[0] + u16::from(*own != letter)).min(upper[1] + 1).min(left + 1);
            *cell = left;
            least = least.min(left);
        }
        let before = self.path[depth - 1];
        let swap = |column: usize| letters[column - 1] == before && letters[column - 2] == letter;
        if depth > 1 && before != letter {
            let that = &above[(depth - 2) * width..];
            for column in rest.start.max(2)..rest.end {
                let at = column + slips + 1 - depth;
                if swap(column) && that[at] + 1 < row[at] {
                    row[at] = that[at] + 1;
                    least = least.min(row[at]);
                    // What stands to the right of it can be no further than so many letters.
                    for right in at + 1..=to + slips + 1 - depth {
                        row[right] = row[right].min(row[right - 1] + 1);
                    }
                }
            }
        }
        self.least[depth] = least;
        // A swap reaches back over one row.
        least.min(self.least[depth - 1] + 1)
    }

    /// The distance between the whole word and the path up to a depth, where it is within reach.
    fn distance(&self, depth: usize) -> u16 {
        let at = (self.letters.len() + self.slips + 1).checked_sub(depth);
        at.filter(|at| *at < self.width).map_or(FAR, |at| self.cells[depth * self.width + at])
    }
}

/// Whether so many slips leave a word recognisable: one in short (Chinese) words, a third of the letters in longer ones.
fn near(slips: usize, longest: usize) -> bool {
    slips < longest && slips <= (longest / 3).max(1)
}

/// A word as it is compared; `None` for one that is too long.
fn lower(word: &str) -> Option<String> {
    // A letter has four bytes at most.
    let lower = (word.len() <= 4 * LONGEST).then(|| word.to_lowercase())?;
    (lower.chars().count() <= LONGEST).then_some(lower)
}

/// An index of the trie. Words that would overflow it do not fit into a file.
fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The plain way: every word, one by one.
    fn plain<'a>(word: &str, candidates: &[&'a str]) -> Option<&'a str> {
        let near = |a: &str, b: &str| {
            let longest = a.chars().count().max(b.chars().count());
            let distance = strsim::osa_distance(a, b);
            (distance < longest && distance <= (longest / 3).max(1)).then_some(distance)
        };
        let others = candidates.iter().filter(|c| **c != word);
        others.filter_map(|c| near(&word.to_lowercase(), &c.to_lowercase()).map(|d| (d, *c))).min().map(|(_, c)| c)
    }

    fn holds(word: &str, candidates: &[String]) {
        let candidates: Vec<&str> = candidates.iter().map(String::as_str).collect();
        let (words, expected) = (Words::new(candidates.iter().copied()), plain(word, &candidates));
        assert_eq!(words.nearest(word), expected, "{word:?} among {candidates:?}");
        // What a bound leaves is right or nothing.
        for bound in [0, 20, 100, 500, 2000] {
            let mut left = bound;
            let found = words.nearest_within(word, &mut left);
            assert!(found.is_none() || found == expected, "{word:?} among {candidates:?}, {bound}");
        }
    }

    #[test]
    fn all_short_words_of_few_letters_are_found_as_in_the_plain_way() {
        let letters = ["a", "b", "B", "文"];
        let mut all = vec![String::new()];
        for from in 0.. {
            let longer: Vec<String> = letters.iter().map(|letter| format!("{}{letter}", all[from])).collect();
            if longer[0].chars().count() > 4 {
                break;
            }
            all.extend(longer);
        }
        // Sets of their own: every so many words.
        for step in [1, 7, 31] {
            let some: Vec<String> = all.iter().step_by(step).cloned().collect();
            all.iter().step_by(3).for_each(|word| holds(word, &some));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn what_is_found_is_what_the_plain_way_finds(
            word in "[abcA文]{0,14}",
            candidates in prop::collection::vec("[abcA文]{0,16}", 0..12),
        ) {
            holds(&word, &candidates);
        }

        #[test]
        fn slips_in_a_word_of_the_set_are_found_like_in_the_plain_way(
            candidates in prop::collection::vec("[a-c]{3,5}-[0-9]{2,12}[甲乙]?", 1..40),
            pick in any::<prop::sample::Index>(),
            slips in prop::collection::vec((any::<prop::sample::Index>(), 0..4, prop::char::range('0', '9')), 0..7),
        ) {
            let mut word: Vec<char> = pick.get(&candidates).chars().collect();
            for (at, what, letter) in slips {
                let at = at.index(word.len());
                match what {
                    0 => word.insert(at, letter),
                    1 => word[at] = letter,
                    2 if word.len() > 1 => { word.remove(at); }
                    _ if at > 0 => word.swap(at - 1, at),
                    _ => {}
                }
            }
            holds(&word.iter().collect::<String>(), &candidates);
        }
    }

    /// Cells of distances for as many words, each with a slip, as there are keys.
    fn work(keys: usize) -> usize {
        let keys: Vec<String> = (0..keys).map(|n| format!("TS-{:06}", n * 7919 % 1_000_000)).collect();
        let words = Words::new(keys.iter().map(String::as_str));
        let spent = |key: &String| {
            let (mut bound, word) = (BOUND, format!("{key}9"));
            assert!(words.nearest_within(&word, &mut bound).is_some(), "{word}");
            BOUND - bound
        };
        keys.iter().map(spent).sum()
    }

    #[test]
    fn twice_as_many_words_and_keys_take_little_more_than_twice_the_work() {
        let (once, twice, four) = (work(1_000), work(2_000), work(4_000));
        // Every word against every key would take 4 and 16 times as much.
        assert!(twice * 10 < once * 26 && four * 10 < once * 65, "{once} {twice} {four}");
    }

    #[test]
    fn long_words_are_compared_up_to_a_length() {
        let long = "a".repeat(LONGEST);
        let slip = format!("{}b", &long[1..]);
        assert_eq!(nearest(&slip, [long.as_str()]), Some(long.as_str()));
        let longer = format!("{long}a");
        assert_eq!(nearest(&longer, [long.as_str()]), None);
        assert_eq!(nearest(&long, [longer.as_str()]), None);
    }
}
