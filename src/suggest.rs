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
        let mut before = [0; LONGEST + 1];
        let mut last: [usize; LONGEST + 1] = array::from_fn(|column| column);
        let mut previous = None;
        for (row, &a) in self.text().iter().enumerate() {
            let mut this = [row + 1; LONGEST + 1];
            let mut left = row + 1;
            let mut above_left = row;
            let mut other_previous = None;
            let mut least = left;
            let columns = this.iter_mut().skip(1).zip(last.iter().skip(1));
            let swaps = std::iter::once(&usize::MAX).chain(before.iter());
            for (((slot, &above), &swapped), &b) in columns.zip(swaps).zip(other.text()) {
                let mut cost = (above_left + usize::from(a != b)).min(above + 1).min(left + 1);
                if previous == Some(b) && other_previous == Some(a) {
                    cost = cost.min(swapped.saturating_add(1));
                }
                *slot = cost;
                left = cost;
                above_left = above;
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
    use super::nearest;

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
