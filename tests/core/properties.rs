//! Properties of every body, checked on random ones. `PROPTEST_CASES=100000 cargo test --test properties`
//! checks more. They are the same ones each time; `PROPTEST_RNG_SEED` selects others.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a test stops if it is wrong")]

#[path = "properties/deliveries.rs"]
mod deliveries;
#[path = "properties/webhooks.rs"]
mod webhooks;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::RngSeed;
use serde_json::{Map, Value, json};
use webhook_guard::report::Segment;
use webhook_guard::{DeliveryReport, Finding, Options, Report, canonical_body, locate};

use deliveries::{delivery, delivery_text};
use webhooks::{FIELDS, Style, breakage, compact, webhook, written};

fn config() -> ProptestConfig {
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    match config.rng_seed {
        RngSeed::Random => ProptestConfig { rng_seed: RngSeed::Fixed(7), ..config },
        RngSeed::Fixed(_) => config,
    }
}

fn validate(body: &str) -> Report {
    webhook_guard::validate(body.as_bytes(), &Options::default())
}

fn codes(findings: &[Finding]) -> Vec<(&'static str, String)> {
    let paths = findings.iter().map(|finding| format!("{:?}", finding.path()));
    findings.iter().map(Finding::code).zip(paths).collect()
}

proptest! {
    #![proptest_config(config())]

    /// Member order, white space, escapes and ways to write an integer change nothing: verdict,
    /// warnings and canonical body are the same.
    #[test]
    fn the_way_a_webhook_is_written_does_not_matter(
        webhook in webhook(),
        order in vec(any::<Index>(), 8),
        style in any::<u64>(),
    ) {
        let plain = compact(&webhook);
        let other = written(&webhook, &order, Style(style));
        let report = validate(&other);
        prop_assert_eq!(codes(&report.errors), vec![]);
        prop_assert_eq!(codes(&report.warnings), codes(&validate(&plain).warnings));
        let canonical = canonical_body(other.as_bytes(), &Options::default());
        prop_assert_eq!(canonical.as_deref(), Ok(plain.as_str()));
    }

    /// Each member is validated independently: what breaks a rule is reported, and nothing else,
    /// whatever the other members are.
    #[test]
    fn a_broken_member_is_reported_whatever_the_others_are(
        webhook in webhook(),
        breakage in breakage(),
        order in vec(any::<Index>(), 8),
        style in any::<u64>(),
    ) {
        let mut style = Style(style);
        let mut members = Vec::new();
        let mut want = Vec::new();
        for (field, broken) in FIELDS.into_iter().zip(&breakage) {
            let valid = webhook.iter().find(|(name, _)| name == field);
            let source = match broken {
                Some((source, code)) => {
                    want.push((*code, field));
                    source.clone()
                }
                None => valid.map(|(_, value)| value.to_string()),
            };
            members.extend(source.map(|source| (field.to_owned(), source)));
        }
        members.push(("note".to_owned(), "[{\"url\":null}]".to_owned()));
        for (at, other) in order.iter().enumerate().take(members.len()) {
            let other = other.index(members.len());
            members.swap(at, other);
        }
        let body = style.object(&members);
        let report = validate(&body);
        let field = |finding: &Finding| finding.field.map(webhook_guard::rules::Field::name);
        let found: Vec<_> =
            report.errors.iter().map(|issue| (issue.code(), field(issue).unwrap_or(""))).collect();
        prop_assert_eq!(found, want, "{}", body);
    }

    /// Two parsers would read two different webhooks.
    #[test]
    fn a_duplicate_member_is_rejected(
        webhook in webhook(),
        twice in any::<Index>(),
        place in any::<Index>(),
        again in select(vec!["null", "1", "\"https://b.example\""]),
        style in any::<u64>(),
    ) {
        let sources = webhook.iter().map(|(name, value)| (name.clone(), value.to_string()));
        let mut members: Vec<_> = sources.collect();
        members.push(("note".to_owned(), "[]".to_owned()));
        let name = members[twice.index(members.len())].0.clone();
        members.insert(place.index(members.len() + 1), (name.clone(), again.to_owned()));
        let report = validate(&Style(style).object(&members));
        prop_assert_eq!(codes(&report.errors), vec![("duplicate_key", format!("[Name({name:?})]"))]);
        prop_assert_eq!(report.warnings, vec![]);
    }

    /// Damaged text is JSON to this reader exactly where it is to serde_json.
    #[test]
    fn text_that_is_not_json_is_malformed(
        webhook in webhook(),
        style in any::<u64>(),
        start in any::<Index>(),
        length in 0..3_usize,
        damage in select(vec![
            "", "\\", "\"", ",", "{", "}", "]", ":", "\\ud800", "\\udc00", "\\u00e9", "\\x", "\u{1F}",
            "\u{0}", "\u{FEFF}", "\u{A0}", "0", "-", ".", "//", "null", "NaN", "\"a\":1,",
        ]),
    ) {
        let body = written(&webhook, &[], Style(style));
        let starts: Vec<_> = body.char_indices().map(|(at, _)| at).chain([body.len()]).collect();
        let start = start.index(starts.len());
        let end = (start + length).min(starts.len() - 1);
        let body = format!("{}{damage}{}", &body[..starts[start]], &body[starts[end]..]);
        let report = validate(&body);
        let malformed = report.errors.first().is_some_and(|it| it.code() == "malformed_json");
        prop_assert_eq!(malformed, serde_json::from_str::<Value>(&body).is_err(), "{}", body);
    }

    /// serde_json reads the canonical body as the webhook it was built from.
    #[test]
    fn the_canonical_body_is_read_alike_by_serde_json(
        webhook in webhook(),
        order in vec(any::<Index>(), 8),
        style in any::<u64>(),
    ) {
        let body = written(&webhook, &order, Style(style));
        let canonical = canonical_body(body.as_bytes(), &Options::default()).expect("valid");
        let read: Value = serde_json::from_str(&canonical).expect("JSON");
        prop_assert_eq!(read, Value::Object(webhook.into_iter().collect::<Map<_, _>>()));
    }

    /// No finding contains the value of a secret or of a header.
    #[test]
    fn no_finding_contains_a_secret_or_a_header_value(
        secret in "[A-Za-z0-9]{8,200}",
        value in "[A-Za-z0-9]{8,20}\u{7F}?",
        breakage in breakage(),
        cut in any::<Index>(),
    ) {
        let headers = json!({ "x-a": value, "Host": value, "bad name": value }).to_string();
        let mut members = vec![
            ("secret".to_owned(), Value::from(secret.as_str()).to_string()),
            ("headers".to_owned(), Value::from(headers).to_string()),
        ];
        for (field, broken) in FIELDS.into_iter().zip(breakage) {
            if !matches!(field, "secret" | "headers") {
                members.extend(broken.and_then(|it| it.0).map(|source| (field.to_owned(), source)));
            }
        }
        let body = Style(0).object(&members);
        // Complete, and truncated anywhere.
        let start = body.char_indices().map(|(at, _)| at).nth(cut.index(body.chars().count()));
        for body in [body.as_str(), &body[..start.unwrap_or_default()]] {
            let report = validate(body);
            for finding in report.errors.iter().chain(&report.warnings) {
                let report = format!("{} {:?} {:?}", finding.message(), finding.params(), finding.path());
                prop_assert!(!report.contains(&secret) && !report.contains(&value), "{}", report);
                let debug = format!("{finding:?}");
                prop_assert!(!debug.contains(&secret) && !debug.contains(&value), "{}", debug);
            }
        }
    }

    /// The text at the location of a field reads as the field's value, and nothing else does.
    #[test]
    fn the_located_text_is_the_value(
        webhook in webhook(),
        order in vec(any::<Index>(), 8),
        style in any::<u64>(),
    ) {
        let body = written(&webhook, &order, Style(style));
        prop_assert_eq!(located(&body, &[]), Some(body.trim()));
        for field in FIELDS {
            let value = webhook.iter().find(|(name, _)| name == field).map(|(_, value)| value);
            let text = located(&body, &[Segment::Name(field)]);
            match value {
                // An integer may be written with an exponent.
                Some(Value::Number(number)) => {
                    let text: f64 = text.expect("a number").parse().expect("a number");
                    prop_assert_eq!(Some(text), number.as_f64());
                }
                value => prop_assert_eq!(text.map(read), value.cloned()),
            }
            if let Some(Value::Array(items)) = value {
                for (at, item) in items.iter().enumerate() {
                    let text = located(&body, &[Segment::Name(field), Segment::Index(at)]);
                    prop_assert_eq!(&read(text.expect("an item")), item);
                }
            }
            if let (Some(Value::String(text)), "headers") = (value, field) {
                let entries: Map<String, Value> = serde_json::from_str(text).expect("headers");
                for name in entries.keys() {
                    let path = [Segment::Name(field), Segment::Name(name)];
                    let quoted = format!("\"{}\"", located(&body, &path).expect("an entry"));
                    let inner = read(&quoted);
                    prop_assert_eq!(&read(inner.as_str().expect("a string")), &Value::from(name.as_str()));
                }
            }
        }
    }

    /// A report is read back as it was written, whatever its line breaks.
    #[test]
    fn a_delivery_report_is_read_in_every_layout(
        delivery in delivery(),
        style in any::<u64>(),
        breaks in select(vec!["\n", "\r\n", "\r", "<br>", "<br>\n", " "]),
    ) {
        let mut style = Style(style);
        let text = delivery_text(&delivery, &mut style, breaks);
        let report = DeliveryReport::parse(&text).expect("a report");
        let request = report.request.expect("a request");
        prop_assert_eq!(report.event_type.as_deref(), Some(delivery.event_type), "{}", text);
        prop_assert_eq!(report.duration_ms, Some(delivery.duration), "{}", text);
        prop_assert_eq!((report.attempt, report.attempts), (Some(1), Some(2)), "{}", text);
        prop_assert_eq!(request.headers, delivery.headers, "{}", text);
        prop_assert_eq!(request.payload.as_deref(), Some(&*delivery.payload), "{}", text);
        let response = report.response.expect("a response");
        prop_assert_eq!(response.status, Some(delivery.status), "{}", text);
        let received = delivery.response.trim();
        prop_assert_eq!(response.text.unwrap_or_default(), received, "{}", text);
    }

    /// Whatever the text contains, everything in its report is a part of it.
    #[test]
    fn any_text_with_labels_has_a_report_of_its_own_parts(
        parts in vec(select(vec![
            "EVENT DETAILS:", "REQUEST:", "RESPONSE:", "Status:", "Payload:", "Headers:", "URL:",
            "Method:", "Response Time:", "A: b", "{\"a\":[1]}", "{\"a", "5 ms", "(1/2 attempts)", "401",
            "(ID: wh_5)", "\n", "\r\n", "<br>", " ", "\t", "é", "x",
        ]), 0..40),
    ) {
        let text = parts.concat();
        let Some(report) = DeliveryReport::parse(&text) else {
            return Ok(());
        };
        let request = report.request.unwrap_or_default();
        let response = report.response.unwrap_or_default();
        for part in [
            report.event_type, report.event_id, report.outcome, request.url, request.method,
            request.payload, response.text,
        ].into_iter().flatten() {
            prop_assert!(!part.is_empty() && text.contains(&part), "{} in {}", part, text);
        }
    }
}

fn located<'a>(body: &'a str, path: &[Segment<'_>]) -> Option<&'a str> {
    let place = locate(body.as_bytes(), path)?;
    Some(&body[place.offset..place.offset + place.length])
}

fn read(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}
