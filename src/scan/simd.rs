//! A block as a WebAssembly vector.

use std::arch::wasm32::{
    i8x16_lt, i8x16_splat, u8x16_bitmask, u8x16_eq, u8x16_splat, u64x2, v128, v128_or,
};

use super::BLOCK;

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
