//! The rules as data: fields, limits, names, codes and texts, each written once.
//!
//! The order of every table here is the order of the contract's table (§2), and so the order in
//! which issues are reported.

use crate::names::{Index, same};

/// A member of the webhook body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "each is described by its FieldRule")]
pub enum Field {
    Url,
    Secret,
    Status,
    Timeout,
    Headers,
    Description,
    EventTypes,
    MaxRetries,
}

impl Field {
    /// The rule of this field.
    #[must_use]
    #[allow(clippy::indexing_slicing, reason = "FIELDS has one row for each Field")]
    pub const fn rule(self) -> &'static FieldRule {
        &FIELDS[self as usize]
    }

    /// The name the API gives the member.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.rule().name
    }

    /// The field of that name, if it is a member of a webhook.
    #[must_use]
    pub fn from_name(name: &[u8]) -> Option<Self> {
        Some(match name {
            b"url" => Self::Url,
            b"secret" => Self::Secret,
            b"status" => Self::Status,
            b"timeout" => Self::Timeout,
            b"headers" => Self::Headers,
            b"description" => Self::Description,
            b"event_types" => Self::EventTypes,
            b"max_retries" => Self::MaxRetries,
            _ => return None,
        })
    }
}

/// The JSON type a field must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldType {
    /// A string.
    String,
    /// A number without a fraction, however it is written (§1).
    Integer,
    /// An array of strings.
    Array,
}

impl FieldType {
    /// The name JSON Schema gives the type.
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
    /// The least allowed.
    pub min: u32,
    /// The most allowed, where there is an upper limit.
    pub max: Option<u32>,
}

/// All that is known of one field.
#[derive(Debug)]
pub struct FieldRule {
    /// Which field.
    pub field: Field,
    /// Its name in the body.
    pub name: &'static str,
    /// Its type.
    pub kind: FieldType,
    /// Whether the device refuses a body without it.
    pub required: bool,
    /// Its limits, where it has some.
    pub limits: Option<Limits>,
    /// What the string means: `http-url` (D1), `json-headers` (D2) or `password` (never shown).
    pub format: Option<&'static str>,
    /// Unit of the value.
    pub unit: Option<&'static str>,
    /// English label for a form.
    pub label: &'static str,
    /// One English sentence of help.
    pub help: &'static str,
}

const fn limits(min: u32, max: u32) -> Option<Limits> {
    Some(Limits { min, max: Some(max) })
}

/// The fields, in the order of the contract's table. Source: the API document's request body.
pub static FIELDS: [FieldRule; 8] = [
    FieldRule {
        field: Field::Url,
        name: "url",
        kind: FieldType::String,
        required: true,
        limits: limits(4, 2000),
        format: Some("http-url"),
        unit: None,
        label: "URL",
        help: "Where the device sends the request, beginning with http:// or https://.",
    },
    FieldRule {
        field: Field::Secret,
        name: "secret",
        kind: FieldType::String,
        required: false,
        limits: limits(16, 128),
        format: Some("password"),
        unit: None,
        label: "Secret",
        help: "Key that signs each delivery (HMAC-SHA256), so that the receiver can tell it is genuine.",
    },
    FieldRule {
        field: Field::Status,
        name: "status",
        kind: FieldType::String,
        required: true,
        limits: None,
        format: None,
        unit: None,
        label: "Status",
        help: "A disabled webhook is kept and sends nothing.",
    },
    FieldRule {
        field: Field::Timeout,
        name: "timeout",
        kind: FieldType::Integer,
        required: false,
        limits: limits(1000, 30000),
        format: None,
        unit: Some("ms"),
        label: "Timeout",
        help: "How long the device waits to connect, to read and to write, in milliseconds.",
    },
    FieldRule {
        field: Field::Headers,
        name: "headers",
        kind: FieldType::String,
        required: false,
        limits: None,
        format: Some("json-headers"),
        unit: None,
        label: "Headers",
        help: "Additional headers of each delivery, by name and value.",
    },
    FieldRule {
        field: Field::Description,
        name: "description",
        kind: FieldType::String,
        required: false,
        limits: limits(0, 1000),
        format: None,
        unit: None,
        label: "Description",
        help: "A note for people; the device does not use it.",
    },
    FieldRule {
        field: Field::EventTypes,
        name: "event_types",
        kind: FieldType::Array,
        required: true,
        limits: Some(Limits { min: 1, max: None }),
        format: None,
        unit: None,
        label: "Events",
        help: "What the webhook is called for.",
    },
    FieldRule {
        field: Field::MaxRetries,
        name: "max_retries",
        kind: FieldType::Integer,
        required: true,
        limits: limits(1, 5),
        format: None,
        unit: None,
        label: "Retries",
        help: "How often the device tries again after a failed delivery.",
    },
];

/// The values `status` may have.
pub const STATUSES: [&str; 2] = ["active", "disabled"];

macro_rules! rules {
    ($($(#[doc = $doc:literal])* $name:ident: $($field:ident)? $code:literal, $error:literal, $message:literal;)*) => {
        /// A rule of the contract that a body can break, or a thing it can be advised about.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Rule {
            $($(#[doc = $doc])* $name,)*
        }

        /// The texts of every rule, in the order of [`Rule`].
        pub static RULES: &[RuleText] = &[
            $(RuleText {
                rule: Rule::$name,
                field: rules!(@field $($field)?),
                code: $code,
                error: $error,
                message: $message,
            },)*
        ];
    };
    (@field $field:ident) => { Some(Field::$field) };
    (@field) => { None };
}

/// The texts of one rule. `{name}` stands for a param or for the field's name.
#[derive(Debug)]
pub struct RuleText {
    /// Which rule.
    pub rule: Rule,
    /// The field it is about, where it is about one alone.
    pub field: Option<Field>,
    /// Stable name of what is said.
    pub code: &'static str,
    /// The text the device answers with; empty for a warning.
    pub error: &'static str,
    /// An English sentence for a person.
    pub message: &'static str,
}

impl Rule {
    /// The texts of this rule.
    #[must_use]
    #[allow(clippy::indexing_slicing, reason = "one macro writes the enum and the table")]
    pub fn text(self) -> &'static RuleText {
        &RULES[self as usize]
    }
}

// Contract §2 and §3, in its order. Rules that share a code differ in what a person is told.
rules! {
    /// §1: not RFC 8259 JSON.
    MalformedJson: "malformed_json", "Wrong JSON body",
        "The body is not valid JSON: it goes wrong at byte {offset}.";
    /// §1: a JavaScript value that `JSON.stringify` refuses or turns into nothing.
    NotSerializable: "malformed_json", "Wrong JSON body",
        "The value cannot be written as JSON.";
    /// §1: JSON, but no object.
    NotAnObject: "not_an_object", "Wrong JSON body",
        "The body must be a JSON object, not of type {actual}.";
    /// §1: two parsers would read two different webhooks.
    DuplicateKey: "duplicate_key", "Wrong JSON body",
        "A member name must not stand twice; the second one is at byte {offset}.";
    /// A required member is absent.
    Missing: "missing", "Wrong JSON body: no value for {field}",
        "A value for {field} is required.";
    /// A member is not of its type.
    WrongType: "wrong_type", "Wrong JSON body: value {field} was of the wrong type",
        "The value of {field} must be of type {expected}, not {actual}.";
    /// The length of `url`.
    UrlTooShort: Url "too_short", "Invalid URL format. Must be HTTP URL",
        "The URL must be {min} to {max} characters long; it has {actual}.";
    /// The length of `url`.
    UrlTooLong: Url "too_long", "Invalid URL format. Must be HTTP URL",
        "The URL must be {min} to {max} characters long; it has {actual}.";
    /// D1: begins with `http://` or `https://`.
    UrlScheme: Url "invalid_url", "Invalid URL format. Must be HTTP URL",
        "The URL must begin with http:// or https://.";
    /// D1: a host right after the `//`.
    UrlHost: Url "invalid_url", "Invalid URL format. Must be HTTP URL",
        "The URL must name a host right after http:// or https://.";
    /// D1: no white space, control character or backslash.
    UrlCharacter: Url "invalid_url", "Invalid URL format. Must be HTTP URL",
        "The URL must not hold spaces, control characters or backslashes; percent-encode them.";
    /// D1: parses by the WHATWG URL standard.
    UrlSyntax: Url "invalid_url", "Invalid URL format. Must be HTTP URL",
        "The URL does not hold together; check its host and port.";
    /// The length of `secret`.
    SecretTooShort: Secret "too_short", "Secret must be between 16 and 128 characters",
        "The secret must be {min} to {max} characters long; it has {actual}.";
    /// The length of `secret`.
    SecretTooLong: Secret "too_long", "Secret must be between 16 and 128 characters",
        "The secret must be {min} to {max} characters long; it has {actual}.";
    /// `active` or `disabled`, exactly.
    InvalidStatus: Status "invalid_status", "Status must be 'active' or 'disabled'",
        "The status must be active or disabled, in lower case.";
    /// The range of `timeout`.
    TimeoutOutOfRange: Timeout "out_of_range", "Timeout must be between 1000 and 30000",
        "The timeout must be between {min} and {max} milliseconds.";
    /// The text of `headers` is not RFC 8259 JSON.
    HeadersNotJson: Headers "invalid_headers", "Invalid headers. Must be a JSON object of strings",
        "The headers must be the text of a JSON object; it goes wrong at byte {offset}.";
    /// The text of `headers` is JSON, but no object.
    HeadersNotAnObject: Headers "invalid_headers", "Invalid headers. Must be a JSON object of strings",
        "The headers must be the text of a JSON object, not of type {actual}.";
    /// D2: a header name is an RFC 7230 token.
    InvalidHeaderName: Headers "invalid_header_name", "Invalid header name",
        "A header name may hold ASCII letters, digits and !#$%&'*+-.^_`|~ only, at least one.";
    /// The document's list of system headers.
    ReservedHeader: Headers "reserved_header", "Invalid header name",
        "This header belongs to the device and cannot be set.";
    /// D3: which of the two would be sent is anybody's guess.
    DuplicateHeader: Headers "duplicate_header", "Invalid header name",
        "A header must not stand twice; upper and lower case are the same.";
    /// D2: a header value is tab and visible ASCII.
    HeaderValueCharacter: Headers "invalid_header_value", "Invalid header value",
        "A header value may hold printable ASCII characters, spaces and tabs only.";
    /// A header value is a string.
    HeaderValueType: Headers "invalid_header_value", "Invalid header value",
        "A header value must be of type {expected}, not {actual}.";
    /// The length of `description`.
    DescriptionTooLong: Description "too_long", "Description must be at most 1000 characters",
        "The description must be at most {max} characters long; it has {actual}.";
    /// D4: at least one event type.
    NoEventTypes: EventTypes "no_event_types", "event_types must contain at least one item",
        "At least one event type is required.";
    /// An item of `event_types` is a string.
    EventTypeWrongType: EventTypes "wrong_type", "Wrong JSON body: value {field} was of the wrong type",
        "An event type must be of type {expected}, not {actual}.";
    /// An item of `event_types` is a name the device knows.
    UnknownEventType: EventTypes "unknown_event_type", "Invalid event types",
        "The device does not know this event type.";
    /// D5: the range of `max_retries`.
    RetriesOutOfRange: MaxRetries "out_of_range", "Max retries must be between 1 and 5",
        "The number of retries must be between {min} and {max}.";

    /// §3: `http:`.
    InsecureUrl: Url "insecure_url", "",
        "Deliveries to an http:// address travel unencrypted; https:// protects them.";
    /// §3: a user name or password.
    CredentialsInUrl: Url "credentials_in_url", "",
        "The URL holds a user name or password, which whoever sees the URL can read.";
    /// §3: a `#`.
    FragmentInUrl: Url "fragment_in_url", "",
        "What follows the # in a URL is never sent.";
    /// §3: the device itself.
    LoopbackUrl: Url "loopback_url", "",
        "This address is the device itself, not another computer.";
    /// §3: no signature.
    NoSecret: Secret "no_secret", "",
        "Without a secret deliveries are not signed, and the receiver cannot tell who sent them.";
    /// §3: white space at an end of a header value.
    HeaderWhitespace: Headers "header_whitespace", "",
        "The value begins or ends with a space or a tab, which may be lost on the way.";
    /// §3: headers that carry credentials or that HTTP clients treat in their own way.
    SensitiveHeader: Headers "sensitive_header", "",
        "The device or its HTTP client may treat this header in its own way.";
    /// §3: the same event type again.
    DuplicateEventType: EventTypes "duplicate_event_type", "",
        "This event type stands in the list already.";
    /// §3: the limit counts code points; a device may count otherwise.
    LengthAmbiguous: "length_ambiguous", "",
        "The value of {field} has {actual} characters but {utf16} UTF-16 units and {utf8} UTF-8 bytes; a device that counts those, up to {max}, may refuse it.";
    /// D6: ignored by the device.
    UnknownField: "unknown_field", "",
        "The device ignores a member of this name, and it is not sent.";
}

/// How many issues or warnings of one list are reported at most (§2): of the issues within `headers`,
/// of those within `event_types`, of the warnings within each of them, and of the unknown members.
pub const MAX_FINDINGS: usize = 100;

/// Follows the message where a param `suggestion` is given.
pub const SUGGESTION: &str = " Perhaps {suggestion} is meant.";

/// Header names a webhook may not set, in lower case. Source: the API document, `headers`.
pub const RESERVED_HEADERS: [&str; 33] = [
    "host",
    "connection",
    "keep-alive",
    "transfer-encoding",
    "upgrade",
    "via",
    "te",
    "trailer",
    "content-length",
    "content-type",
    "authorization",
    "origin",
    "permissions-policy",
    "user-agent",
    "accept",
    "accept-encoding",
    "accept-language",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-proto",
    "x-real-ip",
    "forwarded",
    "date",
    "expires",
    "last-modified",
    "cache-control",
    "etag",
    "if-match",
    "if-none-match",
    "access-control-allow-origin",
    "access-control-allow-methods",
    "access-control-allow-headers",
    "access-control-expose-headers",
];

/// Header names that are allowed with a warning, in lower case. Source: contract §3.
pub const SENSITIVE_HEADERS: [&str; 9] = [
    "cookie",
    "set-cookie",
    "proxy-authorization",
    "proxy-connection",
    "expect",
    "content-encoding",
    "x-webhook-signature",
    "x-webhook-timestamp",
    "x-webhook-attempt",
];

/// Groups of event types for a form, with an English label.
pub const EVENT_TYPE_GROUPS: [(&str, &str); 6] = [
    ("access", "Access"),
    ("doors", "Doors and locks"),
    ("calls", "Calls"),
    ("device", "Device"),
    ("login", "Log-ins"),
    ("lift", "Lift"),
];

/// A name the device knows in `event_types`.
#[derive(Debug)]
pub struct EventType {
    /// The name, in the vendor's spelling.
    pub name: &'static str,
    /// The id of its group.
    pub group: &'static str,
    /// English label for a form.
    pub label: &'static str,
}

macro_rules! event_types {
    ($($name:literal $group:literal $label:literal)*) => {
        [$(EventType { name: $name, group: $group, label: $label },)*]
    };
}

/// The event types, in the document's order. Source: the API document, `event_types`.
pub static EVENT_TYPES: [EventType; 41] = event_types! {
    "log.access_denied_by_not_valid_identifier" "access" "Access denied: identifier not valid"
    "log.access_denied_by_not_valid_face_identifier" "access" "Access denied: face not valid"
    "log.access_denied_by_not_valid_input_code" "access" "Access denied: input code not valid"
    "log.access_denied_by_remote_server_api_call" "access" "Access denied by a remote server"
    "log.access_denied_by_unknown_card" "access" "Access denied: unknown card"
    "log.access_granted_by_api_call" "access" "Access granted by an API call"
    "log.access_granted_by_call_host" "access" "Access granted by the person called"
    "log.access_granted_by_master_code" "access" "Access granted by the master code"
    "log.access_granted_by_remote_server_api_call" "access" "Access granted by a remote server"
    "log.access_granted_by_valid_identifier" "access" "Access granted by a valid identifier"
    "log.door_was_closed" "doors" "Door closed"
    "log.door_sensor_was_closed" "doors" "Door sensor closed"
    "log.door_was_opened" "doors" "Door opened"
    "log.door_sensor_was_opened" "doors" "Door sensor opened"
    "log.emergency_lock_is_opened" "doors" "Emergency lock opened"
    "log.lock_is_opened_to_long" "doors" "Lock open for too long"
    "log.lock_was_opened_by_exit_btn" "doors" "Lock opened by the exit button"
    "log.lock_was_opened_by_free_access_button" "doors" "Lock opened by the free access button"
    "log.incoming_call" "calls" "Incoming call"
    "log.outgoing_call" "calls" "Outgoing call"
    "log.outgoing_call_missed" "calls" "Outgoing call missed"
    "log.device_booted" "device" "Device started"
    "log.sip_registration_lost" "calls" "SIP registration lost"
    "log.outgoing_call_web" "calls" "Outgoing call from the web"
    "log.incorrect_login_api_call" "login" "Log-in refused: API"
    "log.incorrect_login_gui_settings" "login" "Log-in refused: settings page"
    "log.successful_login_api_call" "login" "Logged in: API"
    "log.successful_login_gui_settings" "login" "Logged in: settings page"
    "log.door_was_not_closed_too_long" "doors" "Door not closed for too long"
    "log.tamper_event" "device" "Tamper switch"
    "log.multi_access_granted" "access" "Multiple access granted"
    "log.identifiers_without_linkage_to_user_access_denied" "access" "Access denied: identifier without a user"
    "log.multi_access_denied" "access" "Multiple access denied"
    "log.access_denied_by_unknown_qr" "access" "Access denied: unknown QR code"
    "log.access_denied_unknown_identifier" "access" "Access denied: unknown identifier"
    "log.lift_call_success" "lift" "Lift called"
    "log.lift_call_error" "lift" "Lift call failed"
    "log.lift_module_access_error" "lift" "Lift module not reached"
    "log.access_granted_by_shared_identifier" "access" "Access granted by a shared identifier"
    "log.access_denied_by_not_valid_shared_identifier" "access" "Access denied: shared identifier not valid"
    "log.bond_lift_request" "lift" "Linked lift request"
};

/// Where the document is silent or contradicts itself, and what was decided.
#[derive(Debug)]
pub struct Decision {
    /// `D1` to `D8`.
    pub id: &'static str,
    /// What it is about.
    pub title: &'static str,
    /// What was decided, and why.
    pub reason: &'static str,
}

/// The decisions of the contract, §4.
pub const DECISIONS: [Decision; 8] = [
    Decision {
        id: "D1",
        title: "HTTP URL",
        reason: "Strictly http:// or https:// and a host: a spelling that browsers mend, the device may mend into another address.",
    },
    Decision {
        id: "D2",
        title: "Header names",
        reason: "An RFC 7230 token and a value that may be empty: the document's patterns lost characters to its formatter.",
    },
    Decision {
        id: "D3",
        title: "Same header twice",
        reason: "Refused: which of the two would be sent depends on the device's JSON parser and HTTP client.",
    },
    Decision {
        id: "D4",
        title: "No event types",
        reason: "Refused: the document's `auth_factors must contain at least one item` is its array check, pasted from another entity.",
    },
    Decision {
        id: "D5",
        title: "Retries",
        reason: "1 to 5: the schema gives no lower limit, the error text does, and the error text is what the device says.",
    },
    Decision {
        id: "D6",
        title: "Unknown members",
        reason: "The device ignores them: they warn, and are never sent.",
    },
    Decision {
        id: "D7",
        title: "An error that is no text",
        reason: "`{\"error\": true}` in the document is a generator's artefact; real answers carry a string.",
    },
    Decision {
        id: "D8",
        title: "Newer firmware",
        reason: "It may know more event types: `extraEventTypes` adds names.",
    },
];

/// What the device answers where the URL is taken already. Source: the API document, 400.
pub const CONFLICT: &str = "Webhook with the same URL already exists";
/// What the device answers to an unknown uid. Source: the vendor's notes on `test`.
pub const WRONG_UID: &str = "Wrong webhook uid";
/// What the device answers without a valid token. Source: the API document, 401.
pub const LOG_IN: &str = "Log In";
/// What the device answers to a user who is no administrator. Source: the API document, 403.
pub const ADMIN_REQUIRED: &str = "Administrator rights required";
/// The document's text for an array without items (D4).
pub const AUTH_FACTORS: &str = "auth_factors must contain at least one item";

/// Values of `limit` in the query of `list`. Source: the vendor's notes.
pub const LIST_LIMITS: [u64; 4] = [10, 20, 30, 50];
/// Values of `sort_type` in the query of `list`. Source: the vendor's notes.
pub const SORT_TYPES: [&str; 2] = ["asc", "desc"];

/// RFC 7230 §3.2.6: what may stand in a token.
#[allow(clippy::indexing_slicing, reason = "out of bounds would fail the build")]
static TOKEN_BYTES: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        table[byte] = (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    let others = b"!#$%&'*+-.^_`|~";
    let mut at = 0;
    while at < others.len() {
        table[others[at] as usize] = true;
        at += 1;
    }
    table
};

/// Whether a header may have this name: an RFC 7230 token (D2).
#[must_use]
#[allow(clippy::indexing_slicing, reason = "a byte is below 256")]
pub fn is_token(name: &[u8]) -> bool {
    !name.is_empty() && name.iter().all(|&byte| TOKEN_BYTES[usize::from(byte)])
}

/// Whether a header may have this value: tab and 0x20 to 0x7E, or nothing (D2).
#[must_use]
pub fn is_header_value(value: &[u8]) -> bool {
    // Every byte is looked at, which a compiler turns into a few wide instructions.
    value.iter().fold(true, |all, byte| all & matches!(byte, b'\t' | 0x20..=0x7E))
}

/// [`is_token`] as a JSON Schema pattern.
pub const HEADER_NAME_PATTERN: &str = "^[A-Za-z0-9!#$%&'*+\\-.^_`|~]+$";
/// [`is_header_value`] as a JSON Schema pattern.
pub const HEADER_VALUE_PATTERN: &str = "^[\\t\\x20-\\x7E]*$";

/// A header name that is more than a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListedHeader {
    /// It belongs to the device: [`RESERVED_HEADERS`].
    Reserved,
    /// It is allowed with a warning: [`SENSITIVE_HEADERS`].
    Sensitive,
}

const LISTED_HEADERS: [&str; RESERVED_HEADERS.len() + SENSITIVE_HEADERS.len()] = {
    let mut names = [""; RESERVED_HEADERS.len() + SENSITIVE_HEADERS.len()];
    let (reserved, sensitive) = names.split_at_mut(RESERVED_HEADERS.len());
    reserved.copy_from_slice(&RESERVED_HEADERS);
    sensitive.copy_from_slice(&SENSITIVE_HEADERS);
    names
};
static HEADER_INDEX: Index = Index::new(&LISTED_HEADERS);

/// Which list the header name is in, in any letter case.
#[must_use]
pub fn listed_header(name: &[u8]) -> Option<ListedHeader> {
    let position = HEADER_INDEX.candidate(name)?;
    let listed = LISTED_HEADERS.get(position)?;
    let reserved = position < RESERVED_HEADERS.len();
    listed.as_bytes().eq_ignore_ascii_case(name).then_some(if reserved {
        ListedHeader::Reserved
    } else {
        ListedHeader::Sensitive
    })
}

/// The names of [`EVENT_TYPES`].
#[allow(clippy::indexing_slicing, reason = "out of bounds would fail the build")]
pub const EVENT_TYPE_NAMES: [&str; EVENT_TYPES.len()] = {
    let mut names = [""; EVENT_TYPES.len()];
    let mut at = 0;
    while at < names.len() {
        names[at] = EVENT_TYPES[at].name;
        at += 1;
    }
    names
};

/// The names of [`FIELDS`].
#[allow(clippy::indexing_slicing, reason = "out of bounds would fail the build")]
pub const FIELD_NAMES: [&str; FIELDS.len()] = {
    let mut names = [""; FIELDS.len()];
    let mut at = 0;
    while at < names.len() {
        names[at] = FIELDS[at].name;
        at += 1;
    }
    names
};

static EVENT_TYPE_INDEX: Index = Index::new(&EVENT_TYPE_NAMES);

/// Position of an event type in [`EVENT_TYPES`].
#[must_use]
pub fn event_type(name: &[u8]) -> Option<usize> {
    let position = EVENT_TYPE_INDEX.candidate(name)?;
    same(EVENT_TYPES.get(position)?.name.as_bytes(), name).then_some(position)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found() {
        for (position, known) in EVENT_TYPES.iter().enumerate() {
            assert_eq!(event_type(known.name.as_bytes()), Some(position));
        }
        let listed = |name: &str| listed_header(name.to_ascii_uppercase().as_bytes());
        assert!(RESERVED_HEADERS.iter().all(|name| listed(name) == Some(ListedHeader::Reserved)));
        assert!(SENSITIVE_HEADERS.iter().all(|name| listed(name) == Some(ListedHeader::Sensitive)));
    }
}
