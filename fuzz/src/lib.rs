//! The fuzz targets. Each accepts any bytes and panics where the core violates the contract.

mod contract;

use serde_json::Value;
use url::form_urlencoded;
use webhook_guard::report::{Param, Segment};
use webhook_guard::response::ItemUid;
use webhook_guard::rules::Field;
use webhook_guard::{
    DeliveryReport, Finding, ListQuery, Operation, Options, Report, Request, RequestError,
    Response, ResponseKind, build_request, canonical_body, parse_response, validate,
};

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

/// `buildRequest`, on lines of text: operation, base URL, token, uid, query of `list`, an event
/// type that the firmware knows too, and the webhook. An empty line is an absent argument.
pub fn request(data: &[u8]) {
    let mut lines = data.splitn(7, |&byte| byte == b'\n');
    let mut line = || str::from_utf8(lines.next()?).ok().filter(|line| !line.is_empty());
    let operation = line().and_then(Operation::from_name);
    let (base_url, token, uid) = (line(), line(), line());
    let pairs: Vec<(String, String)> =
        form_urlencoded::parse(line().unwrap_or_default().as_bytes()).into_owned().collect();
    let options = line().map_or_else(Options::default, |name| extra(&[name]));
    let webhook = lines.next().unwrap_or_default();
    let Some(operation) = operation else { return };
    let text = |name| pairs.iter().find(|(it, _)| it == name).map(|(_, value)| value.clone());
    let query = ListQuery {
        limit: text("limit").and_then(|limit| limit.parse().ok()),
        page_number: text("page_number").and_then(|page| page.parse().ok()),
        sort_field: text("sort_field"),
        sort_type: text("sort_type"),
        filter: text("filter"),
        locale: text("locale"),
    };
    let request = Request {
        operation,
        base_url,
        token,
        uid: uid.and_then(|uid| uid.parse().ok()),
        query,
        webhook,
        options,
    };
    let has_body = matches!(operation, Operation::Create | Operation::Update);
    match build_request(&request) {
        Ok(built) => {
            assert_eq!(misused(&request), None);
            assert_eq!(built.url, expected_url(&request));
            assert_eq!(built.method, method(operation));
            let mut headers = Vec::new();
            headers.extend(token.map(|token| ("Authorization", format!("Bearer {token}"))));
            headers.extend(has_body.then(|| ("Content-Type", "application/json".to_owned())));
            assert_eq!(built.headers, headers);
            assert_eq!(built.body.is_some(), has_body);
            if let Some(body) = &built.body {
                assert!(validate(body.as_bytes(), &request.options).is_valid());
                let again = Request { webhook: body.as_bytes(), ..request.clone() };
                assert!(build_request(&again).is_ok_and(|again| again == built));
            }
        }
        Err(RequestError::Misuse(misuse)) => {
            assert_eq!(misused(&request), Some(misuse.argument));
        }
        Err(RequestError::Invalid(report)) => {
            assert!(has_body && misused(&request).is_none());
            assert_eq!(report, validate(webhook, &request.options));
            assert!(!report.is_valid());
        }
    }
}

fn method(operation: Operation) -> &'static str {
    match operation {
        Operation::Create | Operation::Test => "POST",
        Operation::Update => "PUT",
        Operation::Get | Operation::List => "GET",
        Operation::Delete => "DELETE",
    }
}

/// The argument that §5 does not accept: the first in the order in which they are read.
fn misused(request: &Request<'_>) -> Option<&'static str> {
    const SAFE: u64 = 9_007_199_254_740_991;
    let needs_uid = !matches!(request.operation, Operation::Create | Operation::List);
    if needs_uid && !request.uid.is_some_and(|uid| (1..=SAFE).contains(&uid)) {
        return Some("uid");
    }
    let is_base = |base: &str| {
        if base.contains(|c: char| c <= ' ' || matches!(c, '\u{7F}' | '\\' | '?' | '#')) {
            return false;
        }
        if base.starts_with('/') {
            return !base.starts_with("//");
        }
        contract::http_url(base).is_some_and(|url| {
            let authority = base.split('/').nth(2).expect("an authority");
            url.username().is_empty() && url.password().is_none() && !authority.contains('@')
        })
    };
    if !request.base_url.is_none_or(is_base) {
        return Some("baseUrl");
    }
    if request.token.is_some_and(|token| !token.bytes().all(|byte| matches!(byte, 0x21..=0x7E))) {
        return Some("token");
    }
    if request.operation != Operation::List {
        return None;
    }
    let query = &request.query;
    if query.limit.is_some_and(|limit| !matches!(limit, 10 | 20 | 30 | 50)) {
        return Some("query.limit");
    }
    if query.page_number.is_some_and(|page| !(1..=SAFE).contains(&page)) {
        return Some("query.page_number");
    }
    let sort_type = query.sort_type.as_deref();
    sort_type.is_some_and(|it| it != "asc" && it != "desc").then_some("query.sort_type")
}

fn expected_url(request: &Request<'_>) -> String {
    let mut url = request.base_url.unwrap_or("/api/v1").trim_end_matches('/').to_owned();
    url.push_str("/webhooks");
    if !matches!(request.operation, Operation::Create | Operation::List) {
        url.push_str(&format!("/{}", request.uid.expect("a uid")));
    }
    if request.operation == Operation::Test {
        url.push_str("/test");
    }
    if request.operation == Operation::List {
        let query = &request.query;
        let pairs = [
            ("limit", query.limit.map(|limit| limit.to_string())),
            ("page_number", query.page_number.map(|page| page.to_string())),
            ("sort_field", query.sort_field.clone()),
            ("sort_type", query.sort_type.clone()),
            ("filter", query.filter.clone()),
            ("locale", query.locale.clone()),
        ];
        let pairs = pairs.iter().filter_map(|(name, value)| Some((name, value.as_ref()?)));
        let pairs: Vec<_> =
            pairs.map(|(name, value)| format!("{name}={}", percent(value))).collect();
        if !pairs.is_empty() {
            url.push_str(&format!("?{}", pairs.join("&")));
        }
    }
    url
}

/// As `URLSearchParams` writes it, by the URL standard's application/x-www-form-urlencoded.
fn percent(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b' ' => "+".to_owned(),
            b'*' | b'-' | b'.' | b'_' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

const MAX_SAFE_INTEGER: i64 = (1 << 53) - 1;

/// `parseResponse`, on a line with operation and status, and the body.
pub fn response(data: &[u8]) {
    let mut lines = data.splitn(2, |&byte| byte == b'\n');
    let line = lines.next().and_then(|line| str::from_utf8(line).ok()).unwrap_or_default();
    let (operation, status) = line.split_once(' ').unwrap_or((line, "200"));
    let operation = Operation::from_name(operation);
    let Ok(status) = status.parse::<u16>() else { return };
    let body = lines.next().unwrap_or_default();
    let got = parse_response(operation, status, body);
    if is_private(body) {
        return;
    }
    let success = (200..300).contains(&status);
    let text = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
    let json = contract::read(text);
    let members = json.clone().flatten();
    let member =
        |name: &str| members.iter().flatten().rfind(|(it, _)| it == name).map(|(_, it)| it);
    let reported = member("error").and_then(Value::as_str).map(str::to_owned);
    let string = serde_json::from_slice::<String>(text).ok().filter(|_| json.is_some());
    let reported = reported.or(string).filter(|error| !error.is_empty());
    let line = if json.is_none() { one_line(text) } else { None };
    let device_text = reported.or(line);
    let conflict = device_text.as_deref() == Some("Webhook with the same URL already exists");
    match got {
        Response::Done { item_uid, report } => {
            assert!(success && operation.is_some() && !conflict);
            assert!(members.is_none() || device_text.is_none());
            let plain = String::from_utf8_lossy(text);
            let test = operation == Some(Operation::Test);
            assert_eq!(report, DeliveryReport::parse(&plain).filter(|_| test).map(Box::new));
            if test {
                return assert_eq!(item_uid, ItemUid::Absent);
            }
            if members.is_none() {
                return assert!(operation == Some(Operation::Delete) && text.is_empty());
            }
            let want = match member("item_uid") {
                None => Some(ItemUid::Absent),
                Some(Value::Number(number)) => match contract::integer(number.as_str()) {
                    Some(-1) => Some(ItemUid::NoEntity),
                    // Beyond 2^53 a JavaScript number is not exact.
                    Some(uid @ 0..=MAX_SAFE_INTEGER) => Some(ItemUid::Uid(uid.cast_unsigned())),
                    Some(_) | None => None,
                },
                Some(_) => None,
            };
            let changes = matches!(operation, Some(Operation::Create | Operation::Update));
            assert!(want.is_some() || !changes);
            assert_eq!(item_uid, want.unwrap_or_default());
        }
        Response::Failed { kind, error, field } => {
            assert!(!error.is_empty());
            match &device_text {
                Some(text) => assert_eq!(&error, text),
                // Not the device's text: it may contain a secret (§2).
                None => assert!(
                    error.ends_with('.')
                        || matches!(&*error, "Log In" | "Administrator rights required"),
                    "{error}"
                ),
            }
            let want = match status {
                _ if conflict => ResponseKind::Conflict,
                400 if error == "Wrong webhook uid" => ResponseKind::NotFound,
                400 => ResponseKind::Validation,
                401 => ResponseKind::Unauthorized,
                403 => ResponseKind::Forbidden,
                404 => ResponseKind::NotFound,
                _ => ResponseKind::Unexpected,
            };
            assert_eq!(kind, want);
            assert!(!conflict || field == Some(Field::Url));
        }
    }
}

/// One line of at most 200 bytes that is neither markup nor truncated JSON (§6).
fn one_line(text: &[u8]) -> Option<String> {
    let line = str::from_utf8(text).ok()?.trim();
    let is_line = (1..=200).contains(&line.len())
        && !line.starts_with(['<', '{', '[', '"'])
        && !line.chars().any(char::is_control);
    is_line.then(|| line.to_owned())
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
                    // The part of the string is a string of its own between quotes.
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
            let end = text.rfind(rest.as_str()).expect("a part") + rest.len();
            assert!(text[end..].replace("<br>", "").trim().is_empty());
        }
    }
}
