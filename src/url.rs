//! The HTTP URL of a webhook (D1) and its warnings (§3).

use std::net::{Ipv4Addr, Ipv6Addr};

use url::Host;

use crate::rules::Rule;

/// Properties of an HTTP URL, each of which gives a warning (§3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Properties {
    /// Its scheme is `http`.
    pub insecure: bool,
    /// It contains a user name or a password.
    pub credentials: bool,
    /// It contains a `#`.
    pub fragment: bool,
    /// Its host is the device itself.
    pub loopback: bool,
}

/// Checks an HTTP URL by D1. Returns its properties, or the rule it breaks.
pub fn http_url(url: &[u8]) -> Result<Properties, Rule> {
    let (insecure, rest) = after_scheme(url).ok_or(Rule::UrlScheme)?;
    // No early exit, so that the compiler can vectorise the loop.
    let contains = |what: fn(u8) -> bool| url.iter().fold(false, |found, &byte| found | what(byte));
    // A browser repairs these, and the device may repair them into another address.
    if contains(|byte| matches!(byte, 0..=b' ' | 0x7F | b'\\')) {
        return Err(Rule::UrlCharacter);
    }
    if let None | Some(b'/' | b'?' | b'#') = rest.first() {
        return Err(Rule::UrlHost);
    }
    let fragment = contains(|byte| byte == b'#');
    if let Some(loopback) = plain_authority(rest) {
        return Ok(Properties { insecure, credentials: false, fragment, loopback });
    }
    let (credentials, host) = unusual_authority(rest).ok_or(Rule::UrlSyntax)?;
    Ok(Properties { insecure, credentials, fragment, loopback: is_loopback(host) })
}

/// Whether there are credentials, and the host. A separate function, so that engines do not have to
/// compile the host parser for the first usual URL.
#[cold]
#[inline(never)]
fn unusual_authority(rest: &[u8]) -> Option<(bool, Host)> {
    let authority = rest.split(|byte| matches!(byte, b'/' | b'?' | b'#')).next()?;
    let (credentials, host) = split_authority(std::str::from_utf8(authority).ok()?)?;
    Some((credentials, Host::parse(host).ok()?))
}

/// Splits an authority as `Url::parse` does: whether there are credentials, and the host. Apart from
/// these only the port can be invalid, and the complete parser would add 8 KB to the download.
fn split_authority(authority: &str) -> Option<(bool, &str)> {
    let (userinfo, rest) = authority.rsplit_once('@').unwrap_or(("", authority));
    let mut bracketed = false;
    let colon = rest.find(|c| {
        bracketed = c == '[' || bracketed && c != ']';
        c == ':' && !bracketed
    });
    let (host, port) = rest.split_at_checked(colon.unwrap_or(rest.len()))?;
    let digits = port.strip_prefix(':').unwrap_or_default();
    digits.bytes().try_fold(0, |port, byte| {
        let port = port * 10 + u32::from(byte.wrapping_sub(b'0'));
        (byte.is_ascii_digit() && port <= 65535).then_some(port)
    })?;
    Some((!matches!(userinfo, "" | ":"), host))
}

/// Whether the scheme is `http`, and the text after its `//`.
fn after_scheme(url: &[u8]) -> Option<(bool, &[u8])> {
    let strip = |prefix: &[u8]| {
        let (head, rest) = url.split_at_checked(prefix.len())?;
        head.eq_ignore_ascii_case(prefix).then_some(rest)
    };
    match strip(b"https://") {
        Some(rest) => Some((false, rest)),
        None => strip(b"http://").map(|rest| (true, rest)),
    }
}

/// Accepts the usual authorities without the `url` crate: a name of plain labels or a dotted IPv4
/// address, with or without a port. Returns whether the host is the device itself, or `None` if
/// the `url` crate has to decide.
fn plain_authority(rest: &[u8]) -> Option<bool> {
    let mut label = 0;
    let mut end = 0;
    for &byte in rest {
        let inner = matches!(byte, b'-' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z');
        if !inner {
            if byte != b'.' {
                break;
            }
            plain_label(rest.get(label..end)?)?;
            label = end + 1;
        }
        end += 1;
    }
    let (host, port) = rest.split_at_checked(end)?;
    match port {
        [] | [b'/' | b'?' | b'#', ..] => {}
        [b':', port @ ..] => {
            let end = port.iter().position(|byte| matches!(byte, b'/' | b'?' | b'#'));
            decimal(port.get(..end.unwrap_or(port.len()))?, 5).filter(|&port| port <= 65535)?;
        }
        _ => return None,
    }
    let last = host.get(label..)?;
    if last.first()?.is_ascii_digit() {
        return plain_ipv4(host).map(|address| is_loopback(Host::<&str>::Ipv4(address)));
    }
    plain_label(last)?;
    last.first()?.is_ascii_alphabetic().then(|| last.eq_ignore_ascii_case(b"localhost"))
}

/// Accepts a label of letters, digits and hyphens that is not Punycode, which would have to be decoded.
fn plain_label(label: &[u8]) -> Option<()> {
    let punycode = matches!(label, [b'X' | b'x', b'N' | b'n', b'-', b'-', ..]);
    (!label.is_empty() && !punycode).then_some(())
}

fn plain_ipv4(host: &[u8]) -> Option<Ipv4Addr> {
    let mut parts = host.split(|&byte| byte == b'.');
    let mut octets = [0; 4];
    for octet in &mut octets {
        let part = parts.next()?;
        // The URL Standard reads a leading zero as octal.
        if part.len() > 1 && part.first() == Some(&b'0') {
            return None;
        }
        *octet = u8::try_from(decimal(part, 3)?).ok()?;
    }
    parts.next().is_none().then(|| Ipv4Addr::from(octets))
}

fn decimal(text: &[u8], longest: usize) -> Option<u32> {
    if text.is_empty() || text.len() > longest {
        return None;
    }
    text.iter().try_fold(0, |value, &byte| {
        byte.is_ascii_digit().then(|| value * 10 + u32::from(byte - b'0'))
    })
}

fn is_loopback<S: AsRef<str>>(host: Host<S>) -> bool {
    let v4 = |address: Ipv4Addr| address.is_loopback() || address.is_unspecified();
    let v6 = |address: Ipv6Addr| {
        address.is_loopback()
            || address.is_unspecified()
            || address.to_ipv4_mapped().is_some_and(v4)
    };
    match host {
        // The parser has converted the name to lower case.
        Host::Domain(name) => {
            let name = name.as_ref().strip_suffix('.').unwrap_or(name.as_ref());
            name == "localhost" || name.ends_with(".localhost")
        }
        Host::Ipv4(address) => v4(address),
        Host::Ipv6(address) => v6(address),
    }
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::*;

    /// The `url` crate takes several times as long.
    #[test]
    fn usual_authorities_do_not_need_the_url_crate() {
        for (authority, loopback) in [
            ("a.example", false),
            ("A-1.example:8080/hook", false),
            ("localhost:1?a", true),
            ("192.168.1.20", false),
            ("10.0.0.0:80/", false),
            ("100.20.3.255#a", false),
            ("127.0.0.1:65535", true),
            ("0.0.0.0/", true),
        ] {
            assert_eq!(plain_authority(authority.as_bytes()), Some(loopback), "{authority}");
        }
    }

    #[test]
    fn authorities_are_read_like_the_url_crate_reads_them() {
        let parts = [
            "a",
            "é",
            "xn--e1a",
            "xn--a",
            "ß",
            "1",
            "0x7f",
            "[",
            "]",
            "::1",
            "[::1]",
            "[::ffff:7f00:1]",
            ":",
            "@",
            "%41",
            "%",
            "%ff",
            "%00",
            "%3A",
            "%40",
            "%5B",
            "80",
            "65535",
            "65536",
            "00",
            "-",
            ".",
            "localhost",
            "\u{2460}",
            "\u{ad}",
            "\u{200d}",
            "\u{5d0}",
            "<",
            "|",
            "^",
            "\"",
            "`",
            "{",
        ];
        let mut random = 0x5EED_u64;
        let mut below = |end: usize| {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            usize::try_from(random >> 32).expect("32 bits") % end
        };
        let mut accepted = 0;
        for _ in 0..200_000 {
            let length = 1 + below(6);
            let authority: String = (0..length).map(|_| parts[below(parts.len())]).collect();
            let tail = ["", "/", "?", "#", "/a:b@c?d[", "?@", "/%zz#é", "//\u{fffe}"][below(8)];
            let text = format!("http{}://{authority}{tail}", ["", "s"][below(2)]);
            let expected = Url::parse(&text).map(|url| Properties {
                insecure: url.scheme() == "http",
                credentials: !url.username().is_empty()
                    || url.password().is_some_and(|it| !it.is_empty()),
                fragment: url.fragment().is_some(),
                loopback: url.host().is_some_and(is_loopback),
            });
            accepted += usize::from(expected.is_ok());
            assert_eq!(http_url(text.as_bytes()), expected.map_err(|_| Rule::UrlSyntax), "{text}");
        }
        assert!(accepted > 10_000, "{accepted}");
    }

    #[test]
    fn plain_authorities_are_read_like_the_url_crate_reads_them() {
        let parts = [
            "a",
            "A-1",
            "-",
            "localhost",
            "LOCALHOST",
            "xn--a",
            "XN--A",
            "0",
            "00",
            "1",
            "08",
            "127",
            "255",
            "256",
            "0x7f",
            "1a",
            "com",
            "",
            "_",
            "%41",
            "é",
            "a--b",
            "xn-",
        ];
        let ports = [
            "", ":", ":0", ":80", ":443", ":65535", ":65536", ":000080", ":8x", ":-1", "@a", ":a@b",
        ];
        let mut plain = 0;
        for first in parts {
            for second in parts {
                for third in parts {
                    for port in ports {
                        let authority = format!("{first}.{second}.{third}{port}");
                        for authority in [
                            authority.as_str(),
                            &authority[first.len() + 1..],
                            &format!("1.{authority}"),
                        ] {
                            let Some(loopback) = plain_authority(authority.as_bytes()) else {
                                continue;
                            };
                            plain += 1;
                            let url = Url::parse(&format!("http://{authority}/")).expect(authority);
                            assert_eq!(
                                url.host().is_some_and(is_loopback),
                                loopback,
                                "{authority}"
                            );
                        }
                    }
                }
            }
        }
        assert!(plain > 1000);
    }
}
