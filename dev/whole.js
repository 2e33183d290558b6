// The whole on one origin, in workerd: the admin page, and the API through the guard to a device.

import { readFileSync } from "node:fs";
import { startDevice } from "./device/device.js";
import { serve } from "./serve.js";
import { bundleWorker, startWorkerd } from "./workerd.js";

const front = {
  type: "ESModule",
  path: "front.js",
  contents: readFileSync(new URL("front.js", import.meta.url)),
};

/** The origin of a device's URL, where that says no more. */
function originOf(deviceUrl) {
  const url = URL.canParse(deviceUrl) ? new URL(deviceUrl) : undefined;
  if (!["http:", "https:"].includes(url?.protocol) || url.href !== `${url.origin}/`) {
    throw new Error("DEVICE_URL must be an http or https origin, such as http://192.168.1.90.");
  }
  return url.origin;
}

/** Starts it on localhost, before the device of the tests where no other is given. */
export async function startWhole({ port, deviceUrl, onLine }) {
  const origin = deviceUrl === undefined ? undefined : originOf(deviceUrl);
  // Says in plain words where the port is taken.
  const probe = await serve({ port });
  await new Promise((closed) => probe.close(closed));

  const page = await serve({ port: 0 });
  const device = origin === undefined ? await startDevice() : undefined;
  const stopOthers = () => {
    page.close();
    page.closeAllConnections();
    device?.stop();
  };
  const workers = [
    {
      name: "front",
      port,
      modules: [front],
      serviceBindings: {
        GUARD: "guard",
        PAGE: { external: { address: `localhost:${page.address().port}`, http: {} } },
      },
    },
    {
      name: "guard",
      modules: bundleWorker(),
      bindings: {
        UPSTREAM: origin ?? device.url,
        PASSTHROUGH: "/api/v1/login /api/info",
      },
    },
  ];
  try {
    const { url, stop } = await startWorkerd(workers, onLine);
    return { url: await url("front"), device, stop: () => stop().finally(stopOthers) };
  } catch (error) {
    stopOthers();
    throw error;
  }
}
