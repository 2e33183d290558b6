//! Properties of every body, checked on random ones. `PROPTEST_CASES=100000 cargo test --test properties`
//! checks more. They are the same ones each time; `PROPTEST_RNG_SEED` selects others.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a test stops where it is wrong")]

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};
use proptest::test_runner::RngSeed;
use serde_json::{Map, Value, json};
use webhook_guard::report::Segment;
use webhook_guard::rules::EVENT_TYPES;
use webhook_guard::{DeliveryReport, Finding, Options, Report, canonical_body, locate};

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

/// Choices of style, derived from one number, so that a failure shrinks to the plainest style.
struct Style(u64);

impl Style {
    fn pick<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        let next = self.0 % choices.len() as u64;
        self.0 = (self.0 >> 3) ^ self.0.wrapping_mul(0x5851_F42D_4C95_7F2D);
        choices[next as usize]
    }

    fn space(&mut self) -> &'static str {
        self.pick(&["", " ", "\n", "\t\r\n  "])
    }

    /// The text as a JSON string, each character written in one of the possible ways.
    fn string(&mut self, text: &str) -> String {
        let mut out = String::from("\"");
        for c in text.chars() {
            let plain = serde_json::to_string(&c).expect("a string");
            let units: String =
                c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect();
            let upper = units.to_uppercase().replace('U', "u");
            let plain = &plain[1..plain.len() - 1];
            let slash = if c == '/' { "\\/" } else { plain };
            out.push_str(self.pick(&[plain, plain, slash, &units, &upper]));
        }
        out + "\""
    }

    /// The integer, written in one of the possible ways.
    fn integer(&mut self, value: i64) -> String {
        let (exponent, fraction) = (format!("{value}0E-1"), format!("{value}.000"));
        let scaled = format!("{}.{:03}e+3", value / 1000, value % 1000);
        self.pick(&[&value.to_string(), &exponent, &fraction, &scaled]).to_owned()
    }

    fn array(&mut self, items: &[String]) -> String {
        let mut out = String::from("[");
        for (at, item) in items.iter().enumerate() {
            let comma = if at == 0 { "" } else { "," };
            out += &format!("{comma}{}{item}{}", self.space(), self.space());
        }
        out + "]"
    }

    fn object(&mut self, members: &[(String, String)]) -> String {
        let mut out = format!("{}{{", self.space());
        for (at, (name, value)) in members.iter().enumerate() {
            let comma = if at == 0 { "" } else { "," };
            let name = self.string(name);
            let [a, b, c, d] = [(); 4].map(|()| self.space());
            out += &format!("{comma}{a}{name}{b}:{c}{value}{d}");
        }
        out + "}" + self.space()
    }
}

/// Any text of this length: plain characters, those that JSON escapes, and non-ASCII ones.
fn text(length: impl Into<proptest::collection::SizeRange>) -> impl Strategy<Value = String> {
    let special = select("\"\\/\u{0}\u{1F}\u{7F}\u{2028}\u{FFFD}é€😀".chars().collect::<Vec<_>>());
    let c = prop_oneof![6 => proptest::char::range(' ', '~'), 1 => special, 1 => any::<char>()];
    vec(c, length).prop_map(String::from_iter)
}

fn url() -> impl Strategy<Value = String> {
    const HOST: &str = r"([a-z][a-z0-9-]{0,8}\.){0,2}[a-z]{1,8}|münchen\.de|\[::1\]|127\.0\.0\.1";
    let url =
        format!(r"[Hh][Tt][Tt][Pp]s?://({HOST})(:[1-9][0-9]{{0,3}})?(/[!-\[\]-~éß]{{0,20}})?");
    proptest::string::string_regex(&url).expect("a pattern")
}

/// The text of valid headers.
fn headers() -> impl Strategy<Value = String> {
    let entries = vec((r"[A-Za-z0-9!#$%&'*+.^_`|~-]{0,8}", "[\t -~]{0,20}"), 0..5);
    entries.prop_map(|entries| {
        let entries = entries.iter().enumerate();
        // A number makes each name unique, and neither reserved nor sensitive.
        let entries = entries.map(|(at, (name, value))| {
            format!("{}:{}", Value::from(format!("{at}{name}")), Value::from(value.as_str()))
        });
        format!("{{{}}}", entries.collect::<Vec<_>>().join(","))
    })
}

fn event_types() -> impl Strategy<Value = Vec<&'static str>> {
    let names: Vec<_> = EVENT_TYPES.iter().map(|known| known.name).collect();
    subsequence(names, 1..=EVENT_TYPES.len()).prop_shuffle()
}

type Members = Vec<(String, Value)>;

/// A valid webhook, as data in the contract's order.
fn webhook() -> impl Strategy<Value = Members> {
    let optional = (
        prop::option::of(text(16..=128)),
        prop::option::of(1000..=30000_i64),
        prop::option::of(headers()),
        prop::option::of(prop_oneof![9 => text(0..=40), 1 => text(1000)]),
    );
    let required = (url(), select(vec!["active", "disabled"]), event_types(), 1..=5_i64);
    (required, optional).prop_map(
        |((url, status, event_types, retries), (secret, timeout, headers, description))| {
            let members = [
                ("url", Some(url.into())),
                ("secret", secret.map(Value::from)),
                ("status", Some(status.into())),
                ("timeout", timeout.map(Value::from)),
                ("headers", headers.map(Value::from)),
                ("description", description.map(Value::from)),
                ("event_types", Some(event_types.into())),
                ("max_retries", Some(retries.into())),
            ];
            let present = members.into_iter().filter_map(|(name, value)| Some((name, value?)));
            present.map(|(name, value)| (name.to_owned(), value)).collect()
        },
    )
}

/// The members as `JSON.stringify` writes them.
fn compact(members: &Members) -> String {
    let members = members.iter().map(|(name, value)| format!("\"{name}\":{value}"));
    format!("{{{}}}", members.collect::<Vec<_>>().join(","))
}

/// The members in any order and any style.
fn written(members: &Members, order: &[Index], mut style: Style) -> String {
    let mut members: Vec<_> = members
        .iter()
        .map(|(name, value)| {
            let source = match value {
                Value::String(text) => style.string(text),
                Value::Array(items) => {
                    let items = items.iter().map(|item| style.string(item.as_str().expect("text")));
                    let items: Vec<_> = items.collect();
                    style.array(&items)
                }
                value => style.integer(value.as_i64().expect("an integer")),
            };
            (name.clone(), source)
        })
        .collect();
    for (at, other) in order.iter().enumerate().take(members.len()) {
        let other = other.index(members.len());
        members.swap(at, other);
    }
    style.object(&members)
}

/// JSON of a type that the field does not have.
fn other_type(field: &'static str) -> impl Strategy<Value = String> {
    let sources = ["null", "true", "{}", "[[]]", "5000.5", "1e-7", "\"text\"", "4000"];
    let fits = move |source: &&str| match field {
        "timeout" | "max_retries" => *source != "4000",
        "event_types" => !source.starts_with('['),
        _ => !source.starts_with('"'),
    };
    let sources: Vec<_> = sources.into_iter().filter(fits).map(str::to_owned).collect();
    select(sources)
}

fn source_of(text: String) -> Option<String> {
    Some(Value::from(text).to_string())
}

/// A value that breaks a rule of the field, as JSON, or `None` for an absent one; and the code.
fn broken(field: &'static str) -> BoxedStrategy<(Option<String>, &'static str)> {
    let as_is = |code| move |source: String| (Some(source), code);
    let text_of = |code| move |text: String| (source_of(text), code);
    let number = |code| move |number: i64| (Some(number.to_string()), code);
    let wrong_type = other_type(field).prop_map(as_is("wrong_type"));
    let missing = Just((None, "missing"));
    match field {
        "url" => prop_oneof![
            missing,
            wrong_type,
            text(0..4).prop_map(text_of("too_short")),
            text(2001..2100).prop_map(text_of("too_long")),
            "(ftp|file|[a-z]+script|httpx|http:|https:/)://[a-z/]{1,9}"
                .prop_map(text_of("invalid_url")),
            "https?://[/?#][a-z]{1,9}".prop_map(text_of("invalid_url")),
            r"https?://[a-z]{1,9}/?[a-z]{0,9}[ \t\\\x7F][a-z]{0,9}"
                .prop_map(text_of("invalid_url")),
            "https?://(a:65536|999\\.1\\.1\\.1|\\[::g\\]|xn--a|a%00b|[<>^|]{1,3})/"
                .prop_map(text_of("invalid_url")),
        ]
        .boxed(),
        "secret" => prop_oneof![
            wrong_type,
            text(0..16).prop_map(text_of("too_short")),
            text(129..300).prop_map(text_of("too_long")),
        ]
        .boxed(),
        "status" => prop_oneof![
            missing,
            wrong_type,
            "(Active|DISABLED|activ|disabled | active|enabled|)"
                .prop_map(text_of("invalid_status")),
        ]
        .boxed(),
        "timeout" => prop_oneof![
            wrong_type,
            prop_oneof![..1000_i64, 30001_i64.., Just(999_i64), Just(30001_i64)]
                .prop_map(number("out_of_range")),
        ]
        .boxed(),
        "headers" => prop_oneof![
            wrong_type,
            select(vec![
                "",
                "{",
                "[]",
                "null",
                "{\"a\":\"b\",}",
                "{\"a\":\"\\ud800\"}",
                "\u{FEFF}{}"
            ])
            .prop_map(|text| (source_of(text.to_owned()), "invalid_headers")),
            r#"\{"[a-z]{0,4}[ "(),/:;<=>?@\[\\\]\{\}é][a-z]{0,4}":"v"\}"#.prop_filter_map(
                "a name",
                |text| {
                    let name = text.get(2..text.len() - 6)?;
                    let text = format!("{{{}:\"v\"}}", Value::from(name));
                    Some((source_of(text), "invalid_header_name"))
                }
            ),
            "(host|HOST|Content-Length|AUTHORIZATION|x-real-IP|Etag)"
                .prop_map(|name| (source_of(format!("{{\"{name}\":\"v\"}}")), "reserved_header")),
            "[a-z]{1,8}".prop_map(|name| {
                let text = format!("{{\"x{name}\":\"v\",\"X{}\":\"w\"}}", name.to_uppercase());
                (source_of(text), "duplicate_header")
            }),
            "[ -~]{0,4}[\u{0}\n\u{1F}\u{7F}é😀][ -~]{0,4}".prop_map(|value| {
                (source_of(format!("{{\"x-a\":{}}}", Value::from(value))), "invalid_header_value")
            }),
            select(vec!["null", "5", "true", "[]", "{}"]).prop_map(|value| {
                (source_of(format!("{{\"x-a\":{value}}}")), "invalid_header_value")
            }),
        ]
        .boxed(),
        "description" => {
            prop_oneof![wrong_type, text(1001..1100).prop_map(text_of("too_long")),].boxed()
        }
        "event_types" => prop_oneof![
            missing,
            wrong_type,
            Just((Some("[]".to_owned()), "no_event_types")),
            "(log\\.[a-z]{1,12}|LOG\\.INCOMING_CALL|)".prop_map(|name| {
                (Some(json!(["log.incoming_call", name]).to_string()), "unknown_event_type")
            }),
            select(vec!["null", "5", "true", "[]", "{}"])
                .prop_map(|item| (Some(format!("[\"log.incoming_call\",{item}]")), "wrong_type")),
        ]
        .boxed(),
        _ => prop_oneof![
            missing,
            wrong_type,
            prop_oneof![..1_i64, 6_i64.., Just(0_i64), Just(6_i64)]
                .prop_map(number("out_of_range")),
        ]
        .boxed(),
    }
}

const FIELDS: [&str; 8] =
    ["url", "secret", "status", "timeout", "headers", "description", "event_types", "max_retries"];

/// Values that break a rule in some of the fields.
fn breakage() -> impl Strategy<Value = Vec<Option<(Option<String>, &'static str)>>> {
    FIELDS.map(|field| prop::option::of(broken(field))).to_vec()
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

#[derive(Clone, Debug)]
struct Delivery {
    event_type: &'static str,
    duration: u32,
    headers: Vec<(String, String)>,
    payload: String,
    status: u16,
    response: String,
}

fn delivery() -> impl Strategy<Value = Delivery> {
    // No word of a value ends with a colon: in a text of one line it would start a header.
    let headers = vec(("[A-Za-z0-9-]{1,8}", "([a-z/;:=\"]{0,8}[a-z0-9]( [a-z0-9]{1,5})?)?"), 0..6);
    let payload = (text(0..20), vec(any::<i32>(), 0..4)).prop_map(|(text, numbers)| {
        json!({ "data": text, "RESPONSE: Status: 1": { "Headers: ": numbers } }).to_string()
    });
    let response = prop_oneof![
        select(vec![
            "",
            "Login required",
            "RESPONSE: Status: 200 EVENT DETAILS: x",
            "REQUEST:\nURL: x"
        ])
        .prop_map(str::to_owned),
        "[ -;=-~]{0,40}",
    ];
    let names = select(EVENT_TYPES.iter().map(|known| known.name).collect::<Vec<_>>());
    (names, any::<u32>(), headers, payload, 100..600_u16, response).prop_map(
        |(event_type, duration, headers, payload, status, response)| Delivery {
            event_type,
            duration,
            headers,
            payload,
            status,
            response,
        },
    )
}

/// The text of a test: one line where `breaks` is a space, otherwise one line for each part.
fn delivery_text(delivery: &Delivery, style: &mut Style, breaks: &str) -> String {
    let headers = delivery.headers.iter().map(|(name, value)| format!("{name}: {value}"));
    let parts = [
        vec!["EVENT DETAILS:".to_owned(), format!("{} (ID: wh_1)", delivery.event_type)],
        vec![format!("Response Time: {} ms", delivery.duration)],
        vec!["Status: Failed (1/2 attempts)".to_owned()],
        vec!["REQUEST:".to_owned(), "URL: https://a.example".to_owned(), "Method: POST".to_owned()],
        [vec!["Headers:".to_owned()], headers.collect()].concat(),
        vec!["Payload:".to_owned(), delivery.payload.clone()],
        vec![format!("RESPONSE:{breaks}Status: {}", delivery.status), delivery.response.clone()],
    ];
    let mut text = String::new();
    for part in parts.concat() {
        text += &part;
        text += breaks;
        text += style.pick(&["", "", " ", "  "]);
    }
    text
}
