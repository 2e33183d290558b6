// The output formats of `webhook-guard check`, and what none of them may print.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import Ajv from "ajv";
import { formats } from "../../cli/src/check/formats/index.js";
import { createRun, WEBHOOK } from "./command.js";

const folder = mkdtempSync(join(tmpdir(), "webhook-guard-"));
after(() => rmSync(folder, { recursive: true }));
const command = createRun({ cwd: folder });

async function check(format, text, name = "file.json") {
  writeFileSync(join(folder, name), text);
  return (await command(["check", "--format", format, name])).stdout;
}

const INVALID = JSON.stringify({ ...WEBHOOK, status: "on", url: "http://a.example" });

test("json has a place and the parameters of each finding", async () => {
  const { files, summary } = JSON.parse(await check("json", INVALID));
  assert.deepEqual(summary, { files: 1, webhooks: 1, invalid: 1, errors: 1, warnings: 1 });
  const [{ findings, ...counts }] = files;
  assert.deepEqual(counts, {
    file: "file.json",
    webhooks: 1,
    invalid: 1,
    errors: 1,
    warnings: 1,
    truncated: false,
    undercounted: false,
  });
  const { message, params, ...issue } = findings[0];
  const offset = INVALID.indexOf('"on"');
  assert.deepEqual(issue, {
    severity: "error",
    code: "invalid_status",
    path: ["status"],
    error: "Status must be 'active' or 'disabled'",
    line: 1,
    column: offset + 1,
    endLine: 1,
    endColumn: offset + 5,
    offset,
    length: 4,
  });
  assert.match(message, /\.$/);
  assert.deepEqual(params, { expected: ["active", "disabled"] });
  assert.equal(findings[1].severity, "warning");
});

test("github writes an annotation per finding", async () => {
  const [error, warning, summary] = (await check("github", INVALID)).split("\n");
  const column = INVALID.indexOf('"on"') + 1;
  assert.match(
    error,
    new RegExp(
      `^::error file=file\\.json,line=1,col=${column},endColumn=${column + 4},title=invalid_status::\\S`,
    ),
  );
  assert.match(
    warning,
    /^::warning file=file\.json,line=1,col=\d+,endColumn=\d+,title=insecure_url::/,
  );
  assert.equal(summary, "1 webhook in 1 file, 1 invalid: 1 error, 1 warning.");
});

test("github's command syntax is escaped", async () => {
  const stdout = await check("github", INVALID, "a,b:c%.json");
  assert.match(stdout, /^::error file=a%2Cb%3Ac%25\.json,/);
});

test("sarif conforms to the schema of SARIF 2.1.0", async () => {
  const { id, $schema, ...schema } = JSON.parse(
    readFileSync(new URL("sarif-2.1.0.schema.json", import.meta.url), "utf8"),
  );
  const validate = new Ajv({ strict: false, unicodeRegExp: false, validateFormats: false }).compile(
    schema,
  );
  for (const text of [INVALID, JSON.stringify(WEBHOOK), "{", `[${INVALID},1]`]) {
    const log = JSON.parse(await check("sarif", text, "a b.json"));
    assert.ok(validate(log), JSON.stringify(validate.errors));
  }
  const [{ results, tool }] = JSON.parse(await check("sarif", INVALID, "a b.json")).runs;
  assert.deepEqual(tool.driver.rules, [{ id: "invalid_status" }, { id: "insecure_url" }]);
  const { ruleId, ruleIndex, level, locations } = results[0];
  assert.deepEqual([ruleId, ruleIndex, level], ["invalid_status", 0, "error"]);
  const [{ physicalLocation }] = locations;
  const offset = INVALID.indexOf('"on"');
  assert.deepEqual(physicalLocation, {
    artifactLocation: { uri: "a%20b.json" },
    region: {
      startLine: 1,
      startColumn: offset + 1,
      endLine: 1,
      endColumn: offset + 5,
      byteOffset: offset,
      byteLength: 4,
    },
  });
  assert.equal(validate({ version: "2.1.0" }), false, "the schema can reject");
});

const SECRET = "the-secret-of-a-webhook";
const VALUE = "value-of-a-header";
const headers = (value = VALUE) => JSON.stringify({ Host: value, "X-Key": `${value} ` });

// Texts in which secrets are where they belong, where they do not, and where the text is malformed.
const WITH_SECRETS = {
  readable: JSON.stringify({ ...WEBHOOK, secret: SECRET, headers: headers(), status: "on" }),
  "on lines": JSON.stringify({ secret: SECRET, headers: headers(), url: 1 }, undefined, 1),
  "headers as an object": JSON.stringify({
    headers: { "X-Key": VALUE },
    secret: [SECRET],
    status: 1,
  }),
  "objects in a list": JSON.stringify({
    event_types: [{ secret: SECRET, headers: { "X-Key": VALUE } }],
    status: "on",
  }),
  "misspelt members": JSON.stringify({ Secret: SECRET, header: headers(), url: "x" }),
  "credentials in the URL": JSON.stringify({
    ...WEBHOOK,
    url: `http://user:${SECRET}@a.example/@/x`,
  }),
  "escaped URL": `{"url":"http:\\/\\/user:${SECRET}\\u0040a.example"}`,
  malformed: `{"secret":"${SECRET}","headers":${JSON.stringify(headers())} "status":"on"}`,
  "a quote too few": `{"secret: "${SECRET}","headers":"x": ${VALUE}`,
  "single quotes": `{'secret': '${SECRET}', X: ${VALUE}}`,
  "duplicate member": `{"secret":"${SECRET}","a":1,"a":"${VALUE}"}`,
  "a duplicate secret": `{"secret":"${SECRET}","secret":"${VALUE}-long-enough"}`,
  "text alone": JSON.stringify(SECRET),
  "not closed": `{"secret":"${SECRET}`,
  "in a list": `[{"secret":"${SECRET}","status":"on"},{"headers":${JSON.stringify(headers())}}`,
  "header values that break a rule": JSON.stringify({
    headers: headers(`${VALUE}\u00e9`),
    secret: SECRET,
  }),
};

for (const [name, text] of Object.entries(WITH_SECRETS)) {
  test(`no format prints a secret or the value of a header: ${name}`, async () => {
    for (const format of Object.keys(formats)) {
      const stdout = await check(format, text);
      assert.ok(stdout.length > 50);
      for (const secret of [SECRET, VALUE])
        assert.ok(!stdout.includes(secret), `${format}\n${stdout}`);
      if (format === "text") assert.match(stdout, /\*\*\*/);
    }
  });
}

test("masked values stay at their place, and names stay readable", async () => {
  const text = `{"headers":${JSON.stringify(headers("v"))},"secret":"short","status":"on"}`;
  const stdout = await check("text", text);
  const line = '{"headers":"***\\"Host\\"***","secret":"***","status":"on"}';
  const lines = stdout.split("\n");
  const at = lines.findIndex((it) => it.includes("reserved_header"));
  assert.equal(lines[at + 2], `  1 | ${line}`);
  assert.equal(lines[at + 3], `    | ${" ".repeat(line.indexOf('\\"Host'))}${"^".repeat(8)}`);
  const short = lines.findIndex((it) => it.includes("too_short"));
  const masked = lines[short + 2];
  assert.equal(lines[short + 3].indexOf("^"), masked.indexOf('"***","status"'));
});

test("control and bidirectional characters are escaped in every format", async () => {
  const name = "odd\u001b[2J\u0085\u202e.json";
  const text = `{"x\u202e\u009b":1,"description":"\u2066\u0080","status":"\u2028on"}`;
  for (const format of Object.keys(formats)) {
    const stdout = await check(format, text, name);
    assert.doesNotMatch(stdout, /[^\P{C}\n]|[\u2028\u2029]/u, format);
    if (format === "json") assert.equal(JSON.parse(stdout).files[0].file, name);
  }
});

test("text never begins a line with a command of GitHub, nor contains one of another service", async () => {
  for (const name of ["::error::x.json", "##[error]x.json", "##vso[task.complete].json"]) {
    const stdout = await check("text", INVALID, name);
    assert.doesNotMatch(stdout, /^\s*::|##\w*\[/m);
  }
});

test("JSON contains no command of a CI service, and the same values", async () => {
  const name = "##vso[task.complete result=Failed]";
  const text = JSON.stringify({ ...WEBHOOK, [name]: 1, "###[error]": 1, "::error::x": 1 });
  for (const format of ["json", "sarif"]) {
    assert.doesNotMatch(await check(format, text), /^\s*::|##\w*\[/m, format);
  }
  const [{ findings }] = JSON.parse(await check("json", text)).files;
  assert.deepEqual(
    findings.map(({ path }) => path[0]),
    [name, "###[error]", "::error::x"],
  );
});

test("a long line is cut around the place", async () => {
  const text = JSON.stringify({ description: "é".repeat(5000), ...WEBHOOK, status: "on" });
  const [, , source, underline] = (await check("text", text)).split("\n");
  assert.ok(source.length < 200);
  assert.match(source, /^ {2}1 \| ….*"status":"on".*$/);
  assert.equal(source.indexOf('"on"'), underline.indexOf("^"));
  assert.doesNotMatch(source, /\ufffd/);
});
