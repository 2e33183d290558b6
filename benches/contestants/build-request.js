import { buildRequest } from "bench:guard";

const NONE = [];

export default {
  export({ bytes }) {
    try {
      return buildRequest({ operation: "create", webhook: bytes }).body ? NONE : undefined;
    } catch (error) {
      return error.errors;
    }
  },
};
