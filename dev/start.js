// `npm start`: prepares the clone, builds the package and starts the local stack: the admin page, and the
// device's API behind the edge guard in workerd. The device is a simulator unless DEVICE_URL names one.

import { build } from "../tools/build.js";
import { main } from "../tools/run.js";
import { setup } from "../tools/setup.js";
import { chosenPort } from "./serve.js";

const howToLogIn = (url, path, { password }) => `
The device is a simulator. On the page, log in as admin with the password ${password}.
Elsewhere, log in through the API and use the token:

  curl '${url}${path}'
  curl -H 'Authorization: Bearer <token>' ${url}/api/v1/webhooks
`;

main(async () => {
  setup();
  build();
  // These import dependencies that setup installs.
  const [{ startStack }, { loginPath, USERS }] = await Promise.all([
    import("./stack.js"),
    import("./device/device.js"),
  ]);
  const { url, device } = await startStack({
    port: chosenPort(),
    deviceUrl: process.env.DEVICE_URL,
    onLine: console.log,
  });
  console.log(`Admin page: ${url}\nAPI behind the guard: ${url}/api/v1/webhooks`);
  console.log(
    device ? howToLogIn(url, loginPath("admin"), USERS.admin) : `Device: ${process.env.DEVICE_URL}`,
  );
  console.log("Decisions of the guard:");
});
