// Hono with its validator, over a schema of zod, as a proxy for a device.

import { sValidator } from "@hono/standard-validator";
import { Hono } from "hono";
import { proxy } from "hono/proxy";
import * as z from "zod";
import { schema } from "../schemas/zod.js";

const app = new Hono();

app.put("/api/v1/webhooks/:uid", sValidator("json", schema(z)), (c) =>
  proxy(`${c.env.UPSTREAM}${c.req.path}`, {
    method: "PUT",
    headers: { authorization: c.req.header("authorization"), "content-type": "application/json" },
    body: JSON.stringify(c.req.valid("json")),
  }),
);

export default app;
