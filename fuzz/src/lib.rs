//! What the fuzz targets check. Each takes any bytes and panics where the core breaks its word.

mod contract;

use serde_json::Value;
use url::form_urlencoded;
use webhook_guard::report::{Param, Segment};
use webhook_guard::response::ItemUid;
use webhook_guard::{
    Finding, ListQuery, Operation, Options, Report, Request, RequestError, Response, ResponseKind,
    build_request, canonical_body, parse_response, validate,
};

/// `serde_json` takes an object whose only member has its private name for a number.
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
    // However the text is escaped, it is the same text.
    let escaped: String = text.encode_utf16().map(|unit| format!("\\u{unit:04X}")).collect();
    let escaped = validate(body(&format!("\"{escaped}\"")).as_bytes(), &Options::default());
    assert_eq!(report, escaped);
}

/// The URL rule, on any text: its fast path against the `url` crate.
pub fn url(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    let text = serde_json::to_string(text).expect("a string");
    let body = format!(
        r#"{{"url":{text},"secret":"0123456789abcdef","status":"active","event_types":["log.device_booted"],"max_retries":1}}"#
    );
    agree(body.as_bytes(), &Options::default());
}

/// Holds the core's verdict and canonical body against the contract's.
fn agree(body: &[u8], options: &Options) -> Report {
    let report = validate(body, options);
    well_formed(body, &report, options);
    let canonical = canonical_body(body, options);
    match &canonical {
        Ok(canonical) => {
            assert!(report.is_valid());
            let again = canonical_body(canonical.as_bytes(), options);
            assert_eq!(again.as_ref(), Ok(canonical), "built from what was built");
            let told = validate(canonical.as_bytes(), options).warnings;
            let told: Vec<_> = told.iter().map(Finding::code).collect();
            assert!(!told.contains(&"unknown_field") && !told.contains(&"duplicate_event_type"));
        }
        Err(invalid) => assert_eq!(invalid, &report),
    }
    if !is_private(body) {
        let want = contract::verdict(body, &options.extra_event_types);
        assert_eq!(report.error().as_deref(), want.error.as_deref());
        assert_eq!(outline(&report.errors), want.errors);
        assert_eq!(outline(&report.warnings), want.warnings);
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

/// What holds of every report, whatever the body.
fn well_formed(body: &[u8], report: &Report, options: &Options) {
    assert_eq!(report.is_valid(), report.error().is_none());
    for finding in report.errors.iter().chain(&report.warnings) {
        let message = finding.message();
        assert!(message.ends_with('.') && !message.contains(['{', '}']), "{message}");
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
    // The offset is of the first byte that cannot stand there: what comes before it is a whole text,
    // or one that breaks off.
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
/// type the firmware knows besides, and the webhook. An empty line is an absent argument.
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

/// The argument that is not what §5 takes: the first in the order of the request's building.
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
    let object = contract::read(text);
    let members = object.clone().flatten();
    let mut told = members
        .iter()
        .flatten()
        .filter_map(|(name, value)| if name == "error" { value.as_str() } else { None });
    let told = told.next_back().filter(|told| !told.is_empty()).map(str::to_owned);
    let bare = serde_json::from_slice::<String>(text).ok().filter(|it| !success && !it.is_empty());
    match got {
        Response::Done { item_uid, .. } => {
            assert!(success && operation.is_some());
            if operation == Some(Operation::Test) {
                return assert_eq!(item_uid, ItemUid::Absent);
            }
            assert_eq!(told, None);
            let Some(members) = members else {
                return assert!(operation == Some(Operation::Delete) && body.is_empty());
            };
            let last = members.iter().rfind(|(name, _)| name == "item_uid");
            let want = match last.map(|(_, value)| value) {
                None => Some(ItemUid::Absent),
                Some(Value::Number(number)) => match contract::integer(number.as_str()) {
                    Some(-1) => Some(ItemUid::NoEntity),
                    // Beyond 2^53 a JavaScript number is another one.
                    Some(uid @ 0..=MAX_SAFE_INTEGER) => Some(ItemUid::Uid(uid.cast_unsigned())),
                    Some(_) => None,
                    None => None,
                },
                Some(_) => None,
            };
            let changes = matches!(operation, Some(Operation::Create | Operation::Update));
            assert!(want.is_some() || !changes);
            assert_eq!(item_uid, want.unwrap_or_default());
        }
        Response::Refused { kind, error, .. } => {
            assert!(!error.is_empty());
            let told = told.or(bare);
            if let Some(told) = &told {
                assert_eq!(&error, told);
            } else if object.is_none() && text.first().is_some_and(|byte| b"<{[\"".contains(byte)) {
                // JSON that broke off may hold a secret (§2).
                let sentence = error.ends_with('.') || error == "Log In";
                assert!(sentence || error == "Administrator rights required", "{error}");
            }
            let want = match status {
                _ if told.as_deref() == Some("Webhook with the same URL already exists") => {
                    ResponseKind::Conflict
                }
                400 if error == "Wrong webhook uid" => ResponseKind::NotFound,
                400 => ResponseKind::Validation,
                401 => ResponseKind::Unauthorized,
                403 => ResponseKind::Forbidden,
                404 => ResponseKind::NotFound,
                _ => ResponseKind::Unexpected,
            };
            // A text that is no JSON may be the device's too.
            if object.is_some() || told.is_some() {
                assert_eq!(kind, want);
            }
        }
    }
}
