//! The strings of a JSON text: unescaped, counted and written.

use std::borrow::Cow;

use super::characters::{code_unit, is_continuation, plain_run, read_escape};
use crate::scan::{BLOCK, before_backslash};

/// A string, as written between its quotation marks.
#[derive(Clone, Copy)]
pub struct Text<'a> {
    pub(super) raw: &'a [u8],
    pub(super) offset: usize,
    /// Length of its escapes minus their number: `raw.len() - surplus` counts each escape as one. 0 if
    /// there is none.
    pub(super) surplus: usize,
    pub(super) ascii: bool,
}

impl<'a> Text<'a> {
    /// The unescaped string, as UTF-8.
    #[must_use]
    #[inline]
    pub fn bytes(&self) -> Cow<'a, [u8]> {
        if self.is_escaped() { Cow::Owned(self.unescape()) } else { Cow::Borrowed(self.raw) }
    }

    /// The number of its code points. An escape stands for one.
    #[must_use]
    pub fn code_points(&self) -> usize {
        let length = if self.ascii { self.raw.len() } else { code_points(self.raw) };
        length - self.surplus
    }

    /// The number of its UTF-16 code units and of its UTF-8 bytes.
    #[must_use]
    pub fn encoded_lengths(&self) -> (usize, usize) {
        let (mut utf16, mut utf8) = (utf16_units(self.raw), self.raw.len());
        let mut rest = if self.is_escaped() { self.raw } else { &[] };
        while let Some(escape) = rest.iter().position(|&byte| byte == b'\\') {
            rest = rest.get(escape..).unwrap_or_default();
            // The reader has rejected invalid escapes, so that a low surrogate follows a high one.
            let (written, units, bytes) = match rest.first_chunk().and_then(code_unit) {
                Some(0xD800..=0xDBFF) => (12, 2, 4),
                Some(0x800..) => (6, 1, 3),
                Some(0x80..) => (6, 1, 2),
                Some(_) => (6, 1, 1),
                None => (2, 1, 1),
            };
            utf16 -= written - units;
            utf8 -= written - bytes;
            rest = rest.get(written..).unwrap_or_default();
        }
        (utf16, utf8)
    }

    /// Whether it is written with an escape.
    #[must_use]
    pub const fn is_escaped(&self) -> bool {
        self.surplus > 0
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
        if self.is_escaped() {
            return write_string(out, &self.unescape());
        }
        out.push(b'"');
        out.extend_from_slice(self.raw);
        out.push(b'"');
    }

    fn unescape(&self) -> Vec<u8> {
        // Blocks, and four bytes of each character, are copied in full; what follows overwrites the rest.
        let mut out = vec![0; self.raw.len() + BLOCK];
        let (mut from, mut to) = (0, 0);
        while let Some(rest @ [first, ..]) = self.raw.get(from..) {
            let slots = out.get_mut(to..).unwrap_or_default();
            if *first != b'\\'
                && let (Some(block), Some(slot)) = (rest.first_chunk(), slots.first_chunk_mut())
            {
                *slot = *block;
                let run = before_backslash(block);
                (from, to) = (from + run, to + run);
                continue;
            }
            let mut utf8 = [*first, 0, 0, 0];
            let (mut read, mut written) = (1, 1);
            if *first == b'\\' {
                // The reader has rejected invalid escapes.
                let (character, length) = read_escape(rest).unwrap_or(('\\', 1));
                (read, written) = (length, character.encode_utf8(&mut utf8).len());
            }
            if let Some(slot) = slots.first_chunk_mut() {
                *slot = utf8;
            }
            (from, to) = (from + read, to + written);
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
        let (plain, after) = rest.split_at_checked(run).unwrap_or_default();
        out.extend_from_slice(plain);
        rest = after;
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
    use crate::json::Reader;

    #[test]
    fn escapes_at_every_offset_stand_for_the_characters_that_serde_json_reads() {
        for escape in ["\\n", "\\\\", "\\/", "\\u0041", "\\u00E9", "\\u20aC", "\\uD83d\\uDE00"] {
            for before in ["a", "é"].map(|character| character.repeat(20)) {
                for start in (0..before.len()).filter(|&at| before.is_char_boundary(at)) {
                    for after in ["", "é", escape, &*before] {
                        let string = format!("\"{}{escape}{after}\"", &before[start..]);
                        let text = Reader::new(string.as_bytes()).string().ok();
                        let read = text.and_then(|it| String::from_utf8(it.bytes().into()).ok());
                        assert_eq!(read, serde_json::from_str(&string).ok(), "{string}");
                        let lengths = read.map(|it| (it.encode_utf16().count(), it.len()));
                        assert_eq!(text.map(|it| it.encoded_lengths()), lengths, "{string}");
                    }
                }
            }
        }
    }
}
