// Reading bodies within limits (contract §8, G3, G6 and G11).

import { GuardError } from "./decisions.js";
import { declaredLength } from "./headers.js";
import { runtime } from "./runtime.js";

// Only workerd has it. It returns less than requested only at the end, which saves a read, and every
// read costs a turn of the event loop.
const READS_AT_LEAST = "readAtLeast" in (globalThis.ReadableStreamBYOBReader?.prototype ?? {});
const DEFAULT_READ_BYTES = 8_192;

/**
 * Reads the body of a Request or Response to its end. The result is `undefined` if it has more than
 * `limit` bytes: the rest is then unread, and the stream unlocked.
 */
export async function readAll(message, declared, limit, interruption) {
  if (!runtime.enforcesLength || !(declared <= limit)) {
    return readStream(message, declared, limit, interruption);
  }
  const bytes = await message.bytes();
  if (interruption.error) throw interruption.error;
  // A body that a worker made itself may be longer than its headers declare.
  return bytes.length > limit ? undefined : bytes;
}

async function readStream(message, declared, limit, interruption) {
  if (message.body === null) return new Uint8Array(0);
  const reader = openReader(message.body);
  interruption.onInterrupt(() => reader.cancel().catch(() => {}));
  let bytes = new Uint8Array(0);
  let size = 0;
  for (let ended = false; !ended; ) {
    const wanted = Math.min((declared ?? DEFAULT_READ_BYTES) + 1, limit + 1 - size);
    const { done, value } = reader.readAtLeast
      ? await reader.readAtLeast(wanted, new Uint8Array(wanted))
      : await reader.read();
    // A reader that was cancelled reports the end of the stream.
    if (interruption.error) throw interruption.error;
    ended = done || (reader.readAtLeast && value.length < wanted);
    if (!value) continue;
    if (size + value.length > limit) {
      reader.releaseLock();
      return undefined;
    }
    bytes = size === 0 ? value : append(bytes, size, value, limit);
    size += value.length;
  }
  return bytes.subarray(0, size);
}

/**
 * Adds a chunk after the first `size` bytes of a buffer, which doubles when it is full, up to `limit`.
 * Chunks are not held: as objects, those of one byte would take a hundred times their length.
 */
function append(bytes, size, chunk, limit) {
  const length = size + chunk.length;
  let buffer = bytes;
  if (length > bytes.length) {
    buffer = new Uint8Array(Math.min(limit, Math.max(length, 2 * bytes.length)));
    buffer.set(bytes);
  }
  buffer.set(chunk, size);
  return buffer;
}

function openReader(stream) {
  try {
    if (READS_AT_LEAST) return stream.getReader({ mode: "byob" });
  } catch {
    // Not a stream of bytes.
  }
  return stream.getReader();
}

/** Reads the body of a webhook, up to the limit (G3). */
export async function readWebhookBody(request, settings, interruption) {
  if (request.bodyUsed) throw new TypeError("The request's body was read before the guard got it.");
  interruption.setDeadline(settings.bodyTimeoutMs, "body_timeout");
  const limit = settings.maxBodyBytes;
  let bytes;
  try {
    bytes = await readAll(request, declaredLength(request.headers), limit, interruption);
  } catch (error) {
    throw error === interruption.error ? error : new GuardError("body_aborted");
  }
  if (bytes === undefined) throw new GuardError("body_too_large");
  return bytes;
}

/** A stream of these bytes, which cannot be sent a second time (G13). */
export const asStream = (bytes) =>
  new ReadableStream({
    start(controller) {
      if (bytes?.length > 0) controller.enqueue(bytes);
      controller.close();
    },
  });

/**
 * The client's body for the device, within the limits of a passed-through body (G11). While it is being
 * sent, its own deadline applies, with the code of the side that the guard waits for; then that of the
 * device.
 */
export function limitedBody({ body, headers }, settings, interruption) {
  const { passthroughMaxBodyBytes: limit, passthroughBodyTimeoutMs, upstreamTimeoutMs } = settings;
  const declared = declaredLength(headers);
  if (declared > limit) throw new GuardError("body_too_large");
  interruption.setDeadline(passthroughBodyTimeoutMs, "body_timeout");
  const reader = body.getReader();
  const cancel = () => reader.cancel().catch(() => {});
  interruption.onInterrupt(cancel);
  let cancelled = false;
  let size = 0;
  const stream = new ReadableStream(
    {
      async pull(controller) {
        interruption.setCode("body_timeout");
        try {
          const { done, value } = await reader.read();
          if (interruption.error) throw interruption.error;
          if (cancelled) return;
          if (done) {
            interruption.setDeadline(upstreamTimeoutMs, "device_timeout");
            controller.close();
            return;
          }
          interruption.setCode("device_timeout");
          size += value.length;
          if (size > limit) throw new GuardError("body_too_large");
          controller.enqueue(value);
        } catch (error) {
          cancel();
          interruption.interrupt(
            error instanceof GuardError ? error : new GuardError("body_aborted"),
          );
          controller.error(error);
        }
      },
      /** The device takes no more of it, which is no fault of the client's. */
      cancel() {
        cancelled = true;
        interruption.setDeadline(upstreamTimeoutMs, "device_timeout");
        cancel();
      },
    },
    { highWaterMark: 0 },
  );
  return { stream, length: declared };
}

const MAX_DRAINED_BYTES = 16_777_216;
// A chunk counts as at least this many bytes, so that many small chunks reach the limit too.
const MIN_CHUNK_BYTES = 1_024;

/**
 * Returns the response to a rejected request and discards what its client still sends, so that the
 * client can read the response (G3). workerd resets the connection as soon as a response is complete:
 * there, the response is completed only after that.
 */
export async function respondAndDrain(response, body, ms) {
  if (body.locked) return response;
  const drained = drain(body, ms);
  if (typeof FixedLengthStream !== "function") return response;
  const bytes = new Uint8Array(await response.arrayBuffer());
  const { readable, writable } = new FixedLengthStream(bytes.length);
  const writer = writable.getWriter();
  Promise.all([writer.write(bytes), drained])
    .then(() => writer.close())
    .catch(() => {}); // the client is gone
  return new Response(readable, response);
}

/** Reads and discards a body until its end, the limit, or `ms` have passed. */
async function drain(body, ms) {
  const reader = body.getReader();
  const cancel = () => reader.cancel().catch(() => {});
  const timer = setTimeout(cancel, ms);
  try {
    for (let left = MAX_DRAINED_BYTES; left > 0; ) {
      const { done, value } = await reader.read();
      if (done) return;
      left -= Math.max(value.length, MIN_CHUNK_BYTES);
    }
    cancel();
  } catch {
    // The client is gone.
  } finally {
    clearTimeout(timer);
  }
}
