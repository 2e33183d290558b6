//! The validity criteria of labels (UTS 46, section 4.1) that concern several characters.

use crate::tables::{Class, bidi, joining, tables};

const ZERO_WIDTH_NON_JOINER: char = '\u{200C}';
const ZERO_WIDTH_JOINER: char = '\u{200D}';
const VIRAMA: u8 = 9;

fn class(c: char) -> Class {
    tables().class(c)
}

/// Whether it begins with a mark (criterion 6).
pub fn begins_with_mark(label: &[char]) -> bool {
    label.first().is_some_and(|&c| class(c).mark)
}

/// The ContextJ rules (criterion 8; RFC 5892, appendices A.1 and A.2).
pub fn joiners_are_valid(label: &[char]) -> bool {
    let mut before = Vec::new();
    let mut after = label.iter();
    while let Some(&c) = after.next() {
        if matches!(c, ZERO_WIDTH_NON_JOINER | ZERO_WIDTH_JOINER) {
            let virama = before.last().is_some_and(|&c| class(c).combining == VIRAMA);
            let joining = c == ZERO_WIDTH_NON_JOINER
                && joins(&mut before.iter().rev(), joining::LEFT)
                && joins(&mut after.clone(), joining::RIGHT);
            if !virama && !joining {
                return false;
            }
        }
        before.push(c);
    }
    true
}

/// Whether the first character that is not transparent joins towards `side`.
fn joins(chars: &mut dyn Iterator<Item = &char>, side: u8) -> bool {
    let mut types = chars.map(|&c| class(c).joining);
    types.find(|&it| it != joining::TRANSPARENT).is_some_and(|it| it & side != 0)
}

/// The set of the Bidi_Classes of the characters.
pub fn bidi_classes(label: &[char]) -> u8 {
    label.iter().fold(0, |classes, &c| classes | class(c).bidi)
}

/// The Bidi Rule for a label of a Bidi domain name (criterion 9; RFC 5893, section 2).
pub fn is_bidi_valid(label: &[char]) -> bool {
    use bidi::{ARABIC_NUMBER, EUROPEAN_NUMBER, LEFT, NEUTRAL, NONSPACING_MARK, RIGHT};
    let Some((&first, mut rest)) = label.split_first() else { return true };
    // Conditions 3 and 6 concern the end without nonspacing marks.
    let last = loop {
        match rest.split_last() {
            Some((&last, before)) if class(last).bidi == NONSPACING_MARK => rest = before,
            Some((&last, _)) => break class(last).bidi,
            None => break class(first).bidi,
        }
    };
    let numbers = EUROPEAN_NUMBER | ARABIC_NUMBER;
    let allowed = match class(first).bidi {
        LEFT => LEFT | EUROPEAN_NUMBER,
        RIGHT => RIGHT | numbers,
        _ => return false,
    };
    let classes = bidi_classes(rest);
    let only_allowed = classes & !(allowed | NEUTRAL | NONSPACING_MARK) == 0;
    only_allowed && last & allowed != 0 && classes & numbers != numbers
}
