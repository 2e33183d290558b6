//! The rules as data: fields, limits, names, codes and texts, each written once.
//!
//! Every table is in the order of the contract's table (§2), which is the order of a report.

mod device;
mod event_types;
mod fields;
mod headers;
mod issues;

pub use device::{
    ADMIN_REQUIRED, AUTH_FACTORS, CONFLICT, DECISIONS, Decision, LIST_LIMITS, LOG_IN, SORT_TYPES,
    WRONG_UID,
};
pub use event_types::{EVENT_TYPE_GROUPS, EVENT_TYPE_NAMES, EVENT_TYPES, EventType, event_type};
pub use fields::{FIELD_NAMES, FIELDS, Field, FieldSpec, FieldType, Limits, STATUSES};
pub use headers::{
    HEADER_NAME_PATTERN, HEADER_VALUE_PATTERN, ListedHeader, RESERVED_HEADERS, SENSITIVE_HEADERS,
    is_header_value, is_token, listed_header,
};
pub use issues::{MAX_FINDINGS, RULES, Rule, RuleText, SUGGESTION};
