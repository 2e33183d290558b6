// Ways in which a device might read a path, each on its own: no two share a helper, and none uses
// the guard's code. A reader returns whether it reads the target as the webhook API.

const BACKSLASH = String.fromCharCode(92);

export const readers = {
  "RFC 3986, dots removed before decoding": (target) => {
    const [path] = target.split("?");
    const output = [];
    for (const segment of path.split("/").slice(1)) {
      if (segment === "..") output.pop();
      else if (segment !== ".") output.push(segment);
    }
    const text = decodeURIComponentOr(output.join("/"));
    return text === "api/v1/webhooks" || text.startsWith("api/v1/webhooks/");

    function decodeURIComponentOr(encoded) {
      try {
        return decodeURIComponent(encoded);
      } catch {
        return encoded;
      }
    }
  },

  "RFC 3986, dots removed after decoding": (target) => {
    let path = target.replace(/\?.*/s, "");
    try {
      path = decodeURI(path.replace(/%2f/gi, "/"));
    } catch {
      return false;
    }
    const stack = [];
    path.split("/").forEach((part) => {
      if (part === "..") stack.length = Math.max(0, stack.length - 1);
      else if (part !== "" && part !== ".") stack[stack.length] = part;
    });
    return stack.slice(0, 3).join(" ") === "api v1 webhooks";
  },

  "slashes collapsed first": (target) => {
    const path = unescape(target.slice(0, target.search(/\?|$/)).replace(/\/+/g, "/"));
    const url = new URL("http://device");
    url.pathname = path.replace(/[?#].*/s, "");
    return /^\/api\/v1\/webhooks(?:\/|$)/.test(url.pathname);
  },

  "parameters stripped before decoding": (target) => {
    const bare = /^[^?]*/.exec(target)[0].replace(/;[^/]*/g, "");
    const bytes = Buffer.from(
      bare.replace(/%([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
      "latin1",
    );
    const stack = [];
    for (const name of bytes.toString("utf8").split(/\/+/)) {
      if (name === "..") stack.pop();
      else if (name && name !== ".") stack.push(name);
    }
    return stack[0] === "api" && stack[1] === "v1" && stack[2] === "webhooks";
  },

  "parameters stripped after decoding": (target) => {
    const end = target.indexOf("?");
    const source = end < 0 ? target : target.substring(0, end);
    let plain = "";
    for (let i = 0; i < source.length; i++) {
      const code = source[i] === "%" ? Number.parseInt(source.substr(i + 1, 2), 16) : Number.NaN;
      if (Number.isNaN(code)) plain += source[i];
      else {
        plain += String.fromCharCode(code);
        i += 2;
      }
    }
    const names = plain.split("/").map((name) => name.split(";")[0]);
    const walked = [];
    for (const name of names) {
      if (name === "..") walked.pop();
      else if (name !== "" && name !== ".") walked.push(name);
    }
    return walked.slice(0, 3).join("/") === "api/v1/webhooks";
  },

  "decoded twice": (target) => {
    let path = target.split("?", 1)[0];
    for (const _ of [1, 2]) {
      path = path.replace(/%([0-7][0-9a-f])/gi, (_, hex) => String.fromCharCode(`0x${hex}`));
    }
    const parts = path.split("/").filter((part) => part.length > 0 && part !== ".");
    for (let at = parts.indexOf(".."); at !== -1; at = parts.indexOf("..")) {
      parts.splice(Math.max(0, at - 1), at === 0 ? 1 : 2);
    }
    return parts.length > 2 && parts[0] + parts[1] + parts[2] === "apiv1webhooks";
  },

  "backslash as a separator": (target) => {
    const windows = target
      .replace(/\?.*$/s, "")
      .replace(/%5c/gi, BACKSLASH)
      .replace(/%2f/gi, "/")
      .replace(/%2e/gi, ".")
      .split(BACKSLASH)
      .join("/");
    const out = [];
    windows.split("/").map((dir) => {
      if (dir === "..") out.pop();
      else if (dir && dir !== ".") out.push(dir);
      return dir;
    });
    return /^api,v1,webhooks(,|$)/.test(String(out));
  },

  "a C string, cut at NUL": (target) => {
    const decoded = [...target.matchAll(/%([0-9a-fA-F]{2})|[^%]|%/g)].map(([char, hex]) =>
      hex ? String.fromCodePoint(Number.parseInt(hex, 16)) : char,
    );
    const nul = decoded.indexOf("\0");
    const text = decoded.slice(0, nul === -1 ? decoded.length : nul).join("");
    return text === "/api/v1/webhooks" || text.startsWith("/api/v1/webhooks/");
  },

  "cut at white space": (target) => {
    const text = decodeURIComponent(
      target
        .replace(/\?[\s\S]*/, "")
        .replace(/%(?![0-9a-f]{2})/gi, "%25")
        .replace(/%[89a-f]./gi, "~"),
    );
    const [word] = text.trim().split(/\s/);
    const trail = [];
    for (const step of word.split("/")) {
      if (step === "..") trail.pop();
      else if (step !== "" && step !== ".") trail.push(step.trim());
    }
    return trail.join("/").startsWith("api/v1/webhooks") && (trail[2] ?? "") === "webhooks";
  },

  "a question mark or fragment decoded first": (target) => {
    let text = "";
    const pattern = /%(..)|(.)/gs;
    for (let match = pattern.exec(target); match; match = pattern.exec(target)) {
      text +=
        match[1] && /^[0-9a-f]+$/i.test(match[1])
          ? Buffer.from(match[1], "hex").toString("latin1")
          : match[0];
    }
    const cut = text.match(/^[^?#]*/)[0];
    const list = [];
    for (const entry of cut.split("/")) {
      if (entry === "..") list.splice(-1);
      else if (entry !== "." && entry !== "") list.push(entry);
    }
    return list.slice(0, 3).toString() === "api,v1,webhooks";
  },

  "a form: + is a space, and names are trimmed": (target) => {
    const raw = target.replace(/\?.*/s, "").replaceAll("+", " ");
    const bytes = raw.replace(/%([0-9a-f]{2})/gi, (_, pair) =>
      String.fromCharCode(Number(`0x${pair}`)),
    );
    const names = bytes.split("/").map((name) => name.trim());
    const place = [];
    while (names.length > 0) {
      const name = names.shift();
      if (name === "..") place.pop();
      else if (name !== "" && name !== ".") place.push(name);
    }
    return `${place[0]}/${place[1]}/${place[2]}` === "api/v1/webhooks";
  },

  "lenient UTF-8: overlong forms are decoded": (target) => {
    const octets = [];
    const path = target.split("?")[0];
    for (let at = 0; at < path.length; ) {
      if (path[at] === "%" && /^[0-9a-f]{2}$/i.test(path.slice(at + 1, at + 3))) {
        octets.push(Number.parseInt(path.slice(at + 1, at + 3), 16));
        at += 3;
      } else octets.push(path.charCodeAt(at++));
    }
    let text = "";
    for (let at = 0; at < octets.length; at++) {
      const octet = octets[at];
      if (octet >= 0xc0 && octet < 0xe0)
        text += String.fromCharCode(((octet & 31) << 6) | (octets[++at] & 63));
      else if (octet >= 0xe0 && octet < 0xf0) {
        text += String.fromCharCode(
          ((octet & 15) << 12) | ((octets[++at] & 63) << 6) | (octets[++at] & 63),
        );
      } else text += String.fromCharCode(octet);
    }
    const levels = [];
    for (const level of text.split("/")) {
      if (level === "..") levels.pop();
      else if (level && level !== ".") levels.push(level);
    }
    return levels[0] === "api" && levels[1] === "v1" && levels[2] === "webhooks";
  },

  "case-insensitive, compatibility characters folded": (target) => {
    const decoded = Buffer.from(
      target
        .split("?")[0]
        .replace(/%([0-9a-f]{2})/gi, (_, h) => String.fromCharCode(Number.parseInt(h, 16))),
      "latin1",
    ).toString();
    const folded = decoded.normalize("NFKC").toLowerCase().normalize("NFKC");
    const dirs = [];
    for (const dir of folded.split("/")) {
      if (dir === "..") dirs.pop();
      else if (dir !== "" && dir !== ".") dirs.push(dir);
    }
    return dirs.slice(0, 3).join("/") === "api/v1/webhooks";
  },

  "a network-path reference: the host, then the path (RFC 3986, appendix B)": (target) => {
    const [, , path] = /^(\/\/[^/?#]*)?([^?#]*)/.exec(target);
    const plain = path.replace(/%([2-7][0-9a-f])/gi, (_, code) =>
      Buffer.from(code, "hex").toString(),
    );
    return /^\/+api\/+v1\/+webhooks(?:\/|$)/.test(plain);
  },

  "a network-path reference, after decoding": (target) => {
    let plain = "";
    for (let at = 0; at < target.length && target[at] !== "?"; at += 1) {
      const pair = /^%([2-7][0-9a-f])/i.exec(target.slice(at, at + 3));
      plain += pair ? String.fromCharCode(Number.parseInt(pair[1], 16)) : target[at];
      if (pair) at += 2;
    }
    if (!plain.startsWith("//")) return false;
    const path = plain.slice(Math.max(plain.indexOf("/", 2), 0));
    return path === "/api/v1/webhooks" || path.startsWith("/api/v1/webhooks/");
  },

  "hexadecimal digits unchecked, as a library of C does": (target) => {
    const decoded = target.split("?")[0].replace(/%(..?)?/gs, (_, digits = "") => {
      const value = Number.parseInt(digits, 16);
      return Number.isNaN(value) ? "\0" : String.fromCharCode(value & 0xff);
    });
    const [text] = decoded.split("\0");
    return /^\/api\/v1\/webhooks(?:\/|$)/.test(text);
  },
};
