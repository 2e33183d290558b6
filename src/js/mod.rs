//! The part that knows JavaScript: this module's exports, and the JavaScript in the same folder that
//! calls them. No rule is decided here. `abi.rs` describes what crosses.

#![cfg_attr(not(target_arch = "wasm32"), allow(dead_code, reason = "natively only for tests"))]

pub(crate) mod abi;
pub(crate) mod members;
mod output;
mod paths;
mod requests;
mod texts;

#[cfg(target_arch = "wasm32")]
mod exports;
#[cfg(target_arch = "wasm32")]
mod imports;
#[cfg(target_arch = "wasm32")]
pub use {exports::*, imports::*};
