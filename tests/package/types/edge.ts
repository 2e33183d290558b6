// The types of the edge entry. Compiled, never run.

import { createGuard, type Decision, type GuardOptions } from "webhook-guard/edge";

const options: GuardOptions = { upstream: "http://192.168.1.90", mode: "report", passthrough: [] };
export const guard: (request: Request) => Promise<Response> = createGuard({
  ...options,
  onDecision: async ({ operation, verdict, codes }: Decision) => {
    console.log(operation === "passthrough", verdict === "failed", codes.includes("out_of_range"));
  },
});

// @ts-expect-error: a device is needed
createGuard({});
// @ts-expect-error: contract §8 has two modes
createGuard({ ...options, mode: "off" });
// @ts-expect-error: no such option
createGuard({ ...options, origins: [] });
