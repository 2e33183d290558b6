//! The fuzz targets. Each accepts any bytes and panics where the core violates the contract.

mod contract;
mod requests;
mod responses;

pub use requests::request;
pub use responses::response;

use serde_json::Value;
use webhook_guard::report::{Param, Segment};
use webhook_guard::rules::Field;
use webhook_guard::{DeliveryReport, Finding, Options, Report, canonical_body, validate};

/// `serde_json` reads an object whose only member has its private name as a number.
fn is_private(text: &[u8]) -> bool {
    String::from_utf8_lossy(text).contains("serde_json")
}

/// The reader and the rules, on any bytes.
pub fn body(data: &[u8]) {
    agree(data, &Options::default());
    agree(data, &extra(&["log.custom", "log.\u{e9}", ""]));
}

/// The headers member, on any text.
pub fn headers(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    let body = |text: &str| {
        format!(
            r#"{{"url":"https://a.example","status":"active","headers":{text},"event_types":["log.device_booted"],"max_retries":1}}"#
        )
    };
    let plain = body(&serde_json::to_string(text).expect("a string"));
    let report = agree(plain.as_bytes(), &Options::default());
    // Escaping does not change the text.
    let escaped: String = text.encode_utf16().map(|unit| format!("\\u{unit:04X}")).collect();
    let escaped = validate(body(&format!("\"{escaped}\"")).as_bytes(), &Options::default());
    assert_eq!(report, escaped);
}

/// The URL rule, on any text: compares its fast path with the `url` crate.
pub fn url(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    let text = serde_json::to_string(text).expect("a string");
    let body = format!(
        r#"{{"url":{text},"secret":"0123456789abcdef","status":"active","event_types":["log.device_booted"],"max_retries":1}}"#
    );
    agree(body.as_bytes(), &Options::default());
}

/// Compares the core's verdict and canonical body with those of `contract`.
fn agree(body: &[u8], options: &Options) -> Report {
    let report = validate(body, options);
    well_formed(body, &report, options);
    let canonical = canonical_body(body, options);
    match &canonical {
        Ok(canonical) => {
            assert!(report.is_valid());
            let again = canonical_body(canonical.as_bytes(), options);
            assert_eq!(again.as_ref(), Ok(canonical), "built from what was built");
            let warnings = validate(canonical.as_bytes(), options).warnings;
            let codes: Vec<_> = warnings.iter().map(Finding::code).collect();
            assert!(!codes.contains(&"unknown_field") && !codes.contains(&"duplicate_event_type"));
        }
        Err(invalid) => assert_eq!(invalid, &report),
    }
    if !is_private(body) {
        let want = contract::verdict(body, &options.extra_event_types);
        assert_eq!(report.error().as_deref(), want.error.as_deref());
        assert_eq!(outline(&report.errors), want.errors);
        assert_eq!(outline(&report.warnings), want.warnings);
        assert_eq!(report.truncated, want.truncated);
        assert_eq!(canonical.ok(), want.canonical);
    }
    report
}

fn outline(findings: &[Finding]) -> Vec<contract::Finding> {
    findings.iter().map(|finding| (finding.code(), path(finding))).collect()
}

fn path(finding: &Finding) -> String {
    let segment = |segment| match segment {
        Segment::Name(name) => Value::from(name),
        Segment::Index(index) => Value::from(index),
    };
    finding.path().into_iter().map(segment).collect::<Value>().to_string()
}

/// Checks the properties of every report, whatever the body.
fn well_formed(body: &[u8], report: &Report, options: &Options) {
    assert_eq!(report.is_valid(), report.error().is_none());
    for finding in report.errors.iter().chain(&report.warnings) {
        let message = finding.message();
        assert!(message.ends_with(['.', '?']) && !message.contains(['{', '}']), "{message}");
        for (name, param) in finding.params() {
            if let ("suggestion", Param::Text(text)) = (name, param) {
                let mut known = webhook_guard::rules::EVENT_TYPES.iter().map(|known| known.name);
                let mut fields = webhook_guard::rules::FIELDS.iter().map(|rule| rule.name);
                let known = known.any(|name| name == text)
                    || fields.any(|name| name == text)
                    || webhook_guard::rules::STATUSES.contains(&text)
                    || options.extra_event_types.iter().any(|name| name == text);
                assert!(known, "{text} is suggested");
            }
        }
    }
    // The offset is that of the first wrong byte: the text before it is complete or truncated.
    let malformed = report.errors.first().filter(|issue| issue.code() == "malformed_json");
    if let Some(offset) = malformed.and_then(offset) {
        let before = body.get(..offset).expect("an offset within the text");
        let before = validate(before, options);
        let issue = before.errors.first().filter(|issue| issue.code() == "malformed_json");
        assert_eq!(issue.and_then(self::offset).unwrap_or(offset), offset);
    }
}

fn offset(finding: &Finding) -> Option<usize> {
    finding.params().into_iter().find_map(|(name, param)| match param {
        Param::Number(offset) if name == "offset" => usize::try_from(offset).ok(),
        _ => None,
    })
}

fn extra(names: &[&str]) -> Options {
    Options { extra_event_types: names.iter().map(|&name| name.to_owned()).collect() }
}

/// `locate`, on any body: what is located is what the path names.
pub fn locate(data: &[u8]) {
    let report = validate(data, &Options::default());
    for finding in report.errors.iter().chain(&report.warnings) {
        let found = place(data, &finding.path());
        assert!(found.is_some() || !matches!(finding.code(), "unknown_field" | "duplicate_key"));
    }
    if is_private(data) {
        return;
    }
    let read = contract::read(data);
    let body = place(data, &[]);
    assert_eq!(body.map(value), read.is_some().then(|| value(data)));
    assert_eq!(place(data, &[Segment::Index(0)]), None);
    let members = read.flatten().unwrap_or_default();
    if members.iter().all(|(member, _)| member != "absent") {
        assert_eq!(place(data, &[name("absent")]), None);
    }
    for (member, member_value) in &members {
        let text = place(data, &[name(member)]).expect("a member");
        let is_duplicate = members.iter().filter(|(it, _)| it == member).count() > 1;
        if is_duplicate || Field::from_name(member.as_bytes()).is_none() {
            assert_eq!(value(text), Value::from(member.as_str()));
        } else {
            assert_eq!(&value(text), member_value);
        }
        if is_duplicate {
            continue;
        }
        match (member.as_str(), member_value) {
            ("event_types", Value::Array(items)) => {
                for (at, item) in items.iter().enumerate().take(200) {
                    let text = place(data, &[name(member), Segment::Index(at)]).expect("an item");
                    assert_eq!(&value(text), item);
                }
                assert_eq!(place(data, &[name(member), Segment::Index(items.len())]), None);
            }
            ("headers", Value::String(headers)) => {
                let entries = contract::read(headers.as_bytes()).flatten().unwrap_or_default();
                for (entry, _) in entries.iter().take(200) {
                    let text = place(data, &[name(member), name(entry)]).expect("an entry");
                    // Between quotation marks, the part of the string is a string itself.
                    let quoted = [b"\"", text, b"\""].concat();
                    let inner = value(&quoted);
                    let inner = inner.as_str().expect("a string");
                    assert_eq!(value(inner.as_bytes()), Value::from(entry.as_str()));
                }
            }
            _ => {}
        }
    }
}

fn name(text: &str) -> Segment<'_> {
    Segment::Name(text)
}

fn value(text: &[u8]) -> Value {
    serde_json::from_slice(text).expect("JSON")
}

/// The part of the body that is located, once its line, column and UTF-16 units are checked.
fn place<'a>(body: &'a [u8], path: &[Segment<'_>]) -> Option<&'a [u8]> {
    let found = webhook_guard::locate(body, path)?;
    let text = str::from_utf8(body).expect("malformed text has no places");
    let (before, rest) = text.split_at(found.offset);
    let (part, _) = rest.split_at(found.length);
    let before = before.replace("\r\n", "\n").replace('\r', "\n");
    let line = before.rsplit('\n').next().unwrap_or_default();
    assert_eq!(found.line, before.matches('\n').count() + 1);
    assert_eq!(found.column, line.len() + 1);
    let units = |text: &str| text.encode_utf16().count();
    let in_utf16 = found.in_utf16(body);
    assert_eq!(in_utf16.offset, units(&text[..found.offset]));
    assert_eq!((in_utf16.length, in_utf16.line), (units(part), found.line));
    assert_eq!(in_utf16.column, units(line) + 1);
    Some(part.as_bytes())
}

/// The report of a test, on any text: everything in it is a part of the text.
pub fn delivery(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    let Some(report) = DeliveryReport::parse(text) else { return };
    assert!(text.contains("EVENT") && text.contains("DETAILS"));
    let is_part = |part: &Option<String>| {
        let Some(part) = part else { return };
        assert!(
            !part.is_empty() && part.trim_ascii() == part && text.contains(part.as_str()),
            "{part}"
        );
    };
    for part in [
        &report.event_type,
        &report.event_id,
        &report.event_time,
        &report.request_time,
        &report.response_time,
        &report.outcome,
    ] {
        is_part(part);
    }
    if let Some(request) = &report.request {
        for part in [&request.url, &request.method, &request.payload] {
            is_part(part);
        }
        assert!(request.headers.len() <= 100);
        for (name, value) in &request.headers {
            assert!(name.bytes().all(|byte| byte.is_ascii_graphic()));
            assert!(text.contains(name) && text.contains(value));
        }
    }
    if let Some(response) = &report.response {
        is_part(&response.text);
        if let Some(rest) = &response.text {
            // Nothing but line breaks follows it, whose letters can be a response too.
            let is_followed_by_breaks = |end| {
                text.get(..end).is_some_and(|before| before.ends_with(rest.as_str()))
                    && text[end..].replace("<br>", "").trim().is_empty()
            };
            assert!((0..=text.len()).any(is_followed_by_breaks));
        }
    }
}
