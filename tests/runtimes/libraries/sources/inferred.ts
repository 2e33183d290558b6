// The inferred types of the schema: by the standard's own package, and by libraries that infer them.

import { standardSchemaResolver } from "@hookform/resolvers/standard-schema";
import type { StandardJSONSchemaV1, StandardSchemaV1 } from "@standard-schema/spec";
import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import type { Resolver } from "react-hook-form";
import { type Webhook, webhookSchema } from "webhook-guard";
import type { appRouter } from "./trpc.ts";

/** Compiles where the two types are the same. */
function same<A, B>(_: [A] extends [B] ? ([B] extends [A] ? true : false) : false): void {}

export const schema: StandardSchemaV1<Webhook, Webhook> = webhookSchema;
export const json: StandardJSONSchemaV1<Webhook, Webhook> = webhookSchema;
same<StandardSchemaV1.InferOutput<typeof webhookSchema>, Webhook>(true);
same<inferRouterInputs<typeof appRouter>["create"], Webhook>(true);
same<inferRouterOutputs<typeof appRouter>["create"], Webhook>(true);
export const resolver: Resolver<Webhook, unknown, Webhook> = standardSchemaResolver(webhookSchema);
// @ts-expect-error: a webhook has no such member
export const wrong: Resolver<{ name: string }> = standardSchemaResolver(webhookSchema);
