//! The members of a webhook body: names, types, limits, and texts for a form.

/// The JSON type a field must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldType {
    /// A string.
    String,
    /// A number without a fraction, in any notation (§1).
    Integer,
    /// An array of strings.
    Array,
}

impl FieldType {
    /// The name of the type in JSON Schema.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Integer => "integer",
            Self::Array => "array",
        }
    }
}

/// Inclusive limits: code points of a string, the value of an integer, items of an array.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The minimum.
    pub min: u32,
    /// The maximum, if there is one.
    pub max: Option<u32>,
}

/// The definition of one field.
#[derive(Debug)]
pub struct FieldSpec {
    /// The field.
    pub field: Field,
    /// Its name in the body.
    pub name: &'static str,
    /// Its type.
    pub kind: FieldType,
    /// Whether the device rejects a body without it.
    pub required: bool,
    /// Its limits, if any.
    pub limits: Option<Limits>,
    /// The meaning of the string: `http-url` (D1), `json-headers` (D2) or `password` (never shown).
    pub format: Option<&'static str>,
    /// Unit of the value.
    pub unit: Option<&'static str>,
    /// English label for a form.
    pub label: &'static str,
    /// One English sentence of help for a form.
    pub help: &'static str,
}

const fn limits(min: u32, max: u32) -> Option<Limits> {
    Some(Limits { min, max: Some(max) })
}

macro_rules! fields {
    ($($field:ident $name:literal { $($member:ident: $value:expr,)* })*) => {
        /// A member of the webhook body.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[allow(missing_docs, reason = "each is described by its FieldSpec")]
        pub enum Field {
            $($field,)*
        }

        impl Field {
            /// The field of that name, if it is a member of a webhook.
            #[must_use]
            pub fn from_name(name: &[u8]) -> Option<Self> {
                mod names {
                    #![allow(non_upper_case_globals, reason = "named like the fields")]
                    $(pub const $field: &[u8] = $name.as_bytes();)*
                }
                match name {
                    $(names::$field => Some(Self::$field),)*
                    _ => None,
                }
            }
        }

        /// The names of [`FIELDS`].
        pub const FIELD_NAMES: [&str; [$($name),*].len()] = [$($name),*];

        /// The fields, in the order of the contract's table. Source: the API reference, request body.
        pub static FIELDS: [FieldSpec; FIELD_NAMES.len()] = [
            $(FieldSpec { field: Field::$field, name: $name, $($member: $value,)* },)*
        ];
    };
}

impl Field {
    /// The definition of this field.
    #[must_use]
    #[allow(clippy::indexing_slicing, reason = "one macro writes the enum and the table")]
    pub const fn spec(self) -> &'static FieldSpec {
        &FIELDS[self as usize]
    }

    /// The name of the member in the API.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.spec().name
    }
}

fields! {
    Url "url" {
    kind: FieldType::String,
    required: true,
    limits: limits(4, 2000),
    format: Some("http-url"),
    unit: None,
    label: "URL",
    help: "Where the device sends deliveries; starts with http:// or https://.",
    }
    Secret "secret" {
    kind: FieldType::String,
    required: false,
    limits: limits(16, 128),
    format: Some("password"),
    unit: None,
    label: "Secret",
    help: "Signs each delivery (HMAC-SHA256), so that the receiver can verify where it comes from.",
    }
    Status "status" {
    kind: FieldType::String,
    required: true,
    limits: None,
    format: None,
    unit: None,
    label: "Status",
    help: "A disabled webhook stays on the device and sends nothing.",
    }
    Timeout "timeout" {
    kind: FieldType::Integer,
    required: false,
    limits: limits(1000, 30000),
    format: None,
    unit: Some("ms"),
    label: "Timeout",
    help: "How long the device waits to connect, to read and to write, in milliseconds.",
    }
    Headers "headers" {
    kind: FieldType::String,
    required: false,
    limits: None,
    format: Some("json-headers"),
    unit: None,
    label: "Headers",
    help: "Additional headers sent with each delivery.",
    }
    Description "description" {
    kind: FieldType::String,
    required: false,
    limits: limits(0, 1000),
    format: None,
    unit: None,
    label: "Description",
    help: "A note for administrators. The device does not use it.",
    }
    EventTypes "event_types" {
    kind: FieldType::Array,
    required: true,
    limits: Some(Limits { min: 1, max: None }),
    format: None,
    unit: None,
    label: "Events",
    help: "The events that trigger this webhook.",
    }
    MaxRetries "max_retries" {
    kind: FieldType::Integer,
    required: true,
    limits: limits(1, 5),
    format: None,
    unit: None,
    label: "Retries",
    help: "How many times the device retries a failed delivery.",
    }
}

/// The values of `status`.
pub const STATUSES: [&str; 2] = ["active", "disabled"];
