//! An entry as it is written: a mark, the seal, and what it holds. The seal is made with the key, of the entry's name and of all
//! that it holds, so that neither chance nor anyone without the key can make one, or give one the name of another.

use super::key::Key;

/// What every entry begins with; another layout has another mark.
const MARK: &[u8; 16] = b"yize cache 1\n\0\0\0";
/// How many bytes an entry has more than it holds.
pub(super) const MORE: u64 = (MARK.len() + blake3::OUT_LEN) as u64;

/// Seals what an entry of that name is to hold.
pub(super) fn seal(key: &Key, name: &str, holds: &[u8]) -> Vec<u8> {
    [MARK.as_slice(), key.seal(name, holds).as_bytes(), holds].concat()
}

/// What an entry of that name holds; nothing where the seal is not its own.
pub(super) fn open(key: &Key, name: &str, mut bytes: Vec<u8>) -> Option<Vec<u8>> {
    let (seal, holds) = bytes.strip_prefix(MARK)?.split_first_chunk::<{ blake3::OUT_LEN }>()?;
    // Compared in constant time.
    let sound = key.seal(name, holds) == blake3::Hash::from_bytes(*seal);
    sound.then(|| bytes.split_off(MARK.len() + blake3::OUT_LEN))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_changed_in_an_entry_breaks_its_seal() {
        let (key, other) = (Key::of("one"), Key::of("another"));
        let sealed = seal(&key, "r-1", b"a report");
        assert_eq!(sealed.len() as u64, b"a report".len() as u64 + MORE);
        assert_eq!(open(&key, "r-1", sealed.clone()).as_deref(), Some(b"a report".as_slice()));
        assert_eq!((open(&key, "r-2", sealed.clone()), open(&other, "r-1", sealed.clone())), (None, None));
        for at in 0..sealed.len() {
            let mut flipped = sealed.clone();
            flipped[at] ^= 1;
            assert_eq!(open(&key, "r-1", flipped), None, "byte {at}");
            assert_eq!(open(&key, "r-1", sealed[..at].to_vec()), None, "cut at {at}");
        }
        assert_eq!(open(&key, "r-1", [sealed, vec![0]].concat()), None);
    }
}
