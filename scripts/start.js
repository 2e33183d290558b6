// `npm start`: makes the clone ready, builds the package and serves the admin page.

import { build } from "./build.js";
import { main } from "./run.js";
import { serve } from "./serve.js";
import { setup } from "./setup.js";

main(async () => {
  setup();
  build();
  const server = await serve({ port: Number(process.env.PORT ?? 8787) });
  console.log(`Serving the admin page: http://localhost:${server.address().port}`);
});
