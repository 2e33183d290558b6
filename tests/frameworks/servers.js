// The package in frameworks that serve: the suite in their runtimes, and the recipes of
// docs/runtimes.md as they are printed there.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { tool } from "../runtimes/project.js";
import { checkReceiver, checkSchema, checkSuite, checkVerdicts, SECRET, suite } from "./checks.js";
import { environment, frameworkProject, program, recipe, run, withServer } from "./project.js";
import { row } from "./rows.js";

environment.WEBHOOK_SECRET = SECRET;

const workers = "Cloudflare Workers";
const workerFiles = () => ({
  ...recipe("Cloudflare Workers"),
  "src/suite.js": `${suite("src/suite.js")}import worker from "./index.js";
export default {
  fetch: async (request, ...rest) =>
    new URL(request.url).pathname === "/suite" ? Response.json(await result()) : worker.fetch(request, ...rest),
};`,
  "wrangler.json": JSON.stringify({
    name: "receiver",
    main: "src/suite.js",
    compatibility_date: "2026-04-01",
    vars: { WEBHOOK_SECRET: SECRET },
  }),
});

async function checkWorker(origin) {
  await checkSuite(`${origin}/suite`);
  await checkVerdicts(origin);
  await checkReceiver(`${origin}/hook`);
}

row(workers, "wrangler dev", async () => {
  const cwd = await frameworkProject("wrangler", workerFiles());
  await withServer(
    program("wrangler/bin/wrangler.js"),
    ["dev", "--port", "PORT"],
    cwd,
    checkWorker,
  );
});

row(workers, "Vite plugin", async () => {
  const cwd = await frameworkProject("cloudflare-vite", {
    ...workerFiles(),
    "vite.config.js": `import { cloudflare } from "@cloudflare/vite-plugin";
export default { plugins: [cloudflare()] };`,
  });
  const vite = program("vite/bin/vite.js");
  await withServer(vite, ["dev", "--port", "PORT"], cwd, checkWorker);
  await run(vite, ["build"], cwd);
  await withServer(vite, ["preview", "--port", "PORT"], cwd, checkWorker);
});

row(workers, "Vitest pool", async () => {
  const cwd = await frameworkProject("cloudflare-vitest", {
    ...workerFiles(),
    "vitest.config.js": `import { cloudflareTest } from "@cloudflare/vitest-pool-workers";
import { defineConfig } from "vitest/config";
export default defineConfig({
  plugins: [cloudflareTest({ wrangler: { configPath: "./wrangler.json" } })],
});`,
    "suite.test.js": `${suite("suite.test.js")}import { expect, test } from "vitest";
test("the suite", async () => {
  const { cases, failures } = await result();
  expect(failures).toEqual([]);
  expect(cases).toBeGreaterThan(3000);
}, 60_000);`,
  });
  await run(program("vitest/vitest.mjs"), ["run"], cwd);
});

const nuxt = program("nuxt/bin/nuxt.mjs");
const nuxtProject = (preset) =>
  frameworkProject(`nuxt-${preset}`, {
    ...recipe("Nuxt"),
    "vercel.mjs": `import handler from "./.vercel/output/functions/__fallback.func/index.mjs";
export default { fetch: (request) => handler(request, {}) };`,
    "app.vue": "<template><p>Nuxt</p></template>",
    "server/api/suite.get.js": `${suite("server/api/suite.get.js")}export default defineEventHandler(result);`,
  });

for (const preset of ["node-server", "cloudflare_module", "vercel_edge"]) {
  row("Nuxt", preset, async () => {
    const cwd = await nuxtProject(preset);
    await run(nuxt, ["build", "--preset", preset], cwd);
    const check = async (origin) => {
      await checkSuite(`${origin}/api/suite`);
      await checkVerdicts(`${origin}/api/webhooks`);
    };
    await RUN[preset](cwd, check);
  });
}

const inWorkerd = (entry) => (cwd, check) => {
  const flags = ["--compatibility-date=2026-04-01", "--compatibility-flag=nodejs_compat"];
  const args = ["dev", entry, ...flags, "--port", "PORT"];
  return withServer(program("wrangler/bin/wrangler.js"), args, cwd, check);
};
const RUN = {
  "node-server": (cwd, check) =>
    withServer([program("")[0]], [".output/server/index.mjs"], cwd, check),
  cloudflare_module: inWorkerd(".output/server/index.mjs"),
  // What Vercel would deploy, a function for each request, with the same static imports.
  vercel_edge: inWorkerd("vercel.mjs"),
};

row("SvelteKit", "build", async () => {
  const cwd = await frameworkProject("sveltekit", {
    ...recipe("SvelteKit"),
    "src/app.html": "<!doctype html>%sveltekit.head%<body>%sveltekit.body%</body>",
    "src/routes/suite/+server.js": `import { json } from "@sveltejs/kit";
${suite("src/routes/suite/+server.js")}export const GET = async () => json(await result());`,
    "vite.config.js": `import { sveltekit } from "@sveltejs/kit/vite";
import adapter from "@sveltejs/adapter-node";
export default { plugins: [sveltekit({ adapter: adapter() })] };`,
  });
  await run(program("vite/bin/vite.js"), ["build"], cwd);
  await withServer([program("")[0]], ["build/index.js"], cwd, async (origin) => {
    await checkSuite(`${origin}/suite`);
    await checkVerdicts(`${origin}/api/webhooks`);
  });
});

row("Astro", "dev", async () => {
  const path = "src/pages/suite.js";
  const cwd = await frameworkProject("astro", {
    ...recipe("Astro"),
    [path]: `${suite(path)}export const prerender = false;
export const GET = async () => Response.json(await result());`,
    "src/pages/index.astro": "<p>Astro</p>",
  });
  await withServer(
    program("astro/bin/astro.mjs"),
    ["dev", "--port", "PORT"],
    cwd,
    async (origin) => {
      await checkSuite(`${origin}/suite`);
      await checkVerdicts(`${origin}/api/webhooks`);
    },
  );
});

row("h3", "Node", async () => {
  const cwd = await frameworkProject("h3", recipe("h3"));
  await withServer([program("")[0]], ["server.mjs"], cwd, (origin) =>
    checkSchema(`${origin}/api/webhooks`),
  );
});

row("Elysia", "Bun", async () => {
  const cwd = await frameworkProject("elysia", recipe("Elysia"));
  await withServer([tool("bun")], ["server.js"], cwd, (origin) =>
    checkSchema(`${origin}/api/webhooks`),
  );
});

row("Express", "Node, with a delivery by curl and OpenSSL", async () => {
  const cwd = await frameworkProject("express", {
    ...recipe("Express"),
    ...recipe("curl and OpenSSL"),
  });
  await withServer([program("")[0]], ["server.mjs"], cwd, async (origin) => {
    await checkReceiver(`${origin}/hook`);
    const sent = execFileSync("sh", [join(cwd, "deliver.sh"), `${origin}/hook`], {
      encoding: "utf8",
      env: environment,
    });
    assert.equal(sent, "204");
  });
});

row("Hono", "Bun", async () => {
  const cwd = await frameworkProject("hono", {
    ...recipe("Hono"),
    "serve.js": `import { app } from "./server.mjs";
export default { fetch: app.fetch, port: process.env.PORT };`,
  });
  await withServer([tool("bun")], ["serve.js"], cwd, (origin) => checkReceiver(`${origin}/hook`));
});

row("oRPC", "Node", async () => {
  const cwd = await frameworkProject("orpc", {
    ...recipe("oRPC"),
    "call.js": `import { call } from "@orpc/server";
import { router } from "./router.js";
const webhook = ${JSON.stringify({ url: "https://example.com/hook", status: "active", event_types: ["log.device_booted"], max_retries: 3, note: "" })};
const rejected = await call(router.create, {}).catch((error) => error);
console.log(JSON.stringify([await call(router.create, webhook), rejected.code]));`,
  });
  const printed = await run([program("")[0]], ["call.js"], cwd);
  assert.deepEqual(JSON.parse(printed), [{ url: "https://example.com/hook" }, "BAD_REQUEST"]);
});
