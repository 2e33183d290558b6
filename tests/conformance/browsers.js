// The three browser engines, each driven by what its maker or its system offers.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { chromium } from "playwright-core";
import { findFirefox, findMiniBrowser } from "../../scripts/browsers.js";
import { findChromium } from "../../scripts/chromium.js";
import { importTool } from "./project.js";

const root = process.getuid?.() === 0;

async function openChromium() {
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: [
      ...(root ? ["--no-sandbox"] : []),
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
    ],
  });
  return {
    version: browser.version().split(".")[0],
    async visit(url) {
      const page = await browser.newPage();
      await page.goto(url);
      return () => page.close();
    },
    close: () => browser.close(),
  };
}

async function openFirefox() {
  const { default: puppeteer } = await importTool("puppeteer-core");
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: findFirefox(),
    headless: true,
  });
  return {
    version: (await browser.version()).match(/\d+/)[0],
    async visit(url) {
      const page = await browser.newPage();
      await page.goto(url);
      return () => page.close();
    },
    close: () => browser.close(),
  };
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

async function openWebKit() {
  const port = await freePort();
  const driver = spawn("xvfb-run", ["-a", "WebKitWebDriver", `--port=${port}`], {
    env: { ...process.env, ...(root ? { WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1" } : {}) },
    stdio: "ignore",
    detached: true,
  });
  driver.unref();
  // The display and the browser go with the driver's group, also where a session never began.
  process.once("exit", () => process.kill(-driver.pid));
  const ask = async (method, path, body) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      body: body && JSON.stringify(body),
    });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`WebKitWebDriver: ${value.message}`);
    return value;
  };
  for (let tries = 0; ; tries += 1) {
    try {
      await ask("GET", "/status");
      break;
    } catch (error) {
      if (tries === 100) throw error;
      await sleep(100);
    }
  }
  const options = { binary: findMiniBrowser(), args: ["--automation"] };
  const session = await ask("POST", "/session", {
    capabilities: { alwaysMatch: { "webkitgtk:browserOptions": options } },
  });
  const base = `/session/${session.sessionId}`;
  return {
    version: session.capabilities.browserVersion,
    async visit(url) {
      await ask("POST", `${base}/url`, { url });
      return () => ask("POST", `${base}/url`, { url: "about:blank" });
    },
    close: () => ask("DELETE", base),
  };
}

export const ENGINES = {
  Chromium: openChromium,
  Firefox: openFirefox,
  WebKit: openWebKit,
};

/** Opens a page and gives what it reports. */
export async function visit(browser, url, collector) {
  const { address, report } = collector.next();
  const leave = await browser.visit(`${url}?report=${encodeURIComponent(address)}`);
  const late = new AbortController();
  try {
    return await Promise.race([
      report,
      sleep(90_000, undefined, { signal: late.signal, ref: false }).then(() => {
        throw new Error(`${url} reports nothing`);
      }),
    ]);
  } finally {
    late.abort();
    await leave();
  }
}
