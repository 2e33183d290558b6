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

/// Reads and checks `headers` in the text of the body, where names and values are between `\"` and
/// have no other escape, as `JSON.stringify` writes them: such a value is canonical. Otherwise returns
/// false, and neither the reader nor the report has changed: the headers text has to be unescaped first.
pub fn check_in_place(reader: &mut Reader<'_>, report: &mut Report) -> bool {
    let mut check = Check::new(report);
    let mut ahead = reader.clone();
    let read = in_place(&mut ahead, |name, value| check.entry(Cow::Borrowed(name), Ok(value)));
    if read.is_some() {
        *reader = ahead;
    } else {
        check.section.discard();
    }
    read.is_some()
}

fn in_place<'a>(reader: &mut Reader<'a>, mut entry: impl FnMut(&'a [u8], &'a [u8])) -> Option<()> {
    let string = |reader: &mut Reader<'a>| {
        reader.eat_all(*b"\\\"")?;
        let text = reader.unescaped()?;
        reader.eat_all(*b"\\\"").map(|()| text)
    };
    reader.eat_all(*b"\"{")?;
    loop {
        let name = string(reader)?;
        reader.eat_all(*b":")?;
        entry(name, string(reader)?);
        if !reader.eat(b',') {
            return reader.eat_all(*b"}\"");
        }
    }
}

/// Checks the entries one by one.
struct Check<'r, 'a> {
    section: Section<'r>,
    seen: Seen<'a>,
}

impl<'r, 'a> Check<'r, 'a> {
    fn new(report: &'r mut Report) -> Self {
        // RFC 9110 §5.1: header names are case-insensitive.
        Self { section: Section::new(report, Field::Headers), seen: Seen::new(true) }
    }

    fn entry(&mut self, name: Cow<'a, [u8]>, value: Result<&[u8], JsonType>) {
        let place = || Place::Header(to_string(&name));
        let listed = listed_header(&name);
        let broken = if !is_token(&name) {
            Some(Rule::InvalidHeaderName)
        } else if listed == Some(ListedHeader::Reserved) {
            Some(Rule::ReservedHeader)
        } else if self.seen.insert(name.clone()) {
            None
        } else {
            Some(Rule::DuplicateHeader)
        };
        if let Some(rule) = broken {
            self.section.issue(rule, || (place(), Detail::None));
        } else if listed == Some(ListedHeader::Sensitive) {
            self.section.warning(Rule::SensitiveHeader, place);
        }
        match value {
            Err(kind) => {
                self.section.issue(Rule::HeaderValueType, || (place(), Detail::Type(kind)));
            }
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

    /// In any other form the text has to be unescaped first.
    #[test]
    fn headers_as_json_stringify_writes_them_are_read_in_place() {
        let mut report = Report::default();
        let mut reader = Reader::new(br#""{\"X-A\":\"b\",\"Host\":\"c\"}","#);
        assert!(check_in_place(&mut reader, &mut report));
        assert_eq!(reader.peek(), Some(b','));
        assert_eq!(report.errors.len(), 1);
        let mut reader = Reader::new(br#""{\"Host\":\"c\",\u0022X-A\":\"b\"}""#);
        assert!(!check_in_place(&mut reader, &mut report));
        assert_eq!(reader.offset(), 0);
        assert_eq!(report.errors.len(), 1);
    }
}
