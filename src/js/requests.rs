//! `buildRequest` and `parseResponse` for JavaScript: arguments and results as JSON text.

use crate::delivery::DeliveryReport;
use crate::json::{JsonType, Malformed, Reader, to_string, wide_integer, write_string};
use crate::request::{ListQuery, Misuse, Operation, Request, head};
use crate::response::{ItemUid, Response, parse_response};
use crate::rules::Field;

/// The request without its body, as `{ method, url, headers, hasBody }`, or `{ misuse }`: the message
/// about an argument that is wrong.
#[must_use]
pub fn head_text(arguments: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut object = Object::new(&mut out);
    if let Err(misuse) = request_head(arguments, &mut object) {
        object.text("misuse", Some(&misuse.message()));
    }
    object.end();
    out
}

fn request_head(arguments: &[u8], object: &mut Object) -> Result<(), Misuse> {
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
    object.text("method", Some(built.method));
    object.text("url", Some(&built.url));
    let mut headers = object.object("headers");
    for (name, value) in &built.headers {
        headers.text(name, Some(value));
    }
    headers.end();
    object.word("hasBody", if operation.has_body() { "true" } else { "false" });
    Ok(())
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
    let mut out = Vec::new();
    let mut object = Object::new(&mut out);
    match parse_response(operation, status, body) {
        Response::Done { item_uid, report } => {
            object.word("ok", "true");
            match item_uid {
                ItemUid::Absent => {}
                ItemUid::NoEntity => object.word("itemUid", "null"),
                ItemUid::Uid(uid) => object.number("itemUid", Some(uid)),
            }
            if let Some(report) = report {
                write_delivery(&report, object.object("report"));
            }
        }
        Response::Failed { kind, error, field } => {
            object.word("ok", "false");
            object.text("kind", Some(kind.name()));
            object.text("error", Some(&error));
            object.list("path", field.map(Field::name).as_slice());
        }
    }
    object.end();
    out
}

fn write_delivery(report: &DeliveryReport, mut object: Object) {
    object.text("eventType", report.event_type.as_deref());
    object.text("eventId", report.event_id.as_deref());
    object.text("eventTime", report.event_time.as_deref());
    object.text("requestTime", report.request_time.as_deref());
    object.text("responseTime", report.response_time.as_deref());
    object.number("durationMs", report.duration_ms);
    object.text("outcome", report.outcome.as_deref());
    object.number("attempt", report.attempt);
    object.number("attempts", report.attempts);
    if let Some(request) = &report.request {
        let mut object = object.object("request");
        object.text("url", request.url.as_deref());
        object.text("method", request.method.as_deref());
        object.pairs("headers", &request.headers);
        object.text("payload", request.payload.as_deref());
        object.end();
    }
    if let Some(response) = &report.response {
        let mut object = object.object("response");
        object.number("status", response.status);
        object.text("text", response.text.as_deref());
        object.end();
    }
    object.end();
}

/// Writes an object as JSON text: of its members, those that have a value. By calls, since it is small
/// code that matters here.
struct Object<'o> {
    out: &'o mut Vec<u8>,
    first: bool,
}

impl<'o> Object<'o> {
    fn new(out: &'o mut Vec<u8>) -> Self {
        out.push(b'{');
        Self { out, first: true }
    }

    #[inline(never)]
    fn name(&mut self, name: &str) {
        if !self.first {
            self.out.push(b',');
        }
        self.first = false;
        write_string(self.out, name.as_bytes());
        self.out.push(b':');
    }

    #[inline(never)]
    fn text(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.name(name);
            write_string(self.out, value.as_bytes());
        }
    }

    /// A member whose value is a number or one of the names `true`, `false` and `null`.
    #[inline(never)]
    fn word(&mut self, name: &str, value: &str) {
        self.name(name);
        self.out.extend_from_slice(value.as_bytes());
    }

    fn number(&mut self, name: &str, value: Option<impl Into<u64>>) {
        if let Some(value) = value {
            self.word(name, &value.into().to_string());
        }
    }

    fn list(&mut self, name: &str, values: &[&str]) {
        self.name(name);
        write_texts(self.out, values);
    }

    fn pairs(&mut self, name: &str, pairs: &[(String, String)]) {
        self.name(name);
        write_list(self.out, pairs, |out, (name, value)| write_texts(out, &[name, value]));
    }

    /// Begins a member that is an object. That must end before the next member of this one.
    fn object(&mut self, name: &str) -> Object<'_> {
        self.name(name);
        Object::new(self.out)
    }

    fn end(self) {
        self.out.push(b'}');
    }
}

#[inline(never)]
fn write_texts(out: &mut Vec<u8>, texts: &[&str]) {
    write_list(out, texts, |out, text| write_string(out, text.as_bytes()));
}

fn write_list<T>(out: &mut Vec<u8>, items: &[T], write: impl Fn(&mut Vec<u8>, &T)) {
    out.push(b'[');
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        write(out, item);
    }
    out.push(b']');
}
