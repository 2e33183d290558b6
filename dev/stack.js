// The local stack on one origin, in workerd: the admin page, and the device's API behind the edge guard.

import { readFileSync } from "node:fs";
import { startDevice } from "./device/device.js";
import { serve } from "./serve.js";
import { bundleWorker, startWorkerd } from "./workerd.js";

const router = {
  type: "ESModule",
  path: "router.js",
  contents: readFileSync(new URL("router.js", import.meta.url)),
};

/** The origin that a device's URL is. */
function originOf(deviceUrl) {
  const url = URL.canParse(deviceUrl) ? new URL(deviceUrl) : undefined;
  if (!["http:", "https:"].includes(url?.protocol) || url.href !== `${url.origin}/`) {
    throw new Error("DEVICE_URL must be an http or https origin, such as http://192.168.1.90.");
  }
  return url.origin;
}

/**
 * Starts the stack on localhost, with a device simulator unless the URL of a device is given.
 *
 * @param {object} options
 * @param {number} options.port 0 is any free one.
 * @param {string} [options.deviceUrl] an http or https origin.
 * @param {import("./device/settings.js").DeviceSettings} [options.device] of the simulator.
 * @param {(line: string) => void} [options.onLine] gets each line that the workers log.
 * @returns its `url`, the simulator as `device`, and `stop()`.
 */
export async function startStack({ port, deviceUrl, device: settings, onLine }) {
  const origin = deviceUrl === undefined ? undefined : originOf(deviceUrl);
  // Reports a port in use clearly, which workerd does not.
  const probe = await serve({ port });
  await new Promise((resolve) => probe.close(resolve));

  const page = await serve({ port: 0 });
  const device = origin === undefined ? await startDevice(settings) : undefined;
  const stopOthers = () => {
    page.close();
    page.closeAllConnections();
    device?.stop();
  };
  const workers = [
    {
      name: "router",
      port,
      modules: [router],
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
    return { url: await url("router"), device, stop: () => stop().finally(stopOthers) };
  } catch (error) {
    stopOthers();
    throw error;
  }
}
