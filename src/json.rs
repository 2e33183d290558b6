//! Strict reader of body text: RFC 8259 and nothing else (contract §1).
//!
//! One pass without allocation or recursion. Text is borrowed; only a string with escapes is copied, and
//! only when its unescaped text is needed.

use std::borrow::Cow;

use crate::scan::{BLOCK, before_backslash, before_special};

/// How deep arrays and objects may nest; the outermost is 1 (contract §1).
pub const MAX_DEPTH: u32 = 64;

/// The text is not JSON. Has the offset of the first byte that is not allowed there: of a truncated
/// text its length, of ill-formed UTF-8 or a lone surrogate the first byte of the sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed(pub usize);

/// The types of RFC 8259.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "named by the RFC")]
pub enum JsonType {
    Object,
    Array,
    String,
    Number,
    Boolean,
    Null,
}

impl JsonType {
    /// Every type, in the order of the enum.
    pub const NAMES: [&'static str; 6] = ["object", "array", "string", "number", "boolean", "null"];

    /// The name of the type in the RFC, in lower case.
    #[must_use]
    #[allow(clippy::indexing_slicing, reason = "NAMES has one name for each type")]
    pub const fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }
}

/// A string, as written between its quotation marks.
#[derive(Clone, Copy)]
pub struct Text<'a> {
    raw: &'a [u8],
    offset: usize,
    escaped: bool,
    ascii: bool,
}

impl<'a> Text<'a> {
    /// The unescaped string, as UTF-8.
    #[must_use]
    #[inline]
    pub fn bytes(&self) -> Cow<'a, [u8]> {
        if self.escaped { Cow::Owned(self.unescape()) } else { Cow::Borrowed(self.raw) }
    }

    /// Whether each byte of the string is known to be a character: it is ASCII without escapes.
    #[must_use]
    pub const fn is_plain(&self) -> bool {
        self.ascii && !self.escaped
    }

    /// Whether it is written with an escape.
    #[must_use]
    pub const fn is_escaped(&self) -> bool {
        self.escaped
    }

    /// Offset of the opening quotation mark.
    #[must_use]
    pub const fn offset(&self) -> usize {
        self.offset
    }

    /// Start and end of the string in the text that was read, its quotation marks included.
    #[must_use]
    pub const fn range(&self) -> (usize, usize) {
        (self.offset, self.offset + self.raw.len() + 2)
    }

    /// Offset in the text that was read of the character at an offset of [`bytes`](Self::bytes).
    #[must_use]
    pub fn offset_of(&self, unescaped: usize) -> usize {
        let mut raw = 0;
        let mut left = unescaped;
        while left > 0 {
            let (read, length) = match self.raw.get(raw..) {
                Some(rest @ [b'\\', ..]) => read_escape(rest)
                    .map_or((1, 1), |(character, length)| (character.len_utf8(), length)),
                _ => (1, 1),
            };
            raw += length;
            left = left.saturating_sub(read);
        }
        self.offset + 1 + raw
    }

    /// Writes the string as `JSON.stringify` does. Where it has no escape, it is written so already.
    pub fn write(&self, out: &mut Vec<u8>) {
        if self.escaped {
            return write_string(out, &self.unescape());
        }
        out.push(b'"');
        out.extend_from_slice(self.raw);
        out.push(b'"');
    }

    fn unescape(&self) -> Vec<u8> {
        // Blocks are copied in full; the bytes from the next backslash on are overwritten.
        let mut out = vec![0; self.raw.len() + BLOCK];
        let (mut from, mut to) = (0, 0);
        while let Some(rest @ [first, ..]) = self.raw.get(from..) {
            let slots = out.get_mut(to..).unwrap_or_default();
            if let (Some(block), Some(slot)) = (rest.first_chunk(), slots.first_chunk_mut()) {
                *slot = *block;
                let run = before_backslash(block);
                if run > 0 {
                    (from, to) = (from + run, to + run);
                    continue;
                }
            }
            let (byte, length) = match rest {
                [b'\\', byte @ (b'"' | b'\\' | b'/'), ..] => (*byte, 2),
                [b'\\', ..] => {
                    // The reader has rejected invalid escapes.
                    let (character, length) = read_escape(rest).unwrap_or(('\\', 1));
                    for (byte, slot) in character.encode_utf8(&mut [0; 4]).bytes().zip(slots) {
                        *slot = byte;
                    }
                    (from, to) = (from + length, to + character.len_utf8());
                    continue;
                }
                _ => (*first, 1),
            };
            if let Some(slot) = slots.first_mut() {
                *slot = byte;
            }
            (from, to) = (from + length, to + 1);
        }
        out.truncate(to);
        out
    }
}

/// Code points of well-formed UTF-8.
#[must_use]
#[inline(never)]
pub fn code_points(text: &[u8]) -> usize {
    count(text, |byte| !is_continuation(byte))
}

/// UTF-16 code units of well-formed UTF-8.
#[must_use]
#[inline(never)]
pub fn utf16_units(text: &[u8]) -> usize {
    code_points(text) + count(text, |byte| byte >= 0xF0)
}

/// Counts in a byte as long as it cannot overflow, so that the compiler adds sixteen at once.
fn count(text: &[u8], counts: impl Fn(u8) -> bool) -> usize {
    let chunks = text.chunks(usize::from(u8::MAX));
    chunks
        .map(|chunk| usize::from(chunk.iter().map(|&byte| u8::from(counts(byte))).sum::<u8>()))
        .sum()
}

const fn is_continuation(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}

/// The integer value of a number, as exact as the contract requires (§1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Integer {
    /// Within int32.
    Exact(i32),
    /// An integer beyond int32.
    Beyond,
    /// Not an integer.
    Fraction,
}

/// A cursor over body text.
#[derive(Clone)]
pub struct Reader<'a> {
    text: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    /// Reads from the start of the text.
    #[must_use]
    pub const fn new(text: &'a [u8]) -> Self {
        Self { text, at: 0 }
    }

    /// Reads from an offset of the text.
    #[must_use]
    pub const fn at(text: &'a [u8], offset: usize) -> Self {
        Self { text, at: offset }
    }

    /// The next byte, which is not consumed.
    #[must_use]
    pub fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    /// Offset of the next byte.
    #[must_use]
    pub const fn offset(&self) -> usize {
        self.at
    }

    /// The text from `start` to here.
    #[must_use]
    pub fn since(&self, start: usize) -> &'a [u8] {
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// Skips the white space of RFC 8259.
    #[inline]
    pub fn space(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
    }

    /// Consumes the byte if it is next. Returns whether it was.
    pub fn eat(&mut self, byte: u8) -> bool {
        let next = self.peek() == Some(byte);
        self.at += usize::from(next);
        next
    }

    /// Consumes the bytes if they are next.
    #[inline]
    pub fn eat_all<const N: usize>(&mut self, bytes: [u8; N]) -> Option<()> {
        let next = self.text.get(self.at..)?.first_chunk()?;
        let found = *next == bytes;
        self.at += if found { N } else { 0 };
        found.then_some(())
    }

    /// The characters of a string up to an escape or the end of the string; `None` where the text is
    /// not UTF-8.
    #[inline]
    pub fn unescaped(&mut self) -> Option<&'a [u8]> {
        let start = self.at;
        loop {
            self.at = plain_run(self.text, self.at);
            match self.text.get(self.at..) {
                Some(rest @ [0x80..=0xFF, ..]) => self.at += utf8_run(rest).ok()?,
                _ => return Some(self.since(start)),
            }
        }
    }

    fn expect(&mut self, byte: u8) -> Result<(), Malformed> {
        if self.eat(byte) { Ok(()) } else { Err(Malformed(self.at)) }
    }

    /// Checks that only white space follows.
    pub fn end(&mut self) -> Result<(), Malformed> {
        self.space();
        if self.at == self.text.len() { Ok(()) } else { Err(Malformed(self.at)) }
    }

    /// After a `{` or a member's value: the next member's name, with the reader at its value,
    /// or `None` past the `}`.
    #[inline(always)]
    pub fn member(&mut self, first: &mut bool) -> Result<Option<Text<'a>>, Malformed> {
        if !self.another(first, b'}')? {
            return Ok(None);
        }
        self.name().map(Some)
    }

    /// After a `[` or an item: whether there is another item, with the reader at it.
    pub fn item(&mut self, first: &mut bool) -> Result<bool, Malformed> {
        self.another(first, b']')
    }

    #[inline]
    fn another(&mut self, first: &mut bool, close: u8) -> Result<bool, Malformed> {
        self.space();
        if self.eat(close) {
            return Ok(false);
        }
        if !*first {
            self.expect(b',')?;
            self.space();
        }
        *first = false;
        Ok(true)
    }

    #[inline(always)]
    fn name(&mut self) -> Result<Text<'a>, Malformed> {
        let name = self.string()?;
        self.space();
        self.expect(b':')?;
        self.space();
        Ok(name)
    }

    /// Reads a string, from its opening quotation mark.
    #[inline(always)]
    pub fn string(&mut self) -> Result<Text<'a>, Malformed> {
        self.expect(b'"')?;
        let start = self.at;
        self.at = plain_run(self.text, start);
        let mut text = Text { raw: &[], offset: start - 1, escaped: false, ascii: true };
        if self.peek() != Some(b'"') {
            self.rest_of_string(&mut text)?;
        }
        text.raw = self.since(start);
        self.at += 1;
        Ok(text)
    }

    /// Reads up to the closing quotation mark, from the first character that is not plain.
    #[inline(never)]
    fn rest_of_string(&mut self, text: &mut Text<'a>) -> Result<(), Malformed> {
        loop {
            let rest = self.text.get(self.at..).unwrap_or_default();
            self.at += match rest {
                [b'"', ..] => return Ok(()),
                [b'\\', escape, ..] => {
                    text.escaped = true;
                    match escape {
                        b'"' | b'\\' | b'/' => 2,
                        _ => read_escape(rest).map_err(|at| Malformed(self.at + at))?.1,
                    }
                }
                [0x80..=0xFF, ..] => {
                    text.ascii = false;
                    utf8_run(rest).map_err(|at| Malformed(self.at + at))?
                }
                [b'\\'] => return Err(Malformed(self.at + 1)),
                _ => return Err(Malformed(self.at)),
            };
            self.at = plain_run(self.text, self.at);
        }
    }

    /// Reads a number and returns its text.
    pub fn number(&mut self) -> Result<&'a [u8], Malformed> {
        let start = self.at;
        self.eat(b'-');
        // A digit after a leading zero is not consumed, and cannot follow a value.
        if !self.eat(b'0') {
            self.digits()?;
        }
        if self.eat(b'.') {
            self.digits()?;
        }
        if self.eat(b'e') || self.eat(b'E') {
            let _ = self.eat(b'+') || self.eat(b'-');
            self.digits()?;
        }
        Ok(self.since(start))
    }

    fn digits(&mut self) -> Result<(), Malformed> {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
        if self.at > start { Ok(()) } else { Err(Malformed(self.at)) }
    }

    fn literal(&mut self, literal: &[u8]) -> Result<(), Malformed> {
        literal.iter().try_for_each(|&byte| self.expect(byte))
    }

    /// Reads any value and returns its type. `depth` is the number of arrays and objects around it.
    pub fn value(&mut self, depth: u32) -> Result<JsonType, Malformed> {
        let kind = self.scalar_or_open()?;
        // One bit for each open container, 1 for an object; the innermost is the lowest bit.
        let mut objects = u64::from(kind == JsonType::Object);
        let mut open = u32::from(matches!(kind, JsonType::Object | JsonType::Array));
        let mut first = true;
        while open > 0 {
            if depth + open > MAX_DEPTH {
                return Err(Malformed(self.at - 1));
            }
            let more = if objects & 1 == 1 {
                self.member(&mut first)?.is_some()
            } else {
                self.item(&mut first)?
            };
            if !more {
                open -= 1;
                objects >>= 1;
                first = false;
                continue;
            }
            let kind = self.scalar_or_open()?;
            if matches!(kind, JsonType::Object | JsonType::Array) {
                open += 1;
                objects = objects << 1 | u64::from(kind == JsonType::Object);
                first = true;
            }
        }
        Ok(kind)
    }

    /// Reads a scalar, or the opening bracket of an array or object.
    fn scalar_or_open(&mut self) -> Result<JsonType, Malformed> {
        Ok(match self.peek() {
            Some(b'"') => {
                self.string()?;
                JsonType::String
            }
            Some(b'-' | b'0'..=b'9') => {
                self.number()?;
                JsonType::Number
            }
            Some(b'{') => {
                self.at += 1;
                JsonType::Object
            }
            Some(b'[') => {
                self.at += 1;
                JsonType::Array
            }
            Some(b't') => {
                self.literal(b"true")?;
                JsonType::Boolean
            }
            Some(b'f') => {
                self.literal(b"false")?;
                JsonType::Boolean
            }
            Some(b'n') => {
                self.literal(b"null")?;
                JsonType::Null
            }
            _ => return Err(Malformed(self.at)),
        })
    }
}

/// Offset from `at` on of the first byte that is not a plain ASCII character of a string.
#[inline]
fn plain_run(text: &[u8], mut at: usize) -> usize {
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

/// How many bytes come before the first backslash.
pub fn before_escape(text: &[u8]) -> usize {
    let (blocks, rest) = text.as_chunks::<BLOCK>();
    for (index, block) in blocks.iter().enumerate() {
        let run = before_backslash(block);
        if run < BLOCK {
            return index * BLOCK + run;
        }
    }
    blocks.len() * BLOCK + rest.iter().take_while(|&&byte| byte != b'\\').count()
}

/// Length of the run of non-ASCII characters at the start, with the spaces between them, by Unicode's
/// table of well-formed UTF-8 (3-7). Or the offset of the first that is ill-formed, which is the
/// length of a truncated text.
fn utf8_run(text: &[u8]) -> Result<usize, usize> {
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
fn read_escape(text: &[u8]) -> Result<(char, usize), usize> {
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
    (start..start + 4).try_fold(0, |value, at| {
        let digit = text.get(at).and_then(|&byte| char::from(byte).to_digit(16)).ok_or(at)?;
        Ok(value << 4 | digit)
    })
}

/// The integer value of a number, in time linear in its length.
#[must_use]
pub fn integer(number: &[u8]) -> Integer {
    // Nine digits are always within int32.
    if let [_, ..] = number
        && number.len() <= 9
        && number.iter().all(u8::is_ascii_digit)
    {
        let value = number.iter().fold(0, |value, byte| value * 10 + i32::from(byte - b'0'));
        return Integer::Exact(value);
    }
    wide_integer(number).map_or(Integer::Fraction, |value| {
        i32::try_from(value).map_or(Integer::Beyond, Integer::Exact)
    })
}

/// The integer value of a number, exact up to 18 digits, above them `i64::MIN` or `i64::MAX`; `None`
/// where it is not an integer.
#[must_use]
pub fn wide_integer(number: &[u8]) -> Option<i64> {
    let (negative, number) = match number.strip_prefix(b"-") {
        Some(rest) => (true, rest),
        None => (false, number),
    };
    let mut parts = number.splitn(2, |byte| matches!(byte, b'e' | b'E'));
    let mantissa = parts.next().unwrap_or_default();
    let exponent = parts.next().map_or(0, exponent);

    // value = digits × 10^scale, where the digits neither start nor end with zero
    let mut digits: i64 = 0;
    let mut significant: i64 = 0;
    let mut zeros: i64 = 0;
    let mut fraction: i64 = 0;
    let mut past_point = false;
    for &byte in mantissa {
        if byte == b'.' {
            past_point = true;
            continue;
        }
        fraction += i64::from(past_point);
        if byte == b'0' {
            zeros += i64::from(significant > 0);
            continue;
        }
        significant += zeros + 1;
        // Nineteen digits always exceed 18; more zeros make no difference.
        for _ in 0..zeros.min(19) {
            digits = digits.saturating_mul(10);
        }
        digits = digits.saturating_mul(10).saturating_add(i64::from(byte - b'0'));
        zeros = 0;
    }
    if significant == 0 {
        return Some(0);
    }
    let scale = exponent.saturating_sub(fraction).saturating_add(zeros);
    if scale < 0 {
        return None;
    }
    if significant.saturating_add(scale) > 18 {
        return Some(if negative { i64::MIN } else { i64::MAX });
    }
    for _ in 0..scale {
        digits = digits.saturating_mul(10);
    }
    Some(if negative { -digits } else { digits })
}

fn exponent(text: &[u8]) -> i64 {
    let (sign, digits) = match text {
        [b'-', digits @ ..] => (-1, digits),
        [b'+', digits @ ..] | digits => (1, digits),
    };
    let value = digits
        .iter()
        .fold(0_i64, |value, byte| value.saturating_mul(10).saturating_add(i64::from(byte - b'0')));
    sign * value
}

/// Text that the reader has checked to be UTF-8, as a string.
pub fn to_string(text: &[u8]) -> String {
    std::str::from_utf8(text).unwrap_or_default().to_owned()
}

/// Writes a string as `JSON.stringify` does.
pub fn write_string(out: &mut Vec<u8>, text: &[u8]) {
    out.push(b'"');
    let mut rest = text;
    while let [first, ..] = rest {
        // Most of a text needs no escape, and is copied in runs.
        let mut run = plain_run(rest, 0);
        run += rest.iter().skip(run).take_while(|&&byte| byte >= 0x80).count();
        let (plain, behind) = rest.split_at_checked(run).unwrap_or_default();
        out.extend_from_slice(plain);
        rest = behind;
        if run == 0 {
            write_escaped(out, *first);
            rest = rest.get(1..).unwrap_or_default();
        }
    }
    out.push(b'"');
}

fn write_escaped(out: &mut Vec<u8>, byte: u8) {
    match byte {
        b'"' => out.extend_from_slice(b"\\\""),
        b'\\' => out.extend_from_slice(b"\\\\"),
        0x08 => out.extend_from_slice(b"\\b"),
        0x0C => out.extend_from_slice(b"\\f"),
        b'\n' => out.extend_from_slice(b"\\n"),
        b'\r' => out.extend_from_slice(b"\\r"),
        b'\t' => out.extend_from_slice(b"\\t"),
        _ => {
            let digit = |nibble| char::from_digit(u32::from(nibble), 16).map_or(b'0', |c| c as u8);
            out.extend_from_slice(b"\\u00");
            out.extend_from_slice(&[digit(byte >> 4), digit(byte & 0xF)]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The vectors do not define this: readers count differently within a sequence.
    #[test]
    fn ill_formed_utf8_is_reported_at_the_first_byte_of_the_sequence() {
        for (text, offset) in [
            (&b"\"\xFF\""[..], 1),
            (b"\"a\xC3\xA9\xE2\x82\xAC\xED\xA0\x80\"", 7),
            (b"\"\xC3\xA9\xC3\xA9\xF0\x9F\x98\"", 5),
            (b"\"\xC3\xA9\xF0\x9F\x98", 6),
            (b"\"\xC3\xA9\xC3", 4),
        ] {
            let read = Reader::new(text).string().err();
            assert_eq!(read, Some(Malformed(offset)), "{}", text.escape_ascii());
        }
    }

    #[test]
    fn an_integer_is_exact_up_to_18_digits() {
        for (text, integer) in [
            ("-123456789012345678", -123_456_789_012_345_678),
            ("123456789012345678.0", 123_456_789_012_345_678),
            ("1e17", 100_000_000_000_000_000),
            ("1e18", i64::MAX),
            ("-1234567890123456789", i64::MIN),
        ] {
            assert_eq!(wide_integer(text.as_bytes()), Some(integer), "{text}");
        }
    }
}
