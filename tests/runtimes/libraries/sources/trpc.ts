// A tRPC procedure with the webhook as its input, called over HTTP.

import { initTRPC } from "@trpc/server";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { type Webhook, webhookSchema } from "webhook-guard";

const { procedure, router } = initTRPC.create();

export const appRouter = router({
  create: procedure.input(webhookSchema).mutation(({ input }): Webhook => input),
});

export default async function use(webhook: unknown) {
  const answer = await fetchRequestHandler({
    endpoint: "/trpc",
    req: new Request("http://localhost/trpc/create", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(webhook),
    }),
    router: appRouter,
    createContext: () => ({}),
  });
  const { result, error } = (await answer.json()) as {
    result?: { data: unknown };
    error?: { message: string };
  };
  return { status: answer.status, data: result?.data, error: error?.message };
}
