// The contract's rules for a URL.

/** D1: the parsed URL, or `undefined` if it is not an HTTP URL. */
export function httpUrl(url) {
  if (!/^https?:\/\/[^/?#]/i.test(url) || /[\x00-\x20\x7f\\]/.test(url)) return undefined;
  // Not `URL.canParse`: that of Node 20 rejects Latin-1 beyond ASCII once it is optimised.
  try {
    return new URL(url);
  } catch {
    return undefined;
  }
}

/** §3: whether a host, as the URL Standard serialises it, is the device itself. */
export function isLoopback(hostname) {
  const host = hostname.replace(/\.$/, "");
  if (host === "localhost" || host.endsWith(".localhost")) return true;
  if (/^127\.\d+\.\d+\.\d+$/.test(host) || host === "0.0.0.0") return true;
  if (host === "[::1]" || host === "[::]") return true;
  // ::ffff:127.0.0.0/104 and ::ffff:0.0.0.0, as a URL writes them.
  return /^\[::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4}\]$/.test(host) || host === "[::ffff:0:0]";
}
