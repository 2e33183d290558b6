//! Writes the canonical body (contract §5).

use super::event_types::SeenEventTypes;
use super::{Check, Options};
use crate::headers;
use crate::json::{Integer, Malformed, Reader, integer, to_string, write_string};
use crate::report::{Finding, Report};
use crate::rules::{FIELDS, Field, FieldType, Rule};

/// The body as it is sent: only known members, in the contract's order, as `JSON.stringify` would
/// write them (§5). Returns the report as an error where the body is invalid.
///
/// ```
/// use webhook_guard::{Options, canonical_body};
///
/// let body = br#"{"max_retries": 3e0, "event_types": ["log.device_booted", "log.device_booted"],
///                 "status": "active", "url": "https:\/\/example.com", "note": 1}"#;
/// assert_eq!(
///     canonical_body(body, &Options::default()).as_deref(),
///     Ok(r#"{"url":"https://example.com","status":"active","event_types":["log.device_booted"],"max_retries":3}"#),
/// );
/// ```
pub fn canonical_body(body: &[u8], options: &Options) -> Result<String, Report> {
    match canonicalize(body, options) {
        (report, None) if !report.is_valid() => Err(report),
        // Every string of a valid body is UTF-8.
        (_, None) => Ok(to_string(body)),
        (_, Some(text)) => Ok(String::from_utf8(text).unwrap_or_default()),
    }
}

/// The report, and the canonical body of a valid one if it is not the body itself.
pub fn canonicalize(body: &[u8], options: &Options) -> (Report, Option<Vec<u8>>) {
    let mut check = Check::new(options);
    check.run(body);
    if !check.report.is_valid() || check.is_canonical(body) {
        return (check.report, None);
    }
    let mut out = Vec::with_capacity(body.len());
    // It was read before, so it can be read again.
    let _ = check.write(&mut out);
    let written = (out != body).then_some(out);
    (check.report, written)
}

impl<'a> Check<'a> {
    /// Writes the canonical body of a valid webhook (§5).
    fn write(&self, out: &mut Vec<u8>) -> Result<(), Malformed> {
        let mut separator = b'{';
        for rule in &FIELDS {
            let Some(value) = self.value(rule.field) else {
                continue;
            };
            out.push(separator);
            separator = b',';
            write_string(out, rule.name.as_bytes());
            out.push(b':');
            let mut reader = Reader::new(value);
            match rule.kind {
                FieldType::String => {
                    let text = reader.string()?;
                    if rule.field == Field::Headers {
                        let text = text.bytes();
                        let mut inner = Vec::with_capacity(text.len());
                        headers::write(&mut inner, &text)?;
                        write_string(out, &inner);
                    } else {
                        text.write(out);
                    }
                }
                FieldType::Integer => {
                    if let Integer::Exact(value) = integer(reader.number()?) {
                        out.extend_from_slice(value.to_string().as_bytes());
                    }
                }
                FieldType::Array => self.write_event_types(&mut reader, out)?,
            }
        }
        out.push(b'}');
        Ok(())
    }

    /// Whether the body is surely what [`write`](Self::write) would write. False for some that are, such
    /// as one with an escape outside `headers`.
    fn is_canonical(&self, body: &'a [u8]) -> bool {
        let repeats = |warning: &Finding| warning.rule == Rule::DuplicateEventType;
        if !self.canonical_values || self.report.warnings.iter().any(repeats) {
            return false;
        }
        let mut rest = body;
        let mut separator: &[u8] = b"{\"";
        for rule in &FIELDS {
            let Some(value) = self.value(rule.field) else {
                continue;
            };
            let name =
                rest.strip_prefix(separator).and_then(|it| it.strip_prefix(rule.name.as_bytes()));
            let Some(at_value) = name.and_then(|it| it.strip_prefix(b"\":")) else {
                return false;
            };
            // The value is a part of the body: its address shows where it is.
            if at_value.as_ptr() != value.as_ptr() {
                return false;
            }
            rest = at_value.get(value.len()..).unwrap_or_default();
            separator = b",\"";
        }
        rest == b"}"
    }

    fn write_event_types(
        &self,
        reader: &mut Reader<'a>,
        out: &mut Vec<u8>,
    ) -> Result<(), Malformed> {
        let mut seen = SeenEventTypes::new(self.options);
        let mut separator = b'[';
        let mut first = true;
        reader.eat(b'[');
        while reader.item(&mut first)? {
            let name = reader.string()?;
            if seen.insert(&name.bytes()) == Some(true) {
                out.push(separator);
                separator = b',';
                name.write(out);
            }
        }
        out.push(b']');
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_canonical_where_it_is_what_is_written() {
        let canonical = r#"{"url":"https://a.example","status":"active","timeout":5000,"headers":"{\"X\":\"b\"}","description":"d","event_types":["log.tamper_event","log.incoming_call"],"max_retries":3}"#;
        let options = Options::default();
        let escaped = canonical.replacen("\"d\"", "\"a\\nb\"", 1);
        let no_headers = canonical.replacen(r#""{\"X\":\"b\"}""#, r#""{}""#, 1);
        let quoted = canonical.replacen("\"b\\", r#""\\\"b\\\\\"#, 1);
        for body in [canonical, &*escaped, &*no_headers, &*quoted] {
            assert_eq!(canonicalize(body.as_bytes(), &options).1, None, "{body}");
        }
        for (from, to) in [
            ("{\"url", " {\"url"),
            ("3}", "3}\n"),
            ("3}", "3 }"),
            ("3}", "3.0}"),
            ("3}", "3,\"note\":1}"),
            ("5000", "5e3"),
            ("\"active\"", "\"\\u0061ctive\""),
            ("\"url\":", "\"url\": "),
            ("\"url\":", "\"ur\\u006c\":"),
            ("\\\"X\\\":", "\\\"X\\\": "),
            ("\"b\\\"", "\"\\\\u0062\\\""),
            (",\"log.inc", ", \"log.inc"),
            ("[\"log", "[ \"log"),
            ("call\"]", "call\",\"log.tamper_event\"]"),
            ("log.incoming_call", "log.incoming\\u005fcall"),
            (",\"description\":\"d\"", ""),
        ] {
            let body = canonical.replacen(from, to, 1);
            assert_ne!(body, canonical, "{from}");
            let (report, written) = canonicalize(body.as_bytes(), &options);
            assert!(report.is_valid(), "{body}");
            // Without the description it is another canonical body.
            let expected = (!to.is_empty()).then(|| canonical.as_bytes().to_vec());
            assert_eq!(written, expected, "{body}");
        }
    }
}
