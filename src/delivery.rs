//! The text with which the device responds to a test: what was sent, and the receiver's response (§6).
//!
//! ```text
//! EVENT DETAILS: log.door_was_opened (ID: wh_5) Event Timestamp: … Status: Failed (6/6 attempts)
//! REQUEST: URL: https://… Method: POST Headers: Content-Type: application/json … Payload: {…}
//! RESPONSE: Status: 401 Login required
//! ```
//!
//! The line breaks are not documented. A label counts at the start of a line, and also after white space
//! on a line that starts with a section label and in a text of one line. Receivers and header values
//! are not trusted: a label counts once and only in its own section, the JSON value of a payload is
//! skipped, and no label counts after the response's status.

use std::fmt;

use crate::rules::is_token;

mod scanner;

use scanner::{Scanner, find, first_line, line_break, line_end, trim, word_end};

/// A longer text has no report. In bytes.
const MAX_TEXT: usize = 1 << 20;

/// How many headers are read at most.
const MAX_HEADERS: usize = 100;

/// The delivery that a test made, as the device describes it. Times are as the device writes them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeliveryReport {
    /// The event's type, such as `log.access_granted_by_api_call`.
    pub event_type: Option<String>,
    /// The device's id of the delivery, such as `wh_5`.
    pub event_id: Option<String>,
    /// When the event occurred.
    pub event_time: Option<String>,
    /// When the request was sent.
    pub request_time: Option<String>,
    /// When the response arrived.
    pub response_time: Option<String>,
    /// How long the receiver took, in milliseconds.
    pub duration_ms: Option<u32>,
    /// The outcome, such as `Failed`.
    pub outcome: Option<String>,
    /// Number of the last attempt, from 1.
    pub attempt: Option<u32>,
    /// The maximum number of attempts.
    pub attempts: Option<u32>,
    /// The request, if the text has that section.
    pub request: Option<DeliveryRequest>,
    /// The response, if the text has that section.
    pub response: Option<DeliveryResponse>,
}

/// The request of a delivery.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct DeliveryRequest {
    /// The URL it was sent to.
    pub url: Option<String>,
    /// Its method.
    pub method: Option<String>,
    /// Names and values, the first 100.
    pub headers: Vec<(String, String)>,
    /// The body, exactly as it is in the text.
    pub payload: Option<String>,
}

impl fmt::Debug for DeliveryRequest {
    /// Without header values and payload.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("DeliveryRequest");
        shown.field("url", &self.url).field("method", &self.method).finish_non_exhaustive()
    }
}

/// The response to a delivery.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeliveryResponse {
    /// The HTTP status.
    pub status: Option<u16>,
    /// Everything after the status: the receiver controls it.
    pub text: Option<String>,
}

const EVENT_DETAILS: &str = "EVENT DETAILS";
const REQUEST: &str = "REQUEST";
const RESPONSE: &str = "RESPONSE";
const PAYLOAD: &str = "Payload";

// The labels of each section, and the sections that can follow it.
const EVENT_LABELS: [&str; 7] = [
    "Event Timestamp",
    "Request Timestamp",
    "Response Timestamp",
    "Response Time",
    "Status",
    REQUEST,
    RESPONSE,
];
const REQUEST_LABELS: [&str; 5] = ["URL", "Method", "Headers", PAYLOAD, RESPONSE];
const RESPONSE_LABELS: [&str; 1] = ["Status"];

impl DeliveryReport {
    /// Reads the text of a test. `None` if it has no `EVENT DETAILS` or is longer than 1 MiB.
    ///
    /// ```
    /// use webhook_guard::DeliveryReport;
    ///
    /// let text = "EVENT DETAILS: log.tamper_event (ID: wh_5)\nStatus: Failed (6/6 attempts)\n\
    ///     REQUEST:\nMethod: POST\nPayload: {\"event_id\":45}\nRESPONSE:\nStatus: 401 Login required";
    /// let report = DeliveryReport::parse(text).unwrap();
    /// assert_eq!(report.event_id.as_deref(), Some("wh_5"));
    /// assert_eq!((report.attempt, report.attempts), (Some(6), Some(6)));
    /// assert_eq!(report.request.unwrap().payload.as_deref(), Some("{\"event_id\":45}"));
    /// assert_eq!(report.response.unwrap().text.as_deref(), Some("Login required"));
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() > MAX_TEXT {
            return None;
        }
        let mut scanner = Scanner::new(text);
        scanner.next_label(&[EVENT_DETAILS], &mut 0).1?;
        let event = scanner.section(&EVENT_LABELS);
        let [event_time, request_time, response_time, duration, status] = event.values;
        let (event_type, event_id) = read_head(trim(event.head));
        let (outcome, attempts) = read_outcome(first_line(status));
        let mut report = Self {
            event_type,
            event_id,
            event_time: line(event_time),
            request_time: line(request_time),
            response_time: line(response_time),
            duration_ms: number(duration).filter(|(_, rest)| trim(rest) == "ms").map(|it| it.0),
            outcome,
            attempt: attempts.map(|(attempt, _)| attempt),
            attempts: attempts.map(|(_, attempts)| attempts),
            ..Self::default()
        };
        let mut next = event.next;
        if next == Some(REQUEST) {
            let section = scanner.section(&REQUEST_LABELS);
            let [url, method, headers, payload, _] = section.values;
            report.request = Some(DeliveryRequest {
                url: line(url),
                method: line(method),
                headers: read_headers(headers, section.inline & 0b100 != 0),
                payload: owned(payload),
            });
            next = section.next;
        }
        if next == Some(RESPONSE) {
            let (before, label) = scanner.next_label(&RESPONSE_LABELS, &mut 0);
            report.response = Some(read_response(before, label.map(|_| scanner.rest())));
        }
        Some(report)
    }
}

/// Reads `log.door_was_opened (ID: wh_5)`.
fn read_head(head: &str) -> (Option<String>, Option<String>) {
    let (event_type, _) = head.split_at(word_end(head));
    let event_type = if event_type.starts_with('(') { "" } else { event_type };
    let from = |text: &str, byte| text.bytes().position(|it| it == byte);
    let id = from(head, b'(').and_then(|start| head.split_at(start).1.strip_prefix("(ID:"));
    let id = id.and_then(|id| Some(id.split_at(from(id, b')')?).0));
    (owned(event_type), id.and_then(owned))
}

/// Reads `Failed (6/6 attempts)`.
#[inline(never)]
fn read_outcome(value: &str) -> (Option<String>, Option<(u32, u32)>) {
    let last = value.bytes().rposition(|byte| byte == b'(').unwrap_or(value.len());
    let (outcome, attempts) = value.split_at(last);
    let attempts = attempts.strip_prefix('(').and_then(|text| {
        let (attempt, rest) = number(text)?;
        let (attempts, _) = number(trim(rest).strip_prefix('/')?)?;
        Some((attempt, attempts))
    });
    (owned(if attempts.is_some() { outcome } else { value }), attempts)
}

/// Reads the headers of a text, each on a line. On a line where labels count anywhere (`inline`), each
/// begins at a token followed by `: `.
fn read_headers(text: &str, mut inline: bool) -> Vec<(String, String)> {
    let mut headers = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (line, next) = rest.split_at(line_end(rest));
        rest = next.get(line_break(next)..).unwrap_or_default();
        let mut start = if inline { next_header(line, 0) } else { 0 };
        while start < line.len() {
            let (_, header) = line.split_at(start);
            let end = if inline { next_header(line, start + word_end(header)) } else { line.len() };
            push_header(&mut headers, line.get(start..end).unwrap_or_default());
            start = end;
        }
        inline = false;
    }
    headers
}

/// Offset of the next word that is a token and a colon.
fn next_header(line: &str, mut at: usize) -> usize {
    loop {
        let (_, rest) = line.split_at(at);
        let rest = rest.trim_ascii_start();
        let (word, after) = rest.split_at(word_end(rest));
        if word.is_empty() {
            return line.len();
        }
        if word.strip_suffix(':').is_some_and(|name| is_token(name.as_bytes())) {
            return line.len() - rest.len();
        }
        at = line.len() - after.len();
    }
}

fn push_header(headers: &mut Vec<(String, String)>, header: &str) {
    let (name, value) = header.split_at(find(header, |byte| byte == b':'));
    let name = trim(name);
    if headers.len() < MAX_HEADERS
        && is_token(name.as_bytes())
        && let Some(value) = value.strip_prefix(':')
    {
        headers.push((name.to_owned(), trim(value).to_owned()));
    }
}

/// Reads `Status: 401 Login required`, of which the text after the label is given, if there is one.
fn read_response(before: &str, after: Option<&str>) -> DeliveryResponse {
    let status = after.and_then(number).filter(|(_, rest)| word_end(rest) == 0);
    match status.and_then(|(status, rest)| Some((u16::try_from(status).ok()?, rest))) {
        Some((status, text)) => DeliveryResponse { status: Some(status), text: owned(text) },
        None => DeliveryResponse { status: None, text: owned(after.unwrap_or(before)) },
    }
}

/// The number at the start and the text after it.
fn number(text: &str) -> Option<(u32, &str)> {
    let text = trim(text);
    let (digits, rest) = text.split_at(find(text, |byte| !byte.is_ascii_digit()));
    Some((digits.parse().ok()?, rest))
}

/// The first line that is not empty, trimmed, if there is any.
#[inline(never)]
fn line(text: &str) -> Option<String> {
    owned(first_line(text))
}

/// The trimmed text, if there is any.
#[inline(never)]
fn owned(text: &str) -> Option<String> {
    Some(trim(text)).filter(|text| !text.is_empty()).map(str::to_owned)
}
