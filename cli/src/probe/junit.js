// The result of a run as JUnit XML, which CI services read: a suite per rule, a test per case.

import { DIFFERENCES } from "./outcomes.js";

export function toJunit({ outcomes, differences, rules, cases }) {
  const differing = new Map(differences.map((each) => [each.name, each]));
  const suites = rules.map(({ rule }) => {
    const own = outcomes.filter((outcome) => outcome.rule === rule);
    const failures = own.filter(({ name }) => differing.has(name)).length;
    const skipped = own.filter(({ kind }) => kind === "open").length;
    return [
      `  <testsuite name="${xml(rule)}" tests="${own.length}" failures="${failures}" skipped="${skipped}">`,
      ...own.map((outcome) => testCase(outcome, differing.get(outcome.name))),
      "  </testsuite>",
    ].join("\n");
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="webhook-guard probe" tests="${cases.done}" failures="${cases.differ}">`,
    ...suites,
    "</testsuites>",
  ].join("\n");
}

function testCase({ name, rule, kind }, difference) {
  const start = `    <testcase name="${xml(name)}" classname="${xml(rule)}"`;
  if (kind === "open") return `${start}><skipped/></testcase>`;
  if (!difference) return `${start}/>`;
  const { contract, device, curl = "" } = difference;
  const message = xml(`The device ${DIFFERENCES[kind]}.`);
  const details = xml(`contract: ${contract}\ndevice: ${device}\n${curl}`);
  return `${start}><failure type="${kind}" message="${message}">${details}</failure></testcase>`;
}

// XML 1.0 has no place for most control characters, not even as references.
const xml = (text) =>
  text
    .replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd")
    .replace(/[<>&"]/g, (char) => `&#${char.charCodeAt(0)};`);
