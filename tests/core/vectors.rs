//! The contract as cases (`tests/vectors/*.json`): natively against the core; as wasm, in Node and
//! in a browser, against what the module exports to JavaScript.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops where something is wrong"
)]

use serde_json::{Map, Value, json};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[cfg(not(target_arch = "wasm32"))]
use native as subject;
#[cfg(target_arch = "wasm32")]
use wasm as subject;

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        const FILES: &[(&str, &str)] =
            &[$(($name, include_str!(concat!("../vectors/", $name)))),*];
    };
}

files![
    "canonical.json",
    "delivery-report.json",
    "event-types.json",
    "header-names.json",
    "header-values.json",
    "headers.json",
    "locate.json",
    "members.json",
    "numbers.json",
    "reading.json",
    "request.json",
    "response.json",
    "secret-status-description.json",
    "truncated.json",
    "url.json",
    "values.json",
    "warnings.json",
];

/// Runs every case of a kind, and reports all that differ.
fn each(kind: &str, run: impl Fn(&Value) -> Result<(), String>) {
    let mut count = 0;
    let mut failures = Vec::new();
    for (file, text) in FILES {
        let vectors: Value = serde_json::from_str(text).expect(file);
        if vectors["kind"] != kind {
            continue;
        }
        for case in vectors["cases"].as_array().expect(file) {
            count += 1;
            if let Err(difference) = run(case) {
                failures.push(format!("{file}: {}: {difference}", case["name"]));
            }
        }
    }
    assert!(count > 0, "no case of kind {kind}");
    assert!(failures.is_empty(), "{} of {count}:\n{}", failures.len(), failures.join("\n"));
}

fn same(what: &str, got: &Value, want: &Value) -> Result<(), String> {
    if got == want { Ok(()) } else { Err(format!("{what}\n  got  {got}\n  want {want}")) }
}

fn bytes(hex: &str) -> Vec<u8> {
    let digit = |at| char::from(hex.as_bytes()[at]).to_digit(16).expect("hexadecimal") as u8;
    (0..hex.len()).step_by(2).map(|at| digit(at) << 4 | digit(at + 1)).collect()
}

/// The findings with only those params that the case lists.
fn comparable(findings: &Value, like: &Value) -> Value {
    let empty = Vec::new();
    let like = like.as_array().unwrap_or(&empty);
    let findings = findings.as_array().expect("findings").iter().enumerate();
    findings
        .map(|(at, finding)| {
            let mut finding = finding.clone();
            let message = finding["message"].take();
            assert!(message.as_str().is_some_and(|text| text.ends_with(['.', '?'])), "{message}");
            let members = finding.as_object_mut().expect("a finding");
            members.remove("message");
            let named = like.get(at).and_then(|finding| finding["params"].as_object());
            let params = members.remove("params").unwrap_or_default();
            if let Some(named) = named {
                let params = named.keys().map(|name| (name.clone(), params[name].clone()));
                members.insert("params".into(), params.collect::<Map<_, _>>().into());
            }
            finding
        })
        .collect()
}

fn check_verdict(verdict: &Value, case: &Value) -> Result<(), String> {
    same("valid", &verdict["valid"], &case["valid"])?;
    same("error", &verdict["error"], &case["error"])?;
    same("truncated", &verdict["truncated"], &case["truncated"])?;
    for findings in ["errors", "warnings"] {
        let want = if case[findings].is_null() { json!([]) } else { case[findings].clone() };
        same(findings, &comparable(&verdict[findings], &want), &want)?;
    }
    Ok(())
}

#[test]
fn validate() {
    each("validate", |case| {
        // To read a JavaScript value may change it: each is made afresh.
        for (input, fresh) in subject::inputs(case).iter().zip(&subject::inputs(case)) {
            check_verdict(&subject::validate(input, case), case)?;
            if let Some(canonical) = case["canonical"].as_str() {
                let build = |input| subject::canonical(input, case).map(Value::from);
                same("canonical", &build(fresh)?, &case["canonical"])?;
                same("again", &build(&subject::text(canonical))?, &case["canonical"])?;
            }
        }
        Ok(())
    });
}

#[test]
fn request() {
    each("request", |case| {
        let Some(got) = subject::request(&case["request"]) else { return Ok(()) };
        let throws = &case["throws"];
        match got {
            Ok(got) => {
                let mut want = case.clone();
                let members = want.as_object_mut().expect("a case");
                members.remove("name");
                members.remove("request");
                same("request", &got, &want)
            }
            Err((name, text)) => {
                same("throws", &name.into(), &throws["name"])?;
                let part = throws["argument"].as_str().or(throws["error"].as_str());
                if text.contains(part.unwrap_or_default()) { Ok(()) } else { Err(text) }
            }
        }
    });
}

#[test]
fn response() {
    each("response", |case| {
        let Some(mut got) = subject::response(&case["response"]) else { return Ok(()) };
        let mut want = case["result"].clone();
        if want["error"].is_null() && want["ok"] == false {
            assert_ne!(got["error"], "");
            got["error"] = Value::Null;
        }
        // What the answer holds is for JavaScript to parse.
        if cfg!(not(target_arch = "wasm32")) {
            want.as_object_mut().expect("a result").remove("data");
        }
        same("result", &got, &want)
    });
}

#[test]
fn locate() {
    each("locate", |case| {
        let Some(got) = subject::locate(case) else { return Ok(()) };
        for units in ["inBytes", "inText"] {
            // A text that is only bytes has no place in a string.
            if case.get(units).is_some() {
                same(units, &got[units], &case[units])?;
            }
        }
        Ok(())
    });
}

#[cfg(not(target_arch = "wasm32"))]
#[test]
fn every_file_is_read() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors");
    let names =
        std::fs::read_dir(folder).expect(folder).map(|entry| entry.expect(folder).file_name());
    let mut names: Vec<_> = names.map(|name| name.into_string().expect("a name")).collect();
    // The crate verifies no signatures: verify.json is for the npm package alone.
    names.retain(|name| name.ends_with(".json") && name != "verify.json");
    names.sort();
    assert_eq!(names, FILES.iter().map(|(name, _)| *name).collect::<Vec<_>>());
}

/// The core, with what JavaScript makes of its results written in Rust.
#[cfg(not(target_arch = "wasm32"))]
mod native {
    use super::{Map, Value, bytes, json};
    use webhook_guard::report::{Param, Segment};
    use webhook_guard::request::ListQuery;
    use webhook_guard::response::ItemUid;
    use webhook_guard::{
        DeliveryReport, Finding, Location, Operation, Options, Report, Request, RequestError,
        Response, build_request, canonical_body, parse_response,
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

    /// None where an argument is not of its type: the compiler rejects that here.
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
            Err(error @ RequestError::Invalid(_)) => {
                Err(("InvalidWebhookError", error.to_string()))
            }
        })
    }

    /// None where the status is no HTTP status: the compiler rejects that here.
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

    /// None where a segment of the path is no segment here: the compiler rejects that.
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
}

/// The module's exports, called with JavaScript values.
#[cfg(target_arch = "wasm32")]
mod wasm {
    use super::{Value, bytes, json};
    use js_sys::{Error, Function, JSON, Reflect, Uint8Array};
    use wasm_bindgen::prelude::*;
    use webhook_guard::js as exports;

    thread_local! {
        // The test harness does not call what a module runs at its start.
        static STARTED: () = exports::start();
    }

    #[wasm_bindgen(module = "/tests/vectors/values.js")]
    extern "C" {
        #[wasm_bindgen(thread_local_v2, js_name = values)]
        static VALUES: JsValue;
    }

    fn to_js(value: &Value) -> JsValue {
        JSON::parse(&value.to_string()).expect("JSON")
    }

    fn from_js(value: &JsValue) -> Value {
        let text = JSON::stringify(value).expect("plain data");
        serde_json::from_str(&String::from(text)).expect("JSON")
    }

    fn get(object: &JsValue, name: &str) -> JsValue {
        Reflect::get(object, &name.into()).expect(name)
    }

    fn is_error(error: &JsValue) -> (String, String) {
        let error: &Error = error.dyn_ref().expect("an Error");
        (error.name().into(), error.message().into())
    }

    pub fn text(text: &str) -> JsValue {
        text.into()
    }

    pub fn inputs(case: &Value) -> Vec<JsValue> {
        if let Some(name) = case["value"].as_str() {
            let make: Function = VALUES.with(|values| get(values, name)).into();
            return vec![make.call0(&JsValue::NULL).expect("a value")];
        }
        if let Some(hex) = case["bytes"].as_str() {
            return vec![Uint8Array::from(&*bytes(hex)).into()];
        }
        let body = case["body"].as_str().expect("a text");
        vec![body.into(), Uint8Array::from(body.as_bytes()).into()]
    }

    pub fn validate(input: &JsValue, case: &Value) -> Value {
        STARTED.with(|()| ());
        from_js(&exports::validate_webhook(input, &to_js(case)).expect("a verdict"))
    }

    pub fn canonical(input: &JsValue, case: &Value) -> Result<String, String> {
        STARTED.with(|()| ());
        let request = to_js(&json!({ "operation": "create" }));
        Reflect::set(&request, &"webhook".into(), input).expect("set");
        Reflect::set(&request, &"extraEventTypes".into(), &get(&to_js(case), "extraEventTypes"))
            .expect("set");
        let built = exports::build_request(&request).map_err(|error| is_error(&error).1)?;
        Ok(get(&built, "body").as_string().expect("a body"))
    }

    pub fn request(given: &Value) -> Option<Result<Value, (String, String)>> {
        STARTED.with(|()| ());
        Some(match exports::build_request(&to_js(given)) {
            Ok(built) => Ok(from_js(&built)),
            Err(error) => Err(is_error(&error)),
        })
    }

    pub fn response(given: &Value) -> Option<Value> {
        let response = to_js(given);
        if let Some(hex) = given["bytes"].as_str() {
            let body = Uint8Array::from(&*bytes(hex));
            Reflect::set(&response, &"body".into(), &body).expect("set");
        }
        STARTED.with(|()| ());
        Some(from_js(&exports::parse_response(&response).expect("a result")))
    }

    pub fn locate(case: &Value) -> Option<Value> {
        STARTED.with(|()| ());
        let path = to_js(&case["path"]);
        let place = |input: &JsValue| {
            let found = exports::locate_value(input, &path).expect("a location or undefined");
            if found.is_undefined() { Value::Null } else { from_js(&found) }
        };
        let inputs = inputs(case);
        Some(json!({
            "inBytes": inputs.last().map(place),
            "inText": inputs.first().filter(|input| input.is_string()).map(place),
        }))
    }
}
