//! Random webhooks, and random ways to write them.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};
use serde_json::{Value, json};
use webhook_guard::rules::EVENT_TYPES;

/// Choices of style, derived from one number, so that a failure shrinks to the plainest style.
pub struct Style(pub u64);

impl Style {
    pub fn pick<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        let next = self.0 % choices.len() as u64;
        self.0 = (self.0 >> 3) ^ self.0.wrapping_mul(0x5851_F42D_4C95_7F2D);
        choices[next as usize]
    }

    pub fn space(&mut self) -> &'static str {
        self.pick(&["", " ", "\n", "\t\r\n  "])
    }

    /// The text as a JSON string, each character written in one of the possible ways.
    pub fn string(&mut self, text: &str) -> String {
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
    pub fn integer(&mut self, value: i64) -> String {
        let (exponent, fraction) = (format!("{value}0E-1"), format!("{value}.000"));
        let scaled = format!("{}.{:03}e+3", value / 1000, value % 1000);
        self.pick(&[&value.to_string(), &exponent, &fraction, &scaled]).to_owned()
    }

    pub fn array(&mut self, items: &[String]) -> String {
        let mut out = String::from("[");
        for (at, item) in items.iter().enumerate() {
            let comma = if at == 0 { "" } else { "," };
            out += &format!("{comma}{}{item}{}", self.space(), self.space());
        }
        out + "]"
    }

    pub fn object(&mut self, members: &[(String, String)]) -> String {
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
pub fn text(length: impl Into<proptest::collection::SizeRange>) -> impl Strategy<Value = String> {
    let special = select("\"\\/\u{0}\u{1F}\u{7F}\u{2028}\u{FFFD}é€😀".chars().collect::<Vec<_>>());
    let c = prop_oneof![6 => proptest::char::range(' ', '~'), 1 => special, 1 => any::<char>()];
    vec(c, length).prop_map(String::from_iter)
}

pub fn url() -> impl Strategy<Value = String> {
    const HOST: &str = r"([a-z][a-z0-9-]{0,8}\.){0,2}[a-z]{1,8}|münchen\.de|\[::1\]|127\.0\.0\.1";
    let url =
        format!(r"[Hh][Tt][Tt][Pp]s?://({HOST})(:[1-9][0-9]{{0,3}})?(/[!-\[\]-~éß]{{0,20}})?");
    proptest::string::string_regex(&url).expect("a pattern")
}

/// The text of valid headers.
pub fn headers() -> impl Strategy<Value = String> {
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

pub fn event_types() -> impl Strategy<Value = Vec<&'static str>> {
    let names: Vec<_> = EVENT_TYPES.iter().map(|known| known.name).collect();
    subsequence(names, 1..=EVENT_TYPES.len()).prop_shuffle()
}

pub type Members = Vec<(String, Value)>;

/// A valid webhook, as data in the contract's order.
pub fn webhook() -> impl Strategy<Value = Members> {
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
pub fn compact(members: &Members) -> String {
    let members = members.iter().map(|(name, value)| format!("\"{name}\":{value}"));
    format!("{{{}}}", members.collect::<Vec<_>>().join(","))
}

/// The members in any order and any style.
pub fn written(members: &Members, order: &[Index], mut style: Style) -> String {
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
pub fn other_type(field: &'static str) -> impl Strategy<Value = String> {
    let sources = ["null", "true", "{}", "[[]]", "5000.5", "1e-7", "\"text\"", "4000"];
    let fits = move |source: &&str| match field {
        "timeout" | "max_retries" => *source != "4000",
        "event_types" => !source.starts_with('['),
        _ => !source.starts_with('"'),
    };
    let sources: Vec<_> = sources.into_iter().filter(fits).map(str::to_owned).collect();
    select(sources)
}

pub fn source_of(text: String) -> Option<String> {
    Some(Value::from(text).to_string())
}

/// A value that breaks a rule of the field, as JSON, or `None` for an absent one; and the code.
pub fn broken(field: &'static str) -> BoxedStrategy<(Option<String>, &'static str)> {
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

pub const FIELDS: [&str; 8] =
    ["url", "secret", "status", "timeout", "headers", "description", "event_types", "max_retries"];

/// Values that break a rule in some of the fields.
pub fn breakage() -> impl Strategy<Value = Vec<Option<(Option<String>, &'static str)>>> {
    FIELDS.map(|field| prop::option::of(broken(field))).to_vec()
}
