// Random values as hostile code may build them: getters, traps and toJSON that keep a log, call the
// package again, overflow the stack or throw. The same seed makes the same value again.

/** Mulberry32. */
export function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const TEXTS = [
  "https://example.com/a",
  "https://m\u00fcnchen.example",
  "active",
  "log.device_booted",
  "log.incoming_call",
  "дверь",
  "\ud800",
  "https://example.com/\ud83d",
  "\ude00log.tamper_event",
  "a\0b",
  "",
  '{"X-A":"b"}',
  "0123456789abcdef",
  "😀".repeat(40),
];
/** Too long to cross among members. */
const LONG = "x".repeat(20_000);
const SCALARS = [0, -0, 5000, 3, 1e21, 0.5, Number.NaN, Infinity, true, false, null];
const KEYS = ["url", "status", "event_types", "max_retries", "headers", "timeout", "description"];
const OTHER_KEYS = ["secret", "note", "__proto__", "toJSON", "rawJSON", "0", "дверь", "\udc00"];
const VALID = {
  url: "https://example.com/a",
  secret: "0123456789abcdef",
  status: "active",
  event_types: ["log.incoming_call"],
  max_retries: 3,
};

const BOXED = ["text", "", 5, 0, Number.NaN, true, false, Symbol("s")];
try {
  JSON.stringify(Object.setPrototypeOf(Object(5n), Object.prototype));
} catch {
  // JavaScriptCore writes this one as an object, and rejects it where there is a replacer or a toJSON.
  BOXED.push(5n);
}

/**
 * Recurses to the end of the stack, calls once from there, and swallows what either throws. It tries
 * at every so many frames, since a call that fails takes long.
 */
function overflow(call, frames) {
  let called = false;
  let frame = 0;
  const descend = () => {
    try {
      descend();
    } catch {
      // From here up each frame has a little more of the stack.
    }
    frame += 1;
    if (called || frame % frames > 0) return;
    try {
      call();
      called = true;
    } catch {
      // Too little is left.
    }
  };
  descend();
}

/** Makes a value. `log` receives a line for each piece of its code that runs. */
export function makeValue(random, log, guard) {
  const pick = (list) => list[Math.floor(random() * list.length)];
  const chance = (probability) => random() < probability;
  let root;

  /** Acts only in two calls, the first of many or later ones: a list may have hundreds of traps. */
  function twice(act) {
    let before = chance(0.5) ? 0 : Math.floor(random() * 12);
    return () => {
      before -= 1;
      if (before === -1 || before === -2) act();
    };
  }

  /** What a piece of the value's code does besides: mostly nothing. */
  function misbehaviour() {
    const kind = random();
    if (kind < 0.9) return () => {};
    const inner = pick([VALID, "{}", "{", { url: 5 }, new Uint8Array([0x7b, 0x7d]), 5n]);
    if (kind < 0.93) return twice(() => guard.validateWebhook(inner));
    if (kind < 0.95) {
      return twice(() => {
        try {
          guard.buildRequest({ operation: "create", webhook: inner });
        } catch {
          // The inner webhook is invalid.
        }
      });
    }
    if (kind < 0.96) {
      return twice(() => {
        const body = {
          toJSON() {
            throw new Error("of an inner value");
          },
        };
        guard.parseResponse({ operation: "get", status: 200, body });
        guard.validateWebhook(body);
      });
    }
    if (kind < 0.9605) return twice(() => guard.validateWebhook("x".repeat(1 << 18)));
    if (kind < 0.961) {
      const frames = 1 + Math.floor(random() * 8);
      return twice(() => overflow(() => guard.validateWebhook(inner), frames));
    }
    if (kind < 0.9612) {
      const recurse = () => recurse() + 1;
      return recurse;
    }
    if (kind < 0.98) {
      return () => {
        throw new Error("of the value");
      };
    }
    return () => {};
  }

  function logged(value) {
    if (chance(0.8)) return value;
    const misbehave = misbehaviour();
    const handler = {};
    for (const trap of ["ownKeys", "getOwnPropertyDescriptor", "get", "has", "getPrototypeOf"]) {
      handler[trap] = (...given) => {
        log.push(`${trap} ${String(given[1])}`);
        misbehave();
        return Reflect[trap](...given);
      };
    }
    return new Proxy(value, handler);
  }

  function withToJSON(value) {
    if (chance(0.9)) return value;
    const misbehave = misbehaviour();
    const answer = pick([value, 5, "text", undefined, null, ["log.incoming_call"], { a: 1 }, 5n]);
    const toJSON = (key) => {
      log.push(`toJSON ${key}`);
      misbehave();
      return chance(0.1) ? root : answer;
    };
    const enumerable = chance(0.5);
    Object.defineProperty(value, "toJSON", { value: toJSON, enumerable, configurable: true });
    return value;
  }

  function list(depth) {
    const length = chance(0.03) ? 70 : pick([0, 1, 2, 3]);
    const items = Array.from({ length }, () => (chance(0.8) ? pick(TEXTS) : value(depth + 2)));
    if (chance(0.1)) items.length += 1;
    if (chance(0.03)) addCycle(items, items);
    if (chance(0.03)) addCycle(items, [root]);
    return logged(withToJSON(items));
  }

  /** Mostly by a getter: in plain data, some versions of V8 take half a second to find a cycle. */
  function addCycle(items, cycle) {
    if (chance(0.005)) items.push(cycle);
    else {
      const get = () => cycle;
      Object.defineProperty(items, items.length, { get, enumerable: true, configurable: true });
    }
  }

  function object(depth) {
    const made = withMembers(pick([{}, {}, {}, {}, {}, {}, {}, Object.create(null)]), depth);
    if (depth === 0) root = made;
    const given = logged(withToJSON(made));
    if (depth === 0) root = given;
    return given;
  }

  function withMembers(made, depth) {
    const keys = KEYS.filter(() => chance(0.8));
    if (chance(0.2)) keys.splice(Math.floor(random() * keys.length), 0, pick(OTHER_KEYS));
    if (chance(0.2)) keys.reverse();
    for (const key of keys) {
      // A boxed string has own indices.
      if (Object.hasOwn(made, key)) continue;
      const member = key === "event_types" && chance(0.9) ? list(depth) : value(depth + 1);
      if (chance(0.1)) {
        const misbehave = misbehaviour();
        const isCycle = chance(0.1);
        let calls = 0;
        const get = () => {
          calls += 1;
          log.push(`get ${key} ${calls}`);
          misbehave();
          if (isCycle && calls === 1) return chance(0.5) ? root : { inner: [root] };
          return calls === 1 ? member : "read twice";
        };
        Object.defineProperty(made, key, { get, enumerable: chance(0.9), configurable: true });
      } else {
        Object.defineProperty(made, key, {
          value: member,
          enumerable: true,
          writable: true,
          configurable: true,
        });
      }
    }
    return made;
  }

  function withMethod(made, name, result) {
    const value = () => {
      log.push(name);
      return result;
    };
    Object.defineProperty(made, name, { value, configurable: true });
  }

  /** A boxed primitive, maybe with another prototype and members of its own. */
  function boxed(depth) {
    const made = Object(pick(BOXED));
    if (chance(0.6)) Object.setPrototypeOf(made, pick([Object.prototype, null, { inherited: 1 }]));
    if (chance(0.2)) withMethod(made, "valueOf", 7);
    if (chance(0.2)) withMethod(made, "toString", "seven");
    return chance(0.5) && depth < 2 ? withMembers(made, depth) : made;
  }

  function raw() {
    return JSON.rawJSON?.(pick(['"active"', "3", "1e2", "true", "null"])) ?? 3;
  }

  function value(depth) {
    if (depth === 0) {
      if (chance(0.9)) return object(0);
      root = pick([boxed, raw, () => list(0), () => Object.setPrototypeOf({}, { inherited: 1 })])(
        0,
      );
      return root;
    }
    const kind = random();
    if (kind < 0.002) return LONG;
    if (kind < 0.6) return pick(TEXTS);
    if (kind < 0.8) return pick(SCALARS);
    if (kind < 0.85) return undefined;
    if (kind < 0.87) return pick([Symbol("s"), 5n, () => {}, new Date(0), new Uint8Array(3)]);
    if (kind < 0.89) return boxed(depth);
    if (kind < 0.9) return raw();
    if (depth > 2) return {};
    return kind < 0.94 ? list(depth) : object(depth);
  }

  return value(0);
}
