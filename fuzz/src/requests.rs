//! `buildRequest` against the contract (§5).

use url::form_urlencoded;
use webhook_guard::{
    ListQuery, Operation, Options, Request, RequestError, build_request, validate,
};

use crate::{contract, extra};

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
