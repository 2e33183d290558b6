/**
 * Decides whether a door panel's webhook API would accept a body, before the API is reached, by the same
 * rules on every runtime.
 *
 * Every function except `init` is synchronous and works as soon as it is imported; there is nothing to set
 * up or to free. (The entries `webhook-guard/url` and `webhook-guard/slim`, which contain no module, need
 * `await init()` first.)
 *
 * @packageDocumentation
 */

/** The event types of the API reference. `webhookRules().eventTypes` has the group and label of each. */
export type EventType =
  | "log.access_denied_by_not_valid_identifier"
  | "log.access_denied_by_not_valid_face_identifier"
  | "log.access_denied_by_not_valid_input_code"
  | "log.access_denied_by_remote_server_api_call"
  | "log.access_denied_by_unknown_card"
  | "log.access_granted_by_api_call"
  | "log.access_granted_by_call_host"
  | "log.access_granted_by_master_code"
  | "log.access_granted_by_remote_server_api_call"
  | "log.access_granted_by_valid_identifier"
  | "log.door_was_closed"
  | "log.door_sensor_was_closed"
  | "log.door_was_opened"
  | "log.door_sensor_was_opened"
  | "log.emergency_lock_is_opened"
  | "log.lock_is_opened_to_long"
  | "log.lock_was_opened_by_exit_btn"
  | "log.lock_was_opened_by_free_access_button"
  | "log.incoming_call"
  | "log.outgoing_call"
  | "log.outgoing_call_missed"
  | "log.device_booted"
  | "log.sip_registration_lost"
  | "log.outgoing_call_web"
  | "log.incorrect_login_api_call"
  | "log.incorrect_login_gui_settings"
  | "log.successful_login_api_call"
  | "log.successful_login_gui_settings"
  | "log.door_was_not_closed_too_long"
  | "log.tamper_event"
  | "log.multi_access_granted"
  | "log.identifiers_without_linkage_to_user_access_denied"
  | "log.multi_access_denied"
  | "log.access_denied_by_unknown_qr"
  | "log.access_denied_unknown_identifier"
  | "log.lift_call_success"
  | "log.lift_call_error"
  | "log.lift_module_access_error"
  | "log.access_granted_by_shared_identifier"
  | "log.access_denied_by_not_valid_shared_identifier"
  | "log.bond_lift_request";

/** `active`: the device delivers. `disabled`: it stores the webhook and sends nothing. */
export type Status = "active" | "disabled";

/** A member of the webhook body, by its name in the API. */
export type FieldName =
  | "url"
  | "secret"
  | "status"
  | "timeout"
  | "headers"
  | "description"
  | "event_types"
  | "max_retries";

/** The body of the device's create and update calls. Lengths count Unicode code points. */
export interface Webhook {
  /** Where the device delivers: an HTTP URL, 4 to 2000 characters. */
  url: string;
  /** Key of the HMAC-SHA256 signature, 16 to 128 characters; without it deliveries are not signed. */
  secret?: string | undefined;
  /** Whether the device delivers. */
  status: Status;
  /** Connect, read and write timeout in milliseconds, 1000 to 30000. */
  timeout?: number | undefined;
  /** Additional request headers, as the **text** of a JSON object of strings. */
  headers?: string | undefined;
  /** Free text, at most 1000 characters. */
  description?: string | undefined;
  /** The events that trigger a delivery, at least one. Newer firmware may know more names: `extraEventTypes`. */
  event_types: (EventType | (string & {}))[];
  /** Attempts after the first failed delivery, 1 to 5. */
  max_retries: number;
}

/**
 * A webhook body: its text as a string or as UTF-8 bytes (any buffer or view of one), or a JavaScript
 * value, which is validated as its `JSON.stringify` text.
 */
export type WebhookInput = string | ArrayBufferLike | ArrayBufferView | Webhook;

/** The codes of issues (contract §2); stable across versions. */
export type IssueCode =
  | "malformed_json"
  | "not_an_object"
  | "duplicate_key"
  | "missing"
  | "wrong_type"
  | "too_short"
  | "too_long"
  | "invalid_url"
  | "invalid_status"
  | "out_of_range"
  | "invalid_headers"
  | "invalid_header_name"
  | "reserved_header"
  | "duplicate_header"
  | "invalid_header_value"
  | "no_event_types"
  | "unknown_event_type";

/** The codes of warnings (contract §3); stable across versions. */
export type WarningCode =
  | "insecure_url"
  | "credentials_in_url"
  | "fragment_in_url"
  | "loopback_url"
  | "no_secret"
  | "header_whitespace"
  | "sensitive_header"
  | "duplicate_event_type"
  | "length_ambiguous"
  | "unknown_field";

/** `[]` the body, `[field]`, `["event_types", index]` or `["headers", name]`. */
export type Path = (string | number)[];

/**
 * What a translator needs besides the code; never a value of the webhook that could be secret. Which
 * members are present depends on the code, as described below, and on the field.
 */
export interface Params {
  /** `too_short`, `too_long`, `out_of_range`: the minimum; code points for a length. `no_event_types`: 1. */
  min?: number;
  /** `too_short`, `too_long`, `out_of_range`, `length_ambiguous`: the maximum. */
  max?: number;
  /**
   * `too_short`, `too_long`, `length_ambiguous`: the length in code points; `out_of_range`: the integer, if it is an int32.
   * `wrong_type`, `not_an_object`, `invalid_headers` (not an object), `invalid_header_value` (not a string): the actual JSON type.
   */
  actual?: number | JsonType;
  /** `malformed_json`, `duplicate_key`: the position, in bytes of the body's UTF-8 text; `invalid_headers`: in bytes of the headers text. */
  offset?: number;
  /** `missing`, `wrong_type`, `not_an_object`, …: the expected type. `invalid_status`: the allowed values. */
  expected?: JsonType | "integer" | string[];
  /** `unknown_field`, `unknown_event_type`, `invalid_status`: a similar name, if there is one. */
  suggestion?: string;
  /** `invalid_url`: the part of decision D1 that the URL breaks. */
  reason?: "scheme" | "host" | "character" | "syntax";
  /** `length_ambiguous`: the length in UTF-16 code units. */
  utf16?: number;
  /** `length_ambiguous`: the length in UTF-8 bytes. */
  utf8?: number;
}

/** The types of RFC 8259. */
export type JsonType = "object" | "array" | "string" | "number" | "boolean" | "null";

/** A rule the body breaks. */
export interface Issue {
  code: IssueCode;
  path: Path;
  /** A full English sentence for a person. */
  message: string;
  /** The text the device would respond with. */
  error: string;
  params: Params;
}

/** A warning never makes a body invalid. */
export interface Warning {
  code: WarningCode;
  path: Path;
  /** A full English sentence for a person. */
  message: string;
  params: Params;
}

/** The result of a validation; plain data. */
export type Validation =
  | {
      valid: true;
      errors: [];
      warnings: Warning[];
      /** See the invalid result. */
      truncated?: true;
      error?: undefined;
    }
  | {
      valid: false;
      /** The text the device would respond with: of the first `missing` or `wrong_type`, else of the first issue. */
      error: string;
      errors: [Issue, ...Issue[]];
      warnings: Warning[];
      /**
       * Issues or warnings were left out: of those within `headers`, within `event_types`, and of the unknown
       * members, the first 100 are reported (contract §2). `valid` and `error` are those of the complete list.
       */
      truncated?: true;
    };

export interface ValidateOptions {
  /** Names of event types that newer firmware knows besides the documented ones. */
  extraEventTypes?: readonly string[] | undefined;
}

/**
 * Validates a webhook body: whether the device would accept it, with every issue and warning (contract §1
 * to §3).
 *
 * Never throws for a bad `input` and never changes it.
 *
 * @throws TypeError if `options` does not match {@link ValidateOptions}.
 * @example
 * const verdict = validateWebhook('{"url":"https://example.com/hook"}');
 * if (!verdict.valid) console.log(verdict.error); // Wrong JSON body: no value for status
 */
export function validateWebhook(input: unknown, options?: ValidateOptions): Validation;

/** The result of {@link canonicalizeWebhook}. */
export type Canonicalization<Body extends string | Uint8Array = string | Uint8Array> =
  | (Extract<Validation, { valid: true }> & {
      /** The canonical body (contract §5). */
      body: Body;
    })
  | Extract<Validation, { valid: false }>;

/**
 * Validates a webhook body and returns what {@link buildRequest} would send, in one call.
 *
 * `body` is bytes if the input is bytes, otherwise a string. If the input is canonical already, it is
 * the input itself: the same string, or a `Uint8Array` of the same memory (a copy if that is shared).
 *
 * Never throws for a bad `input` and never changes it.
 *
 * @throws TypeError if `options` does not match {@link ValidateOptions}.
 * @example
 * const result = canonicalizeWebhook(new Uint8Array(await request.arrayBuffer()));
 * if (result.valid) await fetch(device, { method: "POST", body: result.body });
 */
export function canonicalizeWebhook(
  input: ArrayBufferLike | ArrayBufferView,
  options?: ValidateOptions,
): Canonicalization<Uint8Array>;
export function canonicalizeWebhook(
  input: string,
  options?: ValidateOptions,
): Canonicalization<string>;
export function canonicalizeWebhook(input: unknown, options?: ValidateOptions): Canonicalization;

/** A place in the text of a body. */
export interface Location {
  /** From the start of the text, in UTF-16 code units for a string and in bytes for bytes. */
  offset: number;
  /** In the same unit. A string's quotation marks count. */
  length: number;
  /** From 1. A line ends with LF, CRLF or CR. */
  line: number;
  /** From 1, in the same unit as `offset`. */
  column: number;
}

/**
 * Finds where in the text of a body a path is (contract §7): `[]` is the top-level value, `[field]` and
 * `["event_types", index]` a value, `["headers", name]` the name of an entry inside the headers text. Of an
 * unknown or duplicate member it is the name; of a duplicate the second one.
 *
 * @returns `undefined` for any other path, a missing member, malformed text, or an input that is neither a
 *   string nor bytes.
 * @example
 * locate('{"url": 5}', ["url"]); // { offset: 8, length: 1, line: 1, column: 9 }
 */
export function locate(input: unknown, path: readonly (string | number)[]): Location | undefined;

/** The operations of the API (contract §5). */
export type Operation = "create" | "update" | "get" | "delete" | "test" | "list";

interface RequestTarget {
  /** An absolute http(s) URL without query, fragment or credentials, or a path that begins with one `/`. Default `/api/v1`. */
  baseUrl?: string | undefined;
  /** Sent as `Authorization: Bearer …`; visible ASCII. */
  token?: string | undefined;
}

/** The query of `list`. */
export interface ListQuery {
  limit?: 10 | 20 | 30 | 50 | undefined;
  /** From 1. */
  page_number?: number | undefined;
  sort_field?: string | undefined;
  sort_type?: "asc" | "desc" | undefined;
  filter?: string | undefined;
  locale?: string | undefined;
}

/** The argument of {@link buildRequest}, by operation. `uid` is a safe integer from 1. */
export type RequestInput =
  | (RequestTarget & {
      operation: "create";
      webhook: WebhookInput;
      extraEventTypes?: readonly string[] | undefined;
    })
  | (RequestTarget & {
      operation: "update";
      uid: number;
      webhook: WebhookInput;
      extraEventTypes?: readonly string[] | undefined;
    })
  | (RequestTarget & { operation: "get" | "delete" | "test"; uid: number })
  | (RequestTarget & { operation: "list"; query?: ListQuery | undefined });

/** A request as `fetch(request.url, request)` sends it. */
export interface BuiltRequest {
  method: "GET" | "POST" | "PUT" | "DELETE";
  url: string;
  headers: Record<string, string>;
  /** The canonical body: only known members, in the table's order, as `JSON.stringify` would write them. */
  body?: string;
}

/** Thrown by {@link buildRequest} for an invalid webhook; test for it by `name`. */
export interface InvalidWebhookError extends Error {
  name: "InvalidWebhookError";
  /** The text the device would respond with. */
  error: string;
  errors: [Issue, ...Issue[]];
  warnings: Warning[];
  /** Issues or warnings were left out, as in {@link Validation}. */
  truncated?: true;
}

/**
 * Builds the request for an operation of the device's API. What is sent is what was validated.
 *
 * @throws InvalidWebhookError if the webhook is invalid or absent.
 * @throws TypeError that names the argument, if any other argument is wrong.
 * @example
 * const request = buildRequest({ operation: "get", uid: 3, baseUrl: "https://panel.example/api/v1" });
 * const response = await fetch(request.url, request);
 */
export function buildRequest(request: RequestInput): BuiltRequest;

/** The kinds of failures (contract §6). */
export type ResponseKind =
  | "validation"
  | "conflict"
  | "unauthorized"
  | "forbidden"
  | "not_found"
  | "unexpected";

/**
 * What the response to `test` describes: the delivery the device attempted (contract §6). Members that the text
 * does not have are absent. Times are text, as the device writes them.
 */
export interface DeliveryReport {
  /** Such as `log.access_granted_by_api_call`. */
  eventType?: string;
  /** Such as `wh_5`. */
  eventId?: string;
  eventTime?: string;
  requestTime?: string;
  responseTime?: string;
  durationMs?: number;
  /** Such as `Failed`. */
  outcome?: string;
  /** Of `attempts`: 6 of 6. */
  attempt?: number;
  attempts?: number;
  request?: {
    url?: string;
    method?: string;
    /** In their order, at most 100. */
    headers: [name: string, value: string][];
    payload?: string;
  };
  /** What the receiver responded; it controls `text`. */
  response?: { status?: number; text?: string };
}

/** The meaning of the device's response. */
export type ParsedResponse =
  | {
      ok: true;
      /** The entity's uid; `null` if the device responds with -1, no entity. */
      itemUid?: number | null;
      /** The parsed response body; for `test` its plain text. */
      data?: unknown;
      /** Only for `test`, where its text can be read. */
      report?: DeliveryReport;
    }
  | {
      ok: false;
      kind: ResponseKind;
      /** The device's text; if there is none, the API reference's for that status, or a message from this package. */
      error: string;
      /** The field that a documented error text concerns, or `[]`. */
      path: [] | [FieldName];
    };

/** The device's response: `body` is its text, its bytes, or the value parsed from it. */
export interface ResponseInput {
  operation: Operation;
  status: number;
  body?: unknown;
}

/**
 * Reads the device's response (contract §6). Never throws.
 *
 * @example
 * const read = parseResponse({ operation: "create", status: response.status, body: await response.text() });
 * if (read.ok) console.log(read.itemUid);
 */
export function parseResponse(response: ResponseInput): ParsedResponse;

/** What a form needs to render one field; the names of limits are those of JSON Schema. */
export interface FieldRule {
  name: FieldName;
  type: "string" | "integer" | "array";
  required: boolean;
  /** `http-url` (decision D1), `json-headers` (text of a JSON object of strings) or `password` (never shown). */
  format?: "http-url" | "json-headers" | "password";
  /** In code points. */
  minLength?: number;
  /** In code points. */
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  /** `ms` for a time in milliseconds. */
  unit?: "ms";
  minItems?: number;
  /** The allowed values; for `event_types` those of its items. */
  enum?: string[];
  /** English label for a form. */
  label: string;
  /** One English sentence of help. */
  help: string;
}

/** The rules as data. */
export interface WebhookRules {
  /** In the order of the API's table. */
  fields: FieldRule[];
  eventTypeGroups: { id: string; label: string }[];
  eventTypes: { name: EventType; group: string; label: string }[];
  /** In lower case; a header may have none of these names in any letter case. */
  reservedHeaders: string[];
  /** In lower case; allowed, with a `sensitive_header` warning. */
  sensitiveHeaders: string[];
  /** Pattern of a header name, and of a header value, as values of JSON Schema's `pattern`. */
  headerNamePattern: string;
  headerValuePattern: string;
  issueCodes: IssueCode[];
  warningCodes: WarningCode[];
  /** The decisions D1 to D9, where the API reference is silent or contradicts itself (contract §4). */
  decisions: { id: string; title: string; reason: string }[];
}

/** The rules as data, for rendering a form (contract §7). Each call returns a new copy. */
export function webhookRules(): WebhookRules;

/**
 * JSON Schema 2020-12 for the body. A schema cannot express every rule: only {@link validateWebhook} detects
 * header names that differ only in letter case, and URLs that the URL parser rejects.
 */
export function webhookJsonSchema(): Record<string, unknown>;

/** The result of {@link webhookSchema}'s `validate`: the canonical webhook, or the issues. */
export type SchemaResult =
  | { readonly value: Webhook; readonly issues?: undefined }
  | { readonly issues: readonly [Issue, ...Issue[]] };

/** The version of JSON Schema; OpenAPI 3.0 has its own dialect. */
export interface JsonSchemaOptions {
  readonly target: "draft-2020-12" | "draft-07" | "openapi-3.0" | (string & {});
}

/** Standard Schema v1 and Standard JSON Schema v1. */
export interface WebhookSchema {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: "webhook-guard";
    readonly types?: { readonly input: Webhook; readonly output: Webhook } | undefined;
    /** `options.libraryOptions` may be {@link ValidateOptions}. Never throws for a bad `value`. */
    readonly validate: (
      value: unknown,
      options?: { readonly libraryOptions?: Record<string, unknown> | undefined } | undefined,
    ) => SchemaResult;
    readonly jsonSchema: {
      /** The schema of the input. @throws TypeError for an unknown target. */
      readonly input: (options: JsonSchemaOptions) => Record<string, unknown>;
      /** The schema of the canonical webhook. @throws TypeError for an unknown target. */
      readonly output: (options: JsonSchemaOptions) => Record<string, unknown>;
    };
  };
}

/**
 * The webhook for libraries that accept a Standard Schema, such as form, RPC and server libraries.
 * They get the canonical webhook, as {@link buildRequest} would send it.
 */
export const webhookSchema: WebhookSchema;

// The runtime's own types, in projects that have them.
type ModuleType = typeof globalThis extends { WebAssembly: { Module: { prototype: infer T } } }
  ? T
  : never;
type ResponseType = typeof globalThis extends { Response: { prototype: infer T } } ? T : never;

/** The package's wasm file as a `WebAssembly.Module`, its bytes or a `Response` of them. */
export type ModuleSource = ModuleType | ResponseType | ArrayBuffer | ArrayBufferView;

/**
 * Loads the module in advance; otherwise the first call loads it. It may be called any number of times.
 *
 * @param source the module, which `webhook-guard/slim` needs.
 * @throws Error that describes the remedy, if the module cannot be loaded or a policy blocks it.
 */
export function init(source?: ModuleSource | PromiseLike<ModuleSource>): Promise<void>;
