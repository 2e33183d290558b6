//! The module's exports, called with JavaScript values.

use super::{Value, bytes, json};
use js_sys::{Error, Function, JSON, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use webhook_guard::js as exports;

thread_local! {
    // The test harness does not call the module's start function.
    static STARTED: () = exports::start();
}

#[wasm_bindgen(module = "/tests/vectors/values.js")]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_name = values)]
    static VALUES: JsValue;
}

fn to_js(value: &Value) -> JsValue {
    JSON::parse(&value.to_string()).expect("JSON")
}

fn from_js(value: &JsValue) -> Value {
    let text = JSON::stringify(value).expect("plain data");
    serde_json::from_str(&String::from(text)).expect("JSON")
}

fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).expect(name)
}

fn is_error(error: &JsValue) -> (String, String) {
    let error: &Error = error.dyn_ref().expect("an Error");
    (error.name().into(), error.message().into())
}

pub fn text(text: &str) -> JsValue {
    text.into()
}

pub fn inputs(case: &Value) -> Vec<JsValue> {
    if let Some(name) = case["value"].as_str() {
        let make: Function = VALUES.with(|values| get(values, name)).into();
        return vec![make.call0(&JsValue::NULL).expect("a value")];
    }
    if let Some(hex) = case["bytes"].as_str() {
        return vec![Uint8Array::from(&*bytes(hex)).into()];
    }
    let body = case["body"].as_str().expect("a text");
    vec![body.into(), Uint8Array::from(body.as_bytes()).into()]
}

pub fn validate(input: &JsValue, case: &Value) -> Value {
    STARTED.with(|()| ());
    from_js(&exports::validate_webhook(input, &to_js(case)).expect("a verdict"))
}

pub fn canonical(input: &JsValue, case: &Value) -> Result<String, String> {
    STARTED.with(|()| ());
    let request = to_js(&json!({ "operation": "create" }));
    Reflect::set(&request, &"webhook".into(), input).expect("set");
    Reflect::set(&request, &"extraEventTypes".into(), &get(&to_js(case), "extraEventTypes"))
        .expect("set");
    let built = exports::build_request(&request).map_err(|error| is_error(&error).1)?;
    Ok(get(&built, "body").as_string().expect("a body"))
}

pub fn request(given: &Value) -> Option<Result<Value, (String, String)>> {
    STARTED.with(|()| ());
    Some(match exports::build_request(&to_js(given)) {
        Ok(built) => Ok(from_js(&built)),
        Err(error) => Err(is_error(&error)),
    })
}

pub fn response(given: &Value) -> Option<Value> {
    let response = to_js(given);
    if let Some(hex) = given["bytes"].as_str() {
        let body = Uint8Array::from(&*bytes(hex));
        Reflect::set(&response, &"body".into(), &body).expect("set");
    }
    STARTED.with(|()| ());
    Some(from_js(&exports::parse_response(&response).expect("a result")))
}

pub fn locate(case: &Value) -> Option<Value> {
    STARTED.with(|()| ());
    let path = to_js(&case["path"]);
    let place = |input: &JsValue| {
        let found = exports::locate_value(input, &path).expect("a location or undefined");
        if found.is_undefined() { Value::Null } else { from_js(&found) }
    };
    let inputs = inputs(case);
    Some(json!({
        "inBytes": inputs.last().map(place),
        "inText": inputs.first().filter(|input| input.is_string()).map(place),
    }))
}
