//! The name that was probably meant.

/// Longer than every documented name by more than the slips that are forgiven.
const LONGEST: usize = 64;

/// A name that may have been meant, with what is compared of it.
#[derive(Clone, Copy, Debug)]
pub struct Name<'a> {
    text: &'a str,
    folded: Option<Folded>,
}

impl<'a> Name<'a> {
    /// Any name; one that is too long is near to none.
    #[must_use]
    pub const fn new(text: &'a str) -> Self {
        Self { text, folded: Folded::new(text.as_bytes()) }
    }

    /// Every name of a list.
    #[must_use]
    #[allow(clippy::indexing_slicing, reason = "both have the same length")]
    pub const fn all<const N: usize>(texts: &[&'a str; N]) -> [Self; N] {
        let mut names = [Self::new(""); N];
        let mut at = 0;
        while at < N {
            names[at] = Self::new(texts[at]);
            at += 1;
        }
        names
    }
}

/// The nearest of the names, where one is near: alike but for letter case and separators, or but
/// for a slip in every four characters, three at most.
pub fn nearest<'a: 'b, 'b>(
    wrong: &[u8],
    names: impl Iterator<Item = &'b Name<'a>> + Clone,
) -> Option<&'a str> {
    let wrong = Folded::new(wrong)?;
    let folded = names.filter_map(|name| Some((name.text, name.folded.as_ref()?)));
    if let Some((name, _)) = folded.clone().find(|(_, folded)| wrong.text() == folded.text()) {
        return Some(name);
    }
    let mut places = None;
    let mut best = None;
    let mut allowed = 3;
    for (name, folded) in folded {
        let limit = allowed.min((folded.len / 4).max(1));
        if wrong.is_far_from(folded, limit) {
            continue;
        }
        let places = places.get_or_insert_with(|| wrong.places());
        let distance = wrong.distance(places, folded);
        if distance <= limit {
            best = Some(name);
            match distance.checked_sub(1) {
                Some(closer) => allowed = closer,
                None => break,
            }
        }
    }
    best
}

/// A name in lower case without separators.
#[derive(Clone, Copy, Debug)]
struct Folded {
    bytes: [u8; LONGEST],
    len: usize,
    /// A bit for each character that occurs, to tell quickly what cannot be near.
    letters: u32,
}

impl Folded {
    #[allow(clippy::indexing_slicing, reason = "as short as the name, which is within LONGEST")]
    const fn new(name: &[u8]) -> Option<Self> {
        if name.len() > LONGEST {
            return None;
        }
        let mut folded = Self { bytes: [0; LONGEST], len: 0, letters: 0 };
        let mut at = 0;
        while at < name.len() {
            let byte = name[at].to_ascii_lowercase();
            at += 1;
            if !matches!(byte, b'_' | b'-' | b'.' | b' ') {
                folded.bytes[folded.len] = byte;
                folded.letters |= 1 << (byte & 31);
                folded.len += 1;
            }
        }
        Some(folded)
    }

    fn text(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }

    /// Whether the two cannot be within the limit. A slip brings in a letter, takes one out, or both.
    const fn is_far_from(&self, other: &Self, limit: usize) -> bool {
        self.len.abs_diff(other.len) > limit
            || (self.letters ^ other.letters).count_ones() as usize > 2 * limit
    }

    /// For each character a bit wherever it stands.
    fn places(&self) -> [u64; 256] {
        let mut places = [0; 256];
        for (place, &byte) in self.text().iter().enumerate() {
            if let Some(places) = places.get_mut(usize::from(byte)) {
                *places |= 1 << place;
            }
        }
        places
    }

    /// Optimal string alignment distance, a column of the table at a time in the bits of a word:
    /// H. Hyyrö, "A Bit-Vector Algorithm for Computing Levenshtein and Damerau Edit Distances"
    /// (2003), figure 4. `places` are this name's [`places`](Self::places).
    fn distance(&self, places: &[u64; 256], other: &Self) -> usize {
        let Some(last) = self.len.checked_sub(1) else {
            return other.len;
        };
        let mut distance = self.len;
        // Where a cell is one more or one less than the one above it, and equal to the one before
        // both; and where the character before stands.
        let (mut more, mut less, mut diagonal, mut before) = (u64::MAX, 0, 0, 0);
        for &byte in other.text() {
            let here = places.get(usize::from(byte)).copied().unwrap_or_default();
            let swapped = (!diagonal & here) << 1 & before;
            diagonal = (((here & more).wrapping_add(more)) ^ more) | here | less | swapped;
            let right_more = less | !(diagonal | more);
            let right_less = diagonal & more;
            distance += (right_more >> last & 1) as usize;
            distance -= (right_less >> last & 1) as usize;
            let right_more = right_more << 1 | 1;
            more = right_less << 1 | !(diagonal | right_more);
            less = right_more & diagonal;
            before = here;
        }
        distance
    }
}

#[cfg(test)]
mod tests {
    use super::{Folded, Name, nearest};

    /// The whole table, as textbooks have it.
    fn distance(a: &[u8], b: &[u8]) -> usize {
        let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
        for row in 0..=a.len() {
            for column in 0..=b.len() {
                table[row][column] = if row == 0 || column == 0 {
                    row + column
                } else {
                    let differ = usize::from(a[row - 1] != b[column - 1]);
                    let mut cost = (table[row - 1][column - 1] + differ)
                        .min(table[row - 1][column] + 1)
                        .min(table[row][column - 1] + 1);
                    if row > 1
                        && column > 1
                        && a[row - 1] == b[column - 2]
                        && a[row - 2] == b[column - 1]
                    {
                        cost = cost.min(table[row - 2][column - 2] + 1);
                    }
                    cost
                };
            }
        }
        table[a.len()][b.len()]
    }

    /// And nothing within a distance is held to be far.
    #[test]
    fn the_distance_in_bits_is_that_of_the_table() {
        let mut names = vec![
            Vec::new(),
            b"abc".to_vec(),
            b"def".to_vec(),
            vec![b'a'; 64],
            [b"ab".repeat(31), vec![b'c'; 2]].concat(),
        ];
        for length in 0..6 {
            let longer = names.iter().filter(|name| name.len() == length).cloned();
            let longer: Vec<Vec<u8>> = longer
                .flat_map(|name| [b'a', b'b', b'c'].map(|byte| [&*name, &[byte]].concat()))
                .collect();
            names.extend(longer.into_iter().step_by(length.max(1)));
        }
        for a in &names {
            for b in &names {
                let distance = distance(a, b);
                let (Some(one), Some(other)) = (Folded::new(a), Folded::new(b)) else {
                    panic!("within LONGEST");
                };
                assert_eq!(one.distance(&one.places(), &other), distance, "{a:?} {b:?}");
                assert!(!one.is_far_from(&other, distance), "{a:?} {b:?}");
            }
        }
    }

    #[test]
    fn a_slip_is_forgiven_and_another_name_is_not() {
        let names = ["url", "event_types", "max_retries", "description"];
        let near = |wrong: &str| nearest(wrong.as_bytes(), names.map(Name::new).iter());
        assert_eq!(near("URL"), Some("url"));
        assert_eq!(near("ulr"), Some("url"));
        assert_eq!(near("eventTypes"), Some("event_types"));
        assert_eq!(near("event-type"), Some("event_types"));
        assert_eq!(near("max_retires"), Some("max_retries"));
        assert_eq!(near("desription"), Some("description"));
        assert_eq!(near("ur"), Some("url"));
        assert_eq!(near("name"), None);
        assert_eq!(near("lru"), None);
        assert_eq!(near(""), None);
        assert_eq!(near(&"url".repeat(40)), None);
    }
}
