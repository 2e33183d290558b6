// A server with Hono, whose validator accepts a Standard Schema.

import { sValidator } from "@hono/standard-validator";
import { Hono } from "hono";
import { type Webhook, webhookSchema } from "webhook-guard";

const app = new Hono().post("/webhooks", sValidator("json", webhookSchema), (context) => {
  const webhook: Webhook = context.req.valid("json");
  return context.json(webhook);
});

export default async function use(body: unknown) {
  const answer = await app.request("/webhooks", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  return { status: answer.status, answer: await answer.json() };
}
