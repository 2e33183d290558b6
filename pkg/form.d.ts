/**
 * Binds a native `<form>` to the rules: its fields are named as the API names them.
 *
 * @packageDocumentation
 */
import type { Issue, ParsedResponse, ValidateOptions, Validation, Warning } from "./index.js";

/** What the form asks: any entry of the package, `import * as guard from "webhook-guard"`. */
export interface FormGuard {
  validateWebhook(input: string, options?: ValidateOptions): Validation;
  /** Awaited before the first check. */
  init?(): Promise<void>;
}

/**
 * A text in which `{min}`, `{max}`, `{actual}`, … stand for the finding's params and `{field}` for
 * its field, or a function of these. A param that is a text is itself looked up: `actual.string`.
 */
export type Message = string | ((params: Record<string, unknown>) => string);

/**
 * Messages by the code of an issue or a warning, or more closely by code and field
 * (`too_long.url`) or code and reason (`invalid_url.scheme`). Besides:
 *
 * - `suggestion` follows a message where params hold one: `Perhaps {suggestion} is meant.`
 * - `warning` is put around warnings: `Warning: {message}`
 * - `answer.conflict` and the other kinds of `parseResponse`, with the device's own text as `{error}`
 *
 * What it lacks is said in English.
 */
export type Messages = Readonly<Record<string, Message>>;

export interface BindOptions {
  messages?: Messages;
  /** Names of event types that newer firmware knows besides the documented ones. */
  extraEventTypes?: readonly string[];
}

/** What is said of a form, and where. */
export type Finding = (Issue | Warning) & {
  /** A warning never keeps a form from being submitted. */
  severity: "error" | "warning";
  /** The catalogue's sentence. */
  text: string;
  /** The control it stands beside; undefined where the form has none. */
  control: Element | undefined;
};

export interface BoundForm {
  /** Settles once the guard has loaded; rejects with what kept it from loading. */
  readonly ready: Promise<void>;
  /** What the rules say of the form as it stands; undefined until the guard has loaded. */
  readonly verdict: Validation | undefined;
  /** All that is wrong and all advice, whether it is shown yet or not, in the verdict's order. */
  readonly findings: Finding[];
  /** The webhook as JSON text: numbers as they were typed, headers in their order, also two of one name. */
  value(): string;
  /** Checks anew, after code has changed a value. */
  check(): Validation | undefined;
  /** Checks anew, shows every message, and leads to the first control that is wrong. */
  report(): Validation | undefined;
  /** Puts the device's answer beside its field, until that changes or the form is submitted. */
  showAnswer(answer: ParsedResponse): void;
  /** Says everything anew by another catalogue. */
  setMessages(messages: Messages): void;
  /** Leaves the form as it was before it was bound. */
  unbind(): void;
}

/**
 * Checks a form as it is filled in and when it is submitted, and says beside each field what is
 * wrong with it. After every check the form gets a `webhookverdict` event.
 *
 * @throws TypeError where `form` is no form or is bound already, or `guard` is no guard.
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
