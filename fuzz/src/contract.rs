//! A simple implementation of the contract over `serde_json` and the `url` crate, with which the fuzz
//! targets compare the core.
//!
//! It has its own limits and texts, so that a broken rule of the core is detected. The names of event
//! types and headers come from the core: the vectors check them one by one.

use std::collections::HashMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;
use url::{Host, Url};
use webhook_guard::rules::{EVENT_TYPES, RESERVED_HEADERS, SENSITIVE_HEADERS};

/// How deep JSON may nest (§1).
const MAX_DEPTH: usize = 64;

/// A finding: its code, and its path as JSON.
pub type Finding = (&'static str, String);

/// A verdict of this implementation.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    pub error: Option<String>,
    pub errors: Vec<Finding>,
    pub warnings: Vec<Finding>,
    /// Whether findings were left out.
    pub truncated: bool,
    /// The canonical body, if the body is valid.
    pub canonical: Option<String>,
}

/// The members of an object in their order, duplicates included.
pub struct Members(pub Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;
        impl<'de> Visitor<'de> for Read {
            type Value = Members;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Read)
    }
}

/// A JSON text by §1: its members if it is an object.
pub fn read(text: &[u8]) -> Option<Option<Vec<(String, Value)>>> {
    let value = serde_json::from_slice(text).ok().filter(|value| depth(value) <= MAX_DEPTH)?;
    match value {
        Value::Object(_) => Some(Some(serde_json::from_slice::<Members>(text).ok()?.0)),
        _ => Some(None),
    }
}

fn depth(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Value::Object(members) => 1 + members.values().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}

/// The integer that a number is, clamped to 64 bits; `None` if it is not an integer.
pub fn integer(number: &str) -> Option<i64> {
    let negative = number.starts_with('-');
    let lower = number.trim_start_matches('-').to_ascii_lowercase();
    let (mantissa, exponent) = lower.split_once('e').unwrap_or((&lower, "0"));
    let (integral, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all = format!("{integral}{fraction}");
    let digits = all.trim_start_matches('0').trim_end_matches('0');
    if digits.is_empty() {
        return Some(0);
    }
    let beyond = if exponent.starts_with('-') { i64::MIN } else { i64::MAX };
    let exponent = exponent.parse().unwrap_or(beyond / 2);
    let zeros = (all.len() - all.trim_end_matches('0').len()) as i64;
    let zeros = exponent - fraction.len() as i64 + zeros;
    if zeros < 0 {
        return None;
    }
    let zeros = usize::try_from(zeros.min(30)).expect("small");
    let magnitude = format!("{digits}{}", "0".repeat(zeros)).parse().unwrap_or(i64::MAX);
    Some(if negative { -magnitude } else { magnitude })
}

/// The verdict on a body.
pub fn verdict(body: &[u8], extra: &[String]) -> Verdict {
    let alone = |code, path: &[&str]| Verdict {
        error: Some("Wrong JSON body".into()),
        errors: vec![(code, json(path))],
        ..Verdict::default()
    };
    let members = match read(body) {
        None => return alone("malformed_json", &[]),
        Some(None) => return alone("not_an_object", &[]),
        Some(Some(members)) => members,
    };
    for (at, (name, _)) in members.iter().enumerate() {
        if members[..at].iter().any(|(before, _)| before == name) {
            return alone("duplicate_key", &[name]);
        }
    }
    let mut check = Check { members: &members, extra, ..Check::default() };
    check.string("url", true, 4, 2000, TEXT_URL, Check::url);
    check.string("secret", false, 16, 128, TEXT_SECRET, |_, text| Some(json(text)));
    check.string("status", true, 0, usize::MAX, "", |check, text| {
        if text != "active" && text != "disabled" {
            check.issue("invalid_status", &["status"], "Status must be 'active' or 'disabled'");
        }
        Some(json(text))
    });
    check.number("timeout", false, 1000..=30000, "Timeout must be between 1000 and 30000");
    check.string("headers", false, 0, usize::MAX, "", Check::headers);
    check.string("description", false, 0, 1000, TEXT_DESCRIPTION, |_, text| Some(json(text)));
    check.event_types();
    check.number("max_retries", true, 1..=5, "Max retries must be between 1 and 5");
    for (name, _) in &members {
        if !check.fields.contains(&name.as_str()) {
            check.warnings.push(("unknown_field", json(&[name])));
        }
    }
    let canonical = format!("{{{}}}", check.canonical.join(","));
    let (errors, warnings) = (reported(&check.errors), reported(&check.warnings));
    Verdict {
        error: check.unread.or(check.error),
        canonical: check.errors.is_empty().then_some(canonical),
        truncated: errors.len() + warnings.len() < check.errors.len() + check.warnings.len(),
        errors,
        warnings,
    }
}

/// The first 100 of each list: of the findings about a field, and of the unknown members.
fn reported(findings: &[Finding]) -> Vec<Finding> {
    let list = |(code, path): &Finding| match *code {
        "unknown_field" => String::new(),
        _ => path.split([',', ']']).next().unwrap_or_default().to_owned(),
    };
    let mut counts = HashMap::new();
    let findings = findings.iter().filter(|finding| {
        let count = counts.entry(list(finding)).or_insert(0);
        *count += 1;
        *count <= 100
    });
    findings.cloned().collect()
}

const TEXT_URL: &str = "Invalid URL format. Must be HTTP URL";
const TEXT_SECRET: &str = "Secret must be between 16 and 128 characters";
const TEXT_DESCRIPTION: &str = "Description must be at most 1000 characters";
const TEXT_NAME: &str = "Invalid header name";

fn json<T: serde::Serialize + ?Sized>(value: &T) -> String {
    serde_json::to_string(value).expect("JSON")
}

#[derive(Default)]
struct Check<'a> {
    members: &'a [(String, Value)],
    extra: &'a [String],
    fields: Vec<&'static str>,
    errors: Vec<Finding>,
    warnings: Vec<Finding>,
    canonical: Vec<String>,
    /// The first `missing` or `wrong_type`.
    unread: Option<String>,
    /// The first of all.
    error: Option<String>,
}

impl<'a> Check<'a> {
    fn issue(&mut self, code: &'static str, path: &[&str], error: &str) {
        self.issue_at(code, json(path), error);
    }

    fn issue_at(&mut self, code: &'static str, path: String, error: &str) {
        self.errors.push((code, path));
        self.error.get_or_insert_with(|| error.to_owned());
        if matches!(code, "missing" | "wrong_type") {
            self.unread.get_or_insert_with(|| error.to_owned());
        }
    }

    fn member(&mut self, field: &'static str, required: bool) -> Option<&'a Value> {
        self.fields.push(field);
        let value = self.members.iter().find(|(name, _)| name == field).map(|(_, value)| value);
        if value.is_none() && required {
            self.issue("missing", &[field], &format!("Wrong JSON body: no value for {field}"));
        }
        if value.is_none() && field == "secret" {
            self.warnings.push(("no_secret", json(&[field])));
        }
        value
    }

    fn wrong_type(&mut self, field: &str) {
        let error = format!("Wrong JSON body: value {field} was of the wrong type");
        self.issue("wrong_type", &[field], &error);
    }

    fn string(
        &mut self,
        field: &'static str,
        required: bool,
        min: usize,
        max: usize,
        error: &str,
        rest: impl Fn(&mut Self, &str) -> Option<String>,
    ) {
        let text = match self.member(field, required) {
            None => return,
            Some(Value::String(text)) => text,
            Some(_) => return self.wrong_type(field),
        };
        let length = text.chars().count();
        if length < min {
            return self.issue("too_short", &[field], error);
        }
        if length > max {
            return self.issue("too_long", &[field], error);
        }
        if let Some(value) = rest(self, text) {
            self.canonical.push(format!("\"{field}\":{value}"));
            if text.encode_utf16().count() > max || text.len() > max {
                self.warnings.push(("length_ambiguous", json(&[field])));
            }
        }
    }

    fn number(
        &mut self,
        field: &'static str,
        required: bool,
        range: std::ops::RangeInclusive<i64>,
        error: &str,
    ) {
        let number = match self.member(field, required) {
            None => return,
            Some(Value::Number(number)) => integer(number.as_str()),
            Some(_) => None,
        };
        match number {
            None => self.wrong_type(field),
            Some(number) if range.contains(&number) => {
                self.canonical.push(format!("\"{field}\":{number}"));
            }
            Some(_) => self.issue("out_of_range", &[field], error),
        }
    }

    fn url(&mut self, text: &str) -> Option<String> {
        let Some(url) = http_url(text) else {
            self.issue("invalid_url", &["url"], TEXT_URL);
            return None;
        };
        let password = url.password().is_some_and(|password| !password.is_empty());
        for (code, applies) in [
            ("insecure_url", url.scheme() == "http"),
            ("credentials_in_url", !url.username().is_empty() || password),
            ("fragment_in_url", text.contains('#')),
            ("loopback_url", is_loopback(&url)),
        ] {
            if applies {
                self.warnings.push((code, json(&["url"])));
            }
        }
        Some(json(text))
    }

    fn headers(&mut self, text: &str) -> Option<String> {
        let Some(Some(entries)) = read(text.as_bytes()) else {
            let error = "Invalid headers. Must be a JSON object of strings";
            self.issue("invalid_headers", &["headers"], error);
            return None;
        };
        let mut names: Vec<String> = Vec::new();
        let mut canonical = Vec::new();
        for (name, value) in &entries {
            let path = &["headers", name];
            let lower = name.to_ascii_lowercase();
            let token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
            if name.is_empty() || !name.chars().all(token) {
                self.issue("invalid_header_name", path, TEXT_NAME);
            } else if RESERVED_HEADERS.contains(&lower.as_str()) {
                self.issue("reserved_header", path, TEXT_NAME);
            } else if names.contains(&lower) {
                self.issue("duplicate_header", path, TEXT_NAME);
            } else {
                if SENSITIVE_HEADERS.contains(&lower.as_str()) {
                    self.warnings.push(("sensitive_header", json(path)));
                }
                names.push(lower);
            }
            match value {
                Value::String(value) if value.chars().all(|c| matches!(c, '\t' | ' '..='~')) => {
                    if value.trim_matches(['\t', ' ']) != value {
                        self.warnings.push(("header_whitespace", json(path)));
                    }
                    canonical.push(format!("{}:{}", json(name), json(value)));
                }
                _ => self.issue("invalid_header_value", path, "Invalid header value"),
            }
        }
        Some(json(&format!("{{{}}}", canonical.join(","))))
    }

    fn event_types(&mut self) {
        const FIELD: &str = "event_types";
        let items = match self.member(FIELD, true) {
            None => return,
            Some(Value::Array(items)) => items,
            Some(_) => return self.wrong_type(FIELD),
        };
        if items.is_empty() {
            let error = "event_types must contain at least one item";
            return self.issue("no_event_types", &[FIELD], error);
        }
        let mut seen: Vec<&str> = Vec::new();
        for (at, item) in items.iter().enumerate() {
            let path = format!("[\"{FIELD}\",{at}]");
            let Some(name) = item.as_str() else {
                let error = "Wrong JSON body: value event_types was of the wrong type";
                self.issue_at("wrong_type", path, error);
                continue;
            };
            let known = EVENT_TYPES.iter().any(|known| known.name == name);
            if !known && !self.extra.iter().any(|extra| extra == name) {
                self.issue_at("unknown_event_type", path, "Invalid event types");
            } else if seen.contains(&name) {
                self.warnings.push(("duplicate_event_type", path));
            } else {
                seen.push(name);
            }
        }
        self.canonical.push(format!("\"{FIELD}\":{}", json(&seen)));
    }
}

/// D1.
pub fn http_url(text: &str) -> Option<Url> {
    let lower = text.to_ascii_lowercase();
    let rest = lower.strip_prefix("http://").or_else(|| lower.strip_prefix("https://"))?;
    let repaired = |c: char| c <= ' ' || c == '\u{7F}' || c == '\\';
    if rest.is_empty() || rest.starts_with(['/', '?', '#']) || text.contains(repaired) {
        return None;
    }
    Url::parse(text).ok()
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        None => false,
        Some(Host::Domain(name)) => {
            let name = name.strip_suffix('.').unwrap_or(name);
            name.rsplit('.').next() == Some("localhost")
        }
        Some(Host::Ipv4(address)) => address.octets()[0] == 127 || address.octets() == [0; 4],
        Some(Host::Ipv6(address)) => match address.segments() {
            [0, 0, 0, 0, 0, 0, 0, last] => last <= 1,
            [0, 0, 0, 0, 0, 0xFFFF, high, low] => high >> 8 == 127 || (high, low) == (0, 0),
            _ => false,
        },
    }
}
