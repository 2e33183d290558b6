//! The members of an object that were told apart before they came here: all their strings one after
//! the other, and how long each is.

use crate::block::BLOCK;
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
    rest: Rest<'a>,
    lengths: &'a [u32],
}

impl<'a> Items<'a> {
    /// What each string says.
    pub fn iter(&self) -> impl Iterator<Item = &'a [u8]> {
        let mut rest = self.rest;
        self.lengths.iter().map(move |&length| rest.take(length as usize))
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.lengths.is_empty()
    }
}

/// Strings in UTF-8, of which JavaScript has told the lengths in units of UTF-16.
#[derive(Debug)]
pub struct Strings<'a> {
    whole: Rest<'a>,
    /// From where on to look for the next: they are asked for in about the order they stand in.
    rest: Rest<'a>,
    units: usize,
}

impl<'a> Strings<'a> {
    /// Strings one after the other; `plain` where each byte is a character, and so a unit.
    #[must_use]
    pub const fn new(text: &'a [u8], plain: bool) -> Self {
        let whole = Rest { text, plain };
        Self { whole, rest: whole, units: 0 }
    }

    /// Whether each byte is a character.
    #[must_use]
    pub const fn is_plain(&self) -> bool {
        self.whole.plain
    }

    /// The string that starts after so many units.
    pub fn get(&mut self, start: usize, length: usize) -> &'a [u8] {
        self.from(start).take(length)
    }

    /// The strings of an array that starts after so many units.
    pub fn items(&mut self, start: usize, lengths: &'a [u32]) -> Items<'a> {
        Items { rest: self.from(start), lengths }
    }

    fn from(&mut self, start: usize) -> Rest<'a> {
        if self.whole.plain {
            let text = self.whole.text.get(start..).unwrap_or_default();
            return Rest { text, plain: true };
        }
        if start < self.units {
            (self.rest, self.units) = (self.whole, 0);
        }
        self.rest.take(start - self.units);
        self.units = start;
        self.rest
    }
}

#[derive(Clone, Copy, Debug)]
struct Rest<'a> {
    text: &'a [u8],
    plain: bool,
}

impl<'a> Rest<'a> {
    fn take(&mut self, units: usize) -> &'a [u8] {
        let bytes = if self.plain { units } else { self.bytes(units) };
        let (taken, rest) = self.text.split_at_checked(bytes).unwrap_or_default();
        self.text = rest;
        taken
    }

    fn bytes(&self, units: usize) -> usize {
        let mut left = units;
        let mut bytes = 0;
        for block in self.text.as_chunks::<BLOCK>().0 {
            if left < BLOCK || !block.is_ascii() {
                break;
            }
            left -= BLOCK;
            bytes += BLOCK;
        }
        let rest = self.text.get(bytes..).unwrap_or_default();
        for &byte in rest {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_told_apart_by_their_units() {
        for parts in [
            ["url", "", "active, and more than a block", "x"],
            ["ascii of more than a block", "é", "then more than a block again", "ж"],
            ["é", "дверь", "", "😀a"],
            ["a😀", "ä", "中", "😀"],
        ] {
            let joined = parts.concat();
            let lengths = parts.map(|part| part.encode_utf16().map(|_| 1).sum::<u32>());
            let mut strings = Strings::new(joined.as_bytes(), joined.is_ascii());
            let mut start = 0;
            for (at, (part, &length)) in parts.iter().zip(&lengths).enumerate() {
                assert_eq!(strings.get(start, length as usize), part.as_bytes());
                let rest: Vec<&[u8]> = strings.items(start, &lengths[at..]).iter().collect();
                assert_eq!(
                    rest,
                    parts[at..].iter().map(|part| part.as_bytes()).collect::<Vec<_>>()
                );
                start += length as usize;
            }
        }
    }
}
