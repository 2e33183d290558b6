//! Reads JSON bodies, one a line, with `serde_json`, and writes each in the format of
//! tests/independent/readers.test.js.
#![allow(clippy::expect_used, clippy::panic, reason = "a test stops if something is wrong")]

use serde_json::Value;

fn show(value: &Value) -> String {
    let join = |parts: Vec<String>| parts.join(",");
    match value {
        Value::String(text) => {
            text.bytes().fold(String::from("\""), |hex, byte| format!("{hex}{byte:02x}"))
        }
        Value::Number(number) => number.as_i64().expect("an integer").to_string(),
        Value::Array(items) => format!("[{}]", join(items.iter().map(show).collect())),
        Value::Object(members) => {
            let members = members.iter();
            let mut parts: Vec<_> = members
                .map(|(name, value)| format!("{}:{}", show(&name.as_str().into()), show(value)))
                .collect();
            parts.sort();
            format!("{{{}}}", join(parts))
        }
        _ => panic!("a webhook does not contain {value}"),
    }
}

fn main() {
    for line in std::io::stdin().lines() {
        let body: Value = serde_json::from_str(&line.expect("a line")).expect("JSON");
        let headers = body.get("headers").and_then(Value::as_str).unwrap_or("{}");
        let headers: Value = serde_json::from_str(headers).expect("JSON");
        println!("{} {}", show(&body), show(&headers));
    }
}
