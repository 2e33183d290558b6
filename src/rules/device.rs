//! The device's other texts and values, and the contract's decisions.

/// The response if another webhook has the same URL. Source: the API reference, 400.
pub const CONFLICT: &str = "Webhook with the same URL already exists";
/// The response to an unknown uid. Source: the API reference, `test`.
pub const WRONG_UID: &str = "Wrong webhook uid";
/// The response without a valid token. Source: the API reference, 401.
pub const LOG_IN: &str = "Log In";
/// The response to a user who is not an administrator. Source: the API reference, 403.
pub const ADMIN_REQUIRED: &str = "Administrator rights required";
/// The API reference's text for an array without items (D4).
pub const AUTH_FACTORS: &str = "auth_factors must contain at least one item";

/// Values of `limit` in the query of `list`. Source: the API reference.
pub const LIST_LIMITS: [u64; 4] = [10, 20, 30, 50];
/// Values of `sort_type` in the query of `list`. Source: the API reference.
pub const SORT_TYPES: [&str; 2] = ["asc", "desc"];

/// A decision of the contract where the API reference is silent or contradicts itself (§4).
#[derive(Debug)]
pub struct Decision {
    /// `D1` to `D9`.
    pub id: &'static str,
    /// Its subject.
    pub title: &'static str,
    /// The decision and its reason.
    pub reason: &'static str,
}

/// The decisions of the contract, §4.
pub const DECISIONS: [Decision; 9] = [
    Decision {
        id: "D1",
        title: "HTTP URL",
        reason: "Strictly http:// or https:// and a host: the device may repair a malformed URL into another address than a browser does.",
    },
    Decision {
        id: "D2",
        title: "Header names",
        reason: "An RFC 7230 token and a value that may be empty: the API reference's patterns lost characters to its formatter.",
    },
    Decision {
        id: "D3",
        title: "Same header twice",
        reason: "Rejected: which of the two would be sent depends on the device's JSON parser and HTTP client.",
    },
    Decision {
        id: "D4",
        title: "No event types",
        reason: "Rejected: the API reference's `auth_factors must contain at least one item` is its array check, copied from another entity.",
    },
    Decision {
        id: "D5",
        title: "Retries",
        reason: "1 to 5: the schema has no lower limit, but the error text has one, and the error text is what the device responds.",
    },
    Decision {
        id: "D6",
        title: "Unknown members",
        reason: "The device ignores them: they get a warning and are never sent.",
    },
    Decision {
        id: "D7",
        title: "An error that is not text",
        reason: "`{\"error\": true}` in the API reference is an artefact of its generator; real responses carry a string.",
    },
    Decision {
        id: "D8",
        title: "Newer firmware",
        reason: "It may know more event types: `extraEventTypes` adds names.",
    },
    Decision {
        id: "D9",
        title: "Signature",
        reason: "The lower-case hexadecimal HMAC-SHA256 of the raw body, with the secret as its key; not confirmed on hardware.",
    },
];
