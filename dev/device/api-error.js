/** A request that the device rejects; the message is the `error` of its response. */
export class ApiError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}
