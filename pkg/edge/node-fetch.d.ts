import type { GuardOptions } from "./index.js";

/**
 * A `fetch` for the guard's option of that name, over `node:http`, for Node and Deno: it sends nothing
 * twice, and reports each response that ends early (contract §8, G7 and G13).
 *
 * @example
 * createGuard({ upstream: "http://192.168.1.90", fetch: nodeFetch });
 */
export const nodeFetch: NonNullable<GuardOptions["fetch"]>;
