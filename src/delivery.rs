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

use crate::json::Reader;
use crate::rules::is_token;

/// A longer text has no report. In bytes.
const MAX_TEXT: usize = 1 << 20;

/// How many headers are read.
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
    /// What came of it, such as `Failed`.
    pub outcome: Option<String>,
    /// Number of the last attempt, from 1.
    pub attempt: Option<u32>,
    /// How many attempts the device makes at most.
    pub attempts: Option<u32>,
    /// The request, where the text has that section.
    pub request: Option<DeliveryRequest>,
    /// The response, where the text has that section.
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

impl DeliveryReport {
    /// Reads the text of a test. `None` where it has no `EVENT DETAILS` or is longer than 1 MiB.
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
        scanner.next_label(&mut vec![EVENT_DETAILS]).1?;
        let mut report = Self::default();
        let mut section = report.read_event(&mut scanner);
        if section == Some(REQUEST) {
            let request = report.request.insert(DeliveryRequest::default());
            section = request.read(&mut scanner);
        }
        if section == Some(RESPONSE) {
            report.response = Some(DeliveryResponse::read(&mut scanner));
        }
        Some(report)
    }

    /// Reads the section `EVENT DETAILS`, and returns the name of the one that follows.
    fn read_event(&mut self, scanner: &mut Scanner<'_>) -> Option<&'static str> {
        let mut labels = vec![
            "Event Timestamp",
            "Request Timestamp",
            "Response Timestamp",
            "Response Time",
            "Status",
            REQUEST,
            RESPONSE,
        ];
        let (head, mut label) = scanner.next_label(&mut labels);
        let head = trim(head);
        let (event_type, _) = head.split_at(word_end(head));
        self.event_type = owned(event_type).filter(|word| !word.starts_with('('));
        let id = head.split_once("(ID:").and_then(|(_, id)| id.split_once(')'));
        self.event_id = id.and_then(|(id, _)| owned(id));
        loop {
            let found = label?;
            if matches!(found, REQUEST | RESPONSE) {
                return label;
            }
            let value;
            (value, label) = scanner.next_label(&mut labels);
            let value = first_line(value);
            match found {
                "Event Timestamp" => self.event_time = owned(value),
                "Request Timestamp" => self.request_time = owned(value),
                "Response Timestamp" => self.response_time = owned(value),
                "Response Time" => self.duration_ms = value.strip_suffix("ms").and_then(decimal),
                _ => self.read_outcome(value),
            }
        }
    }

    /// Reads `Failed (6/6 attempts)`.
    fn read_outcome(&mut self, value: &str) {
        let numbers = |text: &str| {
            let (attempt, rest) = text.split_once('/')?;
            Some((decimal(attempt)?, decimal(rest.trim_start().split([' ', ')']).next()?)?))
        };
        let parts = value.rsplit_once('(');
        match parts.and_then(|(outcome, rest)| Some((outcome, numbers(rest)?))) {
            Some((outcome, (attempt, attempts))) => {
                self.outcome = owned(outcome);
                (self.attempt, self.attempts) = (Some(attempt), Some(attempts));
            }
            None => self.outcome = owned(value),
        }
    }
}

impl DeliveryRequest {
    /// Reads the section `REQUEST`, and returns the name of the one that follows.
    fn read(&mut self, scanner: &mut Scanner<'_>) -> Option<&'static str> {
        let mut labels = vec!["URL", "Method", "Headers", "Payload", RESPONSE];
        let (_, mut label) = scanner.next_label(&mut labels);
        loop {
            let found = label?;
            if found == RESPONSE {
                return label;
            }
            if found == "Payload" {
                self.payload = scanner.json().and_then(owned);
                if self.payload.is_none() {
                    labels.retain(|&label| label == RESPONSE);
                }
            }
            let anywhere = scanner.anywhere;
            let value;
            (value, label) = scanner.next_label(&mut labels);
            match found {
                "URL" => self.url = owned(first_line(value)),
                "Method" => self.method = owned(first_line(value)),
                "Headers" => self.read_headers(value, anywhere),
                _ if self.payload.is_none() => self.payload = owned(value),
                _ => {}
            }
        }
    }

    /// Reads the headers of a text, which are a line each; on a line where labels count anywhere, each
    /// begins at a token followed by `: `.
    fn read_headers(&mut self, text: &str, mut anywhere: bool) {
        let mut rest = text;
        while !rest.is_empty() && self.headers.len() < MAX_HEADERS {
            let (line, next) = rest.split_at(line_end(rest));
            rest = next.get(line_break(next)..).unwrap_or_default();
            if anywhere {
                self.read_headers_of_line(line);
            } else if let Some((name, value)) = line.split_once(':') {
                self.push_header(name.trim(), value);
            }
            anywhere = false;
        }
    }

    fn read_headers_of_line(&mut self, line: &str) {
        // The name of the header that is read, and where its value begins.
        let mut header = None;
        let mut at = 0;
        while let Some(word) = line.get(at..).filter(|rest| !rest.is_empty()) {
            let word = word.get(..word_end(word).max(1)).unwrap_or(word);
            if let Some(name) = word.strip_suffix(':').filter(|name| is_token(name.as_bytes()))
                && let Some((name, start)) = header.replace((name, at + word.len()))
            {
                self.push_header(name, line.get(start..at).unwrap_or_default());
            }
            at += word.len();
        }
        if let Some((name, start)) = header {
            self.push_header(name, line.get(start..).unwrap_or_default());
        }
    }

    fn push_header(&mut self, name: &str, value: &str) {
        if is_token(name.as_bytes()) && self.headers.len() < MAX_HEADERS {
            self.headers.push((name.to_owned(), value.trim().to_owned()));
        }
    }
}

impl DeliveryResponse {
    /// Reads the section `RESPONSE`, which is the rest of the text.
    fn read(scanner: &mut Scanner<'_>) -> Self {
        let (before, label) = scanner.next_label(&mut vec!["Status"]);
        let text = trim(if label.is_some() { scanner.rest() } else { before });
        let (word, rest) = text.split_at(word_end(text));
        match word.parse().ok().filter(|_| label.is_some() && decimal(word).is_some()) {
            Some(status) => Self { status: Some(status), text: owned(rest) },
            None => Self { status: None, text: owned(text) },
        }
    }
}

/// A cursor over the text that stops after labels.
struct Scanner<'a> {
    text: &'a str,
    at: usize,
    /// Whether nothing but white space is before the cursor on its line.
    line_start: bool,
    /// Whether labels count anywhere on this line, after white space.
    anywhere: bool,
    /// Whether they do on every line: there is only one.
    one_line: bool,
}

impl<'a> Scanner<'a> {
    fn new(text: &'a str) -> Self {
        let one_line = line_end(text) == text.len();
        Self { text, at: 0, line_start: true, anywhere: one_line, one_line }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Moves to the end of the next of the labels. Returns the text before the label, and the label,
    /// which is removed from the list; where there is none, the rest of the text.
    fn next_label(&mut self, labels: &mut Vec<&'static str>) -> (&'a str, Option<&'static str>) {
        let start = self.at;
        let mut after_space = false;
        loop {
            let rest = self.rest();
            let before = self.text.get(start..self.at).unwrap_or_default();
            let length = line_break(rest);
            if length > 0 {
                self.at += length;
                self.line_start = true;
                self.anywhere = self.one_line;
                continue;
            }
            let Some(first) = rest.bytes().next() else {
                return (before, None);
            };
            if is_space(first) {
                self.at += 1;
                after_space = true;
                continue;
            }
            if self.line_start || self.anywhere && after_space {
                let mut found = labels.iter().enumerate();
                let found = found.find_map(|(at, label)| Some((at, label_length(rest, label)?)));
                if let Some((position, length)) = found {
                    let label = labels.remove(position);
                    self.at += length;
                    self.line_start = matches!(label, EVENT_DETAILS | REQUEST | RESPONSE);
                    self.anywhere |= self.line_start;
                    return (before, Some(label));
                }
            }
            self.at += word_end(rest);
            self.line_start = false;
            after_space = false;
        }
    }

    /// Reads the JSON array or object that is next. Where there is none the cursor stays.
    fn json(&mut self) -> Option<&'a str> {
        let rest = trim_start(self.rest());
        if !rest.starts_with(['{', '[']) {
            return None;
        }
        let mut reader = Reader::new(rest.as_bytes());
        reader.value(0).ok()?;
        let (json, after) = rest.split_at_checked(reader.offset())?;
        self.at = self.text.len() - after.len();
        self.line_start = true;
        Some(json)
    }
}

const BR: &str = "<br>";

const fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | 0x0B | 0x0C)
}

/// Length of the label at the start and its colon, with any white space between its words and before
/// the colon.
fn label_length(text: &str, label: &str) -> Option<usize> {
    let spaces = |text: &str| text.bytes().take_while(|&byte| is_space(byte)).count();
    let mut rest = text;
    for (at, word) in label.split(' ').enumerate() {
        let length = spaces(rest);
        if at > 0 && length == 0 {
            return None;
        }
        rest = rest.get(length..)?.strip_prefix(word)?;
    }
    rest = rest.get(spaces(rest)..)?;
    Some(text.len() - rest.strip_prefix(':')?.len())
}

/// Length of the line break at the start: LF, CRLF, CR or `<br>`.
fn line_break(text: &str) -> usize {
    match text.as_bytes() {
        [b'\r', b'\n', ..] => 2,
        [b'\r' | b'\n', ..] => 1,
        _ if text.starts_with(BR) => BR.len(),
        _ => 0,
    }
}

/// Offset of the first line break.
fn line_end(text: &str) -> usize {
    find(text, |byte| matches!(byte, b'\r' | b'\n'))
}

/// Offset of the first white space or line break.
fn word_end(text: &str) -> usize {
    find(text, |byte| is_space(byte) || matches!(byte, b'\r' | b'\n'))
}

/// Offset of the first such byte or `<br>`.
fn find(text: &str, ends: impl Fn(u8) -> bool) -> usize {
    let bytes = text.as_bytes();
    let is_br = |at| bytes.get(at..).is_some_and(|rest| rest.starts_with(BR.as_bytes()));
    let end =
        bytes.iter().enumerate().position(|(at, &byte)| ends(byte) || byte == b'<' && is_br(at));
    end.unwrap_or(text.len())
}

/// Without white space and line breaks at the start.
fn trim_start(text: &str) -> &str {
    let mut text = text.trim_start();
    while let Some(rest) = text.strip_prefix(BR) {
        text = rest.trim_start();
    }
    text
}

/// Without white space and line breaks at both ends.
fn trim(text: &str) -> &str {
    let mut text = trim_start(text).trim_end();
    while let Some(rest) = text.strip_suffix(BR) {
        text = rest.trim_end();
    }
    text
}

/// The first line that is not empty.
fn first_line(text: &str) -> &str {
    let text = trim_start(text);
    text.get(..line_end(text)).unwrap_or_default().trim_end()
}

/// The text where there is one.
fn owned(text: &str) -> Option<String> {
    Some(trim(text)).filter(|text| !text.is_empty()).map(str::to_owned)
}

fn decimal(text: &str) -> Option<u32> {
    let text = text.trim();
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}
