//! The rules as data: for a form, and as JSON Schema (§7).

use std::borrow::Cow;

use serde::ser::{Serialize, Serializer};

use crate::json::write_string;
use crate::rules::{
    DECISIONS, EVENT_TYPE_GROUPS, EVENT_TYPE_NAMES, EVENT_TYPES, FIELDS, Field, FieldSpec,
    FieldType, HEADER_NAME_PATTERN, HEADER_VALUE_PATTERN, RESERVED_HEADERS, RULES,
    SENSITIVE_HEADERS, STATUSES,
};

/// Plain data, as in JSON, with the members of objects in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Data {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(i64),
    /// A string.
    Text(Cow<'static, str>),
    /// An array.
    List(Vec<Data>),
    /// An object.
    Map(Vec<(&'static str, Data)>),
}

impl Serialize for Data {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            // Within 2^53, where a JavaScript number is exact.
            Self::Number(value) => serializer.serialize_i64(*value),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => serializer.collect_seq(items),
            Self::Map(members) => {
                serializer.collect_map(members.iter().map(|(name, value)| (name, value)))
            }
        }
    }
}

impl From<&'static str> for Data {
    fn from(text: &'static str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Data {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<u32> for Data {
    fn from(number: u32) -> Self {
        Self::Number(i64::from(number))
    }
}

impl From<bool> for Data {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl<T: Into<Data>> FromIterator<T> for Data {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }
}

impl Data {
    /// As JSON text.
    #[must_use]
    pub fn to_json(&self) -> Vec<u8> {
        let mut text = Vec::new();
        self.write(&mut text);
        text
    }

    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Null => out.extend_from_slice(b"null"),
            Self::Bool(value) => out.extend_from_slice(if *value { b"true" } else { b"false" }),
            Self::Number(value) => out.extend_from_slice(value.to_string().as_bytes()),
            Self::Text(text) => write_string(out, text.as_bytes()),
            Self::List(items) => {
                out.push(b'[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        out.push(b',');
                    }
                    item.write(out);
                }
                out.push(b']');
            }
            Self::Map(members) => {
                out.push(b'{');
                for (index, (name, value)) in members.iter().enumerate() {
                    if index > 0 {
                        out.push(b',');
                    }
                    write_string(out, name.as_bytes());
                    out.push(b':');
                    value.write(out);
                }
                out.push(b'}');
            }
        }
    }

    /// An object of strings. Not inlined, since most of the rules are such objects.
    #[inline(never)]
    fn texts(members: &[(&'static str, &'static str)]) -> Self {
        Self::Map(members.iter().map(|&(name, text)| (name, text.into())).collect())
    }

    /// An array of strings.
    #[inline(never)]
    fn list(items: &[&'static str]) -> Self {
        items.iter().copied().collect()
    }
}

impl<const N: usize> From<[(&'static str, Data); N]> for Data {
    fn from(members: [(&'static str, Data); N]) -> Self {
        Self::Map(members.into())
    }
}

/// What a form needs to render itself without restating a rule.
///
/// ```
/// let rules = serde_json::to_value(webhook_guard::webhook_rules())?;
/// assert_eq!(rules["fields"][0]["name"], "url");
/// assert_eq!(rules["fields"][0]["maxLength"], 2000);
/// assert_eq!(rules["eventTypes"][17]["group"], "doors");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[must_use]
pub fn webhook_rules() -> Data {
    Data::from([
        ("fields", FIELDS.iter().map(form_field).collect()),
        (
            "eventTypeGroups",
            EVENT_TYPE_GROUPS
                .into_iter()
                .map(|(id, label)| Data::texts(&[("id", id), ("label", label)]))
                .collect(),
        ),
        (
            "eventTypes",
            EVENT_TYPES
                .iter()
                .map(|event_type| {
                    Data::texts(&[
                        ("name", event_type.name),
                        ("group", event_type.group),
                        ("label", event_type.label),
                    ])
                })
                .collect(),
        ),
        ("reservedHeaders", Data::list(&RESERVED_HEADERS)),
        ("sensitiveHeaders", Data::list(&SENSITIVE_HEADERS)),
        ("headerNamePattern", HEADER_NAME_PATTERN.into()),
        ("headerValuePattern", HEADER_VALUE_PATTERN.into()),
        ("issueCodes", codes(false)),
        ("warningCodes", codes(true)),
        (
            "decisions",
            DECISIONS
                .iter()
                .map(|decision| {
                    Data::texts(&[
                        ("id", decision.id),
                        ("title", decision.title),
                        ("reason", decision.reason),
                    ])
                })
                .collect(),
        ),
    ])
}

fn codes(warnings: bool) -> Data {
    let mut codes: Vec<&str> = RULES
        .iter()
        .filter(|text| text.error.is_empty() == warnings)
        .map(|text| text.code)
        .collect();
    // Several rules share a code; the first one determines its position.
    let mut seen = Vec::new();
    codes.retain(|code| {
        let new = !seen.contains(code);
        seen.push(*code);
        new
    });
    Data::list(&codes)
}

fn form_field(rule: &FieldSpec) -> Data {
    let mut members = vec![
        ("name", rule.name.into()),
        ("required", rule.required.into()),
        ("label", rule.label.into()),
        ("help", rule.help.into()),
    ];
    members.extend(rule.format.map(|format| ("format", format.into())));
    members.extend(rule.unit.map(|unit| ("unit", unit.into())));
    members.extend(constraints(rule));
    members.extend(allowed(rule.field).map(|allowed| ("enum", allowed)));
    Data::Map(members)
}

/// The field's type and limits, by JSON Schema's names.
fn constraints(rule: &FieldSpec) -> Vec<(&'static str, Data)> {
    let (least, most) = match rule.kind {
        FieldType::String => ("minLength", "maxLength"),
        FieldType::Integer => ("minimum", "maximum"),
        FieldType::Array => ("minItems", "maxItems"),
    };
    let limits = rule.limits;
    let min = limits.map(|limits| limits.min).filter(|&min| min > 0);
    let max = limits.and_then(|limits| limits.max);
    let mut members = vec![("type", Data::from(rule.kind.name()))];
    members.extend(min.map(|min| (least, min.into())));
    members.extend(max.map(|max| (most, max.into())));
    members
}

/// The values allowed for the field, or for its items.
fn allowed(field: Field) -> Option<Data> {
    match field {
        Field::Status => Some(Data::list(&STATUSES)),
        Field::EventTypes => Some(Data::list(&EVENT_TYPE_NAMES)),
        _ => None,
    }
}

/// D1 as far as a pattern can express it.
const URL_PATTERN: &str = r"^[Hh][Tt][Tt][Pp][Ss]?://[^\x00-\x20\x7F\\/?#][^\x00-\x20\x7F\\]*$";

/// JSON Schema 2020-12 for the body. It cannot express every rule: [`crate::validate`] decides.
///
/// ```
/// let schema = serde_json::to_value(webhook_guard::webhook_json_schema())?;
/// assert_eq!(schema["properties"]["max_retries"]["maximum"], 5);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[must_use]
pub fn webhook_json_schema() -> Data {
    let required = FIELDS.iter().filter(|rule| rule.required).map(|rule| rule.name);
    Data::from([
        ("$schema", "https://json-schema.org/draft/2020-12/schema".into()),
        ("title", "Webhook".into()),
        ("type", "object".into()),
        ("required", required.collect()),
        ("properties", Data::Map(FIELDS.iter().map(|rule| (rule.name, property(rule))).collect())),
    ])
}

fn property(rule: &FieldSpec) -> Data {
    let mut members = vec![("title", rule.label.into()), ("description", rule.help.into())];
    members.extend(constraints(rule));
    match rule.field {
        Field::Url => members.push(("pattern", URL_PATTERN.into())),
        Field::Secret => members.push(("writeOnly", true.into())),
        Field::Headers => members.extend([
            ("contentMediaType", "application/json".into()),
            ("contentSchema", headers_schema()),
        ]),
        _ => {}
    }
    if let Some(allowed) = allowed(rule.field) {
        if rule.kind == FieldType::Array {
            members.push(("items", [("type", "string".into()), ("enum", allowed)].into()));
        } else {
            members.push(("enum", allowed));
        }
    }
    Data::Map(members)
}

fn headers_schema() -> Data {
    let reserved = [("pattern", any_case(&RESERVED_HEADERS).into())];
    let name = [("pattern", HEADER_NAME_PATTERN.into()), ("not", reserved.into())];
    let value = [("type", "string".into()), ("pattern", HEADER_VALUE_PATTERN.into())];
    Data::from([
        ("type", "object".into()),
        ("propertyNames", name.into()),
        ("additionalProperties", value.into()),
    ])
}

/// A pattern of the names in any letter case: patterns in JSON Schema have no flags.
fn any_case(names: &[&str]) -> String {
    let mut pattern = String::from("^(?:");
    for (index, name) in names.iter().enumerate() {
        if index > 0 {
            pattern.push('|');
        }
        for c in name.chars() {
            match c {
                'a'..='z' => pattern.extend(['[', c.to_ascii_uppercase(), c, ']']),
                _ => pattern.push(c),
            }
        }
    }
    pattern.push_str(")$");
    pattern
}
