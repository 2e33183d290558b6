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
        _ => return read_unicode_escape(text).ok_or_else(|| not_allowed(text)),
    };
    Ok((character, 2))
}

/// Length and number of the leading escapes `\uXXXX`: a run without surrogates, or else a run of surrogate pairs,
/// each counted as one. `(0, 0)` if the first is invalid.
#[inline]
pub fn unicode_escapes(text: &[u8]) -> (usize, usize) {
    let is_character =
        |escape: &&[u8; 6]| code_unit(escape).is_some_and(|it| it & 0xF800 != 0xD800);
    let characters = text.as_chunks().0.iter().take_while(is_character).count();
    if characters > 0 {
        return (characters * 6, characters);
    }
    let pairs = text.as_chunks().0.iter().take_while(|it| surrogate_pair(it).is_some()).count();
    (pairs * 12, pairs)
}

/// Reads an escape `\uXXXX`, or two that are a pair of surrogates: the character and their length.
#[inline]
fn read_unicode_escape(text: &[u8]) -> Option<(char, usize)> {
    let character = text.first_chunk().and_then(code_unit).and_then(char::from_u32);
    character
        .map(|character| (character, 6))
        .or_else(|| Some((surrogate_pair(text.first_chunk()?)?, 12)))
}

/// The value of an escape `\uXXXX`; `None` if it is not one.
#[inline]
pub fn code_unit(escape: &[u8; 6]) -> Option<u32> {
    let [b'\\', b'u', digits @ ..] = escape else {
        return None;
    };
    let [a, b, c, d] = digits.map(hex_value);
    // What is not a digit has the value 255, above every digit.
    ((a | b | c | d) < 16).then_some(a << 12 | b << 8 | c << 4 | d)
}

#[allow(clippy::indexing_slicing, reason = "a byte is below 256")]
fn hex_value(byte: u8) -> u32 {
    u32::from(HEX_VALUES[usize::from(byte)])
}

/// The values of hexadecimal digits; 255 for other bytes.
#[allow(clippy::indexing_slicing, reason = "out of bounds would fail the build")]
static HEX_VALUES: [u8; 256] = {
    let mut values = [u8::MAX; 256];
    let mut value = 0;
    while value < 16 {
        let digit = b"0123456789abcdef"[value];
        values[digit as usize] = value as u8;
        values[digit.to_ascii_uppercase() as usize] = value as u8;
        value += 1;
    }
    values
};

/// The character of two escapes that are a pair of surrogates.
#[inline]
fn surrogate_pair(escapes: &[u8; 12]) -> Option<char> {
    let (high, low) = escapes.split_first_chunk()?;
    let (high, low) = (code_unit(high)?, code_unit(low.first_chunk()?)?);
    let is_pair = high & 0xFC00 == 0xD800 && low & 0xFC00 == 0xDC00;
    let code = 0x1_0000 + ((high & 0x3FF) << 10 | (low & 0x3FF));
    if is_pair { char::from_u32(code) } else { None }
}

/// Offset of the first byte that is not allowed in an invalid escape.
#[cold]
pub fn not_allowed(text: &[u8]) -> usize {
    let Some([b'u', rest @ ..]) = text.get(1..) else {
        return 1;
    };
    match (hex_digits(rest), text.first_chunk().and_then(code_unit), rest.get(4..)) {
        (4.., Some(0xD800..=0xDBFF), Some([] | [b'\\'])) => text.len(),
        (4.., Some(0xD800..=0xDBFF), Some([b'\\', b'u', low @ ..])) => match hex_digits(low) {
            digits @ 0..4 => 8 + digits,
            _ => 0,
        },
        (4.., _, _) => 0,
        (digits, _, _) => 2 + digits,
    }
}

/// How many hexadecimal digits the text starts with.
fn hex_digits(text: &[u8]) -> usize {
    text.iter().take_while(|digit| digit.is_ascii_hexdigit()).count()
}

pub const fn is_continuation(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}
