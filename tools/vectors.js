import { readdirSync, readFileSync } from "node:fs";

const FOLDER = new URL("../tests/vectors/", import.meta.url);

/** Every file of vectors (tests/vectors/README.md), with its name as `file`. */
export function readVectors() {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith(".json"))
    .map((name) => ({ file: name, ...JSON.parse(readFileSync(new URL(name, FOLDER), "utf8")) }));
}
