//! The members of an object that were told apart before they came here: all their strings one after
//! the other, and how long each is.

use crate::scan::BLOCK;

/// The value of one field.
#[derive(Clone, Copy, Debug)]
pub enum Member<'a> {
    /// It is not there.
    Absent,
    /// What the string says, as UTF-8; `plain` where it is known that each byte is a character.
    String { text: &'a [u8], plain: bool },
    /// A string that is within its limits whatever it says.
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
    lengths: &'a [u32],
}

impl<'a> Items<'a> {
    /// What each string says.
    pub fn iter(&self) -> impl Iterator<Item = &'a [u8]> {
        let mut strings = self.strings;
        self.lengths.iter().map(move |&length| strings.take(length as usize))
    }
}

/// Strings in UTF-8, of which JavaScript has told the lengths in units of UTF-16.
#[derive(Clone, Copy, Debug)]
pub struct Strings<'a> {
    rest: &'a [u8],
    /// So many bytes at its start are ASCII, and a unit each.
    ascii: usize,
}

impl<'a> Strings<'a> {
    /// Strings one after the other.
    #[must_use]
    pub fn new(text: &'a [u8], is_ascii: bool) -> Self {
        Self { rest: text, ascii: if is_ascii { text.len() } else { ascii_run(text) } }
    }

    /// Whether the next string, of so many units, is known to be ASCII.
    #[must_use]
    pub const fn is_ascii(&self, units: usize) -> bool {
        units <= self.ascii
    }

    /// The next string, of so many units.
    pub fn take(&mut self, units: usize) -> &'a [u8] {
        let is_ascii = self.is_ascii(units);
        let bytes = if is_ascii { units } else { self.bytes(units) };
        let (taken, rest) = self.rest.split_at_checked(bytes).unwrap_or_default();
        self.rest = rest;
        self.ascii = if is_ascii { self.ascii - units } else { ascii_run(rest) };
        taken
    }

    /// The next strings, of so many units each, as those of an array.
    pub fn items(&mut self, lengths: &'a [u32]) -> Items<'a> {
        let items = Items { strings: *self, lengths };
        self.take(lengths.iter().map(|&length| length as usize).sum());
        items
    }

    fn bytes(&self, units: usize) -> usize {
        let mut left = units - self.ascii;
        let mut bytes = self.ascii;
        for &byte in self.rest.get(bytes..).unwrap_or_default() {
            // A lead byte of four stands for two units.
            let starts = usize::from(byte & 0xC0 != 0x80) + usize::from(byte >= 0xF0);
            if starts > left {
                break;
            }
            left -= starts;
            bytes += 1;
        }
        bytes
    }
}

/// How many bytes at the start are ASCII, as far as whole blocks tell.
fn ascii_run(text: &[u8]) -> usize {
    let blocks = text.as_chunks::<BLOCK>().0;
    blocks.iter().take_while(|block| block.is_ascii()).count() * BLOCK
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_told_apart_by_their_units() {
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
                let told: Vec<&[u8]> = items.iter().collect();
                let meant = &parts[first..parts.len() - 1];
                assert_eq!(told, meant.iter().map(|part| part.as_bytes()).collect::<Vec<_>>());
                assert_eq!(strings.take(last[0] as usize), parts[parts.len() - 1].as_bytes());
            }
        }
    }
}
