//! Suggests the known name that is most similar to a misspelled one.

/// Longer than every documented name by more than [`MAX_DISTANCE`].
const MAX_LENGTH: usize = 64;

/// How many edits a suggestion may differ by at most.
const MAX_DISTANCE: usize = 3;

/// A name that can be suggested, with its normalised form.
#[derive(Clone, Copy, Debug)]
pub struct Candidate<'a> {
    text: &'a str,
    folded: Option<Folded>,
}

impl<'a> Candidate<'a> {
    /// Any name. One that is too long is never suggested.
    #[must_use]
    pub const fn new(text: &'a str) -> Self {
        Self { text, folded: Folded::new(text.as_bytes()) }
    }

    /// The names of a list.
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

/// The most similar of the names: equal except for letter case and separators, or within one edit
/// for every four characters, at most [`MAX_DISTANCE`]. `None` if none is similar.
pub fn most_similar<'a: 'b, 'b>(
    wrong: &[u8],
    names: impl Iterator<Item = &'b Candidate<'a>> + Clone,
) -> Option<&'a str> {
    let wrong = Folded::new(wrong)?;
    let folded = names.filter_map(|name| Some((name.text, name.folded.as_ref()?)));
    let mut equal = folded.clone().filter(|(_, folded)| wrong.letters == folded.letters);
    if let Some((name, _)) = equal.find(|(_, folded)| wrong.text() == folded.text()) {
        return Some(name);
    }
    let mut positions = None;
    let mut best = None;
    let mut allowed = MAX_DISTANCE;
    for (name, folded) in folded {
        let limit = allowed.min((folded.len / 4).max(1));
        if wrong.exceeds(folded, limit) {
            continue;
        }
        let positions = positions.get_or_insert_with(|| wrong.positions());
        let distance = wrong.distance(positions, folded);
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
    bytes: [u8; MAX_LENGTH],
    len: usize,
    /// A bit for each character that occurs: a quick lower bound of the distance.
    letters: u32,
}

impl Folded {
    #[allow(clippy::indexing_slicing, reason = "as short as the name, which is within MAX_LENGTH")]
    const fn new(name: &[u8]) -> Option<Self> {
        if name.len() > MAX_LENGTH {
            return None;
        }
        let mut folded = Self { bytes: [0; MAX_LENGTH], len: 0, letters: 0 };
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

    /// Whether the distance certainly exceeds the limit: an edit adds a letter, removes one, or both.
    const fn exceeds(&self, other: &Self, limit: usize) -> bool {
        self.len.abs_diff(other.len) > limit
            || (self.letters ^ other.letters).count_ones() as usize > 2 * limit
    }

    /// For each character a bit for each position where it occurs.
    fn positions(&self) -> [u64; 256] {
        let mut positions = [0; 256];
        for (position, &byte) in self.text().iter().enumerate() {
            if let Some(positions) = positions.get_mut(usize::from(byte)) {
                *positions |= 1 << position;
            }
        }
        positions
    }

    /// Optimal string alignment distance, a column of the table at a time in the bits of a word:
    /// H. Hyyrö, "A Bit-Vector Algorithm for Computing Levenshtein and Damerau Edit Distances"
    /// (2003), figure 4. `positions` are this name's [`positions`](Self::positions).
    fn distance(&self, positions: &[u64; 256], other: &Self) -> usize {
        let Some(last) = self.len.checked_sub(1) else {
            return other.len;
        };
        let mut distance = self.len;
        // Bits of the rows whose cell is one more or one less than the cell above, of those equal to
        // their diagonal neighbour, and the positions of the previous character.
        let (mut more, mut less, mut diagonal, mut before) = (u64::MAX, 0, 0, 0);
        for &byte in other.text() {
            let here = positions.get(usize::from(byte)).copied().unwrap_or_default();
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
    use super::{Candidate, Folded, most_similar};

    /// The distance by the complete table.
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

    #[test]
    fn the_distance_in_bits_is_that_of_the_table_and_the_lower_bound_holds() {
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
                    panic!("within MAX_LENGTH");
                };
                assert_eq!(one.distance(&one.positions(), &other), distance, "{a:?} {b:?}");
                assert!(!one.exceeds(&other, distance), "{a:?} {b:?}");
            }
        }
    }

    #[test]
    fn a_misspelled_name_is_similar_and_another_name_is_not() {
        let names = ["url", "event_types", "max_retries", "description"];
        let similar =
            |wrong: &str| most_similar(wrong.as_bytes(), names.map(Candidate::new).iter());
        assert_eq!(similar("URL"), Some("url"));
        assert_eq!(similar("ulr"), Some("url"));
        assert_eq!(similar("eventTypes"), Some("event_types"));
        assert_eq!(similar("event-type"), Some("event_types"));
        assert_eq!(similar("max_retires"), Some("max_retries"));
        assert_eq!(similar("desription"), Some("description"));
        assert_eq!(similar("ur"), Some("url"));
        assert_eq!(similar("name"), None);
        assert_eq!(similar("lru"), None);
        assert_eq!(similar(""), None);
        assert_eq!(similar(&"url".repeat(40)), None);
    }
}
