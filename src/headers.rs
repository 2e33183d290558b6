//! The `headers` member: the text of a JSON object of strings (D2, D3).

use std::borrow::Cow;

use crate::json::{JsonType, Malformed, Reader, Text, write_string};
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
    let before = (report.errors.len(), report.warnings.len());
    // RFC 9110 §5.1: the letter case of a header name does not matter.
    let mut seen = Seen::new(true);
    let whole = entries(text, |name, value| {
        let finding = |rule, detail| {
            let place = Place::Header(String::from_utf8_lossy(&name).into_owned());
            finding(rule, place, detail)
        };
        let listed = listed_header(&name);
        let broken = if !is_token(&name) {
            Some(Rule::InvalidHeaderName)
        } else if listed == Some(ListedHeader::Reserved) {
            Some(Rule::ReservedHeader)
        } else if !seen.insert(name.clone()) {
            Some(Rule::DuplicateHeader)
        } else {
            None
        };
        if let Some(rule) = broken {
            report.errors.push(finding(rule, Detail::None));
        } else if listed == Some(ListedHeader::Sensitive) {
            report.warnings.push(finding(Rule::SensitiveHeader, Detail::None));
        }
        match value.map(|value| value.bytes()) {
            Err(kind) => report.errors.push(finding(Rule::HeaderValueType, Detail::Type(kind))),
            Ok(value) if !is_header_value(&value) => {
                report.errors.push(finding(Rule::HeaderValueCharacter, Detail::None));
            }
            Ok(value) if is_padded(&value) => {
                report.warnings.push(finding(Rule::HeaderWhitespace, Detail::None));
            }
            Ok(_) => {}
        }
    });
    let (rule, detail) = match whole {
        Ok(JsonType::Object) => return,
        Ok(other) => (Rule::HeadersNotAnObject, Detail::Type(other)),
        Err(Malformed(offset)) => (Rule::HeadersNotJson, Detail::Offset(offset)),
    };
    // One issue for one value: entries of a text that cannot be read are none.
    report.errors.truncate(before.0);
    report.warnings.truncate(before.1);
    report.errors.push(finding(rule, Place::Whole, detail));
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
