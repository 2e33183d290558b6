//! Compares `idna/` with the published `idna` crate, which uses ICU4X.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a test")]

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use icu_normalizer::properties::CanonicalCombiningClassMapBorrowed;

#[path = "idna/tables.rs"]
mod tables;

use tables::{mapped, pairs};

/// A character beside others: at each end, composed, in labels of both directions, beside joiners, and
/// as a part of Punycode that has to be mapped first.
const CONTEXTS: [&str; 28] = [
    "_",
    "a_",
    "_a",
    "a_b",
    "a._.b",
    "-_-",
    "_\u{301}",
    "_\u{338}",
    "e_\u{323}",
    "\u{1100}_",
    "_\u{11A8}",
    "\u{5D0}_",
    "\u{5D0}_\u{5D1}",
    "_\u{5D0}",
    "\u{5D0}1_",
    "\u{627}\u{661}_",
    "a_.\u{5D0}",
    "\u{915}\u{94D}_",
    "\u{915}_\u{200D}",
    "_\u{200C}\u{628}",
    "\u{628}\u{200C}_",
    "\u{628}_\u{200C}\u{628}",
    "\u{628}\u{200C}_\u{628}",
    "xn--_",
    "xn--a_",
    "xn--_-e1a",
    "_n--e1a",
    "xn-_e1a",
];

/// Characters beside which one is written as Punycode.
const ENCODED_CONTEXTS: [&str; 8] = [
    "_",
    "a_",
    "_a",
    "_\u{301}",
    "\u{5D0}_\u{5D1}",
    "\u{915}_\u{200D}",
    "\u{628}\u{200C}_",
    "\u{628}_\u{200C}\u{628}",
];

/// Whether the domain is valid. Fails if the two differ.
fn assert_same(domain: &[u8]) -> bool {
    let own = idna::domain_to_ascii_from_cow(Cow::Borrowed(domain), idna::AsciiDenyList::URL);
    let theirs = published::domain_to_ascii_cow(domain, published::AsciiDenyList::URL);
    let shown = String::from_utf8_lossy(domain);
    assert_eq!(own.as_deref().ok(), theirs.as_deref().ok(), "{shown:?} {}", shown.escape_unicode());
    if let Ok(ascii) = &theirs {
        let unicode = idna::domain_to_unicode(ascii).0;
        assert_eq!(unicode, published::domain_to_unicode(ascii).0, "{ascii}");
    }
    theirs.is_ok()
}

fn encoded(label: &str) -> String {
    format!("xn--{}", published::punycode::encode_str(label).expect("short"))
}

fn is_disallowed(c: char) -> bool {
    mapped(&[c]) == [char::REPLACEMENT_CHARACTER]
}

#[test]
fn every_character_is_processed_alike() {
    for c in '\0'..=char::MAX {
        // A disallowed character makes any domain invalid.
        let contexts = if is_disallowed(c) { &CONTEXTS[..3] } else { &CONTEXTS };
        for context in contexts {
            assert_same(context.replace('_', c.encode_utf8(&mut [0; 4])).as_bytes());
        }
    }
}

#[test]
fn every_character_is_processed_alike_as_punycode() {
    for c in '\0'..=char::MAX {
        let contexts = if is_disallowed(c) { &ENCODED_CONTEXTS[..2] } else { &ENCODED_CONTEXTS };
        for context in contexts {
            let label = context.replace('_', c.encode_utf8(&mut [0; 4]));
            assert_same(encoded(&label).as_bytes());
            assert_same(format!("a.{}.\u{5D0}", encoded(&label).to_uppercase()).as_bytes());
        }
    }
}

/// Marks that compose, and one of each combining class.
fn marks() -> BTreeSet<char> {
    let classes = CanonicalCombiningClassMapBorrowed::new();
    let valid = ('\0'..=char::MAX).filter(|&c| classes.get_u8(c) > 0 && !is_disallowed(c));
    let of_classes: BTreeMap<u8, char> = valid.map(|c| (classes.get_u8(c), c)).collect();
    of_classes.into_values().chain(pairs().into_values().map(|(_, mark)| mark)).collect()
}

#[test]
fn marks_are_ordered_and_composed_alike() {
    let marks = marks();
    let mut text = String::new();
    let mut same = |parts: &[char]| {
        text.clear();
        text.extend(parts);
        assert_same(text.as_bytes());
        assert_same(encoded(&text).as_bytes());
    };
    for &first in &marks {
        for &second in &marks {
            same(&['e', first, second]);
            same(&['\u{5D0}', first, second, '\u{200D}']);
        }
        for &composed in pairs().keys() {
            same(&[composed, first]);
        }
    }
    for first in '\u{1100}'..='\u{11FF}' {
        for second in '\u{1100}'..='\u{11FF}' {
            same(&[first, second]);
            same(&['\u{AC00}', first, second]);
        }
    }
}

#[test]
fn limits_and_invalid_punycode_are_alike() {
    let long = |c: &str, count: usize| c.repeat(count);
    let mut domains = vec![String::new()];
    for text in [
        ".",
        "..",
        "a.",
        ".a",
        "xn--",
        "XN--",
        "xn---",
        "xn--a",
        "xn--a-",
        "xn---a",
        "xn--a-b",
        "xn--a-b-",
        "xn--e1a",
        "XN--E1A",
        "xn--E1a.A",
        "xn--99999999",
        "xn--zzzzzzzz",
        "xn--0",
        "xn--999999b",
        "xn--\u{E9}",
        "\u{FF58}n--e1a",
        "xn--e1a\u{FF0E}xn--e1a",
        "xn--a\u{AD}",
        "xn--e1\u{AD}a",
        "xn--\u{FF41}",
        "xn--xn---epa",
        "xn--a@-e1a",
        "xn--a.-e1a",
        "\u{AD}",
        "a\u{AD}.b",
        "\u{3002}",
        "\u{3002}\u{301}",
        "a\u{3002}\u{301}",
        "<\u{338}",
        "a<\u{338}",
        "<<\u{338}",
        "=\u{338}",
        "\u{200D}",
        "\u{200C}",
        "a\u{200D}",
        "\u{1E9E}",
        "\u{DF}",
        "\u{130}",
    ] {
        domains.push(text.to_owned());
    }
    for count in [995, 999, 1000, 1001, 1996, 2000, 2001] {
        for c in ["a", "\u{E9}", "\u{301}", "\u{20000}", "\u{1F1}", "\u{FDFA}", "\u{5D0}"] {
            domains.push(long(c, count));
            domains.push(format!("e{}", long(c, count)));
            domains.push(encoded(&long(c, count)));
            domains.push(format!("xn--{}-e1a", long(c, count)));
            domains.push(format!("xn--{}\u{FF41}", long(c, count)));
        }
        domains.push(format!("e{}", long("\u{301}\u{323}", count)));
        domains.push(format!("\u{628}{}\u{628}", long("\u{64E}\u{200C}", count / 2)));
    }
    for domain in domains {
        assert_same(domain.as_bytes());
    }
    for bytes in [&b"\xFF"[..], b"a\xC3", b"a.\xC3\xA9\xED\xA0\x80", b"\xC3\xA9.b\x80", b"xn--\xE9"]
    {
        assert!(!assert_same(bytes));
    }
}

/// Pseudo-random numbers, the same in each run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 32).expect("32 bits") % end
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }
}

/// `MIXES=` sets how many.
#[test]
fn random_domains_are_processed_alike() {
    let count = std::env::var("MIXES").map_or(300_000, |count| count.parse().expect("a number"));
    let marks: Vec<char> = marks().into_iter().collect();
    let composed: Vec<char> = pairs().into_keys().collect();
    let allowed: Vec<char> = ('\0'..=char::MAX).filter(|&c| !is_disallowed(c)).collect();
    // Mapped characters, letters and digits of both directions, and joiners with what they join.
    let changed: Vec<char> = allowed.iter().copied().filter(|&c| mapped(&[c]) != [c]).collect();
    let bidi: Vec<char> = "a1\u{5D0}\u{628}\u{661}\u{6F1}\u{64E}+-,\u{B7}\u{2D7}".chars().collect();
    let joined: Vec<char> =
        "\u{200C}\u{200D}\u{628}\u{627}\u{64E}\u{94D}\u{915}\u{E31}\u{A872}\u{640}a"
            .chars()
            .collect();
    let parts =
        ["xn--", "XN--", "xn-", "-", ".", "\u{3002}", "\u{FF0E}", "a", "Z", "0", "e1a", "<", "%"];
    let digits: Vec<char> = "abcdefghijklmnopqrstuvwxyz0123456789-A".chars().collect();
    let mut random = Random(0x5EED);
    let mut valid = 0;
    for _ in 0..count {
        let mut domain = String::new();
        for _ in 0..=random.below(3) {
            let mut label = String::new();
            let sort = random.below(9);
            for _ in 0..=random.below(8) {
                match (sort, random.below(8)) {
                    (0, _) => label.push(random.pick(&digits)),
                    (1, _) => label.push(random.pick(&bidi)),
                    (2, _) => label.push(random.pick(&joined)),
                    (3, 0..6) => label.push(random.pick(&marks)),
                    (4, 0..6) => label.push(random.pick(&composed)),
                    (5, 0..6) => label.push(random.pick(&changed)),
                    (_, 0) => label.push_str(random.pick(&parts)),
                    (_, 1) => label.push(random.pick(&marks)),
                    (_, 2) => label.push(random.pick(&composed)),
                    (_, 3) => label.push(random.pick(&bidi)),
                    _ => label.push(random.pick(&allowed)),
                }
            }
            match random.below(4) {
                0 => domain.push_str(&encoded(&label)),
                1 if sort == 0 => domain.push_str(&format!("xn--{label}")),
                2 => {
                    let label: Vec<char> = label.chars().collect();
                    domain.push_str(&encoded(&String::from_iter(mapped(&label))));
                }
                _ => domain.push_str(&label),
            }
            domain.push('.');
        }
        if random.below(8) > 0 {
            domain.pop();
        }
        valid += usize::from(assert_same(domain.as_bytes()));
        let mut bytes = domain.into_bytes();
        if random.below(16) == 0 && !bytes.is_empty() {
            let at = random.below(bytes.len());
            bytes[at] = u8::try_from(random.below(256)).expect("a byte");
            assert_same(&bytes);
        }
    }
    assert!(valid > count / 20, "{valid} of {count} are valid");
}
