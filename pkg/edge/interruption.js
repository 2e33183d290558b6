// What ends the handling of a request early: a deadline, or a client that disconnects (contract §8, G3,
// G7 and G12).

import { GuardError } from "./decisions.js";

export class Interruption {
  /** The GuardError that ended the handling; `undefined` until then. */
  error;
  /** Whether a passed-through response is still being streamed. */
  streaming = false;

  #start = performance.now();
  #reject;
  #timer;
  #ended = false;
  /** When the timer ends, and when the handling has to, by `performance.now()`. */
  #timerEnd = Number.POSITIVE_INFINITY;
  #deadline;
  #code;
  #releases = [];
  #clientSignal;
  #onClientAbort = () => this.interrupt(new GuardError("client_aborted"));

  constructor(clientSignal) {
    this.#clientSignal = clientSignal;
    if (clientSignal?.aborted) this.#onClientAbort();
    else clientSignal?.addEventListener("abort", this.#onClientAbort);
  }

  /** Milliseconds since the request arrived. */
  get elapsed() {
    return performance.now() - this.#start;
  }

  /** The result of the handling, or the error that ends it early. */
  race(handling) {
    return new Promise((resolve, reject) => {
      this.#reject = reject;
      if (this.error) reject(this.error);
      handling.then(resolve, reject);
    });
  }

  /**
   * Replaces the deadline: once `ms` have passed from now, `code` is what happened. A later deadline
   * leaves the timer as it is, which is set again when it ends: a request rarely needs a second one.
   */
  setDeadline(ms, code) {
    if (this.#ended) return;
    this.#code = code;
    this.#deadline = performance.now() + ms;
    if (this.#deadline < this.#timerEnd) this.#setTimer(ms);
  }

  #setTimer(ms) {
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    this.#timerEnd = this.#deadline;
    this.#timer = setTimeout(() => {
      const left = this.#deadline - performance.now();
      if (left > 0) this.#setTimer(left);
      else this.interrupt(new GuardError(this.#code));
    }, ms);
  }

  /** Changes the code of the current deadline: it names the side that the guard waits for. */
  setCode(code) {
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
    this.#reject?.(error);
  }

  /** Clears the timer and stops listening to the client. */
  end() {
    this.#ended = true;
    clearTimeout(this.#timer);
    this.#clientSignal?.removeEventListener("abort", this.#onClientAbort);
  }
}
