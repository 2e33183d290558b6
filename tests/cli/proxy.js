// Starts `webhook-guard proxy`, and misbehaving clients.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { Agent, createServer, request } from "node:http";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { bin } from "./command.js";

/** The output of a stream, as it arrives. */
function collect(stream) {
  let text = "";
  stream.setEncoding("utf8").on("data", (chunk) => {
    text += chunk;
  });
  const ended = once(stream, "end");
  const until = async (isThere) => {
    while (!isThere()) {
      if (stream.readableEnded) throw new Error(`The output ended: ${text}`);
      await Promise.race([once(stream, "data"), ended]);
    }
    return text;
  };
  return {
    text: () => text,
    until: (pattern) => until(() => pattern.test(text)),
    lines: async (count) =>
      (await until(() => text.split("\n").length > count)).split("\n").slice(0, count),
  };
}

/** Starts a proxy; resolves to its `url`, `child`, `stdout`, `stderr`, `exit` and `stop()`. */
export async function startProxy(args, env = {}, [file, ...words] = [process.execPath, bin]) {
  const child = spawn(file, [...words, "proxy", ...args], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  // Its output has been read by then.
  const exit = once(child, "close").then(([status]) => status);
  const stdout = collect(child.stdout);
  const stderr = collect(child.stderr);
  const ended = exit.then(() => Promise.reject(new Error(stderr.text())));
  const started = await Promise.race([stderr.until(/ at http\S+\n/), ended]);
  const [, url] = / at (http\S+)\n/.exec(started);
  ended.catch(() => {});
  return {
    url,
    child,
    stdout,
    stderr,
    exit,
    async stop() {
      child.kill("SIGTERM");
      await exit;
    },
  };
}

/** Runs `use` with a proxy in front of a device; `start` is for startProxy. */
export async function withProxyBefore(upstream, args, use, ...start) {
  const proxy = await startProxy(["--upstream", upstream, "--port", "0", ...args], ...start);
  try {
    return await use(proxy);
  } finally {
    await proxy.stop();
  }
}

/** Repeats a check until it holds; of one that does not within half a minute, throws its error. */
export async function eventually(check) {
  const end = Date.now() + 30_000;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    await sleep(20);
  }
}

/** Starts a device that answers with `respond(response, request)`, which can be set; `url`, `stop()`. */
export async function startUpstream() {
  const server = createServer(async (request, response) => {
    const body = await request.toArray().catch(() => undefined);
    if (body) device.respond(response, request);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const device = {
    url: `http://127.0.0.1:${server.address().port}`,
    respond: (response) => response.end("{}"),
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
  return device;
}

/** Opens connections that begin to send a webhook and then stop. */
export async function abandon(url, count) {
  const { port } = new URL(url);
  const head = [
    "POST /api/v1/webhooks HTTP/1.1",
    "Host: a",
    "Content-Type: application/json",
    "Content-Length: 100",
  ].join("\r\n");
  const sockets = Array.from({ length: count }, () => connect(Number(port), "127.0.0.1"));
  for (const socket of sockets) {
    socket.on("error", () => {});
    socket.resume();
    socket.write(`${head}\r\n\r\n{"url":`);
  }
  await Promise.all(sockets.map((socket) => socket.connecting && once(socket, "connect")));
  return sockets;
}

const BODIES = ["{", '{"url":1}', '{"x":"'.padEnd(20_000, "x")];

/** Sends requests that the guard rejects, 20 at a time. */
export async function sendRejected(url, count) {
  const agent = new Agent({ keepAlive: true, maxSockets: 20 });
  const send = (number) =>
    new Promise((resolve, reject) => {
      const headers = { "content-type": number % 7 === 0 ? "text/plain" : "application/json" };
      const path = number % 11 === 0 ? "/nowhere" : "/api/v1/webhooks";
      const outgoing = request(url + path, { method: "POST", headers, agent }, (response) => {
        response.resume().on("end", () => resolve(response.statusCode));
      });
      outgoing.on("error", reject);
      outgoing.end(BODIES[number % BODIES.length]);
    });
  let next = 0;
  await Promise.all(
    Array.from({ length: 20 }, async () => {
      while (next < count) {
        next += 1;
        const status = await send(next);
        if (status < 400 || status >= 500) throw new Error(`The guard responded ${status}.`);
      }
    }),
  );
  agent.destroy();
}
