import { FIELDS } from "../../../dev/device/rules.js";
import { emoji, hex, quote, webhook } from "./lib/bodies.js";
import { answer } from "./lib/cases.js";
import { ofValue } from "./lib/findings.js";

const conflictText = "Webhook with the same URL already exists";
const nothingThere = "The device has nothing at this address.";
const withoutReason = "The device rejected the request without a reason.";
const errorWithoutReason = "The device responded with an error and no reason.";
const errorBody = (error) => quote({ error });

const good = (name, response, data, itemUid = undefined) => ({
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

/** Texts of the device, and the field each speaks of. */
const spoken = [
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

const unspoken = [
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

/** Bodies with no text to read. */
const mute = [
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
  about: "The device's answers: contract §6.",
  cases: [
    good("create", answer(200, '{"item_uid":3}'), { item_uid: 3 }, 3),
    good("create, status 201", answer(201, '{"item_uid":3}'), { item_uid: 3 }, 3),
    good("create, status 299", answer(299, '{"item_uid":3}'), { item_uid: 3 }, 3),
    good("create, with white space", answer(200, ' {\n"item_uid" : 3 }\n'), { item_uid: 3 }, 3),
    good("create, parsed", answer(200, { item_uid: 3 }), { item_uid: 3 }, 3),
    good(
      "create, in bytes",
      { operation: "create", status: 200, bytes: hex('{"item_uid":3}') },
      { item_uid: 3 },
      3,
    ),
    good("create, no entity", answer(200, '{"item_uid":-1}'), { item_uid: -1 }, null),
    good("create, no entity, parsed", answer(200, { item_uid: -1 }), { item_uid: -1 }, null),
    good("create, uid zero", answer(200, '{"item_uid":0}'), { item_uid: 0 }, 0),
    good(
      "create, uid with an exponent",
      answer(200, '{"item_uid":1e10}'),
      { item_uid: 1e10 },
      1e10,
    ),
    good("create, uid with a point", answer(200, '{"item_uid":90.0}'), { item_uid: 90 }, 90),
    good(
      "create, largest uid",
      answer(200, '{"item_uid":9007199254740991}'),
      { item_uid: 9007199254740991 },
      9007199254740991,
    ),
    good(
      "create, with other members",
      answer(200, '{"item_uid":3,"x":[null,{"é":1.5}]}'),
      { item_uid: 3, x: [null, { é: 1.5 }] },
      3,
    ),
    good(
      "create, with __proto__",
      answer(200, '{"item_uid":3,"__proto__":{"item_uid":4}}'),
      { item_uid: 3, ["__proto__"]: { item_uid: 4 } },
      3,
    ),
    good("update", answer(200, '{"item_uid":3}', "update"), { item_uid: 3 }, 3),
    good("update, no entity", answer(200, '{"item_uid":-1}', "update"), { item_uid: -1 }, null),
    good("delete", answer(200, '{"item_uid":3}', "delete"), { item_uid: 3 }, 3),
    good("delete, empty", answer(204, "", "delete"), undefined),
    good("delete, no body", answer(204, undefined, "delete"), undefined),
    ...["create", "update"].flatMap((operation) => [
      good(`${operation}, no item_uid`, answer(200, "{}", operation), {}),
      ...['"3"', "null", "true", "[3]", '{"a":3}', "3.5", "-2", "9007199254740992"].map((uid) =>
        failed(
          `${operation}, ${uid} for item_uid`,
          answer(200, `{"item_uid":${uid}}`, operation),
          "unexpected",
          null,
        ),
      ),
    ]),
    ...["delete", "get", "list"].map((operation) =>
      good(`${operation}, a text for item_uid`, answer(200, '{"item_uid":"3"}', operation), {
        item_uid: "3",
      }),
    ),
    good("get", answer(200, quote(item), "get"), item),
    good("get, parsed", answer(200, item, "get"), item),
    good(
      "get, in bytes",
      { operation: "get", status: 200, bytes: hex('{"description":"é😀"}') },
      { description: `é${emoji}` },
    ),
    good("list", answer(200, quote(listed), "list"), listed),
    good("list, parsed", answer(200, listed, "list"), listed),
    good("list of no item", answer(200, '{"list_items":[]}', "list"), { list_items: [] }),
    good("test", answer(200, "OK", "test"), "OK"),
    good("test, markup", answer(200, "<p>Sent</p>\n", "test"), "<p>Sent</p>\n"),
    good("test, empty", answer(200, "", "test"), ""),
    good("test, text like an answer", answer(200, '{"item_uid":3}', "test"), '{"item_uid":3}'),
    good("test, text like a number", answer(200, "200", "test"), "200"),
    good("test, in bytes", { operation: "test", status: 200, bytes: hex("Sent é") }, "Sent é"),
    good("test, no bytes", { operation: "test", status: 200, bytes: "" }, ""),

    // An answer that broke off may hold the secret: it is not shown (contract §2).
    ...[400, 500].map((status) =>
      failed(
        `${status}, cut off within a webhook`,
        answer(status, '{"uid":3,"secret":"0123456789abcdef","sta', "get"),
        status === 400 ? "validation" : "unexpected",
        status === 400 ? withoutReason : errorWithoutReason,
      ),
    ),
    failed(
      "400, cut off within a webhook, behind a byte-order mark",
      { operation: "get", status: 400, bytes: `efbbbf${hex('{"secret":"0123456789abcdef","sta')}` },
      "validation",
      withoutReason,
    ),
    failed(
      "200, a string alone",
      answer(200, '"0123456789abcdef"', "get"),
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
            answer(status, body, operation),
            "conflict",
            conflictText,
            ["url"],
          ),
        ),
      ),
    ),
    failed(
      "a conflict in bytes, behind a byte-order mark",
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
        answer(200, errorBody("Busy"), operation),
        "unexpected",
        "Busy",
      ),
      failed(
        `200 and a line in ${operation}`,
        answer(200, "Busy\n", operation),
        "unexpected",
        "Busy",
      ),
      failed(
        `200 and a string in ${operation}`,
        answer(200, '"Busy"', operation),
        "unexpected",
        "Busy",
      ),
      failed(
        `200 and an error beside a uid in ${operation}`,
        answer(200, '{"item_uid":3,"error":"Invalid event types"}', operation),
        "unexpected",
        "Invalid event types",
        ["event_types"],
      ),
    ]),
    failed("test, an error", answer(200, errorBody("Busy"), "test"), "unexpected", "Busy"),
    failed("test, an error, parsed", answer(200, { error: "Busy" }, "test"), "unexpected", "Busy"),
    good("test, a string", answer(200, '"Busy"', "test"), '"Busy"'),
    good(
      "test, an error that is not text",
      answer(200, '{"error":true}', "test"),
      '{"error":true}',
    ),
    good("test, an empty error", answer(200, '{"error":""}', "test"), '{"error":""}'),
    good("test, another status of success", answer(202, "Sent", "test"), "Sent"),
    failed("test, 404", answer(404, "", "test"), "not_found", nothingThere),
    failed("delete, white space", answer(200, " ", "delete"), "unexpected", null),
    failed("delete, markup", answer(200, "<p>OK</p>", "delete"), "unexpected", null),
    failed("delete, empty, status 302", answer(302, "", "delete"), "unexpected", null),
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
      ["markup", "<b>Out of memory</b>", null],
      ["an object cut off", '{"error":"Out of mem', null],
      ["a list cut off", '["Out of memory', null],
      ["a string cut off", '"Out of memory', null],
      ["a list of a text", '["Out of memory"]', null],
      ["an empty string", '""', null],
    ].flatMap(([form, body, error]) => [
      failed(`400 ${form}`, answer(400, body), "validation", error),
      failed(`500 ${form}`, answer(500, body, "get"), "unexpected", error),
      failed(`401 ${form}`, answer(401, body, "list"), "unauthorized", error ?? "Log In"),
      failed(`404 ${form}`, answer(404, body, "get"), "not_found", error ?? nothingThere),
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
      failed(`400 ${error}`, answer(400, errorBody(error), "list"), "validation", error),
      failed(`400 ${error} as plain text`, answer(400, error, "list"), "validation", error),
    ]),
    failed(
      "400 Wrong webhook uid as a string",
      answer(400, '"Wrong webhook uid"', "delete"),
      "not_found",
      "Wrong webhook uid",
    ),
    failed(
      "200 Wrong webhook uid",
      answer(200, errorBody("Wrong webhook uid"), "get"),
      "unexpected",
      "Wrong webhook uid",
    ),
    ...spoken
      .slice(0, 12)
      .map(([error, field]) =>
        failed(`400 ${error} as plain text`, answer(400, error), "validation", error, [field]),
      ),
    good(
      "create, an empty error",
      answer(200, '{"item_uid":3,"error":""}'),
      { item_uid: 3, error: "" },
      3,
    ),
    ...["create", "update", "get", "list"].flatMap((operation) => [
      failed(`${operation}, empty`, answer(200, "", operation), "unexpected", null),
      failed(`${operation}, no body`, answer(200, undefined, operation), "unexpected", null),
      failed(`${operation}, markup`, answer(200, "<html></html>", operation), "unexpected", null),
      failed(`${operation}, cut`, answer(200, '{"item_uid":', operation), "unexpected", null),
      failed(`${operation}, plain text`, answer(200, "OK", operation), "unexpected", null),
      failed(
        `${operation}, trailing text`,
        answer(200, '{"item_uid":3}x', operation),
        "unexpected",
        null,
      ),
      failed(
        `${operation}, bad bytes`,
        { operation, status: 200, bytes: "ff" },
        "unexpected",
        null,
      ),
    ]),

    ...spoken.map(([error, field]) =>
      failed(`400 ${error}`, answer(400, errorBody(error)), "validation", error, [field]),
    ),
    ...unspoken.map((error) =>
      failed(`400 ${error}`, answer(400, errorBody(error)), "validation", error),
    ),
    failed(
      "400 in update",
      answer(400, errorBody(ofValue.url), "update"),
      "validation",
      ofValue.url,
      ["url"],
    ),
    failed(
      "400 parsed",
      answer(400, { error: "Invalid event types" }),
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
      answer(400, '{"code":7,"error":"Invalid event types"}'),
      "validation",
      "Invalid event types",
      ["event_types"],
    ),
    failed(
      "another status with a field's text",
      answer(422, errorBody(ofValue.status)),
      "unexpected",
      ofValue.status,
      ["status"],
    ),

    ...["create", "update", "get", "delete", "test"].map((operation) =>
      failed(
        `400 Wrong webhook uid in ${operation}`,
        answer(400, errorBody("Wrong webhook uid"), operation),
        "not_found",
        "Wrong webhook uid",
      ),
    ),
    failed(
      "400 Wrong webhook uid as plain text",
      answer(400, "Wrong webhook uid", "test"),
      "not_found",
      "Wrong webhook uid",
    ),
    failed(
      "400 wrong webhook uid in lower case",
      answer(400, errorBody("wrong webhook uid")),
      "validation",
      "wrong webhook uid",
    ),
    failed(
      "500 Wrong webhook uid",
      answer(500, errorBody("Wrong webhook uid"), "get"),
      "unexpected",
      "Wrong webhook uid",
    ),
    failed("404 with text", answer(404, errorBody("Not found"), "get"), "not_found", "Not found"),
    failed(
      "404 Wrong webhook uid",
      answer(404, errorBody("Wrong webhook uid"), "get"),
      "not_found",
      "Wrong webhook uid",
    ),
    failed(
      "404 with an HTML heading",
      answer(404, "<h1>404</h1>", "get"),
      "not_found",
      nothingThere,
    ),

    ...[200, 201, 400, 401, 403, 404, 409, 422, 500, 503].map((status) =>
      failed(
        `${status} conflict`,
        answer(status, errorBody(conflictText)),
        "conflict",
        conflictText,
        ["url"],
      ),
    ),
    failed(
      "conflict in update",
      answer(400, errorBody(conflictText), "update"),
      "conflict",
      conflictText,
      ["url"],
    ),
    failed("conflict parsed", answer(409, { error: conflictText }), "conflict", conflictText, [
      "url",
    ]),
    failed(
      "conflict in bytes",
      { operation: "create", status: 409, bytes: hex(errorBody(conflictText)) },
      "conflict",
      conflictText,
      ["url"],
    ),
    failed("409 without the text", answer(409, errorBody("Conflict")), "unexpected", "Conflict"),
    failed("409 empty", answer(409, ""), "unexpected", null),
    failed(
      "400 with a longer text than a conflict",
      answer(400, errorBody(`${conflictText}!`)),
      "validation",
      `${conflictText}!`,
    ),

    failed("401", answer(401, errorBody("Log In")), "unauthorized", "Log In"),
    failed(
      "401 with another text",
      answer(401, errorBody("Token expired")),
      "unauthorized",
      "Token expired",
    ),
    failed(
      "401 parsed",
      answer(401, { error: "Token expired" }, "list"),
      "unauthorized",
      "Token expired",
    ),
    failed("401 with an HTML heading", answer(401, "<h1>401</h1>"), "unauthorized", null),
    failed(
      "401 bad bytes",
      { operation: "create", status: 401, bytes: "ff" },
      "unauthorized",
      "Log In",
    ),
    failed(
      "403",
      answer(403, errorBody("Administrator rights required")),
      "forbidden",
      "Administrator rights required",
    ),
    failed("403 with another text", answer(403, errorBody("Read only")), "forbidden", "Read only"),
    failed("403 with an HTML heading", answer(403, "<h1>403</h1>"), "forbidden", null),
    ...mute.flatMap(([name, body]) => [
      failed(`400 ${name}`, answer(400, body), "validation", null),
      failed(`401 ${name}`, answer(401, body), "unauthorized", "Log In"),
      failed(`403 ${name}`, answer(403, body), "forbidden", "Administrator rights required"),
      failed(`404 ${name}`, answer(404, body), "not_found", nothingThere),
      failed(`500 ${name}`, answer(500, body), "unexpected", null),
    ]),

    ...[
      -1, 0, 1, 99, 100, 199, 300, 302, 304, 399, 402, 405, 418, 429, 500, 502, 599, 600, 1e9,
      400.5,
    ].map((status) =>
      failed(`status ${status}`, answer(status, errorBody("Text")), "unexpected", "Text"),
    ),
    failed("status null", answer(null, ""), "unexpected", null),
    failed("status absent", { operation: "get", body: "" }, "unexpected", null),
    failed("502 of a proxy", answer(502, "<html>Bad Gateway</html>"), "unexpected", null),
    failed("unknown operation", answer(401, "", "nope"), "unauthorized", "Log In"),
    failed("no operation", { status: 403, body: "" }, "forbidden", "Administrator rights required"),
  ],
};
