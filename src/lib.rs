//! Decides whether a door panel's webhook API would accept a body, before the API is reached.
//!
//! A pure core, and one folder for JavaScript (`js`). The strict reader (`json`) passes what it reads
//! to [`validate`], which checks the URL (`url`) and the headers (`headers`) and returns a [`Report`].
//! Every rule is written once, in [`rules`].
//!
//! ```
//! use webhook_guard::{Options, validate};
//!
//! let body = br#"{"url":"https://example.com/hook","secret":"0123456789abcdef","status":"active",
//!                 "event_types":["log.door_was_opened"],"max_retries":3}"#;
//! let report = validate(body, &Options::default());
//! assert!(report.is_valid());
//! assert!(report.warnings.is_empty());
//! ```

pub mod delivery;
mod headers;
#[cfg(any(target_arch = "wasm32", test))]
pub mod js;
mod json;
pub mod locate;
mod names;
pub mod report;
pub mod request;
pub mod response;
pub mod rules;
mod scan;
pub mod schema;
mod suggest;
mod url;
mod webhook;

#[cfg(all(target_arch = "wasm32", feature = "talc"))]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

pub use delivery::{DeliveryReport, DeliveryRequest, DeliveryResponse};
pub use json::JsonType;
pub use locate::{Location, locate};
pub use report::{Finding, Report};
pub use request::{
    HttpRequest, ListQuery, Misuse, Operation, Request, RequestError, build_request,
};
pub use response::{ItemUid, Response, ResponseKind, parse_response};
pub use schema::{webhook_json_schema, webhook_rules};
pub use webhook::{Options, canonical_body, validate};

/// Runs the Rust examples of README.md.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
