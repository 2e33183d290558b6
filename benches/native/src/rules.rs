//! The rules that neither garde nor JSON Schema can express, as benches/rules.js has them for JavaScript.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};
use std::sync::OnceLock;

use serde_json::Value;

static EVENT_TYPES: OnceLock<HashSet<String>> = OnceLock::new();
static RESERVED_HEADERS: OnceLock<HashSet<String>> = OnceLock::new();

/// Stores the names, which come from the package's rules.
pub fn set(event_types: Vec<String>, reserved_headers: Vec<String>) {
    EVENT_TYPES.set(event_types.into_iter().collect()).expect("set once");
    RESERVED_HEADERS.set(reserved_headers.into_iter().collect()).expect("set once");
}

pub fn event_types() -> &'static HashSet<String> {
    EVENT_TYPES.get().expect("set at the start")
}

/// D1: what a URL parser would repair is rejected.
pub fn is_http_url(text: &str) -> bool {
    let after = |scheme: &str| {
        let start = text.get(..scheme.len())?;
        start.eq_ignore_ascii_case(scheme).then(|| &text[scheme.len()..])
    };
    let Some(rest) = after("https://").or_else(|| after("http://")) else { return false };
    !rest.starts_with(['/', '?', '#'])
        && !rest.is_empty()
        && !rest.bytes().any(|byte| byte <= b' ' || byte == 0x7f || byte == b'\\')
        && url::Url::parse(text).is_ok()
}

fn is_token(name: &str) -> bool {
    let symbol = |byte| b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || symbol(byte))
}

/// Reports each issue of the headers text by the entry's name; `None` stands for the text.
pub fn header_issues(text: &str, mut add: impl FnMut(Option<&str>, &'static str)) {
    let Ok(headers) = serde_json::from_str::<BTreeMap<Cow<str>, Value>>(text) else {
        return add(None, "Invalid headers. Must be a JSON object of strings");
    };
    let reserved = RESERVED_HEADERS.get().expect("set at the start");
    let mut seen = HashSet::with_capacity(headers.len());
    for (name, value) in &headers {
        let lower = name.to_ascii_lowercase();
        if !is_token(name) || reserved.contains(&lower) || !seen.insert(lower) {
            add(Some(name), "Invalid header name");
        }
        let is_value =
            |value: &str| value.bytes().all(|b| b == b'\t' || (b' '..=b'~').contains(&b));
        if !value.as_str().is_some_and(is_value) {
            add(Some(name), "Invalid header value");
        }
    }
}
