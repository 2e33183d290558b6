//! Validates a body in one pass over its text.

pub mod canonical;
mod event_types;
#[cfg(any(target_arch = "wasm32", test))]
pub mod members;

pub use canonical::canonical_body;

use std::borrow::Cow;
use std::mem;
use std::ops::RangeInclusive;

use event_types::EventTypes;

use crate::headers;
use crate::json::{
    Integer, JsonType, Malformed, Reader, Text, code_points, integer, to_string, utf16_units,
};
use crate::names::{Seen, same};
use crate::report::{Detail, Finding, Place, Report};
use crate::rules::{FIELD_NAMES, FIELDS, Field, FieldType, MAX_FINDINGS, Rule, STATUSES};
use crate::suggest::{Candidate, most_similar};
use crate::url::http_url;

/// Options of a validation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Names of event types that newer firmware accepts besides the documented ones (D8).
    pub extra_event_types: Vec<String>,
}

/// Checks a request body: whether the device would accept it, and every issue and warning.
///
/// ```
/// use webhook_guard::{Options, validate};
///
/// let report = validate(br#"{"url":"ftp://example.com","status":"active"}"#, &Options::default());
/// assert_eq!(report.error().as_deref(), Some("Wrong JSON body: no value for event_types"));
/// assert_eq!(report.errors[0].code(), "invalid_url");
/// ```
#[must_use]
pub fn validate(body: &[u8], options: &Options) -> Report {
    let mut check = Check::new(options);
    check.run(body);
    check.report
}

/// One pass over one body.
struct Check<'a> {
    options: &'a Options,
    report: Report,
    /// The text of each field's value.
    values: [Option<&'a [u8]>; FIELDS.len()],
    /// Names of the members that are not fields.
    unknown: Seen<'a>,
    /// Their warnings, which come last, in document order (§3).
    unknown_fields: Vec<Finding>,
    /// The first repeated member.
    duplicate: Option<Finding>,
    /// Whether each value so far is written as `JSON.stringify` would write it (`canonical.rs`).
    canonical_values: bool,
}

impl<'a> Check<'a> {
    fn new(options: &'a Options) -> Self {
        Self {
            options,
            report: Report::default(),
            values: [None; FIELDS.len()],
            unknown: Seen::new(false),
            unknown_fields: Vec::new(),
            duplicate: None,
            canonical_values: true,
        }
    }

    fn run(&mut self, body: &'a [u8]) {
        let alone = match self.body(body) {
            Ok(JsonType::Object) => self.duplicate.take(),
            Ok(other) => Some(about_body(Rule::NotAnObject, Place::Value, Detail::Type(other))),
            Err(Malformed(offset)) => {
                Some(about_body(Rule::MalformedJson, Place::Value, Detail::Offset(offset)))
            }
        };
        match alone {
            Some(issue) => self.report = Report::alone(issue),
            None => self.finish(),
        }
    }

    fn body(&mut self, body: &'a [u8]) -> Result<JsonType, Malformed> {
        let mut reader = Reader::new(body);
        reader.space();
        let kind = if reader.eat(b'{') {
            let mut first = true;
            while let Some(name) = reader.member_inlined(&mut first)? {
                self.member(&name, &mut reader)?;
            }
            JsonType::Object
        } else {
            reader.value(0)?
        };
        reader.end()?;
        Ok(kind)
    }

    fn member(&mut self, text: &Text<'a>, reader: &mut Reader<'a>) -> Result<(), Malformed> {
        let name = text.bytes();
        let start = reader.offset();
        let repeated = match Field::from_name(&name) {
            Some(field) if self.value(field).is_none() => {
                self.field(field, reader)?;
                self.read(field, reader.since(start));
                return Ok(());
            }
            Some(_) => true,
            None => !self.unknown.insert(name.clone()),
        };
        reader.value(1)?;
        if !repeated {
            if self.unknown_fields.len() < MAX_FINDINGS {
                let detail = suggestion(&name, FIELD_CANDIDATES.iter());
                let place = Place::Member(to_string(&name));
                self.unknown_fields.push(about_body(Rule::UnknownField, place, detail));
            } else {
                self.report.truncated = true;
            }
        } else if self.duplicate.is_none() {
            let place = Place::Member(to_string(&name));
            let detail = Detail::Offset(text.offset());
            self.duplicate = Some(about_body(Rule::DuplicateKey, place, detail));
        }
        Ok(())
    }

    fn read(&mut self, field: Field, value: &'a [u8]) {
        if let Some(slot) = self.values.get_mut(field as usize) {
            *slot = Some(value);
        }
    }

    fn value(&self, field: Field) -> Option<&'a [u8]> {
        self.values.get(field as usize).copied().flatten()
    }

    fn field(&mut self, field: Field, reader: &mut Reader<'a>) -> Result<(), Malformed> {
        if field == Field::Headers
            && let Some(canonical) = headers::check_in_place(reader, &mut self.report)
        {
            self.canonical_values &= canonical;
            return Ok(());
        }
        match (field.spec().kind, reader.peek()) {
            (FieldType::String, Some(b'"')) => {
                let text = reader.string_inlined()?;
                // A valid string without an escape has no character that needs one.
                self.canonical_values &= !text.is_escaped() && field != Field::Headers;
                let length = text.code_points();
                // A string that is too long is not unescaped.
                let fits = length <= *limits(field).end() as usize;
                if field == Field::Description && fits && text.is_escaped() {
                    self.escaped_description(&text);
                } else {
                    let text = if fits { text.bytes() } else { Cow::default() };
                    self.string(field, &text, length);
                }
            }
            (FieldType::Integer, Some(b'-' | b'0'..=b'9')) => {
                let number = reader.number()?;
                self.canonical_values &= number.iter().all(u8::is_ascii_digit);
                self.integer(field, integer(number));
            }
            (FieldType::Array, Some(b'[')) => self.event_types(reader)?,
            _ => {
                let actual = reader.value(1)?;
                self.wrong_type(field, actual);
            }
        }
        Ok(())
    }

    /// `length` is the number of code points. The text is not read if there are too many.
    fn string(&mut self, field: Field, text: &[u8], length: usize) {
        match field {
            Field::Url => {
                if self.fits(field, length, Rule::UrlTooShort, Rule::UrlTooLong) {
                    self.url(text);
                }
            }
            Field::Secret => {
                if self.fits(field, length, Rule::SecretTooShort, Rule::SecretTooLong) {
                    self.ambiguity(field, text);
                }
            }
            Field::Description => {
                if self.fits(field, length, Rule::DescriptionTooLong, Rule::DescriptionTooLong) {
                    self.ambiguity(field, text);
                }
            }
            Field::Headers => headers::check(text, &mut self.report),
            _ => {
                if !STATUSES.iter().any(|status| same(status.as_bytes(), text)) {
                    let detail = suggestion(text, STATUS_CANDIDATES.iter());
                    self.issue(field, Rule::InvalidStatus, detail);
                }
            }
        }
    }

    fn url(&mut self, text: &[u8]) {
        let url = match http_url(text) {
            Ok(url) => url,
            Err(rule) => return self.issue(Field::Url, rule, Detail::None),
        };
        let warnings = [
            (url.insecure, Rule::InsecureUrl),
            (url.credentials, Rule::CredentialsInUrl),
            (url.fragment, Rule::FragmentInUrl),
            (url.loopback, Rule::LoopbackUrl),
        ];
        for (_, rule) in warnings.into_iter().filter(|&(applies, _)| applies) {
            self.warn(Field::Url, rule, Detail::None);
        }
        self.ambiguity(Field::Url, text);
    }

    fn integer(&mut self, field: Field, value: Integer) {
        let rule = match field {
            Field::Timeout => Rule::TimeoutOutOfRange,
            _ => Rule::RetriesOutOfRange,
        };
        match value {
            Integer::Fraction => self.wrong_type(field, JsonType::Number),
            Integer::Beyond => self.issue(field, rule, Detail::None),
            Integer::Exact(value) => {
                let natural = u32::try_from(value).ok();
                if !natural.is_some_and(|natural| limits(field).contains(&natural)) {
                    self.issue(field, rule, Detail::Integer(value));
                }
            }
        }
    }

    fn event_types(&mut self, reader: &mut Reader<'a>) -> Result<(), Malformed> {
        let mut items = EventTypes::new(&mut self.report, self.options);
        let start = reader.offset();
        // The opening bracket, then each name and what follows it, if there is no white space.
        let mut length = 1;
        let mut first = true;
        reader.eat(b'[');
        while reader.item_inlined(&mut first)? {
            if reader.peek() == Some(b'"') {
                let name = reader.string_inlined()?;
                self.canonical_values &= !name.is_escaped();
                let (start, end) = name.range();
                length += end - start + 1;
                items.name(&name.bytes());
            } else if let Some(b'-' | b'0'..=b'9') = reader.peek() {
                // Any value would be read below, more slowly.
                reader.number()?;
                items.other(JsonType::Number);
            } else {
                items.other(reader.value(2)?);
            }
        }
        items.end();
        self.canonical_values &= length == reader.offset() - start;
        Ok(())
    }

    /// Whether the length of the string is within its limits. Adds an issue if it is not.
    fn fits(&mut self, field: Field, length: usize, short: Rule, long: Rule) -> bool {
        let limits = limits(field);
        let rule = if length < *limits.start() as usize {
            short
        } else if length > *limits.end() as usize {
            long
        } else {
            return true;
        };
        self.issue(field, rule, Detail::Length(length));
        false
    }

    /// Warns about a string within its limit that is too long for a device that counts UTF-16 code
    /// units or bytes.
    fn ambiguity(&mut self, field: Field, text: &[u8]) {
        // There are never more UTF-16 units than UTF-8 bytes.
        if text.len() > *limits(field).end() as usize {
            let detail = Detail::Lengths(code_points(text), utf16_units(text), text.len());
            self.warn(field, Rule::LengthAmbiguous, detail);
        }
    }

    /// The same for a description with escapes, without unescaping it: no other rule reads its text.
    #[cold]
    #[inline(never)]
    fn escaped_description(&mut self, text: &Text<'_>) {
        let (utf16, utf8) = text.encoded_lengths();
        if utf8 > *limits(Field::Description).end() as usize {
            let detail = Detail::Lengths(text.code_points(), utf16, utf8);
            self.warn(Field::Description, Rule::LengthAmbiguous, detail);
        }
    }

    fn issue(&mut self, field: Field, rule: Rule, detail: Detail) {
        self.report.errors.push(about(field, rule, Place::Value, detail));
    }

    fn wrong_type(&mut self, field: Field, actual: JsonType) {
        let rule = if field == Field::Headers { Rule::HeadersWrongType } else { Rule::WrongType };
        self.issue(field, rule, Detail::Type(actual));
    }

    fn warn(&mut self, field: Field, rule: Rule, detail: Detail) {
        self.report.warnings.push(about(field, rule, Place::Value, detail));
    }

    /// Adds what is known at the end of the body, and sorts the findings in the contract's order.
    fn finish(&mut self) {
        for rule in FIELDS.iter().filter(|rule| rule.required) {
            if self.value(rule.field).is_none() {
                self.issue(rule.field, Rule::Missing, Detail::None);
            }
        }
        if self.value(Field::Secret).is_none() {
            self.warn(Field::Secret, Rule::NoSecret, Detail::None);
        }
        in_order(&mut self.report.errors);
        in_order(&mut self.report.warnings);
        self.report.warnings.append(&mut self.unknown_fields);
    }
}

/// Sorts findings in the order of the fields. Within a field they are sorted by position already.
fn in_order(findings: &mut Vec<Finding>) {
    if findings.len() < 2 || findings.is_sorted_by_key(|finding| finding.field) {
        return;
    }
    let mut rest = mem::take(findings);
    for rule in &FIELDS {
        findings.extend(rest.extract_if(.., |finding| finding.field == Some(rule.field)));
    }
}

fn about(field: Field, rule: Rule, place: Place, detail: Detail) -> Finding {
    Finding { rule, field: Some(field), place, detail }
}

fn about_body(rule: Rule, place: Place, detail: Detail) -> Finding {
    Finding { rule, field: None, place, detail }
}

fn limits(field: Field) -> RangeInclusive<u32> {
    let limits = field.spec().limits;
    let max = limits.and_then(|limits| limits.max);
    limits.map_or(0, |limits| limits.min)..=max.unwrap_or(u32::MAX)
}

static FIELD_CANDIDATES: [Candidate<'_>; FIELDS.len()] = Candidate::all(&FIELD_NAMES);
static STATUS_CANDIDATES: [Candidate<'_>; STATUSES.len()] = Candidate::all(&STATUSES);

fn suggestion<'a: 'b, 'b>(
    wrong: &[u8],
    names: impl Iterator<Item = &'b Candidate<'a>> + Clone,
) -> Detail {
    most_similar(wrong, names).map_or(Detail::None, |name| Detail::Suggestion(name.to_owned()))
}
