//! Name lookup: in lists known at build time, and among the names of one object.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::mem;

/// Slots of an index: several for each name, so that a hash without collisions is found quickly.
const SLOTS: usize = 256;

/// Finds a name among a few by a perfect hash of its length and some of its bytes.
#[derive(Debug)]
pub struct Index {
    factor: u32,
    /// Position in the list plus one; 0 for an empty slot.
    slots: [u8; SLOTS],
}

impl Index {
    /// Searches, at build time, for a factor that gives every name a slot of its own.
    #[must_use]
    #[allow(clippy::indexing_slicing, reason = "out of bounds would fail the build")]
    pub const fn new<const N: usize>(names: &[&str; N]) -> Self {
        let mut factor = 1_u32;
        'search: loop {
            factor = factor.wrapping_mul(0x9E37_79B1).wrapping_add(2) | 1;
            let mut slots = [0; SLOTS];
            let mut at = 0;
            while at < N {
                let slot = slot(names[at].as_bytes(), factor);
                at += 1;
                if slots[slot] != 0 {
                    continue 'search;
                }
                slots[slot] = at as u8;
            }
            return Self { factor, slots };
        }
    }

    /// The position of the only name in the list that can be equal to this one.
    #[must_use]
    #[allow(clippy::indexing_slicing, reason = "a slot is below SLOTS")]
    pub const fn candidate(&self, name: &[u8]) -> Option<usize> {
        (self.slots[slot(name, self.factor)] as usize).checked_sub(1)
    }
}

const fn slot(name: &[u8], factor: u32) -> usize {
    (sample(name).wrapping_mul(factor) >> 24) as usize
}

/// The length and four bytes of a name, in either letter case: enough to distinguish most names.
#[allow(clippy::indexing_slicing, reason = "each index is below the length")]
const fn sample(name: &[u8]) -> u32 {
    let length = name.len();
    if length == 0 {
        return 0;
    }
    let bytes = [name[length - 1], name[length / 2], name[length * 3 / 4], name[length * 7 / 8]];
    (u32::from_le_bytes(bytes) & !0x2020_2020) ^ length as u32
}

/// Whether two texts are equal, compared eight bytes at a time: the `memcmp` of WebAssembly compares
/// single bytes.
#[must_use]
#[inline]
pub fn same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let words = |(a, b): (&[u8; 8], &[u8; 8])| u64::from_le_bytes(*a) == u64::from_le_bytes(*b);
    // The last word overlaps the one before it, so that no byte is left over.
    if let Some(last) = a.last_chunk().zip(b.last_chunk()) {
        words(last) && a.as_chunks().0.iter().zip(b.as_chunks().0).all(words)
    } else {
        a.iter().zip(b).all(|(a, b)| a == b)
    }
}

/// The names that have occurred in one object.
#[derive(Debug)]
pub struct Seen<'a> {
    any_case: bool,
    /// The first names: comparing with each is fastest while they are few.
    few: Vec<(u32, Cow<'a, [u8]>)>,
    /// All names, once they are many. A tree, so that no choice of names makes lookup slow.
    many: BTreeSet<Cow<'a, [u8]>>,
}

impl<'a> Seen<'a> {
    const FEW: usize = 32;

    /// No names yet. With `any_case`, names that differ only in letter case are equal.
    #[must_use]
    pub const fn new(any_case: bool) -> Self {
        Self { any_case, few: Vec::new(), many: BTreeSet::new() }
    }

    /// Whether the name was added.
    #[must_use]
    pub fn contains(&self, name: &[u8]) -> bool {
        let sample = sample(name);
        self.few.iter().any(|(other, it)| *other == sample && self.equal(it, name))
            || self.many.contains(&*self.key(Cow::Borrowed(name)))
    }

    fn equal(&self, a: &[u8], b: &[u8]) -> bool {
        if self.any_case { a.eq_ignore_ascii_case(b) } else { same(a, b) }
    }

    /// Adds the name. Returns whether it is new.
    pub fn insert(&mut self, name: Cow<'a, [u8]>) -> bool {
        if !self.many.is_empty() {
            return self.many.insert(self.key(name));
        }
        let sample = sample(&name);
        if self.few.iter().any(|(other, it)| *other == sample && self.equal(it, &name)) {
            return false;
        }
        if self.few.is_empty() {
            self.few.reserve(Self::FEW + 1);
        }
        self.few.push((sample, name));
        if self.few.len() > Self::FEW {
            for (_, name) in mem::take(&mut self.few) {
                self.many.insert(self.key(name));
            }
        }
        true
    }

    fn key(&self, name: Cow<'a, [u8]>) -> Cow<'a, [u8]> {
        if self.any_case && name.iter().any(u8::is_ascii_uppercase) {
            Cow::Owned(name.to_ascii_lowercase())
        } else {
            name
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_new_only_the_first_time() {
        for any_case in [false, true] {
            let mut seen = Seen::new(any_case);
            for number in 0..100 {
                let name = |text: &str| Cow::Owned(format!("{text}-{number}").into_bytes());
                assert!(seen.insert(name("Name")));
                assert!(!seen.insert(name("Name")));
                assert_eq!(seen.contains(&name("nAME")), any_case);
                assert_eq!(seen.insert(name("nAME")), !any_case);
                assert!(seen.contains(&name("nAME")) && !seen.contains(&name("other")));
            }
            assert!(!seen.insert(Cow::Borrowed(b"Name-0")));
        }
    }
}
