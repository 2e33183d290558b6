/**
 * Binds a native `<form>` to the rules: its fields are named as the API names them.
 *
 * @packageDocumentation
 */
import type { Issue, ParsedResponse, ValidateOptions, Validation, Warning } from "../index.js";

/** What the form calls: any entry of the package, `import * as guard from "webhook-guard"`. */
export interface FormGuard {
  validateWebhook(input: string, options?: ValidateOptions): Validation;
  /** Awaited before the first check. */
  init?(): Promise<void>;
}

/**
 * A text in which `{min}`, `{max}`, `{actual}`, … stand for the finding's params and `{field}` for
 * its field's label, or a function of these. A param that is a text is itself looked up:
 * `actual.string`.
 */
export type Message = string | ((params: Record<string, unknown>) => string);

/**
 * Messages by the code of an issue or a warning, optionally with the field (`too_long.url`) or the
 * reason (`invalid_url.scheme`). Also:
 *
 * - `field.url` and the other fields: the name to use instead of the label in the form
 * - `suggestion` follows a message whose params have one: `Did you mean {suggestion}?`
 * - `warning` is put around warnings: `Warning: {message}`
 * - `response.conflict` and the other kinds of `parseResponse`, with the device's text as `{error}`
 *
 * A message that the catalogue lacks is in English.
 */
export type Messages = Readonly<Record<string, Message>>;

export interface BindOptions {
  messages?: Messages;
  /** Names of event types that newer firmware knows besides the documented ones (contract D8). */
  extraEventTypes?: readonly string[];
}

/** An issue or a warning, and where the form shows it. */
export type Finding = (Issue | Warning) & {
  /** A warning never stops a submit. */
  severity: "error" | "warning";
  /** The catalogue's text. */
  text: string;
  /** The control it concerns; undefined if the form has none for it. */
  control: Element | undefined;
};

export interface BoundForm {
  /** Resolves once the guard has loaded; rejects with the reason if it cannot be loaded. */
  readonly ready: Promise<void>;
  /** The verdict on the form's present values; undefined until the guard has loaded. */
  readonly verdict: Validation | undefined;
  /** All issues and warnings, shown already or not, in the verdict's order. */
  readonly findings: Finding[];
  /** The webhook as JSON text: numbers as typed, headers in their order, including duplicates. */
  value(): string;
  /** Checks again, after code has changed a value. */
  check(): Validation | undefined;
  /** Checks again, shows every message, and moves the focus to the first invalid control. */
  report(): Validation | undefined;
  /** Shows the device's response beside its field, until that changes or the form is submitted. */
  showResponse(response: ParsedResponse): void;
  /** Shows all messages from another catalogue. */
  setMessages(messages: Messages): void;
  /** Leaves the form as it was before it was bound. */
  unbind(): void;
}

/**
 * Checks a form as it is filled in and when it is submitted, and shows beside each field what is
 * wrong with it. After every check the form gets a `webhookverdict` event. While it is bound, the
 * form has `novalidate`: the browser's own messages would cover these.
 *
 * @throws TypeError if `form` is not a form or already bound, or if `guard` is not the package.
 * @example
 * import * as guard from "webhook-guard";
 * import { bindWebhookForm } from "webhook-guard/form";
 *
 * const bound = bindWebhookForm(document.querySelector("form"), guard);
 */
export function bindWebhookForm(
  form: HTMLFormElement,
  guard: FormGuard,
  options?: BindOptions,
): BoundForm;

declare global {
  interface HTMLElementEventMap {
    webhookverdict: CustomEvent<{ verdict: Validation }>;
  }
}
