// typebox's own lengths count grapheme clusters, and a type reports one issue: those of the headers are
// collected separately.

import * as Type from "typebox";
import { Compile } from "typebox/compile";
import {
  atLeast,
  atMost,
  ERRORS,
  EVENT_TYPES,
  isHttpUrl,
  overValues,
  withHeaderIssues,
} from "../rules.js";

const text = (check, error) => Type.Refine(Type.String(), check, () => error);
const NONE = [];

const body = Compile(
  Type.Object({
    url: text((url) => atLeast(url, 4) && atMost(url, 2000) && isHttpUrl(url), ERRORS.url),
    secret: Type.Optional(
      text((secret) => atLeast(secret, 16) && atMost(secret, 128), ERRORS.secret),
    ),
    status: Type.Enum(["active", "disabled"]),
    timeout: Type.Optional(Type.Integer({ minimum: 1000, maximum: 30000 })),
    headers: Type.Optional(Type.String()),
    description: Type.Optional(
      text((description) => atMost(description, 1000), ERRORS.description),
    ),
    event_types: Type.Array(Type.Enum(EVENT_TYPES), { minItems: 1 }),
    max_retries: Type.Integer({ minimum: 1, maximum: 5 }),
  }),
);

export default overValues((value) =>
  withHeaderIssues(body.Check(value) ? NONE : body.Errors(value), value),
);
