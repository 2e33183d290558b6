//! The members of a JavaScript object, already assigned to their fields: their strings joined, with the length
//! of each; documented event types by position.

use crate::js::abi::DOCUMENTED;
use crate::scan::BLOCK;

/// The value of one field.
#[derive(Clone, Copy, Debug)]
pub enum Member<'a> {
    /// The member is absent.
    Absent,
    /// The string in UTF-8; `plain` if each byte is known to be a character.
    String { text: &'a [u8], plain: bool },
    /// A string that is within its limits in any script.
    Fits,
    /// An integer within int32.
    Integer(i32),
    /// The JSON text of another number, `true`, `false` or `null`.
    Scalar(&'a [u8]),
    /// An array of strings.
    List(Items<'a>),
}

/// The strings of an array.
#[derive(Clone, Copy, Debug)]
pub struct Items<'a> {
    strings: Strings<'a>,
    words: &'a [u32],
}

/// A string of an array.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item<'a> {
    /// A documented event type, by its position.
    Documented(usize),
    /// The content of any other string.
    Text(&'a [u8]),
}

impl<'a> Items<'a> {
    /// Each string.
    pub fn iter(&self) -> impl Iterator<Item = Item<'a>> {
        let mut strings = self.strings;
        self.words.iter().map(move |&word| match word.checked_sub(DOCUMENTED) {
            Some(position) => Item::Documented(position as usize),
            None => Item::Text(strings.take(word as usize)),
        })
    }
}

/// Joined strings in UTF-8, whose lengths JavaScript has given in UTF-16 code units.
#[derive(Clone, Copy, Debug)]
pub struct Strings<'a> {
    rest: &'a [u8],
    /// The number of bytes at the start that are ASCII, and so one unit each.
    ascii: usize,
}

impl<'a> Strings<'a> {
    /// The joined strings of a text.
    #[must_use]
    pub fn new(text: &'a [u8], is_ascii: bool) -> Self {
        Self { rest: text, ascii: if is_ascii { text.len() } else { ascii_run(text) } }
    }

    /// Whether the next string, of this many units, is known to be ASCII.
    #[must_use]
    pub const fn is_ascii(&self, units: usize) -> bool {
        units <= self.ascii
    }

    /// Takes the next string, of this many units.
    pub fn take(&mut self, units: usize) -> &'a [u8] {
        let is_ascii = self.is_ascii(units);
        let bytes = if is_ascii { units } else { self.bytes(units) };
        let (taken, rest) = self.rest.split_at_checked(bytes).unwrap_or_default();
        self.rest = rest;
        self.ascii = if is_ascii { self.ascii - units } else { ascii_run(rest) };
        taken
    }

    /// Takes the next strings as the items of an array, which these words describe.
    pub fn items(&mut self, words: &'a [u32]) -> Items<'a> {
        let items = Items { strings: *self, words };
        let lengths = words.iter().filter(|&&word| word < DOCUMENTED);
        self.take(lengths.map(|&length| length as usize).sum());
        items
    }

    fn bytes(&self, units: usize) -> usize {
        let mut left = units - self.ascii;
        let mut bytes = self.ascii;
        let rest = |bytes| self.rest.get(bytes..).unwrap_or_default();
        // Blocks that are completely within the string, then the bytes of the last one.
        while let Some(block) = rest(bytes).first_chunk::<BLOCK>()
            && let starts = block.iter().map(|&byte| units_at(byte)).sum::<u8>()
            && let Some(after) = left.checked_sub(usize::from(starts))
        {
            left = after;
            bytes += BLOCK;
        }
        for &byte in rest(bytes) {
            let Some(after) = left.checked_sub(usize::from(units_at(byte))) else { break };
            left = after;
            bytes += 1;
        }
        bytes
    }
}

/// The UTF-16 code units of the character that starts with this byte; 0 if none starts.
fn units_at(byte: u8) -> u8 {
    u8::from(byte & 0xC0 != 0x80) + u8::from(byte >= 0xF0)
}

/// The number of bytes at the start that are ASCII, in complete blocks.
fn ascii_run(text: &[u8]) -> usize {
    let blocks = text.as_chunks::<BLOCK>().0;
    blocks.iter().take_while(|block| block.is_ascii()).count() * BLOCK
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_separated_by_their_lengths() {
        for parts in [
            ["url", "", "active, and more than a block", "x"],
            ["ascii of more than a block", "é", "then more than a block again", "ж"],
            ["url", "more of the block é", "ж", "x"],
            ["é", "дверь", "", "😀a"],
            ["a😀", "ä", "中", "😀"],
        ] {
            let joined = parts.concat();
            let lengths = parts.map(|part| part.encode_utf16().map(|_| 1).sum::<u32>());
            let strings = Strings::new(joined.as_bytes(), joined.is_ascii());
            for first in 0..parts.len() {
                let mut strings = strings;
                for (part, &length) in parts.iter().zip(&lengths).take(first) {
                    assert_eq!(strings.take(length as usize), part.as_bytes());
                }
                let (items, last) = lengths[first..].split_at(parts.len() - 1 - first);
                let items = strings.items(items);
                let found: Vec<Item<'_>> = items.iter().collect();
                let expected = parts[first..parts.len() - 1].iter();
                assert_eq!(found, expected.map(|it| Item::Text(it.as_bytes())).collect::<Vec<_>>());
                assert_eq!(strings.take(last[0] as usize), parts[parts.len() - 1].as_bytes());
            }
        }
    }
}
