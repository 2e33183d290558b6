//! Names and values of the headers that a webhook may set (D2).

use crate::names::Index;
use crate::scan::{AsciiSet, all_in};

/// Header names a webhook may not set, in lower case. Source: the API reference, `headers`.
pub const RESERVED_HEADERS: [&str; 33] = [
    "host",
    "connection",
    "keep-alive",
    "transfer-encoding",
    "upgrade",
    "via",
    "te",
    "trailer",
    "content-length",
    "content-type",
    "authorization",
    "origin",
    "permissions-policy",
    "user-agent",
    "accept",
    "accept-encoding",
    "accept-language",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-proto",
    "x-real-ip",
    "forwarded",
    "date",
    "expires",
    "last-modified",
    "cache-control",
    "etag",
    "if-match",
    "if-none-match",
    "access-control-allow-origin",
    "access-control-allow-methods",
    "access-control-allow-headers",
    "access-control-expose-headers",
];

/// Header names that are allowed with a warning, in lower case. Source: contract §3.
pub const SENSITIVE_HEADERS: [&str; 9] = [
    "cookie",
    "set-cookie",
    "proxy-authorization",
    "proxy-connection",
    "expect",
    "content-encoding",
    "x-webhook-signature",
    "x-webhook-timestamp",
    "x-webhook-attempt",
];

/// RFC 7230 §3.2.6: the characters of a token.
static TOKEN: AsciiSet = AsciiSet::alphanumeric_and(b"!#$%&'*+-.^_`|~");

/// Tab and 0x20 to 0x7E.
static VALUE: AsciiSet = AsciiSet::alphanumeric_and(b"\t !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~");

/// Whether a header may have this name: an RFC 7230 token (D2).
#[must_use]
pub fn is_token(name: &[u8]) -> bool {
    !name.is_empty() && all_in(name, &TOKEN)
}

/// Whether a header may have this value: tab and 0x20 to 0x7E, or nothing (D2).
#[must_use]
pub fn is_header_value(value: &[u8]) -> bool {
    all_in(value, &VALUE)
}

/// [`is_token`] as a JSON Schema pattern.
pub const HEADER_NAME_PATTERN: &str = "^[A-Za-z0-9!#$%&'*+\\-.^_`|~]+$";
/// [`is_header_value`] as a JSON Schema pattern.
pub const HEADER_VALUE_PATTERN: &str = "^[\\t\\x20-\\x7E]*$";

/// The lists a header name can be in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListedHeader {
    /// The device sets it: [`RESERVED_HEADERS`].
    Reserved,
    /// It is allowed with a warning. Has the position in [`SENSITIVE_HEADERS`].
    Sensitive(usize),
}

const LISTED_HEADERS: [&str; RESERVED_HEADERS.len() + SENSITIVE_HEADERS.len()] = {
    let mut names = [""; RESERVED_HEADERS.len() + SENSITIVE_HEADERS.len()];
    let (reserved, sensitive) = names.split_at_mut(RESERVED_HEADERS.len());
    reserved.copy_from_slice(&RESERVED_HEADERS);
    sensitive.copy_from_slice(&SENSITIVE_HEADERS);
    names
};
static HEADER_INDEX: Index = Index::new(&LISTED_HEADERS);

/// Which list the header name is in, in any letter case.
#[must_use]
pub fn listed_header(name: &[u8]) -> Option<ListedHeader> {
    let position = HEADER_INDEX.candidate(name)?;
    let listed = LISTED_HEADERS.get(position)?;
    let sensitive = position.checked_sub(RESERVED_HEADERS.len());
    let list = sensitive.map_or(ListedHeader::Reserved, ListedHeader::Sensitive);
    listed.as_bytes().eq_ignore_ascii_case(name).then_some(list)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_name_is_found_in_any_letter_case() {
        let listed = |name: &str| listed_header(name.to_ascii_uppercase().as_bytes());
        assert!(RESERVED_HEADERS.iter().all(|name| listed(name) == Some(ListedHeader::Reserved)));
        for (position, name) in SENSITIVE_HEADERS.iter().enumerate() {
            assert_eq!(listed(name), Some(ListedHeader::Sensitive(position)));
        }
    }
}
