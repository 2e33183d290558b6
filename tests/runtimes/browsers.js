// The three browser engines, each driven by what its maker or its system offers. A visited page is
// { find, click, type, leave }: elements are named by an XPath, and waited for.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { findFirefox, findMiniBrowser } from "../../tools/browsers.js";
import { launchChromium } from "../../tools/page-browser.js";
import { importTool } from "./project.js";

const root = process.getuid?.() === 0;

// For what hangs; on a slow machine a page takes tens of seconds.
const LIMIT_MS = 120_000;

async function openChromium() {
  const browser = await launchChromium();
  return {
    version: browser.version().split(".")[0],
    async visit(url) {
      const page = await browser.newPage();
      page.setDefaultTimeout(LIMIT_MS);
      await page.goto(url);
      const at = (xpath) => page.locator(`xpath=${xpath}`).first();
      return {
        find: (xpath) => at(xpath).waitFor(),
        click: (xpath) => at(xpath).click(),
        type: (xpath, text) => at(xpath).fill(text),
        leave: () => page.close(),
      };
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
    extraPrefsFirefox: { "intl.accept_languages": "en" },
  });
  return {
    version: (await browser.version()).match(/\d+/)[0],
    async visit(url) {
      const page = await browser.newPage();
      page.setDefaultTimeout(LIMIT_MS);
      await page.goto(url);
      const at = (xpath) => page.locator(`::-p-xpath(${xpath})`);
      return {
        find: (xpath) => at(xpath).setVisibility("visible").wait(),
        click: (xpath) => at(xpath).click(),
        type: (xpath, text) => at(xpath).fill(text),
        leave: () => page.close(),
      };
    },
    close: () => browser.close(),
  };
}

/** A port that is free now. */
export async function freePort() {
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
    env: {
      ...process.env,
      LANGUAGE: "en",
      ...(root ? { WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1" } : {}),
    },
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
    if (!answer.ok) throw new Error(`WebKitWebDriver: ${value.error} ${value.message}`);
    return value;
  };
  for (let tries = 0; ; tries += 1) {
    try {
      await ask("GET", "/status");
      break;
    } catch (error) {
      if (tries === LIMIT_MS / 100) throw error;
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
      const path = (element) => `${base}/element/${Object.values(element)[0]}`;
      async function shown(xpath) {
        for (const element of await ask("POST", `${base}/elements`, {
          using: "xpath",
          value: xpath,
        })) {
          if (await ask("GET", `${path(element)}/displayed`)) return element;
        }
        return undefined;
      }
      async function find(xpath) {
        for (let tries = 0; tries < LIMIT_MS / 100; tries += 1) {
          // An element may be removed before its state is read.
          const element = await shown(xpath).catch(() => undefined);
          if (element) return element;
          await sleep(100);
        }
        throw new Error(`${xpath} is waited for in vain`);
      }
      /** Acts on an element; the page may replace it, or still be moving it, for a moment. */
      async function whenReady(xpath, act) {
        for (let tries = 0; ; tries += 1) {
          try {
            return await act(await find(xpath));
          } catch (error) {
            if (tries === 100 || !/not interactable|stale element/.test(error.message)) throw error;
            await sleep(100);
          }
        }
      }
      return {
        find,
        click: (xpath) =>
          whenReady(xpath, async (element) => {
            // The driver scrolls an element to the very edge, where its click can miss it.
            const script = 'arguments[0].scrollIntoView({ block: "center" })';
            await ask("POST", `${base}/execute/sync`, { script, args: [element] });
            await ask("POST", `${path(element)}/click`, {});
          }),
        type: (xpath, text) =>
          whenReady(xpath, async (element) => {
            await ask("POST", `${path(element)}/clear`, {});
            await ask("POST", `${path(element)}/value`, { text });
          }),
        leave: () => ask("POST", `${base}/url`, { url: "about:blank" }),
      };
    },
    close: () => ask("DELETE", base),
  };
}

export const ENGINES = {
  Chromium: openChromium,
  Firefox: openFirefox,
  WebKit: openWebKit,
};

/** Opens a page and returns what it reports. */
export async function visit(browser, url, collector) {
  const { address, report } = collector.next();
  const page = await browser.visit(`${url}?report=${encodeURIComponent(address)}`);
  const late = new AbortController();
  try {
    return await Promise.race([
      report,
      // WebKit takes most of a minute for the suite on a fast machine.
      sleep(5 * LIMIT_MS, undefined, { signal: late.signal, ref: false }).then(() => {
        throw new Error(`${url} reports nothing`);
      }),
    ]);
  } finally {
    late.abort();
    await page.leave();
  }
}
