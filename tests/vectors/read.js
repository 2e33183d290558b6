import { readdirSync, readFileSync } from "node:fs";

/** Every vector file, with its name. */
export function readVectors() {
  return readdirSync(new URL(".", import.meta.url))
    .filter((name) => name.endsWith(".json"))
    .map((name) => {
      const text = readFileSync(new URL(name, import.meta.url), "utf8");
      return { file: name, ...JSON.parse(text) };
    });
}
