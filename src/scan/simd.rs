//! A block as a WebAssembly vector.

use std::arch::wasm32::{
    i8x16_all_true, i8x16_lt, i8x16_splat, i8x16_swizzle, u8x16_bitmask, u8x16_eq, u8x16_shr,
    u8x16_splat, u64x2, v128, v128_and, v128_or,
};

use super::{AsciiSet, BLOCK};

pub fn before_special(block: &[u8; BLOCK]) -> usize {
    let lanes = load(block);
    // As signed numbers, non-ASCII bytes are below zero.
    let control_or_non_ascii = i8x16_lt(lanes, i8x16_splat(0x20));
    let special = v128_or(control_or_non_ascii, v128_or(equal(lanes, b'"'), equal(lanes, b'\\')));
    before(special)
}

pub fn before_backslash(block: &[u8; BLOCK]) -> usize {
    before(equal(load(block), b'\\'))
}

pub fn all_in(text: &[u8], set: &AsciiSet) -> bool {
    let rows = load(&set.rows);
    // Lanes from 8 on are 0: those of bytes that are not ASCII.
    let bits = u64x2(0x8040_2010_0804_0201, 0);
    let within = |lanes| {
        let row = i8x16_swizzle(rows, v128_and(lanes, u8x16_splat(15)));
        i8x16_all_true(v128_and(row, i8x16_swizzle(bits, u8x16_shr(lanes, 4))))
    };
    // The last bytes overlap those before, so that no byte is left over.
    if let Some(last) = text.last_chunk() {
        text.as_chunks().0.iter().chain([last]).all(|block| within(load(block)))
    } else if let (Some(first), Some(last)) = (text.first_chunk(), text.last_chunk()) {
        within(u64x2(u64::from_le_bytes(*first), u64::from_le_bytes(*last)))
    } else {
        text.iter().all(|&byte| set.has(byte))
    }
}

fn load(block: &[u8; BLOCK]) -> v128 {
    let [low, high] = super::words(block);
    u64x2(low, high)
}

fn equal(lanes: v128, byte: u8) -> v128 {
    u8x16_eq(lanes, u8x16_splat(byte))
}

/// How many lanes come before the first that is set; sixteen if none is.
fn before(found: v128) -> usize {
    (u32::from(u8x16_bitmask(found)) | 1 << BLOCK).trailing_zeros() as usize
}
