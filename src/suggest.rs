//! The name that was probably meant.

use std::array;

/// Longer than every documented name by more than the slips that are forgiven.
const LONGEST: usize = 64;

/// The nearest of the names, where one is near: alike but for letter case and separators, or but
/// for a slip in every four characters, three at most.
pub fn nearest<'a>(wrong: &[u8], names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let wrong = Folded::new(wrong)?;
    let mut best = None;
    let mut allowed = 3;
    for name in names {
        let Some(folded) = Folded::new(name.as_bytes()) else {
            continue;
        };
        let limit = allowed.min((folded.text().len() / 4).max(1));
        if let Some(distance) = wrong.distance(&folded, limit) {
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
struct Folded {
    bytes: [u8; LONGEST],
    len: usize,
    /// A bit for each character that occurs, to tell quickly what cannot be near.
    letters: u32,
}

impl Folded {
    fn new(name: &[u8]) -> Option<Self> {
        if name.len() > LONGEST {
            return None;
        }
        let mut folded = Self { bytes: [0; LONGEST], len: 0, letters: 0 };
        let kept = name.iter().filter(|byte| !matches!(byte, b'_' | b'-' | b'.' | b' '));
        for (slot, byte) in folded.bytes.iter_mut().zip(kept) {
            *slot = byte.to_ascii_lowercase();
            folded.letters |= 1 << (*slot & 31);
            folded.len += 1;
        }
        Some(folded)
    }

    fn text(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }

    /// Optimal string alignment distance, where it is within the limit.
    fn distance(&self, other: &Self, limit: usize) -> Option<usize> {
        let unlike = (self.letters ^ other.letters).count_ones() as usize;
        if self.len.abs_diff(other.len) > limit || unlike > 2 * limit {
            return None;
        }
        // Three rows of the table; what is further from the diagonal than the limit stays beyond it.
        let beyond = limit + 1;
        let mut before = [beyond; LONGEST + 1];
        let mut last: [usize; LONGEST + 1] = array::from_fn(|column| column.min(beyond));
        let mut previous = None;
        for (row, &a) in self.text().iter().enumerate() {
            let band = row.saturating_sub(limit)..(row + limit + 1).min(other.len);
            let mut this = [beyond; LONGEST + 1];
            let mut left = if band.start == 0 { row + 1 } else { beyond };
            let mut least = left;
            if let (0, Some(edge)) = (band.start, this.first_mut()) {
                *edge = left;
            }
            let letters = other.text().get(band.clone()).unwrap_or_default();
            let swap = band.start.checked_sub(1).and_then(|at| other.text().get(at));
            let swaps = before.iter().skip(band.start.saturating_sub(1));
            let swaps = std::iter::repeat_n(&beyond, usize::from(band.start == 0)).chain(swaps);
            let mut other_previous = swap.copied();
            let above = last.iter().skip(band.start);
            let cells = this.iter_mut().skip(band.start + 1).zip(above.clone().zip(above.skip(1)));
            for (((cell, (&corner, &above)), &swapped), &b) in cells.zip(swaps).zip(letters) {
                let mut cost = (corner + usize::from(a != b)).min(above + 1).min(left + 1);
                if previous == Some(b) && other_previous == Some(a) {
                    cost = cost.min(swapped + 1);
                }
                *cell = cost;
                left = cost;
                other_previous = Some(b);
                least = least.min(cost);
            }
            if least > limit {
                return None;
            }
            (before, last) = (last, this);
            previous = Some(a);
        }
        last.get(other.len).copied().filter(|&distance| distance <= limit)
    }
}

#[cfg(test)]
mod tests {
    use super::{Folded, nearest};

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

    #[test]
    fn near_the_diagonal_the_distance_is_that_of_the_whole_table() {
        let mut names = vec![Vec::new()];
        for length in 0..6 {
            let longer = names.iter().filter(|name| name.len() == length).cloned();
            let longer: Vec<Vec<u8>> = longer
                .flat_map(|name| [b'a', b'b', b'c'].map(|byte| [&*name, &[byte]].concat()))
                .collect();
            names.extend(longer.into_iter().step_by(length.max(1)));
        }
        for a in &names {
            for b in &names {
                let exact = distance(a, b);
                for limit in 0..4 {
                    let found =
                        Folded::new(a).zip(Folded::new(b)).and_then(|(a, b)| a.distance(&b, limit));
                    assert_eq!(
                        found,
                        Some(exact).filter(|&exact| exact <= limit),
                        "{a:?} {b:?} {limit}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_slip_is_forgiven_and_another_name_is_not() {
        let names = ["url", "event_types", "max_retries", "description"];
        let near = |wrong: &str| nearest(wrong.as_bytes(), names.into_iter());
        assert_eq!(near("URL"), Some("url"));
        assert_eq!(near("ulr"), Some("url"));
        assert_eq!(near("eventTypes"), Some("event_types"));
        assert_eq!(near("event-type"), Some("event_types"));
        assert_eq!(near("max_retires"), Some("max_retries"));
        assert_eq!(near("desription"), Some("description"));
        assert_eq!(near("name"), None);
        assert_eq!(near(""), None);
        assert_eq!(near(&"url".repeat(40)), None);
    }
}
