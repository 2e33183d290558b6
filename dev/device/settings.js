// The settings of the device simulator.

import { SCHEMES } from "./delivery.js";
import { READERS } from "./readers.js";
import { LAYOUTS } from "./test-report.js";
import { HASH_CASES } from "./users.js";

/**
 * @typedef {object} DeviceSettings
 *
 * @property {number} [port] on 127.0.0.1; 0, the default, is any free one.
 * @property {"lenient" | "documented" | "strict"} [reader] how it reads bodies: as the software it
 *   probably runs on (the default), by the API reference taken literally, or by the contract.
 * @property {"any" | "lower" | "upper"} [hashCase] the letter case in which it accepts a password's MD5.
 * @property {object} [info] members of `GET /api/info` that replace the defaults.
 *
 * @property {"body" | "timestamp.body" | "timestamp:body" | "timestamp+body" | ((secret: string,
 *   timestamp: string, body: string) => string)} [scheme] what the signature of a delivery covers
 *   (contract D9 and V2): `body`, or a function that computes the signature.
 * @property {number} [retryDelayMs] the time between two attempts of a delivery: 200.
 * @property {number} [timeLimitMs] the time for all attempts together: 20,000. Each has the webhook's
 *   `timeout` as well.
 * @property {boolean} [followRedirects] whether a delivery follows redirects, as OkHttp does. It never
 *   leaves loopback addresses. The default is false.
 * @property {{ status: number, text: string } | null} [receiver] the response to a delivery whose URL is
 *   not on a loopback address, where nothing is sent: 200 "OK". `null` is a receiver that cannot be reached.
 * @property {"single-line" | "lf" | "crlf" | "br"} [layout] what separates the lines of a test's report;
 *   `single-line` is the documented example as printed.
 * @property {string | null} [testReport] replaces that report.
 *
 * @property {(request: RecordedRequest) => Fault | undefined | false} [fail] makes requests fail.
 *
 * @typedef {{ method: string, url: string, rawHeaders: string[], bytes: Buffer }} RecordedRequest
 *
 * @typedef {{ status: number, headers?: object, body?: string } | "hang up" | "lose response"} Fault
 *   a response instead of the device's, no response, or none although the request was carried out.
 */
const DEFAULTS = {
  port: 0,
  reader: "lenient",
  hashCase: "any",
  info: {},
  scheme: "body",
  retryDelayMs: 200,
  timeLimitMs: 20_000,
  followRedirects: false,
  receiver: { status: 200, text: "OK" },
  layout: "single-line",
  testReport: null,
  fail: undefined,
};

/** The allowed values of the settings that have a list of them. */
const VALUES = { reader: READERS, hashCase: HASH_CASES, scheme: SCHEMES, layout: LAYOUTS };

/** What `GET /api/info` returns. */
export const INFO = {
  firmware_version: "3.25.8",
  api_version: "1.10.0",
  device_name: "Entrance panel",
  device_model: "AV-08FB",
  device_type: "panel",
  device_serial_number: "00000000-0000-0000-0000-000000000000",
};

/** The settings, with defaults for absent ones. */
export function readSettings(settings) {
  for (const [name, value] of Object.entries(settings)) {
    if (!Object.hasOwn(DEFAULTS, name)) throw new TypeError(`The device has no setting ${name}.`);
    const isAllowed =
      !Object.hasOwn(VALUES, name) ||
      Object.hasOwn(VALUES[name], value) ||
      (name === "scheme" && typeof value === "function");
    if (!isAllowed) {
      throw new TypeError(`${name} must be one of ${Object.keys(VALUES[name]).join(", ")}.`);
    }
  }
  return { ...DEFAULTS, ...settings };
}
