//! `parseResponse`: what the device's answer says (§6).

use crate::json::{Malformed, Reader, to_string, wide_integer};
use crate::report::error_text;
use crate::request::{MAX_SAFE_INTEGER, Operation};
use crate::rules::{
    ADMIN_REQUIRED, AUTH_FACTORS, CONFLICT, FIELDS, Field, LOG_IN, RULES, WRONG_UID,
};

/// Why the device refused, or that nobody can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResponseKind {
    /// 400: the body breaks a rule.
    Validation,
    /// A webhook with the same URL is there already.
    Conflict,
    /// 401: log in.
    Unauthorized,
    /// 403: administrator rights are required.
    Forbidden,
    /// No webhook of that uid.
    NotFound,
    /// Any other status, or an answer that cannot be read.
    Unexpected,
}

impl ResponseKind {
    /// The name the contract gives it.
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

/// The entity an answer speaks of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ItemUid {
    /// It speaks of none.
    #[default]
    Absent,
    /// -1: there is no entity.
    NoEntity,
    /// Its uid.
    Uid(u64),
}

/// The device's answer, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Response {
    /// The device did as it was told.
    Done {
        /// The entity.
        item_uid: ItemUid,
    },
    /// It did not, or nobody can tell.
    Refused {
        /// Why.
        kind: ResponseKind,
        /// The device's text; the document's or ours where there is none to read.
        error: String,
        /// The webhook's field that a documented text speaks of.
        field: Option<Field>,
    },
}

/// What there is to read in an answer.
#[derive(Default)]
struct Answer {
    is_object: bool,
    error: Option<String>,
    item_uid: Option<ItemUid>,
}

/// Reads the device's answer to an operation.
///
/// ```
/// use webhook_guard::{Operation, Response, ResponseKind, parse_response};
///
/// let body = br#"{"error":"Webhook with the same URL already exists"}"#;
/// let Response::Refused { kind, field, .. } = parse_response(Some(Operation::Create), 400, body) else {
///     panic!("refused");
/// };
/// assert_eq!(kind, ResponseKind::Conflict);
/// assert_eq!(field.map(|field| field.name()), Some("url"));
/// ```
#[must_use]
pub fn parse_response(operation: Option<Operation>, status: u16, body: &[u8]) -> Response {
    let success = matches!(status, 200..=299);
    if success && operation == Some(Operation::Test) {
        return Response::Done { item_uid: ItemUid::Absent };
    }
    let read = read(body, success);
    let plain = if read.is_err() && !success { plain_text(body) } else { None };
    let answer = read.unwrap_or_default();
    if success && answer.error.is_none() {
        return done(operation, &answer, body.is_empty()).unwrap_or_else(|| {
            refused(ResponseKind::Unexpected, "The device's answer cannot be read.")
        });
    }
    let error = answer.error.or(plain).unwrap_or_default();
    let kind = match (status, error.as_str()) {
        (_, CONFLICT) => ResponseKind::Conflict,
        (400, WRONG_UID) | (404, _) => ResponseKind::NotFound,
        (400, _) => ResponseKind::Validation,
        (401, _) => ResponseKind::Unauthorized,
        (403, _) => ResponseKind::Forbidden,
        _ => ResponseKind::Unexpected,
    };
    if !error.is_empty() {
        return refused(kind, &error);
    }
    refused(
        kind,
        match kind {
            ResponseKind::Unauthorized => LOG_IN,
            ResponseKind::Forbidden => ADMIN_REQUIRED,
            ResponseKind::NotFound => "The device has nothing at this address.",
            ResponseKind::Validation => "The device refused the request and did not say why.",
            _ => "The device gave an answer that says nothing about the webhook.",
        },
    )
}

fn refused(kind: ResponseKind, error: &str) -> Response {
    Response::Refused { kind, error: error.to_owned(), field: field_of(error) }
}

/// What a success says, where it can be read for that operation.
fn done(operation: Option<Operation>, answer: &Answer, empty: bool) -> Option<Response> {
    let item_uid = match operation? {
        // The document says nothing of the answer to a delete.
        Operation::Delete if empty => Some(ItemUid::Absent),
        _ if !answer.is_object => None,
        Operation::Create | Operation::Update => answer.item_uid,
        _ => Some(answer.item_uid.unwrap_or_default()),
    };
    item_uid.map(|item_uid| Response::Done { item_uid })
}

/// The webhook's field that a documented text speaks of.
fn field_of(error: &str) -> Option<Field> {
    // The document prints a parameter's name in backticks, the device without.
    let error = error.replace('`', "");
    let says = |field: Field| {
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
        _ => FIELDS.iter().map(|rule| rule.field).find(|&field| says(field)),
    }
}

/// Reads a JSON answer: an object, or a string that is an error by itself where it is no success.
fn read(body: &[u8], success: bool) -> Result<Answer, Malformed> {
    let mut answer = Answer { item_uid: Some(ItemUid::Absent), ..Answer::default() };
    let mut reader = Reader::new(body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body));
    reader.space();
    if reader.peek() == Some(b'"') && !success {
        answer.error = Some(to_string(&reader.string()?.bytes()));
    } else if reader.eat(b'{') {
        answer.is_object = true;
        let mut first = true;
        while let Some(name) = reader.member(&mut first)? {
            match (&*name.bytes(), reader.peek()) {
                (b"error", Some(b'"')) => {
                    answer.error = Some(to_string(&reader.string()?.bytes()));
                }
                (b"item_uid", Some(b'-' | b'0'..=b'9')) => {
                    answer.item_uid = item_uid(reader.number()?);
                }
                (b"item_uid", _) => {
                    reader.value(1)?;
                    answer.item_uid = None;
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
    answer.error = answer.error.filter(|error| !error.is_empty());
    Ok(answer)
}

fn item_uid(number: &[u8]) -> Option<ItemUid> {
    match wide_integer(number)? {
        -1 => Some(ItemUid::NoEntity),
        uid => u64::try_from(uid).ok().filter(|uid| *uid <= MAX_SAFE_INTEGER).map(ItemUid::Uid),
    }
}

/// A short line of text that is no markup: what `test` answers is plain text.
fn plain_text(body: &[u8]) -> Option<String> {
    const LONGEST: usize = 200;
    let text = std::str::from_utf8(body).ok()?.trim_start_matches('\u{FEFF}').trim();
    let line = !text.is_empty()
        && text.len() <= LONGEST
        // Markup, or JSON that broke off: it may hold a secret (§2).
        && !text.starts_with(['<', '{', '[', '"'])
        && !text.contains(char::is_control);
    line.then(|| text.to_owned())
}
