//! Finds the first byte of interest in a block of sixteen bytes of text, and tests text against a set.
//!
//! In WebAssembly a block is one SIMD vector (`scan/simd.rs`). Elsewhere it is two 64-bit words, in
//! which a zero byte is found by arithmetic: subtracting 1 from every byte borrows into the high bit of
//! a byte that was 0, so `(word - 0x01…01) & !word & 0x80…80` has the high bit of the first zero byte.
//! `word ^ 0x22…22` has a zero byte where the word has a quotation mark.

/// Bytes of a block.
pub const BLOCK: usize = 16;

/// How many bytes come before the first that is not a plain ASCII character of a JSON string: a
/// control character, a quotation mark, a backslash or a non-ASCII byte.
#[must_use]
pub fn before_special(block: &[u8; BLOCK]) -> usize {
    lanes::before_special(block)
}

/// How many bytes come before the first backslash.
#[must_use]
pub fn before_backslash(block: &[u8; BLOCK]) -> usize {
    lanes::before_backslash(block)
}

/// A set of ASCII characters, as a table of sixteen rows of eight bits. The low four bits of a character choose
/// the row, the high four the bit. The table is one vector, so that one instruction looks up the rows of
/// sixteen characters.
#[derive(Debug)]
pub struct AsciiSet {
    rows: [u8; 16],
}

impl AsciiSet {
    /// The letters, the digits and these ASCII characters.
    #[must_use]
    #[allow(clippy::indexing_slicing, reason = "out of bounds would fail the build")]
    pub const fn alphanumeric_and(others: &[u8]) -> Self {
        let mut rows = [0; 16];
        let mut at = 0;
        while at < 128 + others.len() {
            let byte = if at < 128 { at as u8 } else { others[at - 128] };
            if at >= 128 || byte.is_ascii_alphanumeric() {
                rows[byte as usize & 15] |= 1 << (byte >> 4);
            }
            at += 1;
        }
        Self { rows }
    }

    #[allow(clippy::indexing_slicing, reason = "four bits are below 16")]
    fn has(&self, byte: u8) -> bool {
        // A byte that is not ASCII has its bit beyond the row.
        u32::from(self.rows[usize::from(byte & 15)]) >> (byte >> 4) & 1 == 1
    }
}

/// Whether every byte of the text is in the set.
#[must_use]
pub fn all_in(text: &[u8], set: &AsciiSet) -> bool {
    lanes::all_in(text, set)
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
#[path = "scan/simd.rs"]
mod lanes;

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod lanes {
    use super::{AsciiSet, BLOCK};

    const LOW: u64 = u64::MAX / 0xFF;
    const HIGH: u64 = LOW << 7;

    pub fn before_special(block: &[u8; BLOCK]) -> usize {
        before(block, |word| {
            let control = word.wrapping_sub(LOW * 0x20) & !word;
            zero_bytes(word ^ (LOW * u64::from(b'"')))
                | zero_bytes(word ^ (LOW * u64::from(b'\\')))
                | (control | word) & HIGH
        })
    }

    pub fn before_backslash(block: &[u8; BLOCK]) -> usize {
        before(block, |word| zero_bytes(word ^ (LOW * u64::from(b'\\'))))
    }

    pub fn all_in(text: &[u8], set: &AsciiSet) -> bool {
        text.iter().all(|&byte| set.has(byte))
    }

    /// Sets the high bit of the first zero byte, and perhaps of bytes after it, into which the borrow
    /// continues.
    const fn zero_bytes(word: u64) -> u64 {
        word.wrapping_sub(LOW) & !word & HIGH
    }

    fn before(block: &[u8; BLOCK], found: impl Fn(u64) -> u64) -> usize {
        let [low, high] = super::words(block).map(|word| found(word).trailing_zeros() as usize / 8);
        if low < 8 { low } else { 8 + high }
    }
}

/// The block as two little-endian words, the first bytes in the first.
fn words(block: &[u8; BLOCK]) -> [u64; 2] {
    let bits = u128::from_le_bytes(*block);
    [bits as u64, (bits >> 64) as u64]
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn every_byte_of_a_text_must_be_in_the_set() {
        let set = AsciiSet::alphanumeric_and(b"!~_\0");
        let is_in = |byte: u8| byte.is_ascii_alphanumeric() || b"!~_\0".contains(&byte);
        assert!(all_in(b"", &set));
        for length in [1, 2, 7, 8, 9, 15, 16, 17, 33] {
            for at in 0..length {
                for byte in 0..=u8::MAX {
                    let mut text = vec![b'a'; length];
                    text[at] = byte;
                    assert_eq!(all_in(&text, &set), is_in(byte), "{}", text.escape_ascii());
                }
            }
        }
    }

    #[test]
    fn a_run_ends_at_the_first_special_byte() {
        let is_special = |byte: u8| !matches!(byte, 0x20..=0x21 | 0x23..=0x5B | 0x5D..=0x7F);
        for plain in [b' ', b'!', b'#', b'[', b']', 0x7F] {
            for at in 0..BLOCK {
                for byte in 0..=u8::MAX {
                    // The bytes after it must not matter.
                    for after in [plain, b'"', b'\\', 0x1F, 0x80, byte.wrapping_add(1)] {
                        let mut block = [plain; BLOCK];
                        block[at..].fill(after);
                        block[at] = byte;
                        let first = |ends: &dyn Fn(u8) -> bool| {
                            block.iter().position(|&byte| ends(byte)).unwrap_or(BLOCK)
                        };
                        assert_eq!(before_special(&block), first(&is_special), "{block:?}");
                        assert_eq!(before_backslash(&block), first(&|byte| byte == b'\\'));
                    }
                }
            }
        }
    }
}
