// The webhook that was asked for, or the text of an error.

import { parseResponse } from "bench:guard";

const FAILURE = { operation: "create", status: 400, body: '{"error":"Invalid event types"}' };
const NONE = [];

export default {
  export({ bytes, valid }) {
    const response = valid ? { operation: "get", status: 200, body: bytes } : FAILURE;
    return parseResponse(response).ok === valid ? NONE : undefined;
  },
};
