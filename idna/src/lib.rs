//! International host names by UTS 46, as the `url` crate parses them (WHATWG URL Standard, "domain
//! to ASCII"): a compact crate with the results of the published `idna` of the same version. See README.md.

#![forbid(unsafe_code)]

mod label;
mod normalize;
mod punycode;
mod tables;

use std::borrow::Cow;
use std::fmt;

use tables::bidi;

const PREFIX: [char; 4] = ['x', 'n', '-', '-'];

/// Longer labels are invalid, so that Punycode, which takes quadratic time, is bounded: in characters,
/// without and with Punycode (which ICU limits as well).
const LONGEST_UNICODE: usize = 1000;
const LONGEST_PUNYCODE: usize = 2000;

/// ASCII characters that a domain must not contain, besides U+007F and those up to U+0020.
#[derive(Clone, Copy, Debug)]
pub struct AsciiDenyList {
    forbidden: bool,
}

impl AsciiDenyList {
    /// The [forbidden domain code points](https://url.spec.whatwg.org/#forbidden-domain-code-point).
    pub const URL: Self = Self { forbidden: true };
    const EMPTY: Self = Self { forbidden: false };

    fn contains(self, c: char) -> bool {
        match c {
            '\0'..=' ' | '\x7F' => true,
            '#' | '%' | '/' | ':' | '<'..='@' | '['..='^' | '|' => self.forbidden && c != '=',
            _ => false,
        }
    }
}

/// The domain is invalid.
#[derive(Clone, Copy, Debug, Default)]
pub struct Errors;

impl fmt::Display for Errors {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("invalid domain")
    }
}

impl std::error::Error for Errors {}

/// [Domain to ASCII](https://url.spec.whatwg.org/#concept-domain-to-ascii) with *beStrict* false: UTS 46
/// ToASCII with CheckHyphens, UseSTD3ASCIIRules, Transitional_Processing, VerifyDnsLength and
/// IgnoreInvalidPunycode false, and CheckBidi and CheckJoiners true.
///
/// # Errors
///
/// If the domain is invalid, is not UTF-8, or contains a character of `denied`.
pub fn domain_to_ascii_from_cow(
    domain: Cow<'_, [u8]>,
    denied: AsciiDenyList,
) -> Result<Cow<'_, str>, Errors> {
    let domain = std::str::from_utf8(&domain).map_err(|_| Errors)?;
    let mut ascii = String::new();
    for label in process(domain, denied).ok_or(Errors)? {
        if is_ascii(&label) {
            ascii.extend(label);
        } else {
            ascii.extend(PREFIX);
            punycode::encode(&label, &mut ascii);
        }
        ascii.push('.');
    }
    ascii.pop();
    Ok(Cow::Owned(ascii))
}

/// [Domain to Unicode](https://url.spec.whatwg.org/#concept-domain-to-unicode) of a domain that is
/// valid, as those are that `url` passes. An invalid one is returned as it is.
pub fn domain_to_unicode(domain: &str) -> (String, Result<(), Errors>) {
    let Some(labels) = process(domain, AsciiDenyList::EMPTY) else {
        return (domain.to_owned(), Err(Errors));
    };
    let labels: Vec<String> = labels.into_iter().map(String::from_iter).collect();
    (labels.join("."), Ok(()))
}

/// The labels in Unicode of a valid domain (UTS 46, section 4).
fn process(domain: &str, denied: AsciiDenyList) -> Option<Vec<Vec<char>>> {
    let mapped = normalize::map(domain)?;
    if mapped.iter().any(|&c| denied.contains(c)) {
        return None;
    }
    let mut labels = Vec::new();
    let mut bidi = 0;
    for label in mapped.split(|&c| c == '.') {
        let label = match label.strip_prefix(&PREFIX) {
            Some(encoded) => decode(encoded)?,
            None => label.to_vec(),
        };
        if !is_ascii(&label) {
            if !is_valid(&label) {
                return None;
            }
            bidi |= label::bidi_classes(&label);
        }
        labels.push(label);
    }
    // A Bidi domain name (RFC 5893, section 1.4).
    let is_bidi = bidi & (bidi::RIGHT | bidi::ARABIC_NUMBER) != 0;
    (!is_bidi || labels.iter().all(|label| label::is_bidi_valid(label))).then_some(labels)
}

fn is_ascii(label: &[char]) -> bool {
    label.iter().all(char::is_ascii)
}

/// The characters of a label in Punycode, which must be normalized, and not all ASCII.
fn decode(encoded: &[char]) -> Option<Vec<char>> {
    if !is_ascii(encoded) || encoded.len() > LONGEST_PUNYCODE || matches!(encoded, [] | [.., '-']) {
        return None;
    }
    punycode::decode(encoded).filter(|label| normalize::is_normalized(label))
}

/// The validity criteria of UTS 46, section 4.1, besides normalization and Bidi.
fn is_valid(label: &[char]) -> bool {
    label.len() <= LONGEST_UNICODE
        && !label::begins_with_mark(label)
        && label::joiners_are_valid(label)
}
