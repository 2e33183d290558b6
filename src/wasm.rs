//! The only file that knows JavaScript: take in, call, hand out. No rule is decided here.

use std::cell::{Cell, RefCell};
use std::iter;

use js_sys::{JsString, Number, Object, Reflect, TypeError};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::{exports, prelude::*};

use crate::delivery::DeliveryReport;
use crate::json::{JsonType, utf16_units};
use crate::members::{Member, Strings};
use crate::report::{Detail, Finding, Param, Place, Report, rule_params};
use crate::request::{ListQuery, Misuse, Operation, Request, head};
use crate::response::{ItemUid, Response, parse_response};
use crate::rules::{
    EVENT_TYPE_NAMES, EVENT_TYPES, FIELD_NAMES, FIELDS, Field, RULES, Rule, STATUSES, SUGGESTION,
    event_type,
};
use crate::schema::{Data, webhook_json_schema, webhook_rules};
use crate::webhook::{Options, canonical_body, short_description, validate, validate_members};

#[wasm_bindgen(module = "/src/boundary.js")]
extern "C" {
    /// Says whether the device would take a webhook body, and everything that is wrong with it.
    ///
    /// Begins in JavaScript, since an engine encodes a string quicker when no WebAssembly asks it to.
    #[wasm_bindgen(catch, reexport, skip_typescript, js_name = validateWebhook)]
    pub fn validate_webhook(input: &JsValue, options: &JsValue) -> Result<JsValue, JsValue>;
    fn bind(
        exports: JsValue,
        input: *mut u8,
        kept: usize,
        shape: *mut u32,
        prose: u32,
        short: u32,
        list: u32,
        most_items: usize,
    );
    #[wasm_bindgen(js_name = setNames)]
    fn set_names(fields: &str, types: &str, names: &str, suggestion: &str);
    fn place(input: &JsValue) -> f64;
    #[wasm_bindgen(js_name = extraNames)]
    fn extra_names() -> Vec<String>;
    #[wasm_bindgen(js_name = setEntry)]
    fn set_entry(entry: usize, texts: JsValue);
    #[wasm_bindgen(js_name = invalidWebhook)]
    fn invalid_webhook(verdict: *const u32) -> JsValue;
    #[wasm_bindgen(catch, js_name = extraEventTypes)]
    fn extra_event_types(options: &JsValue) -> Result<Vec<String>, JsValue>;
    #[wasm_bindgen(catch, js_name = isRecord)]
    fn is_record(value: &JsValue) -> Result<bool, JsValue>;
    #[wasm_bindgen(catch, js_name = answerData)]
    fn answer_data(body: &JsValue, as_text: bool) -> Result<JsValue, JsValue>;
}

#[wasm_bindgen(typescript_custom_section)]
const VALIDATE_WEBHOOK: &str = "/**
 * Says whether the device would take a webhook body, and everything that is wrong with it.
 */
export function validateWebhook(input: unknown, options?: { extraEventTypes?: readonly string[] }): any;
";

/// A larger input gets room of its own, which is not kept.
const KEPT: usize = 1 << 16;

thread_local! {
    /// What is judged next. It is written when none of the input's own code runs any more, and read
    /// at once.
    static INPUT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    /// The same where it is too large for that.
    static LARGE: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
    /// Written and read with it.
    static SHAPE: RefCell<Vec<u32>> = const { RefCell::new(Vec::new()) };
    /// The verdict that was handed out last, until the other side has read it.
    static HANDED: Cell<Handed> = const { Cell::new(Handed::new()) };
}

/// A word or two for each member, and one for each item.
const SHAPE_WORDS: usize = FIELDS.len() * 2 + MOST_ITEMS;
/// More event types than are documented; a longer list is spelled out.
const MOST_ITEMS: usize = 64;
/// What is likely to hold more than ASCII crosses apart: the rest is then read without counting.
const PROSE: Field = Field::Description;
/// The field whose items cross one by one.
const LIST: Field = Field::EventTypes;

/// Tells boundary.js what it has to know of this instance: at its start, and again where a loader
/// calls it to have a new one made.
#[wasm_bindgen(start)]
pub fn begin() {
    let mut input = vec![0; KEPT];
    let mut shape = vec![0; SHAPE_WORDS];
    bind(
        exports(),
        input.as_mut_ptr(),
        KEPT,
        shape.as_mut_ptr(),
        PROSE as u32,
        short_description(),
        LIST as u32,
        MOST_ITEMS,
    );
    INPUT.set(input);
    SHAPE.set(shape);
}

/// For boundary.js, when it has need of names for the first time.
#[wasm_bindgen(js_name = tellNames, skip_typescript)]
pub fn tell_names() {
    let joined = |names: &[&str]| names.join(" ");
    let names = known_names().collect::<Vec<_>>();
    set_names(&joined(&FIELD_NAMES), &joined(&JsonType::NAMES), &joined(&names), SUGGESTION);
}

/// For boundary.js: room for a large input; null where there is none.
#[wasm_bindgen(js_name = makeRoom, skip_typescript)]
#[must_use]
pub fn make_room(needed: f64) -> *mut u8 {
    // One that was never judged must not be taken for the next.
    let mut large = LARGE.take();
    large.clear();
    let needed = to_length(needed);
    if large.try_reserve_exact(needed).is_err() {
        return std::ptr::null_mut();
    }
    large.resize(needed, 0);
    let start = large.as_mut_ptr();
    LARGE.set(large);
    start
}

/// For boundary.js: the verdict on a text of this length, as [`hand_out`] gives it. A negative length
/// stands for no text.
#[wasm_bindgen(js_name = judgeText, skip_typescript)]
#[must_use]
pub fn judge_text(length: f64, extra: bool) -> *const u32 {
    with_placed(length, |text| {
        hand_out(&text.map_or_else(not_serializable, |text| validate(text, &told_options(extra))))
    })
}

/// For boundary.js: the same of members that so many words tell apart, whose strings and prose have
/// these lengths; `is_ascii` where all strings are.
#[wasm_bindgen(js_name = judgeMembers, skip_typescript)]
#[must_use]
pub fn judge_members(
    words: usize,
    strings: usize,
    prose: usize,
    is_ascii: bool,
    extra: bool,
) -> *const u32 {
    let report = INPUT.with_borrow(|input| {
        let (first, second) = input.split_at(input.len() / 2);
        let strings = Strings::new(first.get(..strings).unwrap_or_default(), is_ascii);
        let prose = second.get(..prose).unwrap_or_default();
        SHAPE.with_borrow(|shape| {
            let words = shape.get(..words).unwrap_or_default();
            validate_members(members(words, strings, prose), &told_options(extra))
        })
    });
    hand_out(&report)
}

/// For boundary.js: whether U+FFFD may stand in this part of the input, as it does where a lone
/// surrogate was mended. JavaScript takes longer to look for one.
#[wasm_bindgen(js_name = mayBeMended, skip_typescript)]
#[must_use]
pub fn may_be_mended(start: usize, length: usize) -> bool {
    INPUT.with_borrow(|input| {
        let (_, part) = input.split_at_checked(start).unwrap_or_default();
        // All are looked at, which a compiler turns into a few wide instructions.
        part.iter().take(length).fold(false, |found, &byte| found | (byte == 0xEF))
    })
}

fn told_options(extra: bool) -> Options {
    Options { extra_event_types: if extra { extra_names() } else { Vec::new() } }
}

/// Builds the request for an operation of the device's API.
#[wasm_bindgen(js_name = buildRequest)]
pub fn build_request(
    #[wasm_bindgen(unchecked_param_type = "object")] request: &JsValue,
) -> Result<JsValue, JsValue> {
    if !request.is_object() {
        return Err(TypeError::new("request must be an object.").into());
    }
    let operation = Reflect::get(request, &"operation".into())?;
    let Some(operation) = operation.as_string().as_deref().and_then(Operation::from_name) else {
        let expected = "one of create, update, get, delete, test and list";
        return Err(misuse(Misuse { argument: "operation", expected }));
    };
    let base_url = text_argument(request, "baseUrl")?;
    let token = text_argument(request, "token")?;
    let arguments = Request {
        uid: integer_argument(request, "uid")?,
        base_url: base_url.as_deref(),
        token: token.as_deref(),
        query: if operation == Operation::List {
            list_query(request)?
        } else {
            ListQuery::default()
        },
        options: read_options(request)?,
        ..Request::new(operation)
    };
    let built = head(&arguments).map_err(misuse)?;
    let mut members = vec![
        ("method", built.method.into()),
        ("url", built.url.into()),
        (
            "headers",
            Data::Map(
                built.headers.into_iter().map(|(name, value)| (name, value.into())).collect(),
            ),
        ),
    ];
    if operation.has_body() {
        let webhook = Reflect::get(request, &"webhook".into())?;
        let body = with_text(&webhook, |text| match text {
            Some(text) => canonical_body(text, &arguments.options),
            None => Err(not_serializable()),
        });
        members.push(("body", body.map_err(|report| invalid_webhook(hand_out(&report)))?.into()));
    }
    to_js(&Data::Map(members))
}

/// Reads the device's answer. Never throws.
#[wasm_bindgen(js_name = parseResponse)]
#[must_use]
pub fn read_response(
    #[wasm_bindgen(unchecked_param_type = "{ operation: string; status: number; body?: unknown }")]
    response: &JsValue,
) -> JsValue {
    let get = |name: &str| Reflect::get(response, &name.into()).unwrap_or(JsValue::UNDEFINED);
    let operation = get("operation").as_string().as_deref().and_then(Operation::from_name);
    let status = get("status")
        .as_f64()
        .filter(|status| (100.0..600.0).contains(status) && status.fract() == 0.0);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "100 to 599")]
    let status = status.map_or(0, |status| status as u16);
    // What fetch gives as the body of a 204 is no JSON null.
    let body = Some(get("body")).filter(|body| !body.is_null()).unwrap_or_default();
    let read = with_text(&body, |text| {
        let text = text.unwrap_or_default();
        (parse_response(operation, status, text), text.is_empty())
    });
    let members = match read {
        (Response::Done { item_uid, report }, empty) => {
            let result = Object::new();
            let uid = match item_uid {
                ItemUid::Absent => JsValue::UNDEFINED,
                ItemUid::NoEntity => JsValue::NULL,
                #[allow(clippy::cast_precision_loss, reason = "a uid is a safe integer")]
                ItemUid::Uid(uid) => JsValue::from_f64(uid as f64),
            };
            let as_text = operation == Some(Operation::Test);
            let data = if empty && !as_text { None } else { answer_data(&body, as_text).ok() };
            let members = [
                ("ok", Some(JsValue::TRUE)),
                ("itemUid", Some(uid).filter(|uid| !uid.is_undefined())),
                ("data", data),
                ("report", report.and_then(|report| to_js(&delivery(*report)).ok())),
            ];
            for (name, value) in members {
                if let Some(value) = value {
                    // A fresh object takes every member.
                    let _ = Reflect::set(&result, &name.into(), &value);
                }
            }
            return result.into();
        }
        (Response::Refused { kind, error, field }, _) => Data::from([
            ("ok", false.into()),
            ("kind", kind.name().into()),
            ("error", error.into()),
            ("path", field.into_iter().map(Field::name).collect()),
        ]),
    };
    to_js(&members).unwrap_or(JsValue::UNDEFINED)
}

/// A delivery report, without the members that have no value.
fn delivery(report: DeliveryReport) -> Data {
    let text = |text: Option<String>| text.map(Data::from);
    let number = |number: Option<u32>| number.map(Data::from);
    let object = |members: Vec<(&'static str, Option<Data>)>| {
        let present = members.into_iter().filter_map(|(name, value)| Some((name, value?)));
        Data::Map(present.collect())
    };
    let request = report.request.map(|request| {
        let pairs = request.headers.into_iter().map(|(name, value)| Data::from_iter([name, value]));
        object(vec![
            ("url", text(request.url)),
            ("method", text(request.method)),
            ("headers", Some(pairs.collect())),
            ("payload", text(request.payload)),
        ])
    });
    let response = report.response.map(|response| {
        let status = number(response.status.map(u32::from));
        object(vec![("status", status), ("text", text(response.text))])
    });
    object(vec![
        ("eventType", text(report.event_type)),
        ("eventId", text(report.event_id)),
        ("eventTime", text(report.event_time)),
        ("requestTime", text(report.request_time)),
        ("responseTime", text(report.response_time)),
        ("durationMs", number(report.duration_ms)),
        ("outcome", text(report.outcome)),
        ("attempt", number(report.attempt)),
        ("attempts", number(report.attempts)),
        ("request", request),
        ("response", response),
    ])
}

/// What a form needs to draw itself and never write a rule again.
#[wasm_bindgen(js_name = webhookRules)]
pub fn rules() -> Result<JsValue, JsValue> {
    to_js(&webhook_rules())
}

/// JSON Schema 2020-12 for the body.
#[wasm_bindgen(js_name = webhookJsonSchema)]
pub fn json_schema() -> Result<JsValue, JsValue> {
    to_js(&webhook_json_schema())
}

/// Has the module begin anew with the next call of any function but `validateWebhook`. For loaders,
/// after a trap or a stack overflow.
#[wasm_bindgen]
pub fn recover() {
    wasm_bindgen::handler::schedule_reinit();
}

/// Calls with the text the input stands for, if it stands for one that memory can hold.
fn with_text<T>(input: &JsValue, call: impl FnOnce(Option<&[u8]>) -> T) -> T {
    with_placed(place(input), call)
}

/// Calls with the text that was placed.
fn with_placed<T>(length: f64, call: impl FnOnce(Option<&[u8]>) -> T) -> T {
    if length < 0.0 {
        return call(None);
    }
    let large = LARGE.take();
    if !large.is_empty() {
        return call(large.get(..to_length(length)));
    }
    INPUT.with_borrow(|input| call(input.get(..to_length(length))))
}

/// Tells the members apart, as boundary.js says at `shape`.
fn members<'a>(
    mut words: &'a [u32],
    mut strings: Strings<'a>,
    prose: &'a [u8],
) -> impl Iterator<Item = (Field, Member<'a>)> {
    iter::from_fn(move || {
        let (word, rest) = words.split_first()?;
        let [kind, field, low, high] = word.to_le_bytes();
        let length = usize::from(u16::from_le_bytes([low, high]));
        let behind = match kind {
            4 => 1,
            6 => length,
            _ => 0,
        };
        let (behind, rest) = rest.split_at_checked(behind)?;
        words = rest;
        let member = match kind {
            0 => Member::Absent,
            1 => {
                let plain = strings.is_ascii(length);
                Member::String { text: strings.take(length), plain }
            }
            2 => Member::String { text: prose, plain: false },
            3 => Member::Fits,
            4 => Member::Integer(behind.first()?.cast_signed()),
            5 => Member::Scalar(strings.take(length)),
            _ => Member::List(strings.items(behind)),
        };
        Some((FIELDS.get(usize::from(field))?.field, member))
    })
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a length")]
fn to_length(length: f64) -> usize {
    length as usize
}

fn not_serializable() -> Report {
    let issue = Finding {
        rule: Rule::NotSerializable,
        field: None,
        place: Place::Whole,
        detail: Detail::None,
    };
    Report::alone(issue)
}

/// What a verdict is made of on the other side.
struct Handed {
    words: Vec<u32>,
    names: String,
}

impl Handed {
    const fn new() -> Self {
        Self { words: Vec::new(), names: String::new() }
    }
}

/// Hands a report out as numbers and one string, of which the other side makes the objects; no words
/// where there is nothing to say. Of a long report nothing is kept for the next.
fn hand_out(report: &Report) -> *const u32 {
    if report.errors.is_empty() && report.warnings.is_empty() {
        return std::ptr::null();
    }
    let Handed { mut words, mut names } = HANDED.replace(Handed::new());
    if words.capacity() > KEPT {
        (words, names) = (Vec::new(), String::new());
    }
    let deciding = report.deciding().map(|(rule, field)| entry(rule, field));
    let head = [
        report.errors.len(),
        report.warnings.len(),
        deciding.unwrap_or_default(),
        usize::from(report.truncated),
    ];
    words.clear();
    words.extend(head.map(word));
    words.extend([0; 2]);
    names.clear();
    let mut name = |text: &str| {
        names.push_str(text);
        word(utf16_units(text.as_bytes()))
    };
    for finding in report.errors.iter().chain(&report.warnings) {
        let place = match &finding.place {
            Place::Whole => [0, 0],
            Place::Item(index) => [1, word(*index)],
            Place::Header(text) | Place::Member(text) => [2, name(text)],
        };
        let detail = match &finding.detail {
            Detail::None => [0; 4],
            Detail::Offset(offset) => [1, word(*offset), 0, 0],
            Detail::Length(length) => [2, word(*length), 0, 0],
            Detail::Integer(value) => [3, value.cast_unsigned(), 0, 0],
            Detail::Type(kind) => [4, *kind as u32, 0, 0],
            Detail::Lengths(length, utf16, utf8) => [5, word(*length), word(*utf16), word(*utf8)],
            Detail::Suggestion(text) => match known_name(text) {
                Some(position) => [6, word(position), 0, 0],
                None => [7, name(text), 0, 0],
            },
        };
        words.push(word(entry(finding.rule, finding.field)));
        words.extend_from_slice(&place);
        words.extend_from_slice(&detail);
    }
    if let [_, _, _, _, start, length, ..] = &mut *words {
        (*start, *length) = (word(names.as_ptr().addr()), word(names.len()));
    }
    let start = words.as_ptr();
    HANDED.set(Handed { words, names });
    start
}

/// Memory has 32-bit addresses, so that every length and offset is a word.
fn word(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

/// The number of what a rule says of a field.
fn entry(rule: Rule, field: Option<Field>) -> usize {
    rule as usize * ABOUT + field.map_or(0, |field| field as usize + 1)
}

/// What a rule can be about: the body or one of its fields.
const ABOUT: usize = FIELDS.len() + 1;

/// For boundary.js, when a finding has an entry for the first time: tells its texts. To tell them all
/// would take longer than to load the module.
#[wasm_bindgen(js_name = tellEntry, skip_typescript)]
pub fn tell_entry(entry: usize) {
    let field = (entry % ABOUT).checked_sub(1).and_then(|field| FIELDS.get(field));
    if let Some(row) = RULES.get(entry / ABOUT)
        && let Ok(texts) = to_js(&texts(row.rule, field.map(|row| row.field)))
    {
        set_entry(entry, texts);
    }
}

/// The names that suggestions are made of, save those of `extraEventTypes`.
fn known_names() -> impl Iterator<Item = &'static str> {
    EVENT_TYPE_NAMES.into_iter().chain(STATUSES).chain(FIELD_NAMES)
}

fn known_name(name: &str) -> Option<usize> {
    let others = || known_names().skip(EVENT_TYPES.len()).position(|other| other == name);
    event_type(name.as_bytes()).or_else(|| Some(EVENT_TYPES.len() + others()?))
}

/// What is the same in all that a rule says of a field.
fn texts(rule: Rule, field: Option<Field>) -> Data {
    let finding = Finding { rule, field, place: Place::Whole, detail: Detail::None };
    let params = rule_params(rule, field).into_iter().map(|(name, param)| {
        let value = match param {
            Param::Number(number) => Data::Number(number),
            Param::Text(word) => word.into(),
            Param::Values(values) => values.iter().copied().collect(),
        };
        (name, value)
    });
    Data::from([
        ("code", rule.text().code.into()),
        ("path", field.into_iter().map(Field::name).collect()),
        ("message", finding.message().into()),
        ("error", finding.error().into_owned().into()),
        ("params", Data::Map(params.collect())),
    ])
}

fn to_js(data: &Data) -> Result<JsValue, JsValue> {
    Ok(data.serialize(&Serializer::json_compatible())?)
}

fn misuse(misuse: Misuse) -> JsValue {
    TypeError::new(&misuse.message()).into()
}

fn read_options(options: &JsValue) -> Result<Options, JsValue> {
    if options.is_undefined() {
        return Ok(Options::default());
    }
    Ok(Options { extra_event_types: extra_event_types(options)? })
}

/// An argument that is a string or absent. One that is neither becomes empty, which the core refuses.
fn text_argument(object: &JsValue, name: &str) -> Result<Option<String>, JsValue> {
    let value = Reflect::get(object, &name.into())?;
    if value.is_undefined() {
        return Ok(None);
    }
    let text = value.dyn_ref::<JsString>().filter(|text| text.is_valid_utf16());
    Ok(Some(text.map(String::from).unwrap_or_default()))
}

/// An argument that is an integer or absent. One that is neither becomes 0, which the core refuses.
fn integer_argument(object: &JsValue, name: &str) -> Result<Option<u64>, JsValue> {
    let value = Reflect::get(object, &name.into())?;
    if value.is_undefined() {
        return Ok(None);
    }
    let number = value.as_f64().filter(|number| Number::is_safe_integer(&value) && *number >= 1.0);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a safe integer")]
    Ok(Some(number.unwrap_or_default() as u64))
}

/// The query of `list`. A member that is none of its own is a slip, which is told.
fn list_query(request: &JsValue) -> Result<ListQuery, JsValue> {
    let query = Reflect::get(request, &"query".into())?;
    if query.is_undefined() {
        return Ok(ListQuery::default());
    }
    let names = ["limit", "page_number", "sort_field", "sort_type", "filter", "locale"];
    let expected = "an object of limit, page_number, sort_field, sort_type, filter and locale";
    let own = query.dyn_ref::<Object>().map(Object::keys).unwrap_or_default();
    let known = own.iter().all(|key| key.as_string().is_some_and(|key| names.contains(&&*key)));
    if !is_record(&query)? || !known {
        return Err(misuse(Misuse { argument: "query", expected }));
    }
    let text = |name: &str, argument| {
        let value = Reflect::get(&query, &name.into())?;
        match value.as_string() {
            Some(text) => Ok(Some(text)),
            None if value.is_undefined() => Ok(None),
            None => Err(misuse(Misuse { argument, expected: "a string" })),
        }
    };
    Ok(ListQuery {
        limit: integer_argument(&query, "limit")?,
        page_number: integer_argument(&query, "page_number")?,
        sort_field: text("sort_field", "query.sort_field")?,
        sort_type: text("sort_type", "query.sort_type")?,
        filter: text("filter", "query.filter")?,
        locale: text("locale", "query.locale")?,
    })
}
