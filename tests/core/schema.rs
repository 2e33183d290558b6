//! Compares the rules as data and as JSON Schema with the contract's table (§2, §7).
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a test stops if it is wrong")]

use regex_lite::Regex;
use serde_json::{Value, json};
use webhook_guard::{webhook_json_schema, webhook_rules};

/// The contract's table, as far as JSON Schema can express it.
fn table() -> Value {
    json!({
        "url": { "type": "string", "minLength": 4, "maxLength": 2000 },
        "secret": { "type": "string", "minLength": 16, "maxLength": 128 },
        "status": { "type": "string", "enum": ["active", "disabled"] },
        "timeout": { "type": "integer", "minimum": 1000, "maximum": 30000 },
        "headers": { "type": "string" },
        "description": { "type": "string", "maxLength": 1000 },
        "event_types": { "type": "array", "minItems": 1 },
        "max_retries": { "type": "integer", "minimum": 1, "maximum": 5 },
    })
}

const REQUIRED: [&str; 4] = ["url", "status", "event_types", "max_retries"];

/// The members that concern type and limits.
fn constraints(of: &Value) -> Value {
    let names = ["type", "minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems"];
    let members = of.as_object().expect("an object").iter();
    let spoken = members.filter(|(name, _)| names.contains(&name.as_str()) || *name == "enum");
    spoken.map(|(name, value)| (name.clone(), value.clone())).collect()
}

#[test]
fn the_rules_are_the_tables() {
    let rules = serde_json::to_value(webhook_rules()).expect("data");
    let names: Vec<&Value> =
        rules["eventTypes"].as_array().expect("a list").iter().map(|it| &it["name"]).collect();
    let fields = rules["fields"].as_array().expect("a list");
    assert_eq!(fields.len(), 8);
    for field in fields {
        let name = field["name"].as_str().expect("a name");
        let mut want = table()[name].clone();
        if name == "event_types" {
            want["enum"] = json!(names);
        }
        assert_eq!(constraints(field), want, "{name}");
        assert_eq!(field["required"], REQUIRED.contains(&name), "{name}");
    }
}

#[test]
fn each_code_is_listed_once() {
    let rules = serde_json::to_value(webhook_rules()).expect("data");
    let issues = [
        "malformed_json",
        "not_an_object",
        "duplicate_key",
        "missing",
        "wrong_type",
        "too_short",
        "too_long",
        "invalid_url",
        "invalid_status",
        "out_of_range",
        "invalid_headers",
        "invalid_header_name",
        "reserved_header",
        "duplicate_header",
        "invalid_header_value",
        "no_event_types",
        "unknown_event_type",
    ];
    let warnings = [
        "insecure_url",
        "credentials_in_url",
        "fragment_in_url",
        "loopback_url",
        "no_secret",
        "header_whitespace",
        "sensitive_header",
        "duplicate_event_type",
        "length_ambiguous",
        "unknown_field",
    ];
    assert_eq!(rules["issueCodes"], json!(issues));
    assert_eq!(rules["warningCodes"], json!(warnings));
}

#[test]
fn the_schema_expresses_what_a_schema_can() {
    let schema = serde_json::to_value(webhook_json_schema()).expect("data");
    assert_eq!(schema["required"], json!(REQUIRED));
    let properties = schema["properties"].as_object().expect("an object");
    assert_eq!(properties.len(), 8);
    for (name, property) in properties {
        assert_eq!(constraints(property), table()[name], "{name}");
        assert_eq!(property.get("writeOnly").is_some(), name == "secret", "{name}");
        assert_eq!(property.get("items").is_some(), name == "event_types", "{name}");
    }
    let items = &properties["event_types"]["items"];
    assert_eq!(items["type"], "string");
    assert_eq!(items["enum"].as_array().map(Vec::len), Some(41));

    let matches = |pattern: &Value, text: &str| {
        Regex::new(pattern.as_str().expect("a pattern")).expect("a pattern").is_match(text)
    };
    let url = &properties["url"]["pattern"];
    assert!(matches(url, "hTTps://a") && matches(url, "http://a/b?c#d"));
    assert!(
        !["ftp://a", "http:///a", "http://a b", "http://a\\b"].iter().any(|it| matches(url, it))
    );
    assert_eq!(properties["headers"]["contentMediaType"], "application/json");
    let headers = &properties["headers"]["contentSchema"];
    let reserved = &headers["propertyNames"]["not"]["pattern"];
    assert!(["host", "HOST", "x-Real-IP", "te"].iter().all(|it| matches(reserved, it)));
    assert!(!["hosts", "x-host", "cookie", ""].iter().any(|it| matches(reserved, it)));
    let name = &headers["propertyNames"]["pattern"];
    assert!(matches(name, "X-A*`|~") && !matches(name, "X,A") && !matches(name, ""));
    let value = &headers["additionalProperties"]["pattern"];
    assert!(matches(value, "") && matches(value, "a\t~") && !matches(value, "\u{7F}"));
}
