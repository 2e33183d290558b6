//! `buildRequest` and `parseResponse` for JavaScript: arguments and results as JSON text.

use crate::delivery::DeliveryReport;
use crate::json::{JsonType, Malformed, Reader, to_string, wide_integer};
use crate::request::{ListQuery, Misuse, Operation, Request, head};
use crate::response::{ItemUid, Response, parse_response};
use crate::rules::Field;
use crate::schema::Data;

/// The request without its body, as `{ method, url, headers, hasBody }`, or `{ misuse }`: the message
/// about an argument that is wrong.
#[must_use]
pub fn head_text(arguments: &[u8]) -> Vec<u8> {
    request_head(arguments)
        .unwrap_or_else(|misuse| Data::from([("misuse", misuse.message().into())]))
        .to_json()
}

fn request_head(arguments: &[u8]) -> Result<Data, Misuse> {
    let arguments = &mut Arguments::new(arguments);
    let operation = arguments.text().and_then(|name| Operation::from_name(&name));
    let expected = "one of create, update, get, delete, test and list";
    let operation = operation.ok_or(Misuse { argument: "operation", expected })?;
    let (base_url, token) = (arguments.text(), arguments.text());
    let request = Request {
        base_url: base_url.as_deref(),
        token: token.as_deref(),
        uid: arguments.integer(),
        query: ListQuery {
            limit: arguments.integer(),
            page_number: arguments.integer(),
            sort_field: arguments.query_text("query.sort_field")?,
            sort_type: arguments.query_text("query.sort_type")?,
            filter: arguments.query_text("query.filter")?,
            locale: arguments.query_text("query.locale")?,
        },
        ..Request::new(operation)
    };
    let built = head(&request)?;
    let headers = built.headers.into_iter().map(|(name, value)| (name, value.into()));
    Ok(Data::from([
        ("method", built.method.into()),
        ("url", built.url.into()),
        ("headers", Data::Map(headers.collect())),
        ("hasBody", operation.has_body().into()),
    ]))
}

/// The value of an argument.
enum Value {
    Absent,
    Text(String),
    Integer(u64),
    /// Not of a type that any argument has.
    Other,
}

/// The arguments in their order, a JSON array of strings, safe integers from 1, null for an absent
/// argument and false for one of another type.
struct Arguments<'a> {
    reader: Reader<'a>,
    first: bool,
}

impl<'a> Arguments<'a> {
    fn new(text: &'a [u8]) -> Self {
        let mut reader = Reader::new(text);
        reader.eat(b'[');
        Self { reader, first: true }
    }

    #[inline(never)]
    fn next(&mut self) -> Result<Value, Malformed> {
        if !self.reader.item(&mut self.first)? {
            return Ok(Value::Absent);
        }
        Ok(match self.reader.peek() {
            Some(b'"') => Value::Text(to_string(&self.reader.string()?.bytes())),
            Some(b'0'..=b'9') => {
                let integer = wide_integer(self.reader.number()?);
                integer.and_then(|it| it.try_into().ok()).map_or(Value::Other, Value::Integer)
            }
            _ => match self.reader.value(1)? {
                JsonType::Null => Value::Absent,
                _ => Value::Other,
            },
        })
    }

    /// An argument that is a string or absent. Another value becomes empty, which no argument allows.
    #[inline(never)]
    fn text(&mut self) -> Option<String> {
        match self.next() {
            Ok(Value::Text(text)) => Some(text),
            Ok(Value::Absent) => None,
            _ => Some(String::new()),
        }
    }

    /// An argument that is an integer or absent. Another value becomes 0, which no argument allows.
    #[inline(never)]
    fn integer(&mut self) -> Option<u64> {
        match self.next() {
            Ok(Value::Integer(integer)) => Some(integer),
            Ok(Value::Absent) => None,
            _ => Some(0),
        }
    }

    /// A text of the query, which may be empty.
    fn query_text(&mut self, argument: &'static str) -> Result<Option<String>, Misuse> {
        match self.next() {
            Ok(Value::Text(text)) => Ok(Some(text)),
            Ok(Value::Absent) => Ok(None),
            _ => Err(Misuse { argument, expected: "a string" }),
        }
    }
}

/// What the response means (§6). JavaScript adds `data`, which it has.
#[must_use]
pub fn response_text(operation: &[u8], status: u16, body: &[u8]) -> Vec<u8> {
    let operation = std::str::from_utf8(operation).ok().and_then(Operation::from_name);
    match parse_response(operation, status, body) {
        Response::Done { item_uid, report } => {
            let item_uid = match item_uid {
                ItemUid::Absent => None,
                ItemUid::NoEntity => Some(Data::Null),
                ItemUid::Uid(uid) => Some(Data::Number(uid.try_into().unwrap_or(i64::MAX))),
            };
            let report = report.map(|report| delivery(*report));
            present(vec![("ok", Some(true.into())), ("itemUid", item_uid), ("report", report)])
        }
        Response::Failed { kind, error, field } => Data::from([
            ("ok", false.into()),
            ("kind", kind.name().into()),
            ("error", error.into()),
            ("path", field.into_iter().map(Field::name).collect()),
        ]),
    }
    .to_json()
}

/// An object of the members that have a value.
#[inline(never)]
fn present(members: Vec<(&'static str, Option<Data>)>) -> Data {
    Data::Map(members.into_iter().filter_map(|(name, value)| Some((name, value?))).collect())
}

fn delivery(report: DeliveryReport) -> Data {
    let text = |text: Option<String>| text.map(Data::from);
    let number = |number: Option<u32>| number.map(Data::from);
    let request = report.request.map(|request| {
        let pairs = request.headers.into_iter().map(|(name, value)| Data::from_iter([name, value]));
        present(vec![
            ("url", text(request.url)),
            ("method", text(request.method)),
            ("headers", Some(pairs.collect())),
            ("payload", text(request.payload)),
        ])
    });
    let response = report.response.map(|response| {
        let status = number(response.status.map(u32::from));
        present(vec![("status", status), ("text", text(response.text))])
    });
    present(vec![
        ("eventType", text(report.event_type)),
        ("eventId", text(report.event_id)),
        ("eventTime", text(report.event_time)),
        ("requestTime", text(report.request_time)),
        ("responseTime", text(report.response_time)),
        ("durationMs", number(report.duration_ms)),
        ("outcome", text(report.outcome)),
        ("attempt", number(report.attempt)),
        ("attempts", number(report.attempts)),
        ("request", request),
        ("response", response),
    ])
}
