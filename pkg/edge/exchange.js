// The exchange with the device (contract §8, G5 to G7 and G11 to G13).

import { asStream, limitedBody, readAll } from "./bodies.js";
import { GuardError } from "./decisions.js";
import { readHead, requestHeaders, returnedResponse } from "./headers.js";
import { runtime } from "./runtime.js";

/** The length of a response as it is read; `undefined` if decoding may change it. */
const decodedLength = ({ coding, length }) => (coding === "identity" ? length : undefined);

const hasNoBody = (status) => status === 204 || status === 205 || status === 304;

/** Sends a request of the API to the device and returns its response, read completely. */
export async function exchange(request, settings, interruption, target, { content, body }) {
  interruption.setDeadline(settings.upstreamTimeoutMs, "device_timeout");
  const connection = new Connection(settings, interruption, !runtime.endsWithRequest);
  const head = await connection.send(request, target, content, body);
  if (hasNoBody(head.status)) return connection.finish(head, null);
  const length = decodedLength(head);
  const limit = settings.maxResponseBytes;
  if (length > limit) throw connection.fail("response_too_large");
  let bytes;
  try {
    bytes = await readAll(connection.device, length, limit, interruption);
  } catch {
    throw connection.fail("device_unreachable");
  }
  if (bytes === undefined) throw connection.fail("response_too_large");
  return connection.finish(head, bytes, bytes.length);
}

/** Passes a request through, unread; bodies stream in both directions (G11). */
export async function passThrough(request, settings, interruption, target) {
  const content = {};
  const type = request.headers.get("content-type");
  if (type !== null) content["content-type"] = type;
  let upload = {};
  if (request.body !== null && !isRead(request.method)) {
    upload = limitedBody(request, settings, interruption);
  } else interruption.setDeadline(settings.upstreamTimeoutMs, "device_timeout");

  const connection = new Connection(settings, interruption, true);
  const head = await connection.send(request, target, content, upload.stream, upload.length);
  const { body } = connection.device;
  if (body === null || hasNoBody(head.status) || request.method === "HEAD") {
    return connection.finish(head, null);
  }
  const length = decodedLength(head);
  const returnedLength = Number.isSafeInteger(length) ? length : undefined;
  const { readable, writable } = createChannel(returnedLength);
  interruption.streaming = true;
  // An upload that is not complete by then ends too.
  pipe(body, writable, interruption).then(() => connection.release());
  return connection.finish(head, readable, returnedLength);
}

/**
 * Streams a response. One that ends early ends with an error of the guard's own: Bun's server logs it, and
 * the error of its `fetch` has the URL in it, query included (G10).
 */
async function pipe(body, writable, interruption) {
  try {
    await body.pipeTo(writable, { preventAbort: true });
  } catch {
    const error = interruption.error ?? new GuardError("device_unreachable");
    writable.abort(error).catch(() => {}); // the client is gone
  }
  interruption.end();
}

const isRead = (method) => method === "GET" || method === "HEAD";

/**
 * The transform for a streamed response. workerd ends a chunked stream in the same way whether it is
 * complete or ended early; where the length is known, the client can detect the difference.
 */
function createChannel(length) {
  return length !== undefined && typeof FixedLengthStream === "function"
    ? new FixedLengthStream(length)
    : new TransformStream();
}

/** One request to the device and its response, both of which `fail` releases immediately. */
class Connection {
  #settings;
  #interruption;
  #controller;
  /** The device's response; `undefined` until it arrives. */
  device;

  constructor(settings, interruption, needsSignal) {
    this.#settings = settings;
    this.#interruption = interruption;
    if (needsSignal) this.#controller = new AbortController();
    interruption.onInterrupt(() => this.release());
  }

  release() {
    this.#controller?.abort();
    const body = this.device?.body;
    // A body that is being read or piped is locked; its reader releases it.
    if (body && !body.locked) body.cancel().catch(() => {});
  }

  fail(code) {
    this.release();
    return new GuardError(code);
  }

  /** Returns the response's head. */
  async send({ method, headers }, target, content, body, length) {
    const settings = this.#settings;
    const interruption = this.#interruption;
    if (interruption.error) throw interruption.error;
    const init = {
      // G1: a device that answers HEAD with a body would corrupt the connection.
      method: method === "HEAD" ? "GET" : method,
      headers: requestHeaders(headers, settings.forwardHeaders, content),
      redirect: "manual",
      signal: this.#controller?.signal,
      // Bun repeats a request that it sent on a reused connection (G13).
      keepalive: false,
    };
    // A device that ignores a body would read it as the next request.
    if (!settings.fetch && runtime.sendsConnection) init.headers.connection = "close";
    addBody(init, body, length, !settings.fetch && runtime.repeatsBodies);
    try {
      this.device = await (settings.fetch ?? fetch)(settings.upstream + target, init);
    } catch {
      throw this.fail("device_unreachable");
    }
    if (interruption.error) throw this.fail(interruption.error.code);
    const head = readHead(this.device);
    const problem = checkHead(head, settings);
    if (problem) throw this.fail(problem);
    return head;
  }

  finish(head, body, length) {
    if (body === null) this.release();
    return returnedResponse(head, body, length);
  }
}

function addBody(init, body, length, isRepeated) {
  // Deno repeats a body that it can replay (G13); a stream can be read once.
  const asReadOnce = isRepeated && !isRead(init.method) && !(body instanceof ReadableStream);
  const sent = asReadOnce ? asStream(body) : body;
  if (sent === undefined) return;
  init.body = sent;
  if (!(sent instanceof ReadableStream)) return;
  init.duplex = "half";
  if (length === undefined) return;
  // The length is sent too: workerd takes it from the stream, others from the header.
  if (typeof FixedLengthStream === "function") {
    const { readable, writable } = new FixedLengthStream(length);
    sent.pipeTo(writable).catch(() => {});
    init.body = readable;
  } else init.headers["content-length"] = `${length}`;
}

/** The code of the reason why a response cannot be returned; `undefined` if it can. */
function checkHead({ status, coding }, settings) {
  if (status >= 300 && status < 400 && status !== 304) return "device_redirected";
  if (status < 200 || status > 599) return "invalid_device_status";
  if (hasNoBody(status)) return undefined;
  // It is not known what a caller's own `fetch` decodes.
  const decoded = settings.fetch ? [] : runtime.decodes;
  return coding === "identity" || decoded.includes(coding)
    ? undefined
    : "unsupported_device_encoding";
}
