// Reads a request's target as leniently as any firmware is known to: percent-decoded repeatedly, without
// regard to letter case, width, white space or path parameters.

export function readTarget(target) {
  const [encoded, query] = target.replace(/^https?:\/\/[^/]*/i, "").split(/\?(.*)/s);
  let path = encoded;
  for (let before; before !== path; ) {
    before = path;
    path = path
      .replace(/(?:%[0-9a-f]{2})+/gi, (run) =>
        Buffer.from(run.replaceAll("%", ""), "hex").toString(),
      )
      .normalize("NFKC")
      .toLowerCase()
      .replace(/[\s\x00-\x1f\x7f]|;[^/]*/g, "")
      .replaceAll("\\", "/");
  }
  const segments = [];
  for (const segment of path.split("/")) {
    if (segment === "..") segments.pop();
    else if (segment !== "" && segment !== ".") segments.push(segment);
  }
  return { path: `/${segments.join("/")}`, query: new URLSearchParams(query) };
}
