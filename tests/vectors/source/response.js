import { FIELDS } from "../../../dev/device/rules.js";
import { emoji, hex, quote, webhook } from "./lib/bodies.js";
import { response } from "./lib/cases.js";
import { ofValue } from "./lib/findings.js";

const conflictText = "Webhook with the same URL already exists";
const nothingThere = "The device has nothing at this address.";
const withoutReason = "The device rejected the request without a reason.";
const errorWithoutReason = "The device responded with an error and no reason.";
const errorBody = (error) => quote({ error });

const success = (name, response, data, itemUid = undefined) => ({
  name,
  response,
  result: { ok: true, itemUid, data },
});

/** `error: null`: any sentence. */
const failed = (name, response, kind, error, path = []) => ({
  name,
  response,
  result: { ok: false, kind, error, path },
});

/** Texts of the device, and the field that each is about. */
const textsOfFields = [
  ["Invalid URL format. Must be HTTP URL", "url"],
  ["Secret must be between 16 and 128 characters", "secret"],
  ["Status must be 'active' or 'disabled'", "status"],
  ["Timeout must be between 1000 and 30000", "timeout"],
  ["Invalid headers. Must be a JSON object of strings", "headers"],
  ["Invalid header name", "headers"],
  ["Invalid header value", "headers"],
  ["Description must be at most 1000 characters", "description"],
  ["event_types must contain at least one item", "event_types"],
  ["auth_factors must contain at least one item", "event_types"],
  ["Invalid event types", "event_types"],
  ["Max retries must be between 1 and 5", "max_retries"],
  ...FIELDS.map((field) => [`Wrong JSON body: no value for ${field}`, field]),
  ...FIELDS.map((field) => [`Wrong JSON body: no value for \`${field}\``, field]),
  ...FIELDS.map((field) => [`Wrong JSON body: value ${field} was of the wrong type`, field]),
  ...FIELDS.map((field) => [`Wrong JSON body: value \`${field}\` was of the wrong type`, field]),
];

const textsWithoutField = [
  "Wrong JSON body",
  "Wrong JSON body: no value for name",
  "Wrong JSON body: no value for urls",
  "Wrong JSON body: no value for ",
  "Wrong JSON body: no value for __proto__",
  "Wrong JSON body: no value for constructor",
  "Wrong JSON body: value name was of the wrong type",
  "Wrong JSON body: value toString was of the wrong type",
  "Wrong JSON body: value url",
  "url",
  "Something new",
  "Ошибка",
];

/** Bodies without a text of the device. */
const withoutText = [
  ["empty", ""],
  ["an object without error", "{}"],
  ["D7's artefact", '{"error":true}'],
  ["a number for error", '{"error":5}'],
  ["null for error", '{"error":null}'],
  ["an object for error", '{"error":{"message":"x"}}'],
  ["a list for error", '{"error":["x"]}'],
  ["an empty error", '{"error":""}'],
  ["a list", "[]"],
  ["null", "null"],
  ["D7's artefact, parsed", { error: true }],
  ["an empty object, parsed", {}],
  ["null, parsed", null],
  ["nothing", undefined],
];

const item = { ...webhook, uid: 3 };
const listed = { list_items: [item], list_options: { pages: 1 } };

export default {
  kind: "response",
  about: "The device's responses: contract §6.",
  cases: [
    success("create", response(200, '{"item_uid":3}'), { item_uid: 3 }, 3),
    success("create, status 201", response(201, '{"item_uid":3}'), { item_uid: 3 }, 3),
    success("create, status 299", response(299, '{"item_uid":3}'), { item_uid: 3 }, 3),
    success(
      "create, with white space",
      response(200, ' {\n"item_uid" : 3 }\n'),
      { item_uid: 3 },
      3,
    ),
    success("create, parsed", response(200, { item_uid: 3 }), { item_uid: 3 }, 3),
    success(
      "create, in bytes",
      { operation: "create", status: 200, bytes: hex('{"item_uid":3}') },
      { item_uid: 3 },
      3,
    ),
    success("create, no entity", response(200, '{"item_uid":-1}'), { item_uid: -1 }, null),
    success("create, no entity, parsed", response(200, { item_uid: -1 }), { item_uid: -1 }, null),
    success("create, uid zero", response(200, '{"item_uid":0}'), { item_uid: 0 }, 0),
    success(
      "create, uid with an exponent",
      response(200, '{"item_uid":1e10}'),
      { item_uid: 1e10 },
      1e10,
    ),
    success("create, uid with a point", response(200, '{"item_uid":90.0}'), { item_uid: 90 }, 90),
    success(
      "create, largest uid",
      response(200, '{"item_uid":9007199254740991}'),
      { item_uid: 9007199254740991 },
      9007199254740991,
    ),
    success(
      "create, with other members",
      response(200, '{"item_uid":3,"x":[null,{"é":1.5}]}'),
      { item_uid: 3, x: [null, { é: 1.5 }] },
      3,
    ),
    success(
      "create, with __proto__",
      response(200, '{"item_uid":3,"__proto__":{"item_uid":4}}'),
      { item_uid: 3, ["__proto__"]: { item_uid: 4 } },
      3,
    ),
    success("update", response(200, '{"item_uid":3}', "update"), { item_uid: 3 }, 3),
    success(
      "update, no entity",
      response(200, '{"item_uid":-1}', "update"),
      { item_uid: -1 },
      null,
    ),
    success("delete", response(200, '{"item_uid":3}', "delete"), { item_uid: 3 }, 3),
    success("delete, empty", response(204, "", "delete"), undefined),
    success("delete, no body", response(204, undefined, "delete"), undefined),
    ...["create", "update"].flatMap((operation) => [
      success(`${operation}, no item_uid`, response(200, "{}", operation), {}),
      ...['"3"', "null", "true", "[3]", '{"a":3}', "3.5", "-2", "9007199254740992"].map((uid) =>
        failed(
          `${operation}, ${uid} for item_uid`,
          response(200, `{"item_uid":${uid}}`, operation),
          "unexpected",
          null,
        ),
      ),
    ]),
    ...["delete", "get", "list"].map((operation) =>
      success(`${operation}, a text for item_uid`, response(200, '{"item_uid":"3"}', operation), {
        item_uid: "3",
      }),
    ),
    success("get", response(200, quote(item), "get"), item),
    success("get, parsed", response(200, item, "get"), item),
    success(
      "get, in bytes",
      { operation: "get", status: 200, bytes: hex('{"description":"é😀"}') },
      { description: `é${emoji}` },
    ),
    success("list", response(200, quote(listed), "list"), listed),
    success("list, parsed", response(200, listed, "list"), listed),
    success("list of no item", response(200, '{"list_items":[]}', "list"), { list_items: [] }),
    success("test", response(200, "OK", "test"), "OK"),
    success("test, markup", response(200, "<p>Sent</p>\n", "test"), "<p>Sent</p>\n"),
    success("test, empty", response(200, "", "test"), ""),
    success(
      "test, text like a response",
      response(200, '{"item_uid":3}', "test"),
      '{"item_uid":3}',
    ),
    success("test, text like a number", response(200, "200", "test"), "200"),
    success("test, in bytes", { operation: "test", status: 200, bytes: hex("Sent é") }, "Sent é"),
    success("test, no bytes", { operation: "test", status: 200, bytes: "" }, ""),

    // A truncated response may contain the secret: it is not shown (contract §2).
    ...[400, 500].map((status) =>
      failed(
        `${status}, truncated within a webhook`,
        response(status, '{"uid":3,"secret":"0123456789abcdef","sta', "get"),
        status === 400 ? "validation" : "unexpected",
        status === 400 ? withoutReason : errorWithoutReason,
      ),
    ),
    failed(
      "400, truncated within a webhook, after a byte-order mark",
      { operation: "get", status: 400, bytes: `efbbbf${hex('{"secret":"0123456789abcdef","sta')}` },
      "validation",
      withoutReason,
    ),
    failed(
      "200, a string alone",
      response(200, '"0123456789abcdef"', "get"),
      "unexpected",
      "0123456789abcdef",
    ),
    ...[
      ["plain text", conflictText],
      ["plain text between white space", ` ${conflictText}\r\n`],
      ["a string", quote(conflictText)],
      ["an object", errorBody(conflictText)],
      ["an object, parsed", { error: conflictText }],
      ["an object with a uid", quote({ item_uid: 3, error: conflictText })],
    ].flatMap(([form, body]) =>
      [200, 204, 302, 400, 401, 403, 404, 409, 500].flatMap((status) =>
        ["create", "update", "get", "list", "delete", "test"].map((operation) =>
          failed(
            `${status} conflict in ${operation} as ${form}`,
            response(status, body, operation),
            "conflict",
            conflictText,
            ["url"],
          ),
        ),
      ),
    ),
    failed(
      "a conflict in bytes, after a byte-order mark",
      { operation: "create", status: 200, bytes: `efbbbf${hex(conflictText)}` },
      "conflict",
      conflictText,
      ["url"],
    ),
    failed(
      "conflict without an operation",
      { status: 200, body: conflictText },
      "conflict",
      conflictText,
      ["url"],
    ),
    failed("conflict without a status", { body: conflictText }, "conflict", conflictText, ["url"]),
    ...["create", "update", "get", "list", "delete"].flatMap((operation) => [
      failed(
        `200 and an error in ${operation}`,
        response(200, errorBody("Busy"), operation),
        "unexpected",
        "Busy",
      ),
      failed(
        `200 and a line in ${operation}`,
        response(200, "Busy\n", operation),
        "unexpected",
        "Busy",
      ),
      failed(
        `200 and a string in ${operation}`,
        response(200, '"Busy"', operation),
        "unexpected",
        "Busy",
      ),
      failed(
        `200 and an error next to a uid in ${operation}`,
        response(200, '{"item_uid":3,"error":"Invalid event types"}', operation),
        "unexpected",
        "Invalid event types",
        ["event_types"],
      ),
    ]),
    failed("test, an error", response(200, errorBody("Busy"), "test"), "unexpected", "Busy"),
    failed(
      "test, an error, parsed",
      response(200, { error: "Busy" }, "test"),
      "unexpected",
      "Busy",
    ),
    success("test, a string", response(200, '"Busy"', "test"), '"Busy"'),
    success(
      "test, an error that is not text",
      response(200, '{"error":true}', "test"),
      '{"error":true}',
    ),
    success("test, an empty error", response(200, '{"error":""}', "test"), '{"error":""}'),
    success("test, another status of success", response(202, "Sent", "test"), "Sent"),
    failed("test, 404", response(404, "", "test"), "not_found", nothingThere),
    failed("delete, white space", response(200, " ", "delete"), "unexpected", null),
    failed("delete, markup", response(200, "<p>OK</p>", "delete"), "unexpected", null),
    failed("delete, empty, status 302", response(302, "", "delete"), "unexpected", null),
    failed("200 empty without an operation", { status: 200, body: "" }, "unexpected", null),

    ...[
      ["a line", "Out of memory", "Out of memory"],
      ["a line of 200 bytes", "x".repeat(200), "x".repeat(200)],
      ["a line of 200 bytes beyond ASCII", "é".repeat(100), "é".repeat(100)],
      ["a line between white space", "\t Out of memory \r\n", "Out of memory"],
      ["a string", '"Out of \\"memory\\""', 'Out of "memory"'],
      ["a string of more than 200 bytes", quote("x".repeat(300)), "x".repeat(300)],
      ["a string of several lines", '"Out of\\nmemory"', "Out of\nmemory"],
      ["a line of 201 bytes", "x".repeat(201), null],
      ["a line of 201 bytes beyond ASCII", `${"é".repeat(100)}x`, null],
      ["two lines", "Out of\nmemory", null],
      ["a line with a tab", "Out of\tmemory", null],
      ["a line with a C1 control character", "Out of\u0085memory", null],
      ["a line after a C1 control character", "\u0085Out of memory", null],
      ["a line before a vertical tab", "Out of memory\v", null],
      ["a line before a no-break space", "Out of memory\u00a0", "Out of memory\u00a0"],
      ["markup", "<b>Out of memory</b>", null],
      ["an object truncated", '{"error":"Out of mem', null],
      ["a list truncated", '["Out of memory', null],
      ["a string truncated", '"Out of memory', null],
      ["a list of a text", '["Out of memory"]', null],
      ["an empty string", '""', null],
    ].flatMap(([form, body, error]) => [
      failed(`400 ${form}`, response(400, body), "validation", error),
      failed(`500 ${form}`, response(500, body, "get"), "unexpected", error),
      failed(`401 ${form}`, response(401, body, "list"), "unauthorized", error ?? "Log In"),
      failed(`404 ${form}`, response(404, body, "get"), "not_found", error ?? nothingThere),
    ]),
    ...[
      "Wrong pagination limit",
      "Wrong page number",
      "Wrong sort field",
      "Wrong sort type",
      "Wrong filter type",
      "Wrong filter field",
      "Wrong filter format",
      "Wrong filter value",
    ].flatMap((error) => [
      failed(`400 ${error}`, response(400, errorBody(error), "list"), "validation", error),
      failed(`400 ${error} as plain text`, response(400, error, "list"), "validation", error),
    ]),
    failed(
      "400 Wrong webhook uid as a string",
      response(400, '"Wrong webhook uid"', "delete"),
      "not_found",
      "Wrong webhook uid",
    ),
    failed(
      "200 Wrong webhook uid",
      response(200, errorBody("Wrong webhook uid"), "get"),
      "unexpected",
      "Wrong webhook uid",
    ),
    ...textsOfFields
      .slice(0, 12)
      .map(([error, field]) =>
        failed(`400 ${error} as plain text`, response(400, error), "validation", error, [field]),
      ),
    success(
      "create, an empty error",
      response(200, '{"item_uid":3,"error":""}'),
      { item_uid: 3, error: "" },
      3,
    ),
    ...["create", "update", "get", "list"].flatMap((operation) => [
      failed(`${operation}, empty`, response(200, "", operation), "unexpected", null),
      failed(`${operation}, no body`, response(200, undefined, operation), "unexpected", null),
      failed(`${operation}, markup`, response(200, "<html></html>", operation), "unexpected", null),
      failed(`${operation}, cut`, response(200, '{"item_uid":', operation), "unexpected", null),
      failed(`${operation}, plain text`, response(200, "OK", operation), "unexpected", null),
      failed(
        `${operation}, trailing text`,
        response(200, '{"item_uid":3}x', operation),
        "unexpected",
        null,
      ),
      failed(
        `${operation}, invalid bytes`,
        { operation, status: 200, bytes: "ff" },
        "unexpected",
        null,
      ),
    ]),

    ...textsOfFields.map(([error, field]) =>
      failed(`400 ${error}`, response(400, errorBody(error)), "validation", error, [field]),
    ),
    ...textsWithoutField.map((error) =>
      failed(`400 ${error}`, response(400, errorBody(error)), "validation", error),
    ),
    failed(
      "400 in update",
      response(400, errorBody(ofValue.url), "update"),
      "validation",
      ofValue.url,
      ["url"],
    ),
    failed(
      "400 parsed",
      response(400, { error: "Invalid event types" }),
      "validation",
      "Invalid event types",
      ["event_types"],
    ),
    failed(
      "400 in bytes",
      { operation: "create", status: 400, bytes: hex(errorBody("Invalid header name")) },
      "validation",
      "Invalid header name",
      ["headers"],
    ),
    failed(
      "400 with other members",
      response(400, '{"code":7,"error":"Invalid event types"}'),
      "validation",
      "Invalid event types",
      ["event_types"],
    ),
    failed(
      "another status with a field's text",
      response(422, errorBody(ofValue.status)),
      "unexpected",
      ofValue.status,
      ["status"],
    ),

    ...["create", "update", "get", "delete", "test"].map((operation) =>
      failed(
        `400 Wrong webhook uid in ${operation}`,
        response(400, errorBody("Wrong webhook uid"), operation),
        "not_found",
        "Wrong webhook uid",
      ),
    ),
    failed(
      "400 Wrong webhook uid as plain text",
      response(400, "Wrong webhook uid", "test"),
      "not_found",
      "Wrong webhook uid",
    ),
    failed(
      "400 wrong webhook uid in lower case",
      response(400, errorBody("wrong webhook uid")),
      "validation",
      "wrong webhook uid",
    ),
    failed(
      "500 Wrong webhook uid",
      response(500, errorBody("Wrong webhook uid"), "get"),
      "unexpected",
      "Wrong webhook uid",
    ),
    failed("404 with text", response(404, errorBody("Not found"), "get"), "not_found", "Not found"),
    failed(
      "404 Wrong webhook uid",
      response(404, errorBody("Wrong webhook uid"), "get"),
      "not_found",
      "Wrong webhook uid",
    ),
    failed(
      "404 with an HTML heading",
      response(404, "<h1>404</h1>", "get"),
      "not_found",
      nothingThere,
    ),

    ...[200, 201, 400, 401, 403, 404, 409, 422, 500, 503].map((status) =>
      failed(
        `${status} conflict`,
        response(status, errorBody(conflictText)),
        "conflict",
        conflictText,
        ["url"],
      ),
    ),
    failed(
      "conflict in update",
      response(400, errorBody(conflictText), "update"),
      "conflict",
      conflictText,
      ["url"],
    ),
    failed("conflict parsed", response(409, { error: conflictText }), "conflict", conflictText, [
      "url",
    ]),
    failed(
      "conflict in bytes",
      { operation: "create", status: 409, bytes: hex(errorBody(conflictText)) },
      "conflict",
      conflictText,
      ["url"],
    ),
    failed("409 without the text", response(409, errorBody("Conflict")), "unexpected", "Conflict"),
    failed("409 empty", response(409, ""), "unexpected", null),
    failed(
      "400 with a longer text than a conflict",
      response(400, errorBody(`${conflictText}!`)),
      "validation",
      `${conflictText}!`,
    ),

    failed("401", response(401, errorBody("Log In")), "unauthorized", "Log In"),
    failed(
      "401 with another text",
      response(401, errorBody("Token expired")),
      "unauthorized",
      "Token expired",
    ),
    failed(
      "401 parsed",
      response(401, { error: "Token expired" }, "list"),
      "unauthorized",
      "Token expired",
    ),
    failed("401 with an HTML heading", response(401, "<h1>401</h1>"), "unauthorized", null),
    failed(
      "401 bad bytes",
      { operation: "create", status: 401, bytes: "ff" },
      "unauthorized",
      "Log In",
    ),
    failed(
      "403",
      response(403, errorBody("Administrator rights required")),
      "forbidden",
      "Administrator rights required",
    ),
    failed(
      "403 with another text",
      response(403, errorBody("Read only")),
      "forbidden",
      "Read only",
    ),
    failed("403 with an HTML heading", response(403, "<h1>403</h1>"), "forbidden", null),
    ...withoutText.flatMap(([name, body]) => [
      failed(`400 ${name}`, response(400, body), "validation", null),
      failed(`401 ${name}`, response(401, body), "unauthorized", "Log In"),
      failed(`403 ${name}`, response(403, body), "forbidden", "Administrator rights required"),
      failed(`404 ${name}`, response(404, body), "not_found", nothingThere),
      failed(`500 ${name}`, response(500, body), "unexpected", null),
    ]),

    ...[
      -1, 0, 1, 99, 100, 199, 300, 302, 304, 399, 402, 405, 418, 429, 500, 502, 599, 600, 1e9,
      400.5,
    ].map((status) =>
      failed(`status ${status}`, response(status, errorBody("Text")), "unexpected", "Text"),
    ),
    failed("status null", response(null, ""), "unexpected", null),
    failed("status absent", { operation: "get", body: "" }, "unexpected", null),
    failed("502 of a proxy", response(502, "<html>Bad Gateway</html>"), "unexpected", null),
    failed("unknown operation", response(401, "", "nope"), "unauthorized", "Log In"),
    failed("no operation", { status: 403, body: "" }, "forbidden", "Administrator rights required"),
  ],
};
