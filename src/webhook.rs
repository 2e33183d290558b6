//! Validates a body in one pass over its text, and writes the canonical body.

use std::borrow::Cow;
use std::mem;
use std::ops::RangeInclusive;

use crate::headers;
#[cfg(any(target_arch = "wasm32", test))]
use crate::js::members::{Items, Member};
use crate::json::{
    Integer, JsonType, Malformed, Reader, Text, before_escape, code_points, integer, to_string,
    utf16_units, write_string,
};
use crate::names::{Seen, same};
use crate::report::{Detail, Finding, Place, Report, Section};
use crate::rules::{
    EVENT_TYPE_NAMES, EVENT_TYPES, FIELD_NAMES, FIELDS, Field, FieldType, MAX_FINDINGS, Rule,
    STATUSES, event_type,
};
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

/// How many UTF-16 code units of a description are within its limits in any script: a code unit is
/// at most three bytes.
#[cfg(test)]
#[must_use]
pub fn short_description() -> u32 {
    limits(Field::Description).end() / 3
}

/// The report of [`validate`] on the text of an object with these members, each of which occurs once.
#[cfg(any(target_arch = "wasm32", test))]
pub fn validate_members<'a>(
    members: impl Iterator<Item = (Field, Member<'a>)>,
    options: &'a Options,
) -> Report {
    let mut check = Check::new(options);
    for (field, member) in members {
        check.check_member(field, member);
    }
    check.finish();
    check.report
}

/// The body as it is sent: known members alone, in the contract's order, as `JSON.stringify` would
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

/// The report, and the canonical body of a valid one where it is not the body itself.
pub(crate) fn canonicalize(body: &[u8], options: &Options) -> (Report, Option<Vec<u8>>) {
    let mut check = Check::new(options);
    check.run(body);
    if !check.report.is_valid() || check.is_canonical(body) {
        return (check.report, None);
    }
    let mut out = Vec::with_capacity(body.len());
    // It was read before, so it can be read again.
    let _ = check.write(&mut out);
    (check.report, Some(out))
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
            while let Some(name) = reader.member(&mut first)? {
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
        if field == Field::Headers && headers::check_in_place(reader, &mut self.report) {
            return Ok(());
        }
        match (field.spec().kind, reader.peek()) {
            (FieldType::String, Some(b'"')) => {
                let text = reader.string()?;
                self.string(field, &text.bytes(), text.is_plain());
            }
            (FieldType::Integer, Some(b'-' | b'0'..=b'9')) => {
                self.integer(field, integer(reader.number()?));
            }
            (FieldType::Array, Some(b'[')) => self.event_types(reader)?,
            _ => {
                let actual = reader.value(1)?;
                self.wrong_type(field, actual);
            }
        }
        Ok(())
    }

    /// `plain` where each byte of the text is known to be a character.
    fn string(&mut self, field: Field, text: &[u8], plain: bool) {
        let length = || if plain { text.len() } else { code_points(text) };
        match field {
            Field::Url => {
                if self.fits(field, length(), Rule::UrlTooShort, Rule::UrlTooLong) {
                    self.url(text);
                }
            }
            Field::Secret => {
                if self.fits(field, length(), Rule::SecretTooShort, Rule::SecretTooLong) {
                    self.ambiguity(field, text);
                }
            }
            Field::Description => {
                if self.fits(field, length(), Rule::DescriptionTooLong, Rule::DescriptionTooLong) {
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
        let mut first = true;
        reader.eat(b'[');
        while reader.item(&mut first)? {
            if reader.peek() == Some(b'"') {
                items.name(&reader.string()?.bytes());
            } else {
                items.other(reader.value(2)?);
            }
        }
        items.end();
        Ok(())
    }

    /// Whether the length of the string is within its limits. Adds an issue where it is not.
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

    /// Whether the body is what [`write`](Self::write) would write, which is quicker to see than to
    /// write.
    fn is_canonical(&self, body: &'a [u8]) -> bool {
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
            if at_value.as_ptr() != value.as_ptr() || !self.is_canonical_value(rule.field, value) {
                return false;
            }
            rest = at_value.get(value.len()..).unwrap_or_default();
            separator = b",\"";
        }
        rest == b"}"
    }

    fn is_canonical_value(&self, field: Field, value: &[u8]) -> bool {
        match (field, field.spec().kind) {
            (Field::Headers, _) => headers::is_canonical(value),
            // A valid string without an escape has no character that needs one.
            (_, FieldType::String) => before_escape(value) == value.len(),
            (_, FieldType::Integer) => value.iter().all(u8::is_ascii_digit),
            (_, FieldType::Array) => self.are_canonical_event_types(value).unwrap_or(false),
        }
    }

    fn are_canonical_event_types(&self, value: &[u8]) -> Result<bool, Malformed> {
        let mut seen = SeenEventTypes::new(self.options);
        let mut reader = Reader::new(value);
        let mut first = true;
        let mut length = 1;
        reader.eat(b'[');
        while reader.item(&mut first)? {
            let name = reader.string()?;
            if name.is_escaped() || seen.insert(&name.bytes()) != Some(true) {
                return Ok(false);
            }
            let (start, end) = name.range();
            length += end - start + 1;
        }
        // No white space: the brackets, the names, and what separates them.
        Ok(length == value.len())
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

/// Only JavaScript passes members that are already separated.
#[cfg(any(target_arch = "wasm32", test))]
impl<'a> Check<'a> {
    fn check_member(&mut self, field: Field, member: Member<'a>) {
        let other = match (field.spec().kind, member) {
            (_, Member::Absent) => return,
            // A scalar comes as JSON text, for any field.
            (_, Member::Scalar(text)) => {
                let _ = self.field(field, &mut Reader::new(text));
                None
            }
            (FieldType::String, Member::String { text, plain }) => {
                self.string(field, text, plain);
                None
            }
            (_, Member::Fits) => None,
            (FieldType::Integer, Member::Integer(value)) => {
                self.integer(field, Integer::Exact(value));
                None
            }
            (FieldType::Array, Member::List(items)) => {
                self.event_type_list(&items);
                None
            }
            (_, Member::String { .. }) => Some(JsonType::String),
            (_, Member::Integer(_)) => Some(JsonType::Number),
            (_, Member::List(_)) => Some(JsonType::Array),
        };
        if let Some(actual) = other {
            self.wrong_type(field, actual);
        }
        self.read(field, &[]);
    }

    fn event_type_list(&mut self, names: &Items<'a>) {
        let mut items = EventTypes::new(&mut self.report, self.options);
        names.iter().for_each(|name| items.name(name));
        items.end();
    }
}

/// Checks the items of `event_types` one by one.
struct EventTypes<'r, 'a> {
    section: Section<'r>,
    seen: SeenEventTypes<'a>,
    /// The extra event types as candidates of a suggestion, made when the first is needed.
    extra: Option<Vec<Candidate<'a>>>,
    /// The index of the next item.
    index: usize,
}

impl<'r, 'a> EventTypes<'r, 'a> {
    fn new(report: &'r mut Report, options: &'a Options) -> Self {
        let section = Section::new(report, Field::EventTypes);
        Self { section, seen: SeenEventTypes::new(options), extra: None, index: 0 }
    }

    fn name(&mut self, name: &[u8]) {
        let place = Place::Item(self.index);
        self.index += 1;
        match self.seen.insert(name) {
            Some(true) => {}
            Some(false) => self.section.warning(Rule::DuplicateEventType, || place),
            None => self.section.issue(Rule::UnknownEventType, || {
                let names = &self.seen.options.extra_event_types;
                let extra = self
                    .extra
                    .get_or_insert_with(|| names.iter().map(|it| Candidate::new(it)).collect());
                (place, suggestion(name, EVENT_TYPE_CANDIDATES.iter().chain(&*extra)))
            }),
        }
    }

    /// An item that is not a string.
    fn other(&mut self, actual: JsonType) {
        let place = Place::Item(self.index);
        self.index += 1;
        self.section.issue(Rule::EventTypeWrongType, || (place, Detail::Type(actual)));
    }

    fn end(&mut self) {
        if self.index == 0 {
            self.section.issue(Rule::NoEventTypes, || (Place::Value, Detail::None));
        }
    }
}

/// The event types that occurred so far.
struct SeenEventTypes<'a> {
    options: &'a Options,
    /// One bit for each of [`EVENT_TYPES`].
    known: u64,
    /// The extra event types, added when one is first looked up: a lookup takes logarithmic time.
    extra: Option<Seen<'a>>,
    /// Those that occurred.
    seen_extra: Seen<'a>,
}

impl<'a> SeenEventTypes<'a> {
    const fn new(options: &'a Options) -> Self {
        Self { options, known: 0, extra: None, seen_extra: Seen::new(false) }
    }

    /// Whether the name is new; `None` where it is not an event type.
    fn insert(&mut self, name: &[u8]) -> Option<bool> {
        if let Some(position) = event_type(name) {
            let bit = 1 << position;
            let new = self.known & bit == 0;
            self.known |= bit;
            return Some(new);
        }
        let extra = self.extra.get_or_insert_with(|| {
            let mut extra = Seen::new(false);
            for name in &self.options.extra_event_types {
                extra.insert(Cow::Borrowed(name.as_bytes()));
            }
            extra
        });
        if !extra.contains(name) {
            return None;
        }
        Some(!self.seen_extra.contains(name) && self.seen_extra.insert(Cow::Owned(name.to_vec())))
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
static EVENT_TYPE_CANDIDATES: [Candidate<'_>; EVENT_TYPES.len()] =
    Candidate::all(&EVENT_TYPE_NAMES);

fn suggestion<'a: 'b, 'b>(
    wrong: &[u8],
    names: impl Iterator<Item = &'b Candidate<'a>> + Clone,
) -> Detail {
    most_similar(wrong, names).map_or(Detail::None, |name| Detail::Suggestion(name.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::js::members::Strings;

    #[test]
    fn a_body_is_canonical_where_it_is_what_is_written() {
        let canonical = r#"{"url":"https://a.example","status":"active","timeout":5000,"headers":"{\"X\":\"b\"}","description":"d","event_types":["log.tamper_event","log.incoming_call"],"max_retries":3}"#;
        let options = Options::default();
        assert_eq!(canonicalize(canonical.as_bytes(), &options).1, None);
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

    #[test]
    fn members_get_the_report_of_their_text() {
        let types = r#"["log.device_booted","log.device_bootd","log.device_booted"]"#;
        let lengths = [17, 16, 17];
        let joined = b"log.device_bootedlog.device_bootdlog.device_booted";
        for (text, member) in [
            (types, Member::List(Strings::new(joined, true).items(&lengths))),
            ("[]", Member::List(Strings::new(b"", true).items(&[]))),
            (r#""text""#, Member::String { text: b"text", plain: true }),
            (r#""text""#, Member::String { text: b"text", plain: false }),
            (r#""дверь""#, Member::String { text: "дверь".as_bytes(), plain: false }),
            ("5000", Member::Integer(5000)),
            ("-1", Member::Integer(-1)),
            ("5e3", Member::Scalar(b"5e3")),
            ("5.5", Member::Scalar(b"5.5")),
            ("null", Member::Scalar(b"null")),
            ("true", Member::Scalar(b"true")),
        ] {
            for rule in &FIELDS {
                let body = format!(r#"{{"{}":{text}}}"#, rule.name);
                let options = Options::default();
                let report = validate_members([(rule.field, member)].into_iter(), &options);
                assert_eq!(report, validate(body.as_bytes(), &options), "{body}");
            }
        }
    }

    #[test]
    fn a_short_description_fits_in_every_script() {
        let units = short_description() as usize;
        assert_eq!(units, 333, "a longer one may not fit");
        let texts = ["a", "я", "中", "\u{FFFD}"].map(|character| character.repeat(units));
        for text in
            ["", &"😀".repeat(units / 2)].into_iter().chain(texts.iter().map(String::as_str))
        {
            let body = format!(r#"{{"description":"{text}"}}"#);
            let options = Options::default();
            let report = validate_members(
                [(Field::Description, Member::Fits), (Field::Secret, Member::Absent)].into_iter(),
                &options,
            );
            assert_eq!(report, validate(body.as_bytes(), &options), "{body}");
        }
    }
}
