//! Strict reader of body text: RFC 8259 and nothing else (contract §1).
//!
//! One pass without allocation or recursion. Text is borrowed; only a string with escapes is copied, and
//! only when its unescaped text is needed.

mod characters;
mod number;
mod text;

pub use number::{Integer, integer, wide_integer};
pub use text::{Text, code_points, to_string, utf16_units, write_string};

use characters::{before, code_unit, not_allowed, plain_run, unicode_escapes, utf8_run};

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
        if self.peek().is_some_and(is_space) {
            self.skip_space();
        }
    }

    #[inline(never)]
    fn skip_space(&mut self) {
        self.at += 1;
        if self.peek().is_some_and(is_space) {
            let rest = self.text.get(self.at..).unwrap_or_default();
            self.at += before(rest, |byte| !is_space(byte));
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

    /// Consumes an escape `\uXXXX` if it is next. Returns the UTF-16 code unit.
    pub fn eat_code_unit(&mut self) -> Option<u32> {
        let unit = code_unit(self.text.get(self.at..)?.first_chunk()?)?;
        self.at += 6;
        Some(unit)
    }

    /// The characters of a string up to an escape or the end of the string; `None` if the text is
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
    #[inline(never)]
    pub fn member(&mut self, first: &mut bool) -> Result<Option<Text<'a>>, Malformed> {
        self.member_inlined(first)
    }

    /// [`member`](Self::member) without a call, for the validation of a body: elsewhere it would only
    /// make the module larger.
    #[inline(always)]
    pub fn member_inlined(&mut self, first: &mut bool) -> Result<Option<Text<'a>>, Malformed> {
        if !self.another(first, b'}')? {
            return Ok(None);
        }
        let name = self.string_inlined()?;
        self.space();
        self.expect(b':')?;
        self.space();
        Ok(Some(name))
    }

    /// After a `[` or an item: whether there is another item, with the reader at it.
    #[inline(never)]
    pub fn item(&mut self, first: &mut bool) -> Result<bool, Malformed> {
        self.item_inlined(first)
    }

    /// [`item`](Self::item) without a call.
    #[inline(always)]
    pub fn item_inlined(&mut self, first: &mut bool) -> Result<bool, Malformed> {
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

    /// Reads a string, from its opening quotation mark.
    #[inline(never)]
    pub fn string(&mut self) -> Result<Text<'a>, Malformed> {
        self.string_inlined()
    }

    /// [`string`](Self::string) without a call.
    #[inline(always)]
    pub fn string_inlined(&mut self) -> Result<Text<'a>, Malformed> {
        self.expect(b'"')?;
        let start = self.at;
        self.at = plain_run(self.text, start);
        let mut text = Text { raw: &[], offset: start - 1, surplus: 0, ascii: true };
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
                    let (length, number) = match escape {
                        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => (2, 1),
                        _ => match unicode_escapes(rest) {
                            (0, _) => return Err(Malformed(self.at + not_allowed(rest))),
                            run => run,
                        },
                    };
                    text.surplus += length - number;
                    // Escapes often follow one another.
                    if rest.get(length) == Some(&b'\\') {
                        self.at += length;
                        continue;
                    }
                    length
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
        if let Some(b'.' | b'e' | b'E') = self.peek() {
            self.fraction_and_exponent()?;
        }
        Ok(self.since(start))
    }

    #[inline(never)]
    fn fraction_and_exponent(&mut self) -> Result<(), Malformed> {
        if self.eat(b'.') {
            self.digits()?;
        }
        if self.eat(b'e') || self.eat(b'E') {
            let _ = self.eat(b'+') || self.eat(b'-');
            self.digits()?;
        }
        Ok(())
    }

    fn digits(&mut self) -> Result<(), Malformed> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let digits = before(rest, |byte| !byte.is_ascii_digit());
        self.at += digits;
        if digits > 0 { Ok(()) } else { Err(Malformed(self.at)) }
    }

    fn literal(&mut self, literal: &[u8]) -> Result<(), Malformed> {
        literal.iter().try_for_each(|&byte| self.expect(byte))
    }

    /// Reads any value and returns its type. `depth` is the number of arrays and objects around it.
    pub fn value(&mut self, depth: u32) -> Result<JsonType, Malformed> {
        // One bit for each open container, 1 for an object; the innermost is the lowest bit.
        let mut objects = 0_u64;
        let mut open = 0;
        let mut outermost = None;
        loop {
            let kind = self.scalar_or_open()?;
            let outermost = *outermost.get_or_insert(kind);
            let mut first = matches!(kind, JsonType::Object | JsonType::Array);
            if first {
                open += 1;
                objects = objects << 1 | u64::from(kind == JsonType::Object);
                if depth + open > MAX_DEPTH {
                    return Err(Malformed(self.at - 1));
                }
            }
            // Past the ends of containers to the next value.
            loop {
                if open == 0 {
                    return Ok(outermost);
                }
                let more = if objects & 1 == 1 {
                    self.member_inlined(&mut first)?.is_some()
                } else {
                    self.item_inlined(&mut first)?
                };
                if more {
                    break;
                }
                open -= 1;
                objects >>= 1;
                first = false;
            }
        }
    }

    /// Reads a scalar, or the opening bracket of an array or object.
    fn scalar_or_open(&mut self) -> Result<JsonType, Malformed> {
        Ok(match self.peek() {
            Some(b'"') => {
                self.string_inlined()?;
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

/// Without short circuits, so that the compiler can compare a block at once.
const fn is_space(byte: u8) -> bool {
    (byte == b' ') | (byte == b'\n') | (byte == b'\r') | (byte == b'\t')
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
}
