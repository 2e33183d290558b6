//! What a Rust program would use instead: a struct that garde validates, filled by three readers, and JSON
//! Schema.

use std::borrow::Cow;
use std::cell::RefCell;

use garde::{Path, Validate};
use serde::Deserialize;

use crate::Contestant;
use crate::rules::{event_types, header_issues, is_http_url};

type Text<'a> = Cow<'a, str>;

fn check(valid: bool, message: &'static str) -> garde::Result {
    if valid { Ok(()) } else { Err(garde::Error::new(message)) }
}

fn length(text: &str, min: usize, max: usize) -> bool {
    (min..=max).contains(&text.chars().count())
}

fn check_url(text: &Text, (): &()) -> garde::Result {
    check(length(text, 4, 2000) && is_http_url(text), "Invalid URL format. Must be HTTP URL")
}

fn check_secret(text: &Option<Text>, (): &()) -> garde::Result {
    let valid = text.as_ref().is_none_or(|text| length(text, 16, 128));
    check(valid, "Secret must be between 16 and 128 characters")
}

fn check_status(text: &Text, (): &()) -> garde::Result {
    check(matches!(&**text, "active" | "disabled"), "Status must be 'active' or 'disabled'")
}

fn check_description(text: &Option<Text>, (): &()) -> garde::Result {
    let valid = text.as_ref().is_none_or(|text| length(text, 0, 1000));
    check(valid, "Description must be at most 1000 characters")
}

fn check_event_type(text: &Text, (): &()) -> garde::Result {
    check(event_types().contains(&**text), "Invalid event types")
}

#[derive(Deserialize)]
struct Headers<'a>(#[serde(borrow)] Text<'a>);

impl Validate for Headers<'_> {
    type Context = ();

    fn validate_into(&self, (): &(), parent: &mut dyn FnMut() -> Path, report: &mut garde::Report) {
        header_issues(&self.0, |name, message| {
            let path = match name {
                Some(name) => parent().join(name),
                None => parent(),
            };
            report.append(path, garde::Error::new(message));
        });
    }
}

#[derive(Deserialize, Validate)]
struct Webhook<'a> {
    #[serde(borrow)]
    #[garde(custom(check_url))]
    url: Text<'a>,
    #[serde(borrow)]
    #[garde(custom(check_secret))]
    secret: Option<Text<'a>>,
    #[serde(borrow)]
    #[garde(custom(check_status))]
    status: Text<'a>,
    #[garde(range(min = 1000, max = 30000))]
    timeout: Option<i64>,
    #[serde(borrow)]
    #[garde(dive)]
    headers: Option<Headers<'a>>,
    #[serde(borrow)]
    #[garde(custom(check_description))]
    description: Option<Text<'a>>,
    #[serde(borrow)]
    #[garde(length(min = 1), inner(custom(check_event_type)))]
    event_types: Vec<Text<'a>>,
    #[garde(range(min = 1, max = 5))]
    max_retries: i64,
}

fn count<E>(webhook: Result<Webhook, E>) -> (usize, usize) {
    let Ok(webhook) = webhook else { return (1, 0) };
    let Err(report) = webhook.validate() else { return (0, 0) };
    report
        .iter()
        .fold((0, 0), |(issues, read), (_, error)| (issues + 1, read + error.message().len()))
}

pub fn serde_json() -> Contestant {
    Box::new(|body| count(serde_json::from_slice(body)))
}

pub fn simd_json() -> Contestant {
    // It changes its input, and can reuse what it allocates.
    let state = RefCell::new((Vec::new(), simd_json::Buffers::default()));
    Box::new(move |body| {
        let (copy, buffers) = &mut *state.borrow_mut();
        copy.clear();
        copy.extend_from_slice(body);
        count(simd_json::serde::from_slice_with_buffers(copy, buffers))
    })
}

pub fn sonic_rs() -> Contestant {
    Box::new(|body| count(sonic_rs::from_slice(body)))
}

pub fn jsonschema() -> Contestant {
    let names: Vec<_> = event_types().iter().collect();
    let schema = serde_json::json!({
        "type": "object",
        "required": ["url", "status", "event_types", "max_retries"],
        "properties": {
            "url": { "type": "string", "minLength": 4, "maxLength": 2000, "format": "http-url" },
            "secret": { "type": "string", "minLength": 16, "maxLength": 128 },
            "status": { "enum": ["active", "disabled"] },
            "timeout": { "type": "integer", "minimum": 1000, "maximum": 30000 },
            "headers": { "type": "string" },
            "description": { "type": "string", "maxLength": 1000 },
            "event_types": { "type": "array", "minItems": 1, "items": { "enum": names } },
            "max_retries": { "type": "integer", "minimum": 1, "maximum": 5 },
        },
    });
    let validator = jsonschema::options()
        .with_format("http-url", is_http_url)
        .should_validate_formats(true)
        .build(&schema)
        .expect("the schema is valid");
    Box::new(move |body| {
        let Ok(value) = serde_json::from_slice(body) else { return (1, 0) };
        let (mut issues, mut read) = (0, 0);
        if !validator.is_valid(&value) {
            for error in validator.iter_errors(&value) {
                issues += 1;
                read += error.to_string().len();
            }
        }
        if let Some(headers) = value.get("headers").and_then(serde_json::Value::as_str) {
            header_issues(headers, |_, message| {
                issues += 1;
                read += message.len();
            });
        }
        (issues, read)
    })
}
