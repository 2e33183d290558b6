//! The characters of a string as they are written: plain runs, UTF-8 sequences and escapes.

use crate::scan::{BLOCK, before_special};

/// Offset from `at` on of the first byte that is not a plain ASCII character of a string.
#[inline]
pub fn plain_run(text: &[u8], mut at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    for block in rest.as_chunks().0 {
        let run = before_special(block);
        at += run;
        if run < BLOCK {
            return at;
        }
    }
    while let Some(0x20..=0x21 | 0x23..=0x5B | 0x5D..=0x7F) = text.get(at) {
        at += 1;
    }
    at
}

/// How many bytes come before the first that `ends` the run. The compiler compares a block at once.
#[inline]
pub fn before(text: &[u8], ends: impl Fn(u8) -> bool) -> usize {
    let within = |block: &&[u8; BLOCK]| !block.iter().fold(false, |end, &byte| end | ends(byte));
    let blocks = text.as_chunks().0.iter().take_while(within).count() * BLOCK;
    let rest = text.get(blocks..).unwrap_or_default();
    blocks + rest.iter().take_while(|&&byte| !ends(byte)).count()
}

/// Length of the run of non-ASCII characters at the start, with the spaces between them, by Unicode's
/// table of well-formed UTF-8 (3-7). Or the offset of the first that is ill-formed, which is the
/// length of a truncated text.
pub fn utf8_run(text: &[u8]) -> Result<usize, usize> {
    let mut at = 0;
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let (length, second) = match rest {
            // Most have two bytes.
            [0xC2..=0xDF, 0x80..=0xBF, ..] => {
                at += 2;
                continue;
            }
            [b' ', ..] => {
                at += 1;
                continue;
            }
            [] | [0x00..=0x7F, ..] => return Ok(at),
            [0xC2..=0xDF, ..] => (2, 0x80..=0xBF),
            [0xE0, ..] => (3, 0xA0..=0xBF),
            [0xED, ..] => (3, 0x80..=0x9F),
            [0xE1..=0xEF, ..] => (3, 0x80..=0xBF),
            [0xF0, ..] => (4, 0x90..=0xBF),
            [0xF1..=0xF3, ..] => (4, 0x80..=0xBF),
            [0xF4, ..] => (4, 0x80..=0x8F),
            _ => return Err(at),
        };
        let mut tail = rest.iter().take(length).skip(1);
        let well_formed = tail.next().is_none_or(|byte| second.contains(byte))
            && tail.all(|&byte| is_continuation(byte));
        if !well_formed {
            return Err(at);
        }
        if rest.len() < length {
            return Err(text.len());
        }
        at += length;
    }
}

/// Reads the escape at the start: the character and the length of the escape, or the offset of the
/// first byte that is not allowed, which is 0 for a lone surrogate (§1).
pub fn read_escape(text: &[u8]) -> Result<(char, usize), usize> {
    let character = match text.get(1) {
        Some(b'"') => '"',
        Some(b'\\') => '\\',
        Some(b'/') => '/',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{C}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'u') => {
            let unit = read_hex(text, 2)?;
            return match unit {
                0xD800..=0xDBFF => {
                    for (at, expected) in (6..).zip(b"\\u") {
                        match text.get(at) {
                            Some(byte) if byte == expected => {}
                            Some(_) => return Err(0),
                            None => return Err(at),
                        }
                    }
                    let low = read_hex(text, 8)?;
                    let code = 0x1_0000 + ((unit & 0x3FF) << 10 | (low & 0x3FF));
                    let pair = if low & 0xFC00 == 0xDC00 { char::from_u32(code) } else { None };
                    pair.map(|character| (character, 12)).ok_or(0)
                }
                _ => char::from_u32(unit).map(|character| (character, 6)).ok_or(0),
            };
        }
        _ => return Err(1),
    };
    Ok((character, 2))
}

fn read_hex(text: &[u8], start: usize) -> Result<u32, usize> {
    let digits = text.get(start..).unwrap_or_default();
    if let Some(four) = digits.first_chunk::<4>()
        && four.iter().all(u8::is_ascii_hexdigit)
    {
        // The low half of `A` and `a` is 1.
        let value = |digit: u8| u32::from((digit & 0xF) + (digit >> 6) * 9);
        return Ok(four.iter().fold(0, |unit, &digit| unit << 4 | value(digit)));
    }
    Err(start + digits.iter().take_while(|digit| digit.is_ascii_hexdigit()).count())
}

pub const fn is_continuation(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}
