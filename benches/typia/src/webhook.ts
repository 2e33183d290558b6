// The rules as types. typia writes the code of `validate`; what a type cannot express is one of the functions
// of rules.js, called by a tag; write.js adds their import.

import typia, { type tags } from "typia";
import type { EventType } from "webhook-guard";

type Length<Min extends number, Max extends number> = tags.TagBase<{
  target: "string";
  kind: "length";
  value: undefined;
  validate: `atLeast($input, ${Min}) && atMost($input, ${Max})`;
}>;
type HttpUrl = tags.TagBase<{
  target: "string";
  kind: "url";
  value: undefined;
  validate: "isHttpUrl($input)";
}>;

interface Webhook {
  url: string & Length<4, 2000> & HttpUrl;
  secret?: string & Length<16, 128>;
  status: "active" | "disabled";
  timeout?: number & tags.Type<"int32"> & tags.Minimum<1000> & tags.Maximum<30000>;
  headers?: string;
  description?: string & Length<0, 1000>;
  event_types: EventType[] & tags.MinItems<1>;
  max_retries: number & tags.Type<"int32"> & tags.Minimum<1> & tags.Maximum<5>;
}

export const validate = typia.createValidate<Webhook>();
