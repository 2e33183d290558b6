// The exchange with the device (contract §8, G5 to G7 and G11 to G13).

import { asStream, limitedBody, readAll, readLength } from "./bodies.js";
import { GuardError } from "./decisions.js";
import { contentCoding, requestHeaders, returnedResponse } from "./headers.js";
import { runtime } from "./runtime.js";

const hasNoBody = (status) => status === 204 || status === 205 || status === 304;

/** Sends a request of the API to the device and returns its response, read completely. */
export async function exchange(request, settings, interruption, { target, content, body }) {
  interruption.setDeadline(settings.upstreamTimeoutMs, "device_timeout");
  const connection = openConnection(settings, interruption, !runtime.endsWithRequest);
  const device = await connection.send(request, target, content, body);
  if (hasNoBody(device.status)) return connection.finish(device, null);
  const length = readLength(device.headers);
  if (length > settings.maxResponseBytes) throw connection.fail("response_too_large");
  let bytes;
  try {
    bytes = await readAll(device, length, settings.maxResponseBytes, interruption);
  } catch {
    throw connection.fail("device_unreachable");
  }
  if (bytes === undefined) throw connection.fail("response_too_large");
  return connection.finish(device, bytes, bytes.length);
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

  const connection = openConnection(settings, interruption, true);
  const device = await connection.send(request, target, content, upload.stream, upload.length);
  if (device.body === null || hasNoBody(device.status) || request.method === "HEAD") {
    return connection.finish(device, null);
  }
  const length = readLength(device.headers);
  const { readable, writable } = createChannel(length);
  interruption.streaming = true;
  stream(device.body, writable, interruption);
  return connection.finish(device, readable, length);
}

/**
 * Streams a response. One that ends early ends with an error of the guard's own: Bun's server logs it, and
 * the error of its `fetch` has the URL in it, query included (G10).
 */
async function stream(body, writable, interruption) {
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
function openConnection(settings, interruption, needsSignal) {
  const controller = needsSignal ? new AbortController() : undefined;
  let device;
  const release = () => {
    controller?.abort();
    // A body that is being read or piped is locked; its reader releases it.
    if (device?.body && !device.body.locked) device.body.cancel().catch(() => {});
  };
  interruption.onInterrupt(release);
  const fail = (code) => {
    release();
    return new GuardError(code);
  };

  return {
    fail,

    async send({ method, headers }, target, content, body, length) {
      if (interruption.error) throw interruption.error;
      const init = {
        // G1: a device that answers HEAD with a body would corrupt the connection.
        method: method === "HEAD" ? "GET" : method,
        headers: requestHeaders(headers, settings.forwardHeaders, content),
        redirect: "manual",
        signal: controller?.signal,
        // Bun repeats a request that it sent on a reused connection (G13).
        keepalive: false,
      };
      addBody(init, body, length, !settings.fetch && runtime.repeatsBodies);
      try {
        device = await (settings.fetch ?? fetch)(settings.upstream + target, init);
      } catch {
        throw fail("device_unreachable");
      }
      if (interruption.error) throw fail(interruption.error.code);
      const problem = checkResponse(device, settings);
      if (problem) throw fail(problem);
      return device;
    },

    finish(device, body, length) {
      if (body === null) release();
      return returnedResponse(device, body, length);
    },
  };
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
function checkResponse({ status, headers }, settings) {
  if (status >= 300 && status < 400 && status !== 304) return "device_redirected";
  if (status < 200 || status > 599) return "invalid_device_status";
  const coding = contentCoding(headers);
  // It is not known what a caller's own `fetch` decodes.
  const decoded = settings.fetch ? [] : runtime.decodes;
  return coding === "identity" || decoded.includes(coding)
    ? undefined
    : "unsupported_device_encoding";
}
