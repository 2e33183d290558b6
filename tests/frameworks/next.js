// The package in Next.js, in both runtimes and by both bundlers: the suite, and the recipes of
// docs/runtimes.md, whose form is used in Chromium.

import assert from "node:assert/strict";
import { after, before, describe } from "node:test";
import { ENGINES } from "../runtimes/browsers.js";
import { checkReceiver, checkSuite, checkVerdicts, SECRET, suite } from "./checks.js";
import {
  environment,
  folder,
  frameworkProject,
  program,
  recipe,
  run,
  withServer,
} from "./project.js";
import { row } from "./rows.js";

environment.WEBHOOK_SECRET = SECRET;

const next = program("next/dist/bin/next");

const FILES = {
  "next.config.mjs": `export default { turbopack: { root: ${JSON.stringify(folder)} } };`,
  "app/layout.jsx":
    'export default ({ children }) => <html lang="en"><body>{children}</body></html>;',
  "app/page.jsx": `import { Form } from "./form.jsx";
import { Interactive } from "./interactive.jsx";
export default () => <><Form /><Interactive /></>;`,
  // Before its effect runs, React does not handle events of the page.
  "app/interactive.jsx": `"use client";
import { useEffect, useState } from "react";
export function Interactive() {
  const [text, setText] = useState("");
  useEffect(() => setText("interactive"), []);
  return <i>{text}</i>;
}`,
};

const NODE_ROUTE = "app/suite/node/route.js";
const EDGE_ROUTE = "app/suite/edge/route.js";
const EDGE_API = "pages/api/suite.js";

const route = (path, option) =>
  `${suite(path)}${option}export const GET = async () => Response.json(await result());`;

function turbopackFiles() {
  return {
    ...recipe("Next.js"),
    [EDGE_ROUTE]: route(EDGE_ROUTE, 'export const runtime = "edge";\n'),
  };
}

// By webpack, Next.js 16.4 builds no route handler for its Edge runtime, whatever it imports.
function webpackFiles() {
  const files = recipe("Next.js");
  const handler = "app/api/webhooks/route.js";
  assert.match(files[handler], /runtime = "edge"/);
  return {
    ...files,
    [handler]: files[handler].replace('runtime = "edge"', 'runtime = "nodejs"'),
    [EDGE_API]: `${suite(EDGE_API)}export const config = { runtime: "edge" };
export default async () => Response.json(await result());`,
  };
}

const BUNDLERS = {
  Turbopack: { flag: "--turbopack", files: turbopackFiles, edge: "/suite/edge" },
  webpack: { flag: "--webpack", files: webpackFiles, edge: "/api/suite" },
};

/** The client component advises, and the server action responds. */
async function checkForm(browser, origin) {
  const page = await browser.visit(origin);
  try {
    await page.find("//i[.='interactive']");
    await page.type("//input[@name='url']", "ftp://example.com");
    await page.find("//p[contains(., 'http:// or https://')]");
    await page.click("//button");
    await page.find("//output[contains(., 'Wrong JSON body')]");
  } finally {
    await page.leave();
  }
}

describe("Next.js", () => {
  let browser;
  before(async () => {
    browser = await ENGINES.Chromium();
  });
  after(() => browser?.close());

  for (const [bundler, { flag, files, edge }] of Object.entries(BUNDLERS)) {
    const project = (name) =>
      frameworkProject(`next-${name}-${bundler}`, {
        ...FILES,
        [NODE_ROUTE]: route(NODE_ROUTE, "export const dynamic = 'force-dynamic';\n"),
        ...files(),
      });

    async function check(origin) {
      await checkSuite(`${origin}/suite/node`);
      await checkSuite(origin + edge);
      await checkVerdicts(`${origin}/api/webhooks`);
      await checkReceiver(`${origin}/hook`);
      await checkForm(browser, origin);
    }

    row(`Next.js, ${bundler}`, "build and start", async () => {
      const cwd = await project("build");
      await run(next, ["build", flag], cwd);
      await withServer(next, ["start", "-p", "PORT"], cwd, check);
    });

    row(`Next.js, ${bundler}`, "dev", async () => {
      const cwd = await project("dev");
      await withServer(next, ["dev", flag, "-p", "PORT"], cwd, check);
    });
  }
});
