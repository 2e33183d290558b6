//! Looks at sixteen bytes of text at once: where the run of bytes that need no thought ends.

/// Bytes that are looked at together.
pub const BLOCK: usize = 16;

/// How many bytes stand before the first that is no plain ASCII character of a JSON string: a
/// control character, a quote, a backslash or a byte beyond ASCII.
#[must_use]
pub fn before_special(block: &[u8; BLOCK]) -> usize {
    lanes::before_special(block)
}

/// How many bytes stand before the first backslash.
#[must_use]
pub fn before_backslash(block: &[u8; BLOCK]) -> usize {
    lanes::before_backslash(block)
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
#[path = "scan/simd.rs"]
mod lanes;

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod lanes {
    use super::BLOCK;

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

    /// Sets the high bit of the first zero byte, and perhaps of bytes above it: a borrow only
    /// runs upwards.
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
    let whole = u128::from_le_bytes(*block);
    [whole as u64, (whole >> 64) as u64]
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn the_run_ends_at_the_first_byte_that_ends_it() {
        let is_special = |byte: u8| !matches!(byte, 0x20..=0x21 | 0x23..=0x5B | 0x5D..=0x7F);
        for plain in [b' ', b'!', b'#', b'[', b']', 0x7F] {
            for at in 0..BLOCK {
                for byte in 0..=u8::MAX {
                    // What stands behind it must not matter.
                    for behind in [plain, b'"', b'\\', 0x1F, 0x80, byte.wrapping_add(1)] {
                        let mut block = [plain; BLOCK];
                        block[at..].fill(behind);
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
