//! The contract as cases (`tests/vectors/*.json`): natively against the core; as wasm, in Node and
//! in a browser, against what the module exports to JavaScript.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops where something is wrong"
)]

use serde_json::{Map, Value, json};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[cfg(not(target_arch = "wasm32"))]
#[path = "vectors/native.rs"]
mod native;
#[cfg(target_arch = "wasm32")]
#[path = "vectors/wasm.rs"]
mod wasm;

#[cfg(not(target_arch = "wasm32"))]
use native as subject;
#[cfg(target_arch = "wasm32")]
use wasm as subject;

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        const FILES: &[(&str, &str)] =
            &[$(($name, include_str!(concat!("../vectors/", $name)))),*];
    };
}

files![
    "canonical.json",
    "delivery-report.json",
    "event-types.json",
    "header-names.json",
    "header-values.json",
    "headers.json",
    "locate.json",
    "members.json",
    "numbers.json",
    "reading.json",
    "request.json",
    "response.json",
    "secret-status-description.json",
    "truncated.json",
    "url.json",
    "values.json",
    "warnings.json",
];

/// Runs every case of a kind, and reports all that differ.
fn each(kind: &str, run: impl Fn(&Value) -> Result<(), String>) {
    let mut count = 0;
    let mut failures = Vec::new();
    for (file, text) in FILES {
        let vectors: Value = serde_json::from_str(text).expect(file);
        if vectors["kind"] != kind {
            continue;
        }
        for case in vectors["cases"].as_array().expect(file) {
            count += 1;
            if let Err(difference) = run(case) {
                failures.push(format!("{file}: {}: {difference}", case["name"]));
            }
        }
    }
    assert!(count > 0, "no case of kind {kind}");
    assert!(failures.is_empty(), "{} of {count}:\n{}", failures.len(), failures.join("\n"));
}

fn same(what: &str, got: &Value, want: &Value) -> Result<(), String> {
    if got == want { Ok(()) } else { Err(format!("{what}\n  got  {got}\n  want {want}")) }
}

fn bytes(hex: &str) -> Vec<u8> {
    let digit = |at| char::from(hex.as_bytes()[at]).to_digit(16).expect("hexadecimal") as u8;
    (0..hex.len()).step_by(2).map(|at| digit(at) << 4 | digit(at + 1)).collect()
}

/// The findings with only those params that the case lists.
fn comparable(findings: &Value, like: &Value) -> Value {
    let empty = Vec::new();
    let like = like.as_array().unwrap_or(&empty);
    let findings = findings.as_array().expect("findings").iter().enumerate();
    findings
        .map(|(at, finding)| {
            let mut finding = finding.clone();
            let message = finding["message"].take();
            assert!(message.as_str().is_some_and(|text| text.ends_with(['.', '?'])), "{message}");
            let members = finding.as_object_mut().expect("a finding");
            members.remove("message");
            let named = like.get(at).and_then(|finding| finding["params"].as_object());
            let params = members.remove("params").unwrap_or_default();
            if let Some(named) = named {
                let params = named.keys().map(|name| (name.clone(), params[name].clone()));
                members.insert("params".into(), params.collect::<Map<_, _>>().into());
            }
            finding
        })
        .collect()
}

fn check_verdict(verdict: &Value, case: &Value) -> Result<(), String> {
    same("valid", &verdict["valid"], &case["valid"])?;
    same("error", &verdict["error"], &case["error"])?;
    same("truncated", &verdict["truncated"], &case["truncated"])?;
    for findings in ["errors", "warnings"] {
        let want = if case[findings].is_null() { json!([]) } else { case[findings].clone() };
        same(findings, &comparable(&verdict[findings], &want), &want)?;
    }
    Ok(())
}

#[test]
fn validate() {
    each("validate", |case| {
        // Reading a JavaScript value may change it: each is created anew.
        for (input, fresh) in subject::inputs(case).iter().zip(&subject::inputs(case)) {
            check_verdict(&subject::validate(input, case), case)?;
            if let Some(canonical) = case["canonical"].as_str() {
                let build = |input| subject::canonical(input, case).map(Value::from);
                same("canonical", &build(fresh)?, &case["canonical"])?;
                same("again", &build(&subject::text(canonical))?, &case["canonical"])?;
            }
        }
        Ok(())
    });
}

#[test]
fn request() {
    each("request", |case| {
        let Some(got) = subject::request(&case["request"]) else { return Ok(()) };
        let throws = &case["throws"];
        match got {
            Ok(got) => {
                let mut want = case.clone();
                let members = want.as_object_mut().expect("a case");
                members.remove("name");
                members.remove("request");
                same("request", &got, &want)
            }
            Err((name, text)) => {
                same("throws", &name.into(), &throws["name"])?;
                let part = throws["argument"].as_str().or(throws["error"].as_str());
                if text.contains(part.unwrap_or_default()) { Ok(()) } else { Err(text) }
            }
        }
    });
}

#[test]
fn response() {
    each("response", |case| {
        let Some(mut got) = subject::response(&case["response"]) else { return Ok(()) };
        let mut want = case["result"].clone();
        if want["error"].is_null() && want["ok"] == false {
            assert_ne!(got["error"], "");
            got["error"] = Value::Null;
        }
        // JavaScript parses the result's data.
        if cfg!(not(target_arch = "wasm32")) {
            want.as_object_mut().expect("a result").remove("data");
        }
        same("result", &got, &want)
    });
}

#[test]
fn locate() {
    each("locate", |case| {
        let Some(got) = subject::locate(case) else { return Ok(()) };
        for units in ["inBytes", "inText"] {
            // Bytes that are not UTF-8 cannot be in a string.
            if case.get(units).is_some() {
                same(units, &got[units], &case[units])?;
            }
        }
        Ok(())
    });
}

#[cfg(not(target_arch = "wasm32"))]
#[test]
fn every_file_is_read() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors");
    let names =
        std::fs::read_dir(folder).expect(folder).map(|entry| entry.expect(folder).file_name());
    let mut names: Vec<_> = names.map(|name| name.into_string().expect("a name")).collect();
    // The crate verifies no signatures: verify.json is only for the npm package.
    names.retain(|name| name.ends_with(".json") && name != "verify.json");
    names.sort();
    assert_eq!(names, FILES.iter().map(|(name, _)| *name).collect::<Vec<_>>());
}
