// Random bodies. The same seed gives the same ones.
//
// A body begins as a valid webhook, a list of `[name, source]` members with JSON source texts. Some are
// mutated, each is written in one of many styles, and some are damaged in the end.
//
// `hidden` lists the secrets and header values in it, of eight characters and more: no message may
// contain one (contract §2).

import { damageBytes, damageText } from "./damage.js";
import { Random } from "./random.js";
import { nest, quote, write } from "./text.js";
import { ASCII_HOSTS, url } from "./urls.js";
import { EXTRA_EVENT_TYPES, MALFORMING, MUTATIONS, repeat, set, webhook } from "./webhooks.js";

/** `count` bodies: `{ text }` or `{ bytes }`, with `hidden` and sometimes `extraEventTypes`. */
export function* bodies(seed, count) {
  const r = new Random(seed);
  for (let i = 0; i < count; i += 1) {
    yield body(r);
  }
}

function body(r) {
  const hidden = [];
  if (r.chance(0.03)) {
    return { text: r.pick(NOT_WEBHOOKS), hidden };
  }
  const members = webhook(r, hidden);
  const strokes = r.chance(0.35) ? 0 : r.pick([1, 1, 1, 2, 3, 5]);
  for (const mutate of r.times(strokes, () => (r.chance(0.04) ? repeat : r.pick(MUTATIONS)))) {
    mutate(r, members, hidden);
  }
  if (r.chance(0.04)) {
    r.pick(MALFORMING)(r, members);
  }
  const written = r.chance(0.1) ? damaged(r, members, hidden) : { text: write(r, members), hidden };
  return r.chance(0.2) ? { ...written, extraEventTypes: EXTRA_EVENT_TYPES } : written;
}

function damaged(r, members, hidden) {
  // Whether a damaged international host name is valid can depend on the version of Unicode.
  set(members, "url", quote(r, url(r, ASCII_HOSTS)));
  const text = write(r, members);
  return r.chance(0.4) ? { text: damageText(r, text), hidden } : damageBytes(r, text, hidden);
}

const NOT_WEBHOOKS = [
  ...["", " ", "\n\t", "null", "true", " false ", "0", "-0.5e+3", "5e999999999999", '""', '"{}"'],
  ...['"\\ud800"', "[]", "[{}]", '[{"url":"https://a.example"}]', "{}", " { } ", "{}{}", "{} {}"],
  ...["{},", "[1,]", "{]", "undefined", "NaN", "'{}'", "\ufeff{}", "\ufeff", "{}\ufeff"],
  ...["{}\u0000", "\u00a0{}", "{}//", "/**/{}", "\ud800", '{"__proto__":null}'],
  ...['{"a":1,"\\u0061":2}', "[".repeat(5000), '{"a":'.repeat(64), nest("[", 64), nest("[", 65)],
  ...[nest("[", 5000), nest('{"a":', 64), nest('{"a":', 65)],
];
