//! Texts in records, and those that cells share.

use encoding_rs::{BIG5, EUC_KR, Encoding, GB18030, SHIFT_JIS, WINDOWS_1252};
use yize_core::sheet::Refusal;

use super::records::Bytes;
use crate::ledger::bounds;

/// How texts are written.
#[derive(Clone, Copy)]
pub(super) enum Coding {
    /// Since Excel 97: in units of two bytes, or of one where that is enough.
    Wide,
    /// Before: in the encoding of the system.
    Narrow(&'static Encoding),
}

impl Coding {
    /// The same for the system's encoding, by its number.
    pub(super) fn with_page(self, page: u16) -> Self {
        match self {
            Self::Wide => self,
            Self::Narrow(_) => Self::Narrow(match page {
                936 | 54936 => GB18030,
                950 => BIG5,
                932 => SHIFT_JIS,
                949 => EUC_KR,
                _ => WINDOWS_1252,
            }),
        }
    }

    /// A text with its length in two bytes.
    pub(super) fn text(self, bytes: &mut Bytes<'_>) -> Result<String, Refusal> {
        let length = usize::from(bytes.u16()?);
        self.letters(bytes, length)
    }

    /// The code of a format.
    pub(super) fn format(self, bytes: &mut Bytes<'_>) -> Result<String, Refusal> {
        match self {
            Self::Wide => self.text(bytes),
            Self::Narrow(_) => self.name(bytes),
        }
    }

    /// A text with its length in one byte.
    pub(super) fn name(self, bytes: &mut Bytes<'_>) -> Result<String, Refusal> {
        let length = usize::from(bytes.u8()?);
        self.letters(bytes, length)
    }

    fn letters(self, bytes: &mut Bytes<'_>, length: usize) -> Result<String, Refusal> {
        match self {
            Self::Wide => {
                let flags = bytes.u8()?;
                units(bytes, length, flags)
            }
            Self::Narrow(encoding) => {
                let mut all = Vec::new();
                while all.len() < length {
                    all.extend(bytes.run(length - all.len()));
                    if all.len() < length && !bytes.turn() {
                        return Err(Refusal::Damaged);
                    }
                }
                let text = encoding.decode_without_bom_handling_and_without_replacement(&all);
                text.map(std::borrow::Cow::into_owned).ok_or(Refusal::Damaged)
            }
        }
    }
}

/// So many units, of two bytes or one. A record that continues says anew which.
fn units(bytes: &mut Bytes<'_>, length: usize, flags: u8) -> Result<String, Refusal> {
    let (mut wide, mut left) = (flags & 1 == 1, length);
    let mut units: Vec<u16> = Vec::new();
    while left > 0 {
        if wide {
            let run = bytes.run(2 * left);
            if run.len() % 2 == 1 {
                return Err(Refusal::Damaged);
            }
            units.extend(run.chunks_exact(2).map(|unit| u16::from_le_bytes([unit[0], unit[1]])));
        } else {
            units.extend(bytes.run(left).iter().map(|byte| u16::from(*byte)));
        }
        left = length - units.len();
        if left > 0 {
            if !bytes.turn() {
                return Err(Refusal::Damaged);
            }
            wide = bytes.u8()? & 1 == 1;
        }
    }
    // Half a sign is what Excel itself shows as one that cannot be shown.
    Ok(String::from_utf16_lossy(&units))
}

/// The texts that cells share, one behind the other.
#[derive(Default)]
pub(super) struct Shared {
    all: String,
    ends: Vec<usize>,
}

impl Shared {
    pub(super) fn read(bytes: &mut Bytes<'_>) -> Result<Self, Refusal> {
        let mut shared = Self::default();
        // How often they are used, and how many there are, which is not believed.
        bytes.skip(8)?;
        while !bytes.done() {
            let length = usize::from(bytes.u16()?);
            let flags = bytes.u8()?;
            let runs = if flags & 8 == 8 { usize::from(bytes.u16()?) } else { 0 };
            let more = if flags & 4 == 4 { bytes.u32()? as usize } else { 0 };
            shared.all.push_str(&units(bytes, length, flags)?);
            // How its letters look, and how it is pronounced.
            bytes.skip(4 * runs + more)?;
            shared.ends.push(shared.all.len());
            if shared.all.len() > bounds::TEXT || shared.ends.len() > bounds::STRINGS {
                return Err(Refusal::TooLarge);
            }
        }
        Ok(shared)
    }

    pub(super) fn get(&self, number: usize) -> Option<&str> {
        let end = *self.ends.get(number)?;
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.all.get(start..end)
    }
}
