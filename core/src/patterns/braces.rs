//! Alternatives in braces: each of them must name something.

/// The pattern as often as there are alternatives in braces, each time with all others of the same braces left out; with that
/// alternative. One without braces is its only variant.
pub(crate) fn variants(pattern: &str) -> Vec<(String, String)> {
    let mut variants = Vec::new();
    vary("", pattern, "", &mut variants);
    if variants.is_empty() {
        variants.push((pattern.to_owned(), pattern.to_owned()));
    }
    variants
}

/// Adds the variants of the braces in one part of a pattern, which stands between the other parts.
fn vary(before: &str, part: &str, after: &str, variants: &mut Vec<(String, String)>) {
    for braces in braces(part) {
        let (head, tail) = (&part[..braces.start], &part[braces.end..]);
        for alternative in &braces.alternatives {
            let (before, after) = (format!("{before}{head}"), format!("{tail}{after}"));
            let known = variants.len();
            vary(&before, alternative, &after, variants);
            // Those within stand for the one that they are in.
            if variants.len() == known {
                variants.push(((*alternative).to_owned(), format!("{before}{alternative}{after}")));
            }
        }
    }
}

/// One pair of braces.
struct Braces<'p> {
    start: usize,
    end: usize,
    alternatives: Vec<&'p str>,
}

/// The outermost pairs of braces of a part of a pattern.
fn braces(part: &str) -> Vec<Braces<'_>> {
    let (mut found, mut open, mut depth, mut from) = (Vec::new(), 0, 0_usize, 0);
    let mut alternatives = Vec::new();
    let mut signs = part.char_indices();
    while let Some((at, sign)) = signs.next() {
        match sign {
            '\\' if cfg!(not(windows)) => _ = signs.next(),
            '[' => skip_class(&mut signs),
            '{' => {
                depth += 1;
                if depth == 1 {
                    (open, from, alternatives) = (at, at + 1, Vec::new());
                }
            }
            ',' if depth == 1 => {
                alternatives.push(&part[from..at]);
                from = at + 1;
            }
            '}' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    alternatives.push(&part[from..at]);
                    let alternatives = std::mem::take(&mut alternatives);
                    found.push(Braces { start: open, end: at + 1, alternatives });
                }
            }
            _ => {}
        }
    }
    found
}

/// Goes past a class of signs, `[…]`, in which braces stand for themselves.
fn skip_class(signs: &mut std::str::CharIndices<'_>) {
    let mut first = true;
    for (_, sign) in signs.by_ref() {
        match sign {
            '!' | '^' if first => continue,
            ']' if !first => return,
            _ => {}
        }
        first = false;
    }
}
