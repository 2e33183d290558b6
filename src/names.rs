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
    /// Length of the shortest name.
    shortest: usize,
    /// Position in the list plus one; 0 for an empty slot.
    slots: [u8; SLOTS],
}

impl Index {
    /// Searches, at build time, for a factor that gives every name a different slot.
    #[must_use]
    #[allow(clippy::indexing_slicing, reason = "out of bounds would fail the build")]
    pub const fn new<const N: usize>(names: &[&str; N]) -> Self {
        let mut factor = 1_u32;
        'search: loop {
            factor = factor.wrapping_mul(0x9E37_79B1).wrapping_add(2) | 1;
            let mut slots = [0; SLOTS];
            let mut shortest = usize::MAX;
            let mut at = 0;
            while at < N {
                if names[at].len() < shortest {
                    shortest = names[at].len();
                }
                let slot = slot(names[at].as_bytes(), factor);
                at += 1;
                if slots[slot] != 0 {
                    continue 'search;
                }
                slots[slot] = at as u8;
            }
            return Self { factor, shortest, slots };
        }
    }

    /// The position of the only name in the list that can be equal to this one.
    #[must_use]
    #[allow(clippy::indexing_slicing, reason = "a slot is below SLOTS")]
    pub const fn candidate(&self, name: &[u8]) -> Option<usize> {
        if name.len() < self.shortest {
            return None;
        }
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
///
/// The first few are compared one by one. More are in a hash table, each in the first free slot from that of
/// its hash on. So that no choice of names makes lookup slow, a search ends after some slots: a name for
/// which none of them is free is in a tree. Hashes are stored, so that names are rarely compared.
#[derive(Debug)]
pub struct Seen<'a> {
    any_case: bool,
    few: Vec<Hashed<'a>>,
    table: Vec<Option<Hashed<'a>>>,
    /// How many slots are taken.
    taken: usize,
    rest: BTreeSet<Cow<'a, [u8]>>,
}

/// A name and its hash.
type Hashed<'a> = (u32, Cow<'a, [u8]>);

impl<'a> Seen<'a> {
    const FEW: usize = 32;
    /// How many slots are searched.
    const SEARCHED: usize = 64;

    /// No names yet. With `any_case`, names that differ only in letter case are equal.
    #[must_use]
    pub const fn new(any_case: bool) -> Self {
        Self { any_case, few: Vec::new(), table: Vec::new(), taken: 0, rest: BTreeSet::new() }
    }

    /// Whether the name was added.
    #[must_use]
    pub fn contains(&self, name: &[u8]) -> bool {
        let hash = hash_of(name, self.any_case);
        if self.table.is_empty() {
            self.is_among_few(hash, name)
        } else {
            self.find(hash, name).is_none()
        }
    }

    /// Adds the name. Returns whether it is new.
    #[inline]
    pub fn insert(&mut self, name: Cow<'a, [u8]>) -> bool {
        if !self.table.is_empty() {
            return self.insert_into_table(hash_of(&name, self.any_case), name);
        }
        // The first name is hashed when there is a second: most objects have no other, and it may be long.
        let hash = if self.few.is_empty() { 0 } else { hash_of(&name, self.any_case) };
        if self.is_among_few(hash, &name) {
            return false;
        }
        if let [(first, only)] = &mut *self.few {
            *first = hash_of(only, self.any_case);
        }
        if self.few.len() == Self::FEW {
            self.grow();
            return self.insert_into_table(hash, name);
        }
        if self.few.is_empty() {
            self.few.reserve(Self::FEW);
        }
        self.few.push((hash, name));
        true
    }

    fn is_among_few(&self, hash: u32, name: &[u8]) -> bool {
        if let [(_, only)] = &*self.few {
            return self.equal(only, name);
        }
        self.few.iter().any(|(other, it)| *other == hash && self.equal(it, name))
    }

    /// Called only for equal hashes, when the names are nearly always equal.
    #[inline(never)]
    fn equal(&self, a: &[u8], b: &[u8]) -> bool {
        same(a, b) || self.any_case && a.eq_ignore_ascii_case(b)
    }

    #[cold]
    #[inline(never)]
    fn insert_into_table(&mut self, hash: u32, name: Cow<'a, [u8]>) -> bool {
        let Some(slot) = self.find(hash, &name) else {
            return false;
        };
        match self.table.get_mut(slot) {
            Some(slot) => *slot = Some((hash, name)),
            None => return self.rest.insert(self.key(name)),
        }
        self.taken += 1;
        // At three quarters, so that a search is short.
        if self.taken * 4 > self.table.len() * 3 {
            self.grow();
        }
        true
    }

    /// The slot for a new name, or a number beyond the table if there is none; `None` for a name that
    /// was added.
    fn find(&self, hash: u32, name: &[u8]) -> Option<usize> {
        if !self.rest.is_empty() && self.rest.contains(&*self.key(Cow::Borrowed(name))) {
            return None;
        }
        let length = self.table.len();
        // The high bits, in which every byte of the name counts.
        let first = ((u64::from(hash) * length as u64) >> 32) as usize;
        for slot in first..first + Self::SEARCHED {
            let slot = slot & length.wrapping_sub(1);
            match self.table.get(slot) {
                Some(Some((other, it))) if *other == hash && self.equal(it, name) => return None,
                Some(Some(_)) => {}
                _ => return Some(slot),
            }
        }
        Some(usize::MAX)
    }

    /// Makes the table larger; its length is a power of two.
    fn grow(&mut self) {
        let length = (self.table.len() * 2).max(Self::FEW * 4);
        let names = mem::take(&mut self.table);
        self.table.resize(length, None);
        self.taken = 0;
        for (hash, name) in mem::take(&mut self.few) {
            self.insert_into_table(hash, name);
        }
        for (hash, name) in names.into_iter().flatten() {
            self.insert_into_table(hash, name);
        }
    }

    fn key(&self, name: Cow<'a, [u8]>) -> Cow<'a, [u8]> {
        if self.any_case && name.iter().any(u8::is_ascii_uppercase) {
            Cow::Owned(name.to_ascii_lowercase())
        } else {
            name
        }
    }
}

/// A number that is the same for equal names; with `any_case`, also for those that differ only in letter case.
#[inline(never)]
fn hash_of(name: &[u8], any_case: bool) -> u32 {
    // The bit in which the cases of a letter differ.
    let ignored = if any_case { u64::MAX / 0xFF * 0x20 } else { 0 };
    let mix = |hash: u64, word: u64| {
        (hash.rotate_left(23) ^ (word | ignored)).wrapping_mul(0x9E37_79B9_7F4A_7C15)
    };
    // The last word overlaps the one before it, so that no byte is left over.
    let last = name.last_chunk().map_or_else(
        || name.iter().fold(0, |word, &byte| word << 8 | u64::from(byte)),
        |word| u64::from_le_bytes(*word),
    );
    let words = name.as_chunks().0.iter().map(|word| u64::from_le_bytes(*word));
    (words.chain([last]).fold(name.len() as u64, mix) >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_new_only_the_first_time() {
        for any_case in [false, true] {
            let mut seen = Seen::new(any_case);
            for number in 0..1000 {
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

    /// The hash is public, so that names with the same hash can be chosen.
    #[test]
    fn names_of_one_hash_are_found_too() {
        let mut seen = Seen::new(false);
        let slot = |seen: &Seen<'_>, name: &str| hash_of(name.as_bytes(), seen.any_case) >> 25;
        let names: Vec<String> = (0..100_000_u32)
            .map(|number| number.to_string())
            .filter(|name| slot(&seen, name) == 0)
            .take(300)
            .collect();
        assert_eq!(names.len(), 300);
        for name in &names {
            assert!(seen.insert(Cow::Borrowed(name.as_bytes())));
        }
        assert!(seen.rest.len() > 100, "{}", seen.rest.len());
        for name in &names {
            assert!(!seen.insert(Cow::Borrowed(name.as_bytes())) && seen.contains(name.as_bytes()));
        }
        assert!(!seen.contains(b"other"));
    }
}
