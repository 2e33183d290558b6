//! What JavaScript calls: functions of numbers, over bytes in memory (`abi.rs`).

use std::cell::RefCell;
use std::mem;

use wasm_bindgen::prelude::*;

use crate::js::abi::{self, SCRATCH, SHAPE_WORDS};
use crate::js::members::Strings;
use crate::js::output::Output;
use crate::js::{paths, requests, texts};
use crate::locate::locate;
use crate::report::{Detail, Finding, Place, Report};
use crate::rules::Rule;
use crate::schema::{webhook_json_schema, webhook_rules};
use crate::webhook::canonical::canonicalize;
use crate::webhook::members::validate_members;
use crate::webhook::validate;

/// Bytes of a page of WebAssembly memory.
const PAGE: usize = 1 << 16;

/// The buffers: of inputs, which JavaScript writes, and of results, which it reads.
struct Memory {
    /// Where inputs are written.
    scratch: Vec<u8>,
    /// A larger input.
    large: Vec<u8>,
    /// Words that describe members.
    shape: Vec<u32>,
    output: Output,
}

thread_local! {
    static MEMORY: RefCell<Memory> = RefCell::new(Memory {
        scratch: vec![0; SCRATCH as usize],
        large: Vec::new(),
        shape: vec![0; SHAPE_WORDS],
        output: Output::default(),
    });
}

/// The address of the scratch buffer.
#[wasm_bindgen(js_name = scratchStart, skip_typescript)]
#[must_use]
pub fn scratch_start() -> *const u8 {
    MEMORY.with_borrow(|memory| memory.scratch.as_ptr())
}

/// The address of the words that describe members.
#[wasm_bindgen(js_name = shapeStart, skip_typescript)]
#[must_use]
pub fn shape_start() -> *const u32 {
    MEMORY.with_borrow(|memory| memory.shape.as_ptr())
}

/// The address of a buffer for an input larger than the scratch buffer; null if memory is short.
#[wasm_bindgen(skip_typescript)]
#[must_use]
pub fn reserve(length: usize) -> *const u8 {
    MEMORY.with_borrow_mut(|Memory { large, .. }| {
        *large = Vec::new();
        // Complete pages, so that the next input, often the same body with a path, fits into their place.
        if large.try_reserve_exact(length.next_multiple_of(PAGE)).is_err() {
            return std::ptr::null();
        }
        large.resize(length, 0);
        large.as_ptr()
    })
}

/// Frees the buffers of a long result.
#[wasm_bindgen(skip_typescript)]
pub fn release() {
    MEMORY.with_borrow_mut(|memory| memory.output.release());
}

/// Whether U+FFFD may be in this part of the scratch buffer, as where a lone surrogate was encoded.
/// JavaScript takes longer to find one.
#[wasm_bindgen(js_name = mayHoldReplacement, skip_typescript)]
#[must_use]
pub fn may_hold_replacement(start: usize, length: usize) -> bool {
    MEMORY.with_borrow(|memory| {
        let (_, part) = memory.scratch.split_at_checked(start).unwrap_or_default();
        // No early exit, so that the compiler can vectorise the loop.
        part.iter().take(length).fold(false, |found, &byte| found | (byte == 0xEF))
    })
}

/// The report on a body of this length, followed by options of that length.
#[wasm_bindgen(js_name = validateText, skip_typescript)]
#[must_use]
pub fn validate_text(body: usize, extra: usize) -> *const u32 {
    with_input(body, extra, |body, extra, output| {
        output.report(&validate(body, &abi::read_options(extra)), None)
    })
}

/// The same, with the canonical body.
#[wasm_bindgen(js_name = canonicalizeText, skip_typescript)]
#[must_use]
pub fn canonicalize_text(body: usize, extra: usize) -> *const u32 {
    with_input(body, extra, |body, extra, output| {
        let (report, canonical) = canonicalize(body, &abi::read_options(extra));
        output.report(&report, canonical)
    })
}

/// The report on members, for which JavaScript wrote this many words and bytes; `is_ascii` if all
/// strings except the description are ASCII.
#[wasm_bindgen(js_name = validateMembers, skip_typescript)]
#[must_use]
pub fn validate_joined(
    words: usize,
    strings: usize,
    description: usize,
    extra: usize,
    is_ascii: bool,
) -> *const u32 {
    MEMORY.with_borrow_mut(|Memory { scratch, shape, output, .. }| {
        let (first, second) = scratch.split_at(SCRATCH as usize / 2);
        let strings = Strings::new(first.get(..strings).unwrap_or_default(), is_ascii);
        let (description, rest) = second.split_at_checked(description).unwrap_or_default();
        let options = abi::read_options(rest.get(..extra).unwrap_or_default());
        let members =
            abi::read_members(shape.get(..words).unwrap_or_default(), strings, description);
        output.report(&validate_members(members, &options), None)
    })
}

/// The report on a value that has no JSON text.
#[wasm_bindgen(js_name = notSerializable, skip_typescript)]
#[must_use]
pub fn not_serializable() -> *const u32 {
    let issue = Finding {
        rule: Rule::NotSerializable,
        field: None,
        place: Place::Value,
        detail: Detail::None,
    };
    with_input(0, 0, |_, _, output| output.report(&Report::alone(issue), None))
}

/// The request without its body, or what is wrong with the arguments.
#[wasm_bindgen(js_name = requestHead, skip_typescript)]
#[must_use]
pub fn request_head(arguments: usize) -> *const u32 {
    with_input(arguments, 0, |arguments, _, output| output.text(requests::head_text(arguments)))
}

/// What a response with this status means, its body being followed by the operation's name.
#[wasm_bindgen(js_name = responseText, skip_typescript)]
#[must_use]
pub fn read_response(body: usize, operation: usize, status: u16) -> *const u32 {
    with_input(body, operation, |body, operation, output| {
        output.text(requests::response_text(operation, status, body))
    })
}

/// Where a path, which follows the body as a JSON array, is in the body; null if it is not there.
/// In UTF-16 units if the body is a string in JavaScript, otherwise in bytes.
#[wasm_bindgen(js_name = locatePath, skip_typescript)]
#[must_use]
pub fn locate_path(body: usize, path: usize, in_utf16: bool) -> *const u32 {
    with_input(body, path, |body, path, output| {
        let place = paths::read_path(path).and_then(|path| {
            let segments: Vec<_> = path.iter().map(paths::OwnedSegment::borrow).collect();
            locate(body, &segments)
        });
        match place.map(|place| if in_utf16 { place.in_utf16(body) } else { place }) {
            Some(place) => output.location(&place),
            None => std::ptr::null(),
        }
    })
}

/// The texts of findings, and the names that they mention by number.
#[wasm_bindgen(js_name = findingTexts, skip_typescript)]
#[must_use]
pub fn finding_texts() -> *const u32 {
    with_input(0, 0, |_, _, output| output.text(texts::finding_texts().to_json()))
}

/// The documented event types, by the length of their names.
#[wasm_bindgen(js_name = eventTypesByLength, skip_typescript)]
#[must_use]
pub fn event_types_by_length() -> *const u32 {
    with_input(0, 0, |_, _, output| output.text(texts::event_types_by_length().to_json()))
}

/// The rules as data.
#[wasm_bindgen(js_name = rulesText, skip_typescript)]
#[must_use]
pub fn rules_text() -> *const u32 {
    with_input(0, 0, |_, _, output| output.text(webhook_rules().to_json()))
}

/// The rules as JSON Schema.
#[wasm_bindgen(js_name = schemaText, skip_typescript)]
#[must_use]
pub fn schema_text() -> *const u32 {
    with_input(0, 0, |_, _, output| output.text(webhook_json_schema().to_json()))
}

/// Calls with the input that JavaScript wrote, in the buffer that its length calls for.
fn with_input(
    first: usize,
    second: usize,
    run: impl FnOnce(&[u8], &[u8], &mut Output) -> *const u32,
) -> *const u32 {
    MEMORY.with_borrow_mut(|Memory { scratch, large, output, .. }| {
        let large = mem::take(large);
        let input =
            if first.saturating_add(second) > SCRATCH as usize { &large } else { &*scratch };
        let (first, rest) = input.split_at_checked(first).unwrap_or_default();
        run(first, rest.get(..second).unwrap_or_default(), output)
    })
}
