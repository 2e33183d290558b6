// A reporter of node:test that writes the files with a failure, a line each.

export default async function* failedFiles(events) {
  const files = new Set();
  for await (const { type, data } of events) if (type === "test:fail") files.add(data.file);
  yield [...files].join("\n");
}
