//! The `headers` member: the text of a JSON object of strings (D2, D3).

use std::borrow::Cow;

use crate::json::{JsonType, Malformed, Reader, Text, to_string, write_string};
use crate::names::Seen;
use crate::report::{Detail, Finding, Place, Report};
use crate::rules::{Field, ListedHeader, Rule, is_header_value, is_token, listed_header};

/// Reads the entries of the headers text one by one: the name, and the value or, where it is no
/// string, its type. Returns the type of the text.
pub fn entries<'a>(
    text: &'a [u8],
    mut entry: impl FnMut(Cow<'a, [u8]>, Result<Text<'a>, JsonType>),
) -> Result<JsonType, Malformed> {
    let mut reader = Reader::new(text);
    reader.space();
    let kind = if reader.eat(b'{') {
        let mut first = true;
        while let Some(name) = reader.member(&mut first)? {
            let value = match reader.peek() {
                Some(b'"') => Ok(reader.string()?),
                _ => Err(reader.value(1)?),
            };
            entry(name.bytes(), value);
        }
        JsonType::Object
    } else {
        reader.value(0)?
    };
    reader.end()?;
    Ok(kind)
}

/// Checks the text of `headers` and adds what there is to say to the report.
pub fn check(text: &[u8], report: &mut Report) {
    let mut check = Check::new(report);
    let whole = entries(text, |name, value| {
        let value = value.map(|value| value.bytes());
        check.entry(name, value.as_deref().map_err(|kind| *kind));
    });
    let (rule, detail) = match whole {
        Ok(JsonType::Object) => return,
        Ok(other) => (Rule::HeadersNotAnObject, Detail::Type(other)),
        Err(Malformed(offset)) => (Rule::HeadersNotJson, Detail::Offset(offset)),
    };
    // One issue for one value: entries of a text that cannot be read are none.
    check.take_back();
    report.errors.push(finding(rule, Place::Whole, detail));
}

/// Reads and checks `headers` where they stand in the body, with `\"` around names and values that
/// hold no escape of their own, as `JSON.stringify` writes them. Where they are written in another
/// way nothing is read and nothing said: then their text has to be made first.
pub fn check_in_place(reader: &mut Reader<'_>, report: &mut Report) -> bool {
    let mut check = Check::new(report);
    let mut ahead = reader.clone();
    let whole = in_place(&mut ahead, |name, value| check.entry(Cow::Borrowed(name), Ok(value)));
    let whole = whole.is_some();
    if whole {
        *reader = ahead;
    } else {
        check.take_back();
    }
    whole
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

/// What is checked of the entries, one by one.
struct Check<'r, 'a> {
    report: &'r mut Report,
    /// Errors and warnings that stood before.
    before: (usize, usize),
    seen: Seen<'a>,
}

impl<'r, 'a> Check<'r, 'a> {
    fn new(report: &'r mut Report) -> Self {
        let before = (report.errors.len(), report.warnings.len());
        // RFC 9110 §5.1: the letter case of a header name does not matter.
        Self { report, before, seen: Seen::new(true) }
    }

    fn entry(&mut self, name: Cow<'a, [u8]>, value: Result<&[u8], JsonType>) {
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
            self.report.errors.push(about(&name, rule, Detail::None));
        } else if listed == Some(ListedHeader::Sensitive) {
            self.report.warnings.push(about(&name, Rule::SensitiveHeader, Detail::None));
        }
        match value {
            Err(kind) => {
                let detail = Detail::Type(kind);
                self.report.errors.push(about(&name, Rule::HeaderValueType, detail));
            }
            Ok(value) if !is_header_value(value) => {
                self.report.errors.push(about(&name, Rule::HeaderValueCharacter, Detail::None));
            }
            Ok(value) if is_padded(value) => {
                self.report.warnings.push(about(&name, Rule::HeaderWhitespace, Detail::None));
            }
            Ok(_) => {}
        }
    }

    fn take_back(&mut self) {
        self.report.errors.truncate(self.before.0);
        self.report.warnings.truncate(self.before.1);
    }
}

fn about(name: &[u8], rule: Rule, detail: Detail) -> Finding {
    finding(rule, Place::Header(to_string(name)), detail)
}

/// Writes the headers text again as `JSON.stringify` would, its entries in their order (§5).
pub fn write(out: &mut Vec<u8>, text: &[u8]) -> Result<(), Malformed> {
    let mut separator = b'{';
    entries(text, |name, value| {
        out.push(separator);
        separator = b',';
        write_string(out, &name);
        out.push(b':');
        write_string(out, &value.map(|value| value.bytes()).unwrap_or_default());
    })?;
    if separator == b'{' {
        out.push(separator);
    }
    out.push(b'}');
    Ok(())
}

fn finding(rule: Rule, place: Place, detail: Detail) -> Finding {
    Finding { rule, field: Some(Field::Headers), place, detail }
}

fn is_padded(value: &[u8]) -> bool {
    let padding = |byte: Option<&u8>| matches!(byte, Some(b' ' | b'\t'));
    padding(value.first()) || padding(value.last())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Elsewhere a copy of the text has to be made first.
    #[test]
    fn headers_as_json_stringify_writes_them_are_read_where_they_stand() {
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
