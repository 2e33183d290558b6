// The public types as their users meet them. Compiled, never run: what must not compile is marked.

import * as guard from "webhook-guard";
import {
  type BuiltRequest,
  buildRequest,
  type EventType,
  type FieldName,
  type InvalidWebhookError,
  type Issue,
  init,
  type ParsedResponse,
  parseResponse,
  type Status,
  type Validation,
  validateWebhook,
  type Webhook,
  type WebhookRules,
  type webhookJsonSchema,
  webhookRules,
  webhookSchema,
} from "webhook-guard";
import { type BoundForm, bindWebhookForm, type Messages } from "webhook-guard/form";
import type { rules as data } from "webhook-guard/rules";

/** Compiles where the two types are the same. */
function same<A, B>(_: [A] extends [B] ? ([B] extends [A] ? true : false) : false): void {}

const webhook: Webhook = {
  url: "https://example.com/hook",
  secret: "0123456789abcdef",
  status: "active",
  timeout: 5000,
  headers: '{"X-Door":"front"}',
  description: "Front door",
  event_types: ["log.door_was_opened", "log.of_newer_firmware"],
  max_retries: 3,
};

// @ts-expect-error: a required member is absent
const incomplete: Webhook = { url: "https://example.com/hook", status: "active", max_retries: 3 };
// @ts-expect-error: the API takes the text of the headers, not an object
const headersObject: Webhook = { ...webhook, headers: { "X-Door": "front" } };
// @ts-expect-error: contract §2 has two states
const paused: Webhook = { ...webhook, status: "paused" };
// @ts-expect-error: an absent member is left out (contract §1), null is of the wrong type
const nullSecret: Webhook = { ...webhook, secret: null };
export const wrongWebhooks = [incomplete, headersObject, paused, nullSecret];

// Optional members may be undefined, also where exactOptionalPropertyTypes asks for precision.
export const withUndefined: Webhook = { ...webhook, secret: undefined, headers: undefined };

// Any value may be asked about (contract §1).
export const verdicts: Validation[] = [
  validateWebhook(webhook),
  validateWebhook("{}"),
  validateWebhook(new Uint8Array(2)),
  validateWebhook(new ArrayBuffer(2)),
  validateWebhook(new SharedArrayBuffer(2)),
  validateWebhook(undefined),
  validateWebhook(webhook, {}),
  validateWebhook(webhook, { extraEventTypes: undefined }),
  validateWebhook(webhook, { extraEventTypes: ["log.of_newer_firmware"] as const }),
];

// @ts-expect-error: the names are a list
validateWebhook(webhook, { extraEventTypes: "log.of_newer_firmware" });
// @ts-expect-error: no such option
validateWebhook(webhook, { extra: [] });
// @ts-expect-error: an input is needed
validateWebhook();

const verdict = validateWebhook("{}");
same<typeof verdict.error, string | undefined>(true);
same<typeof verdict.truncated, true | undefined>(true);
if (verdict.valid) {
  same<typeof verdict.errors, []>(true);
  same<typeof verdict.error, undefined>(true);
} else {
  const first: Issue = verdict.errors[0];
  const text: string = verdict.error;
  console.log(first.code === "missing", text, first.params.min, first.path);
  // @ts-expect-error: not an issue code
  console.log(first.code === "absent");
}
for (const { code, message, params } of verdict.warnings) {
  console.log(code === "unknown_field" ? params.suggestion : message);
}

const requests: BuiltRequest[] = [
  buildRequest({ operation: "create", webhook }),
  buildRequest({ operation: "create", webhook: "{}", baseUrl: "/api/v1", token: "t" }),
  buildRequest({ operation: "update", uid: 3, webhook, extraEventTypes: ["log.new"] }),
  buildRequest({ operation: "get", uid: 3 }),
  buildRequest({ operation: "delete", uid: 3 }),
  buildRequest({ operation: "test", uid: 3 }),
  buildRequest({ operation: "list" }),
  buildRequest({ operation: "list", query: { limit: 20, page_number: 1, sort_type: "asc" } }),
];
export const answers = requests.map((request) => fetch(request.url, request));

// @ts-expect-error: not an operation
buildRequest({ operation: "remove", uid: 3 });
// @ts-expect-error: create needs a webhook
buildRequest({ operation: "create" });
// @ts-expect-error: update needs a uid
buildRequest({ operation: "update", webhook });
// @ts-expect-error: a uid is a number
buildRequest({ operation: "get", uid: "3" });
// @ts-expect-error: get sends no webhook
buildRequest({ operation: "get", uid: 3, webhook });
// @ts-expect-error: contract §5 has four limits
buildRequest({ operation: "list", query: { limit: 25 } });

export function explain(error: Error): string {
  if (error.name !== "InvalidWebhookError") return error.message;
  const { errors, warnings } = error as InvalidWebhookError;
  return [...errors, ...warnings].map(({ message }) => message).join("\n");
}

const read: ParsedResponse = parseResponse({ operation: "create", status: 200, body: "{}" });
if (read.ok) {
  same<typeof read.itemUid, number | null | undefined>(true);
  // @ts-expect-error: data is unknown until it is looked at
  read.data.item_uid;
} else {
  same<typeof read.path, [] | [FieldName]>(true);
  const kind:
    | "validation"
    | "conflict"
    | "unauthorized"
    | "forbidden"
    | "not_found"
    | "unexpected" = read.kind;
  console.log(kind, read.error);
}

// @ts-expect-error: a status is needed
parseResponse({ operation: "create", body: "{}" });

const rules: WebhookRules = webhookRules();
same<typeof data, Readonly<WebhookRules>>(true);
for (const { name, label, required, maxLength } of rules.fields) {
  same<typeof name, keyof Webhook>(true);
  console.log(label, required, maxLength);
}
same<(typeof rules.eventTypes)[number]["name"], EventType>(true);
same<Webhook["status"], Status>(true);

same<ReturnType<typeof webhookJsonSchema>, Record<string, unknown>>(true);

const result = webhookSchema["~standard"].validate("{}", {
  libraryOptions: { extraEventTypes: ["log.of_newer_firmware"] },
});
if (result.issues) {
  same<(typeof result.issues)[0], Issue>(true);
} else {
  same<typeof result.value, Webhook>(true);
}
same<
  ReturnType<(typeof webhookSchema)["~standard"]["jsonSchema"]["input"]>,
  Record<string, unknown>
>(true);
// @ts-expect-error: a target is needed
webhookSchema["~standard"].jsonSchema.output({});

same<ReturnType<typeof init>, Promise<void>>(true);
export const loading = [
  init(),
  init(new WebAssembly.Module(new Uint8Array(8))),
  init(fetch("/webhook_guard_bg.wasm")),
  init(new ArrayBuffer(8)),
];
// @ts-expect-error: null is not a module
init(null);

const messages: Messages = {
  too_long: "{field}: {actual} > {max}",
  missing: ({ field }) => `${field} is missing`,
};
declare const form: HTMLFormElement;
const bound: BoundForm = bindWebhookForm(form, guard, { messages, extraEventTypes: ["log.new"] });
bound.showResponse(read);
validateWebhook(bound.value());
for (const { severity, code, control } of bound.findings) {
  console.log(severity === "error", code === "insecure_url", control?.id);
}
form.addEventListener("webhookverdict", ({ detail }) => console.log(detail.verdict.valid));

// @ts-expect-error: the guard is an argument
bindWebhookForm(form);
// @ts-expect-error: a form, not any element
bindWebhookForm(document.body, guard);
// @ts-expect-error: a message is a text or a function
bound.setMessages({ missing: 1 });
// @ts-expect-error: the verdict is absent until the guard has loaded
bound.verdict.valid;
