//! Mapping (UTS 46) and Normalization Form C (UAX 15).

use std::iter;

use crate::tables::{Mapped, Tables, tables};

/// The steps "Map" and "Normalize" of UTS 46, section 4. `None` if a character is disallowed.
pub fn map(text: &str) -> Option<Vec<char>> {
    let tables = tables();
    let mut mapped = Vec::new();
    for c in text.chars() {
        if c.is_ascii() {
            mapped.push(c.to_ascii_lowercase());
            continue;
        }
        match tables.map(c) {
            Mapped::Valid => mapped.push(c),
            Mapped::To(chars) => mapped.extend_from_slice(chars),
            Mapped::Disallowed => return None,
        }
    }
    // No domain contains a space, and nothing composes with one: a character that is mapped to words is
    // not normalized first.
    (!mapped.contains(&' ')).then(|| normalized(&mapped))
}

/// Whether all characters of a label are valid, and in Normalization Form C (UTS 46, section 4.1,
/// criteria 1 and 7).
pub fn is_normalized(label: &[char]) -> bool {
    label.iter().all(|&c| tables().map(c) == Mapped::Valid) && normalized(label) == label
}

/// The Normalization Form C of valid characters.
fn normalized(text: &[char]) -> Vec<char> {
    let tables = tables();
    let mut chars = Vec::new();
    for &c in text {
        if c.is_ascii() {
            chars.push((c, 0));
            continue;
        }
        let start = chars.len();
        let mut rest = c;
        // A decomposition is a character, which may have one too, and a mark.
        while let Some((base, mark)) = hangul::split(rest).or_else(|| tables.split(rest)) {
            chars.insert(start, (mark, tables.class(mark).combining));
            rest = base;
        }
        chars.insert(start, (rest, tables.class(rest).combining));
    }
    for marks in chars.split_mut(|&(_, class)| class == 0) {
        order(marks);
    }
    compose(tables, &mut chars);
    chars.into_iter().map(|(c, _)| c).collect()
}

/// Sorts marks stably by combining class (Canonical Ordering): those of each class that occurs, in turn.
fn order(marks: &mut [(char, u8)]) {
    if marks.is_sorted_by_key(|&(_, class)| class) {
        return;
    }
    let given = marks.to_vec();
    let next =
        |after: u8| given.iter().map(|&(_, class)| class).filter(|&class| class > after).min();
    let classes = iter::successors(next(0), |&class| next(class));
    let ordered = classes.flat_map(|class| given.iter().filter(move |it| it.1 == class));
    for (mark, &ordered) in marks.iter_mut().zip(ordered) {
        *mark = ordered;
    }
}

/// Composes each character with the last starter before it that it is not blocked from.
fn compose(tables: &Tables, chars: &mut Vec<(char, u8)>) {
    let mut starter: Option<usize> = None;
    let mut written = 0;
    for at in 0..chars.len() {
        let Some(&(c, class)) = chars.get(at) else { continue };
        let before = starter.and_then(|starter| chars.get_mut(starter..written));
        if let Some([(base, _), between @ ..]) = before {
            // Only marks are between them, the last one with the highest class. Nothing composes with ASCII.
            let blocked = c.is_ascii() || between.last().is_some_and(|&(_, last)| last >= class);
            let composed = || hangul::join(*base, c).or_else(|| tables.join(*base, c));
            if !blocked && let Some(composed) = composed() {
                *base = composed;
                continue;
            }
        }
        if class == 0 {
            starter = Some(written);
        }
        if let Some(place) = chars.get_mut(written) {
            *place = (c, class);
        }
        written += 1;
    }
    chars.truncate(written);
}

/// Hangul syllables are composed arithmetically (The Unicode Standard, section 3.12).
mod hangul {
    const S_BASE: u32 = 0xAC00;
    const L_BASE: u32 = 0x1100;
    const V_BASE: u32 = 0x1161;
    const T_BASE: u32 = 0x11A7;
    const L_COUNT: u32 = 19;
    const V_COUNT: u32 = 21;
    const T_COUNT: u32 = 28;
    const S_COUNT: u32 = L_COUNT * V_COUNT * T_COUNT;

    /// The offset of `c` from `base`, if it is less than `count`.
    fn offset(c: char, base: u32, count: u32) -> Option<u32> {
        u32::from(c).checked_sub(base).filter(|&offset| offset < count)
    }

    /// A syllable without its last jamo, and that jamo.
    pub fn split(c: char) -> Option<(char, char)> {
        let syllable = offset(c, S_BASE, S_COUNT)?;
        let (leading, trail) = (syllable / T_COUNT, syllable % T_COUNT);
        let (first, second) = if trail > 0 {
            (S_BASE + leading * T_COUNT, T_BASE + trail)
        } else {
            (L_BASE + leading / V_COUNT, V_BASE + leading % V_COUNT)
        };
        Some((char::from_u32(first)?, char::from_u32(second)?))
    }

    pub fn join(first: char, second: char) -> Option<char> {
        if let Some(syllable) = offset(first, S_BASE, S_COUNT) {
            let trail = offset(second, T_BASE, T_COUNT).filter(|&trail| trail > 0)?;
            return (syllable % T_COUNT == 0).then(|| char::from_u32(S_BASE + syllable + trail))?;
        }
        let leading = offset(first, L_BASE, L_COUNT)?;
        let vowel = offset(second, V_BASE, V_COUNT)?;
        char::from_u32(S_BASE + (leading * V_COUNT + vowel) * T_COUNT)
    }
}
