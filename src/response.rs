//! `parseResponse`: what the device responded (§6).

use crate::delivery::DeliveryReport;
use crate::json::{Malformed, Reader, to_string, wide_integer};
use crate::report::error_text;
use crate::request::{MAX_SAFE_INTEGER, Operation};
use crate::rules::{
    ADMIN_REQUIRED, AUTH_FACTORS, CONFLICT, FIELDS, Field, LOG_IN, RULES, WRONG_UID,
};

/// Why an operation failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResponseKind {
    /// 400: the body breaks a rule.
    Validation,
    /// Another webhook has the same URL.
    Conflict,
    /// 401: log in.
    Unauthorized,
    /// 403: administrator rights are required.
    Forbidden,
    /// There is no webhook with that uid.
    NotFound,
    /// Any other status, or a response that cannot be read.
    Unexpected,
}

impl ResponseKind {
    /// The name in the contract.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Validation => "validation",
            Self::Conflict => "conflict",
            Self::Unauthorized => "unauthorized",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not_found",
            Self::Unexpected => "unexpected",
        }
    }
}

/// The entity that a response refers to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ItemUid {
    /// The response has no `item_uid`.
    #[default]
    Absent,
    /// -1: there is no entity.
    NoEntity,
    /// Its uid.
    Uid(u64),
}

/// The device's response to an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Response {
    /// The operation succeeded.
    Done {
        /// The entity.
        item_uid: ItemUid,
        /// What the response to a test describes, if it can be read.
        report: Option<Box<DeliveryReport>>,
    },
    /// It failed, or the response cannot be read.
    Failed {
        /// Why.
        kind: ResponseKind,
        /// The device's text; if it gave none, the API reference's or a message from this package.
        error: String,
        /// The webhook's field that a documented text concerns.
        field: Option<Field>,
    },
}

/// What a response contains.
#[derive(Default)]
struct Content {
    is_object: bool,
    /// The device's text: the member `error` of an object, or a string.
    error: Option<String>,
    /// None if the member is not a uid.
    item_uid: Option<ItemUid>,
}

/// Reads the device's response to an operation.
///
/// ```
/// use webhook_guard::{Operation, Response, ResponseKind, parse_response};
///
/// let body = br#"{"error":"Webhook with the same URL already exists"}"#;
/// let Response::Failed { kind, field, .. } = parse_response(Some(Operation::Create), 400, body) else {
///     panic!("rejected");
/// };
/// assert_eq!(kind, ResponseKind::Conflict);
/// assert_eq!(field.map(|field| field.name()), Some("url"));
/// ```
#[must_use]
pub fn parse_response(operation: Option<Operation>, status: u16, body: &[u8]) -> Response {
    let success = matches!(status, 200..=299);
    let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
    let content = read(body)
        .unwrap_or_else(|Malformed(_)| Content { error: plain_text(body), ..Content::default() });
    let conflict = content.error.as_deref() == Some(CONFLICT);
    let reported = content.is_object && content.error.is_some();
    if success
        && !conflict
        && !reported
        && let Some(done) = done(operation, &content, body)
    {
        return done;
    }
    let kind = match (status, content.error.as_deref()) {
        _ if conflict => ResponseKind::Conflict,
        (400, Some(WRONG_UID)) | (404, _) => ResponseKind::NotFound,
        (400, _) => ResponseKind::Validation,
        (401, _) => ResponseKind::Unauthorized,
        (403, _) => ResponseKind::Forbidden,
        _ => ResponseKind::Unexpected,
    };
    let error = content.error.unwrap_or_else(|| {
        let error = match kind {
            ResponseKind::Unauthorized => LOG_IN,
            ResponseKind::Forbidden => ADMIN_REQUIRED,
            ResponseKind::NotFound => "The device has nothing at this address.",
            ResponseKind::Validation => "The device rejected the request without a reason.",
            _ if success => "The device's response cannot be read.",
            _ => "The device responded with an error and no reason.",
        };
        error.to_owned()
    });
    let field = field_of(&error);
    Response::Failed { kind, error, field }
}

/// The result of a response with a status of success, where its body can be read for that operation.
fn done(operation: Option<Operation>, content: &Content, body: &[u8]) -> Option<Response> {
    let item_uid = match operation? {
        Operation::Test => {
            let report = DeliveryReport::parse(&String::from_utf8_lossy(body)).map(Box::new);
            return Some(Response::Done { item_uid: ItemUid::Absent, report });
        }
        // The API reference does not describe the response to a delete.
        Operation::Delete if body.is_empty() => ItemUid::Absent,
        _ if !content.is_object => return None,
        Operation::Create | Operation::Update => content.item_uid?,
        _ => content.item_uid.unwrap_or_default(),
    };
    Some(Response::Done { item_uid, report: None })
}

/// The webhook's field that a documented text concerns.
fn field_of(error: &str) -> Option<Field> {
    // The API reference has backticks around the name of a parameter, the device has none.
    let error = error.replace('`', "");
    let is_text_of = |field: Field| {
        RULES
            .iter()
            .filter(|text| !text.error.is_empty() && text.field.is_none_or(|it| it == field))
            .any(|text| {
                error_text(text.rule, Some(field)) == error && text.error != "Wrong JSON body"
            })
    };
    match error.as_str() {
        CONFLICT => Some(Field::Url),
        AUTH_FACTORS => Some(Field::EventTypes),
        _ => FIELDS.iter().map(|rule| rule.field).find(|&field| is_text_of(field)),
    }
}

/// Reads a response that is JSON.
fn read(body: &[u8]) -> Result<Content, Malformed> {
    let mut content = Content { item_uid: Some(ItemUid::Absent), ..Content::default() };
    let mut reader = Reader::new(body);
    reader.space();
    if reader.peek() == Some(b'"') {
        content.error = Some(string(&mut reader)?);
    } else if reader.eat(b'{') {
        content.is_object = true;
        let mut first = true;
        while let Some(name) = reader.member(&mut first)? {
            match (&*name.bytes(), reader.peek()) {
                (b"error", Some(b'"')) => {
                    content.error = Some(string(&mut reader)?);
                }
                (b"item_uid", Some(b'-' | b'0'..=b'9')) => {
                    content.item_uid = item_uid(reader.number()?);
                }
                (b"item_uid", _) => {
                    reader.value(1)?;
                    content.item_uid = None;
                }
                _ => {
                    reader.value(1)?;
                }
            }
        }
    } else {
        reader.value(0)?;
    }
    reader.end()?;
    content.error = content.error.filter(|error| !error.is_empty());
    Ok(content)
}

#[inline(never)]
fn string(reader: &mut Reader) -> Result<String, Malformed> {
    Ok(to_string(&reader.string()?.bytes()))
}

fn item_uid(number: &[u8]) -> Option<ItemUid> {
    match wide_integer(number)? {
        -1 => Some(ItemUid::NoEntity),
        uid => u64::try_from(uid).ok().filter(|uid| *uid <= MAX_SAFE_INTEGER).map(ItemUid::Uid),
    }
}

/// One short line of text, possibly surrounded by JSON white space: some responses are plain text.
/// Neither markup nor truncated JSON, which may contain a secret (§2).
fn plain_text(body: &[u8]) -> Option<String> {
    const MAX_BYTES: usize = 200;
    let mut text = body;
    while let [b' ' | b'\t' | b'\r' | b'\n', rest @ ..]
    | [rest @ .., b' ' | b'\t' | b'\r' | b'\n'] = text
    {
        text = rest;
    }
    if text.len() > MAX_BYTES || matches!(text, [] | [b'<' | b'{' | b'[' | b'"', ..]) {
        return None;
    }
    let text = std::str::from_utf8(text).ok()?;
    (!text.contains(char::is_control)).then(|| text.to_owned())
}
