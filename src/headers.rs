//! The `headers` member: the text of a JSON object of strings (D2, D3).

use std::borrow::Cow;

use crate::json::{JsonType, Malformed, Reader, Text, to_string, write_string};
use crate::names::Seen;
use crate::report::{Detail, Place, Report, Section};
use crate::rules::{Field, ListedHeader, Rule, is_header_value, is_token, listed_header};

/// Reads the entries of the headers text one by one: the name, and the value or, if it is not a
/// string, its type. Returns the type of the text.
#[inline(never)]
pub fn entries<'a>(
    text: &'a [u8],
    entry: &mut dyn FnMut(&Text<'a>, Result<Text<'a>, JsonType>),
) -> Result<JsonType, Malformed> {
    entries_inlined(text, entry)
}

/// [`entries`], inlined for the validation of a body.
fn entries_inlined<'a>(
    text: &'a [u8],
    mut entry: impl FnMut(&Text<'a>, Result<Text<'a>, JsonType>),
) -> Result<JsonType, Malformed> {
    let mut reader = Reader::new(text);
    reader.space();
    let kind = if reader.eat(b'{') {
        let mut first = true;
        while let Some(name) = reader.member_inlined(&mut first)? {
            let value = match reader.peek() {
                Some(b'"') => Ok(reader.string_inlined()?),
                _ => Err(reader.value(1)?),
            };
            entry(&name, value);
        }
        JsonType::Object
    } else {
        reader.value(0)?
    };
    reader.end()?;
    Ok(kind)
}

/// Checks the text of `headers` and adds its issues and warnings to the report.
pub fn check(text: &[u8], report: &mut Report) {
    let mut check = Check::new(report);
    let read = entries_inlined(text, |name, value| {
        let value = value.map(|value| value.bytes());
        check.entry(name.bytes(), value.as_deref().map_err(|kind| *kind));
    });
    let (rule, detail) = match read {
        Ok(JsonType::Object) => return,
        Ok(other) => (Rule::HeadersNotAnObject, Detail::Type(other)),
        Err(Malformed(offset)) => (Rule::HeadersNotJson, Detail::Offset(offset)),
    };
    // A value has one issue: a text that is not an object has no entries.
    check.section.discard();
    check.section.issue(rule, || (Place::Value, detail));
}

/// Reads and checks `headers` directly in the text of the body. Only values may have escapes, and only of visible
/// ASCII characters; otherwise it returns `None` and changes neither the reader nor the report: the text has to be
/// unescaped first. Returns whether the text is as `JSON.stringify` writes it.
pub fn check_in_place(reader: &mut Reader<'_>, report: &mut Report) -> Option<bool> {
    let mut check = Check::new(report);
    let mut ahead = reader.clone();
    let read = in_place(&mut ahead, |name, value| check.entry(Cow::Borrowed(name), Ok(value)));
    if read.is_some() {
        *reader = ahead;
    } else {
        check.section.discard();
    }
    read
}

/// A value is passed on as it is written. The rules of values hold for that too, since escapes of visible
/// characters are written in visible characters.
fn in_place<'a>(
    reader: &mut Reader<'a>,
    mut entry: impl FnMut(&'a [u8], &'a [u8]),
) -> Option<bool> {
    let mut canonical = true;
    reader.eat_all(*b"\"{")?;
    loop {
        reader.eat_all(*b"\\\"")?;
        let name = reader.unescaped()?;
        reader.eat_all(*b"\\\":\\\"")?;
        let start = reader.offset();
        let mut value = reader.unescaped()?;
        while reader.eat_all(*b"\\\"").is_none() {
            canonical &= visible_escape(reader)?;
            // Escapes often follow one another.
            if reader.peek() != Some(b'\\') {
                reader.unescaped()?;
            }
            value = reader.since(start);
        }
        entry(name, value);
        if !reader.eat(b',') {
            return reader.eat_all(*b"}\"").map(|()| canonical);
        }
    }
}

/// Consumes an escape of a visible ASCII character within the headers text: `\"`, `\\`, `\/` or `\u0041`. In the
/// text of the body each backslash and quotation mark of these has another backslash before it. Returns
/// whether `JSON.stringify` writes the character so.
#[inline(never)]
fn visible_escape(reader: &mut Reader<'_>) -> Option<bool> {
    let same = reader.eat_all(*br#"\\\""#).or_else(|| reader.eat_all(*br"\\\\"));
    if same.is_some() {
        return Some(true);
    }
    if reader.eat_all(*br"\\/").is_some() {
        return Some(false);
    }
    reader.eat_all(*br"\")?;
    matches!(reader.eat_code_unit()?, 0x21..=0x7E).then_some(false)
}

/// Checks the entries one by one.
struct Check<'r, 'a> {
    section: Section<'r>,
    /// The valid names that are in no list, until an issue is left out.
    seen: Seen<'a>,
    /// One bit for each sensitive name that occurred.
    sensitive: u32,
}

impl<'r, 'a> Check<'r, 'a> {
    fn new(report: &'r mut Report) -> Self {
        // RFC 9110 §5.1: header names are case-insensitive.
        let section = Section::new(report, Field::Headers);
        Self { section, seen: Seen::new(true), sensitive: 0 }
    }

    fn entry(&mut self, name: Cow<'a, [u8]>, value: Result<&[u8], JsonType>) {
        let place = || Place::Header(to_string(&name));
        // From here on only warnings can change the report, and an issue that is left out suppresses those for its
        // value (§2).
        let only_warnings = self.section.omits_issues();
        let broken = match listed_header(&name) {
            Some(ListedHeader::Sensitive(position)) => {
                let before = self.sensitive;
                self.sensitive |= 1 << position;
                if self.sensitive == before {
                    Some(Rule::DuplicateHeader)
                } else {
                    self.section.warning(Rule::SensitiveHeader, place);
                    None
                }
            }
            _ if only_warnings => None,
            Some(ListedHeader::Reserved) => Some(Rule::ReservedHeader),
            None if !is_token(&name) => Some(Rule::InvalidHeaderName),
            None if !self.seen.insert(name.clone()) => Some(Rule::DuplicateHeader),
            None => None,
        };
        if let Some(rule) = broken {
            self.section.issue(rule, || (place(), Detail::None));
        }
        match value {
            Err(kind) => {
                self.section.issue(Rule::HeaderValueType, || (place(), Detail::Type(kind)));
            }
            Ok(value) if only_warnings && !is_padded(value) => {}
            Ok(value) if !is_header_value(value) => {
                self.section.issue(Rule::HeaderValueCharacter, || (place(), Detail::None));
            }
            Ok(value) if is_padded(value) => self.section.warning(Rule::HeaderWhitespace, place),
            Ok(_) => {}
        }
    }
}

/// Writes the headers text again as `JSON.stringify` would, its entries in their order (§5).
pub fn write(out: &mut Vec<u8>, text: &[u8]) -> Result<(), Malformed> {
    let mut separator = b'{';
    entries(text, &mut |name, value| {
        out.push(separator);
        separator = b',';
        write_string(out, &name.bytes());
        out.push(b':');
        if let Ok(value) = value {
            value.write(out);
        }
    })?;
    if separator == b'{' {
        out.push(separator);
    }
    out.push(b'}');
    Ok(())
}

fn is_padded(value: &[u8]) -> bool {
    let padding = |byte: Option<&u8>| matches!(byte, Some(b' ' | b'\t'));
    padding(value.first()) || padding(value.last())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Option<bool>, Option<u8>, usize) {
        let mut report = Report::default();
        let mut reader = Reader::new(text.as_bytes());
        let read = check_in_place(&mut reader, &mut report);
        (read, reader.peek(), report.errors.len() + report.warnings.len())
    }

    #[test]
    fn headers_are_read_in_place_where_only_values_have_escapes_of_visible_characters() {
        for (text, canonical, findings) in [
            (r#""{\"X-A\":\"b\",\"Host\":\"c\"}","#, true, 1),
            (r#""{\"A\":\"{\\\"b\\\":\\\\}\",\"B\":\"\\\\\"}","#, true, 0),
            (r#""{\"A\":\"\\u0041b\\u007e\",\"B\":\" \\u0021\"}","#, false, 1),
            (r#""{\"A\":\"b\\/\"}","#, false, 0),
            (r#""{\"A\":\"é\\/\"}","#, false, 1),
        ] {
            assert_eq!(read(text), (Some(canonical), Some(b','), findings), "{text}");
        }
    }

    /// The text has to be unescaped first.
    #[test]
    fn other_headers_are_not_read_in_place() {
        for text in [
            r#""{\"Host\":\"c\",\u0022X-A\":\"b\"}""#,
            r#""{\"Host\":\"c\",\"X\\u002dA\":\"b\"}""#,
            r#""{\"Host\":\"\\u0020\"}""#,
            r#""{\"Host\":\"\\u00e9\"}""#,
            r#""{\"Host\":\"\\u004\"}""#,
            r#""{\"Host\":\"\u0041\"}""#,
            r#""{\"Host\":\"\\t\"}""#,
            r#""{\"Host\":\"\n\"}""#,
            r#""{\"Host\":\"a"}"#,
            r#""{}""#,
        ] {
            assert_eq!(read(text), (None, Some(b'"'), 0), "{text}");
        }
    }
}
