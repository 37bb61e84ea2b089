//! Records of a stream: a kind, a length and bytes, which further records may continue.

use yize_core::sheet::Refusal;

/// Kinds of records ([MS-XLS] 2.3.1).
pub(super) const BOF: u16 = 0x0809;
pub(super) const END: u16 = 0x000a;
pub(super) const PASSWORD: u16 = 0x002f;
pub(super) const CODEPAGE: u16 = 0x0042;
pub(super) const EPOCH: u16 = 0x0022;
pub(super) const FORMAT: u16 = 0x041e;
pub(super) const STYLE: u16 = 0x00e0;
pub(super) const TAB: u16 = 0x0085;
pub(super) const SHARED: u16 = 0x00fc;
pub(super) const NUMBER: u16 = 0x0203;
pub(super) const SMALL: u16 = 0x027e;
pub(super) const SMALLS: u16 = 0x00bd;
pub(super) const OF_SHARED: u16 = 0x00fd;
pub(super) const LABEL: u16 = 0x0204;
pub(super) const RICH: u16 = 0x00d6;
pub(super) const BOOL_OR_ERROR: u16 = 0x0205;
pub(super) const FORMULA: u16 = 0x0006;
pub(super) const TEXT_OF_FORMULA: u16 = 0x0207;
pub(super) const MERGED: u16 = 0x00e5;
const CONTINUED: u16 = 0x003c;

/// The records of a stream.
pub(super) struct Records<'s> {
    rest: &'s [u8],
}

/// One record.
pub(super) struct Record<'s> {
    pub kind: u16,
    /// Its bytes, and those of the records that continue it.
    pub pieces: Vec<&'s [u8]>,
    /// How many bytes of the stream it takes.
    pub size: usize,
}

impl<'s> Records<'s> {
    pub(super) fn of(stream: &'s [u8]) -> Self {
        Self { rest: stream }
    }

    fn piece(&mut self) -> Option<(u16, &'s [u8])> {
        let [k0, k1, l0, l1, rest @ ..] = self.rest else { return None };
        let (piece, rest) = rest.split_at_checked(usize::from(u16::from_le_bytes([*l0, *l1])))?;
        self.rest = rest;
        Some((u16::from_le_bytes([*k0, *k1]), piece))
    }
}

impl<'s> Iterator for Records<'s> {
    type Item = Result<Record<'s>, Refusal>;

    fn next(&mut self) -> Option<Self::Item> {
        let whole = self.rest.len();
        let Some((kind, piece)) = self.piece() else {
            // Every part of a stream ends with a record that says so.
            self.rest = &[];
            return (whole > 0).then_some(Err(Refusal::Damaged));
        };
        let mut pieces = vec![piece];
        while self.rest.starts_with(&CONTINUED.to_le_bytes()) {
            let Some((_, piece)) = self.piece() else { break };
            pieces.push(piece);
        }
        Some(Ok(Record { kind, pieces, size: whole - self.rest.len() }))
    }
}

/// The bytes of a record, one after the other.
pub(super) struct Bytes<'r> {
    pieces: &'r [&'r [u8]],
    /// What is left of the first piece.
    rest: &'r [u8],
}

impl<'r> Bytes<'r> {
    pub(super) fn of(record: &'r Record<'_>) -> Self {
        let (first, pieces) = record.pieces.split_first().map_or((&[][..], &[][..]), |(first, rest)| (*first, rest));
        Self { pieces, rest: first }
    }

    /// Whether nothing is left.
    pub(super) fn done(&self) -> bool {
        self.rest.is_empty() && self.pieces.iter().all(|piece| piece.is_empty())
    }

    /// Goes on to the next piece when one is at its end. Whether it has.
    pub(super) fn turn(&mut self) -> bool {
        let Some((next, pieces)) = self.pieces.split_first().filter(|_| self.rest.is_empty()) else { return false };
        (self.rest, self.pieces) = (next, pieces);
        true
    }

    /// What is left of this piece, but no more than so many bytes.
    pub(super) fn run(&mut self, most: usize) -> &'r [u8] {
        let (run, rest) = self.rest.split_at(most.min(self.rest.len()));
        self.rest = rest;
        run
    }

    pub(super) fn u8(&mut self) -> Result<u8, Refusal> {
        while self.rest.is_empty() {
            if !self.turn() {
                return Err(Refusal::Damaged);
            }
        }
        let (first, rest) = self.rest.split_first().ok_or(Refusal::Damaged)?;
        self.rest = rest;
        Ok(*first)
    }

    pub(super) fn u16(&mut self) -> Result<u16, Refusal> {
        Ok(u16::from_le_bytes([self.u8()?, self.u8()?]))
    }

    pub(super) fn u32(&mut self) -> Result<u32, Refusal> {
        Ok(u32::from(self.u16()?) | u32::from(self.u16()?) << 16)
    }

    pub(super) fn eight(&mut self) -> Result<[u8; 8], Refusal> {
        let mut bytes = [0; 8];
        for byte in &mut bytes {
            *byte = self.u8()?;
        }
        Ok(bytes)
    }

    /// Passes over so many bytes, whatever pieces they are in.
    pub(super) fn skip(&mut self, mut count: usize) -> Result<(), Refusal> {
        while count > 0 {
            let run = self.run(count).len();
            count -= run;
            if count > 0 && !self.turn() {
                return Err(Refusal::Damaged);
            }
        }
        Ok(())
    }
}
