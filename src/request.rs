//! `buildRequest`: the HTTP requests of the device's API (§5).

use std::fmt;

use url::form_urlencoded::Serializer;

use crate::report::Report;
use crate::rules::{LIST_LIMITS, SORT_TYPES};
use crate::url::http_url;
use crate::webhook::{Options, canonical_body};

/// The path of the API on the device.
pub const DEFAULT_BASE: &str = "/api/v1";

/// The largest integer that a JavaScript number represents exactly.
pub const MAX_SAFE_INTEGER: u64 = (1 << 53) - 1;

/// An operation of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// `POST /webhooks`
    Create,
    /// `PUT /webhooks/{uid}`
    Update,
    /// `GET /webhooks/{uid}`
    Get,
    /// `DELETE /webhooks/{uid}`
    Delete,
    /// `POST /webhooks/{uid}/test`
    Test,
    /// `GET /webhooks`
    List,
}

impl Operation {
    /// The operation of that name, in lower case.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "create" => Self::Create,
            "update" => Self::Update,
            "get" => Self::Get,
            "delete" => Self::Delete,
            "test" => Self::Test,
            "list" => Self::List,
            _ => return None,
        })
    }

    const fn method(self) -> &'static str {
        match self {
            Self::Create | Self::Test => "POST",
            Self::Update => "PUT",
            Self::Get | Self::List => "GET",
            Self::Delete => "DELETE",
        }
    }

    const fn has_uid(self) -> bool {
        !matches!(self, Self::Create | Self::List)
    }

    pub(crate) const fn has_body(self) -> bool {
        matches!(self, Self::Create | Self::Update)
    }
}

/// The query of `list`; absent members are not sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListQuery {
    /// 10, 20, 30 or 50.
    pub limit: Option<u64>,
    /// From 1.
    pub page_number: Option<u64>,
    /// Name of the field to sort by.
    pub sort_field: Option<String>,
    /// `asc` or `desc`.
    pub sort_type: Option<String>,
    /// Text to search for.
    pub filter: Option<String>,
    /// Language of the response.
    pub locale: Option<String>,
}

/// The arguments of [`build_request`].
#[derive(Clone)]
pub struct Request<'a> {
    /// The operation.
    pub operation: Operation,
    /// An absolute http(s) URL without query, fragment or credentials, or a path that begins with
    /// one `/`; [`DEFAULT_BASE`] where absent.
    pub base_url: Option<&'a str>,
    /// Visible ASCII, sent as `Authorization: Bearer …`.
    pub token: Option<&'a str>,
    /// From 1 to 2^53 - 1; required by `update`, `get`, `delete` and `test`.
    pub uid: Option<u64>,
    /// The query of `list`.
    pub query: ListQuery,
    /// The body text of `create` and `update`.
    pub webhook: &'a [u8],
    /// Options of the validation.
    pub options: Options,
}

impl Request<'_> {
    /// A request for the operation, with everything else absent.
    #[must_use]
    pub fn new(operation: Operation) -> Self {
        Self {
            operation,
            base_url: None,
            token: None,
            uid: None,
            query: ListQuery::default(),
            webhook: b"",
            options: Options::default(),
        }
    }
}

/// An HTTP request.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpRequest {
    /// The method, in upper case.
    pub method: &'static str,
    /// The base URL with the operation's path.
    pub url: String,
    /// Names and values.
    pub headers: Vec<(&'static str, String)>,
    /// The canonical body of `create` and `update`.
    pub body: Option<String>,
}

impl fmt::Debug for HttpRequest {
    /// Without header values and body: they contain the token and the secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpRequest")
            .field("method", &self.method)
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}

/// An argument that is not allowed. Never contains the argument's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Misuse {
    /// The argument's name.
    pub argument: &'static str,
    /// What it must be.
    pub expected: &'static str,
}

impl Misuse {
    /// The error as a sentence.
    #[must_use]
    pub fn message(&self) -> String {
        [self.argument, " must be ", self.expected, "."].concat()
    }
}

impl fmt::Display for Misuse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}

/// Why there is no request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RequestError {
    /// An argument is not allowed; the webhook was not read.
    Misuse(Misuse),
    /// The webhook is invalid.
    Invalid(Report),
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Misuse(misuse) => misuse.fmt(f),
            Self::Invalid(report) => f.write_str(&report.error().unwrap_or_default()),
        }
    }
}

impl std::error::Error for RequestError {}

/// Builds the request for an operation. What is sent is what was validated (§5).
///
/// ```
/// use webhook_guard::{Operation, Request, build_request};
///
/// let request = Request { uid: Some(3), ..Request::new(Operation::Test) };
/// let request = build_request(&request)?;
/// assert_eq!((request.method, request.url.as_str()), ("POST", "/api/v1/webhooks/3/test"));
/// # Ok::<(), webhook_guard::RequestError>(())
/// ```
pub fn build_request(request: &Request<'_>) -> Result<HttpRequest, RequestError> {
    let mut built = head(request).map_err(RequestError::Misuse)?;
    if request.operation.has_body() {
        let body = canonical_body(request.webhook, &request.options);
        built.body = Some(body.map_err(RequestError::Invalid)?);
    }
    Ok(built)
}

/// The request without its body: all other arguments are checked before the webhook is read.
pub(crate) fn head(request: &Request<'_>) -> Result<HttpRequest, Misuse> {
    let operation = request.operation;
    let misuse = |argument, expected| Err(Misuse { argument, expected });
    let mut path = String::from("/webhooks");
    if operation.has_uid() {
        match request.uid {
            Some(uid @ 1..=MAX_SAFE_INTEGER) => path.extend(["/", &uid.to_string()]),
            _ => return misuse("uid", "a safe integer from 1"),
        }
    }
    if operation == Operation::Test {
        path.push_str("/test");
    }
    let base = request.base_url.unwrap_or(DEFAULT_BASE);
    if !is_base(base) {
        return misuse(
            "baseUrl",
            "an http(s) URL without query, fragment or credentials, or a path that begins with one /",
        );
    }
    let mut headers = Vec::new();
    if let Some(token) = request.token {
        if token.is_empty() || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
            return misuse("token", "visible ASCII characters, at least one");
        }
        headers.push(("Authorization", ["Bearer ", token].concat()));
    }
    if operation == Operation::List {
        path.push_str(&query(&request.query)?);
    }
    if operation.has_body() {
        headers.push(("Content-Type", String::from("application/json")));
    }
    let url = [base.trim_end_matches('/'), &path].concat();
    Ok(HttpRequest { method: operation.method(), url, headers, body: None })
}

/// Whether this is a valid base URL (§5).
fn is_base(base: &str) -> bool {
    // A browser removes white space and reads a backslash as a slash: `/\host` is another host.
    let plain = |byte: u8| byte > b' ' && !matches!(byte, 0x7F | b'\\' | b'?' | b'#');
    if !base.bytes().all(plain) {
        return false;
    }
    if base.starts_with('/') {
        return !base.starts_with("//");
    }
    let authority = base.split('/').nth(2).unwrap_or_default();
    http_url(base.as_bytes()).is_ok() && !authority.contains('@')
}

/// The query of `list`, with its `?`, as `URLSearchParams` writes it.
fn query(query: &ListQuery) -> Result<String, Misuse> {
    if query.limit.is_some_and(|limit| !LIST_LIMITS.contains(&limit)) {
        return Err(Misuse { argument: "query.limit", expected: "10, 20, 30 or 50" });
    }
    if query.page_number.is_some_and(|page| !(1..=MAX_SAFE_INTEGER).contains(&page)) {
        return Err(Misuse { argument: "query.page_number", expected: "a safe integer from 1" });
    }
    let sort_type = query.sort_type.as_deref();
    if sort_type.is_some_and(|sort_type| !SORT_TYPES.contains(&sort_type)) {
        return Err(Misuse { argument: "query.sort_type", expected: "asc or desc" });
    }
    let limit = query.limit.map(|limit| limit.to_string());
    let page_number = query.page_number.map(|page| page.to_string());
    let pairs = [
        ("limit", limit.as_deref()),
        ("page_number", page_number.as_deref()),
        ("sort_field", query.sort_field.as_deref()),
        ("sort_type", sort_type),
        ("filter", query.filter.as_deref()),
        ("locale", query.locale.as_deref()),
    ];
    let mut text = Serializer::new(String::new());
    for (name, value) in pairs {
        if let Some(value) = value {
            text.append_pair(name, value);
        }
    }
    let text = text.finish();
    Ok(if text.is_empty() { text } else { ["?", &text].concat() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_output_has_neither_token_nor_body() {
        let webhook = br#"{"url":"https://a","secret":"0123456789abcdef","status":"active","event_types":["log.tamper_event"],"max_retries":1}"#;
        let token = Some("t0ken");
        let request = Request { token, webhook, ..Request::new(Operation::Create) };
        let shown = build_request(&request).map(|built| format!("{built:?}"));
        assert_eq!(
            shown.as_deref(),
            Ok(r#"HttpRequest { method: "POST", url: "/api/v1/webhooks", .. }"#)
        );
    }
}
