// How the runtimes differ for the guard; docs/edge.md lists the same, and tests/edge shows each on raw
// traffic.

const { Bun, Deno, navigator, process } = globalThis;

const DEFAULT = {
  /** Content codings of a response that `fetch` decodes. */
  decodes: [],
  /** Whether every body has the length that its Content-Length gives. */
  enforcesLength: false,
  /** Whether a fetch ends with the request that started it, so that no signal is needed. */
  endsWithRequest: false,
  /** Whether `fetch` sends a body that it can send again a second time when a connection breaks. */
  repeatsBodies: false,
  /** Whether `fetch` sends a Connection header, and then still notices a response that ends early. */
  sendsConnection: false,
};

function detect() {
  if (navigator?.userAgent === "Cloudflare-Workers") {
    return { ...DEFAULT, decodes: ["gzip", "br"], endsWithRequest: true, enforcesLength: true };
  }
  // Deno decodes only what it asked for itself.
  if (Deno) return { ...DEFAULT, repeatsBodies: true };
  if (Bun) return { ...DEFAULT, decodes: ["gzip", "br"], sendsConnection: true };
  if (process?.versions?.node) return { ...DEFAULT, decodes: ["gzip", "br"] };
  return DEFAULT;
}

export const runtime = detect();
