// `npm start`: makes the clone ready, builds the package and serves the whole: the admin page, and
// the API through the guard in workerd to a device. DEVICE_URL names a real one.

import { build } from "../tools/build.js";
import { main } from "../tools/run.js";
import { setup } from "../tools/setup.js";
import { chosenPort } from "./serve.js";

const howToLogIn = (url, path, { password }) => `
The device is a small one of the tests. On the page log in as admin with the password ${password}.
Elsewhere log in as its API wants it, and use the token:

  curl '${url}${path}'
  curl -H 'Authorization: Bearer <token>' ${url}/api/v1/webhooks
`;

main(async () => {
  setup();
  build();
  // These need what setup has installed.
  const [{ startWhole }, { loginPath, USERS }] = await Promise.all([
    import("./whole.js"),
    import("./device/device.js"),
  ]);
  const { url, device } = await startWhole({
    port: chosenPort(),
    deviceUrl: process.env.DEVICE_URL,
    onLine: console.log,
  });
  console.log(`The admin page: ${url}\nThe API, through the guard: ${url}/api/v1/webhooks`);
  console.log(
    device
      ? howToLogIn(url, loginPath("admin"), USERS.admin)
      : `The device: ${process.env.DEVICE_URL}`,
  );
  console.log("What the guard decides:");
});
