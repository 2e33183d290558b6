// JavaScript values for the `"value"` cases: each factory creates a new one. It uses only the language,
// TextEncoder, URL and structuredClone, so that every runtime can load it.

const webhook = (changes) => ({
  url: "https://example.com/hook",
  secret: "0123456789abcdef",
  status: "active",
  event_types: ["log.device_booted"],
  max_retries: 3,
  ...changes,
});

const without = (name) => {
  const { [name]: _, ...rest } = webhook();
  return rest;
};

// Padded with white space to a length that every element size divides.
const bodyText = JSON.stringify(webhook()).padEnd(144);
const bodyBytes = () => new TextEncoder().encode(bodyText);
const bodyBuffer = () => bodyBytes().slice().buffer;

/** The body in the middle of a larger buffer whose other bytes are not JSON. */
const surrounded = (BufferType) => {
  const bytes = bodyBytes();
  const larger = new BufferType(bytes.length + 16);
  const all = new Uint8Array(larger).fill(0xff);
  all.set(bytes, 8);
  return { buffer: larger, offset: 8, length: bytes.length };
};

const windowOn = (BufferType) => {
  const { buffer, offset, length } = surrounded(BufferType);
  return new Uint8Array(buffer, offset, length);
};

const detached = () => {
  const buffer = bodyBuffer();
  const bytes = new Uint8Array(buffer);
  const view = new DataView(buffer);
  structuredClone(buffer, { transfer: [buffer] });
  return { buffer, bytes, view };
};

const nested = (depth) => {
  let value = [];
  for (let level = 1; level < depth; level += 1) value = [value];
  return value;
};

const throws = () => {
  throw new Error("a member that cannot be read");
};

const cyclic = () => {
  const value = webhook();
  value.self = value;
  return value;
};

const cyclicDeep = () => {
  const list = [];
  list.push([list]);
  return webhook({ extra: { list } });
};

const hidden = () => {
  const value = webhook();
  Object.defineProperty(value, "url", { enumerable: false });
  return value;
};

const readOnce = () => {
  let reads = 0;
  const value = without("url");
  return Object.defineProperty(value, "url", {
    enumerable: true,
    get: () => {
      reads += 1;
      return reads === 1 ? "https://example.com/hook" : 5;
    },
  });
};

const revoked = () => {
  const { proxy, revoke } = Proxy.revocable(webhook(), {});
  revoke();
  return proxy;
};

const sparse = () => {
  const list = new Array(2);
  list[1] = "log.device_booted";
  return webhook({ event_types: list });
};

class Plain {
  constructor() {
    Object.assign(this, webhook());
  }
  describe() {
    return this.url;
  }
}

class Accessors {
  constructor() {
    Object.assign(this, without("url"));
  }
  get url() {
    return "https://example.com/hook";
  }
}

class Convertible {
  toJSON() {
    return webhook();
  }
}

class OwnBytes extends Uint8Array {}

class OwnList extends Array {}

export const values = {
  // Buffers: the text of the body.
  arrayBuffer: () => bodyBuffer(),
  sharedArrayBuffer: () => {
    if (typeof SharedArrayBuffer === "undefined") return bodyBytes();
    const shared = new SharedArrayBuffer(bodyText.length);
    new Uint8Array(shared).set(bodyBytes());
    return shared;
  },
  viewOfSharedBuffer: () =>
    windowOn(typeof SharedArrayBuffer === "undefined" ? ArrayBuffer : SharedArrayBuffer),
  resizableBuffer: () => {
    const buffer = new ArrayBuffer(bodyText.length, { maxByteLength: 4096 });
    new Uint8Array(buffer).set(bodyBytes());
    return buffer;
  },
  uint8Array: () => bodyBytes(),
  uint8ArrayAtOffset: () => windowOn(ArrayBuffer),
  uint8ClampedArray: () => new Uint8ClampedArray(bodyBuffer()),
  int8Array: () => new Int8Array(bodyBuffer()),
  uint16Array: () => new Uint16Array(bodyBuffer()),
  uint16ArrayAtOffset: () => {
    const { buffer, offset, length } = surrounded(ArrayBuffer);
    return new Uint16Array(buffer, offset, length / 2);
  },
  int32Array: () => new Int32Array(bodyBuffer()),
  float64Array: () => new Float64Array(bodyBuffer()),
  bigUint64Array: () => new BigUint64Array(bodyBuffer()),
  dataView: () => new DataView(bodyBuffer()),
  dataViewAtOffset: () => {
    const { buffer, offset, length } = surrounded(ArrayBuffer);
    return new DataView(buffer, offset, length);
  },
  subclassOfUint8Array: () => OwnBytes.from(bodyBytes()),
  uint8ArrayWithMembers: () => Object.assign(bodyBytes(), { url: 5, toJSON: () => null }),
  uint8ArrayWithByteOrderMark: () => new TextEncoder().encode(`\ufeff${bodyText}`),
  emptyArrayBuffer: () => new ArrayBuffer(0),
  emptyUint8Array: () => new Uint8Array(0),
  detachedArrayBuffer: () => detached().buffer,
  detachedUint8Array: () => detached().bytes,
  detachedDataView: () => detached().view,
  uint16ArrayOfText: () => Uint16Array.from(bodyText, (unit) => unit.charCodeAt(0)),

  // Not buffers, though they look like buffers.
  proxyOfUint8Array: () => new Proxy(new Uint8Array(0), {}),
  proxyOfArrayBuffer: () => new Proxy(bodyBuffer(), {}),
  taggedLikeABuffer: () => webhook({ [Symbol.toStringTag]: "ArrayBuffer" }),
  inheritsFromUint8Array: () => Object.assign(Object.create(Uint8Array.prototype), webhook()),

  // Text that UTF-8 cannot encode.
  textLoneHigh: () => bodyText.replace("hook", "\ud800"),
  textLoneLow: () => bodyText.replace("hook", "\udfff"),
  textPairReversed: () => bodyText.replace("hook", "\ude00\ud83d"),
  textRawHighEscapedLow: () => bodyText.replace("hook", "\ud83d\\ude00"),
  textEscapedHighRawLow: () => bodyText.replace("hook", "\\ud83d\ude00"),
  textLoneInMemberName: () => bodyText.replace("{", '{"\ud800":1,'),
  textLoneInUnknownMember: () => bodyText.replace("{", '{"extra":["\udbff"],'),
  textLoneInHeaders: () => bodyText.replace("{", '{"headers":"{\\"A\\":\\"\udc00\\"}",'),
  textLoneBehindBody: () => `${bodyText}\ud83d`,
  textLoneAlone: () => "\udc00",
  textLoneAfterDuplicate: () => bodyText.replace("{", '{"extra":1,"extra":"\ud800",'),
  textPair: () => bodyText.replace("hook", "\ud83d\ude00"),

  // Objects that JSON.stringify writes as a webhook.
  plain: () => webhook(),
  frozen: () => Object.freeze(webhook()),
  nullPrototype: () => Object.assign(Object.create(null), webhook()),
  reversed: () => Object.fromEntries(Object.entries(webhook()).reverse()),
  classInstance: () => new Plain(),
  ownGetters: () =>
    Object.defineProperty(without("url"), "url", {
      enumerable: true,
      get: () => "https://example.com/hook",
    }),
  getterThatChanges: () => readOnce(),
  toJSON: () => ({ url: 5, toJSON: () => webhook() }),
  toJSONInherited: () => new Convertible(),
  toJSONByKey: () => ({ toJSON: (key) => (key === "" ? webhook() : null) }),
  toJSONOfMember: () =>
    webhook({ url: { toJSON: (key) => (key === "url" ? "https://example.com/hook" : null) } }),
  toJSONOfItem: () =>
    webhook({ event_types: [{ toJSON: (key) => (key === "0" ? "log.device_booted" : null) }] }),
  toJSONOnlyOnce: () => ({ toJSON: () => ({ ...webhook(), toJSON: throws }) }),
  urlObject: () => webhook({ url: new URL("https://example.com/hook") }),
  boxed: () =>
    webhook({
      url: new String("https://example.com/hook"),
      status: new String("active"),
      event_types: [new String("log.device_booted")],
      max_retries: new Number(3),
    }),
  boxedWithOwnConversion: () =>
    webhook({
      status: Object.assign(new String("x"), { toString: () => "active" }),
      max_retries: Object.assign(new Number(9), { valueOf: () => 3 }),
    }),
  proxy: () => new Proxy(webhook(), {}),
  proxyThatAnswers: () =>
    new Proxy(webhook({ max_retries: 9 }), {
      get: (target, name) => (name === "max_retries" ? 3 : target[name]),
    }),
  proxyOfList: () => webhook({ event_types: new Proxy(["log.device_booted"], {}) }),
  subclassOfArray: () => webhook({ event_types: OwnList.from(["log.device_booted"]) }),
  listWithMembers: () =>
    webhook({ event_types: Object.assign(["log.device_booted"], { extra: 1 }) }),
  undefinedMembers: () => webhook({ timeout: undefined, headers: () => 1, extra: Symbol("x") }),
  symbolKey: () => webhook({ [Symbol("extra")]: 1 }),
  rawNumber: () => webhook({ timeout: JSON.rawJSON?.("5e3") ?? 5000 }),
  dateAsDescription: () => webhook({ description: new Date(0) }),
  controlsInStrings: () =>
    webhook({
      secret: "\0\u0001\u0002\n\r\t\u001e\u001f\0\0\0\0\0\0\0\0",
      description: "\0\u0001",
    }),
  pairInDescription: () => webhook({ description: `${"\ud83d"}${"\ude00"}` }),
  sharedReference: () => {
    const shared = { list: [] };
    return webhook({ first: shared, second: [shared, shared] });
  },
  depth64: () => webhook({ extra: nested(63) }),
  numericNames: () => webhook({ extra: 1, 2: true, 1: null }),
  ownProtoMember: () => ({ ...webhook(), ["__proto__"]: { url: 5 } }),
  toJSONThatIsNoFunction: () => webhook({ toJSON: 5 }),
  emojiSecret: () => webhook({ secret: "\u{1f600}".repeat(128) }),

  // Objects whose text breaks a rule.
  emptyObject: () => ({}),
  prototypeMember: () => Object.assign(Object.create(webhook()), without("url")),
  prototypeLiteral: () => ({ ...without("url"), __proto__: { url: "https://example.com/hook" } }),
  prototypeAccessor: () => new Accessors(),
  hiddenMember: () => hidden(),
  undefinedRequired: () => webhook({ url: undefined }),
  functionRequired: () => webhook({ status: () => "active" }),
  symbolRequired: () => webhook({ max_retries: Symbol("3") }),
  undefinedSecret: () => webhook({ secret: undefined }),
  nullMember: () => webhook({ url: null }),
  notANumber: () => webhook({ max_retries: Number.NaN }),
  infinite: () => webhook({ timeout: Number.POSITIVE_INFINITY }),
  minusZero: () => webhook({ timeout: -0 }),
  fraction: () => webhook({ timeout: 5000.5 }),
  tinyFraction: () => webhook({ max_retries: 5e-7 }),
  largeInteger: () => webhook({ max_retries: 1e21 }),
  beyondInt32: () => webhook({ max_retries: 2 ** 31 }),
  wrapsToThree: () => webhook({ max_retries: 2 ** 32 + 3 }),
  boxedBoolean: () => webhook({ secret: new Boolean(true) }),
  boxedSymbol: () => webhook({ description: Object(Symbol("x")) }),
  invalidDate: () => webhook({ description: new Date(Number.NaN) }),
  headersObject: () => webhook({ headers: { "X-A": "1" } }),
  headersTypedArray: () => webhook({ headers: new Uint8Array([123, 125]) }),
  holes: () => sparse(),
  itemsThatVanish: () =>
    webhook({ event_types: [undefined, () => 1, Symbol("x"), "log.device_booted"] }),
  setAsList: () => webhook({ event_types: new Set(["log.device_booted"]) }),
  argumentsAsList: () =>
    (function list() {
      // biome-ignore lint/complexity/noArguments: the object itself is what the case is about
      return webhook({ event_types: arguments });
    })("log.device_booted"),
  stringAsList: () => webhook({ event_types: "log.device_booted" }),
  nullByteInEventType: () => webhook({ event_types: ["log.device_booted\0log.incoming_call"] }),
  nullByteInStatus: () => webhook({ status: "active\0" }),
  nullByteInUrl: () => webhook({ url: "https://example.com/\0" }),
  unitSeparatorInUrl: () => webhook({ url: "https://example.com/\u001f" }),
  map: () => new Map(Object.entries(webhook())),
  set: () => new Set([1]),
  regExp: () => /x/,
  error: () => new Error("x"),
  promise: () => Promise.resolve(webhook()),

  // Values whose text is not an object.
  null: () => null,
  true: () => true,
  number: () => 5,
  numberNaN: () => Number.NaN,
  array: () => [webhook()],
  arrayOfBytes: () => Array.from(bodyBytes()),
  boxedText: () => new String(bodyText),
  boxedNumber: () => new Number(5),
  date: () => new Date(0),
  urlObjectAlone: () => new URL("https://example.com/hook"),
  toJSONText: () => ({ toJSON: () => bodyText }),
  toJSONNull: () => ({ ...webhook(), toJSON: () => null }),

  // Values that JSON.stringify rejects or turns into undefined.
  undefined: () => undefined,
  function: () => () => webhook(),
  classItself: () => Plain,
  symbol: () => Symbol("x"),
  bigint: () => 5n,
  boxedBigint: () => Object(5n),
  bigintMember: () => webhook({ max_retries: 3n }),
  bigintUnknownMember: () => webhook({ extra: [5n] }),
  cycle: () => cyclic(),
  cycleDeep: () => cyclicDeep(),
  throwingGetter: () => Object.defineProperty(webhook(), "url", { enumerable: true, get: throws }),
  throwingUnknownGetter: () =>
    webhook({ extra: Object.defineProperty({}, "x", { enumerable: true, get: throws }) }),
  throwingToJSON: () => ({ toJSON: throws }),
  throwingToJSONOfMember: () => webhook({ description: { toJSON: throws } }),
  throwingProxy: () => new Proxy(webhook(), { ownKeys: throws }),
  throwingProxyItem: () =>
    webhook({ event_types: new Proxy(["log.device_booted"], { get: throws }) }),
  throwingConversion: () =>
    webhook({ max_retries: Object.assign(new Number(3), { valueOf: throws }) }),
  revokedProxy: () => revoked(),
  revokedProxyMember: () => webhook({ event_types: revoked() }),
  proxyOfFunction: () => new Proxy(() => 1, {}),
  toJSONUndefined: () => ({ ...webhook(), toJSON: () => undefined }),

  // Values whose text the contract rejects (§1).
  loneSurrogateInMember: () => webhook({ description: "\ud800" }),
  loneSurrogateInName: () => webhook({ "\udc00": 1 }),
  loneSurrogateInUnknown: () => webhook({ extra: { list: ["\udbff"] } }),
  depth65: () => webhook({ extra: nested(64) }),
  depth100000: () => webhook({ extra: nested(100000) }),
  arrayDepth65: () => nested(65),
};
