//! The core, with the results that JavaScript creates written in Rust.

use super::{Map, Value, bytes, json};
use webhook_guard::report::{Param, Segment};
use webhook_guard::request::ListQuery;
use webhook_guard::response::ItemUid;
use webhook_guard::{
    DeliveryReport, Finding, Location, Operation, Options, Report, Request, RequestError, Response,
    build_request, canonical_body, parse_response,
};

pub fn text(text: &str) -> Vec<u8> {
    text.as_bytes().to_vec()
}

/// None for values, which only JavaScript has.
pub fn inputs(case: &Value) -> Vec<Vec<u8>> {
    let body = case["body"].as_str().map(text);
    body.into_iter().chain(case["bytes"].as_str().map(bytes)).collect()
}

fn options(given: &Value) -> Options {
    let extra = given["extraEventTypes"].as_array().into_iter().flatten();
    let extra = extra.map(|name| name.as_str().expect("a name").to_owned()).collect();
    Options { extra_event_types: extra }
}

pub fn validate(input: &[u8], case: &Value) -> Value {
    verdict(&webhook_guard::validate(input, &options(case)))
}

pub fn canonical(input: &[u8], case: &Value) -> Result<String, String> {
    canonical_body(input, &options(case)).map_err(|report| format!("{report:?}"))
}

fn verdict(report: &Report) -> Value {
    json!({
        "valid": report.is_valid(),
        "error": report.error(),
        "truncated": report.truncated.then_some(true),
        "errors": report.errors.iter().map(|issue| finding(issue, true)).collect::<Value>(),
        "warnings": report.warnings.iter().map(|it| finding(it, false)).collect::<Value>(),
    })
}

fn finding(finding: &Finding, issue: bool) -> Value {
    let path = finding.path().into_iter().map(|segment| match segment {
        Segment::Name(name) => Value::from(name),
        Segment::Index(index) => Value::from(index),
    });
    let params = finding.params().into_iter().map(|(name, param)| {
        let value = match param {
            Param::Number(number) => Value::from(number),
            Param::Text(text) => Value::from(text),
            Param::Values(values) => Value::from(values),
        };
        (name.to_owned(), value)
    });
    let mut members = json!({
        "code": finding.code(),
        "path": path.collect::<Value>(),
        "message": finding.message(),
        "params": params.collect::<Map<_, _>>(),
    });
    if issue {
        members["error"] = finding.error().into();
    }
    members
}

/// None if an argument is not of its type: the compiler rejects that here.
pub fn request(given: &Value) -> Option<Result<Value, (&'static str, String)>> {
    let text = |object: &Value, name| match object.get(name) {
        None => Some(None),
        Some(value) => value.as_str().map(|text| Some(text.to_owned())),
    };
    let integer = |object: &Value, name| match object.get(name) {
        None => Some(None),
        Some(value) => value.as_u64().map(Some),
    };
    let operation = Operation::from_name(given["operation"].as_str()?)?;
    let query = &given["query"];
    let names = ["limit", "page_number", "sort_field", "sort_type", "filter", "locale"];
    let known = |name: &String| names.contains(&name.as_str());
    if given.get("query").is_some() && !query.as_object()?.keys().all(known) {
        return None;
    }
    let query = ListQuery {
        limit: integer(query, "limit")?,
        page_number: integer(query, "page_number")?,
        sort_field: text(query, "sort_field")?,
        sort_type: text(query, "sort_type")?,
        filter: text(query, "filter")?,
        locale: text(query, "locale")?,
    };
    let webhook = match given.get("webhook") {
        None => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(value) => value.to_string(),
    };
    let base_url = text(given, "baseUrl")?;
    let token = text(given, "token")?;
    if given.get("extraEventTypes").is_some_and(|extra| {
        !extra.as_array().is_some_and(|names| names.iter().all(Value::is_string))
    }) {
        return None;
    }
    let request = Request {
        operation,
        base_url: base_url.as_deref(),
        token: token.as_deref(),
        uid: integer(given, "uid")?,
        query,
        webhook: webhook.as_bytes(),
        options: options(given),
    };
    Some(match build_request(&request) {
        Ok(built) => {
            let headers =
                built.headers.into_iter().map(|(name, value)| (name.into(), value.into()));
            let mut members = json!({
                "method": built.method,
                "url": built.url,
                "headers": headers.collect::<Map<_, _>>(),
            });
            if let Some(body) = built.body {
                members["body"] = body.into();
            }
            Ok(members)
        }
        Err(error @ RequestError::Misuse(_)) => Err(("TypeError", error.to_string())),
        Err(error @ RequestError::Invalid(_)) => Err(("InvalidWebhookError", error.to_string())),
    })
}

/// None if the status is not an HTTP status: the compiler rejects that here.
pub fn response(given: &Value) -> Option<Value> {
    let operation = given["operation"].as_str().and_then(Operation::from_name);
    let status = u16::try_from(given["status"].as_u64()?).ok()?;
    let body = match (&given["bytes"], given.get("body")) {
        (Value::String(hex), _) => bytes(hex),
        (_, Some(Value::String(body))) => text(body),
        (_, Some(value)) => text(&value.to_string()),
        (_, None) => Vec::new(),
    };
    Some(match parse_response(operation, status, &body) {
        Response::Done { item_uid, report } => {
            let mut result = json!({ "ok": true });
            match item_uid {
                ItemUid::Absent => {}
                ItemUid::NoEntity => result["itemUid"] = Value::Null,
                ItemUid::Uid(uid) => result["itemUid"] = uid.into(),
            }
            if let Some(report) = report {
                result["report"] = delivery(*report);
            }
            result
        }
        Response::Failed { kind, error, field } => json!({
            "ok": false,
            "kind": kind.name(),
            "error": error,
            "path": field.iter().map(|field| field.name()).collect::<Vec<_>>(),
        }),
    })
}

fn delivery(report: DeliveryReport) -> Value {
    let request = report.request.map(|request| {
        object([
            ("url", request.url.into()),
            ("method", request.method.into()),
            ("headers", json!(request.headers)),
            ("payload", request.payload.into()),
        ])
    });
    let response = report.response.map(|response| {
        object([("status", response.status.into()), ("text", response.text.into())])
    });
    object([
        ("eventType", report.event_type.into()),
        ("eventId", report.event_id.into()),
        ("eventTime", report.event_time.into()),
        ("requestTime", report.request_time.into()),
        ("responseTime", report.response_time.into()),
        ("durationMs", report.duration_ms.into()),
        ("outcome", report.outcome.into()),
        ("attempt", report.attempt.into()),
        ("attempts", report.attempts.into()),
        ("request", request.into()),
        ("response", response.into()),
    ])
}

/// An object of the members that are not null.
fn object<const N: usize>(members: [(&str, Value); N]) -> Value {
    let members = members.into_iter().filter(|(_, value)| !value.is_null());
    members.map(|(name, value)| (name.to_owned(), value)).collect::<Map<_, _>>().into()
}

/// None if a segment of the path is not a segment here: the compiler rejects that.
pub fn locate(case: &Value) -> Option<Value> {
    let path = case["path"].as_array().expect("a path").iter().map(|segment| match segment {
        Value::String(name) => Some(Segment::Name(name)),
        Value::Number(index) => Some(Segment::Index(usize::try_from(index.as_u64()?).ok()?)),
        _ => None,
    });
    let path = path.collect::<Option<Vec<_>>>()?;
    let body = &inputs(case)[0];
    let place = |it: Location| json!({ "offset": it.offset, "length": it.length, "line": it.line, "column": it.column });
    let found = webhook_guard::locate(body, &path);
    Some(json!({
        "inBytes": found.map(place),
        "inText": found.map(|found| place(found.in_utf16(body))),
    }))
}
