// `npm start`: makes the clone ready, builds the package and serves the whole: the admin page, and
// the API through the guard in workerd to a device. DEVICE_URL names a real one.

import { build } from "./build.js";
import { main } from "./run.js";
import { setup } from "./setup.js";

const howToLogIn = (url, path) => `
The device is a small one of the tests. Log in as its administrator, and use the token:

  curl '${url}${path}'
  curl -H 'Authorization: Bearer <token>' ${url}/api/v1/webhooks
`;

main(async () => {
  setup();
  build();
  // These need what setup has installed.
  const [{ startWhole }, { loginPath }] = await Promise.all([
    import("./whole.js"),
    import("../tests/device/device.js"),
  ]);
  const { url, device } = await startWhole({
    port: Number(process.env.PORT ?? 8787),
    deviceUrl: process.env.DEVICE_URL,
    onLine: console.log,
  });
  console.log(`The admin page: ${url}\nThe API, through the guard: ${url}/api/v1/webhooks`);
  console.log(
    device ? howToLogIn(url, loginPath("admin")) : `The device: ${process.env.DEVICE_URL}`,
  );
  console.log("What the guard decides:");
});
