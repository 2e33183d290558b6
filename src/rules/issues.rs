//! The checks of the contract (§2, §3): code, the device's error text and a message for each.

use super::Field;

macro_rules! rules {
    ($($(#[doc = $doc:literal])* $name:ident: $($field:ident)? $code:literal, $error:literal, $message:literal;)*) => {
        /// A rule that a body can break, or the reason for a warning.
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

/// The texts of one rule. `{name}` is replaced by a param or the field's name.
#[derive(Debug)]
pub struct RuleText {
    /// The rule.
    pub rule: Rule,
    /// The field it concerns, if it concerns only one.
    pub field: Option<Field>,
    /// The stable code of the issue or warning.
    pub code: &'static str,
    /// The text the device responds with; empty for a warning.
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

// In the order of the contract's tables. Rules that share a code differ in their message.
rules! {
    /// §1: not RFC 8259 JSON.
    MalformedJson: "malformed_json", "Wrong JSON body",
        "The body is not valid JSON; the error is at byte {offset}.";
    /// §1: a JavaScript value that `JSON.stringify` rejects or turns into `undefined`.
    NotSerializable: "malformed_json", "Wrong JSON body",
        "The value cannot be converted to JSON.";
    /// §1: JSON, but not an object.
    NotAnObject: "not_an_object", "Wrong JSON body",
        "The body must be a JSON object, not {actual}.";
    /// §1: two parsers would read two different webhooks.
    DuplicateKey: "duplicate_key", "Wrong JSON body",
        "Duplicate member name; the second one is at byte {offset}.";
    /// A required member is absent.
    Missing: "missing", "Wrong JSON body: no value for {field}",
        "A value for {field} is required.";
    /// A member is not of its type.
    WrongType: "wrong_type", "Wrong JSON body: value {field} was of the wrong type",
        "The value of {field} must be of type {expected}, not {actual}.";
    /// `headers` is not a string, but perhaps the object itself.
    HeadersWrongType: "wrong_type", "Wrong JSON body: value {field} was of the wrong type",
        "The value of headers must be a string: the API expects the JSON text of the object, not {actual}.";
    /// The length of `url`.
    UrlTooShort: Url "too_short", "Invalid URL format. Must be HTTP URL",
        "The URL must be {min} to {max} characters long; it has {actual}.";
    /// The length of `url`.
    UrlTooLong: Url "too_long", "Invalid URL format. Must be HTTP URL",
        "The URL must be {min} to {max} characters long; it has {actual}.";
    /// D1: starts with `http://` or `https://`.
    UrlScheme: Url "invalid_url", "Invalid URL format. Must be HTTP URL",
        "The URL must start with http:// or https://.";
    /// D1: a host directly after the `//`.
    UrlHost: Url "invalid_url", "Invalid URL format. Must be HTTP URL",
        "The URL must have a host directly after http:// or https://.";
    /// D1: no white space, control character or backslash.
    UrlCharacter: Url "invalid_url", "Invalid URL format. Must be HTTP URL",
        "The URL must not contain spaces, control characters or backslashes. Percent-encode them.";
    /// D1: parses by the WHATWG URL Standard.
    UrlSyntax: Url "invalid_url", "Invalid URL format. Must be HTTP URL",
        "The URL is not valid. Check its host and port.";
    /// The length of `secret`.
    SecretTooShort: Secret "too_short", "Secret must be between 16 and 128 characters",
        "The secret must be {min} to {max} characters long; it has {actual}.";
    /// The length of `secret`.
    SecretTooLong: Secret "too_long", "Secret must be between 16 and 128 characters",
        "The secret must be {min} to {max} characters long; it has {actual}.";
    /// `active` or `disabled`, exactly.
    InvalidStatus: Status "invalid_status", "Status must be 'active' or 'disabled'",
        "The status must be active or disabled.";
    /// The range of `timeout`.
    TimeoutOutOfRange: Timeout "out_of_range", "Timeout must be between 1000 and 30000",
        "The timeout must be between {min} and {max} milliseconds.";
    /// The text of `headers` is not RFC 8259 JSON.
    HeadersNotJson: Headers "invalid_headers", "Invalid headers. Must be a JSON object of strings",
        "The headers must be the text of a JSON object; the error is at byte {offset} of it.";
    /// The text of `headers` is JSON, but not an object.
    HeadersNotAnObject: Headers "invalid_headers", "Invalid headers. Must be a JSON object of strings",
        "The headers must be the text of a JSON object, not {actual}.";
    /// D2: a header name is an RFC 7230 token.
    InvalidHeaderName: Headers "invalid_header_name", "Invalid header name",
        "A header name must have at least one character and consist of ASCII letters, digits and !#$%&'*+-.^_`|~.";
    /// The API reference's list of system headers.
    ReservedHeader: Headers "reserved_header", "Invalid header name",
        "The device sets this header itself. Remove it.";
    /// D3: it is not known which of the two would be sent.
    DuplicateHeader: Headers "duplicate_header", "Invalid header name",
        "Duplicate header; upper and lower case do not matter in a header name.";
    /// D2: a header value is tab and visible ASCII.
    HeaderValueCharacter: Headers "invalid_header_value", "Invalid header value",
        "A header value must consist of printable ASCII characters, spaces and tabs.";
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
        "Unknown event type.";
    /// D5: the range of `max_retries`.
    RetriesOutOfRange: MaxRetries "out_of_range", "Max retries must be between 1 and 5",
        "The number of retries must be between {min} and {max}.";

    /// §3: `http:`.
    InsecureUrl: Url "insecure_url", "",
        "Deliveries to an http:// URL are not encrypted. Use https:// if the receiver supports it.";
    /// §3: a user name or password.
    CredentialsInUrl: Url "credentials_in_url", "",
        "The URL contains a user name or a password, which everyone who sees the URL can read.";
    /// §3: a `#`.
    FragmentInUrl: Url "fragment_in_url", "",
        "The part of a URL after the # is never sent.";
    /// §3: the device itself.
    LoopbackUrl: Url "loopback_url", "",
        "This address is the device itself.";
    /// §3: no signature.
    NoSecret: Secret "no_secret", "",
        "Without a secret, deliveries are not signed and the receiver cannot verify them.";
    /// §3: white space at the start or end of a header value.
    HeaderWhitespace: Headers "header_whitespace", "",
        "The header value starts or ends with a space or a tab, which may be removed when it is sent.";
    /// §3: headers that carry credentials or that HTTP clients set themselves.
    SensitiveHeader: Headers "sensitive_header", "",
        "The device or its HTTP client may change or drop this header.";
    /// §3: the same event type again.
    DuplicateEventType: EventTypes "duplicate_event_type", "",
        "Duplicate event type.";
    /// §3: the limit counts code points; a device may count otherwise.
    LengthAmbiguous: "length_ambiguous", "",
        "The value of {field} has {actual} characters but {utf16} UTF-16 code units and {utf8} UTF-8 bytes. A device that counts those, up to {max}, may reject it.";
    /// D6: ignored by the device.
    UnknownField: "unknown_field", "",
        "Unknown member; the device ignores it and it is not sent.";
}

/// Follows the message if there is a param `suggestion`.
pub const SUGGESTION: &str = " Did you mean {suggestion}?";

/// How many issues or warnings of one list are reported at most (§2): of the issues within `headers`,
/// of those within `event_types`, of the warnings within each of them, and of the unknown members.
pub const MAX_FINDINGS: usize = 100;
