// What ends the handling of a request early: a deadline, or the client going away (contract §8, G3, G7
// and G12).

import { GuardError } from "./decisions.js";

export class Interruption {
  /** The GuardError that ended the handling; `undefined` until then. */
  error;
  /** Rejects with that error. */
  promise;
  /** Whether a passed-through response is still being streamed. */
  streaming = false;
  /** Whether the client's body was read to its end. */
  bodyIsRead = false;

  #start = performance.now();
  #reject;
  #timer;
  #code;
  #releases = [];
  #clientSignal;
  #onClientAbort = () => this.interrupt(new GuardError("client_aborted"));

  constructor(clientSignal) {
    this.promise = new Promise((_, reject) => {
      this.#reject = reject;
    });
    // Nobody waits for it once the response's head is out.
    this.promise.catch(() => {});
    this.#clientSignal = clientSignal;
    if (clientSignal?.aborted) this.#onClientAbort();
    else clientSignal?.addEventListener("abort", this.#onClientAbort);
  }

  /** Milliseconds since the request came in. */
  get elapsed() {
    return performance.now() - this.#start;
  }

  /** Replaces the deadline: once `ms` have passed from now, `code` is what happened. */
  setDeadline(ms, code) {
    clearTimeout(this.#timer);
    this.#code = code;
    this.#timer = setTimeout(() => this.interrupt(new GuardError(this.#code)), ms);
  }

  /** Changes what the current deadline means: who is being waited for. */
  blame(code) {
    this.#code = code;
  }

  /** Registers what to release when the handling ends early; it must not throw. */
  onInterrupt(release) {
    this.#releases.push(release);
  }

  interrupt(error) {
    if (this.error) return;
    this.error = error;
    this.end();
    for (const release of this.#releases) release();
    this.#reject(error);
  }

  /** Clears the timer and stops listening to the client. */
  end() {
    clearTimeout(this.#timer);
    this.#clientSignal?.removeEventListener("abort", this.#onClientAbort);
  }
}
