//! The package's JavaScript and its types, which the output of wasm-pack re-exports.

use wasm_bindgen::{module, prelude::*};

// wasm-bindgen copies a JavaScript file only if this crate imports something from it, so each of these
// files has an import here, even if Rust does not use it.
#[wasm_bindgen(module = "/src/js/abi.js")]
#[allow(dead_code, reason = "an import by which wasm-bindgen finds the file")]
extern "C" {
    #[wasm_bindgen(js_name = SCRATCH)]
    fn scratch();
}
#[wasm_bindgen(module = "/src/js/data.js")]
#[allow(dead_code, reason = "an import by which wasm-bindgen finds the file")]
extern "C" {
    #[wasm_bindgen(js_name = findingTexts)]
    fn finding_texts();
}
#[wasm_bindgen(module = "/src/js/input.js")]
#[allow(dead_code, reason = "an import by which wasm-bindgen finds the file")]
extern "C" {
    #[wasm_bindgen(js_name = readInput)]
    fn read_input();
}
#[wasm_bindgen(module = "/src/js/instance.js")]
extern "C" {
    #[wasm_bindgen(js_name = setModule)]
    fn set_module(module: JsValue);
}
#[wasm_bindgen(module = "/src/js/members.js")]
#[allow(dead_code, reason = "an import by which wasm-bindgen finds the file")]
extern "C" {
    #[wasm_bindgen(js_name = writeMembers)]
    fn write_members();
}
#[wasm_bindgen(module = "/src/js/objects.js")]
#[allow(dead_code, reason = "an import by which wasm-bindgen finds the file")]
extern "C" {
    #[wasm_bindgen(js_name = readObject)]
    fn read_object();
}
#[wasm_bindgen(module = "/src/js/options.js")]
#[allow(dead_code, reason = "an import by which wasm-bindgen finds the file")]
extern "C" {
    #[wasm_bindgen(js_name = readPath)]
    fn read_path();
}
#[wasm_bindgen(module = "/src/js/quote.js")]
#[allow(dead_code, reason = "an import by which wasm-bindgen finds the file")]
extern "C" {
    #[wasm_bindgen(js_name = quote)]
    fn quote();
}
#[wasm_bindgen(module = "/src/js/report.js")]
#[allow(dead_code, reason = "an import by which wasm-bindgen finds the file")]
extern "C" {
    #[wasm_bindgen(js_name = readReport)]
    fn read_report();
}
#[wasm_bindgen(module = "/src/js/requests.js")]
#[allow(dead_code, reason = "an import by which wasm-bindgen finds the file")]
extern "C" {
    #[wasm_bindgen(js_name = readRequest)]
    fn read_request();
}
#[wasm_bindgen(module = "/src/js/index.js")]
extern "C" {
    /// The result for a webhook body: whether the device accepts it, and each issue and warning (§2).
    #[wasm_bindgen(catch, reexport, skip_typescript, js_name = validateWebhook)]
    pub fn validate_webhook(input: &JsValue, options: &JsValue) -> Result<JsValue, JsValue>;
    /// The same result, with the canonical body if it is valid (§5).
    #[wasm_bindgen(catch, reexport, skip_typescript, js_name = canonicalizeWebhook)]
    pub fn canonicalize_webhook(input: &JsValue, options: &JsValue) -> Result<JsValue, JsValue>;
    /// The request for an operation of the device's API (§5).
    #[wasm_bindgen(catch, reexport, skip_typescript, js_name = buildRequest)]
    pub fn build_request(request: &JsValue) -> Result<JsValue, JsValue>;
    /// What the device's response means (§6).
    #[wasm_bindgen(catch, reexport, skip_typescript, js_name = parseResponse)]
    pub fn parse_response(response: &JsValue) -> Result<JsValue, JsValue>;
    /// Where in a body's text a path is (§7).
    #[wasm_bindgen(catch, reexport, skip_typescript, js_name = locate)]
    pub fn locate_value(input: &JsValue, path: &JsValue) -> Result<JsValue, JsValue>;
    /// What a form needs to render itself (§7).
    #[wasm_bindgen(catch, reexport, skip_typescript, js_name = webhookRules)]
    pub fn rules() -> Result<JsValue, JsValue>;
    /// JSON Schema 2020-12 for the body (§7).
    #[wasm_bindgen(catch, reexport, skip_typescript, js_name = webhookJsonSchema)]
    pub fn json_schema() -> Result<JsValue, JsValue>;
}

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = "
/** Whether the device accepts a webhook body, and each issue and warning. */
export function validateWebhook(input: unknown, options?: { extraEventTypes?: readonly string[] }): any;
/** The same, with the canonical body of a valid webhook. */
export function canonicalizeWebhook(input: unknown, options?: { extraEventTypes?: readonly string[] }): any;
/** The request for an operation of the device's API. */
export function buildRequest(request: object): any;
/** What the device's response means. */
export function parseResponse(response: { operation: string; status: number; body?: unknown }): any;
/** Where in a body's text a path is. */
export function locate(input: unknown, path: readonly (string | number)[]): any;
/** What a form needs to render itself. */
export function webhookRules(): any;
/** JSON Schema 2020-12 for the body. */
export function webhookJsonSchema(): any;
";

/// Passes the compiled module to the JavaScript, which creates its own instances. The package's
/// entries do this without it.
#[wasm_bindgen(start)]
pub fn start() {
    set_module(module());
}
