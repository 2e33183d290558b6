//! Results, written for JavaScript to read (`abi.rs`).

use crate::js::abi::*;
use crate::json::utf16_units;
use crate::locate::Location;
use crate::report::{Detail, Finding, Place, Report};
use crate::rules::{
    EVENT_TYPE_NAMES, EVENT_TYPES, FIELD_NAMES, FIELDS, Field, Rule, STATUSES, event_type,
};

/// What JavaScript reads after a call, until the next one.
#[derive(Default)]
pub struct Output {
    report: Vec<u32>,
    /// The names that findings mention, joined.
    names: String,
    /// The canonical body.
    body: Vec<u8>,
    /// A text, and its place; apart from the report, which may need `texts` to be read.
    text: Vec<u8>,
    place: [u32; 2],
    location: [u32; 4],
}

impl Output {
    /// Frees the buffers, which are used again otherwise.
    pub fn release(&mut self) {
        *self = Self::default();
    }

    /// A text, as its start and length.
    pub fn text(&mut self, text: Vec<u8>) -> *const u32 {
        self.text = text;
        self.place = [word(self.text.as_ptr().addr()), word(self.text.len())];
        self.place.as_ptr()
    }

    /// A location, as its offset, length, line and column.
    pub fn location(&mut self, location: &Location) -> *const u32 {
        let Location { offset, length, line, column } = *location;
        self.location = [offset, length, line, column].map(word);
        self.location.as_ptr()
    }

    /// A report, and the canonical body if it is another text than the input; no words if
    /// there is nothing to report.
    pub fn report(&mut self, report: &Report, body: Option<Vec<u8>>) -> *const u32 {
        let is_empty = report.errors.is_empty() && report.warnings.is_empty();
        if is_empty && !report.truncated && body.is_none() {
            return std::ptr::null();
        }
        self.names.clear();
        self.report.clear();
        self.report.resize(HEAD_WORDS as usize, 0);
        for finding in report.errors.iter().chain(&report.warnings) {
            self.finding(finding);
        }
        self.body = body.unwrap_or_default();
        let error = report.deciding().map_or(0, |(rule, field)| entry(rule, field));
        for (position, value) in [
            (ISSUES, report.errors.len()),
            (WARNINGS, report.warnings.len()),
            (TRUNCATED, usize::from(report.truncated)),
            (ERROR_ENTRY, error),
            (NAMES_START, self.names.as_ptr().addr()),
            (NAMES_LENGTH, self.names.len()),
            (BODY_START, self.body.as_ptr().addr()),
            (BODY_LENGTH, self.body.len()),
        ] {
            if let Some(head) = self.report.get_mut(position as usize) {
                *head = word(value);
            }
        }
        self.report.as_ptr()
    }

    fn finding(&mut self, finding: &Finding) {
        let mut name = |text: &str| {
            self.names.push_str(text);
            // No early exit, so that the compiler can vectorise the loop.
            let is_ascii = text.bytes().fold(true, |all, byte| all & byte.is_ascii());
            word(if is_ascii { text.len() } else { utf16_units(text.as_bytes()) })
        };
        let (place_kind, place) = match &finding.place {
            Place::Value => (AT_FIELD, 0),
            Place::Item(index) => (AT_INDEX, word(*index)),
            Place::Header(text) | Place::Member(text) => (AT_NAME, name(text)),
        };
        let [detail_kind, detail, utf16, utf8] = match &finding.detail {
            Detail::None => [NO_DETAIL, 0, 0, 0],
            Detail::Offset(offset) => [OFFSET, word(*offset), 0, 0],
            Detail::Length(length) => [LENGTH, word(*length), 0, 0],
            Detail::Integer(value) => [NUMBER, value.cast_unsigned(), 0, 0],
            Detail::Type(kind) => [TYPE, *kind as u32, 0, 0],
            Detail::Lengths(length, utf16, utf8) => {
                [LENGTHS, word(*length), word(*utf16), word(*utf8)]
            }
            Detail::Suggestion(text) => match known_name(text) {
                Some(position) => [KNOWN_NAME, word(position), 0, 0],
                None => [OTHER_NAME, name(text), 0, 0],
            },
        };
        let entry = word(entry(finding.rule, finding.field));
        self.report.extend([entry, place_kind, place, detail_kind, detail, utf16, utf8]);
    }
}

/// Memory has 32-bit addresses, so that every length and offset is a word.
fn word(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

/// What a rule can be about: the body or one of its fields.
const SUBJECTS: usize = FIELDS.len() + 1;

/// The index in `findingTexts` of a rule about a field.
pub fn entry(rule: Rule, field: Option<Field>) -> usize {
    rule as usize * SUBJECTS + field.map_or(0, |field| field as usize + 1)
}

/// The names that suggestions propose, except those of `extraEventTypes`.
pub fn known_names() -> impl Iterator<Item = &'static str> {
    EVENT_TYPE_NAMES.into_iter().chain(STATUSES).chain(FIELD_NAMES)
}

fn known_name(name: &str) -> Option<usize> {
    let others = || known_names().skip(EVENT_TYPES.len()).position(|other| other == name);
    event_type(name.as_bytes()).or_else(|| Some(EVENT_TYPES.len() + others()?))
}
